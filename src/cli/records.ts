// `muster records list | show | export`: finds audit records and shows them. Reads only.
import { Fault } from '../fault.js';
import type { StoreReader } from '../ledger/index.js';
import {
  type AuditRecord,
  findRecords,
  follow,
  formatRecord,
  formatRecords,
  formatTable,
  listRecords,
  type RecordFilter,
  type RecordFormat,
  readRecord,
} from '../records/index.js';
import { exitCodes } from './exit.js';
import { filterFlags } from './record-filters.js';
import { readSettings } from './settings.js';
import { placeFrom, type RecordPlace } from './store.js';
import { type Terminal, writeFileWhole } from './terminal.js';

export type RecordFlags = Readonly<Record<string, string | boolean | undefined>>;

/** The place of the records; a Fault when none are kept. */
export async function placeOf(flags: RecordFlags, terminal: Terminal): Promise<RecordPlace> {
  const place = placeFrom(await readSettings({ ...flags }, terminal.environment), terminal);
  if (place === 'none')
    throw new Fault(
      'USAGE_INVALID',
      'no records are kept with the store none; name one with --store',
    );
  return place;
}

/** Reads from the place of the records, and lets go of it. */
export async function withReader<T>(
  flags: RecordFlags,
  terminal: Terminal,
  use: (reader: StoreReader, place: RecordPlace) => Promise<T>,
): Promise<T> {
  const place = await placeOf(flags, terminal);
  const reader = await place.store.read();
  try {
    return await use(reader, place);
  } finally {
    await reader.close();
  }
}

export function listRecordsOf(flags: RecordFlags, terminal: Terminal): Promise<number> {
  return withReader(flags, terminal, async (reader) => {
    const filter = filterFrom(flags);
    const format = String(flags.format);
    const options = {
      order: flags.oldest === true ? 'oldest' : 'newest',
      limit: Number(flags.limit),
      ...(typeof flags.cursor === 'string' ? { cursor: flags.cursor } : {}),
      count: flags.count === true,
    } as const;
    if (flags.follow === true) return followed(reader, filter, format, terminal);
    if (format === 'table') {
      const page = await listRecords(reader, filter, options);
      await terminal.print(formatTable(page.records));
      tellMore(page, terminal);
    } else {
      const page = await findRecords(reader, filter, options);
      for await (const piece of formatRecords(page.records, format as RecordFormat))
        await terminal.print(piece);
      tellMore(page, terminal);
    }
    return exitCodes.complete;
  });
}

function tellMore(
  { nextCursor, count }: { readonly nextCursor: string | null; readonly count?: number },
  terminal: Terminal,
): void {
  if (count !== undefined) terminal.say(`${count} records fit`);
  if (nextCursor !== null) terminal.say(`there are more: --cursor ${nextCursor}`);
}

/** Shows records as they come in, until it is interrupted. */
async function followed(
  reader: StoreReader,
  filter: RecordFilter,
  format: string,
  terminal: Terminal,
): Promise<number> {
  const { size } = await reader.state();
  const wait = () =>
    new Promise<boolean>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        terminal.stop.removeEventListener('abort', done);
        resolve(!terminal.stop.aborted);
      };
      const timer = setTimeout(done, 500);
      terminal.stop.addEventListener('abort', done);
    });
  for await (const record of follow(reader, filter, { since: size - 1, wait })) {
    const how = format === 'table' || format === 'json' ? 'ndjson' : (format as RecordFormat);
    for await (const piece of formatRecords([record], how)) await terminal.print(piece);
  }
  return exitCodes.complete;
}

export function showRecord(id: string, flags: RecordFlags, terminal: Terminal): Promise<number> {
  return withReader(flags, terminal, async (reader) => {
    const record = await readRecord(reader, id);
    if (record === undefined) throw new Fault('USAGE_INVALID', `there is no record ${id}`);
    await terminal.print(formatRecord(record));
    return exitCodes.complete;
  });
}

export function exportRecords(flags: RecordFlags, terminal: Terminal): Promise<number> {
  return withReader(flags, terminal, async (reader) => {
    const pieces = formatRecords(
      allRecords(reader, filterFrom(flags)),
      String(flags.format) as RecordFormat,
    );
    if (typeof flags.output === 'string') await writeFileWhole(flags.output, pieces);
    else for await (const piece of pieces) await terminal.print(piece);
    return exitCodes.complete;
  });
}

/** Page after page, oldest first: what comes in meanwhile is not missed. */
async function* allRecords(reader: StoreReader, filter: RecordFilter): AsyncGenerator<AuditRecord> {
  let cursor: string | null | undefined;
  do {
    const page = await findRecords(reader, filter, {
      order: 'oldest',
      limit: 1000,
      ...(typeof cursor === 'string' ? { cursor } : {}),
    });
    yield* page.records;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

function filterFrom(flags: RecordFlags): RecordFilter {
  const filter: Record<string, string> = {};
  for (const [flag, [name]] of Object.entries(filterFlags)) {
    const value = flags[flag];
    if (typeof value === 'string' && value !== '') filter[name] = value;
  }
  return filter;
}
