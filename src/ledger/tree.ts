// The Merkle tree as a writer keeps it: the frontier, tiles of 256 hashes (C2SP tlog-tiles), and the proofs that are read
// from tiles. Pure: whoever calls stores what comes back. A verifier shares nothing with this file but the hashes.
import { Fault } from '../fault.js';
import { emptyRoot, hashLength, nodeHash, nodesOver } from './format/hash.js';
import type { LedgerState, Tile } from './store.js';

/** Hashes in a full tile. */
export const tileWidth = 256;
const tileHeight = 8;

/** A tree that can grow: where it stands, and the hashes so far of each level's last, unfull tile. */
export interface Tree {
  readonly state: LedgerState;
  /** By level; empty where the last tile is full or nothing is there yet. */
  readonly partials: readonly Uint8Array[];
}

/** Reads one tile: at least the hashes that the size in question had there; undefined when it is not there. */
export type ReadTile = (level: number, index: number) => Promise<Uint8Array | undefined>;

export const emptyTree: Tree = { state: { size: 0, root: emptyRoot, frontier: [] }, partials: [] };

/** A tree from its stored state and tiles. Throws `LEDGER_INVALID` when a tile is missing or they do not fit together. */
export async function treeOf(state: LedgerState, readTile: ReadTile): Promise<Tree> {
  const partials: Uint8Array[] = [];
  for (let level = 0, count = state.size; count > 0; level += 1) {
    const index = Math.floor(count / tileWidth);
    const width = count % tileWidth;
    partials.push(
      width === 0 ? Buffer.alloc(0) : await hashesOf(readTile, { level, index, width }),
    );
    count = index;
  }
  if (!(await rootAt(state.size, readTile)).equals(state.root) || !fits(state))
    throw new Fault('LEDGER_INVALID', 'the state of the ledger does not fit its tree');
  return { state, partials };
}

function fits({ size, root, frontier }: LedgerState): boolean {
  const ones = size.toString(2).replaceAll('0', '').length;
  return frontier.length === ones && rootOf(frontier).equals(root);
}

/**
 * Adds leaves. Gives the new tree and the tiles to write: each one that grew, as it is at the end, the full ones too.
 * The given tree stays as it was. One node hash for each leaf, amortised.
 */
export function append(
  tree: Tree,
  leafHashes: readonly Uint8Array[],
): { readonly tree: Tree; readonly tiles: readonly Tile[] } {
  const { size } = tree.state;
  const left = [...tree.state.frontier];
  const right: Uint8Array[] = [];
  const partials = [...tree.partials];
  const tiles: Tile[] = [];
  let row: Buffer = Buffer.concat(leafHashes);
  for (let height = 0; row.length > 0; height += 1) {
    const before = Math.floor(size / 2 ** height);
    const level = height / tileHeight;
    if (Number.isInteger(level)) {
      const grown = tilesOf(level, before, partials[level] ?? noHashes, row);
      tiles.push(...grown.tiles);
      partials[level] = grown.partial;
    }
    if (before % 2 === 1) row = Buffer.concat([left.pop()!, row]);
    if ((row.length / hashLength) % 2 === 1) right.unshift(row.subarray(-hashLength));
    row = nodesOver(row);
  }
  const frontier = [...left, ...right];
  const state = { size: size + leafHashes.length, root: rootOf(frontier), frontier };
  return { tree: { state, partials }, tiles };
}

const noHashes = Buffer.alloc(0);

/** The tiles of a level that had `before` hashes, `partial` those of its last tile, and now gets a row more. */
function tilesOf(level: number, before: number, partial: Uint8Array, row: Uint8Array) {
  const hashes = Buffer.concat([partial, row]);
  const first = Math.floor(before / tileWidth);
  const tiles: Tile[] = [];
  const length = tileWidth * hashLength;
  for (let at = 0; at < hashes.length; at += length)
    tiles.push({ level, index: first + at / length, hashes: hashes.subarray(at, at + length) });
  return { tiles, partial: hashes.subarray(hashes.length - (hashes.length % length)) };
}

/** The root over the hashes of the full subtrees, largest first. */
export function rootOf(frontier: readonly Uint8Array[]): Buffer {
  if (frontier.length === 0) return emptyRoot;
  return Buffer.from(frontier.reduceRight((right, left) => nodeHash(left, right)));
}

/** The root that the log had at a size that is not above the present one. Throws `LEDGER_INVALID` for missing tiles. */
export async function rootAt(size: number, readTile: ReadTile): Promise<Buffer> {
  return size === 0 ? emptyRoot : rangeRoot(0, size, once(readTile));
}

/** RFC 9162 2.1.3.1: what proves that the leaf at `index` is in the tree of `size`. */
export async function inclusionPath(
  index: number,
  size: number,
  readTile: ReadTile,
): Promise<Buffer[]> {
  if (!(index >= 0 && index < size))
    throw new Fault('LEDGER_INVALID', `entry ${index} is not in a log of ${size}`);
  const read = once(readTile);
  const path: Buffer[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + powerBelow(to - from);
    if (index < middle) {
      path.push(await rangeRoot(middle, to, read));
      to = middle;
    } else {
      path.push(await rangeRoot(from, middle, read));
      from = middle;
    }
  }
  return path.reverse();
}

/** RFC 9162 2.1.4.1: what proves that the tree of `to` continues the one of `from`, 1 <= from <= to. */
export async function consistencyPath(
  from: number,
  to: number,
  readTile: ReadTile,
): Promise<Buffer[]> {
  if (!(from >= 1 && from <= to))
    throw new Fault('LEDGER_INVALID', `a log of ${to} does not continue one of ${from}`);
  const read = once(readTile);
  const path: Buffer[] = [];
  let [low, high] = [0, to];
  while (from !== high) {
    const middle = low + powerBelow(high - low);
    if (from <= middle) {
      path.push(await rangeRoot(middle, high, read));
      high = middle;
    } else {
      path.push(await rangeRoot(low, middle, read));
      low = middle;
    }
  }
  // The old tree itself, when it is one full subtree, is known to whoever asks.
  if (low > 0) path.push(await rangeRoot(low, high, read));
  return path.reverse();
}

/** Root over the leaves from <= index < to, where `from` is a multiple of the least power of two that is not below its length. */
async function rangeRoot(from: number, to: number, readTile: ReadTile): Promise<Buffer> {
  const length = to - from;
  const below = length === 1 ? 1 : powerBelow(length);
  if (length === 1 || below * 2 === length) return subtreeRoot(from, length, readTile);
  const middle = from + below;
  return nodeHash(await subtreeRoot(from, below, readTile), await rangeRoot(middle, to, readTile));
}

/** Root of a full subtree of 2^n leaves: from the lowest tile that reaches it. */
async function subtreeRoot(from: number, length: number, readTile: ReadTile): Promise<Buffer> {
  let [level, start, count] = [0, from, length];
  while (count >= tileWidth)
    [level, start, count] = [level + 1, start / tileWidth, count / tileWidth];
  const index = Math.floor(start / tileWidth);
  const offset = start % tileWidth;
  const hashes = await hashesOf(readTile, { level, index, width: offset + count });
  let row = hashes.subarray(offset * hashLength, (offset + count) * hashLength);
  while (row.length > hashLength) row = nodesOver(row);
  return row;
}

/** The first `width` hashes of a tile. */
async function hashesOf(
  readTile: ReadTile,
  { level, index, width }: { level: number; index: number; width: number },
): Promise<Buffer> {
  const tile = await readTile(level, index);
  if (tile === undefined || tile.length < width * hashLength)
    throw new Fault('LEDGER_INVALID', `tile ${index} of level ${level} is missing or too short`);
  return Buffer.from(tile.buffer, tile.byteOffset, width * hashLength);
}

/** Reads each tile once. */
function once(readTile: ReadTile): ReadTile {
  const known = new Map<string, Promise<Uint8Array | undefined>>();
  return (level, index) => {
    const name = `${level}/${index}`;
    const tile = known.get(name) ?? readTile(level, index);
    known.set(name, tile);
    return tile;
  };
}

/** The largest power of two below a number of at least 2. */
function powerBelow(length: number): number {
  let power = 1;
  while (power * 2 < length) power *= 2;
  return power;
}
