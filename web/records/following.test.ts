// Following over several calls: where each begins, what is told meanwhile, and when it ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerEvent } from '../api/ask.js';
import { problemOf } from '../api/problem.js';
import { type FollowState, follow } from './following.js';
import type { Summary } from './record-list.js';

type Call = (signal: AbortSignal) => AsyncIterable<ServerEvent>;

const came = (id: string, since: number): ServerEvent => ({
  event: 'progress',
  data: { record: { internalId: id } as Summary, since },
});
const beat = (since: number): ServerEvent => ({ event: 'progress', data: { since } });
const end = (why: string): ServerEvent => ({
  event: 'result',
  data: { status: 200, body: { records: [], since: 0, why } },
});
const says = (...events: ServerEvent[]): Call =>
  async function* () {
    yield* events;
  };
const fails = (thrown: unknown): Call =>
  // biome-ignore lint/correctness/useYield: it fails before it says anything
  async function* () {
    throw thrown;
  };
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Follows over these calls; the last one ends it. */
async function followed(
  calls: readonly Call[],
  { uses = [] as boolean[], since = 5 as number | 'now', silenceMs = 60_000 } = {},
) {
  const controller = new AbortController();
  const starts: (number | undefined)[] = [];
  const states: FollowState[] = [];
  const records: string[] = [];
  const waits: number[] = [];
  await follow({
    since: since === 'now' ? undefined : since,
    silenceMs,
    signal: controller.signal,
    listen: (from, signal) => {
      starts.push(from);
      const call = calls[starts.length - 1];
      if (call !== undefined) return call(signal);
      controller.abort();
      return fails(signal.reason)(signal);
    },
    onState: (state) => states.push(state),
    onEvent: (record) => record !== undefined && records.push(record.internalId),
    wasUsed: () => uses.shift() ?? false,
    wait: async (ms) => void waits.push(ms),
  });
  return { starts, records, waits, kinds: states.map(({ kind }) => kind), states };
}

test('goes on from the last place it heard of when a call breaks off', async () => {
  const { starts, records, waits, kinds } = await followed([
    says(beat(5), came('a', 6), beat(9)),
    says(beat(9), came('b', 12)),
  ]);
  assert.deepEqual(starts, [5, 9, 12]);
  assert.deepEqual(records, ['a', 'b']);
  assert.deepEqual(waits, [2_000, 2_000]);
  assert.deepEqual([...new Set(kinds)], ['connecting', 'live', 'reconnecting']);
});

test('waits longer each time nothing is heard, and as long as the server says', async () => {
  const lost = problemOf(0, new Headers(), null);
  const busy = problemOf(429, new Headers({ 'Retry-After': '7' }), null);
  const { waits, starts } = await followed(
    [
      fails(lost),
      fails(lost),
      fails(busy),
      ...Array(4).fill(fails(lost)),
      says(beat(4)),
      fails(lost),
    ],
    { since: 'now' },
  );
  assert.deepEqual(waits, [2_000, 4_000, 7_000, 16_000, 30_000, 30_000, 30_000, 2_000, 4_000]);
  assert.equal(starts[0], undefined);
  assert.equal(starts.at(-1), 4);
});

test('goes on at once when there was too much for one call, or a session ended', async () => {
  const { starts, waits } = await followed([
    says(came('a', 6), end('full')),
    says(beat(7), end('session')),
  ]);
  assert.deepEqual(starts, [5, 6, 7]);
  assert.deepEqual(waits, []);
});

test('after its time it goes on only for somebody who used the page', async () => {
  const { starts, kinds } = await followed([says(beat(6), end('time')), says(end('time'))], {
    uses: [true, false],
  });
  assert.deepEqual(starts, [5, 6]);
  assert.equal(kinds.at(-1), 'idle');
});

test('a server that stops is asked again later, and that is said', async () => {
  const { states, waits } = await followed([says(beat(6), end('stopping'))]);
  assert.deepEqual(waits, [2_000]);
  assert.match(JSON.stringify(states), /being stopped/);
});

test('stops for good at a refusal, with its words', async () => {
  const refused = problemOf(400, new Headers(), {
    errors: [{ code: 1001, message: 'QUERY_INVALID', details: { reason: 'outcome must be …' } }],
  });
  const { states, waits, starts } = await followed([fails(refused)]);
  assert.deepEqual(states.at(-1), { kind: 'stopped', why: 'outcome must be …' });
  assert.deepEqual(waits, []);
  assert.equal(starts.length, 1);
});

test('a connection that says nothing any more counts as dead', async () => {
  const silent: Call = async function* (signal) {
    yield beat(8);
    await untilAborted(signal);
  };
  const { starts, kinds } = await followed([silent], { silenceMs: 20 });
  assert.deepEqual(starts, [5, 8]);
  assert.ok(kinds.includes('reconnecting'));
});

test('ends when it is given up, without a word', async () => {
  const controller = new AbortController();
  const states: string[] = [];
  await follow({
    since: 1,
    signal: controller.signal,
    listen: async function* (_, signal) {
      yield beat(2);
      controller.abort();
      await untilAborted(signal);
    },
    onState: ({ kind }) => states.push(kind),
    onEvent: () => undefined,
    wasUsed: () => true,
    wait: async () => undefined,
  });
  assert.deepEqual(states, ['connecting', 'live']);
});

test('what makes no sense is passed over', async () => {
  const { starts, records } = await followed([
    says({ event: 'progress', data: { note: 1 } }, { event: 'result', data: null }),
  ]);
  assert.deepEqual(starts, [5, 5]);
  assert.deepEqual(records, []);
});
