// What counts as a telephone number, and which numbers of a table are meant by it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SoughtNumber, soughtIn } from './find-text.js';

function number(typed: string): SoughtNumber {
  const sought = soughtIn(typed);
  assert.ok(typeof sought === 'object' && sought.number, typed);
  return sought.number;
}

test('a text is trimmed, its words are told, and what no name can have is refused', () => {
  assert.deepEqual(soughtIn('  Stone,\t Amelia\n'), {
    text: 'Stone, Amelia',
    words: ['Stone', 'Amelia'],
  });
  for (const typed of ['', ' ', 'a', ' a ', 'a'.repeat(81), 'a\u0000b', 'a\ud800b', 'ab\u0085'])
    assert.equal(typeof soughtIn(typed), 'string', JSON.stringify(typed));
  assert.equal(typeof soughtIn('😀😀'), 'object');
});

test('what is a number', () => {
  for (const typed of ['12', '+44', '(030) 12', '+1 (215) 555-0100', '01632/960.107'])
    assert.ok(number(typed), typed);
  for (const typed of ['1-', 'x101', '101x', '1+1', '12345678901234567890', '+-', '٣٤٥', '#31#'])
    assert.equal((soughtIn(typed) as { number?: unknown }).number, undefined, typed);
});

test('any spelling means the same number', () => {
  const dn = '+44-1632960107';
  for (const typed of [
    dn,
    '+441632960107',
    '+44 (0) 1632 960107',
    '00441632960107',
    '441632960107',
    '01632960107',
    '1632960107',
  ]) {
    const { digits, fits, equals, isWhole } = number(typed);
    assert.equal(digits, '1632960107', typed);
    assert.ok(fits(dn) && equals(dn) && isWhole, typed);
    assert.ok(!fits('+44-1632960108') && !fits('+1-9632960107'), typed);
  }
  assert.deepEqual(number('+393331234567').whole, ['+39-3331234567']);
  assert.deepEqual(number('+12155550100').whole, ['+1-2155550100']);
  assert.deepEqual(number('+3581234567').digits, '1234567');
  assert.deepEqual(number('01632 960107').whole, ['01632960107', '1632960107']);
  assert.deepEqual(number('1632960107').whole, ['1632960107', '01632960107']);
  assert.deepEqual(number('+44 (0)1632 960107').whole, ['+44-1632960107', '+44-01632960107']);
  // Italy keeps the zero.
  for (const typed of ['+39 (0)6 1234567', '06 1234567', '39 (0)6 1234567', '0039 061234567']) {
    const { fits, equals, parts } = number(typed);
    assert.ok(fits('+39-061234567') && equals('+39-061234567'), typed);
    assert.ok(
      parts.every((part) => '+39-061234567'.includes(part)),
      typed,
    );
  }
  assert.ok(number('06 1234567').fits('+39-061234567'));
  assert.ok(number('+39 061234567').equals('+39-061234567'));
});

test('a part is found anywhere, an international one from its beginning', () => {
  const dn = '+44-1632960107';
  for (const part of ['0107', '960', '4416329', '016329', '+441632', '+44', '44'])
    assert.ok(number(part).fits(dn), part);
  for (const part of ['+441633', '+1632', '108', '0170', '+960107'])
    assert.ok(!number(part).fits(dn), part);
  assert.deepEqual(number('960107').whole, []);
  assert.equal(number('9601070').isWhole, false);
  assert.equal(number('44163296010').isWhole, false);
  assert.equal(number('107').extension, '107');
  assert.equal(number('+107').extension, undefined);
  assert.equal(number('9601070').extension, undefined);
});

test('what may begin with a country is looked for without it too, unless too much would have the rest', () => {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['44-16329601', ['16329601']],
    ['4416329601', ['16329601']],
    ['4416329', ['4416329', '16329']],
    ['44-163', ['44163', '163']],
    ['44-16', ['4416']],
    ['960107', ['960107']],
    ['96010799', ['96010799', '10799']],
    ['1632960107', ['632960107']],
    ['01632960107', ['1632960107']],
    ['+44 0', ['0']],
    ['+44', ['44']],
  ];
  for (const [typed, wanted] of parts) assert.deepEqual(number(typed).parts, wanted, typed);
});

test('a number without a country, or none, is compared too', () => {
  assert.ok(number('0205 550098').equals('0205550098'));
  assert.ok(!number('12').fits(''));
});
