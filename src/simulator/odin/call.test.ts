import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signedIn, startMill, weir, wren } from '../../../test/odin-mill.js';

/** Calls of the system administrator that are refused, with status and words. */
const refusals: Readonly<Record<string, readonly [number, string]>> = {
  '/groups?serviceProviderId=Mill&groupId=Quay': [
    404,
    '[Error 4007] Group not found: Quay: GroupGetRequest22V5',
  ],
  '/groups?serviceProviderId=Quay&groupId=Weir': [
    404,
    '[Error 4006] Service provider not found: Quay: GroupGetRequest22V5',
  ],
  '/groups?serviceProviderId=Quay': [
    404,
    '[Error 4006] Service provider not found: Quay: GroupGetListInServiceProviderRequest',
  ],
  '/groups': [400, 'The serviceProviderId parameter is required.'],
  '/groups/dns?serviceProviderId=Mill&groupId=': [400, 'The groupId parameter is required.'],
  [`/groups/services/assigned?${weir}&serviceType=groupServices&serviceName=x`]: [
    400,
    'The serviceType parameter must be serviceName or servicePackName.',
  ],
  [`/groups/services/assigned?${weir}&serviceType=serviceName`]: [
    400,
    'The serviceName parameter is required.',
  ],
  '/groups/trunk-groups/call-capacity?serviceProviderId=Canal&groupId=Dry': [
    400,
    '[Error 4410] Service is not assigned to this group: Trunk Group: GroupTrunkGroupGetRequest23',
  ],
  '/groups/trunk-groups?serviceProviderId=Canal&groupId=Dry': [
    400,
    '[Error 4410] Service is not assigned to this group: Trunk Group: GroupTrunkGroupGetInstanceListRequest14sp4',
  ],
  [`/groups/trunk-groups?${weir}&name=Nobody`]: [
    404,
    '[Error 4610] Trunk group not found: Nobody: GroupTrunkGroupGetInstanceRequest23',
  ],
  '/service-providers/enterprise-trunks?serviceProviderId=Canal': [
    400,
    '[Error 4606] The service provider is not an enterprise: Canal: EnterpriseEnterpriseTrunkGetListRequest',
  ],
  '/service-providers/enterprise-trunks?serviceProviderId=Mill&enterpriseTrunkName=x': [
    404,
    '[Error 4611] Enterprise trunk not found: x: EnterpriseEnterpriseTrunkGetRequest22',
  ],
  [`/groups/enterprise-trunks?${weir}`]: [
    400,
    '[Error 4607] The group belongs to an enterprise: Weir: GroupEnterpriseTrunkGetListRequest',
  ],
  '/groups/hunt-groups?serviceUserId=menu@mill.example.net': [
    404,
    '[Error 4008] User not found: menu@mill.example.net: GroupHuntGroupGetInstanceRequest20',
  ],
  '/users/services/assigned?userId=nobody': [
    404,
    '[Error 4008] User not found: nobody: UserAssignedServicesGetListRequest',
  ],
  '/users/services/assigned': [400, 'The userId parameter is required.'],
  '/users?limit=all': [400, 'The limit parameter must be a number.'],
  '/nothing': [404, 'Not Found'],
};

test('what cannot be answered is refused in words, with the status in the body', async () => {
  await using simulator = await startMill();
  const get = await signedIn(simulator);
  for (const [path, [status, error]] of Object.entries(refusals)) {
    const details = status === 400 ? { details: 'Bad Request' } : {};
    assert.deepEqual(await get(path), { status, body: { status, error, ...details } }, path);
  }
});

/** Which calls each login may make. */
const scopes: Readonly<Record<string, { may: readonly string[]; mayNot: readonly string[] }>> = {
  'mill@example.net': {
    may: [`/groups?${weir}`, '/groups?serviceProviderId=Mill', '/users?serviceProviderId=Mill'],
    mayNot: [
      '/groups?serviceProviderId=Canal',
      '/groups/dns?serviceProviderId=Canal&groupId=Dry',
      '/users',
    ],
  },
  'weir@example.net': {
    may: [`/groups/dns?${weir}`, '/users/services/assigned?userId=wren@mill.example.net'],
    mayNot: [
      '/groups/dns?serviceProviderId=Mill&groupId=Quay',
      '/groups?serviceProviderId=Mill',
      '/users?serviceProviderId=Mill',
      '/service-providers/trunk-groups/call-capacity?serviceProviderId=Mill',
    ],
  },
  'office@example.net': {
    may: [`/users?${weir}`, '/users/services/assigned?userId=wren@mill.example.net'],
    mayNot: [
      `/groups?${weir}`,
      '/users/services/assigned?userId=robin@mill.example.net',
      '/groups/hunt-groups?serviceUserId=hunt@mill.example.net',
    ],
  },
  'wren@mill.example.net': {
    may: ['/users/services/assigned?userId=wren@mill.example.net'],
    mayNot: [`/groups?${weir}`, '/users/services/assigned?userId=robin@mill.example.net'],
  },
  'reseller@example.net': {
    may: ['/groups?serviceProviderId=Canal', '/users'],
    mayNot: [`/groups?${weir}`],
  },
};

test('a login reaches as far as over OCI-P and no further', async () => {
  await using simulator = await startMill();
  for (const [username, { may, mayNot }] of Object.entries(scopes)) {
    const get = await signedIn(simulator, username);
    for (const path of may) assert.equal((await get(path)).status, 200, `${username} ${path}`);
    for (const path of mayNot) {
      const { status, body } = await get(path);
      assert.equal(status, 403, `${username} ${path}`);
      const { error } = body as { error: string };
      assert.match(error, /^\[Error 5404\] Unauthorized transaction\.: \w+Request/);
    }
  }
});

test('a search by a department or a reseller finds only who is in scope', async () => {
  await using simulator = await startMill();
  assert.deepEqual(
    (await (await signedIn(simulator, 'office@example.net'))(`/users?${weir}`)).body,
    [wren],
  );
  assert.deepEqual((await (await signedIn(simulator, 'reseller@example.net'))('/users')).body, []);
});
