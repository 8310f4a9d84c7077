// The same world over ODIN and over OCI-P: both wires must tell the same, though nothing is shared between them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawClient, rowsIn } from '../../../test/raw-client.js';
import { demoWorld } from '../demo/demo-world.js';
import { type Simulator, startSimulator } from '../simulator.js';

const auditor = { username: 'auditor@example.net', password: 'tide-table-7' };

const start = () =>
  startSimulator({
    world: demoWorld(),
    listen: ['odin+http://127.0.0.1:0', 'tcp://127.0.0.1:0'],
  });

/** Reads one path with a fresh token. */
async function reader(simulator: Simulator) {
  const base = simulator.urls[0]!.replace('odin+', '');
  const login = { method: 'POST', body: JSON.stringify(auditor) };
  const { token } = (await (await fetch(`${base}/auth/token`, login)).json()) as { token: string };
  const headers = { Authorization: `Bearer ${token}` };
  return async <T>(path: string, parameters: Record<string, string>): Promise<T> => {
    const answer = await fetch(`${base}${path}?${new URLSearchParams(parameters)}`, { headers });
    assert.equal(answer.status, 200, path);
    return (await answer.json()) as T;
  };
}

const plainText = (cell: string) =>
  cell
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Groups of the demo whose tables hold nothing but what the world says. */
const groups = demoWorld().serviceProviders.flatMap(({ serviceProviderId, groups }) =>
  groups
    .filter(({ raw }) => raw === undefined)
    .map(({ groupId }) => ({ serviceProviderId, groupId })),
);

/** A table over OCI-P, cells as people read them. */
async function tableOf(client: RawClient, command: string, elements: string, name: string) {
  const rows = rowsIn(await client.ask(command, elements), name);
  return rows.map((row) => row.map(plainText));
}

const elementsOf = (key: { serviceProviderId: string; groupId: string }) =>
  `<serviceProviderId>${key.serviceProviderId}</serviceProviderId><groupId>${key.groupId}</groupId>`;

const quantity = (value: number) => (value === -1 ? 'Unlimited' : String(value));
type Fields = Readonly<Record<string, unknown>>;
const cell = (value: unknown) => (value === null || value === undefined ? '' : String(value));

test('licences and who holds them are the same over both wires', async () => {
  await using simulator = await start();
  const read = await reader(simulator);
  await using client = await RawClient.loggedIn(simulator.urls[1]!, auditor.username);
  assert.ok(groups.length > 5);
  for (const key of groups) {
    const told = await read<Record<string, (Fields & Record<'quantity' | 'allowed', number>)[]>>(
      '/groups/services',
      key,
    );
    const command = 'GroupServiceGetAuthorizationListRequest';
    const table = async (name: string) => await tableOf(client, command, elementsOf(key), name);
    const columns = (fields: readonly string[]) => (row: Fields) =>
      fields.map((field) =>
        field === 'quantity' || field === 'allowed'
          ? quantity(row[field] as number)
          : cell(row[field]),
      );
    const shared = 'authorized assigned limited quantity usage licensed allowed'.split(' ');
    assert.deepEqual(
      told.userServices?.map(
        columns(['serviceName', ...shared, 'userAssignable', 'groupServiceAssignable']),
      ),
      await table('userServicesAuthorizationTable'),
    );
    assert.deepEqual(
      told.groupServices?.map(columns(['serviceName', ...shared, 'instanceCount'])),
      await table('groupServicesAuthorizationTable'),
    );
    assert.deepEqual(
      told.servicePackServices?.map(
        columns(
          'servicePackName authorized assigned limited quantity allowed usage description'.split(
            ' ',
          ),
        ),
      ),
      await table('servicePacksAuthorizationTable'),
    );
    const held = [
      ...(told.userServices ?? []).map((row) => ['serviceName', row.serviceName, row.usage]),
      ...(told.servicePackServices ?? []).map((row) => [
        'servicePackName',
        row.serviceName,
        row.usage,
      ]),
    ] as [string, string, number][];
    for (const [serviceType, serviceName, usage] of held.filter((one) => one[2] > 0)) {
      const { users } = await read<{ users: { userId: string }[] }>('/groups/services/assigned', {
        ...key,
        serviceType,
        serviceName,
      });
      const rows = await tableOf(
        client,
        'GroupGetUserServiceAssignedUserListRequest',
        `${elementsOf(key)}<${serviceType}>${escaped(serviceName)}</${serviceType}>`,
        'userListTable',
      );
      assert.deepEqual(
        users.map(({ userId }) => userId),
        rows.map(([userId]) => userId),
      );
      assert.equal(users.length, usage);
    }
  }
});

test('numbers and their holders are the same over both wires', async () => {
  await using simulator = await start();
  const read = await reader(simulator);
  await using client = await RawClient.loggedIn(simulator.urls[1]!, auditor.username);
  for (const key of groups) {
    const { dns } = await read<{ dns: Fields[] }>('/groups/dns/details', key);
    const fields =
      'phoneNumbers department activated userId lastName firstName extension emailAddress userType countryCode nationalPrefix';
    const rows = await tableOf(
      client,
      'GroupDnGetAssignmentListRequest18',
      elementsOf(key),
      'dnTable',
    );
    assert.deepEqual(
      dns.map((row) => fields.split(' ').map((field) => cell(row[field]))),
      rows,
    );
    const ranges = (
      await read<{ dns: { assigned: boolean; activated: boolean; list: string[] }[] }>(
        '/groups/dns',
        key,
      )
    ).dns;
    for (const [command, flag] of [
      ['GroupDnGetSummaryListRequest', 'assigned'],
      ['GroupDnGetActivationListRequest', 'activated'],
    ] as const) {
      const table = await tableOf(client, command, elementsOf(key), 'dnTable');
      const flags = table.flatMap(([range = '', value]) => {
        const [first = '', last = first] = range.split(' - ');
        const [, prefix = '', digits = ''] = /^(.*?)(\d+)$/.exec(first) ?? [];
        const size = Number(last.slice(prefix.length)) - Number(digits) + 1;
        return Array.from({ length: size }, (_, at) => [
          prefix + String(Number(digits) + at).padStart(digits.length, '0'),
          value,
        ]);
      });
      assert.deepEqual(
        ranges.flatMap((range) => range.list.map((dn) => [dn, String(range[flag])])),
        flags,
      );
    }
  }
});

test('people and their services are the same over both wires', async () => {
  await using simulator = await start();
  const read = await reader(simulator);
  await using client = await RawClient.loggedIn(simulator.urls[1]!, auditor.username);
  for (const key of groups) {
    const people = await read<Fields[]>('/users', key);
    const rows = await tableOf(
      client,
      'UserGetListInGroupRequest',
      elementsOf(key).replaceAll('groupId', 'GroupId'),
      'userTable',
    );
    assert.deepEqual(
      people.map((one) =>
        'userId lastName firstName department phoneNumber emailAddress extension'
          .split(' ')
          .map((field) => cell(one[field])),
      ),
      rows.map((row) => [0, 1, 2, 3, 4, 6, 10].map((at) => row[at])),
    );
    for (const { userId } of people) {
      const told = await read<Record<'userServices' | 'groupServices', Fields[]>>(
        '/users/services/assigned',
        { userId: String(userId) },
      );
      const answer = await client.ask(
        'UserAssignedServicesGetListRequest',
        `<userId>${userId}</userId>`,
      );
      const entries = (name: string) =>
        [...answer.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'g'))].map(([, inside = '']) => {
          const [, serviceName = ''] = /<serviceName>(.*?)</.exec(inside) ?? [];
          const [, isActive] = /<isActive>(.*?)</.exec(inside) ?? [];
          return {
            serviceName: plainText(serviceName),
            ...(isActive === undefined ? {} : { isActive: isActive === 'true' }),
          };
        });
      assert.deepEqual(told.userServices, entries('userServiceEntry'));
      assert.deepEqual(told.groupServices, entries('groupServiceEntry'));
    }
  }
});

test('trunking is the same over both wires', async () => {
  await using simulator = await start();
  const read = await reader(simulator);
  await using client = await RawClient.loggedIn(simulator.urls[1]!, auditor.username);
  let trunked = 0;
  for (const key of groups) {
    const answer = await client.ask('GroupTrunkGroupGetRequest23', elementsOf(key));
    if (answer.includes('[Error 4410]')) continue;
    trunked++;
    const {
      serviceProviderId: _,
      groupId: __,
      ...figures
    } = await read<Record<string, number>>('/groups/trunk-groups/call-capacity', key);
    for (const [name, value] of Object.entries(figures)) {
      const inside =
        value === -1 ? '<unlimited>true</unlimited>' : `(<quantity>)?${value}(</quantity>)?`;
      assert.match(answer, new RegExp(`<${name}>${inside}</${name}>`));
    }
    const rows = await tableOf(
      client,
      'GroupTrunkGroupGetInstanceListRequest14sp4',
      elementsOf(key),
      'trunkGroupTable',
    );
    const fields = ['name', 'department', 'deviceName', 'deviceLevel', 'groupId'];
    assert.deepEqual(
      (await read<Fields[]>('/groups/trunk-groups', key)).map((trunk) =>
        fields.map((field) => cell(trunk[field])),
      ),
      rows,
    );
  }
  assert.ok(trunked > 1);
});

test('a change over OCI-P is there at the next read over ODIN', async () => {
  await using simulator = await start();
  const read = await reader(simulator);
  await using client = await RawClient.loggedIn(simulator.urls[1]!, auditor.username);
  const key = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };
  const number = '+44-1632960100';
  const isOn = async () => {
    const { dns } = await read<{ dns: { activated: boolean; list: string[] }[] }>(
      '/groups/dns',
      key,
    );
    return dns.find(({ list }) => list.includes(number))?.activated;
  };
  assert.equal(await isOn(), false);
  const command = 'GroupDnActivateListRequest';
  const answer = await client.ask(
    command,
    `${elementsOf(key)}<phoneNumber>${number}</phoneNumber>`,
  );
  assert.match(answer, /SuccessResponse/);
  assert.equal(await isOn(), true);
});
