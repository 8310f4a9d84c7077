import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbersOf, setOf } from './numbers-example.js';
import { holdersOf, spaceOf, stretchOf } from './numbers-space.js';

test('stretches of all states stand in one order: prefix, width, value', () => {
  const space = spaceOf(
    numbersOf([
      [true, true, ['+44-1632960110 - +44-1632960119', '0205550001']],
      [false, false, ['+44-1632960100 - +44-1632960109', '205550001']],
    ]),
  );
  assert.deepEqual(space.series, [
    { prefix: '', width: 9, digits: '' },
    { prefix: '', width: 10, digits: '' },
    { prefix: '+44-', width: 10, digits: '44' },
  ]);
  assert.deepEqual(
    space.stretches.map(({ series, first, last, kind }) => [series, first, last, kind]),
    [
      [0, 205550001, 205550001, 1],
      [1, 205550001, 205550001, 0],
      [2, 1632960100, 1632960109, 1],
      [2, 1632960110, 1632960119, 0],
    ],
  );
  assert.equal(space.total, 22);
  assert.deepEqual(
    space.kinds.map(({ total }) => total),
    [11, 11],
  );
});

test('a number that no state mentions is of a kind of which nothing is known', () => {
  const numbers = {
    ...numbersOf([[true, 'unknown', ['+44-1632960101']]]),
    all: setOf('+44-1632960101 - +44-1632960103'),
  };
  const space = spaceOf(numbers);
  assert.equal(space.total, 3);
  assert.deepEqual(
    space.kinds.map(({ assigned, activated, total }) => [assigned, activated, total]),
    [
      [true, 'unknown', 1],
      ['unknown', 'unknown', 2],
    ],
  );
});

test('such a number joins the kind that is there already', () => {
  const numbers = {
    ...numbersOf([['unknown', 'unknown', ['+44-1632960105']]]),
    all: setOf('+44-1632960101', '+44-1632960105'),
  };
  const { kinds } = spaceOf(numbers);
  assert.deepEqual(
    kinds.map(({ total }) => total),
    [2],
  );
});

test('ranges that cannot be read are kept word for word and counted nowhere', () => {
  const space = spaceOf(
    numbersOf([[true, true, ['<b>', '+44-1632960109 - +44-1632960101', '+44-1 - +45-2', '0101']]]),
  );
  assert.equal(space.total, 1);
  assert.deepEqual(space.odd, ['<b>', '+44-1632960109 - +44-1632960101', '+44-1 - +45-2']);
});

test('a number is found with all of its holders, one that is none of the group with none', () => {
  const space = spaceOf({
    ...numbersOf([[true, true, ['+44-1632960101 - +44-1632960103']]]),
    holders: [
      { number: '+44-1632960102', userId: 'b@example.net' },
      { number: '+44-1632960101', userId: 'a@example.net' },
      { number: '+44-1632960102', userId: 'c@example.net' },
      { number: '+44-1632960102 - +44-1632960103', userId: 'trunk@example.net' },
      { number: '+44-1632960104', userId: 'elsewhere@example.net' },
      { number: 'none', userId: 'odd@example.net' },
      { number: '205', userId: 'other@example.net' },
    ],
  });
  const ids = (value: number) => holdersOf(space, 0, value).map(({ userId }) => userId);
  assert.deepEqual(ids(1632960101), ['a@example.net']);
  assert.deepEqual(ids(1632960102), ['b@example.net', 'c@example.net', 'trunk@example.net']);
  assert.deepEqual(ids(1632960103), ['trunk@example.net']);
  assert.deepEqual(ids(1632960104), []);
  assert.ok(space.holders !== 'unknown');
  assert.deepEqual(
    space.holders.elsewhere.map(({ userId }) => userId),
    ['elsewhere@example.net', 'odd@example.net', 'other@example.net'],
  );
});

test('unknown holders stay unknown', () => {
  const space = spaceOf({ ...numbersOf([[true, true, ['0101']]]), holders: 'unknown' });
  assert.equal(space.holders, 'unknown');
  assert.deepEqual(holdersOf(space, 0, 101), []);
});

test('the stretch of a number is found at its edges and not beside them', () => {
  const { stretches } = spaceOf(
    numbersOf([
      [true, true, ['0010 - 0019', '0030']],
      [false, true, ['0020', '1-0015']],
    ]),
  );
  const at = (value: number) => stretchOf(stretches, 0, value)?.first;
  assert.deepEqual([9, 10, 19, 20, 21, 29, 30, 31].map(at), [
    undefined,
    10,
    10,
    20,
    undefined,
    undefined,
    30,
    undefined,
  ]);
});
