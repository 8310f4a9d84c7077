// What health remembers, and for how long.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../fault.js';
import type { Records } from '../records/index.js';
import type { Connection } from '../south/index.js';
import { healthOf } from './health.js';

const connection = { timeoutMs: 1 } as unknown as Connection;

function started() {
  const clock = { now: 1_000_000 };
  const ledger: { fault?: Fault } = {};
  const signed = async () => {
    if (ledger.fault !== undefined) throw ledger.fault;
    return '';
  };
  const records = { reader: { state: signed }, checkpoint: signed } as unknown as Records;
  const health = healthOf(records, connection, () => clock.now);
  return { health, clock, ledger };
}

test('a target that failed counts for a while only, so that somebody asks it again', async () => {
  const { health, clock } = started();
  assert.deepEqual(await health.ready(), {
    isReady: true,
    checks: { server: 'ok', ledger: 'ok', target: 'not asked yet' },
  });
  const fault = new Fault('SOUTH_UNREACHABLE', 'nobody listens');
  health.called({ recordId: 'x', fault });
  assert.deepEqual((await health.ready()).checks.target, 'failed: nobody listens');
  assert.equal((await health.ready()).isReady, false);
  clock.now += 30_000;
  const later = await health.ready();
  assert.deepEqual(later, {
    isReady: true,
    checks: { server: 'ok', ledger: 'ok', target: 'not asked since it failed: nobody listens' },
  });
});

test('an exchange tells how the target is, and whoever listened before still hears of it', async () => {
  const { health } = started();
  const heard: string[] = [];
  const watched = health.watched({
    ...connection,
    onExchange: ({ outcome }) => heard.push(outcome),
  });
  const note = { commands: ['GroupGetRequest22V5'], sentAt: 0, answeredAt: 1 };
  watched.onExchange?.({ ...note, outcome: 'failed' });
  assert.equal((await health.ready()).isReady, false);
  watched.onExchange?.({ ...note, outcome: 'answered' });
  assert.equal((await health.ready()).checks.target, 'ok');
  assert.deepEqual(heard, ['failed', 'answered']);
});

test('a ledger that takes nothing is told until it takes something, or cannot sign', async () => {
  const { health, ledger } = started();
  health.called({ recordId: undefined, fault: new Fault('LEDGER_UNAVAILABLE', '/srv/x is full') });
  // Everybody may ask: where the store lies is not told.
  assert.match(
    (await health.ready()).checks.ledger ?? '',
    /^failed: LEDGER_UNAVAILABLE: The store [^/]*$/,
  );
  health.called({ recordId: 'x' });
  assert.equal((await health.ready()).isReady, true);
  ledger.fault = new Fault('LEDGER_FORKED', '/srv/x was restored');
  assert.match((await health.ready()).checks.ledger ?? '', /^failed: LEDGER_FORKED: [^/]*$/);
});

test('a refusal, and what Muster got wrong, say nothing about the target', async () => {
  const { health } = started();
  health.called({ recordId: 'x', fault: new Fault('SOUTH_LOGIN_REFUSED', 'no') });
  health.called({ recordId: 'x', fault: new Fault('INTERNAL', 'no') });
  assert.equal((await health.ready()).isReady, true);
  health.stopping();
  assert.deepEqual((await health.ready()).checks.server, 'stopping');
  assert.equal((await health.ready()).isReady, false);
});
