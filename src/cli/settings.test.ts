import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from '../../test/run-cli.js';
import { defaultPolicy } from '../records/index.js';
import { readSettings, type Settings } from './settings.js';
import { recordsOptionsFrom } from './store.js';
import type { Terminal } from './terminal.js';

const terminal = { now: () => 1_795_266_000_000, environment: {} } as Partial<Terminal> as Terminal;
const optionsOf = (settings: Settings) => recordsOptionsFrom(settings, terminal, () => []);

async function settingsOf(text: string, environment = {}, flags = {}): Promise<Settings> {
  using folder = emptyFolder();
  const file = join(folder.path, 'settings.yaml');
  writeFileSync(file, text);
  return readSettings({ settings: file, ...flags }, environment);
}

test('rules of the settings file go before the standard ones, whatever profile there is', async () => {
  const rules =
    'recordPolicy:\n  - endPoint: svc_v1:muster.*\n    changes: false\n    bodies: full\n';
  for (const flags of [{}, { target: 'tcp://127.0.0.1:1' }]) {
    const settings = await settingsOf(
      `default: lab\nprofiles: { lab: { rate: 1 } }\n${rules}`,
      {},
      flags,
    );
    assert.match(settings.recordPolicy!.from, /settings\.yaml$/);
    const { policy } = optionsOf(settings);
    const own = { name: 'rule 1', endPoint: 'svc_v1:muster.*', changes: false, bodies: 'full' };
    assert.deepEqual(policy, [own, ...defaultPolicy]);
  }
  assert.equal(optionsOf(await settingsOf('profiles: {}')).policy, undefined);
});

test('a rule that cannot be used is refused with its place', async () => {
  for (const [rules, pattern] of [
    ['full', /recordPolicy \(from .*settings\.yaml\): it must be a list of rules/],
    ['[full]', /rule 1 must have names and values/],
    ['[{ bodies: full }, { body: none }]', /rule 2 has a body; known are name, endPoint/],
    ['[{ bodies: everything }]', /bodies of rule 1 must be one of: none, metadata, request, full/],
    ['[{ changes: "yes", bodies: full }]', /changes of rule 1 must be one of: true, false/],
    ['[{ endPoint: "*" }]', /rule 1 says neither/],
    ['', /it must be a list of rules/],
  ] as const)
    await assert.rejects(settingsOf(`recordPolicy: ${rules}\n`), {
      code: 'SETTING_INVALID',
      message: pattern,
    });
  await assert.rejects(
    settingsOf('profiles: { lab: { recordPolicy: [] } }', {}, { profile: 'lab' }),
    {
      message: /unknown setting recordPolicy/,
    },
  );
});

test('sizes are read with their units, and the closest source counts', async () => {
  const standard = optionsOf(await settingsOf('profiles: {}'));
  assert.deepEqual(standard.limits, { bodyBytes: 262_144, southBytes: 65_536 });
  assert.equal(standard.readsMayGoUnrecorded, false);
  const profile =
    'default: lab\nprofiles: { lab: { recordBodyBytes: 1 MiB, recordSouthBytes: 4096 } }';
  const settings = await settingsOf(
    profile,
    { MUSTER_RECORD_SOUTH_BYTES: '8kib' },
    { recordReads: 'optional' },
  );
  const said = optionsOf(settings);
  assert.deepEqual(said.limits, { bodyBytes: 1 << 20, southBytes: 8192 });
  assert.equal(said.readsMayGoUnrecorded, true);
});

test('a size or word that cannot be used is refused by the name of its setting', async () => {
  for (const value of [
    '1023',
    '17MiB',
    '-1',
    '1e6',
    '64 k',
    'lots',
    '0x1000',
    '99999999999999999999',
  ])
    for (const [name, variable] of [
      ['recordBodyBytes', 'MUSTER_RECORD_BODY_BYTES'],
      ['recordSouthBytes', 'MUSTER_RECORD_SOUTH_BYTES'],
    ] as const) {
      const settings = await settingsOf('{}', { [variable]: value });
      assert.throws(() => optionsOf(settings), {
        code: 'SETTING_INVALID',
        message: new RegExp(`^${name} \\(from ${variable}\\) must be a size .* not "${value}"$`),
      });
    }
  const settings = await settingsOf('{}', {}, { recordReads: 'sometimes' });
  assert.throws(() => optionsOf(settings), {
    code: 'SETTING_INVALID',
    message: 'recordReads (from the command line) must be required or optional, not "sometimes"',
  });
});
