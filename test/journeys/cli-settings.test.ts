// Where settings come from: a flag before the environment before a profile before the default.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { credentials, emptyFolder, muster, password, username } from '../run-cli.js';
import { mercuryAnswers } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';

interface Home extends Disposable {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  /** Writes a file that only its owner can read; gives its place. */
  write(name: string, text: string): string;
}

/** A home with this settings file where XDG says. */
function homeWith(settings?: string): Home {
  const folder = emptyFolder();
  const write = (name: string, text: string) => {
    const file = join(folder.path, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  if (settings !== undefined) write('muster/settings.yaml', settings);
  return {
    path: folder.path,
    env: { XDG_CONFIG_HOME: folder.path },
    write,
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

const mercury = ['audit', 'group', 'HarbourTel', 'Quayside', '--format', 'mercury'];

async function refused(home: Home, pattern: RegExp, words = mercury, env = {}): Promise<void> {
  const ran = await muster(words, { env: { ...home.env, ...env } });
  assert.deepEqual([ran.code, ran.stdout], [64, ''], ran.stderr);
  assert.match(ran.stderr, pattern);
}

test('a profile alone is enough to audit', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  using home = homeWith(
    `default: lab\nprofiles:\n  lab:\n    target: ${stub.url}\n    username: ${username}\n    password: ${password}\n`,
  );
  const ran = await muster(mercury, { env: home.env });
  assert.equal(ran.code, 0, ran.stderr);
});

test('a flag goes before the environment, the environment before a profile, a profile before the default', async () => {
  using home = homeWith(
    'default: lab\nprofiles:\n  lab:\n    timeout: 7s\n    rate: 3\n    batch: 4\n',
  );
  const env = { ...home.env, MUSTER_TIMEOUT: '8s', MUSTER_RATE: '2' };
  const ran = await muster(['settings', '--timeout', '9s'], { env });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /^timeout +9s {2}from the command line$/m);
  assert.match(ran.stdout, /^rate +2 {2}from MUSTER_RATE$/m);
  assert.match(ran.stdout, /^batch +4 {2}from profile lab of /m);
  assert.match(ran.stdout, /^connections +2 {2}from default$/m);
});

test('settings in force never show a password', async () => {
  using home = homeWith('default: lab\nprofiles:\n  lab:\n    password: hunter2-secret\n');
  for (const env of [home.env, { ...home.env, MUSTER_PASSWORD: 'hunter2-secret' }]) {
    const ran = await muster(['settings'], { env });
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /^password +\(hidden\)/m);
    assert.ok(!ran.stdout.includes('hunter2'));
  }
});

test('profiles are chosen by flag, environment or default, and a missing one is told with the ones there are', async () => {
  using home = homeWith('default: one\nprofiles:\n  one: { rate: 1 }\n  two: { rate: 2 }\n');
  const rate = async (words: readonly string[], env = {}) =>
    /^rate +(\d)/m.exec(
      (await muster(['settings', ...words], { env: { ...home.env, ...env } })).stdout,
    )?.[1];
  assert.equal(await rate([]), '1');
  assert.equal(await rate([], { MUSTER_PROFILE: 'two' }), '2');
  assert.equal(await rate(['--profile', 'one'], { MUSTER_PROFILE: 'two' }), '1');
  await refused(home, /no profile three; it has one, two/, ['settings', '--profile', 'three']);
});

test('a settings file with a mistake is refused with its place, never half used', async () => {
  for (const [text, pattern] of [
    [
      'default: lab\nprofiles:\n  lab:\n    targt: tcp://x\n',
      /unknown setting targt; known are target/,
    ],
    ['profile:\n  lab: {}\n', /unknown entry profile/],
    ['- a\n- b\n', /must hold/],
    ['default: 3\nprofiles: {}\n', /default in .* must be the name/],
    ['default: lab\nprofiles:\n  lab: tcp\n', /must be a map/],
    ['default: lab\nprofiles:\n  lab:\n    rate: [1]\n', /rate in .* must be text or a number/],
    [
      'default: lab\nprofiles: {lab: {rate: fast, target: "tcp://127.0.0.1:1"}}\n',
      /rate \(from profile lab/,
    ],
    ['a: b: c\n', /is not YAML/],
    ['default: gone\nprofiles: {}\n', /no profile gone/],
  ] as const) {
    using home = homeWith(text);
    await refused(home, pattern, mercury, credentials);
  }
  using none = homeWith();
  await refused(none, /profile lab was asked for/, [...mercury, '--profile', 'lab']);
  await refused(none, /cannot be read/, [...mercury, '--settings', join(none.path, 'no.yaml')]);
});

test('a settings file with a password that others can read is refused', {
  skip: process.platform === 'win32',
}, async () => {
  using home = homeWith();
  const file = home.write(
    'muster/settings.yaml',
    'default: lab\nprofiles:\n  lab: { password: x }\n',
  );
  chmodSync(file, 0o644);
  await refused(home, /can be read by others; run: chmod 600/);
  chmodSync(file, 0o600);
  await refused(home, /no target/);
});

test('a password file gives its first line, and a flag for it goes before a password in the environment', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  using home = homeWith();
  const words = [...mercury, '--target', stub.url, '--password-file'];
  const right = home.write('right', `${password}\nsecond line\n`);
  const env = { ...home.env, MUSTER_USERNAME: username };
  assert.equal((await muster([...words, right], { env })).code, 0);
  const both = await muster([...words, right], { env: { ...env, MUSTER_PASSWORD: 'wrong one' } });
  assert.equal(both.code, 0, both.stderr);
  const windows = home.write('windows', `${password}\r\n`);
  assert.equal((await muster([...words, windows], { env })).code, 0);
});

test('a password file that is empty or missing is refused by its name', async () => {
  using home = homeWith();
  const words = [...mercury, '--target', 'tcp://127.0.0.1:1', '--password-file'];
  const env = { MUSTER_USERNAME: username };
  await refused(home, /password file .* is empty/, [...words, home.write('empty', '\n')], env);
  await refused(home, /password file .* cannot be read/, [...words, join(home.path, 'no')], env);
});

test('a password in the environment is not mixed with a password file of a profile', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  using home = homeWith();
  const file = home.write('old', 'an old one');
  home.write(
    'muster/settings.yaml',
    `default: lab\nprofiles:\n  lab:\n    target: ${stub.url}\n    passwordFile: ${file}\n`,
  );
  const ran = await muster(mercury, { env: { ...home.env, ...credentials } });
  assert.equal(ran.code, 0, ran.stderr);
});

test('the account of the default profile is not tried on a target that is named by hand', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  const account = `username: ${username}\n    password: ${password}`;
  using home = homeWith(
    `default: lab\nprofiles:\n  lab:\n    target: tcp://127.0.0.1:1\n    ${account}\n`,
  );
  const words = [...mercury, '--target', stub.url];
  await refused(home, /no user name/, words);
  assert.equal(stub.connections, 0);
  const named = await muster([...words, '--profile', 'lab'], { env: home.env });
  assert.equal(named.code, 0, named.stderr);
});
