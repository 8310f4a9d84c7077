// Searches over many groups, by raw documents: criteria, the limit on rows, and who may ask.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RawClient, rowsIn } from '../../../test/raw-client.js';
import { demoWorld } from '../demo/demo-world.js';
import { type Simulator, startSimulator } from '../simulator.js';

let simulator: Simulator;
before(async () => {
  simulator = await startSimulator({ world: demoWorld() });
});
after(() => simulator.close());

const domain = 'brightwater.example.net';

async function asking(userId: string, command: string, elements: string): Promise<string> {
  await using client = await RawClient.loggedIn(simulator.urls[0]!, userId);
  return await client.ask(command, elements);
}
const asSystem = (command: string, elements: string) =>
  asking('auditor@example.net', command, elements);

const search = (subject: string, value: string, mode = 'Contains') =>
  `<searchCriteria${subject}><mode>${mode}</mode><value>${value}</value><isCaseInsensitive>true</isCaseInsensitive></searchCriteria${subject}>`;
const limit = (rows: number) => `<responseSizeLimit>${rows}</responseSizeLimit>`;

test('people of the whole system are searched; all criteria must be met', async () => {
  const command = 'UserGetListInSystemRequest';
  const both = search('UserLastName', 'STONE') + search('UserFirstName', 'mel');
  const [row, ...others] = rowsIn(await asSystem(command, both), 'userTable');
  assert.deepEqual(others, []);
  assert.deepEqual(row?.slice(0, 8), [
    `amelia.stone@${domain}`,
    'Head-Office',
    'Brightwater',
    'Stone',
    'Amelia',
    'Board',
    '+44-1632960101',
    'true',
  ]);
  const only =
    '<searchCriteriaExactServiceProvider><serviceProviderId>Meridian</serviceProviderId></searchCriteriaExactServiceProvider>';
  const ofOne = rowsIn(
    await asSystem(command, search('UserFirstName', 'Amelia') + only),
    'userTable',
  );
  assert.ok(ofOne.length > 0);
  for (const cells of ofOne) assert.equal(cells[2], 'Meridian');
});

test('more rows than the limit are refused, not cut', async () => {
  const fields = search('UserId', 'care-00');
  const count = rowsIn(await asSystem('UserGetListInSystemRequest', fields), 'userTable').length;
  const fitting = await asSystem('UserGetListInSystemRequest', limit(count) + fields);
  assert.equal(rowsIn(fitting, 'userTable').length, count);
  const refused = await asSystem('UserGetListInSystemRequest', limit(count - 1) + fields);
  assert.match(refused, /ErrorResponse.*exceeds the size limit/s);
});

test('a reseller sees what is its own, lower levels may not ask', async () => {
  const fields = search('UserFirstName', 'Amelia');
  const command = 'UserGetListInSystemRequest';
  const rows = rowsIn(await asking('reseller@example.net', command, fields), 'userTable');
  assert.ok(rows.length > 0);
  for (const cells of rows) assert.match(cells[2] ?? '', /^(?:Meridian|Liberty)$/);
  for (const userId of [`admin@${domain}`, `office@${domain}`, `amelia.stone@${domain}`])
    assert.match(await asking(userId, command, fields), /\[Error 5404\]/, userId);
  const foreign = '<serviceProviderId>Meridian</serviceProviderId>';
  for (const inside of [
    'UserGetServiceInstanceListInServiceProviderRequest',
    'ServiceProviderDnGetSummaryListRequest',
  ])
    assert.match(await asking(`admin@${domain}`, inside, foreign), /\[Error 5404\]/, inside);
});

test('service instances are searched by number, in a provider and in the system', async () => {
  const number = search('Dn', '960200');
  const provider = '<serviceProviderId>Brightwater</serviceProviderId>';
  const menu = ['care-menu@brightwater.example.net', 'Call-Centre'];
  const told = ['Auto Attendant', 'Customer Care', '+44-1632960200', '200', ''];
  assert.deepEqual(
    rowsIn(
      await asSystem('UserGetServiceInstanceListInServiceProviderRequest', provider + number),
      'serviceInstanceTable',
    ),
    [[...menu, ...told]],
  );
  assert.deepEqual(
    rowsIn(
      await asSystem('UserGetServiceInstanceListInSystemRequest', number),
      'serviceInstanceTable',
    ),
    [[...menu, 'Brightwater', ...told]],
  );
  const group = search('GroupId', 'Depot').replaceAll('searchC', 'SearchC');
  const none = `${provider}${group}${number}`;
  const answer = await asSystem('UserGetServiceInstanceListInServiceProviderRequest', none);
  assert.deepEqual(rowsIn(answer, 'serviceInstanceTable'), []);
});

test('providers by pages take criteria as "or"', async () => {
  const or = '<searchCriteriaModeOr>true</searchCriteriaModeOr>';
  const either = search('ServiceProviderId', 'merid') + search('ServiceProviderName', 'brightw');
  const names = async (elements: string) =>
    rowsIn(
      await asSystem('ServiceProviderGetPagedSortedListRequest', elements),
      'serviceProviderTable',
    )
      .map(([id]) => id)
      .sort();
  assert.deepEqual(await names(either + or), ['Brightwater', 'Meridian']);
  assert.deepEqual(await names(either), []);
  const page =
    '<responsePagingControl><responseStartIndex>2</responseStartIndex><responsePageSize>1</responsePageSize></responsePagingControl>';
  assert.equal((await names(page)).length, 1);
});

test('a range of numbers is found by a number in it', async () => {
  const target = '<serviceProviderId>Brightwater</serviceProviderId><groupId>Call-Centre</groupId>';
  const command = 'GroupDnGetAssignmentPagedSortedListRequest';
  const found = async (value: string, mode?: string) =>
    rowsIn(await asSystem(command, target + search('Dn', value, mode)), 'dnTable').map(
      ([dn]) => dn,
    );
  const [range, ...others] = await found('960290');
  assert.match(range ?? '', /^\+44-16329602\d\d - \+44-1632960299$/);
  assert.deepEqual(others, []);
  assert.deepEqual(await found('1632960290', 'Equal To'), [range]);
  assert.deepEqual(await found('960300'), []);
});

test('all numbers of a provider are listed, whatever the criteria', async () => {
  const provider = '<serviceProviderId>Brightwater</serviceProviderId>';
  const command = 'ServiceProviderDnGetSummaryListRequest';
  const rows = rowsIn(await asSystem(command, provider), 'dnSummaryTable');
  assert.deepEqual(
    rows.find(([, group, canDelete]) => group === 'Call-Centre' && canDelete === 'true'),
    ['+44-1632960204 - +44-1632960209', 'Call-Centre', 'true'],
  );
  const searched = await asSystem(command, provider + search('Dn', '960299'));
  assert.deepEqual(rowsIn(searched, 'dnSummaryTable'), rows);
});

test('one number tells where it is and who has it, in any spelling', async () => {
  const command = 'SystemDnGetUtilizationRequest14sp3';
  const asked = (userId: string, number: string) =>
    asking(userId, command, `<phoneNumber>${number}</phoneNumber>`);
  for (const number of ['1632960200', '+441632960200', '+44-1632960200']) {
    const told = await asked('auditor@example.net', number);
    assert.match(told, /<groupId>Call-Centre<\/groupId><userId>care-menu@[^<]*<\/userId>/, number);
    assert.match(told, /<userType>Auto Attendant<\/userType>/);
    assert.match(told, /<isGroupCallingLineId>true<.*<isActivated>true</);
  }
  const free = await asked('auditor@example.net', '1632960299');
  assert.doesNotMatch(free, /<userId>|<userType>/);
  assert.match(free, /<isGroupCallingLineId>false<.*<isActivated>false</);
  assert.match(await asked('auditor@example.net', '5550100'), /ErrorResponse.*not found/s);
  assert.match(await asked(`admin@${domain}`, '1632960200'), /\[Error 5404\]/);
});
