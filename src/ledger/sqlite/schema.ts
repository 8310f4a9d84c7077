// Opens a store's database as it must be opened, and makes its tables. Refuses files of others and of later versions.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../../fault.js';
import { emptyRoot } from '../format/hash.js';
import type { SearchField } from '../store.js';
import type { Database, Driver } from './driver.js';
import { columnsOf, isLate, lateFieldsSql } from './late-fields.js';
import { searchSchema } from './search-sql.js';

/** `Must`, so that `file` and we can tell it from other databases. */
const applicationId = 0x4d757374;
const schemaVersion = 1;

/**
 * `earlier` is the first entry of the record when this is a later one. `hashes` has the length of a full tile from the
 * start, so that SQLite changes a growing one in place; `width` says how many of them count.
 */
const tables = `
CREATE TABLE entry(
  idx INTEGER PRIMARY KEY, earlier INTEGER, header BLOB NOT NULL, openings BLOB NOT NULL) STRICT;
CREATE INDEX entry_earlier ON entry(earlier) WHERE earlier IS NOT NULL;
CREATE TABLE tile(
  level INTEGER NOT NULL, n INTEGER NOT NULL, width INTEGER NOT NULL, hashes BLOB NOT NULL,
  UNIQUE(level, n)) STRICT;
CREATE TABLE scope(name TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE state(
  one INTEGER PRIMARY KEY CHECK(one = 1), size INTEGER NOT NULL, root BLOB NOT NULL,
  frontier BLOB NOT NULL) STRICT;
`;

/** A connection that only reads. Throws what SQLite throws, and `LEDGER_UNAVAILABLE` for what is no store. */
export function openToRead(driver: Driver, path: string, fields: readonly SearchField[]): Database {
  if (!existsSync(path)) throw new Fault('LEDGER_UNAVAILABLE', `there is no store at ${path}`);
  return closedOnFailure(driver.open(path, { readOnly: true, timeout: 5000 }), (database) => {
    database.exec('PRAGMA mmap_size=0; PRAGMA query_only=1');
    if (!isOurs(database, path))
      throw new Fault('LEDGER_UNAVAILABLE', `there is no store at ${path}: it is empty`);
    checkColumns(database, path, fields);
  });
}

/** The connection that writes; makes file and tables when they are not there. Throws like `openToRead`. */
export function openToWrite(
  driver: Driver,
  path: string,
  fields: readonly SearchField[],
): Database {
  return closedOnFailure(driver.open(path, { timeout: 5000 }), (database) => {
    // Works only before the first table; the file of another program is left as it is.
    const isNew = !isOurs(database, path);
    if (isNew) database.exec('PRAGMA page_size=8192');
    setDurable(database);
    if (isNew) makeTables(database, fields);
    assertWritable(database);
    checkColumns(database, path, fields);
    addLateFields(database, fields);
    // What a failed sync left in doubt must not be built upon: it goes to the database file now, or this fails.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  });
}

/** SQLite opens what it may not write for reading, and says nothing until the first write: so try one. */
function assertWritable(database: Database): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(`PRAGMA user_version=${schemaVersion}`);
  } finally {
    rollBack(database);
  }
}

/** The promise that everything else rests on: a commit is on the medium. Set for each connection, and asserted. */
export function setDurable(database: Database): void {
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0');
  // For macOS, where an ordinary sync stops at the drive's cache.
  database.exec('PRAGMA fullfsync=1; PRAGMA checkpoint_fullfsync=1');
  const mode = database.prepare('PRAGMA journal_mode').get()?.journal_mode;
  const level = database.prepare('PRAGMA synchronous').get()?.synchronous;
  if (mode !== 'wal' || level !== 2)
    throw new Fault(
      'LEDGER_UNAVAILABLE',
      `SQLite will not write durably here: journal_mode=${mode}, synchronous=${level}`,
    );
}

/** Makes the file, and its folder, for nobody else to read. */
export function makePrivate(path: string): void {
  const folder = dirname(path);
  makeFolder(folder);
  try {
    // Exclusive, because closing a file that SQLite has open would drop the locks of this process on it.
    closeSync(openSync(path, 'wx', 0o600));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw thrown;
  }
  syncFolder(folder);
}

/** Not by `recursive`, which never ends below a folder that takes none, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** False when it is empty and may become ours. */
function isOurs(database: Database, path: string): boolean {
  const pragma = (name: string) => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  const id = pragma('application_id');
  const version = pragma('user_version');
  if (id === applicationId) {
    if (version <= schemaVersion) return true;
    throw new Fault(
      'LEDGER_UNAVAILABLE',
      `${path} was written by a later version (schema ${version}, this one knows ${schemaVersion})`,
    );
  }
  const made = Number(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n);
  if (id === 0 && version === 0 && made === 0) return false;
  throw new Fault('LEDGER_UNAVAILABLE', `${path} is a database of another program`);
}

function makeTables(database: Database, fields: readonly SearchField[]): void {
  database.exec('BEGIN EXCLUSIVE');
  try {
    database.exec(tables + searchSchema(fields));
    database
      .prepare('INSERT INTO state(one, size, root, frontier) VALUES(1, 0, ?, ?)')
      .run(emptyRoot, Buffer.alloc(0));
    database.exec(
      `PRAGMA application_id=${applicationId}; PRAGMA user_version=${schemaVersion}; COMMIT`,
    );
  } catch (thrown) {
    rollBack(database);
    throw thrown;
  }
}

function addLateFields(database: Database, fields: readonly SearchField[]): void {
  const sql = lateFieldsSql(database, fields);
  if (sql === '') return;
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(`${sql} COMMIT`);
  } catch (thrown) {
    rollBack(database);
    throw thrown;
  }
}

function checkColumns(database: Database, path: string, fields: readonly SearchField[]): void {
  const there = columnsOf(database);
  const missing = fields
    .filter((field) => !isLate(field) && !there.has(field.name))
    .map(({ name }) => name);
  if (missing.length > 0)
    throw new Fault('LEDGER_UNAVAILABLE', `${path} cannot be searched by ${missing.join(', ')}`);
}

/** After some errors SQLite has rolled back itself. */
export function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // Nothing was open any more.
  }
}

function closedOnFailure(database: Database, prepare: (database: Database) => void): Database {
  try {
    prepare(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
