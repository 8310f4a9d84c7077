// The two small files that stand apart from the store: the key that signs checkpoints, and the head, which is the last
// checkpoint that was signed. The head is what tells a restored or second store from the true one.
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../fault.js';
import { hashLength } from './format/hash.js';
import { type Checkpoint, checkpointText, type Signer, signerOf } from './format/note.js';

const seedLength = 32;

/**
 * The signer of an origin from its key file; undefined when there is none. The file holds the seed in base64 after a
 * comment line. Throws `LEDGER_UNAVAILABLE` when it cannot be read, is no key, or others may read it.
 */
export async function readKey(file: string, origin: string): Promise<Signer | undefined> {
  const text = await textOf(file, 'the key');
  if (text === undefined) return undefined;
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw unavailable(`the key ${file} can be read by others: chmod 600 ${file}`);
  const line = text.split('\n').find((one) => one !== '' && !one.startsWith('#'));
  const seed = Buffer.from(line ?? '', 'base64');
  if (seed.length !== seedLength) throw unavailable(`${file} holds no key`);
  return signerOf(origin, seed);
}

/** Makes a key, readable by its owner only, and `FILE.pub` with what others verify with. Never replaces one. */
export async function makeKey(file: string, origin: string): Promise<Signer> {
  const seed = randomBytes(seedLength);
  const signer = signerOf(origin, seed);
  const text = `# Signs the checkpoints of ${origin}. Whoever has it can sign for this log.\n${seed.toString('base64')}\n`;
  try {
    // A link is made only when the name is free, and is never seen half written.
    await writeDurably(file, text, 0o600, link);
  } catch (thrown) {
    throw unavailable(`the key ${file} cannot be made`, thrown);
  }
  return signer;
}

/** Writes `FILE.pub` when it does not say so already: it can always be made again from the key. */
export async function publishKey(file: string, signer: Signer): Promise<void> {
  const text = `${signer.verifierKey}\n`;
  if ((await textOf(`${file}.pub`, 'the public key')) === text) return;
  try {
    await writeDurably(`${file}.pub`, text, 0o644, rename);
  } catch (thrown) {
    throw unavailable(`${file}.pub cannot be written`, thrown);
  }
}

/** The last checkpoint that was signed: its text, three lines. Undefined when there is none. */
export async function readHead(file: string, origin: string): Promise<Checkpoint | undefined> {
  const text = await textOf(file, 'the head');
  if (text === undefined) return undefined;
  const [, named, digits = '', base64 = ''] =
    /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/=]+)\n$/.exec(text) ?? [];
  const root = Buffer.from(base64, 'base64');
  if (named === undefined || root.length !== hashLength)
    throw new Fault('LEDGER_FORKED', `the head ${file} cannot be read: it was cut or changed`);
  if (named !== origin)
    throw new Fault('LEDGER_FORKED', `the head ${file} belongs to ${named}, not to ${origin}`);
  return { origin, size: Number(digits), root };
}

/**
 * Replaces the head, durably, when it still is what it was. Throws `LEDGER_FORKED` when somebody else has signed since,
 * `LEDGER_UNAVAILABLE` when it cannot be written.
 */
export async function moveHead(
  file: string,
  was: Checkpoint | undefined,
  next: Checkpoint,
): Promise<void> {
  const now = await readHead(file, next.origin);
  if (!isSameCheckpoint(now, was))
    throw new Fault(
      'LEDGER_FORKED',
      `somebody else has signed for ${next.origin}: the head ${file} is at ${now?.size ?? 'nothing'}`,
    );
  if (isSameCheckpoint(was, next)) return;
  try {
    await writeDurably(file, checkpointText(next), 0o600, rename);
  } catch (thrown) {
    throw unavailable(`the head ${file} cannot be written`, thrown);
  }
}

function isSameCheckpoint(one: Checkpoint | undefined, other: Checkpoint | undefined) {
  if (one === undefined || other === undefined) return one === other;
  return one.size === other.size && one.root.equals(other.root);
}

async function writeDurably(
  file: string,
  text: string,
  mode: number,
  place: (from: string, to: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Named after the process, so that what a killed one left behind is in nobody's way.
  const fresh = `${file}.${process.pid}.new`;
  await unlink(fresh).catch(() => undefined);
  const handle = await open(fresh, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await place(fresh, file);
  } finally {
    // Renamed, it is gone already.
    await unlink(fresh).catch(() => undefined);
  }
  await syncFolder(dirname(file));
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function textOf(file: string, what: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unavailable(`${what} ${file} cannot be read`, thrown);
  }
}

function unavailable(what: string, cause?: unknown): Fault {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return new Fault('LEDGER_UNAVAILABLE', code === undefined ? what : `${what}: ${code}`, { cause });
}
