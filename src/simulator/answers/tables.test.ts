import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawClient, rowsIn } from '../../../test/raw-client.js';
import { demoWorld } from '../demo/demo-world.js';
import { generateWorld } from '../demo/generate-world.js';
import { startSimulator } from '../simulator.js';
import { type Group, type World, worldSchema } from '../world/world.js';

const target = '<serviceProviderId>SP</serviceProviderId><groupId>G</groupId>';

const packs = [
  { name: 'Voice', description: 'Line', services: ['Call Waiting', 'Anonymous Call Rejection'] },
  { name: 'Sold-Out', services: ['Voice Messaging User'] },
  { name: 'Elsewhere', services: [] },
];

function worldOf(group: Omit<Group, 'groupId'>): World {
  return {
    schema: worldSchema,
    administrators: [{ userId: 'a@b', password: 'tide-table-7', loginType: 'System' }],
    serviceProviders: [
      { serviceProviderId: 'SP', servicePacks: packs, groups: [{ groupId: 'G', ...group }] },
    ],
  };
}

async function tableOf(
  group: Omit<Group, 'groupId'>,
  command: string,
  table: string,
  more = '',
): Promise<string[]> {
  await using simulator = await startSimulator({ world: worldOf(group) });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, 'a@b');
  const elements = command.startsWith('UserGetListInGroupRequest')
    ? target.replaceAll('groupId', 'GroupId')
    : target;
  return rowsIn(await client.ask(command, elements + more), table).map((row) => row.join('|'));
}

const ann = { userId: 'ann@x', lastName: 'Ash', firstName: 'Ann' };
const bob = { userId: 'bob@x', lastName: 'Bay', firstName: 'Bob' };

test('free neighbours are one row, and whatever differs begins a new one', async () => {
  const rows = await tableOf(
    {
      numbers: [
        '+44-1632960100 - +44-1632960104',
        '+44-1632960105',
        { range: '+44-1632960106 - +44-1632960107', activated: true },
        { range: '+44-1632960108', activated: true, department: 'Sales' },
        '+44-1632960110',
        '+44-16329601100',
        '+39-0655501000 - +39-0655501001',
        '+39-655501002',
      ],
      users: [{ ...ann, phoneNumber: '+44-1632960102', extension: '102', emailAddress: 'ann@x' }],
    },
    'GroupDnGetAssignmentListRequest18',
    'dnTable',
  );
  assert.deepEqual(rows, [
    '+39-655501002||false|||||||39|',
    '+39-0655501000 - +39-0655501001||false|||||||39|',
    '+44-1632960100 - +44-1632960101||false|||||||44|0',
    '+44-1632960102||true|ann@x|Ash|Ann|102|ann@x|Normal|44|0',
    '+44-1632960103 - +44-1632960105||false|||||||44|0',
    '+44-1632960106 - +44-1632960107||true|||||||44|0',
    '+44-1632960108|Sales|true|||||||44|0',
    '+44-1632960110||false|||||||44|0',
    '+44-16329601100||false|||||||44|0',
  ]);
});

test('the number the group shows has a row of its own before the row of its holder', async () => {
  const rows = await tableOf(
    {
      callingLineIdPhoneNumber: '+44-1632960101',
      numbers: ['+44-1632960100 - +44-1632960102'],
      instances: [
        {
          serviceUserId: 'aa@x',
          kind: 'Auto Attendant',
          name: 'Menu',
          phoneNumber: '+44-1632960101',
        },
      ],
    },
    'GroupDnGetAssignmentListRequest18',
    'dnTable',
  );
  assert.deepEqual(rows, [
    '+44-1632960100||false|||||||44|0',
    '+44-1632960101||true||Group Calling Line ID|||||44|0',
    '+44-1632960101||true|aa@x|Menu|Auto Attendant|||Auto Attendant|44|0',
    '+44-1632960102||false|||||||44|0',
  ]);
});

test('in use and switched on are told by range, for people and instances alike', async () => {
  const group = {
    numbers: ['+44-1632960100 - +44-1632960105'],
    users: [
      { ...ann, phoneNumber: '+44-1632960101' },
      { ...bob, phoneNumber: '+44-1632960102', phoneNumberActivated: false },
    ],
  };
  assert.deepEqual(await tableOf(group, 'GroupDnGetSummaryListRequest', 'dnTable'), [
    '+44-1632960100|false',
    '+44-1632960101 - +44-1632960102|true',
    '+44-1632960103 - +44-1632960105|false',
  ]);
  assert.deepEqual(await tableOf(group, 'GroupDnGetActivationListRequest', 'dnTable'), [
    '+44-1632960100|false',
    '+44-1632960101|true',
    '+44-1632960102 - +44-1632960105|false',
  ]);
  assert.deepEqual(
    (await tableOf(group, 'GroupDnGetAssignmentListRequest', 'dnTable')).slice(1, 3),
    ['+44-1632960101|Ash,Ann||true', '+44-1632960102|Bay,Bob||false'],
  );
});

test('usage is counted: through packs and directly, each holder once, unauthorised rows say Unlimited', async () => {
  const group: Omit<Group, 'groupId'> = {
    servicePacks: [
      { name: 'Voice', quantity: 5, allowed: 9 },
      { name: 'Sold-Out', quantity: 1 },
    ],
    groupServices: [
      { name: 'Hunt Group', quantity: 2 },
      { name: 'Call Park', assigned: false },
    ],
    userServices: [{ name: 'Call Waiting', quantity: 3 }, 'Push to Talk'],
    users: [
      { ...ann, servicePacks: ['Voice', 'Sold-Out'], services: ['Call Waiting'] },
      { ...bob, servicePacks: ['Voice'] },
    ],
    instances: [
      {
        serviceUserId: 'hg@x',
        kind: 'Hunt Group',
        name: 'All',
        services: ['Anonymous Call Rejection'],
      },
    ],
  };
  const command = 'GroupServiceGetAuthorizationListRequest';
  assert.deepEqual(await tableOf(group, command, 'servicePacksAuthorizationTable'), [
    'Voice|true|true|Limited|5|9|2|Line',
    'Sold-Out|true|true|Limited|1|Unlimited|1|',
    'Elsewhere|false|false|Unlimited|Unlimited|Unlimited|0|',
  ]);
  const groupServices = await tableOf(group, command, 'groupServicesAuthorizationTable');
  assert.ok(groupServices.includes('Hunt Group|true|true|Limited|2|1|true|Unlimited|1'));
  assert.ok(groupServices.includes('Call Park|true|false|Unlimited|Unlimited|0|true|Unlimited|0'));
  const userServices = await tableOf(group, command, 'userServicesAuthorizationTable');
  assert.ok(userServices.includes('Call Waiting|true|true|Limited|3|2|true|Unlimited|true|false'));
  assert.ok(
    userServices.includes(
      'Anonymous Call Rejection|false|true|Unlimited|Unlimited|3|true|Unlimited|true|true',
    ),
  );
  assert.ok(
    userServices.includes(
      'Push to Talk|true|false|Unlimited|Unlimited|0|true|Unlimited|true|false',
    ),
  );
  const list = (name: string) =>
    tableOf(
      group,
      'GroupGetUserServiceAssignedUserListRequest',
      'userListTable',
      `<serviceName>${name}</serviceName>`,
    );
  assert.deepEqual(await list('Anonymous Call Rejection'), [
    'ann@x|Ash|Ann||||Ash|Ann|',
    'bob@x|Bay|Bob||||Bay|Bob|',
    'hg@x|All|Hunt Group||||All|Hunt Group|',
  ]);
  assert.deepEqual(await list('Push to Talk'), []);
});

test('the usage of every pack and service equals the length of the list of who has it', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, 'auditor@example.net');
  for (const groupId of ['Head-Office', 'Call-Centre']) {
    const of = `<serviceProviderId>Brightwater</serviceProviderId><groupId>${groupId}</groupId>`;
    const licences = await client.ask('GroupServiceGetAuthorizationListRequest', of);
    for (const [table, element, at] of [
      ['servicePacksAuthorizationTable', 'servicePackName', 6],
      ['userServicesAuthorizationTable', 'serviceName', 5],
    ] as const)
      for (const row of rowsIn(licences, table)) {
        const list = await client.ask(
          'GroupGetUserServiceAssignedUserListRequest',
          `${of}<${element}>${row[0]}</${element}>`,
        );
        assert.equal(rowsIn(list, 'userListTable').length, Number(row[at]), row[0]);
      }
  }
});

test('one user: own rows tell direct assignment only, packs have rows of their own', async () => {
  await using simulator = await startSimulator({
    world: worldOf({
      servicePacks: ['Voice', 'Sold-Out'],
      userServices: ['Call Waiting', 'Push to Talk'],
      users: [
        { ...ann, servicePacks: ['Voice'], services: ['Push to Talk'], active: ['Call Waiting'] },
      ],
    }),
  });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, 'a@b');
  const answer = await client.ask('UserServiceGetAssignmentListRequest', '<userId>ann@x</userId>');
  assert.deepEqual(rowsIn(answer, 'servicePacksAssignmentTable'), [
    ['Voice', 'true', 'Line'],
    ['Sold-Out', 'false', ''],
  ]);
  assert.deepEqual(rowsIn(answer, 'userServicesAssignmentTable'), [
    ['Call Waiting', 'false'],
    ['Push to Talk', 'true'],
  ]);
  const effective = await client.ask(
    'UserAssignedServicesGetListRequest',
    '<userId>ann@x</userId>',
  );
  assert.match(
    effective,
    /<userServiceEntry><serviceName>Anonymous Call Rejection<\/serviceName><isActive>false<\/isActive><\/userServiceEntry><userServiceEntry><serviceName>Call Waiting<\/serviceName><isActive>true<\/isActive><\/userServiceEntry><userServiceEntry><serviceName>Push to Talk<\/serviceName><\/userServiceEntry>/,
  );
});

test('pages follow each other without gap or overlap, sorted as asked', async () => {
  await using simulator = await startSimulator({
    world: generateWorld({ groups: 1, usersPerGroup: 25 }),
  });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, 'auditor@example.net');
  const of = '<serviceProviderId>SP0001</serviceProviderId><groupId>G00001</groupId>';
  const page = async (start: number) =>
    rowsIn(
      await client.ask(
        'UserGetListInGroupPagedSortedListRequest',
        `${of}<responsePagingControl><responseStartIndex>${start}</responseStartIndex><responsePageSize>10</responsePageSize></responsePagingControl><sortOrder><sortByUserId><isAscending>false</isAscending><isCaseSensitive>false</isCaseSensitive></sortByUserId></sortOrder>`,
      ),
      'userTable',
    ).map((row) => row[0]!);
  const pages = [await page(1), await page(11), await page(21), await page(31)];
  assert.deepEqual(
    pages.map((rows) => rows.length),
    [10, 10, 5, 0],
  );
  const ids = pages.flat();
  assert.deepEqual(ids, [...ids].sort().reverse());
  assert.equal(new Set(ids).size, 25);
});

test('a paged list of numbers filters by what it shows', async () => {
  const group = {
    numbers: ['+44-1632960100 - +44-1632960103'],
    users: [{ ...ann, phoneNumber: '+44-1632960101' }],
  };
  const list = (more: string) =>
    tableOf(group, 'GroupDnGetAssignmentPagedSortedListRequest', 'dnTable', more);
  assert.deepEqual(
    await list(
      '<searchCriteriaExactDnAvailability><available>false</available></searchCriteriaExactDnAvailability>',
    ),
    ['+44-1632960101|||||true|false|ann@x|Ash|Ann|||Normal|44|0'],
  );
  const free = await list(
    '<searchCriteriaExactDnAvailability><available>true</available></searchCriteriaExactDnAvailability>',
  );
  assert.deepEqual(
    free.map((row) => row.split('|')[0]),
    ['+44-1632960100', '+44-1632960102 - +44-1632960103'],
  );
});

test('a size limit refuses; it never cuts', async () => {
  await using simulator = await startSimulator({ world: worldOf({ users: [ann, bob] }) });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, 'a@b');
  const list = (limit: number) =>
    client.ask(
      'UserGetListInGroupRequest',
      `${target.replaceAll('groupId', 'GroupId')}<responseSizeLimit>${limit}</responseSizeLimit>`,
    );
  assert.match(await list(1), /ErrorResponse.*2 rows.*limit of 1/);
  assert.equal(rowsIn(await list(2), 'userTable').length, 2);
});

test('raw rows of the world stand at the end of their table, word for word', async () => {
  const raw = { GroupDnGetAssignmentListRequest18: { dnTable: [['see <contract>', '', '']] } };
  const rows = await tableOf(
    { numbers: ['+44-1632960100'], raw },
    'GroupDnGetAssignmentListRequest18',
    'dnTable',
  );
  assert.deepEqual(rows.at(-1), 'see &lt;contract&gt;||');
});

test('plain lists carry national numbers one by one, zeros kept', async () => {
  await using simulator = await startSimulator({
    world: worldOf({
      numbers: ['+39-0655501000 - +39-0655501002'],
      users: [{ ...ann, phoneNumber: '+39-0655501001' }],
    }),
  });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, 'a@b');
  const numbers = async (command: string) =>
    [...(await client.ask(command, target)).matchAll(/<phoneNumber>(\d+)</g)].map(
      ([, number]) => number,
    );
  assert.deepEqual(await numbers('GroupDnGetListRequest'), [
    '0655501000',
    '0655501001',
    '0655501002',
  ]);
  assert.deepEqual(await numbers('GroupDnGetAvailableListRequest'), ['0655501000', '0655501002']);
});

test('instances are listed by kind and are not users', async () => {
  const group: Omit<Group, 'groupId'> = {
    users: [ann],
    instances: [
      { serviceUserId: 'aa@x', kind: 'Auto Attendant', name: 'Menu', extension: '1' },
      {
        serviceUserId: 'hg@x',
        kind: 'Hunt Group',
        name: 'All',
        policy: 'Uniform',
        isActive: false,
      },
      {
        serviceUserId: 'cc@x',
        kind: 'Call Center',
        name: 'Queue',
        type: 'Premium',
        department: 'Night',
      },
    ],
  };
  assert.deepEqual(
    await tableOf(group, 'GroupAutoAttendantGetInstanceListRequest', 'autoAttendantTable'),
    ['aa@x|Menu|false||1||true|Basic'],
  );
  assert.deepEqual(await tableOf(group, 'GroupHuntGroupGetInstanceListRequest', 'huntGroupTable'), [
    'hg@x|All||||false|Uniform',
  ]);
  assert.deepEqual(
    await tableOf(group, 'GroupCallCenterGetInstanceListRequest', 'callCenterTable'),
    ['cc@x|Queue|false|||Night|true|Circular|Premium'],
  );
  assert.deepEqual(await tableOf(group, 'UserGetListInGroupRequest', 'userTable'), [
    'ann@x|Ash|Ann|||||Ash|Ann|false||44|0',
  ]);
});
