// Lists of audit records without their contents, over HTTP: what can be asked, what pages hold while others write, and who
// sees what.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '../../src/api/index.js';
import type { Call } from '../../src/records/index.js';
import { type Answer, type Client, type Stand, startStand } from '../api-stand.js';

const list = '/api/v1/local/audit_records/summaries/';
const amelia = 'amelia.stone@brightwater.example.net';

const machine = (scope: Caller['scope'], level: Caller['level']): Caller => ({
  id: `machine:${scope.kind}`,
  level,
  scope,
  via: 'token',
  may: { change: false, store: false },
});
const home = { tenantId: 'Brightwater', groupId: 'Head-Office' };
const callers: Readonly<Record<string, Caller>> = {
  system: machine({ kind: 'system' }, 16),
  reseller: machine({ kind: 'reseller', tenantIds: new Set(['Brightwater', 'Meridian']) }, 16),
  tenant: machine({ kind: 'tenant', tenantId: 'Brightwater' }, 12),
  group: machine({ kind: 'group', ...home }, 8),
  nameless: machine({ kind: 'group', tenantId: '', groupId: 'Head-Office' }, 8),
  department: machine({ kind: 'department', ...home, department: 'Sales' }, 4),
  user: machine({ kind: 'user', ...home, userId: amelia }, 0),
};

const start = (): Promise<Stand> =>
  startStand({ api: { bearers: [async (token) => callers[token]] } });

/** `tenant/group/user/instance` */
const impactOf = (words: string) => {
  const [tenantId = '', groupId = '', userId = '', instanceName = ''] = words.split('/');
  return { tenantId, groupId, userId, instanceName };
};

/** Makes a record; without a status it stays open. Gives its id. */
async function make(
  { records }: Stand,
  words: string,
  status?: number,
  more: Partial<Call> = {},
): Promise<string> {
  const record = await records.recorder.open({
    endPointName: 'svc_v1:harbour.tenant.group',
    url: '/api/v1/harbour/',
    method: more.changes ? 'PUT' : 'GET',
    changes: false,
    actor: { id: 'noor@saltmarsh.example', role: '12' },
    impact: impactOf(words),
    ...more,
  });
  if (status !== undefined) await record.close({ status });
  return record.id;
}

/** Made by hand: reads of lists leave records too, and are to be left out. */
const own = 'authorId=noor%40saltmarsh.example';
const idsIn = ({ status, text, json }: Answer): string[] => {
  assert.equal(status, 200, text);
  return json.records.map((one: { internalId: string }) => one.internalId);
};

test('a summary says who did what to whom and how it ended, and nothing of the contents', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  const none = await client.get(list);
  assert.deepEqual([none.status, none.json], [200, { records: [], nextCursor: null }]);
  const words = `Brightwater/Head-Office/${amelia}/Bank Holidays`;
  const id = await make(stand, words, 404, { changes: true });
  const open = await make(stand, 'Brightwater', undefined, { changes: true });
  const { json, headers } = await client.get(`${list}?${own}`);
  const [still, ended] = json.records;
  const { requestTime, durationMs, position, ...said } = ended;
  assert.deepEqual(said, {
    internalId: id,
    endPointName: 'svc_v1:harbour.tenant.group',
    method: 'PUT',
    ...impactOf(words),
    authorId: 'noor@saltmarsh.example',
    statusCode: 404,
    outcome: 'refused',
    changes: true,
    handedOver: false,
  });
  assert.ok(Math.abs(Date.parse(requestTime) - Date.now()) < 60_000);
  assert.ok(durationMs > 0 && position > 0 && still.position > position);
  assert.deepEqual(
    [still.internalId, still.statusCode, still.durationMs, still.outcome, still.changes],
    [open, null, null, 'open', true],
  );
  assert.deepEqual(Object.keys(json), ['records', 'nextCursor'], 'nothing is put into it');
  const record = await client.get(
    `/api/v1/local/audit_records/${headers.get('x-audit-record-id')}/`,
  );
  assert.equal(record.json.end_point_name, 'svc_v1:muster.local.audit_records.summaries');
  // Its slash may be left out, and it is no id of a record.
  assert.equal((await client.get(list.slice(0, -1))).status, 200);
});

test('a change that is refused is among the changes, one by nobody is not', async () => {
  await using stand = await start();
  const path = `/api/v1/tenants/Brightwater/groups/Head-Office/users/${amelia}/services/acr/`;
  const refused = [
    await stand.bearing('group').put(path, { active: true }),
    await stand.bearing('nobody').put(path, { active: true }),
  ];
  assert.deepEqual(
    refused.map(({ status }) => status),
    [403, 401],
  );
  const client = stand.bearing('system');
  const changes = async (answer: Answer | undefined) => {
    const id = answer?.headers.get('x-audit-record-id');
    const { json } = await client.get(`${list}?method=PUT`);
    return json.records.find(({ internalId }: { internalId: string }) => internalId === id).changes;
  };
  assert.deepEqual([await changes(refused[0]), await changes(refused[1])], [true, false]);
  const { json } = await client.get(`${list}?changes=true`);
  assert.equal(json.records.length, 1);
});

test('a record that was handed over is told from the others', async () => {
  await using stand = await start();
  const told = { claims: {}, bodyHash: 'hash', messages: undefined };
  const ids = [
    await make(stand, 'Brightwater', 200, { told }),
    await make(stand, 'Brightwater', 200, { changes: true, told }),
    await make(stand, 'Brightwater', 200, { changes: true }),
  ];
  const { json } = await stand.bearing('system').get(`${list}?${own}&order=asc`);
  const found = json.records.map((one: { internalId: string; handedOver: boolean }) => [
    one.internalId,
    one.handedOver,
  ]);
  assert.deepEqual(found, [
    [ids[0], true],
    [ids[1], true],
    [ids[2], false],
  ]);
});

test('filters hold together, and changes are told from reads', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  const made = [
    await make(stand, 'Brightwater/Head-Office', 200),
    await make(stand, `Brightwater/Head-Office/${amelia}`, 200, { changes: true }),
    await make(stand, 'Brightwater/Roma', 500, { changes: true, method: 'POST' }),
    await make(stand, 'Meridian/Campus//Bank Holidays', 403, { endPointName: 'svc_v1:other' }),
    await make(stand, 'Meridian/Campus', undefined, { changes: true }),
  ];
  const found = async (query: string) =>
    idsIn(await client.get(`${list}?${own}&order=asc&${query}`)).map((id) => made.indexOf(id));
  assert.deepEqual(await found(''), [0, 1, 2, 3, 4]);
  assert.deepEqual(await found('changes=true'), [1, 2, 4]);
  assert.deepEqual(await found('changes=false'), [0, 3]);
  assert.deepEqual(await found('changes='), [0, 1, 2, 3, 4]);
  assert.deepEqual(await found('changes=true&tenantId=Brightwater&outcome=succeeded'), [1]);
  assert.deepEqual(await found('groupId=Head-Office'), [0, 1]);
  assert.deepEqual(await found('groupId=head-office'), []);
  assert.deepEqual(await found(`userId=${encodeURIComponent(amelia)}`), [1]);
  assert.deepEqual(await found('instanceName=Bank%20Holidays'), [3]);
  assert.deepEqual(await found('endPointName=svc_v1:other'), [3]);
  assert.deepEqual(await found('method=post'), [2]);
  assert.deepEqual(await found('statusCode=4xx'), [3]);
  assert.deepEqual(await found('outcome=open'), [4]);
  assert.deepEqual(await found('from=2000-01-01T00:00:00Z&to=2001-01-01T00:00:00Z'), []);
  const both = await client.get(
    `/api/v1/local/audit_records/?${own}&changes=true&groupId=Head-Office`,
  );
  assert.equal(both.json.auditRecords[0].internal_id, made[1]);
  const inBody = await client.post('/api/v1/local/audit_records/search/', { changes: true });
  assert.equal(inBody.json.auditRecords.length, 3);
});

test('what cannot be meant is refused, in words', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  for (const [query, why] of [
    ['?changes=yes', /changes must be one of/],
    ['?limit=0', /limit/],
    ['?limit=1001', /limit/],
    ['?limit=many', /limit must be an integer/],
    ['?order=best', /order must be one of/],
    ['?outcome=good', /outcome must be one of/],
    ['?statusCode=2x', /like 404 or 4xx/],
    ['?from=yesterday', /from must be a time/],
    ['?cursor=x', /cursor does not belong/],
    ['?groupID=a', /no query parameter groupID; known are groupId/],
    ['?groupId=a&groupId=b', /given more than once/],
    [`?groupId=${'x'.repeat(501)}`, /groupId/],
  ] as const) {
    const { status, json } = await client.get(list + query);
    assert.deepEqual([status, json.errors[0].message], [400, 'QUERY_INVALID'], query);
    assert.match(json.errors[0].details.reason, why);
  }
  assert.equal((await stand.nobody.get(list)).status, 401);
  assert.equal((await client.post(list, {})).status, 405);
});

/** All pages, one after the other, while `meanwhile` goes on. */
async function allPages(client: Client, first: string, meanwhile: () => Promise<unknown>) {
  const seen: string[] = [];
  let next: string | undefined = first;
  while (next !== undefined) {
    const page: Answer = await client.get(next);
    seen.push(...idsIn(page));
    [, next] = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link') ?? '') ?? [];
    assert.equal(next === undefined, page.json.nextCursor === null);
    await meanwhile();
  }
  return seen;
}

test('pages miss nothing and double nothing while others write', async () => {
  await using stand = await start();
  const client = stand.bearing('group');
  const made: string[] = [];
  for (let count = 0; count < 25; count++)
    made.push(await make(stand, 'Brightwater/Head-Office', 200, { changes: count % 2 === 0 }));
  const writing = () => make(stand, 'Brightwater/Head-Office', 200, { changes: true });
  const some = made.filter((_, at) => at % 2 === 0);
  const newest = await allPages(client, `${list}?changes=true&limit=4`, writing);
  assert.deepEqual(newest, [...some].reverse());
  let more = 3;
  const later: string[] = [];
  const oldest = await allPages(client, `${list}?changes=true&limit=4&order=asc`, async () => {
    if (more-- > 0) later.push(await writing());
  });
  assert.deepEqual(oldest.slice(0, some.length), some);
  assert.equal(new Set(oldest).size, oldest.length);
  assert.ok(later.every((id) => oldest.includes(id)));
  const { json } = await client.get(`${list}?changes=true&limit=4`);
  for (const query of ['limit=4', 'changes=false', 'changes=true&order=asc']) {
    const other = await client.get(`${list}?${query}&cursor=${json.nextCursor}`);
    assert.equal(other.status, 400, query);
  }
  // A cursor of a group leads nobody else into it, and none of theirs out of it.
  const theirs = await stand.bearing('system').get(`${list}?changes=true&limit=4`);
  const crossed = await client.get(`${list}?changes=true&cursor=${theirs.json.nextCursor}`);
  assert.equal(crossed.status, 400);
});

test('everybody sees the own scope, whatever is asked', async () => {
  await using stand = await start();
  const made: Record<string, string> = {};
  for (const words of [
    '',
    'Brightwater',
    'Brightwater/Head-Office',
    `Brightwater/Head-Office/${amelia}`,
    'Brightwater/Head-Office/chiara.rossi@brightwater.example.net',
    'Brightwater/Roma',
    'Meridian/Head-Office',
    `Meridian/Head-Office/${amelia}`,
    'Liberty/Head-Office',
  ])
    made[await make(stand, words, 200, { changes: true })] = words;
  const seen = async (who: string, query = '') => {
    const answer = await stand.bearing(who).get(`${list}?${own}&order=asc${query}`);
    return idsIn(answer).map((id) => made[id]);
  };
  const all = Object.values(made);
  assert.deepEqual(await seen('system'), all);
  assert.deepEqual(await seen('tenant'), all.slice(1, 6));
  assert.deepEqual(await seen('group'), all.slice(2, 5));
  assert.deepEqual(await seen('user'), [all[3]]);
  assert.deepEqual(await seen('department'), []);
  assert.deepEqual(await seen('nameless'), []);
  assert.deepEqual(await seen('group', '&groupId=Roma'), []);
  assert.deepEqual(await seen('group', '&tenantId=Meridian&groupId=Head-Office'), []);
  assert.deepEqual(await seen('group', '&groupId='), all.slice(2, 5));
  assert.deepEqual(await seen('tenant', '&tenantId=Meridian'), []);
  assert.deepEqual(await seen('user', '&userId=chiara.rossi@brightwater.example.net'), []);
  assert.deepEqual(await seen('reseller', '&tenantId=Meridian'), all.slice(6, 8));
  assert.deepEqual(await seen('reseller', '&tenantId=Liberty'), []);
  const unnamed = await stand.bearing('reseller').get(list);
  assert.equal(unnamed.status, 400);
  assert.match(unnamed.json.errors[0].details.reason, /tenantId must be named/);
});

test('administrators of a group who sign in see what was done in it, and by whom', async () => {
  await using stand = await start();
  const path = (group: string, user: string) =>
    `/api/v1/tenants/Brightwater/groups/${group}/users/${user}/services/acr/`;
  const office = await stand.as('office@brightwater.example.net');
  const done = await office.put(path('Head-Office', amelia), { active: true });
  assert.equal(done.status, 200, done.text);
  const system = await stand.as('auditor@example.net');
  assert.equal((await system.get('/api/v1/tenants/Brightwater/groups/Roma/')).status, 200);
  const { json } = await office.get(`${list}?changes=true`);
  assert.deepEqual(
    json.records.map((one: { internalId: string; authorId: string; groupId: string }) => [
      one.internalId,
      one.authorId,
      one.groupId,
    ]),
    [[done.json._record_internal_id, 'office@brightwater.example.net', 'Head-Office']],
  );
  const all = await office.get(list);
  assert.ok(
    all.json.records.every(({ groupId }: { groupId: string }) => groupId === 'Head-Office'),
  );
});
