// Audit records from the command line: what a run leaves behind, who may check it, and what happens when it cannot.
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadDriver } from '../../src/ledger/sqlite/driver.js';
import { demoWorld, type Simulator, startSimulator } from '../../src/simulator/index.js';
import { credentials, emptyFolder, muster, password, type Ran, start } from '../run-cli.js';

let simulator: Simulator;
before(async () => {
  const listen = ['tcp://127.0.0.1:0', 'odin+http://127.0.0.1:0'];
  simulator = await startSimulator({ world: demoWorld(), listen });
});
after(() => simulator.close());

const folders = (path: string) => ({
  ...credentials,
  XDG_DATA_HOME: join(path, 'data'),
  XDG_STATE_HOME: join(path, 'state'),
});
const audited = (path: string, words: readonly string[] = [], env = {}): Promise<Ran> =>
  muster(
    ['audit', 'packs', 'Brightwater', 'Head-Office', '--target', simulator.urls[0]!, ...words],
    { env: { ...folders(path), ...env } },
  );
const records = (path: string, ...words: string[]): Promise<Ran> =>
  muster(['records', ...words], { env: folders(path) });

async function listed(path: string, ...words: string[]): Promise<Record<string, unknown>[]> {
  const { stdout, code, stderr } = await records(path, 'list', '--format', 'ndjson', ...words);
  assert.equal(code, 0, stderr);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('audit records', () => {
  test('a run leaves a record with the 19 fields, in their order', async () => {
    using folder = emptyFolder();
    assert.equal((await audited(folder.path)).code, 0);
    const [record, ...others] = await listed(folder.path);
    assert.equal(others.length, 0);
    assert.deepEqual(Object.keys(record!), [
      'internal_id',
      'end_point_name',
      'end_point_full_url',
      'http_method',
      'impacted_tenant_id',
      'impacted_group_id',
      'impacted_user_id',
      'impacted_specific_id',
      'author_id',
      'author_role',
      'request_time',
      'request_data',
      'request_payload',
      'status_code',
      'answer_time',
      'answer_data',
      'answer_payload',
      'extra_data',
      'south_data',
    ]);
    assert.equal(record!.end_point_name, 'svc_v1:muster.tenant.group.audit');
    assert.equal(record!.impacted_tenant_id, 'Brightwater');
    assert.equal(record!.impacted_group_id, 'Head-Office');
    assert.equal(record!.author_id, 'auditor@example.net');
    assert.equal(record!.author_role, '16');
    assert.equal(record!.status_code, 200);
    assert.match(String(record!.internal_id), /^[0-9a-f-]{36}-\d+\.\d{6}$/);
    const south = JSON.parse(String(record!.south_data)) as Record<string, string>[];
    assert.ok(south.length >= 8);
    for (const message of south)
      for (const value of Object.values(message)) assert.equal(typeof value, 'string');
  });

  test('records are found, shown, exported, verified and proven', async () => {
    using folder = emptyFolder();
    await audited(folder.path);
    await audited(folder.path, ['--target', simulator.urls[1]!]);
    const wrong = await audited(folder.path, [], { MUSTER_PASSWORD: 'wrong-password' });
    assert.equal(wrong.code, 2);
    const refused = await listed(folder.path, '--status', '4xx');
    assert.deepEqual(
      refused.map(({ status_code: status }) => status),
      [401],
    );
    assert.equal((await listed(folder.path, '--group', 'Head-Office')).length, 3);
    assert.equal((await listed(folder.path, '--group', 'Elsewhere')).length, 0);
    const table = await records(folder.path, 'list');
    assert.match(table.stdout, /svc_v1:muster\.tenant\.group\.audit\s+401\s+refused/);
    const verified = await records(folder.path, 'verify');
    assert.deepEqual(
      [verified.code, /^right: 3 entries, 3 records/.test(verified.stdout)],
      [0, true],
    );

    const id = String(refused[0]!.internal_id);
    const shown = await records(folder.path, 'show', id);
    assert.equal(JSON.parse(shown.stdout).internal_id, id);
    assert.equal((await records(folder.path, 'show', 'nothing')).code, 64);
    const proof = join(folder.path, 'proof.json');
    assert.equal((await records(folder.path, 'proof', id, '--output', proof)).code, 0);
    const key = readFileSync(
      join(folder.path, 'state', 'muster', 'records.key.pub'),
      'utf8',
    ).trim();
    // With the key alone: no store, no home.
    const right = await muster(['records', 'verify-proof', proof, '--key', key]);
    assert.equal(right.code, 0, right.stdout + right.stderr);
    writeFileSync(proof, readFileSync(proof, 'utf8').replace('"status\\":401', '"status\\":200'));
    const forged = await muster(['records', 'verify-proof', proof, '--key', key]);
    assert.equal(forged.code, 2);
    assert.match(forged.stdout, /^WRONG: /);
    const csv = join(folder.path, 'records.csv');
    await records(folder.path, 'export', '--format', 'csv', '--output', csv);
    assert.equal(readFileSync(csv, 'utf8').trim().split('\r\n').length, 4);
  });

  test('no secret is in any file, neither of the password nor of what is made of it', async () => {
    using folder = emptyFolder();
    await audited(folder.path);
    await audited(folder.path, ['--target', simulator.urls[1]!]);
    await muster(['doctor', '--target', simulator.urls[0]!], { env: folders(folder.path) });
    const files = readdirSync(folder.path, {
      recursive: true,
      encoding: 'utf8',
      withFileTypes: true,
    })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    assert.ok(files.length >= 4);
    for (const text of files) {
      assert.ok(!text.includes(password));
      assert.ok(!text.includes(Buffer.from(password).toString('base64')));
      assert.ok(!/eyJ[\w-]{10,}\.[\w-]+\./.test(text), 'a token');
      assert.ok(!/<signedPassword>[0-9a-f]/.test(text), 'a digest');
    }
  });

  test('a store whose bytes were changed is found out, and the entry is named', async () => {
    using folder = emptyFolder();
    const store = join(folder.path, 'own.sqlite');
    for (let run = 0; run < 3; run++) await audited(folder.path, ['--store', `sqlite:${store}`]);
    const database = await openRaw(store);
    database.exec(
      `UPDATE entry SET header = CAST(replace(CAST(header AS TEXT), '"status":200', '"status":500') AS BLOB) WHERE idx = 1`,
    );
    database.close();
    const found = await records(folder.path, 'verify', '--store', `sqlite:${store}`);
    assert.equal(found.code, 2, found.stdout + found.stderr);
    assert.match(found.stdout, /^WRONG: /);
  });

  test('an index that was changed is found out, though every entry is right', async () => {
    using folder = emptyFolder();
    const store = join(folder.path, 'own.sqlite');
    await audited(folder.path, ['--store', `sqlite:${store}`]);
    const database = await openRaw(store);
    const columns = database.prepare("SELECT name FROM pragma_table_info('search')").all();
    assert.ok(columns.length > 5);
    const author = columns.map(({ name }) => String(name)).find((name) => name.includes('author'));
    database.exec(`UPDATE search SET "${author}" = 'somebody-else'`);
    database.close();
    const found = await records(folder.path, 'verify', '--store', `sqlite:${store}`);
    assert.equal(found.code, 2);
    assert.match(found.stdout, /the index/);
  });

  test('a store that was put back to an older copy is refused for writing', async () => {
    using folder = emptyFolder();
    const file = join(folder.path, 'own.sqlite');
    const flags = ['--store', `sqlite:${file}`];
    await audited(folder.path, flags);
    const older = readFileSync(file);
    await audited(folder.path, flags);
    for (const name of readdirSync(folder.path))
      if (name.startsWith('own.sqlite-')) writeFileSync(join(folder.path, name), '');
    writeFileSync(file, older);
    const refused = await audited(folder.path, flags);
    assert.equal(refused.code, 2);
    assert.equal(refused.stdout, '');
    assert.match(refused.stderr, /restored or cut|other entries/);
    assert.equal((await records(folder.path, 'verify', ...flags)).code, 2);
  });

  test('without a record there is no result: a store that cannot be written ends the run', async () => {
    using folder = emptyFolder();
    const ran = await audited(folder.path, ['--store', 'sqlite:/dev/null/records.sqlite']);
    assert.equal(ran.code, 2);
    assert.equal(ran.stdout, '');
    assert.match(ran.stderr, /--store|store/);
    if (process.getuid?.() === 0) return;
    chmodSync(folder.path, 0o500);
    assert.equal((await audited(folder.path)).code, 2);
  });

  test('--store none keeps nothing, and says so', async () => {
    using folder = emptyFolder();
    const ran = await audited(folder.path, ['--store', 'none']);
    assert.equal(ran.code, 0);
    assert.match(ran.stderr, /No audit record is kept/);
    assert.deepEqual(readdirSync(folder.path), []);
    const list = await records(folder.path, 'list', '--store', 'none');
    assert.equal(list.code, 64);
    const bad = await audited(folder.path, ['--store', 'postgres://x']);
    assert.equal(bad.code, 64);
    assert.match(bad.stderr, /sqlite:PATH or none/);
  });

  test('runs at the same time wait for each other, and each leaves its record', async () => {
    using folder = emptyFolder();
    const runs = await Promise.all([1, 2, 3, 4].map(() => audited(folder.path)));
    assert.deepEqual(
      runs.map(({ code }) => code),
      [0, 0, 0, 0],
      runs.map(({ stderr }) => stderr).join(),
    );
    assert.equal((await listed(folder.path)).length, 4);
    assert.equal((await records(folder.path, 'verify')).code, 0);
  });

  test('a run that is interrupted leaves a record that says so', async () => {
    using folder = emptyFolder();
    await using slow = await startSimulator({
      world: demoWorld(),
      faults: ['silent@GroupGetRequest22V5'],
    });
    const running = start(
      ['audit', 'group', 'Brightwater', 'Head-Office', '--target', slow.urls[0]!],
      { env: folders(folder.path) },
    );
    await new Promise<void>((resolve) => {
      const poll = setInterval(() => {
        if (!slow.commands.some(({ name }) => name === 'GroupGetRequest22V5')) return;
        clearInterval(poll);
        resolve();
      }, 20);
    });
    running.child.kill('SIGINT');
    assert.equal((await running.ended).code, 2);
    const [record] = await listed(folder.path);
    assert.equal(record?.status_code, 499);
  });

  test('verify needs a store, and an unknown filter value is refused in words', async () => {
    using folder = emptyFolder();
    const none = await records(folder.path, 'verify');
    assert.equal(none.code, 2);
    assert.match(none.stderr, /no store/);
    await audited(folder.path);
    const bad = await records(folder.path, 'list', '--status', 'fine');
    assert.equal(bad.code, 64);
    assert.equal((await records(folder.path, 'list', '--limit', '0')).code, 64);
  });

  test('redaction can be asked what it would take out, and never shows it', async () => {
    using folder = emptyFolder();
    const file = join(folder.path, 'message.xml');
    writeFileSync(file, '<userId>a</userId><password>tide-table-7</password>');
    const { stdout, code } = await muster(['records', 'redaction', '--explain', file]);
    assert.equal(code, 0);
    assert.match(stdout, /12 characters/);
    assert.ok(!stdout.includes('tide-table-7'));
  });
});

/** The driver itself, past everything that guards a store. */
async function openRaw(file: string) {
  return (await loadDriver()).open(file);
}
