import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { oneDocument, RawClient, rowsIn } from '../../test/raw-client.js';
import { demoWorld } from './demo/demo-world.js';
import { generateWorld } from './demo/generate-world.js';
import { startSimulator } from './simulator.js';

const mainGroup =
  '<serviceProviderId>Brightwater</serviceProviderId><groupId>Head-Office</groupId>';
const auditor = 'auditor@example.net';
const declared = '<?xml version="1.0" encoding="ISO-8859-1"?>\n';
const opened = (sessionId: string) =>
  `<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">${sessionId}</sessionId>`;

test('an answer looks like one of a real server, to the last attribute and line feed', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, auditor);
  assert.equal(
    await client.ask('SystemSoftwareVersionGetRequest'),
    `${declared}${opened('raw-1')}<command echo="" xsi:type="SystemSoftwareVersionGetResponse" xmlns=""><version>Rel_24.0_1.944</version></command></BroadsoftDocument>\n`,
  );
  assert.equal(
    await client.ask('UserServiceUnassignListRequest', '<userId>nobody@example.net</userId>'),
    `${declared}${opened('raw-1')}<command type="Error" echo="" xsi:type="c:ErrorResponse" xmlns:c="C" xmlns=""><summary>[Error 4008] User not found: nobody@example.net</summary><summaryEnglish>[Error 4008] User not found: nobody@example.net</summaryEnglish></command></BroadsoftDocument>\n`,
  );
  assert.equal(
    await client.ask('LogoutRequest', `<userId>${auditor}</userId><reason>Client Logout</reason>`),
    `${declared}${opened('raw-1')}<command echo="" xsi:type="c:SuccessResponse" xmlns:c="C" xmlns=""/></BroadsoftDocument>\n`,
  );
});

test('a signed login takes the digest of the nonce, once', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.open(simulator.urls[0]!);
  const challenge = await client.ask('AuthenticationRequest', `<userId>${auditor}</userId>`);
  const nonce = /<nonce>(\d+)<\/nonce><passwordAlgorithm>MD5</.exec(challenge)![1]!;
  const sha1 = createHash('sha1').update('tide-table-7').digest('hex');
  const signed = createHash('md5').update(`${nonce}:${sha1}`).digest('hex');
  const login = `<userId>${auditor}</userId><signedPassword>${signed}</signedPassword>`;
  const welcome = await client.ask('LoginRequest14sp4', login);
  assert.match(
    welcome,
    /<loginType>System<\/loginType><locale>en_US<\/locale><encoding>ISO-8859-1<\/encoding><isEnterprise>false<\/isEnterprise><userDomain>/,
  );
  assert.match(await client.ask('LoginRequest14sp4', login), /\[Error 4962\]/);
});

test('several commands of one document are answered in order, and an error does not stop the rest', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, auditor);
  client.send(
    ['GroupServiceIsAssignedRequest', `${mainGroup}<serviceName>Trunk Group</serviceName>`],
    ['UserGetRequest22V9', '<userId>nobody@example.net</userId>'],
    ['SystemSoftwareVersionGetRequest', ''],
  );
  const answer = await client.document();
  const types = [...answer.matchAll(/xsi:type="([\w:]+)"/g)].map(([, type]) => type);
  assert.deepEqual(types, [
    'GroupServiceIsAssignedResponse',
    'c:ErrorResponse',
    'SystemSoftwareVersionGetResponse',
  ]);
});

test('letters of Latin-1 are one byte, and letters beyond it numeric references', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, auditor);
  const rows = rowsIn(await client.ask('GroupDnGetAssignmentListRequest18', mainGroup), 'dnTable');
  const names = rows.map(([, , , , last]) => last);
  assert.ok(names.includes('M\xfcller'));
  assert.ok(names.includes('&#321;\xf3dzki'));
  assert.ok(names.includes("O'Brien"));
  assert.ok(names.includes('Sales &amp; Service'));
});

test('whoever has not logged in is told so, and a session belongs to its connection', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using first = await RawClient.loggedIn(simulator.urls[0]!, auditor);
  await using second = await RawClient.open(simulator.urls[0]!);
  assert.match(await second.ask('SystemSoftwareVersionGetRequest'), /ErrorResponse.*not logged in/);
  assert.match(await first.ask('SystemSoftwareVersionGetRequest'), /Rel_24/);
});

test('what was asked is on record, in order', async () => {
  const asked: string[] = [];
  await using simulator = await startSimulator({
    world: demoWorld(),
    clock: () => 0,
    onCommand: ({ name }) => asked.push(name),
  });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, auditor);
  await client.ask('GroupGetRequest22V5', mainGroup);
  assert.deepEqual(asked, ['LoginRequest14sp4', 'GroupGetRequest22V5']);
  assert.deepEqual(simulator.commands[1], {
    name: 'GroupGetRequest22V5',
    sessionId: 'raw-1',
    at: '1970-01-01T00:00:00.000Z',
    transport: 'tcp',
    groupId: 'Head-Office',
  });
});

test('an address that cannot be is refused with what to write', async () => {
  await assert.rejects(startSimulator({ world: demoWorld(), listen: ['udp://here'] }), {
    code: 'SETTING_INVALID',
    message: /tcp:\/\/127\.0\.0\.1:2208/,
  });
});

test('the echo of a request comes back with its answer', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, auditor);
  const asked = oneDocument('raw-1', ['SystemSoftwareVersionGetRequest', '']);
  client.socket.write(asked.replace('<command ', '<command echo="a &lt;b&gt; &quot;c&quot;" '));
  assert.match(await client.document(), /<command echo="a &lt;b&gt; &quot;c&quot;" xsi:type=/);
});

test('two requests in one piece and one request in many are answered alike', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, auditor);
  const asked = oneDocument('raw-1', ['SystemSoftwareVersionGetRequest', '']);
  client.socket.write(asked + asked);
  const [first, second] = [await client.document(), await client.document()];
  for (const byte of Buffer.from(asked)) client.socket.write(Buffer.of(byte));
  assert.deepEqual([first, second], [second, await client.document()]);
});

test('what is not XML is refused, and the connection closed', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.open(simulator.urls[0]!);
  client.socket.write('GET / HTTP/1.1\r\n\r\n');
  assert.match(await client.document(), /\[Error 6004\]/);
  await client.until(() => client.isOver);
});

test('closing ends every connection, even with an answer under way', async () => {
  const simulator = await startSimulator({
    world: demoWorld(),
    listen: ['tcp://127.0.0.1:0', 'tls://127.0.0.1:0', 'http://127.0.0.1:0', 'https://127.0.0.1:0'],
    faults: ['slow=3600000'],
  });
  assert.deepEqual(
    simulator.urls.map((url) => new URL(url).protocol),
    ['tcp:', 'tls:', 'http:', 'https:'],
  );
  await using plain = await RawClient.loggedIn(simulator.urls[0]!, auditor);
  const ca = simulator.certificate;
  await using secure = await RawClient.loggedIn(simulator.urls[1]!, auditor, { ca });
  for (const client of [plain, secure]) client.send(['SystemSoftwareVersionGetRequest', '']);
  await simulator.close();
  for (const client of [plain, secure]) await client.until(() => client.isOver);
});

test('a port that is taken is told as such', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await assert.rejects(startSimulator({ world: demoWorld(), listen: [simulator.urls[0]!] }), {
    code: 'LISTEN_REFUSED',
    message: /EADDRINUSE/,
  });
});

test('a big group is answered whole', async () => {
  const world = generateWorld({ groups: 1, usersPerGroup: 4000, numbersPerGroup: 6000 });
  await using simulator = await startSimulator({ world });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, auditor);
  const group = '<serviceProviderId>SP0001</serviceProviderId><groupId>G00001</groupId>';
  const rows = rowsIn(await client.ask('GroupDnGetAssignmentListRequest18', group), 'dnTable');
  const numbers = rows.reduce((sum, [cell]) => {
    const [first, last = first] = cell!.split(' - ').map((end) => Number(end.slice(4)));
    return sum + last! - first! + 1;
  }, 0);
  assert.equal(numbers, 6000);
  assert.equal(rows.filter((row) => row[3] !== '').length, 3800);
});
