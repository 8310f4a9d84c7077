// Every directory number of the group, over ODIN. `GET /groups/dns` says what is assigned and activated, and
// `GET /groups/dns/details`, where the server has it, who holds what.
import { DnSet } from '../../numbers/index.js';
import type { GroupKey, Numbers, Part, Problem } from '../model.js';
import {
  type AssignmentList,
  type ByFlag,
  combineNumbers,
  countOf,
  unreadableProblems,
} from '../number-states.js';
import type { NumberDepth } from '../source.js';
import { missing, type OdinAsker, oddRows, problemOf, withoutData } from './asker.js';
import { fieldsOf, rowsOf } from './loose.js';
import { type HolderRows, holderRows, type StateRows, stateRows } from './number-rows.js';

export async function readNumbers(
  asker: OdinAsker,
  key: GroupKey,
  depth: NumberDepth,
): Promise<Part<Numbers>> {
  const problems: Problem[] = [];
  const notes: string[] = [];
  const [got, holders] = await Promise.all([
    asker.ask('/groups/dns', { ...key }),
    depth === 'holders' ? readHolders(asker, key, problems, notes) : undefined,
  ]);
  const evidence = asker.evidence();
  if (got.kind !== 'reply') return withoutData(got, evidence);
  const found = rowsOf(fieldsOf(got.body)?.dns);
  if (found === undefined)
    return { status: 'unknown', ...evidence, problems: [missing(got.command, 'dns')] };
  problems.push(...oddRows(got.command, 'numbers', found.odd));
  const rows = stateRows(found.rows, got.command);
  const value = numbersOf(rows, holders, problems, notes);
  if (problems.length === 0) return { status: 'known', ...evidence, value, notes };
  return { status: 'partial', ...evidence, value, problems, notes };
}

/** Who holds what; undefined when that is not known, for a reason that went to `problems` or `notes`. */
async function readHolders(
  asker: OdinAsker,
  key: GroupKey,
  problems: Problem[],
  notes: string[],
): Promise<HolderRows | undefined> {
  const got = await asker.ask('/groups/dns/details', { ...key });
  if (got.kind === 'refused' && (got.refusal.status === 404 || got.refusal.status === 405)) {
    notes.push(`who holds the numbers is not known: this ODIN has no ${got.command}`);
    return undefined;
  }
  if (got.kind !== 'reply') {
    problems.push(problemOf(got));
    return undefined;
  }
  const found = rowsOf(fieldsOf(got.body)?.dns);
  if (found === undefined) {
    problems.push(missing(got.command, 'dns'));
    return undefined;
  }
  problems.push(...oddRows(got.command, 'numbers', found.odd));
  return holderRows(found.rows, got.command);
}

function numbersOf(
  rows: StateRows,
  holders: HolderRows | undefined,
  problems: Problem[],
  notes: string[],
): Numbers {
  const assignment: AssignmentList = {
    activated: rows.activated,
    held: holders?.held ?? DnSet.empty,
    groupCallingLineIds: holders?.groupCallingLineIds ?? DnSet.empty,
    holderUnknown: holders === undefined ? 'all' : DnSet.empty,
    holders: holders?.holders ?? 'unknown',
  };
  const combined = combineNumbers({ assigned: rows.assigned }, assignment, problems, notes);
  if (holders !== undefined) compareLists(rows, holders, problems);
  for (const cell of rows.disagreements)
    problems.push({
      code: 'LISTS_DISAGREE',
      message: `the list of numbers given for ${cell} holds others than that range; the list was taken`,
    });
  const unreadable = [...rows.unreadable, ...(holders?.unreadable ?? [])];
  const once = [...new Map(unreadable.map((one) => [one.text, one])).values()];
  problems.push(...unreadableProblems(once));
  const { zerosDoubtful } = rows;
  if (zerosDoubtful.size > 0)
    notes.push(
      `${countOf(zerosDoubtful)} given as JSON numbers; leading zeros, if there were any, are lost`,
    );
  return { ...combined, unreadable: once, ...(zerosDoubtful.size > 0 ? { zerosDoubtful } : {}) };
}

/** The list of holders is a second witness of what is there and what is activated. */
function compareLists(rows: StateRows, holders: HolderRows, problems: Problem[]): void {
  const contradicted = (numbers: DnSet, what: string) => {
    if (numbers.size > 0)
      problems.push({ code: 'LISTS_DISAGREE', message: `${countOf(numbers)} ${what}` });
  };
  const all = allOf(rows.activated);
  const told = allOf(holders.activated);
  contradicted(
    all.union(told).difference(all.intersection(told)),
    'in only one of the two lists of numbers; they may have changed between them',
  );
  contradicted(
    rows.activated.yes
      .intersection(holders.activated.no)
      .union(rows.activated.no.intersection(holders.activated.yes)),
    'activated in one of the two lists of numbers and not in the other',
  );
}

const allOf = ({ yes, no, unknown }: ByFlag): DnSet => yes.union(no).union(unknown);
