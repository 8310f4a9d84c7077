// Records as they come in: asks the index again and again for what is behind the last one. Has no timer of its own.
import type { StoreReader } from '../ledger/index.js';
import type { AuditRecord } from './audit-record.js';
import { conditionsOf, type RecordFilter } from './find-records.js';
import { readRecord } from './read-record.js';

export interface FollowOptions {
  /** Only records whose first entry has a higher index; -1 for all. */
  readonly since: number;
  /** Waits before it looks again; false ends it. */
  readonly wait: () => Promise<boolean>;
}

/** Most records that are read at once, and that are waited for because they have not ended. */
const pageLength = 100;
const mostOpen = 10_000;

/** Gives each record once, when it has ended; one that stays open holds nobody up. */
export async function* follow(
  reader: StoreReader,
  filter: RecordFilter,
  { since, wait }: FollowOptions,
): AsyncGenerator<AuditRecord> {
  // An outcome is not known when a record first appears.
  const { outcome, statusCode, ...early } = filter;
  const late = conditionsOf({
    ...(outcome ? { outcome } : {}),
    ...(statusCode ? { statusCode } : {}),
  });
  const where = conditionsOf(early);
  const open = new Map<string, number>();
  let after = since;
  do {
    for (const [record, first] of [...open]) {
      const [row] = await reader.find({ where, order: 'oldest', after: first - 1, limit: 1 });
      if (row?.record === record && row.values.outcome === 'open') continue;
      open.delete(record);
      if (row?.record === record && (await fits(reader, first, late, record)))
        yield* read(reader, record);
    }
    for (;;) {
      const rows = await reader.find({ where, order: 'oldest', after, limit: pageLength });
      for (const { record, first, values } of rows) {
        after = first;
        if (values.outcome !== 'open') {
          if (await fits(reader, first, late, record)) yield* read(reader, record);
        } else if (open.size < mostOpen) open.set(record, first);
      }
      if (rows.length < pageLength) break;
    }
  } while (await wait());
}

async function fits(
  reader: StoreReader,
  first: number,
  late: ReturnType<typeof conditionsOf>,
  record: string,
): Promise<boolean> {
  if (late.length === 0) return true;
  const [row] = await reader.find({ where: late, order: 'oldest', after: first - 1, limit: 1 });
  return row?.record === record;
}

async function* read(reader: StoreReader, record: string): AsyncGenerator<AuditRecord> {
  const found = await readRecord(reader, record);
  if (found !== undefined) yield found;
}
