// The search over HTTP: by parts of names and ids, by numbers in any spelling, at every level, and what is said where
// BroadWorks cannot search.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Caller } from '../../src/api/caller.js';
import { demoWorld, generateWorld, type World } from '../../src/simulator/index.js';
import { commandsOf, recordOf } from '../api-asking.js';
import { type Client, type Stand, startStand } from '../api-stand.js';

const domain = 'brightwater.example.net';
const jurgen = `jürgen+"o'neil"&co@odd.example.net`;

/** Names with everything that markup and charsets stumble over. */
const odd: World['serviceProviders'][number] = {
  serviceProviderId: `Odd "P" & <Q>'s`,
  name: '<script>alert("Łódź")</script>',
  groups: [
    {
      groupId: `G&<"'>Ü`,
      groupName: 'Über & <Söhne>',
      numbers: ['+49-30123450 - +49-30123459', '+1-2155550100 - +1-2155550109'],
      users: [
        {
          userId: jurgen,
          firstName: 'Jürgen',
          lastName: 'Łódzki <b>',
          phoneNumber: '+49-30123451',
          extension: '451',
        },
      ],
    },
  ],
};

const world: World = (() => {
  const demo = demoWorld();
  const withZeros = demo.serviceProviders.map((provider) => ({
    ...provider,
    groups: provider.groups.map((group) =>
      group.groupId === 'Roma'
        ? { ...group, numbers: [...(group.numbers ?? []), '+39-04311234567'] }
        : group,
    ),
  }));
  return { ...demo, serviceProviders: [...withZeros, odd] };
})();

const scopes: Readonly<Record<string, Caller['scope']>> = {
  'tenant-token': { kind: 'tenant', tenantId: 'Brightwater' },
  'roma-token': { kind: 'group', tenantId: 'Brightwater', groupId: 'Roma' },
  'group-token': { kind: 'group', tenantId: 'Brightwater', groupId: 'Head-Office' },
  'sales-token': {
    kind: 'department',
    tenantId: 'Brightwater',
    groupId: 'Head-Office',
    department: 'Sales',
  },
  'no-department-token': {
    kind: 'department',
    tenantId: 'Brightwater',
    groupId: 'Head-Office',
    department: undefined,
  },
};
const bearers = [
  async (token: string): Promise<Caller | undefined> =>
    scopes[token] && {
      id: token,
      level: 8,
      scope: scopes[token],
      via: 'token',
      may: { change: false, store: false },
    },
];

let stand: Stand;
let system: Client;
before(async () => {
  stand = await startStand({ world, api: { bearers } });
  system = await stand.as('auditor@example.net');
});
beforeEach(() => stand.simulator.faults.clear());
after(() => stand.close());

const find = async (client: Client, q: string, limit?: number) => {
  const more = limit === undefined ? '' : `&limit=${limit}`;
  const answer = await client.get(`/api/v1/find/?q=${encodeURIComponent(q)}${more}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
// biome-ignore lint/suspicious/noExplicitAny: parsed JSON
type Json = any;
const ids = ({ items }: Json) =>
  items.map((one: Json) => one.number ?? one.userId ?? one.groupId ?? one.tenantId);
const empty = { status: 'known', items: [], more: false };
describe('names', () => {
  test('a user is found by a part of either name, of the id, and by both names in either order', async () => {
    const amelia = {
      type: 'User',
      tenantId: 'Brightwater',
      groupId: 'Head-Office',
      userId: `amelia.stone@${domain}`,
      lastName: 'Stone',
      firstName: 'Amelia',
      phoneNumber: '+44-1632960101',
      extension: '101',
      department: 'Board',
    };
    for (const q of ['AMELIA.S', 'amelia.st', 'Amelia Stone', ' stone,  amelia ', 'Stone am']) {
      const { users, numbers } = await find(system, q);
      assert.deepEqual(users, { status: 'known', items: [amelia], more: false }, q);
      assert.equal(numbers.status, 'notApplicable', q);
    }
    const nobody = await find(system, 'no such name');
    for (const name of ['serviceProviders', 'groups', 'users'])
      assert.deepEqual(nobody[name], empty, name);
    assert.equal(nobody.query, 'no such name');
  });

  test('providers and groups are found by name and id, the best first', async () => {
    const { serviceProviders, groups } = await find(system, 'brightw');
    assert.deepEqual(serviceProviders.items, [
      { tenantId: 'Brightwater', name: 'Brightwater plc', isEnterprise: true },
    ]);
    assert.ok(ids(groups).includes('Call-Centre'));
    const exact = await find(system, 'head-office');
    assert.deepEqual(
      exact.groups.items.map(({ tenantId, groupId }: Json) => [tenantId, groupId]).sort(),
      [
        ['Brightwater', 'Head-Office'],
        ['Meridian', 'Head-Office'],
      ],
    );
  });

  test('markup and umlauts are text', async () => {
    for (const q of ['<script>', 'alert("', 'łódź', '"P" & <Q>']) {
      const { serviceProviders } = await find(system, q);
      assert.deepEqual(ids(serviceProviders), [odd.serviceProviderId], q);
      assert.equal(serviceProviders.items[0].name, odd.name);
    }
    for (const q of ['ÜBER & <', `G&<"'>ü`])
      assert.deepEqual(ids((await find(system, q)).groups), [`G&<"'>Ü`], q);
    for (const q of ['jürgen', 'Łódzki <B>', `o'neil"&`, 'jürgen łódzki'])
      assert.ok(ids((await find(system, q)).users).includes(jurgen), q);
  });

  test('limit cuts and says so', async () => {
    const few = await find(system, 'care', 3);
    assert.equal(few.users.items.length, 3);
    assert.equal(few.users.more, true);
    const all = await find(system, 'care', 100);
    const people = all.users.items.filter(({ type }: Json) => type === 'User');
    assert.equal(people.length, 62);
    assert.equal(all.users.more, false);
  });

  test('what cannot be looked for is refused, saying why', async () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['', /too short/],
      ['?q=', /too short|at least/],
      ['?q=%20a%20', /at least 2/],
      [`?q=${'a'.repeat(81)}`, /at most 80/],
      ['?q=a%00b', /characters/],
      ['?q=ab&limit=0', /limit/],
      ['?q=ab&limit=101', /limit/],
      ['?q=ab&limit=x', /limit/],
      ['?q=ab&q=cd', /more than once/],
      ['?q=ab&name=x', /name/],
    ];
    const asked = await commandsOf(stand, async () => {
      for (const [query, words] of wrong) {
        const answer = await system.get(`/api/v1/find/${query}`);
        assert.equal(answer.status, 400, query);
        assert.match(answer.json.errors[0].details.reason, words, query);
      }
    });
    assert.deepEqual(asked, []);
    const long = await find(system, 'a'.repeat(80));
    assert.deepEqual([long.groups, long.users], [empty, empty]);
  });
});

describe('numbers', () => {
  const held = {
    number: '+44-1632960107',
    tenantId: 'Brightwater',
    groupId: 'Head-Office',
    isAssigned: true,
  };
  const spellings = [
    '1632960107',
    '01632 960107',
    '+44-1632960107',
    '+44 (0)1632 960 107',
    '+441632960107',
    '0044 1632 960107',
    '441632960107',
    '(01632) 960-107',
    '01632/960.107',
  ];

  test('any spelling of a whole number leads to its group and holder', async () => {
    for (const q of spellings) {
      const { numbers, users } = await find(system, q);
      assert.equal(numbers.status, 'known', q);
      assert.deepEqual(ids(numbers), ['+44-1632960107'], q);
      const { holder, ...rest } = numbers.items[0];
      assert.deepEqual(rest, { ...held, isActivated: rest.isActivated }, q);
      assert.equal(holder.type, 'User', q);
      assert.deepEqual(ids(users), [holder.userId], q);
      assert.equal(numbers.gaps, undefined, q);
    }
  });

  test('a part is found anywhere, and free numbers are said not to be searched', async () => {
    for (const q of ['960107', '60107', '0107', '44163296010']) {
      const { numbers } = await find(system, q, 100);
      assert.equal(numbers.status, 'known', q);
      assert.ok(ids(numbers).includes('+44-1632960107'), q);
      assert.equal(numbers.gaps[0].code, 'NOT_SEARCHABLE', q);
      for (const number of ids(numbers))
        assert.ok(number.replace(/\D/g, '').includes(q.replace(/^0/, '')), `${q} ${number}`);
    }
    const { numbers } = await find(system, '9999999');
    assert.equal(numbers.status, 'unknown');
    assert.equal(numbers.problem.code, 'NOT_SEARCHABLE');
    // Whole, and nowhere.
    assert.deepEqual((await find(system, '+44 1632 969 999 9')).numbers, empty);
  });

  test('extensions are found by their digits', async () => {
    const { users, groups } = await find(system, '451');
    // The best first; the other has the digits in the number.
    assert.deepEqual(ids(users), [jurgen, 'campus-0042@meridian.example.com']);
    assert.deepEqual(groups, empty);
  });

  test('services have numbers too, and so has nobody', async () => {
    const menu = await find(system, '01632 960200');
    assert.deepEqual(menu.numbers.items, [
      {
        number: '+44-1632960200',
        tenantId: 'Brightwater',
        groupId: 'Call-Centre',
        isAssigned: true,
        isActivated: true,
        holder: {
          userId: `care-menu@${domain}`,
          name: 'Customer Care',
          type: 'Auto Attendant',
        },
      },
    ]);
    assert.deepEqual(menu.users, empty);
    const free = {
      number: '+44-1632960299',
      tenantId: 'Brightwater',
      groupId: 'Call-Centre',
      isAssigned: false,
      isActivated: false,
      holder: null,
    };
    for (const q of ['+441632960299', '01632 960299'])
      assert.deepEqual((await find(system, q)).numbers.items, [free], q);
    assert.deepEqual(ids((await find(system, '+1 (215) 555-0105')).numbers), ['+1-2155550105']);
    assert.deepEqual(ids((await find(system, '1 215 555 0105')).numbers), ['+1-2155550105']);
    const tenant = await stand.as(`admin@${domain}`);
    for (const client of [tenant, stand.bearing('tenant-token')]) {
      const { numbers } = await find(client, '01632 960299');
      assert.deepEqual(ids(numbers), ['+44-1632960299']);
      assert.equal(numbers.items[0].groupId, 'Call-Centre');
      assert.equal(numbers.items[0].isAssigned, false);
    }
  });
});

describe('zeros and countries', () => {
  const free = '+39-04311234567';

  test('a zero that belongs to the number is looked for with it, and without it', async () => {
    const tenant = await stand.as(`admin@${domain}`);
    for (const client of [system, tenant, stand.bearing('tenant-token')]) {
      for (const q of ['04311234567', '0431 1234567', '+39 (0)431 1234567', '4311234567']) {
        const { numbers } = await find(client, q);
        assert.deepEqual(ids(numbers), [free], q);
        assert.deepEqual([numbers.items[0].isAssigned, numbers.gaps], [false, undefined], q);
      }
      for (const q of [
        '+39 (0)6 5550 1001',
        '+39 06 5550 1001',
        '06 5550 1001',
        '39 065550 1001',
      ]) {
        const { numbers } = await find(client, q);
        assert.deepEqual(ids(numbers), ['+39-0655501001'], q);
        assert.match(numbers.items[0].holder.userId, /^giulia/, q);
      }
      // Free, typed whole: nobody is told to type the whole of it.
      const whole = await find(client, '06 5550 1010');
      assert.deepEqual(ids(whole.numbers), ['+39-0655501010']);
      assert.equal(whole.numbers.gaps, undefined);
    }
    const roma = stand.bearing('roma-token');
    for (const q of ['0431 1234567', '+39 (0)431', '431123'])
      assert.deepEqual(ids((await find(roma, q)).numbers), [free], q);
  });

  test('nothing is said to be nowhere before all forms were asked', async () => {
    const asked = (await commandsOf(stand, () => find(system, '0431 1234568'))).filter(
      (name) => name === 'SystemDnGetUtilizationRequest14sp3',
    );
    assert.equal(asked.length, 2);
    assert.deepEqual((await find(system, '0431 1234568')).numbers, empty);
    const short = await find(system, '06 5550 9999');
    assert.equal(short.numbers.status, 'unknown');
    assert.doesNotMatch(short.numbers.problem.todo, /Type the whole number/);
  });

  test('a part that begins with a country needs no plus', async () => {
    const tenant = await stand.as(`admin@${domain}`);
    const group = await stand.as(`office@${domain}`);
    const isFound = async (client: Client, q: string) => {
      const { numbers, users } = await find(client, q, 100);
      assert.ok(ids(numbers).includes('+44-1632960107'), q);
      for (const number of ids(numbers)) assert.match(number, /^\+44-163/, q);
      assert.ok(ids(users).includes(`amelia.stone@${domain}`), q);
    };
    for (const client of [system, tenant, group])
      for (const q of ['44-16329601', '4416329601', '44 163296010']) await isFound(client, q);
    for (const q of ['44-16329', '4416329', '44/163']) await isFound(group, q);
  });
});

describe('services', () => {
  const menu = {
    type: 'Auto Attendant',
    tenantId: 'Brightwater',
    groupId: 'Call-Centre',
    userId: `care-menu@${domain}`,
    lastName: 'Customer Care',
    firstName: null,
    phoneNumber: '+44-1632960200',
  };

  test('are found by name, id and extension, and are told apart from people', async () => {
    const tenant = await stand.as(`admin@${domain}`);
    for (const client of [system, tenant, stand.bearing('tenant-token')]) {
      for (const q of ['care-men', 'customer care', 'CUSTOMER C']) {
        const { extension, department, ...found } = (await find(client, q)).users.items.find(
          ({ userId }: Json) => userId === menu.userId,
        );
        assert.deepEqual(found, menu, q);
        assert.equal(department, null);
        assert.ok(ids((await find(client, extension)).users).includes(menu.userId), extension);
      }
      const hunt = (await find(client, 'sales-hunt')).users;
      assert.deepEqual(ids(hunt), [`sales-hunt@${domain}`]);
      assert.equal(hunt.items[0].type, 'Hunt Group');
    }
  });

  test('of another tenant or group nobody learns', async () => {
    const reseller = await stand.as('reseller@example.net');
    for (const client of [reseller, await stand.as(`office@${domain}`)])
      assert.deepEqual((await find(client, 'care-menu')).users, empty);
    assert.deepEqual((await find(await stand.as(`sales@${domain}`), 'sales-hunt')).users, empty);
  });

  test('a list that is refused is a gap; a service that the group does not have is none', async () => {
    const office = await stand.as(`office@${domain}`);
    stand.simulator.faults.add('error=4777@GroupHuntGroupGetInstanceListRequest');
    const partly = (await find(office, 'amelia')).users;
    assert.deepEqual(ids(partly), [`amelia.stone@${domain}`]);
    assert.equal(partly.gaps[0].code, '4777');
    const hidden = (await find(office, 'sales-hunt')).users;
    assert.deepEqual([hidden.status, hidden.problem.code], ['unknown', '4777']);
    stand.simulator.faults.clear();
    stand.simulator.faults.add('error=4410@GroupHuntGroupGetInstanceListRequest');
    assert.deepEqual((await find(office, 'sales-hunt')).users, empty);
  });
});

test('an end user finds itself on releases before 24 too', async () => {
  await using old = await startStand({ world, simulator: { release: '22' } });
  const amelia = await old.as(`amelia.stone@${domain}`);
  const self = await find(amelia, '960101');
  assert.deepEqual(ids(self.users), [`amelia.stone@${domain}`]);
  assert.deepEqual(ids(self.numbers), ['+44-1632960101']);
  assert.deepEqual((await find(amelia, 'giulia')).users, empty);
});

describe('levels', () => {
  test('a tenant finds its own, and nothing of others', async () => {
    for (const client of [await stand.as(`admin@${domain}`), stand.bearing('tenant-token')]) {
      const own = await find(client, 'bright');
      assert.deepEqual(ids(own.serviceProviders), ['Brightwater']);
      assert.deepEqual((await find(client, 'meridian')).serviceProviders, empty);
      const offices = await find(client, 'Head-Office');
      assert.deepEqual(
        offices.groups.items.map(({ tenantId }: Json) => tenantId),
        ['Brightwater'],
      );
      assert.deepEqual((await find(client, 'jürgen łódzki')).users, empty);
      const foreign = await find(client, '+1 215 555 0105');
      assert.deepEqual(foreign.numbers, empty);
      const { numbers } = await find(client, '01632 960107');
      assert.deepEqual(ids(numbers), ['+44-1632960107']);
    }
  });

  test('a group finds its users and all its numbers, free ones by a part too', async () => {
    for (const client of [await stand.as(`office@${domain}`), stand.bearing('group-token')]) {
      const own = await find(client, 'head-off');
      assert.equal(own.serviceProviders.status, 'notApplicable');
      assert.deepEqual(ids(own.groups), ['Head-Office']);
      assert.deepEqual((await find(client, 'depot')).groups, empty);
      assert.deepEqual(ids((await find(client, 'Stone, Amelia')).users), [
        `amelia.stone@${domain}`,
      ]);
      const { numbers } = await find(client, '96010', 100);
      assert.equal(numbers.status, 'known');
      assert.equal(numbers.gaps, undefined);
      assert.equal(numbers.items.length, 10);
      const states = new Set(numbers.items.map(({ isAssigned }: Json) => isAssigned));
      assert.ok(states.has(true));
      // The hunt group of another group.
      assert.deepEqual((await find(client, '01632 960200')).numbers, empty);
      assert.deepEqual((await find(client, 'giulia')).users, empty);
    }
    // A hunt group is no person, and says so.
    const hunt = (await find(await stand.as(`office@${domain}`), 'hunt')).users;
    assert.deepEqual(
      hunt.items.map(({ userId, type }: Json) => [userId, type]),
      [
        [`night-hunt@${domain}`, 'Hunt Group'],
        [`sales-hunt@${domain}`, 'Hunt Group'],
      ],
    );
  });

  test('a department finds its people, and an end user itself', async () => {
    const sales = await stand.as(`sales@${domain}`);
    const everybody = [await find(sales, domain), await find(stand.bearing('sales-token'), domain)];
    for (const { users, groups } of everybody) {
      assert.equal(groups.status, 'notApplicable');
      assert.equal(users.items.length, 5);
      for (const { department } of users.items) assert.equal(department, 'Sales');
    }
    // Amelia is of another department.
    for (const client of [sales, stand.bearing('sales-token')]) {
      const { users, numbers } = await find(client, '01632 960101');
      assert.deepEqual([users, numbers], [empty, empty]);
    }
    const none = await find(stand.bearing('no-department-token'), 'amelia');
    assert.equal(none.users.status, 'notApplicable');

    const amelia = await stand.as(`amelia.stone@${domain}`);
    const self = await find(amelia, '960101');
    assert.deepEqual(ids(self.users), [`amelia.stone@${domain}`]);
    assert.deepEqual(ids(self.numbers), ['+44-1632960101']);
    assert.deepEqual(ids((await find(amelia, 'stone am')).users), [`amelia.stone@${domain}`]);
    assert.deepEqual((await find(amelia, 'giulia')).users, empty);
    assert.equal((await find(amelia, 'head')).groups.status, 'notApplicable');
  });

  test('a reseller finds what is its own', async () => {
    const reseller = await stand.as('reseller@example.net');
    assert.deepEqual(ids((await find(reseller, 'er')).serviceProviders).sort(), [
      'Liberty',
      'Meridian',
    ]);
    assert.deepEqual((await find(reseller, 'amelia.stone')).users, empty);
    const { numbers } = await find(reseller, '01632 960107');
    assert.equal(numbers.status, 'unknown');
    assert.equal(numbers.problem.code, '5404');
  });
});

describe('trouble', () => {
  test('what BroadWorks refuses is unknown in its words, and the rest is there', async () => {
    stand.simulator.faults.add('error=4777@GroupGetListInSystemRequest');
    const { groups, users, numbers } = await find(system, '960107');
    assert.deepEqual(groups, {
      status: 'unknown',
      items: [],
      problem: { code: '4777', message: '[Error 4777] The command failed.' },
    });
    assert.equal(users.status, 'known');
    assert.deepEqual(ids(numbers), ['+44-1632960107']);
  });

  test('a place that could not be looked at stands beside what was found elsewhere', async () => {
    stand.simulator.faults.add('error=4777@UserGetServiceInstanceListInSystemRequest');
    const { numbers } = await find(system, '01632 960107');
    assert.deepEqual(ids(numbers), ['+44-1632960107']);
    assert.deepEqual(
      numbers.gaps.map(({ code }: Json) => code),
      ['4777'],
    );
  });

  test('when nothing is answered the call fails', async () => {
    stand.simulator.faults.add('reset');
    const answer = await system.get('/api/v1/find/?q=amelia');
    assert.ok(answer.status >= 500, answer.text);
  });

  test('over ODIN there is no such search', async () => {
    await using odin = await startStand({ simulator: { listen: ['odin+http://127.0.0.1:0'] } });
    const client = await odin.as('auditor@example.net');
    const answer = await client.get('/api/v1/find/?q=amelia');
    assert.equal(answer.status, 501);
    assert.equal(answer.json.errors[0].message, 'NOT_OVER_ODIN');
  });
});

describe('load', () => {
  test('few commands are asked, together', async () => {
    // Logs in, which counts for nothing.
    await find(system, 'amelia');
    const counts = new Map<string, number>();
    for (const q of ['amelia', 'Amelia Stone', '960107', '+441632960107', '441632960107'])
      counts.set(q, (await commandsOf(stand, () => find(system, q))).length);
    for (const [q, count] of counts) assert.ok(count <= 9, `${q}: ${count}`);
    // It may be a number, and may begin with the country 960.
    const most = await commandsOf(stand, () => find(system, '96010799'));
    assert.ok(most.length <= 11, `${most.length}`);
    // One request and one answer went over the wire, whatever was in them.
    for (const q of ['amelia', '960107']) {
      const record = await recordOf(stand, await system.get(`/api/v1/find/?q=${q}`));
      assert.equal(JSON.parse(record.south_data).length, 2, q);
    }
    const office = await stand.as(`office@${domain}`);
    assert.deepEqual((await commandsOf(stand, () => find(office, 'amelia'))).sort(), [
      'GroupAutoAttendantGetInstanceListRequest',
      'GroupCallCenterGetInstanceListRequest',
      'GroupGetRequest14sp7',
      'GroupHuntGroupGetInstanceListRequest',
      'UserGetListInGroupPagedSortedListRequest',
    ]);
  });

  test('thousands of groups are searched in one go, and too much is told', async () => {
    const big = await startStand({
      world: generateWorld({ groups: 3000, usersPerGroup: 4, providers: 60 }),
    });
    try {
      const client = await big.as('auditor@example.net');
      const before = big.simulator.commands.length;
      const group = await find(client, 'G02987');
      assert.deepEqual(
        group.groups.items.map(({ tenantId, groupId }: Json) => [tenantId, groupId]),
        [['SP0047', 'G02987']],
      );
      const user = await find(client, 'u01234-0002@');
      assert.equal(user.users.items.length, 1);
      assert.equal(user.users.items[0].groupId, 'G01234');
      const [{ phoneNumber }] = user.users.items;
      const byNumber = await find(client, phoneNumber);
      assert.equal(byNumber.numbers.items[0].groupId, 'G01234');
      assert.ok(big.simulator.commands.length - before <= 27);
      const many = await find(client, 'example.net');
      assert.deepEqual(many.users, {
        status: 'unknown',
        items: [],
        problem: { code: 'TOO_MANY', message: 'More than 200 fit', todo: 'Type more.' },
      });
      const providers = await find(client, 'SP00', 5);
      assert.equal(providers.serviceProviders.items.length, 5);
      assert.equal(providers.serviceProviders.more, true);
      // "Group 2987" by its name, best first, though thousands contain "Group".
      assert.equal((await find(client, 'Group 298')).groups.items[0].name, 'Group 298');
    } finally {
      await big.close();
    }
  });
});

test('a whole number is found in ranges of millions without counting through them', async () => {
  const many = Array.from(
    { length: 40 },
    (_, at) => `+44-${1_700_000_000 + at * 1_000_000} - +44-${1_700_999_999 + at * 1_000_000}`,
  );
  const provider = {
    serviceProviderId: 'Huge',
    name: 'Huge',
    numbers: many,
    groups: [{ groupId: 'All', groupName: 'All', numbers: many, users: [] }],
  };
  const huge = { ...demoWorld(), serviceProviders: [provider] } as unknown as World;
  await using stand = await startStand({
    world: huge,
    api: {
      bearers: [
        async () => ({
          id: 'machine:huge',
          level: 12,
          scope: { kind: 'tenant', tenantId: 'Huge' },
          via: 'token',
          may: { change: false, store: false },
        }),
      ],
    },
  });
  const client = stand.bearing('x');
  const started = process.cpuUsage();
  const { json } = await client.get('/api/v1/find/?q=01712345678');
  assert.ok(process.cpuUsage(started).user < 3_000_000);
  assert.equal(json.numbers.status, 'known', JSON.stringify(json.numbers));
});
