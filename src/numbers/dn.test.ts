// Single numbers and cells of number columns: what is read, and what is left alone as unreadable.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDn, formatDnRange, parseDn, parseDnCell } from './dn.js';
import { DnSet } from './dn-set.js';

/** The numbers of a cell, spelled out. */
function numbersIn(cell: string): string[] {
  const read = parseDnCell(cell);
  return read.kind === 'range' ? [...DnSet.of([read.range])] : [];
}

function assertUnreadable(cell: string, why: RegExp): void {
  const read = parseDnCell(cell);
  assert.equal(read.kind, 'unreadable', cell);
  if (read.kind !== 'unreadable') return;
  assert.equal(read.text, cell);
  assert.match(read.why, why);
}

test('a number is split at its last run of digits, whose zeros and width stay', () => {
  const cases: readonly (readonly [string, string, number, number])[] = [
    ['+44-1632960101', '+44-', 10, 1632960101],
    ['0205550098', '', 10, 205550098],
    ['0000', '', 4, 0],
    ['7', '', 1, 7],
    ['+442079460000', '+', 12, 442079460000],
    ['555-1234', '555-', 4, 1234],
    ['+1-202.555.0100', '+1-202.555.', 4, 100],
    ['+44 20 7946 0000', '+44 20 7946 ', 4, 0],
    ['(020) 7946', '(020) ', 4, 7946],
    ['+44 (0)20-7946', '+44 (0)20-', 4, 7946],
    ['123456789012345', '', 15, 123456789012345],
  ];
  for (const [text, prefix, width, value] of cases) {
    assert.deepEqual(parseDn(text), { prefix, width, first: value, last: value }, text);
    assert.equal(formatDn(prefix, width, value), text);
  }
});

test('what is no number is no number', () => {
  const texts = [
    '',
    '+',
    '-',
    '+-1',
    '-1',
    '++1',
    '1+',
    '1-',
    '1 ',
    ' 1',
    '1--2',
    '1 - 2',
    '1. 2',
    '.1',
    ')1',
    '1)',
    '12a',
    'sip:1@b',
    '1x',
    '1;2',
    '1,2',
    '1/2',
    '1_2',
    '1\n2',
    '1\t2',
    '1\u00a02',
    '1–2',
    '١٢',
    '１２',
    '1e5',
    '0x10',
    '1234567890123456',
    '+1-2025550100+1-2025550101',
    '1-2-3-4-5-6-7-8-9-0-1-2-3-4-5-6',
  ];
  for (const text of texts) assert.equal(parseDn(text), undefined, JSON.stringify(text));
});

test('leading zeros are kept from the first to the last number of a range', () => {
  assert.deepEqual(numbersIn('+39-0612345698 - +39-0612345701'), [
    '+39-0612345698',
    '+39-0612345699',
    '+39-0612345700',
    '+39-0612345701',
  ]);
  assert.deepEqual(numbersIn('0098 - 0101'), ['0098', '0099', '0100', '0101']);
  assert.deepEqual(numbersIn('0205550098 - 0205550099'), ['0205550098', '0205550099']);
  assert.deepEqual(numbersIn('+44 20 7946 0000 - +44 20 7946 0001'), [
    '+44 20 7946 0000',
    '+44 20 7946 0001',
  ]);
  assert.deepEqual(numbersIn('+1-202.555.0109 - +1-202.555.0110'), [
    '+1-202.555.0109',
    '+1-202.555.0110',
  ]);
});

test('an empty cell is no number', () => {
  for (const cell of ['', ' ', '\n', '\t ']) assert.deepEqual(parseDnCell(cell), { kind: 'empty' });
});

test('a single number is a range of one, blanks around it fall away', () => {
  for (const cell of ['+44-1632960101', ' +44-1632960101', '+44-1632960101\n'])
    assert.deepEqual(parseDnCell(cell), {
      kind: 'range',
      range: { prefix: '+44-', width: 10, first: 1632960101, last: 1632960101 },
    });
});

test('one or several blanks around the dash are fine', () => {
  for (const dash of [' - ', '  -  ', ' -   ', '\t-\t', ' \t- '])
    assert.deepEqual(numbersIn(`+44-101${dash}+44-103`), ['+44-101', '+44-102', '+44-103']);
});

test('a range from a number to itself is that number', () => {
  assert.deepEqual(numbersIn('+44-101 - +44-101'), ['+44-101']);
});

test('a range that runs backwards is unreadable', () => {
  assertUnreadable('+1-2025550105 - +1-2025550100', /backwards/);
  assertUnreadable('0101 - 0098', /backwards/);
});

test('ends of different prefixes are unreadable', () => {
  assertUnreadable('+1-2025550100 - +44-2025550103', /different prefixes/);
  assertUnreadable('+44-20-5550100 - +44-30-5550103', /different prefixes/);
  assertUnreadable('+44-101 - 103', /different prefixes/);
});

test('ends of different lengths are unreadable', () => {
  assertUnreadable('0098 - 101', /different lengths/);
  assertUnreadable('+1-2025550100 - +1-103', /different lengths/);
  assertUnreadable('99 - 100', /different lengths/);
});

test('three ends, or an end that is no number, are unreadable', () => {
  assertUnreadable('101 - 103 - 105', /more than two ends/);
  assertUnreadable('101 - 103x', /an end is not a number/);
  assertUnreadable('101 - abc', /an end is not a number/);
  assertUnreadable('- 103 - 105', /an end is not a number/);
  assertUnreadable('101 - 103 -', /not a number/);
  assertUnreadable('101 - ', /not a number/);
});

test('a dash without blanks, another dash or a line break before it make no range', () => {
  // Without blanks it would be a number with a dash in it, were it not too long.
  assertUnreadable('+1-2025550100-+1-2025550103', /not a number/);
  assertUnreadable('2025550100-2025550103', /not a number/);
  assertUnreadable('+1-2025550100 – +1-2025550103', /not a number/);
  assertUnreadable('+1-2025550100\n- +1-2025550103', /not a number/);
  assertUnreadable('+1-2025550100 \n- +1-2025550103', /not a number/);
  assertUnreadable('+1-2025550100 -\n+1-2025550103', /not a number/);
  assertUnreadable('+1-2025550100 - \n+1-2025550103', /not a number/);
  assertUnreadable('+1-2025550100 -+1-2025550103', /not a number/);
});

test('unreadable text is kept word for word, blanks and all', () => {
  assertUnreadable(' +44-1632960101x ', /not a number/);
  assertUnreadable('Unlimited', /not a number/);
});

test('a cell far too long for two numbers is unreadable without being searched', () => {
  assertUnreadable(`1${' '.repeat(1_000_000)}- 2`, /too long/);
  assertUnreadable('1 - '.repeat(100), /too long/);
});

test('a range is written as it was read', () => {
  for (const cell of ['+44-0101', '+39-0612345698 - +39-0612345701', '0000 - 9999']) {
    const read = parseDnCell(cell);
    assert.ok(read.kind === 'range');
    assert.equal(formatDnRange(read.range), cell);
  }
});

test('whatever is read as a number is written back letter for letter', () => {
  const piece = fc.constantFrom('+', '0', '1', '9', '44', ' ', '-', '.', '(', ')', '(0)');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const dn = parseDn(text);
      if (dn === undefined) return;
      assert.equal(formatDn(dn.prefix, dn.width, dn.first), text);
      assert.ok(Number.isSafeInteger(dn.first) && dn.first < 10 ** dn.width);
      assert.ok(!/\d$/.test(dn.prefix));
    }),
    { numRuns: 3_000 },
  );
});
