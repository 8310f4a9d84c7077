// Where a ledger stands, as its store and its head say: read at every opening, and refused when they do not agree.
import { Fault } from '../fault.js';
import type { Checkpoint, Signer } from './format/note.js';
import { signCheckpoint } from './format/note.js';
import { makeKey, publishKey, readHead, readKey } from './keys.js';
import { microsOf } from './making.js';
import type { Files } from './options.js';
import type { LedgerState, StoreWriter } from './store.js';
import { rootAt, type Tree, treeOf } from './tree.js';

export interface Position {
  readonly tree: Tree;
  /** Next sequence of each scope. */
  readonly scopes: Map<string, number>;
  /** When the last entry was made, in microseconds; 0 before the first. */
  readonly lastAt: bigint;
  readonly head: Checkpoint | undefined;
  readonly signer: Signer;
}

/**
 * Reads it. Faults: `LEDGER_FORKED` when the store does not continue what was signed last or `known`, what we were told
 * was durable; `LEDGER_UNAVAILABLE` when key or store cannot be used; `LEDGER_INVALID` when the store is in disorder.
 */
export async function readPosition(
  writer: StoreWriter,
  { origin, keyFile, headFile }: Files,
  known?: LedgerState,
): Promise<Position> {
  const readTile = (level: number, index: number) => writer.tile(level, index);
  const tree = await treeOf(await writer.state(), readTile);
  const head = await readHead(headFile, origin);
  const checkpoints = await writer.checkpoints();
  const last = checkpoints.at(-1)?.size;
  if (head === undefined && last !== undefined)
    throw new Fault(
      'LEDGER_FORKED',
      `the head ${headFile} is missing, but ${last} entries were signed; make it of the first three lines of the last checkpoint that you trust`,
    );
  const contains = async (one: LedgerState | Checkpoint | undefined, what: string) => {
    if (one === undefined) return;
    if (one.size > tree.state.size)
      throw forked(`has ${tree.state.size} entries, ${what} ${one.size}: it was restored or cut`);
    if (!(await rootAt(one.size, readTile)).equals(one.root))
      throw forked(`has other entries before ${one.size} than ${what}`);
  };
  await contains(head, `the head ${headFile}`);
  await contains(known, 'what was entered before');
  const signer = await signerFor(keyFile, origin, head !== undefined);
  // It was signed, and then we were killed before it could be kept.
  if (head !== undefined && (last === undefined || last < head.size))
    await writer.saveCheckpoint({ size: head.size, note: signCheckpoint(head, [signer]) });
  const scopes = new Map(await writer.scopes());
  return { tree, scopes, lastAt: await lastTime(writer, tree.state.size), head, signer };
}

async function signerFor(keyFile: string, origin: string, isSigned: boolean): Promise<Signer> {
  const there = await readKey(keyFile, origin);
  if (there === undefined && isSigned)
    throw new Fault(
      'LEDGER_UNAVAILABLE',
      `the key ${keyFile} is missing, and checkpoints were signed with it`,
    );
  const signer = there ?? (await makeKey(keyFile, origin));
  await publishKey(keyFile, signer);
  return signer;
}

async function lastTime(writer: StoreWriter, size: number): Promise<bigint> {
  if (size === 0) return 0n;
  for await (const [entry] of writer.entries(size - 1, size)) {
    if (entry === undefined) break;
    const at = microsOf(headerIn(entry.header)?.at);
    if (at !== undefined) return at;
  }
  throw new Fault('LEDGER_INVALID', `entry ${size - 1} is missing or cannot be read`);
}

function headerIn(bytes: Buffer): { readonly at?: unknown } | undefined {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

const forked = (why: string) => new Fault('LEDGER_FORKED', `the store ${why}`);
