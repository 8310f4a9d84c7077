// Audit records over HTTP: what the seed's client asks for, who sees what, what proves a record, and how another portal
// hands over its own.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import type { Caller } from '../../src/api/index.js';
import { verifyProofFile } from '../../src/ledger/index.js';
import { auditRecordFields } from '../../src/records/index.js';
import { type Answer, type Client, type Stand, startStand } from '../api-stand.js';
import { emptyFolder } from '../run-cli.js';

const list = '/api/v1/local/audit_records/';
const id = (end: number) =>
  `1d6a1b0e-54c2-4c1b-9d0e-${String(end).padStart(12, '0')}-1718000000.118532`;

const record = {
  end_point_name: 'svc_v1:apio.tenant.group.user.acr',
  end_point_full_url:
    '/api/v1/tenants/Brightwater/groups/Head-Office/users/amelia.stone@brightwater.example.net/services/acr/',
  http_method: 'PUT',
  impacted_tenant_id: 'Brightwater',
  impacted_group_id: 'Head-Office',
  impacted_user_id: 'amelia.stone@brightwater.example.net',
  impacted_specific_id: '',
  author_id: 'portal.admin@example.net',
  author_role: '12',
  request_time: '2026-08-07T18:23:48.583556+02:00',
  request_data: '{"active": true}',
  request_payload: 'application/json',
  status_code: 200,
  answer_time: '2026-08-07T18:23:48.664234+02:00',
  answer_data: '{"active": true}',
  answer_payload: 'application/json',
  extra_data: null,
  south_data: JSON.stringify([
    {
      timestamp: '1786119828.601',
      id: '7f1c',
      type: 'request',
      protocol: 'BS-OCI',
      content: '<GetSomething/>',
      format: 'xml',
    },
    {
      timestamp: '1786119828.62',
      id: '7f1c',
      type: 'answer',
      protocol: 'BS-OCI',
      content: '<SomethingResponse/>',
      format: 'xml',
    },
    {
      timestamp: '1786119828.63',
      id: '7f1d',
      type: 'request',
      protocol: 'PV',
      vendorType: 'Yealink',
      action: 'create',
      method: 'POST',
      endpoint: '/api/open/v1/device/add',
      content: '{"macs":["00112233aabb"]}',
      format: 'json',
    },
  ]),
};

const machine = (scope: Caller['scope'], level: Caller['level']): Caller => ({
  id: 'machine:portal',
  level,
  scope,
  via: 'token',
  may: { change: false, store: true },
});
const callers: Readonly<Record<string, Caller>> = {
  system: machine({ kind: 'system' }, 16),
  reseller: machine({ kind: 'reseller', tenantIds: new Set(['Brightwater']) }, 16),
  tenant: machine({ kind: 'tenant', tenantId: 'Brightwater' }, 12),
  group: machine({ kind: 'group', tenantId: 'Brightwater', groupId: 'Head-Office' }, 8),
  other: machine({ kind: 'tenant', tenantId: 'Harbourside' }, 12),
  nameless: machine({ kind: 'group', tenantId: '', groupId: 'Head-Office' }, 8),
  department: machine(
    { kind: 'department', tenantId: 'Brightwater', groupId: 'Head-Office', department: 'Sales' },
    4,
  ),
  user: machine(
    {
      kind: 'user',
      tenantId: 'Brightwater',
      groupId: 'Head-Office',
      userId: 'amelia.stone@brightwater.example.net',
    },
    0,
  ),
  reader: { ...machine({ kind: 'system' }, 16), may: { change: false, store: false } },
};

const start = (): Promise<Stand> =>
  startStand({ api: { bearers: [async (token) => callers[token]] } });

async function handOver(client: Client, body: unknown, headers = {}): Promise<Answer> {
  const answer = await client.post(list, body, headers);
  assert.equal(answer.status, 201, answer.text);
  return answer;
}

/** As the seed's client does it: a JSON body on GET, which `fetch` refuses to send. */
function getWithBody(stand: Stand, token: string, body: string): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(list, stand.api.url),
      {
        method: 'GET',
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': '"application/json"',
          'Content-Length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        answer.on('end', () => resolve([answer.statusCode ?? 0, text]));
      },
    );
    asked.on('error', reject).end(body);
  });
}

test('a record that was handed over is shown bare, with the 19 members, and says what is only claimed', async () => {
  await using stand = await start();
  const client = stand.bearing('tenant');
  const { json } = await handOver(client, { ...record, internal_id: id(1) });
  assert.deepEqual(json.stored, [{ internal_id: id(1), state: 'stored' }]);
  const shown = await client.get(`${list}${id(1)}/`);
  assert.equal(shown.status, 200);
  assert.deepEqual(Object.keys(shown.json), [...auditRecordFields]);
  const { request_time, answer_time, extra_data, author_id, author_role, south_data, ...same } =
    shown.json;
  const { south_data: sent, ...said } = record;
  assert.deepEqual(JSON.parse(south_data), JSON.parse(sent));
  assert.deepEqual([author_id, author_role], ['machine:portal', '12']);
  assert.ok(Math.abs(Date.parse(request_time) - Date.now()) < 60_000);
  assert.ok(Date.parse(answer_time) >= Date.parse(request_time));
  assert.deepEqual(JSON.parse(extra_data), {
    claimed: {
      author_id: said.author_id,
      author_role: said.author_role,
      request_time: said.request_time,
      answer_time: said.answer_time,
    },
  });
  for (const [name, value] of Object.entries(same))
    assert.equal(value, { ...said, internal_id: id(1) }[name as 'end_point_name'], name);
});

test('a list is asked for by a body on GET, by a query, or by POST, with the same answer', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  await handOver(client, [
    { ...record, internal_id: id(1) },
    { ...record, internal_id: id(2), impacted_group_id: 'Branch', impacted_user_id: '' },
    { ...record, internal_id: id(3), impacted_specific_id: 'Bank Holidays' },
  ]);
  const [status, text] = await getWithBody(
    stand,
    'system',
    '{"groupId":"Head-Office","userId":"","endPointName":"svc_v1:apio.tenant.group.user.acr"}',
  );
  assert.equal(status, 200, text);
  const ids = JSON.parse(text).auditRecords.map(
    (one: typeof record & { internal_id: string }) => one.internal_id,
  );
  assert.deepEqual(ids, [id(3), id(1)]);
  const where = 'groupId=Head-Office&endPointName=svc_v1%3Aapio.tenant.group.user.acr';
  const byQuery = await client.get(`${list}?${where}`);
  assert.deepEqual(byQuery.json, JSON.parse(text));
  assert.deepEqual(Object.keys(byQuery.json), ['auditRecords', 'nextCursor']);
  const byPost = await client.post(`${list}search/`, {
    groupId: 'Head-Office',
    endPointName: record.end_point_name,
    statusCode: 200,
    limit: 5,
  });
  assert.deepEqual(byPost.json, JSON.parse(text));
  const oldest = await client.get(`${list}?${where}&order=asc&limit=1`);
  assert.deepEqual(
    oldest.json.auditRecords.map((one: { internal_id: string }) => one.internal_id),
    [id(1)],
  );
  const named = await client.get(`${list}?instanceName=Bank%20Holidays&statusCode=2xx`);
  assert.equal(named.json.auditRecords.length, 1);
  const none = await client.get(`${list}?groupId=head-office`);
  assert.deepEqual(none.json, { auditRecords: [], nextCursor: null });
});

test('pages lead on by cursor and by Link, and miss nothing', async () => {
  await using stand = await start();
  const client = stand.bearing('tenant');
  const all = Array.from({ length: 130 }, (_, at) => ({ ...record, internal_id: id(at) }));
  await handOver(client, all);
  const seen: string[] = [];
  let next: string | undefined =
    `${list}?userId=${encodeURIComponent(record.impacted_user_id)}&limit=60&order=asc`;
  const lengths: number[] = [];
  while (next !== undefined) {
    const page: Answer = await client.get(next);
    assert.equal(page.status, 200, page.text);
    seen.push(...page.json.auditRecords.map((one: { internal_id: string }) => one.internal_id));
    lengths.push(page.json.auditRecords.length);
    [, next] = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link') ?? '') ?? [];
    assert.equal(next === undefined, page.json.nextCursor === null);
  }
  assert.deepEqual(lengths, [60, 60, 10]);
  assert.deepEqual(
    seen,
    all.map((one) => one.internal_id),
  );
});

test('a search that cannot be meant is refused, and the words say why', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  const cases: readonly [string, RegExp][] = [
    ['', /groupId, userId, instanceName/],
    ['?groupId=&limit=5', /at least one filter.*tenantId, authorId/],
    ['?groupID=Head-Office', /groupID/],
    ['?groupId=a&groupId=b', /groupId is given more than once/],
    ['?groupId=a&statusCode=2x', /statusCode/],
    ['?groupId=a&outcome=fine', /outcome/],
    ['?groupId=a&from=yesterday', /from must be a time/],
    ['?groupId=a&limit=1001', /limit/],
    ['?groupId=a&limit=0', /limit/],
    ['?groupId=a&order=newest', /order/],
    ['?groupId=a&cursor=bm9uZQ', /cursor does not belong/],
  ];
  for (const [query, words] of cases) {
    const answer = await client.get(`${list}${query}`);
    assert.equal(answer.status, 400, query);
    assert.match(answer.json.errors[0].details.reason, words, query);
  }
  const [status, text] = await getWithBody(stand, 'system', '{"groupId":"a","tenant":"b"}');
  assert.equal(status, 400);
  assert.match(text, /tenant/);
  const post = await client.post(`${list}search/?groupId=b`, { groupId: 'a' });
  assert.equal(post.status, 400);
  assert.equal((await client.post(`${list}search/`, {})).status, 400);
  assert.equal((await client.post(`${list}search/`)).status, 400);
  assert.equal((await stand.nobody.get(`${list}?groupId=a`)).status, 401);
});

test('the same filter in body and query is fine, two different ones are not', async () => {
  await using stand = await start();
  const body = '{"groupId":"Head-Office"}';
  const ask = (query: string) =>
    new Promise<number>((resolve, reject) => {
      const headers = { Authorization: 'Bearer system', 'Content-Length': body.length };
      request(new URL(`${list}${query}`, stand.api.url), { headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      })
        .on('error', reject)
        .end(body);
    });
  assert.equal(await ask('?groupId=Head-Office'), 200);
  assert.equal(await ask('?groupId=Branch'), 400);
});

test('everybody sees the records of the own scope, and nothing tells of others', async () => {
  await using stand = await start();
  await handOver(stand.bearing('system'), [
    { ...record, internal_id: id(1) },
    { ...record, internal_id: id(2), impacted_user_id: 'somebody@brightwater.example.net' },
    { ...record, internal_id: id(3), impacted_group_id: 'Branch', impacted_user_id: '' },
    { ...record, internal_id: id(4), impacted_tenant_id: 'Harbourside' },
    {
      ...record,
      internal_id: id(5),
      impacted_tenant_id: '',
      impacted_group_id: '',
      impacted_user_id: '',
    },
  ]);
  const sees: Readonly<Record<string, readonly number[]>> = {
    system: [1, 2, 3, 4, 5],
    reseller: [1, 2, 3],
    tenant: [1, 2, 3],
    group: [1, 2],
    other: [4],
    nameless: [],
    department: [],
    user: [1],
  };
  for (const [token, numbers] of Object.entries(sees)) {
    const client = stand.bearing(token);
    for (const number of [1, 2, 3, 4, 5]) {
      const { status } = await client.get(`${list}${id(number)}/`);
      assert.equal(status, numbers.includes(number) ? 200 : 404, `${token} ${number}`);
    }
    const tenant = token === 'reseller' ? '&tenantId=Brightwater' : '';
    const found = await client.get(
      `${list}?endPointName=${record.end_point_name}&order=asc${tenant}`,
    );
    assert.equal(found.status, 200, found.text);
    assert.deepEqual(
      found.json.auditRecords.map((one: { internal_id: string }) => one.internal_id),
      numbers.map(id),
      token,
    );
  }
  for (const [token, query] of [
    ['group', 'groupId=Branch'],
    ['tenant', 'tenantId=Harbourside'],
    ['tenant', 'tenantId=Harbourside&groupId=Head-Office'],
    ['user', 'userId=somebody%40brightwater.example.net'],
    ['reseller', 'tenantId=Harbourside'],
  ] as const) {
    const found = await stand.bearing(token).get(`${list}?${query}`);
    assert.deepEqual([found.status, found.json], [200, { auditRecords: [], nextCursor: null }]);
  }
  const unnamed = await stand.bearing('reseller').get(`${list}?groupId=Head-Office`);
  assert.equal(unnamed.status, 400);
  assert.match(unnamed.text, /tenantId/);
});

test('a cursor of one tenant is of no use to another', async () => {
  await using stand = await start();
  await handOver(
    stand.bearing('system'),
    [1, 2, 3].map((at) => ({ ...record, internal_id: id(at) })),
  );
  const query = `${list}?endPointName=${record.end_point_name}&limit=1`;
  const { nextCursor } = (await stand.bearing('tenant').get(query)).json;
  assert.equal(typeof nextCursor, 'string');
  const stolen = await stand.bearing('other').get(`${query}&cursor=${nextCursor}`);
  assert.equal(stolen.status, 400);
  assert.equal(stolen.text.includes('Brightwater'), false);
});

test('an end user sees own records without what went to network elements, and no proof', async () => {
  await using stand = await start();
  const long = JSON.parse(record.south_data);
  long[0].content = `<a>${'x'.repeat(70_000)}</a>`;
  await handOver(stand.bearing('system'), { ...record, internal_id: id(1), south_data: long });
  const full = (await stand.bearing('group').get(`${list}${id(1)}/`)).json;
  assert.equal(JSON.parse(full.south_data).length, 3);
  assert.equal(JSON.parse(full.extra_data).notes[0].of, 'south_data[0]');
  const user = stand.bearing('user');
  for (const one of [
    (await user.get(`${list}${id(1)}/`)).json,
    (await user.get(`${list}?userId=${record.impacted_user_id}`)).json.auditRecords[0],
  ]) {
    assert.equal(one.south_data, '');
    assert.equal(one.extra_data.includes('south'), false);
    assert.equal(one.request_data, record.request_data);
  }
  assert.equal((await user.get(`${list}${id(1)}/proof/`)).status, 403);
});

test('unknown and malformed ids are not there', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  for (const one of [id(9), 'x', '..%2f..', `${id(9).toUpperCase()}`, '%00', 'a'.repeat(400)]) {
    const answer = await client.get(`${list}${one}/`);
    assert.equal(answer.status, 404, one);
    assert.equal((await client.get(`${list}${one}/proof/`)).status, 404, one);
  }
});

test('a proof file convinces somebody who has only the key, and a checkpoint is signed', async () => {
  await using stand = await start();
  await handOver(stand.bearing('tenant'), { ...record, internal_id: id(1) });
  const proof = await stand.bearing('group').get(`${list}${id(1)}/proof/`);
  assert.equal(proof.status, 200, proof.text);
  assert.match(proof.headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(
    proof.headers.get('content-disposition'),
    `attachment; filename="audit-record-${id(1)}.proof.json"`,
  );
  const verdict = verifyProofFile(proof.text, stand.records.verifierKey);
  assert.ok(verdict.ok, JSON.stringify(verdict));
  assert.deepEqual(verdict.about, { record: id(1) });
  assert.equal(
    verifyProofFile(proof.text.replace('Brightwater', 'Brightwaves'), stand.records.verifierKey).ok,
    true,
  );
  const bent = proof.text.replace('"kind\\":\\"call', '"kind\\":\\"more');
  assert.notEqual(bent, proof.text);
  assert.equal(verifyProofFile(bent, stand.records.verifierKey).ok, false);
  assert.equal((await stand.bearing('other').get(`${list}${id(1)}/proof/`)).status, 404);
  // It tells how much everybody together does.
  assert.equal((await stand.bearing('user').get('/api/v1/local/checkpoint/')).status, 403);
  const key = await stand.bearing('user').get('/api/v1/local/verifier_key/');
  assert.equal(key.text.trim(), stand.records.verifierKey);
  const checkpoint = await stand.bearing('tenant').get('/api/v1/local/checkpoint/');
  assert.equal(checkpoint.status, 200);
  assert.match(checkpoint.headers.get('content-type') ?? '', /^text\/plain/);
  assert.match(checkpoint.text, new RegExp(`^${stand.records.origin}\n\\d+\n[\\w+/=]{44}\n\n— `));
  assert.equal((await stand.nobody.get('/api/v1/local/checkpoint/')).status, 401);
});

test('what comes again is stored once; another body under the same id is a conflict', async () => {
  await using stand = await start();
  const client = stand.bearing('tenant');
  const one = { ...record, internal_id: id(1) };
  const many = await Promise.all(Array.from({ length: 12 }, () => handOver(client, one)));
  const states = many.map(({ json }) => json.stored[0].state).sort();
  assert.deepEqual(states, [...Array(11).fill('already'), 'stored']);
  // The list itself in place of its text is the same record.
  const asList = await handOver(client, { ...one, south_data: JSON.parse(record.south_data) });
  assert.equal(asList.json.stored[0].state, 'already');
  const other = await client.post(list, { ...one, status_code: 404 });
  assert.equal(other.status, 409);
  assert.equal(other.json.errors[0].message, 'CONFLICT');
  // The same from somebody else is another record.
  assert.equal((await stand.bearing('reader').post(list, one)).status, 403);
  const batch = await client.post(list, {
    auditRecords: [one, { ...record, internal_id: id(2) }, { ...one, answer_data: '{}' }],
  });
  assert.equal(batch.status, 207);
  assert.deepEqual(batch.json.stored, [
    { internal_id: id(1), state: 'already' },
    { internal_id: id(2), state: 'stored' },
    { internal_id: id(1), state: 'conflict' },
  ]);
  const found = await client.get(`${list}?endPointName=${record.end_point_name}`);
  assert.equal(found.json.auditRecords.length, 2);
  const refused = await client.get(`${list}?statusCode=409&authorId=machine%3Aportal`);
  assert.equal(refused.json.auditRecords[0].end_point_name, 'svc_v1:apio.local.audit_records');
});

test('the id of a call that Muster recorded itself cannot be taken', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  const own = (await client.get(`${list}?groupId=a`)).headers.get('x-audit-record-id')!;
  const answer = await client.post(list, { ...record, internal_id: own });
  assert.equal(answer.status, 409);
  const shown = (await client.get(`${list}${own}/`)).json;
  assert.equal(shown.end_point_name, 'svc_v1:apio.local.audit_records');
});

test('records without ids are stored once under an idempotency key', async () => {
  await using stand = await start();
  const client = stand.bearing('tenant');
  const key = { 'Idempotency-Key': 'batch-17' };
  const two = [record, { ...record, status_code: 404 }];
  const first = (await handOver(client, two, key)).json.stored;
  const again = (await handOver(client, two, key)).json.stored;
  assert.deepEqual(
    again,
    first.map((one: object) => ({ ...one, state: 'already' })),
  );
  for (const { internal_id } of first)
    assert.match(
      internal_id,
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}-0\.0$/,
    );
  assert.notEqual(first[0].internal_id, first[1].internal_id);
  // A key stands for the whole body, whatever of it is the same.
  for (const other of [[two[1]!, two[0]!], [two[0]!], [...two, record], two[0]!])
    assert.equal((await client.post(list, other, key)).status, 409);
  assert.equal((await client.get(`${list}${first[1].internal_id}/`)).json.status_code, 404);
  const [plain] = (await handOver(client, record)).json.stored;
  const [more] = (await handOver(client, record)).json.stored;
  assert.notEqual(plain.internal_id, more.internal_id);
  const odd = await client.post(list, record, { 'Idempotency-Key': 'a b' });
  assert.equal(odd.status, 400);
});

test('a repetition is recognised after a restart', async () => {
  using folder = emptyFolder();
  const states: string[] = [];
  for (let run = 0; run < 2; run++) {
    await using stand = await startStand({
      folder: folder.path,
      api: { bearers: [async (token) => callers[token]] },
    });
    const { json } = await handOver(stand.bearing('tenant'), { ...record, internal_id: id(1) });
    states.push(json.stored[0].state);
  }
  assert.deepEqual(states, ['stored', 'already']);
});

test('NDJSON is taken line by line', async () => {
  await using stand = await start();
  const client = stand.bearing('tenant');
  const type = { 'Content-Type': 'application/x-ndjson' };
  const lines = [1, 2].map((at) => JSON.stringify({ ...record, internal_id: id(at) }));
  const { json } = await handOver(client, `${lines.join('\n')}\n\n`, type);
  assert.deepEqual(
    json.stored.map((one: { internal_id: string }) => one.internal_id),
    [id(1), id(2)],
  );
  const broken = await client.post(list, `${lines[0]}\n{"http_method":`, type);
  assert.equal(broken.status, 400);
  assert.match(broken.text, /line 2 is not JSON/);
  const xml = await client.post(list, '<a/>', { 'Content-Type': 'text/xml' });
  assert.equal(xml.status, 415);
});

test('what is no record is refused with its place, and nothing of the call is stored', async () => {
  await using stand = await start();
  const client = stand.bearing('tenant');
  const { http_method: _, ...without } = record;
  const message = JSON.parse(record.south_data)[0];
  const cases: readonly [unknown, RegExp][] = [
    [[record, { ...record, colour: 'blue' }], /record\[1\]: there is no member colour/],
    [{ auditRecords: [without] }, /auditRecords\[0\]: http_method is missing/],
    [{ auditRecords: [record], more: 1 }, /no member more/],
    [{ auditRecords: record }, /must be a list/],
    [[], /no record/],
    [[7], /record\[0\]: a record must be an object/],
    [{ ...record, internal_id: 'no-id' }, /internal_id must be/],
    [{ ...record, status_code: '200' }, /status_code/],
    [{ ...record, status_code: 20 }, /status_code/],
    [{ ...record, request_time: 'today' }, /request_time must be a time/],
    [{ ...record, answer_time: '2026-99-01T00:00:00Z' }, /answer_time/],
    [{ ...record, request_data: { active: true } }, /request_data must be a text/],
    [{ ...record, impacted_group_id: 'a\nb' }, /impacted_group_id/],
    [{ ...record, impacted_group_id: '\ud800' }, /impacted_group_id/],
    [{ ...record, end_point_name: 'a b' }, /end_point_name/],
    [{ ...record, south_data: 'text' }, /south_data must be a list/],
    [{ ...record, south_data: [{ ...message, type: 'reply' }] }, /south_data\[0\]: type must be/],
    [{ ...record, south_data: [{ ...message, timestamp: 17 }] }, /timestamp must be a text/],
    [{ ...record, south_data: [{ ...message, colour: '' }] }, /no member colour/],
    [{ ...record, south_data: Array(251).fill(message) }, /at most 250/],
    [Array(1001).fill({}), /1001 records/],
    ['"text"', /must be an? object or an? array/],
  ];
  for (const [body, words] of cases) {
    const answer = await client.post(list, body);
    assert.equal(answer.status, 400, JSON.stringify(body).slice(0, 200));
    assert.match(answer.json.errors[0].details.reason, words);
  }
  const outside = await client.post(list, [
    record,
    { ...record, impacted_tenant_id: 'Harbourside' },
  ]);
  assert.equal(outside.status, 403);
  assert.match(outside.text, /record\[1\]/);
  const none = await client.post(list, { ...record, impacted_tenant_id: '' });
  assert.equal(none.status, 403);
  const stored = await client.get(`${list}?endPointName=${record.end_point_name}`);
  assert.deepEqual(stored.json.auditRecords, []);
});

test('secrets of a record that is handed over are taken out, and a call without an answer stays without', async () => {
  await using stand = await start();
  const client = stand.bearing('tenant');
  const [south] = JSON.parse(record.south_data);
  const login =
    '<BroadsoftDocument xmlns:xsi="x"><command xsi:type="LoginRequest14sp4"><userId>a@b</userId><signedPassword>0123456789abcdef0123456789abcdef</signedPassword></command></BroadsoftDocument>';
  await handOver(client, {
    ...record,
    internal_id: id(1),
    request_data: '{"password":"tide-table-7"}',
    extra_data: 'password=tide-table-7',
    status_code: null,
    answer_time: '',
    answer_data: '',
    answer_payload: '',
    south_data: [
      { ...south, content: login },
      { ...south, id: 'b', content: '<c><password>tide-table-7</password></c>' },
    ],
  });
  const shown = await client.get(`${list}${id(1)}/`);
  assert.equal(shown.text.includes('tide-table-7'), false);
  assert.equal(shown.text.includes('0123456789abcdef'), false);
  const { json } = shown;
  assert.deepEqual([json.status_code, json.answer_time, json.answer_data], [null, '', '']);
  assert.equal(JSON.parse(json.extra_data).outcome, 'unknown');
  assert.equal(JSON.parse(json.south_data)[0].content, '', 'a login is not kept in words');
  const found = await client.get(`${list}?groupId=Head-Office&outcome=unknown`);
  assert.equal(found.json.auditRecords.length, 1);
});

test('the largest record that is taken fits into one entry', async () => {
  await using stand = await startStand({
    api: { bearers: [async (token) => callers[token]] },
    records: { limits: { bodyBytes: 1024, southBytes: 1024 } },
  });
  const long = `<a>${'x'.repeat(1_500)}</a>`;
  const [south] = JSON.parse(record.south_data);
  await handOver(stand.bearing('tenant'), {
    ...record,
    internal_id: id(1),
    request_data: long,
    answer_data: long,
    extra_data: 'x'.repeat(16_384),
    south_data: Array.from({ length: 250 }, (_, at) => ({ ...south, id: `m${at}`, content: long })),
  });
  const shown = (await stand.bearing('tenant').get(`${list}${id(1)}/`)).json;
  assert.equal(JSON.parse(shown.south_data).length, 250);
  assert.equal(JSON.parse(shown.extra_data).notes.length, 252);
});

test('reading records does not store them once more', async () => {
  await using stand = await start();
  const client = stand.bearing('tenant');
  await handOver(client, { ...record, internal_id: id(1) });
  for (const path of [
    `${list}${id(1)}/`,
    `${list}?groupId=Head-Office`,
    `${list}${id(1)}/proof/`,
  ]) {
    const own = (await client.get(path)).headers.get('x-audit-record-id')!;
    const kept = (await stand.bearing('system').get(`${list}${own}/`)).json;
    assert.equal(kept.status_code, 200);
    assert.equal(`${kept.answer_data}${kept.request_data}`.includes(record.author_id), false);
    assert.ok(kept.answer_data.length < 200);
  }
});
