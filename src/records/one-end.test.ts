// A record has one end, whoever says it first: a recorder that closes leaves those alone that are just ending.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counters, fakeLedger } from '../../test/records-fakes.js';
import { Fault } from '../fault.js';
import type { Call } from './record.js';
import { openRecorder } from './recorder.js';

const call = (changes: boolean): Call => ({
  endPointName: 'svc_v1:harbour.tenant.group',
  url: '/api/v1/tenants/Harbour/groups/Quay/',
  method: 'PUT',
  changes,
  actor: { id: 'admin@saltmarsh.example', role: '12' },
  impact: { tenantId: 'Harbour', groupId: 'Quay', userId: '', instanceName: '' },
});

for (const changes of [true, false])
  test(`a ${changes ? 'change' : 'read'} that ends while its recorder closes has one end, its own`, async () => {
    const ledger = fakeLedger();
    const recorder = openRecorder({ ledger, policy: [], ...counters() });
    const record = await recorder.open(call(changes));
    await Promise.all([record.close({ status: 200 }), recorder.close()]);
    assert.deepEqual(
      ledger.drafts.map(({ kind }) => kind),
      changes ? ['intent', 'outcome'] : ['call'],
    );
    assert.equal(ledger.drafts.at(-1)?.facts.outcome, 'succeeded');
  });

test('an end that could not be entered leaves it to the closing recorder to say that nobody knows', async () => {
  const ledger = fakeLedger();
  const recorder = openRecorder({ ledger, policy: [], ...counters() });
  const record = await recorder.open(call(true));
  ledger.failure = new Fault('LEDGER_UNAVAILABLE', 'no room');
  const ending = assert.rejects(record.close({ status: 200 }), /no room/);
  const closing = recorder.close();
  await ending;
  ledger.failure = undefined;
  await closing;
  assert.deepEqual(
    ledger.drafts.map(({ kind }) => kind),
    ['intent', 'unknown'],
  );
});
