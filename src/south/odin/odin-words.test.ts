// What a host or a gateway may send: whatever it is, words come out, short, harmless and without secrets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jwt } from '../../../test/odin-stub.js';
import { Fault } from '../../fault.js';
import type { HttpAnswer } from './odin-http.js';
import { jsonOf, refusalFrom, spellingsOf } from './odin-words.js';

const answerOf = (
  status: number,
  body: string | Uint8Array,
  type = 'application/json',
): HttpAnswer => ({
  status,
  headers: { 'content-type': type },
  bytes: Buffer.from(body as string),
  waitedMs: 1,
});

const secret = 'ti"de/ta&b<le>\'7';
const token = jwt({ exp: 1 });
const secrets = [...spellingsOf(token), ...spellingsOf(secret)];
const harmless = (text: string | undefined, most: number) => {
  if (text === undefined) return;
  assert.ok(text.length <= most, `${text.length} characters`);
  assert.doesNotMatch(text, /[\p{Cc}\p{Cs}\p{Zl}]/u);
  for (const one of secrets) assert.ok(!text.includes(one), text);
};

const value = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(`no: ${secret}`, `[Error 4410] ${token}`, '<html>x', `{"password":"${secret}"}`),
);

test('any JSON makes a refusal', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 400, max: 599 }),
      fc.oneof(
        fc.record(
          { error: value, details: value, status: value, message: value },
          { requiredKeys: [] },
        ),
        value,
      ),
      (status, body) => {
        const refusal = refusalFrom(answerOf(status, JSON.stringify(body)), secrets);
        assert.equal(refusal.status, status);
        assert.notEqual(refusal.summary, '');
        harmless(refusal.summary, 300);
        harmless(refusal.detail, 300);
      },
    ),
  );
});

test('any bytes make a refusal, and JSON or a Fault', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('application/json', 'text/html; charset=utf-16', 'x; charset="', ''),
      (bytes, type) => {
        const answer = answerOf(500, bytes, type);
        harmless(refusalFrom(answer, secrets).summary, 300);
        try {
          jsonOf(answer, 'odin', secrets);
        } catch (thrown) {
          assert.ok(thrown instanceof Fault && thrown.code === 'ODIN_MALFORMED');
          assert.equal(thrown.cause, undefined);
          harmless(thrown.message, 300);
        }
      },
    ),
  );
});

test('a secret is taken out however it is spelt, and before the words are cut', () => {
  const page = 'ti&quot;de/ta&amp;b&lt;le>&#039;7';
  for (const spelt of [secret, JSON.stringify(secret), encodeURIComponent(secret), page])
    for (let before = 0; before < 310; before += 31) {
      const words = `${'x'.repeat(before)} ${spelt} `;
      const { summary } = refusalFrom(answerOf(400, JSON.stringify({ error: words })), secrets);
      assert.doesNotMatch(summary, /ti.{1,6}de/);
    }
});

test('a body nested beyond the stack is survived', () => {
  const depth = 200_000;
  const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const { summary } = refusalFrom(answerOf(500, `{"error":${nested}}`), secrets);
  assert.equal(summary, 'HTTP 500 Internal Server Error');
});
