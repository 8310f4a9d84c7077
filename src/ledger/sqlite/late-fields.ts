// Search fields that a store was made without: they repeat what the header of each record's first entry says, so that they
// can be made of the entries. Whoever writes fills them in; whoever only reads takes them from the entries at each search.
import type { SearchField } from '../store.js';
import type { Database } from './driver.js';
import { columnText, indexText } from './search-sql.js';

/** Names of the columns of the search table. */
export function columnsOf(database: Database): ReadonlySet<string> {
  const rows = database.prepare("SELECT name FROM pragma_table_info('search')").all();
  return new Set(rows.map(({ name }) => String(name)));
}

/**
 * SQL that adds the columns that are missing, and fills in what is empty: an earlier version that wrote into the store since
 * then left it so. Empty when there is nothing to do; to be run as one transaction.
 */
export function lateFieldsSql(database: Database, fields: readonly SearchField[]): string {
  const there = columnsOf(database);
  return emptyIn(database, fields, there)
    .map((field) => {
      const { name } = field;
      const column = `ALTER TABLE search ADD COLUMN ${columnText(field)}; ${indexText(field)}`;
      const filled = `UPDATE search SET "${name}" = ${headerText(field)} WHERE "${name}" IS NULL;`;
      return there.has(name) ? filled : column + filled;
    })
    .join('\n');
}

/** What stands for the search table on a connection that cannot write: itself, when nothing is missing. */
export function searchTable(database: Database, fields: readonly SearchField[]): string {
  const there = columnsOf(database);
  const empty = new Set(emptyIn(database, fields, there));
  if (empty.size === 0) return 'search';
  const columns = fields.map((field) =>
    empty.has(field) ? `${headerText(field)} AS "${field.name}"` : `"${field.name}"`,
  );
  return `(SELECT first, record, last, ${columns.join(', ')} FROM search)`;
}

/** Fields that some or all rows do not have, and could have. */
function emptyIn(
  database: Database,
  fields: readonly SearchField[],
  there: ReadonlySet<string>,
): readonly SearchField[] {
  const hasNulls = (name: string) =>
    database.prepare(`SELECT 1 FROM search WHERE "${name}" IS NULL LIMIT 1`).get() !== undefined;
  return fields.filter(
    (field) => isLate(field) && (!there.has(field.name) || hasNulls(field.name)),
  );
}

/** Whether a store may be without it. */
export const isLate = ({ fact, part }: SearchField): boolean =>
  fact !== undefined || part !== undefined;

/** What the header of a row's first entry says; null where it does not: a damaged entry must not stop a search. */
function headerText(field: SearchField): string {
  const said = field.part === undefined ? factText(field) : partText(field.part);
  return `(SELECT CASE json_valid(header) WHEN 1 THEN ${said} END
    FROM (SELECT CAST(header AS TEXT) AS header FROM entry WHERE idx = search.first))`;
}

function factText({ fact, type }: SearchField): string {
  const path = `'$.facts.${fact}'`;
  return `CASE json_type(header, ${path}) WHEN '${type}' THEN json_extract(header, ${path}) END`;
}

const partText = (part: string) =>
  `CASE json_type(header, '$.parts') WHEN 'array' THEN EXISTS(SELECT 1 FROM json_each(header, '$.parts')
    WHERE CASE type WHEN 'object' THEN json_extract(value, '$.name') END = '${part}') END`;
