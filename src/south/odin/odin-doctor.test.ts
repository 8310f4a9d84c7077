// ODIN over TLS, and what a probe of an ODIN target finds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, json, OdinStub } from '../../../test/odin-stub.js';
import { certificate } from '../../../test/stub-certificate.js';
import { type CheckResult, openOdin, probeSouth, type SouthOptions } from '../index.js';
import { parseTarget } from '../target.js';

const ask = { path: '/groups', query: {} } as const;
const answers = { 'GET /groups': json([]) };

for (const [what, setting] of [
  ['', undefined],
  [', even where the environment asks Node not to look', '0'],
] as const)
  test(`a self-signed certificate is refused, and no password is sent${what}`, async () => {
    await using stub = await OdinStub.start({ transport: 'https', answers });
    if (setting !== undefined) process.env.NODE_TLS_REJECT_UNAUTHORIZED = setting;
    const south = openOdin(stub.south());
    try {
      await assert.rejects(south.get(ask), { code: 'SOUTH_TLS_REFUSED', message: /self-signed/ });
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
    assert.deepEqual(stub.asked, []);
    await south.close();
  });

test('a certificate is accepted when its authority is named', async () => {
  await using stub = await OdinStub.start({ transport: 'https', answers });
  const south = openOdin(stub.south({ ca: certificate }));
  assert.equal((await south.get(ask)).kind, 'reply');
  await south.close();
});

test('a certificate for another host is refused, authority or not', async () => {
  await using stub = await OdinStub.start({ transport: 'https', answers });
  const target = parseTarget(stub.url.replace('127.0.0.1', 'localhost'));
  const south = openOdin(stub.south({ ca: certificate, target }));
  await assert.rejects(south.get(ask), { code: 'SOUTH_TLS_REFUSED' });
  assert.deepEqual(stub.asked, []);
  await south.close();
});

test('odin+https:// on a port without TLS fails; nothing is sent in clear', async () => {
  await using stub = await OdinStub.start({ answers });
  const target = parseTarget(stub.url.replace('http', 'https'));
  const south = openOdin(stub.south({ target }));
  await assert.rejects(south.get(ask), { code: 'SOUTH_TLS_REFUSED' });
  assert.deepEqual(stub.asked, []);
  await south.close();
});

async function probed(stub: OdinStub, different: Partial<SouthOptions> = {}, account = true) {
  const { credentials, ...wire } = stub.south(different);
  const found: Record<string, CheckResult> = {};
  for await (const result of probeSouth(wire, account ? credentials : undefined))
    found[result.check] = result;
  const marks = Object.fromEntries(
    Object.entries(found).map(([check, { status }]) => [check, status]),
  );
  return { found, marks };
}

test('a probe of a healthy host in clear text warns that the password travels in the clear', async () => {
  await using stub = await OdinStub.start({ session: { passwordExpiresDays: '40' } });
  const { found, marks } = await probed(stub);
  assert.deepEqual(marks, {
    name: 'ok',
    connection: 'ok',
    tls: 'warning',
    login: 'ok',
    release: 'ok',
    scope: 'ok',
    password: 'ok',
  });
  assert.match(found.tls!.words, /the password/);
  assert.match(found.tls!.todo!, /odin\+https/);
  assert.equal(found.login!.words, 'logged in as auditor@example.net');
  assert.equal(found.release!.words, 'release 24sp1');
  assert.match(found.scope!.words, /groups of HarbourTel can be audited/);
  assert.equal(found.password!.words, 'the password expires in 40 days');
  assert.deepEqual(
    stub.asked.map(({ command }) => command),
    ['POST /auth/token'],
  );
});

test('a probe over TLS looks at the certificate, and says when the release is not told', async () => {
  await using stub = await OdinStub.start({
    transport: 'https',
    session: { softwareVersion: '', passwordExpiresDays: 2147483647 },
  });
  const { found, marks } = await probed(stub, { ca: certificate });
  assert.equal(marks.tls, 'ok');
  assert.equal(found.release!.words, 'release not told');
  assert.equal(found.password!.words, 'the password does not expire');
});

test('a probe that is not trusted stops before the login', async () => {
  await using stub = await OdinStub.start({ transport: 'https' });
  const { found, marks } = await probed(stub);
  assert.deepEqual([marks.tls, marks.login, marks.password], ['failed', 'skipped', 'skipped']);
  assert.equal(found.tls!.code, 'SOUTH_TLS_REFUSED');
  assert.deepEqual(stub.asked, []);
});

for (const [what, status, code] of [
  ['a wrong password', 401, 'SOUTH_LOGIN_REFUSED'],
  ['a password to be changed', 402, 'SOUTH_PASSWORD_EXPIRED'],
  ['a wrong address', 404, 'SOUTH_PROTOCOL'],
] as const)
  test(`a probe tells ${what}`, async () => {
    await using stub = await OdinStub.start({
      answers: { 'POST /auth/token': failure(status, 'no') },
    });
    const { found, marks } = await probed(stub);
    assert.deepEqual([marks.login, marks.release, found.login!.code], ['failed', 'skipped', code]);
    assert.equal(stub.asked.length, 1);
  });

test('a probe without account goes as far as the login', async () => {
  await using stub = await OdinStub.start();
  const { marks } = await probed(stub, {}, false);
  assert.deepEqual([marks.connection, marks.login], ['ok', 'skipped']);
  assert.deepEqual(stub.asked, []);
});
