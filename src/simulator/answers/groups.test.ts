import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawClient, rowsIn } from '../../../test/raw-client.js';
import { demoWorld } from '../demo/demo-world.js';
import { type Simulator, startSimulator } from '../simulator.js';
import { worldSchema } from '../world/world.js';

const group = (groupId: string, serviceProviderId = 'Brightwater') =>
  `<serviceProviderId>${serviceProviderId}</serviceProviderId><groupId>${groupId}</groupId>`;
const main = group('Head-Office');

async function asked(simulator: Simulator, userId = 'auditor@example.net'): Promise<RawClient> {
  return await RawClient.loggedIn(simulator.urls[0]!, userId);
}

const names = (answer: string) =>
  [...answer.matchAll(/<(\w+)>(?=[^<])/g)]
    .map(([, name]) => name)
    .filter((name) => name !== 'summary');

test('each version of the profile carries what its release knew', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await asked(simulator);
  const base = names(await client.ask('GroupGetRequest', main));
  assert.deepEqual(base.slice(0, 6), [
    'defaultDomain',
    'userLimit',
    'userCount',
    'groupName',
    'callingLineIdName',
    'timeZone',
  ]);
  const later = names(await client.ask('GroupGetRequest14sp7', main));
  assert.deepEqual(later.slice(5, 7), [
    'callingLineIdPhoneNumber',
    'callingLineIdDisplayPhoneNumber',
  ]);
  assert.ok(!names(await client.ask('GroupGetRequest22V4', main)).includes('groupExternalId'));
  assert.deepEqual(names(await client.ask('GroupGetRequest22V5', main)).slice(-3), [
    'serviceProviderId',
    'groupId',
    'groupExternalId',
  ]);
  assert.match(
    await client.ask('GroupGetRequest22V5', '<groupExternalId>bw-001</groupExternalId>'),
    /<groupId>Head-Office</,
  );
});

test('an older release refuses what came later, as a whole and with the request in the detail', async () => {
  await using simulator = await startSimulator({ world: demoWorld(), release: '22' });
  await using client = await asked(simulator);
  client.send(['GroupGetRequest22V2', main], ['GroupGetRequest22V5', main]);
  const refused = await client.document();
  assert.equal(refused.match(/c:ErrorResponse/g)?.length, 1);
  assert.match(
    refused,
    /\[Error 6004\].*<detail><!\[CDATA\[.*'GroupGetRequest22V5'.*<command xsi:type="GroupGetRequest22V2"/s,
  );
  assert.match(await client.ask('GroupGetRequest22V2', main), /GroupGetResponse22V2/);
  assert.match(await client.ask('GroupTrunkGroupGetRequest23', main), /6004/);
  assert.match(
    await client.ask('GroupTrunkGroupGetRequest14sp9', main),
    /<maxActiveCalls>24<\/maxActiveCalls>/,
  );
  assert.match(await client.ask('SystemSoftwareVersionGetRequest'), /Rel_22\.0_1/);
});

const invalid: readonly (readonly [string, string, string])[] = [
  ['a command nobody knows', 'GroupGuessRequest', main],
  [
    'elements in the wrong order',
    'GroupGetRequest',
    '<groupId>Head-Office</groupId><serviceProviderId>Brightwater</serviceProviderId>',
  ],
  ['an unknown element', 'GroupGetRequest', `${main}<extra>1</extra>`],
  ['a missing element', 'GroupGetRequest', '<serviceProviderId>Brightwater</serviceProviderId>'],
  [
    'both branches of a choice',
    'GroupGetRequest22V5',
    `${main}<groupExternalId>bw-001</groupExternalId>`,
  ],
  ['an empty id', 'GroupGetRequest', '<serviceProviderId/><groupId>Head-Office</groupId>'],
  ['nil where it may not be', 'GroupModifyRequest', `${main}<userLimit xsi:nil="true"/>`],
  ['groupId with a small g where it is capital', 'UserGetListInGroupRequest', main],
  [
    'a page of 2001 rows',
    'GroupDnGetAssignmentPagedSortedListRequest',
    `${main}<responsePagingControl><responseStartIndex>1</responseStartIndex><responsePageSize>2001</responsePageSize></responsePagingControl>`,
  ],
];
for (const [what, command, elements] of invalid)
  test(`${what} is a validation error`, async () => {
    await using simulator = await startSimulator({ world: demoWorld() });
    await using client = await asked(simulator);
    assert.match(
      await client.ask(command, elements),
      /<summary>\[Error 6004\] OCI XML Request validation error</,
    );
  });

test('more commands than the world allows are refused whole', async () => {
  await using simulator = await startSimulator({ world: demoWorld(), maxBatch: 1 });
  await using client = await asked(simulator);
  client.send(['GroupGetRequest', main], ['GroupGetRequest', main]);
  assert.equal((await client.document()).match(/c:ErrorResponse/g)?.length, 1);
});

test('sixteen commands are too many, fifteen are not', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await asked(simulator);
  const many = (count: number) =>
    Array.from({ length: count }, () => ['GroupGetRequest', main] as const);
  client.send(...many(15));
  assert.equal((await client.document()).match(/GroupGetResponse/g)?.length, 15);
  client.send(...many(16));
  assert.match(await client.document(), /6004/);
});

/** Who may ask what: y for an answer, n for error 5404. */
const scopes: readonly (readonly [string, string])[] = [
  ['auditor@example.net', 'yyyyy'],
  ['provisioner@example.net', 'yyyyy'],
  ['reseller@example.net', 'nnnyy'],
  ['admin@brightwater.example.net', 'nyyny'],
  ['office@brightwater.example.net', 'nnyny'],
  ['sales@brightwater.example.net', 'nnnny'],
  ['amelia.stone@brightwater.example.net', 'nnnnn'],
];
for (const [userId, expected] of scopes)
  test(`${userId} reaches as far as its level and no further`, async () => {
    await using simulator = await startSimulator({ world: demoWorld() });
    await using client = await asked(simulator, userId);
    const someone = userId.startsWith('reseller')
      ? 'ny-0001@liberty.example.org'
      : 'maeve.obrien@brightwater.example.net';
    const replies = [
      await client.ask('SystemSoftwareVersionGetRequest'),
      await client.ask(
        'ServiceProviderTrunkGroupGetRequest23',
        '<serviceProviderId>Brightwater</serviceProviderId>',
      ),
      await client.ask('GroupGetRequest22V5', main),
      await client.ask('GroupGetRequest22V5', group('Head-Office', 'Meridian')),
      await client.ask('UserServiceGetAssignmentListRequest', `<userId>${someone}</userId>`),
    ];
    assert.equal(
      replies
        .map((reply) =>
          reply.includes('Error 5404') ? 'n' : reply.includes('ErrorResponse') ? '?' : 'y',
        )
        .join(''),
      expected,
    );
  });

test('a user sees itself, and a department administrator the people of the department', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using user = await asked(simulator, 'amelia.stone@brightwater.example.net');
  assert.match(await user.ask('UserAssignedServicesGetListRequest'), /<serviceName>Executive</);
  await using sales = await asked(simulator, 'sales@brightwater.example.net');
  const list = await sales.ask('UserGetListInGroupRequest', main.replaceAll('groupId', 'GroupId'));
  assert.deepEqual(new Set(rowsIn(list, 'userTable').map((row) => row[3])), new Set(['Sales']));
});

test('what is not there is named in the refusal', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await asked(simulator);
  assert.match(
    await client.ask('GroupGetRequest', group('Nowhere')),
    /\[Error \d+\] Group not found: Nowhere/,
  );
  assert.match(
    await client.ask('GroupGetRequest', group('Nowhere', 'Nobody')),
    /Service provider not found: Nobody/,
  );
  assert.match(
    await client.ask('UserGetRequest22V9', '<userId>x@y</userId>'),
    /\[Error 4008\] User not found: x@y/,
  );
  assert.match(await client.ask('GroupTrunkGroupGetRequest23', group('Depot')), /\[Error 4410\]/);
});

test('the same group id under two providers is two groups', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await asked(simulator);
  assert.match(await client.ask('GroupGetRequest', main), /<userCount>18</);
  assert.match(
    await client.ask('GroupGetRequest', group('Head-Office', 'Meridian')),
    /<userCount>0</,
  );
});

test('lists of providers and groups can be narrowed', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await asked(simulator);
  const first = (answer: string, table: string) => rowsIn(answer, table).map((row) => row[0]);
  assert.deepEqual(
    first(await client.ask('ServiceProviderGetListRequest'), 'serviceProviderTable'),
    ['Brightwater', 'Meridian', 'Liberty'],
  );
  const enterprises = await client.ask(
    'ServiceProviderGetListRequest',
    '<isEnterprise>true</isEnterprise>',
  );
  assert.deepEqual(first(enterprises, 'serviceProviderTable'), ['Brightwater']);
  const named = await client.ask(
    'GroupGetListInSystemRequest',
    '<searchCriteriaGroupId><mode>Starts With</mode><value>head</value><isCaseInsensitive>true</isCaseInsensitive></searchCriteriaGroupId>',
  );
  assert.deepEqual(
    rowsIn(named, 'groupTable').map((row) => row[3]),
    ['Brightwater', 'Meridian'],
  );
  await using reseller = await asked(simulator, 'reseller@example.net');
  assert.deepEqual(
    first(await reseller.ask('ServiceProviderGetListRequest'), 'serviceProviderTable'),
    ['Meridian', 'Liberty'],
  );
});

test('a world may turn away signed logins, or know no login of one step', async () => {
  const world = {
    schema: worldSchema,
    administrators: [
      { userId: 'a@b', password: 'p', loginType: 'System' as const, disabled: false },
    ],
    serviceProviders: [],
  } as const;
  await using unsigned = await startSimulator({ world: { ...world, login: { signed: false } } });
  await using first = await RawClient.open(unsigned.urls[0]!);
  await first.ask('AuthenticationRequest', '<userId>a@b</userId>');
  assert.match(
    await first.ask('LoginRequest14sp4', '<userId>a@b</userId><signedPassword>00</signedPassword>'),
    /ErrorResponse.*not accepted/,
  );
  assert.match(
    await first.ask('LoginRequest22V5', '<userId>a@b</userId><password>p</password>'),
    /LoginResponse22V5/,
  );
  await using older = await startSimulator({ world: { ...world, login: { oneStep: false } } });
  await using second = await RawClient.open(older.urls[0]!);
  assert.match(
    await second.ask('LoginRequest22V5', '<userId>a@b</userId><password>p</password>'),
    /6004/,
  );
});

test('logins tell level, scope and the days left', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.open(simulator.urls[0]!);
  const login = (userId: string, password = 'tide-table-7') =>
    client.ask('LoginRequest22V5', `<userId>${userId}</userId><password>${password}</password>`);
  assert.match(
    await login('admin@brightwater.example.net'),
    /<loginType>Service Provider<\/loginType><locale>en_US<\/locale><encoding>ISO-8859-1<\/encoding><serviceProviderId>Brightwater<\/serviceProviderId><isEnterprise>true<\/isEnterprise><passwordExpiresDays>12<\/passwordExpiresDays><userDomain>brightwater\.example\.net<\/userDomain><\/command>/,
  );
  assert.match(await login('reseller@example.net'), /<resellerId>Longshore<\/resellerId>/);
  assert.match(await login('auditor@example.net', 'wrong'), /\[Error 4962\]/);
  assert.match(await login('former@example.net'), /\[Error 5202\]/);
  assert.match(await login('nobody@example.net'), /\[Error 4962\]/);
});
