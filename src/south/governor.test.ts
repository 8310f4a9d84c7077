// The pace: a burst goes at once, a long run keeps to the rate, a slow switch gets its rest.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Governor } from './governor.js';

/** Runs with a clock that only moves when somebody waits for it. */
async function withFakeTime(run: (now: () => number) => Promise<void>): Promise<void> {
  mock.timers.enable({ apis: ['setTimeout'] });
  let clock = 0;
  const advance = setInterval(() => {
    clock += 10;
    mock.timers.tick(10);
  }, 0);
  try {
    await run(() => clock);
  } finally {
    clearInterval(advance);
    mock.timers.reset();
  }
}

test('a burst goes at once', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 5, burst: 30 }, now);
    await governor.acquire(15);
    await governor.acquire(15);
    assert.equal(now(), 0);
  });
});

test('after the burst, commands go at the rate, however they are gathered', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 5, burst: 30 }, now);
    for (let at = 0; at < 6; at++) await governor.acquire(15);
    // Ninety commands, thirty of them free: sixty at five a second.
    assert.ok(Math.abs(now() - 12_000) < 200, `took ${now()} ms`);
  });
});

test('those who wait are served in the order they came', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 100, burst: 1 }, now);
    const served: number[] = [];
    await Promise.all([1, 2, 3].map((who) => governor.acquire(1).then(() => served.push(who))));
    assert.deepEqual(served, [1, 2, 3]);
  });
});

test('more than a whole bucket still goes, and is paid for afterwards', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 10, burst: 5 }, now);
    await governor.acquire(15);
    await governor.acquire(1);
    assert.ok(Math.abs(now() - 1100) < 100, `took ${now()} ms`);
  });
});

test('rate 0 sets no limit', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 0, burst: 1 }, now);
    for (let at = 0; at < 1000; at++) await governor.acquire(15);
    assert.equal(now(), 0);
  });
});

test('a switch that answers much more slowly than before gets a rest as long as its work', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 0, burst: 1 }, now);
    for (let at = 0; at < 5; at++) governor.observe(50);
    assert.equal(governor.slow, false);
    for (let at = 0; at < 8; at++) governor.observe(2000);
    assert.equal(governor.slow, true);
    await governor.acquire(1);
    assert.ok(now() > 1500 && now() < 2500, `rested ${now()} ms`);
    for (let at = 0; at < 8; at++) governor.observe(50);
    assert.equal(governor.slow, false);
  });
});

test('a full switch is left alone for longer each time, until it answers again', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 0, burst: 1 }, now);
    const waits: number[] = [];
    for (let at = 0; at < 3; at++) {
      const before = now();
      governor.backOff();
      await governor.acquire(1);
      waits.push(Math.round((now() - before) / 100) * 100);
    }
    assert.deepEqual(waits, [500, 1000, 2000]);
    governor.observe(20);
    governor.backOff();
    const before = now();
    await governor.acquire(1);
    assert.ok(now() - before < 700);
  });
});

test('answers that were always slow are no sign of load', () => {
  const governor = new Governor({ rate: 0, burst: 1 }, () => 0);
  for (let at = 0; at < 10; at++) governor.observe(900);
  assert.equal(governor.slow, false);
});
