import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64Of, bytesOf } from './base64.js';

const bytes = Buffer.from(Array.from({ length: 700 }, (_, at) => (at * 167 + (at >> 3)) % 256));

test('base64 is that of Node, from anywhere to anywhere', () => {
  for (let from = 0; from < 9; from += 1)
    for (const to of [from, from + 1, from + 2, from + 3, from + 4, 32 + from, 699, 700]) {
      const text = base64Of(bytes, from, to);
      assert.equal(text, bytes.toString('base64', from, to));
      assert.deepEqual(bytesOf(text), new Uint8Array(bytes.subarray(from, to)));
    }
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  assert.equal(base64Of(all), all.toString('base64'));
});

test('no text has bytes but their one spelling', () => {
  const isSpelling = (text: string) => Buffer.from(text, 'base64').toString('base64') === text;
  const signs = [...'AQgw/+9z=-_ \n\u0100é\u2014'];
  let refused = 0;
  for (const one of signs)
    for (const two of signs)
      for (const three of signs)
        for (const four of signs)
          for (const text of [`${one}${two}${three}${four}`, `${one}${two}${three}${four}AAAA`]) {
            assert.equal(bytesOf(text) !== undefined, isSpelling(text), JSON.stringify(text));
            refused += bytesOf(text) === undefined ? 1 : 0;
          }
  for (const text of ['A', 'AA', 'AAA', '=', '====', 'AAAAA', 'AAAA=', 'AAAA====', 'AA=A', 'AB=='])
    assert.equal(bytesOf(text), undefined, text);
  assert.ok(refused > 10_000);
  assert.deepEqual(bytesOf(''), new Uint8Array());
});
