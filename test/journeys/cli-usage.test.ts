// Wrong words on the command line: exit code 64 at once, one clear line, no connection, and never a secret repeated.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit, credentials, muster } from '../run-cli.js';
import { StubServer } from '../stub-server.js';

/** Wrong usage: 64, nothing on stdout, one line that says what, another what to do. */
async function refused(
  words: readonly string[],
  pattern: RegExp,
  env: Readonly<Record<string, string>> = credentials,
): Promise<string> {
  const ran = await muster(words, { env });
  assert.deepEqual([ran.code, ran.stdout], [64, ''], `${words.join(' ')}: ${ran.stderr}`);
  assert.match(ran.stderr, pattern);
  assert.ok(!/^\s+at /m.test(ran.stderr), ran.stderr);
  return ran.stderr;
}

const group = ['audit', 'group', 'HarbourTel', 'Quayside'];
const target = ['--target', 'tcp://127.0.0.1:1'];

test('help and version go to stdout with exit code 0, and nothing at all is wrong usage', async () => {
  for (const words of [
    ['--help'],
    ['audit', '--help'],
    ['audit', 'group', '--help'],
    ['help', 'audit'],
  ]) {
    const ran = await muster(words);
    assert.deepEqual([ran.code, ran.stderr], [0, ''], words.join(' '));
    assert.match(ran.stdout, /^Usage: muster/);
  }
  const { code, stdout } = await muster(['--version']);
  assert.equal(code, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+/);
  const bare = await muster([]);
  assert.equal(bare.code, 64);
  assert.equal(bare.stdout, '');
});

test('unknown commands, unknown flags and missing words are wrong usage', async () => {
  await refused(['adit'], /unknown command 'adit'/);
  await refused(['audit'], /Usage: muster audit/);
  await refused(['audit', 'group', 'HarbourTel'], /missing required argument/);
  await refused([...group, 'third', ...target], /too many arguments/);
  await refused([...group, ...target, '--frobnicate'], /unknown option '--frobnicate'/);
  await refused([...group, '--target'], /argument missing/);
});

test('bad formats and parts are refused with the ones there are', async () => {
  await refused([...group, ...target, '--format', 'xml'], /table, json, mercury, csv/);
  await refused([...group, ...target, '--parts', 'numbers,cars'], /no part cars/);
  await refused([...group, ...target, '--parts', ''], /no part/);
  await refused(
    [...group, ...target, '--format', 'mercury', '--parts', 'trunking'],
    /does not show/,
  );
});

test('a target in any wrong form is refused with the right ones', async () => {
  for (const wrong of [
    'switch.example.net',
    'switch.example.net:2208',
    'ftp://switch.example.net',
    'tcp:switch.example.net',
    'tcp://',
    'tcp://:2208',
    'tcp://switch.example.net:0',
    'tcp://switch.example.net:65536',
    'tcp://switch.example.net:port',
    'tcp://switch.example.net/path',
    'tcp://switch.example.net?x=1',
    'tls://switch example.net',
    'https://switch.example.net/#here',
    'https://',
  ])
    await refused([...group, '--target', wrong], /tcp:\/\/host:2208, tls:\/\/host:2209 or https/);
  await refused(group, /no target/);
  await refused([...group, '--target', ''], /no target/);
});

test('a target with a password in it is refused without repeating it', async () => {
  const stderr = await refused(
    [...group, '--target', 'tcp://auditor:hunter2-secret@switch.example.net'],
    /user name or password/,
  );
  assert.ok(!stderr.includes('hunter2'));
});

test('numbers and times that cannot be used are refused with where they came from', async () => {
  for (const time of ['soon', '-5s', '0', '0s', '5 hours', '1e3', '30 s s', '99999m', 'NaN'])
    await refused([...group, ...target, `--timeout=${time}`], /timeout \(from the command line\)/);
  for (const [flag, value] of [
    ['connections', '0'],
    ['connections', '51'],
    ['connections', '1.5'],
    ['rate', 'fast'],
    ['rate', '-1'],
    ['batch', '16'],
    ['batch', '0'],
    ['burst', '0'],
  ])
    await refused(
      [...group, ...target, `--${flag}=${value}`],
      new RegExp(`${flag} \\(from the command line\\)`),
    );
  await refused([...group, ...target], /rate \(from MUSTER_RATE\)/, {
    ...credentials,
    MUSTER_RATE: 'fast',
  });
});

test('passwords and user names are never taken from the command line, nor repeated', async () => {
  for (const words of [
    ['--password', 'hunter2-secret'],
    ['--password=hunter2-secret'],
    ['--username', 'hunter2-secret'],
    ['--username=hunter2-secret'],
    ['--passwd=hunter2-secret'],
    ['--Password=hunter2-secret'],
    ['--password-fil=hunter2-secret'],
    ['--pass=hunter2-secret'],
  ]) {
    const stderr = await refused([...group, ...target, ...words], /passwords|unknown option/);
    assert.ok(!stderr.includes('hunter2'), stderr);
  }
  await refused([...group, ...target, '--password'], /never taken from the command line/);
  await refused(['doctor', ...target, '--password=x'], /never taken from the command line/);
});

test('without credentials and without a terminal it ends at once instead of waiting', async () => {
  await using stub = await StubServer.start();
  for (const [env, what] of [
    [{}, /no user name/],
    [{ MUSTER_USERNAME: 'auditor@example.net' }, /no password/],
    [{ MUSTER_PASSWORD: 'x' }, /no user name/],
  ] as const) {
    await refused([...group, '--target', stub.url], what, env);
  }
  assert.equal(stub.connections, 0);
});

test('doctor without credentials looks as far as the wire goes, and sends nothing', async () => {
  await using stub = await StubServer.start();
  const ran = await muster(['doctor', '--target', stub.url]);
  assert.equal(ran.code, 2);
  assert.match(ran.stdout, /ok +connection/);
  assert.match(ran.stdout, /- +login +not tried: no user name and password were given/);
  assert.equal(stub.received, '');
});

test('empty ids are refused, and ids are taken as they are', async () => {
  await refused(['audit', 'group', '', 'Quayside', ...target], /service provider id is empty/);
  await refused(['audit', 'group', 'HarbourTel', '  ', ...target], /group id is empty/);
});

test('a switch that cannot be reached is exit code 2, with nothing on stdout', async () => {
  const gone = await StubServer.start();
  await gone[Symbol.asyncDispose]();
  for (const format of ['table', 'json', 'mercury', 'csv']) {
    const ran = await audit(gone.url, ['--format', format]);
    assert.deepEqual([ran.code, ran.stdout], [2, '']);
    assert.match(ran.stderr, /nothing listens on that port/);
  }
});

test('commands and faults can be listed', async () => {
  const commands = await muster(['commands']);
  assert.equal(commands.code, 0);
  assert.match(commands.stdout, /^read {5}GroupGetRequest22V5$/m);
  const faults = await muster(['simulate', '--list-faults']);
  assert.match(faults.stdout, /^slow /m);
});
