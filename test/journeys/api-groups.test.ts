// Tenants and groups over HTTP: each level sees its own, and what is not known is never a number.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Caller } from '../../src/api/index.js';
import { type Client, type Stand, startStand } from '../api-stand.js';

const group = '/api/v1/tenants/Brightwater/groups/Head-Office/';
const office = 'office@brightwater.example.net';

/** Callers with tokens of these texts; they use the server's account. */
const bearers: Readonly<Record<string, Caller['scope']>> = {
  system: { kind: 'system' },
  reseller: { kind: 'reseller', tenantIds: new Set(['Meridian']) },
  tenant: { kind: 'tenant', tenantId: 'Brightwater' },
  group: { kind: 'group', tenantId: 'Brightwater', groupId: 'Depot' },
};
const levels = { system: 16, reseller: 16, tenant: 12, group: 8 } as const;
const callerOf = async (token: string): Promise<Caller | undefined> => {
  const scope = bearers[token];
  const level = levels[token as keyof typeof levels];
  const may = { change: false, store: false };
  return scope && { id: token, level, scope, via: 'token', may };
};

let stand: Stand;
let clients: Readonly<
  Record<'system' | 'reseller' | 'provider' | 'group' | 'sales' | 'user', Client>
>;

before(async () => {
  stand = await startStand({ api: { bearers: [callerOf] } });
  clients = {
    system: await stand.as('auditor@example.net'),
    reseller: await stand.as('reseller@example.net'),
    provider: await stand.as('admin@brightwater.example.net'),
    group: await stand.as(office),
    sales: await stand.as('sales@brightwater.example.net'),
    user: await stand.as('amelia.stone@brightwater.example.net'),
  };
});
after(() => stand.close());

const without = <T extends object>({
  _record_internal_id: _,
  ...rest
}: T & { _record_internal_id?: string }) => rest;

async function read(client: Client, path: string) {
  const { status, json, text } = await client.get(path);
  assert.equal(status, 200, text);
  return without(json);
}

test('each level lists the tenants that it may see, with what it may know of them', async () => {
  const tenants = async (client: Client) => (await read(client, '/api/v1/tenants/')).tenants;
  const brightwater = { tenantId: 'Brightwater', name: 'Brightwater plc', isEnterprise: true };
  const meridian = { tenantId: 'Meridian', name: 'Meridian Telecom', isEnterprise: false };
  const liberty = { tenantId: 'Liberty', name: null, isEnterprise: false };
  assert.deepEqual(await tenants(clients.system), [brightwater, meridian, liberty]);
  assert.deepEqual(await tenants(clients.reseller), [meridian, liberty]);
  assert.deepEqual(await tenants(clients.provider), [brightwater]);
  assert.deepEqual(await tenants(stand.bearing('system')), [brightwater, meridian, liberty]);
  assert.deepEqual(await tenants(stand.bearing('reseller')), [meridian]);
  assert.deepEqual(await tenants(stand.bearing('tenant')), [brightwater]);
  assert.deepEqual(await tenants(stand.bearing('group')), [brightwater]);
  const asked = stand.simulator.commands.length;
  for (const client of [clients.group, clients.sales, clients.user]) {
    const [own, ...others] = await tenants(client);
    assert.deepEqual([own.tenantId, own.name, others], ['Brightwater', null, []]);
  }
  assert.equal(
    stand.simulator.commands.length,
    asked,
    'nothing was asked that is not theirs to ask',
  );
});

test('the profile of a tenant is for those whose scope holds it', async () => {
  const path = '/api/v1/tenants/Meridian/';
  const profile = await read(clients.reseller, path);
  assert.deepEqual(profile, {
    tenantId: 'Meridian',
    name: 'Meridian Telecom',
    isEnterprise: false,
    defaultDomain: 'meridian.example.com',
    supportEmail: null,
    contactInformation: { name: null, phoneNumber: null, emailAddress: null },
    addressInformation: {},
    resellerId: 'Longshore',
  });
  for (const client of [clients.provider, clients.group, stand.bearing('tenant')])
    assert.equal((await client.get(path)).status, 404);
  assert.equal((await clients.group.get('/api/v1/tenants/Brightwater/')).status, 404);
  const nowhere = await clients.system.get('/api/v1/tenants/Nowhere/');
  assert.equal(nowhere.status, 404);
  assert.equal(nowhere.json.errors[0].details.error_code, '4006');
});

test('the groups of a tenant: all for its administrators, the own one for those inside', async () => {
  const groups = async (client: Client) =>
    (await read(client, '/api/v1/tenants/Brightwater/groups/')).groups;
  const all = await groups(clients.provider);
  assert.deepEqual(all.map(({ groupId }: { groupId: string }) => groupId).sort(), [
    'Call-Centre',
    'Depot',
    'Head-Office',
    'Odd-Corner',
    'Roma',
    'Warehouse',
  ]);
  assert.deepEqual(await groups(clients.system), all);
  const of = (id: string) => all.find(({ groupId }: { groupId: string }) => groupId === id);
  assert.deepEqual(of('Warehouse'), { groupId: 'Warehouse', name: null, userLimit: 5 });
  assert.deepEqual(await groups(clients.group), [of('Head-Office')]);
  assert.deepEqual(await groups(stand.bearing('group')), [of('Depot')]);
  const own = [{ groupId: 'Head-Office', name: null, userLimit: null }];
  for (const client of [clients.sales, clients.user]) assert.deepEqual(await groups(client), own);
  for (const client of [clients.group, clients.user, stand.bearing('reseller')]) {
    const path = client === clients.group || client === clients.user ? 'Meridian' : 'Brightwater';
    assert.equal((await client.get(`/api/v1/tenants/${path}/groups/`)).status, 404);
  }
});

test('the profile of a group has the members of APIO, null where BroadWorks gives nothing', async () => {
  const profile = await read(clients.group, group);
  assert.deepEqual(profile, await read(clients.provider, group));
  const { userCount, userLimit, groupName, contactInformation, addressInformation } = profile;
  assert.equal(typeof groupName, 'string');
  assert.ok(Number.isInteger(userCount) && userCount > 10 && userLimit >= userCount);
  assert.deepEqual(Object.keys(contactInformation), ['name', 'phoneNumber', 'emailAddress']);
  assert.ok('addressLine1' in addressInformation && 'country' in addressInformation);
  const bare = await read(clients.provider, '/api/v1/tenants/Brightwater/groups/Warehouse/');
  assert.equal(bare.groupName, null);
  assert.equal(bare.userCount, 1);
  assert.equal('problems' in bare, false);
  assert.equal((await clients.group.get('/api/v1/tenants/Brightwater/groups/Depot/')).status, 404);
  assert.equal((await clients.user.get(group)).status, 404);
  const nowhere = await clients.provider.get('/api/v1/tenants/Brightwater/groups/Nowhere/');
  assert.equal(nowhere.status, 404);
  assert.equal(nowhere.json.errors[0].code, 8);
  assert.equal(nowhere.json.errors[0].details.error_code, '4007');
});

test('licences tell not licensed, zero, a number and unlimited apart', async () => {
  const { userServices, groupServices, servicePacks } = await read(
    clients.provider,
    '/api/v1/tenants/Brightwater/groups/Call-Centre/licenses/',
  );
  const row = (list: { name: string }[], name: string) => list.find((one) => one.name === name);
  assert.deepEqual(row(servicePacks, 'Reception'), {
    name: 'Reception',
    authorized: true,
    allocated: { unlimited: false, maximum: 2 },
    inUse: 0,
  });
  assert.deepEqual(
    (row(servicePacks, 'Standard-Voice') as unknown as { allocated: object }).allocated,
    {
      unlimited: true,
    },
  );
  const unlicensed = userServices.filter(({ authorized }: { authorized: boolean }) => !authorized);
  assert.ok(unlicensed.length > 0);
  for (const { allocated } of unlicensed)
    assert.deepEqual(allocated, { unlimited: false, maximum: 0 });
  assert.deepEqual(
    (row(groupServices, 'Trunk Group') as unknown as { allocated: object }).allocated,
    {
      unlimited: false,
      maximum: 2,
    },
  );
});

test('a usage that is no number is null, and the problem beside it', async () => {
  const answer = await read(
    clients.provider,
    '/api/v1/tenants/Brightwater/groups/Odd-Corner/licenses/',
  );
  const odd = answer.userServices.filter(({ inUse }: { inUse: unknown }) => inUse === null);
  assert.deepEqual(
    odd.map(({ name }: { name: string }) => name),
    ['Charge Number'],
  );
  assert.match(answer.problems[0].message, /Charge Number is not a number: N\/A/);
});

test('services are those that the group may have', async () => {
  const path = '/api/v1/tenants/Brightwater/groups/Depot/';
  const { services } = await read(clients.provider, `${path}services/`);
  const { groupServices } = await read(clients.provider, `${path}licenses/`);
  const licensed = groupServices.filter(({ authorized }: { authorized: boolean }) => authorized);
  assert.deepEqual(
    services.map(({ name }: { name: string }) => name),
    licensed.map(({ name }: { name: string }) => name),
  );
  assert.ok(services.every(({ assigned }: { assigned: unknown }) => typeof assigned === 'boolean'));
});

test('numbers come whole, by pages, by state and as ranges, and always add up', async () => {
  const path = `${group}numbers/`;
  const whole = await read(clients.group, path);
  assert.equal(whole.total, whole.numbers.length);
  assert.equal(whole.nextCursor, null);
  assert.deepEqual(
    [...whole.assigned_numbers, ...whole.available_numbers].sort(),
    [...whole.numbers].sort(),
  );
  const paged = { numbers: [] as string[], assigned: [] as string[], available: [] as string[] };
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null; pages++) {
    assert.ok(pages < 100);
    const page = await read(clients.group, `${path}?limit=7&cursor=${cursor}`);
    assert.equal(page.total, whole.total);
    assert.ok(page.numbers.length <= 7);
    paged.numbers.push(...page.numbers);
    paged.assigned.push(...page.assigned_numbers);
    paged.available.push(...page.available_numbers);
    cursor = page.nextCursor;
  }
  assert.deepEqual(paged.numbers, whole.numbers);
  assert.deepEqual(paged.assigned, whole.assigned_numbers);
  assert.deepEqual(paged.available, whole.available_numbers);
  const free = await read(clients.group, `${path}?assigned=false`);
  assert.deepEqual(free.numbers, whole.available_numbers);
  assert.deepEqual(free.assigned_numbers, []);
  const [on, off] = await Promise.all(
    ['true', 'false'].map((activated) => read(clients.group, `${path}?activated=${activated}`)),
  );
  assert.deepEqual([...on!.numbers, ...off!.numbers].sort(), [...whole.numbers].sort());
});

test('ranges are written as BroadWorks writes them, and are paged too', async () => {
  const path = '/api/v1/tenants/Brightwater/groups/Roma/numbers/?ranges=true';
  const whole = await read(clients.provider, path);
  assert.equal(whole.total, 52);
  assert.deepEqual(whole.numbers, [
    '+39-0055501000 - +39-0055501001',
    '+39-0655501000 - +39-0655501049',
  ]);
  const first = await read(clients.provider, `${path}&limit=1`);
  assert.deepEqual(first.numbers, [whole.numbers[0]]);
  const second = await read(clients.provider, `${path}&limit=1&cursor=${first.nextCursor}`);
  assert.deepEqual([second.numbers, second.nextCursor], [[whole.numbers[1]], null]);
});

test('odd queries for numbers are refused by name', async () => {
  const wrong = {
    'limit=0': /limit/,
    'limit=100001': /limit/,
    'limit=ten': /limit/,
    'ranges=yes': /ranges must be one of/,
    'cursor=%21%21': /cursor/,
    'sort=up': /there is no query parameter sort/,
  };
  for (const [query, words] of Object.entries(wrong)) {
    const { status, json } = await clients.group.get(`${group}numbers/?${query}`);
    assert.equal(status, 400, query);
    assert.match(json.errors[0].details.reason, words);
  }
});

test('trunk capacity: figures, a service that is not there, and a release without a figure', async () => {
  const capacity = await read(clients.group, `${group}features/trunk_groups/`);
  assert.equal(capacity.maxActiveCalls.unlimited, false);
  assert.ok(Number.isInteger(capacity.maxActiveCalls.maximum));
  const depot = await clients.provider.get(
    '/api/v1/tenants/Brightwater/groups/Depot/features/trunk_groups/',
  );
  assert.equal(depot.status, 404);
  assert.equal(depot.json.errors[0].message, 'NOT_FOUND_AT_NE');
});

test('older releases are asked in their own words, and what they do not have is said', async () => {
  await using old = await startStand({ simulator: { release: '21' } });
  const admin = await old.as('admin@brightwater.example.net');
  assert.equal((await read(admin, '/api/v1/tenants/Brightwater/')).name, 'Brightwater plc');
  assert.equal((await read(admin, group)).resellerId, null);
  const { numberOfBurstingBTLUs, reasons } = await read(admin, `${group}features/trunk_groups/`);
  assert.equal(numberOfBurstingBTLUs, null);
  assert.equal(reasons.numberOfBurstingBTLUs, 'notOnThisRelease');
});

test('a refusal is a refusal, trouble is trouble, and neither becomes an empty list', async () => {
  await using troubled = await startStand();
  const admin = await troubled.as('admin@brightwater.example.net');
  const { faults } = troubled.simulator;
  const at = async (path: string, fault: string) => {
    faults.add(fault);
    const { status, json } = await admin.get(path);
    faults.clear();
    assert.ok(Array.isArray(json.errors), JSON.stringify(json));
    return [status, json.errors[0].message];
  };
  const licences = 'GroupServiceGetAuthorizationListRequest';
  assert.deepEqual(await at(`${group}licenses/`, `permission@${licences}`), [403, 'NOT_PERMITTED']);
  assert.deepEqual(await at(`${group}licenses/`, `missing-table@${licences}`), [
    502,
    'NE_UNREACHABLE',
  ]);
  assert.deepEqual(await at(`${group}services/`, `error=4500@${licences}`), [400, 'REFUSED_BY_NE']);
  assert.deepEqual(await at(group, 'wrong-type@GroupGetRequest22V5'), [502, 'NE_UNREACHABLE']);
  const list = 'GroupGetListInServiceProviderRequest';
  const groups = '/api/v1/tenants/Brightwater/groups/';
  assert.deepEqual(await at(groups, `missing-heading=Group Id@${list}`), [502, 'NE_UNREACHABLE']);
  faults.add(`missing-heading=User Limit@${list}`);
  const { json } = await admin.get(groups);
  assert.ok(json.groups.every(({ userLimit }: { userLimit: unknown }) => userLimit === null));
  assert.match(json.problems[0].message, /"User Limit" was missing/);
});

test('over ODIN a group is read all the same, and what ODIN cannot do is said', async () => {
  await using odin = await startStand({ simulator: { listen: ['odin+http://127.0.0.1:0'] } });
  const admin = await odin.as('admin@brightwater.example.net');
  const { numbers, total } = await read(admin, `${group}numbers/`);
  const same = await read(clients.provider, `${group}numbers/`);
  assert.deepEqual([numbers, total], [same.numbers, same.total]);
  assert.equal((await read(admin, group)).groupId, 'Head-Office');
  assert.ok((await read(admin, `${group}licenses/`)).servicePacks.length > 0);
  const tenants = await read(admin, '/api/v1/tenants/');
  assert.equal(tenants.tenants[0].tenantId, 'Brightwater');
  for (const path of ['/api/v1/tenants/Brightwater/', '/api/v1/tenants/Brightwater/groups/'])
    assert.equal((await admin.get(path)).status, 501, path);
});
