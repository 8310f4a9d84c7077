// Two processes that want to write the same log: the lock lets one in, and where there are two copies of the store, so
// that no lock helps, the head does.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { Fault } from '../../src/fault.js';
import { openLedger, sqliteStore } from '../../src/ledger/index.js';
import { clock, draftOf, type Folder, fields, origin, temporaryFolder } from './sample.js';

const isFault = (code: string, text: RegExp) => (thrown: unknown) => {
  assert.ok(thrown instanceof Fault, String(thrown));
  assert.equal(thrown.code, code);
  assert.match(thrown.message, text);
  return true;
};

interface Place {
  readonly path: string;
  readonly waitMs?: number;
  readonly inCallersThread?: boolean;
}

const placeIn = (folder: Folder) => ({
  origin,
  keyFile: folder.at('keys/key'),
  headFile: folder.at('keys/head'),
});

const open = (folder: Folder, place: Place) =>
  openLedger({ ...placeIn(folder), store: sqliteStore({ ...place, fields }), now: clock });

const headOf = (folder: Folder) => readFileSync(folder.at('keys/head'), 'utf8');

interface Other extends AsyncDisposable {
  /** `open`, `append RECORD`, `checkpoint`, `close`: gives `done ENTRIES`, or the code of the fault. */
  ask(words: string): Promise<string>;
}

/** A writer in a process of its own. It does nothing that it is not asked for. */
function otherProcess(folder: Folder, path: string): Other {
  const from = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const script = `
    import { createInterface } from 'node:readline';
    import { openLedger, sqliteStore } from ${from('../../src/ledger/index.js')};
    import { clock, draftOf, fields } from ${from('./sample.js')};
    const store = sqliteStore({ path: ${JSON.stringify(path)}, fields });
    let ledger;
    const does = {
      open: async () => { ledger = await openLedger({ ...${JSON.stringify(placeIn(folder))}, store, now: clock }); },
      append: (record) => ledger.append(draftOf(record)),
      checkpoint: () => ledger.checkpoint(),
      close: () => ledger.close(),
    };
    for await (const line of createInterface({ input: process.stdin })) {
      const [word, record] = line.split(' ');
      await does[word](record).then(
        () => console.log('done ' + ledger.size),
        (thrown) => console.log(thrown.code ?? String(thrown)),
      );
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const gone = new Promise((resolve) => child.once('close', resolve));
  return {
    ask: async (words) => {
      child.stdin.write(`${words}\n`);
      return (await answers.next()).value ?? 'the process has ended';
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

for (const inCallersThread of [false, true])
  test(`a second process waits its time and is refused, the first goes on (in the caller's thread: ${inCallersThread})`, async () => {
    using folder = temporaryFolder();
    const path = folder.at('store.db');
    await using other = otherProcess(folder, path);
    assert.equal(await other.ask('open'), 'done 0');
    assert.equal(await other.ask('append a'), 'done 1');
    const waitMs = 200;
    const started = performance.now();
    await assert.rejects(
      open(folder, { path, waitMs, inCallersThread }),
      isFault('LEDGER_BUSY', /another process writes to sqlite:.*store\.db/),
    );
    // Timers may fire up to a millisecond early.
    assert.ok(performance.now() - started >= waitMs - 2, 'it waited');
    assert.equal(await other.ask('append b'), 'done 2');
    assert.equal(await other.ask('close'), 'done 2');
    assert.match(headOf(folder), /\n2\n/);
    const ledger = await open(folder, { path, waitMs, inCallersThread });
    assert.equal((await ledger.append(draftOf('c'))).index, 2);
    await ledger.close();
  });

test('a process that lost the race for the head of a copied store leaves it where it is, and stops', async () => {
  using folder = temporaryFolder();
  const [path, copy] = [folder.at('store.db'), folder.at('copy.db')];
  const first = await open(folder, { path });
  await first.append(draftOf('a'));
  await first.close();
  copyFileSync(path, copy);
  // Each file has a lock of its own, and both continue the head: nothing tells them apart yet.
  await using other = otherProcess(folder, copy);
  assert.equal(await other.ask('open'), 'done 1');
  const winner = await open(folder, { path });
  for (const record of ['b', 'c', 'd']) await winner.append(draftOf(record));
  await winner.checkpoint();
  const head = headOf(folder);
  assert.match(head, /\n4\n/);
  assert.equal(await other.ask('append x'), 'done 2');
  assert.equal(await other.ask('checkpoint'), 'LEDGER_FORKED');
  assert.equal(await other.ask('append y'), 'LEDGER_FORKED');
  assert.equal(await other.ask('close'), 'LEDGER_FORKED');
  assert.equal(await other.ask('open'), 'LEDGER_FORKED');
  assert.equal(headOf(folder), head);
  assert.equal((await winner.append(draftOf('e'))).index, 4);
  await winner.close();
  assert.match(headOf(folder), /\n5\n/);
});

test('a process that opens an older copy beside a newer head is refused, and moves nothing', async () => {
  using folder = temporaryFolder();
  const [path, copy] = [folder.at('store.db'), folder.at('copy.db')];
  const first = await open(folder, { path });
  await first.append(draftOf('a'));
  await first.close();
  copyFileSync(path, copy);
  await using other = otherProcess(folder, path);
  for (const words of ['open', 'append b', 'append c', 'checkpoint'])
    assert.match(await other.ask(words), /^done/);
  const head = headOf(folder);
  await assert.rejects(
    open(folder, { path: copy }),
    isFault('LEDGER_FORKED', /has 1 entries, .* 3: it was restored or cut/),
  );
  assert.equal(headOf(folder), head);
  // Not by the refusal either: the true store goes on.
  assert.equal(await other.ask('append d'), 'done 4');
  assert.equal(await other.ask('close'), 'done 4');
  assert.match(headOf(folder), /\n4\n/);
});
