import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userServices } from '../../src/api/user-service-table.js';
import { membersOf, settingsOf } from './user-json.js';

test('every service whose settings the API reads is known to the page, by the same name', () => {
  const ofApi = Object.fromEntries(userServices.map(({ service, leaf }) => [service, leaf]));
  assert.deepEqual(settingsOf, ofApi);
});

test('members come as words, counts, yes and no; none is not the same as empty text of the switch', () => {
  const told = {
    active: false,
    number: '+44-1632960101',
    rings: 0,
    department: null,
    empty: '',
    aliases: ['a', 'b'],
    noAliases: [],
    device: { name: 'desk', level: 'Group', linePort: null },
    criteria: [{ name: 'x' }, { name: 'y' }],
    _record_internal_id: 'r-1',
  };
  assert.deepEqual(membersOf(told), [
    ['active', false],
    ['number', '+44-1632960101'],
    ['rings', '0'],
    ['department', null],
    ['empty', null],
    ['aliases', 'a, b'],
    ['noAliases', null],
    ['device', 'desk, Group'],
    ['criteria', { count: 2 }],
  ]);
});
