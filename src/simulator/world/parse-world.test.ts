import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld } from '../demo/demo-world.js';
import { generateWorld } from '../demo/generate-world.js';
import { parseWorld } from './parse-world.js';

/** A small world with one thing changed: the value at a path of keys. */
function worldWith(path: readonly (string | number)[], value: unknown): string {
  const world: unknown = {
    schema: 'muster/world@1',
    administrators: [{ userId: 'a@b', password: 'p', loginType: 'System' }],
    serviceProviders: [
      {
        serviceProviderId: 'SP',
        servicePacks: [{ name: 'Voice', services: ['Call Waiting'] }],
        groups: [
          {
            groupId: 'G',
            servicePacks: ['Voice'],
            numbers: ['+44-1632960100 - +44-1632960109'],
            users: [
              { userId: 'ann@x', lastName: 'Ash', firstName: 'Ann', phoneNumber: '+44-1632960101' },
              { userId: 'bob@x', lastName: 'Bay', firstName: 'Bob' },
            ],
          },
          { groupId: 'H' },
        ],
      },
    ],
  };
  let at = world as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1)!] = value;
  return JSON.stringify(world);
}

const group = ['serviceProviders', 0, 'groups', 0];
const ash = [...group, 'users', 0];
const bay = [...group, 'users', 1];

const wrong: readonly (readonly [string, readonly (string | number)[], unknown, string, RegExp])[] =
  [
    [
      'a missing user id',
      [...bay, 'userId'],
      undefined,
      'serviceProviders[0].groups[0].users[1].userId',
      /it is missing/,
    ],
    [
      'a key nobody knows',
      [...ash, 'phonenumber'],
      'x',
      'serviceProviders[0].groups[0].users[0].phonenumber',
      /known here: .*phoneNumber/,
    ],
    [
      'a range that runs backwards',
      [...group, 'numbers'],
      ['+44-20 - +44-10'],
      'serviceProviders[0].groups[0].numbers[0]',
      /runs backwards/,
    ],
    [
      'a range in the place of a number',
      [...ash, 'phoneNumber'],
      '+44-1 - +44-2',
      'serviceProviders[0].groups[0].users[0].phoneNumber',
      /one number/,
    ],
    [
      'a quantity below zero',
      [...group, 'servicePacks'],
      [{ name: 'Voice', quantity: -1 }],
      'serviceProviders[0].groups[0].servicePacks[0].quantity',
      /whole number or "unlimited"/,
    ],
    [
      'a pack that the provider does not have',
      [...bay, 'servicePacks'],
      ['Gold'],
      'serviceProviders[0].groups[0].users[1].servicePacks[0]',
      /add the pack Gold/,
    ],
    [
      'a user id twice',
      [...bay, 'userId'],
      'ann@x',
      'serviceProviders[0].groups[0].users[1].userId',
      /taken by serviceProviders\[0\]\.groups\[0\]\.users\[0\]/,
    ],
    [
      'a number with two holders',
      [...bay, 'phoneNumber'],
      '+44-1632960101',
      'serviceProviders[0].groups[0].users[1].phoneNumber',
      /is held by/,
    ],
    [
      'a number with two owners',
      ['serviceProviders', 0, 'groups', 1, 'numbers'],
      ['+44-1632960105'],
      'serviceProviders[0].groups[1].numbers[0]',
      /one owner/,
    ],
    [
      'a group id twice',
      ['serviceProviders', 0, 'groups', 1, 'groupId'],
      'G',
      'serviceProviders[0].groups[1].groupId',
      /taken/,
    ],
    [
      'two trunk groups of one name',
      [...group, 'trunkGroups'],
      [{ name: 'PBX' }, { name: 'Fax' }, { name: 'PBX' }],
      'serviceProviders[0].groups[0].trunkGroups[2].name',
      /PBX is taken/,
    ],
    [
      'two enterprise trunks of one name',
      [...group, 'enterpriseTrunks'],
      [{ name: 'SIP' }, { name: 'SIP' }],
      'serviceProviders[0].groups[0].enterpriseTrunks[1].name',
      /SIP is taken/,
    ],
    [
      'enterprise trunks of a service provider that is no enterprise',
      ['serviceProviders', 0, 'enterpriseTrunks'],
      [{ name: 'SIP' }],
      'serviceProviders[0].enterpriseTrunks',
      /those of a service provider in its groups/,
    ],
    [
      'a trunk group nobody made',
      [...ash, 'trunkGroup'],
      'PBX',
      'serviceProviders[0].groups[0].users[0].trunkGroup',
      /add PBX/,
    ],
    [
      'a login type that is none',
      ['administrators', 0, 'loginType'],
      'Boss',
      'administrators[0].loginType',
      /one of System/,
    ],
    [
      'a group administrator without a group',
      ['administrators', 0],
      { userId: 'a', password: 'p', loginType: 'Group', serviceProviderId: 'SP' },
      'administrators[0].groupId',
      /name a group of SP/,
    ],
    [
      'settings of a service that cannot be set',
      [...ash, 'settings'],
      { 'Call Wating': {} },
      'serviceProviders[0].groups[0].users[0].settings.Call Wating',
      /known here: .*Call Waiting/,
    ],
    [
      'settings of a service that somebody does not have',
      [...ash, 'settings'],
      { 'Do Not Disturb': { ringSplash: true } },
      'serviceProviders[0].groups[0].users[0].settings.Do Not Disturb',
      /add Do Not Disturb to services first/,
    ],
    [
      'a switch among the settings',
      [...ash, 'settings'],
      { 'Call Waiting': { isActive: true } },
      'serviceProviders[0].groups[0].users[0].settings.Call Waiting.isActive',
      /known here: disableCallingLineIdDelivery/,
    ],
    [
      'a setting out of range',
      [...ash, 'settings'],
      { 'Call Forwarding No Answer': { numberOfRings: 1 } },
      'serviceProviders[0].groups[0].users[0].settings.Call Forwarding No Answer.numberOfRings',
      /from 0 to 20 other than 1/,
    ],
    [
      'a number without form inside a setting',
      [...ash, 'settings'],
      {
        'Simultaneous Ring Personal': {
          simultaneousRingNumber: [{ phoneNumber: 'x y', answerConfirmationRequired: true }],
        },
      },
      'serviceProviders[0].groups[0].users[0].settings.Simultaneous Ring Personal.simultaneousRingNumber[0].phoneNumber',
      /not a phone number or SIP address: x y/,
    ],
    [
      'a part that a setting does not have',
      [...ash, 'settings'],
      { 'Alternate Numbers': { alternateEntry01: { number: '+44-1632960105' } } },
      'serviceProviders[0].groups[0].users[0].settings.Alternate Numbers.alternateEntry01.number',
      /known here: phoneNumber/,
    ],
    [
      'a schedule of no type',
      [...group, 'schedules'],
      [{ name: 'Easter', type: 'Feast' }],
      'serviceProviders[0].groups[0].schedules[0].type',
      /one of Holiday, Time/,
    ],
    [
      'two schedules of one name and type',
      [...group, 'schedules'],
      [
        { name: 'Easter', type: 'Holiday' },
        { name: 'Easter', type: 'Time' },
        { name: 'Easter', type: 'Holiday' },
      ],
      'serviceProviders[0].groups[0].schedules[2].name',
      /Easter is taken/,
    ],
    ['another schema', ['schema'], 'muster/world@9', 'schema', /muster\/world@1/],
    ['a list that is none', ['serviceProviders'], {}, 'serviceProviders', /square brackets/],
    ['an unknown release', ['release'], '20', 'release', /one of 21, 22/],
  ];
for (const [what, path, value, place, message] of wrong)
  test(`${what} is refused at its place`, () => {
    assert.throws(
      () => parseWorld(worldWith(path, value), 'world.json'),
      (fault: { code: string; message: string; detail: { path: string } }) => {
        assert.equal(fault.code, 'WORLD_INVALID');
        assert.equal(fault.detail.path, place);
        assert.ok(fault.message.startsWith(`world.json: ${place}: `), fault.message);
        assert.match(fault.message, message);
        return true;
      },
    );
  });

test('enterprise trunks in a group of an enterprise are refused at their place', () => {
  const world = demoWorld();
  const [enterprise] = world.serviceProviders;
  const [first, ...others] = enterprise!.groups;
  const groups = [{ ...first!, enterpriseTrunks: [{ name: 'SIP' }] }, ...others];
  const wrongly = { ...world, serviceProviders: [{ ...enterprise!, groups }] };
  assert.throws(() => parseWorld(JSON.stringify(wrongly), 'world.json'), {
    code: 'WORLD_INVALID',
    message: /serviceProviders\[0\]\.groups\[0\]\.enterpriseTrunks: .*beside its groups/,
  });
});

for (const [what, elements, place, message] of [
  ['an element that nobody knows', { gdsm: {} }, 'elements.gdsm', /known here: .*gdms/],
  ['half a key', { sraps: { keyId: 'k' } }, 'elements.sraps.secret', /it is missing/],
  [
    'a name with a colon',
    { xmlrpc: { username: 'a:b', password: 'p' } },
    'elements.xmlrpc.username',
    /without a colon/,
  ],
  ['a key with a space', { ztp: { apiKey: 'a b' } }, 'elements.ztp.apiKey', /without spaces/],
  [
    'a hardware address with signs',
    { takenMacs: ['0004f2ffffff', '00:04:f2:ff:ff:ff'] },
    'elements.takenMacs[1]',
    /twelve hexadecimal digits/,
  ],
  ['tokens good for no time', { tokenSeconds: 0 }, 'elements.tokenSeconds', /whole number from 1/],
] as const)
  test(`of network elements ${what} is refused at its place`, () => {
    assert.throws(() => parseWorld(worldWith(['elements'], elements), 'world.json'), {
      code: 'WORLD_INVALID',
      message,
      detail: { source: 'world.json', path: place },
    });
  });

test('what is not JSON is refused with the name of the file', () => {
  assert.throws(() => parseWorld('{', 'my-world.json'), {
    code: 'WORLD_INVALID',
    message: /^my-world\.json: .*not JSON/,
  });
});

test('the demo and generated worlds are good world files themselves', () => {
  for (const world of [demoWorld(), generateWorld({ groups: 3, usersPerGroup: 30 })])
    assert.deepEqual(parseWorld(JSON.stringify(world), 'demo'), world);
});

test('the same seed gives the same world, another seed another', () => {
  const options = { groups: 2, usersPerGroup: 5 };
  assert.deepEqual(generateWorld({ ...options, seed: 7 }), generateWorld({ ...options, seed: 7 }));
  assert.notDeepEqual(
    generateWorld({ ...options, seed: 7 }),
    generateWorld({ ...options, seed: 8 }),
  );
});
