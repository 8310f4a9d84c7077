import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalText, type JsonValue } from '../format/canonical.js';
import { type EntryHeader, entryVersion, headerBytes } from '../format/entry.js';
import { headerIn } from './header.js';

const hash = Buffer.alloc(32, 9).toString('base64');
const header: EntryHeader = {
  v: entryVersion,
  log: 'example.net/muster',
  index: 4,
  sequence: 2,
  kind: 'intent',
  record: 'r-1.5',
  at: '2026-01-01T00:00:00.000000Z',
  facts: { said: 'a "text"', status: 200, none: null },
  subjects: [{ kind: 'tenant', hash }],
  parts: [{ name: 'request', type: 'text/xml', length: 9, hash, kept: 3, keptHash: hash }],
};
const text = headerBytes(header).toString('utf8');
const read = (said: string) => headerIn(Buffer.from(said, 'utf8'));

test('a header is read as it was written', () => {
  assert.deepEqual(headerIn(headerBytes(header)), {
    log: 'example.net/muster',
    index: 4,
    sequence: 2,
    kind: 'intent',
    record: 'r-1.5',
    subjects: [['tenant', hash]],
    parts: [{ length: 9, hash, kept: 3, keptHash: hash }],
  });
});

test('whatever facts and names the writer can write, the verifier reads, and no other spelling of them', () => {
  const some = fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', '\\', '\n', '\u0007'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
  });
  const facts = fc.dictionary(
    some,
    fc.oneof(some, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
  );
  fc.assert(
    fc.property(facts, some, some, (facts, kind, name) => {
      const parts = [{ name, type: name, length: 1, hash }];
      const one = { ...header, facts, kind, parts, subjects: [{ kind: name, hash }] };
      const found = headerIn(headerBytes(one));
      const written = (text: string) => canonicalText(text).slice(1, -1);
      assert.deepEqual([found?.kind, found?.subjects], [written(kind), [[written(name), hash]]]);
      const spaced = JSON.stringify(
        JSON.parse(canonicalText(one as unknown as JsonValue)),
        null,
        1,
      );
      assert.equal(read(spaced), undefined);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('every other spelling and every other shape is refused', () => {
  const changes: readonly [from: string, to: string][] = [
    ['"index":4', '"index": 4'],
    ['"index":4', '"index":04'],
    ['"index":4', '"index":4.0'],
    ['"index":4', '"index":-4'],
    ['"index":4', '"index":"4"'],
    ['"index":4', '"index":4,"index":4'],
    ['"index":4,', ''],
    ['"kind":"intent"', '"kind":"\\u0069ntent"'],
    ['"kind":"intent"', '"kind":"int\nent"'],
    ['"kind":"intent"', '"kind":"int\\/ent"'],
    ['"kind":"intent"', '"kind":null'],
    ['"said":', '"zaid":'],
    ['"none":null,', '"none":null,"none":null,'],
    ['"status":200', '"status":2e2'],
    ['"status":200', '"status":200.0'],
    ['"status":200', '"status":-0'],
    ['"status":200', '"status":1E400'],
    ['"status":200', '"status":true'],
    ['"status":200', '"status":[]'],
    ['"status":200', '"status":200,'],
    ['"kept":3,', ''],
    ['"v":"muster-entry/1"', '"v":"muster-entry/2"'],
    ['"v":"muster-entry/1"', '"v":"muster-entry/1","w":1'],
    ['"parts":[', '"parts":[,'],
    ['},"index"', '}x,"index"'],
    [hash, hash.replace('=', '')],
    [hash, `${hash.slice(0, 42)}l=`],
  ];
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), from);
    assert.equal(read(text.replace(from, to)), undefined, `${from} to ${to}`);
  }
  for (const said of [
    '',
    '{}',
    'null',
    ` ${text}`,
    `${text}\n`,
    `\ufeff${text}`,
    text.slice(0, -1),
  ])
    assert.equal(read(said), undefined, said);
});

test('bytes that are no UTF-8, and headers that are too long, are refused', () => {
  const bytes = Buffer.from(text.replace('r-1.5', 'r-X.5'));
  bytes[bytes.indexOf('X')] = 0xff;
  assert.equal(headerIn(bytes), undefined);
  const long = Buffer.from(text.replace('r-1.5', 'r'.repeat(66_000)));
  assert.equal(headerIn(long), undefined);
  assert.throws(() => headerBytes({ ...header, record: 'r'.repeat(66_000) }), {
    code: 'LEDGER_INVALID',
  });
});

test('a hostile header does not take long', () => {
  const started = process.cpuUsage();
  for (const filler of ['"a":"\\\\', '"a":1,', '\\"', '[{', '"a":null,"b":'])
    assert.equal(read(text.slice(0, 60) + filler.repeat(6_000)), undefined);
  assert.ok(process.cpuUsage(started).user < 2_000_000);
});
