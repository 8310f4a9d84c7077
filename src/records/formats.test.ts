// Renderings: their shape, and that no content drives a terminal or a spreadsheet.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuditRecord, auditRecordFields } from './audit-record.js';
import type { RecordSummary } from './find-records.js';
import { formatRecord, formatRecords, formatTable, type RecordFormat } from './formats.js';
import { isoOf, microsOf, secondsOf } from './times.js';

const record: AuditRecord = {
  internal_id: '00000000-0000-4000-8000-000000000001-1795266000.001001',
  end_point_name: 'svc_v1:muster.tenant.group.audit',
  end_point_full_url: '/a',
  http_method: 'GET',
  impacted_tenant_id: '=HYPERLINK("x")',
  impacted_group_id: 'Quay\u001b[31m\u202e',
  impacted_user_id: '+44-1632960100',
  impacted_specific_id: 'a"b;c\nd',
  author_id: '@x',
  author_role: '16',
  request_time: '2026-11-21T13:00:00.002002+00:00',
  request_data: '{}',
  request_payload: 'application/json',
  status_code: null,
  answer_time: '',
  answer_data: '',
  answer_payload: '',
  extra_data: null,
  south_data: '',
};

async function text(records: readonly AuditRecord[], format: RecordFormat): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of formatRecords(records, format)) pieces.push(piece);
  return pieces.join('');
}

test('JSON is that of the seed, with all members in their order', async () => {
  for (const count of [0, 1, 3]) {
    const read = JSON.parse(await text(Array(count).fill(record), 'json'));
    assert.deepEqual(read, { auditRecords: Array(count).fill(record) });
    for (const one of read.auditRecords) assert.deepEqual(Object.keys(one), [...auditRecordFields]);
  }
  const lines = (await text([record, record], 'ndjson')).split('\n');
  assert.deepEqual([lines.length, JSON.parse(lines[1] as string)], [3, record]);
  assert.deepEqual(JSON.parse(formatRecord(record)), record);
});

test('nothing in a rendering drives a terminal', async () => {
  const summary: RecordSummary = {
    id: 'x',
    requestTime: record.request_time,
    endPointName: 'a\u001b]0;x\u0007',
    method: 'G\r\nE',
    tenantId: '\u202etenant',
    groupId: 'x'.repeat(5000),
    userId: '\ud800',
    instanceName: '',
    authorId: '\u009b31m',
    statusCode: 200,
    outcome: 'succeeded',
    durationMs: 1.25,
    changes: true,
    handedOver: false,
    position: 7,
  };
  const table = formatTable([summary]);
  assert.equal(table.split('\n').length, 3);
  for (const shown of [table, formatRecord(record), await text([record], 'json')])
    assert.doesNotMatch(shown.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u202e\ud800]/);
  assert.match(table, /2026-11-21T13:00:00\.002Z +G E/);
  assert.ok(table.split('\n').every((line) => line.length < 400));
});

test('CSV has a row for each record, and no cell becomes a formula', async () => {
  const csv = await text(Array(250).fill(record), 'csv');
  assert.ok(csv.startsWith(`\ufeff${auditRecordFields.join(',')}\r\n`));
  assert.equal(csv.split('\r\n').length, 252);
  assert.ok(
    csv.includes(`"'=HYPERLINK(""x"")"`) && csv.includes("'@x") && csv.includes("'+44-1632960100"),
  );
  assert.ok(csv.includes('"a""b;c\nd"'));
});

test('times are written and read to the microsecond', () => {
  const time = 1_795_266_000_000_001n;
  assert.equal(isoOf(time), '2026-11-21T13:00:00.000001+00:00');
  assert.equal(secondsOf(time), '1795266000.000001');
  assert.equal(isoOf(0n), '1970-01-01T00:00:00.000000+00:00');
  for (const micros of [0n, 1n, 999_999n, time, time + 999n])
    assert.equal(microsOf(isoOf(micros)), micros);
  assert.equal(microsOf('2019-08-07T18:23:48.583556+02:00'), 1_565_195_028_583_556n);
  assert.equal(microsOf('2026-11-21T13:00:00Z'), time - 1n);
  assert.equal(microsOf('2026-11-21'), 1_795_219_200_000_000n);
  for (const text of ['', 'now', '2026-11-21T13:00', '2026-11-21T25:00:00Z', '1795266000'])
    assert.equal(microsOf(text), undefined, text);
});
