// Any OCI-P command over HTTP: the wire order whatever the order of the keys, nothing outside the scope of a token, and a
// record that says what it touched.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Caller } from '../../src/api/index.js';
import { noLog, readRecord } from '../../src/records/index.js';
import { openSouth, parseTarget } from '../../src/south/index.js';
import { type Client, type Stand, startStand } from '../api-stand.js';
import { password, username } from '../run-cli.js';
import { reply } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';

const office = 'office@brightwater.example.net';
const amelia = 'amelia.stone@brightwater.example.net';
const own = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };
const foreign = { serviceProviderId: 'Meridian', groupId: 'Campus' };
/** The same group id, of another provider. */
const namesake = { serviceProviderId: 'Meridian', groupId: 'Head-Office' };

const inGroup: Caller['scope'] = { kind: 'group', tenantId: 'Brightwater', groupId: 'Head-Office' };
const mayNot = { change: false, store: false };
const may = { change: true, store: false };
const bearers: Readonly<Record<string, Omit<Caller, 'id' | 'via'>>> = {
  system: { level: 16, scope: { kind: 'system' }, may },
  reseller: {
    level: 16,
    scope: { kind: 'reseller', tenantIds: new Set(['Brightwater', 'Liberty']) },
    may,
  },
  tenant: { level: 12, scope: { kind: 'tenant', tenantId: 'Brightwater' }, may },
  group: { level: 8, scope: inGroup, may },
  reader: { level: 8, scope: inGroup, may: mayNot },
  department: { level: 4, scope: { ...inGroup, kind: 'department', department: 'Sales' }, may },
  user: { level: 0, scope: { ...inGroup, kind: 'user', userId: amelia }, may },
};

let stand: Stand;
let admin: Client;
let stranger: string;

before(async () => {
  stand = await startStand({
    api: {
      bearers: [
        async (id) => {
          const known = bearers[id];
          return known && { ...known, id, via: 'token' };
        },
      ],
    },
  });
  admin = await stand.as(office);
  const campus = stand.world.serviceProviders
    .flatMap(({ groups }) => groups)
    .find(({ groupId }) => groupId === foreign.groupId);
  stranger = campus!.users![0]!.userId;
});
after(() => stand.close());

const send = (client: Client, command: string, body?: unknown) =>
  client.post(`/api/v1/oci/${command}/`, body);

function asked(): readonly string[] {
  return stand.simulator.commands.map(({ name }) => name);
}

test('a known command goes out in its own order, and its reply comes back as it is', async () => {
  const { groupId, serviceProviderId } = own;
  const body = { groupId, serviceProviderId };
  const { status, json } = await send(admin, 'GroupGetRequest22V5', body);
  assert.equal(status, 200);
  assert.equal(json.command, 'GroupGetRequest22V5');
  assert.equal(json.reply.type, 'GroupGetResponse22V5');
  assert.equal(json.reply.elements.defaultDomain, 'brightwater.example.net');
  assert.equal(json.reply.elements.address.city.length > 0, true);
  assert.deepEqual(json.reply.tables, {});
});

test('tables come as columns and rows, and repeated elements as a list', async () => {
  const list = await send(admin, 'GroupDnGetListRequest', own);
  assert.ok(Array.isArray(list.json.reply.elements.phoneNumber));
  const { json } = await send(admin, 'GroupDnGetSummaryListRequest', own);
  const { columns, rows } = json.reply.tables.dnTable;
  assert.equal(columns[0], 'Phone Numbers');
  assert.ok(rows.length > 1 && rows.every((row: unknown[]) => row.length === columns.length));
});

test('fields that do not fit are refused by name, and nothing is sent', async () => {
  const before = asked().length;
  const wrong = [
    ['GroupGetRequest22V5', { ...own, groupID: 'x' }, /has no element groupID/],
    ['GroupGetRequest22V5', { groupId: 'Head-Office' }, /serviceProviderId is missing/],
    ['GroupModifyRequest', { ...own, userLimit: 'ten' }, /userLimit takes a whole number/],
    ['GroupPaintGetRequest', { ...own, 'a b': 'x' }, /is not the name of an element/],
    ['GroupPaintGetRequest', { ...own, colour: '' }, /colour is empty/],
  ] as const;
  for (const [command, body, words] of wrong) {
    const { status, json } = await send(admin, command, body);
    assert.equal(status, 400, command);
    assert.equal(json.errors[0].message, 'BODY_INVALID');
    assert.match(json.errors[0].details.reason, words);
  }
  assert.equal((await send(admin, 'GroupGetRequest22V5', [own])).status, 400);
  let deep: object = { a: 'x' };
  for (let at = 0; at < 3000; at++) deep = { a: deep };
  assert.equal((await send(admin, 'GroupPaintGetRequest', deep)).status, 400);
  assert.equal(asked().length, before);
});

test('a command that Muster does not know goes out in the order of its keys', async () => {
  const known = { ...own, includeEnterpriseDepartments: false };
  // The simulator knows it, the table of commands does not.
  const paged = await send(admin, 'GroupGetListInServiceProviderPagedSortedListRequest', {
    serviceProviderId: 'Brightwater',
  });
  assert.equal(paged.status, 403, 'BroadWorks judges a session');
  const provider = await stand.as('admin@brightwater.example.net');
  const all = await send(provider, 'GroupGetListInServiceProviderPagedSortedListRequest', {
    serviceProviderId: 'Brightwater',
    responsePagingControl: { responseStartIndex: 2, responsePageSize: 2 },
  });
  assert.equal(all.json.reply.type, 'GroupGetListInServiceProviderPagedSortedListResponse');
  assert.equal(all.json.reply.tables.groupTable.rows.length, 2);
  const swapped = await send(provider, 'GroupGetListInServiceProviderPagedSortedListRequest', {
    responsePagingControl: { responseStartIndex: 2, responsePageSize: 2 },
    serviceProviderId: 'Brightwater',
  });
  assert.equal(swapped.status, 400, 'the order of the keys is the order on the wire');
  const nowhere = await send(provider, 'GroupPaintGetRequest', known);
  assert.equal(nowhere.json.errors[0].details.error_code, '6004');
});

test('no name of a command is no address', async () => {
  for (const name of ['groupGetRequest', 'GroupGet', 'GetRequest%22', 'x'])
    assert.equal((await send(admin, name, own)).status, 404, name);
});

test('logins are not for callers', async () => {
  const names = ['LoginRequest14sp4', 'LogoutRequest', 'LoginRequest13mp10'];
  for (const name of [...names, 'ExternalAuthenticationCreateLoginTokenRequest']) {
    const { status, json } = await send(stand.bearing('system'), name, { userId: office });
    assert.equal(status, 403, name);
    assert.match(json.errors[0].details.reason, /sent by Muster itself/);
  }
});

test('a change needs a role that may change, and a level; a doubtful name is a change', async () => {
  const changes = ['GroupModifyRequest', 'GroupPaintRequest', 'GroupGetAndSetPaintRequest'];
  for (const token of ['reader', 'user', 'department'])
    for (const name of changes) {
      const { status, json } = await send(stand.bearing(token), name, own);
      assert.equal(status, 403, `${token} ${name}`);
      assert.match(json.errors[0].details.reason, /may change something/);
    }
  const user = await stand.as(amelia);
  assert.equal((await send(user, 'UserModifyRequest22', { userId: amelia })).status, 403);
  const silence = { userId: amelia, isActive: true };
  const changed = await send(stand.bearing('group'), 'UserDoNotDisturbModifyRequest', silence);
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual(changed.json.reply, { type: 'SuccessResponse', elements: {}, tables: {} });
});

test('a session is judged by BroadWorks itself', async () => {
  const { status, json } = await send(admin, 'GroupGetRequest22V5', foreign);
  assert.equal(status, 403);
  assert.equal(json.errors[0].details.error_code, '5404');
});

/** What a token for one group may send, by the answer. */
const cases: readonly (readonly [string, string, () => object, number])[] = [
  ['its own group', 'GroupGetRequest22V5', () => own, 200],
  ['another group', 'GroupGetRequest22V5', () => foreign, 404],
  ['the same id of another provider', 'GroupGetRequest22V5', () => namesake, 404],
  [
    'another group of its provider',
    'GroupGetRequest22V5',
    () => ({ ...own, groupId: 'Depot' }),
    404,
  ],
  [
    'its whole provider',
    'GroupGetListInServiceProviderRequest',
    () => ({ serviceProviderId: 'Brightwater' }),
    404,
  ],
  ['a group without its provider', 'GroupPaintGetRequest', () => ({ groupId: 'Head-Office' }), 400],
  ['an id that is a number', 'GroupPaintGetRequest', () => ({ ...own, groupId: 7 }), 404],
  [
    'another spelling',
    'UserGetListInGroupRequest',
    () => ({ serviceProviderId: 'Brightwater', GroupId: 'Depot' }),
    404,
  ],
  [
    'its own, spelt so',
    'UserGetListInGroupRequest',
    () => ({ serviceProviderId: 'Brightwater', GroupId: 'Head-Office' }),
    200,
  ],
  [
    'a group in a key',
    'GroupTrunkGroupGetInstanceRequest23',
    () => ({ trunkGroupKey: { ...foreign, name: 'Campus PBX' } }),
    404,
  ],
  [
    'a foreign key beside its own',
    'GroupPaintGetRequest',
    () => ({ ...own, trunkGroupKey: foreign }),
    404,
  ],
  [
    'a foreign id three levels down',
    'GroupPaintGetRequest',
    () => ({ ...own, a: [{ b: { c: foreign } }] }),
    404,
  ],
  [
    'a foreign provider alone, deep',
    'GroupPaintGetRequest',
    () => ({ ...own, a: { serviceProviderId: 'Meridian' } }),
    404,
  ],
  [
    'a foreign group in a list',
    'GroupPaintGetRequest',
    () => ({ ...own, groupId: ['Head-Office', 'Depot'] }),
    404,
  ],
  [
    'a foreign group under its provider',
    'GroupPaintGetRequest',
    () => ({ ...own, a: { groupId: 'Depot' } }),
    404,
  ],
  ['its own user', 'UserGetRequest22V9', () => ({ userId: amelia }), 200],
  ['a user of another', 'UserGetRequest22V9', () => ({ userId: stranger }), 404],
  [
    'a user of another beside its own group',
    'GroupPaintGetRequest',
    () => ({ ...own, userId: stranger }),
    404,
  ],
  [
    'a user of another, deep, in a list',
    'GroupPaintGetRequest',
    () => ({ ...own, a: { agentUserId: [amelia, stranger] } }),
    404,
  ],
  ['a user who is not there', 'UserGetRequest22V9', () => ({ userId: 'nobody@example.net' }), 404],
  ['nobody at all', 'UserAssignedServicesGetListRequest', () => ({}), 403],
  ['nothing', 'SystemSoftwareVersionGetRequest', () => ({}), 403],
  ['the whole system with its own id', 'SystemPaintGetRequest', () => own, 403],
  [
    'a list of the system, narrowed',
    'GroupGetListInSystemRequest',
    () => ({ searchCriteriaExactServiceProvider: { serviceProviderId: 'Brightwater' } }),
    403,
  ],
  ['what only narrows', 'GroupPaintGetRequest', () => ({ searchCriteriaExactGroup: own }), 403],
  ['an external id', 'GroupGetRequest22V5', () => ({ groupExternalId: 'x7' }), 403],
  [
    'an external id beside its own',
    'GroupPaintGetRequest',
    () => ({ ...own, a: { serviceProviderExternalId: 'x7' } }),
    403,
  ],
];
for (const [what, command, body, expected] of cases)
  test(`a token for one group, naming ${what}: ${expected}`, async () => {
    const before = asked().length;
    const { status, text } = await send(stand.bearing('group'), command, body());
    assert.equal(status, expected, text);
    const sent = asked().slice(before).includes(command);
    assert.equal(sent, expected === 200, 'it reaches BroadWorks only when it may');
  });

test('an unknown command inside the scope does reach BroadWorks', async () => {
  const body = { ...own, a: { groupId: 'Head-Office', userId: amelia } };
  const { status, json } = await send(stand.bearing('group'), 'GroupPaintGetRequest', body);
  assert.equal(status, 400);
  assert.equal(json.errors[0].details.error_code, '6004');
});

test('a token below system level cannot give itself licences, capacity, numbers or administrators', async () => {
  const before = asked().length;
  for (const command of [
    'GroupServiceModifyAuthorizationListRequest',
    'GroupTrunkGroupModifyRequest14sp9',
    'GroupDnAssignListRequest',
    'GroupModifyRequest',
    'GroupAdminAddRequest',
    'ServiceProviderModifyRequest',
  ]) {
    const { status, json } = await send(stand.bearing('group'), command, own);
    assert.equal(status, 403, command);
    assert.match(json.errors[0].details.reason, /takes system level/);
  }
  assert.equal(asked().length, before);
});

test('wider and narrower tokens have wider and narrower scopes', async () => {
  const provider = { serviceProviderId: 'Brightwater' };
  const expected: readonly (readonly [string, string, object, number])[] = [
    ['tenant', 'GroupGetListInServiceProviderRequest', provider, 200],
    ['tenant', 'GroupGetRequest22V5', own, 200],
    ['tenant', 'GroupGetRequest22V5', namesake, 404],
    ['tenant', 'UserGetRequest22V9', { userId: amelia }, 200],
    ['tenant', 'UserGetRequest22V9', { userId: stranger }, 404],
    ['reseller', 'GroupGetListInServiceProviderRequest', { serviceProviderId: 'Liberty' }, 200],
    ['reseller', 'GroupGetListInServiceProviderRequest', { serviceProviderId: 'Meridian' }, 404],
    ['reseller', 'UserGetRequest22V9', { userId: amelia }, 200],
    ['reseller', 'UserGetRequest22V9', { userId: stranger }, 404],
    ['reseller', 'ServiceProviderGetListRequest', {}, 403],
    ['user', 'UserGetRequest22V9', { userId: amelia }, 200],
    ['user', 'UserGetRequest22V9', { userId: office }, 404],
    ['user', 'GroupGetRequest22V5', own, 404],
    ['department', 'UserGetRequest22V9', { userId: amelia }, 403],
    ['system', 'SystemSoftwareVersionGetRequest', {}, 200],
    ['system', 'UserGetRequest22V9', { userId: stranger }, 200],
  ];
  for (const [token, command, body, status] of expected) {
    const answer = await send(stand.bearing(token), command, body);
    assert.equal(
      answer.status,
      status,
      `${token} ${command} ${JSON.stringify(body)}: ${answer.text}`,
    );
  }
});

test('a user may be made in the own group, and in no other', async () => {
  const user = {
    userId: 'new.person@brightwater.example.net',
    lastName: 'Person',
    firstName: 'New',
    callingLineIdLastName: 'Person',
    callingLineIdFirstName: 'New',
  };
  const group = stand.bearing('group');
  assert.equal((await send(group, 'UserAddRequest22', { ...foreign, ...user })).status, 404);
  const made = await send(group, 'UserAddRequest22', { ...own, ...user });
  assert.equal(made.status, 200, made.text);
  const deleted = await send(group, 'UserDeleteRequest', { userId: user.userId });
  assert.equal(deleted.status, 200, deleted.text);
});

test('the record names the command and what it touched', async () => {
  const { headers } = await send(stand.bearing('group'), 'UserGetRequest22V9', { userId: amelia });
  const id = headers.get('x-audit-record-id')!;
  const record = await readRecord(stand.records.reader, id);
  assert.equal(record?.end_point_name, 'svc_v1:muster.oci.UserGetRequest22V9');
  assert.equal(record.impacted_user_id, amelia);
  assert.equal(record.impacted_tenant_id, 'Brightwater');
  assert.equal(record.impacted_group_id, 'Head-Office');
  const odd = await send(admin, 'nonsense', {});
  const other = await readRecord(stand.records.reader, odd.headers.get('x-audit-record-id')!);
  assert.equal(other?.end_point_name, 'svc_v1:muster.oci.unknown');
});

test('a change that was lost is not sent again, known or not', async () => {
  await using troubled = await startStand();
  const client = await troubled.as(office);
  for (const command of ['GroupModifyRequest', 'GroupPaintRequest']) {
    troubled.simulator.faults.add(`cut@${command}`);
    const { status, json } = await send(client, command, own);
    assert.equal(status, 504, command);
    assert.equal(json.errors[0].message, 'OUTCOME_UNKNOWN');
    troubled.simulator.faults.clear();
    const sent = troubled.simulator.commands.filter(({ name }) => name === command);
    assert.equal(sent.length, 1);
  }
});

test('a free command travels alone, takes any reply, and is refused where changes are', async () => {
  const answers = { GroupPaintGetRequest: reply('SomethingElse', '<hue>grey</hue>') };
  await using stub = await StubServer.start({ answers });
  const south = openSouth({
    target: parseTarget(stub.url),
    credentials: { username, password },
    timeoutMs: 5000,
    connections: 1,
    rate: 0,
    burst: 0,
    batch: 15,
    now: Date.now,
    log: noLog,
  });
  const [first, second] = await Promise.all(
    [1, 2].map(() =>
      south.ask({ command: 'GroupPaintGetRequest', free: true, fields: { a: 'b' } }),
    ),
  );
  assert.deepEqual([first!.kind, second!.kind], ['reply', 'reply']);
  const alone = ['GroupPaintGetRequest'];
  assert.deepEqual(stub.documents.slice(-2), [alone, alone]);
  await assert.rejects(south.ask({ command: 'GroupPaintRequest', free: true }), {
    code: 'NOT_PERMITTED',
  });
  await assert.rejects(south.ask({ command: 'LogoutRequest', free: true }), {
    code: 'NOT_PERMITTED',
  });
  await south.close();
});
