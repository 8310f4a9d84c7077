// The file of machine tokens: names, roles, scopes and hashes, never a token. Replaced whole, by one process at a time.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asFault, Fault } from '../fault.js';

/** One token as it is kept. Times are ISO 8601. */
export interface StoredToken {
  readonly name: string;
  readonly role: 'reader' | 'operator' | 'recorder';
  readonly tenantId?: string;
  readonly groupId?: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
  /** The first characters, to know it again. */
  readonly prefix: string;
  /** Of the whole text, in hex. */
  readonly sha256: string;
}

/** All tokens of a file; none when it is not there. Throws `SETTING_INVALID` when it is no such file. */
export function readTokens(file: string): readonly StoredToken[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new Fault('SETTING_INVALID', `the tokens ${file} cannot be read: ${message}`, { cause });
  }
  const tokens = tokensIn(text);
  if (tokens === undefined) throw new Fault('SETTING_INVALID', `${file} is no file of tokens`);
  return tokens;
}

function tokensIn(text: string): readonly StoredToken[] | undefined {
  try {
    const { v, tokens } = JSON.parse(text) as { v?: unknown; tokens?: unknown };
    return v === 1 && Array.isArray(tokens) && tokens.every(isStored) ? tokens : undefined;
  } catch {
    return undefined;
  }
}

const roles: readonly unknown[] = ['reader', 'operator', 'recorder'];

/** One that was bent by hand must not become more than it was: a scope that is no text, an end that is no time. */
function isStored(value: unknown): value is StoredToken {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Readonly<Record<string, unknown>>;
  const isText = (name: string) => typeof one[name] === 'string' && one[name] !== '';
  const isTime = (name: string) => isText(name) && !Number.isNaN(Date.parse(one[name] as string));
  const isOr = (name: string, fits: (name: string) => boolean) =>
    one[name] === undefined || fits(name);
  return (
    ['name', 'prefix', 'sha256'].every(isText) &&
    roles.includes(one.role) &&
    isTime('createdAt') &&
    isOr('tenantId', isText) &&
    isOr('groupId', isText) &&
    (one.groupId === undefined || one.tenantId !== undefined) &&
    isOr('expiresAt', isTime) &&
    isOr('revokedAt', isTime)
  );
}

/** Reads, changes and replaces the file while nobody else does. Throws what `change` throws, and `OUTPUT_UNWRITABLE`. */
export async function changeTokens(
  file: string,
  change: (tokens: readonly StoredToken[]) => readonly StoredToken[],
): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const unlock = await lock(`${file}.lock`);
    try {
      const tokens = change(readTokens(file));
      await replace(file, `${JSON.stringify({ v: 1, tokens }, undefined, 1)}\n`);
    } finally {
      await unlock();
    }
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown;
    const { message } = asFault(thrown);
    throw new Fault('OUTPUT_UNWRITABLE', `the tokens ${file} cannot be written: ${message}`, {
      cause: thrown,
    });
  }
}

/** Tries for some seconds. A lock that a killed process left is named, and not taken away: it may be another's. */
async function lock(path: string): Promise<() => Promise<void>> {
  for (let tries = 0; ; tries++) {
    try {
      await (await open(path, 'wx', 0o600)).close();
      return () => rm(path, { force: true });
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
    if (tries === 100)
      throw new Fault(
        'OUTPUT_UNWRITABLE',
        `somebody else is changing the tokens; if not, remove ${path}`,
      );
    await sleep(50);
  }
}

async function replace(file: string, text: string): Promise<void> {
  const beside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (thrown) {
    await rm(beside, { force: true });
    throw thrown;
  }
}
