// Finds a SQLite that can be trusted with records: the one in Node, or an optional package with the same interface. Opens
// nothing.
import { Fault } from '../../fault.js';

/** Before 3.51.3 a checkpoint that meets a write can damage a database with a write-ahead log. */
const oldestVersion = [3, 51, 3] as const;

export type Value = string | number | bigint | null | Uint8Array;
export type Row = Record<string, Value>;

/** As much as is used of a prepared statement. */
export interface Statement {
  run(...values: readonly Value[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...values: readonly Value[]): Row | undefined;
  all(...values: readonly Value[]): Row[];
}

/** As much as is used of a connection. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface SqliteModule {
  readonly DatabaseSync: new (
    path: string,
    options?: { readonly readOnly?: boolean; readonly timeout?: number },
  ) => Database;
}

export const driverNames = ['node:sqlite', '@photostructure/sqlite'] as const;
export type DriverName = (typeof driverNames)[number];

/** A driver that is there, and the SQLite it brings. */
export interface Driver {
  readonly name: DriverName;
  readonly version: string;
  /** Throws what SQLite throws. `timeout`: how long to wait for locks of others, in milliseconds. */
  open(
    path: string,
    options?: { readonly readOnly?: boolean; readonly timeout?: number },
  ): Database;
}

let chosen: Promise<Driver> | undefined;

/** The first driver whose SQLite is new enough. Throws `LEDGER_UNAVAILABLE`, naming what was found. */
export function loadDriver(only?: DriverName): Promise<Driver> {
  if (only !== undefined) return choose([only]);
  chosen ??= choose(driverNames);
  return chosen;
}

async function choose(names: readonly DriverName[]): Promise<Driver> {
  const found: string[] = [];
  for (const name of names) {
    const driver = await driverOf(name);
    if (driver !== undefined && isNewEnough(driver.version)) return driver;
    found.push(`${name} ${driver === undefined ? 'is not there' : `brings ${driver.version}`}`);
  }
  throw new Fault(
    'LEDGER_UNAVAILABLE',
    `records need SQLite ${oldestVersion.join('.')} or later: ${found.join(', ')}. Use Node 24, install the optional package, or keep none with --store none`,
  );
}

async function driverOf(name: DriverName): Promise<Driver | undefined> {
  const module = name === 'node:sqlite' ? builtIn() : await installed();
  if (module === undefined) return undefined;
  const database = new module.DatabaseSync(':memory:');
  const version = String(database.prepare('SELECT sqlite_version() AS v').get()?.v);
  database.close();
  return { name, version, open: (path, options = {}) => new module.DatabaseSync(path, options) };
}

function builtIn(): SqliteModule | undefined {
  // Node 22 warns that the module is experimental. That is known, and nothing for the operator.
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule?.('node:sqlite') as SqliteModule | undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

async function installed(): Promise<SqliteModule | undefined> {
  try {
    return (await import('@photostructure/sqlite')) as unknown as SqliteModule;
  } catch {
    // Optional: not installed, or no binary for this machine.
    return undefined;
  }
}

/** Whether a version such as `3.51.3` is one that records may be kept with. */
export function isNewEnough(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [at, least] of oldestVersion.entries()) {
    const part = parts[at] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
