// The simulator as people use it: the demo, a switch of one's own in a second terminal, and completion in the shell.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect, Fault } from '../../src/index.js';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { credentials, emptyFolder, muster, password, start, username } from '../run-cli.js';

const words = ['audit', 'group', 'Brightwater', 'Head-Office'];

test('the demo without its page audits a group, says what to try next and ends with 0', async () => {
  const { code, stdout, stderr } = await muster(['demo', '--no-page']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Head-Office/);
  assert.match(stdout, /muster simulate/);
  assert.match(stderr, /listens on tcp:\/\/127\.0\.0\.1:\d+/);
});

test('simulate tells its real address, serves an audit there, and ends with 0 when it is told to', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const simulator = start(['simulate', '--listen', 'tcp://127.0.0.1:0']);
    await simulator.until(() => simulator.stdout.includes('Ctrl-C'));
    const [url = ''] = /tcp:\/\/127\.0\.0\.1:[1-9]\d*/.exec(simulator.stdout) ?? [];
    const ran = await muster([...words, '--target', url, '--format', 'json'], { env: credentials });
    simulator.child.kill(signal);
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(JSON.parse(ran.stdout).status, 'complete');
    assert.equal((await simulator.ended).code, 0);
  }
});

test('the certificate of a simulated switch can be kept and trusted', async () => {
  using folder = emptyFolder();
  const file = join(folder.path, 'ca.pem');
  const listen = ['--listen', 'tls://127.0.0.1:0', '--listen', 'https://127.0.0.1:0'];
  const simulator = start(['simulate', ...listen, '--certificate', file]);
  await simulator.until(() => simulator.stdout.includes('Ctrl-C') && existsSync(file));
  const urls = simulator.stdout.match(/(?:tls|https):\/\/127\.0\.0\.1:[1-9]\d*\S*/g) ?? [];
  assert.ok(urls.length >= 2, simulator.stdout);
  for (const url of urls.slice(0, 2)) {
    const flags = ['--target', url, '--ca', file, '--format', 'mercury'];
    const ran = await muster([...words, ...flags], { env: credentials });
    assert.deepEqual([ran.code, ran.stderr], [0, '']);
  }
  simulator.child.kill('SIGTERM');
  await simulator.ended;
});

test('wrong words for simulate are wrong usage', async () => {
  for (const [flags, pattern] of [
    [['--fault', 'flood'], /There is no fault "flood"/],
    [['--listen', 'udp://here'], /tcp:\/\/127\.0\.0\.1:2208/],
    [['--release', '99'], /--release takes one of/],
    [['--generate', 'big'], /GROUPSxUSERS/],
    [['--max-batch', 'x'], /--max-batch/],
    [['--world', '/no/such/file.json'], /cannot be read/],
  ] as const) {
    const ran = await muster(['simulate', ...flags]);
    assert.deepEqual([ran.code, ran.stdout], [64, ''], ran.stderr);
    assert.match(ran.stderr, pattern);
  }
});

test('the shell completes commands', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await muster(['complete', shell]);
    assert.equal(code, 0);
    assert.match(stdout, /muster/);
  }
  const below = await muster(['complete', '--', 'audit', '']);
  assert.equal(below.code, 0);
  assert.match(below.stdout, /^group\t/m);
});

test('a switch of every release that the simulator plays can be audited completely', async () => {
  for (const release of ['21', '22', '23', '24', '25'] as const) {
    await using simulator = await startSimulator({ world: demoWorld(), release });
    await using client = await connect({
      records: 'none',
      target: simulator.urls[0]!,
      username,
      password,
    });
    const { audit, message } = await client.auditGroup({
      serviceProviderId: 'Brightwater',
      groupId: 'Head-Office',
    });
    assert.equal(audit.status, 'complete', `${release}: ${message}`);
  }
});

test('every trouble that the simulator knows ends in a result or a fault, never in a hang or a wrong total', async () => {
  await using healthySimulator = await startSimulator({ world: demoWorld() });
  const key = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };
  const ask = async (target: string) => {
    await using client = await connect({
      records: 'none',
      target,
      username,
      password,
      timeoutMs: 500,
    });
    return (await client.auditGroup({ ...key, parts: ['details', 'licences', 'numbers'] })).audit;
  };
  const sizeOf = ({ parts }: Awaited<ReturnType<typeof ask>>) =>
    'value' in parts.numbers ? parts.numbers.value.all.size : undefined;
  const right = sizeOf(await ask(healthySimulator.urls[0]!));
  assert.ok(right !== undefined && right > 0);
  for (const fault of [
    'drip',
    'split',
    'cut*1',
    'reset*1',
    'logout*1',
    'logout=after',
    'lost-session',
    'refuse-batch',
    'one-short',
    'wrong-session*1',
    'wrong-charset',
    'utf-8',
    'blank-line',
    'other-prefix',
    'crlf',
    'silent@GroupGetRequest22V5',
    'half@GroupGetRequest22V5',
    'missing-table@GroupServiceGetAuthorizationListRequest',
    'error=4003@GroupServiceGetAuthorizationListRequest',
    'wrong-type@GroupGetRequest22V5',
  ]) {
    await using simulator = await startSimulator({ world: demoWorld(), faults: [fault] });
    const audit = await ask(simulator.urls[0]!).catch((thrown: unknown) => {
      assert.ok(thrown instanceof Fault, `${fault}: ${thrown}`);
      return undefined;
    });
    assert.equal(audit === undefined ? right : sizeOf(audit), right, fault);
    if (!fault.includes('@')) assert.equal(audit?.status, 'complete', fault);
  }
});
