import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneDocument, RawClient } from '../../test/raw-client.js';
import { demoWorld } from './demo/demo-world.js';
import { type FaultName, faultTable } from './fault-kinds.js';
import { parseFault } from './faults.js';
import { type Simulator, startSimulator } from './simulator.js';

const mainGroup =
  '<serviceProviderId>Brightwater</serviceProviderId><groupId>Head-Office</groupId>';
const licences = 'GroupServiceGetAuthorizationListRequest';
const version = 'SystemSoftwareVersionGetRequest';

/** A simulator with one client that is logged in before any fault is there. */
async function both(): Promise<{ simulator: Simulator; client: RawClient } & AsyncDisposable> {
  const simulator = await startSimulator({ world: demoWorld() });
  const client = await RawClient.loggedIn(simulator.urls[0]!, 'auditor@example.net');
  return {
    simulator,
    client,
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]();
      await simulator.close();
    },
  };
}

/** What the answer to one command looks like with these faults. */
const answers: readonly (readonly [string, string, RegExp])[] = [
  ['wrong-session', version, /<sessionId xmlns="">raw-1-other<\/sessionId>/],
  ['wrong-type', version, /xsi:type="SystemTimeZoneGetListResponse"/],
  [
    'unknown-command',
    version,
    /type="c:ErrorResponse".*6004.*<detail><!\[CDATA\[.*SystemSoftwareVersionGetRequest/s,
  ],
  ['permission', version, /\[Error 5404\]/],
  ['error', version, /\[Error 4003\]/],
  ['error=4500', version, /\[Error 4500\]/],
  ['crlf', version, /^<\?xml version="1\.0" encoding="ISO-8859-1"\?>\r\n.*\r\n$/s],
  ['blank-line', version, /^\n<\?xml /],
  [
    'other-prefix',
    version,
    /<ns0:BroadsoftDocument xmlns:ns0="C" xmlns:i=.*<command echo="" i:type="SystemSoftwareVersionGetResponse">/,
  ],
  ['utf-8', licences, /^<\?xml version="1\.0" encoding="UTF-8"\?>/],
  ['drip', version, /Rel_24.*<\/BroadsoftDocument>\n$/],
  ['split', version, /Rel_24.*<\/BroadsoftDocument>\n$/],
  ['slow=1', version, /Rel_24/],
  ['late=1', version, /Rel_24/],
];

for (const [fault, command, expected] of answers)
  test(`${fault} shows in the answer, and is gone when it is removed`, async () => {
    await using pair = await both();
    const { simulator, client } = pair;
    const elements = command === licences ? mainGroup : '';
    simulator.faults.add(fault);
    assert.match(await client.ask(command, elements), expected);
    simulator.faults.remove(fault.split('=')[0]!);
    assert.deepEqual(simulator.faults.list(), []);
    const after = await client.ask(command, elements);
    assert.match(after, /^<\?xml version="1\.0" encoding="ISO-8859-1"\?>\n<BroadsoftDocument /);
    assert.match(
      after,
      /<sessionId xmlns="">raw-1<\/sessionId><command echo="" xsi:type="\w+Response"/,
    );
  });

test('cut sends half a document and closes; reset sends half and breaks the connection', async () => {
  for (const fault of ['cut', 'reset']) {
    await using pair = await both();
    const { simulator, client } = pair;
    simulator.faults.add(fault);
    client.send([version, '']);
    await client.until(() => client.isOver);
    assert.equal(client.errorCode, fault === 'reset' ? 'ECONNRESET' : undefined);
    assert.doesNotMatch(client.received, /<\/BroadsoftDocument>/);
  }
});

test('reset reaches through TLS', async () => {
  await using simulator = await startSimulator({
    world: demoWorld(),
    listen: ['tls://127.0.0.1:0'],
  });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, 'auditor@example.net', {
    ca: simulator.certificate,
  });
  simulator.faults.add('reset');
  client.send([version, '']);
  await client.until(() => client.isOver);
  assert.equal(client.errorCode, 'ECONNRESET');
});

test('half leaves the connection open with half a document; silent says nothing and goes on with the next', async () => {
  await using pair = await both();
  const { simulator, client } = pair;
  simulator.faults.add('silent*1');
  client.send([version, '']);
  simulator.faults.add(`half@${licences}`);
  client.send([licences, mainGroup]);
  await client.until(
    () =>
      client.received.includes('userServicesAuthorizationTable') || client.received.length > 4000,
  );
  assert.match(client.received, /^<\?xml .*GroupServiceGetAuthorizationListResponse/s);
  assert.equal(client.isOver, false);
});

test('a late answer comes after the answer to the next request', async () => {
  await using pair = await both();
  const { simulator, client } = pair;
  simulator.faults.add('late=30*1');
  // In one piece, so that the clock has no say in what comes first.
  const providers = oneDocument('raw-1', ['ServiceProviderGetListRequest', '']);
  client.socket.write(oneDocument('raw-1', [version, '']) + providers);
  assert.match(await client.document(), /ServiceProviderGetListResponse/);
  assert.match(await client.document(), /SystemSoftwareVersionGetResponse/);
});

test('logout comes from the server in place of the answer or after it, and the connection closes', async () => {
  for (const fault of ['logout', 'logout=after']) {
    await using pair = await both();
    const { simulator, client } = pair;
    simulator.faults.add(fault);
    client.send([version, '']);
    if (fault === 'logout=after') assert.match(await client.document(), /Rel_24/);
    assert.match(
      await client.document(),
      /<command xsi:type="LogoutRequest" xmlns=""><userId>auditor@example\.net<\/userId><reason>Open Client Server Forced Logout<\/reason><\/command>/,
    );
    await client.until(() => client.isOver);
  }
});

test('lost-session strikes once: a new login is good again', async () => {
  await using pair = await both();
  const { simulator, client } = pair;
  simulator.faults.add('lost-session');
  assert.match(await client.ask(version), /not logged in/);
  assert.match(await client.ask(version), /not logged in/);
  await using again = await RawClient.loggedIn(simulator.urls[0]!, 'auditor@example.net', {
    sessionId: 'raw-2',
  });
  assert.match(await again.ask(version), /Rel_24/);
});

test('batches can be refused as a whole, or answered with one answer too few', async () => {
  await using pair = await both();
  const { simulator, client } = pair;
  const count = (text: string) => text.match(/<command /g)?.length;
  simulator.faults.add('refuse-batch');
  client.send([version, ''], [version, '']);
  const refused = await client.document();
  assert.equal(refused.match(/ErrorResponse/g)?.length, 1);
  assert.match(await client.ask(version), /Rel_24/);
  simulator.faults.clear();
  simulator.faults.add('one-short');
  client.send([version, ''], [version, ''], [version, '']);
  assert.equal(count(await client.document()), 2);
  assert.equal(count(await client.ask(version)), 1);
});

test('a table or a column can be left out, the last or the named one', async () => {
  await using pair = await both();
  const { simulator, client } = pair;
  simulator.faults.add('missing-table');
  const without = await client.ask(licences, mainGroup);
  assert.match(without, /groupServicesAuthorizationTable/);
  assert.doesNotMatch(without, /userServicesAuthorizationTable/);
  simulator.faults.clear();
  simulator.faults.add('missing-heading');
  assert.doesNotMatch(await client.ask(licences, mainGroup), /<colHeading>Usage</);
  simulator.faults.clear();
  simulator.faults.add('missing-heading=Licensed');
  const narrow = await client.ask(licences, mainGroup);
  assert.doesNotMatch(narrow, /<colHeading>Licensed</);
  assert.match(narrow, /<colHeading>Usage</);
});

test('wrong-charset declares UTF-8 and sends Latin-1; utf-8 sends what it declares', async () => {
  await using pair = await both();
  const { simulator, client } = pair;
  simulator.faults.add('wrong-charset');
  const lied = await client.ask(
    'UserGetRequest22V9',
    '<userId>jurgen.muller@brightwater.example.net</userId>',
  );
  assert.match(lied, /encoding="UTF-8".*<lastName>M\xfcller</s);
  simulator.faults.clear();
  simulator.faults.add('utf-8');
  const true8 = await client.ask(
    'UserGetRequest22V9',
    '<userId>piotr.lodzki@brightwater.example.net</userId>',
  );
  assert.match(
    Buffer.from(true8, 'latin1').toString('utf8'),
    /encoding="UTF-8".*<lastName>Łódzki</s,
  );
});

test('a fault can be kept to one command, one group, or a number of times', async () => {
  await using pair = await both();
  const { simulator, client } = pair;
  const profile = (groupId: string) =>
    client.ask(
      'GroupGetRequest22V5',
      `<serviceProviderId>Brightwater</serviceProviderId><groupId>${groupId}</groupId>`,
    );
  simulator.faults.add('permission@Depot');
  assert.match(await profile('Depot'), /5404/);
  assert.match(await profile('Roma'), /GroupGetResponse22V5/);
  simulator.faults.clear();
  simulator.faults.add('error', { command: version, times: 2 });
  assert.match(await profile('Depot'), /GroupGetResponse22V5/);
  assert.match(await client.ask(version), /4003/);
  assert.match(await client.ask(version), /4003/);
  assert.match(await client.ask(version), /Rel_24/);
});

test('faults stack', async () => {
  await using pair = await both();
  const { simulator, client } = pair;
  for (const fault of ['crlf', 'permission', 'wrong-session']) simulator.faults.add(fault);
  assert.match(await client.ask(version), /\r\n.*raw-1-other.*5404.*\r\n$/s);
});

test('logins are left alone unless the fault is one of spelling or names them', async () => {
  await using simulator = await startSimulator({ world: demoWorld(), faults: ['error', 'crlf'] });
  await using client = await RawClient.open(simulator.urls[0]!);
  const login = '<userId>auditor@example.net</userId><password>tide-table-7</password>';
  assert.match(await client.ask('LoginRequest22V5', login), /\r\n.*LoginResponse22V5/s);
  simulator.faults.add('error=4962@LoginRequest22V5');
  assert.match(await client.ask('LoginRequest22V5', login), /4962/);
});

for (const name of Object.keys(faultTable) as FaultName[])
  test(`the group fault-${name} is an ordinary small group but for its fault`, async () => {
    await using pair = await both();
    const { simulator, client } = pair;
    const group = `<serviceProviderId>Liberty</serviceProviderId><groupId>fault-${name}</groupId>`;
    client.send(['GroupGetRequest22V5', group], ['GroupDnGetSummaryListRequest', group]);
    client.send([version, '']);
    await client.until(
      () =>
        client.isOver ||
        client.received.includes('SystemSoftwareVersionGetResponse') ||
        client.received.includes('not logged in'),
    );
    const { groups } = simulator.world.providers.get('Liberty')!;
    assert.ok(!groups.has(`fault-${name}`), 'no list shows it');
    const made = simulator.world.providers.get('Liberty')!.faultGroups.get(`fault-${name}`);
    assert.equal(made?.holders.size, 4);
  });

test('a group of trouble that strikes once is armed again by a logout', async () => {
  await using pair = await both();
  const { simulator, client } = pair;
  const group =
    '<serviceProviderId>Liberty</serviceProviderId><groupId>fault-lost-session</groupId>';
  assert.match(await client.ask('GroupGetRequest22V5', group), /not logged in/);
  await using second = await RawClient.loggedIn(simulator.urls[0]!, 'auditor@example.net', {
    sessionId: 'raw-2',
  });
  assert.match(await second.ask('GroupGetRequest22V5', group), /GroupGetResponse22V5/);
  await second.ask('LogoutRequest', '<userId>auditor@example.net</userId>');
  await using third = await RawClient.loggedIn(simulator.urls[0]!, 'auditor@example.net', {
    sessionId: 'raw-3',
  });
  assert.match(await third.ask('GroupGetRequest22V5', group), /not logged in/);
});

test('the short form of a fault is read in all its parts, and a wrong name is refused with the right ones', () => {
  assert.deepEqual(parseFault('slow=250@GroupGetRequest22V5*3'), {
    name: 'slow',
    value: '250',
    command: 'GroupGetRequest22V5',
    times: 3,
  });
  assert.deepEqual(parseFault('cut@Head-Office'), { name: 'cut', group: 'Head-Office' });
  assert.throws(() => parseFault('slwo'), {
    code: 'SETTING_INVALID',
    message: /slow, late, silent/,
  });
  assert.throws(() => parseFault('constructor'), { code: 'SETTING_INVALID' });
});
