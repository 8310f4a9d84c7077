// Other network elements by the library: one record for each call, in the ledger before a change is sent.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type ElementOptions,
  Fault,
  openElement,
  openRecordStore,
  recordedFetch,
} from '../../src/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { emptyFolder } from '../run-cli.js';
import { canaries, canaryWorld, elementRows } from '../south-stand.js';

const listen = ['tcp://127.0.0.1:0', 'xsi+http://127.0.0.1:0', 'elements+http://127.0.0.1:0'];

async function prepared(name: string) {
  const simulator = await startSimulator({ world: canaryWorld(), listen });
  const row = elementRows(simulator).find((one) => one.name === name);
  return { simulator, element: openElement(row as unknown as ElementOptions) };
}

test('a call leaves one record, with its messages and without secrets', async () => {
  const { simulator, element } = await prepared('grandstream');
  using folder = emptyFolder();
  const records = await openRecordStore({ path: join(folder.path, 'records.sqlite') });
  try {
    const answer = await recordedFetch(
      element,
      {
        method: 'POST',
        path: '/v1.0.0/device/add',
        body: JSON.stringify([{ siteId: 1, mac: '0004f2000001', sn: 'SN7' }]),
        author: 'portal',
        impact: { tenantId: 'Brightwater', groupId: 'Roma' },
      },
      records,
    );
    assert.deepEqual([answer.status, answer.outcome, answer.action], [200, 'succeeded', 'create']);
    const record = await records.read(answer.recordId!);
    assert.equal(record?.end_point_name, 'svc_v1:muster.south.grandstream');
    assert.equal(record?.end_point_full_url, '/api/v1/south/grandstream/v1.0.0/device/add');
    assert.deepEqual(
      [record?.author_id, record?.impacted_tenant_id, record?.impacted_group_id],
      ['portal', 'Brightwater', 'Roma'],
    );
    assert.equal(record?.impacted_specific_id, 'grandstream');
    assert.equal(record?.answer_data, answer.body.toString());
    const messages = JSON.parse(record!.south_data) as { type: string; endpoint?: string }[];
    assert.deepEqual(
      messages.map(({ type, endpoint }) => [type, endpoint]),
      [
        ['request', '/gdms/oapi/oauth/token'],
        ['answer', undefined],
        ['request', '/gdms/oapi/v1.0.0/device/add'],
        ['answer', undefined],
      ],
    );
    const kept = readdirSync(folder.path)
      .map((name) => readFileSync(join(folder.path, name), 'latin1'))
      .join('');
    for (const secret of [...Object.values(canaries), ...element.secrets()])
      assert.ok(!kept.includes(secret));
  } finally {
    await element.close();
    await records.close();
    await simulator.close();
  }
});

test('a call that fails names its record, and none is made where none can be kept', async () => {
  const { simulator, element } = await prepared('poly');
  using folder = emptyFolder();
  const records = await openRecordStore({ path: join(folder.path, 'records.sqlite') });
  try {
    simulator.faults.add('reset@ztp');
    const call = { method: 'POST', path: '/profiles', body: '{"id":"p7"}' };
    const fault = await recordedFetch(element, call, records).catch((thrown: unknown) => thrown);
    assert.ok(fault instanceof Fault);
    assert.equal(fault.code, 'SOUTH_OUTCOME_UNKNOWN');
    const record = await records.read(fault.detail.recordId as string);
    assert.equal(record?.status_code, 504);
    assert.match(record?.extra_data ?? '', /"outcome":"unknown"/);
    simulator.faults.clear();
    await records.close();
    const before = simulator.commands.length;
    await assert.rejects(recordedFetch(element, call, records), { code: 'LEDGER_UNAVAILABLE' });
    assert.equal(simulator.commands.length, before);
    const unkept = await recordedFetch(element, { method: 'GET', path: '/devices' }, 'none');
    assert.deepEqual([unkept.status, unkept.recordId], [200, undefined]);
    assert.throws(() => openElement({ preset: 'poly-ztp-rest', name: 'Poly' }), {
      code: 'SETTING_INVALID',
    });
  } finally {
    await element.close();
    await simulator.close();
  }
});
