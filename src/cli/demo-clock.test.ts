import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storyClock, timeOn } from './demo-clock.js';

test('the clock goes on from where it is put, and never back', () => {
  let nanos = 5_000_000n;
  const clock = storyClock(1_000, () => nanos);
  assert.equal(clock.now(), 1_000);
  nanos += 2_500_000n;
  assert.equal(clock.micros(), 1_002_500n);
  clock.moveTo(90_000);
  assert.equal(clock.now(), 90_000);
  nanos += 1_000_000n;
  clock.moveTo(90_000);
  clock.moveTo(1_000);
  assert.equal(clock.micros(), 90_001_000n);
});

test('a time of day some days ago, also over the end of a month', () => {
  const now = new Date(2026, 2, 2, 0, 0, 5).getTime();
  assert.equal(timeOn(now, 1, '14:20:31'), new Date(2026, 2, 1, 14, 20, 31).getTime());
  assert.equal(timeOn(now, 3, '08:05:00'), new Date(2026, 1, 27, 8, 5).getTime());
});
