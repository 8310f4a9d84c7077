// The writes of a store, on the connection that writes: one batch is one transaction, all of it or nothing.
import { Fault } from '../../fault.js';
import { hashLength } from '../format/hash.js';
import type { SearchField, SearchValue, StoredCheckpoint } from '../store.js';
import type { Database } from './driver.js';
import { type PackedBatch, type PackedSearch, piecesOf, rowWidth } from './packing.js';
import { rollBack } from './schema.js';
import { insertSql, updateSql } from './search-sql.js';

/** Hashes in a full tile. */
const tileWidth = 256;

export interface Writing {
  /** Returns when the batch is on the medium; throws, and then nothing of it is there. */
  append(batch: PackedBatch): void;
  saveCheckpoint(checkpoint: StoredCheckpoint): void;
}

/** Prepares everything once. Throws what SQLite throws, and `LEDGER_INVALID` for a batch that does not fit. */
export function writingOn(database: Database, fields: readonly SearchField[]): Writing {
  const run = (sql: string) => database.prepare(sql);
  const begin = run('BEGIN IMMEDIATE');
  const commit = run('COMMIT');
  const sizeNow = run('SELECT size FROM state');
  const addEntry = run('INSERT INTO entry(idx, earlier, header, openings) VALUES(?, ?, ?, ?)');
  const putTile = tileWriter(database);
  const putScope = run(
    'INSERT INTO scope(name, next) VALUES(?, ?) ON CONFLICT DO UPDATE SET next = excluded.next',
  );
  const putState = run('UPDATE state SET size = ?, root = ?, frontier = ?');
  const putCheckpoint = run('INSERT OR REPLACE INTO checkpoint(size, note) VALUES(?, ?)');
  const searchRows = searchWriter(database, fields);

  const write = (batch: PackedBatch) => {
    const size = Number(sizeNow.get()?.size);
    const count = batch.size - batch.first;
    if (batch.first !== size || count < 0 || batch.lengths.length < count * 2)
      throw new Fault(
        'LEDGER_INVALID',
        `a batch for ${batch.first} does not follow ${size} entries`,
      );
    const pieces = piecesOf(batch);
    const search = searchRows(batch.search);
    for (let index = batch.first; index < batch.size; index++) {
      const earlier = search.put(index, index - batch.first);
      addEntry.run(index, earlier, pieces.next(), pieces.next());
    }
    if (!search.isDone())
      throw new Fault('LEDGER_INVALID', 'a search row belongs to no entry of its batch');
    for (let tile = 0; tile < batch.tiles.length; tile += 2)
      putTile(batch.tiles[tile]!, batch.tiles[tile + 1]!, pieces.next());
    for (const [name, next] of batch.scopes) putScope.run(name, next);
    putState.run(batch.size, pieces.next(), pieces.rest());
  };
  return {
    append(batch) {
      begin.run();
      try {
        write(batch);
        commit.run();
      } catch (thrown) {
        rollBack(database);
        throw thrown;
      }
    },
    saveCheckpoint: ({ size, note }) => void putCheckpoint.run(size, note),
  };
}

function tileWriter(database: Database) {
  const update = database.prepare(
    'UPDATE tile SET width = ?, hashes = ? WHERE level = ? AND n = ?',
  );
  const insert = database.prepare('INSERT INTO tile(width, hashes, level, n) VALUES(?, ?, ?, ?)');
  const room = new Uint8Array(tileWidth * hashLength);
  return (level: number, index: number, hashes: Uint8Array) => {
    room.fill(0, hashes.length);
    room.set(hashes);
    const values = [hashes.length / hashLength, room, level, index] as const;
    if (Number(update.run(...values).changes) === 0) insert.run(...values);
  };
}

/** Writes the row of a record; gives its first entry when that is not this one. */
type RowWriter = (index: number, isFirst: boolean, values: readonly SearchValue[]) => number | null;

/** For the rows of a batch: `put` writes the row of the entry at that place, when it has one. */
function searchWriter(database: Database, fields: readonly SearchField[]) {
  const prepared = new Map<string, RowWriter>();
  const known = new Set(fields.map(({ name }) => name));
  const firstOf = database.prepare('SELECT first FROM search WHERE record = ?');
  const prepare = (names: readonly string[]): RowWriter => {
    const stranger = names.find((name) => !known.has(name));
    if (stranger !== undefined) throw new Fault('LEDGER_INVALID', `${stranger} is no search field`);
    const insert = database.prepare(insertSql(names));
    const update = database.prepare(`${updateSql(names)} RETURNING first`);
    return (index, isFirst, values) => {
      const changed = isFirst ? undefined : update.get(index, ...values);
      if (changed !== undefined) return Number(changed.first);
      const { lastInsertRowid } = insert.run(index, ...values);
      // The record was there before, so no row was inserted.
      return Number(lastInsertRowid) === index ? null : Number(firstOf.get(values[0]!)?.first);
    };
  };
  const writerOf = (names: readonly string[]): RowWriter => {
    const key = names.join();
    const writer = prepared.get(key) ?? prepare(names);
    prepared.set(key, writer);
    return writer;
  };
  return ({ shapes, rows, cells }: PackedSearch) => {
    const writers = shapes.map(writerOf);
    const lengths = shapes.map((names) => 1 + names.length);
    let [row, cell] = [0, 0];
    return {
      put(index: number, place: number): number | null {
        if (rows[row] !== place) return null;
        const shape = rows[row + 1]!;
        const isFirst = rows[row + 2] === 1;
        row += rowWidth;
        cell += lengths[shape]!;
        return writers[shape]!(index, isFirst, cells.slice(cell - lengths[shape]!, cell));
      },
      isDone: () => row === rows.length,
    };
  };
}
