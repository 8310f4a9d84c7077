// What a portal may send by mistake or malice: the audit says so, and takes nothing for something else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { odinSaying, type Script } from '../../../test/odin-south.js';
import { groupReader, type PartName, partValue, problemsOf, trunkReader } from '../index.js';

const key = { serviceProviderId: 'P', groupId: 'G' };
const now = () => new Date(Date.UTC(2030, 4, 6));
const parts = async (script: Script, ...names: PartName[]) =>
  (await groupReader({ south: odinSaying(script), target: 'odin', now })(key, { parts: names }))
    .parts;
const trunksOf = async (script: Script) =>
  (await trunkReader({ south: odinSaying(script), target: 'odin', now })('P')).parts.trunks;
const capacityPath = '/groups/trunk-groups/call-capacity';
const providerPath = '/service-providers/trunk-groups/call-capacity';
const capacity = {
  maxActiveCalls: 20,
  maxAvailableActiveCalls: 40,
  burstingMaxActiveCalls: 0,
  burstingMaxAvailableActiveCalls: -1,
};

test('figures of another group are not taken', async () => {
  const other = { ...capacity, groupId: 'OTHER', maxActiveCalls: 999 };
  const mixed = await parts(
    { [capacityPath]: { body: [other, { ...capacity, groupId: 'G' }] } },
    'trunking',
  );
  assert.equal(partValue(mixed.trunking)?.maxActiveCalls, 20);
  const only = await parts(
    {
      [capacityPath]: { body: other },
      '/groups': {
        body: { serviceProviderId: 'P2', groupId: 'OTHER', userLimit: 1, userCount: 1 },
      },
    },
    'trunking',
    'details',
  );
  assert.equal(only.trunking.status, 'unknown');
  assert.equal(only.details.status, 'unknown');
});

test('licences without one of their lists are unknown, as over OCI-P', async () => {
  const body = { userServices: [], groupServices: [] };
  const { licences, packs } = await parts({ '/groups/services': { body } }, 'licences', 'packs');
  assert.equal(licences.status, 'unknown');
  assert.equal(packs.status, 'unknown');
  assert.deepEqual(
    problemsOf(packs).map(({ message }) => message),
    ['the answer has no servicePackServices'],
  );
  const empty = { userServices: {}, groupServices: [], servicePackServices: [] };
  assert.equal(
    (await parts({ '/groups/services': { body: empty } }, 'licences')).licences.status,
    'unknown',
  );
});

test('values nested without end are unknown, and break nothing', async () => {
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  let choice: unknown = 1;
  for (let at = 0; at < 50_000; at++) choice = { quantity: choice };
  const found = await parts(
    {
      [capacityPath]: { body: { ...capacity, maxActiveCalls: choice } },
      '/groups/dns': { body: { dns: [{ x: deep }] } },
      '/groups/services': {
        body: {
          userServices: [{ serviceName: 'A', usage: deep }],
          groupServices: [],
          servicePackServices: [],
        },
      },
    },
    'trunking',
    'numbers',
    'licences',
  );
  assert.equal(partValue(found.trunking)?.maxActiveCalls, 'unknown');
  assert.equal(found.numbers.status, 'partial');
  assert.equal(partValue(found.licences)?.userServices[0]?.usage, 'unknown');
});

test('a range of more numbers than any list has is unreadable', async () => {
  const dns = [
    { assigned: true, activated: true, min: '+44-0000000000000', max: '+44-9999999999999' },
  ];
  const { numbers } = await parts({ '/groups/dns': { body: { dns } } }, 'numbers');
  assert.equal(partValue(numbers)?.all.size, 0);
  assert.match(partValue(numbers)?.unreadable[0]?.why ?? '', /too many/);
});

test('what is listed twice counts once, and two different rows of one name are told', async () => {
  const group = { groupId: 'G', groupName: 'Group' };
  const script: Script = {
    '/groups': { body: [group, group, { ...group, groupName: 'Other' }] },
    [providerPath]: { body: { maxActiveCalls: 100, burstingMaxActiveCalls: -1 } },
    [capacityPath]: { body: capacity },
    '/groups/trunk-groups': ({ name }) =>
      name === undefined
        ? { body: [{ name: 'T1' }, { name: 'T1' }] }
        : {
            body: [
              { name: 'OTHER', maxActiveCalls: 999, enableBursting: false },
              { name: 'T1', maxActiveCalls: 12, enableBursting: false },
            ],
          },
    '/service-providers/enterprise-trunks': { body: [] },
  };
  const trunks = await trunksOf(script);
  assert.ok(trunks.status === 'partial');
  assert.equal(trunks.value.calls.below.calls, 20);
  assert.equal(trunks.value.groups[0]?.calls.below.calls, 12);
  assert.deepEqual(
    trunks.problems.map(({ code }) => code),
    ['LISTS_DISAGREE'],
  );
});

test('enterprise trunks that could not be read are unknown; only an answer about enterprises says that there are none', async () => {
  const script = (error: string): Script => ({
    '/groups': { body: [] },
    [providerPath]: { body: { maxActiveCalls: 100, burstingMaxActiveCalls: -1 } },
    '/service-providers/enterprise-trunks': { status: 400, error },
  });
  const failed = await trunksOf(
    script('[Error 4003] The command failed: EnterpriseEnterpriseTrunkGetListRequest'),
  );
  assert.ok(failed.status === 'partial');
  assert.equal(failed.value.enterpriseTrunks, 'unknown');
  const none = await trunksOf(script('[Error 4606] The service provider is not an enterprise: P'));
  assert.ok(none.status === 'known');
  assert.equal(none.value.enterpriseTrunks, 'notApplicable');
});

test('a refusal with another number than "not assigned" does not make trunking not applicable', async () => {
  const said = {
    status: 400,
    error: 'Route list has not been assigned to this administrator',
    code: 4500,
  };
  const { trunking } = await parts({ [capacityPath]: said }, 'trunking');
  assert.equal(trunking.status, 'unknown');
});

test('figures that only newer releases have may be null or None as well as absent', async () => {
  const body = {
    ...capacity,
    maxAvailableNumberOfBurstingBTLUs: null,
    numberOfBurstingBTLUs: 'None',
  };
  const { trunking } = await parts({ [capacityPath]: { body } }, 'trunking');
  assert.equal(trunking.status, 'known');
  assert.equal(partValue(trunking)?.numberOfBurstingBTLUs, 'notOnThisRelease');
});

test('names are asked exactly as they came', async () => {
  const south = odinSaying({
    '/groups': { body: { ...key, userLimit: 1, userCount: 1 } },
    '/groups/services': {
      body: {
        userServices: [{ serviceName: 'Call Waiting ', usage: 1 }],
        groupServices: [],
        servicePackServices: [],
      },
    },
    '/groups/services/assigned': { body: { users: [{ userId: 'a' }] } },
  });
  await groupReader({ south, target: 'odin', now })(key, { parts: ['users'] });
  assert.equal(south.calls.at(-1)?.query.serviceName, 'Call Waiting ');
});
