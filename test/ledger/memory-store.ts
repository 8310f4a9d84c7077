// A store in memory that keeps every promise of the contract but durability. Can be told to fail, for the tests.
import { Fault } from '../../src/fault.js';
import {
  type Batch,
  type Condition,
  emptyRoot,
  type FoundRow,
  type LedgerState,
  type SearchField,
  type SearchQuery,
  type SearchValue,
  type Store,
  type StoredCheckpoint,
  type StoredEntry,
  type StoreWriter,
} from '../../src/ledger/index.js';

interface Kept {
  state: LedgerState;
  entries: (StoredEntry & { readonly record: string | undefined })[];
  rows: Map<string, { first: number; last: number; values: Record<string, SearchValue> }>;
  tiles: Map<string, Uint8Array>;
  scopes: Map<string, number>;
  checkpoints: Map<number, string>;
}

export interface MemoryStore extends Store {
  readonly kept: Kept;
  /** Called before each commit; what it throws is how the commit fails. */
  beforeCommit: (batch: Batch) => Promise<void> | void;
  opened: number;
}

export function memoryStore(fields: readonly SearchField[]): MemoryStore {
  const kept: Kept = {
    state: { size: 0, root: emptyRoot, frontier: [] },
    entries: [],
    rows: new Map(),
    tiles: new Map(),
    scopes: new Map(),
    checkpoints: new Map(),
  };
  let isMade = false;
  let isTaken = false;
  const store: MemoryStore = {
    url: 'memory:',
    kept,
    beforeCommit: () => undefined,
    opened: 0,
    async read() {
      if (!isMade) throw new Fault('LEDGER_UNAVAILABLE', 'there is no store in memory');
      return readerOf(kept, fields);
    },
    async write() {
      if (isTaken) throw new Fault('LEDGER_BUSY', 'somebody writes to memory');
      [isMade, isTaken] = [true, true];
      store.opened += 1;
      return writerOf(store, fields, () => {
        isTaken = false;
      });
    },
  };
  return store;
}

function writerOf(
  store: MemoryStore,
  fields: readonly SearchField[],
  release: () => void,
): StoreWriter {
  let broken: Fault | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = (run: () => Promise<void> | void): Promise<void> => {
    const done = last.then(async () => {
      if (broken !== undefined) throw new Fault('LEDGER_UNAVAILABLE', 'nothing more is written');
      try {
        await run();
      } catch (thrown) {
        broken = thrown as Fault;
        throw thrown;
      }
    });
    last = done.catch(() => undefined);
    return done;
  };
  return {
    ...readerOf(store.kept, fields),
    append: (batch) =>
      inOrder(async () => {
        await store.beforeCommit(batch);
        enter(store.kept, batch, fields);
      }),
    saveCheckpoint: ({ size, note }) => inOrder(() => void store.kept.checkpoints.set(size, note)),
    async close() {
      await last;
      broken ??= new Fault('LEDGER_UNAVAILABLE', 'it is closed');
      release();
    },
  };
}

function enter(kept: Kept, batch: Batch, fields: readonly SearchField[]): void {
  if (batch.first !== kept.state.size || batch.state.size !== batch.first + batch.entries.length)
    throw new Fault('LEDGER_INVALID', `a batch for ${batch.first} does not follow`);
  const records = new Map(batch.search.map(({ index, record }) => [index, record]));
  for (const [at, { header, openings }] of batch.entries.entries()) {
    const index = batch.first + at;
    kept.entries.push({
      index,
      header: Buffer.from(header),
      openings: Buffer.from(openings),
      record: records.get(index),
    });
  }
  for (const { record, index, values } of batch.search) {
    const nothing = Object.fromEntries(fields.map(({ name }) => [name, null]));
    const row = kept.rows.get(record) ?? { first: index, last: index, values: nothing };
    kept.rows.set(record, { ...row, last: index, values: { ...row.values, ...values } });
  }
  for (const { level, index, hashes } of batch.tiles)
    kept.tiles.set(`${level}/${index}`, Buffer.from(hashes));
  for (const [scope, next] of batch.scopes) kept.scopes.set(scope, next);
  kept.state = batch.state;
}

function readerOf(kept: Kept, fields: readonly SearchField[]) {
  const found = (where: readonly Condition[]): FoundRow[] => {
    for (const { field } of where)
      if (!fields.some(({ name }) => name === field))
        throw new Fault('LEDGER_INVALID', `${field} is no search field`);
    return [...kept.rows]
      .map(([record, row]) => ({ record, ...row }))
      .filter(({ values }) => where.every((condition) => holds(condition, values)));
  };
  return {
    state: async () => kept.state,
    async *entries(from: number, to: number) {
      for (let at = from; at < Math.min(to, kept.entries.length); at += 100)
        yield kept.entries.slice(at, Math.min(at + 100, to));
    },
    entriesOf: async (record: string) => kept.entries.filter((entry) => entry.record === record),
    tile: async (level: number, index: number) => kept.tiles.get(`${level}/${index}`),
    checkpoints: async (): Promise<StoredCheckpoint[]> =>
      [...kept.checkpoints]
        .map(([size, note]) => ({ size, note }))
        .sort((one, other) => one.size - other.size),
    scopes: async () => new Map(kept.scopes),
    async find({ where, order, after, limit }: SearchQuery) {
      const sign = order === 'newest' ? -1 : 1;
      return found(where)
        .filter(({ first }) => after === undefined || sign * (first - after) > 0)
        .sort((one, other) => sign * (one.first - other.first))
        .slice(0, limit);
    },
    count: async (where: readonly Condition[]) => found(where).length,
    close: async () => undefined,
  };
}

function holds(condition: Condition, values: Readonly<Record<string, SearchValue>>): boolean {
  const value = values[condition.field] ?? null;
  if ('is' in condition) return value === condition.is;
  if (value === null) return false;
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = condition;
  return Number(value) >= from && Number(value) < to;
}
