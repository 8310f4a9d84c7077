import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, type Place, placeAt, recordsAddress } from './address.js';

const parts = (address: string): [string, string] => {
  const { pathname, search } = new URL(address, 'http://127.0.0.1');
  return [pathname, search];
};

test('every place comes back from its address, whatever its ids hold', () => {
  const ids = [
    'Brightwater',
    'a/b',
    '..',
    '%2F',
    '<script>',
    'ü & ?#',
    ' ',
    '+44',
    '\u202e',
    '.',
    'a\\b',
  ];
  const places: Place[] = ids.flatMap((id): Place[] => [
    { page: 'provider', tenantId: id },
    { page: 'group', tenantId: id, groupId: id },
    { page: 'user', tenantId: 'x', groupId: id, userId: id },
    { page: 'record', recordId: id },
    { page: 'find', query: id },
  ]);
  // A browser takes away segments that are dots, however they are spelled.
  for (const place of [...places, { page: 'records' } as const, { page: 'proof' } as const])
    if (!JSON.stringify(place).match(/"\.{1,2}"/) || place.page === 'find')
      assert.deepEqual(placeAt(...parts(addressOf(place))), place, JSON.stringify(place));
});

test('addresses that name nothing', () => {
  for (const path of ['/groups/one', '/users/a/b', '/records/a/b', '/x', '/%ff', '/groups/a/b/c'])
    assert.deepEqual(placeAt(path, ''), { page: 'nowhere' }, path);
});

test('records are addressed by their filters; empty ones are left out', () => {
  assert.equal(recordsAddress({}), '/records');
  assert.equal(recordsAddress({ groupId: 'a&b', userId: '' }), '/records?groupId=a%26b');
});
