import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsBySection, hitsIn, placesByLine, withPlaces } from './search.js';

const sections = [
  { key: 'request', lines: ['{', '  "Active": true', '}'] },
  { key: 'south:0', lines: ['<isActive>true</isActive>'] },
];

test('places in all texts, in order, whatever the case', () => {
  const found = hitsIn(sections, 'ACTIVE');
  assert.deepEqual(
    found.hits.map(({ section, line, from, to }) => `${section} ${line} ${from}-${to}`),
    ['request 1 3-9', 'south:0 0 3-9', 'south:0 0 18-24'],
  );
  assert.deepEqual(
    [...countsBySection(found)],
    [
      ['request', 1],
      ['south:0', 2],
    ],
  );
  assert.equal(hitsIn(sections, '').hits.length, 0);
  assert.equal(hitsIn(sections, '.*').hits.length, 0);
});

test('no more than a limit are counted, and it is said', () => {
  const found = hitsIn([{ key: 'a', lines: ['xxxx'] }], 'x', 3);
  assert.equal(found.hits.length, 3);
  assert.equal(found.isMore, true);
});

test('letters that grow when they become small shift nothing', () => {
  const [hit] = hitsIn([{ key: 'a', lines: ['İİ needle'] }], 'needle').hits;
  assert.deepEqual([hit?.from, hit?.to], [3, 9]);
});

test('a line is cut at its places, across its pieces', () => {
  const line = [
    { kind: 'name', text: '"ab' },
    { kind: 'string', text: 'cd"' },
  ] as const;
  const found = hitsIn([{ key: 'a', lines: ['"abcd"'] }], 'bc');
  const pieces = withPlaces(line, placesByLine(found, 'a').get(0));
  assert.deepEqual(pieces, [
    { kind: 'name', text: '"a' },
    { kind: 'name', text: 'b', hit: 0 },
    { kind: 'string', text: 'c', hit: 0 },
    { kind: 'string', text: 'd"' },
  ]);
  assert.equal(withPlaces(line), line);
});
