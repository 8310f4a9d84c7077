// A process that is meant to be killed: 64 callers enter records and tell their journal (stdout) what they try, what was
// acknowledged and what was signed. Words: folder, number of the run, and a mistake to make on purpose.
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Ledger,
  openLedger,
  type Receipt,
  type Store,
  type StoreWriter,
  sqliteStore,
} from '../../src/ledger/index.js';
import { loadDriver } from '../../src/ledger/sqlite/driver.js';
import { clock, draftOf, fields, origin } from './sample.js';

const [folder, run = '0', mistake = ''] = process.argv.slice(2);
if (folder === undefined) throw new Error('a folder must be named');
const path = join(folder, 'store.db');

/** Returns when the line is in the pipe, which may be full for a while. */
function tell(...words: readonly (string | number)[]): void {
  let left = Buffer.from(`${words.join(' ')}\n`);
  while (left.length > 0)
    try {
      left = left.subarray(writeSync(1, left));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') throw thrown;
    }
}

/** Does to a store's batches what a bug would. */
function withMistake(store: Store): Store {
  const write = async (): Promise<StoreWriter> => {
    const writer = await store.write();
    if (mistake === 'ack-before-commit') return acksEarly(writer);
    if (mistake === 'dropped-batch') return dropsBatches(writer);
    return writer;
  };
  return { ...store, write };
}

/** The caller is told before anything was written. */
function acksEarly(writer: StoreWriter): StoreWriter {
  let last: Promise<void> = Promise.resolve();
  return withAppend(writer, async (batch) => {
    last = last.then(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await writer.append(batch);
    });
  });
}

/** Each second batch is written, and then gone. */
async function dropsBatches(writer: StoreWriter): Promise<StoreWriter> {
  const database = (await loadDriver()).open(path, { timeout: 5000 });
  let count = 0;
  return withAppend(writer, async (batch) => {
    await writer.append(batch);
    if (++count % 2 === 0) database.exec(`DELETE FROM entry WHERE idx >= ${batch.first}`);
  });
}

function withAppend(writer: StoreWriter, append: StoreWriter['append']): StoreWriter {
  return new Proxy(writer, {
    get(target, name) {
      if (name === 'append') return append;
      const member = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

async function enter(ledger: Ledger, record: string, isFirst: boolean): Promise<void> {
  const bytes = randomBytes(randomInt(900));
  const name = isFirst ? 'request' : 'answer';
  const hash = createHash('sha256').update(bytes).digest('hex');
  const scope = { kind: 'tenant', value: `tenant-${randomInt(5)}` };
  const parts = [{ name, type: 'application/octet-stream', bytes }];
  tell('tried', record, name, hash);
  const receipt: Receipt = await ledger.append(draftOf(record, { isFirst, scope, parts }));
  const index = mistake === 'off-by-one' ? receipt.index + 1 : receipt.index;
  tell('acked', record, name, hash, index);
}

async function caller(ledger: Ledger, number: number): Promise<void> {
  for (let at = 0; ; at++) {
    const record = `${run}-${number}-${at}`;
    await enter(ledger, record, true);
    if (at % 3 === 0) await enter(ledger, record, false);
  }
}

async function signer(ledger: Ledger): Promise<void> {
  for (;;) {
    const [, size = '', root = ''] = (await ledger.checkpoint()).split('\n');
    tell('signed', size, root);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

const ledger = await openLedger({
  store: withMistake(sqliteStore({ path, fields })),
  origin,
  keyFile: join(folder, 'keys/key'),
  headFile: join(folder, 'keys/head'),
  now: clock,
});
tell('open', ledger.size);
await Promise.all([signer(ledger), ...Array.from({ length: 64 }, (_, at) => caller(ledger, at))]);
