// What a ledger is opened with. Types only.
import type { Store } from './store.js';

/** Name of the log, and the two files that stand apart from its store. */
export interface Files {
  readonly origin: string;
  readonly keyFile: string;
  readonly headFile: string;
}

/** A ledger for writing. */
export interface LedgerOptions extends Files {
  readonly store: Store;
  /** Microseconds since 1970. Entries never go back in time, whatever this does. */
  readonly now: () => bigint;
  /** Most bytes that may wait to become durable; then callers get `LEDGER_BUSY`. */
  readonly maxQueuedBytes?: number;
  /** Most entries of one commit. */
  readonly maxBatch?: number;
  /** Signs in this interval, as long as entries come. */
  readonly checkpointEveryMs?: number;
  /** Fills with random bytes; for tests. */
  readonly random?: (bytes: Uint8Array) => void;
}
