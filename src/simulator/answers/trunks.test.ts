import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawClient, rowsIn } from '../../../test/raw-client.js';
import { demoWorld } from '../demo/demo-world.js';
import { startSimulator } from '../simulator.js';
import type { Release } from '../world/world.js';

const group = (groupId: string, serviceProviderId: string) =>
  `<serviceProviderId>${serviceProviderId}</serviceProviderId><groupId>${groupId}</groupId>`;
const keyOf = (groupId: string, name: string, serviceProviderId = 'Brightwater') =>
  `<trunkGroupKey>${group(groupId, serviceProviderId)}<name>${name}</name></trunkGroupKey>`;
const brightwater = '<serviceProviderId>Brightwater</serviceProviderId>';
const meridian = '<serviceProviderId>Meridian</serviceProviderId>';
const trunk = (name: string) => `<enterpriseTrunkName>${name}</enterpriseTrunkName>`;

async function asking(
  run: (client: RawClient) => Promise<void>,
  { release = '24', userId = 'auditor@example.net' }: { release?: Release; userId?: string } = {},
): Promise<void> {
  await using simulator = await startSimulator({ world: demoWorld(), release });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, userId);
  await run(client);
}

const names = (answer: string) =>
  [...answer.matchAll(/<(\w+)>[^<]+<\/\1>/g)].map(([, name]) => name);

test('one trunk group: who, what on, how many calls, then the rest of an ordinary one', () =>
  asking(async (client) => {
    const harbour = await client.ask(
      'GroupTrunkGroupGetInstanceRequest23',
      keyOf('Head-Office', 'Harbour PBX'),
    );
    assert.match(
      harbour,
      /xmlns=""><accessDevice><deviceLevel>Group<\/deviceLevel><deviceName>bw-pbx<\/deviceName><\/accessDevice><maxActiveCalls>18<\/maxActiveCalls><enableBursting>true<\/enableBursting><burstingMaxActiveCalls>4<\/burstingMaxActiveCalls><capacityExceededTrapInitialCalls>0</,
    );
    const fax = await client.ask(
      'GroupTrunkGroupGetInstanceRequest23',
      keyOf('Head-Office', 'Fax Server'),
    );
    assert.match(
      fax,
      /xmlns=""><department xsi:type="GroupDepartmentKey">.*<name>Stores<\/name><\/department><maxActiveCalls>4<\/maxActiveCalls><enableBursting>false<\/enableBursting><capacityExceededTrapInitialCalls>/,
    );
  }));

test('each form of the trunk group carries what its release knew', () =>
  asking(async (client) => {
    const lengths: number[] = [];
    for (const version of ['19sp1V2', '20sp1', '21', '23']) {
      const answer = await client.ask(
        `GroupTrunkGroupGetInstanceRequest${version}`,
        keyOf('Call-Centre', 'Care PBX'),
      );
      assert.match(answer, new RegExp(`GroupTrunkGroupGetInstanceResponse${version}"`));
      const all = names(answer);
      assert.ok(all.indexOf('enableBursting') < all.indexOf('invitationTimeout'));
      assert.ok(all.indexOf('trunkGroupState') < all.indexOf('userLookupPolicy'));
      lengths.push(all.length);
      assert.equal(
        all.at(-1),
        version.startsWith('2') && version !== '20sp1'
          ? 'useSystemOptionsMessageResponseStatusCodes'
          : 'pilotUserCallingLineIdentityForEmergencyCallsPolicy',
      );
    }
    assert.ok(lengths[0] === lengths[1] && lengths[2] === lengths[3]);
  }));

test('a trunk group without figures of its own has ten calls and no bursting', async () => {
  const world = demoWorld();
  const [provider] = world.serviceProviders;
  const groups = provider!.groups.map((one) =>
    one.groupId === 'Call-Centre' ? { ...one, trunkGroups: [{ name: 'Plain' }] } : one,
  );
  const plain = { ...world, serviceProviders: [{ ...provider!, groups }] };
  await using simulator = await startSimulator({
    world: { ...plain, administrators: world.administrators },
  });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, 'auditor@example.net');
  assert.match(
    await client.ask('GroupTrunkGroupGetInstanceRequest23', keyOf('Call-Centre', 'Plain')),
    /<maxActiveCalls>10<\/maxActiveCalls><enableBursting>false</,
  );
});

test('newer forms are not known to older releases', async () => {
  await asking(
    async (client) => {
      const key = keyOf('Call-Centre', 'Care PBX');
      assert.match(await client.ask('GroupTrunkGroupGetInstanceRequest23', key), /6004/);
      assert.match(await client.ask('GroupTrunkGroupGetInstanceRequest21', key), /Response21"/);
      const sip = brightwater + trunk('Brightwater SIP');
      assert.match(await client.ask('EnterpriseEnterpriseTrunkGetRequest22', sip), /6004/);
      assert.match(await client.ask('EnterpriseEnterpriseTrunkGetRequest21', sip), /Response21"/);
    },
    { release: '21' },
  );
});

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['GroupTrunkGroupGetInstanceRequest23', keyOf('Head-Office', 'Nothing'), /not found: Nothing/],
  ['GroupTrunkGroupGetInstanceRequest23', keyOf('Nowhere', 'X'), /Group not found: Nowhere/],
  ['GroupTrunkGroupGetInstanceRequest23', keyOf('Depot', 'X'), /\[Error 4410\]/],
  ['GroupTrunkGroupGetInstanceRequest23', group('Head-Office', 'Brightwater'), /\[Error 6004\]/],
  ['GroupEnterpriseTrunkGetListRequest', group('Head-Office', 'Meridian'), /\[Error 4410\]/],
  ['GroupEnterpriseTrunkGetListRequest', group('Head-Office', 'Brightwater'), /an enterprise/],
  ['EnterpriseEnterpriseTrunkGetListRequest', meridian, /\[Error 4606\].*not an enterprise/],
  ['EnterpriseEnterpriseTrunkGetRequest22', meridian + trunk('Campus SIP'), /\[Error 4606\]/],
  ['EnterpriseEnterpriseTrunkGetRequest22', brightwater + trunk('X'), /trunk not found: X/],
];
for (const [command, elements, message] of refused)
  test(`${command} is refused: ${message.source}`, () =>
    asking(async (client) => {
      const answer = await client.ask(command, elements);
      assert.match(answer, /ErrorResponse/);
      assert.match(answer, message);
    }));

test('a login reaches the trunk groups of its own group only', () =>
  asking(
    async (client) => {
      const command = 'GroupTrunkGroupGetInstanceRequest23';
      assert.match(await client.ask(command, keyOf('Head-Office', 'Fax Server')), /Response23"/);
      assert.match(await client.ask(command, keyOf('Call-Centre', 'Care PBX')), /\[Error 5404\]/);
      assert.match(
        await client.ask(command, keyOf('Campus', 'Campus PBX', 'Meridian')),
        /\[Error 5404\]/,
      );
    },
    { userId: 'office@brightwater.example.net' },
  ));

test('enterprise trunks: of the enterprise by one command, of a group by the other', () =>
  asking(async (client) => {
    assert.deepEqual(
      rowsIn(
        await client.ask('EnterpriseEnterpriseTrunkGetListRequest', brightwater),
        'enterpriseTrunkTable',
      ),
      [
        ['Brightwater SIP', 'Ordered Load Balancing'],
        ['Night Route', 'Overflow'],
      ],
    );
    assert.match(
      await client.ask(
        'EnterpriseEnterpriseTrunkGetRequest22',
        brightwater + trunk('Brightwater SIP'),
      ),
      /<routeExhaustionAction>None<\/routeExhaustionAction><orderedRouting><orderingAlgorithm>Ordered Load Balancing<\/orderingAlgorithm><\/orderedRouting><enableCapacityManagement>true<\/enableCapacityManagement><maxActiveCalls>60<\/maxActiveCalls><\/command>/,
    );
    assert.match(
      await client.ask('EnterpriseEnterpriseTrunkGetRequest22', brightwater + trunk('Night Route')),
      /<enableCapacityManagement>false<\/enableCapacityManagement><\/command>/,
    );
    const campus = group('Campus', 'Meridian');
    assert.deepEqual(
      rowsIn(
        await client.ask('GroupEnterpriseTrunkGetListRequest', campus),
        'enterpriseTrunkTable',
      ),
      [['Campus SIP', 'Ordered Load Balancing']],
    );
    for (const version of ['21', '22'])
      assert.match(
        await client.ask(`GroupEnterpriseTrunkGetRequest${version}`, campus + trunk('Campus SIP')),
        new RegExp(`GroupEnterpriseTrunkGetResponse${version}".*<maxActiveCalls>50<`),
      );
  }));
