// SQLite in particular: the files, who may open them, and what the medium can do to them.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../src/fault.js';
import { openLedger, sqliteStore } from '../../src/ledger/index.js';
import { isNewEnough, loadDriver } from '../../src/ledger/sqlite/driver.js';
import { setDurable } from '../../src/ledger/sqlite/schema.js';
import { clock, draftOf, type Folder, fields, origin, temporaryFolder } from '../ledger/sample.js';

const isFault = (code: string, text: RegExp) => (thrown: unknown) => {
  assert.ok(thrown instanceof Fault, String(thrown));
  assert.equal(thrown.code, code);
  assert.match(thrown.message, text);
  return true;
};
const storeIn = (folder: Folder, waitMs = 0) =>
  sqliteStore({ path: folder.at('data/store.db'), fields, waitMs });
const driver = await loadDriver();
const isRoot = process.getuid?.() === 0;

async function ledgerIn(folder: Folder, path = folder.at('data/store.db')) {
  return openLedger({
    store: sqliteStore({ path, fields }),
    origin,
    keyFile: folder.at('keys/key'),
    headFile: folder.at('keys/head'),
    now: clock,
  });
}

test('only a SQLite without the known faults is taken', () => {
  for (const version of ['3.51.3', '3.51.10', '3.52.0', '4.0.0'])
    assert.ok(isNewEnough(version), version);
  for (const version of ['3.51.2', '3.50.9', '3.7.0', '2.99.99', '3.51', 'unknown'])
    assert.ok(!isNewEnough(version), version);
  assert.ok(isNewEnough(driver.version));
});

test('file and folder are for their owner only', {
  skip: process.platform === 'win32',
}, async () => {
  using folder = temporaryFolder();
  const writer = await storeIn(folder).write();
  await writer.saveCheckpoint({ size: 0, note: '' });
  const mode = (name: string) => statSync(folder.at(name)).mode & 0o777;
  assert.equal(mode('data'), 0o700);
  for (const name of ['store.db', 'store.db-wal', 'store.db-shm', 'store.db.lock'])
    assert.equal(mode(`data/${name}`), 0o600, name);
  await writer.close();
  // What was closed can be copied as one file.
  const rest = folder.at('data/store.db-wal');
  assert.ok(!existsSync(rest) || statSync(rest).size === 0);
});

test('every opening writes durably, or is refused', () => {
  using folder = temporaryFolder();
  const database = driver.open(folder.at('a.db'));
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF');
  setDurable(database);
  assert.equal(database.prepare('PRAGMA synchronous').get()?.synchronous, 2);
  assert.equal(database.prepare('PRAGMA mmap_size').get()?.mmap_size ?? 0, 0);
  database.close();
  // Memory has no write-ahead log: what cannot be set is noticed.
  const memory = driver.open(':memory:');
  assert.throws(() => setDurable(memory), isFault('LEDGER_UNAVAILABLE', /journal_mode=memory/));
  memory.close();
});

test('files of others, of later versions and of nobody are refused and left as they are', async () => {
  using folder = temporaryFolder();
  const store = storeIn(folder);
  await assert.rejects(
    store.read(),
    isFault('LEDGER_UNAVAILABLE', /there is no store at .*store\.db/),
  );
  assert.ok(!existsSync(folder.at('data')), 'reading makes nothing');
  mkdirSync(folder.at('data'));
  const path = folder.at('data/store.db');
  const both = async (why: RegExp) => {
    await assert.rejects(store.read(), isFault('LEDGER_UNAVAILABLE', why));
    await assert.rejects(store.write(), isFault('LEDGER_UNAVAILABLE', why));
  };
  writeFileSync(path, 'no database, but a text of some length. '.repeat(500));
  await both(/not a SQLite database/);
  writeFileSync(path, '');
  await assert.rejects(store.read(), isFault('LEDGER_UNAVAILABLE', /no store .*empty/));
  const change = (sql: string) => {
    const database = driver.open(path);
    database.exec(sql);
    database.close();
  };
  change('CREATE TABLE theirs(a)');
  await both(/database of another program/);
  const left = driver.open(path);
  assert.equal(left.prepare('PRAGMA journal_mode').get()?.journal_mode, 'delete');
  left.close();
  change('DROP TABLE theirs');
  await (await store.write()).close();
  change('PRAGMA user_version=2');
  await both(/written by a later version \(schema 2, this one knows 1\)/);
  change('PRAGMA user_version=1; ALTER TABLE search DROP COLUMN outcome');
  await both(/cannot be searched by outcome/);
});

test('a file that may only be read can be read, and is refused for writing', async () => {
  using folder = temporaryFolder();
  const ledger = await ledgerIn(folder);
  await ledger.append(draftOf('a'));
  await ledger.close();
  const names = readdirSync(folder.at('data')).map((name) => folder.at(`data/${name}`));
  // The administrator may write whatever the mode says, so somebody else has to try.
  const nobody = 65_534;
  if (isRoot)
    for (const name of [folder.path, folder.at('data'), ...names]) chownSync(name, nobody, nobody);
  for (const name of names) chmodSync(name, 0o400);
  if (isRoot) process.seteuid?.(nobody);
  try {
    await assert.rejects(
      storeIn(folder).write(),
      isFault('LEDGER_UNAVAILABLE', /read-only|denied|cannot be opened/),
    );
    const reader = await storeIn(folder).read();
    assert.equal((await reader.state()).size, 1);
    await reader.close();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test('a folder that cannot be made is a fault that says so', async () => {
  using folder = temporaryFolder();
  writeFileSync(folder.at('data'), 'a file where the folder would be');
  await assert.rejects(
    storeIn(folder).write(),
    isFault('LEDGER_UNAVAILABLE', /store\.db cannot be used/),
  );
});

test('the lock of a writer dies with its process, and can be waited for', async () => {
  using folder = temporaryFolder();
  const index = fileURLToPath(new URL('../../src/ledger/index.js', import.meta.url));
  const script = `import { sqliteStore } from ${JSON.stringify(index)};
    const store = sqliteStore(${JSON.stringify({ path: folder.at('data/store.db'), fields })});
    await store.write(); console.log('open'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await assert.rejects(
    storeIn(folder).write(),
    isFault('LEDGER_BUSY', /another process writes to sqlite:.*store\.db/),
  );
  const waiting = storeIn(folder, 20_000).write();
  const reader = await storeIn(folder).read();
  assert.equal((await reader.state()).size, 0);
  await reader.close();
  child.kill('SIGKILL');
  await (await waiting).close();
});

test('an idle store does not keep a process alive, a write does', () => {
  using folder = temporaryFolder();
  const index = fileURLToPath(new URL('../../src/ledger/index.js', import.meta.url));
  const script = `import { sqliteStore } from ${JSON.stringify(index)};
    const writer = await sqliteStore(${JSON.stringify({ path: folder.at('data/store.db'), fields })}).write();
    writer.saveCheckpoint({ size: 0, note: 'x' }).then(() => console.log('kept'));`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  assert.deepEqual([status, stdout], [0, 'kept\n']);
});

for (const [what, prepare] of [['a file system of 3 MB', smallFileSystem]] as const)
  test(`a full disk (${what}) is refused clearly, and nothing that was acknowledged is lost`, async (context) => {
    using folder = temporaryFolder();
    const [place, release] = prepare(folder);
    if (place === undefined) return context.skip('no file system can be mounted here');
    try {
      const path = `${place}/store.db`;
      const ledger = await ledgerIn(folder, path);
      const acked: number[] = [];
      const part = { name: 'request', type: 'text/plain', bytes: Buffer.alloc(50_000, 'x') };
      let failure: Fault | undefined;
      for (let at = 0; failure === undefined && at < 1000; at++)
        await ledger.append(draftOf(`r${at}`, { parts: [part] })).then(
          ({ index }) => void acked.push(index),
          (thrown) => {
            failure = thrown;
          },
        );
      isFault('LEDGER_UNAVAILABLE', /the disk is full|medium failed/)(failure);
      assert.ok(acked.length > 3, `${acked.length} were entered`);
      // Space again: it goes on by itself, in the same process.
      grow(place);
      let receipt: unknown;
      for (let tries = 0; receipt === undefined && tries < 500; tries++) {
        receipt = await ledger.append(draftOf(`again-${tries}`)).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      assert.ok(receipt !== undefined, 'it came back');
      await ledger.close();
      const reader = await sqliteStore({ path, fields }).read();
      const records = new Set<string>();
      for await (const page of reader.entries(0, 10_000))
        for (const { index, header } of page)
          records.add(`${index} ${JSON.parse(header.toString()).record}`);
      for (const index of acked) assert.ok(records.has(`${index} r${index}`), `r${index} is there`);
      await reader.close();
    } finally {
      release();
    }
  });

const run = (command: string, words: readonly string[]) => spawnSync(command, words);

function smallFileSystem(folder: Folder): [place: string | undefined, release: () => void] {
  const place = folder.at('small');
  mkdirSync(place);
  const mounted = run('mount', ['-t', 'tmpfs', '-o', 'size=3m,mode=0700', 'none', place]);
  if (mounted.status !== 0) return [undefined, () => undefined];
  return [place, () => void run('umount', ['-l', place])];
}

function grow(place: string): void {
  assert.equal(run('mount', ['-o', 'remount,size=64m', place]).status, 0);
}
