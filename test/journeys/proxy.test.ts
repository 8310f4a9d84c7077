// The proxy between bare sockets: byte for byte both ways, however they are cut, and a record of every document.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connect } from '../../src/index.js';
import type { SouthMessage } from '../../src/records/index.js';
import { selfSigned } from '../../src/simulator/certificate.js';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { oneDocument, RawClient } from '../raw-client.js';
import { document, logout, refusal, reply, success } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';
import { eventually, keepAll, openStand, type Stand, Wire } from './proxy-stand.js';

const login: readonly [string, string] = [
  'LoginRequest14sp4',
  '<userId>auditor@example.net</userId><plainTextPassword>tide-table-7</plainTextPassword>',
];
const read: readonly [string, string] = [
  'GroupGetRequest22V5',
  '<serviceProviderId>Brightwater</serviceProviderId><groupId>Head-Office</groupId>',
];
const change: readonly [string, string] = [
  'UserDoNotDisturbModifyRequest',
  '<userId>giulia.marchetti@brightwater.example.net</userId><isActive>true</isActive>',
];

const bye: readonly [string, string] = ['LogoutRequest', '<userId>auditor@example.net</userId>'];

const echo = {
  on: (exchange: { sessionId: string; names: readonly string[]; send: (text: string) => void }) => {
    const answers = exchange.names.map((name) =>
      name.includes('Modify') ? success : reply(name.replace('Request', 'Response'), '<x>y</x>'),
    );
    exchange.send(document(exchange.sessionId, ...answers));
    return true;
  },
};

const southOf = ({ south_data: data }: { south_data: string }) =>
  JSON.parse(data) as SouthMessage[];
const brief = async (stand: Stand) =>
  (await stand.records()).map((one) => [
    one.end_point_name.replace('svc_v1:muster.oci.', ''),
    one.http_method,
    one.status_code,
    one.author_id,
  ]);

describe('the proxy', () => {
  test('passes a whole conversation with the simulator, as if it were not there', async () => {
    await using simulator = await startSimulator({ world: demoWorld() });
    await using stand = await openStand(simulator.urls[0]!, { keep: keepAll });
    const talk = async (url: string) => {
      await using wire = await Wire.open(url);
      for (const one of [[login], [read, read], [change], [bye]])
        await wire.ask(oneDocument('s-1', ...one));
      return wire.text;
    };
    const direct = await talk(simulator.urls[0]!);
    assert.equal(await talk(stand.proxy.urls[0]!), direct);
    await eventually(() => stand.lines.length === 4);
    const me = 'auditor@example.net';
    assert.deepEqual(await brief(stand), [
      ['LoginRequest14sp4', 'POST', 200, me],
      ['GroupGetRequest22V5', 'GET', 200, me],
      ['UserDoNotDisturbModifyRequest', 'POST', 200, me],
      ['LogoutRequest', 'POST', 200, me],
    ]);
    const records = await stand.records();
    assert.equal(records[0]!.author_role, '16');
    assert.equal(records[0]!.impacted_user_id, me);
    assert.equal(records[1]!.impacted_tenant_id, 'Brightwater');
    assert.equal(records[1]!.impacted_group_id, 'Head-Office');
    assert.equal(records[2]!.impacted_user_id, 'giulia.marchetti@brightwater.example.net');
    assert.equal(records[2]!.end_point_full_url, '/oci/UserDoNotDisturbModifyRequest');
    const [request, answer] = southOf(records[1]!);
    assert.equal(request!.protocol, 'BS-OCI');
    assert.equal(request!.content, oneDocument('s-1', read, read));
    assert.ok(direct.includes(answer!.content.trim()));
    assert.deepEqual(
      stand.proxy.learned().map(({ login: who, command, count }) => [who, command, count]),
      [
        [me, 'GroupGetRequest22V5', 2],
        [me, 'LoginRequest14sp4', 1],
        [me, 'LogoutRequest', 1],
        [me, 'UserDoNotDisturbModifyRequest', 1],
      ],
    );
  });

  test('knows where a user is whose commands name no group, when the account reaches no further', async () => {
    await using simulator = await startSimulator({ world: demoWorld() });
    await using stand = await openStand(simulator.urls[0]!);
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    const as = (userId: string): readonly [string, string] => [
      'LoginRequest14sp4',
      `<userId>${userId}</userId><plainTextPassword>tide-table-7</plainTextPassword>`,
    ];
    const own: typeof change = [
      change[0],
      '<userId>amelia.stone@brightwater.example.net</userId><isActive>false</isActive>',
    ];
    const leave = (userId: string): typeof bye => [bye[0], `<userId>${userId}</userId>`];
    const asked = [
      as('office@brightwater.example.net'),
      own,
      // Of another group.
      change,
      leave('office@brightwater.example.net'),
      as('admin@brightwater.example.net'),
      own,
      leave('admin@brightwater.example.net'),
      login,
      own,
    ];
    for (const one of asked) await wire.ask(oneDocument('s-1', one));
    await eventually(() => stand.lines.length === asked.length);
    const changes = (await stand.records()).filter(({ end_point_name: name }) =>
      name.endsWith(change[0]),
    );
    assert.deepEqual(
      changes.map((one) => [one.status_code, one.impacted_tenant_id, one.impacted_group_id]),
      [
        [200, 'Brightwater', 'Head-Office'],
        [403, '', ''],
        [200, 'Brightwater', ''],
        [200, '', ''],
      ],
    );
    const found = stand.ledger.rows.filter(({ values }) => values.group === 'Head-Office');
    assert.equal(found.length, 1);
  });

  test('never keeps a password, a digest or a nonce', async () => {
    await using simulator = await startSimulator({ world: demoWorld() });
    await using stand = await openStand(simulator.urls[0]!, { keep: keepAll });
    const client = await connect({
      target: stand.proxy.urls[0]!,
      username: 'auditor@example.net',
      password: 'tide-table-7',
      records: 'none',
      rate: 0,
    });
    const fields = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };
    await client.send({ command: 'GroupGetRequest22V5', fields });
    await client.close();
    await eventually(() => stand.lines.length === 4);
    const all = (await stand.records()).map(({ south_data: data }) => data).join('\n');
    assert.match(all, /signedPassword>\[redacted\]</);
    assert.match(all, /nonce>\[redacted\]</);
    assert.ok(!all.includes('tide-table-7'));
    assert.deepEqual(
      (await brief(stand)).map(([name, , , who]) => [name, who]),
      [
        ['AuthenticationRequest', ''],
        ['LoginRequest14sp4', 'auditor@example.net'],
        ['GroupGetRequest22V5', 'auditor@example.net'],
        ['LogoutRequest', 'auditor@example.net'],
      ],
    );
  });

  test('sends south exactly what came, whatever is between documents and in them', async () => {
    await using stub = await StubServer.start(echo);
    await using stand = await openStand(stub.url, { keep: keepAll });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    const odd = [
      oneDocument('s', read),
      `\r\n \n${oneDocument('s', change).trimEnd()}`,
      `\n<?xml version='1.0' encoding="UTF-8" standalone="no" ?><!-- a --><q:BroadsoftDocument protocol="OCI" xmlns:q="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId>\u00c3\u00b8</sessionId><command xsi:type="UserGetRequest22" xmlns=""><userId><![CDATA[</BroadsoftDocument>]]>x</userId></command></q:BroadsoftDocument\n>`,
      oneDocument('s', [
        'UserModifyRequest22',
        '<userId>\xf8se@example.net</userId><lastName>\xc5s</lastName>',
      ]),
      '\n\n',
    ];
    // The stub finds only the ordinary end tag.
    const ordinary = [odd[0], odd[1], odd[3]].join('');
    await wire.ask(ordinary, 3);
    assert.equal(stub.received, ordinary);
    assert.deepEqual(
      stub.documents.map(([name]) => name),
      [read[0], change[0], 'UserModifyRequest22'],
    );
    wire.socket.write(Buffer.from(odd[4]!));
    await stub.until(() => stub.received.length === ordinary.length + 2);
    wire.socket.write(Buffer.from(odd[2]!, 'latin1'));
    await stub.until(() => stub.received.length === ordinary.length + 2 + odd[2]!.length);
    assert.equal(stub.received, `${ordinary}\n\n${odd[2]}`);
    await eventually(() => stand.lines.length === 3);
    const [, , latin] = await stand.records();
    assert.equal(latin!.impacted_user_id, 'øse@example.net');
  });

  test('takes a document cut at every byte, and the white space behind it at once', async () => {
    await using stub = await StubServer.start(echo);
    await using stand = await openStand(stub.url);
    const bytes = oneDocument('s', ['UserGetRequest22', '']);
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    let sent = '';
    for (let at = 1; at < bytes.length; at += 7) {
      wire.socket.write(bytes.slice(0, at));
      await new Promise((resolve) => setImmediate(resolve));
      await wire.ask(bytes.slice(at));
      sent += bytes;
      assert.equal(stub.received, sent);
    }
    for (const byte of bytes) wire.socket.write(byte);
    await stub.until(() => stub.received.length === sent.length + bytes.length);
    assert.equal(stub.received, sent + bytes);
  });

  test('brings answers back as they come, in many pieces, several in one, and a long one', async () => {
    const words = 'æøå '.repeat(20_000);
    const long = Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>\n${document('s', reply('UserGetResponse22', `<a>${words}</a>`)).split('\n')[1]}\n`,
    );
    await using stub = await StubServer.start({
      on: ({ names, socket }) => {
        if (names[0] !== 'UserGetRequest22') return false;
        for (let at = 0; at < long.length; at += 1_000) socket.write(long.subarray(at, at + 1_000));
        return true;
      },
    });
    await using stand = await openStand(stub.url);
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    await wire.ask(
      oneDocument('s', ['UserGetRequest22', '']) + oneDocument('s', ['UserGetRequest22', '']),
      2,
    );
    await wire.until(() => wire.bytes.length === long.length * 2);
    assert.deepEqual(wire.bytes, Buffer.concat([long, long]));
  });

  test('tells apart what nobody asked for: a logout by the server, between answers and before one', async () => {
    const farewell = document('s-1', logout);
    await using stub = await StubServer.start({
      on: ({ names, socket }) => {
        if (names[0] === 'GroupGetRequest22V5') socket.write(farewell);
        if (names[0] === 'SuccessResponse') return true;
        return false;
      },
      answers: { GroupGetRequest22V5: reply('GroupGetResponse22V5', '<a>b</a>') },
    });
    await using stand = await openStand(stub.url, { keep: keepAll });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    await wire.ask(
      oneDocument('s-1', [
        'LoginRequest22V5',
        '<userId>auditor@example.net</userId><password>tide-table-7</password>',
      ]),
    );
    const got = await wire.ask(oneDocument('s-1', read), 2);
    assert.ok(got.startsWith(farewell));
    wire.socket.write(document('s-1', success));
    await stub.until(
      () => stub.count('SuccessResponse') === 0 && stub.received.endsWith(document('s-1', success)),
    );
    stub.sockets()[0]!.write(document('s-1', refusal(undefined, 'The system goes down.')));
    await wire.until(() => wire.documents === 4);
    await eventually(() => stand.lines.length === 5);
    assert.deepEqual((await brief(stand)).sort(), [
      ['ErrorResponse', 'POST', 200, ''],
      ['GroupGetRequest22V5', 'GET', 200, 'auditor@example.net'],
      ['LoginRequest22V5', 'POST', 200, 'auditor@example.net'],
      ['LogoutRequest', 'POST', 200, 'auditor@example.net'],
      ['SuccessResponse', 'POST', 200, ''],
    ]);
    const records = await stand.records();
    const readRecord = records.find(({ end_point_name: name }) =>
      name.endsWith('GroupGetRequest22V5'),
    );
    assert.ok(
      !readRecord!.south_data.includes('LogoutRequest'),
      'the logout is not part of the answer',
    );
    const bye = records.find(({ end_point_name: name }) => name.endsWith('LogoutRequest'))!;
    assert.deepEqual(
      southOf(bye).map(({ type, content }) => [type, content]),
      [['request', farewell.trimEnd()]],
    );
  });

  test('maps what the switch refuses, whole and in part', async () => {
    await using stub = await StubServer.start({
      on: ({ names, sessionId, send }) => {
        const said = names.map((name) =>
          name === 'UserGetRequest22'
            ? refusal(4008, 'User not found: x')
            : name === 'SystemGetRequest'
              ? refusal(5404, 'Unauthorized')
              : success,
        );
        send(
          document(
            sessionId,
            ...(names.length === 3 ? [refusal(6004, 'OCI XML Request validation error')] : said),
          ),
        );
        return true;
      },
    });
    await using stand = await openStand(stub.url);
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    const user: readonly [string, string] = ['UserGetRequest22', '<userId>a</userId>'];
    await wire.ask(oneDocument('s', user));
    await wire.ask(oneDocument('s', ['SystemGetRequest', '']));
    await wire.ask(oneDocument('s', user, change));
    await wire.ask(oneDocument('s', user, user, user));
    await eventually(() => stand.lines.length === 4);
    assert.deepEqual(
      stand.lines.map(({ status }) => status),
      [404, 403, 207, 400],
    );
    const third = (await stand.records())[2]!;
    assert.equal(
      third.end_point_name,
      'svc_v1:muster.oci.UserDoNotDisturbModifyRequest',
      'called after the change',
    );
    assert.equal(third.impacted_user_id, '', 'they touch different users');
  });

  test('speaks TLS to its clients', async () => {
    await using simulator = await startSimulator({
      world: demoWorld(),
      listen: ['tls://127.0.0.1:0'],
    });
    const own = selfSigned(Date.now());
    await using stand = await openStand(simulator.urls[0]!, {
      listen: ['tls://127.0.0.1:0', 'tcp://127.0.0.1:0'],
      tls: own,
      ca: simulator.certificate,
    });
    await using raw = await RawClient.open(stand.proxy.urls[0]!, { ca: own.cert });
    await raw.ask(...login);
    assert.match(await raw.ask(...read), /GroupGetResponse22V5/);
    await using plain = await RawClient.loggedIn(stand.proxy.urls[1]!, 'auditor@example.net');
    assert.match(await plain.ask(...read), /GroupGetResponse22V5/);
  });

  for (const listen of ['tcp', 'http'])
    test(`shows the library the same group over ${listen} as the switch itself`, async () => {
      const world = { world: demoWorld(), listen: [`${listen}://127.0.0.1:0`] };
      await using simulator = await startSimulator(world);
      await using stand = await openStand(simulator.urls[0]!);
      const auditOf = async (target: string) => {
        const account = { username: 'auditor@example.net', password: 'tide-table-7' };
        const client = await connect({ target, ...account, records: 'none', rate: 0 });
        const group = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };
        const { payload, audit } = await client.auditGroup(group);
        await client.close();
        return { payload, completeness: audit.status };
      };
      const direct = await auditOf(simulator.urls[0]!);
      assert.equal(direct.completeness, 'complete');
      assert.deepEqual(await auditOf(stand.proxy.urls[0]!), direct);
      await eventually(() => stand.lines.some(({ commands }) => commands[0] === 'LogoutRequest'));
      assert.ok(stand.lines.every(({ status, refused }) => status < 300 && refused === undefined));
    });
});
