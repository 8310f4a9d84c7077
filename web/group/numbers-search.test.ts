import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDn } from '../../src/numbers/index.js';
import { eachMatch, machinesOf, type NumberQuery, parseNumberQuery } from './numbers-search.js';
import type { Series } from './numbers-space.js';

const uk: Series = { prefix: '+44-', width: 10, digits: '44' };

function found(text: string, series: Series, first: number, last: number): string[] {
  const query = parseNumberQuery(text) as NumberQuery;
  const values = new Set<number>();
  for (const machine of machinesOf(query, series))
    eachMatch(machine, series, { first, last }, (from, to) => {
      for (let value = from; value <= to; value++) values.add(value);
      return true;
    });
  return [...values].sort((a, b) => a - b).map((one) => formatDn(series.prefix, series.width, one));
}

test('however a number is typed, it is found', () => {
  const typed = [
    '+44-1632960123',
    '+44 1632 960123',
    '+44 (0)1632 960123',
    '0044 1632 960 123',
    '01632 960123',
    '(01632) 960-123',
    '1632.960.123',
    '  960123 ',
    '6012 3',
  ];
  for (const text of typed)
    assert.deepEqual(found(text, uk, 1632960100, 1632960199), ['+44-1632960123'], text);
});

test('a national 0 stands for the country code, not for any digit', () => {
  assert.deepEqual(found('0123', uk, 1632960100, 1632961200), ['+44-1632960123']);
  assert.deepEqual(found('01632960', uk, 1632960100, 1632960101), [
    '+44-1632960100',
    '+44-1632960101',
  ]);
  const run: Series = { prefix: '+', width: 12, digits: '' };
  assert.deepEqual(found('01632960101', run, 441632960100, 441632960109), ['+441632960101']);
  const national: Series = { prefix: '', width: 10, digits: '' };
  assert.deepEqual(found('020555', national, 205550098, 205550098), ['0205550098']);
});

test('with a plus a number is meant from its start', () => {
  assert.deepEqual(found('+44', uk, 1644000044, 1644000045).length, 2);
  assert.deepEqual(found('+1644', uk, 1644000044, 1644000045), []);
});

test('nothing typed, or only separators, asks for nothing', () => {
  for (const text of ['', '   ', '+', '-', '( ) .', '\u2014'])
    assert.equal(parseNumberQuery(text), undefined, text);
});

test('words are no digits: their figures are looked for at holders alone', () => {
  assert.deepEqual(parseNumberQuery('Zoë u101'), { patterns: [], words: ['zoe', 'u101'] });
});

test('digits are found wherever they stand, as by going through all numbers', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', '1-', '+44-12', '7'),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(),
      fc.nat(),
      fc.stringMatching(/^[0-9]{1,5}$/),
      (prefix, width, a, b, digits) => {
        const most = 10 ** width;
        const [first = 0, last = 0] = [a % most, b % most].sort((x, y) => x - y);
        const series = { prefix, width, digits: prefix.replace(/\D/g, '') };
        const wanted: string[] = [];
        for (let value = first; value <= last; value++) {
          const text = formatDn(prefix, width, value);
          if (text.replace(/\D/g, '').includes(digits)) wanted.push(text);
        }
        const query: NumberQuery = { patterns: [{ digits, at: 'anywhere' }], words: [] };
        const got: string[] = [];
        for (const machine of machinesOf(query, series))
          eachMatch(machine, series, { first, last }, (from, to) => {
            for (let value = from; value <= to; value++) got.push(formatDn(prefix, width, value));
            return true;
          });
        assert.deepEqual(got, wanted);
      },
    ),
  );
});

test('matches are told until nobody wants more', () => {
  const [machine] = machinesOf({ patterns: [{ digits: '1', at: 'anywhere' }], words: [] }, uk);
  const told: number[] = [];
  const isWhole = eachMatch(
    machine!,
    { digits: '', width: 4 },
    { first: 0, last: 9999 },
    (first) => {
      told.push(first);
      return told.length < 3;
    },
  );
  assert.equal(isWhole, false);
  assert.deepEqual(told, [1, 10, 21]);
});
