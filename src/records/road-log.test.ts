import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptLog } from '../../test/kept-log.js';
import { counters, fakeLedger } from '../../test/records-fakes.js';
import { readRecord } from './read-record.js';
import type { SouthRequest } from './record.js';
import { openRecorder } from './recorder.js';
import { roadLog } from './road-log.js';

const request = (name: string): SouthRequest => ({
  protocol: 'BS-OCI',
  format: 'xml',
  commands: [name],
  content: Buffer.from(`<${name}/>`),
});
const namesIn = ({ messages }: ReturnType<typeof keptLog>) =>
  messages.map(({ request: { commands }, answer, end }) => [commands[0], answer, end]);

test('what is sent while no call is open waits for the next one, which takes it once', () => {
  const road = roadLog(counters().now);
  const piece = Buffer.from('<challenge/>');
  const login = road.request(request('Login'));
  login.write(piece);
  piece.fill(0);
  assert.equal(road.isWaiting, true);
  const [first, second] = [keptLog(), keptLog()];
  const leave = road.enter(first);
  // It is handed over in the middle of its answer.
  login.write(Buffer.from('<more/>'));
  login.end();
  road.enter(second);
  assert.deepEqual(namesIn(first), [['Login', '<challenge/><more/>', 'answered']]);
  assert.deepEqual([namesIn(second), road.isWaiting], [[], false]);

  road.request(request('Renewal')).fail('SOUTH_LOST');
  leave();
  road.request(request('Logout')).end(200);
  assert.deepEqual(namesIn(first).at(-1), ['Renewal', '', 'SOUTH_LOST']);
  assert.deepEqual(namesIn(second), [['Logout', '', '200']]);
});

test('messages that waited are kept with the time at which they were sent and answered', async () => {
  const { now, uuid } = counters();
  const road = roadLog(now);
  const began = now();
  road.request(request('Login')).end();
  const ended = now();
  const ledger = fakeLedger();
  const recorder = openRecorder({ ledger, policy: [], now, uuid });
  const record = await recorder.open({
    endPointName: 'svc_v1:muster.doctor',
    url: '/',
    method: 'GET',
    changes: false,
    actor: { id: '', role: '' },
    impact: { tenantId: '', groupId: '', userId: '', instanceName: '' },
  });
  road.enter(record.south)();
  await record.close({ status: 200 });
  const shown = await readRecord(ledger.reader, record.id);
  const messages = JSON.parse(shown!.south_data) as { timestamp: string; type: string }[];
  assert.deepEqual(
    messages.map(({ type }) => type),
    ['request', 'answer'],
  );
  for (const { timestamp } of messages) {
    const at = BigInt(timestamp.replace('.', ''));
    assert.ok(began < at && at < ended, timestamp);
  }
});
