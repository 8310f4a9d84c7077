import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedFor, countOf, type Found, fitting } from './find-json.js';

test('what is too short is not asked; white space does not count', () => {
  assert.equal(askedFor(' a '), undefined);
  assert.equal(askedFor('   '), undefined);
  assert.equal(askedFor('  Amelia   Stone '), 'Amelia Stone');
  assert.equal(askedFor('x'.repeat(200))?.length, 80);
});

test('nothing found is said only where everything was looked at', () => {
  const nothing = { status: 'known', items: [], more: false } as const;
  const found: Found = {
    query: 'x',
    serviceProviders: nothing,
    groups: nothing,
    users: nothing,
    numbers: { status: 'notApplicable', reason: 'no number' },
  };
  assert.deepEqual(countOf(found), { count: 0, isWhole: true });
  const refused = {
    status: 'unknown',
    items: [],
    problem: { code: '5404', message: 'no' },
  } as const;
  assert.deepEqual(countOf({ ...found, users: refused }), { count: 0, isWhole: false });
  const gaps = [{ code: 'NOT_SEARCHABLE', message: 'free numbers' }];
  assert.deepEqual(countOf({ ...found, groups: { ...nothing, gaps } }), {
    count: 0,
    isWhole: false,
  });
});

test('a list is narrowed by any of its texts, whatever the case; null is no text', () => {
  const items = [
    { id: 'Brightwater', name: 'Brightwater plc' },
    { id: 'meridian', name: null },
    { id: 'x', name: 'Größe & <b>' },
  ];
  const ids = (typed: string) =>
    fitting(items, typed, ({ id, name }) => [id, name]).map(({ id }) => id);
  assert.deepEqual(ids(''), ['Brightwater', 'meridian', 'x']);
  assert.deepEqual(ids('MERID'), ['meridian']);
  assert.deepEqual(ids('grösse'), []);
  assert.deepEqual(ids('größe & <'), ['x']);
  assert.deepEqual(ids('null'), []);
});
