// Text for a terminal: nothing hostile gets through, and no line is wider than it may be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fit, listed, padded, safe, widthOf, wrapped } from './text.js';

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom(' ', 'a', '漢', 'é', 'e\u0301'), fc.string()),
});

test('no control, direction or line separator survives, whatever the text', () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.nat(0xa0).map((code) => String.fromCharCode(code)),
      fc.constantFrom(
        '\u2028',
        '\u2029',
        '\u202a',
        '\u202e',
        '\u2066',
        '\u2069',
        '\u200f',
        '\ud800',
      ),
    ),
  });
  fc.assert(
    fc.property(hostile, (text) => {
      assert.doesNotMatch(
        safe(text),
        /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
      );
    }),
  );
});

test('what cannot be shown stays visible as a mark, and line breaks become blanks', () => {
  assert.equal(safe('a\u001b[31mb'), 'a\ufffd[31mb');
  assert.equal(safe('a\r\nb\tc'), 'a b c');
  assert.equal(safe('Åström 漢字 नमस्ते'), 'Åström 漢字 नमस्ते');
});

test('an endless text is cut', () => {
  assert.ok(safe('x'.repeat(1_000_000)).length < 3000);
});

test('East Asian characters are two columns wide and combining marks none', () => {
  assert.equal(widthOf('漢字'), 4);
  assert.equal(widthOf('カナ'), 4);
  assert.equal(widthOf('ｶﾅ'), 2);
  assert.equal(widthOf('한글'), 4);
  assert.equal(widthOf('e\u0301'), 1);
  assert.equal(widthOf('😀'), 2);
  assert.equal(widthOf('Grüße'), 5);
});

test('a cut text ends with an ellipsis and keeps to its width', () => {
  assert.equal(fit('abcdef', 6), 'abcdef');
  assert.equal(fit('abcdefg', 6), 'abcde…');
  assert.equal(fit('漢字漢字', 6), '漢字…');
});

test('padding counts columns, not characters', () => {
  assert.equal(padded('漢', 4), '漢  ');
  assert.equal(padded('7', 3, true), '  7');
});

test('wrapped lines keep to their width and lose nothing but blanks', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 20 }), (text, width) => {
      const lines = wrapped(text, width);
      assert.ok(lines.length > 0);
      for (const line of lines) assert.ok(widthOf(line) <= width, line);
      assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    }),
  );
});

test('a list that fits is whole', () => {
  assert.deepEqual(listed({ items: ['a', 'b'], count: 2, lines: 1 }, 10), ['a, b']);
  assert.deepEqual(listed({ items: [], count: 0, lines: 1 }, 10), ['']);
  assert.deepEqual(listed({ items: ['aaaa', 'bbbb'], count: 2, lines: 2 }, 8), ['aaaa,', 'bbbb']);
});

test('a list that does not fit says how many more there are', () => {
  const items = Array.from({ length: 20 }, (_, at) => `u${at + 10}`);
  const lines = listed({ items, count: 20, lines: 2 }, 20);
  assert.deepEqual(lines, ['u10, u11, u12, u13,', 'u14, u15 + 14 more']);
});

test('a list without a limit cuts nothing, not even what is wider than the line', () => {
  const list = { items: ['a', 'bcdefghij'], count: 2, lines: Number.POSITIVE_INFINITY };
  assert.deepEqual(listed(list, 6), ['a,', 'bcdefg', 'hij']);
  assert.deepEqual(listed({ ...list, lines: 2 }, 6), ['a,', 'bcde…']);
});

test('what is shown and what is counted of a list is always all of it', () => {
  const list = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 40 });
  fc.assert(
    fc.property(
      list,
      fc.integer({ min: 12, max: 40 }),
      fc.integer({ min: 1, max: 3 }),
      (items, width, most) => {
        const lines = listed({ items, count: items.length, lines: most }, width);
        assert.ok(lines.length <= most);
        for (const line of lines) assert.ok(widthOf(line) <= width, line);
        const [, shown = '', more = '0'] = /^(.*?)(?:\+ (\d+) more)?$/.exec(lines.join(' ')) ?? [];
        assert.equal(shown.split(/[, ]+/).filter(Boolean).length + Number(more), items.length);
      },
    ),
  );
});
