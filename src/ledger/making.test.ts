// The quick way of making entries against the plain one of the format.
import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '../fault.js';
import type { Draft, DraftPart } from './draft.js';
import { commitmentOf, type EntryHeader, headerBytes, leafHash, openingsIn } from './index.js';
import { type MadeEntry, makeEntry, microsOf, saltPool, timeText } from './making.js';

const salts = saltPool((bytes) => void randomFillSync(bytes));
const newSalt = () => {
  const salt = Buffer.alloc(16);
  salts(salt, 0);
  return salt;
};
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const bytes = fc.uint8Array({ maxLength: 300 });
const subject = fc.record({ kind: text, value: text });
const part: fc.Arbitrary<DraftPart> = fc.oneof(
  fc.record({ name: text, type: text, bytes }),
  fc.record({ name: text, type: text, whole: bytes, share: fc.nat(100) }).map((one) => {
    const salt = newSalt();
    const { name, type, whole, share } = one;
    const kept = whole.subarray(0, Math.floor((whole.length * share) / 100));
    const hash = commitmentOf(salt, whole);
    return { name, type, kept, whole: { salt, hash, length: whole.length } };
  }),
);
const draft: fc.Arbitrary<Draft> = fc.record({
  kind: text,
  record: text,
  isFirst: fc.boolean(),
  scope: subject,
  subjects: fc.array(subject, { maxLength: 4 }),
  facts: fc.dictionary(
    text,
    fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
  ),
  parts: fc.array(part, { maxLength: 4 }),
  search: fc.constant({}),
});
const place = {
  origin: 'log.example.net/ä',
  index: 70_000,
  sequence: 12,
  at: 1_795_266_245_000_006n,
};

/** The header as anyone would write it, with the salts that the entry has. */
function plainHeader(one: Draft, { openings }: MadeEntry): EntryHeader {
  const opened = openingsIn(openings)!;
  const saltAt = (at: number) => {
    const opening = opened[at]!;
    assert.notEqual(opening.state, 'erased');
    return opening.state === 'erased' ? Buffer.alloc(0) : opening.salt;
  };
  const subjects = [one.scope, ...one.subjects];
  return {
    v: 'muster-entry/1',
    log: place.origin,
    index: place.index,
    sequence: place.sequence,
    kind: one.kind,
    record: one.record,
    at: '2026-11-21T13:04:05.000006Z',
    facts: one.facts,
    subjects: subjects.map(({ kind, value }, at) => ({
      kind,
      hash: base64(commitmentOf(saltAt(at), Buffer.from(value))),
    })),
    parts: one.parts.map((part, at) => {
      const salt = saltAt(subjects.length + at);
      const { name, type } = part;
      if ('bytes' in part)
        return {
          name,
          type,
          length: part.bytes.length,
          hash: base64(commitmentOf(salt, part.bytes)),
        };
      const { hash, length } = part.whole;
      const cut = { kept: part.kept.length, keptHash: base64(commitmentOf(salt, part.kept)) };
      return { name, type, length, hash: base64(hash), ...(part.kept.length < length && cut) };
    }),
  };
}

test('an entry has the bytes and hashes that the format says', () => {
  fc.assert(
    fc.property(draft, (one) => {
      const made = makeEntry(one, place, salts);
      const header = headerBytes(plainHeader(one, made));
      assert.equal(made.header.toString(), header.toString());
      assert.ok(made.leafHash.equals(leafHash(header)));
      const opened = openingsIn(made.openings)!;
      assert.equal(opened.length, 1 + one.subjects.length + one.parts.length);
      for (const [at, part] of one.parts.entries()) {
        const opening = opened[1 + one.subjects.length + at]!;
        const kept = 'bytes' in part ? part.bytes : part.kept;
        const isNothingKept = kept.length === 0 && 'whole' in part && part.whole.length > 0;
        assert.equal(opening.state, isNothingKept ? 'notKept' : 'kept');
        if (opening.state === 'kept') assert.deepEqual([...opening.bytes], [...kept]);
      }
    }),
    { numRuns: 500 },
  );
});

test('what cannot be written again is refused', () => {
  const good = fc.sample(draft, 1)[0]!;
  const whole = { salt: Buffer.alloc(16), hash: Buffer.alloc(32), length: 3 };
  const cases: [Partial<Draft>, RegExp][] = [
    [{ record: 'a\ud800' }, /half of a character/],
    [{ subjects: [{ kind: 'user', value: '\udc00' }] }, /half of a character/],
    [{ facts: { share: Number.NaN } }, /NaN/],
    [{ facts: { text: 'x'.repeat(66_000) } }, /too long/],
    [{ parts: [{ name: 'a', type: 'b', kept: Buffer.alloc(4), whole }] }, /more of a was kept/],
    [
      {
        parts: [
          {
            name: 'a',
            type: 'b',
            kept: Buffer.alloc(1),
            whole: { ...whole, salt: Buffer.alloc(8) },
          },
        ],
      },
      /form/,
    ],
  ];
  for (const [change, message] of cases)
    assert.throws(
      () => makeEntry({ ...good, facts: {}, ...change }, place, salts),
      (thrown) =>
        thrown instanceof Fault && thrown.code === 'LEDGER_INVALID' && message.test(thrown.message),
    );
});

test('no salt comes twice', () => {
  const seen = new Set(Array.from({ length: 20_000 }, () => base64(newSalt())));
  assert.equal(seen.size, 20_000);
});

test('times are written with microseconds and read again', () => {
  for (const micros of [0n, 1n, 999n, 1000n, 1_795_266_245_123_456n, 1_795_266_245_123_457n]) {
    assert.match(timeText(micros), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.equal(microsOf(timeText(micros)), micros);
  }
  for (const text of ['2026-11-21T13:04:05Z', 'now', undefined, '2026-99-21T13:04:05.000006Z'])
    assert.equal(microsOf(text), undefined);
});
