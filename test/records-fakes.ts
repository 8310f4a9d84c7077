// A ledger and its store in memory, for tests of what is written into them. It makes entries as the real one does, but
// keeps neither tree nor checkpoint.
import { randomBytes } from 'node:crypto';
import { Fault } from '../src/fault.js';
import {
  type Condition,
  commitmentOf,
  type Draft,
  type EntryHeader,
  entryVersion,
  type FoundRow,
  hashText,
  headerBytes,
  type Ledger,
  type Opening,
  openingBytes,
  openingsIn,
  type PartHead,
  type SearchQuery,
  type StoredEntry,
  type StoreReader,
  saltLength,
} from '../src/ledger/index.js';

interface Row {
  record: string;
  first: number;
  last: number;
  values: Record<string, string | number | null>;
}

export interface FakeLedger extends Ledger {
  readonly drafts: Draft[];
  readonly entries: { index: number; header: Buffer; openings: Buffer }[];
  readonly rows: Row[];
  readonly reader: StoreReader;
  isClosed: boolean;
  /** When set, the next entries are refused with it. */
  failure: Fault | undefined;
  /** Erases the opening of a subject or part of one entry. */
  erase(index: number, name: string): void;
}

export function fakeLedger(): FakeLedger {
  const drafts: Draft[] = [];
  const entries: FakeLedger['entries'] = [];
  const rows: Row[] = [];
  const ledger: FakeLedger = {
    origin: 'log.example.net/fake',
    verifierKey: '',
    drafts,
    entries,
    rows,
    isClosed: false,
    failure: undefined,
    get size() {
      return entries.length;
    },
    async append(draft) {
      await new Promise((resolve) => setImmediate(resolve));
      if (ledger.failure !== undefined) throw ledger.failure;
      if (ledger.isClosed) throw new Fault('LEDGER_UNAVAILABLE', 'closed');
      const index = entries.length;
      const { header, openings } = madeOf(draft, index);
      entries.push({ index, header: headerBytes(header), openings: openingBytes(openings) });
      drafts.push(draft);
      const row = rows.find((one) => one.record === draft.record);
      if (draft.isFirst !== (row === undefined))
        throw new Fault('LEDGER_INVALID', 'isFirst is wrong');
      if (row === undefined)
        rows.push({ record: draft.record, first: index, last: index, values: { ...draft.search } });
      else Object.assign(row, { last: index, values: { ...row.values, ...draft.search } });
      return { index, record: draft.record };
    },
    checkpoint: async () => '',
    async close() {
      ledger.isClosed = true;
    },
    reader: fakeReader(entries, rows),
    erase(index, name) {
      const entry = entries[index]!;
      const header = JSON.parse(entry.header.toString()) as EntryHeader;
      const names = [
        ...header.subjects.map(({ kind }) => kind),
        ...header.parts.map((one) => one.name),
      ];
      const openings = openingsIn(entry.openings)!;
      openings[names.indexOf(name)] = { state: 'erased' };
      entry.openings = openingBytes(openings);
    },
  };
  return ledger;
}

function madeOf(draft: Draft, index: number): { header: EntryHeader; openings: Opening[] } {
  const openings: Opening[] = [];
  const subjects = [draft.scope, ...draft.subjects].map(({ kind, value }) => {
    const salt = randomBytes(saltLength);
    const bytes = Buffer.from(value);
    openings.push({ state: 'kept', salt, bytes });
    return { kind, hash: hashText(commitmentOf(salt, bytes)) };
  });
  const parts = draft.parts.map((part): PartHead => {
    const { name, type } = part;
    if ('bytes' in part) {
      const salt = randomBytes(saltLength);
      openings.push({ state: 'kept', salt, bytes: part.bytes });
      return {
        name,
        type,
        length: part.bytes.length,
        hash: hashText(commitmentOf(salt, part.bytes)),
      };
    }
    const { kept, whole } = part;
    if (kept.length > whole.length)
      throw new Fault('LEDGER_INVALID', 'more was kept than there was');
    const isCut = kept.length < whole.length;
    openings.push(
      kept.length === 0 && isCut
        ? { state: 'notKept', salt: whole.salt }
        : { state: 'kept', salt: whole.salt, bytes: kept },
    );
    const cut = { kept: kept.length, keptHash: hashText(commitmentOf(whole.salt, kept)) };
    return { name, type, length: whole.length, hash: hashText(whole.hash), ...(isCut ? cut : {}) };
  });
  const header: EntryHeader = {
    v: entryVersion,
    log: 'log.example.net/fake',
    index,
    sequence: 0,
    kind: draft.kind,
    record: draft.record,
    at: '2026-11-21T13:00:00.000000Z',
    facts: draft.facts,
    subjects,
    parts,
  };
  return { header, openings };
}

function fakeReader(entries: readonly StoredEntry[], rows: readonly Row[]): StoreReader {
  const fits = (row: FoundRow, where: readonly Condition[]) =>
    where.every((one) => {
      const value = row.values[one.field];
      if ('is' in one) return value === one.is;
      if (typeof value !== 'number') return false;
      return (
        (one.from === undefined || value >= one.from) && (one.to === undefined || value < one.to)
      );
    });
  return {
    state: async () => ({ size: entries.length, root: new Uint8Array(32), frontier: [] }),
    async *entries(from, to) {
      for (let at = from; at < to; at += 3) yield entries.slice(at, Math.min(at + 3, to));
    },
    entriesOf: async (record) =>
      entries.filter(({ header }) => JSON.parse(header.toString()).record === record),
    tile: async () => undefined,
    checkpoints: async () => [],
    async find({ where, order, after, limit }: SearchQuery) {
      const found = rows.filter((row) => fits(row, where));
      found.sort((a, b) => (order === 'oldest' ? a.first - b.first : b.first - a.first));
      const behind = found.filter(({ first }) =>
        after === undefined ? true : order === 'oldest' ? first > after : first < after,
      );
      return structuredClone(behind.slice(0, limit));
    },
    count: async (where) => rows.filter((row) => fits(row, where)).length,
    close: async () => {},
  };
}

/** Ids and times that count up: 2026-11-21 13:00:00 UTC, a millisecond and a microsecond a step. */
export function counters() {
  let ids = 0;
  let time = 1_795_266_000_000_000n;
  return {
    uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    now: () => {
      time += 1001n;
      return time;
    },
  };
}
