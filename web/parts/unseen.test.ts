import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain, unseenRuns } from './unseen.js';

const shown = (text: string) => unseenRuns(text).map(({ text, mark }) => mark ?? text);

test('text that can be seen is one piece, whatever it is written in', () => {
  for (const text of ['', 'admin', 'Łódź – “odd” <corner>', 'שלום', 'a b', '東京 1', '🙂'])
    assert.deepEqual(shown(text), [text]);
});

test('what cannot be seen is named; a run of the same is one mark', () => {
  assert.deepEqual(shown('a\u202eb'), ['a', 'U+202E', 'b']);
  assert.deepEqual(shown('\u200b'.repeat(316_000)), ['U+200B × 316000']);
  assert.deepEqual(shown('\u200b\u200c'), ['U+200B', 'U+200C']);
  assert.deepEqual(shown('\u{e0041}x'), ['U+E0041', 'x']);
});

test('empty letters, odd blanks and selectors are seen: no account looks like another', () => {
  const odd =
    '\u034f \u115f \u1160 \u17b4 \u180b \u2800 \u3164 \uffa0 \ufe0f \u00ad \u061c \u00a0 \u2003 \u3000 \u2028 \ufeff \u0085 \u0000 \t \n'.split(
      ' ',
    );
  assert.equal(odd.length, 20);
  for (const one of odd) {
    const [before, mark, behind, ...more] = shown(`ad${one}min`);
    assert.deepEqual([before, behind, more], ['ad', 'min', []]);
    assert.match(mark!, /^U\+[0-9A-F]{4}$/);
  }
});

test('in titles and attributes it is named as well, and what is long is cut', () => {
  assert.equal(plain('x\u202egnp.nimda'), 'x[U+202E]gnp.nimda');
  assert.equal(plain('a'.repeat(120)).length, 120);
  assert.equal(plain('a'.repeat(121)), `${'a'.repeat(120)}…`);
  assert.ok(plain('\u202e'.repeat(100_000)).length <= 121);
});
