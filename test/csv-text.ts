// Reads csv text back, for tests of what writes it.
import assert from 'node:assert/strict';

/** The rows of a csv file that starts with a byte order mark. A plain RFC 4180 reader: quotes, commas, CRLF. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r\n|$)/y;
  cell.lastIndex = 1;
  while (cell.lastIndex < text.length) {
    const [, raw = '', end] = cell.exec(text) ?? assert.fail(`no cell in ${JSON.stringify(text)}`);
    rows.at(-1)!.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === '\r\n') rows.push([]);
  }
  assert.deepEqual(rows.pop(), []);
  return rows;
}
