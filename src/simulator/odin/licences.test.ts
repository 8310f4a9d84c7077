import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ids, signedIn, startMill, weir } from '../../../test/odin-mill.js';
import { groupServiceNames, userServiceNames } from '../world/service-names.js';

test('licences have a row for every service, authorised or not', async () => {
  await using simulator = await startMill();
  const { body } = await (await signedIn(simulator))(`/groups/services?${weir}`);
  const { userServices, groupServices, ...rest } = body as {
    userServices: { serviceName: string; authorized: boolean }[];
    groupServices: { serviceName: string; authorized: boolean }[];
  };
  const common = { licensed: true, allowed: -1 };
  const assignable = { userAssignable: true, tags: [] };
  const unlimited = { limited: 'Unlimited', quantity: -1 };
  assert.deepEqual(rest, {
    resellerId: null,
    ...ids,
    servicePackServices: [
      {
        servicePackName: 'Desk',
        serviceName: 'Desk',
        description: 'Desk phone',
        authorized: true,
        assigned: true,
        limited: 'Limited',
        quantity: 5,
        usage: 1,
        allowed: 10,
        alias: 'Desk',
      },
      {
        servicePackName: 'Bare',
        serviceName: 'Bare',
        description: null,
        authorized: false,
        assigned: false,
        ...unlimited,
        usage: 0,
        allowed: -1,
        alias: 'Bare',
      },
    ],
  });
  assert.deepEqual(
    userServices.map(({ serviceName }) => serviceName),
    userServiceNames,
  );
  assert.deepEqual(
    groupServices.map(({ serviceName }) => serviceName),
    groupServiceNames,
  );
  const isTold = ({ authorized }: { authorized: boolean }) => authorized;
  assert.deepEqual(userServices.filter(isTold), [
    {
      serviceName: 'Call Waiting',
      authorized: true,
      assigned: true,
      limited: 'Limited',
      quantity: 40,
      usage: 2,
      ...common,
      allowed: 60,
      ...assignable,
      groupServiceAssignable: false,
      alias: 'Call Waiting',
    },
    {
      serviceName: 'Push to Talk',
      authorized: true,
      assigned: true,
      ...unlimited,
      usage: 1,
      ...common,
      licensed: false,
      ...assignable,
      groupServiceAssignable: false,
      alias: 'Push to Talk',
    },
  ]);
  assert.deepEqual(
    groupServices.filter(isTold).map(({ serviceName, ...row }) => [serviceName, row]),
    [
      ['Auto Attendant', 'Unlimited', -1, 1, 1],
      ['Music On Hold', 'Unlimited', -1, 1, 0],
      ['Trunk Group', 'Limited', 2, 2, 2],
    ].map(([name, limited, quantity, usage, instanceCount]) => [
      name,
      {
        authorized: true,
        assigned: true,
        limited,
        quantity,
        usage,
        ...common,
        alias: name,
        instanceCount,
      },
    ]),
  );
  assert.deepEqual(userServices[0], {
    serviceName: 'Alternate Numbers',
    authorized: false,
    assigned: false,
    ...unlimited,
    usage: 0,
    ...common,
    ...assignable,
    groupServiceAssignable: true,
    alias: 'Alternate Numbers',
  });
});
