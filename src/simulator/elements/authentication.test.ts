import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  basic,
  digestAnswer,
  form,
  gdmsToken,
  hash,
  hawk,
  json,
  password,
  send,
  sendGdms,
  sendHawk,
  signedHeaders,
  signedPath,
  startElements,
} from '../../../test/element-client.js';
import { demoWorld } from '../demo/demo-world.js';

test('Hawk lets in what is signed over host, port, path, query and payload, and nothing else', async () => {
  await using at = await startElements();
  const path = '/sraps/api/v1/settings/?page_size=1';
  const good = await sendHawk(at.base, path);
  assert.equal(good.status, 200);
  const bare = await send(at.base, path);
  assert.deepEqual([bare.status, bare.headers['www-authenticate']], [401, 'Hawk']);
  const refused: Readonly<Record<string, string>> = {
    'Bad mac': hawk(at.base, path, {}, { secret: 'other' }),
    'Unknown credentials': hawk(at.base, path, {}, { keyId: 'other' }),
    'Bad header format': 'Hawk id=demo-key-id',
    'Missing attributes': 'Hawk id="demo-key-id", ts="1"',
  };
  for (const [error, Authorization] of Object.entries(refused)) {
    const got = await send(at.base, path, { headers: { Authorization } });
    assert.equal(got.status, 401);
    assert.equal(got.headers['www-authenticate'], `Hawk error="${error}"`);
  }
  const other = { headers: { Authorization: hawk(at.base, path) } };
  const elsewhere = await send(at.base, '/sraps/api/v1/settings/?page_size=2', other);
  assert.equal(elsewhere.headers['www-authenticate'], 'Hawk error="Bad mac"');
  const wrongMethod = await send(at.base, path, { ...other, method: 'PUT' });
  assert.equal(wrongMethod.headers['www-authenticate'], 'Hawk error="Bad mac"');
});

test('Hawk takes a nonce once, minds the clock and says the right time, and the payload', async () => {
  const now = 1_800_000_000_000;
  await using at = await startElements({ clock: () => now });
  const path = '/sraps/api/v1/settings/';
  const said = async (Authorization: string, body?: string) =>
    (
      await send(at.base, path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { Authorization, 'Content-Type': 'text/plain' },
        ...(body === undefined ? {} : { body }),
      })
    ).headers['www-authenticate'];
  const once = hawk(at.base, path, {}, { seconds: now / 1000 });
  assert.equal(await said(once), undefined);
  assert.equal(await said(once), 'Hawk error="Invalid nonce"');
  assert.equal(await said(hawk(at.base, path, {}, { seconds: now / 1000 - 60 })), undefined);
  assert.match(
    (await said(hawk(at.base, path, {}, { seconds: now / 1000 - 61 })))!,
    /^Hawk ts="1800000000", tsm="[A-Za-z0-9+/]{43}=", error="Stale timestamp"$/,
  );
  const sent = { method: 'POST', body: 'abc', headers: { 'Content-Type': 'text/plain' } };
  const seconds = now / 1000;
  assert.equal(await said(hawk(at.base, path, sent, { seconds }), 'abc'), undefined);
  assert.equal(
    await said(hawk(at.base, path, sent, { seconds, payload: 'abd' }), 'abc'),
    'Hawk error="Bad payload hash"',
  );
});

for (const algorithm of ['SHA-256', 'MD5'] as const)
  test(`Digest with ${algorithm}: a nonce lasts for many calls whose counter climbs, and grows stale`, async () => {
    let now = 1_800_000_000_000;
    await using at = await startElements({ clock: () => now });
    const path = '/digest/devices?x=1';
    const asked = await send(at.base, path);
    const challenge = asked.headers['www-authenticate']!;
    assert.equal(asked.status, 401);
    const answered = async (options: Parameters<typeof digestAnswer>[3], where = path) => {
      const Authorization = digestAnswer(challenge, 'GET', path, { algorithm, ...options });
      return await send(at.base, where, { headers: { Authorization } });
    };
    assert.equal((await answered({})).status, 200);
    assert.equal((await answered({ count: '00000002' })).status, 200);
    assert.match((await answered({})).headers['www-authenticate']!, /stale=true/);
    const wrong = await answered({ count: '00000003', secret: 'other' });
    assert.equal(wrong.status, 401);
    assert.doesNotMatch(wrong.headers['www-authenticate']!, /stale/);
    assert.equal((await answered({ count: '00000004' }, '/digest/devices?x=2')).status, 401);
    now += 301_000;
    assert.match(
      (await answered({ count: '00000005' })).headers['www-authenticate']!,
      /stale=true/,
    );
  });

test('signed headers: every part of the signature counts, a nonce is good once, and the time is near', async () => {
  await using at = await startElements();
  const path = '/rps/api/open/v1/device/list';
  const body = '{"skip":0,"limit":5}';
  const asked = async (headers: Readonly<Record<string, string>>, sent = body) => {
    const got = await send(at.base, path, { method: 'POST', headers, body: sent });
    assert.equal(got.status, 200);
    const { ret, error } = JSON.parse(got.text) as { ret: number; error: { msg: string } | null };
    return [ret, error?.msg];
  };
  const wrong = [-1, 'The signature is wrong'];
  const once = signedHeaders('POST', path, body);
  assert.deepEqual(await asked(once), [1, undefined]);
  assert.deepEqual(await asked(once), [-1, 'The nonce was used before']);
  assert.deepEqual(await asked(signedHeaders('POST', path, body, { secret: 'other' })), wrong);
  assert.deepEqual(await asked(signedHeaders('GET', path, body)), wrong);
  assert.deepEqual(await asked(signedHeaders('POST', `${path}?a=1`, body)), wrong);
  assert.deepEqual(await asked(signedHeaders('POST', path, body), '{"skip":0,"limit":6}'), [
    -1,
    'Content-MD5 does not fit the body',
  ]);
  const { 'Content-MD5': _, ...rest } = signedHeaders('POST', path, body);
  assert.deepEqual(await asked(rest, '{"skip":0,"limit":6}'), wrong);
  const late = signedHeaders('POST', path, body, { time: Date.now() - 11 * 60_000 });
  assert.deepEqual(await asked(late), [-1, 'The timestamp is too old or too new']);
  assert.deepEqual(await asked({}), [-1, 'A signature header is missing']);
});

test('a signed query: token, time and signature are looked at, each refused in its own way', async () => {
  await using at = await startElements();
  const { access_token: token = '' } = await gdmsToken(at.base);
  assert.equal((await sendGdms(at.base, '/site/list', token)).retCode, 0);
  const asked = async (path: string) => {
    const got = await send(at.base, path);
    return [got.status, (JSON.parse(got.text) as { msg?: string }).msg];
  };
  assert.deepEqual(await asked(signedPath('/site/list', 'other')), [401, undefined]);
  assert.deepEqual(await asked(signedPath('/site/list', token, '', { secret: 'other' })), [
    200,
    'Invalid signature',
  ]);
  assert.deepEqual(await asked(signedPath('/site/list', token, 'a body that is not sent')), [
    200,
    'Invalid signature',
  ]);
  const old = signedPath('/site/list', token, '', { time: Date.now() - 6 * 60_000 });
  assert.deepEqual(await asked(old), [200, 'Timestamp expired']);
});

test('tokens: for the right words only, good for so long, and renewed where that is the way', async () => {
  let now = Date.now();
  const world = demoWorld();
  await using at = await startElements({
    clock: () => now,
    world: { ...world, elements: { ...world.elements, tokenSeconds: 10 } },
  });
  const client = { client_id: 'demo-client', client_secret: 'demo-client-secret' };
  const token = '/dubber/sandbox/v1/token';
  const asked = async (fields: Readonly<Record<string, string>>, path = token) => {
    const got = await send(at.base, path, form(fields));
    const said = JSON.parse(got.text) as Readonly<Partial<Record<string, string | number>>>;
    return { said, status: got.status };
  };
  const right = { ...client, grant_type: 'password', username: 'demo-auth-id', password };
  const error = async (fields: Readonly<Record<string, string>>, path?: string) =>
    (await asked(fields, path)).said.error;
  assert.equal(await error({ ...right, password: 'other' }), 'invalid_grant');
  assert.equal(await error({ ...right, client_secret: 'other' }), 'invalid_client');
  assert.equal(
    await error({ ...right, grant_type: 'client_credentials' }),
    'unsupported_grant_type',
  );
  assert.equal(await error(right, '/lens/oauth/token'), 'unsupported_grant_type');
  assert.equal((await send(at.base, token)).status, 405);
  assert.equal((await send(at.base, token, { body: 'x' })).status, 400);
  const given = await asked(right);
  assert.deepEqual([given.status, given.said.expires_in], [200, 10]);
  const profile = async (shown: string | number = '') =>
    (
      await send(at.base, '/dubber/sandbox/v1/profile', {
        headers: { Authorization: `Bearer ${shown}` },
      })
    ).status;
  assert.equal(await profile(given.said.access_token), 200);
  assert.equal(await profile('other'), 401);
  now += 10_000;
  assert.equal(await profile(given.said.access_token), 401);
  const fresh = await asked({ ...right });
  const renewed = await asked({
    ...client,
    grant_type: 'refresh_token',
    refresh_token: String(fresh.said.refresh_token),
  });
  assert.equal(await profile(renewed.said.access_token), 200);
  assert.equal(
    await error({
      ...client,
      grant_type: 'refresh_token',
      refresh_token: String(fresh.said.refresh_token),
    }),
    'invalid_grant',
  );
  const other = await asked({ ...client, grant_type: 'client_credentials' }, '/lens/oauth/token');
  assert.equal(other.status, 200);
  assert.equal(
    await profile(other.said.access_token),
    401,
    'a token of one element is none of another',
  );
});

test('a client may show itself by Basic or by JSON, and a digest in place of a password where that is the way', async () => {
  await using at = await startElements();
  const byBasic = await send(at.base, '/cisco/v1/access_token', {
    ...form({ grant_type: 'client_credentials' }),
    headers: {
      ...form({}).headers,
      Authorization: basic('demo-client', 'demo-client-secret'),
    },
  });
  assert.equal(byBasic.status, 200);
  const byJson = await send(
    at.base,
    '/lens/oauth/token',
    json({
      grant_type: 'client_credentials',
      client_id: 'demo-client',
      client_secret: 'demo-client-secret',
    }),
  );
  assert.equal(byJson.status, 200);
  const plain = await send(
    at.base,
    '/gdms/oapi/oauth/token',
    form({
      grant_type: 'password',
      username: 'devices@example.net',
      password,
      client_id: 'demo-client',
      client_secret: 'demo-client-secret',
    }),
  );
  assert.equal(plain.status, 400);
  assert.equal(hash('sha256', hash('md5', password)).length, 64);
});

test('a key in a header, Basic, and a bearer token that never changes', async () => {
  await using at = await startElements();
  const status = async (path: string, headers: Readonly<Record<string, string>>) =>
    (await send(at.base, path, { headers })).status;
  assert.equal(await status('/ztp/v1/devices', { 'API-KEY': 'demo-api-key' }), 200);
  assert.equal(await status('/ztp/v1/devices', { 'API-KEY': 'demo-api-kez' }), 401);
  assert.equal(await status('/ztp/v1/devices', {}), 401);
  const mailboxes = '/mutare/mailboxes';
  assert.equal(await status(mailboxes, { Authorization: basic('mailboxes') }), 200);
  assert.equal(await status(mailboxes, { Authorization: 'Bearer demo-bearer-token' }), 200);
  assert.equal(await status(mailboxes, { Authorization: basic('mailboxes', 'other') }), 401);
  assert.equal(await status(mailboxes, { Authorization: 'Bearer other' }), 401);
  const refused = await send(at.base, mailboxes, { headers: { Authorization: 'Basic ???' } });
  assert.equal(refused.headers['www-authenticate'], 'Basic realm="Mailboxes"');
});

test('an element that the world has no keys for is not there', async () => {
  const { elements: _, ...world } = demoWorld();
  await using at = await startElements({ world });
  const got = await send(at.base, '/ztp/v1/devices', { headers: { 'API-KEY': 'demo-api-key' } });
  assert.equal(got.status, 404);
});
