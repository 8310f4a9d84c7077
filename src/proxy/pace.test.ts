// Turns: how many a second, how many at once, who waits, and that turns come back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace, type Turn } from './pace.js';

const never = new AbortController().signal;
const leaveOf = (turn: Turn) => {
  assert.ok('leave' in turn);
  return turn.leave;
};

test('without limits everybody passes at once', async () => {
  const pace = new Pace({}, () => 0);
  for (let at = 0; at < 100; at++) leaveOf(await pace.enter(['a'], never));
});

test('the rate of one login is not that of another, and what was not used does not pile up', async () => {
  let now = 0;
  const pace = new Pace({ rate: { perLogin: 3 }, waitMs: 0 }, () => now);
  const passing = async (login: string) => {
    let count = 0;
    while ('leave' in (await pace.enter([login], never))) count++;
    return count;
  };
  assert.equal(await passing('a'), 3);
  assert.equal(await passing('B'), 3);
  assert.equal(await passing('b'), 0, 'case does not make another login');
  now += 400;
  assert.equal(await passing('a'), 1);
  now += 60_000;
  assert.equal(await passing('a'), 3);
});

test('a turn that is given back goes to who waits longest', async () => {
  const pace = new Pace({ inFlight: { total: 1 }, waitMs: 60_000 }, () => performance.now());
  const first = leaveOf(await pace.enter(['a'], never));
  const order: string[] = [];
  const waiting = ['b', 'c'].map(async (login) => {
    const leave = leaveOf(await pace.enter([login], never));
    order.push(login);
    leave();
  });
  first();
  // A turn is given back once.
  first();
  await Promise.all(waiting);
  assert.deepEqual(order, ['b', 'c']);
  const again = leaveOf(await pace.enter(['d'], never));
  const gone = new AbortController();
  const given = pace.enter(['e'], gone.signal);
  gone.abort();
  assert.ok('refused' in (await given));
  again();
  leaveOf(await pace.enter(['f'], never));
});

test('both limits hold: a place for the login, and one for all', async () => {
  const pace = new Pace({ inFlight: { perLogin: 1, total: 2 }, waitMs: 0 }, () => 0);
  const a = leaveOf(await pace.enter(['a'], never));
  assert.ok('refused' in (await pace.enter(['a'], never)));
  leaveOf(await pace.enter(['b'], never));
  assert.ok('refused' in (await pace.enter(['c'], never)));
  a();
  leaveOf(await pace.enter(['c'], never));
});
