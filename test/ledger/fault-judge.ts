// After a run of the fault driver: starts anew without faults, goes on, and holds what the store has then against what
// the driver's journal says.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  openingsIn,
  openLedger,
  readHead,
  type StoreReader,
  sqliteStore,
  verifierOf,
  verifyLog,
} from '../../src/ledger/index.js';
import { clock, draftOf, fields, origin } from './sample.js';

/** The compiled driver: `node DRIVER FOLDER`. */
export const driver = fileURLToPath(new URL('./fault-driver.js', import.meta.url));

/** What a run was told, and how it ended. */
export interface FaultRun {
  readonly folder: string;
  /** The driver's journal, whole lines. */
  readonly lines: readonly string[];
  readonly stderr: string;
  readonly wasKilled: boolean;
}

export interface FaultVerdict {
  readonly acked: number;
  readonly refused: number;
  /** Refused, and there all the same: allowed, once and whole. */
  readonly refusedThere: number;
  /** The driver could enter again after it was refused. */
  readonly recovered: number;
  /** The driver was refused until it gave up. */
  readonly stuck: number;
  /** What must not be. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly torn: readonly string[];
  readonly verify: readonly string[];
  /** Said wrongly: no `Fault`, another code than LEDGER_UNAVAILABLE, a crash, an end that was not reached. */
  readonly said: readonly string[];
}

interface Journal {
  /** Hash of the body by record and part. */
  readonly tried: Map<string, string>;
  readonly acked: Map<string, number>;
  readonly refused: Set<string>;
  readonly signed: string[];
  readonly said: string[];
  recovered: number;
  stuck: number;
}

/** Reads the journal, opens the store again and judges. Never throws for what it finds. */
export async function judge(run: FaultRun): Promise<FaultVerdict> {
  const journal = journalOf(run);
  const found = { lost: [], doubled: [], torn: [], verify: [] } as Found;
  const refusedThere = await compare(run.folder, journal, found).catch((thrown) => {
    found.verify.push(`the next start failed: ${thrown.code ?? ''} ${thrown.message}`);
    return 0;
  });
  const { acked, refused, recovered, stuck, said } = journal;
  const counts = { acked: acked.size, refused: refused.size, refusedThere, recovered, stuck };
  return { ...counts, ...found, said };
}

type Found = Record<'lost' | 'doubled' | 'torn' | 'verify', string[]>;

function journalOf({ lines, stderr, wasKilled }: FaultRun): Journal {
  const journal: Journal = {
    tried: new Map(),
    acked: new Map(),
    refused: new Set(),
    signed: [],
    said: [],
    recovered: 0,
    stuck: 0,
  };
  for (const line of lines) {
    const [word, key = '', value = ''] = line.split(' ');
    if (word === 'tried') journal.tried.set(key, value);
    else if (word === 'acked') journal.acked.set(key, Number(value));
    else if (word === 'signed') journal.signed.push(Buffer.from(key, 'base64').toString('utf8'));
    else if (word === 'refused') {
      if (journal.tried.has(key)) journal.refused.add(key);
      if (value !== 'LEDGER_UNAVAILABLE') journal.said.push(line);
    } else if (word === 'recovered') journal.recovered += 1;
    else if (word === 'stuck') journal.stuck += 1;
    else if (word !== 'ended') journal.said.push(`unknown word: ${line}`);
  }
  if (stderr !== '') journal.said.push(stderr.slice(0, 600));
  if (!wasKilled && lines.at(-1) !== 'ended') journal.said.push('it ended before its end');
  for (const key of journal.refused)
    if (journal.acked.has(key)) journal.said.push(`${key} was refused and acknowledged`);
  return journal;
}

async function compare(folder: string, journal: Journal, found: Found): Promise<number> {
  const store = sqliteStore({ path: join(folder, 'data/store.db'), fields });
  const keyFile = join(folder, 'keys/key');
  const headFile = join(folder, 'head/head');
  const ledger = await openLedger({ store, origin, keyFile, headFile, now: clock });
  const after = await ledger.append(draftOf('after'));
  journal.signed.push(await ledger.checkpoint());
  await ledger.close();
  const reader = await store.read();
  try {
    const places = await walk(reader, journal, found);
    if (places.get('after/request') !== after.index) found.lost.push('the entry of the next start');
    for (const [key, index] of journal.acked)
      if (places.get(key) !== index)
        found.lost.push(`${key}, acknowledged at ${index}, is at ${places.get(key) ?? 'no place'}`);
    await verify(reader, journal, found, { keyFile, headFile, size: after.index + 1 });
    return [...journal.refused].filter((key) => places.has(key)).length;
  } finally {
    await reader.close();
  }
}

/** Every entry: in its place, whole, entered by the driver, and only once. Gives the places. */
async function walk(reader: StoreReader, journal: Journal, { doubled, torn }: Found) {
  const places = new Map<string, number>();
  let size = 0;
  for await (const page of reader.entries(0, Number.MAX_SAFE_INTEGER))
    for (const { index, header: bytes, openings } of page) {
      const header = JSON.parse(bytes.toString('utf8'));
      const key = `${header.record}/${header.parts[0].name}`;
      if (index !== size || header.index !== size) torn.push(`entry ${index} stands at ${size}`);
      size += 1;
      if (places.has(key)) doubled.push(key);
      places.set(key, index);
      if (header.record === 'after') continue;
      const body = openingsIn(openings)?.at(-1);
      const hash =
        body?.state === 'kept' ? createHash('sha256').update(body.bytes).digest('hex') : 'none';
      if (journal.tried.get(key) !== hash) torn.push(`${key} is not what was entered`);
    }
  return places;
}

async function verify(
  reader: StoreReader,
  journal: Journal,
  { verify: wrong }: Found,
  files: { readonly keyFile: string; readonly headFile: string; readonly size: number },
): Promise<void> {
  const head = await readHead(files.headFile, origin);
  const checkpoints = await reader.checkpoints();
  const verifier = verifierOf(readFileSync(`${files.keyFile}.pub`, 'utf8'));
  const verdict = await verifyLog({
    entries: reader.entries(0, Number.MAX_SAFE_INTEGER),
    state: await reader.state(),
    tiles: (level, index) => reader.tile(level, index),
    checkpoints,
    verifiers: verifier === undefined ? [] : [verifier],
    origin,
    ...(head !== undefined && { head }),
  });
  if (!verdict.ok) wrong.push(JSON.stringify(verdict.firstWrong));
  if (verdict.entries !== files.size) wrong.push(`${verdict.entries} entries, not ${files.size}`);
  if (head?.size !== files.size || checkpoints.at(-1)?.size !== files.size)
    wrong.push(`the head is at ${head?.size}, the last checkpoint at ${checkpoints.at(-1)?.size}`);
  for (const note of journal.signed)
    if (!checkpoints.some((one) => one.note === note))
      wrong.push(`a checkpoint that was given out is not kept: ${note.split('\n')[1]}`);
  const records = new Set<string>();
  for await (const page of reader.entries(0, Number.MAX_SAFE_INTEGER))
    for (const { header } of page) records.add(JSON.parse(header.toString()).record);
  if ((await reader.count([])) !== records.size) wrong.push('the search has other records');
}
