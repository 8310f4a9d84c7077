// Answers that cost something to make, or to look through: made only where something is kept of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counters, fakeLedger } from '../../test/records-fakes.js';
import { commitmentOf } from '../ledger/index.js';
import type { Policy } from './policy.js';
import type { Call } from './record.js';
import { openRecorder, unrecorded } from './recorder.js';

const call: Call = {
  endPointName: 'svc_v1:muster.tenant.group.audit',
  url: '/api/v1/tenants/Harbour/groups/Quay/audit/',
  method: 'GET',
  changes: false,
  actor: { id: 'auditor@saltmarsh.example', role: '16' },
  impact: { tenantId: 'Harbour', groupId: 'Quay', userId: '', instanceName: '' },
};
const content = '{"password":"tide-7","text":"0123456789"}';

async function partsWith(level: 'none' | 'metadata', bodyBytes: number) {
  const ledger = fakeLedger();
  const policy: Policy = [{ name: 'all', bodies: level, south: 'none' }];
  const recorder = openRecorder({ ledger, policy, ...counters(), limits: { bodyBytes } });
  let made = 0;
  const record = await recorder.open(call);
  await record.close({
    status: 200,
    answer: () => {
      made++;
      return { type: 'application/json', content };
    },
  });
  const parts = ledger.drafts.flatMap((draft) => draft.parts);
  return { made, part: parts.find(({ name }) => name === 'answer') };
}

test('an answer of which nothing is kept is never made', async () => {
  assert.equal((await partsWith('none', 1000)).made, 0);
  const record = await unrecorded().open(call);
  await record.close({
    status: 200,
    answer: () => assert.fail('it was made'),
  });
});

test('a long answer that is not kept is committed to as it came; a short one after redaction', async () => {
  for (const [bodyBytes, covered] of [
    [10, content],
    [1000, content.replace('tide-7', '[redacted]')],
  ] as const) {
    const { made, part } = await partsWith('metadata', bodyBytes);
    assert.equal(made, 1);
    assert.ok(part !== undefined && 'whole' in part);
    assert.equal(part.kept.length, 0);
    assert.deepEqual(part.whole.hash, commitmentOf(part.whole.salt, Buffer.from(covered)));
  }
});
