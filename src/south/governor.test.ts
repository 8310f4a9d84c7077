// The pace: a burst goes at once, a long run keeps to the rate, a slow switch gets its rest.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Governor, joinGovernor } from './governor.js';

/** Runs with a clock that only moves when somebody waits for it. */
async function withFakeTime(run: (now: () => number) => Promise<void>): Promise<void> {
  mock.timers.enable({ apis: ['setTimeout'] });
  let clock = 0;
  let isOver = false;
  const advance = () => {
    if (isOver) return;
    clock += 10;
    mock.timers.tick(10);
    setImmediate(advance);
  };
  setImmediate(advance);
  try {
    await run(() => clock);
  } finally {
    isOver = true;
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

/** Takes a turn and sends at once. */
const goes = (governor: Governor) => governor.acquire(1).then((turn) => turn.sent());

for (const [rate, calls, least] of [
  [5, 23, 4200],
  [2.5, 9, 3400],
  [0.5, 3, 4100],
] as const)
  test(`without burst no window holds more than the rate of ${rate}`, async () => {
    await withFakeTime(async (now) => {
      const governor = new Governor({ rate, burst: 0 }, now);
      const went: number[] = [];
      await Promise.all(
        Array.from({ length: calls }, () => goes(governor).then(() => went.push(now()))),
      );
      const most = Math.max(1, Math.floor(rate));
      went.forEach((at, index) => {
        const later = went[index + most];
        if (later !== undefined) assert.ok(later - at >= (most / rate) * 1000 + 50, went.join(' '));
      });
      const took = went.at(-1)!;
      assert.ok(took >= least && took < least + 200, `took ${took} ms`);
    });
  });

test('without burst a quiet time earns nothing beyond the rate', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 5, burst: 0 }, now);
    await goes(governor);
    governor.rest(10_000);
    for (let at = 0; at < 5; at++) await goes(governor);
    const started = now();
    assert.ok(started >= 10_000 && started < 10_100, `rested ${started} ms`);
    await goes(governor);
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
    await goes(governor);
    const stop = new AbortController();
    const stopped = governor.acquire(1, stop.signal);
    const next = governor.acquire(1);
    stop.abort();
    await stopped;
    assert.ok(now() < 100);
    await next;
    assert.ok(now() >= 1050 && now() < 1150, `waited ${now()} ms`);
  });
});

test('a turn counts from when it is really sent, however long that takes', async () => {
  await withFakeTime(async (now) => {
    const governor = new Governor({ rate: 2, burst: 0 }, now);
    const [one, two] = [await governor.acquire(1), await governor.acquire(1)];
    const third = governor.acquire(1);
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    // Connections take their time to open: no window has begun yet.
    await pause(4000);
    one.sent();
    await pause(500);
    two.sent();
    (await third).sent();
    assert.ok(now() >= 5050 && now() < 5150, `sent at ${now()} ms`);
    await goes(governor);
    assert.ok(now() >= 5550 && now() < 5650, `sent at ${now()} ms`);
  });
});

test('a turn that is given back is free for the next at once, and only once', async () => {
  for (const burst of [0, 1])
    await withFakeTime(async (now) => {
      const governor = new Governor({ rate: 1, burst }, now);
      const first = await governor.acquire(1);
      const second = governor.acquire(1);
      first.back();
      const turn = await second;
      assert.ok(now() < 100, `waited ${now()} ms`);
      turn.sent();
      turn.back();
      first.back();
      await governor.acquire(1);
      assert.ok(now() >= 950, `waited ${now()} ms`);
    });
});

test('roads to the same host share a governor, those to others do not', () => {
  const pace = { rate: 5, burst: 0 };
  const one = joinGovernor('odin.example.net:443', pace);
  assert.equal(joinGovernor('odin.example.net:443', { rate: 2, burst: 9 }).governor, one.governor);
  assert.notEqual(joinGovernor('odin.example.net:8443', pace).governor, one.governor);
});

/** Milliseconds that six calls take, as the clock on the wall tells. */
async function timeOfSix(governor: Governor): Promise<number> {
  const began = performance.now();
  for (let at = 0; at < 6; at++) await goes(governor);
  return performance.now() - began;
}

test('the strictest pace of the roads that are open holds for all', async () => {
  const host = 'strict.example.net:443';
  const free = joinGovernor(host, { rate: 0, burst: 0 });
  const loose = joinGovernor(host, { rate: 1000, burst: 500 });
  const strict = joinGovernor(host, { rate: 20, burst: 0 });
  assert.equal(strict.governor, free.governor);
  // Twenty in the window of one second: what went before counts as well.
  for (let at = 0; at < 20; at++) await goes(loose.governor);
  assert.ok((await timeOfSix(free.governor)) >= 1000);
  strict.leave();
  strict.leave();
  assert.ok((await timeOfSix(free.governor)) < 500);
  loose.leave();
  assert.ok((await timeOfSix(free.governor)) < 500);
});

test('a call that went before a stricter road was opened counts for it', async () => {
  const host = 'before.example.net:443';
  const free = joinGovernor(host, { rate: 0, burst: 0 });
  await goes(free.governor);
  const strict = joinGovernor(host, { rate: 2, burst: 0 });
  await goes(strict.governor);
  const began = performance.now();
  await goes(strict.governor);
  assert.ok(performance.now() - began >= 900);
});
