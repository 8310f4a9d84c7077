// Logging in to ODIN: one try with the password, tokens renewed in time or when refused, once for all who need it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytes,
  cut,
  failure,
  json,
  jwt,
  OdinStub,
  session,
  silence,
} from '../../../test/odin-stub.js';
import { Fault } from '../../fault.js';
import { openOdin } from '../index.js';

const groups = { 'GET /groups': json([{ groupId: 'Quayside' }]) };
const ask = { path: '/groups', query: { serviceProviderId: 'HarbourTel' } } as const;
const start = 1_800_000_000_000;

/** Tokens for a hundred seconds, by a clock that the test sets. */
const clocked = (clock: { ms: number }) => ({
  token: (n: number) =>
    jwt({ iat: start / 1000 + n, exp: start / 1000 + n + 100, jti: `${n} at ${clock.ms}` }),
});

test('the account is as ODIN tells it, and the password goes in the body', async () => {
  await using stub = await OdinStub.start();
  const south = openOdin(stub.south());
  assert.deepEqual(await south.connect(), {
    userId: 'auditor@example.net',
    loginType: 'Service Provider',
    serviceProviderId: 'HarbourTel',
    isEnterprise: true,
    softwareVersion: '24sp1',
    loginCommand: 'POST /auth/token',
  });
  assert.deepEqual(south.facts, await south.connect());
  const [login, ...more] = stub.asked;
  assert.deepEqual(more, []);
  assert.deepEqual(JSON.parse(login!.body), { username: stub.username, password: stub.password });
  assert.equal(login!.headers['content-type'], 'application/json');
  assert.equal(login!.headers.authorization, undefined);
  await south.close();
});

test('a loosely typed session is read the same', async () => {
  const loose = {
    userId: '',
    groupId: 'None',
    serviceProviderId: 4711,
    isEnterprise: 'false',
    passwordExpiresDays: '12',
    softwareVersion: null,
    loginType: undefined,
  };
  await using stub = await OdinStub.start({ session: loose });
  const south = openOdin(stub.south());
  assert.deepEqual(await south.connect(), {
    userId: 'auditor@example.net',
    loginType: 'unknown',
    serviceProviderId: '4711',
    isEnterprise: false,
    passwordExpiresDays: 12,
    loginCommand: 'POST /auth/token',
  });
  await south.close();
});

for (const [days, read] of [
  [2147483647, undefined],
  ['2147483647', undefined],
  [null, undefined],
  ['soon', undefined],
  [0, 0],
  ['-3', -3],
] as const)
  test(`a password that expires in ${JSON.stringify(days)} days`, async () => {
    await using stub = await OdinStub.start({ session: { passwordExpiresDays: days } });
    const south = openOdin(stub.south());
    assert.equal((await south.connect()).passwordExpiresDays, read);
    await south.close();
  });

test('a session with objects where words belong is read without them', async () => {
  const odd = { toString: 1, valueOf: 2 };
  await using stub = await OdinStub.start({
    session: { userId: odd, isEnterprise: odd, loginType: [], softwareVersion: {}, groupId: odd },
  });
  const south = openOdin(stub.south());
  const { userId, loginType, isEnterprise, softwareVersion, groupId } = await south.connect();
  assert.deepEqual(
    [userId, loginType, isEnterprise, softwareVersion, groupId],
    ['auditor@example.net', 'unknown', undefined, undefined, undefined],
  );
  await south.close();
});

test('many who begin at once share one login', async () => {
  await using stub = await OdinStub.start({ answers: groups });
  const south = openOdin(stub.south({ connections: 10 }));
  await Promise.all([
    south.connect(),
    south.connect(),
    ...Array.from({ length: 12 }, () => south.get(ask)),
  ]);
  assert.equal(stub.count('POST /auth/token'), 1);
  assert.equal(stub.count('GET /groups'), 12);
  await south.close();
});

for (const status of [400, 401, 403, 422])
  test(`a login refused with ${status} is not tried again, and everybody is told`, async () => {
    await using stub = await OdinStub.start({
      answers: { 'POST /auth/token': failure(status, '[Error 4962] Invalid password') },
    });
    const south = openOdin(stub.south());
    const all = await Promise.allSettled(Array.from({ length: 9 }, () => south.get(ask)));
    for (const one of all)
      assert.ok(one.status === 'rejected' && one.reason.code === 'SOUTH_LOGIN_REFUSED');
    await assert.rejects(south.connect(), {
      code: 'SOUTH_LOGIN_REFUSED',
      message: 'ODIN refused the login of auditor@example.net: [Error 4962] Invalid password',
    });
    await assert.rejects(south.get(ask), { code: 'SOUTH_LOGIN_REFUSED' });
    assert.deepEqual(
      stub.asked.map(({ command }) => command),
      ['POST /auth/token'],
    );
    await south.close();
  });

test('BroadWorks that refuses the password behind a status 500 is taken for what it is', async () => {
  await using stub = await OdinStub.start({
    answers: { 'POST /auth/token': failure(500, '[Error 5202] Login failed') },
  });
  const south = openOdin(stub.south());
  for (let at = 0; at < 3; at++)
    await assert.rejects(south.connect(), { code: 'SOUTH_LOGIN_REFUSED' });
  assert.equal(stub.asked.length, 1);
  await south.close();
});

test('a password that must be changed is told as one, and tried once', async () => {
  await using stub = await OdinStub.start({
    answers: { 'POST /auth/token': failure(402, 'Password expired') },
  });
  const south = openOdin(stub.south());
  for (let at = 0; at < 3; at++)
    await assert.rejects(south.connect(), {
      code: 'SOUTH_PASSWORD_EXPIRED',
      message: 'the password of auditor@example.net must be changed first: Password expired',
      todo: /portal/,
    });
  assert.equal(stub.asked.length, 1);
  await south.close();
});

test('an address without a login is probably the wrong one', async () => {
  await using stub = await OdinStub.start({
    answers: { 'POST /auth/token': bytes('<html>Not Found</html>', 'text/html', 404) },
  });
  const south = openOdin(stub.south());
  await assert.rejects(south.connect(), {
    code: 'SOUTH_PROTOCOL',
    message: /should end in \/api\/v2/,
  });
  await south.close();
});

const unusable = {
  'no token': json({ ...session }),
  'an empty token': json({ ...session, token: '' }),
  'a token that is a number': json({ ...session, token: 7 }),
  'a token that would break the header': json({ ...session, token: 'a\r\nX-Evil: 1' }),
  'a list': json([]),
  nothing: { status: 204 },
  'a page that names a token': bytes('<html>token=opaque-tok-9137</html>'),
};
for (const [what, reply] of Object.entries(unusable))
  test(`a login answered with ${what} is malformed, and not quoted`, async () => {
    await using stub = await OdinStub.start({ answers: { 'POST /auth/token': reply } });
    const south = openOdin(stub.south());
    await assert.rejects(
      south.connect(),
      (thrown) =>
        thrown instanceof Fault &&
        thrown.code === 'ODIN_MALFORMED' &&
        !thrown.message.includes('9137'),
    );
    await south.close();
  });

for (const [what, reply, code] of [
  ['no answer', silence, 'SOUTH_TIMEOUT'],
  ['a cut connection', cut, 'SOUTH_LOST'],
  ['a gateway without backend', bytes('', 'text/html', 502), 'SOUTH_LOST'],
  ['a server error', failure(500, 'oops'), 'SOUTH_PROTOCOL'],
  ['a way elsewhere', { status: 302, headers: { location: '/login' } }, 'SOUTH_PROTOCOL'],
] as const)
  test(`a login is sent once: ${what}`, async () => {
    await using stub = await OdinStub.start({ answers: { 'POST /auth/token': reply } });
    const south = openOdin(stub.south({ timeoutMs: 200, connections: 2 }));
    const all = await Promise.allSettled([1, 2, 3, 4, 5].map(() => south.get(ask)));
    for (const one of all) assert.ok(one.status === 'rejected' && one.reason.code === code);
    assert.deepEqual(
      stub.asked.map(({ command }) => command),
      ['POST /auth/token'],
    );
    await south.close();
  });

test('a login that is turned away for a moment was not looked at, and is sent again', async () => {
  await using stub = await OdinStub.start({
    answers: {
      'POST /auth/token': (_, count) => (count === 1 ? failure(503, 'restarting') : stub.welcome()),
    },
  });
  const south = openOdin(stub.south());
  assert.equal((await south.connect()).userId, 'auditor@example.net');
  await south.close();
});

test('a token is renewed before it ends, at the next call, once for all', async () => {
  const clock = { ms: start };
  await using stub = await OdinStub.start({ answers: groups, ...clocked(clock) });
  const south = openOdin(stub.south({ now: () => clock.ms, connections: 10 }));
  await south.get(ask);
  clock.ms += 69_000;
  await south.get(ask);
  assert.equal(stub.tokens.length, 1);
  clock.ms += 2000;
  await Promise.all(Array.from({ length: 10 }, () => south.get(ask)));
  assert.equal(stub.tokens.length, 2);
  assert.equal(stub.count('POST /auth/token'), 1);
  const renewal = stub.asked.find(({ command }) => command === 'PUT /auth/token');
  assert.equal(renewal?.headers.authorization, `Bearer ${stub.tokens[0]}`);
  assert.equal(renewal?.body, '');
  assert.equal(stub.asked.at(-1)?.headers.authorization, `Bearer ${stub.tokens[1]}`);
  await south.close();
});

for (const days of [-400, 400])
  test(`a clock that is ${days} days off renews at the same moments`, async () => {
    const clock = { ms: start + days * 86_400_000 };
    await using stub = await OdinStub.start({ answers: groups, ...clocked(clock) });
    const south = openOdin(stub.south({ now: () => clock.ms }));
    for (const seconds of [0, 60, 60, 60]) {
      clock.ms += seconds * 1000;
      await south.get(ask);
    }
    assert.equal(stub.tokens.length, 2);
    await south.close();
  });

for (const [what, reply, logins] of [
  ['does not know renewal', failure(404, 'Not Found'), 3],
  ['does not allow the method', failure(405, 'Method Not Allowed'), 3],
] as const)
  test(`a server that ${what} is asked for it once, then gets the password`, async () => {
    const clock = { ms: start };
    await using stub = await OdinStub.start({
      answers: { ...groups, 'PUT /auth/token': reply },
      ...clocked(clock),
    });
    const south = openOdin(stub.south({ now: () => clock.ms }));
    for (let at = 0; at < 3; at++) {
      assert.equal((await south.get(ask)).kind, 'reply');
      clock.ms += 80_000;
    }
    assert.deepEqual([stub.count('PUT /auth/token'), stub.count('POST /auth/token')], [1, logins]);
    await south.close();
  });

for (const [what, reply] of [
  ['no answer', silence],
  ['a cut connection', cut],
  ['a server error', failure(500, 'oops')],
] as const)
  test(`early renewal with ${what} is no reason to stop: the old token still works`, async () => {
    const clock = { ms: start };
    await using stub = await OdinStub.start({
      answers: { ...groups, 'PUT /auth/token': reply },
      ...clocked(clock),
    });
    const south = openOdin(stub.south({ now: () => clock.ms, timeoutMs: 200 }));
    await south.get(ask);
    clock.ms += 80_000;
    assert.equal((await south.get(ask)).kind, 'reply');
    assert.equal((await south.get(ask)).kind, 'reply');
    assert.deepEqual([stub.count('PUT /auth/token'), stub.count('POST /auth/token')], [1, 1]);
    await south.close();
  });

test('twenty calls that are refused with the same token share one renewal', async () => {
  await using stub = await OdinStub.start({
    answers: {
      ...groups,
      'PUT /auth/token': async () => stub.welcome(),
    },
  });
  const south = openOdin(stub.south({ connections: 20 }));
  await south.connect();
  stub.revoke();
  const answers = await Promise.all(Array.from({ length: 20 }, () => south.get(ask)));
  assert.ok(answers.every(({ kind }) => kind === 'reply'));
  assert.deepEqual([stub.count('PUT /auth/token'), stub.count('POST /auth/token')], [1, 1]);
  assert.equal(stub.count('GET /groups'), 40);
  await south.close();
});

test('a renewal that is refused falls back to the password, once for all', async () => {
  await using stub = await OdinStub.start({ answers: groups });
  const south = openOdin(stub.south({ connections: 20 }));
  await south.connect();
  stub.revoke();
  const answers = await Promise.all(Array.from({ length: 20 }, () => south.get(ask)));
  assert.ok(answers.every(({ kind }) => kind === 'reply'));
  assert.deepEqual([stub.count('PUT /auth/token'), stub.count('POST /auth/token')], [1, 2]);
  await south.close();
});

test('a password that is refused later is not tried again either', async () => {
  await using stub = await OdinStub.start({
    answers: {
      ...groups,
      'POST /auth/token': (_, count) => (count === 1 ? stub.welcome() : failure(401, 'no')),
    },
  });
  const south = openOdin(stub.south());
  await south.connect();
  stub.revoke();
  for (let at = 0; at < 3; at++)
    await assert.rejects(south.get(ask), { code: 'SOUTH_LOGIN_REFUSED' });
  assert.equal(stub.count('POST /auth/token'), 2);
  await south.close();
});

test('a fresh token that is refused too is a refusal, not a loop', async () => {
  await using stub = await OdinStub.start({
    answers: { 'GET /groups': failure(401, 'Unauthorized') },
  });
  const south = openOdin(stub.south());
  const answer = await south.get(ask);
  assert.ok(answer.kind === 'refusal');
  assert.deepEqual(answer.refusal, { status: 401, summary: 'Unauthorized', kind: 'sessionLost' });
  assert.deepEqual(
    stub.asked.map(({ command }) => command),
    ['POST /auth/token', 'GET /groups', 'PUT /auth/token', 'GET /groups'],
  );
  await south.close();
});

test('what is not permitted keeps the token', async () => {
  await using stub = await OdinStub.start({
    answers: { ...groups, 'GET /groups/dns': failure(403, 'Forbidden') },
  });
  const south = openOdin(stub.south());
  const refused = await south.get({ path: '/groups/dns', query: {} });
  assert.ok(refused.kind === 'refusal' && refused.refusal.kind === 'notPermitted');
  assert.equal((await south.get(ask)).kind, 'reply');
  assert.equal(stub.tokens.length, 1);
  assert.equal(stub.count('PUT /auth/token'), 0);
  await south.close();
});
