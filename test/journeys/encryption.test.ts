// TLS: the certificate is always checked, a private authority can be named, and nothing ever falls back to clear text.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect } from '../../src/index.js';
import { audit, credentials, emptyFolder, muster, password, username } from '../run-cli.js';
import { mercuryAnswers } from '../stub-answers.js';
import { certificate } from '../stub-certificate.js';
import { StubServer } from '../stub-server.js';

const open = (target: string, ca?: string) =>
  connect({
    records: 'none',
    target,
    username,
    password,
    timeoutMs: 3000,
    ...(ca === undefined ? {} : { ca }),
  });

for (const transport of ['tls', 'https'] as const) {
  test(`${transport}: a self-signed certificate is refused, and no login is sent`, async () => {
    await using stub = await StubServer.start({ transport });
    await assert.rejects(open(stub.url), { code: 'SOUTH_TLS_REFUSED' });
    assert.equal(stub.received, '');
  });

  test(`${transport}: it is refused even where the environment asks Node not to look`, async () => {
    await using stub = await StubServer.start({ transport });
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      await assert.rejects(open(stub.url), { code: 'SOUTH_TLS_REFUSED' });
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
    assert.equal(stub.received, '');
  });

  test(`${transport}: it is accepted when its authority is named`, async () => {
    await using stub = await StubServer.start({ transport, answers: mercuryAnswers });
    await using client = await open(stub.url, certificate);
    const { ok } = await client.auditGroup({
      serviceProviderId: 'HarbourTel',
      groupId: 'Quayside',
      parts: ['details'],
    });
    assert.equal(ok, true);
  });

  test(`${transport}: a certificate for another host is refused, authority or not`, async () => {
    await using stub = await StubServer.start({ transport });
    const elsewhere = stub.url.replace('127.0.0.1', 'localhost');
    await assert.rejects(open(elsewhere, certificate), {
      code: 'SOUTH_TLS_REFUSED',
      message: /another host|altname|Altname/i,
    });
    assert.equal(stub.received, '');
  });
}

test('a tls:// or https:// target on a port without TLS fails, and nothing of a login is sent in clear', async () => {
  for (const [transport, scheme] of [
    ['tcp', 'tls'],
    ['http', 'https'],
  ] as const) {
    await using stub = await StubServer.start({
      transport,
      onConnection: (socket) =>
        void socket.on('data', (chunk: Buffer) => {
          socket.write('what?\n');
          heard.push(chunk.toString('latin1'));
        }),
    });
    const heard: string[] = [];
    await assert.rejects(open(stub.url.replace(transport, scheme), certificate), {
      code: 'SOUTH_TLS_REFUSED',
    });
    const bytes = heard.join('') + stub.received;
    for (const word of [username, password, 'Broadsoft', 'POST'])
      assert.ok(!bytes.includes(word), word);
    assert.deepEqual(stub.documents, []);
  }
});

test('a tcp:// target on a TLS port fails in words and in time', async () => {
  await using stub = await StubServer.start({ transport: 'tls' });
  const thrown = await open(stub.url.replace('tls', 'tcp')).catch((fault: unknown) => fault);
  assert.ok(thrown instanceof Error);
  assert.ok(['SOUTH_LOST', 'OCIP_MALFORMED'].includes((thrown as Error & { code: string }).code));
});

test('plain TCP says on stderr that it is not encrypted, TLS does not', async () => {
  using folder = emptyFolder();
  const ca = join(folder.path, 'ca.pem');
  writeFileSync(ca, certificate);
  await using plain = await StubServer.start({ answers: mercuryAnswers });
  await using secure = await StubServer.start({ transport: 'tls', answers: mercuryAnswers });
  const flags = ['--format', 'mercury'];
  const inClear = await audit(plain.url, flags);
  const encrypted = await audit(secure.url, [...flags, '--ca', ca]);
  assert.deepEqual([inClear.code, encrypted.code], [0, 0], inClear.stderr + encrypted.stderr);
  assert.match(inClear.stderr, /^warning: .*not encrypted/m);
  assert.equal(encrypted.stderr, '');
});

test('the command line names the authority that is missing, and what to do', async () => {
  await using stub = await StubServer.start({ transport: 'tls' });
  const ran = await audit(stub.url);
  assert.deepEqual([ran.code, ran.stdout], [2, '']);
  assert.match(ran.stderr, /self-signed.*\n.*--ca FILE/);
});

test('a file that holds no certificate is refused before anything is sent', async () => {
  using folder = emptyFolder();
  const wrong = join(folder.path, 'wrong.pem');
  writeFileSync(wrong, 'hello');
  const target = 'tls://127.0.0.1:1';
  for (const ca of [wrong, join(folder.path, 'missing.pem')]) {
    const ran = await muster(['doctor', '--target', target, '--ca', ca], { env: credentials });
    assert.deepEqual([ran.code, ran.stdout], [64, '']);
    assert.ok(ran.stderr.includes(ca), ran.stderr);
  }
});
