import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ids, signedIn, startMill, weir } from '../../../test/odin-mill.js';

/** What each call is answered with, status 200. */
const answers: Readonly<Record<string, unknown>> = {
  [`/groups/trunk-groups/call-capacity?${weir}`]: {
    maxActiveCalls: 12,
    maxAvailableActiveCalls: 50,
    burstingMaxActiveCalls: -1,
    burstingMaxAvailableActiveCalls: -1,
    maxAvailableNumberOfBurstingBTLUs: 9,
    numberOfBurstingBTLUs: 0,
    ...ids,
  },
  '/service-providers/trunk-groups/call-capacity?serviceProviderId=Mill': {
    serviceProviderId: 'Mill',
    maxActiveCalls: 50,
    burstingMaxActiveCalls: -1,
    numberOfBurstingBTLUs: 9,
  },
  [`/groups/trunk-groups?${weir}`]: [
    {
      name: 'Mill PBX',
      department: 'Office',
      deviceName: 'mill-pbx',
      deviceLevel: 'Group',
      groupId: 'Weir',
      serviceProviderId: 'Mill',
    },
    {
      name: 'Fax',
      department: null,
      deviceName: null,
      deviceLevel: null,
      groupId: 'Weir',
      serviceProviderId: 'Mill',
    },
  ],
  [`/groups/trunk-groups?${weir}&name=Mill%20PBX`]: {
    department: { ...ids, name: 'Office' },
    accessDevice: { deviceLevel: 'Group', deviceName: 'mill-pbx' },
    maxActiveCalls: 8,
    enableBursting: false,
    capacityExceededTrapInitialCalls: 0,
    capacityExceededTrapOffsetCalls: 0,
    invitationTimeout: 6,
    requireAuthentication: true,
    trunkGroupState: 'Available',
    totalActiveIncomingCalls: 0,
    totalActiveOutgoingCalls: 0,
    ...ids,
    name: 'Mill PBX',
    users: [{ userId: 'robin@mill.example.net', lastName: 'Finch', firstName: 'Robin' }],
  },
  [`/groups/trunk-groups?${weir}&name=Fax`]: {
    maxActiveCalls: 10,
    enableBursting: true,
    burstingMaxActiveCalls: 3,
    capacityExceededTrapInitialCalls: 0,
    capacityExceededTrapOffsetCalls: 0,
    invitationTimeout: 6,
    requireAuthentication: true,
    trunkGroupState: 'Available',
    totalActiveIncomingCalls: 0,
    totalActiveOutgoingCalls: 0,
    ...ids,
    name: 'Fax',
    users: [],
  },
  '/service-providers/enterprise-trunks?serviceProviderId=Mill': [
    {
      enterpriseTrunkName: 'Mill SIP',
      routingType: 'Ordered Load Balancing',
      serviceProviderId: 'Mill',
    },
    { enterpriseTrunkName: 'Mill Spare', routingType: 'Overflow', serviceProviderId: 'Mill' },
  ],
  '/service-providers/enterprise-trunks?serviceProviderId=Mill&enterpriseTrunkName=Mill+SIP': {
    enterpriseTrunkName: 'Mill SIP',
    routingType: 'Ordered Load Balancing',
    enableCapacityManagement: false,
    serviceProviderId: 'Mill',
  },
  '/service-providers/enterprise-trunks?serviceProviderId=Mill&enterpriseTrunkName=Mill+Spare': {
    enterpriseTrunkName: 'Mill Spare',
    routingType: 'Overflow',
    enableCapacityManagement: true,
    maxActiveCalls: 0,
    serviceProviderId: 'Mill',
  },
  '/groups/enterprise-trunks?serviceProviderId=Canal&groupId=Lock': [
    {
      enterpriseTrunkName: 'Lock SIP',
      routingType: 'Ordered Load Balancing',
      serviceProviderId: 'Canal',
      groupId: 'Lock',
    },
  ],
  '/groups/enterprise-trunks?serviceProviderId=Canal&groupId=Lock&enterpriseTrunkName=Lock+SIP': {
    enterpriseTrunkName: 'Lock SIP',
    routingType: 'Ordered Load Balancing',
    enableCapacityManagement: true,
    maxActiveCalls: 4,
    serviceProviderId: 'Canal',
    groupId: 'Lock',
  },
};

test('trunking is told as the world holds it', async () => {
  await using simulator = await startMill();
  const get = await signedIn(simulator);
  for (const [path, body] of Object.entries(answers))
    assert.deepEqual(await get(path), { status: 200, body }, path);
});

test('bursting licence units are told from release 23 on', async () => {
  await using simulator = await startMill('22');
  const get = await signedIn(simulator);
  assert.deepEqual((await get(`/groups/trunk-groups/call-capacity?${weir}`)).body, {
    maxActiveCalls: 12,
    maxAvailableActiveCalls: 50,
    burstingMaxActiveCalls: -1,
    burstingMaxAvailableActiveCalls: -1,
    ...ids,
  });
  assert.deepEqual(
    (await get('/service-providers/trunk-groups/call-capacity?serviceProviderId=Mill')).body,
    { serviceProviderId: 'Mill', maxActiveCalls: 50, burstingMaxActiveCalls: -1 },
  );
});
