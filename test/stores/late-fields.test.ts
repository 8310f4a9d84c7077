// A store that was made before records could be found by whether they change something, or were handed over: it opens, answers right to whoever
// only reads, and gets what it lacks from whoever writes.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { loadDriver, sqliteStore } from '../../src/ledger/index.js';
import {
  type Call,
  checkSearch,
  listRecords,
  openRecords,
  recordPlace,
  searchFields,
} from '../../src/records/index.js';
import { clock, type Folder, temporaryFolder } from '../ledger/sample.js';

const driver = await loadDriver();
const earlier = searchFields.filter(({ fact, part }) => fact === undefined && part === undefined);

const call = (changes: boolean): Call => ({
  endPointName: 'svc_v1:harbour.tenant.group',
  url: '/api/v1/tenants/Harbour/groups/Quay/',
  method: changes ? 'PUT' : 'GET',
  changes,
  actor: { id: 'admin@saltmarsh.example', role: '12' },
  impact: { tenantId: 'Harbour', groupId: 'Quay', userId: '', instanceName: '' },
});

function sql(path: string, text: string): void {
  const database = driver.open(path);
  try {
    database.exec(text);
  } finally {
    database.close();
  }
}

const schemaOf = (path: string) => {
  const database = driver.open(path, { readOnly: true });
  try {
    const rows = database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    return rows.map(({ name, sql: text }) => `${name} ${String(text).replace(/\s+/g, ' ')}`);
  } finally {
    database.close();
  }
};

/** As somebody hands one over. */
const told = { claims: { author_id: 'noor' }, bodyHash: 'hash', messages: undefined };

async function addTold(folder: Folder): Promise<void> {
  const records = await openRecords(placeIn(folder), { now: clock, uuid: randomUUID });
  await (await records.recorder.open({ ...call(true), told })).close({ status: 200 });
  await records.close();
}

async function addRecords(folder: Folder, kinds: readonly boolean[]): Promise<void> {
  const records = await openRecords(placeIn(folder), { now: clock, uuid: randomUUID });
  for (const changes of kinds)
    await (await records.recorder.open(call(changes))).close({ status: 200 });
  await records.close();
}

const placeIn = (folder: Folder) =>
  recordPlace({
    path: folder.at('records.db'),
    keyFile: folder.at('key'),
    headFile: folder.at('head'),
  });

/** A read, a change, a read, in a store of the earlier form; gives its path. */
async function earlierStore(folder: Folder): Promise<string> {
  const path = folder.at('records.db');
  await addRecords(folder, [false, true, false]);
  for (const name of ['changes', 'handed_over'])
    sql(path, `DROP INDEX search_${name}; ALTER TABLE search DROP COLUMN ${name}`);
  const plain = folder.at('plain.db');
  await (await sqliteStore({ path: plain, fields: earlier }).write()).close();
  assert.deepEqual(schemaOf(path), schemaOf(plain), 'it is what earlier versions made');
  return path;
}

/** What a reader finds: of all, of changes, of the others. */
async function found(folder: Folder) {
  const reader = await placeIn(folder).store.read();
  try {
    const kinds = async (filter: { changes?: string; groupId?: string }) => {
      const page = await listRecords(reader, filter, { order: 'oldest', count: true });
      assert.equal(page.count, page.records.length);
      return page.records.map(({ changes }) => changes);
    };
    const { wrong } = await checkSearch(reader);
    return {
      all: await kinds({}),
      changes: await kinds({ changes: 'true', groupId: 'Quay' }),
      reads: await kinds({ changes: 'false' }),
      wrong,
    };
  } finally {
    await reader.close();
  }
}

const three = { all: [false, true, false], changes: [true], reads: [false, false], wrong: 0 };

test('whoever only reads it finds changes, and leaves it as it is', async () => {
  using folder = temporaryFolder();
  const path = await earlierStore(folder);
  const before = schemaOf(path);
  assert.deepEqual(await found(folder), three);
  assert.deepEqual(schemaOf(path), before);
});

test('whoever writes gives it what it lacks, once; a reader from before goes on', async () => {
  using folder = temporaryFolder();
  const path = await earlierStore(folder);
  const reader = await placeIn(folder).store.read();
  await addRecords(folder, [true]);
  assert.ok(schemaOf(path).some((one) => one.startsWith('search_changes ')));
  const { records } = await listRecords(reader, { changes: 'true' });
  assert.equal(records.length, 2);
  await reader.close();
  const four = { all: [...three.all, true], changes: [true, true], reads: [false, false] };
  assert.deepEqual(await found(folder), { ...four, wrong: 0 });
  const after = schemaOf(path);
  await addRecords(folder, []);
  assert.deepEqual(schemaOf(path), after);
});

test('what was handed over is told from the rest, in an earlier store too', async () => {
  using folder = temporaryFolder();
  const path = folder.at('records.db');
  const seen = async () => {
    const reader = await placeIn(folder).store.read();
    try {
      const { records } = await listRecords(reader, {}, { order: 'oldest' });
      assert.equal((await checkSearch(reader)).wrong, 0);
      return records.map(({ handedOver }) => handedOver);
    } finally {
      await reader.close();
    }
  };
  await addRecords(folder, [true]);
  await addTold(folder);
  assert.deepEqual(await seen(), [false, true]);
  sql(path, 'DROP INDEX search_handed_over; ALTER TABLE search DROP COLUMN handed_over');
  assert.deepEqual(await seen(), [false, true], 'without the column');
  await addRecords(folder, [false]);
  assert.deepEqual(await seen(), [false, true, false], 'filled in');
  sql(path, 'UPDATE search SET handed_over = 0');
  const reader = await placeIn(folder).store.read();
  assert.equal((await checkSearch(reader)).wrong, 1, 'a row that was changed is noticed');
  await reader.close();
});

test('rows that an earlier version wrote in between are filled in', async () => {
  using folder = temporaryFolder();
  const path = folder.at('records.db');
  await addRecords(folder, [false, true, false]);
  const lose = 'UPDATE search SET changes = NULL WHERE first > 0';
  sql(path, lose);
  assert.deepEqual(await found(folder), three);
  await addRecords(folder, []);
  const database = driver.open(path, { readOnly: true });
  const rows = database.prepare('SELECT changes FROM search ORDER BY first').all();
  database.close();
  assert.deepEqual(
    rows.map(({ changes }) => changes),
    [0, 1, 0],
  );
});

test('an entry that is damaged keeps nobody from the others', async () => {
  using folder = temporaryFolder();
  const path = await earlierStore(folder);
  sql(path, `UPDATE entry SET header = CAST('{"facts":{"changes":"no"}}' AS BLOB) WHERE idx = 3`);
  sql(path, `UPDATE entry SET header = x'ff00' WHERE idx = 0`);
  const parts = (text: string) =>
    sql(
      path,
      `UPDATE entry SET header = CAST('{"facts":{"changes":1},"parts":${text}}' AS BLOB) WHERE idx = 1`,
    );
  for (const [open, text] of [
    [() => placeIn(folder).store.read(), '["no",7]'],
    [() => placeIn(folder).store.write(), '"claims"'],
  ] as const) {
    parts(text);
    const reader = await open();
    const { records } = await listRecords(reader, {}, { order: 'oldest' });
    assert.deepEqual(
      records.map(({ changes }) => changes),
      [null, true, null],
    );
    await reader.close();
  }
});
