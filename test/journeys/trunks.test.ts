// Trunk capacity of a whole service provider over the wire: provider, groups, trunk groups, enterprise trunks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld, type Release, startSimulator } from '../../src/simulator/index.js';
import { reply } from '../stub-answers.js';
import {
  asked,
  audited,
  capacity,
  enterpriseTrunk,
  enterpriseTrunks,
  groupIn,
  groupOf,
  groups,
  invalid,
  many,
  noService,
  problems,
  provider,
  quantity,
  trunkGroup,
  valueIn,
} from '../trunk-answers.js';

test('a service provider with its groups, trunk groups and sums', async () => {
  const { part, status } = await asked({});
  assert.deepEqual([part.status, status], ['known', 'complete']);
  const value = valueIn(part);
  assert.deepEqual(value.capacity, {
    maxActiveCalls: 100,
    burstingMaxActiveCalls: 10,
    numberOfBurstingBTLUs: 2,
  });
  assert.equal(value.enterpriseTrunks, 'notApplicable');
  assert.deepEqual(value.calls, {
    own: 100,
    below: { calls: 44, unlimited: 0, unknown: 0 },
    difference: 56,
    isOver: false,
  });
  const [bare, mole, quay] = value.groups;
  assert.deepEqual(
    [bare?.groupId, bare?.groupName, bare?.capacity, bare?.trunkGroups, bare?.enterpriseTrunks],
    ['Bare', 'No trunks', 'notApplicable', 'notApplicable', 'notApplicable'],
  );
  assert.deepEqual(
    [mole?.groupName, mole?.calls.difference, mole?.calls.isOver],
    [undefined, -10, true],
  );
  assert.equal(quay?.groupName, 'Quayside & Co');
  assert.deepEqual(quay?.trunkGroups, [
    {
      name: 'Fax',
      maxActiveCalls: 4,
      enableBursting: false,
      burstingMaxActiveCalls: 'notApplicable',
    },
    {
      name: 'Quay PBX',
      department: 'Sales',
      deviceName: 'qs-pbx',
      maxActiveCalls: 18,
      enableBursting: true,
      burstingMaxActiveCalls: 4,
    },
  ]);
  assert.deepEqual(quay?.enterpriseTrunks, [
    { name: 'All', maxActiveCalls: 'notApplicable' },
    { name: 'Quay SIP', routingType: 'Overflow', maxActiveCalls: 12 },
  ]);
  assert.deepEqual(
    [quay?.calls.difference, quay?.bursting.below.calls, quay?.bursting.difference],
    [2, 4, 2],
  );
});

test('trunk groups are asked for by their whole key', async () => {
  const { stub } = await asked({});
  const keys = stub.asked
    .filter(({ name }) => name === 'GroupTrunkGroupGetInstanceRequest23')
    .map(({ xml }) => xml);
  assert.ok(
    keys.includes(
      '<trunkGroupKey><serviceProviderId>HarbourTel</serviceProviderId><groupId>Quay</groupId><name>Quay PBX</name></trunkGroupKey>',
    ),
    keys.join('\n'),
  );
});

test('an enterprise has its trunks itself, and its groups are not asked for theirs', async () => {
  const { part, stub } = await asked({
    EnterpriseEnterpriseTrunkGetListRequest: enterpriseTrunks('Enterprise', ['Whole', 'Most Idle']),
    EnterpriseEnterpriseTrunkGetRequest22: enterpriseTrunk('Enterprise', '60'),
  });
  assert.equal(part.status, 'known');
  assert.deepEqual(valueIn(part).enterpriseTrunks, [
    { name: 'Whole', routingType: 'Most Idle', maxActiveCalls: 60 },
  ]);
  assert.equal(groupIn(part, 'Quay').enterpriseTrunks, 'notApplicable');
  assert.equal(stub.count('GroupEnterpriseTrunkGetListRequest'), 0);
});

test('unlimited everywhere is a word, and never part of a sum', async () => {
  const { part } = await asked({
    ServiceProviderTrunkGroupGetRequest23: provider('unlimited', 'unlimited', 'unlimited'),
    GroupTrunkGroupGetRequest23: capacity('24', 'unlimited'),
  });
  assert.equal(part.status, 'known');
  const { calls, bursting } = valueIn(part);
  assert.deepEqual(calls, {
    own: 'unlimited',
    below: { calls: 72, unlimited: 0, unknown: 0 },
    difference: 'unlimited',
    isOver: false,
  });
  assert.deepEqual(
    [bursting.below, bursting.difference],
    [{ calls: 0, unlimited: 3, unknown: 0 }, 'unlimited'],
  );
  assert.equal(groupIn(part, 'Quay').bursting.difference, 'unlimited');
});

test('unlimited below a limit is more than there is', async () => {
  const { part } = await asked({ GroupTrunkGroupGetRequest23: capacity('24', 'unlimited') });
  const { difference, isOver } = valueIn(part).bursting;
  assert.deepEqual([difference, isOver], ['notApplicable', true]);
});

test('a provider none of whose groups has the service is known, with nothing given out', async () => {
  const { part, status, stub } = await asked({ GroupTrunkGroupGetRequest23: noService });
  assert.deepEqual([part.status, status], ['known', 'complete']);
  const { calls, groups: all } = valueIn(part);
  assert.deepEqual([calls.below.calls, calls.difference], [0, 100]);
  assert.ok(all.every(({ trunkGroups: list }) => list === 'notApplicable'));
  assert.equal(stub.count('GroupTrunkGroupGetInstanceListRequest14sp4'), 0);
});

test('a provider without groups is known', async () => {
  const { part } = await asked({ GroupGetListInServiceProviderRequest: groups() });
  assert.equal(part.status, 'known');
  assert.deepEqual(valueIn(part).groups, []);
});

test('sixty groups do not wait for each other: documents are full', async () => {
  const { part, stub } = await asked(many);
  assert.equal(part.status, 'known');
  assert.equal(valueIn(part).calls.below.calls, 600);
  assert.equal(stub.reads.length, 4 + 4 * 60);
  const full = stub.documents.filter((names) => names.length === 15).length;
  assert.ok(full >= 12, `${full} of ${stub.documents.length} documents are full`);
});

test('older forms are found once, not by every group', async () => {
  const { part, stub } = await asked({
    ...many,
    ServiceProviderTrunkGroupGetRequest23: invalid,
    ServiceProviderTrunkGroupGetRequest14sp1: reply(
      'ServiceProviderTrunkGroupGetResponse14sp1',
      quantity('maxActiveCalls', '700') + quantity('burstingMaxActiveCalls', '1'),
    ),
    GroupTrunkGroupGetRequest23: invalid,
    // The first group, which finds out, has no service: the form is understood all the same.
    GroupTrunkGroupGetRequest14sp9: (asked) =>
      groupOf(asked) === 'G00'
        ? noService
        : reply(
            'GroupTrunkGroupGetResponse14sp9',
            `<maxActiveCalls>10</maxActiveCalls>${quantity('maxAvailableActiveCalls', '9')}${quantity('burstingMaxActiveCalls', '0')}${quantity('burstingMaxAvailableActiveCalls', '9')}`,
          ),
    GroupTrunkGroupGetInstanceRequest23: invalid,
    GroupTrunkGroupGetInstanceRequest21: invalid,
    GroupTrunkGroupGetInstanceRequest20sp1: trunkGroup('8', '1', '20sp1'),
  });
  assert.equal(part.status, 'known', problems(part).join('\n'));
  assert.deepEqual(valueIn(part).capacity, {
    maxActiveCalls: 700,
    burstingMaxActiveCalls: 1,
    numberOfBurstingBTLUs: 'notOnThisRelease',
  });
  assert.equal(groupIn(part, 'G59').calls.difference, 2);
  assert.equal(valueIn(part).calls.below.calls, 590);
  assert.deepEqual(
    ['GroupTrunkGroupGetRequest23', 'GroupTrunkGroupGetInstanceRequest23'].map((command) =>
      stub.count(command),
    ),
    [1, 1],
  );
});

test('the plain form has the calls alone; what it lacks is not zero', async () => {
  const { part } = await asked({
    ServiceProviderTrunkGroupGetRequest23: invalid,
    ServiceProviderTrunkGroupGetRequest14sp1: invalid,
    ServiceProviderTrunkGroupGetRequest: reply(
      'ServiceProviderTrunkGroupGetResponse',
      quantity('maxActiveCalls', '40'),
    ),
  });
  assert.equal(part.status, 'known');
  const { calls, bursting } = valueIn(part);
  assert.deepEqual(
    [calls.isOver, bursting.own, bursting.difference],
    [true, 'notOnThisRelease', 'unknown'],
  );
});

for (const release of ['21', '22', '24'] as const satisfies readonly Release[])
  test(`the demo on release ${release}: healthy, over-subscribed, without the service`, async () => {
    await using simulator = await startSimulator({ world: demoWorld(), release });
    const { parts, status } = await audited(simulator.urls[0]!, 'Brightwater');
    assert.equal(status, 'complete', problems(parts.trunks).join('\n'));
    const told = valueIn(parts.trunks).groups.map(({ groupId, calls }) => [
      groupId,
      calls.own,
      calls.below.calls,
      calls.isOver,
    ]);
    assert.deepEqual(
      told.filter(([groupId]) => ['Head-Office', 'Call-Centre', 'Depot'].includes(String(groupId))),
      [
        ['Call-Centre', 40, 50, true],
        ['Depot', 'notApplicable', 0, false],
        ['Head-Office', 24, 22, false],
      ],
    );
    assert.deepEqual(valueIn(parts.trunks).enterpriseTrunks, [
      { name: 'Brightwater SIP', routingType: 'Ordered Load Balancing', maxActiveCalls: 60 },
      { name: 'Night Route', routingType: 'Overflow', maxActiveCalls: 'notApplicable' },
    ]);
    const meridian = valueIn((await audited(simulator.urls[0]!, 'Meridian')).parts.trunks);
    assert.equal(meridian.enterpriseTrunks, 'notApplicable');
    const campus = meridian.groups.find(({ groupId }) => groupId === 'Campus');
    assert.deepEqual(campus?.enterpriseTrunks, [
      { name: 'Campus SIP', routingType: 'Ordered Load Balancing', maxActiveCalls: 50 },
    ]);
    assert.deepEqual(
      [campus?.bursting.own, campus?.bursting.below.calls, campus?.bursting.difference],
      ['unlimited', 20, 'unlimited'],
    );
  });

test('an account of one group sees nothing of the provider: out of scope, not empty', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  const url = simulator.urls[0]!;
  const { parts, status } = await audited(url, 'Brightwater', 'office@brightwater.example.net');
  assert.deepEqual([parts.trunks.status, status], ['outOfScope', 'failed']);
});
