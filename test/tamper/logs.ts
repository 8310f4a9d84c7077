// Makes whole logs in memory, of random shape, with the format and the tree and no store: what the verifier is tried on.
import { hash } from 'node:crypto';
import {
  type EntryHeader,
  entryVersion,
  headerBytes,
  type Opening,
  openingBytes,
  type PartHead,
} from '../../src/ledger/format/entry.js';
import { commitmentText, leafHash } from '../../src/ledger/format/hash.js';
import { type Signer, signCheckpoint, signerOf, verifierOf } from '../../src/ledger/format/note.js';
import type { LedgerState, StoredCheckpoint, StoredEntry } from '../../src/ledger/store.js';
import { append, emptyTree, type Tree } from '../../src/ledger/tree.js';
import { type LogToVerify, verifyLog } from '../../src/ledger/verify/walk.js';

/** Numbers that come out the same for the same seed. */
export interface Chance {
  /** A whole number from 0, below the limit. */
  below(limit: number): number;
  one<T>(list: readonly T[]): T;
  bytes(length: number): Buffer;
}

export function chanceOf(seed: number): Chance {
  let state = seed + 0x9e37_79b9;
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => next() % limit;
  return {
    below,
    one: (list) => list[below(list.length)]!,
    bytes: (length) => {
      const bytes = Buffer.alloc(Math.ceil(length / 4) * 4);
      for (let at = 0; at < length; at += 4) bytes.writeUInt32BE(next(), at);
      return bytes.subarray(0, length);
    },
  };
}

/** A log as a store would hold it; tests change it in place. */
export interface MadeLog {
  entries: StoredEntry[];
  tiles: Map<string, Uint8Array>;
  checkpoints: StoredCheckpoint[];
  state: LedgerState;
  /** Signed last, kept apart. */
  head?: { size: number; root: Uint8Array };
  verifierKey: string;
}

export const origin = 'example.net/muster';
export const signer: Signer = signerOf(origin, Buffer.alloc(32, 7));

export interface Wish {
  readonly length: number;
  /** Bytes of the first body of an entry. */
  readonly bodyBytes?: number;
  readonly tenants?: number;
  /** Entries between two checkpoints. */
  readonly every?: number;
}

/** A clean log. */
export function madeLog(chance: Chance, wish: Wish): MadeLog {
  const entries = madeEntries(chance, wish);
  const { tree, tiles, marks } = treeOver(entries, wish.every ?? 3 + chance.below(40));
  const last = marks.at(-1);
  return {
    entries,
    tiles,
    state: tree.state,
    checkpoints: marks.map(({ size, root }) => ({
      size,
      note: signCheckpoint({ origin, size, root: Buffer.from(root) }, [signer]),
    })),
    ...(last && { head: { size: last.size, root: last.root } }),
    verifierKey: signer.verifierKey,
  };
}

/** Tree, tiles and the states at which a checkpoint is due. */
export function treeOver(entries: readonly StoredEntry[], every: number) {
  const tiles = new Map<string, Uint8Array>();
  const marks: LedgerState[] = [];
  let tree: Tree = emptyTree;
  for (let first = 0; first < entries.length; first += every) {
    const batch = entries.slice(first, first + every).map(({ header }) => leafHash(header));
    const step = append(tree, batch);
    for (const { level, index, hashes } of step.tiles) tiles.set(`${level}/${index}`, hashes);
    tree = step.tree;
    if (batch.length === every) marks.push(tree.state);
  }
  return { tree, tiles, marks };
}

const texts = [
  'ok',
  '',
  'a "quoted" \\ text',
  'tab\tand\nline',
  'größe 例 😀',
  '\u0001\u001f\u007f',
];

function madeEntries(chance: Chance, { length, bodyBytes, tenants = 3 }: Wish): StoredEntry[] {
  const sequences = new Map<string, number>();
  const open: string[] = [];
  return Array.from({ length }, (_, index) => {
    const kind = open.length > 0 && chance.below(2) === 0 ? 'outcome' : chance.one(beginnings);
    const record = kind === 'outcome' ? open.splice(chance.below(open.length), 1)[0]! : id(chance);
    if (kind === 'intent') open.push(record);
    const tenant = `tenant-${chance.below(tenants)}`;
    const sequence = sequences.get(tenant) ?? 0;
    sequences.set(tenant, sequence + 1);
    const values = [
      { kind: 'tenant', value: tenant },
      ...(chance.below(2) === 0 ? [{ kind: 'group', value: `group-${chance.below(9)}` }] : []),
    ].map((one) => ({ ...one, salt: chance.bytes(16) }));
    const parts = Array.from({ length: 1 + (bodyBytes === undefined ? chance.below(3) : 0) }, () =>
      madePart(chance, bodyBytes ?? chance.below(60)),
    );
    const header: EntryHeader = {
      v: entryVersion,
      log: origin,
      index,
      sequence,
      kind,
      record,
      at: `2026-01-01T00:00:00.${String(index % 1e6).padStart(6, '0')}Z`,
      facts: { status: chance.one([200, 404, null, -1.5, 1e21]), said: chance.one(texts) },
      subjects: values.map(({ kind, value, salt }) => ({
        kind,
        hash: commitmentText(salt, Buffer.from(value)),
      })),
      parts: parts.map(({ head }) => head),
    };
    const subjects = values.map(({ salt, value }): Opening => kept(salt, Buffer.from(value)));
    const openings = openingBytes([...subjects, ...parts.map(({ opening }) => opening)]);
    return { index, header: headerBytes(header), openings };
  });
}

const beginnings = ['intent', 'intent', 'call', 'key'];
const id = (chance: Chance) => `${hash('sha256', chance.bytes(16), 'hex').slice(0, 32)}-1.5`;
const kept = (salt: Buffer, bytes: Buffer): Opening => ({ state: 'kept', salt, bytes });

function madePart(chance: Chance, length: number): { head: PartHead; opening: Opening } {
  const salt = chance.bytes(16);
  const bytes = length > 100 ? Buffer.alloc(length, chance.bytes(97)) : chance.bytes(length);
  const hash = commitmentText(salt, bytes);
  const head = { name: 'request', type: 'text/xml', length, hash };
  const cut = length === 0 || length > 100 ? length : chance.below(3 * length);
  if (cut >= length) return { head, opening: kept(salt, bytes) };
  const some = bytes.subarray(0, cut);
  return {
    head: { ...head, kept: cut, keptHash: commitmentText(salt, some) },
    opening: cut === 0 ? { state: 'notKept', salt } : kept(salt, some),
  };
}

/** A copy that can be changed without the other one. */
export const copyOf = (log: MadeLog): MadeLog => ({
  ...log,
  entries: [...log.entries],
  tiles: new Map(log.tiles),
  checkpoints: [...log.checkpoints],
});

/** What the verifier is handed of a made log. */
export function toVerify(log: MadeLog): LogToVerify {
  const verifier = verifierOf(log.verifierKey);
  return {
    entries: inChunks(log.entries),
    state: log.state,
    checkpoints: log.checkpoints,
    tiles: async (level, index) => log.tiles.get(`${level}/${index}`),
    verifiers: verifier === undefined ? [] : [verifier],
    ...(log.head && { head: log.head }),
  };
}

/** Verifies a made log with everything in hand. */
export const verifyMade = (log: MadeLog, more: Partial<LogToVerify> = {}) =>
  verifyLog({ ...toVerify(log), ...more });

async function* inChunks(entries: readonly StoredEntry[]) {
  for (let at = 0; at < entries.length; at += 100) yield entries.slice(at, at + 100);
}
