// Every directory number of the group: assigned or free, activated or not, and who holds it.
// Two lists answer that: the summary says what is assigned, the assignment list who holds it and what is activated.
import type { GroupKey, Numbers, Part, Problem, UnreadableNumber } from '../model.js';
import {
  type AssignmentList,
  combineNumbers,
  type SummaryList,
  unreadableProblems,
} from '../number-states.js';
import type { NumberDepth } from '../source.js';
import { type Asker, type Got, problemOf, type Variant } from './asker.js';
import { missing } from './cells.js';
import { AssignmentTable, NumberTable } from './number-table.js';

const summaryCommand = 'GroupDnGetSummaryListRequest';
const assignmentVariants: readonly Variant[] = [
  { command: 'GroupDnGetAssignmentListRequest18', since: 18 },
  { command: 'GroupDnGetAssignmentListRequest', since: 0 },
];

export async function readNumbers(
  asker: Asker,
  key: GroupKey,
  depth: NumberDepth,
): Promise<Part<Numbers>> {
  // A bare list needs the assignment list alone; states need both, and then the holders come by themselves.
  const states = depth !== 'list';
  const [summary, assignment] = await Promise.all([
    states ? readSummary(asker, key) : nothing,
    readAssignments(asker, key, states),
  ]);
  const evidence = asker.evidence();
  const problems = [...summary.problems, ...assignment.problems];
  if (summary.list === undefined && assignment.list === undefined) {
    const outOfScope = assignment.outOfScope && (!states || summary.outOfScope);
    return { status: outOfScope ? 'outOfScope' : 'unknown', ...evidence, problems };
  }
  const notes: string[] = [];
  const combined = combineNumbers(summary.list, assignment.list, problems, notes);
  const unreadable = once([...summary.unreadable, ...assignment.unreadable]);
  const value: Numbers = { ...combined, unreadable };
  problems.push(...unreadableProblems(unreadable));
  if (problems.length === 0) return { status: 'known', ...evidence, value, notes };
  return { status: 'partial', ...evidence, value, problems, notes };
}

/** One of the two lists, or why it could not be had. */
interface Read<T> {
  readonly list?: T;
  readonly problems: readonly Problem[];
  readonly unreadable: readonly UnreadableNumber[];
  readonly outOfScope: boolean;
}

const nothing: Read<never> = { problems: [], unreadable: [], outOfScope: false };

async function readSummary(asker: Asker, key: GroupKey): Promise<Read<SummaryList>> {
  const table = new NumberTable('Assigned');
  const got = await asker.ask(summaryCommand, { ...key }, table.sinkFor);
  return (
    withoutList(got, table, ['Phone Numbers', 'Assigned']) ?? {
      ...nothing,
      list: { assigned: table.flags() },
      unreadable: named(table, got.command),
    }
  );
}

async function readAssignments(
  asker: Asker,
  key: GroupKey,
  states: boolean,
): Promise<Read<AssignmentList>> {
  const table = new AssignmentTable(states);
  const got = await asker.askNewest(assignmentVariants, { ...key }, table.sinkFor);
  const failed = withoutList(got, table, ['Phone Numbers']);
  if (failed !== undefined) return failed;
  const list: AssignmentList = {
    activated: table.flags(),
    held: table.held.build(),
    groupCallingLineIds: table.callingLineIds.build(),
    holderUnknown: states && table.tellsHolders ? table.cutShort.build() : 'all',
    holders: states && table.tellsHolders ? table.holders : 'unknown',
  };
  const problems: Problem[] = [];
  const lacks = (heading: string) => problems.push(missing(got.command, columnWords(heading)));
  // A bare list of numbers needs no more than their column, and says nothing of holders.
  if (states && !table.has('Activated')) lacks('Activated');
  if (states && !table.tellsHolders) lacks('User Id');
  if (states && list.holderUnknown !== 'all' && list.holderUnknown.size > 0)
    problems.push({
      command: got.command,
      code: 'TABLE_UNREADABLE',
      message: `rows are cut short; who holds ${list.holderUnknown.size} of the numbers is not known`,
    });
  return { ...nothing, list, problems, unreadable: named(table, got.command) };
}

/** Why a reply gives no list at all; undefined when it does. */
function withoutList(
  got: Got,
  table: NumberTable,
  needed: readonly string[],
): Read<never> | undefined {
  if (got.kind !== 'reply')
    return {
      ...nothing,
      problems: [problemOf(got)],
      outOfScope: got.kind === 'refused' && got.refusal.kind === 'notPermitted',
    };
  if (!table.seen) return { ...nothing, problems: [missing(got.command, 'table dnTable')] };
  const lacking = needed.filter((heading) => !table.has(heading));
  if (lacking.length === 0) return undefined;
  const problems = lacking.map((heading) => missing(got.command, columnWords(heading)));
  return { ...nothing, problems };
}

const columnWords = (heading: string) => `column "${heading}" in dnTable`;

function named({ damaged }: NumberTable, command: string): UnreadableNumber[] {
  return damaged.map((one) => ({ command, ...one }));
}

/** The same damaged cell may stand in both lists. */
function once(unreadable: readonly UnreadableNumber[]): UnreadableNumber[] {
  return [...new Map(unreadable.map((one) => [one.text, one])).values()];
}
