// `muster serve` as somebody meets it who starts it: what it says, what it refuses, what it tells of itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { credentials, emptyFolder, muster, password } from '../run-cli.js';
import { acr, amelia, assertVerified, auditor, office, Server, storeIn } from '../serve-process.js';

test('it starts in an empty home and says where it is, what it keeps, and how to sign in', async () => {
  using folder = emptyFolder();
  const { path } = folder;
  await using server = await Server.start([], { folder: path, standardStore: true });
  const said = server.running.stderr;
  assert.match(said, /^Muster \S+ listens on http:\/\/127\.0\.0\.1:\d+$/m);
  assert.ok(said.includes(`records   ${path}/.local/share/muster/serve.sqlite, 0 entries, log `));
  assert.match(said, /target {4}none: .* --target/);
  assert.match(said, /sign in {3}with a token: muster token create --name NAME --role reader/);
  const ready = await server.call('GET', '/health/ready');
  assert.equal(ready.status, 200);
  assert.deepEqual(ready.json.checks, { server: 'ok', ledger: 'ok', target: 'no target' });
  const nobody = await server.call('POST', '/api/v1/login/', {
    body: { username: auditor, password },
  });
  assert.equal(nobody.status, 503);
  assert.equal(nobody.json.errors[0].message, 'NO_ACCOUNT');
  // What is kept can be read with a token, made while it runs.
  const env = { HOME: path };
  const made = await muster(['token', 'create', '--name', 'reader', '--role', 'reader'], { env });
  const bearer = { Authorization: `Bearer ${made.stdout.trim()}` };
  const query = '/api/v1/local/audit_records/?endPointName=svc_v1:apio.login';
  const found = await server.call('GET', query, { headers: bearer });
  assert.equal(found.status, 200, found.text);
  assert.deepEqual(
    found.json.auditRecords.map((one: { status_code: number }) => one.status_code),
    [503],
  );
  const south = await server.call('GET', '/api/v1/tenants/', { headers: bearer });
  assert.equal(south.json.errors[0].message, 'NO_ACCOUNT');
  await server.stop();
});

test('what cannot be is refused at once, in words and with an exit code', async () => {
  using folder = emptyFolder();
  const { path } = folder;
  await using server = await Server.start([], { folder: path });
  const serve = (words: readonly string[], home = path) =>
    muster(['serve', ...words], { cwd: path, env: { HOME: home } });
  const busy = await serve(['--listen', '127.0.0.1:0', '--store', storeIn(path)]);
  assert.equal(busy.code, 2, busy.stderr);
  assert.match(
    busy.stderr,
    /another process writes to sqlite:.*gateway\.sqlite\n.*use another --store/,
  );
  using other = emptyFolder();
  const taken = await serve(['--listen', `127.0.0.1:${server.port}`], other.path);
  assert.equal(taken.code, 2);
  assert.ok(taken.stderr.includes(`cannot listen on 127.0.0.1:${server.port}: `), taken.stderr);
  assert.match(taken.stderr, /Choose another with --listen/);
  for (const [words, why] of [
    [['--store', 'none'], /store \(from the command line\) is none, and a server keeps records/],
    [['--listen', '0.0.0.0:0'], /listening on 0\.0\.0\.0 without TLS .* in the clear/],
    [['--listen', 'nonsense'], /listen \(from the command line\) must be HOST:PORT/],
    [['--log-level', 'loud'], /logLevel \(from the command line\) must be one of debug/],
    [['--session-idle', 'soon'], /sessionIdle/],
    [['--echo-record-id', 'maybe'], /must be yes or no, not "maybe"/],
    [['--tls-cert', 'nowhere.pem'], /tlsCert and tlsKey belong together/],
    [['--tls-cert', 'nowhere.pem', '--tls-key', 'nowhere.key'], /certificate cannot be read/],
  ] as const) {
    const ran = await serve([...words], other.path);
    assert.equal(ran.code, 64, words.join(' ') + ran.stderr);
    assert.match(ran.stderr, why);
    assert.equal(ran.stdout, '');
  }
});

test('other addresses without TLS take a word that says it is meant', async () => {
  using folder = emptyFolder();
  await using server = await Server.start(
    ['--listen', '0.0.0.0:0', '--i-accept-passwords-in-clear-text'],
    { folder: folder.path },
  );
  assert.equal((await server.call('GET', '/health/live/')).status, 200);
  await server.stop();
});

test('over ODIN what can be asked is answered, and the rest says that it cannot', async () => {
  using folder = emptyFolder();
  await using simulator = await startSimulator({
    world: demoWorld(),
    listen: ['odin+http://127.0.0.1:0'],
  });
  await using server = await Server.start(['--target', simulator.urls[0]!], {
    folder: folder.path,
  });
  const headers = await server.signIn(auditor);
  const audit = '/api/v1/tenants/Brightwater/groups/Head-Office/audits/';
  const made = await server.call('POST', audit, { headers, body: {} });
  assert.ok([200, 201, 207].includes(made.status), made.text);
  for (const [method, path, body] of [
    ['GET', acr, undefined],
    ['PUT', acr, { active: true }],
    ['POST', '/api/v1/oci/GroupGetRequest22V5/', {}],
  ] as const) {
    const answer = await server.call(method, path, { headers, body });
    assert.equal(answer.status, 501, `${method} ${path} ${answer.text}`);
    assert.equal(answer.json.errors[0].message, 'NOT_OVER_ODIN');
  }
  await server.stop();
  await assertVerified(folder.path);
});

test('with --read-only nothing is changed', async () => {
  using folder = emptyFolder();
  await using simulator = await startSimulator({ world: demoWorld() });
  const words = ['--target', simulator.urls[0]!, '--read-only'];
  await using server = await Server.start(words, { folder: folder.path });
  const headers = await server.signIn(office);
  assert.equal((await server.call('GET', acr, { headers })).status, 200);
  const put = await server.call('PUT', acr, { headers, body: { active: true } });
  assert.equal(put.status, 403, put.text);
  assert.ok(simulator.commands.every(({ name }) => !name.includes('Modify')));
  await server.stop();
});

test('the log has a line for each call, and nothing of what was said in it', async () => {
  using folder = emptyFolder();
  await using simulator = await startSimulator({ world: demoWorld() });
  const env = { ...credentials };
  const options = { folder: folder.path, env };
  await using server = await Server.start(['--target', simulator.urls[0]!], options);
  const headers = await server.signIn(amelia);
  const canary = 'canary-4711';
  await server.call('POST', '/api/v1/login/', { body: { username: canary, password: canary } });
  await server.call('PUT', acr, { headers, body: { active: canary } });
  await server.call('GET', `${acr}?q=${canary}`, { headers });
  await server.call('GET', '/api/v1/tenants/', { headers: { Cookie: `sessionid=${canary}` } });
  await server.call('GET', '/api/v1/tenants/', { headers: { Authorization: `Bearer ${canary}` } });
  await server.call('GET', `/${canary}/`, { headers });
  simulator.faults.add('cut');
  assert.equal((await server.call('GET', acr, { headers })).status, 502);
  await simulator.close();
  assert.equal((await server.call('GET', acr, { headers })).status, 502);
  await server.stop();
  const calls = server.lines.filter(({ msg }) => msg === 'call');
  assert.deepEqual(
    calls.map(({ status }) => status),
    [200, 401, 400, 400, 401, 401, 404, 502, 502],
  );
  for (const line of calls) {
    assert.match(String(line.recordId), /^[0-9a-f-]{36}-\d+\.\d{6}$/);
    assert.equal(typeof line.ms, 'number');
    assert.equal(line.client, '127.0.0.1');
  }
  assert.equal(calls[0]!.route, '/api/v1/login/');
  assert.equal(calls.at(-1)!.level, 'error');
  assert.equal(calls.at(-1)!.caller, 'session');
  const all = server.running.stdout;
  for (const secret of [canary, password, headers.Cookie.split('=')[1]!, amelia, 'amelia'])
    assert.ok(!all.includes(secret), `${secret} in ${all}`);
});

test('silent is silent', async () => {
  using folder = emptyFolder();
  const words = ['--log-level', 'silent'];
  await using server = await Server.start(words, { folder: folder.path });
  assert.equal((await server.call('GET', '/api/v1/tenants/')).status, 401);
  const { stdout } = await server.stop();
  assert.equal(stdout, '');
});

test('figures are for this machine, and name nobody', async () => {
  using folder = emptyFolder();
  await using simulator = await startSimulator({ world: demoWorld() });
  const words = ['--target', simulator.urls[0]!, '--trust-proxy', '127.0.0.1'];
  await using server = await Server.start(words, { folder: folder.path });
  const headers = await server.signIn(amelia);
  await server.call('GET', acr, { headers });
  const { status, text } = await server.call('GET', '/metrics');
  assert.equal(status, 200);
  assert.match(
    text,
    /^muster_calls_total\{method="GET",route="\/api[^"]*acr\/",status="200"\} 1$/m,
  );
  assert.match(text, /^muster_sessions 1$/m);
  assert.match(text, /^muster_ledger_entries [1-9]/m);
  assert.ok(!text.includes('amelia') && !text.includes('Brightwater'), text);
  const elsewhere = { ...headers, 'X-Forwarded-For': '198.51.100.7' };
  assert.equal((await server.call('GET', '/metrics', { headers: elsewhere })).status, 403);
});
