// Renderings of records: the JSON of the seed, one record a line, CSV, and a table for a terminal. Pieces of text, so
// that an export of any length needs little memory.
import type { stringify } from 'csv-stringify/sync';
import { type AuditRecord, auditRecordFields } from './audit-record.js';
import type { RecordSummary } from './find-records.js';

export const recordFormats = ['json', 'ndjson', 'csv'] as const;
export type RecordFormat = (typeof recordFormats)[number];

/** Records as text, piece by piece. */
export async function* formatRecords(
  records: AsyncIterable<AuditRecord> | Iterable<AuditRecord>,
  format: RecordFormat,
): AsyncGenerator<string> {
  if (format === 'json') yield* seedJson(records);
  else if (format === 'csv') yield* csv(records);
  else for await (const record of records) yield `${jsonText(record)}\n`;
}

async function* seedJson(
  records: AsyncIterable<AuditRecord> | Iterable<AuditRecord>,
): AsyncGenerator<string> {
  let before = '{"auditRecords":[\n';
  for await (const record of records) {
    yield before + jsonText(record);
    before = ',\n';
  }
  yield before.startsWith('{') ? '{"auditRecords":[]}\n' : '\n]}\n';
}

/** One record for a person to read. */
export function formatRecord(record: AuditRecord): string {
  return `${harmless(JSON.stringify(ordered(record), null, 2))}\n`;
}

const ordered = (record: AuditRecord) =>
  Object.fromEntries(auditRecordFields.map((name) => [name, record[name]]));

const jsonText = (record: AuditRecord): string => harmless(JSON.stringify(ordered(record)));

/** JSON says the same with escapes, and a terminal or an editor is not driven by it. */
function harmless(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function* csv(
  records: AsyncIterable<AuditRecord> | Iterable<AuditRecord>,
): AsyncGenerator<string> {
  // Only who writes csv pays for the library.
  const { stringify } = await import('csv-stringify/sync');
  const csvText = (rows: readonly (readonly unknown[])[]) => csvOf(stringify, rows);
  // Spreadsheets take a file without it for the local 8 bit character set.
  yield `\ufeff${csvText([auditRecordFields])}`;
  let batch: unknown[][] = [];
  for await (const record of records) {
    batch.push(auditRecordFields.map((name) => record[name] ?? ''));
    if (batch.length < 100) continue;
    yield csvText(batch);
    batch = [];
  }
  if (batch.length > 0) yield csvText(batch);
}

function csvOf(write: typeof stringify, rows: readonly (readonly unknown[])[]): string {
  return write(rows as unknown[][], {
    record_delimiter: '\r\n',
    // An apostrophe before = + - @ tab CR and their full-width forms, so that no cell becomes a formula.
    escape_formulas: true,
    quoted_match: ['\n', '\r', ';', '\t'],
  });
}

const columns: readonly (readonly [head: string, text: (one: RecordSummary) => string])[] = [
  ['TIME', (one) => one.requestTime.replace(/\.(\d{3})\d*\+00:00$/, '.$1Z')],
  ['METHOD', (one) => one.method],
  ['END POINT', (one) => one.endPointName],
  ['STATUS', (one) => (one.statusCode === null ? '-' : String(one.statusCode))],
  ['OUTCOME', (one) => one.outcome],
  ['MS', (one) => (one.durationMs === null ? '-' : one.durationMs.toFixed(1))],
  ['AUTHOR', (one) => one.authorId],
  [
    'TOUCHED',
    (one) =>
      [one.tenantId, one.groupId, one.userId, one.instanceName]
        .filter((id) => id !== '')
        .join(' / '),
  ],
  ['ID', (one) => one.id],
];
const longestCell = 60;

/** A list for a terminal, with a line of headings. Nothing in it can drive the terminal. */
export function formatTable(records: readonly RecordSummary[]): string {
  const rows = [
    columns.map(([head]) => head),
    ...records.map((one) => columns.map(([, text]) => cell(text(one)))),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] as string))));
  return rows
    .map((row) => {
      const cells = row.map(
        (text, at) => text + ' '.repeat((widths[at] as number) - widthOf(text)),
      );
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

/** Line breaks and tabs become a blank; what could drive the terminal, or turn the direction, becomes visible. */
function cell(text: string): string {
  const clean = text
    .slice(0, 2000)
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Cf}]/gu, '\ufffd');
  const signs = [...clean];
  return signs.length <= longestCell ? clean : `${signs.slice(0, longestCell - 1).join('')}…`;
}

const widthOf = (text: string): number => [...text].length;
