// Grows the tree from leaf hashes once more, without looking at what a store says of it.
import { emptyRoot, nodeHash } from '../format/hash.js';

/** Hashes in a full tile, and the levels of the tree that one tile spans. */
export const tileWidth = 256;
const tileHeight = 8;

/** A tile that is full now, or that was asked for as it is. */
export interface GrownTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

/** A tree that grows by leaves or by whole subtrees; keeps the tiles above the lowest level. */
export function fold() {
  const frontier: Uint8Array[] = [];
  const rows: Uint8Array[][] = [];
  const counts: number[] = [];
  let size = 0;
  let full: GrownTile[] = [];

  const tileOf = (level: number, index: number): GrownTile => ({
    level,
    index,
    hashes: Buffer.concat(rows[level] ?? []),
  });
  const push = (level: number, hash: Uint8Array) => {
    const row = rows[level] ?? [];
    const count = (counts[level] ?? 0) + 1;
    row.push(hash);
    rows[level] = row;
    counts[level] = count;
    if (row.length < tileWidth) return;
    full.push(tileOf(level, count / tileWidth - 1));
    rows[level] = [];
  };
  const root = (): Buffer =>
    frontier.length === 0
      ? emptyRoot
      : Buffer.from(frontier.reduceRight((right, left) => nodeHash(left, right)));

  return {
    /** Adds a subtree of 2^height leaves, of which the size must be a multiple. */
    add(hash: Uint8Array, height = 0) {
      let [node, level] = [hash, height];
      for (let count = size / 2 ** height; ; count = (count - 1) / 2) {
        if (level > 0 && level % tileHeight === 0) push(level / tileHeight, node);
        if (count % 2 === 0) break;
        node = nodeHash(frontier.pop()!, node);
        level += 1;
      }
      frontier.push(node);
      size += 2 ** height;
    },
    size: () => size,
    root,
    frontier: (): readonly Uint8Array[] => frontier,
    /** The tiles that became full since this was last asked. */
    fullTiles(): readonly GrownTile[] {
      const tiles = full;
      full = [];
      return tiles;
    },
    /** The last tile of each level above the lowest, where it is not full. */
    lastTiles: (): readonly GrownTile[] =>
      rows.flatMap((row, level) =>
        row.length === 0 ? [] : [tileOf(level, Math.floor(counts[level]! / tileWidth))],
      ),
  };
}
