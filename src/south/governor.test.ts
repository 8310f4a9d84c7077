// The pace: a burst goes at once, a long run keeps to the rate, a slow switch gets its rest.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Governor, sharedGovernor } from './governor.js';

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

for (const [rate, calls, least] of [
  [5, 23, 4000],
  [2.5, 9, 3200],
  [0.5, 3, 4000],
] as const)
  test(`without burst no window holds more than the rate of ${rate}`, async () => {
    await withFakeTime(async (now) => {
      const governor = new Governor({ rate, burst: 0 }, now);
      const went: number[] = [];
      await Promise.all(
        Array.from({ length: calls }, () => governor.acquire(1).then(() => went.push(now()))),
      );
      const most = Math.max(1, Math.floor(rate));
      went.forEach((at, index) => {
        const later = went[index + most];
        if (later !== undefined) assert.ok(later - at >= (most / rate) * 1000, went.join(' '));
      });
      const took = went.at(-1)!;
      assert.ok(took >= least && took < least + 200, `took ${took} ms`);
    });
  });

test('without burst a quiet time earns nothing beyond the rate', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 5, burst: 0 }, now);
    await governor.acquire(1);
    governor.rest(10_000);
    for (let at = 0; at < 5; at++) await governor.acquire(1);
    const started = now();
    assert.ok(started >= 10_000 && started < 10_100, `rested ${started} ms`);
    await governor.acquire(1);
    assert.ok(now() - started >= 1000);
  });
});

test('a rest that is asked for while somebody waits holds for them too', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 1, burst: 1 }, now);
    await governor.acquire(1);
    const next = governor.acquire(1);
    governor.rest(5000);
    await next;
    assert.ok(now() >= 5000, `waited ${now()} ms`);
  });
});

test('a longer rest is not cut short by a shorter one, nor by a slow answer', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 0, burst: 0 }, now);
    governor.observe(10);
    governor.rest(9000);
    governor.rest(100);
    governor.observe(3000);
    await governor.acquire(1);
    assert.ok(now() >= 9000, `rested ${now()} ms`);
  });
});

test('several who are turned away together wait once, not twice as long each', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 0, burst: 0 }, now);
    const askedAt = now() - 10;
    for (let at = 0; at < 4; at++) governor.backOff(askedAt);
    await governor.acquire(1);
    assert.ok(now() >= 500 && now() < 600, `rested ${now()} ms`);
  });
});

test('whoever is told to stop does not wait, and takes no place', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 1, burst: 0 }, now);
    await governor.acquire(1);
    const stop = new AbortController();
    const stopped = governor.acquire(1, stop.signal);
    const next = governor.acquire(1);
    stop.abort();
    await stopped;
    assert.ok(now() < 100);
    await next;
    assert.ok(now() >= 1000 && now() < 1100, `waited ${now()} ms`);
  });
});

test('roads to the same host share a governor, those to others do not', () => {
  const pace = { rate: 5, burst: 0 };
  const one = sharedGovernor('odin.example.net:443', pace);
  assert.equal(sharedGovernor('odin.example.net:443', { ...pace }), one);
  assert.notEqual(sharedGovernor('odin.example.net:8443', pace), one);
  assert.notEqual(sharedGovernor('odin.example.net:443', { rate: 2, burst: 0 }), one);
});
