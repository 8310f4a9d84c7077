// Records that somebody hands over: entered whole and at once, marked as told, and recognised when they come again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counters, fakeLedger } from '../../test/records-fakes.js';
import { Fault } from '../fault.js';
import type { SouthMessage } from './audit-record.js';
import { defaultPolicy, type Policy } from './policy.js';
import { readRecord } from './read-record.js';
import type { Call } from './record.js';
import { openRecorder, type RecorderOptions } from './recorder.js';
import { toldHashOf } from './told.js';

const id = '1d6a1b0e-54c2-4c1b-9d0e-6b8b3f2a7c11-1718000000.118532';
const message: SouthMessage = {
  timestamp: '1718000000.12',
  id: 'a',
  type: 'request',
  protocol: 'BS-OCI',
  content: '<command xsi:type="UserGetRequest"/>',
  format: 'xml',
};
const call: Call = {
  id,
  endPointName: 'svc_v1:harbour.tenant.group.user.acr',
  url: '/api/v1/tenants/Harbour/',
  method: 'PUT',
  changes: true,
  actor: { id: 'machine:portal', role: '12' },
  impact: { tenantId: 'Harbour', groupId: 'Quay', userId: '', instanceName: '' },
  told: { claims: { author_id: 'ines@saltmarsh.example' }, bodyHash: 'hash', messages: [message] },
};
const told = (more: Partial<NonNullable<Call['told']>>): Call => ({
  ...call,
  told: { claims: {}, bodyHash: 'hash', messages: undefined, ...more },
});

function recording(options: Partial<RecorderOptions> = {}) {
  const ledger = fakeLedger();
  const recorder = openRecorder({ ledger, policy: defaultPolicy, ...counters(), ...options });
  const enter = async (one: Call, status: number | null = 200) => {
    const record = await recorder.open(one);
    assert.equal(ledger.entries.length, 0, 'nothing is entered before it is whole');
    await record.close({ status });
    return (await readRecord(ledger.reader, record.id))!;
  };
  return { ledger, recorder, enter };
}

test('a change that is told of is one entry, with its own id, its messages as they were, and the claims apart', async () => {
  const { ledger, enter } = recording();
  const shown = await enter(call);
  assert.deepEqual(
    ledger.drafts.map(({ kind, facts }) => [kind, facts.changes, facts.messages]),
    [['call', 1, 1]],
  );
  assert.equal(shown.internal_id, id);
  assert.deepEqual(JSON.parse(shown.south_data), [message]);
  assert.deepEqual(JSON.parse(shown.extra_data!), {
    claimed: { author_id: 'ines@saltmarsh.example' },
  });
});

test('messages that he did not record are not the same as none', async () => {
  assert.equal((await recording().enter(told({}))).south_data, '');
  assert.equal((await recording().enter(told({ messages: [] }))).south_data, '[]');
});

test('many messages are still one entry: it is there whole, or not at all', async () => {
  const { ledger, enter } = recording();
  const messages = Array.from({ length: 250 }, (_, at) => ({ ...message, id: String(at) }));
  const shown = await enter(told({ messages }));
  assert.equal(ledger.entries.length, 1);
  assert.deepEqual(JSON.parse(shown.south_data), messages);
});

test('what the policy keeps of logins holds for the messages of others too', async () => {
  const login = '<command xsi:type="LoginRequest14sp4"><userId>a@b</userId></command>';
  const messages = [
    { ...message, content: login },
    { ...message, type: 'answer', content: '<command xsi:type="c:LoginResponse14sp4"/>' },
    { ...message, id: 'b', protocol: 'PV', method: 'POST', endpoint: '/auth/token', content: '{}' },
  ];
  const shown = await recording().enter(told({ messages }));
  const contents = JSON.parse(shown.south_data).map(({ content }: SouthMessage) => content);
  assert.deepEqual(contents, ['', '', '']);
  const none: Policy = [{ name: 'none', bodies: 'full', south: 'none' }];
  assert.equal((await recording({ policy: none }).enter(told({ messages }))).south_data, '');
});

test('secrets are taken out of the claims', async () => {
  const { ledger, enter } = recording({ secrets: () => ['tide-table-7'] });
  const shown = await enter(
    told({ claims: { author_id: 'tide-table-7', extra_data: 'pin: 4711' } }),
  );
  assert.equal(shown.extra_data?.includes('4711'), false);
  assert.equal(ledger.entries[0]!.openings.toString('latin1').includes('tide-table-7'), false);
});

test('it must be entered even where reads may go unrecorded', async () => {
  const { ledger, recorder } = recording({ readsMayGoUnrecorded: true });
  const record = await recorder.open({ ...call, changes: false });
  ledger.failure = new Fault('LEDGER_UNAVAILABLE', 'full');
  await assert.rejects(record.close({ status: 200 }), /full/);
});

test('it is recognised by its hash, until its claims are erased', async () => {
  const { ledger, recorder, enter } = recording();
  assert.equal(await toldHashOf(ledger.reader, id), undefined);
  await enter(call, null);
  assert.equal(await toldHashOf(ledger.reader, id), 'hash');
  ledger.erase(0, 'claims');
  assert.equal(await toldHashOf(ledger.reader, id), null);
  const shown = await readRecord(ledger.reader, id);
  assert.deepEqual(JSON.parse(shown!.extra_data!), {
    outcome: 'unknown',
    notes: [{ of: 'claimed', state: 'erased' }],
  });
  assert.deepEqual([shown!.status_code, shown!.answer_time], [null, '']);
  const { id: _, told: __, ...plain } = call;
  const own = await recorder.open(plain);
  await own.close({ status: 200 });
  assert.equal(await toldHashOf(ledger.reader, own.id), null);
});

test('an id of another form is a mistake of ours', async () => {
  const { recorder } = recording();
  await assert.rejects(
    recorder.open({ ...call, id: 'portal-1' }),
    (fault: Fault) => fault.code === 'INTERNAL',
  );
});
