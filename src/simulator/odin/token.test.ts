import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokensOf } from './token.js';

test('a token says who and until when, and is good to the second', () => {
  let now = 1_700_000_000_500;
  const tokens = tokensOf(() => now);
  const token = tokens.issue('auditor@example.net', 60);
  const [header, payload] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  assert.deepEqual(header, { typ: 'JWT', alg: 'HS256' });
  const { sub, iat, exp } = payload;
  assert.deepEqual([sub, iat, exp], ['auditor@example.net', 1_700_000_000, 1_700_000_060]);
  now = 1_700_000_059_999;
  assert.deepEqual(tokens.check(token), { kind: 'good', userId: 'auditor@example.net' });
  now = 1_700_000_060_000;
  assert.deepEqual(tokens.check(token), { kind: 'expired' });
});

test('what this run has not signed is no token', () => {
  const tokens = tokensOf(() => 0);
  const token = tokens.issue('one@example.net', 60);
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const forged = Buffer.from(JSON.stringify({ sub: 'two@example.net', exp: 9e9 }));
  const strangers = [
    undefined,
    '',
    'x',
    'a.b.c',
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${forged.toString('base64url')}.${signature}`,
    tokensOf(() => 0).issue('one@example.net', 60),
  ];
  for (const stranger of strangers) assert.deepEqual(tokens.check(stranger), { kind: 'none' });
});

test('a forgotten token is worth nothing, others of the same second are', () => {
  const tokens = tokensOf(() => 0);
  const [first, second] = [tokens.issue('a', 60), tokens.issue('a', 60)];
  tokens.forget(first);
  assert.equal(tokens.check(first).kind, 'none');
  assert.equal(tokens.check(second).kind, 'good');
});
