// Days as the reader's calendar has them: zones, changes of the clock, times that are none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayFormatter, dayOf, daysBetween, localTime, quickTimes, underDays } from './days.js';

process.env.TZ = 'Europe/Rome';

const at = (internalId: string, requestTime: string) => ({ internalId, requestTime });
const late = '2026-11-20T23:30:00.000000+00:00';

test('the same moment is another day in another zone', () => {
  assert.equal(dayOf(late, dayFormatter('UTC')), '2026-11-20');
  assert.equal(dayOf(late, dayFormatter('Europe/Rome')), '2026-11-21');
  assert.equal(dayOf(late, dayFormatter('Pacific/Kiritimati')), '2026-11-21');
  assert.equal(dayOf('', dayFormatter('UTC')), '');
  assert.equal(dayOf('yesterday', dayFormatter('UTC')), '');
});

test('a heading stands where the day changes, with a key of its own each time', () => {
  const records = [
    at('5', '2026-11-21T00:10:00Z'),
    // A clock that went back: positions go on, times do not.
    at('4', '2026-11-20T23:59:00Z'),
    at('3', '2026-11-21T00:05:00Z'),
    at('2', '2026-11-20T12:00:00Z'),
    at('1', ''),
  ];
  const items = underDays(records, dayFormatter('UTC'));
  assert.deepEqual(
    items.map((item) => (item.kind === 'day' ? item.day : item.record.internalId)),
    ['2026-11-21', '5', '2026-11-20', '4', '2026-11-21', '3', '2026-11-20', '2', '', '1'],
  );
  assert.equal(new Set(items.map(({ key }) => key)).size, items.length);
  assert.deepEqual(underDays([], dayFormatter('UTC')), []);
});

test('days are counted by the calendar, also where one has 23 or 25 hours', () => {
  assert.equal(daysBetween('2026-11-20', '2026-11-21'), 1);
  assert.equal(daysBetween('2026-03-28', '2026-03-30'), 2);
  assert.equal(daysBetween('2026-12-31', '2027-01-01'), 1);
  assert.equal(daysBetween('2026-11-22', '2026-11-21'), -1);
  assert.ok(Number.isNaN(daysBetween('', '2026-11-21')));
});

test('quick choices begin at midnight of the reader, around a change of the clock too', () => {
  // 02:00 in Rome on the day after the clocks went back.
  const now = new Date('2026-10-26T01:00:00Z');
  assert.deepEqual(quickTimes('today', now), { from: '2026-10-25T23:00:00.000Z', to: '' });
  assert.deepEqual(quickTimes('yesterday', now), {
    from: '2026-10-24T22:00:00.000Z',
    to: '2026-10-25T23:00:00.000Z',
  });
  assert.deepEqual(quickTimes('week', now), { from: '2026-10-19T22:00:00.000Z', to: '' });
});

test('a local time becomes one in UTC; what is none becomes nothing', () => {
  assert.equal(localTime('2026-11-21T13:30'), '2026-11-21T12:30:00.000Z');
  assert.equal(localTime('2026-07-21T13:30:05'), '2026-07-21T11:30:05.000Z');
  assert.equal(localTime(''), '');
  assert.equal(localTime('25 o’clock'), '');
});
