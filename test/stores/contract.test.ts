// What every store promises, asked of each: SQLite by each driver that is there, and the one in memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../src/fault.js';
import {
  type Batch,
  type Condition,
  leafHash,
  type SearchWrite,
  type Store,
  type StoredEntry,
  type StoreReader,
  sqliteStore,
} from '../../src/ledger/index.js';
import { driverNames, loadDriver } from '../../src/ledger/sqlite/driver.js';
import { append, emptyTree, type Tree } from '../../src/ledger/tree.js';
import { memoryStore } from '../ledger/memory-store.js';
import { type Folder, fields, temporaryFolder } from '../ledger/sample.js';

const kinds: [name: string, make: (folder: Folder) => Store][] = [
  ['memory', () => memoryStore(fields)],
];
for (const driver of driverNames) {
  const isThere = await loadDriver(driver).catch(() => undefined);
  if (isThere === undefined) continue;
  const make = (inCallersThread: boolean) => (folder: Folder) =>
    sqliteStore({ path: folder.at('a/store.db'), fields, driver, inCallersThread });
  kinds.push([driver, make(false)], [`${driver} in the caller's thread`, make(true)]);
}

/** Makes batches that follow each other, as a ledger would. */
function batches() {
  let tree: Tree = emptyTree;
  return (rows: readonly Partial<SearchWrite>[], text = 'entry'): Batch => {
    const first = tree.state.size;
    const entries = rows.map((_, at) => ({
      header: Buffer.from(`${text} ${first + at}`),
      openings: Buffer.from(`openings ${first + at}`),
    }));
    const grown = append(
      tree,
      entries.map(({ header }) => leafHash(header)),
    );
    tree = grown.tree;
    const search = rows.map((row, at) => ({
      record: `r${first + at}`,
      index: first + at,
      isFirst: true,
      values: {},
      ...row,
    }));
    const scopes = [['HarbourTel', tree.state.size]] as const;
    return { first, entries, search, scopes, tiles: grown.tiles, state: tree.state };
  };
}

const rowsOf = (count: number, values: SearchWrite['values'] = {}) =>
  Array.from({ length: count }, () => ({ values }));

async function all(reader: StoreReader, from: number, to: number): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for await (const page of reader.entries(from, to)) entries.push(...page);
  return entries;
}

const isFault = (code: string, text?: RegExp) => (thrown: unknown) =>
  thrown instanceof Fault && thrown.code === code && (text?.test(thrown.message) ?? true);

for (const [name, make] of kinds) {
  const withStore = (what: string, run: (store: Store) => Promise<void>) =>
    test(`${name}: ${what}`, async () => {
      using folder = temporaryFolder();
      await run(make(folder));
    });

  withStore('a new one is empty', async (store) => {
    await assert.rejects(store.read(), isFault('LEDGER_UNAVAILABLE', /there is no store/));
    const writer = await store.write();
    const { size, root, frontier } = await writer.state();
    assert.deepEqual(
      [size, Buffer.from(root).toString('hex').slice(0, 8), frontier],
      [0, 'e3b0c442', []],
    );
    assert.deepEqual(await all(writer, 0, 10), []);
    assert.deepEqual(await writer.checkpoints(), []);
    assert.equal(await writer.tile(0, 0), undefined);
    assert.equal(await writer.count([]), 0);
    await writer.close();
  });

  withStore(
    'gives back what was entered, in order, also after it was opened again',
    async (store) => {
      const next = batches();
      const writer = await store.write();
      const sent = [next(rowsOf(3)), next(rowsOf(1)), next(rowsOf(1300)), next(rowsOf(300))];
      await Promise.all(sent.map((batch) => writer.append(batch)));
      const last = sent.at(-1)!;
      const check = async (reader: StoreReader) => {
        const entries = await all(reader, 0, 10_000);
        assert.equal(entries.length, 1604);
        for (const [at, { index, header, openings }] of entries.entries()) {
          assert.equal(index, at);
          assert.equal(header.toString(), `entry ${at}`);
          assert.equal(openings.toString(), `openings ${at}`);
        }
        assert.deepEqual(
          (await all(reader, 5, 8)).map(({ index }) => index),
          [5, 6, 7],
        );
        const state = await reader.state();
        assert.equal(state.size, 1604);
        assert.ok(Buffer.from(state.root).equals(last.state.root));
        assert.deepEqual(state.frontier.map(hex), last.state.frontier.map(hex));
        const tiles = new Map(
          sent.flatMap((batch) => batch.tiles).map((tile) => [`${tile.level}/${tile.index}`, tile]),
        );
        for (const { level, index, hashes } of tiles.values())
          assert.equal(hex((await reader.tile(level, index))!), hex(hashes));
        assert.equal(await reader.tile(0, 7), undefined);
      };
      await check(writer);
      assert.deepEqual([...(await writer.scopes())], [['HarbourTel', 1604]]);
      await writer.close();
      const reader = await store.read();
      await check(reader);
      await reader.close();
      const again = await store.write();
      await again.append(next(rowsOf(1)));
      assert.equal((await again.state()).size, 1605);
      await again.close();
    },
  );

  withStore('a batch that does not follow is refused whole, and then everything', async (store) => {
    const next = batches();
    const writer = await store.write();
    const [first, second] = [next(rowsOf(2)), next(rowsOf(2))];
    await writer.append(first);
    await assert.rejects(writer.append({ ...second, first: 3 }), isFault('LEDGER_INVALID'));
    await assert.rejects(writer.append(second), isFault('LEDGER_UNAVAILABLE'));
    await assert.rejects(
      writer.saveCheckpoint({ size: 2, note: '' }),
      isFault('LEDGER_UNAVAILABLE'),
    );
    assert.equal((await all(writer, 0, 9)).length, 2);
    await writer.close();
    const again = await store.write();
    assert.equal((await again.state()).size, 2);
    assert.equal((await again.scopes()).get('HarbourTel'), 2);
    await again.append(second);
    assert.equal((await again.state()).size, 4);
    await again.close();
  });

  withStore('later entries change of a record what they name', async (store) => {
    const next = batches();
    const writer = await store.write();
    const values = { tenant: 'HarbourTel', status: null, outcome: 'open' };
    await writer.append(
      next([
        { record: 'a', values },
        { record: 'b', values },
      ]),
    );
    await writer.append(
      next([{ record: 'a', isFirst: false, values: { status: 409, outcome: null } }]),
    );
    await writer.append(next([{ record: 'a', isFirst: false, values: {} }]));
    const [b, a] = await writer.find({ where: [], order: 'newest', limit: 10 });
    assert.deepEqual(a, {
      record: 'a',
      first: 0,
      last: 3,
      values: { tenant: 'HarbourTel', userId: null, status: 409, outcome: null },
    });
    assert.deepEqual([b?.first, b?.last, b?.values.status], [1, 1, null]);
    assert.deepEqual(
      (await writer.entriesOf('a')).map(({ index }) => index),
      [0, 2, 3],
    );
    assert.deepEqual(
      (await writer.entriesOf('b')).map(({ index }) => index),
      [1],
    );
    assert.deepEqual(await writer.entriesOf('c'), []);
    // Neither of these should come, and neither may stop the log.
    await writer.append(
      next([
        { record: 'late', isFirst: false, values },
        { record: 'b', values: { status: 200 } },
      ]),
    );
    assert.deepEqual(
      (await writer.entriesOf('late')).map(({ index }) => index),
      [4],
    );
    assert.deepEqual(
      (await writer.entriesOf('b')).map(({ index }) => index),
      [1, 5],
    );
    assert.equal(await writer.count([{ field: 'status', is: 200 }]), 1);
    await writer.close();
  });

  withStore('finds by every condition, in both orders, page by page', async (store) => {
    const next = batches();
    const writer = await store.write();
    const rows = Array.from({ length: 60 }, (_, at) => ({
      values: {
        tenant: at % 2 === 0 ? 'HarbourTel' : "O'Quay; --",
        userId: at % 3 === 0 ? null : `user${at % 5}`,
        status: at % 4 === 0 ? null : 200 + at,
      },
    }));
    await writer.append(next(rows));
    const expected = (test: (values: (typeof rows)[number]['values']) => boolean) =>
      rows.flatMap(({ values }, at) => (test(values) ? [at] : []));
    const cases: [Condition[], (values: (typeof rows)[number]['values']) => boolean][] = [
      [[], () => true],
      [[{ field: 'tenant', is: "O'Quay; --" }], ({ tenant }) => tenant !== 'HarbourTel'],
      [[{ field: 'userId', is: null }], ({ userId }) => userId === null],
      [
        [{ field: 'status', from: 210, to: 230 }],
        ({ status }) => status !== null && status >= 210 && status < 230,
      ],
      [[{ field: 'status', from: 230 }], ({ status }) => status !== null && status >= 230],
      [[{ field: 'status' }], ({ status }) => status !== null],
      [
        [
          { field: 'status', to: 240 },
          { field: 'userId', is: 'user1' },
          { field: 'tenant', is: 'HarbourTel' },
        ],
        ({ tenant, userId, status }) =>
          tenant === 'HarbourTel' && userId === 'user1' && status !== null && status < 240,
      ],
      [[{ field: 'tenant', is: 'nobody' }], () => false],
    ];
    for (const [where, isMeant] of cases) {
      const indexes = expected(isMeant);
      assert.equal(await writer.count(where), indexes.length);
      for (const order of ['newest', 'oldest'] as const) {
        const found: number[] = [];
        for (let after: number | undefined; ; ) {
          const page = await writer.find({
            where,
            order,
            limit: 7,
            ...(after !== undefined && { after }),
          });
          found.push(...page.map(({ first }) => first));
          after = page.at(-1)?.first;
          if (page.length < 7) break;
        }
        assert.deepEqual(found, order === 'oldest' ? indexes : [...indexes].reverse());
      }
    }
    const unknown = writer.find({ where: [{ field: 'colour', is: 1 }], order: 'newest', limit: 1 });
    await assert.rejects(unknown, isFault('LEDGER_INVALID'));
    await writer.close();
  });

  withStore('keeps checkpoints in order of size, one for each', async (store) => {
    const writer = await store.write();
    await writer.saveCheckpoint({ size: 7, note: 'seven' });
    await writer.saveCheckpoint({ size: 3, note: 'three' });
    await writer.saveCheckpoint({ size: 7, note: 'seven, signed by two' });
    assert.deepEqual(await writer.checkpoints(), [
      { size: 3, note: 'three' },
      { size: 7, note: 'seven, signed by two' },
    ]);
    await writer.close();
  });

  withStore(
    'a reader beside the writer sees what was acknowledged, and only whole batches',
    async (store) => {
      const next = batches();
      const writer = await store.write();
      const reader = await store.read();
      let isOver = false;
      const writing = (async () => {
        for (let at = 0; at < 30; at++) {
          const batch = next(rowsOf(8, { tenant: 'HarbourTel' }));
          await writer.append(batch);
          assert.ok((await reader.state()).size >= batch.state.size);
          assert.equal((await reader.entriesOf(`r${batch.first}`)).length, 1);
        }
        isOver = true;
      })();
      while (!isOver) {
        const { size } = await reader.state();
        assert.equal(size % 8, 0);
        assert.ok((await all(reader, 0, 1000)).length >= size);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
      await reader.close();
      await writer.close();
    },
  );

  withStore('a second writer is refused until the first has let go', async (store) => {
    const writer = await store.write();
    await assert.rejects(store.write(), isFault('LEDGER_BUSY'));
    await writer.append(batches()(rowsOf(1)));
    await writer.close();
    await (await store.write()).close();
  });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
