// The csv format: which files there are, and how a row is written. What stands in the rows is in csv-rows.ts.
import { stringify } from 'csv-stringify/sync';
import type { GroupAudit, Part } from '../audit/index.js';
import {
  type CsvRow,
  type CsvSheet,
  detailSheet,
  holderSheet,
  licenceSheet,
  numberSheet,
  problemSheet,
  trunkingSheet,
  userSheet,
} from './csv-rows.js';
import { partProblems } from './problems.js';

export type CsvFileName =
  | 'details.csv'
  | 'licences.csv'
  | 'users.csv'
  | 'numbers.csv'
  | 'holders.csv'
  | 'trunking.csv'
  | 'problems.csv';

/** One file. `rows` are pieces of text to be written one after the other; they can be read more than once. */
export interface CsvFile {
  readonly name: CsvFileName;
  readonly rows: Iterable<string>;
}

/** One file for each question that was asked, and problems.csv when anything is not complete. */
export function csvFiles(audit: GroupAudit): readonly CsvFile[] {
  const { details, licences, users, numbers, trunking } = audit.parts;
  const problems = partProblems(audit);
  return [
    ...partFile(audit, 'details.csv', details, detailSheet),
    ...partFile(audit, 'licences.csv', licences, licenceSheet),
    ...partFile(audit, 'users.csv', users, userSheet),
    ...partFile(audit, 'numbers.csv', numbers, numberSheet),
    ...partFile(audit, 'holders.csv', numbers, holderSheet),
    ...partFile(audit, 'trunking.csv', trunking, trunkingSheet),
    ...(problems.length === 0
      ? []
      : [file(audit, 'problems.csv', problemSheet.head, () => problemSheet.rows(problems))]),
  ];
}

function partFile<T>(
  audit: GroupAudit,
  name: CsvFileName,
  part: Part<T>,
  sheet: CsvSheet<T>,
): CsvFile[] {
  if (part.status === 'notAsked') return [];
  return [file(audit, name, ['state', ...sheet.head], () => partRows(part, sheet))];
}

/** The rows of a part, each with its state. A part that is not known has one row that says so, never none. */
function* partRows<T>(part: Part<T>, sheet: CsvSheet<T>): Generator<CsvRow> {
  let empty = true;
  if (part.status === 'known' || part.status === 'partial') {
    for (const row of sheet.rows(part.value, part.status)) {
      empty = false;
      yield row;
    }
  }
  if (empty && part.status !== 'known') yield [part.status, ...sheet.head.map(() => undefined)];
}

function file(
  { serviceProviderId, groupId }: GroupAudit,
  name: CsvFileName,
  head: readonly string[],
  rows: () => Iterable<CsvRow>,
): CsvFile {
  const key = [serviceProviderId, groupId];
  const text = () => csvText(['serviceProviderId', 'groupId', ...head], key, rows());
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
