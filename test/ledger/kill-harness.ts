// Kills the driver at random, again and again, and holds what its callers were told against what the store has.
import { spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  emptyRoot,
  leafHash,
  nodeHash,
  openingsIn,
  type StoreReader,
  sqliteStore,
} from '../../src/ledger/index.js';
import { fields } from './sample.js';

export const mistakes = ['ack-before-commit', 'dropped-batch', 'off-by-one'] as const;

export interface KillRun {
  readonly folder: string;
  readonly kills: number;
  readonly mistake?: (typeof mistakes)[number];
  /** Called after each kill. */
  readonly progress?: (kills: number, verdict: KillVerdict) => void;
}

export interface KillVerdict {
  readonly acked: number;
  readonly entries: number;
  /** Tried and never answered, but there: allowed, once and whole. */
  readonly unansweredThere: number;
  /** What must not be; the first some of them. */
  readonly violations: readonly string[];
}

/** What the callers were told. */
class Journal {
  /** Hash of the body by record and part. */
  readonly tried = new Map<string, string>();
  readonly acked = new Map<string, number>();
  readonly signed = new Map<number, string>();
  trouble: string[] = [];

  take(line: string): void {
    const [word, ...rest] = line.split(' ') as [string, ...string[]];
    const key = `${rest[0]} ${rest[1]}`;
    if (word === 'tried') this.tried.set(key, rest[2]!);
    else if (word === 'acked') this.acked.set(key, Number(rest[3]));
    else if (word === 'signed') this.#sign(Number(rest[0]), rest[1]!);
    else if (word !== 'open') this.trouble.push(line);
  }

  #sign(size: number, root: string): void {
    if ((this.signed.get(size) ?? root) !== root) this.trouble.push(`two roots for ${size}`);
    this.signed.set(size, root);
  }
}

/** Stops at the first kill that shows a violation. */
export async function killAgainAndAgain(run: KillRun): Promise<KillVerdict> {
  const journal = new Journal();
  let verdict: KillVerdict = { acked: 0, entries: 0, unansweredThere: 0, violations: [] };
  for (let kill = 0; kill < run.kills && verdict.violations.length === 0; kill++) {
    await runAndKill(run, kill, journal);
    // Reading all of a long log each time would take longer than the kills.
    const isSmall = kill < 50 || kill % 100 === 0 || kill === run.kills - 1;
    if (isSmall) verdict = await judge(run.folder, journal);
    run.progress?.(kill + 1, verdict);
  }
  return verdict;
}

function runAndKill({ folder, mistake }: KillRun, kill: number, journal: Journal): Promise<void> {
  const file = fileURLToPath(new URL('./kill-driver.js', import.meta.url));
  const child = spawn(process.execPath, [file, folder, String(kill), mistake ?? ''], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve) => {
    let rest = '';
    // After so many lines, not after some time, so that a busy machine is hit in the same places; one in ten at once, so
    // that opening is hit too. The delay lets it be in the middle of anything.
    let linesLeft = randomInt(10) === 0 ? 1 : randomInt(1, 900);
    child.stdout.on('data', (piece) => {
      const lines = `${rest}${piece}`.split('\n');
      rest = lines.pop() as string;
      for (const line of lines) journal.take(line);
      if (linesLeft > 0 && linesLeft <= lines.length)
        setTimeout(() => child.kill('SIGKILL'), randomInt(8));
      linesLeft -= lines.length;
    });
    child.stderr.on('data', (piece) => journal.trouble.push(String(piece)));
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') journal.trouble.push(`run ${kill} ended by itself`);
      resolve();
    });
  });
}

async function judge(folder: string, journal: Journal): Promise<KillVerdict> {
  const reader = await sqliteStore({ path: join(folder, 'store.db'), fields }).read();
  try {
    return await compare(reader, journal);
  } finally {
    await reader.close();
  }
}

async function compare(reader: StoreReader, journal: Journal): Promise<KillVerdict> {
  const violations = [...journal.trouble];
  const places = new Map<string, number>();
  const records = new Set<string>();
  const sequences = new Map<string, number>();
  const frontier: { hash: Buffer; size: number }[] = [];
  const roots = new Map<number, string>();
  let size = 0;
  for await (const page of reader.entries(0, Number.MAX_SAFE_INTEGER))
    for (const { index, header: bytes, openings } of page) {
      const header = JSON.parse(bytes.toString('utf8'));
      const opened = openingsIn(openings);
      const [scope, body] = [opened?.[0], opened?.at(-1)];
      if (scope?.state !== 'kept' || body?.state !== 'kept') {
        violations.push(`entry ${index} is torn`);
        continue;
      }
      if (index !== size || header.index !== size)
        violations.push(`entry ${index} stands at ${size}`);
      const tenant = Buffer.from(scope.bytes).toString();
      const sequence = sequences.get(tenant) ?? 0;
      if (header.sequence !== sequence)
        violations.push(`entry ${index} breaks the count of ${tenant}`);
      sequences.set(tenant, sequence + 1);
      const key = `${header.record} ${header.parts[0].name}`;
      const hash = createHash('sha256').update(body.bytes).digest('hex');
      if (places.has(key)) violations.push(`${key} is there twice`);
      if (journal.tried.get(key) !== hash) violations.push(`${key} is not what was entered`);
      places.set(key, index);
      records.add(header.record);
      size += 1;
      push(frontier, leafHash(bytes));
      if (journal.signed.has(size)) roots.set(size, rootOf(frontier));
    }
  for (const [key, index] of journal.acked)
    if (places.get(key) !== index)
      violations.push(
        `${key} was acknowledged at ${index}, and is at ${places.get(key) ?? 'no place'}`,
      );
  for (const [at, root] of journal.signed)
    if (at > 0 && roots.get(at) !== root) violations.push(`what was signed for ${at} is not there`);
  const state = await reader.state();
  if (state.size !== size || Buffer.from(state.root).toString('base64') !== rootOf(frontier))
    violations.push(`the state says ${state.size}, and has another root`);
  if ((await reader.count([])) !== records.size) violations.push('the search has other records');
  return {
    acked: journal.acked.size,
    entries: size,
    unansweredThere: size - journal.acked.size,
    violations: violations.slice(0, 10),
  };
}

/** Adds a leaf to the full subtrees, largest first. */
function push(frontier: { hash: Buffer; size: number }[], leaf: Buffer): void {
  let node = { hash: leaf, size: 1 };
  while (frontier.at(-1)?.size === node.size) {
    const left = frontier.pop()!;
    node = { hash: nodeHash(left.hash, node.hash), size: node.size * 2 };
  }
  frontier.push(node);
}

function rootOf(frontier: readonly { readonly hash: Buffer }[]): string {
  const hashes = frontier.map(({ hash }) => hash);
  const root =
    hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));
  return root.toString('base64');
}
