// Signing in to `muster serve` while its target comes and goes: sessions apart from each other, attempts that do not count,
// and what health says meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { credentials, emptyFolder, muster, password } from '../run-cli.js';
import { acr, amelia, assertVerified, auditor, office, Server } from '../serve-process.js';

test('two clients sign in; one signs out, and the other stays', async () => {
  using folder = emptyFolder();
  await using simulator = await startSimulator({ world: demoWorld() });
  const words = ['--target', simulator.urls[0]!];
  await using server = await Server.start(words, { folder: folder.path });
  const first = await server.signIn(office);
  const second = await server.signIn(office);
  assert.notEqual(first.Cookie, second.Cookie);
  assert.equal((await server.call('DELETE', '/api/v1/login/', { headers: first })).status, 204);
  assert.equal((await server.call('GET', acr, { headers: first })).status, 401);
  assert.equal((await server.call('GET', acr, { headers: second })).status, 200);
  const body = { username: amelia, password, provide_bearer: true };
  const asked = await server.call('POST', '/api/v1/login/', { body });
  assert.equal(asked.headers.get('set-cookie'), null);
  const bearer = { Authorization: `Bearer ${asked.json.bearer}` };
  assert.equal((await server.call('GET', acr, { headers: bearer })).status, 200);
  await server.stop();
  await assertVerified(folder.path);
  const logins = simulator.commands.filter(({ name }) => name.startsWith('LoginRequest')).length;
  const logouts = simulator.commands.filter(({ name }) => name === 'LogoutRequest').length;
  assert.equal(logins, 3);
  assert.equal(logouts, 3);
});

test('a target that is not there is said to be so, counts as no attempt, and comes back', async () => {
  using folder = emptyFolder();
  const before = await startSimulator({ world: demoWorld() });
  const target = before.urls[0]!;
  await before.close();
  const options = { folder: folder.path, env: credentials };
  await using server = await Server.start(['--target', target, '--timeout', '2s'], options);
  const ready = () => server.call('GET', '/health/ready');
  assert.equal((await ready()).json.checks.target, 'not asked yet');
  const body = { username: auditor, password };
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    const answer = await server.call('POST', '/api/v1/login/', { body });
    assert.equal(answer.status, 502, answer.text);
    const [error] = answer.json.errors;
    assert.equal(error.message, 'NE_UNREACHABLE');
    assert.equal(error.details.fault, 'SOUTH_UNREACHABLE');
    assert.ok(!answer.text.includes(password));
  }
  const dead = await ready();
  assert.equal(dead.status, 503);
  assert.equal(dead.json.status, 'not ready');
  assert.match(dead.json.checks.target, /^failed: /);
  assert.equal(dead.json.checks.ledger, 'ok');

  const listen = [target];
  await using first = await startSimulator({ world: demoWorld(), listen });
  const headers = await server.signIn(auditor);
  assert.equal((await ready()).status, 200);
  assert.equal((await ready()).json.checks.target, 'ok');
  // It goes, and comes back, under a session and under a token.
  const made = await muster(['token', 'create', '--name', 'one', '--role', 'reader'], {
    env: { HOME: folder.path },
  });
  const bearer = { Authorization: `Bearer ${made.stdout.trim()}` };
  assert.equal((await server.call('GET', acr, { headers: bearer })).status, 200);
  await first.close();
  for (const one of [headers, bearer]) {
    const lost = await server.call('GET', acr, { headers: one });
    assert.equal(lost.status, 502, lost.text);
    assert.equal((await ready()).status, 503);
  }
  await using _second = await startSimulator({ world: demoWorld(), listen });
  for (const one of [headers, bearer])
    assert.equal((await server.call('GET', acr, { headers: one })).status, 200);
  assert.equal((await ready()).status, 200);
  await server.stop();
  await assertVerified(folder.path);
});
