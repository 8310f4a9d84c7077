// What a trunk audit makes of refusals, missing tables and odd figures: told once, by place, and never zero.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal, reply, table } from '../stub-answers.js';
import { type Asked, StubServer } from '../stub-server.js';
import {
  asked,
  audited,
  groupIn,
  groupOf,
  invalid,
  many,
  nameOf,
  notAllowed,
  problems,
  trunkGroup,
  trunkGroups,
  trunkOf,
  usual,
  valueIn,
} from '../trunk-answers.js';

for (const [name, answer, absence] of [
  ['no right to see them', notAllowed, 'outOfScope'],
  ['a command that is not known', invalid, 'unknown'],
] as const)
  test(`${name}: enterprise trunks are ${absence} at both levels, told once`, async () => {
    const { part, stub } = await asked({ EnterpriseEnterpriseTrunkGetListRequest: answer });
    assert.equal(part.status, 'partial');
    assert.equal(valueIn(part).enterpriseTrunks, absence);
    assert.equal(groupIn(part, 'Quay').enterpriseTrunks, absence);
    assert.equal(groupIn(part, 'Bare').enterpriseTrunks, 'notApplicable');
    assert.equal(problems(part).length, 1);
    assert.equal(stub.count('GroupEnterpriseTrunkGetListRequest'), 0);
  });

const withoutList: readonly (readonly [string, string, string, RegExp])[] = [
  ['no right', notAllowed, 'outOfScope', /Unauthorized/],
  ['too many', refusal(undefined, 'Too many matches.'), 'unknown', /Too many matches/],
  ['no table', reply('GroupGetListInServiceProviderResponse', ''), 'unknown', /groupTable/],
  [
    'no ids',
    reply('GroupGetListInServiceProviderResponse', table('groupTable', ['Name'], ['Quay'])),
    'unknown',
    /"Group Id" in groupTable/,
  ],
];

for (const [name, answer, expected, message] of withoutList)
  test(`without the list of groups there is no audit: ${name}`, async () => {
    const { part, status } = await asked({ GroupGetListInServiceProviderRequest: answer });
    assert.deepEqual([part.status, status], [expected, 'failed']);
    assert.match(problems(part).join('\n'), message);
  });

test('the capacity of the provider may be missing by itself', async () => {
  for (const [answer, absence, told] of [
    [refusal(4410, 'Service is not assigned.'), 'notApplicable', 0],
    [notAllowed, 'outOfScope', 1],
    [refusal(4003, 'The command failed.'), 'unknown', 1],
    [reply('ServiceProviderTrunkGroupGetResponse23', ''), 'unknown', 1],
  ] as const) {
    const { part } = await asked({ ServiceProviderTrunkGroupGetRequest23: answer });
    assert.deepEqual([valueIn(part).capacity, problems(part).length], [absence, told]);
    assert.deepEqual(groupIn(part, 'Quay').calls.difference, 2);
  }
});

const failing: readonly (readonly [string, string, string, string])[] = [
  ['GroupTrunkGroupGetRequest23', 'capacity', 'unknown', 'G07: [Error 4003] The command failed.'],
  [
    'GroupTrunkGroupGetInstanceListRequest14sp4',
    'trunkGroups',
    'unknown',
    'G07: [Error 4003] The command failed.',
  ],
  [
    'GroupEnterpriseTrunkGetListRequest',
    'enterpriseTrunks',
    'unknown',
    'G07: [Error 4003] The command failed.',
  ],
];

for (const [command, field, absence, message] of failing)
  test(`one group among sixty that fails ${command} is told by name, and the others stay`, async () => {
    const { part } = await asked({
      ...many,
      [command]: (one: Asked, nth: number) => {
        if (groupOf(one) === 'G07') return refusal(4003, 'The command failed.');
        const words = many[command]!;
        return typeof words === 'string' ? words : words(one, nth);
      },
    });
    assert.equal(part.status, 'partial');
    assert.deepEqual(problems(part), [message]);
    assert.equal((groupIn(part, 'G07') as unknown as Record<string, unknown>)[field], absence);
    assert.ok(
      valueIn(part).groups.every(
        ({ groupId, calls }) => groupId === 'G07' || calls.difference === 0,
      ),
    );
    if (field === 'capacity') assert.equal(valueIn(part).calls.below.unknown, 1);
    if (field === 'trunkGroups') assert.equal(groupIn(part, 'G07').calls.below.unknown, 1);
  });

test('one trunk group that cannot be read leaves the sum of its group unknown', async () => {
  const { part } = await asked({
    GroupTrunkGroupGetInstanceRequest23: (asked) =>
      nameOf(asked) === 'Fax' ? refusal(4003, 'The command failed.') : trunkGroup('18', '4'),
  });
  assert.deepEqual(problems(part), ['Quay, trunk group Fax: [Error 4003] The command failed.']);
  const { trunkGroups: list, calls, bursting } = groupIn(part, 'Quay');
  assert.deepEqual((list as readonly object[])[0], {
    name: 'Fax',
    maxActiveCalls: 'unknown',
    enableBursting: 'unknown',
    burstingMaxActiveCalls: 'unknown',
  });
  assert.deepEqual(
    [calls.below, calls.difference, bursting.below],
    [{ calls: 18, unlimited: 0, unknown: 1 }, 'unknown', { calls: 4, unlimited: 0, unknown: 1 }],
  );
});

test('odd figures of a trunk group are unknown and one problem', async () => {
  const odd = reply(
    'GroupTrunkGroupGetInstanceResponse23',
    '<maxActiveCalls>-1</maxActiveCalls><enableBursting>true</enableBursting>',
  );
  const { part } = await asked({
    GroupTrunkGroupGetInstanceRequest23: (asked) =>
      nameOf(asked) === 'Fax' ? odd : trunkGroup('18', '4'),
  });
  assert.equal(problems(part).length, 1);
  assert.match(
    problems(part)[0]!,
    /^Quay, trunk group Fax: maxActiveCalls was.*; burstingMaxActiveCalls was/,
  );
  assert.equal(groupIn(part, 'Quay').calls.below.unknown, 1);
});

test('only rows of the asked group count, rows without a name are told', async () => {
  const { part } = await asked({
    GroupTrunkGroupGetInstanceListRequest14sp4: trunkGroups(
      ['Quay PBX', '', '', '', 'Quay'],
      ['Mole PBX', '', '', '', 'Mole'],
      ['', '', '', '', 'Mole'],
      ['', '', '', '', 'Elsewhere'],
    ),
  });
  const names = ({ trunkGroups: list }: ReturnType<typeof groupIn>) =>
    (list as readonly { name: string }[]).map(({ name }) => name);
  assert.deepEqual(names(groupIn(part, 'Quay')), ['Quay PBX']);
  assert.deepEqual(names(groupIn(part, 'Mole')), ['Mole PBX']);
  assert.deepEqual(problems(part), ['Mole: 1 of the trunk groups has no "Name"']);
});

test('a list of trunk groups without owners is that of the group', async () => {
  const { part } = await asked({
    GroupTrunkGroupGetInstanceListRequest14sp4: (asked) =>
      reply(
        'GroupTrunkGroupGetInstanceListResponse14sp4',
        table('trunkGroupTable', ['Device Name', 'Name'], ['pbx', `${groupOf(asked)} PBX`]),
      ),
  });
  assert.deepEqual(groupIn(part, 'Mole').trunkGroups, [
    {
      name: 'Mole PBX',
      deviceName: 'pbx',
      maxActiveCalls: 30,
      enableBursting: false,
      burstingMaxActiveCalls: 'notApplicable',
    },
  ]);
});

test('a list of trunk groups without names says nothing about what is below', async () => {
  const { part } = await asked({
    GroupTrunkGroupGetInstanceListRequest14sp4: reply(
      'GroupTrunkGroupGetInstanceListResponse14sp4',
      table('trunkGroupTable', ['Department'], ['Sales']),
    ),
  });
  const { trunkGroups: list, calls } = groupIn(part, 'Quay');
  assert.deepEqual([list, calls.difference], ['unknown', 'unknown']);
  assert.deepEqual(problems(part).sort(), [
    'Mole: the answer has no column "Name" in trunkGroupTable',
    'Quay: the answer has no column "Name" in trunkGroupTable',
  ]);
});

test('an enterprise trunk whose capacity is not told is unknown', async () => {
  const { part } = await asked({
    GroupEnterpriseTrunkGetRequest22: (asked) =>
      trunkOf(asked) === 'All'
        ? reply(
            'GroupEnterpriseTrunkGetResponse22',
            '<enableCapacityManagement>true</enableCapacityManagement>',
          )
        : refusal(4003, 'The command failed.'),
  });
  assert.deepEqual(groupIn(part, 'Quay').enterpriseTrunks, [
    { name: 'All', maxActiveCalls: 'unknown' },
    { name: 'Quay SIP', routingType: 'Overflow', maxActiveCalls: 'unknown' },
  ]);
  assert.deepEqual(problems(part).sort(), [
    'Quay, enterprise trunk All: maxActiveCalls was left out or is not a number',
    'Quay, enterprise trunk Quay SIP: [Error 4003] The command failed.',
  ]);
});

test('a link that dies after the list leaves every figure unknown, none zero', async () => {
  await using stub = await StubServer.start({
    answers: usual,
    on: ({ names, socket }) => {
      if (!names.some((name) => name.startsWith('GroupTrunkGroupGet'))) return undefined;
      socket.destroy();
      return true;
    },
  });
  const { parts, status } = await audited(stub.url);
  assert.deepEqual([parts.trunks.status, status], ['partial', 'partial']);
  const value = valueIn(parts.trunks);
  assert.deepEqual(value.calls.below, { calls: 0, unlimited: 0, unknown: 3 });
  assert.equal(value.calls.isOver, 'unknown');
  assert.ok(value.groups.every(({ capacity: own }) => own === 'unknown'));
});
