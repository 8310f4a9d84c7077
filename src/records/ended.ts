// Hears of records as they end, as summaries: asks the index again and again, and reads no entries. Has no timer of its own.
import type { Condition, FoundRow, StoreReader } from '../ledger/index.js';
import { conditionsOf, type RecordFilter, type RecordSummary, summaryOf } from './find-records.js';

/** What has ended since it was asked before. */
export interface Heard {
  /** In no strict order; each once, but for what `since` says. */
  readonly records: readonly RecordSummary[];
  /**
   * Where to go on with another `endedSince`, so that nothing is missed. It stays before what is still open, so what ended
   * behind that may come once more.
   */
  readonly since: number;
  /** There is more at once. */
  readonly isMore: boolean;
}

const pageLength = 500;
/** Pages that are read in one go: the database is read in the thread of the caller. */
const pagesAtOnce = 4;
/** Most open records that are watched; the newest. */
const mostOpen = 1000;
/** So far at most does an open record hold `since` back, in entries. */
const mostBack = 1000;

/**
 * Records that end from now on, and those behind `since` that have ended already: an index of an entry, as in `position`.
 * Records that are open now are watched wherever they began. Throws `USAGE_INVALID` for a filter that is none.
 */
export async function endedSince(
  reader: StoreReader,
  filter: RecordFilter,
  since?: number,
): Promise<() => Promise<Heard>> {
  const where = conditionsOf(filter);
  // In this order: what is there by now is either still open when the open ones are asked for, or has ended for good.
  const newest = (await reader.state()).size - 1;
  let open = await openRows(reader);
  let after = Math.min(since ?? newest, newest);

  /** Rows behind `after`. What was there at the start is chosen by the index; later rows may fit only when they end. */
  async function nextRows(): Promise<{ rows: readonly FoundRow[]; isMore: boolean }> {
    const isBehind = after < newest;
    const rows = await reader.find({
      where: isBehind ? where : [],
      order: 'oldest',
      after,
      limit: pageLength,
    });
    const own = isBehind ? rows.filter(({ first }) => first <= newest) : rows;
    const isFull = own.length === pageLength;
    after = isFull || !isBehind ? (own.at(-1)?.first ?? after) : newest;
    return { rows: own, isMore: isFull || isBehind };
  }

  return async () => {
    const ended = new Map<string, FoundRow>();
    const openNow = await openRows(reader);
    for (const [record, first] of open) {
      // What the pages have not come to yet, they will find at its end.
      if (openNow.has(record) || first > after) continue;
      const [row] = await reader.find({ where: [], order: 'oldest', after: first - 1, limit: 1 });
      if (row?.record === record && !isOpen(row)) ended.set(record, row);
    }
    open = openNow;
    let isMore = true;
    for (let page = 0; isMore && page < pagesAtOnce; page++) {
      const next = await nextRows();
      for (const row of next.rows)
        if (isOpen(row)) open.set(row.record, row.first);
        else {
          open.delete(row.record);
          ended.set(row.record, row);
        }
      isMore = next.isMore;
    }
    return {
      records: [...ended.values()].filter((row) => fits(row, where)).map(summaryOf),
      since: placeBefore(open, after),
      isMore,
    };
  };
}

/** The newest ones that have not ended, by id; values are the indexes of their first entries. */
async function openRows(reader: StoreReader): Promise<Map<string, number>> {
  const where = [{ field: 'outcome', is: 'open' }];
  const rows = await reader.find({ where, order: 'newest', limit: mostOpen });
  return new Map(rows.map(({ record, first }) => [record, first]));
}

const isOpen = ({ values }: FoundRow) => values.outcome === 'open';

function placeBefore(open: ReadonlyMap<string, number>, after: number): number {
  const oldest = Math.min(after + 1, ...open.values());
  return Math.max(oldest - 1, after - mostBack, -1);
}

/** What the index would say. */
function fits({ values }: FoundRow, where: readonly Condition[]): boolean {
  return where.every((one) => {
    const value = values[one.field] ?? null;
    if ('is' in one) return value === one.is;
    if (typeof value !== 'number') return false;
    const { from = value, to = Number.POSITIVE_INFINITY } = one;
    return value >= from && value < to;
  });
}
