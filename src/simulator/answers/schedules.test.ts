import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawClient, rowsIn } from '../../../test/raw-client.js';
import { demoWorld } from '../demo/demo-world.js';
import { startSimulator } from '../simulator.js';

const main = '<serviceProviderId>Brightwater</serviceProviderId><groupId>Head-Office</groupId>';
const success = /c:SuccessResponse/;
const fields = (name: string, type = 'Holiday') =>
  `<scheduleName>${name}</scheduleName><scheduleType>${type}</scheduleType>`;
const key = (name: string, type = 'Holiday') => `<scheduleKey>${fields(name, type)}</scheduleKey>`;

async function asking(
  work: (client: RawClient) => Promise<void>,
  login = 'auditor@example.net',
): Promise<void> {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, login);
  await work(client);
}

const list = async (client: RawClient, rest = '') =>
  [
    ...(await client.ask('GroupScheduleGetListRequest17sp1', main + rest)).matchAll(
      /<scheduleGlobalKey><scheduleKey><scheduleName>(.*?)<\/scheduleName><scheduleType>(\w+)<\/scheduleType><\/scheduleKey><scheduleLevel>Group<\/scheduleLevel><\/scheduleGlobalKey>/g,
    ),
  ].map(([, name, type]) => `${name} ${type}`);

test('schedules are listed, all or of one type, and their events', () =>
  asking(async (client) => {
    assert.deepEqual(await list(client), ['Bank Holidays Holiday', 'Office Hours Time']);
    const only = '<scheduleType>Time</scheduleType>';
    assert.deepEqual(await list(client, only), ['Office Hours Time']);
    const events = (which: string) => client.ask('GroupScheduleGetEventListRequest', main + which);
    assert.match(
      await events(key('Office Hours', 'Time')),
      /<eventName>Weekdays<\/eventName><eventName>Saturday morning<\/eventName><\/command>/,
    );
    // The type is part of the key.
    assert.match(await events(key('Office Hours')), /Schedule not found: Office Hours/);
    assert.match(await events(fields('Office Hours')), /\[Error 6004\]/);
  }));

test('schedules are added, renamed with their events, and removed', () =>
  asking(async (client) => {
    const add = (which: string) => client.ask('GroupScheduleAddRequest', main + which);
    assert.match(await add(fields('Nights', 'Time')), success);
    assert.match(await add(fields('Nights')), success);
    assert.match(await add(fields('Nights')), /Schedule already exists: Nights/);
    assert.match(await add(fields('Nights', 'Never')), /\[Error 6004\]/);
    assert.match(await add(fields('N'.repeat(41))), /\[Error 6004\]/);
    const rename = (which: string, name: string) =>
      client.ask(
        'GroupScheduleModifyRequest',
        `${main}${which}<newScheduleName>${name}</newScheduleName>`,
      );
    assert.match(await rename(key('Bank Holidays'), 'Nights'), /already exists/);
    assert.match(await rename(key('Gone'), 'Nights'), /not found/);
    assert.match(await rename(key('Bank Holidays'), 'Feast Days'), success);
    assert.match(
      await client.ask('GroupScheduleGetEventListRequest', main + key('Feast Days')),
      /<eventName>New Year</,
    );
    const remove = (which: string) => client.ask('GroupScheduleDeleteListRequest', main + which);
    assert.match(await remove(key('Nights') + key('Gone')), /Schedule not found: Gone/);
    assert.match(await remove(key('Nights') + key('Feast Days')), success);
    assert.deepEqual(await list(client), ['Office Hours Time', 'Nights Time']);
    assert.match(await remove(''), /\[Error 6004\]/);
  }));

test('schedules of another group are out of scope, those of an unknown one are nowhere', async () => {
  const roma = main.replace('Head-Office', 'Roma');
  await asking(async (client) => {
    assert.equal((await list(client)).length, 2);
    assert.match(await client.ask('GroupScheduleGetListRequest17sp1', roma), /\[Error 5404\]/);
  }, 'office@brightwater.example.net');
  await asking(async (client) => {
    const nowhere = main.replace('Head-Office', 'Nowhere');
    assert.match(await client.ask('GroupScheduleGetListRequest17sp1', nowhere), /\[Error 4007\]/);
  });
});

test('providers, their people and group accounts are told to whom they concern', async () => {
  const provider = (id: string) => `<serviceProviderId>${id}</serviceProviderId>`;
  await asking(async (client) => {
    const old = await client.ask('ServiceProviderGetRequest13mp2', provider('Brightwater'));
    assert.match(old, /><isEnterprise>true<.*<serviceProviderName>Brightwater plc<\/service/);
    assert.doesNotMatch(old, /useServiceProviderLanguages/);
    assert.match(
      await client.ask('ServiceProviderGetRequest22V2', provider('Meridian')),
      /><useCustomRoutingProfile>false<.*<useServiceProviderLanguages>false<.*<resellerId>Longshore</,
    );
    const people = rowsIn(
      await client.ask('UserGetListInServiceProviderRequest', provider('Brightwater')),
      'userTable',
    );
    assert.equal(people.length, 18 + 62 + 12 + 2 + 1);
    assert.deepEqual(
      people.find(([userId]) => userId?.startsWith('giulia')),
      [
        'giulia.marchetti@brightwater.example.net',
        'Roma',
        'Marchetti',
        'Giulia',
        '',
        '+39-0655501001',
        'true',
        '',
        'Marchetti',
        'Giulia',
        'false',
        '1001',
        '',
      ],
    );
  });
  await asking(async (client) => {
    const admin = (id: string) => client.ask('GroupAdminGetRequest', `<userId>${id}</userId>`);
    assert.match(
      await admin('office@brightwater.example.net'),
      /<groupId>Head-Office<\/groupId><firstName>Noor<.*<language>English</,
    );
    assert.match(await admin('auditor@example.net'), /\[Error 4008\]/);
    assert.match(
      await client.ask('ServiceProviderGetRequest22V2', provider('Meridian')),
      /\[Error 5404\]/,
    );
  }, 'admin@brightwater.example.net');
});
