// Entries per second through the ledger, beside the raw driver that writes the same rows with the same indexes and no
// proofs, in the same run and also in a worker; and how long callers wait. Read the ratio: machines differ.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openLedger, sqliteStore } from '../src/ledger/index.js';
import { loadDriver } from '../src/ledger/sqlite/driver.js';
import { setDurable } from '../src/ledger/sqlite/schema.js';
import { draftOf, fields, recordOf, type Values, valuesOf } from './ledger-drafts.js';
import { line, median, ms } from './measure.js';

const count = Number(process.argv[2] ?? 30_000);
const pairs = Number(process.argv[3] ?? 5);
interface Run {
  readonly perSecond: number;
  readonly waits: number[];
}

/** So many callers, each with its next entry as soon as the last one is durable. */
async function throughLedger(folder: string, callers: number): Promise<Run> {
  const ledger = await openLedger({
    store: sqliteStore({ path: join(folder, 'store.db'), fields }),
    origin: 'bench.example.net/log',
    keyFile: join(folder, 'key'),
    headFile: join(folder, 'head'),
    now: () => BigInt(Date.now()) * 1000n,
  });
  const waits: number[] = [];
  let next = 0;
  const caller = async () => {
    while (next < count) {
      const draft = draftOf(next++);
      const start = performance.now();
      await ledger.append(draft);
      waits.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - start) / 1000;
  await ledger.close();
  return { perSecond: count / seconds, waits };
}

interface RawBatch {
  readonly first: number;
  readonly records: readonly string[];
  readonly values: readonly Values[];
  /** Header and openings of each row, handed over: a row's bytes are its own, as in a ledger. */
  readonly block: ArrayBuffer;
}

/** As long as the ledger's: the headers of such entries, and the openings of five commitments. */
const [headerLength, openingsLength] = [736, 1032];
const rowLength = headerLength + openingsLength;

/** Batches of that many rows, `ahead` of them with the worker at a time. Waits are those of each commit. */
async function throughDriver(folder: string, rows: number, ahead: number): Promise<Run> {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: join(folder, 'raw.db') });
  const answers: (() => void)[] = [];
  worker.on('message', () => answers.shift()?.());
  worker.on('error', (thrown) => {
    throw thrown;
  });
  const answered = () => new Promise<void>((resolve) => answers.push(resolve));
  await answered();
  const waits: number[] = [];
  const bytes = randomBytes(rowLength);
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const first = next;
      next = Math.min(count, first + rows);
      const indexes = Array.from({ length: next - first }, (_, at) => first + at);
      const batch: RawBatch = {
        first,
        records: indexes.map(recordOf),
        values: indexes.map(valuesOf),
        block: new ArrayBuffer(indexes.length * rowLength),
      };
      const block = new Uint8Array(batch.block);
      for (let at = 0; at < block.length; at += rowLength) block.set(bytes, at);
      const start = performance.now();
      worker.postMessage(batch, [batch.block]);
      await answered();
      waits.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: ahead }, lane));
  const seconds = (performance.now() - start) / 1000;
  await worker.terminate();
  return { perSecond: count / seconds, waits };
}

async function rawWriter(path: string): Promise<void> {
  const database = (await loadDriver()).open(path);
  database.exec('PRAGMA page_size=8192');
  setDurable(database);
  const columns = fields.map(({ name, type }) => `, ${name} ${type}`).join('');
  database.exec(
    `CREATE TABLE entry(idx INTEGER PRIMARY KEY, header BLOB, openings BLOB) STRICT;
     CREATE TABLE search(first INTEGER PRIMARY KEY, record TEXT UNIQUE, last INTEGER${columns}) STRICT;`,
  );
  for (const { name } of fields.filter(({ indexed }) => indexed))
    database.exec(`CREATE INDEX search_${name} ON search(${name})`);
  const addEntry = database.prepare('INSERT INTO entry VALUES(?, ?, ?)');
  const marks = fields.map(() => ', ?').join('');
  const addSearch = database.prepare(`INSERT INTO search VALUES(?, ?, ?${marks})`);
  parentPort!.on('message', ({ first, records, values, block }: RawBatch) => {
    database.exec('BEGIN IMMEDIATE');
    for (let at = 0; at < records.length; at++) {
      const header = new Uint8Array(block, at * rowLength, headerLength);
      const openings = new Uint8Array(block, at * rowLength + headerLength, openingsLength);
      addEntry.run(first + at, header, openings);
      addSearch.run(first + at, records[at]!, first + at, ...values[at]!);
    }
    database.exec('COMMIT');
    parentPort!.postMessage('committed');
  });
  parentPort!.postMessage('open');
}

async function inFolder(run: (folder: string) => Promise<Run>): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const part = (waits: readonly number[], share: number) =>
  [...waits].sort((a, b) => a - b)[Math.floor(waits.length * share)]! / 1000;

/** Both have two batches of this length going round, so twice as many callers. */
async function compare(batch: number): Promise<void> {
  const ledger: Run[] = [];
  const raw: Run[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    ledger.push(await inFolder((folder) => throughLedger(folder, batch * 2)));
    raw.push(await inFolder((folder) => throughDriver(folder, batch, 2)));
  }
  const speed = (runs: readonly Run[]) => median(runs.map(({ perSecond }) => perSecond));
  const ratios = ledger.map(({ perSecond }, at) => perSecond / raw[at]!.perSecond);
  line(`   ledger, ${batch * 2} callers`, `${speed(ledger).toFixed(0)}/s`);
  line(`   raw driver, batches of ${batch}`, `${speed(raw).toFixed(0)}/s`);
  line('   ratio, median of pairs', `${median(ratios).toFixed(2)}x`);
}

async function waits(callers: number): Promise<void> {
  const ledger: number[] = [];
  const raw: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    ledger.push(...(await inFolder((folder) => throughLedger(folder, callers))).waits);
    raw.push(...(await inFolder((folder) => throughDriver(folder, callers, 1))).waits);
  }
  const text = (all: readonly number[]) => `p50 ${ms(part(all, 0.5))}, p99 ${ms(part(all, 0.99))}`;
  line(`   until durable, ${callers} callers`, text(ledger));
  line(`   raw commit of ${callers}`, text(raw));
}

if (isMainThread) {
  console.log(`7. ${count} entries of 900 bytes, 5 search indexes, FULL sync`);
  for (const batch of [64, 256, 1024]) await compare(batch);
  await waits(64);
} else {
  await rawWriter(workerData as string);
}
