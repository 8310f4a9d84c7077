// Requests by hand, byte for byte: those of the clients of APIO as they write them, slow ones, large ones, and what is no HTTP.
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { findRecords } from '../../src/records/index.js';
import { type Client, type Stand, startStand } from '../api-stand.js';

const id = '8eac277c-090e-41c4-adfc-1ecaf14a0134-1565195028.58351993560791015625';
const handedOver = {
  internal_id: id,
  end_point_name: 'svc_v1:apio.tenant.group.user.acr',
  end_point_full_url: '/api/v1/tenants/Brightwater/groups/Quay/users/u@example.net/services/acr/',
  http_method: 'GET',
  impacted_tenant_id: 'Brightwater',
  impacted_group_id: 'Quay',
  impacted_user_id: 'u@example.net',
  impacted_specific_id: '',
  author_id: 'admin@example.net',
  author_role: '12',
  request_time: '2019-08-07T18:23:48.583556+02:00',
  request_data: '{}',
  request_payload: 'application/octet-stream',
  status_code: 200,
  answer_time: '2019-08-07T18:23:48.664234+02:00',
  answer_data: '{"active": false}',
  answer_payload: 'application/json',
  extra_data: null,
  south_data: '',
};

let stand: Stand;
let admin: Client;
before(async () => {
  stand = await startStand({ api: { limits: { requestMs: 400, bodyBytes: 2_000 } } });
  admin = await stand.as('auditor@example.net');
  const stored = await admin.post('/api/v1/local/audit_records/', handedOver);
  assert.equal(stored.status, 201, stored.text);
});
after(() => stand.close());

function open(): { socket: Socket; all: Promise<string> } {
  const socket = connect(stand.api.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const all = new Promise<string>((resolve) => {
    socket.once('error', () => resolve(text));
    socket.once('close', () => resolve(text));
  });
  return { socket, all };
}

/** Sends lines, and gives all that comes until the server closes. */
async function said(...lines: string[]): Promise<{ status: number; head: string; body: string }> {
  const { socket, all } = open();
  socket.write(lines.join('\r\n'));
  return parted(await all);
}

function parted(text: string): { status: number; head: string; body: string } {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, body: rest.join('\r\n\r\n') };
}

const entries = async () => stand.records.size();

describe('requests as clients of APIO write them', () => {
  test('one record by its id', async () => {
    const { status, body } = await said(
      `GET /api/v1/local/audit_records/${id}/ HTTP/1.1`,
      'Host: example.com',
      `Cookie: ${admin.cookie}`,
      'Connection: close',
      '',
      '',
    );
    assert.equal(status, 200, body);
    const record = JSON.parse(body);
    assert.deepEqual(Object.keys(record), Object.keys(handedOver));
    assert.equal(record.end_point_name, handedOver.end_point_name);
    assert.equal(record.impacted_group_id, 'Quay');
  });

  test('a list by a body that comes with GET, its media type in quotes', async () => {
    const filter = '{\n    "groupId" : "Quay"\n}';
    const { status, body } = await said(
      'GET /api/v1/local/audit_records/ HTTP/1.1',
      'Host: example.com',
      'Content-Type: "application/json"',
      `Content-Length: ${filter.length}`,
      `Cookie: ${admin.cookie}`,
      'Connection: close',
      '',
      filter,
    );
    assert.equal(status, 200, body);
    const { auditRecords } = JSON.parse(body);
    assert.equal(auditRecords.length, 1);
    assert.equal(auditRecords[0].internal_id, id);
  });

  test('without a Content-Length the body is no part of the request, and that is said', async () => {
    const { status, body } = await said(
      'GET /api/v1/local/audit_records/ HTTP/1.1',
      'Host: example.com',
      'Content-Type: "application/json"',
      '',
      '{\n    "groupId" : "Quay"\n}',
    );
    assert.equal(status, 400);
    assert.match(JSON.parse(body).errors[0].details.reason, /a body needs a Content-Length/);
  });
});

describe('what does not come as it should', () => {
  test('headers that trickle in are not waited for', async () => {
    const { socket, all } = open();
    const drip = setInterval(() => socket.write('X-Slow: 1\r\n'), 50);
    socket.write('GET /health/live/ HTTP/1.1\r\nHost: here\r\n');
    const { status, body } = parted(await all);
    clearInterval(drip);
    assert.equal(status, 408);
    assert.equal(JSON.parse(body).errors[0].message, 'HEADERS_INVALID');
  });

  test('a body that never comes is not waited for, and the call is recorded', async () => {
    const before = await entries();
    const { status } = await said(
      'POST /api/v1/login/ HTTP/1.1',
      'Host: here',
      'Content-Type: application/json',
      'Content-Length: 100',
      '',
      '{"username":',
    );
    assert.equal(status, 408);
    while ((await entries()) === before) await new Promise((resolve) => setImmediate(resolve));
    const { records } = await findRecords(stand.records.reader, { statusCode: '400' });
    assert.equal(records[0]?.end_point_full_url, '/api/v1/login/');
  });

  test('a body that is too large is refused and recorded', async () => {
    const answer = await admin.post('/api/v1/local/audit_records/', { x: 'x'.repeat(3_000) });
    assert.equal(answer.status, 413, answer.text);
    assert.equal(answer.json.errors[0].message, 'BODY_TOO_LARGE');
    assert.ok(answer.headers.get('x-audit-record-id'));
  });

  test('what is no HTTP is answered, and not recorded', async () => {
    const before = await entries();
    for (const [line, status] of [
      ['hello', 400],
      ['GET /%zz HTTP/1.1\r\nHost: here\r\nConnection: close', 404],
      [`GET / HTTP/1.1\r\nHost: here\r\nX-Long: ${'x'.repeat(20_000)}`, 431],
    ] as const) {
      const answer = await said(line, '', '');
      assert.equal(answer.status, status, answer.head);
      const { message } = JSON.parse(answer.body).errors[0];
      assert.equal(message, status === 404 ? 'NOT_FOUND' : 'HEADERS_INVALID');
    }
    assert.equal(await entries(), before);
  });

  test('an unknown address and an unknown method are told apart', async () => {
    const nowhere = await admin.get('/api/v2/tenants/');
    assert.equal(nowhere.status, 404);
    assert.match(nowhere.json.errors[0].details.reason, /openapi\.json/);
    const other = await admin.call('DELETE', '/api/v1/tenants');
    assert.equal(other.status, 405, other.text);
    assert.equal(other.headers.get('allow'), 'GET');
  });
});

test('whoever calls too often waits, at unknown addresses too, and fills no ledger', async () => {
  await using strict = await startStand({ api: { limits: { callsPerMinute: 30 } } });
  const statuses: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    const { status } = await strict.nobody.get(`/nowhere-${count}/`);
    statuses.push(status);
  }
  assert.deepEqual(statuses, [404, 404, 404, 429, 429]);
  assert.equal(strict.records.size(), 3);
  const late = await strict.nobody.get('/api/v1/tenants/');
  assert.equal(late.status, 429);
  assert.ok(Number(late.headers.get('retry-after')) > 0);
});
