import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  form,
  gdmsToken,
  json,
  password,
  send,
  sendGdms,
  sendHawk,
  sendRps,
  startElements,
} from '../../../test/element-client.js';

type Fields = Readonly<Record<string, unknown>>;

/** Asks with one set of headers; the status, and the body as JSON. */
const asker =
  (base: string, root: string, headers: Readonly<Record<string, string>>) =>
  async (method: string, path: string, sent?: unknown): Promise<readonly [number, unknown]> => {
    const given = sent === undefined ? { headers: {} } : json(sent);
    const got = await send(base, `${root}${path}`, {
      ...given,
      method,
      headers: { ...given.headers, ...headers },
    });
    return [got.status, got.text === '' ? '' : JSON.parse(got.text)];
  };

async function bearer(base: string, path: string, fields: Readonly<Record<string, string>>) {
  const client = { client_id: 'demo-client', client_secret: 'demo-client-secret' };
  const got = await send(base, path, form({ ...client, ...fields }));
  const { access_token: token } = JSON.parse(got.text) as { access_token: string };
  return { Authorization: `Bearer ${token}` };
}

const mac = '64167f0a0b0c';

test('a service like ZTP binds phones to profiles, and knows whose they are', async () => {
  await using at = await startElements();
  const ask = asker(at.base, '/ztp/v1', { 'API-KEY': 'demo-api-key' });
  assert.deepEqual(await ask('POST', '/devices', { id: mac, profile: 'Main' }), [
    400,
    { error: { message: 'Unknown profile' } },
  ]);
  assert.equal(
    (await ask('POST', '/profiles', { name: 'Main', url: 'https://p.example.net' }))[0],
    201,
  );
  assert.equal((await ask('POST', '/profiles/Main', { url: 'https://q.example.net' }))[0], 200);
  assert.deepEqual(await ask('POST', '/devices', { id: mac.toUpperCase(), profile: 'Main' }), [
    201,
    { id: mac, profileid: 'Main' },
  ]);
  assert.deepEqual(await ask('GET', '/devices?limit=5'), [
    200,
    { results: [{ id: mac, profileid: 'Main' }] },
  ]);
  assert.deepEqual(await ask('GET', '/devices/0004f2ffffff'), [
    409,
    { error: { message: 'The device is owned by another account' } },
  ]);
  assert.equal((await ask('GET', '/devices/xyz'))[0], 400);
  assert.deepEqual(await ask('DELETE', `/devices/${mac}`), [204, '']);
  assert.equal((await ask('GET', `/devices/${mac}`))[0], 404);
  assert.equal((await ask('GET', '/profiles/Main'))[0], 200);
});

test('a service like SRAPS leads by links from a key to the phones, and shows them in pages', async () => {
  await using at = await startElements();
  const get = async (url: string) => {
    const got = await sendHawk(at.base, url.replace(at.base, ''));
    return { status: got.status, body: JSON.parse(got.text), link: got.headers.link };
  };
  const links = async (url: string) => (await get(url)).body.links as Record<string, string>;
  const { company } = await links('/sraps/api/v1/tokens/demo-key-id');
  assert.ok(company?.startsWith(`${at.base}/`));
  const { endpoints } = await links(company!);
  const path = endpoints!.replace(at.base, '');
  const put = async (id: string, body: Fields) => {
    const got = await sendHawk(at.base, `${path}${id}`, { ...json(body), method: 'PUT' });
    return got.status;
  };
  const own = { mac: '000413aabbcc', settings_manager: { 's-0001': { value: 'https://p' } } };
  assert.equal(await put('000413aabbcc', own), 201);
  assert.equal(await put('000413aabbcc', own), 200);
  assert.equal(await put('000413aabbcd', {}), 201);
  assert.equal(await put('000413aabbcd', { provisioning_profile: 'nope' }), 400);
  assert.equal(await put('000413AABBCD', {}), 400);
  assert.equal(await put('0004f2ffffff', {}), 409);
  const first = await get(`${endpoints}?page_size=1`);
  assert.equal(first.body.length, 1);
  assert.deepEqual(first.body[0].settings_manager, own.settings_manager);
  const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(first.link as string)!;
  const second = await get(next);
  assert.deepEqual([second.body[0].mac, second.link], ['000413aabbcd', undefined]);
  const gone = await sendHawk(at.base, `${path}000413aabbcc`, { method: 'DELETE' });
  assert.equal(gone.status, 204);
  assert.equal((await get(`${path}000413aabbcc`)).status, 404);
  assert.equal((await get('/sraps/api/v1/tokens/other')).status, 404);
  const { body } = await get('/sraps/api/v1/settings/');
  assert.equal(body[0].param_name, 'setting_server');
});

test('a service like GDMS says no with status 200 and a code, and adds all phones or none', async () => {
  await using at = await startElements();
  const { access_token: token = '' } = await gdmsToken(at.base);
  const codes: Record<string, number> = {};
  const ask = async (path: string, sent: unknown) => await sendGdms(at.base, path, token, sent);
  const device = { siteId: 1, mac, sn: 'SN1' };
  codes.added = (await ask('/device/add', [device])).retCode;
  codes.again = (await ask('/device/add', [{ ...device, mac: '64167f0a0b0d' }, device])).retCode;
  codes.half = (await ask('/device/detail', { mac: '64167f0a0b0d' })).retCode;
  codes.serial = (await ask('/device/add', [{ siteId: 1, mac: '64167f0a0b0e' }])).retCode;
  codes.site = (await ask('/device/add', [{ ...device, siteId: 9 }])).retCode;
  codes.taken = (await ask('/device/add', [{ ...device, mac: '0004f2ffffff' }])).retCode;
  assert.deepEqual(codes, {
    added: 0,
    again: 40005,
    half: 40006,
    serial: 40002,
    site: 40003,
    taken: 40004,
  });
  assert.deepEqual((await ask('/device/detail', { mac })).data, device);
  assert.equal((await ask('/device/delete', { macList: [mac, 'x'] })).retCode, 40006);
  assert.equal((await ask('/device/delete', { macList: [mac] })).retCode, 0);
  assert.equal((await ask('/device/detail', { mac })).retCode, 40006);
});

test('a service like RPS says no with status 200 and ret below one', async () => {
  await using at = await startElements();
  const ask = async (path: string, sent?: unknown) => await sendRps(at.base, path, sent);
  const server = await ask('/server/add', { serverName: 'Main', url: 'https://p.example.net' });
  const { id: serverId } = server.data as { id: string };
  assert.equal(server.ret, 1);
  assert.equal((await ask('/server/checkServerName?serverName=Main')).data, true);
  assert.equal((await ask('/device/add', { macs: [mac], serverId: 'other' })).ret, -1);
  assert.equal((await ask('/device/add', { macs: [mac], serverId })).ret, 1);
  const again = await ask('/device/add', { macs: [mac], serverId });
  assert.deepEqual([again.ret, again.error?.msg], [-1, 'The device is there already']);
  assert.equal(
    (await ask('/device/add', { macs: ['0004f2ffffff'], serverId })).error?.msg,
    'The device was added by another enterprise',
  );
  assert.deepEqual((await ask(`/device/detail?id=${mac}`)).data, { serverId, id: mac, mac });
  await ask('/device/edit', { id: mac, remark: 'desk' });
  assert.deepEqual((await ask('/device/list', { skip: 0, limit: 5 })).data, {
    skip: 0,
    limit: 5,
    total: 1,
    data: [{ serverId, id: mac, mac, remark: 'desk' }],
  });
  assert.deepEqual((await ask(`/device/checkMac?mac=${mac}`)).data, { existed: true });
  assert.equal((await ask('/device/delete', { ids: [mac] })).ret, 1);
  assert.deepEqual((await ask(`/device/checkDevice?mac=${mac}`)).data, { registered: false });
});

test('a service like Dubber keeps users and dub points of its one account', async () => {
  await using at = await startElements();
  const headers = await bearer(at.base, '/dubber/sandbox/v1/token', {
    grant_type: 'password',
    username: 'demo-auth-id',
    password,
  });
  const ask = asker(at.base, '/dubber/sandbox/v1', headers);
  const [, profile] = await ask('GET', '/profile');
  const users = `/accounts/${(profile as { account: string }).account}/users`;
  assert.equal((await ask('POST', users, { name: 'Wren' }))[0], 422);
  assert.equal((await ask('POST', users, { email: 'wren@example.net' }))[0], 201);
  assert.deepEqual(await ask('GET', users), [
    200,
    { users: [{ email: 'wren@example.net', id: '1' }], count: 1 },
  ]);
  assert.equal((await ask('PUT', `${users}/1`, { name: 'Wren' }))[0], 200);
  assert.deepEqual(await ask('GET', `${users}/1`), [
    200,
    { email: 'wren@example.net', id: '1', name: 'Wren' },
  ]);
  assert.equal((await ask('DELETE', `${users}/1`))[0], 204);
  assert.equal((await ask('GET', `${users}/1`))[0], 404);
  assert.equal((await ask('GET', '/accounts/other'))[0], 404);
  assert.deepEqual(await ask('GET', '/recordings'), [200, { recordings: [], count: 0 }]);
});

test('a service like the older Polycom one reads name and password in the document', async () => {
  await using at = await startElements();
  const ask = async (work: string, secret = password) => {
    const got = await send(at.base, '/polycom/inboundservlet/GenericServlet', {
      headers: { 'Content-Type': 'text/xml' },
      body: `<request userid="ztp-operator" password="${secret}" message-id="7"><update account-id="A1">${work}</update></request>`,
    });
    assert.equal(got.status, 200);
    return /^<response message-id="7"><status><ErrorCode>(\d+)</m.exec(got.text)?.[1];
  };
  const device = (name: string, serial: string) => `<${name} serial-no="${serial}"/>`;
  assert.equal(await ask(device('add-sip-device', mac)), '1006');
  assert.equal(await ask('<add-package/>'), '0');
  assert.equal(await ask('<add-package/>', 'other'), '1001');
  assert.equal(await ask(device('add-sip-device', mac)), '0');
  assert.equal(await ask(device('add-sip-device', mac)), '1007');
  assert.equal(await ask(device('add-sip-device', '0004f2ffffff')), '1004');
  assert.equal(await ask(device('delete-sip-device', mac)), '0');
  assert.equal(await ask(device('delete-sip-device', mac)), '1005');
  assert.equal(await ask('<other/>'), '1008');
});

test('a service like Lens says no in GraphQL with status 200', async () => {
  await using at = await startElements();
  const headers = await bearer(at.base, '/lens/oauth/token', { grant_type: 'client_credentials' });
  const ask = asker(at.base, '/lens', headers);
  const said = async (query: string, variables?: Fields) => {
    const [status, body] = await ask('POST', '/graphql', { query, variables });
    const { data, errors } = body as { data: unknown; errors?: { message: string }[] };
    assert.equal(status, 200);
    return errors?.[0]?.message ?? data;
  };
  const register =
    'mutation Add($mac: String!) { registerDevice(mac: $mac, url: "https://p.example.net") { mac } }';
  assert.deepEqual(await said(register, { mac }), {
    registerDevice: { mac, url: 'https://p.example.net' },
  });
  assert.equal(
    await said(register, { mac: '0004f2ffffff' }),
    'The device belongs to another tenant',
  );
  assert.deepEqual(await said(`{ device(mac: "${mac}") { url } }`), {
    device: { mac, url: 'https://p.example.net' },
  });
  assert.equal(await said('query { nothing }'), 'Cannot query field "nothing"');
  assert.equal(await said('query { constructor }'), 'Cannot query field "constructor"');
  assert.equal(await said('query { devices'), 'Syntax Error');
  assert.deepEqual(await said(`mutation { removeDevice(mac: "${mac}") { mac } }`), {
    removeDevice: { mac },
  });
  assert.deepEqual(await said('query { devices { mac } }'), { devices: [] });
  assert.equal((await asker(at.base, '/lens', {})('POST', '/graphql', {}))[0], 401);
});

test('plain lists over JSON: mailboxes, and phones behind the token of a client', async () => {
  await using at = await startElements();
  const mailboxes = asker(at.base, '/mutare', { Authorization: 'Bearer demo-bearer-token' });
  assert.deepEqual(await mailboxes('POST', '/mailboxes', { email: 'wren@example.net' }), [
    201,
    { email: 'wren@example.net', id: '1' },
  ]);
  assert.equal((await mailboxes('PUT', '/mailboxes/1', { notify: true }))[0], 200);
  assert.deepEqual(await mailboxes('GET', '/mailboxes'), [
    200,
    { items: [{ email: 'wren@example.net', id: '1', notify: true }] },
  ]);
  assert.equal((await mailboxes('PATCH', '/mailboxes/1', {}))[0], 405);
  assert.equal((await mailboxes('POST', '/mailboxes', []))[0], 400);
  assert.equal((await mailboxes('GET', '/mailboxes/%zz'))[0], 404);
  assert.equal((await mailboxes('DELETE', '/mailboxes/1'))[0], 204);
  const headers = await bearer(at.base, '/cisco/v1/access_token', {
    grant_type: 'client_credentials',
  });
  const phones = asker(at.base, '/cisco/v1', headers);
  assert.equal((await phones('POST', '/devices', { mac, model: 'DP-9841' }))[0], 201);
  assert.equal((await phones('POST', '/devices', { mac }))[0], 409);
  assert.equal((await phones('POST', '/devices', { mac: '0004f2ffffff' }))[0], 409);
  assert.equal((await phones('POST', '/devices', { mac: 'x' }))[0], 400);
  assert.equal((await phones('GET', `/devices/${mac}`))[0], 200);
});
