// Targets as operators write them, and as they get them wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../fault.js';
import { parseTarget } from './target.js';

const good: readonly [
  written: string,
  url: string,
  transport: string,
  port: number,
  encrypted: boolean,
][] = [
  ['tcp://ocs', 'tcp://ocs:2208', 'tcp', 2208, false],
  ['tcp://ocs:80', 'tcp://ocs:80', 'tcp', 80, false],
  ['tls://ocs.example.net', 'tls://ocs.example.net:2209', 'tls', 2209, true],
  ['tls://ocs.example.net:443/', 'tls://ocs.example.net:443', 'tls', 443, true],
  ['TLS://OCS', 'tls://ocs:2209', 'tls', 2209, true],
  ['tcp://[::1]:22080', 'tcp://[::1]:22080', 'tcp', 22080, false],
  ['http://xsp', 'http://xsp/webservice/services/ProvisioningService', 'soap', 80, false],
  [
    'https://xsp:8443',
    'https://xsp:8443/webservice/services/ProvisioningService',
    'soap',
    8443,
    true,
  ],
  ['https://xsp/OCIOverSoap/services/x', 'https://xsp/OCIOverSoap/services/x', 'soap', 443, true],
];

for (const [written, url, transport, port, encrypted] of good)
  test(`${written} is ${url}`, () => {
    const target = parseTarget(written);
    assert.deepEqual(
      {
        url: target.url,
        transport: target.transport,
        port: target.port,
        encrypted: target.encrypted,
      },
      { url, transport, port, encrypted },
    );
  });

test('an IPv6 address is dialled without its brackets', () => {
  assert.equal(parseTarget('tls://[fe80::1]').host, 'fe80::1');
});

const bad = [
  '',
  'ocs',
  'ocs:2208',
  'ftp://ocs',
  'tcp://',
  'tcp://ocs:0',
  'tcp://ocs:99999',
  'tcp://ocs:port',
  'tcp://ocs/path',
  'tcp://ocs?x=1',
  'https://xsp/#part',
  'tcp:ocs',
];

for (const written of bad)
  test(`"${written}" is refused with a way to write it`, () => {
    assert.throws(
      () => parseTarget(written),
      (thrown) =>
        thrown instanceof Fault &&
        thrown.code === 'SETTING_INVALID' &&
        /tcp:\/\/host:2208/.test(thrown.message),
    );
  });

test('a password in a target is refused and not repeated', () => {
  assert.throws(
    () => parseTarget('tls://admin:geheim@ocs'),
    (thrown) => thrown instanceof Fault && !`${thrown.message} ${thrown.stack}`.includes('geheim'),
  );
});
