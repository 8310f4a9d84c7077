// Every directory number of the group: assigned or free, activated or not, and who holds it.
// Two lists answer that: the summary says what is assigned, the assignment list who holds it and what is activated.
import { type DnRange, type DnSet, DnSetBuilder, parseDnCell } from '../../numbers/index.js';
import type { RowSink } from '../../ocip/index.js';
import type { GroupKey, Holder, Numbers, Part, Problem, UnreadableNumber } from '../model.js';
import { type Asker, type Got, problemOf, type Variant } from './asker.js';
import { columnOf, missing, wordsOf } from './cells.js';
import { type AssignmentList, type ByFlag, combineNumbers, type SummaryList } from './number-states.js';

const summaryCommand = 'GroupDnGetSummaryListRequest';
const assignmentVariants: readonly Variant[] = [
  { command: 'GroupDnGetAssignmentListRequest18', since: 18 },
  { command: 'GroupDnGetAssignmentListRequest', since: 0 },
];
/** How BroadWorks marks the row of the group's own caller number. */
const groupCallingLineId = 'Group Calling Line ID';

export interface NumberOptions {
  /** False: only list the numbers, from the assignment list alone. */
  readonly states: boolean;
}

export async function readNumbers(
  asker: Asker,
  key: GroupKey,
  options: NumberOptions,
): Promise<Part<Numbers>> {
  const unreadable: UnreadableNumber[] = [];
  const [summary, assignment] = await Promise.all([
    options.states ? readSummary(asker, key, unreadable) : undefined,
    readAssignments(asker, key, options.states, unreadable),
  ]);
  const evidence = asker.evidence();
  const failures = [summary, assignment].flatMap((list) => (list && 'problem' in list ? [list] : []));
  const problems = failures.map(({ problem }) => problem);
  const lists = {
    ...(summary !== undefined && 'list' in summary ? { summary: summary.list } : {}),
    ...('list' in assignment ? { assignment: assignment.list } : {}),
  };
  if (lists.summary === undefined && lists.assignment === undefined) {
    const scope = failures.every((failure) => failure.outOfScope);
    return { status: scope ? 'outOfScope' : 'unknown', ...evidence, problems };
  }
  const notes: string[] = [];
  const value = { ...combineNumbers(lists, problems, notes), unreadable: once(unreadable) };
  if (problems.length === 0 && unreadable.length === 0)
    return { status: 'known', ...evidence, value, notes };
  return { status: 'partial', ...evidence, value, problems, notes };
}

type Read<T> = { list: T } | { problem: Problem; outOfScope: boolean };

async function readSummary(
  asker: Asker,
  key: GroupKey,
  unreadable: UnreadableNumber[],
): Promise<Read<SummaryList>> {
  const table = new NumberTable(['Assigned'], unreadable);
  const got = await asker.ask(summaryCommand, { ...key }, table.sinkFor);
  return table.finish(got, () => ({ assigned: table.flags() }));
}

async function readAssignments(
  asker: Asker,
  key: GroupKey,
  withHolders: boolean,
  unreadable: UnreadableNumber[],
): Promise<Read<AssignmentList>> {
  const table = new AssignmentTable(withHolders, unreadable);
  const got = await asker.askNewest(assignmentVariants, { ...key }, table.sinkFor);
  return table.finish(got, () => ({
    activated: table.flags(),
    held: table.held.build(),
    groupCallingLineIds: table.callingLineIds.build(),
    holders: table.holders,
  }));
}

/** Takes the rows of a `dnTable` as they stream in, so that a list of any length costs only its intervals. */
class NumberTable {
  readonly #flagHeadings: readonly string[];
  readonly #unreadable: UnreadableNumber[];
  #found: UnreadableNumber[] = [];
  #seen = false;
  #missing: string | undefined;
  #yes = new DnSetBuilder();
  #no = new DnSetBuilder();
  #unknown = new DnSetBuilder();

  constructor(flagHeadings: readonly string[], unreadable: UnreadableNumber[]) {
    this.#flagHeadings = flagHeadings;
    this.#unreadable = unreadable;
  }

  /** Begins afresh at each call: the command may be asked again. */
  readonly sinkFor = (table: string, headings: readonly string[]): RowSink | undefined => {
    if (table !== 'dnTable') return undefined;
    this.reset(headings);
    const phone = columnOf(headings, 'Phone Numbers');
    const flag = columnOf(headings, this.#flagHeadings[0]!);
    const lacking = phone < 0 ? 'Phone Numbers' : flag < 0 ? this.#flagHeadings[0] : undefined;
    this.#missing = lacking;
    if (phone < 0) return { row: () => undefined };
    return { row: (cells) => this.#row(cells, phone, flag) };
  };

  protected reset(_headings: readonly string[]): void {
    this.#seen = true;
    this.#found = [];
    this.#yes = new DnSetBuilder();
    this.#no = new DnSetBuilder();
    this.#unknown = new DnSetBuilder();
  }

  /** For lists that say more about a number. */
  protected numberRow(_cells: readonly string[], _range: DnRange): void {}

  #row(cells: readonly string[], phone: number, flag: number): void {
    const text = cells[phone];
    if (text === undefined) {
      this.#found.push({ command: '', text: cells.join(' | '), why: 'the row is cut short' });
      return;
    }
    const cell = parseDnCell(text);
    if (cell.kind === 'empty') return;
    if (cell.kind === 'unreadable') {
      this.#found.push({ command: '', text: cell.text, why: cell.why });
      return;
    }
    const said = cells[flag]?.trim();
    const set = said === 'true' ? this.#yes : said === 'false' ? this.#no : this.#unknown;
    set.add(cell.range);
    this.numberRow(cells, cell.range);
  }

  flags(): ByFlag {
    return { yes: this.#yes.build(), no: this.#no.build(), unknown: this.#unknown.build() };
  }

  /** The list, or why there is none. */
  finish<T>(got: Got, list: () => T): Read<T> {
    if (got.kind !== 'reply')
      return {
        problem: problemOf(got),
        outOfScope: got.kind === 'refused' && got.refusal.kind === 'notPermitted',
      };
    const { command } = got;
    const lacking = !this.#seen
      ? 'table dnTable'
      : this.#missing === undefined
        ? undefined
        : `column "${this.#missing}" in dnTable`;
    if (lacking !== undefined) return { problem: missing(command, lacking), outOfScope: false };
    this.#unreadable.push(...this.#found.map((one) => ({ ...one, command })));
    return { list: list() };
  }
}

class AssignmentTable extends NumberTable {
  readonly #withHolders: boolean;
  held = new DnSetBuilder();
  callingLineIds = new DnSetBuilder();
  holders: Holder[] = [];
  #columns: Readonly<Record<'userId' | 'lastName' | 'firstName' | 'userType' | 'extension' | 'department' | 'assignedTo' | 'number', number>> | undefined;

  constructor(withHolders: boolean, unreadable: UnreadableNumber[]) {
    super(['Activated'], unreadable);
    this.#withHolders = withHolders;
  }

  protected override reset(headings: readonly string[]): void {
    super.reset(headings);
    this.held = new DnSetBuilder();
    this.callingLineIds = new DnSetBuilder();
    this.holders = [];
    this.#columns = {
      number: columnOf(headings, 'Phone Numbers'),
      userId: columnOf(headings, 'User Id'),
      lastName: columnOf(headings, 'Last Name'),
      firstName: columnOf(headings, 'First Name'),
      userType: columnOf(headings, 'User Type'),
      extension: columnOf(headings, 'Extension'),
      department: columnOf(headings, 'Department'),
      assignedTo: columnOf(headings, 'Assigned To'),
    };
  }

  protected override numberRow(cells: readonly string[], range: DnRange): void {
    const columns = this.#columns!;
    const userId = wordsOf(cells[columns.userId]);
    const name = wordsOf(cells[columns.userId < 0 ? columns.assignedTo : columns.lastName]);
    if (userId === undefined && name === groupCallingLineId) this.callingLineIds.add(range);
    else if (userId !== undefined || (columns.userId < 0 && name !== undefined)) {
      this.held.add(range);
      if (this.#withHolders) this.holders.push(this.#holder(cells, userId, name));
    }
  }

  #holder(cells: readonly string[], userId: string | undefined, name: string | undefined): Holder {
    const columns = this.#columns!;
    const holder: { -readonly [K in keyof Holder]: Holder[K] } = {
      number: (cells[columns.number] as string).trim(),
    };
    const put = (field: Exclude<keyof Holder, 'number'>, text: string | undefined) => {
      if (text !== undefined) holder[field] = text;
    };
    put('userId', userId);
    if (columns.userId >= 0) put('lastName', name);
    else {
      // The old list writes `Last,First` in one column.
      const [last, first] = (name ?? '').split(/,(.*)/s);
      put('lastName', wordsOf(last));
      put('firstName', wordsOf(first));
    }
    for (const field of ['firstName', 'userType', 'extension', 'department'] as const)
      put(field, wordsOf(cells[columns[field]]));
    return holder;
  }
}

/** The same damaged cell may stand in both lists. */
function once(unreadable: readonly UnreadableNumber[]): UnreadableNumber[] {
  return [...new Map(unreadable.map((one) => [one.text, one])).values()];
}

