// Grows the tree from leaf hashes once more, without looking at what a store says of it.
import { nodeOver, type Rules, sumOf } from '../format/asks.js';
import { hashLength, tileWidth } from '../format/layout.js';

/** The levels of the tree that one tile spans. */
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

  const tileOf = (level: number, index: number): GrownTile => {
    const row = rows[level] ?? [];
    const hashes = new Uint8Array(row.length * hashLength);
    for (const [at, hash] of row.entries()) hashes.set(hash, at * hashLength);
    return { level, index, hashes };
  };
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

  return {
    /** Adds a subtree of 2^height leaves, of which the size must be a multiple. */
    *add(hash: Uint8Array, height = 0): Rules<void> {
      let [node, level] = [hash, height];
      for (let count = size / 2 ** height; ; count = (count - 1) / 2) {
        if (level > 0 && level % tileHeight === 0) push(level / tileHeight, node);
        if (count % 2 === 0) break;
        node = yield* nodeOver(frontier.pop()!, node);
        level += 1;
      }
      frontier.push(node);
      size += 2 ** height;
    },
    size: () => size,
    *root(): Rules<Uint8Array> {
      let right = frontier.at(-1);
      if (right === undefined) return yield* sumOf(new Uint8Array());
      for (const left of frontier.slice(0, -1).reverse()) right = yield* nodeOver(left, right);
      return right;
    },
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
