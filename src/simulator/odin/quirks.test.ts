import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from './answer.js';
import {
  commandFailed,
  gatewayPage,
  looselyTyped,
  noDetails,
  tooManyRequests,
  withExtraFields,
  withLoneObjects,
  withNoneTexts,
  withoutLists,
  withoutOptionalFields,
  withTextBooleans,
} from './quirks.js';

const ranges: Json = {
  groupId: '007',
  dns: [
    { assigned: true, min: '+44-1632960100', max: null, list: ['+44-1632960100'] },
    { assigned: false, min: '0206550000', max: '0206550001', list: ['0206550000', '0206550001'] },
  ],
};

/** Name, quirk, what goes in, what comes out. */
const cases: readonly (readonly [string, (body: Json) => Json, Json, Json])[] = [
  [
    'loose-types turns digits into numbers and numbers into texts, and leaves +44-… alone',
    looselyTyped,
    ranges,
    {
      groupId: 7,
      dns: [
        { assigned: true, min: '+44-1632960100', max: null, list: ['+44-1632960100'] },
        { assigned: false, min: 206550000, max: 206550001, list: [206550000, 206550001] },
      ],
    },
  ],
  [
    'loose-types minds −1, empty texts and what no number can hold',
    looselyTyped,
    { quantity: -1, usage: 12, extension: '0', name: '', long: '1234567890123456', mixed: '12a' },
    { quantity: '-1', usage: '12', extension: 0, name: '', long: '1234567890123456', mixed: '12a' },
  ],
  [
    'string-booleans turns flags into texts and nothing else',
    withTextBooleans,
    [{ a: true, b: false, c: 'true', d: null, e: 0 }],
    [{ a: 'true', b: 'false', c: 'true', d: null, e: 0 }],
  ],
  [
    'lone-object unwraps lists of one at every depth, and no other list',
    withLoneObjects,
    [{ users: [{ userId: 'a' }], tags: [], list: ['x'], two: [1, 2] }],
    { users: { userId: 'a' }, tags: [], list: 'x', two: [1, 2] },
  ],
  [
    'none-text puts the word None where nothing is',
    withNoneTexts,
    { a: null, b: '', c: 0, d: false, e: [null], f: 'None', g: [] },
    { a: 'None', b: 'None', c: 0, d: false, e: ['None'], f: 'None', g: [] },
  ],
  [
    'no-list leaves the ends of ranges',
    withoutLists,
    ranges,
    {
      groupId: '007',
      dns: [
        { assigned: true, min: '+44-1632960100', max: null },
        { assigned: false, min: '0206550000', max: '0206550001' },
      ],
    },
  ],
  [
    'missing-fields leaves what every release has',
    withoutOptionalFields,
    {
      resellerId: null,
      groupServices: [{ serviceName: 'Hunt Group', usage: 3, instanceCount: 3, alias: 'x' }],
      servicePackServices: [{ servicePackName: 'Desk', description: 'y', usage: 1, tags: [] }],
      numberOfBurstingBTLUs: 0,
      maxActiveCalls: 4,
    },
    {
      groupServices: [{ serviceName: 'Hunt Group', usage: 3 }],
      servicePackServices: [{ servicePackName: 'Desk', usage: 1 }],
      maxActiveCalls: 4,
    },
  ],
];

for (const [name, quirk, before, after] of cases)
  test(name, () => {
    const kept = structuredClone(before);
    assert.deepEqual(quirk(before), after);
    assert.deepEqual(before, kept, 'what went in is not changed');
  });

test('extra-fields adds unknown fields to every object and changes none', () => {
  const { futureText, users, a } = withExtraFields({ a: 1, users: [{ userId: 'x' }] }) as {
    futureText: string;
    a: number;
    users: { userId: string; futureFlag: boolean }[];
  };
  assert.deepEqual([futureText, a, users[0]?.userId, users[0]?.futureFlag], ['new', 1, 'x', true]);
});

test('what is said in place of an answer', () => {
  const dns = { path: '/groups/dns', command: 'GroupDnGetSummaryListRequest' };
  assert.deepEqual(tooManyRequests(undefined).headers, { 'Retry-After': '1' });
  assert.deepEqual(tooManyRequests('0').headers, { 'Retry-After': '0' });
  assert.deepEqual(tooManyRequests('soon').headers, { 'Retry-After': '1' });
  assert.equal(noDetails(dns), undefined);
  assert.equal(noDetails({ ...dns, path: '/groups/dns/details' })?.status, 404);
  assert.match(gatewayPage().page ?? '', /<title>502 Bad Gateway<\/title>/);
  assert.deepEqual(commandFailed(dns, '4500').body, {
    status: 400,
    error: '[Error 4500] The command failed.: GroupDnGetSummaryListRequest',
    details: 'Bad Request',
  });
});
