// Reads a store on a connection of its own that cannot write. Nothing stays open between two calls, so that the
// write-ahead log never waits for a slow reader.
import { Fault } from '../../fault.js';
import { hashLength } from '../format/hash.js';
import type {
  Condition,
  Entries,
  FoundRow,
  LedgerState,
  SearchField,
  SearchQuery,
  SearchValue,
  StoredCheckpoint,
  StoredEntry,
  StoreReader,
} from '../store.js';
import { type Database, type DriverName, loadDriver, type Row, type Statement } from './driver.js';
import { storeFault } from './failure.js';
import { searchTable } from './late-fields.js';
import { openToRead } from './schema.js';
import { countSql, findSql } from './search-sql.js';

/** What a thread is told that reads by itself, see runs.ts. */
export interface RunData {
  readonly path: string;
  readonly fields: readonly SearchField[];
  readonly driver?: DriverName;
  /** Entries below this index. */
  readonly to: number;
}

/** Entries that are read at a time. */
const pageLength = 500;

export class SqliteReader implements StoreReader {
  readonly #statements = new Map<string, Statement>();
  #isClosed = false;

  private constructor(
    readonly url: string,
    private readonly database: Database,
    private readonly fields: readonly SearchField[],
    private readonly elsewhere: Omit<RunData, 'to'>,
    /** The table of the search, or what stands for it. */
    private readonly table: string,
  ) {}

  static async open(
    url: string,
    path: string,
    fields: readonly SearchField[],
    only?: DriverName,
  ): Promise<SqliteReader> {
    const driver = await loadDriver(only);
    try {
      const elsewhere = { path, fields, ...(only === undefined ? {} : { driver: only }) };
      const database = openToRead(driver, path, fields);
      try {
        const table = searchTable(database, fields);
        return new SqliteReader(url, database, fields, elsewhere, table);
      } catch (thrown) {
        database.close();
        throw thrown;
      }
    } catch (thrown) {
      throw storeFault(url, thrown);
    }
  }

  async state(): Promise<LedgerState> {
    const row = this.#row('SELECT size, root, frontier FROM state');
    if (row === undefined) throw new Fault('LEDGER_INVALID', `${this.url} does not say its size`);
    const frontier = bytesOf(row.frontier);
    return {
      size: Number(row.size),
      root: bytesOf(row.root),
      frontier: Array.from({ length: frontier.length / hashLength }, (_, at) =>
        frontier.subarray(at * hashLength, (at + 1) * hashLength),
      ),
    };
  }

  entries(from: number, to: number): Entries {
    const pages = this.#pages(from, to);
    if (from !== 0) return pages;
    const data: RunData = { ...this.elsewhere, to };
    const elsewhere = { module: new URL('./runs.js', import.meta.url).href, data };
    return { [Symbol.asyncIterator]: () => pages, elsewhere };
  }

  async *#pages(from: number, to: number): AsyncGenerator<readonly StoredEntry[]> {
    const sql =
      'SELECT idx, header, openings FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx LIMIT ?';
    for (let next = from; next < to; ) {
      const page = this.#rows(sql, next, to, pageLength).map(entryOf);
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      next = last.index + 1;
    }
  }

  async entriesOf(record: string): Promise<readonly StoredEntry[]> {
    const first = this.#row('SELECT first FROM search WHERE record = ?', record)?.first;
    if (first === undefined) return [];
    const columns = 'SELECT idx, header, openings FROM entry';
    const sql = `${columns} WHERE idx = ? UNION ALL ${columns} WHERE earlier = ? ORDER BY idx`;
    return this.#rows(sql, first as number, first as number).map(entryOf);
  }

  async tile(level: number, index: number): Promise<Uint8Array | undefined> {
    const sql = 'SELECT width, hashes FROM tile WHERE level = ? AND n = ?';
    const row = this.#row(sql, level, index);
    return row && bytesOf(row.hashes).subarray(0, Number(row.width) * hashLength);
  }

  async checkpoints(): Promise<readonly StoredCheckpoint[]> {
    return this.#rows('SELECT size, note FROM checkpoint ORDER BY size').map(({ size, note }) => ({
      size: Number(size),
      note: String(note),
    }));
  }

  async scopes(): Promise<ReadonlyMap<string, number>> {
    const rows = this.#rows('SELECT name, next FROM scope');
    return new Map(rows.map(({ name, next }) => [String(name), Number(next)]));
  }

  async find(query: SearchQuery): Promise<readonly FoundRow[]> {
    const { text, values } = findSql(this.fields, query, this.table);
    return this.#rows(text, ...values).map((row) => ({
      record: String(row.record),
      first: Number(row.first),
      last: Number(row.last),
      values: Object.fromEntries(
        this.fields.map(({ name }) => [name, (row[name] ?? null) as SearchValue]),
      ),
    }));
  }

  async count(where: readonly Condition[]): Promise<number> {
    const { text, values } = countSql(this.fields, where, this.table);
    return Number(this.#row(text, ...values)?.n);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.database.close();
  }

  #rows(sql: string, ...values: readonly (string | number)[]): Row[] {
    return this.#tried(() => this.#statement(sql).all(...values));
  }

  #row(sql: string, ...values: readonly (string | number)[]): Row | undefined {
    return this.#tried(() => this.#statement(sql).get(...values));
  }

  #statement(sql: string): Statement {
    const statement = this.#statements.get(sql) ?? this.database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #tried<T>(run: () => T): T {
    try {
      return run();
    } catch (thrown) {
      throw storeFault(this.url, thrown);
    }
  }
}

/** Throws `LEDGER_INVALID` for a row without bytes. */
export function entryOf(row: Row): StoredEntry {
  return {
    index: Number(row.idx),
    header: bytesOf(row.header),
    openings: bytesOf(row.openings),
  };
}

/** Drivers differ in the kind of array; what is no bytes at all was damaged. */
function bytesOf(value: unknown): Buffer {
  if (!(value instanceof Uint8Array))
    throw new Fault('LEDGER_INVALID', 'the store holds no bytes where bytes must be');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
