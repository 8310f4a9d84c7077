import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawClient, rowsIn } from '../../../test/raw-client.js';
import { demoWorld } from '../demo/demo-world.js';
import { type Simulator, startSimulator } from '../simulator.js';

const main = '<serviceProviderId>Brightwater</serviceProviderId><groupId>Head-Office</groupId>';
const success = /c:SuccessResponse/;

async function changing(
  work: (client: RawClient, simulator: Simulator) => Promise<void>,
): Promise<void> {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, 'auditor@example.net');
  await work(client, simulator);
}

const packUsage = async (client: RawClient, pack: string) => {
  const rows = rowsIn(
    await client.ask('GroupServiceGetAuthorizationListRequest', main),
    'servicePacksAuthorizationTable',
  );
  return rows
    .find(([name]) => name === pack)!
    .slice(1, 7)
    .join('|');
};

test('a change of the profile is in the next read, and nil clears', () =>
  changing(async (client) => {
    const change =
      '<userLimit>60</userLimit><callingLineIdName xsi:nil="true"/><contact><contactName>Ben Okoro</contactName><contactEmail xsi:nil="true"/></contact>';
    assert.match(await client.ask('GroupModifyRequest', main + change), success);
    const profile = await client.ask('GroupGetRequest22V5', main);
    assert.match(profile, /<userLimit>60</);
    assert.doesNotMatch(profile, /callingLineIdName/);
    assert.match(
      profile,
      /<contact><contactName>Ben Okoro<\/contactName><contactNumber>01632 960111<\/contactNumber><\/contact>/,
    );
  }));

test('one world can be started twice; what happens to one is unknown to the other', async () => {
  const world = demoWorld();
  await using one = await startSimulator({ world });
  await using other = await startSimulator({ world });
  await using first = await RawClient.loggedIn(one.urls[0]!, 'auditor@example.net');
  await using second = await RawClient.loggedIn(other.urls[0]!, 'auditor@example.net');
  await first.ask('GroupModifyRequest', `${main}<userLimit>77</userLimit>`);
  await first.ask('UserDeleteRequest', '<userId>ivo.santos@brightwater.example.net</userId>');
  assert.match(
    await second.ask('GroupGetRequest22V5', main),
    /<userLimit>30<\/userLimit><userCount>18</,
  );
});

test('a pack that is used up is refused with 4400 and the reason, and has room after one is given back', () =>
  changing(async (client) => {
    const wanted =
      '<userId>hana.ito@brightwater.example.net</userId><servicePackName>Premium-UC</servicePackName>';
    assert.match(
      await client.ask('UserServiceAssignListRequest', wanted),
      /<summary>\[Error 4400\] Could not assign service\/service pack: Premium-UC<.*<detail>Premium-UC: Service pack license limit is reached\.<\/detail>/,
    );
    assert.equal(await packUsage(client, 'Premium-UC'), 'true|true|Limited|10|25|10');
    const given =
      '<userId>ivo.santos@brightwater.example.net</userId><servicePackName>Premium-UC</servicePackName>';
    assert.match(await client.ask('UserServiceUnassignListRequest', given), success);
    assert.equal(await packUsage(client, 'Premium-UC'), 'true|true|Limited|10|25|9');
    assert.match(await client.ask('UserServiceAssignListRequest', wanted), success);
    assert.equal(await packUsage(client, 'Premium-UC'), 'true|true|Limited|10|25|10');
    const none =
      '<userId>hana.ito@brightwater.example.net</userId><servicePackName>Reception</servicePackName>';
    assert.match(await client.ask('UserServiceAssignListRequest', none), /4400.*not authorized/);
  }));

test('authorisations can be raised, lowered and taken away', () =>
  changing(async (client) => {
    const pack = (inside: string) =>
      client.ask(
        'GroupServiceModifyAuthorizationListRequest',
        `${main}<servicePackAuthorization><servicePackName>Meeting-Room</servicePackName>${inside}</servicePackAuthorization>`,
      );
    assert.match(
      await pack('<authorizedQuantity><quantity>9</quantity></authorizedQuantity>'),
      success,
    );
    assert.equal(await packUsage(client, 'Meeting-Room'), 'true|false|Limited|9|Unlimited|0');
    assert.match(
      await pack('<authorizedQuantity><unlimited>true</unlimited></authorizedQuantity>'),
      success,
    );
    assert.equal(
      await packUsage(client, 'Meeting-Room'),
      'true|false|Unlimited|Unlimited|Unlimited|0',
    );
    assert.match(await pack('<unauthorized>true</unauthorized>'), success);
    assert.equal(
      await packUsage(client, 'Meeting-Room'),
      'false|false|Unlimited|Unlimited|Unlimited|0',
    );
  }));

test('numbers are switched on and off, singly, by range, in national or full spelling', () =>
  changing(async (client) => {
    const list = async () =>
      rowsIn(await client.ask('GroupDnGetActivationListRequest', main), 'dnTable').map((row) =>
        row.join('|'),
      );
    assert.match(
      await client.ask(
        'GroupDnActivateListRequest',
        `${main}<phoneNumber>1632960107</phoneNumber><dnRange><minPhoneNumber>+44-1632960192</minPhoneNumber><maxPhoneNumber>+44-1632960193</maxPhoneNumber></dnRange>`,
      ),
      success,
    );
    const after = await list();
    assert.ok(after.includes('+44-1632960101 - +44-1632960112|true'));
    assert.ok(after.includes('+44-1632960192 - +44-1632960193|true'));
    assert.ok(after.includes('+44-1632960194 - +44-1632960199|false'));
    assert.match(
      await client.ask(
        'GroupDnDeactivateListRequest',
        `${main}<phoneNumber>1632960101</phoneNumber>`,
      ),
      success,
    );
    assert.ok((await list()).includes('+44-1632960100 - +44-1632960101|false'));
    assert.match(
      await client.ask('GroupDnActivateListRequest', `${main}<phoneNumber>999</phoneNumber>`),
      /ErrorResponse/,
    );
  }));

test('numbers come and go, but not those that somebody holds or another group owns', () =>
  changing(async (client) => {
    const numbers = async () =>
      (await client.ask('GroupDnGetListRequest', main)).match(/<phoneNumber>/g)?.length;
    const range = (first: string, last: string) =>
      `${main}<dnRange><minPhoneNumber>${first}</minPhoneNumber><maxPhoneNumber>${last}</maxPhoneNumber></dnRange>`;
    assert.equal(await numbers(), 60);
    assert.match(
      await client.ask('GroupDnAssignListRequest', range('1632960150', '1632960159')),
      success,
    );
    assert.equal(await numbers(), 70);
    assert.match(
      await client.ask('GroupDnUnassignListRequest', range('1632960155', '1632960157')),
      success,
    );
    assert.equal(await numbers(), 67);
    assert.match(
      await client.ask('GroupDnAssignListRequest', range('1632960300', '1632960301')),
      /taken/,
    );
    assert.match(
      await client.ask('GroupDnUnassignListRequest', range('1632960100', '1632960101')),
      /in use/,
    );
    assert.equal(await numbers(), 67);
  }));

test('people are added, changed and removed, and their numbers follow', () =>
  changing(async (client) => {
    const person = (userId: string, phoneNumber: string) =>
      `${main}<userId>${userId}</userId><lastName>New</lastName><firstName>Nia</firstName><callingLineIdLastName>New</callingLineIdLastName><callingLineIdFirstName>Nia</callingLineIdFirstName><phoneNumber>${phoneNumber}</phoneNumber><extension>116</extension>`;
    const holder = async (number: string) =>
      rowsIn(await client.ask('GroupDnGetAssignmentListRequest18', main), 'dnTable').find(
        ([cell]) => cell === number,
      )?.[3];
    assert.match(
      await client.ask('UserAddRequest22', person('nia@brightwater.example.net', '1632960116')),
      success,
    );
    assert.equal(await holder('+44-1632960116'), 'nia@brightwater.example.net');
    assert.match(
      await client.ask('UserAddRequest22', person('nia@brightwater.example.net', '1632960117')),
      /\[Error 4200\]/,
    );
    assert.match(
      await client.ask('UserAddRequest22', person('nio@brightwater.example.net', '1632960116')),
      /in use/,
    );
    assert.match(
      await client.ask(
        'UserModifyRequest22',
        '<userId>nia@brightwater.example.net</userId><lastName>Newer</lastName><phoneNumber>1632960117</phoneNumber><extension xsi:nil="true"/><department xsi:type="GroupDepartmentKey"><serviceProviderId>Brightwater</serviceProviderId><groupId>Head-Office</groupId><name>Sales</name></department>',
      ),
      success,
    );
    assert.equal(await holder('+44-1632960117'), 'nia@brightwater.example.net');
    const profile = await client.ask(
      'UserGetRequest22V9',
      '<userId>nia@brightwater.example.net</userId>',
    );
    assert.match(
      profile,
      /<lastName>Newer<.*<phoneNumber>1632960117<\/phoneNumber><department xsi:type="GroupDepartmentKey">.*<departmentFullPath>Sales</,
    );
    assert.match(
      await client.ask('UserDeleteRequest', '<userId>nia@brightwater.example.net</userId>'),
      success,
    );
    assert.match(
      await client.ask('UserGetRequest22V9', '<userId>nia@brightwater.example.net</userId>'),
      /4008/,
    );
    assert.match(await client.ask('GroupGetRequest22V5', main), /<userCount>18</);
  }));

test('a group at its limit takes nobody more', () =>
  changing(async (client) => {
    const depot = main.replace('Head-Office', 'Depot');
    const names =
      '<lastName>N</lastName><firstName>N</firstName><callingLineIdLastName>N</callingLineIdLastName><callingLineIdFirstName>N</callingLineIdFirstName>';
    assert.match(
      await client.ask('UserAddRequest22', `${depot}<userId>n@x</userId>${names}`),
      /limit of the group is reached: 12/,
    );
  }));

test('a user service is switched on and off, and refused to those who lack it', () =>
  changing(async (client) => {
    const ben = '<userId>ben.okoro@brightwater.example.net</userId>';
    const isActive = async () =>
      /<isActive>(\w+)</.exec(await client.ask('UserAnonymousCallRejectionGetRequest', ben))?.[1];
    assert.equal(await isActive(), 'false');
    assert.match(
      await client.ask(
        'UserAnonymousCallRejectionModifyRequest',
        `${ben}<isActive>true</isActive>`,
      ),
      success,
    );
    assert.equal(await isActive(), 'true');
    assert.match(await client.ask('UserAnonymousCallRejectionModifyRequest', ben), success);
    assert.equal(await isActive(), 'true');
    const hana = '<userId>hana.ito@brightwater.example.net</userId>';
    assert.match(
      await client.ask('UserAnonymousCallRejectionGetRequest', hana),
      /\[Error 4410\] Service is not assigned/,
    );
  }));

test('trunk capacity changes within that of the provider', () =>
  changing(async (client) => {
    const ask = (inside: string) => client.ask('GroupTrunkGroupModifyRequest14sp9', main + inside);
    assert.match(
      await ask(
        '<maxActiveCalls>30</maxActiveCalls><burstingMaxActiveCalls><unlimited>true</unlimited></burstingMaxActiveCalls>',
      ),
      success,
    );
    assert.match(
      await client.ask('GroupTrunkGroupGetRequest14sp9', main),
      /<maxActiveCalls>30<\/maxActiveCalls>.*<burstingMaxActiveCalls><unlimited>true</,
    );
    assert.match(await ask('<maxActiveCalls>121</maxActiveCalls>'), /ErrorResponse/);
  }));

test('changes need more than a user or department login', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.loggedIn(
    simulator.urls[0]!,
    'amelia.stone@brightwater.example.net',
  );
  const own = '<userId>amelia.stone@brightwater.example.net</userId>';
  assert.match(
    await client.ask('UserAnonymousCallRejectionModifyRequest', `${own}<isActive>true</isActive>`),
    success,
  );
  assert.match(
    await client.ask(
      'UserServiceAssignListRequest',
      `${own}<servicePackName>Meeting-Room</servicePackName>`,
    ),
    /5404/,
  );
  assert.match(await client.ask('UserDeleteRequest', own), /5404/);
});
