// How long it takes to verify a whole log, in this thread and in two that read for themselves, and to make and check one
// proof. Entries and drafts are those of the ingest bench.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  makeProofFile,
  openLedger,
  sqliteStore,
  verifierOf,
  verifyLog,
  verifyProofFile,
} from '../src/ledger/index.js';
import { draftOf, fields, recordOf } from './ledger-drafts.js';
import { line, median, ms } from './measure.js';

const count = Number(process.argv[2] ?? 200_000);
const rounds = Number(process.argv[3] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
const store = sqliteStore({ path: join(folder, 'store.db'), fields });

/** Makes the log; gives its verifier key. */
async function filled(): Promise<string> {
  const ledger = await openLedger({
    store,
    origin: 'bench.example.net/log',
    keyFile: join(folder, 'key'),
    headFile: join(folder, 'head'),
    now: () => BigInt(Date.now()) * 1000n,
  });
  let next = 0;
  const caller = async () => {
    while (next < count) await ledger.append(draftOf(next++));
  };
  await Promise.all(Array.from({ length: 4096 }, caller));
  await ledger.close();
  return ledger.verifierKey;
}

async function verified(key: string, threads: number): Promise<number> {
  const reader = await store.read();
  const state = await reader.state();
  const start = performance.now();
  const { ok, firstWrong } = await verifyLog({
    entries: reader.entries(0, state.size),
    state,
    origin: 'bench.example.net/log',
    checkpoints: await reader.checkpoints(),
    verifiers: [verifierOf(key)!],
    tiles: (level, index) => reader.tile(level, index),
    threads,
  });
  const seconds = (performance.now() - start) / 1000;
  if (!ok) throw new Error(`not right: ${firstWrong?.what}`);
  await reader.close();
  return count / seconds;
}

async function proofs(key: string): Promise<void> {
  const reader = await store.read();
  const checkpoint = (await reader.checkpoints()).at(-1)!;
  const [made, checked]: [number[], number[]] = [[], []];
  for (let round = 0; round < 200; round += 1) {
    const record = recordOf(Math.floor((count * (round + 0.5)) / 200));
    const start = performance.now();
    const file = await makeProofFile({
      about: { record },
      entries: await reader.entriesOf(record),
      checkpoint,
      readTile: (level, index) => reader.tile(level, index),
    });
    made.push(performance.now() - start);
    const again = performance.now();
    const verdict = verifyProofFile(file, key);
    checked.push(performance.now() - again);
    if (!verdict.ok) throw new Error('the proof is not right');
  }
  await reader.close();
  line('   one proof made', ms(median(made) / 1000));
  line('   the same checked', ms(median(checked) / 1000));
}

try {
  console.log(`7. a log of ${count} entries of 900 bytes`);
  const key = await filled();
  const speeds = new Map<number, number[]>([0, 2].map((threads) => [threads, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [threads, found] of speeds) found.push(await verified(key, threads));
  for (const [threads, found] of speeds)
    line(
      threads === 0 ? '   verified in this thread' : `   in ${threads} threads`,
      `${median(found).toFixed(0)}/s, at best ${Math.max(...found).toFixed(0)}/s`,
    );
  await proofs(key);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
