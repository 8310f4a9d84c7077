// Signing in over HTTP: who gets in, what the session may, how it ends, and what is recorded of it.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { findRecords } from '../../src/records/index.js';
import { startStand } from '../api-stand.js';

test('a system administrator signs in, is known, and signs out', async () => {
  await using stand = await startStand();
  const [admin] = stand.world.administrators;
  const client = await stand.as(admin!.userId);
  const me = await client.get('/api/v1/login/');
  assert.equal(me.status, 200);
  assert.equal(me.json.id, admin!.userId);
  assert.equal(me.json.profile.user_level, 16);
  assert.match(me.headers.get('x-audit-record-id') ?? '', /^[0-9a-f-]{36}-\d+\.\d+$/);
  assert.equal(me.json._record_internal_id, me.headers.get('x-audit-record-id'));
  assert.equal((await client.call('DELETE', '/api/v1/login/')).status, 204);
  assert.equal((await client.get('/api/v1/login/')).status, 401);
});

test('the record of a login names who it was and holds no password', async () => {
  await using stand = await startStand();
  const [admin] = stand.world.administrators;
  await stand.as(admin!.userId);
  const { records } = await findRecords(stand.records.reader, {
    endPointName: 'svc_v1:apio.login',
  });
  assert.equal(records.length, 1);
  const [record] = records;
  assert.equal(record!.author_id, admin!.userId);
  assert.equal(record!.author_role, '16');
  assert.equal(record!.status_code, 200);
  assert.equal(JSON.stringify(record).includes(admin!.password), false);
  const south = JSON.parse(record!.south_data) as { protocol: string; type: string }[];
  assert.deepEqual(
    south.map(({ type }) => type),
    ['request', 'answer', 'request', 'answer'],
  );
});

test('a wrong password is refused, recorded, and not tried for ever', async () => {
  await using stand = await startStand({ api: { attempts: { perAccount: 3 } } });
  const username = stand.world.administrators[0]!.userId;
  const asked = () =>
    stand.simulator.commands.filter(({ name }) => name.startsWith('LoginRequest')).length;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const answer = await stand.nobody.post('/api/v1/login/', { username, password: 'canary-4711' });
    assert.equal(answer.status, 401);
    assert.equal(answer.json.errors[0].message, 'LOGIN_REFUSED');
    assert.equal(answer.text.includes('canary-4711'), false);
  }
  assert.equal(asked(), 3);
  const locked = await stand.nobody.post('/api/v1/login/', { username, password: 'canary-4711' });
  assert.equal(locked.status, 429);
  assert.ok(Number(locked.headers.get('retry-after')) > 0);
  assert.equal(asked(), 3);
  const { records } = await findRecords(stand.records.reader, {
    endPointName: 'svc_v1:apio.login',
  });
  assert.equal(records.length, 4);
  assert.equal(JSON.stringify(records).includes('canary-4711'), false);
});

test('a bearer is given when asked for, and no cookie with it', async () => {
  await using stand = await startStand();
  const { userId: username, password } = stand.world.administrators[0]!;
  const body = { username, password, provide_bearer: true };
  const answer = await stand.nobody.post('/api/v1/login/', body);
  assert.equal(answer.headers.get('set-cookie'), null);
  assert.equal((await stand.bearing(answer.json.bearer).get('/api/v1/login/')).status, 200);
  const { records } = await findRecords(stand.records.reader, {});
  assert.equal(JSON.stringify(records).includes(answer.json.bearer), false);
});

test('sessions end when they are not used', async () => {
  let now = Date.now();
  await using stand = await startStand({ api: { now: () => now, sessions: { idleMs: 60_000 } } });
  const client = await stand.as(stand.world.administrators[0]!.userId);
  now += 59_000;
  assert.equal((await client.get('/api/v1/login/')).status, 200);
  now += 61_000;
  assert.equal((await client.get('/api/v1/login/')).status, 401);
});

test('a page of another site cannot use the session', async () => {
  await using stand = await startStand();
  const client = await stand.as(stand.world.administrators[0]!.userId);
  for (const headers of [
    { Origin: 'https://elsewhere.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
  ]) {
    const answer = await client.call('DELETE', '/api/v1/login/', undefined, headers);
    assert.equal(answer.status, 403);
    assert.equal(answer.json.errors[0].message, 'CROSS_SITE');
  }
  assert.equal((await client.get('/api/v1/login/')).status, 200);
});

test('bad requests are told what is wrong, and are recorded', async () => {
  await using stand = await startStand({ api: { limits: { bodyBytes: 2_000 } } });
  const post = (body: string, type = 'application/json') =>
    stand.nobody.call('POST', '/api/v1/login/', body, { 'Content-Type': type });
  const reason = async (body: string, type?: string) => {
    const { status, json } = await post(body, type);
    return [status, json.errors[0].details.reason];
  };
  assert.deepEqual(await reason('{"username":"a"}'), [400, 'password is missing']);
  const [status, words] = await reason('{"username":"a","password":"b","colour":1}');
  assert.equal(status, 400);
  assert.match(words, /no member colour; known are username, password/);
  assert.deepEqual(await reason('{"username":1,"password":"b"}'), [
    400,
    'username must be a string',
  ]);
  assert.match((await reason('{"password":"hunter2" oops'))[1], /^the body is not JSON/);
  assert.equal((await reason('{"password":"hunter2" oops'))[1].includes('hunter2'), false);
  assert.equal((await post('a=b', 'application/x-www-form-urlencoded')).status, 415);
  assert.equal((await post(`{"username":"${'x'.repeat(3_000)}"}`)).status, 413);
  assert.equal((await stand.nobody.get('/api/v1/nothing/')).status, 404);
  const wrongMethod = await stand.nobody.call('PUT', '/api/v1/login/');
  assert.equal(wrongMethod.status, 405);
  assert.equal(wrongMethod.headers.get('allow'), 'POST, GET, DELETE');
  const { records } = await findRecords(stand.records.reader, { statusCode: '4xx' });
  assert.equal(records.length, 9);
});

test('health, figures and the description need nobody to sign in', async () => {
  await using stand = await startStand();
  assert.equal((await stand.nobody.get('/health/live')).status, 200);
  const head = await stand.nobody.call('HEAD', '/health/live');
  assert.deepEqual([head.status, head.text], [200, '']);
  const ready = await stand.nobody.get('/health/ready');
  assert.equal(ready.status, 200, ready.text);
  assert.match((await stand.nobody.get('/metrics')).text, /muster_calls_total/);
  assert.equal((await stand.nobody.get('/openapi.json')).json.openapi, '3.1.0');
  const page = await stand.nobody.get('/reference/');
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.match(page.text, /Sign in with a BroadWorks account/);
  assert.equal(stand.records.size(), 0);
});

test('rubbish on the socket is answered and harms nobody', async () => {
  await using stand = await startStand();
  for (const [status, bytes] of [
    [400, 'GET / HTTP/9.9\r\n\r\n'],
    [400, '\u0000\u0001\r\n\r\n'],
    [404, 'GET /api/v1/%zz/ HTTP/1.1\r\nHost: x\r\n\r\n'],
  ] as const) {
    const text = await new Promise<string>((resolve) => {
      const socket = connect(stand.api.port, '127.0.0.1');
      let got = '';
      socket.on('data', (piece) => {
        got += piece.toString();
        socket.end();
      });
      socket.on('close', () => resolve(got));
      socket.write(bytes);
    });
    assert.match(text, new RegExp(`^HTTP/1\\.1 ${status} `));
  }
  assert.equal((await stand.nobody.get('/health/live')).status, 200);
});

test('one account has one name: white space is no way around the count, nor into records', async () => {
  await using stand = await startStand({ api: { attempts: { perAccount: 1 } } });
  const { userId, password } = stand.world.administrators[0]!;
  await stand.nobody.post('/api/v1/login/', { username: userId, password: 'wrong' });
  for (const username of [
    `${userId} `,
    ` ${userId}`,
    `${userId}\t`,
    `${userId}\u00a0`,
    `${userId}\n`,
  ]) {
    const answer = await stand.nobody.post('/api/v1/login/', { username, password });
    assert.equal(answer.status, 400, JSON.stringify(username));
  }
  const upper = { username: userId.toUpperCase(), password };
  assert.equal((await stand.nobody.post('/api/v1/login/', upper)).status, 429);
});

test('the record of a failed login names the account', async () => {
  await using stand = await startStand();
  const username = 'sales@brightwater.example.net';
  await stand.nobody.post('/api/v1/login/', { username, password: 'wrong' });
  const { records } = await findRecords(stand.records.reader, { userId: username });
  assert.deepEqual(
    records.map(({ status_code, author_id }) => [status_code, author_id]),
    [[401, '']],
  );
});

test('a page of another site cannot sign somebody in', async () => {
  await using stand = await startStand();
  const { userId: username, password } = stand.world.administrators[0]!;
  const headers = { 'Sec-Fetch-Site': 'same-site', Origin: 'http://127.0.0.1:3000' };
  const answer = await stand.nobody.post('/api/v1/login/', { username, password }, headers);
  assert.equal(answer.status, 403);
  assert.equal(answer.headers.get('set-cookie'), null);
});

test('a page that asks whether somebody is signed in leaves no record, a credential that is no good does', async () => {
  await using stand = await startStand();
  const path = '/api/v1/login/';
  const answers = [
    await stand.nobody.get(path),
    await stand.nobody.get(path, { Cookie: 'theme=dark' }),
    await stand.nobody.get(path, { Cookie: 'sessionid=x; theme=dark' }),
    await stand.nobody.get(path, { Authorization: 'Bearer x' }),
    await stand.nobody.get(path, { Authorization: 'Basic eDp5' }),
    await stand.nobody.call('DELETE', path),
    await stand.nobody.get('/api/v1/tenants/'),
  ];
  for (const { status, json } of answers) {
    assert.equal(status, 401);
    assert.equal(json.errors[0].message, 'NOT_SIGNED_IN');
  }
  const recorded = answers.map(({ headers }) => headers.get('x-audit-record-id') !== null);
  assert.deepEqual(recorded, [false, false, true, true, true, true, true]);
  const { records } = await findRecords(stand.records.reader, { statusCode: '401' });
  assert.equal(records.length, 5);
});

test('whoever is not signed in fills neither the ledger nor the records of others', async () => {
  await using stand = await startStand();
  const path = '/api/v1/tenants/Brightwater/groups/Head-Office/audits/';
  const answer = await stand.nobody.post(path, { parts: ['x'.repeat(500_000)] });
  assert.equal(answer.status, 401);
  const reader = await stand.nobody.get('/api/v1/nowhere/');
  assert.equal(reader.status, 404);
  assert.equal(
    (await findRecords(stand.records.reader, { groupId: 'Head-Office' })).records.length,
    0,
  );
  const { records } = await findRecords(stand.records.reader, { statusCode: '401' });
  assert.equal(records[0]?.request_data, '{}');
  const client = await stand.as(stand.world.administrators[0]!.userId);
  const refused = await client.post(path, { parts: ['y'.repeat(500_000)] });
  assert.equal(refused.status, 400);
  const id = refused.headers.get('x-audit-record-id')!;
  const [kept] = (await findRecords(stand.records.reader, { statusCode: '400' })).records;
  assert.equal(kept?.internal_id, id);
  assert.ok(kept.request_data.length < 3_000);
});

test('a name that stands twice in a body is refused: a record could show another value than was done', async () => {
  await using stand = await startStand();
  const answer = await stand.nobody.call(
    'POST',
    '/api/v1/login/',
    '{"username":"a","password":"b","username":"c"}',
  );
  assert.equal(answer.status, 400);
  assert.match(answer.json.errors[0].details.reason, /username stands twice/);
});

test('the log and the figures tell how long calls took', async () => {
  const lines: number[] = [];
  await using stand = await startStand({ api: { onCall: ({ ms }) => void lines.push(ms) } });
  await stand.as(stand.world.administrators[0]!.userId);
  assert.ok(lines[0]! > 0);
  const text = (await stand.nobody.get('/metrics')).text;
  const [, sum] = /muster_call_seconds_sum\{[^}]*login[^}]*\} (\S+)/.exec(text) ?? [];
  assert.ok(Number(sum) > 0, text.slice(0, 300));
});

test('a window that means somebody else than the cookie does not go on', async () => {
  await using stand = await startStand();
  const client = await stand.as('office@brightwater.example.net');
  const meaning = (who: string) =>
    client.get('/api/v1/login/', { 'X-Muster-Account': encodeURIComponent(who) });
  assert.equal((await meaning('office@brightwater.example.net')).status, 200);
  for (const other of ['auditor@example.net', 'OFFICE@brightwater.example.net', '']) {
    const { status, json } = await meaning(other);
    assert.deepEqual([status, json.errors[0].message], [401, 'NOT_SIGNED_IN'], other);
  }
  assert.equal((await client.get('/api/v1/login/')).status, 200, 'the session itself goes on');
});
