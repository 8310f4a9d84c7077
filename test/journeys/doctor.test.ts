// `muster doctor`: what is wrong with a target, in words that say what to do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentials, muster, type Ran } from '../run-cli.js';
import { healthy, logins, refusal } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';

const doctor = (target: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  muster(['doctor', '--target', target, '--timeout', '3s'], { env: { ...credentials, ...env } });

/** Each check and its mark. */
function checks({ stdout }: Ran): Readonly<Record<string, string>> {
  const lines = [...stdout.matchAll(/^ {2}(ok|warning|FAILED|-) +(\w+) /gm)];
  return Object.fromEntries(lines.map(([, mark = '', check = '']) => [check, mark]));
}

test('a healthy target passes every check', async () => {
  await using stub = await StubServer.start({ answers: healthy });
  const ran = await doctor(stub.url);
  assert.deepEqual(
    [ran.code, checks(ran)],
    [
      0,
      {
        name: 'ok',
        connection: 'ok',
        tls: 'warning',
        login: 'ok',
        release: 'ok',
        scope: 'ok',
        password: 'ok',
      },
    ],
  );
  assert.match(ran.stdout, /Rel_24\.0_1\.944/);
  assert.match(ran.stdout, /every group can be audited/);
  assert.equal(stub.count('LoginRequest14sp4'), 1);
});

test('a name that does not exist fails first, and nothing else is tried', async () => {
  const ran = await doctor('tcp://no-such-host.invalid');
  assert.equal(ran.code, 2);
  const { name, ...others } = checks(ran);
  assert.equal(name, 'FAILED');
  assert.deepEqual(new Set(Object.values(others)), new Set(['-']));
  assert.match(ran.stdout, /no-such-host\.invalid cannot be resolved/);
});

test('a closed port is told as one', async () => {
  const gone = await StubServer.start();
  await gone[Symbol.asyncDispose]();
  const ran = await doctor(gone.url);
  assert.deepEqual([ran.code, checks(ran).connection, checks(ran).login], [2, 'FAILED', '-']);
  assert.match(ran.stdout, /nothing listens on that port/);
});

test('a port that does not speak TLS is told as one', async () => {
  await using stub = await StubServer.start({
    onConnection: (socket) => void socket.once('data', () => socket.end('220 hello\r\n')),
  });
  const ran = await doctor(stub.url.replace('tcp', 'tls'));
  assert.deepEqual([ran.code, checks(ran).connection, checks(ran).tls], [2, 'ok', 'FAILED']);
  assert.match(ran.stdout, /TLS/);
  assert.deepEqual(stub.documents, []);
});

test('a certificate that is not trusted is told with what to do', async () => {
  await using stub = await StubServer.start({ transport: 'tls' });
  const ran = await doctor(stub.url);
  assert.deepEqual([ran.code, checks(ran).tls], [2, 'FAILED']);
  assert.match(ran.stdout, /self-signed/);
  assert.match(ran.stdout, /--ca FILE/);
});

test('a server that closes at once is probably a matter of the provisioning access list', async () => {
  await using stub = await StubServer.start({ onConnection: (socket) => void socket.end() });
  const ran = await doctor(stub.url);
  assert.deepEqual([ran.code, checks(ran).connection, checks(ran).login], [2, 'ok', 'FAILED']);
  assert.match(ran.stdout, /probably not on the provisioning access list/);
});

test('a server that says nothing is no OCI-P port, or a matter of the access list', async () => {
  await using stub = await StubServer.start({ on: () => true });
  const ran = await muster(['doctor', '--target', stub.url, '--timeout', '300ms'], {
    env: credentials,
  });
  assert.deepEqual([ran.code, checks(ran).login], [2, 'FAILED']);
  assert.match(ran.stdout, /provisioning access list/);
});

test('a wrong password and a disabled account are told in the words of BroadWorks, after one try', async () => {
  for (const [code, words] of [
    [4962, 'Invalid password'],
    [5202, 'Account is disabled'],
  ] as const) {
    await using stub = await StubServer.start({
      answers: { LoginRequest14sp4: refusal(code, words) },
    });
    const ran = await doctor(stub.url);
    assert.deepEqual([ran.code, checks(ran).login], [2, 'FAILED']);
    assert.ok(ran.stdout.includes(`[Error ${code}] ${words}`), ran.stdout);
    assert.equal(stub.count('LoginRequest14sp4'), 1);
  }
});

test('a group account is told which group it can audit, a user account that it can audit none', async () => {
  const inGroup = (type: string) =>
    logins.classic
      .replace('>System<', `>${type}<`)
      .replace(
        '<isEnterprise>',
        '<groupId>Quayside</groupId><serviceProviderId>HarbourTel</serviceProviderId><isEnterprise>',
      );
  const answers = {
    ...healthy,
    SystemSoftwareVersionGetRequest: refusal(5404, 'Unauthorized transaction.'),
  };
  await using group = await StubServer.start({
    answers: { ...answers, LoginRequest14sp4: inGroup('Group') },
  });
  const first = await doctor(group.url);
  assert.deepEqual([first.code, checks(first).scope, checks(first).release], [0, 'ok', 'ok']);
  assert.match(first.stdout, /only HarbourTel\/Quayside can be audited/);
  await using user = await StubServer.start({
    answers: { ...answers, LoginRequest14sp4: inGroup('User') },
  });
  const second = await doctor(user.url);
  assert.equal(checks(second).scope, 'warning');
  assert.match(second.stdout, /too low to audit a group/);
});

test('a password that runs out soon is a warning with the days left', async () => {
  const words = logins.classic.replace(
    '<userDomain>',
    '<passwordExpiresDays>5</passwordExpiresDays><userDomain>',
  );
  await using stub = await StubServer.start({ answers: { ...healthy, LoginRequest14sp4: words } });
  const ran = await doctor(stub.url);
  assert.deepEqual([ran.code, checks(ran).password], [0, 'warning']);
  assert.match(ran.stdout, /expires in 5 days/);
});

test('what a switch says cannot paint the terminal', async () => {
  const words = refusal(4003, '&#9;one&#10;two&#155;31m&#8238;three');
  await using stub = await StubServer.start({ answers: { LoginRequest14sp4: words } });
  const ran = await doctor(stub.url);
  assert.equal(ran.code, 2);
  assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(ran.stdout), ran.stdout);
});
