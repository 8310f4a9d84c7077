// Whoever writes: holds the lock and the one connection that writes, and does what it is asked in that order. After a
// failure it refuses everything: whoever wants to go on opens anew and reads where the log stands.
import { Fault } from '../../fault.js';
import type { SearchField, StoredCheckpoint } from '../store.js';
import { type Database, type Driver, type DriverName, loadDriver } from './driver.js';
import { isLocked, type PlainFault, plainFault, storeFault } from './failure.js';
import type { PackedBatch } from './packing.js';
import { makePrivate, openToWrite } from './schema.js';
import { type Writing, writingOn } from './writing.js';

export interface ThreadData {
  readonly url: string;
  readonly path: string;
  readonly fields: readonly SearchField[];
  readonly driver?: DriverName;
  /** How long to wait for another writer to end, in milliseconds. */
  readonly waitMs: number;
}

export type Ask = { readonly kind: 'open' } | { readonly kind: 'close' } | Write;

type Write =
  | { readonly kind: 'append'; readonly batch: PackedBatch }
  | { readonly kind: 'saveCheckpoint'; readonly checkpoint: StoredCheckpoint };

/** Answers come in the order of the questions. */
export interface Answer {
  readonly fault?: PlainFault;
}

/** Does one ask after the other. */
export type Desk = (ask: Ask) => Promise<Answer>;

/** A desk for one store; nothing is open yet. */
export function deskFor(data: ThreadData): Desk {
  let lock: Database | undefined;
  let database: Database | undefined;
  let writing: Writing | undefined;
  let failure: Fault | undefined;

  async function answerTo(ask: Ask): Promise<Answer> {
    try {
      if (ask.kind === 'close') closeAll();
      else if (ask.kind === 'open') await open();
      else write(ask);
      return {};
    } catch (thrown) {
      const fault = storeFault(data.url, thrown);
      if (ask.kind !== 'close' && ask.kind !== 'open') failure ??= fault;
      return { fault: plainFault(fault) };
    }
  }

  function write(ask: Write): void {
    if (failure !== undefined)
      throw new Fault('LEDGER_UNAVAILABLE', `nothing more is written: ${failure.message}`);
    if (writing === undefined) throw new Fault('LEDGER_UNAVAILABLE', `${data.url} is not open`);
    if (ask.kind === 'append') writing.append(ask.batch);
    else writing.saveCheckpoint(ask.checkpoint);
  }

  async function open(): Promise<void> {
    const driver = await loadDriver(data.driver);
    try {
      makePrivate(data.path);
      lock = holdLock(driver);
      database = openToWrite(driver, data.path, data.fields);
      writing = writingOn(database, data.fields);
    } catch (thrown) {
      closeAll();
      throw thrown;
    }
  }

  /** A lock that dies with this process: a transaction on a database of its own that is never committed. */
  function holdLock(driver: Driver): Database {
    const path = `${data.path}.lock`;
    makePrivate(path);
    const held = driver.open(path, { timeout: data.waitMs });
    try {
      // On a file that may only be read this would lock nothing and say nothing: so it must want to write, too.
      held.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version=1');
      return held;
    } catch (thrown) {
      held.close();
      if (!isLocked(thrown)) throw thrown;
      throw new Fault('LEDGER_BUSY', `another process writes to ${data.url}`, { cause: thrown });
    }
  }

  function closeAll(): void {
    try {
      // One of the drivers keeps a closed connection until its statements are collected, and the log beside the file with it.
      if (failure === undefined) database?.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      try {
        database?.close();
      } finally {
        lock?.close();
      }
      [database, lock, writing] = [undefined, undefined, undefined];
    }
  }

  return answerTo;
}
