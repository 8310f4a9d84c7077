// Tokens: their end is read without trust, and counted so that a wrong clock on our side does no harm.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jwt } from '../../../test/odin-stub.js';
import { tokenFrom } from './odin-token.js';

const now = 1_800_000_000_000;
const seconds = now / 1000;
const renewIn = (claims: Readonly<Record<string, unknown>>, at = now) => {
  const { renewAt } = tokenFrom(jwt(claims), at);
  return renewAt === undefined ? undefined : (renewAt - at) / 1000;
};

const lives: readonly [what: string, lifetime: number, renewedAfter: number][] = [
  ['an hour: a tenth of it before the end', 3600, 3240],
  ['two minutes: half a minute before the end', 120, 90],
  ['forty seconds: half of it before the end', 40, 20],
  ['one second: half of it before the end', 1, 0.5],
];
for (const [what, lifetime, renewedAfter] of lives)
  test(`a token for ${what}`, () => {
    assert.equal(renewIn({ iat: seconds, exp: seconds + lifetime }), renewedAfter);
    assert.equal(renewIn({ exp: seconds + lifetime }), renewedAfter);
  });

for (const hours of [-48, -1, 1, 48])
  test(`a clock that is ${hours} h off does not matter where the token tells when it was issued`, () => {
    const wrong = now + hours * 3_600_000;
    assert.equal(renewIn({ iat: seconds, exp: seconds + 3600 }, wrong), 3240);
  });

test('numbers may come as text', () => {
  assert.equal(renewIn({ iat: `${seconds}`, exp: `${seconds + 3600}` }), 3240);
});

const untilRefused: readonly [what: string, text: string][] = [
  ['no JWT', 'an-opaque-token'],
  ['a JWT without end', jwt({ iat: seconds })],
  ['a JWT that had ended before it came', jwt({ exp: seconds - 10 })],
  ['a JWT that ends before it was issued', jwt({ iat: seconds, exp: seconds - 1 })],
  ['an end that is no number', jwt({ exp: 'soon' })],
  ['an end that is empty', jwt({ exp: '' })],
  ['an end beyond all numbers', `x.${Buffer.from('{"exp":1e999}').toString('base64url')}.y`],
  ['a payload that is no JSON', 'x.%%%.y'],
  ['a payload that is null', `x.${Buffer.from('null').toString('base64url')}.y`],
  ['a payload that is a number', `x.${Buffer.from('7').toString('base64url')}.y`],
  ['only dots', '..'],
];
for (const [what, text] of untilRefused)
  test(`good until it is refused: ${what}`, () => {
    assert.deepEqual(tokenFrom(text, now), { text });
  });
