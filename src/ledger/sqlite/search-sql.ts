// The SQL of the search table: one row for each record, one column for each field. Makes text; runs nothing.
import { Fault } from '../../fault.js';
import type { Condition, SearchField, SearchQuery, SearchValue } from '../store.js';

const fixedColumns = new Set(['first', 'record', 'last']);

/** Refuses fields that could not be columns: those names are a mistake of the program. */
export function checkFields(fields: readonly SearchField[]): void {
  const names = new Set<string>();
  for (const { name } of fields) {
    const key = name.toLowerCase();
    if (!/^[a-z][a-z0-9_]*$/i.test(name) || fixedColumns.has(key) || names.has(key))
      throw new Fault('LEDGER_INVALID', `${name} cannot be a search field`);
    names.add(key);
  }
}

/** The tables' text. The key is the first entry of the record, so every index has it as its last column: newest first. */
export function searchSchema(fields: readonly SearchField[]): string {
  const columns = fields.map((field) => `, ${columnText(field)}`).join('');
  const indexes = fields.map(indexText);
  return [
    'CREATE TABLE search(first INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE,',
    ` last INTEGER NOT NULL${columns}) STRICT;`,
    ...indexes,
  ].join('\n');
}

/** A field as a column of the table. */
export const columnText = ({ name, type }: SearchField) => `"${name}" ${type.toUpperCase()}`;

/** Makes the index of a field; empty for one that has none. */
export const indexText = ({ name, indexed }: SearchField) =>
  indexed ? `CREATE INDEX "search_${name}" ON search("${name}");` : '';

/** Inserts a record's row: index, record, each value. When the record is there, changes it as `updateSql` does. */
export function insertSql(named: readonly string[]): string {
  const columns = ['first', 'record', 'last', ...named.map((name) => `"${name}"`)];
  const changes = columns.slice(2).map((name) => `${name} = excluded.${name}`);
  const values = named.map((_, at) => `?${at + 3}`);
  return `INSERT INTO search(${columns.join(', ')}) VALUES(${['?1', '?2', '?1', ...values].join(', ')})
    ON CONFLICT(record) DO UPDATE SET ${changes.join(', ')}`;
}

/** Changes the `named` fields of a record and its last index: index, record, each value. */
export function updateSql(named: readonly string[]): string {
  const changes = ['last = ?1', ...named.map((name, at) => `"${name}" = ?${at + 3}`)];
  return `UPDATE search SET ${changes.join(', ')} WHERE record = ?2`;
}

export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** `from`: the table, or what stands for it. Throws `LEDGER_INVALID` for a field that is none. */
export function findSql(fields: readonly SearchField[], query: SearchQuery, from = 'search'): Sql {
  const isNewest = query.order === 'newest';
  const { parts, values } = conditions(fields, query.where);
  if (query.after !== undefined) {
    parts.push(isNewest ? 'first < ?' : 'first > ?');
    values.push(query.after);
  }
  const direction = isNewest ? 'DESC' : 'ASC';
  return {
    text: `SELECT * FROM ${from}${whereText(parts)} ORDER BY first ${direction} LIMIT ?`,
    values: [...values, query.limit],
  };
}

export function countSql(
  fields: readonly SearchField[],
  where: readonly Condition[],
  from = 'search',
): Sql {
  const { parts, values } = conditions(fields, where);
  return { text: `SELECT count(*) AS n FROM ${from}${whereText(parts)}`, values };
}

const whereText = (parts: readonly string[]) =>
  parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`;

function conditions(fields: readonly SearchField[], where: readonly Condition[]) {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  const add = (part: string, value: Exclude<SearchValue, null>) => {
    parts.push(part);
    values.push(value);
  };
  for (const condition of where) {
    const field = fields.find(({ name }) => name === condition.field);
    if (field === undefined)
      throw new Fault('LEDGER_INVALID', `${condition.field} is no search field`);
    // With a sign before it SQLite does not choose its index; without statistics it would prefer the one made last.
    const isLeft = field.indexed === 'alone' && where.length > 1;
    const column = `${isLeft ? '+' : ''}"${field.name}"`;
    if ('is' in condition) {
      if (condition.is === null) parts.push(`${column} IS NULL`);
      else add(`${column} = ?`, condition.is);
      continue;
    }
    // An unknown value is in no range, not even in one without ends.
    if (condition.from === undefined && condition.to === undefined)
      parts.push(`${column} IS NOT NULL`);
    if (condition.from !== undefined) add(`${column} >= ?`, condition.from);
    if (condition.to !== undefined) add(`${column} < ?`, condition.to);
  }
  return { parts, values };
}
