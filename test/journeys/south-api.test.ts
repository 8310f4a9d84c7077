// The gateway to other network elements: who may use it for what, what is passed on and back, what never is.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { Caller } from '../../src/api/index.js';
import { openApi } from '../../src/api/index.js';
import { readDescription } from '../api-description.js';
import { type Client, startStand } from '../api-stand.js';
import { startSouthStand } from '../south-stand.js';

const machine = (id: string, level: Caller['level'], change: boolean): Caller => ({
  id: `machine:${id}`,
  level,
  scope: level === 16 ? { kind: 'system' } : { kind: 'tenant', tenantId: 'Brightwater' },
  via: 'token',
  may: { change, store: false },
});
const callers: Readonly<Record<string, Caller>> = {
  'reader-token-of-the-system': machine('reader', 16, false),
  'operator-token-of-the-system': machine('operator', 16, true),
  'operator-token-of-a-tenant': machine('tenant', 12, true),
};
const bearers = [async (token: string) => callers[token]];
const message = (answer: { readonly json: { errors: { message: string }[] } }) =>
  answer.json.errors[0]?.message;
const at = (rest: string) => `/api/v1/south/${rest}`;
const mac = '0004f2000001';

test('who may use a connector is told of it, and nobody else hears that there is one', async () => {
  await using south = await startSouthStand({ bearers });
  const { stand } = south;
  const names = async (client: Client) =>
    (await client.get(at(''))).json.connectors.map(({ name }: { name: string }) => name);
  const all = south.elements.map(({ settings }) => settings.name);
  assert.deepEqual(await names(south.admin), all);
  const tenant = stand.bearing('operator-token-of-a-tenant');
  assert.deepEqual(await names(tenant), ['poly']);
  const person = await stand.as('amelia.stone@brightwater.example.net');
  assert.deepEqual(await names(person), []);
  const before = stand.simulator.commands.length;
  const unknown = await tenant.get(at('nothing/devices'));
  const hidden = await tenant.get(at('mutare/mailboxes'));
  assert.deepEqual([unknown.status, hidden.status], [404, 404]);
  assert.deepEqual(hidden.json.errors, unknown.json.errors);
  const refused = await person.get(at('poly/devices'));
  assert.deepEqual([refused.status, message(refused)], [403, 'NOT_PERMITTED']);
  assert.equal((await stand.nobody.get(at('poly/devices'))).status, 401);
  assert.equal(stand.simulator.commands.length, before);
  assert.equal((await tenant.get(at('poly/devices?limit=5'))).status, 200);
  const listed = (await south.admin.get(at(''))).text;
  for (const { settings } of south.elements) assert.ok(!listed.includes(settings.baseUrl));
});

test('who may only read is not believed that a change is a read', async () => {
  await using south = await startSouthStand({ bearers });
  const { stand } = south;
  const reader = stand.bearing('reader-token-of-the-system');
  const asRead = { 'X-Muster-Action': 'read' };
  assert.equal((await reader.get(at('mutare/mailboxes'))).status, 200);
  assert.equal((await reader.call('POST', at('yealink/device/list'), {})).status, 200);
  const before = stand.simulator.commands.length;
  for (const [method, path, headers] of [
    ['POST', 'mutare/mailboxes', {}],
    ['POST', 'mutare/mailboxes', asRead],
    ['DELETE', 'mutare/mailboxes/7', asRead],
    ['PUT', 'mutare/mailboxes/7', asRead],
    ['PATCH', 'mutare/mailboxes/7', asRead],
    ['GET', 'mutare/mailboxes', { 'X-Muster-Action': 'delete' }],
    ['POST', 'yealink/device/add', {}],
  ] as const) {
    const answer = await reader.call(method, at(path), method === 'GET' ? undefined : {}, headers);
    assert.deepEqual([answer.status, message(answer)], [403, 'NOT_PERMITTED'], `${method} ${path}`);
  }
  const odd = await south.admin.get(at('mutare/mailboxes'), { 'X-Muster-Action': 'look' });
  assert.deepEqual([odd.status, message(odd)], [400, 'HEADERS_INVALID']);
  assert.equal(stand.simulator.commands.length, before);
  const operator = stand.bearing('operator-token-of-the-system');
  const made = await operator.post(at('mutare/mailboxes'), { email: 'a@example.net' }, asRead);
  assert.equal(made.status, 201);
  const { messages } = await south.recordOf(made);
  assert.equal(messages[0]?.action, 'read', 'recorded as the caller calls it');
});

test('a change does not look like a read because a comment does', async () => {
  await using south = await startSouthStand({ bearers, mayChangeElements: false }, (row) =>
    row.name === 'panasonic' ? { ...row, preset: 'yealink-xmlrpc' } : row,
  );
  const before = south.stand.simulator.commands.length;
  const { port } = south.stand.api;
  for (const [name, body] of [
    [
      'panasonic',
      '<!-- <methodCall><methodName>redirect.checkPhone</methodName> --><methodCall><methodName>redirect.registerPhone</methodName></methodCall>',
    ],
    ['polycom', '<request><!-- <get- --><set-package account-id="a-7"/></request>'],
  ] as const) {
    const answer = await fetch(`http://127.0.0.1:${port}${at(`${name}/`)}`, {
      method: 'POST',
      headers: { Authorization: 'Bearer operator-token-of-the-system', 'Content-Type': 'text/xml' },
      body,
    });
    assert.equal(answer.status, 403, name);
  }
  assert.equal(south.stand.simulator.commands.length, before);
});

test('a server that only reads changes nothing at other elements either', async () => {
  await using south = await startSouthStand({ mayChangeElements: false });
  assert.equal((await south.admin.get(at('poly/devices'))).status, 200);
  const before = south.stand.simulator.commands.length;
  const refused = await south.admin.post(at('poly/profiles'), { id: 'p1' });
  assert.deepEqual([refused.status, message(refused)], [403, 'NOT_PERMITTED']);
  assert.equal(south.stand.simulator.commands.length, before);
});

test('nothing leads away from the base address of a connector', async () => {
  await using south = await startSouthStand();
  const before = south.stand.simulator.commands.length;
  const { port } = south.stand.api;
  const { request } = await import('node:http');
  const { cookie = '' } = south.admin;
  const { baseUrl = '' } = south.elements.find(
    ({ settings }) => settings.name === 'mutare',
  )!.settings;
  for (const rest of [
    '/%2e%2e/ztp/v1/devices',
    '/../ztp/v1/devices',
    '/a/%2E./b',
    '//elsewhere.example.net/x',
    '//127.0.0.1:1/x',
    '/a\\b',
    '/\\127.0.0.1/x',
    '/..%2f..%2fadmin',
    '/%2e%2e%2fadmin',
    '/..;/..;/admin',
    '/.%252e/x',
    '/..%5cx',
    '/x%00',
    '/x%0d%0ay',
    `//${new URL(baseUrl).host}/mutare/mailboxes`,
    `//${new URL(baseUrl).host}${new URL(baseUrl).pathname}/mailboxes`,
  ]) {
    // Not by fetch, which would tidy it up.
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const path = at(`mutare${rest}`);
      request({ port, path, headers: { Cookie: cookie } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    assert.ok(status === 400 || status === 404, `${rest}: ${status}`);
  }
  assert.equal(south.stand.simulator.commands.length, before);
});

/** A server that keeps what it was asked and answers always the same. */
async function echo(headers: Record<string, string | string[]>, body: Buffer, status = 200) {
  const asked: { request: IncomingMessage; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({ request, body: Buffer.concat(chunks) });
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    url: `http://127.0.0.1:${port}/base`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('query and body go on as they came, and the answer comes back without what belongs to others', async () => {
  const bytes = Buffer.from([0, 255, 13, 10, 128]);
  await using there = await echo(
    {
      'Content-Type': 'application/x-odd; a=b',
      'Set-Cookie': ['sid=1', 'b=2'],
      'WWW-Authenticate': 'Basic realm="there"',
      'Content-Security-Policy': 'default-src *',
      'Strict-Transport-Security': 'max-age=9',
      'Access-Control-Allow-Origin': '*',
      'Clear-Site-Data': '"cookies"',
      'X-Muster-Outcome': 'made up',
      'X-Audit-Record-Id': 'made up',
      'X-Page': '2',
      Link: '<https://there.example.net/?page=2>; rel="next"',
      ETag: '"7"',
    },
    bytes,
    418,
  );
  await using south = await startSouthStand({}, (row) =>
    row.name === 'mutare' ? { ...row, baseUrl: there.url } : row,
  );
  const answer = await fetch(new URL(at('mutare/a%2Fb/c?x=1&x=2&y=%20'), south.stand.api.url), {
    method: 'PUT',
    headers: {
      Cookie: south.admin.cookie!,
      'Content-Type': 'application/x-odd',
      Accept: 'application/x-odd',
      'X-Secret-Of-The-Caller': '1',
    },
    body: bytes,
  });
  assert.equal(answer.status, 418);
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
  const [asked] = there.asked;
  assert.deepEqual(
    [asked?.request.method, asked?.request.url, asked?.body],
    ['PUT', '/base/a%2Fb/c?x=1&x=2&y=%20', bytes],
  );
  assert.equal(asked?.request.headers['content-type'], 'application/x-odd');
  assert.equal(asked?.request.headers.accept, 'application/x-odd');
  assert.equal(asked?.request.headers.cookie, undefined);
  assert.equal(asked?.request.headers['x-secret-of-the-caller'], undefined);
  const said = Object.fromEntries(answer.headers);
  assert.equal(said['content-type'], 'application/x-odd; a=b');
  assert.deepEqual([said['x-page'], said.etag], ['2', '"7"']);
  assert.match(said.link!, /rel="next"/);
  assert.equal(said['x-muster-outcome'], 'refused');
  assert.match(said['x-audit-record-id']!, /^[0-9a-f]{8}-/);
  assert.equal(said['content-security-policy'], "default-src 'none'; sandbox");
  for (const name of [
    'set-cookie',
    'www-authenticate',
    'access-control-allow-origin',
    'clear-site-data',
  ])
    assert.equal(said[name], undefined, name);
  assert.equal(said['strict-transport-security'], undefined);
  const { record } = await south.recordOf(answer);
  assert.equal(record.status_code, 418);
  assert.equal(record.answer_data, bytes.toString('base64'));
});

test('a change is in the ledger before its first byte is sent', async () => {
  const seen: (string | undefined)[] = [];
  await using south = await startSouthStand({}, (row) => row);
  const { stand, admin } = south;
  stand.simulator.faults.add('silent@ztp');
  const stop = new AbortController();
  const pending = fetch(new URL(at('poly/profiles'), stand.api.url), {
    method: 'POST',
    headers: { Cookie: admin.cookie!, 'Content-Type': 'application/json' },
    body: '{"id":"p7"}',
    signal: stop.signal,
  }).catch(() => undefined);
  const command = () => stand.simulator.commands.some(({ name }) => /POST \/ztp/.test(name));
  while (!command()) await new Promise((resolve) => setTimeout(resolve, 5));
  const { json } = await admin.get(
    '/api/v1/local/audit_records/?endPointName=svc_v1:muster.south.poly',
  );
  for (const { request_data: data, status_code: status } of json.auditRecords)
    seen.push(data, status);
  assert.deepEqual(seen, ['{"id":"p7"}', null]);
  stop.abort();
  await pending;
});

test('a refusal inside a success says why, in ASCII', async () => {
  const body = Buffer.from('{"ret":-1,"error":{"msg":"Gerät ist vergeben"}}');
  await using there = await echo({ 'Content-Type': 'application/json' }, body);
  await using south = await startSouthStand({}, (row) =>
    row.name === 'yealink' ? { ...row, baseUrl: there.url } : row,
  );
  const answer = await south.admin.post(at('yealink/device/add'), { macs: [mac] });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('x-muster-outcome'), 'refused');
  assert.match(answer.headers.get('x-muster-reason')!, /^Ger\?t ist vergeben/);
  assert.equal(answer.text, body.toString());
});

test('the description names the gateway where there are connectors, and is valid', async () => {
  await using south = await startSouthStand();
  const { json } = await south.stand.nobody.get('/openapi.json');
  const { valid, errors } = await new Validator().validate(structuredClone(json));
  assert.ok(valid, JSON.stringify(errors)?.slice(0, 2000));
  const names = readDescription(json).operations.map(({ name }) => name);
  for (const name of ['relayGet', 'relayPost', 'relayPut', 'relayPatch', 'relayDelete'])
    assert.ok(names.includes(name), name);
  const path = json.paths['/api/v1/south/{connector}/{rest}'];
  assert.deepEqual(
    path.post.parameters.map((one: { name: string }) => one.name),
    ['connector', 'rest', 'X-Muster-Action'],
  );
  await using plain = await startStand();
  const without = (await plain.nobody.get('/openapi.json')).json;
  assert.equal(without.paths['/api/v1/south/{connector}/{rest}'], undefined);
  assert.deepEqual((await (await plain.as('auditor@example.net')).get(at(''))).json.connectors, []);
});

test('user services go over a connector of XSI or over none', async () => {
  await using south = await startSouthStand();
  for (const userServicesOver of ['mutare', 'nothing'])
    await assert.rejects(
      openApi({
        records: south.stand.records,
        connection: undefined,
        listen: { host: '127.0.0.1', port: 0 },
        version: '0.0.0',
        now: Date.now,
        elements: south.elements,
        userServicesOver,
      }),
      { code: 'SETTING_INVALID', message: /no connector of protocol BS-XSI/ },
    );
});
