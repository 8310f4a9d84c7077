// Licences and who uses them, read over the wire: zeros kept, odd cells told, lists fetched with the fewest commands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuditResult, connect, type Licence, type PartName } from '../../src/index.js';
import { audit as auditByCli, password, username } from '../run-cli.js';
import {
  groupElements,
  groupReply,
  groupServiceRow,
  groupServiceTable,
  healthy,
  licencesReply,
  packHeadings,
  packRow,
  packTable,
  refusal,
  reply,
  table,
  userListReply,
  userServiceRow,
  userServiceTable,
} from '../stub-answers.js';
import { type Answers, StubServer } from '../stub-server.js';

const command = 'GroupServiceGetAuthorizationListRequest';
const key = { serviceProviderId: 'HarbourTel', groupId: 'Quayside' };

async function audited(
  answers: Answers,
  parts: readonly PartName[] = ['licences'],
): Promise<AuditResult & { readonly reads: readonly string[] }> {
  await using stub = await StubServer.start({ answers: { ...healthy, ...answers } });
  await using client = await connect({ records: 'none', target: stub.url, username, password });
  const result = await client.auditGroup({ ...key, parts });
  return { ...result, reads: stub.reads };
}

const packsOf = ({ audit }: AuditResult): readonly Licence[] => {
  const part = audit.parts.licences;
  if (part.status !== 'known' && part.status !== 'partial') assert.fail(JSON.stringify(part));
  return part.value.servicePacks;
};

const withPacks = (...rows: readonly (readonly string[])[]): Answers => ({
  [command]: licencesReply(packTable(...rows), groupServiceTable(), userServiceTable()),
});

test('unused licences stay in the audit with their zero, and only mercury leaves them out', async () => {
  const result = await audited(
    withPacks(packRow('Premium-UC', '2'), packRow('Idle-Pack', '0', '50')),
  );
  assert.deepEqual(
    packsOf(result).map(({ name, quantity, usage }) => [name, quantity, usage]),
    [
      ['Premium-UC', 10, 2],
      ['Idle-Pack', 50, 0],
    ],
  );
  const { service_packs_authorization_table: packs } = result.payload.license_breakdown!;
  assert.deepEqual(packs, { 'Premium-UC': '2' });
});

test('unlimited is a word, not a number', async () => {
  const result = await audited(withPacks(packRow('Basic-Voice', 'Unlimited', 'Unlimited')));
  const [pack] = packsOf(result);
  assert.deepEqual([pack?.usage, pack?.quantity], ['unlimited', 'unlimited']);
  const { service_packs_authorization_table: packs } = result.payload.license_breakdown!;
  assert.deepEqual(packs, { 'Basic-Voice': 'Unlimited' });
});

test('a zero is a zero however it is written with digits', async () => {
  for (const zero of ['0', '00', ' 0 ']) {
    const result = await audited(withPacks(packRow('A', zero)));
    assert.equal(packsOf(result)[0]?.usage, 0, zero);
    assert.equal(result.audit.status, 'complete');
    assert.deepEqual(result.payload.license_breakdown?.service_packs_authorization_table, {});
  }
});

test('a usage that is no number is told word for word and makes the part partial', async () => {
  for (const odd of ['-1', '0.0', '+0', 'N/A', '1,000', '3 (of 5)']) {
    const result = await audited(withPacks(packRow('A', odd)));
    const [pack] = packsOf(result);
    assert.deepEqual([pack?.usage, pack?.asSent?.usage], ['unknown', odd]);
    assert.equal(result.audit.status, 'partial');
    const { service_packs_authorization_table: packs } = result.payload.license_breakdown!;
    assert.deepEqual(packs, { A: odd });
    assert.ok(result.message.includes(odd), result.message);
  }
});

test('a service listed twice with different usages shows both', async () => {
  const result = await audited(withPacks(packRow('A', '3'), packRow('A', '4')));
  assert.deepEqual(
    packsOf(result).map(({ usage }) => usage),
    [3, 4],
  );
  assert.equal(result.audit.status, 'partial');
  const { service_packs_authorization_table: packs } = result.payload.license_breakdown!;
  assert.deepEqual(packs, { A: '3 / 4' });
});

test('a usage without a name is not lost', async () => {
  const result = await audited(withPacks(packRow('', '3')));
  assert.equal(result.audit.status, 'partial');
  assert.deepEqual(result.payload.license_breakdown?.service_packs_authorization_table, {
    '': '3',
  });
});

test('a service called __proto__ or constructor is a service like any other', async () => {
  const result = await audited(withPacks(packRow('__proto__', '3'), packRow('constructor', '1')));
  const packs = result.payload.license_breakdown?.service_packs_authorization_table ?? {};
  assert.deepEqual(Object.entries(packs), [
    ['__proto__', '3'],
    ['constructor', '1'],
  ]);
});

test('columns that only newer releases have may be missing', async () => {
  const old = table(
    'groupServicesAuthorizationTable',
    [
      'Service Name',
      'Authorized',
      'Assigned',
      'Limited',
      'Quantity',
      'Usage',
      'Licensed',
      'Allowed',
    ],
    groupServiceRow('Hunt Group', '1').slice(0, -1),
  );
  const result = await audited({ [command]: licencesReply(packTable(), old, userServiceTable()) });
  assert.equal(result.audit.parts.licences.status, 'known');
});

test('a table without rows or with an unnamed extra column is fine', async () => {
  const rows = table(
    'servicePacksAuthorizationTable',
    ['New', ...packHeadings],
    ['x', ...packRow('A', '1')],
  );
  const result = await audited({
    [command]: licencesReply(rows, groupServiceTable(), userServiceTable()),
  });
  assert.deepEqual([result.audit.status, packsOf(result)[0]?.usage], ['complete', 1]);
});

const users = (count: number) =>
  groupReply('22V5', groupElements.replace('<userCount>6<', `<userCount>${count}<`));

test('who uses a pack or service is asked once per service in use, not for those that nobody uses', async () => {
  const { audit, reads } = await audited({}, ['users']);
  const part = audit.parts.users;
  assert.equal(part.status, 'known', JSON.stringify(part));
  const lists = reads.filter((name) => name === 'GroupGetUserServiceAssignedUserListRequest');
  assert.equal(lists.length, 2);
  const value = part.status === 'known' ? part.value : undefined;
  assert.deepEqual([value?.count, value?.limit], [6, 50]);
  assert.deepEqual(value?.servicePacks, [
    {
      name: 'Premium-UC',
      usage: 2,
      userIds: ['amelia@harbour.example.net', 'ben@harbour.example.net'],
    },
  ]);
});

test('with fewer users than services in use, the users are asked instead', async () => {
  const assigned = (services: readonly string[]) =>
    reply(
      'UserServiceGetAssignmentListResponse',
      table('servicePacksAssignmentTable', ['Service Pack Name', 'Assigned', 'Description']) +
        table(
          'userServicesAssignmentTable',
          ['Service Name', 'Assigned'],
          ...['S1', 'S2', 'S3', 'S4', 'S5'].map((name) => [name, String(services.includes(name))]),
        ),
    );
  const services = ['S1', 'S2', 'S3', 'S4', 'S5'].map((name) => userServiceRow(name, '1'));
  const { audit, reads } = await audited(
    {
      GroupGetRequest22V5: users(2),
      [command]: licencesReply(packTable(), groupServiceTable(), userServiceTable(...services)),
      UserGetListInGroupRequest: reply(
        'UserGetListInGroupResponse',
        table(
          'userTable',
          ['User Id', 'Last Name'],
          ['a@example.net', 'A'],
          ['b@example.net', 'B'],
        ),
      ),
      UserServiceGetAssignmentListRequest: ({ xml }) =>
        assigned(xml.includes('a@example.net') ? ['S1', 'S2', 'S3'] : ['S4', 'S5']),
    },
    ['users'],
  );
  assert.equal(audit.parts.users.status, 'known', JSON.stringify(audit.parts.users));
  assert.equal(reads.filter((name) => name === 'UserServiceGetAssignmentListRequest').length, 2);
  assert.ok(!reads.includes('GroupGetUserServiceAssignedUserListRequest'));
  const { parts } = audit;
  assert.deepEqual(
    parts.users.status === 'known' && parts.users.value.userServices.map(({ userIds }) => userIds),
    [['a@example.net'], ['a@example.net'], ['a@example.net'], ['b@example.net'], ['b@example.net']],
  );
});

test('a usage that differs from the list is noted, and does not make the audit partial', async () => {
  const { audit } = await audited(
    { GroupGetUserServiceAssignedUserListRequest: userListReply('only@example.net') },
    ['users'],
  );
  const part = audit.parts.users;
  assert.equal(part.status, 'known');
  const notes = part.status === 'known' ? part.notes.join('\n') : '';
  assert.match(notes, /Premium-UC: usage is 2, but 1/);
});

test('one list that cannot be read leaves its users unknown and the others known', async () => {
  const { audit } = await audited(
    {
      GroupGetUserServiceAssignedUserListRequest: ({ xml }) =>
        xml.includes('Premium-UC')
          ? refusal(4003, 'The command failed.')
          : userListReply('a@example.net', 'b@example.net', 'c@example.net'),
    },
    ['users'],
  );
  const part = audit.parts.users;
  assert.equal(part.status, 'partial');
  if (part.status !== 'partial') return;
  assert.equal(part.value.servicePacks[0]?.userIds, 'unknown');
  assert.equal(part.value.userServices[0]?.userIds.length, 3);
  assert.match(part.problems[0]?.message ?? '', /Premium-UC.*\[Error 4003\]/);
});

test('names with markup in them travel to the switch and back unharmed', async () => {
  const name = 'R&amp;D &lt;Gold&gt;';
  const { audit, reads } = await audited(
    {
      ...withPacks(packRow(name, '1')),
      GroupGetUserServiceAssignedUserListRequest: ({ xml }) =>
        xml.includes(`<servicePackName>${name}</servicePackName>`)
          ? userListReply('a@example.net')
          : refusal(4008, xml.replace(/</g, '&lt;')),
    },
    ['users'],
  );
  assert.ok(reads.includes('GroupGetUserServiceAssignedUserListRequest'));
  const part = audit.parts.users;
  assert.equal(part.status, 'known', JSON.stringify(part));
  assert.equal(part.status === 'known' && part.value.servicePacks[0]?.name, 'R&D <Gold>');
});

test('an odd usage reaches the exit code and stderr of the command line', async () => {
  await using stub = await StubServer.start({
    answers: { ...healthy, ...withPacks(packRow('A', '-1')) },
  });
  const ran = await auditByCli(stub.url, ['--format', 'mercury']);
  assert.equal(ran.code, 2);
  assert.equal(
    JSON.parse(ran.stdout).payload.license_breakdown.service_packs_authorization_table.A,
    '-1',
  );
  assert.match(ran.stderr, /usage of the service pack A is not a number: -1/);
});
