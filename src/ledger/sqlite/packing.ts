// A batch as it goes to the writing thread: all bytes in one block that is handed over, not copied again.
import type { Batch, SearchValue, SearchWrite } from '../store.js';

export interface PackedBatch {
  readonly first: number;
  readonly size: number;
  /** Lengths of header and openings of each entry, then of each tile, of the root and of the frontier. */
  readonly lengths: Uint32Array;
  readonly block: ArrayBuffer;
  readonly search: PackedSearch;
  readonly scopes: readonly (readonly [scope: string, next: number])[];
  /** Level and index of each tile, in turn. */
  readonly tiles: readonly number[];
}

/** All rows in few flat lists: an object for each row costs more than all that is in it. */
export interface PackedSearch {
  /** Names of the fields, for each set of them that occurs: most rows name the same. */
  readonly shapes: readonly (readonly string[])[];
  /** For each row: place in the batch, number of the shape, 1 when it is the first of its record. */
  readonly rows: Uint32Array;
  /** For each row: the record, then the values in the order of the names. */
  readonly cells: readonly SearchValue[];
}

/** Numbers of a row. */
export const rowWidth = 3;

export function packed({ first, entries, search, scopes, tiles, state }: Batch): PackedBatch {
  const pieces: Uint8Array[] = [];
  for (const { header, openings } of entries) pieces.push(header, openings);
  for (const { hashes } of tiles) pieces.push(hashes);
  pieces.push(state.root, ...state.frontier);
  const lengths = Uint32Array.from(pieces, (piece) => piece.length);
  const block = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    block.set(piece, at);
    at += piece.length;
  }
  return {
    first,
    size: state.size,
    lengths,
    block: block.buffer,
    search: packedSearch(first, search),
    scopes,
    tiles: tiles.flatMap(({ level, index }) => [level, index]),
  };
}

function packedSearch(first: number, search: readonly SearchWrite[]): PackedSearch {
  const shapes: string[][] = [];
  const numbers = new Map<string, number>();
  const rows = new Uint32Array(search.length * rowWidth);
  const cells: SearchValue[] = [];
  let at = 0;
  for (const { index, isFirst, record, values } of search) {
    const names = Object.keys(values);
    const key = names.join();
    let shape = numbers.get(key);
    if (shape === undefined) {
      shape = shapes.push(names) - 1;
      numbers.set(key, shape);
    }
    rows[at++] = index - first;
    rows[at++] = shape;
    rows[at++] = isFirst ? 1 : 0;
    cells.push(record);
    for (const name of names) cells.push(values[name]!);
  }
  return { shapes, rows, cells };
}

/** The pieces of a block one after the other. */
export function piecesOf({ lengths, block }: PackedBatch): {
  next(): Uint8Array;
  rest(): Uint8Array;
} {
  let piece = 0;
  let at = 0;
  return {
    next() {
      const length = lengths[piece++] as number;
      at += length;
      return new Uint8Array(block, at - length, length);
    },
    rest: () => new Uint8Array(block, at),
  };
}
