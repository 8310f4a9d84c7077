// What a store of the ledger must do: a handful of functions and their promises. One contract test holds for all of
// them. A store knows rows; it hashes nothing and judges nothing.

export interface StoredEntry {
  readonly index: number;
  readonly header: Buffer;
  readonly openings: Buffer;
}

/** A column that records can be found by. */
export interface SearchField {
  readonly name: string;
  readonly type: 'text' | 'integer';
  /** Has an index of its own, newest first; `alone`: of few values, so used only where nothing else narrows the search. */
  readonly indexed: boolean | 'alone';
  /** The fact of a record's first entry that it repeats: a store made before there was this field gets it from there. */
  readonly fact?: string;
  /** The same of whether that entry has a part of this name: 1 or 0. */
  readonly part?: string;
}

export type SearchValue = string | number | null;

/** One row for each record. The first entry of a record makes it, later ones change only what they name. */
export interface SearchWrite {
  readonly record: string;
  readonly index: number;
  readonly isFirst: boolean;
  readonly values: Readonly<Record<string, SearchValue>>;
}

export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 1 to 256 hashes of 32 bytes. A tile is written again until it is full, and never after. */
  readonly hashes: Uint8Array;
}

/** Everything that becomes durable at once, or not at all. */
export interface Batch {
  /** Index of the first entry: the size before. */
  readonly first: number;
  readonly entries: readonly { readonly header: Uint8Array; readonly openings: Uint8Array }[];
  readonly search: readonly SearchWrite[];
  /** Next sequence of each scope that was touched. */
  readonly scopes: readonly (readonly [scope: string, next: number])[];
  readonly tiles: readonly Tile[];
  readonly state: LedgerState;
}

/** Where the log stands. */
export interface LedgerState {
  readonly size: number;
  readonly root: Uint8Array;
  /** The hashes of the full subtrees, from the largest to the smallest: one for each bit of the size. */
  readonly frontier: readonly Uint8Array[];
}

export type Condition =
  | { readonly field: string; readonly is: SearchValue }
  | { readonly field: string; readonly from?: number; readonly to?: number };

export interface SearchQuery {
  /** All must hold. `from` is inclusive, `to` exclusive. */
  readonly where: readonly Condition[];
  readonly order: 'newest' | 'oldest';
  /** Only records whose first entry lies beyond this one, in that order. */
  readonly after?: number;
  readonly limit: number;
}

export interface FoundRow {
  readonly record: string;
  /** Indexes of its first and last entry. */
  readonly first: number;
  readonly last: number;
  readonly values: Readonly<Record<string, SearchValue>>;
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
}

/** Entries in order, some hundreds at a time. */
export interface Entries extends AsyncIterable<readonly StoredEntry[]> {
  /** How other threads can read the same ones by themselves. */
  readonly elsewhere?: Elsewhere;
}

/** URL of a module, whose `openRuns(data)` gives a promise of `EntryRuns`. */
export interface Elsewhere {
  readonly module: string;
  readonly data: unknown;
}

export interface EntryRuns {
  /** The next ones from an index on, in order: as many as asked for, or as there are. */
  read(from: number, most: number): Promise<readonly StoredEntry[]>;
  close(): Promise<void>;
}

/** Reads what a store holds; never changes it. Several may stand beside a writer. */
export interface StoreReader {
  state(): Promise<LedgerState>;
  /** Entries with `from` <= index < `to`. */
  entries(from: number, to: number): Entries;
  /** All entries of one record, in order. */
  entriesOf(record: string): Promise<readonly StoredEntry[]>;
  tile(level: number, index: number): Promise<Uint8Array | undefined>;
  /** In order of size. */
  checkpoints(): Promise<readonly StoredCheckpoint[]>;
  find(query: SearchQuery): Promise<readonly FoundRow[]>;
  count(where: readonly Condition[]): Promise<number>;
  close(): Promise<void>;
}

/** The one writer. Every promise it resolves is durable: synced to the medium. */
export interface StoreWriter extends StoreReader {
  /** Next sequence of every scope. */
  scopes(): Promise<ReadonlyMap<string, number>>;
  /**
   * Refuses a batch whose `first` is not the size it holds. After a failure nothing of the batch is there for this process;
   * a medium that took the bytes and failed to sync them may show them, whole and once, at the next start.
   */
  append(batch: Batch): Promise<void>;
  saveCheckpoint(checkpoint: StoredCheckpoint): Promise<void>;
}

/**
 * Opens a store; makes it when it is not there and `make` says so. Faults: `LEDGER_UNAVAILABLE` (cannot be read or
 * written, a SQLite that is too old), `LEDGER_BUSY` (somebody else writes).
 */
export interface Store {
  /** As it may be shown: `sqlite:/path`. */
  readonly url: string;
  read(): Promise<StoreReader>;
  write(): Promise<StoreWriter>;
}
