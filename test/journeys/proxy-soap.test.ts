// The proxy of SOAP calls: bodies byte for byte, cookies kept, the description with its own address, records as over TCP.
import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, test } from 'node:test';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { oneDocument } from '../raw-client.js';
import { document, reply, success } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';
import { eventually, keepAll, openStand, type Stand } from './proxy-stand.js';

type Command = readonly [string, string];
const read: Command = [
  'GroupGetRequest22V5',
  '<serviceProviderId>Brightwater</serviceProviderId><groupId>Head-Office</groupId>',
];
const change: Command = ['UserModifyRequest22', '<userId>a@example.net</userId>'];
const login: Command = [
  'LoginRequest14sp4',
  '<userId>auditor@example.net</userId><plainTextPassword>tide-table-7</plainTextPassword>',
];
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const call = (inner: string, parameter = 'in0') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header/><soapenv:Body><processOCIMessage xmlns="urn:com:broadsoft:webservice"><${parameter}>${inner}</${parameter}></processOCIMessage></soapenv:Body></soapenv:Envelope>`;

interface Got {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function ask(
  url: string,
  body: string | Buffer | undefined,
  headers: Record<string, string> = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const type = { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""' };
    const method = body === undefined ? 'GET' : 'POST';
    const request = httpRequest(url, { method, headers: { ...type, ...headers }, agent: false });
    request.on('error', reject).on('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject).on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString('utf8'),
        }),
      );
    });
    request.end(body);
  });
}

const cookieOf = ({ headers }: Got) => (headers['set-cookie']?.[0] ?? '').split(';')[0] as string;
const brief = async (stand: Stand) =>
  (await stand.records()).map((one) => [
    one.end_point_name.split('.').at(-1),
    one.status_code,
    one.author_id,
  ]);

describe('the proxy of SOAP calls', () => {
  test('passes a conversation with its cookie, and knows who it is by that', async () => {
    await using simulator = await startSimulator({
      world: demoWorld(),
      listen: ['http://127.0.0.1:0'],
    });
    await using stand = await openStand(simulator.urls[0]!, { keep: keepAll });
    const talk = async (url: string) => {
      const first = await ask(url, call(escaped(oneDocument('s', login))));
      const Cookie = cookieOf(first);
      const cdata = call(`<![CDATA[${oneDocument('s', read)}]]>`, 'arg0');
      const second = await ask(url, cdata, { Cookie });
      const alone = await ask(url, call(escaped(oneDocument('s', read))));
      return [first, second, alone].map(({ status, body }) => ({ status, body }));
    };
    const direct = await talk(simulator.urls[0]!);
    assert.deepEqual(await talk(stand.proxy.urls[0]!), direct);
    await eventually(() => stand.lines.length === 3);
    assert.deepEqual(await brief(stand), [
      ['LoginRequest14sp4', 200, 'auditor@example.net'],
      ['GroupGetRequest22V5', 200, 'auditor@example.net'],
      // The session id alone, which anybody can make up, is nobody.
      ['GroupGetRequest22V5', 401, ''],
    ]);
    const [first, second] = await stand.records();
    assert.equal(second!.impacted_group_id, 'Head-Office');
    assert.ok(!first!.south_data.includes('tide-table-7'));
  });

  test('passes what ordinary stacks write around a call', async () => {
    await using stub = await StubServer.start({ transport: 'http' });
    await using stand = await openStand(stub.url);
    const schema = 'http://www.w3.org/2001/XMLSchema';
    const body = call(escaped(oneDocument('s', read)))
      .replace('<in0>', `<in0 xmlns:i="${schema}-instance" xmlns:d="${schema}" i:type="d:string">`)
      .replace(
        '<processOCIMessage',
        '$& soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"',
      )
      .replace('Header/>', 'Header><w:Security xmlns:w="W" w:Id="a"/></soapenv:Header>');
    for (const mark of ['', '\ufeff'])
      assert.equal((await ask(stand.proxy.urls[0]!, mark + body)).status, 200);
    assert.equal((await ask(stand.proxy.urls[0]!, `\ufeff\ufeff${body}`)).status, 500);
    assert.equal(stub.received.split(read[0]).length - 1, 2);
  });

  test('two clients with the same session id are two from their first call on', async () => {
    const held: (() => void)[] = [];
    let cookies = 0;
    await using stub = await StubServer.start({
      transport: 'http',
      on: ({ names, sessionId, http, send }) => {
        const isLogin = names[0] === login[0];
        if (isLogin) http!.response.setHeader('set-cookie', `JSESSIONID=c${++cookies}; Path=/`);
        const type = '<loginType>System</loginType>';
        const said = isLogin ? reply('LoginResponse14sp4', type) : success;
        if (isLogin) held.push(() => send(document(sessionId, said)));
        else send(document(sessionId, said));
        return true;
      },
    });
    await using stand = await openStand(stub.url);
    const url = stand.proxy.urls[0]!;
    const enter = (userId: string) =>
      ask(url, call(escaped(oneDocument('same', [login[0], `<userId>${userId}</userId>`]))));
    const alice = enter('alice@example.net');
    await stub.until(() => held.length === 1);
    const bob = enter('bob@example.net');
    await stub.until(() => held.length === 2);
    for (const answer of held) answer();
    const [hers, his] = [cookieOf(await alice), cookieOf(await bob)];
    assert.notEqual(hers, his);
    await eventually(() => stand.ledger.rows.length === 2);
    await ask(url, call(escaped(oneDocument('same', change))), { Cookie: hers });
    await ask(url, call(escaped(oneDocument('same', change))), { Cookie: his });
    await ask(url, call(escaped(oneDocument('same', change))));
    const authors = (await brief(stand)).slice(2).map(([, , author]) => author);
    assert.deepEqual(authors, ['alice@example.net', 'bob@example.net', '']);
  });

  test('gives the description of the service with its own address', async () => {
    await using simulator = await startSimulator({
      world: demoWorld(),
      listen: ['http://127.0.0.1:0'],
    });
    await using stand = await openStand(simulator.urls[0]!);
    const { status, body } = await ask(`${stand.proxy.urls[0]}?wsdl`, undefined);
    assert.equal(status, 200);
    assert.ok(body.includes(`location="${stand.proxy.urls[0]}"`));
    assert.ok(!body.includes(simulator.urls[0]!));
    const named = await ask(`${stand.proxy.urls[0]}?WSDL`, undefined, {
      Host: 'oci.example.net:8443',
    });
    assert.ok(named.body.includes('location="http://oci.example.net:8443/webservice'));
    const evil = await ask(`${stand.proxy.urls[0]}?wsdl`, undefined, { Host: 'x"/><script>' });
    assert.ok(!evil.body.includes('script'));
    assert.deepEqual(
      (await brief(stand)).map(([name]) => name),
      ['wsdl', 'wsdl', 'wsdl'],
    );
  });

  test('passes bodies and the headers that matter untouched, and no others', async () => {
    let seen: Record<string, unknown> = {};
    await using stub = await StubServer.start({
      transport: 'http',
      on: ({ sessionId, http, send }) => {
        seen = http!.request.headers;
        http!.response.setHeader('x-inside', 'secret');
        http!.response.setHeader('set-cookie', ['JSESSIONID=7; Path=/', 'lb=2; Secure']);
        send(document(sessionId, success));
        return true;
      },
    });
    await using stand = await openStand(stub.url);
    const body = call(escaped(oneDocument('s', change))).replace('?>\n', '?>\r\n <!-- ø -->');
    const got = await ask(stand.proxy.urls[0]!, body, {
      Cookie: 'a=b; JSESSIONID=5',
      SOAPAction: '"x"',
      'X-Mine': 'y',
      'Accept-Encoding': 'gzip',
    });
    assert.equal(Buffer.from(stub.received, 'latin1').toString('utf8'), body);
    assert.equal(seen.cookie, 'a=b; JSESSIONID=5');
    assert.equal(seen.soapaction, '"x"');
    assert.equal(seen['x-mine'], undefined);
    assert.equal(seen['accept-encoding'], undefined);
    assert.deepEqual(got.headers['set-cookie'], ['JSESSIONID=7; Path=/', 'lb=2; Secure']);
    assert.equal(got.headers['x-inside'], undefined);
  });

  test('refuses by policy inside SOAP, and what it cannot read as a fault', async () => {
    await using stub = await StubServer.start({ transport: 'http' });
    await using stand = await openStand(stub.url, { policy: { readOnly: true } });
    const url = stand.proxy.urls[0]!;
    const denied = await ask(url, call(escaped(oneDocument('s', change))));
    assert.equal(denied.status, 200);
    assert.match(
      denied.body,
      /processOCIMessageReturn[^>]*>&lt;\?xml.*\[Muster\] refused: this connection is read-only/s,
    );
    const good = escaped(oneDocument('s', read));
    const wrong: Record<string, string> = {
      'no envelope': good,
      'two parameters': call(`${good}</in0><in0>${good}`),
      'another call': call(good).replaceAll('processOCIMessage', 'processMessage'),
      'elements in the parameter': call('<b/>'),
      'nothing in it': call(''),
      'no document': call('hello'),
      'a document type': call(good).replace('<soapenv:Env', '<!DOCTYPE x><soapenv:Env'),
      'two documents': call(good + good),
      'a reference': call('').replace('<in0>', '<in0 href="#id0">'),
      'a reference beside a text': call(good).replace('<in0>', '<in0 href="#id0">'),
      'something to refer to': call(good).replace(
        'Header/>',
        `Header><z id="id0">${good}</z></soapenv:Header>`,
      ),
      'a parameter that is nil': call(good).replace(
        '<in0>',
        '<in0 xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">',
      ),
      'another type': call(good).replace(
        '<in0>',
        '<in0 xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="s:base64Binary">',
      ),
      'two calls': call(`${good}</in0></processOCIMessage><processOCIMessage><in0>`),
      'a third part': call(good).replace('<soapenv:Body>', '<multi/><soapenv:Body>'),
      'an envelope of something else': call(good).replace('schemas.xmlsoap.org', 'example.net'),
      'two sessions': call(good.replace('&lt;sessionId', '&lt;sessionId/&gt;$&')),
    };
    for (const [title, body] of Object.entries(wrong)) {
      const { status, body: said } = await ask(url, body);
      assert.equal(status, 500, title);
      assert.match(said, /soapenv:Client.*\[Muster\] refused: /, title);
    }
    assert.equal((await ask(url, call(good), { 'Content-Type': 'multipart/related' })).status, 500);
    assert.equal((await ask(url, call(good), { 'Content-Encoding': 'gzip' })).status, 500);
    const sets = 'text/xml; charset=utf-8; charset=iso-8859-1';
    assert.equal((await ask(url, call(good), { 'Content-Type': sets })).status, 500);
    for (const Cookie of ['JSESSIONID=1; JSESSIONID=2', 'a=b,JSESSIONID=1', 'JSESSIONID='])
      assert.equal((await ask(url, call(good), { Cookie })).status, 500, Cookie);
    const overlong = Buffer.concat([
      Buffer.from(call(good)),
      Buffer.from('<!-- \xc0\xbc -->', 'latin1'),
    ]);
    assert.equal((await ask(url, overlong)).status, 500);
    assert.equal((await ask(url.replace('Provisioning', 'Other'), call(good))).status, 404);
    assert.equal((await ask(url, undefined)).status, 405);
    assert.equal(stub.received, '');
    assert.deepEqual(
      (await brief(stand)).map(([name, status]) => [name, status]),
      [['UserModifyRequest22', 403]],
    );
  });

  test('a change is durable before it goes, and before its answer comes; a target that fails leaves it unknown', async () => {
    let drafts = -1;
    let dies = false;
    await using stub = await StubServer.start({
      transport: 'http',
      on: ({ sessionId, send, socket }) => {
        drafts = stand.ledger.drafts.length;
        if (dies) socket.destroy();
        else send(document(sessionId, reply('UserModifyResponse', '')));
        return true;
      },
    });
    await using stand: Stand = await openStand(stub.url);
    const body = call(escaped(oneDocument('s', change)));
    await ask(stand.proxy.urls[0]!, body);
    assert.equal(drafts, 1);
    assert.equal(stand.ledger.drafts.length, 2);
    dies = true;
    const lost = await ask(stand.proxy.urls[0]!, body);
    assert.equal(lost.status, 502);
    const [, second] = await stand.records();
    assert.equal(second!.status_code, 502);
    assert.match(second!.extra_data ?? '', /"outcome":"unknown"/);
  });

  test('more clients than it takes are told to come back later', async () => {
    await using stub = await StubServer.start({ transport: 'http' });
    await using stand = await openStand(stub.url, { limits: { clients: 0 } });
    const { status, headers } = await ask(
      stand.proxy.urls[0]!,
      call(escaped(oneDocument('s', read))),
    );
    assert.equal(status, 503);
    assert.equal(headers['retry-after'], '10');
    await eventually(() => stand.proxy.clients === 0);
  });

  test('a client that leaves takes its read with it, and its change not', async () => {
    const held: (() => void)[] = [];
    await using stub = await StubServer.start({
      transport: 'http',
      on: ({ sessionId, send }) => {
        held.push(() => send(document(sessionId, success)));
        return true;
      },
    });
    await using stand = await openStand(stub.url);
    for (const asked of [read, change]) {
      const request = httpRequest(stand.proxy.urls[0]!, {
        method: 'POST',
        headers: { 'Content-Type': 'text/xml' },
      });
      request.on('error', () => undefined);
      request.end(call(escaped(oneDocument('s', asked))));
      const before = held.length;
      await stub.until(() => held.length > before);
      request.destroy();
      if (asked === change) {
        await eventually(() => stand.proxy.clients === 0);
        held.at(-1)!();
      }
    }
    await eventually(() => stand.lines.length === 2);
    assert.deepEqual(await brief(stand), [
      [read[0], 499, ''],
      [change[0], 200, ''],
    ]);
  });
});
