import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  basic,
  form,
  gdmsToken,
  rpc,
  send,
  sendGdms,
  sendRps,
  startElements,
} from '../../../test/element-client.js';

const url = 'https://prov.example.net/p';
const devices = { headers: { 'API-KEY': 'demo-api-key' } };
const mailboxes = { headers: { Authorization: basic('mailboxes') } };

test('429 and 503 strike once and say how long to wait; 401, 500 and 502 are plain', async () => {
  await using at = await startElements();
  const { faults } = at.simulator;
  const asked = async (fault: string) => {
    faults.clear();
    faults.add(fault);
    const got = await send(at.base, '/ztp/v1/devices', devices);
    const again = await send(at.base, '/ztp/v1/devices', devices);
    return [got.status, got.headers['retry-after'], again.status];
  };
  assert.deepEqual(await asked('too-many-requests=7'), [429, '7', 200]);
  assert.deepEqual(await asked('too-many-requests'), [429, '1', 200]);
  assert.deepEqual(await asked('unavailable=3'), [503, '3', 200]);
  assert.deepEqual(await asked('gateway-page'), [502, undefined, 200]);
  assert.deepEqual(await asked('unauthorized'), [401, undefined, 401]);
  assert.deepEqual(await asked('internal-error'), [500, undefined, 500]);
});

test('a fault may be kept to one element, to one call, or to a number of times', async () => {
  await using at = await startElements();
  const { faults } = at.simulator;
  const statuses = async () => [
    (await send(at.base, '/ztp/v1/devices', devices)).status,
    (await send(at.base, '/ztp/v1/profiles', devices)).status,
    (await send(at.base, '/mutare/mailboxes', mailboxes)).status,
  ];
  faults.add('unauthorized@ztp');
  assert.deepEqual(await statuses(), [401, 401, 200]);
  faults.clear();
  faults.add('unauthorized@GET /ztp/v1/profiles');
  assert.deepEqual(await statuses(), [200, 401, 200]);
  faults.clear();
  faults.add('unauthorized*2');
  assert.deepEqual(await statuses(), [401, 401, 200]);
  assert.deepEqual(faults.list(), []);
});

test('a business failure is said in the way of each element', async () => {
  await using at = await startElements();
  at.simulator.faults.add('business-failure');
  const { access_token: token = '' } = await gdmsToken(at.base);
  assert.equal((await sendGdms(at.base, '/site/list', token)).retCode, 40004);
  assert.equal((await sendRps(at.base, '/device/list', {})).ret, -1);
  const xml = async (method: string) =>
    (await send(at.base, '/xmlrpc', rpc(method, '000413AABBCC', url))).text;
  assert.match(await xml('redirect.registerPhone'), /<boolean>0<\/boolean>/);
  assert.match(await xml('ipredirect.registerPhone'), /<fault>/);
  const rest = await send(at.base, '/ztp/v1/devices', devices);
  assert.equal(rest.status, 409);
  const legacy = await send(at.base, '/polycom/inboundservlet/GenericServlet', { body: 'x' });
  assert.match(legacy.text, /<ErrorCode>1004</);
  const out = await send(at.base, '/ztp/v1/devices');
  assert.equal(out.status, 401, 'who is not let in is told that first');
  at.simulator.faults.clear();
  const list = await send(at.base, '/xmlrpc', rpc('redirect.listDevices'));
  assert.doesNotMatch(list.text, /000413/, 'what was refused was not done');
});

test('a page in place of the answer, another host, a long answer, a deep one, a document type', async () => {
  await using at = await startElements();
  const { faults } = at.simulator;
  const asked = async (fault: string, path = '/ztp/v1/devices', sent: object = devices) => {
    faults.clear();
    faults.add(fault);
    return await send(at.base, path, sent);
  };
  const page = await asked('wrong-media');
  assert.deepEqual([page.status, page.headers['content-type']], [200, 'text/html; charset=utf-8']);
  const away = await asked('redirect');
  assert.deepEqual([away.status, away.headers.location], [302, 'http://elsewhere.example.net/']);
  assert.equal(
    (await asked('redirect=https://x.example.net/a')).headers.location,
    'https://x.example.net/a',
  );
  const long = await asked('oversize=100000');
  assert.equal(long.bytes.length, 100_000);
  assert.deepEqual(JSON.parse(long.text), { results: [] });
  assert.match((await asked('deep=5')).text, /^\[{5}\]{5}$/);
  const list = rpc('redirect.listDevices');
  assert.match((await asked('deep=5', '/xmlrpc', list)).text, /^(?:<a>){5}(?:<\/a>){5}$/);
  assert.match(
    (await asked('doctype', '/xmlrpc', list)).text,
    /^<\?xml [^>]*\?>\n<!DOCTYPE a \[<!ENTITY e "entity">\]>\n<methodResponse>/,
  );
  assert.equal((await asked('doctype')).text, '{"results":[]}');
});

test('cut, reset and silence leave the client without an answer', async () => {
  await using at = await startElements();
  for (const fault of ['cut', 'reset']) {
    at.simulator.faults.clear();
    at.simulator.faults.add(fault);
    await assert.rejects(send(at.base, '/ztp/v1/devices', devices), fault);
  }
  at.simulator.faults.clear();
  at.simulator.faults.add('silent');
  const waiting = send(at.base, '/ztp/v1/devices', devices).then(
    () => 'answered',
    () => 'lost',
  );
  while (at.simulator.commands.length < 3) await new Promise((resolve) => setImmediate(resolve));
  await at.simulator.close();
  assert.equal(await waiting, 'lost');
});

test('an expired token is said once, and token calls are spared unless they are named', async () => {
  await using at = await startElements();
  const { faults } = at.simulator;
  const sign = async () => {
    const got = await send(
      at.base,
      '/lens/oauth/token',
      form({
        grant_type: 'client_credentials',
        client_id: 'demo-client',
        client_secret: 'demo-client-secret',
      }),
    );
    const { access_token: token } = JSON.parse(got.text || '{}') as { access_token?: string };
    return { status: got.status, token };
  };
  const ask = async (token = '') =>
    (
      await send(at.base, '/lens/graphql', {
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: '{"query":"{ devices { mac } }"}',
      })
    ).status;
  const { token } = await sign();
  faults.add('expired-token@lens');
  assert.deepEqual([await ask(token), await ask(token)], [401, 401]);
  assert.equal(await ask((await sign()).token), 200);
  faults.add('unauthorized');
  assert.equal((await sign()).status, 200);
  faults.clear();
  faults.add('unauthorized@POST /lens/oauth/token');
  assert.equal((await sign()).status, 401);
});

test('every call is in the list of commands, by method and path', async () => {
  await using at = await startElements();
  await send(at.base, '/ztp/v1/devices/64167f0a0b0c?x=1', devices);
  await send(at.base, '/nowhere');
  const seen = at.simulator.commands.map(({ name, transport }) => [name, transport]);
  assert.deepEqual(seen, [
    ['GET /ztp/v1/devices/64167f0a0b0c', 'elements+http'],
    ['GET /nowhere', 'elements+http'],
  ]);
});

test('a body that is too long is refused', async () => {
  await using at = await startElements();
  const got = await send(at.base, '/mutare/mailboxes', {
    ...mailboxes,
    body: 'x'.repeat(1024 * 1024 + 1),
  });
  assert.equal(got.status, 413);
});
