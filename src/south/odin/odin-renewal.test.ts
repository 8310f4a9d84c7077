// Tokens that are refused: renewal in trouble, the password instead, and an end to it when nothing helps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, cut, failure, json, OdinStub, silence } from '../../../test/odin-stub.js';
import { Fault } from '../../fault.js';
import { openOdin } from '../index.js';

const groups = { 'GET /groups': json([{ groupId: 'Quayside' }]) };
const ask = { path: '/groups', query: {} } as const;
const codeOf = (one: PromiseSettledResult<unknown>) =>
  one.status === 'rejected' && one.reason instanceof Fault ? one.reason.code : one.status;
const logins = (stub: OdinStub) => [stub.count('PUT /auth/token'), stub.count('POST /auth/token')];

for (const [what, reply] of [
  ['a server error', failure(500, 'Token has expired')],
  ['a gateway without backend', bytes('', 'text/html', 502)],
  ['a gateway that waited in vain', bytes('', 'text/html', 504)],
  ['a way elsewhere', { status: 302, headers: { location: '/login' } }],
  ['no answer', silence],
  ['a cut connection', cut],
  ['no token', json({})],
] as const)
  test(`a token is dead, and its renewal gets ${what}: the password does, once for all`, async () => {
    await using stub = await OdinStub.start({ answers: { ...groups, 'PUT /auth/token': reply } });
    const south = openOdin(stub.south({ timeoutMs: 250 }));
    await south.connect();
    stub.revoke();
    const all = await Promise.all(Array.from({ length: 12 }, () => south.get(ask)));
    assert.ok(all.every(({ kind }) => kind === 'reply'));
    assert.deepEqual(logins(stub), [1, 2]);
    await south.close();
  });

test('a host that wants to be left alone is not sent the password either', async () => {
  const reply = { ...failure(503, 'restarting'), headers: { 'retry-after': '3600' } };
  await using stub = await OdinStub.start({ answers: { ...groups, 'PUT /auth/token': reply } });
  const south = openOdin(stub.south());
  await south.connect();
  stub.revoke();
  const all = await Promise.allSettled(Array.from({ length: 6 }, () => south.get(ask)));
  assert.ok(all.every((one) => codeOf(one) === 'SOUTH_BUSY'));
  assert.deepEqual(logins(stub), [1, 1]);
  await south.close();
});

test('a password that is refused after a renewal in trouble is not tried again', async () => {
  await using stub = await OdinStub.start({
    answers: {
      ...groups,
      'PUT /auth/token': failure(500, 'oops'),
      'POST /auth/token': (_, count) => (count === 1 ? stub.welcome() : failure(401, 'no')),
    },
  });
  const south = openOdin(stub.south());
  await south.connect();
  stub.revoke();
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => south.get(ask)));
  assert.ok(all.every((one) => codeOf(one) === 'SOUTH_LOGIN_REFUSED'));
  assert.deepEqual(logins(stub), [1, 2]);
  await south.close();
});

test('renewal and login both in trouble: those who wait are told, and three times is the end', async () => {
  await using stub = await OdinStub.start({
    answers: {
      ...groups,
      'PUT /auth/token': failure(500, 'oops'),
      'POST /auth/token': (_, count) => (count === 1 ? stub.welcome() : failure(500, 'oops')),
    },
  });
  const south = openOdin(stub.south({ connections: 1 }));
  await south.connect();
  stub.revoke();
  for (const times of [1, 2, 3, 3, 3]) {
    const all = await Promise.allSettled(Array.from({ length: 7 }, () => south.get(ask)));
    assert.ok(all.every((one) => codeOf(one) === 'SOUTH_PROTOCOL'));
    assert.deepEqual(logins(stub), [times, times + 1]);
  }
  await south.close();
});

for (const [what, answers, least] of [
  ['renewals', {}, [3, 1]],
  ['logins', { 'PUT /auth/token': failure(401, 'no') }, [3, 4]],
] as const)
  test(`${what} that give tokens which are refused come to an end, with one fault for all`, async () => {
    await using stub = await OdinStub.start({
      answers: { ...answers, 'GET /groups': failure(401, 'Unauthorized') },
    });
    const south = openOdin(stub.south({ connections: 3 }));
    const all = await Promise.allSettled(Array.from({ length: 40 }, () => south.get(ask)));
    const told = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as Fault] : []));
    // Those before: ODIN said no to them, even with another token.
    assert.ok(told.length >= 30, `${told.length}`);
    for (const { code, message } of told) {
      assert.equal(code, 'SOUTH_PROTOCOL');
      assert.match(
        message,
        /takes the login of auditor@example\.net, but refuses the token it gives$/,
      );
    }
    assert.deepEqual(logins(stub), least);
    const before = stub.asked.length;
    await assert.rejects(south.get(ask), { code: 'SOUTH_PROTOCOL' });
    assert.equal(stub.asked.length, before);
    await south.close();
  });

test('a call that goes through begins the count anew', async () => {
  await using stub = await OdinStub.start({
    answers: { ...groups, 'GET /groups/dns': failure(401, 'Unauthorized') },
  });
  const south = openOdin(stub.south());
  for (let at = 0; at < 6; at++) {
    const refused = await south.get({ path: '/groups/dns', query: {} });
    assert.ok(refused.kind === 'refusal' && refused.refusal.kind === 'sessionLost');
    assert.equal((await south.get(ask)).kind, 'reply');
  }
  await south.close();
});

test('what the account is told to be does not repeat password or token', async () => {
  await using stub = await OdinStub.start({
    answers: {
      'POST /auth/token': () => {
        const welcome = JSON.parse(String(stub.welcome().body));
        const quoted = `24sp1 ${stub.password} ${welcome.token}`;
        const names = ['userId', 'loginType', 'softwareVersion', 'serviceProviderId', 'groupId'];
        return json({ ...welcome, ...Object.fromEntries(names.map((name) => [name, quoted])) });
      },
    },
  });
  const south = openOdin(stub.south());
  const facts = await south.connect();
  assert.match(facts.softwareVersion ?? '', /^24sp1 \[redacted\]/);
  for (const secret of [stub.password, stub.tokens[0]!])
    assert.ok(!JSON.stringify(facts).includes(secret));
  await south.close();
});
