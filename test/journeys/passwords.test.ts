// The password: tried once, sent in clear under TLS only, and nowhere to be found afterwards.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { type Client, connect } from '../../src/index.js';
import { audit, credentials, muster } from '../run-cli.js';
import { document, healthy, logins, refusal, reply } from '../stub-answers.js';
import { certificate } from '../stub-certificate.js';
import { type Answers, type Exchange, type StubOptions, StubServer } from '../stub-server.js';

const username = 'auditor@example.net';
/** Holds what must be escaped in XML, and a regular expression would stumble over. */
const secret = 'w&ong$<pass>"(word)+\\7';
const key = { serviceProviderId: 'HarbourTel', groupId: 'Quayside' };

/** Everything that a nosy log would show of an error. */
function everything(thrown: unknown): string {
  const texts: string[] = [
    inspect(thrown, { depth: 20, showHidden: true }),
    JSON.stringify(thrown),
  ];
  for (let error = thrown; error instanceof Error; error = error.cause)
    texts.push(
      error.message,
      error.stack ?? '',
      JSON.stringify(error, Object.getOwnPropertyNames(error)),
    );
  return texts.join('\n');
}

/** What must not show up: the password as it is and as it travels, nonces, digests. */
function secretsOf(stub: StubServer): string[] {
  const sha1 = createHash('sha1').update(secret).digest('hex');
  const escaped = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const found = [secret, escaped, encodeURIComponent(secret), sha1];
  for (const { xml } of stub.asked) {
    const sent = /<signedPassword>([^<]*)</.exec(xml)?.[1];
    if (sent !== undefined) found.push(sent);
  }
  for (let at = 0; at < 9; at++) found.push(`17519601${String(at).padStart(5, '0')}`);
  return found;
}

function assertSilent(text: string, stub: StubServer): void {
  for (const one of secretsOf(stub)) assert.ok(!text.includes(one), `${one} is in ${text}`);
}

async function failedConnect(options: StubOptions): Promise<{ stub: StubServer; text: string }> {
  await using stub = await StubServer.start(options);
  const thrown = await connect({
    records: 'none',
    target: stub.url,
    username,
    password: secret,
    ca: certificate,
    timeoutMs: 2000,
  }).then(
    (client: Client) => client.close().then(() => assert.fail('the login went through')),
    (fault: unknown) => fault,
  );
  return { stub, text: everything(thrown) };
}

for (const transport of ['tcp', 'tls', 'http', 'https'] as const)
  test(`a wrong password is tried exactly once over ${transport}, and shows up in no error`, async () => {
    const { stub, text } = await failedConnect({ transport });
    const tries = stub.asked.filter(({ name }) => name.startsWith('LoginRequest'));
    assert.equal(tries.length, 1);
    assert.match(text, /\[Error 4962\] Invalid password/);
    assertSilent(text, stub);
  });

/** The worst a switch can do: it repeats the whole request, decoded and not, in its error. */
const parrot = ({ commands, names, sessionId, send }: Exchange): boolean | undefined => {
  if (!names[0]?.startsWith('LoginRequest')) return undefined;
  const raw = commands[0]!.xml;
  const plain = raw
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
  const digest = /<\w*assword>([\s\S]*)<\//.exec(plain)?.[1] ?? '';
  const escaped = digest.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const words = `Value ${escaped} is refused`;
  send(
    document(
      sessionId,
      refusal(
        4003,
        words,
        `<command>${raw}</command> ${words.replace(/&lt;/g, '<').replace(/&amp;/g, '&')}`,
      ),
    ),
  );
  return true;
};

test('a switch that repeats the login in its refusal does not make us repeat it', async () => {
  for (const transport of ['tcp', 'tls'] as const) {
    const { stub, text } = await failedConnect({ transport, on: parrot });
    assert.match(text, /\[Error 4003\] Value \[redacted\] is refused/);
    assertSilent(text, stub);
  }
});

test('a proxy that repeats the login in a SOAP fault does not make us repeat it', async () => {
  const on = ({ commands, names, http }: Exchange) => {
    if (!names[0]?.startsWith('LoginRequest')) return undefined;
    const words = commands[0]!.xml.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    http?.response.writeHead(500, { 'content-type': 'text/xml' });
    http?.response.end(
      `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>soapenv:Server</faultcode><faultstring>cannot handle ${words}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
    );
    return true;
  };
  for (const transport of ['http', 'https'] as const) {
    const { stub, text } = await failedConnect({ transport, on });
    assert.match(text, /cannot handle/);
    assertSilent(text, stub);
  }
});

test('an answer that breaks off, is no XML or of an odd type keeps the secrets too', async () => {
  const after =
    (command: string, text: (exchange: Exchange) => string): StubOptions['on'] =>
    (exchange) => {
      if (exchange.names[0] !== command) return undefined;
      exchange.send(text(exchange));
      exchange.socket.end();
      return true;
    };
  const echo = ({ commands }: Exchange) => commands[0]!.xml;
  for (const text of [
    echo,
    (exchange: Exchange) => document(exchange.sessionId, reply('Odd', echo(exchange))),
    (exchange: Exchange) => document('other', reply('LoginResponse14sp4', echo(exchange))),
    (exchange: Exchange) => document(exchange.sessionId, echo(exchange)).slice(0, -30),
  ]) {
    const on = after('LoginRequest14sp4', text);
    const { stub, text: said } = await failedConnect({ on: on! });
    assertSilent(said, stub);
  }
});

test('without a nonce nothing is signed', async () => {
  const bare = reply('AuthenticationResponse', '<userId>auditor@example.net</userId>');
  const { stub, text } = await failedConnect({ answers: { AuthenticationRequest: bare } });
  assert.match(text, /SOUTH_PROTOCOL/);
  assert.equal(stub.count('LoginRequest14sp4'), 0);
});

test('over plain TCP only a digest of the password travels', async () => {
  await using stub = await StubServer.start({ answers: healthy, password: secret });
  await using client = await connect({
    records: 'none',
    target: stub.url,
    username,
    password: secret,
  });
  assert.equal(client.login.loginCommand, 'LoginRequest14sp4');
  assert.ok(!stub.received.includes('ong$'));
  assert.ok(!stub.received.includes('plainTextPassword'));
});

test('over TLS the password logs in directly, and signed only when the switch does not know that form', async () => {
  const invalid = refusal(6004, 'OCI XML Request validation error');
  const names = async (answers: Answers) => {
    await using stub = await StubServer.start({ transport: 'tls', password: secret, answers });
    const client = await connect({
      records: 'none',
      target: stub.url,
      username,
      password: secret,
      ca: certificate,
    });
    await client.close();
    return stub.asked.map(({ name }) => name).filter((name) => name !== 'LogoutRequest');
  };
  assert.deepEqual(await names({}), ['LoginRequest22V5']);
  assert.deepEqual(await names({ LoginRequest22V5: invalid }), [
    'LoginRequest22V5',
    'AuthenticationRequest',
    'LoginRequest14sp4',
  ]);
  for (const [code, words] of [
    [4962, 'Invalid password'],
    [5202, 'Account is disabled'],
    [5404, 'Unauthorized transaction.'],
  ] as const) {
    const answers = { LoginRequest22V5: refusal(code, words) };
    const { stub } = await failedConnect({ transport: 'tls', answers });
    assert.deepEqual(
      stub.asked.map(({ name }) => name),
      ['LoginRequest22V5'],
    );
  }
});

test('a password that is changed during a run is tried once more at most, however much is still to be read', async () => {
  let logged = 0;
  const answers = {
    ...healthy,
    LoginRequest14sp4: () => (++logged === 1 ? logins.classic : logins.wrong),
  };
  const on = ({ names, socket }: Exchange) => {
    if (!names.some((name) => name.startsWith('Group'))) return undefined;
    socket.destroy();
    return true;
  };
  await using stub = await StubServer.start({ answers, on });
  await using client = await connect({
    records: 'none',
    target: stub.url,
    username,
    password: secret,
  });
  const groups = Array.from({ length: 20 }, (_, at) => ({ ...key, groupId: `G${at}` }));
  await Promise.all(groups.map((group) => client.auditGroup(group)));
  for (const group of groups) {
    const { ok, message } = await client.auditGroup(group);
    assert.equal(ok, false);
    assertSilent(message, stub);
  }
  assert.equal(stub.count('LoginRequest14sp4'), 2);
});

test('the command line tries a wrong password once and says so in words, without it', async () => {
  for (const command of [['audit', 'group', 'HarbourTel', 'Quayside'], ['doctor']]) {
    await using stub = await StubServer.start({ answers: healthy });
    const ran = await muster([...command, '--target', stub.url], {
      env: { ...credentials, MUSTER_PASSWORD: secret },
    });
    assert.equal(ran.code, 2);
    assert.equal(stub.count('LoginRequest14sp4'), 1);
    assert.match(ran.stdout + ran.stderr, /BroadWorks refused the login.*\[Error 4962\]/);
    assertSilent(ran.stdout + ran.stderr, stub);
  }
});

test('a switch that repeats secrets in the refusal of a part does not bring them into the report', async () => {
  const on = (exchange: Exchange) => {
    if (!exchange.names.includes('GroupGetRequest22V5')) return undefined;
    const login = exchange.names.map(() =>
      refusal(4003, `no luck for ${secret.replace(/&/g, '&amp;').replace(/</g, '&lt;')}`),
    );
    exchange.send(document(exchange.sessionId, ...login));
    return true;
  };
  await using stub = await StubServer.start({ answers: healthy, password: secret, on });
  const env = { MUSTER_PASSWORD: secret };
  for (const format of ['table', 'json', 'mercury', 'csv']) {
    const ran = await audit(stub.url, ['--format', format], { env });
    assert.equal(ran.code, 2);
    assertSilent(ran.stdout + ran.stderr, stub);
  }
});
