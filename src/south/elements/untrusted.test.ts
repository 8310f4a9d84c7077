// Whatever an element sends, the readers of it throw nothing, and what they show is one harmless line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { challengeIn, digestHeader } from './auth/digest.js';
import { successTests } from './element.js';
import { fitsPattern } from './element-action.js';
import { nextStep } from './next-step.js';
import { redirectOf } from './origin.js';
import { verdictOf } from './success.js';

const bits = fc.constantFrom(
  ...[
    '<a>',
    '</a>',
    '<methodResponse>',
    '<fault>',
    '<!DOCTYPE x [',
    ']>',
    '&lt;',
    '<?xml version="1.0"?>',
    '\u0000',
  ],
  ...[
    '{"ret":',
    '{"errors":[',
    '[false,"x"]',
    '}',
    '"',
    '\\',
    '0',
    'null',
    '{"ErrorInfo":',
    '{"retCode":',
    '<ErrorCode>',
  ],
);
const text = fc.oneof(
  fc.string(),
  fc
    .array(fc.oneof(bits, fc.string({ maxLength: 5 })), { maxLength: 12 })
    .map((all) => all.join('')),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  text.map((one) => Buffer.from(one)),
);
const types = fc.constantFrom(
  'text/xml',
  'application/json',
  'text/html',
  '',
  'text/xml; charset=utf-16',
  'application/json; charset=x',
);

test('verdicts are words of one line, with at most 300 characters', () => {
  fc.assert(
    fc.property(
      bytes,
      types,
      fc.constantFrom(...successTests),
      fc.constantFrom(200, 204, 304, 400, 599),
      (body, type, how, status) => {
        const answer = { status, headers: { 'content-type': type }, bytes: Buffer.from(body) };
        const verdict = verdictOf(answer, { test: how, maxDepth: 8, secrets: [] });
        const words = 'reason' in verdict ? verdict.reason : 'x';
        assert.ok(words.length > 0 && words.length <= 300 && !/[\p{Cc}\n]/u.test(words));
        if (status >= 400) assert.equal(verdict.outcome, 'refused');
      },
    ),
    { numRuns: 3000 },
  );
});

test('challenges, redirects and rests are read or left alone', () => {
  const header = fc.oneof(
    fc.string(),
    fc
      .array(
        fc.oneof(
          fc.constantFrom(
            'Digest ',
            'realm="',
            'nonce="',
            '"',
            ',',
            '=',
            'qop=auth',
            'stale=true',
            '\\',
          ),
          fc.string({ maxLength: 4 }),
        ),
        { maxLength: 14 },
      )
      .map((all) => all.join('')),
  );
  fc.assert(
    fc.property(header, fc.string(), fc.integer({ min: 100, max: 599 }), (one, other, status) => {
      const challenge = challengeIn(one);
      if (challenge !== undefined) {
        const said = digestHeader({
          username: other,
          password: 'x',
          method: 'GET',
          uri: '/',
          count: 1,
          cnonce: 'c',
          challenge,
        });
        assert.match(said, /^Digest username="/);
      }
      const led = redirectOf('https://a.example.net', '/x', other);
      if ('path' in led) assert.match(led.path, /^\/[\x21-\x7e]*$/);
      const standing = {
        origin: 'https://a.example.net',
        method: 'GET',
        path: '/x',
        mayRepeat: true,
        triesLeft: 1,
        tries: 0,
        hops: 0,
        leftMs: 1e6,
        now: 0,
      };
      const step = nextStep(
        { status, headers: { 'retry-after': other, location: one }, bytes: Buffer.alloc(0) },
        standing,
      );
      if (step.next === 'again') assert.ok(step.restMs >= 0 && step.restMs <= 60_000);
    }),
    { numRuns: 3000 },
  );
});

test('long input takes no undue time: every reader is done with a million signs at once', () => {
  const million = 1_000_000;
  for (const sign of ['a', ' ', '"', '=', ',', '\\', '<', '<a ', 'a="', 'Digest '])
    assert.equal(challengeIn(sign.repeat(million / sign.length))?.nonce, undefined);
  assert.equal(fitsPattern(`${'*a'.repeat(500)}b`, 'a'.repeat(million)), false);
  for (const body of [
    '<methodCall>'.repeat(80_000),
    '['.repeat(million),
    '{"error":'.repeat(100_000),
  ])
    assert.equal(
      verdictOf(
        { status: 500, headers: {}, bytes: Buffer.from(body) },
        { test: 'http', maxDepth: 8, secrets: [] },
      ).outcome,
      'refused',
    );
});
