// The digest of the two-step login.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signPassword } from './login.js';

test('the published pairs of nonce, password and digest hold', () => {
  assert.equal(signPassword('1234567890123', 'password'), '77e4a6de3a1e00be05e121cf0ebee860');
  assert.equal(signPassword('1751960123456', 'tide-table-7'), 'b6e11052e0288c7c3857b3a73114c132');
});

test('nonce and password both count, and a password outside ASCII is taken as UTF-8', () => {
  const digest = signPassword('1', 'Zürich');
  assert.match(digest, /^[0-9a-f]{32}$/);
  assert.notEqual(digest, signPassword('2', 'Zürich'));
  assert.equal(digest, signPassword('1', Buffer.from('Zürich', 'utf8').toString('utf8')));
  assert.notEqual(digest, signPassword('1', Buffer.from('Zürich', 'utf8').toString('latin1')));
});
