// Who has what: nobody, not asked and could not be read are three things; the search goes by name and by user.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Amount, Licence, Users } from '../../src/audit/model.js';
import type { PartJson } from './audit-json.js';
import { everybody, licenceRows, searchEverybody, searchRows, unreadNames } from './holders.js';

const licence = (
  name: string,
  usage: Amount,
  authorized: Licence['authorized'] = true,
): Licence => ({
  name,
  authorized,
  assigned: usage !== 0,
  limited: 'limited',
  quantity: 10,
  allowed: 10,
  usage,
});

const packs = [
  licence('Premium', 2),
  licence('Basic', 3),
  licence('Fax', 1),
  licence('Idle', 0),
  licence('Gone', 0, false),
];
const value: Users = {
  count: 4,
  limit: 10,
  servicePacks: [
    { name: 'Premium', usage: 2, userIds: ['a@x.example.net', 'b@x.example.net'] },
    { name: 'Basic', usage: 3, userIds: ['b@x.example.net', 'c@x.example.net'] },
    { name: 'Fax', usage: 1, userIds: 'unknown' },
  ],
  userServices: [{ name: 'Call Waiting', usage: 1, userIds: ['a@x.example.net'] }],
};
const about = { message: 'Fax: the list is not allowed', code: '5404' };
const users: PartJson<Users> = {
  status: 'partial',
  value,
  problems: [{ message: 'something else' }, about],
};

const holdings = (part: PartJson<Users> | undefined) =>
  licenceRows('servicePacks', packs, part).map(({ holding }) => holding);

test('behind each licence stand its users, or why there are none', () => {
  const [premium, basic, fax, idle] = holdings(users);
  assert.deepEqual(premium, { kind: 'listed', userIds: ['a@x.example.net', 'b@x.example.net'] });
  assert.deepEqual(basic, {
    kind: 'listed',
    userIds: ['b@x.example.net', 'c@x.example.net'],
    difference: 1,
  });
  assert.deepEqual(fax, { kind: 'unknown', problems: [about] });
  assert.deepEqual(idle, { kind: 'nobody' });
});

test('users that were not asked for, or not read, are not nobody', () => {
  assert.deepEqual(holdings(undefined)[0], { kind: 'notAsked' });
  assert.deepEqual(holdings({ status: 'notAsked' })[0], { kind: 'notAsked' });
  const problems = [{ message: 'no' }];
  assert.deepEqual(holdings({ status: 'unknown', problems })[0], { kind: 'unknown', problems });
  assert.deepEqual(holdings(undefined)[3], { kind: 'nobody' }, 'a usage of zero says it itself');
  const [group] = licenceRows('groupServices', packs, users);
  assert.deepEqual(group?.holding, { kind: 'group' });
});

test('an unknown usage differs from no list', () => {
  const part: PartJson<Users> = {
    status: 'known',
    value: { ...value, servicePacks: [{ name: 'Premium', usage: 'unknown', userIds: ['a'] }] },
  };
  const [row] = licenceRows('servicePacks', [licence('Premium', 'unknown')], part);
  assert.deepEqual(row?.holding, { kind: 'listed', userIds: ['a'] });
});

test('everybody once, with packs and services; what is unread is named', () => {
  assert.deepEqual(everybody(value), [
    { userId: 'a@x.example.net', servicePacks: ['Premium'], userServices: ['Call Waiting'] },
    { userId: 'b@x.example.net', servicePacks: ['Premium', 'Basic'], userServices: [] },
    { userId: 'c@x.example.net', servicePacks: ['Basic'], userServices: [] },
  ]);
  assert.deepEqual(unreadNames(value), ['Fax']);
});

test('people are found by id, pack and service', () => {
  const found = (text: string) =>
    searchEverybody(everybody(value), text).map((one) => one.userId[0]);
  assert.deepEqual(found(''), ['a', 'b', 'c']);
  assert.deepEqual(found(' BASIC '), ['b', 'c']);
  assert.deepEqual(found('waiting'), ['a']);
  assert.deepEqual(found('c@'), ['c']);
  assert.deepEqual(found('nothing'), []);
});

test('rows are found by name, or by who has them; idle ones are counted', () => {
  const rows = licenceRows('servicePacks', packs, users);
  const names = (text: string, withIdle = false) => {
    const { rows: shown, hidden } = searchRows(rows, text, withIdle);
    return [shown.map(({ licence: { name }, found }) => [name, found?.length]), hidden];
  };
  assert.deepEqual(names('').at(1), 1);
  assert.deepEqual(names('', true).at(1), 0);
  assert.deepEqual(names('prem'), [[['Premium', undefined]], 0]);
  assert.deepEqual(names('B@X'), [
    [
      ['Premium', 1],
      ['Basic', 1],
    ],
    0,
  ]);
  assert.deepEqual(names('gone'), [[], 1]);
  assert.deepEqual(names('zzz'), [[], 0]);
});
