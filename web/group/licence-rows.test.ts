// Marks, bars and order of licences: zero, unlimited, unknown and "not on this release" are never taken for each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Amount, Licence } from '../../src/audit/model.js';
import {
  barOf,
  ceilingOf,
  excessOf,
  isIdle,
  markOf,
  nextSort,
  type SortKey,
  sorted,
} from './licence-rows.js';

const licence = (
  name: string,
  usage: Amount,
  quantity: Amount,
  authorized: Licence['authorized'] = true,
): Licence => ({
  name,
  authorized,
  assigned: usage !== 0,
  limited: quantity === 'unlimited' ? 'unlimited' : 'limited',
  quantity,
  allowed: quantity,
  usage,
});

test('a mark says what stands out', () => {
  const marksOf: readonly (readonly [Licence, string])[] = [
    [licence('', 2, 3), 'none'],
    [licence('', 3, 3), 'exhausted'],
    [licence('', 5, 3), 'exceeded'],
    [licence('', 0, 3), 'unused'],
    [licence('', 0, 'unlimited'), 'unused'],
    [licence('', 0, 0), 'authorizedForNone'],
    [licence('', 1, 0), 'exceeded'],
    [licence('', 0, 'unlimited', false), 'notAuthorized'],
    [licence('', 1, 'unlimited', false), 'notAuthorizedButUsed'],
    [licence('', 'unknown', 'unlimited', false), 'notAuthorizedUsageUnknown'],
    [licence('', 'notOnThisRelease', 0, false), 'notAuthorizedUsageUnknown'],
    [licence('', 'unknown', 3), 'none'],
    [licence('', 3, 'unknown'), 'none'],
    [licence('', 0, 'unknown'), 'unused'],
    [licence('', 0, 3, 'unknown'), 'authorizationUnknown'],
  ];
  for (const [one, mark] of marksOf) assert.equal(markOf(one), mark, JSON.stringify(one));
  assert.equal(excessOf(licence('', 5, 3)), 2);
  assert.equal(excessOf(licence('', 5, 'unknown')), 0);
});

test('only what has two figures has a bar with a length', () => {
  assert.deepEqual(barOf(licence('', 0, 3)), { kind: 'share', share: 0, isFull: false });
  assert.deepEqual(barOf(licence('', 1, 4)), { kind: 'share', share: 0.25, isFull: false });
  assert.deepEqual(barOf(licence('', 4, 4)), { kind: 'share', share: 1, isFull: true });
  assert.deepEqual(barOf(licence('', 0, 0)), { kind: 'share', share: 0, isFull: false });
  const kindOf = (
    ...of: Parameters<typeof licence> extends [string, ...infer Rest] ? Rest : never
  ) => barOf(licence('', ...of)).kind;
  assert.equal(kindOf(5, 4), 'over');
  assert.equal(kindOf('unknown', 'unlimited', false), 'unknown');
  assert.equal(kindOf('notOnThisRelease', 3, false), 'notOnThisRelease');
  assert.equal(kindOf(1, 0), 'over');
  assert.equal(kindOf(0, 'unlimited'), 'unlimited');
  assert.equal(kindOf(9, 'unlimited'), 'unlimited');
  assert.equal(kindOf('unknown', 4), 'unknown');
  assert.equal(kindOf('unknown', 'unlimited'), 'unknown');
  assert.equal(kindOf(1, 'unknown'), 'unknown');
  assert.equal(kindOf(1, 'notOnThisRelease'), 'notOnThisRelease');
  assert.equal(kindOf(0, 'unlimited', false), 'nothing');
  assert.equal(kindOf(1, 'unlimited', false), 'unauthorizedUse');
  assert.equal(kindOf(1, 'unlimited', 'unknown'), 'unknown', 'unlimited may mean not authorised');
});

test('the Unlimited of what is not authorised is no figure', () => {
  assert.equal(ceilingOf(licence('', 0, 'unlimited', false), 'unlimited'), undefined);
  assert.equal(ceilingOf(licence('', 0, 7, false), 7), 7);
  assert.equal(ceilingOf(licence('', 0, 'unlimited'), 'unlimited'), 'unlimited');
});

test('idle is what was read as neither authorised nor used', () => {
  assert.ok(isIdle(licence('', 0, 'unlimited', false)));
  assert.ok(!isIdle(licence('', 'unknown', 'unlimited', false)));
  assert.ok(!isIdle(licence('', 0, 0, 'unknown')));
  assert.ok(!isIdle({ ...licence('', 0, 'unlimited', false), asSent: { quantity: 'x' } }));
});

const rows = [
  licence('Pack 10', 0, 'unlimited', false),
  licence('Pack 2', 0, 4),
  licence('alpha', 3, 'unlimited'),
  licence('Beta', 8, 8),
  licence('Gamma', 'unknown', 2),
  licence('Delta', 2, 'unknown'),
].map((one) => ({ licence: one }));
const order = (key: SortKey | undefined, isDescending = false, isUnusedFirst = false) =>
  sorted(rows, key === undefined ? undefined : { key, isDescending }, isUnusedFirst).map(
    (row) => row.licence.name,
  );

test('without a choice what is in use comes first, in the order of the switch', () => {
  assert.deepEqual(order(undefined), ['alpha', 'Beta', 'Gamma', 'Delta', 'Pack 2', 'Pack 10']);
});

test('names sort as people read them', () => {
  assert.deepEqual(order('name'), ['alpha', 'Beta', 'Delta', 'Gamma', 'Pack 2', 'Pack 10']);
  assert.deepEqual(order('name', true), ['Pack 10', 'Pack 2', 'Gamma', 'Delta', 'Beta', 'alpha']);
});

test('unlimited is more than any number, and what is unknown stays last either way', () => {
  assert.deepEqual(order('quantity'), ['Gamma', 'Pack 2', 'Beta', 'alpha', 'Pack 10', 'Delta']);
  assert.deepEqual(order('quantity', true), [
    'alpha',
    'Beta',
    'Pack 2',
    'Gamma',
    'Pack 10',
    'Delta',
  ]);
  assert.equal(order('usage').at(-1), 'Gamma');
  assert.equal(order('usage', true).at(-1), 'Gamma');
  assert.deepEqual(order('share', true).slice(0, 3), ['Beta', 'Pack 2', 'alpha']);
  assert.equal(order('mark')[0], 'Beta');
});

test('unused ones first, whatever the order', () => {
  assert.equal(order(undefined, false, true)[0], 'Pack 2');
  assert.equal(order('usage', true, true)[0], 'Pack 2');
  assert.deepEqual(order('usage', true, true).slice(1, 3), ['Beta', 'alpha']);
});

test('a heading goes through both directions and back to the order of the switch', () => {
  const first = nextSort(undefined, 'usage');
  assert.deepEqual(first, { key: 'usage', isDescending: true });
  const second = nextSort(first, 'usage');
  assert.deepEqual(second, { key: 'usage', isDescending: false });
  assert.equal(nextSort(second, 'usage'), undefined);
  assert.deepEqual(nextSort(second, 'name'), { key: 'name', isDescending: false });
});
