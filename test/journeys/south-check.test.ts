// `muster south check`, and connectors as a settings file declares them, secrets and all.
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { openElements } from '../../src/cli/elements.js';
import { readSettings } from '../../src/cli/settings.js';
import { checkSouth } from '../../src/cli/south.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { type Simulator, startSimulator } from '../../src/simulator/index.js';
import { emptyFolder } from '../run-cli.js';
import { canaries, canaryWorld, elementRows } from '../south-stand.js';
import { certificate } from '../stub-certificate.js';

const listen = ['tcp://127.0.0.1:0', 'xsi+http://127.0.0.1:0', 'elements+http://127.0.0.1:0'];
const simulated = () => startSimulator({ world: canaryWorld(), listen });

/** Whoever runs it, and all that is said. */
function terminalIn(folder: string, environment: Record<string, string> = {}) {
  const said = { out: '', err: '' };
  const line = (text: string) => {
    said.err += `${text}\n`;
  };
  const terminal = {
    environment: { HOME: folder, ...environment },
    now: Date.now,
    colour: false,
    print: async (pieces: Iterable<string> | string) => {
      said.out += typeof pieces === 'string' ? pieces : [...pieces].join('');
    },
    say: line,
    warn: line,
  } as unknown as Terminal;
  return { terminal, said };
}

function fileIn(folder: string, elements: unknown, mode = 0o600): string {
  const file = join(folder, 'settings.yaml');
  writeFileSync(file, stringify({ elements }));
  chmodSync(file, mode);
  return file;
}

/** Runs a check of these elements in a folder. */
async function check(
  folder: string,
  elements: unknown,
  name?: string,
  environment: Record<string, string> = {},
) {
  const { terminal, said } = terminalIn(folder, environment);
  const flags = {
    settings: fileIn(folder, elements),
    store: `sqlite:${join(folder, 'records.sqlite')}`,
  };
  const code = await checkSouth(name, flags, terminal);
  return { ...said, code };
}

const row = (simulator: Simulator, name: string) =>
  elementRows(simulator).find((one) => one.name === name) as Record<string, unknown>;

test('each connector is tried, and what is wrong is said in words', async () => {
  await using simulator = await simulated();
  using folder = emptyFolder();
  const rows = [
    'xsi',
    'dubber',
    'yealink',
    'panasonic',
    'snom',
    'polycom',
    'poly',
    'grandstream',
  ].map((name) => row(simulator, name));
  const well = await check(folder.path, rows);
  assert.equal(well.code, 0, well.out);
  assert.equal(well.out.match(/^ {2}ok /gm)?.length, rows.length, well.out);
  assert.match(well.out, /snom +PV Snom +it answers as it should \(HTTP 200\)/);
  const wrong = await check(folder.path, [
    { ...row(simulator, 'poly'), name: 'wrong-key', auth: { key: 'not-the-key' } },
    { ...row(simulator, 'poly'), name: 'wrong-place', baseUrl: 'http://127.0.0.1:1/' },
    { ...row(simulator, 'poly'), name: 'right' },
  ]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.out, /FAILED +wrong-key .*refuses the credentials \(HTTP 401\)/);
  assert.match(wrong.out, /FAILED +wrong-place .*cannot be reached/);
  assert.match(wrong.out, /ok +right /);
  const one = await check(folder.path, rows, 'poly');
  assert.equal(one.out.split('\n').length, 2);
});

test('a check is recorded with its messages, and without secrets', async () => {
  await using simulator = await simulated();
  using folder = emptyFolder();
  await check(folder.path, [row(simulator, 'dubber'), row(simulator, 'grandstream')]);
  const bytes = readdirSync(folder.path)
    .filter((name) => name.startsWith('records.sqlite'))
    .map((name) => readFileSync(join(folder.path, name), 'latin1'))
    .join('');
  assert.match(bytes, /svc_v1:muster\.south\.check/);
  assert.match(bytes, /\/dubber\/sandbox\/v1\/token/);
  for (const secret of Object.values(canaries)) assert.ok(!bytes.includes(secret));
});

test('secrets may stand in a file or in the environment', async () => {
  await using simulator = await simulated();
  using folder = emptyFolder();
  const secret = join(folder.path, 'poly-key');
  writeFileSync(secret, `${canaries.apiKey}\n`, { mode: 0o600 });
  const poly = row(simulator, 'poly');
  const byFile = await check(folder.path, [{ ...poly, auth: { keyFile: secret } }]);
  assert.deepEqual([byFile.code, byFile.err], [0, '']);
  const byName = await check(folder.path, [{ ...poly, auth: { keyEnv: 'POLY' } }], undefined, {
    POLY: canaries.apiKey,
  });
  assert.equal(byName.code, 0, byName.out);
  chmodSync(secret, 0o644);
  const open = await check(folder.path, [{ ...poly, auth: { keyFile: secret } }]);
  assert.match(open.err, /can be read by everybody/);
});

test('a mistake is refused with the element and what is wrong, and tells no secret', async () => {
  await using simulator = await simulated();
  using folder = emptyFolder();
  const poly = row(simulator, 'poly');
  const refused = (elements: unknown, message: RegExp, name?: string) =>
    assert.rejects(check(folder.path, elements, name), { message });
  await refused(undefined, /declares no elements/);
  await refused([poly], /there is no element nothing; there are poly/, 'nothing');
  await refused([{ ...poly, auth: { keyEnv: 'NOT_SET' } }], /element "poly": keyEnv: .*NOT_SET/);
  await refused(
    [{ ...poly, auth: { keyFile: '/not/there' } }],
    /element "poly": keyFile cannot be read/,
  );
  await refused(
    [{ ...poly, auth: { key: 'a', keyFile: 'b' } }],
    /element "poly": auth has both key and keyFile/,
  );
  await refused([{ ...poly, auth: { keyFile: 7 } }], /keyFile of auth must be a name/);
  await refused([{ ...poly, leastLevel: 7 }], /element "poly": leastLevel must be one of: 0, 4/);
  await refused([7], /element 1 must have names and values/);
  await refused({ poly }, /elements in .* must be a list/);
});

test("a file that says a secret itself must be its owner's alone", async () => {
  await using simulator = await simulated();
  using folder = emptyFolder();
  const { terminal } = terminalIn(folder.path, { POLY: 'x' });
  const opened = async (auth: object) => {
    const file = fileIn(folder.path, [{ ...row(simulator, 'poly'), auth }], 0o644);
    return openElements(await readSettings({ settings: file }, {}), terminal).length;
  };
  assert.equal(await opened({ keyEnv: 'POLY' }), 1);
  await assert.rejects(opened({ key: canaries.apiKey }), (fault: Error) => {
    assert.match(fault.message, /can be read by others; run: chmod 600/);
    return !fault.message.includes(canaries.apiKey);
  });
});

test('an authority may stand in a file', async () => {
  await using simulator = await simulated();
  using folder = emptyFolder();
  const poly = { ...row(simulator, 'poly'), auth: { key: 'a' } };
  const file = join(folder.path, 'ca.pem');
  writeFileSync(file, certificate);
  const { terminal } = terminalIn(folder.path);
  const opened = async (different: object) => {
    const settings = fileIn(folder.path, [{ ...poly, ...different }]);
    return openElements(await readSettings({ settings }, {}), terminal)[0]?.settings;
  };
  for (const caFile of [file, '~/ca.pem']) {
    const settings = await opened({ caFile });
    assert.equal(settings?.ca, certificate);
    assert.ok(!Object.hasOwn(settings, 'caFile'));
  }
  const refused = (different: object, message: RegExp) =>
    assert.rejects(opened(different), { code: 'SETTING_INVALID', message });
  await refused({ caFile: '/not/there' }, /element "poly": caFile cannot be read/);
  await refused({ caFile: 7 }, /element "poly": caFile must be a name/);
  await refused({ caFile: file, ca: certificate }, /element "poly": it has both ca and caFile/);
  writeFileSync(file, 'x');
  await refused({ caFile: file }, /element "poly": ca must be certificates in PEM/);
});
