// How a csv file is written: byte order mark, line ends, quotes, and no cell that becomes a formula.
import { stringify } from 'csv-stringify/sync';

/** A cell: text, number, yes or no, or nothing. */
type CsvCell = string | number | boolean | undefined;
export type CsvRow = readonly CsvCell[];

/** One file. `rows` are pieces of text to be written one after the other; they can be read more than once. */
export interface CsvFile<Name extends string = string> {
  readonly name: Name;
  readonly rows: Iterable<string>;
}

/** What every row of a file starts with, by column: the ids of what was audited. */
export type CsvKey = Readonly<Record<string, string>>;

export function csvFile<Name extends string>(
  name: Name,
  key: CsvKey,
  head: readonly string[],
  rows: () => Iterable<CsvRow>,
): CsvFile<Name> {
  const text = () => csvText([...Object.keys(key), ...head], Object.values(key), rows());
  return { name, rows: { [Symbol.iterator]: text } };
}

/** Spreadsheets take a file without it for the local 8 bit character set. */
const byteOrderMark = '\ufeff';

/** Rows written at once: csv-stringify reads its options for every call. */
const batchLength = 1000;

function* csvText(head: CsvRow, key: CsvRow, rows: Iterable<CsvRow>): Generator<string> {
  yield byteOrderMark + written([head]);
  let batch: CsvRow[] = [];
  for (const row of rows) {
    batch.push([...key, ...row]);
    if (batch.length < batchLength) continue;
    yield written(batch);
    batch = [];
  }
  if (batch.length > 0) yield written(batch);
}

function written(rows: readonly CsvRow[]): string {
  return stringify(rows as CsvRow[], {
    record_delimiter: '\r\n',
    // An apostrophe before = + - @ tab CR and their full-width forms, so that no cell becomes a formula.
    escape_formulas: true,
    // RFC 4180 wants line ends quoted, and a lone LF is none to csv-stringify when records end with CRLF.
    // Where the decimal sign is a comma, spreadsheets also split at semicolons and tabs, unless quoted.
    quoted_match: ['\n', '\r', ';', '\t'],
    cast: { boolean: String },
  });
}
