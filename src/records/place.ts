// Where audit records are kept: a store, the two files that stand apart from it, and the name of its log. Opens nothing
// for writing.
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../fault.js';
import { type Store, sqliteStore } from '../ledger/index.js';
import { searchFields } from './search-fields.js';

/** A store, and the two files that stand apart from it. */
export interface RecordPlace {
  readonly store: Store;
  readonly path: string;
  readonly keyFile: string;
  readonly headFile: string;
}

export interface PlaceOptions {
  readonly path: string;
  readonly keyFile: string;
  readonly headFile: string;
  /** How long to wait for another process that writes, before it is `LEDGER_BUSY`; 0 when not given. */
  readonly waitMs?: number;
  /** Write in the caller's thread: for a run that enters little and ends. */
  readonly inCallersThread?: boolean;
}

/** A place in a SQLite file. */
export function recordPlace({ keyFile, headFile, ...where }: PlaceOptions): RecordPlace {
  const store = sqliteStore({ ...where, fields: searchFields });
  return { store, path: where.path, keyFile, headFile };
}

/**
 * The name of the log: as it was named when it began; where that is lost, as its first entry says; a new log gets a name
 * of its own. Faults: `LEDGER_UNAVAILABLE`, `LEDGER_INVALID`.
 */
export async function originOf(
  { store, path, headFile }: RecordPlace,
  random: (count: number) => Buffer = randomBytes,
): Promise<string> {
  const file = `${headFile}.origin`;
  if (existsSync(file)) return nameIn(file);
  // A store that somebody else is making at this moment cannot be read yet, and has no entry.
  const reader = existsSync(path) ? await store.read().catch(() => undefined) : undefined;
  try {
    for await (const [first] of reader?.entries(0, 1) ?? [])
      if (first !== undefined) return logOf(first.header, store.url);
  } finally {
    await reader?.close();
  }
  return newOrigin(file, random);
}

function logOf(header: Buffer, url: string): string {
  try {
    const { log } = JSON.parse(header.toString('utf8')) as { log?: unknown };
    if (typeof log === 'string') return log;
  } catch {
    // Its message quotes the entry.
  }
  throw new Fault('LEDGER_INVALID', `the first entry of ${url} does not say which log it is of`);
}

function nameIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (thrown) {
    throw unavailable(file, thrown);
  }
}

/** A name that no other log has, the same for all who begin this one at the same time. */
function newOrigin(file: string, random: (count: number) => Buffer): string {
  const beside = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(beside, `muster-${random(6).toString('hex')}\n`, { mode: 0o600 });
    try {
      // A link is made only while the name is free.
      linkSync(beside, file);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    } finally {
      rmSync(beside, { force: true });
    }
  } catch (thrown) {
    throw unavailable(file, thrown);
  }
  return nameIn(file);
}

function unavailable(file: string, cause: unknown): Fault {
  const { message } = cause as Error;
  return new Fault('LEDGER_UNAVAILABLE', `the name of the log, ${file}: ${message}`, { cause });
}
