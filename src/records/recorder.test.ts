// What the recorder enters: when, in which entries, in clear or by commitment, and what it refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counters, fakeLedger } from '../../test/records-fakes.js';
import { Fault } from '../fault.js';
import { commitmentOf } from '../ledger/index.js';
import type { ExtraData, SouthMessage } from './audit-record.js';
import { auditRecordFields } from './audit-record.js';
import { findOpen, markUnknown } from './open-records.js';
import { defaultPolicy, type Policy } from './policy.js';
import { readRecord } from './read-record.js';
import type { Call, OpenRecord, SouthRequest } from './record.js';
import { openRecorder, outcomeOf, type RecorderOptions, unrecorded } from './recorder.js';

const full: Policy = [{ name: 'all', bodies: 'full', south: 'full' }];
const call: Call = {
  endPointName: 'svc_v1:harbour.tenant.group.user.acr',
  url: '/api/v1/tenants/Harbour/groups/Quay/users/ines@saltmarsh.example/services/acr/',
  method: 'PUT',
  changes: true,
  actor: { id: 'admin@saltmarsh.example', role: '12' },
  impact: {
    tenantId: 'Harbour',
    groupId: 'Quay',
    userId: 'ines@saltmarsh.example',
    instanceName: '',
  },
  request: { type: 'application/json', content: '{"active":true,"password":"tide-7"}' },
};
const read: Call = { ...call, changes: false, method: 'GET' };

function recording(options: Partial<RecorderOptions> = {}) {
  const ledger = fakeLedger();
  const recorder = openRecorder({ ledger, policy: full, ...counters(), ...options });
  return { ledger, recorder };
}

const xml = (content: string | Uint8Array, commands = ['UserGetRequest']): SouthRequest => ({
  protocol: 'BS-OCI',
  format: 'xml',
  commands,
  content: typeof content === 'string' ? Buffer.from(content) : content,
});

async function shown(ledger: ReturnType<typeof fakeLedger>, record: OpenRecord) {
  const found = await readRecord(ledger.reader, record.id);
  assert.ok(found);
  const extra = (found.extra_data === null ? {} : JSON.parse(found.extra_data)) as ExtraData;
  const south = (found.south_data === '' ? [] : JSON.parse(found.south_data)) as SouthMessage[];
  return { found, extra, south };
}

test('a change is durable when it is opened, and again when it is closed', async () => {
  const { ledger, recorder } = recording();
  const record = await recorder.open(call);
  assert.deepEqual(
    ledger.drafts.map(({ kind, isFirst }) => [kind, isFirst]),
    [['intent', true]],
  );
  assert.match(record.id, /^00000000-0000-4000-8000-000000000001-1795266000\.001001$/);
  const open = await shown(ledger, record);
  assert.equal(open.found.status_code, null);
  assert.equal(open.found.answer_time, '');
  record.south.request(xml('<a/>')).end();
  await record.close({
    status: 200,
    answer: { type: 'application/json', content: '{"active":true}' },
  });
  assert.deepEqual(
    ledger.drafts.map(({ kind, isFirst }) => [kind, isFirst]),
    [
      ['intent', true],
      ['outcome', false],
    ],
  );
  const { found } = await shown(ledger, record);
  assert.deepEqual(Object.keys(found), [...auditRecordFields]);
  assert.deepEqual(
    { ...found, south_data: '', extra_data: '' },
    {
      internal_id: record.id,
      end_point_name: 'svc_v1:harbour.tenant.group.user.acr',
      end_point_full_url: call.url,
      http_method: 'PUT',
      impacted_tenant_id: 'Harbour',
      impacted_group_id: 'Quay',
      impacted_user_id: 'ines@saltmarsh.example',
      impacted_specific_id: '',
      author_id: 'admin@saltmarsh.example',
      author_role: '12',
      request_time: '2026-11-21T13:00:00.002002+00:00',
      request_data: '{"active":true,"password":"[redacted]"}',
      request_payload: 'application/json',
      status_code: 200,
      answer_time: '2026-11-21T13:00:00.005005+00:00',
      answer_data: '{"active":true}',
      answer_payload: 'application/json',
      extra_data: '',
      south_data: '',
    },
  );
});

test('a change that is refused is one entry, and says why whatever is kept of bodies', async () => {
  for (const bodies of ['none', 'metadata', 'full'] as const)
    for (const one of [call, read]) {
      const { ledger, recorder } = recording({
        policy: [{ name: 'all', bodies, south: 'none' }],
      });
      const record = await recorder.open({ ...one, isRefused: true });
      assert.equal(ledger.drafts.length, 0, 'nothing goes south that it would have to go before');
      await record.close({
        status: 403,
        answer: { type: 'application/json', content: '{"message":"no"}' },
      });
      const asked = one.changes ? 1 : 0;
      assert.deepEqual(
        ledger.drafts.map(({ kind, facts }) => [kind, facts.changes]),
        [['call', asked]],
      );
      assert.equal(ledger.rows[0]?.values.changes, asked);
      const { found } = await shown(ledger, record);
      assert.equal(found.answer_data, '{"message":"no"}');
      assert.equal(found.request_data.includes('active'), bodies === 'full');
    }
});

test('a refused change may go unrecorded where reads may', async () => {
  const { ledger, recorder } = recording({ readsMayGoUnrecorded: true });
  ledger.append = () => Promise.reject(new Fault('LEDGER_UNAVAILABLE', 'the disk is full'));
  const record = await recorder.open({ ...call, isRefused: true });
  await record.close({ status: 403 });
  await assert.rejects(async () => (await recorder.open(call)).close({ status: 200 }));
});

test('a read is one entry, written when it is closed', async () => {
  const { ledger, recorder } = recording();
  const record = await recorder.open({ ...read, actor: { id: '', role: '' } });
  assert.equal(ledger.drafts.length, 0);
  record.learn({
    actor: { id: 'late@saltmarsh.example', role: '8' },
    impact: { instanceName: 'Bank Holidays' },
  });
  await record.close({ status: 404 });
  assert.deepEqual(
    ledger.drafts.map(({ kind, isFirst }) => [kind, isFirst]),
    [['call', true]],
  );
  const { found } = await shown(ledger, record);
  assert.equal(found.author_id, 'late@saltmarsh.example');
  assert.equal(found.impacted_specific_id, 'Bank Holidays');
  assert.equal(found.status_code, 404);
  assert.equal(ledger.rows[0]?.values.outcome, 'refused');
  assert.equal(found.south_data, '[]');
});

test('a call without a body is written as APIO writes it', async () => {
  const { ledger, recorder } = recording();
  const { request: _, ...bare } = read;
  const record = await recorder.open(bare);
  await record.close({ status: 204 });
  const { found } = await shown(ledger, record);
  assert.deepEqual(
    [
      found.request_data,
      found.request_payload,
      found.answer_data,
      found.answer_payload,
      found.extra_data,
    ],
    ['{}', 'application/octet-stream', '', '', null],
  );
});

test('nothing personal stands in clear in an entry', async () => {
  const { ledger, recorder } = recording();
  const record = await recorder.open({
    ...call,
    request: { type: 'text/plain; a="ines tide-7"', content: 'x' },
  });
  record.south
    .request({
      ...xml('{}'),
      protocol: 'PV',
      format: 'json',
      vendorType: 'Yealink',
      method: 'POST',
      endpoint: '/device/ines?token=tide-7',
      action: 'create',
    })
    .end(200);
  await record.close({ status: 200 });
  const clear = ledger.entries.map(({ header }) => header.toString()).join();
  for (const word of ['ines', 'Harbour', 'Quay', 'saltmarsh', 'tide', 'device/'])
    assert.ok(!clear.includes(word), word);
  assert.deepEqual(
    ledger.drafts[0]?.subjects.map(({ kind }) => kind),
    ['group', 'user', 'author', 'url'],
  );
  assert.deepEqual(ledger.drafts[0]?.scope, { kind: 'tenant', value: 'Harbour' });
});

test('messages are paired, in order, with the members of the seed and no others', async () => {
  const { ledger, recorder } = recording();
  const record = await recorder.open(read);
  const first = record.south.request(xml('<a><password>tide-7</password></a>'));
  const second = record.south.request({
    ...xml('{"macs":["00112233aabb"]}'),
    protocol: 'PV',
    format: 'json',
    vendorType: 'Yealink',
    action: 'create',
    method: 'POST',
    endpoint: '/api/open/v1/device/add',
  });
  second.fail('timeout of tide-8: token=tide-9');
  first.write(Buffer.from('<r><to'));
  first.write(Buffer.from('ken>tide-7</token><n>1</n></r>'));
  first.end();
  first.end();
  second.end(200);
  const lost = record.south.request(xml('<b/>'));
  await record.close({ status: 200 });
  lost.write(Buffer.from('<late/>'));
  lost.end();
  const { south, found, extra } = await shown(ledger, record);
  const ids = south.map(({ id }) => id);
  assert.deepEqual(south, [
    {
      timestamp: '1795266000.003003',
      id: ids[0],
      type: 'request',
      protocol: 'BS-OCI',
      content: '<a><password>[redacted]</password></a>',
      format: 'xml',
    },
    {
      timestamp: '1795266000.004004',
      id: ids[1],
      type: 'request',
      protocol: 'PV',
      content: '{"macs":["00112233aabb"]}',
      format: 'json',
      vendorType: 'Yealink',
      action: 'create',
      method: 'POST',
      endpoint: '/api/open/v1/device/add',
    },
    {
      timestamp: '1795266000.005005',
      id: ids[1],
      type: 'error',
      protocol: 'PV',
      content: 'timeout of tide-8: token=[redacted]',
      format: 'json',
      vendorType: 'Yealink',
    },
    {
      timestamp: '1795266000.006006',
      id: ids[0],
      type: 'answer',
      protocol: 'BS-OCI',
      content: '<r><token>[redacted]</token><n>1</n></r>',
      format: 'xml',
    },
    {
      timestamp: '1795266000.007007',
      id: ids[4],
      type: 'request',
      protocol: 'BS-OCI',
      content: '<b/>',
      format: 'xml',
    },
  ]);
  assert.equal(new Set(ids).size, 3);
  assert.ok(
    south.every((message) => Object.values(message).every((value) => typeof value === 'string')),
  );
  assert.ok(!JSON.stringify(found).includes('tide-7'));
  assert.equal(extra.notes?.find(({ of }) => of === 'south_data[3]')?.redactions, 1);
});

test('by policy nothing but length and commitment is kept, and the commitment can be opened', async () => {
  const policy: Policy = [{ name: 'all', bodies: 'metadata', south: 'metadata' }];
  const { ledger, recorder } = recording({ policy });
  const record = await recorder.open(read);
  const sink = record.south.request(xml('<a>long words</a>'));
  sink.write(Buffer.from('<answer/>'));
  sink.end();
  await record.close({ status: 200, answer: { type: 'text/plain', content: 'words' } });
  const stored = ledger.entries.map(({ openings }) => openings.toString('latin1')).join();
  assert.ok(!stored.includes('words') && !stored.includes('answer/'));
  const { found, extra, south } = await shown(ledger, record);
  assert.equal(found.request_data, '');
  assert.equal(found.request_payload, 'application/json');
  assert.deepEqual(
    extra.notes?.map(({ of, state, length }) => [of, state, length]),
    [
      ['request_data', 'notKept', '{"active":true,"password":"[redacted]"}'.length],
      ['answer_data', 'notKept', 5],
      ['south_data[0]', 'notKept', 17],
      ['south_data[1]', 'notKept', 9],
    ],
  );
  assert.deepEqual(
    south.map(({ content }) => content),
    ['', ''],
  );
  const part = ledger.drafts[0]?.parts.find(({ name }) => name === 'answer');
  assert.ok(part !== undefined && 'whole' in part);
  assert.deepEqual(part.whole.hash, commitmentOf(part.whole.salt, Buffer.from('words')));
});

test('none means that there is no trace of messages, request that answers are not kept', async () => {
  const none = recording({ policy: [{ name: 'all', bodies: 'none', south: 'none' }] });
  const record = await none.recorder.open(read);
  const sink = record.south.request(xml('<a/>'));
  sink.write(Buffer.from('x'));
  sink.end();
  await record.close({ status: 200, answer: { type: 'text/plain', content: 'x' } });
  assert.deepEqual(none.ledger.drafts[0]?.parts, []);
  assert.equal((await shown(none.ledger, record)).found.south_data, '');
  const half = recording({ policy: [{ name: 'all', bodies: 'request', south: 'request' }] });
  const other = await half.recorder.open(read);
  const answer = other.south.request(xml('<a/>'));
  answer.write(Buffer.from('<b/>'));
  answer.end();
  await other.close({ status: 200, answer: { type: 'text/plain', content: 'x' } });
  const { found, south } = await shown(half.ledger, other);
  assert.deepEqual(
    south.map(({ content }) => content),
    ['<a/>', ''],
  );
  assert.deepEqual([found.request_data !== '', found.answer_data], [true, '']);
});

test('logins are never kept in words, whatever else is', async () => {
  const { ledger, recorder } = recording({ policy: defaultPolicy });
  const record = await recorder.open(call);
  for (const name of ['LoginRequest22V5', 'AuthenticationRequest', 'POST /auth/token'])
    record.south.request(xml('<words/>', [name])).end();
  record.south.request(xml('<other/>', ['UserModifyRequest22'])).end();
  await record.close({ status: 200 });
  const { south } = await shown(ledger, record);
  assert.deepEqual(
    south.filter(({ type }) => type === 'request').map(({ content }) => content),
    ['', '', '', '<other/>'],
  );
});

test('a body over the limit is kept cut, with its true length, and no character is torn', async () => {
  const { ledger, recorder } = recording({ limits: { bodyBytes: 10, southBytes: 10 } });
  const record = await recorder.open({
    ...call,
    request: { type: 'text/plain', content: 'aaaaaaaaaéb' },
  });
  const sink = record.south.request(xml('x'.repeat(20)));
  sink.write(Buffer.from('y'.repeat(5)));
  sink.write(Buffer.from('y'.repeat(6)));
  sink.end();
  await record.close({ status: 200 });
  const { found, extra, south } = await shown(ledger, record);
  assert.equal(found.request_data, 'aaaaaaaaa');
  assert.deepEqual(
    south.map(({ content }) => content),
    ['x'.repeat(10), 'y'.repeat(10)],
  );
  assert.deepEqual(
    extra.notes?.map(({ of, state, length, kept }) => [of, state, length, kept]),
    [
      ['request_data', 'cut', 12, 9],
      ['south_data[0]', 'cut', 20, 10],
      ['south_data[1]', 'cut', 11, 10],
    ],
  );
});

test('of a long answer the start is kept redacted, and the commitment is to all that came', async () => {
  for (const level of ['full', 'metadata'] as const) {
    const policy: Policy = [{ name: 'all', bodies: 'full', south: level }];
    const { ledger, recorder } = recording({ policy, limits: { southBytes: 1000 } });
    const record = await recorder.open(read);
    const sink = record.south.request({ ...xml('<a/>'), secrets: () => ['hunter-7'] });
    const whole = Buffer.from(
      `<r><password>tide-7</password>${'<x>hunter-7</x>'.repeat(2000)}</r>`,
    );
    for (let at = 0; at < whole.length; at += 7) {
      const piece = Buffer.from(whole.subarray(at, at + 7));
      sink.write(piece);
      // Whoever reads from a socket may use the memory again.
      piece.fill(0);
    }
    sink.end();
    await record.close({ status: 200 });
    const part = ledger.drafts[0]?.parts.find(({ name }) => name === 'south/1/answer');
    assert.ok(part !== undefined && 'whole' in part);
    assert.equal(part.whole.length, whole.length);
    assert.deepEqual(part.whole.hash, commitmentOf(part.whole.salt, whole));
    const kept = Buffer.from(part.kept).toString();
    assert.equal(kept.length, level === 'full' ? 1000 : 0);
    assert.ok(!/tide|hunt/.test(kept));
    const { extra } = await shown(ledger, record);
    const note = extra.notes?.find(({ of }) => of === 'south_data[1]');
    assert.deepEqual(
      [note?.state, note?.covers],
      [level === 'full' ? 'cut' : 'notKept', 'received'],
    );
  }
});

test('a call with very many messages gets entries on the way, and is one record', async () => {
  const { ledger, recorder } = recording();
  const record = await recorder.open(read);
  for (let at = 0; at < 400; at++) {
    const sink = record.south.request(xml(`<a>${at}</a>`));
    sink.write(Buffer.from(`<b>${at}</b>`));
    sink.end();
  }
  await record.close({ status: 200 });
  const kinds = ledger.drafts.map(({ kind }) => kind);
  assert.deepEqual([...new Set(kinds)], ['intent', 'more', 'outcome']);
  assert.ok(kinds.length > 5 && ledger.entries.every(({ header }) => header.length < 50_000));
  const { south, found } = await shown(ledger, record);
  assert.equal(found.status_code, 200);
  assert.deepEqual(
    south.map(({ content }) => content),
    Array.from(
      { length: 800 },
      (_, at) => `<${at % 2 ? 'b' : 'a'}>${at >> 1}</${at % 2 ? 'b' : 'a'}>`,
    ),
  );
  assert.equal(ledger.rows.length, 1);
});

test('a second close, and a message after the close, are refused', async () => {
  const { recorder } = recording();
  const record = await recorder.open(call);
  const closing = record.close({ status: 200 });
  await assert.rejects(record.close({ status: 500 }), /closed twice/);
  await closing;
  assert.throws(
    () => record.south.request(xml('<a/>')),
    (thrown) => thrown instanceof Fault && thrown.code === 'INTERNAL',
  );
});

test('a change that cannot be entered does not begin; a read does not end, unless it may go unrecorded', async () => {
  const busy = new Fault('LEDGER_BUSY', 'too much waits');
  const { ledger, recorder } = recording();
  ledger.failure = busy;
  await assert.rejects(recorder.open(call), { code: 'LEDGER_BUSY' });
  const record = await recorder.open(read);
  await assert.rejects(record.close({ status: 200 }), { code: 'LEDGER_BUSY' });
  const troubles: Fault[] = [];
  const lax = recording({ readsMayGoUnrecorded: true, onTrouble: (fault) => troubles.push(fault) });
  lax.ledger.failure = busy;
  await assert.rejects(lax.recorder.open(call), { code: 'LEDGER_BUSY' });
  const other = await lax.recorder.open(read);
  await other.close({ status: 200 });
  assert.deepEqual(troubles, [busy]);
});

test('what is open when the recorder closes ends as unknown, with what was seen of it', async () => {
  const { ledger, recorder } = recording();
  const change = await recorder.open(call);
  const reading = await recorder.open(read);
  reading.south.request(xml('<a/>'));
  await recorder.close();
  assert.ok(ledger.isClosed);
  assert.deepEqual(ledger.drafts.map(({ kind }) => kind).sort(), ['call', 'intent', 'unknown']);
  for (const record of [change, reading]) {
    const { found, extra } = await shown(ledger, record);
    assert.deepEqual([found.status_code, found.answer_time, extra.outcome], [null, '', 'unknown']);
  }
  assert.equal((await shown(ledger, reading)).south.length, 1);
  await assert.rejects(recorder.open(read), { code: 'LEDGER_UNAVAILABLE' });
  await assert.rejects(change.close({ status: 200 }), /closed twice/);
});

test('intents that a crash left behind are found and marked, and never taken for a success', async () => {
  const { ledger, recorder } = recording();
  const left = await recorder.open(call);
  const done = await recorder.open(call);
  await done.close({ status: 200 });
  const open = await findOpen(ledger.reader);
  assert.deepEqual(open, [{ record: left.id, tenantId: 'Harbour' }]);
  await markUnknown(ledger, open);
  assert.deepEqual(await findOpen(ledger.reader), []);
  const { found, extra } = await shown(ledger, left);
  assert.deepEqual([found.status_code, found.http_method, extra.outcome], [null, 'PUT', 'unknown']);
  assert.equal((await shown(ledger, done)).found.extra_data?.includes('unknown'), false);
});

test('what was erased is said, and the rest is still read', async () => {
  const { ledger, recorder } = recording();
  const record = await recorder.open(read);
  record.south.request(xml('<a/>')).end();
  await record.close({ status: 200, answer: { type: 'text/plain', content: 'words' } });
  for (const name of ['author', 'answer', 'south/0/request']) ledger.erase(0, name);
  const { found, extra, south } = await shown(ledger, record);
  assert.deepEqual([found.author_id, found.answer_data, south[0]?.content], ['', '', '']);
  assert.equal(found.impacted_group_id, 'Quay');
  assert.deepEqual(
    extra.notes?.filter(({ state }) => state === 'erased').map(({ of }) => of),
    ['author_id', 'answer_data', 'south_data[0]'],
  );
  ledger.erase(0, 'south');
  assert.equal((await shown(ledger, record)).found.south_data, '[]');
});

test('a record that is not what was entered is refused, not shown', async () => {
  const { ledger, recorder } = recording();
  const record = await recorder.open(read);
  await record.close({ status: 200, answer: { type: 'text/plain', content: 'words' } });
  const entry = ledger.entries[0]!;
  const at = entry.openings.indexOf('words');
  entry.openings[at] = (entry.openings[at] as number) ^ 1;
  await assert.rejects(
    readRecord(ledger.reader, record.id),
    (thrown) =>
      thrown instanceof Fault && thrown.code === 'LEDGER_INVALID' && /answer/.test(thrown.message),
  );
  assert.equal(await readRecord(ledger.reader, 'no such id'), undefined);
  assert.equal(await readRecord(ledger.reader, record.id.replace(/.$/, '9')), undefined);
});

test('an entry that is no entry of ours is refused with a Fault', async () => {
  const { ledger, recorder } = recording();
  const record = await recorder.open(read);
  await record.close({ status: 200 });
  const entry = ledger.entries[0]!;
  const header = JSON.parse(entry.header.toString()) as Record<string, unknown>;
  for (const changes of [
    { parts: [null] },
    { subjects: 7 },
    { facts: null },
    { index: 9 },
    { parts: [] },
  ]) {
    entry.header = Buffer.from(JSON.stringify({ ...header, ...changes }));
    await assert.rejects(readRecord(ledger.reader, record.id), { code: 'LEDGER_INVALID' });
  }
  const foreign = fakeLedger();
  const parts = [{ name: 'south', type: 'application/json', bytes: Buffer.from('[{"tide":') }];
  const scope = { kind: 'tenant', value: '' };
  await foreign.append({
    kind: 'call',
    record: record.id,
    isFirst: true,
    scope,
    subjects: [],
    facts: {},
    parts,
    search: {},
  });
  await assert.rejects(
    readRecord(foreign.reader, record.id),
    (thrown) => thrown instanceof Fault && !thrown.message.includes('tide'),
  );
});

test('bytes that are no text are shown as base64, Latin-1 as what it says', async () => {
  const { ledger, recorder } = recording();
  const record = await recorder.open({
    ...read,
    request: { type: 'image/png', content: Buffer.from([137, 80, 255, 0]) },
  });
  const sink = record.south.request(
    xml(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Inés</a>', 'latin1')),
  );
  sink.end();
  await record.close({ status: 200 });
  const { found, extra, south } = await shown(ledger, record);
  assert.equal(found.request_data, 'iVD/AA==');
  assert.equal(extra.notes?.[0]?.encoding, 'base64');
  assert.ok(south[0]?.content.endsWith('<a>Inés</a>'));
});

test('texts that no header could hold do not make a record fail', async () => {
  const { ledger, recorder } = recording();
  const long = 'x'.repeat(100_000);
  const record = await recorder.open({
    endPointName: `\ud800${long}`,
    url: `/\udfff${long}`,
    method: long,
    changes: true,
    actor: { id: `\ud800${long}`, role: long },
    impact: { tenantId: `\ud800`, groupId: long, userId: long, instanceName: '\ud83d' },
    request: { type: long, content: '\ud800' },
  });
  record.south
    .request({ ...xml(''), commands: [long, '\ud800'], endpoint: `/${long}\ud800` })
    .fail(`\ud800${long}`);
  await record.close({ status: 200, answer: { type: `a/b;${long}`, content: '' } });
  const { found } = await shown(ledger, record);
  assert.ok(found.impacted_group_id.length === 500 && found.end_point_name.isWellFormed());
});

test('statuses say how a call ended', () => {
  const ends = [200, 201, 207, 304, 400, 404, 429, 500, 504, 0].map(outcomeOf);
  assert.deepEqual(ends, [
    'succeeded',
    'succeeded',
    'partial',
    'failed',
    'refused',
    'refused',
    'refused',
    'failed',
    'failed',
    'failed',
  ]);
});

test('an unrecorded call is taken and forgotten', async () => {
  const recorder = unrecorded();
  const record = await recorder.open(call);
  const sink = record.south.request(xml('<a/>'));
  sink.write(Buffer.from('x'));
  sink.end();
  await record.close({ status: 200 });
  await recorder.close();
  assert.equal(record.id, '');
});
