// A short, always equal life of a ledger, run by scripts/fault-ledger.mjs while system calls fail: opens, enters some
// rounds, signs, closes. Tells its journal (stdout) what it tried, what was acknowledged and what was refused, and how.
// Words: folder, and `callers-thread` when the store shall be written in this thread.
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../src/fault.js';
import { type Ledger, openLedger, sqliteStore } from '../../src/ledger/index.js';
import { clock, draftOf, fields, origin } from './sample.js';

const [folder, where] = process.argv.slice(2);
// Run by mistake, it must not leave a store wherever somebody stands.
if (folder === undefined) throw new Error('which folder?');
const path = join(folder, 'data/store.db');
const keyFile = join(folder, 'keys/key');
const headFile = join(folder, 'head/head');
const inCallersThread = where === 'callers-thread';
const callers = 9;
/** How often one who was refused tries again before he gives up; each time he waits longer, about 3 s in all. */
const tries = 12;
const openings = 3;

const tell = (...words: readonly (string | number)[]) =>
  void writeSync(1, `${words.map(String).join(' ')}\n`);
const pause = (at: number) => new Promise((resolve) => setTimeout(resolve, 5 * 1.6 ** at));

/** Runs it; a refusal is told and gives undefined. What is no `Fault` ends the program. */
async function told<T>(what: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    tell('refused', what, thrown.code, thrown.message.replaceAll('\n', ' '));
    return undefined;
  }
}

type Kind = 'call' | 'intent' | 'outcome';

async function enter(ledger: Ledger, record: string, kind: Kind): Promise<boolean> {
  const isFirst = kind !== 'outcome';
  const name = isFirst ? 'request' : 'answer';
  const bytes = Buffer.from(`${record} ${name} `.repeat(60));
  const hash = createHash('sha256').update(bytes).digest('hex');
  const key = `${record}/${name}`;
  const parts = [{ name, type: 'text/plain', bytes }];
  const scope = { kind: 'tenant', value: `tenant-${record.length % 3}` };
  tell('tried', key, hash);
  const receipt = await told(key, () =>
    ledger.append(draftOf(record, { kind, isFirst, scope, parts })),
  );
  if (receipt !== undefined) tell('acked', key, receipt.index);
  return receipt !== undefined;
}

/**
 * All callers at once, every third with a change. When one was refused, asks until the ledger takes entries again; false
 * when it never did.
 */
async function round(ledger: Ledger, name: string): Promise<boolean> {
  const callOf = async (_: unknown, at: number) => {
    const record = `${name}-${at}`;
    if (at % 3 > 0) return enter(ledger, record, 'call');
    return (await enter(ledger, record, 'intent')) && enter(ledger, record, 'outcome');
  };
  const all = await Promise.all(Array.from({ length: callers }, callOf));
  if (all.every((isIn) => isIn)) return true;
  for (let at = 0; at < tries; at++) {
    await pause(at);
    if (!(await enter(ledger, `${name}-again-${at}`, 'call'))) continue;
    tell('recovered', name);
    return true;
  }
  tell('stuck', name);
  return false;
}

async function sign(ledger: Ledger): Promise<void> {
  const note = await told('checkpoint', () => ledger.checkpoint());
  if (note !== undefined) tell('signed', Buffer.from(note).toString('base64'));
}

async function opened(): Promise<Ledger | undefined> {
  for (let at = 0; at < openings; at++) {
    const ledger = await told('open', () =>
      openLedger({
        store: sqliteStore({ path, fields, inCallersThread }),
        origin,
        keyFile,
        headFile,
        now: clock,
      }),
    );
    if (ledger !== undefined) return ledger;
    await pause(at);
  }
  return undefined;
}

async function live(name: string, rounds: number): Promise<void> {
  const ledger = await opened();
  if (ledger === undefined) return;
  for (let at = 0; at < rounds && (await round(ledger, `${name}-${at}`)); at++)
    if (at % 2 === 1) await sign(ledger);
  await told('close', () => ledger.close());
}

// Twice: the second time in the same process on files that are there already.
await live('one', 3);
await live('two', 1);
tell('ended');
