// Auto attendants, call centers and hunt groups over the wire: lists by heading, services of each, what cannot be told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GroupAudit, groupReader, type Instances, type Part } from '../../src/audit/index.js';
import { noLog } from '../../src/records/index.js';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { openSouth, parseTarget } from '../../src/south/index.js';
import { password, username } from '../run-cli.js';
import { refusal, reply, table } from '../stub-answers.js';
import { type Answers, StubServer } from '../stub-server.js';

const key = { serviceProviderId: 'HarbourTel', groupId: 'Quayside' };

async function audited(url: string, group = key): Promise<GroupAudit> {
  const target = parseTarget(url);
  const south = openSouth({
    target,
    credentials: { username, password },
    timeoutMs: 20_000,
    connections: 1,
    rate: 0,
    burst: 0,
    batch: 15,
    now: Date.now,
    log: noLog,
  });
  try {
    const read = groupReader({ south, target: target.url, now: () => new Date() });
    return await read(group, { parts: ['instances'] });
  } finally {
    await south.close();
  }
}

async function asked(answers: Answers): Promise<{
  readonly part: Part<Instances>;
  readonly audit: GroupAudit;
  readonly stub: StubServer;
}> {
  await using stub = await StubServer.start({ answers: { ...usual, ...answers } });
  const audit = await audited(stub.url);
  return { part: audit.parts.instances, audit, stub };
}

function valueIn(part: Part<Instances>): Instances {
  if (part.status !== 'known' && part.status !== 'partial') assert.fail(JSON.stringify(part));
  return part.value;
}

function problems(part: Part<Instances>): string[] {
  return 'problems' in part ? part.problems.map(({ message }) => message) : [];
}

const kinds = { AutoAttendant: 'autoAttendant', CallCenter: 'callCenter', HuntGroup: 'huntGroup' };
type Kind = keyof typeof kinds;

const list = (kind: Kind, headings: readonly string[], ...rows: readonly (readonly string[])[]) =>
  reply(`Group${kind}GetInstanceListResponse`, table(`${kinds[kind]}Table`, headings, ...rows));
const command = (kind: Kind) => `Group${kind}GetInstanceListRequest`;

const attendantHeadings =
  'Service User Id|Name|Video|Phone Number|Extension|Department|Is Active|Type'.split('|');
const centerHeadings =
  'Service User Id|Name|Video|Phone Number|Extension|Department|Is Active|Policy|Type'.split('|');
const huntHeadings =
  'Service User Id|Name|Phone Number|Extension|Department|Is Active|Policy'.split('|');

const services = (...entries: readonly string[]) =>
  reply('UserAssignedServicesGetListResponse', entries.join(''));
const entry = (kind: 'group' | 'user', name: string, isActive?: string) =>
  `<${kind}ServiceEntry><serviceName>${name}</serviceName>${isActive === undefined ? '' : `<isActive>${isActive}</isActive>`}</${kind}ServiceEntry>`;

const usual: Answers = {
  SystemSoftwareVersionGetRequest: reply(
    'SystemSoftwareVersionGetResponse',
    '<version>Rel_24.0_1.944</version>',
  ),
  [command('AutoAttendant')]: list(
    'AutoAttendant',
    attendantHeadings,
    ['z-menu@x', 'Night &amp; Day', 'false', '', '131', '', 'false', 'Standard'],
    ['menu@x', 'Main', 'false', '+44-1632960130', '130', 'Sales', 'true', 'Basic'],
  ),
  [command('CallCenter')]: list('CallCenter', centerHeadings, [
    'queue@x',
    'Support',
    'false',
    '+44-1632960132',
    '132',
    '',
    'true',
    'Uniform',
    'Premium',
  ]),
  [command('HuntGroup')]: list('HuntGroup', huntHeadings),
  UserAssignedServicesGetListRequest: ({ xml }) =>
    xml.includes('>menu@x<')
      ? services(
          entry('group', 'Music On Hold', 'true'),
          entry('user', 'Voice Messaging User', 'false'),
          entry('user', 'Basic Call Logs'),
          entry('user', 'Call Waiting', 'perhaps'),
        )
      : services(),
};

test('each kind with its own columns, in order, and the services of each instance', async () => {
  const { part, audit, stub } = await asked({});
  assert.deepEqual([part.status, audit.status], ['known', 'complete']);
  assert.deepEqual(valueIn(part), {
    autoAttendants: [
      {
        serviceUserId: 'menu@x',
        name: 'Main',
        phoneNumber: '+44-1632960130',
        extension: '130',
        department: 'Sales',
        type: 'Basic',
        isActive: true,
        services: [
          { name: 'Music On Hold', kind: 'groupService', isActive: true },
          { name: 'Basic Call Logs', kind: 'userService' },
          { name: 'Call Waiting', kind: 'userService', isActive: 'unknown' },
          { name: 'Voice Messaging User', kind: 'userService', isActive: false },
        ],
      },
      {
        serviceUserId: 'z-menu@x',
        name: 'Night & Day',
        extension: '131',
        type: 'Standard',
        isActive: false,
        services: [],
      },
    ],
    callCenters: [
      {
        serviceUserId: 'queue@x',
        name: 'Support',
        phoneNumber: '+44-1632960132',
        extension: '132',
        type: 'Premium',
        policy: 'Uniform',
        isActive: true,
        services: [],
      },
    ],
    huntGroups: [],
  });
  assert.deepEqual(
    stub.documents.filter((names) => names.includes('UserAssignedServicesGetListRequest')),
    [Array(3).fill('UserAssignedServicesGetListRequest')],
  );
});

test('columns are found by heading; those that are missing leave nothing behind', async () => {
  const { part } = await asked({
    [command('AutoAttendant')]: list(
      'AutoAttendant',
      ['Extension', 'SERVICE  USER ID'],
      ['130', 'menu@x'],
    ),
  });
  assert.equal(part.status, 'known');
  const [menu] = valueIn(part).autoAttendants as readonly object[];
  const { services: _, ...rest } = menu as { services: unknown };
  assert.deepEqual(rest, { serviceUserId: 'menu@x', extension: '130', isActive: 'unknown' });
});

const lost: readonly (readonly [string, string, 'unknown' | 'outOfScope', RegExp])[] = [
  ['no table', reply('GroupHuntGroupGetInstanceListResponse', ''), 'unknown', /huntGroupTable/],
  ['no ids', list('HuntGroup', ['Name'], ['Sales']), 'unknown', /Service User Id/],
  ['a refusal', refusal(4003, 'The command failed.'), 'unknown', /The command failed/],
  ['no right', refusal(5404, 'Unauthorized transaction.'), 'outOfScope', /Unauthorized/],
];
for (const [name, answer, absence, message] of lost)
  test(`one list with ${name} is ${absence}, told once, and the others stay`, async () => {
    const { part, audit } = await asked({ [command('HuntGroup')]: answer });
    assert.deepEqual([part.status, audit.status], ['partial', 'partial']);
    const value = valueIn(part);
    assert.equal(value.huntGroups, absence);
    assert.equal(value.autoAttendants.length, 2);
    assert.equal(problems(part).length, 1);
    assert.match(problems(part)[0]!, message);
  });

test('a service that is not assigned does not apply, and that is no problem', async () => {
  const { part } = await asked({
    [command('CallCenter')]: refusal(4410, 'Service is not assigned to this group: Call Center'),
  });
  assert.equal(part.status, 'known');
  assert.equal(valueIn(part).callCenters, 'notApplicable');
});

const everywhere: readonly (readonly [string, string, string, string, number])[] = [
  ['no service', refusal(4410, 'Service is not assigned.'), 'notApplicable', 'complete', 0],
  ['no right', refusal(5404, 'Unauthorized transaction.'), 'outOfScope', 'failed', 3],
  ['no group', refusal(4008, 'Group not found: Quayside'), 'unknown', 'failed', 3],
];
for (const [name, answer, status, whole, told] of everywhere)
  test(`${name} anywhere: ${status}`, async () => {
    const answers = Object.keys(kinds).map((kind) => [command(kind as Kind), answer]);
    const { part, audit } = await asked(Object.fromEntries(answers));
    assert.deepEqual([part.status, audit.status, problems(part).length], [status, whole, told]);
    if (part.status === 'notApplicable') assert.match(part.reason, /not assigned/);
  });

test('no list that can be read is unknown, whatever the reasons', async () => {
  const { part } = await asked({
    [command('AutoAttendant')]: refusal(4410, 'Service is not assigned.'),
    [command('CallCenter')]: refusal(5404, 'Unauthorized transaction.'),
    [command('HuntGroup')]: refusal(4003, 'The command failed.'),
  });
  assert.deepEqual([part.status, problems(part).length], ['unknown', 2]);
});

test('services that cannot be read are unknown for that instance alone', async () => {
  const { part } = await asked({
    UserAssignedServicesGetListRequest: ({ xml }) =>
      xml.includes('>menu@x<') ? refusal(4003, 'The command failed.') : services(),
  });
  assert.equal(part.status, 'partial');
  const { autoAttendants } = valueIn(part);
  assert.ok(Array.isArray(autoAttendants));
  assert.deepEqual(
    autoAttendants.map(({ serviceUserId, services: own }) => [serviceUserId, own]),
    [
      ['menu@x', 'unknown'],
      ['z-menu@x', []],
    ],
  );
  assert.deepEqual(problems(part), ['menu@x: [Error 4003] The command failed.']);
});

test('rows and entries without a name are left out and told', async () => {
  const { part } = await asked({
    [command('HuntGroup')]: list(
      'HuntGroup',
      huntHeadings,
      ['', 'Nobody'],
      [],
      ['hunt@x', 'Sales', '', '', '', 'yes', 'Circular'],
    ),
    UserAssignedServicesGetListRequest: ({ xml }) =>
      xml.includes('>hunt@x<')
        ? services('<userServiceEntry><isActive>true</isActive></userServiceEntry>')
        : services(),
  });
  assert.equal(part.status, 'partial');
  assert.deepEqual(valueIn(part).huntGroups, [
    {
      serviceUserId: 'hunt@x',
      name: 'Sales',
      policy: 'Circular',
      isActive: 'unknown',
      services: [],
    },
  ]);
  assert.deepEqual(problems(part), [
    '2 of the hunt groups have no service user id',
    'hunt@x: 1 of the services has no name',
  ]);
});

test('the instances of the demo are read as its world has them', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  const { parts } = await audited(simulator.urls[0]!, {
    serviceProviderId: 'Brightwater',
    groupId: 'Head-Office',
  });
  const { autoAttendants, callCenters, huntGroups } = valueIn(parts.instances);
  assert.ok([autoAttendants, callCenters, huntGroups].every(Array.isArray));
  assert.deepEqual(
    (huntGroups as readonly object[]).map((one) => Object.values(one).slice(0, 2)),
    [
      ['night-hunt@brightwater.example.net', 'Night Watch'],
      ['sales-hunt@brightwater.example.net', 'Sales & Service'],
    ],
  );
  const sales = (huntGroups as Exclude<typeof huntGroups, string>)[1];
  assert.deepEqual(sales?.services, [
    { name: 'Music On Hold', kind: 'groupService', isActive: true },
    { name: 'Voice Messaging User', kind: 'userService', isActive: false },
  ]);
});
