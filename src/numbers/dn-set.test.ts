// Sets of numbers held as intervals, against plain sets of texts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DnRange, formatDn, parseDnCell } from './dn.js';
import { DnSet, DnSetBuilder } from './dn-set.js';

/** A set from cells as tables write them. */
function setOf(...cells: string[]): DnSet {
  const builder = new DnSetBuilder();
  for (const cell of cells) {
    const read = parseDnCell(cell);
    assert.equal(read.kind, 'range', cell);
    if (read.kind === 'range') builder.add(read.range);
  }
  return builder.build();
}

/** Few prefixes and widths, few values, so that ranges meet, overlap and touch. */
const prefixes = ['', '+44-', '+44 ', '0-'];
const widths = [1, 2, 3];
const ranges: fc.Arbitrary<DnRange[]> = fc.array(
  fc
    .record({
      prefix: fc.constantFrom(...prefixes),
      width: fc.constantFrom(...widths),
      first: fc.nat(24),
      length: fc.oneof(fc.constant(0), fc.nat(6)),
    })
    .map(({ prefix, width, first, length }) => {
      const most = 10 ** width - 1;
      return { prefix, width, first: Math.min(first, most), last: Math.min(first + length, most) };
    }),
  { maxLength: 12 },
);

function spelledOut(given: readonly DnRange[]): Set<string> {
  const texts = new Set<string>();
  for (const { prefix, width, first, last } of given)
    for (let value = first; value <= last; value++) texts.add(formatDn(prefix, width, value));
  return texts;
}

const universe = prefixes.flatMap((prefix) =>
  widths.flatMap((width) =>
    Array.from({ length: 35 }, (_, value) => formatDn(prefix, width, value)),
  ),
);

/** By prefix, then width, then value. */
function ordered(texts: Iterable<string>): string[] {
  const key = (text: string) => /^(.*?)(\d+)$/.exec(text)?.slice(1) as [string, string];
  return [...texts].sort((a, b) => {
    const [aPrefix, aDigits] = key(a);
    const [bPrefix, bDigits] = key(b);
    if (aPrefix !== bPrefix) return aPrefix < bPrefix ? -1 : 1;
    return aDigits.length - bDigits.length || Number(aDigits) - Number(bDigits);
  });
}

function assertSame(set: DnSet, texts: ReadonlySet<string>): void {
  assert.equal(set.size, texts.size);
  assert.deepEqual([...set], ordered(texts));
  for (const text of universe) assert.equal(set.has(text), texts.has(text), text);
}

const one = fc.property(ranges, (given) => {
  const set = DnSet.of(given);
  assertSame(set, spelledOut(given));
  const intervals = [...set.ranges()];
  for (const [at, range] of intervals.entries()) {
    assert.ok(range.first <= range.last);
    const before = intervals[at - 1];
    if (before?.prefix === range.prefix && before.width === range.width)
      assert.ok(before.last + 1 < range.first, 'intervals are apart');
  }
  assert.deepEqual([...DnSet.of(intervals).ranges()], intervals);
});

test('a set holds what was added: size, members, order, and intervals apart from each other', () => {
  fc.assert(one, { numRuns: 400 });
});

test('union, intersection and difference are those of plain sets', () => {
  fc.assert(
    fc.property(ranges, ranges, (mine, its) => {
      const [a, b] = [DnSet.of(mine), DnSet.of(its)];
      const [plainA, plainB] = [spelledOut(mine), spelledOut(its)];
      assertSame(a.union(b), new Set([...plainA, ...plainB]));
      assertSame(a.intersection(b), new Set([...plainA].filter((text) => plainB.has(text))));
      assertSame(a.difference(b), new Set([...plainA].filter((text) => !plainB.has(text))));
      // None of them changes what it was made of.
      assertSame(a, plainA);
      assertSame(b, plainB);
    }),
    { numRuns: 300 },
  );
});

test('what the set operations give has joined intervals and none without numbers', () => {
  fc.assert(
    fc.property(ranges, ranges, (mine, its) => {
      const [a, b] = [DnSet.of(mine), DnSet.of(its)];
      for (const set of [a.union(b), a.intersection(b), a.difference(b)])
        assert.deepEqual([...set.ranges()], [...DnSet.of(set.ranges()).ranges()]);
      assert.deepEqual([...a.union(b)], [...b.union(a)]);
      assert.equal(a.intersection(b).size + a.difference(b).size, a.size);
      assert.equal(a.difference(a).size, 0);
    }),
    { numRuns: 200 },
  );
});

test('thirty million numbers cost nothing until somebody spells them out', () => {
  const set = setOf('+1-2025550100 - +1-2055550099');
  assert.equal(set.size, 30_000_000);
  assert.equal(set.has('+1-2040000000'), true);
  assert.equal(set.has('+1-2055550100'), false);
  const hole = setOf('+1-2030000000 - +1-2030000009');
  assert.equal(set.difference(hole).size, 29_999_990);
  assert.equal([...set.difference(hole).ranges()].length, 2);
  assert.equal(set.union(hole).size, 30_000_000);
  assert.equal(set.intersection(hole).size, 10);
  assert.equal(set[Symbol.iterator]().next().value, '+1-2025550100');
});

test('the largest numbers there are can be held', () => {
  const set = setOf('999999999999990 - 999999999999999', '000000000000000 - 999999999999989');
  assert.equal(set.size, 1e15);
  assert.equal([...set.ranges()].length, 1);
});

test('a number listed twice, and ranges that overlap, count once', () => {
  const set = setOf('+44-101', '+44-101', '+44-100 - +44-105', '+44-103 - +44-107', '+44-108');
  assert.equal(set.size, 9);
  assert.deepEqual([...set.ranges()], [{ prefix: '+44-', width: 3, first: 100, last: 108 }]);
});

test('neighbours are joined, whatever order they come in', () => {
  const set = setOf('103', '101', '102 - 102', '105', '099');
  assert.deepEqual(
    [...set.ranges()].map(({ first, last }) => [first, last]),
    [
      [99, 99],
      [101, 103],
      [105, 105],
    ],
  );
});

test('the same digits with another prefix or another length are other numbers', () => {
  const set = setOf('+44-101', '+44101', '101', '0101', '00101');
  assert.equal(set.size, 5);
  assert.equal(set.has('+44 101'), false);
  assert.equal(set.has('000101'), false);
  assert.equal(set.has('1'), false);
  assert.equal(set.has(' 101'), false);
  assert.equal(set.has('not a number'), false);
  assert.deepEqual([...setOf('999', '1000').ranges()].length, 2);
});

test('iteration goes by prefix, then length, then value', () => {
  const set = setOf('9', '+44-10', '+39-11', '+44-9', '08', '+44-08');
  assert.deepEqual([...set], ['9', '08', '+39-11', '+44-9', '+44-08', '+44-10']);
});

test('it reads like a Set: values, forEach, toJSON, spread', () => {
  const set = setOf('101 - 103');
  const seen: string[] = [];
  set.forEach((number) => void seen.push(number));
  assert.deepEqual(seen, ['101', '102', '103']);
  assert.deepEqual([...set.values()], seen);
  assert.equal(JSON.stringify(set), '["101","102","103"]');
  assert.deepEqual(new Set(set), new Set(seen));
});

test('an empty set is empty in every way', () => {
  for (const set of [DnSet.empty, DnSet.of([]), new DnSetBuilder().build()]) {
    assert.equal(set.size, 0);
    assert.deepEqual([...set], []);
    assert.deepEqual([...set.ranges()], []);
    assert.equal(set.has(''), false);
    assert.deepEqual([...setOf('101').difference(set)], ['101']);
    assert.deepEqual([...set.union(setOf('101'))], ['101']);
    assert.equal(set.intersection(setOf('101')).size, 0);
  }
});

test('a builder may go on after it has built, and what it built stays as it was', () => {
  const builder = new DnSetBuilder();
  const add = (cell: string) => {
    const read = parseDnCell(cell);
    if (read.kind === 'range') builder.add(read.range);
  };
  add('101');
  const before = builder.build();
  add('102');
  add('+44-1');
  assert.deepEqual([...before], ['101']);
  assert.deepEqual([...builder.build()], ['101', '102', '+44-1']);
});

test('a hundred thousand numbers in reverse order become one interval', () => {
  const builder = new DnSetBuilder();
  for (let value = 199_999; value >= 100_000; value--)
    builder.add({ prefix: '+44-', width: 6, first: value, last: value });
  const set = builder.build();
  assert.equal(set.size, 100_000);
  assert.equal([...set.ranges()].length, 1);
});
