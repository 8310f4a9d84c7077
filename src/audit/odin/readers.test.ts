// The readers over ODIN, on answers written by hand as the portal gives them, and as it should not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { odinSaying, type Script } from '../../../test/odin-south.js';
import { type GroupAudit, groupReader, type PartName, partValue } from '../index.js';

const key = { serviceProviderId: 'Northwind', groupId: 'NW-Leeds' };

async function auditOf(script: Script, ...parts: PartName[]): Promise<GroupAudit> {
  const now = () => new Date(Date.UTC(2030, 4, 6, 7, 8, 9));
  return groupReader({ south: odinSaying(script), target: 'odin+https://portal', now })(key, {
    parts,
  });
}

const profile = {
  defaultDomain: 'voice.example',
  userLimit: 60,
  userCount: 14,
  groupName: 'Northwind Leeds',
  callingLineIdPhoneNumber: '+441134960100',
  callingLineIdDisplayPhoneNumber: '01134960100',
  timeZone: 'Europe/London',
  timeZoneDisplayName: '(GMT) Greenwich Mean Time',
  contact: { contactName: 'Ops desk', contactEmail: 'ops@voice.example' },
  ...key,
};

test('details are taken field by field; what is unset is absent, what is unknown to us stays outside', async () => {
  const body = { ...profile, surprise: 'x', address: {}, locationDialingCode: null };
  const { details } = (await auditOf({ '/groups': { body } }, 'details')).parts;
  assert.ok(details.status === 'known');
  assert.deepEqual(details.value, profile);
  assert.deepEqual(details.notes, []);
  assert.deepEqual(
    details.commands.map(({ command, asked, answered }) => [command, asked, answered]),
    [['GET /groups', 1, 1]],
  );
});

test('loose types in the details become texts and amounts, and digits that came as numbers are marked', async () => {
  const body = [
    {
      ...profile,
      userLimit: '60',
      userCount: '14',
      groupName: 'None',
      callingLineIdName: 'None',
      callingLineIdDisplayPhoneNumber: 1134960100,
      locationDialingCode: 113,
      contact: { contactName: 'Ops desk', contactNumber: 7700900, contactEmail: '' },
    },
  ];
  const { details } = (await auditOf({ '/groups': { body } }, 'details')).parts;
  assert.ok(details.status === 'known');
  const { value } = details;
  assert.deepEqual([value.userLimit, value.userCount], [60, 14]);
  assert.equal(value.callingLineIdDisplayPhoneNumber, '1134960100');
  assert.equal(value.callingLineIdName, undefined);
  assert.deepEqual(value.contact, { contactName: 'Ops desk', contactNumber: '7700900' });
  assert.deepEqual(value.zerosDoubtful, [
    'callingLineIdDisplayPhoneNumber',
    'locationDialingCode',
    'contactNumber',
  ]);
  assert.match(details.notes.join(), /leading zeros/);
});

test('details without their counts are partial, and without anything unknown', async () => {
  const { userLimit: _, ...rest } = profile;
  const some = (await auditOf({ '/groups': { body: { ...rest, userCount: 'many' } } }, 'details'))
    .parts.details;
  assert.ok(some.status === 'partial');
  assert.deepEqual([some.value.userLimit, some.value.userCount], ['unknown', 'unknown']);
  assert.deepEqual(
    some.problems.map(({ message }) => message),
    ['userLimit was left out', 'userCount is not a number: many'],
  );
  for (const body of [null, {}, [], '', 'text', 7, [[]]]) {
    const { details } = (await auditOf({ '/groups': { body } }, 'details')).parts;
    assert.equal(details.status, 'unknown', JSON.stringify(body));
  }
});

test('when the portal answers with all groups, the one that was asked for is taken', async () => {
  const body = [{ groupId: 'Other', userLimit: 1 }, profile];
  const { details } = (await auditOf({ '/groups': { body } }, 'details')).parts;
  assert.equal(partValue(details)?.groupName, 'Northwind Leeds');
});

const service = {
  serviceName: 'Call Waiting',
  authorized: true,
  assigned: false,
  limited: 'Limited',
  quantity: 40,
  usage: 12,
  licensed: true,
  allowed: -1,
  userAssignable: true,
  groupServiceAssignable: true,
  tags: [],
  alias: 'Call Waiting',
};
const pack = {
  servicePackName: 'Desk-Plus',
  serviceName: 'Desk-Plus',
  description: 'Desk phone bundle',
  authorized: true,
  assigned: true,
  limited: 'Limited',
  quantity: 30,
  usage: 2,
  allowed: 30,
  alias: 'Desk-Plus',
};
const groupService = {
  serviceName: 'Hunt Group',
  authorized: true,
  assigned: true,
  limited: 'Unlimited',
  quantity: -1,
  usage: 3,
  licensed: true,
  allowed: -1,
  instanceCount: 3,
  alias: 'Hunt Group',
};
const services = {
  resellerId: null,
  ...key,
  userServices: [service],
  groupServices: [groupService],
  servicePackServices: [pack],
};

test('licences keep zeros, unlimited is no number, and fields of the portal stay outside', async () => {
  const body = {
    ...services,
    userServices: [service, { ...service, serviceName: 'Unused', usage: 0 }],
  };
  const { licences } = (await auditOf({ '/groups/services': { body } }, 'licences')).parts;
  assert.ok(licences.status === 'known');
  assert.deepEqual(licences.value.groupServices, [
    {
      name: 'Hunt Group',
      authorized: true,
      assigned: true,
      limited: 'unlimited',
      quantity: 'unlimited',
      allowed: 'unlimited',
      usage: 3,
      instanceCount: 3,
      licensed: true,
    },
  ]);
  assert.deepEqual(
    licences.value.userServices.map(({ name, usage }) => [name, usage]),
    [
      ['Call Waiting', 12],
      ['Unused', 0],
    ],
  );
  assert.equal(licences.value.servicePacks[0]?.description, 'Desk phone bundle');
  assert.equal(licences.value.servicePacks[0]?.licensed, undefined);
});

test('loosely typed licences say the same', async () => {
  const strict = (await auditOf({ '/groups/services': { body: services } }, 'licences')).parts;
  const body = {
    userServices: {
      ...service,
      authorized: 'true',
      assigned: 'false',
      quantity: '40',
      usage: '12',
      allowed: '-1',
      licensed: 'TRUE',
      userAssignable: 'true',
      groupServiceAssignable: 'true',
    },
    groupServices: { 0: { ...groupService, usage: '3', instanceCount: '3' } },
    servicePackServices: [{ ...pack, quantity: { quantity: '30' }, extra: {} }],
  };
  const loose = (await auditOf({ '/groups/services': { body } }, 'licences')).parts;
  assert.deepEqual(partValue(loose.licences), partValue(strict.licences));
  assert.equal(loose.licences.status, 'known');
});

test('a usage that is missing or odd is unknown and makes the part partial, never zero', async () => {
  const { usage: _, ...without } = service;
  const body = {
    ...services,
    userServices: [without, { ...service, serviceName: 'Odd', usage: 'N/A' }, 'text'],
  };
  const { licences } = (await auditOf({ '/groups/services': { body } }, 'licences')).parts;
  assert.ok(licences.status === 'partial');
  assert.deepEqual(
    licences.value.userServices.map(({ usage, asSent }) => [usage, asSent?.usage]),
    [
      ['unknown', undefined],
      ['unknown', 'N/A'],
    ],
  );
  assert.equal(licences.problems.length, 3);
});

test('optional fields may be missing, a whole list may not', async () => {
  const bare = { serviceName: 'Call Waiting', usage: 12 };
  const sparse = { ...services, userServices: [bare] };
  const { licences } = (await auditOf({ '/groups/services': { body: sparse } }, 'licences')).parts;
  assert.ok(licences.status === 'known');
  assert.deepEqual(licences.value.userServices, [
    {
      name: 'Call Waiting',
      authorized: 'unknown',
      assigned: 'unknown',
      limited: 'unknown',
      quantity: 'unknown',
      allowed: 'unknown',
      usage: 12,
    },
  ]);
  const none = (await auditOf({ '/groups/services': { body: {} } }, 'licences')).parts.licences;
  assert.equal(none.status, 'unknown');
});

test('"none" is no limit where nothing is authorised, and unknown elsewhere', async () => {
  const body = {
    ...services,
    userServices: [
      { ...service, authorized: false, limited: 'none' },
      { ...service, serviceName: 'B', limited: 'none' },
    ],
  };
  const { licences } = (await auditOf({ '/groups/services': { body } }, 'licences')).parts;
  assert.deepEqual(
    partValue(licences)?.userServices.map(({ limited }) => limited),
    ['unlimited', 'unknown'],
  );
});

test('users are asked for every pack and service in use, by type and name, and are sorted', async () => {
  const script: Script = {
    '/groups': { body: profile },
    '/groups/services': { body: services },
    '/groups/services/assigned': ({ serviceType, serviceName }) => ({
      body: {
        ...key,
        serviceType,
        serviceName,
        users:
          serviceType === 'servicePackName'
            ? [{ userId: 'b@voice.example' }, { userId: 'a@voice.example' }]
            : { userId: 'a@voice.example', firstName: 'Anna' },
      },
    }),
  };
  const south = odinSaying(script);
  const now = () => new Date();
  const audit = await groupReader({ south, target: 'odin', now })(key, { parts: ['users'] });
  const { users } = audit.parts;
  assert.ok(users.status === 'known');
  assert.deepEqual(users.value.servicePacks, [
    { name: 'Desk-Plus', usage: 2, userIds: ['a@voice.example', 'b@voice.example'] },
  ]);
  assert.deepEqual(users.value.userServices[0]?.userIds, ['a@voice.example']);
  assert.deepEqual(users.notes, ['Call Waiting: usage is 12, but 1 are listed as having it']);
  assert.deepEqual(
    south.calls.map(({ path, query }) => [path, query.serviceType, query.serviceName]).slice(2),
    [
      ['/groups/services/assigned', 'servicePackName', 'Desk-Plus'],
      ['/groups/services/assigned', 'serviceName', 'Call Waiting'],
    ],
  );
});

test('one list of users that cannot be had is unknown; the others stand', async () => {
  const script: Script = {
    '/groups': { body: profile },
    '/groups/services': { body: services },
    '/groups/services/assigned': ({ serviceName }) =>
      serviceName === 'Desk-Plus'
        ? { status: 500, error: 'Server Error' }
        : { body: { users: [{ userId: 'a' }, { name: 'nobody' }] } },
  };
  const { users } = (await auditOf(script, 'users')).parts;
  assert.ok(users.status === 'partial');
  assert.equal(users.value.servicePacks[0]?.userIds, 'unknown');
  assert.equal(users.value.userServices[0]?.userIds, 'unknown');
  assert.deepEqual(
    users.problems.map(({ code, message }) => [code, message]),
    [
      ['HTTP 500', 'Desk-Plus: Server Error'],
      ['ANSWER_UNREADABLE', 'Call Waiting: 1 of the users cannot be read'],
    ],
  );
});

const capacity = {
  maxActiveCalls: 20,
  maxAvailableActiveCalls: 120,
  burstingMaxActiveCalls: 5,
  burstingMaxAvailableActiveCalls: -1,
  maxAvailableNumberOfBurstingBTLUs: 0,
  numberOfBurstingBTLUs: 0,
  ...key,
};
const capacityPath = '/groups/trunk-groups/call-capacity';

test('trunk capacity: unlimited is no number, and older releases have no licence units', async () => {
  const { trunking } = (await auditOf({ [capacityPath]: { body: capacity } }, 'trunking')).parts;
  assert.ok(trunking.status === 'known');
  assert.deepEqual(trunking.value, {
    maxActiveCalls: 20,
    maxAvailableActiveCalls: 120,
    burstingMaxActiveCalls: 5,
    burstingMaxAvailableActiveCalls: 'unlimited',
    maxAvailableNumberOfBurstingBTLUs: 0,
    numberOfBurstingBTLUs: 0,
  });
  const {
    maxAvailableNumberOfBurstingBTLUs: _,
    numberOfBurstingBTLUs: __,
    ...older
  } = { ...capacity, maxActiveCalls: '20' };
  const old = (await auditOf({ [capacityPath]: { body: older } }, 'trunking')).parts.trunking;
  assert.equal(old.status, 'known');
  assert.equal(partValue(old)?.numberOfBurstingBTLUs, 'notOnThisRelease');
});

test('a service that is not assigned is not applicable; every other failure is unknown, never zero', async () => {
  const refused = async (status: number, error: string, kind?: string) =>
    (
      await auditOf(
        { [capacityPath]: { status, error, ...(kind === undefined ? {} : { kind }) } },
        'trunking',
      )
    ).parts.trunking;
  const no = await refused(400, '[Error 4410] Service is not assigned', 'serviceNotAssigned');
  assert.ok(no.status === 'notApplicable');
  assert.equal(no.reason, '[Error 4410] Service is not assigned');
  assert.equal((await refused(400, 'Trunk Group is not assigned.')).status, 'notApplicable');
  assert.equal((await refused(400, 'Bad Request')).status, 'unknown');
  assert.equal((await refused(500, 'Trunk Group is not assigned.')).status, 'unknown');
  assert.equal((await refused(401, 'Unauthenticated.', 'sessionLost')).status, 'unknown');
  assert.equal((await refused(403, 'Forbidden', 'notPermitted')).status, 'outOfScope');
  const fault = await auditOf({ [capacityPath]: { fault: 'SOUTH_TIMEOUT' } }, 'trunking');
  assert.equal(fault.parts.trunking.status, 'unknown');
  for (const body of [[], {}, null, '', { maxActiveCalls: 'x' }]) {
    const { trunking } = (await auditOf({ [capacityPath]: { body } }, 'trunking')).parts;
    assert.equal(trunking.status, 'unknown', JSON.stringify(body));
  }
});

test('a figure that cannot be read makes trunking partial', async () => {
  const body = { ...capacity, burstingMaxActiveCalls: null };
  const { trunking } = (await auditOf({ [capacityPath]: { body } }, 'trunking')).parts;
  assert.ok(trunking.status === 'partial');
  assert.equal(trunking.value.burstingMaxActiveCalls, 'unknown');
  assert.equal(trunking.value.maxActiveCalls, 20);
});

test('the release comes with the login, and the source says that it is ODIN', async () => {
  const audit = await auditOf({ '/groups': { body: profile } }, 'details');
  assert.deepEqual(audit.source, {
    protocol: 'ODIN',
    target: 'odin+https://portal',
    release: '24sp1',
    userId: 'auditor',
    loginType: 'System',
  });
});

test('packs alone are the packs of the licences, and cost one call', async () => {
  const south = odinSaying({ '/groups/services': { body: services } });
  const audit = await groupReader({ south, target: 'odin', now: () => new Date() })(key, {
    parts: ['packs'],
  });
  assert.equal(audit.status, 'complete');
  assert.deepEqual(
    partValue(audit.parts.packs)?.servicePacks.map(({ name, usage }) => [name, usage]),
    [['Desk-Plus', 2]],
  );
  assert.equal(audit.parts.licences.status, 'notAsked');
  assert.equal(south.calls.length, 1);
});

test('when nothing is permitted every part is out of scope', async () => {
  const refused = { status: 403, error: 'Forbidden', kind: 'notPermitted' };
  const script = Object.fromEntries(
    ['/groups', '/groups/services', '/groups/dns', '/groups/dns/details', capacityPath].map(
      (path) => [path, refused],
    ),
  );
  const audit = await auditOf(script, 'details', 'licences', 'users', 'numbers', 'trunking');
  assert.equal(audit.status, 'failed');
  for (const name of ['details', 'licences', 'users', 'numbers', 'trunking'] as const)
    assert.equal(audit.parts[name].status, 'outOfScope', name);
});
