// The ledger over a store: places, batches, checkpoints, and what it does when the store, the clock or the head lets it down.
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Fault } from '../../src/fault.js';
import {
  type EntryHeader,
  type LedgerOptions,
  openingsIn,
  openLedger,
  readCheckpoint,
  type Store,
  sqliteStore,
  verifierOf,
} from '../../src/ledger/index.js';
import { rootAt } from '../../src/ledger/tree.js';
import { memoryStore } from './memory-store.js';
import { clock, draftOf, type Folder, fields, origin, temporaryFolder } from './sample.js';

const open = (folder: Folder, store: Store, more: Partial<LedgerOptions> = {}) =>
  openLedger({
    store,
    origin,
    keyFile: folder.at('keys/log.key'),
    headFile: folder.at('keys/log.head'),
    now: clock,
    ...more,
  });

const isFault = (code: string, text?: RegExp) => (thrown: unknown) =>
  thrown instanceof Fault && thrown.code === code && (text?.test(thrown.message) ?? true);
const diskFull = () => new Fault('LEDGER_UNAVAILABLE', 'the disk is full');

async function headers(store: Store): Promise<EntryHeader[]> {
  const reader = await store.read();
  const all: EntryHeader[] = [];
  for await (const page of reader.entries(0, 1e6))
    all.push(...page.map(({ header }) => JSON.parse(header.toString())));
  await reader.close();
  return all;
}

test('entries stand in the order in which they were asked for, and count in their scope', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const ledger = await open(folder, store);
  const tenants = ['HarbourTel', 'Brightwater', ''];
  const drafts = Array.from({ length: 700 }, (_, at) =>
    draftOf(`r${at}`, { scope: { kind: 'tenant', value: tenants[at % 3]! } }),
  );
  const receipts = await Promise.all(drafts.map((draft) => ledger.append(draft)));
  assert.deepEqual(
    receipts,
    drafts.map(({ record }, index) => ({ index, record })),
  );
  assert.equal(ledger.size, 700);
  await ledger.close();
  const all = await headers(store);
  for (const [at, header] of all.entries()) {
    assert.deepEqual([header.index, header.sequence], [at, Math.floor(at / 3)]);
    assert.equal(header.record, `r${at}`);
    assert.equal(header.log, origin);
  }
  const subjects = openingsIn(store.kept.entries[1]!.openings)!;
  assert.ok(
    subjects[0]?.state === 'kept' &&
      Buffer.from(subjects[0].bytes).equals(Buffer.from('Brightwater')),
  );
  const again = await open(folder, store);
  assert.equal((await again.append(draftOf('next'))).index, 700);
  await again.close();
  assert.deepEqual((await headers(store)).at(-1)?.sequence, 234);
});

test('what queues while the store writes goes in one batch, and no caller is told before it is written', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const sizes: number[] = [];
  let release = () => {};
  store.beforeCommit = ({ entries }) => {
    sizes.push(entries.length);
    if (sizes.length > 1) return;
    return new Promise((resolve) => {
      release = resolve;
    });
  };
  const ledger = await open(folder, store);
  let told = 0;
  const append = (record: string) => ledger.append(draftOf(record)).then(() => told++);
  const waiting = [append('first')];
  while (sizes.length === 0) await new Promise((resolve) => setImmediate(resolve));
  waiting.push(...Array.from({ length: 40 }, (_, at) => append(`later-${at}`)));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([told, ledger.size, sizes], [0, 0, [1]]);
  release();
  await Promise.all(waiting);
  assert.deepEqual(sizes, [1, 40]);
  await ledger.close();
});

test('a checkpoint is signed over all that was asked for before, and kept beside the head', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const ledger = await open(folder, store);
  const verifier = verifierOf(readFileSync(folder.at('keys/log.key.pub'), 'utf8'))!;
  assert.equal(ledger.verifierKey, readFileSync(folder.at('keys/log.key.pub'), 'utf8').trim());
  const appended = Promise.all(
    Array.from({ length: 300 }, (_, at) => ledger.append(draftOf(`r${at}`))),
  );
  const note = await ledger.checkpoint();
  const read = readCheckpoint(note, [verifier]);
  assert.ok(read.kind === 'signed' && read.checkpoint.size === 300);
  const reader = await store.read();
  assert.ok(
    read.checkpoint.root.equals(await rootAt(300, (level, index) => reader.tile(level, index))),
  );
  assert.equal(
    readFileSync(folder.at('keys/log.head'), 'utf8'),
    `${note.split('\n').slice(0, 3).join('\n')}\n`,
  );
  assert.deepEqual(await reader.checkpoints(), [{ size: 300, note }]);
  assert.equal(await ledger.checkpoint(), note);
  await appended;
  await ledger.append(draftOf('last'));
  await ledger.close();
  assert.deepEqual([...store.kept.checkpoints.keys()], [300, 301]);
  await assert.rejects(ledger.append(draftOf('after')), isFault('LEDGER_UNAVAILABLE', /closed/));
});

test('a checkpoint is signed in the given interval while entries come', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const ledger = await open(folder, store, { checkpointEveryMs: 5 });
  await ledger.append(draftOf('a'));
  while (!store.kept.checkpoints.has(1)) await new Promise((resolve) => setTimeout(resolve, 2));
  await ledger.append(draftOf('b'));
  while (!store.kept.checkpoints.has(2)) await new Promise((resolve) => setTimeout(resolve, 2));
  await ledger.close();
  assert.equal(store.kept.checkpoints.size, 2);
});

test('a failed commit fails all that was made after it, and the ledger goes on from what the store has', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const ledger = await open(folder, store);
  await ledger.append(draftOf('before'));
  store.beforeCommit = () => {
    throw diskFull();
  };
  const failed = await Promise.allSettled(
    Array.from({ length: 300 }, (_, at) => ledger.append(draftOf(`f${at}`))),
  );
  for (const one of failed)
    assert.ok(one.status === 'rejected' && isFault('LEDGER_UNAVAILABLE')(one.reason));
  assert.ok(
    failed[0]?.status === 'rejected' &&
      isFault('LEDGER_UNAVAILABLE', /disk is full/)(failed[0].reason),
  );
  // Refused at once until it has been read again, and for as long as it fails.
  store.beforeCommit = () => undefined;
  for (;;) {
    const done = await ledger.append(draftOf('after')).catch((thrown: Fault) => thrown);
    if (!(done instanceof Fault)) {
      assert.equal(done.index, 1);
      break;
    }
    assert.match(done.message, /disk is full/);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await ledger.close();
  const all = await headers(store);
  assert.deepEqual(
    all.map(({ record, sequence }) => [record, sequence]),
    [
      ['before', 0],
      ['after', 1],
    ],
  );
  assert.equal(store.opened, 2);
});

test('a store that lost what was acknowledged is not gone on with', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const ledger = await open(folder, store);
  await Promise.all([ledger.append(draftOf('a')), ledger.append(draftOf('b'))]);
  const empty = memoryStore(fields).kept;
  store.beforeCommit = () => {
    Object.assign(store.kept, empty);
    throw diskFull();
  };
  await assert.rejects(ledger.append(draftOf('c')));
  for (;;) {
    const thrown = await ledger.append(draftOf('d')).catch((fault: Fault) => fault);
    assert.ok(thrown instanceof Fault);
    if (thrown.code === 'LEDGER_FORKED') break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await assert.rejects(ledger.close(), isFault('LEDGER_FORKED', /restored or cut/));
});

test('too much that waits is refused at once, and one large entry is not', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const ledger = await open(folder, store, { maxQueuedBytes: 100_000 });
  const large = { parts: [{ name: 'a', type: 'b', bytes: Buffer.alloc(200_000) }] };
  const first = ledger.append(draftOf('large', large));
  await assert.rejects(ledger.append(draftOf('more')), isFault('LEDGER_BUSY', /try again/));
  await first;
  const small = { parts: [{ name: 'a', type: 'b', bytes: Buffer.alloc(9000) }] };
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) => ledger.append(draftOf(`r${at}`, small))),
  );
  const taken = results.filter(({ status }) => status === 'fulfilled').length;
  assert.ok(taken === 9, `${taken} were taken`);
  assert.equal((await ledger.append(draftOf('later'))).index, 10);
  await ledger.close();
});

test('a draft that cannot be entered takes no place', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const ledger = await open(folder, store);
  const bad = ledger.append(draftOf('bad', { facts: { text: 'x'.repeat(70_000) } }));
  const good = ledger.append(draftOf('good'));
  await assert.rejects(bad, isFault('LEDGER_INVALID', /too long/));
  assert.equal((await good).index, 0);
  await ledger.close();
  assert.deepEqual(
    (await headers(store)).map(({ sequence }) => sequence),
    [0],
  );
});

test('time never goes back, whatever the clock does, also over a restart', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const noon = 1_795_262_400_000_000n;
  const times = [noon, noon - 3_600_000_000n, noon - 1n, noon, noon + 5n];
  const now = () => times.shift() ?? noon - 9_000_000n;
  const ledger = await open(folder, store, { now });
  for (let at = 0; at < 5; at++) await ledger.append(draftOf(`r${at}`));
  await ledger.close();
  const again = await open(folder, store, { now });
  await again.append(draftOf('again'));
  await again.close();
  assert.deepEqual(
    (await headers(store)).map(({ at }) => at),
    ['000000', '000001', '000002', '000003', '000005', '000006'].map(
      (micros) => `2026-11-21T12:00:00.${micros}Z`,
    ),
  );
});

test('a store that was restored from an older copy is refused, and a copy that went its own way', async () => {
  using folder = temporaryFolder();
  const path = folder.at('store.db');
  const store = sqliteStore({ path, fields });
  const enter = async (...records: string[]) => {
    const ledger = await open(folder, store);
    for (const record of records) await ledger.append(draftOf(record));
    await ledger.close();
  };
  await enter('a', 'b');
  copyFileSync(path, folder.at('copy.db'));
  copyFileSync(folder.at('keys/log.head'), folder.at('copy.head'));
  await enter('c');
  copyFileSync(path, folder.at('true.db'));
  copyFileSync(folder.at('copy.db'), path);
  await assert.rejects(
    open(folder, store),
    isFault('LEDGER_FORKED', /has 2 entries, .* 3: it was restored or cut/),
  );
  // With the older head it looks whole, and writes another third entry; the true head tells.
  const trueHead = readFileSync(folder.at('keys/log.head'));
  copyFileSync(folder.at('copy.head'), folder.at('keys/log.head'));
  await enter('x', 'y');
  writeFileSync(folder.at('keys/log.head'), trueHead);
  await assert.rejects(open(folder, store), isFault('LEDGER_FORKED', /has other entries before 3/));
  copyFileSync(folder.at('true.db'), path);
  await enter('d');
  rmSync(folder.at('keys/log.head'));
  await assert.rejects(open(folder, store), isFault('LEDGER_FORKED', /head .* is missing/));
});

test('two ledgers with one head cannot both sign', async () => {
  using folder = temporaryFolder();
  const [one, other] = [
    await open(folder, memoryStore(fields)),
    await open(folder, memoryStore(fields)),
  ];
  await one.append(draftOf('a'));
  await other.append(draftOf('b'));
  await one.checkpoint();
  await assert.rejects(other.checkpoint(), isFault('LEDGER_FORKED', /somebody else has signed/));
  await assert.rejects(other.append(draftOf('c')), isFault('LEDGER_FORKED'));
  await one.append(draftOf('d'));
  await one.close();
  await assert.rejects(other.close(), isFault('LEDGER_FORKED'));
});

test('a key that is gone is not replaced when something was signed with it', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const ledger = await open(folder, store);
  await ledger.append(draftOf('a'));
  await ledger.close();
  rmSync(folder.at('keys/log.key'));
  await assert.rejects(open(folder, store), isFault('LEDGER_UNAVAILABLE', /key .* is missing/));
});

test('a checkpoint that was signed but not kept is kept at the next opening', async () => {
  using folder = temporaryFolder();
  const store = memoryStore(fields);
  const ledger = await open(folder, store);
  await ledger.append(draftOf('a'));
  const note = await ledger.checkpoint();
  await ledger.close();
  store.kept.checkpoints.clear();
  await (await open(folder, store)).close();
  assert.deepEqual([...store.kept.checkpoints], [[1, note]]);
});
