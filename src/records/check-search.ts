// Compares the index with the entries: what can be found must be what was entered, no more and no less. An index that
// somebody changed is found here; the entries themselves are the verifier's matter.
import type { FoundRow, SearchValue, StoreReader } from '../ledger/index.js';
import { endKinds } from './entry-draft.js';
import { type OpenedEntry, openEntry } from './read-entries.js';
import { microsOf } from './times.js';

/** One thing that is wrong with the index; no values, they may be personal. */
export interface IndexTrouble {
  readonly record: string;
  readonly why: string;
}

export interface IndexReport {
  readonly records: number;
  /** All that is wrong was counted; the first hundred are told. */
  readonly wrong: number;
  readonly troubles: readonly IndexTrouble[];
}

interface Expected {
  row: FoundRow | undefined;
  last: number;
  /** Undefined: the value was erased. */
  readonly values: Map<string, SearchValue | undefined>;
}

/** Reads all entries and all rows once, side by side. `onEntries` hears how many entries were read. */
export async function checkSearch(
  reader: StoreReader,
  onEntries: (count: number) => void = () => {},
): Promise<IndexReport> {
  const { size } = await reader.state();
  const check = new IndexCheck(reader, size);
  let read = 0;
  for await (const entries of reader.entries(0, size)) {
    for (const stored of entries) await check.take(openEntry(stored, false));
    read += entries.length;
    onEntries(read);
  }
  return check.finish();
}

const mostTold = 100;
const pageLength = 500;

class IndexCheck {
  readonly #open = new Map<string, Expected>();
  readonly #troubles: IndexTrouble[] = [];
  #wrong = 0;
  #records = 0;
  #rows: readonly FoundRow[] = [];
  #at = 0;
  #after = -1;
  #isEnd = false;

  readonly #later: FoundRow[] = [];

  constructor(
    private readonly reader: StoreReader,
    private readonly size: number,
  ) {}

  async take(entry: OpenedEntry): Promise<void> {
    const { record, kind } = entry.header;
    let expected = this.#open.get(record);
    if (expected === undefined) {
      this.#records++;
      expected = {
        row: await this.#rowOf(record, entry.index),
        last: entry.index,
        values: new Map(),
      };
      this.#open.set(record, expected);
    }
    expected.last = entry.index;
    learn(expected.values, entry);
    if (!endKinds.has(kind)) return;
    this.#compare(record, expected);
    this.#open.delete(record);
  }

  async finish(): Promise<IndexReport> {
    for (const [record, expected] of this.#open) this.#compare(record, expected);
    const now = (await this.reader.state()).size;
    for (const { record, last } of this.#later)
      if (last >= now) this.#note(record, 'the index names an entry that there is not');
    // What was entered since then is none of our business.
    for (
      let row = await this.#next();
      row !== undefined && row.first < this.size;
      row = await this.#next()
    )
      this.#note(row.record, 'the index has a record that was never entered');
    return { records: this.#records, wrong: this.#wrong, troubles: this.#troubles };
  }

  /** Rows come in the order of first entries, as the entries do. */
  async #rowOf(record: string, first: number): Promise<FoundRow | undefined> {
    for (let row = await this.#next(); row !== undefined; row = await this.#next()) {
      if (row.first > first) {
        this.#at--;
        return undefined;
      }
      if (row.first === first && row.record === record) return row;
      this.#note(row.record, 'the index has a record that was never entered there');
    }
    return undefined;
  }

  async #next(): Promise<FoundRow | undefined> {
    if (this.#at >= this.#rows.length && !this.#isEnd) {
      this.#rows = await this.reader.find({
        where: [],
        order: 'oldest',
        limit: pageLength,
        ...(this.#after < 0 ? {} : { after: this.#after }),
      });
      this.#at = 0;
      this.#isEnd = this.#rows.length < pageLength;
      this.#after = this.#rows.at(-1)?.first ?? this.#after;
    }
    return this.#rows[this.#at++];
  }

  #compare(record: string, { row, values, last }: Expected): void {
    if (row === undefined) {
      this.#note(record, 'the index does not have it');
      return;
    }
    // Written to since we began: its row says more than the entries that were read.
    if (row.last >= this.size) {
      this.#later.push(row);
      return;
    }
    if (row.last !== last) this.#note(record, 'the index has another last entry of it');
    for (const [field, value] of values) {
      const found = row.values[field] ?? null;
      const isGone = found === null || found === '';
      if (value === undefined ? !isGone : found !== value)
        this.#note(
          record,
          value === undefined
            ? `its ${field} was erased, and the index has it`
            : `its ${field} in the index is another`,
        );
    }
  }

  #note(record: string, why: string): void {
    this.#wrong++;
    if (this.#troubles.length < mostTold) this.#troubles.push({ record, why });
  }
}

const subjectFields = ['tenant', 'group', 'user', 'instance', 'author'] as const;

/** What the index must say after this entry. */
function learn(
  values: Map<string, SearchValue | undefined>,
  { header, subjects }: OpenedEntry,
): void {
  const { facts, kind } = header;
  if (kind === 'more') return;
  const isAll = facts.endPointName !== undefined;
  if (isAll) {
    for (const field of subjectFields)
      values.set(field, subjects.has(field) ? subjects.get(field) : '');
    values.set('endpoint', facts.endPointName as string);
    values.set('method', facts.method as string);
    values.set('time', micros(facts.requestTime));
    values.set('changes', facts.changes as number);
    const isHandedOver = values.get('handed_over') === 1 || hasClaims(header);
    values.set('handed_over', isHandedOver ? 1 : 0);
  }
  values.set('status', facts.status ?? null);
  values.set('outcome', facts.outcome as string);
  values.set('answered', micros(facts.answerTime));
}

const hasClaims = ({ parts }: OpenedEntry['header']) => parts.some(({ name }) => name === 'claims');

function micros(text: SearchValue | undefined): number | null {
  const time = typeof text === 'string' ? microsOf(text) : undefined;
  return time === undefined ? null : Number(time);
}
