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
  ['odin+https://odin.example.net', 'odin+https://odin.example.net/api/v2', 'odin', 443, true],
  ['odin+https://odin.example.net:443/', 'odin+https://odin.example.net/api/v2', 'odin', 443, true],
  ['ODIN+HTTPS://Odin/api/v2/', 'odin+https://odin/api/v2', 'odin', 443, true],
  ['odin+http://odin', 'odin+http://odin/api/v2', 'odin', 80, false],
  ['odin+http://odin:443/api/v2', 'odin+http://odin:443/api/v2', 'odin', 443, false],
  [
    'odin+https://[::1]:8443/portal/api/v2//',
    'odin+https://[::1]:8443/portal/api/v2',
    'odin',
    8443,
    true,
  ],
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
  'odin://odin',
  'odin+tls://odin',
  'odin+https://',
  'odin+https://odin:0/api/v2',
  'odin+https://odin/api/v2?groupId=x',
  'odin+https://odin/api/v2#part',
  'odin+https:odin/api/v2',
];

for (const written of bad)
  test(`"${written}" is refused with a way to write it`, () => {
    assert.throws(
      () => parseTarget(written),
      (thrown) =>
        thrown instanceof Fault &&
        thrown.code === 'SETTING_INVALID' &&
        /tcp:\/\/host:2208.+odin\+https:\/\/host\/api\/v2/.test(thrown.message),
    );
  });

for (const scheme of ['tls', 'odin+https'])
  test(`a password in a ${scheme}:// target is refused and not repeated`, () => {
    assert.throws(
      () => parseTarget(`${scheme}://admin:geheim@ocs`),
      (thrown) =>
        thrown instanceof Fault && !`${thrown.message} ${thrown.stack}`.includes('geheim'),
    );
  });
