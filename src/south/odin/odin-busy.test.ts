// An ODIN host that is full: how long it is left alone, how often it is asked again, and when it is not waited for.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bytes,
  failure,
  json,
  type OdinAnswerer,
  type OdinReply,
  OdinStub,
} from '../../../test/odin-stub.js';
import { Fault } from '../../fault.js';
import { openOdin } from '../index.js';

const ask = { path: '/groups', query: {} } as const;
const fine = json([{ groupId: 'Quayside' }]);

/** First these, then a good answer. */
const after =
  (...first: OdinReply[]): OdinAnswerer =>
  (_, count) =>
    first[count - 1] ?? fine;
const full = (status: number, headers: Readonly<Record<string, string>> = {}): OdinReply => ({
  ...failure(status, 'too many'),
  headers,
});
const codeOf = (one: PromiseSettledResult<unknown>) =>
  one.status === 'rejected' && one.reason instanceof Fault ? one.reason.code : one.status;
/** Milliseconds between the last two requests. */
const pauseAt = (stub: OdinStub) => stub.asked.at(-1)!.at - stub.asked.at(-2)!.at;

const inADay = new Date(Date.UTC(2027, 0, 2, 3, 4, 5));
const dates = (seconds: number) => ({
  date: inADay.toUTCString(),
  'retry-after': new Date(inADay.getTime() + seconds * 1000).toUTCString(),
});

describe('left alone as long as it asks for, then asked again', { concurrency: true }, () => {
  for (const [what, reply, least] of [
    ['429 with seconds', full(429, { 'retry-after': '1' }), 1000],
    ['429 with a date, by the clock that wrote it', full(429, dates(1)), 1000],
    ['503 with seconds', full(503, { 'retry-after': '1' }), 1000],
    ['503 with nothing', full(503), 500],
    ['429 with 0', full(429, { 'retry-after': '0' }), 500],
    ['429 with a date that has passed', full(429, dates(-60)), 500],
    ['429 with nonsense', full(429, { 'retry-after': '-5 soon' }), 500],
    ['502', bytes('<html>Bad Gateway</html>', 'text/html', 502), 500],
  ] as const)
    test(what, async () => {
      await using stub = await OdinStub.start({ answers: { 'GET /groups': after(reply) } });
      const south = openOdin(stub.south());
      assert.equal((await south.get(ask)).kind, 'reply');
      assert.equal(stub.count('GET /groups'), 2);
      assert.ok(pauseAt(stub) >= least - 5, `${pauseAt(stub)} ms`);
      await south.close();
    });
});

test('a rest is for the whole road', async () => {
  await using stub = await OdinStub.start({
    answers: {
      'GET /groups': after(full(429, { 'retry-after': '1' })),
      'GET /users': fine,
    },
  });
  let answered = 0;
  const south = openOdin(stub.south({ onExchange: () => answered++ }));
  const groups = south.get(ask);
  // The login and the call that is turned away.
  while (answered < 2) await new Promise((resolve) => setImmediate(resolve));
  const turnedAway = stub.asked.at(-1)!.at;
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([groups, south.get({ path: '/users', query: {} })]);
  const others = stub.asked.filter(({ command }) => command === 'GET /users');
  assert.ok(others[0]!.at - turnedAway >= 995, `${others[0]!.at - turnedAway} ms`);
  await south.close();
});

test('a host that asks for an hour is not waited for, nor are the others sent', async () => {
  await using stub = await OdinStub.start({
    answers: { 'GET /groups': full(429, { 'retry-after': '3600' }) },
  });
  const south = openOdin(stub.south({ connections: 1 }));
  const all = await Promise.allSettled([1, 2, 3].map(() => south.get(ask)));
  assert.deepEqual(all.map(codeOf), ['SOUTH_BUSY', 'SOUTH_BUSY', 'SOUTH_BUSY']);
  assert.match(String((all[0] as PromiseRejectedResult).reason.message), /3600 s \(60 min\)/);
  assert.equal(stub.count('GET /groups'), 1);
  await south.close();
});

test('a host that stays full is asked four times', async () => {
  const reply = full(429, { 'retry-after': '0.05' });
  await using stub = await OdinStub.start({ answers: { 'GET /groups': reply } });
  const south = openOdin(stub.south());
  await assert.rejects(south.get(ask), { code: 'SOUTH_BUSY', message: /429 4 times/ });
  assert.equal(stub.count('GET /groups'), 4);
  await south.close();
});

test('a gateway that stays without backend is asked three times, and its page is not shown', async () => {
  const page = bytes('<html><h1>502</h1></html>', 'text/html', 502);
  await using stub = await OdinStub.start({ answers: { 'GET /groups': page } });
  const south = openOdin(stub.south());
  const answer = await south.get(ask);
  assert.ok(answer.kind === 'refusal');
  assert.deepEqual(answer.refusal, { status: 502, summary: 'HTTP 502 Bad Gateway', kind: 'other' });
  assert.equal(stub.count('GET /groups'), 3);
  await south.close();
});
