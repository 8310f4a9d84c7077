import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Block,
  blockName,
  blocksOf,
  countsOf,
  piecesOf,
  rangeOf,
  sizesFor,
} from './numbers-blocks.js';
import { numbersOf } from './numbers-example.js';
import { spaceOf } from './numbers-space.js';

const space = spaceOf(
  numbersOf([
    [true, true, ['+44-1632960198 - +44-1632960201', '0205550098']],
    [false, true, ['+44-1632960202 - +44-1632960204', '+44-1632960600']],
  ]),
);

test('a row for each hundred in which the group has numbers, with the gaps between them', () => {
  const rows = blocksOf(space, 100).map((row) =>
    row.kind === 'gap' ? row.count : blockName(rangeOf(space, row)),
  );
  assert.deepEqual(rows, [
    '02055500xx',
    undefined,
    '+44-16329601xx',
    '+44-16329602xx',
    300,
    '+44-16329606xx',
  ]);
});

test('a row tells what stands in it, and no more than that', () => {
  const [, , first, second] = blocksOf(space, 100) as readonly Block[];
  assert.deepEqual(piecesOf(space, first!), [{ kind: 0, from: 98, to: 99 }]);
  assert.deepEqual(piecesOf(space, second!), [
    { kind: 0, from: 0, to: 1 },
    { kind: 1, from: 2, to: 4 },
  ]);
  assert.deepEqual(countsOf(space, second!), [2, 3]);
});

test('short numbers have rows that end where their digits do', () => {
  const short = spaceOf(numbersOf([[true, true, ['0 - 9', '15']]]));
  const rows = blocksOf(short, 100).filter((row) => row.kind === 'block');
  assert.deepEqual(
    rows.map((row) => [blockName(rangeOf(short, row)), row.first, row.last]),
    [
      ['x', 0, 9],
      ['xx', 0, 99],
    ],
  );
});

test('the map begins coarse where it would be long, and every number is in one row', () => {
  const big = spaceOf(numbersOf([[true, true, ['+44-1632900000 - +44-1632999999']]]));
  assert.deepEqual(sizesFor(big), { sizes: [100, 1_000, 10_000], first: 1_000 });
  assert.deepEqual(sizesFor(space), { sizes: [100, 1_000, 10_000], first: 100 });
  for (const size of [100, 1_000, 10_000]) {
    const blocks = blocksOf(big, size).filter((row) => row.kind === 'block');
    assert.equal(blocks.length, 100_000 / size);
    assert.equal(
      blocks.reduce((sum, row) => sum + countsOf(big, row)[0]!, 0),
      100_000,
    );
  }
});

test('sizes that would make too many rows are not offered', () => {
  const huge = spaceOf(numbersOf([[true, true, ['+44-1600000000 - +44-1629999999']]]));
  assert.deepEqual(sizesFor(huge).sizes, [10_000]);
  const scattered = spaceOf(
    numbersOf([
      [
        true,
        true,
        Array.from({ length: 10_000 }, (_, at) => `+44-16${String(at).padStart(4, '0')}0000`),
      ],
    ]),
  );
  assert.deepEqual(sizesFor(scattered), { sizes: [100, 1_000, 10_000], first: 100 });
});
