// The driver and the judge of scripts/fault-ledger.mjs: without faults nothing is found, and what is planted is.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadDriver } from '../../src/ledger/sqlite/driver.js';
import { driver, type FaultRun, type FaultVerdict, judge } from './fault-judge.js';
import { type Folder, temporaryFolder } from './sample.js';

type Broken = 'lost' | 'doubled' | 'torn' | 'verify' | 'said';
const kinds: readonly Broken[] = ['lost', 'doubled', 'torn', 'verify', 'said'];
const brokenIn = (verdict: FaultVerdict) => kinds.filter((kind) => verdict[kind].length > 0);

function drive(folder: Folder): FaultRun {
  const { stdout, stderr } = spawnSync(process.execPath, [driver, folder.path], {
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').slice(0, -1);
  return { folder: folder.path, lines, stderr, wasKilled: false };
}

const sqlite = await loadDriver();

function change(folder: string, sql: string): void {
  const database = sqlite.open(join(folder, 'data/store.db'));
  database.exec(sql);
  database.close();
}

/** What somebody did wrong, how it would look, and what must be found. */
const planted: readonly [string, (run: FaultRun) => FaultRun | undefined, Broken][] = [
  ['an early ack', (run) => ({ ...run, lines: ['acked ghost/request 7', ...run.lines] }), 'lost'],
  ['a wrong ack', (run) => swapped(run, /^(acked .*) \d+$/, '$1 999'), 'lost'],
  ['another body', (run) => swapped(run, /^(tried .*) \w+$/, '$1 00'), 'torn'],
  ['what nobody sent', (run) => swapped(run, /^tried .*$/, 'tried other/request 00'), 'torn'],
  ['a lost note', ({ folder }) => void change(folder, 'DELETE FROM checkpoint'), 'verify'],
  ['a lost entry', ({ folder }) => void change(folder, 'DELETE FROM entry WHERE idx=5'), 'verify'],
  ['a lost row', ({ folder }) => void change(folder, 'DELETE FROM search WHERE first=5'), 'verify'],
  ['a cut head', ({ folder }) => void writeFileSync(join(folder, 'head/head'), ''), 'verify'],
  ['another code', (run) => swapped(run, /^tried .*$/, 'refused open LEDGER_BUSY x'), 'said'],
  ['a crash', (run) => ({ ...run, lines: run.lines.slice(0, -1) }), 'said'],
  ['words of Node', (run) => ({ ...run, stderr: 'TypeError: x' }), 'said'],
];

/** Only the first line that fits. */
function swapped(run: FaultRun, pattern: RegExp, by: string): FaultRun {
  const at = run.lines.findIndex((line) => pattern.test(line));
  const lines = run.lines.map((line, place) => (place === at ? line.replace(pattern, by) : line));
  return { ...run, lines };
}

test('a life without faults breaks no promise, and the judge finds what is planted', async (context) => {
  using folder = temporaryFolder();
  const run = drive(folder);
  for (const [what, plant, expected] of planted)
    await context.test(what, async () => {
      using copied = temporaryFolder();
      cpSync(folder.path, copied.path, { recursive: true });
      const copy = { ...run, folder: copied.path };
      const broken = brokenIn(await judge(plant(copy) ?? copy));
      assert.ok(broken.includes(expected), `${what}: ${broken}`);
    });
  const verdict = await judge(run);
  assert.deepEqual(brokenIn(verdict), [], JSON.stringify(verdict));
  const { acked, refused, refusedThere, recovered, stuck } = verdict;
  assert.deepEqual([acked, refused, refusedThere, recovered, stuck], [48, 0, 0, 0, 0]);
  // The judge's own entry, entered by a second judge once more: a record cannot begin twice either.
  assert.deepEqual(brokenIn(await judge(run)), ['doubled', 'verify']);
});
