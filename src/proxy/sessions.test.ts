// Sessions that are remembered, and who a document may be done by when several are under way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AskedDocument } from './asked.js';
import { enter, type Session, SessionBook, type Stay } from './sessions.js';

const asked = (name: string, tried?: string): AskedDocument => ({
  sessionId: 's',
  commands: [{ name, kind: 'session', echo: '', ...(tried === undefined ? {} : { tried }) }],
  names: [name],
  chief: name,
  changes: false,
  impact: { tenantId: '', groupId: '', userId: '', instanceName: '' },
  charset: 'utf-8',
  isReply: false,
});
const read = asked('GroupGetRequest22V5');
const login = (userId: string) => asked('LoginRequest22V5', userId);
const entered = (session: Session, document: AskedDocument): Stay => {
  const stay = enter(session, document);
  assert.ok('leave' in stay);
  return stay;
};
const actor = { id: 'ada', role: '16' };

test('forgets what nobody is logged in to, and a login only when it is stale', () => {
  let now = 0;
  const book = new SessionBook(2, () => now);
  const ada = book.of('ada');
  ada.actor = actor;
  const other = book.of('other');
  assert.equal(book.of('third').isSurplus, false);
  assert.notEqual(book.of('other'), other);
  assert.equal(book.of('ada'), ada);
  const busy = book.of('other');
  const stay = entered(busy, read);
  const surplus = book.of('more');
  assert.match(JSON.stringify(enter(surplus, read)), /too many sessions/);
  stay.leave(true);
  assert.equal(book.of('more').isSurplus, false);
  now += 25 * 3_600_000;
  book.of('more');
  book.of('yet more').actor = actor;
  assert.notEqual(book.of('ada'), ada);
});

test('a login beside other documents: all that come behind it are judged for it', () => {
  const session = new SessionBook(1).of('s');
  const first = entered(session, login('ada'));
  assert.deepEqual([first.before, first.logins], [[''], ['', 'ada']]);
  const behind = entered(session, read);
  assert.deepEqual(behind.before, ['', 'ada']);
  // The same again changes nothing for who is under way; another would.
  entered(session, login('ada')).leave(false);
  assert.match(JSON.stringify(enter(session, login('bob'))), /are under way/);
  behind.leave(true);
  first.leave(false);
  assert.deepEqual(entered(session, login('bob')).before, ['']);
});

test('a login whose answer never came may have happened; one that was never sent has not', () => {
  const session = new SessionBook(1).of('s');
  entered(session, login('ada')).leave(true);
  entered(session, login('bob')).leave(false);
  assert.deepEqual(entered(session, read).before, ['', 'ada']);
});

test('two that turn out to be one session keep who was logged in to either', () => {
  const book = new SessionBook(5);
  book.of('old').actor = actor;
  const fresh = book.of('new');
  book.rename('new', 'old');
  assert.equal(book.of('old'), fresh);
  assert.deepEqual(entered(fresh, read).before, ['', 'ada']);
});
