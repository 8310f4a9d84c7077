// Takes the rows of a `dnTable` as they stream in, so that a list of any length costs only its intervals.
import { type DnRange, DnSetBuilder, parseDnCell } from '../../numbers/index.js';
import type { RowSink } from '../../ocip/index.js';
import type { Holder, UnreadableNumber } from '../model.js';
import { type ByFlag, groupCallingLineId } from '../number-states.js';
import { columnOf, wordsOf } from './cells.js';

type Damaged = Omit<UnreadableNumber, 'command'>;

/** A list of numbers with one yes-or-no column, or none that matters. */
export class NumberTable {
  readonly #flagHeading: string | undefined;
  #headings: readonly string[] | undefined;
  #damaged: Damaged[] = [];
  #yes = new DnSetBuilder();
  #no = new DnSetBuilder();
  #unknown = new DnSetBuilder();

  constructor(flagHeading: string | undefined) {
    this.#flagHeading = flagHeading;
  }

  /** Begins afresh at each call: the command may be asked again. */
  readonly sinkFor = (table: string, headings: readonly string[]): RowSink | undefined => {
    if (table !== 'dnTable') return undefined;
    this.begin([...headings]);
    const phone = columnOf(headings, 'Phone Numbers');
    const flag = this.#flagHeading === undefined ? -1 : columnOf(headings, this.#flagHeading);
    if (phone < 0) return { row: () => undefined };
    return { row: (cells) => this.#row(cells, phone, flag) };
  };

  /** The table came. */
  get seen(): boolean {
    return this.#headings !== undefined;
  }

  has(heading: string): boolean {
    return this.#headings !== undefined && columnOf(this.#headings, heading) >= 0;
  }

  get damaged(): readonly Damaged[] {
    return this.#damaged;
  }

  flags(): ByFlag {
    return { yes: this.#yes.build(), no: this.#no.build(), unknown: this.#unknown.build() };
  }

  protected begin(headings: readonly string[]): void {
    this.#headings = headings;
    this.#damaged = [];
    this.#yes = new DnSetBuilder();
    this.#no = new DnSetBuilder();
    this.#unknown = new DnSetBuilder();
  }

  /** For lists that say more about a number. */
  protected numberRow(_cells: readonly string[], _range: DnRange): void {}

  #row(cells: readonly string[], phone: number, flag: number): void {
    const text = cells[phone];
    if (text === undefined) {
      this.#damaged.push({ text: cells.join(' | '), why: 'the row is cut short' });
      return;
    }
    const cell = parseDnCell(text);
    if (cell.kind === 'empty') return;
    if (cell.kind === 'unreadable') {
      this.#damaged.push({ text: cell.text, why: cell.why });
      return;
    }
    const said = cells[flag]?.trim();
    const set = said === 'true' ? this.#yes : said === 'false' ? this.#no : this.#unknown;
    set.add(cell.range);
    this.numberRow(cells, cell.range);
  }
}

const columns = {
  number: 'Phone Numbers',
  userId: 'User Id',
  lastName: 'Last Name',
  firstName: 'First Name',
  userType: 'User Type',
  extension: 'Extension',
  department: 'Department',
  assignedTo: 'Assigned To',
} as const;

/** The list that also says who holds a number; old releases give only the holder's name. */
export class AssignmentTable extends NumberTable {
  readonly #withHolders: boolean;
  readonly #at = new Map<keyof typeof columns, number>();
  held = new DnSetBuilder();
  callingLineIds = new DnSetBuilder();
  /** Numbers whose row ends before it says who holds them. */
  cutShort = new DnSetBuilder();
  holders: Holder[] = [];

  /** Without holders it is a bare list of numbers: their states are left unknown, which is quick. */
  constructor(withHolders: boolean) {
    super(withHolders ? 'Activated' : undefined);
    this.#withHolders = withHolders;
  }

  /** Whether the list says who holds a number, by id or by name. */
  get tellsHolders(): boolean {
    return this.has(columns.userId) || this.has(columns.assignedTo);
  }

  protected override begin(headings: readonly string[]): void {
    super.begin(headings);
    this.held = new DnSetBuilder();
    this.callingLineIds = new DnSetBuilder();
    this.cutShort = new DnSetBuilder();
    this.holders = [];
    for (const [field, heading] of Object.entries(columns))
      this.#at.set(field as keyof typeof columns, columnOf(headings, heading));
  }

  protected override numberRow(cells: readonly string[], range: DnRange): void {
    if (!this.#withHolders) return;
    const byId = this.#at.get('userId')! >= 0;
    const holderColumn = this.#at.get(byId ? 'userId' : 'assignedTo')!;
    if (cells.length <= holderColumn) this.cutShort.add(range);
    const userId = wordsOf(cells[this.#at.get('userId')!]);
    const name = wordsOf(cells[this.#at.get(byId ? 'lastName' : 'assignedTo')!]);
    if (userId === undefined && name === groupCallingLineId) this.callingLineIds.add(range);
    else if (userId !== undefined || (!byId && name !== undefined)) {
      this.held.add(range);
      this.holders.push(this.#holder(cells, userId, name, byId));
    }
  }

  #holder(
    cells: readonly string[],
    userId: string | undefined,
    name: string | undefined,
    byId: boolean,
  ): Holder {
    const cell = (field: keyof typeof columns) => wordsOf(cells[this.#at.get(field)!]);
    const holder: { -readonly [K in keyof Holder]: Holder[K] } = {
      number: cell('number') as string,
    };
    const put = (field: Exclude<keyof Holder, 'zerosDoubtful'>, text: string | undefined) => {
      if (text !== undefined) holder[field] = text;
    };
    put('userId', userId);
    // The old list writes `Last,First` in one column.
    const comma = byId ? -1 : (name ?? '').indexOf(',');
    put('lastName', comma < 0 ? name : wordsOf(name?.slice(0, comma)));
    put('firstName', comma < 0 ? cell('firstName') : wordsOf(name?.slice(comma + 1)));
    put('userType', cell('userType'));
    put('extension', cell('extension'));
    put('department', cell('department'));
    return holder;
  }
}
