import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { connect } from 'node:tls';
import { selfSigned } from './certificate.js';
import { demoWorld } from './demo/demo-world.js';
import { startSimulator } from './simulator.js';

test('the certificate is its own authority and names this machine in every way', () => {
  const now = Date.UTC(2030, 0, 31);
  const certificate = new X509Certificate(selfSigned(now).cert);
  assert.ok(certificate.ca);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.equal(certificate.checkHost('localhost'), 'localhost');
  assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1');
  assert.ok(certificate.checkIP('::1'));
  assert.equal(certificate.validFrom, 'Jan 30 00:00:00 2030 GMT');
  assert.equal(certificate.validTo, 'Jan 31 00:00:00 2031 GMT');
});

test('two certificates never share a serial number or a key', () => {
  const [one, other] = [selfSigned(0), selfSigned(0)].map(({ cert }) => new X509Certificate(cert));
  assert.notEqual(one!.serialNumber, other!.serialNumber);
  assert.notEqual(one!.fingerprint256, other!.fingerprint256);
});

test('a client that trusts the certificate is let in, one that does not turns away', async () => {
  await using simulator = await startSimulator({
    world: demoWorld(),
    listen: ['tls://127.0.0.1:0'],
  });
  const port = Number(new URL(simulator.urls[0]!).port);
  const trusting = connect({ port, host: '127.0.0.1', ca: simulator.certificate });
  await once(trusting, 'secureConnect');
  assert.equal(trusting.authorized, true);
  trusting.destroy();
  const wary = connect({ port, host: '127.0.0.1' });
  const [error] = await once(wary, 'error');
  assert.match(error.code, /SELF_SIGNED|UNABLE_TO_VERIFY/);
});
