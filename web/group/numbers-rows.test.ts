import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDnCell } from '../../src/numbers/index.js';
import { numbersOf } from './numbers-example.js';
import {
  type NumberFilter,
  nextOfKind,
  numberAt,
  numberLines,
  placeOfMatch,
  placeOfNumber,
  rangesIn,
  rangeTexts,
  rowAt,
  viewOf,
} from './numbers-rows.js';
import { parseNumberQuery } from './numbers-search.js';
import { type NumberSpace, spaceOf } from './numbers-space.js';

const everything: NumberFilter = { query: undefined, within: undefined, kinds: new Set() };
const filter = (text: string, more: Partial<NumberFilter> = {}): NumberFilter => ({
  ...everything,
  query: parseNumberQuery(text),
  ...more,
});
const range = (text: string) => {
  const cell = parseDnCell(text);
  assert.equal(cell.kind, 'range');
  return cell.kind === 'range' ? cell.range : undefined;
};
const rowsOf = (space: NumberSpace, wanted: NumberFilter) => {
  const view = viewOf(space, wanted);
  return Array.from({ length: view.total }, (_, at) => {
    const row = rowAt(view, at);
    return `${numberAt(space, row)} ${row.kind}`;
  });
};

const small = spaceOf({
  ...numbersOf([
    [true, true, ['+44-1632960101 - +44-1632960103', '+44-1632960109']],
    [false, false, ['+44-1632960104 - +44-1632960105', '0205550098 - 0205550099']],
    ['unknown', false, ['+44-1632960106']],
  ]),
  holders: [
    {
      number: '+44-1632960102',
      userId: 'u1@example.net',
      firstName: 'Zoë',
      lastName: 'Stone',
      extension: '2102',
      department: 'Night Desk',
      userType: 'Normal',
    },
    { number: '+44-1632960102', userId: 'u2@example.net', lastName: 'Twice' },
    { number: '+44-1632960101 - +44-1632960103', userId: 'trunk@example.net' },
    { number: '+44-1632960109', userId: 'u9@example.net', firstName: 'Ash' },
  ],
});

test('rows come in order, across prefixes, widths and states', () => {
  assert.deepEqual(rowsOf(small, everything), [
    '0205550098 1',
    '0205550099 1',
    '+44-1632960101 0',
    '+44-1632960102 0',
    '+44-1632960103 0',
    '+44-1632960104 1',
    '+44-1632960105 1',
    '+44-1632960106 2',
    '+44-1632960109 0',
  ]);
});

test('an empty group has no rows', () => {
  const view = viewOf(spaceOf(numbersOf([])), everything);
  assert.equal(view.total, 0);
  assert.deepEqual([...rangesIn(spaceOf(numbersOf([])), view)], []);
  assert.equal(
    nextOfKind(view, 0, () => true),
    undefined,
  );
});

test('a search finds numbers and holders, each number once', () => {
  const hits = (text: string) => rowsOf(small, filter(text)).map((row) => row.split(' ')[0]);
  assert.deepEqual(hits('960109'), ['+44-1632960109']);
  assert.deepEqual(hits('2102'), ['+44-1632960102']);
  assert.deepEqual(hits('stone zoe'), ['+44-1632960102']);
  assert.deepEqual(hits('Zoë  STONE'), ['+44-1632960102']);
  assert.deepEqual(hits('night desk'), ['+44-1632960102']);
  assert.deepEqual(hits('u2@'), ['+44-1632960102']);
  assert.deepEqual(hits('trunk'), ['+44-1632960101', '+44-1632960102', '+44-1632960103']);
  assert.deepEqual(hits('example.net'), [
    '+44-1632960101',
    '+44-1632960102',
    '+44-1632960103',
    '+44-1632960109',
  ]);
  assert.deepEqual(hits('stone ash'), []);
  assert.deepEqual(hits('7777'), []);
});

test('counts by state are of what is searched, whichever states are shown', () => {
  const view = viewOf(small, filter('16329601', { kinds: new Set([2]) }));
  assert.deepEqual(view.byKind, [4, 2, 1]);
  assert.equal(view.total, 1);
  assert.deepEqual(rowsOf(small, { ...everything, kinds: new Set([0, 2]) }).length, 5);
});

test('a block narrows the list to its numbers, cutting stretches at its edges', () => {
  const within = range('+44-1632960103 - +44-1632960104');
  assert.deepEqual(rowsOf(small, { ...everything, within }), [
    '+44-1632960103 0',
    '+44-1632960104 1',
  ]);
  assert.deepEqual(rowsOf(small, filter('104', { within })), ['+44-1632960104 1']);
  assert.deepEqual(rowsOf(small, { ...everything, within: range('+44-1632960107') }), []);
  assert.deepEqual(rowsOf(small, { ...everything, within: range('+49-1632960101') }), []);
});

test('places: of a number, of the next free one, of what was typed', () => {
  const view = viewOf(small, everything);
  assert.equal(placeOfNumber(view, 1, 1632960102), 3);
  assert.equal(placeOfNumber(view, 1, 1632960107), 8);
  assert.equal(placeOfNumber(view, 1, 1632960110), 9);
  assert.equal(placeOfNumber(view, 0, 0), 0);
  const isFree = (kind: number) => small.kinds[kind]!.assigned === false;
  assert.equal(nextOfKind(view, 0, isFree), 0);
  assert.equal(nextOfKind(view, 1, isFree), 1);
  assert.equal(nextOfKind(view, 2, isFree), 5);
  assert.equal(nextOfKind(view, 6, isFree), 6);
  assert.equal(nextOfKind(view, 7, isFree), undefined);
  assert.equal(nextOfKind(view, 9, isFree), undefined);
  assert.equal(placeOfMatch(small, view, parseNumberQuery('960106')!), 7);
  assert.equal(placeOfMatch(small, view, parseNumberQuery('01632960')!), 2);
  assert.equal(placeOfMatch(small, view, parseNumberQuery('5551')!), undefined);
});

test('rows are copied as ranges, joined across states, or each by itself', () => {
  const view = viewOf(small, everything);
  assert.deepEqual(rangeTexts(rangesIn(small, view)).texts, [
    '0205550098 - 0205550099',
    '+44-1632960101 - +44-1632960106',
    '+44-1632960109',
  ]);
  assert.deepEqual(rangeTexts(rangesIn(small, view, 1, 3)).texts, [
    '0205550099',
    '+44-1632960101 - +44-1632960102',
  ]);
  assert.deepEqual(rangeTexts(rangesIn(small, view), 1), {
    texts: ['0205550098 - 0205550099'],
    more: 2,
  });
  assert.equal(numberLines(small, view, 1, 2), '0205550099\n+44-1632960101');
  assert.equal(numberLines(small, view, 8, 8), '+44-1632960109');
});

test('a hundred thousand numbers in one range, and in ten thousand ranges', () => {
  const one = spaceOf(numbersOf([[true, true, ['+44-1632900000 - +44-1632999999']]]));
  const view = viewOf(one, everything);
  assert.equal(view.total, 100_000);
  assert.equal(view.stretches.length, 1);
  assert.equal(numberAt(one, rowAt(view, 99_999)), '+44-1632999999');
  const many = spaceOf(
    numbersOf([
      [true, true, Array.from({ length: 10_000 }, (_, at) => tens(at, 0, 4))],
      [false, false, Array.from({ length: 10_000 }, (_, at) => tens(at, 5, 9))],
    ]),
  );
  const whole = viewOf(many, everything);
  assert.equal(whole.total, 100_000);
  assert.equal(whole.stretches.length, 20_000);
  for (const at of [0, 4, 5, 49_999, 50_000, 99_999])
    assert.equal(numberAt(many, rowAt(whole, at)), `+44-16329${String(at).padStart(5, '0')}`);
  const found = viewOf(many, filter('29 77777'));
  assert.deepEqual([found.total, numberAt(many, rowAt(found, 0))], [1, '+44-1632977777']);
  assert.deepEqual(rangeTexts(rangesIn(many, whole)).texts, ['+44-1632900000 - +44-1632999999']);
  assert.equal(viewOf(many, { ...everything, kinds: new Set([1]) }).total, 50_000);
});

const tens = (at: number, from: number, to: number) =>
  `+44-16329${String(at).padStart(4, '0')}${from} - +44-16329${String(at).padStart(4, '0')}${to}`;

test('a search that finds too much stops, and says so', () => {
  const space = spaceOf(numbersOf([[true, true, ['+44-1600000000 - +44-1699999999']]]));
  const view = viewOf(space, filter('7'), 1_000);
  assert.equal(view.isCut, true);
  assert.ok(view.stretches.length <= 1_000);
  assert.ok(view.total >= 999);
  assert.equal(viewOf(space, filter('1699999999'), 1_000).isCut, false);
});
