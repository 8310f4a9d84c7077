// Reads runs of entries in a thread that checks them, on a connection of its own: so nothing is copied between threads.
// All bytes of a run come in one piece, which takes a third of the time of one row after the other.
import type { EntryRuns, StoredEntry } from '../store.js';
import { loadDriver } from './driver.js';
import { entryOf, type RunData } from './reader.js';
import { openToRead } from './schema.js';

/** Runs with more bytes are read row by row. */
const mostBytes = 1 << 24;

const rows =
  'SELECT idx, header, openings FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx LIMIT ?';
const lengths = `SELECT group_concat(idx) AS indexes, group_concat(length(header) || ',' || length(openings)) AS lengths
  FROM (${rows})`;
const bytes = `SELECT CAST(group_concat(header || openings, '') AS BLOB) AS bytes FROM (${rows})`;

/** Opens the store once more. Throws what SQLite throws: whoever cannot read here reads where the reason is told. */
export async function openRuns({ path, fields, driver, to }: RunData): Promise<EntryRuns> {
  const database = openToRead(await loadDriver(driver), path, fields);
  const lengthsOf = database.prepare(lengths);
  const bytesOf = database.prepare(bytes);
  const rowsOf = database.prepare(rows);

  /** Undefined when it is not to be had in one piece. */
  function inOnePiece(from: number, most: number): readonly StoredEntry[] | undefined {
    const told = lengthsOf.get(from, to, most);
    if (told === undefined || told.indexes === null) return [];
    const indexes = numbersIn(told.indexes);
    const ends = numbersIn(told.lengths);
    for (let at = 1; at < ends.length; at += 1) ends[at]! += ends[at - 1]!;
    if (!(ends.at(-1)! <= mostBytes)) return undefined;
    const piece = bytesOf.get(from, to, most)?.bytes;
    if (!(piece instanceof Uint8Array) || piece.length !== ends.at(-1)) return undefined;
    const all = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    return indexes.map((index, at) => ({
      index,
      header: all.subarray(ends[2 * at - 1] ?? 0, ends[2 * at]),
      openings: all.subarray(ends[2 * at], ends[2 * at + 1]),
    }));
  }

  return {
    read: async (from, most) => inOnePiece(from, most) ?? rowsOf.all(from, to, most).map(entryOf),
    close: async () => database.close(),
  };
}

const numbersIn = (list: unknown): number[] => String(list).split(',').map(Number);
