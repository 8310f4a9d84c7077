// `muster serve` over TLS: what it serves with, how a new certificate is taken, what happens to a broken one.
import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { selfSigned } from '../../src/simulator/certificate.js';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { emptyFolder, muster, password } from '../run-cli.js';
import { assertVerified, office, Server } from '../serve-process.js';
import { certificate, key } from '../stub-certificate.js';

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  /** PEM of what the server showed. */
  readonly shown: string;
}

/** One call on a connection of its own, which takes whatever certificate is shown. */
function ask(server: Server, method: string, path: string, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      agent: false,
      rejectUnauthorized: false,
      headers: { Connection: 'close', 'Content-Type': 'application/json' },
    };
    const sent = request(new URL(path, server.url), options, (answer) => {
      const shown = (answer.socket as TLSSocket).getPeerX509Certificate()?.toString() ?? '';
      const { statusCode: status = 0, headers } = answer;
      answer.resume().once('end', () => resolve({ status, headers, shown }));
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const inPlace = (file: string, text: string) => {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
};
const times = (text: string, words: string) => text.split(words).length - 1;

test('it serves https with the certificate of the files, and with the next one when they change', async () => {
  using folder = emptyFolder();
  const [cert, pem] = ['cert.pem', 'key.pem'].map((name) => join(folder.path, name)) as [
    string,
    string,
  ];
  writeFileSync(cert, certificate);
  writeFileSync(pem, key);
  await using simulator = await startSimulator({ world: demoWorld() });
  const tls = ['--tls-cert', cert, '--tls-key', pem];
  const words = ['--target', simulator.urls[0]!, '--listen', '0.0.0.0:0', ...tls];
  await using server = await Server.start(words, { folder: folder.path });
  assert.match(server.url, /^https:/);
  const body = { username: office, password };
  const signedIn = await ask(server, 'POST', '/api/v1/login/', body);
  assert.equal(signedIn.status, 200);
  assert.match(String(signedIn.headers['set-cookie']), /; HttpOnly; SameSite=Strict; .*; Secure$/);
  assert.match(String(signedIn.headers['strict-transport-security']), /max-age=31536000/);
  assert.equal(signedIn.shown, certificate);

  const log = () => server.running.stdout;
  // Half of a pair is no pair: what is in use stays.
  const next = selfSigned(Date.now());
  inPlace(cert, next.cert);
  await server.running.until(() => /the key in \S+ is not that of/.test(log()));
  assert.equal((await ask(server, 'GET', '/health/live/')).shown, certificate);
  inPlace(pem, next.key);
  await server.running.until(() => times(log(), 'the certificate was read again') === 1);
  assert.equal((await ask(server, 'GET', '/health/live/')).shown.trim(), next.cert.trim());

  inPlace(cert, 'nonsense');
  await server.running.until(() => log().includes('certificate and key must be PEM'));
  assert.equal((await ask(server, 'GET', '/health/live/')).status, 200);
  inPlace(cert, certificate);
  inPlace(pem, key);
  server.signal('SIGHUP');
  await server.running.until(() => times(log(), 'the certificate was read again') === 2);
  assert.equal((await ask(server, 'GET', '/health/live/')).shown, certificate);
  await server.stop();
  await assertVerified(folder.path);
});

test('files that are no certificate with its key are refused at the start', async () => {
  using folder = emptyFolder();
  const at = (name: string) => join(folder.path, name);
  writeFileSync(at('cert.pem'), certificate);
  writeFileSync(at('other.pem'), selfSigned(Date.now()).key);
  writeFileSync(at('empty.pem'), '');
  for (const [name, why] of [
    ['other.pem', /the key in \S+other\.pem is not that of \S+cert\.pem/],
    ['empty.pem', /certificate and key must be PEM/],
  ] as const) {
    const ran = await muster(
      ['serve', '--listen', '127.0.0.1:0', '--tls-cert', at('cert.pem'), '--tls-key', at(name)],
      { env: { HOME: folder.path } },
    );
    assert.equal(ran.code, 64);
    assert.match(ran.stderr, why);
    assert.ok(!ran.stderr.includes('PRIVATE'));
  }
});
