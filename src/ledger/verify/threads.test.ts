// Threads that read for themselves find what one thread finds, whatever is wrong, and whatever goes wrong with them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Draft, openLedger, sqliteStore, verifierOf } from '../index.js';
import { loadDriver } from '../sqlite/driver.js';
import type { Entries } from '../store.js';
import { type Verdict, verifyLog } from './walk.js';

const origin = 'log.example.net/threads';
const count = 3 * 256 + 40;
const folder = mkdtempSync(join(tmpdir(), 'muster-threads-'));
const path = join(folder, 'store.db');
const store = sqliteStore({ path, fields: [] });
let key: string;

const draftOf = (index: number): Draft => ({
  kind: 'call',
  record: `r-${index}`,
  isFirst: true,
  scope: { kind: 'tenant', value: `Harbour-${index % 7}` },
  subjects: [{ kind: 'user', value: `zoë-${index}\u0000` }],
  facts: { status: 200 },
  // Bytes of every kind, none at all, and once more than is read in one piece.
  parts: [
    {
      name: 'answer',
      type: 'text/xml',
      bytes: Buffer.alloc(index === 300 ? 17 << 20 : index % 300, index),
    },
  ],
  search: {},
});

before(async () => {
  const files = { keyFile: join(folder, 'key'), headFile: join(folder, 'head') };
  const ledger = await openLedger({ store, origin, ...files, now: () => 1_795_266_245_000_000n });
  await Promise.all(Array.from({ length: count }, (_, index) => ledger.append(draftOf(index))));
  await ledger.close();
  key = ledger.verifierKey;
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Verifies the store, or these entries in place of its own. */
async function verified(threads: number, change = (all: Entries): Entries => all) {
  const reader = await store.read();
  try {
    const state = await reader.state();
    const entries = change(reader.entries(0, state.size));
    assert.equal(entries.elsewhere === undefined, false);
    const seen: number[] = [];
    const verdict: Verdict = await verifyLog({
      entries,
      state,
      origin,
      checkpoints: await reader.checkpoints(),
      verifiers: [verifierOf(key)!],
      tiles: (level, index) => reader.tile(level, index),
      threads,
      onProgress: (size) => seen.push(size),
    });
    return { verdict, seen };
  } finally {
    await reader.close();
  }
}

/** Does that to the store while something is looked at, then takes it back. */
async function withChange(sql: string, undo: string, look: () => Promise<void>): Promise<void> {
  const database = (await loadDriver()).open(path);
  try {
    database.exec(`CREATE TEMP TABLE kept AS SELECT * FROM entry; ${sql}`);
    await look();
  } finally {
    database.exec(`${undo}; DROP TABLE kept`);
    database.close();
  }
}

const restore = 'DELETE FROM entry; INSERT INTO entry SELECT * FROM kept';

test('a log that is right is right in one, two and three threads, run by run', async () => {
  const alone = await verified(0);
  assert.deepEqual([alone.verdict.ok, alone.verdict.entries], [true, count]);
  for (const threads of [1, 2, 3]) assert.deepEqual(await verified(threads), alone);
});

test('whatever was changed, dropped or moved, threads name the same entry in the same words', async () => {
  const changes = [
    "UPDATE entry SET header = CAST(replace(CAST(header AS TEXT), '200', '201') AS BLOB) WHERE idx = 520",
    "UPDATE entry SET openings = CAST(replace(CAST(openings AS TEXT), 'zo', 'zu') AS BLOB) WHERE idx = 40",
    "UPDATE entry SET header = x'' WHERE idx = 256",
    "UPDATE entry SET openings = x'' WHERE idx = 255",
    'DELETE FROM entry WHERE idx = 0',
    'DELETE FROM entry WHERE idx = 255',
    'DELETE FROM entry WHERE idx = 256',
    'DELETE FROM entry WHERE idx >= 512',
    'DELETE FROM entry WHERE idx >= 700',
    'DELETE FROM entry',
  ];
  for (const change of changes)
    await withChange(change, restore, async () => {
      const { verdict } = await verified(0);
      assert.equal(verdict.ok, false, change);
      assert.deepEqual((await verified(2)).verdict, verdict, change);
    });
  assert.equal((await verified(2)).verdict.ok, true);
});

test('what a thread cannot read is read here, and a failure here is handed up', async () => {
  const noModule = { module: 'file:///nowhere/runs.js', data: {} };
  const noStore = (all: Entries) => ({
    module: all.elsewhere!.module,
    data: { path: join(folder, 'none.db'), fields: [], to: count },
  });
  for (const elsewhere of [() => noModule, noStore]) {
    const { verdict, seen } = await verified(2, (all) => ({
      [Symbol.asyncIterator]: () => all[Symbol.asyncIterator](),
      elsewhere: elsewhere(all),
    }));
    assert.equal(verdict.ok, true);
    assert.deepEqual(seen, [256, 512, 768, count]);
  }
  const broken = async function* (): AsyncGenerator<never> {
    yield* [];
    throw new Error('the medium is gone');
  };
  await assert.rejects(
    verified(2, () => ({ [Symbol.asyncIterator]: broken, elsewhere: noModule })),
    /the medium is gone/,
  );
});
