import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Amount } from '../../src/audit/model.js';
import { amountWords, gaugeOf } from './trunking-gauge.js';

const brief = (has: Amount, most: Amount) => {
  const { kind, share, isOver, figure } = gaugeOf(has, most);
  return [kind, share, isOver, figure];
};

test('a number under a number is a share, and more than that is told', () => {
  assert.deepEqual(brief(10, 40), ['share', 0.25, false, '10']);
  assert.deepEqual(brief(40, 40), ['share', 1, false, '40']);
  assert.deepEqual(brief(41, 40), ['share', 1, true, '41']);
  assert.deepEqual(brief(1, 0), ['share', 1, true, '1']);
  assert.equal(gaugeOf(1200, 4000).words, '1,200 of 4,000 that it can be given');
});

test('zero, unlimited, unknown and what a release lacks never look alike', () => {
  assert.deepEqual(brief(0, 40), ['share', 0, false, '0']);
  assert.deepEqual(brief(0, 0), ['share', 0, false, '0']);
  assert.deepEqual(brief('unlimited', 'unlimited'), ['unlimited', 1, false, '∞']);
  assert.deepEqual(brief('unlimited', 40), ['unlimited', 1, true, '∞']);
  assert.deepEqual(brief('unlimited', 'unknown'), ['unlimited', 1, false, '∞']);
  assert.deepEqual(brief('unknown', 40), ['unknown', 0, false, '?']);
  assert.deepEqual(brief('notOnThisRelease', 'notOnThisRelease'), ['absent', 0, false, '–']);
  const words = [0, 'unlimited', 'unknown', 'notOnThisRelease'] as const;
  assert.equal(new Set(words.map((has) => gaugeOf(has, 'unlimited').words)).size, 4);
});

test('a number without a ceiling is no share of anything', () => {
  for (const most of ['unlimited', 'unknown', 'notOnThisRelease'] as const)
    assert.deepEqual(brief(12, most), ['open', 0, false, '12']);
  const words = (['unlimited', 'unknown', 'notOnThisRelease'] as const).map(
    (most) => gaugeOf(12, most).words,
  );
  assert.equal(new Set(words).size, 3);
});

test('amounts in words', () => {
  assert.deepEqual(
    ([0, 1200, 'unlimited', 'unknown', 'notOnThisRelease'] as const).map(amountWords),
    ['0', '1,200', 'unlimited', 'unknown', 'not on this release'],
  );
});
