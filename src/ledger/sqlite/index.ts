// A store of the ledger in one SQLite file: `sqlite:PATH`.
import { resolve } from 'node:path';
import type { SearchField, Store } from '../store.js';
import type { DriverName } from './driver.js';
import { SqliteReader } from './reader.js';
import { checkFields } from './search-sql.js';
import { SqliteWriter } from './writer.js';

export interface SqliteStoreOptions {
  readonly path: string;
  readonly fields: readonly SearchField[];
  /** How long `write` waits for another writer to end before it says `LEDGER_BUSY`; 0 when not given. */
  readonly waitMs?: number;
  /** Write in the caller's thread: for a run that enters little and ends. */
  readonly inCallersThread?: boolean;
  /** Only this driver; else the first that is good enough. */
  readonly driver?: DriverName;
}

/** Opens nothing yet. Throws `LEDGER_INVALID` for fields that cannot be columns. */
export function sqliteStore({
  path,
  fields,
  waitMs = 0,
  driver,
  inCallersThread = false,
}: SqliteStoreOptions): Store {
  checkFields(fields);
  const file = resolve(path);
  const url = `sqlite:${file}`;
  const which = driver === undefined ? {} : { driver };
  return {
    url,
    read: () => SqliteReader.open(url, file, fields, driver),
    write: () => SqliteWriter.open({ url, path: file, fields, waitMs, inCallersThread, ...which }),
  };
}
