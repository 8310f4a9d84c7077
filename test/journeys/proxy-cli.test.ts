// `muster proxy` as a process, and the proxy that `muster serve` opens: what a client of ours and a bare one see of it, what it
// leaves on disk, how it ends.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { proxyPolicyFrom } from '../../src/proxy/index.js';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { RawClient } from '../raw-client.js';
import { credentials, emptyFolder, muster, start, username } from '../run-cli.js';
import { assertVerified, changeAcr, recordsIn, Server, storeIn } from '../serve-process.js';

const office = 'office@brightwater.example.net';
const change = '<userId>amelia.stone@brightwater.example.net</userId><isActive>true</isActive>';

/** `muster proxy` that is running, with its records in a folder; killed at the end of a test that left it alone. */
async function startProxy(folder: string, target: string, ...words: readonly string[]) {
  const more = words.includes('--listen') ? words : ['--listen', 'tcp://127.0.0.1:0', ...words];
  const running = start(['proxy', '--target', target, '--store', storeIn(folder), ...more], {
    env: { HOME: folder },
  });
  await running.until(() => / {2}records /.test(running.stderr));
  return {
    running,
    url: /^ {2}(\w+:\/\/\S+)/m.exec(running.stderr)?.[1] as string,
    async stop() {
      running.child.kill('SIGTERM');
      const ran = await running.ended;
      assert.equal(ran.code, 0, ran.stderr + ran.stdout);
      return ran;
    },
    async [Symbol.asyncDispose]() {
      if (running.child.exitCode === null) running.child.kill('SIGKILL');
      await running.ended;
    },
  };
}

/** Takes the roll of one group through that address. */
const report = (target: string) => {
  const flags = ['--target', target, '--format', 'mercury', '--store', 'none'];
  return muster(['audit', 'group', 'Brightwater', 'Head-Office', ...flags], { env: credentials });
};

describe('muster proxy', () => {
  test('passes an audit through, logs it, ends in order, and its records verify', async () => {
    using folder = emptyFolder();
    await using simulator = await startSimulator({ world: demoWorld() });
    await using proxy = await startProxy(folder.path, simulator.urls[0]!);
    assert.match(proxy.running.stderr, /OCI-P clients connect to\n {2}tcp:\/\/127\.0\.0\.1:\d+/);
    const direct = await report(simulator.urls[0]!);
    const through = await report(proxy.url);
    assert.equal(through.code, 0, through.stderr);
    assert.equal(through.stdout, direct.stdout);
    const { stdout } = await proxy.stop();
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    const documents = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'document');
    assert.ok(documents.some(({ command }) => command === 'LoginRequest14sp4'));
    assert.ok(documents.every(({ status }) => status === 200));
    // Who it was stands in the records, and not in the log.
    assert.ok(!stdout.includes(username));
    await assertVerified(folder.path);
    const list = await recordsIn(folder.path, 'list');
    assert.ok(list.stdout.includes('svc_v1:muster.oci.LoginRequest14sp4'), list.stdout);
    assert.ok(list.stdout.includes(username), list.stdout);
  });

  test('--learn prints what to make a policy from; with it the same passes, and no other login', async () => {
    using folder = emptyFolder();
    await using simulator = await startSimulator({ world: demoWorld() });
    let learned: string;
    {
      await using proxy = await startProxy(folder.path, simulator.urls[0]!, '--learn', '2h');
      assert.equal((await report(proxy.url)).code, 0);
      learned = (await proxy.stop()).stdout;
    }
    assert.match(learned, /^# How often/);
    // Nothing but the list: it can be put into a file as it is.
    const { proxy: section, ...others } = parse(learned);
    assert.deepEqual(others, {});
    const { rules } = proxyPolicyFrom(section, 'proxy');
    assert.ok(rules?.some(({ login, verdict }) => login === username && verdict === 'allow'));
    assert.equal(rules?.at(-1)?.verdict, 'deny');
    const file = join(folder.path, 'settings.yaml');
    writeFileSync(file, learned);
    await using proxy = await startProxy(folder.path, simulator.urls[0]!, '--config', file);
    const same = await report(proxy.url);
    assert.equal(same.code, 0, same.stderr);
    const before = simulator.commands.length;
    await using other = await RawClient.open(proxy.url);
    const login = `<userId>${office}</userId><plainTextPassword>tide-table-7</plainTextPassword>`;
    const answer = await other.ask('LoginRequest14sp4', login);
    assert.match(answer, /xsi:type="c:ErrorResponse".*\[Muster\] refused: not on the list/);
    assert.equal(simulator.commands.length, before);
    await proxy.stop();
    await assertVerified(folder.path);
  });

  test('--learn prints after its time too, while clients go on', async () => {
    using folder = emptyFolder();
    await using simulator = await startSimulator({ world: demoWorld() });
    await using proxy = await startProxy(folder.path, simulator.urls[0]!, '--learn', '1s');
    await using _ = await RawClient.loggedIn(proxy.url, office);
    await proxy.running.until(() => proxy.running.stdout.includes('# How often'));
    assert.equal(proxy.running.child.exitCode, null);
    await proxy.stop();
  });

  test('--read-only refuses a change in the words of OCI-P; nothing of it goes south', async () => {
    using folder = emptyFolder();
    await using simulator = await startSimulator({ world: demoWorld() });
    await using proxy = await startProxy(folder.path, simulator.urls[0]!, '--read-only');
    await using client = await RawClient.loggedIn(proxy.url, office, { sessionId: 'mine' });
    const refused = await client.ask(changeAcr, change);
    assert.match(refused, /xsi:type="c:ErrorResponse".*\[Muster\] refused: .*read-only/);
    assert.match(refused, />mine</);
    const read = await client.ask(
      'UserAnonymousCallRejectionGetRequest',
      change.slice(0, change.indexOf('<isActive')),
    );
    assert.match(read, /UserAnonymousCallRejectionGetResponse/);
    assert.ok(simulator.commands.every(({ name }) => name !== changeAcr));
    await proxy.stop();
    await assertVerified(folder.path);
    const { stdout } = await recordsIn(
      folder.path,
      'list',
      '--status',
      '403',
      '--format',
      'ndjson',
    );
    const [record, ...more] = stdout.trimEnd().split('\n');
    assert.equal(more.length, 0, stdout);
    assert.equal(JSON.parse(record!).end_point_name, `svc_v1:muster.oci.${changeAcr}`);
  });

  test('keeps its records in proxy.sqlite when nobody says where', async () => {
    using folder = emptyFolder();
    await using simulator = await startSimulator({ world: demoWorld() });
    const words = ['proxy', '--target', simulator.urls[0]!, '--listen', 'tcp://127.0.0.1:0'];
    const running = start(words, { env: { HOME: folder.path } });
    await running.until(() => / {2}records /.test(running.stderr));
    assert.match(
      running.stderr,
      /records {3}\S+\/\.local\/share\/muster\/proxy\.sqlite, 0 entries/,
    );
    running.child.kill('SIGTERM');
    assert.equal((await running.ended).code, 0);
  });

  for (const [what, words, reason] of [
    [
      'an address that is none',
      ['--listen', 'nonsense'],
      /cannot listen on "nonsense": write tcp:/,
    ],
    ['SOAP before TCP', ['--listen', 'http://127.0.0.1:0'], /the target must be SOAP too/],
    ['TLS without a certificate', ['--listen', 'tls://127.0.0.1:0'], /a key and a certificate/],
    ['clear text for everybody', ['--listen', 'tcp://0.0.0.0:0'], /passwords in the clear/],
    ['a time that is none', ['--learn', 'soon'], /--learn takes a time such as 30s/],
    ['no records', ['--store', 'none'], /keeps records of every call/],
  ] as const)
    test(`${what} is refused in words`, async () => {
      const target = ['--target', 'tcp://127.0.0.1:9'];
      const { code, stderr } = await muster(['proxy', ...target, ...words]);
      assert.equal(code, 64, stderr);
      assert.match(stderr, reason);
    });

  test('a policy with a mistake is refused, naming the file and the member', async () => {
    using folder = emptyFolder();
    const file = join(folder.path, 'settings.yaml');
    writeFileSync(file, 'proxy:\n  rules:\n    - { verdict: perhaps }\n');
    const words = ['proxy', '--target', 'tcp://127.0.0.1:9', '--settings', file];
    const { code, stderr } = await muster(words, { env: { HOME: folder.path } });
    assert.equal(code, 64);
    assert.ok(stderr.includes(`proxy (from ${file}): rules[0].verdict must be allow or deny`));
  });
});

test('muster serve --proxy-listen does both, into one store', async () => {
  using folder = emptyFolder();
  await using simulator = await startSimulator({ world: demoWorld() });
  const words = ['--target', simulator.urls[0]!, '--proxy-listen', 'tcp://127.0.0.1:0'];
  await using server = await Server.start(words, { folder: folder.path });
  const url = /OCI-P clients connect to (\S+)/.exec(server.running.stderr)?.[1] as string;
  assert.equal((await report(url)).code, 0);
  const headers = await server.signIn(office);
  assert.equal((await server.call('GET', '/api/v1/tenants/', { headers })).status, 200);
  await server.stop();
  await assertVerified(folder.path);
  const { stdout } = await server.records('list');
  assert.match(stdout, /svc_v1:muster\.oci\./);
  assert.match(stdout, /svc_v1:apio\./);
});
