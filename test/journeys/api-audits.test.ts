// Audits over HTTP: run, kept by their record, listed, and shown again in every format, to the letter.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type KeepLevel, type Policy, policyWith, readRecord } from '../../src/records/index.js';
import { type Client, type Stand, type StandOptions, startStand } from '../api-stand.js';

const path = '/api/v1/tenants/Brightwater/groups/Head-Office/audits/';
const provider = 'admin@brightwater.example.net';
const office = 'office@brightwater.example.net';

const keeping = (bodies: KeepLevel, more: { readonly bodyBytes?: number } = {}): Policy =>
  policyWith([
    {
      name: 'audits',
      endPoint: 'svc_v1:muster.tenant.group.audits',
      method: 'POST',
      bodies,
      ...more,
    },
  ]);
const kept: StandOptions = {};

let stand: Stand;
let admin: Client;

before(async () => {
  stand = await startStand(kept);
  admin = await stand.as(provider);
});
after(() => stand.close());

const idOf = ({ headers }: { headers: Headers }) => headers.get('x-audit-record-id') as string;

test('an audit is sent as JSON, kept by its record, and shown again to the letter', async () => {
  const made = await admin.post(path);
  assert.equal(made.status, 200, made.text);
  assert.equal(made.json.schema, 'muster/group-audit@1');
  assert.equal(made.json.status, 'complete');
  assert.deepEqual(Object.keys(made.json.parts), [
    'details',
    'licences',
    'users',
    'numbers',
    'trunking',
  ]);
  const id = idOf(made);
  assert.equal(made.headers.get('location'), `${path}${id}/`);
  const shown = await admin.get(`${path}${id}/`);
  assert.equal(shown.status, 200, shown.text);
  assert.equal(shown.text, made.text);
  const record = await readRecord(stand.records.reader, id);
  assert.equal(record?.end_point_name, 'svc_v1:muster.tenant.group.audits');
  assert.equal(record.answer_data, made.text);
  assert.doesNotMatch(record.extra_data ?? '', /answer_data/, 'nothing of it was taken out');
});

test('every format is the same, sent at once or made of what was kept', async () => {
  const formats = ['format=mercury', 'format=odin', 'format=odin-camel'];
  const files = ['details', 'licences', 'users', 'numbers', 'holders', 'trunking'];
  const queries = [...formats, ...files.map((file) => `format=csv&file=${file}.csv`)];
  for (const query of queries) {
    const made = await admin.post(`${path}?${query}`);
    assert.equal(made.status, 200, made.text);
    assert.ok(made.text.length > 100);
    const shown = await admin.get(`${path}${idOf(made)}/?${query}`);
    assert.equal(shown.text, made.text, query);
    assert.equal(shown.headers.get('content-type'), made.headers.get('content-type'));
    const json = await admin.get(`${path}${idOf(made)}/`);
    assert.equal(json.json.schema, 'muster/group-audit@1', 'the model is kept, whatever was sent');
  }
  const csv = await admin.post(`${path}?format=csv&file=numbers.csv`);
  assert.match(csv.headers.get('content-type')!, /^text\/csv/);
  assert.match(csv.text, /\+44-1632960101/);
});

test('only the parts that are asked for are read', async () => {
  const { status, json } = await admin.post(path, { parts: ['packs', 'numbers'], numbers: 'list' });
  assert.equal(status, 200);
  assert.equal(json.parts.packs.status, 'known');
  assert.equal(json.parts.numbers.value.holders, 'unknown');
  assert.equal(json.parts.details.status, 'notAsked');
});

test('what cannot be asked for is refused by name, and nothing is read', async () => {
  const before = stand.simulator.commands.length;
  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['', { parts: ['salaries'] }, /parts\[0\] must be one of: details/],
    ['', { parts: [] }, /parts/],
    ['', { numbers: 'all' }, /numbers must be one of/],
    ['', { part: ['details'] }, /there is no member part/],
    ['?format=pdf', {}, /format must be one of: json/],
    ['?format=csv', {}, /name one with file: details\.csv/],
    ['?format=csv&file=problems.csv', {}, /it has no problems\.csv/],
    ['?format=csv&file=users.csv', { parts: ['details'] }, /name one with file: details\.csv$/],
    ['?file=users.csv', {}, /file is for format=csv/],
  ];
  for (const [query, body, words] of wrong) {
    const { status, json } = await admin.post(`${path}${query}`, body);
    assert.equal(status, 400, query);
    assert.match(json.errors[0].details.reason, words);
  }
  assert.equal(stand.simulator.commands.length, before);
});

test('the list shows audits only, newest first, and by pages', async () => {
  await using own = await startStand(kept);
  const client = await own.as(office);
  assert.deepEqual((await client.get(path)).json.audits, []);
  const ids: string[] = [];
  for (let at = 0; at < 3; at++) ids.unshift(idOf(await client.post(path, { parts: ['details'] })));
  await client.post(path, { parts: ['salaries'] });
  const { audits, nextCursor } = (await client.get(path)).json;
  assert.deepEqual(
    audits.map(({ id }: { id: string }) => id),
    ids,
  );
  assert.equal(nextCursor, null);
  assert.deepEqual(
    { ...audits[0], id: '', requestTime: '' },
    {
      id: '',
      requestTime: '',
      authorId: office,
      status: 'complete',
      statusCode: 200,
    },
  );
  const paged: string[] = [];
  let cursor = '';
  for (let pages = 0; pages < 10; pages++) {
    const page = await client.get(`${path}?limit=1${cursor && `&cursor=${cursor}`}`);
    assert.equal(page.status, 200, page.text);
    paged.push(...page.json.audits.map(({ id }: { id: string }) => id));
    cursor = page.json.nextCursor;
    if (cursor === null) break;
  }
  assert.deepEqual(paged, ids);
  assert.equal((await client.get(`${path}?cursor=nonsense`)).status, 400);
  assert.equal((await client.get(`${path}?limit=0`)).status, 400);
  const elsewhere = await (await own.as(provider)).get(path.replace('Head-Office', 'Depot'));
  assert.deepEqual(elsewhere.json.audits, []);
});

test('the id of an audit is good for its own group only, and for audits only', async () => {
  const id = idOf(await admin.post(path, { parts: ['details'] }));
  const system = await stand.as('auditor@example.net');
  for (const other of [
    path.replace('Head-Office', 'Depot'),
    path.replace('Brightwater', 'Meridian'),
  ]) {
    assert.equal((await system.get(`${other}${id}/`)).status, 404, other);
    assert.equal((await admin.get(`${other}${id}/`)).status, 404, other);
  }
  const list = idOf(await admin.get(path));
  const refused = idOf(await admin.post(path, { parts: ['salaries'] }));
  const shown = idOf(await admin.get(`${path}${id}/`));
  const odd = ['nonsense', '..%2f', `${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}-1.5`];
  for (const one of [list, refused, shown, ...odd])
    assert.equal((await admin.get(`${path}${one}/`)).status, 404, one);
  assert.equal((await (await stand.as(office)).get(`${path}${id}/`)).status, 200);
  const user = await stand.as('amelia.stone@brightwater.example.net');
  assert.equal((await user.get(`${path}${id}/`)).status, 404);
  assert.equal((await user.post(path)).status, 404);
});

test('what is missing makes it partial, and is told in the kept one too', async () => {
  await using own = await startStand(kept);
  const client = await own.as(office);
  own.simulator.faults.add('permission@GroupServiceGetAuthorizationListRequest');
  const made = await client.post(path, { parts: ['details', 'licences'] });
  assert.equal(made.status, 207, made.text);
  assert.equal(made.json.status, 'partial');
  assert.equal(made.json.parts.licences.status, 'outOfScope');
  const shown = await client.get(`${path}${idOf(made)}/`);
  assert.equal(shown.status, 200);
  assert.equal(shown.text, made.text);
  const problems = await client.get(`${path}${idOf(made)}/?format=csv&file=problems.csv`);
  assert.match(problems.text, /5404/);
  assert.equal((await client.get(path)).json.audits[0].status, 'partial');
});

test('where nothing could be read there is a failed audit, kept with its reasons', async () => {
  await using own = await startStand(kept);
  const client = await own.as(office);
  own.simulator.faults.add('wrong-type@GroupGetRequest22V5');
  const made = await client.post(path, { parts: ['details'] });
  assert.equal(made.status, 502, made.text);
  assert.equal(made.json.errors[0].message, 'NE_UNREACHABLE');
  const shown = await client.get(`${path}${idOf(made)}/`);
  assert.equal(shown.status, 200, shown.text);
  assert.equal(shown.json.status, 'failed');
  assert.equal(shown.json.parts.details.problems[0].code, 'SOUTH_PROTOCOL');
  assert.equal((await client.get(path)).json.audits[0].status, 'failed');
});

test('a group that is not there is no failed audit', async () => {
  const nowhere = path.replace('Head-Office', 'Nowhere');
  const { status, json } = await admin.post(nowhere);
  assert.equal(status, 404);
  assert.equal(json.errors[0].details.error_code, '4007');
  assert.deepEqual((await admin.get(nowhere)).json.audits, []);
});

test('an audit that was not kept whole is gone, and it is said why', async () => {
  const reasons: readonly (readonly [StandOptions, RegExp])[] = [
    [{ records: { policy: keeping('full', { bodyBytes: 2048 }) } }, /too large/],
    [{ records: { policy: keeping('metadata') } }, /by length only/],
    [{ records: { policy: keeping('none') } }, /nothing of it was kept/],
  ];
  for (const [options, words] of reasons) {
    await using own = await startStand(options);
    const client = await own.as(office);
    const made = await client.post(path);
    assert.equal(made.status, 200);
    const { status, json } = await client.get(`${path}${idOf(made)}/`);
    assert.equal(status, 410);
    assert.match(json.errors[0].details.reason, words);
  }
});

test('an audit in which something looked like a secret is shown as it was kept', async () => {
  await using own = await startStand({
    records: { ...kept.records, secrets: () => ['Salt, Stone'] },
  });
  const client = await own.as(office);
  const made = await client.post(path, { parts: ['details'] });
  assert.match(made.json.parts.details.value.groupName, /^Salt, Stone/);
  const shown = await client.get(`${path}${idOf(made)}/`);
  assert.equal(shown.status, 200, shown.text);
  assert.doesNotMatch(shown.text, /Salt, Stone/);
  assert.equal((await client.get(`${path}${idOf(made)}/?format=mercury`)).status, 200);
});

test('asked for events it tells what is left, and then the audit', async () => {
  const { text, headers } = await admin.post(path, undefined, { Accept: 'text/event-stream' });
  assert.match(headers.get('content-type')!, /^text\/event-stream/);
  const events = text.split('\n\n').map((event) => ({
    name: /^event: (.+)$/m.exec(event)?.[1],
    data: [...event.matchAll(/^data: ?(.*)$/gm)].map(([, line]) => line).join('\n'),
  }));
  const progress = events
    .filter(({ name }) => name === 'progress')
    .map(({ data }) => JSON.parse(data));
  assert.equal(progress[0].left.length, 5);
  assert.deepEqual(progress.at(-1).left, []);
  assert.ok(progress.at(-1).answered >= 5);
  const id = headers.get('x-audit-record-id');
  const shown = await admin.get(`${path}${id}/`);
  assert.ok(text.includes('muster/group-audit@1'));
  assert.equal(shown.json.status, 'complete');
});

test('numbers without end are kept as intervals', async () => {
  const campus = '/api/v1/tenants/Meridian/groups/Campus/audits/';
  const system = await stand.as('auditor@example.net');
  const made = await system.post(campus);
  assert.equal(made.status, 200, made.text.slice(0, 500));
  const query = '?format=csv&file=numbers.csv';
  const { text } = await system.get(`${campus}${idOf(made)}/${query}`);
  assert.equal(text.trim().split('\r\n').length > 1, true);
  assert.equal(made.json.parts.numbers.value.total, 500);
});

test('the trunks of a tenant, in their formats', async () => {
  const trunks = '/api/v1/tenants/Brightwater/trunks/';
  const json = await admin.get(trunks);
  assert.equal(json.status, 200, json.text.slice(0, 500));
  assert.equal(json.json.schema, 'muster/trunk-audit@1');
  assert.match((await admin.get(`${trunks}?format=csv`)).text, /Head-Office/);
  assert.equal((await admin.get(`${trunks}?format=odin`)).status, 200);
  assert.equal((await (await stand.as(office)).get(trunks)).status, 404);
  const system = await stand.as('auditor@example.net');
  assert.equal((await system.get('/api/v1/tenants/Nowhere/trunks/')).status, 404);
});
