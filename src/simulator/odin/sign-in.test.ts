import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mill, password } from '../../../test/odin-mill.js';
import { startSimulator } from '../simulator.js';
import type { World } from '../world/world.js';

const world: World = {
  ...mill,
  odin: { tokenSeconds: 100, version: '6.1.2' },
  administrators: [
    ...mill.administrators,
    {
      userId: 'stale@example.net',
      password,
      loginType: 'System',
      passwordExpired: true,
      passwordExpiresDays: 0,
    },
    { userId: 'former@example.net', password, loginType: 'System', disabled: true },
  ],
};

interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function started(clock: () => number = Date.now) {
  const simulator = await startSimulator({ world, listen: ['odin+http://127.0.0.1:0'], clock });
  const base = simulator.urls[0]!.replace('odin+', '');
  const call = async (
    method: string,
    path: string,
    { token, body }: { token?: unknown; body?: string } = {},
  ): Promise<Told> => {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const answer = await fetch(`${base}${path}`, { method, headers, body: body ?? null });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const login = (username: string, secret = password) =>
    call('POST', '/auth/token', { body: JSON.stringify({ username, password: secret }) });
  return {
    simulator,
    call,
    login,
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

const unauthenticated = { status: 401, error: 'Unauthenticated.' };

test('a login is answered with the session and a token, the session alone without', async () => {
  await using odin = await started();
  const { status, body } = await odin.login('weir@example.net');
  const { token, ...session } = body;
  assert.equal(status, 200);
  assert.deepEqual(session, {
    userId: 'weir@example.net',
    groupId: 'Weir',
    serviceProviderId: 'Mill',
    isEnterprise: true,
    loginType: 'Group',
    userDomain: 'mill.example.net',
    passwordExpiresDays: 2147483647,
    local: 'en_US',
    encoding: null,
    systemDomain: 'mill.example.net',
    softwareVersion: '24sp1',
    isSystemAdmin: false,
    readOnly: false,
    policy: [],
    version: '6.1.2',
  });
  assert.deepEqual(await odin.call('GET', '/auth/session', { token }), {
    status: 200,
    body: session,
  });
});

test('a user signs in with the ids of the own group', async () => {
  await using odin = await started();
  const { body } = await odin.login('wren@mill.example.net');
  assert.deepEqual(
    [body.loginType, body.serviceProviderId, body.groupId],
    ['User', 'Mill', 'Weir'],
  );
});

test('who may not sign in is told why, and nothing about passwords', async () => {
  await using odin = await started();
  const wrong = { status: 401, body: { status: 401, error: 'Invalid username or password.' } };
  assert.deepEqual(await odin.login('weir@example.net', 'nearly'), wrong);
  assert.deepEqual(await odin.login('nobody@example.net'), wrong);
  assert.equal((await odin.login('former@example.net')).status, 401);
  assert.deepEqual(await odin.login('stale@example.net', 'nearly'), wrong);
  assert.deepEqual(await odin.login('stale@example.net'), {
    status: 402,
    body: { status: 402, error: 'The password must be changed.' },
  });
  for (const body of [
    '',
    'no json',
    'null',
    '7',
    '{"username":"weir@example.net"}',
    '{"password":1}',
  ])
    assert.equal((await odin.call('POST', '/auth/token', { body })).status, 400, body);
});

test('a token ends when its time is over; until then it buys a new one', async () => {
  let now = 1_700_000_000_000;
  await using odin = await started(() => now);
  const first = (await odin.login('weir@example.net')).body.token;
  now += 99_000;
  const renewed = await odin.call('PUT', '/auth/token', { token: first });
  assert.equal(renewed.body.userId, 'weir@example.net');
  now += 1_000;
  const expired = { status: 401, body: { status: 401, error: 'Token expired' } };
  assert.deepEqual(await odin.call('GET', '/auth/session', { token: first }), expired);
  assert.deepEqual(await odin.call('PUT', '/auth/token', { token: first }), expired);
  assert.equal(
    (await odin.call('GET', '/auth/session', { token: renewed.body.token })).status,
    200,
  );
});

test('without a token nothing is told but that a path does not exist or takes no such method', async () => {
  await using odin = await started();
  for (const token of [undefined, 'x', 'a.b.c'])
    for (const path of ['/auth/session', '/groups?serviceProviderId=Mill', '/users'])
      assert.deepEqual(await odin.call('GET', path, { token }), {
        status: 401,
        body: unauthenticated,
      });
  assert.equal((await odin.call('GET', '/nothing')).status, 404);
  assert.equal((await odin.call('POST', '/groups', { body: '{}' })).status, 405);
  assert.equal((await odin.call('DELETE', '/auth/token')).status, 405);
});

test('what was asked is on record, with the login that asked', async () => {
  await using odin = await started(() => 0);
  const { token } = (await odin.login('weir@example.net')).body;
  await odin.call('GET', '/groups/dns?serviceProviderId=Mill&groupId=Weir', { token });
  await odin.call('GET', '/groups?serviceProviderId=Mill', { token: 'stranger' });
  const common = { sessionId: '', at: '1970-01-01T00:00:00.000Z', transport: 'odin+http' };
  const userId = 'weir@example.net';
  assert.deepEqual(odin.simulator.commands, [
    { name: 'POST /auth/token', ...common, userId },
    { name: 'GET /groups/dns', ...common, userId, groupId: 'Weir' },
    { name: 'GET /groups', ...common },
  ]);
});
