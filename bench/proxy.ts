// 9. The proxy beside a straight connection, by turns in one run: what it adds to an answer, how much passes, what a reply of
// 100 MB takes, a thousand clients at once. Clients, proxy and target are processes of their own.
// `node build/bench/proxy.js [rounds]`, default 5.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { line, median } from './measure.js';

interface Figures {
  readonly connected: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly median: number;
  readonly p99: number;
  readonly perSecond: number;
}

const children: ChildProcess[] = [];
const rounds = Number(process.argv[2] ?? '5');

/** A script of this folder that answers lines with lines. */
class Party {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[
      Symbol.asyncIterator
    ]();
  }

  static async start(script: string, ...words: readonly string[]): Promise<[Party, string]> {
    const file = fileURLToPath(new URL(script, import.meta.url));
    const child = spawn(process.execPath, [...process.execArgv, file, ...words], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const party = new Party(child);
    return [party, await party.#next()];
  }

  async #next(): Promise<string> {
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error('a party of the bench ended');
    return value;
  }

  async ask<T>(what: object): Promise<T> {
    this.#child.stdin?.write(`${JSON.stringify(what)}\n`);
    return JSON.parse(await this.#next()) as T;
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.end();
    await ended;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'muster-bench-proxy-'));
const [clients] = await Party.start('./proxy-clients.js');
const run = (url: string, count: number, size: number, command = 'UserGetRequest22') =>
  clients.ask<Figures>({ url, clients: size, count, command });
const [, prompt] = await Party.start('./proxy-target.js', '0');
const [, slow] = await Party.start('./proxy-target.js', '5');
const [, real] = await Party.start('./proxy-target.js', '50');

let folders = 0;
function proxy(target: string, how: string): Promise<[Party, string]> {
  const own = mkdtempSync(join(folder, `${folders++}-`));
  return Party.start('./proxy-server.js', target, own, how);
}

/** By turns: each way comes first as often as the other. Ratios are those of neighbours in time. */
async function compare(straight: string, through: string, size: number, count: number) {
  const pairs: [Figures, Figures][] = [];
  for (let at = 0; at < rounds; at++) {
    const first = await run(at % 2 === 0 ? straight : through, count, size);
    const second = await run(at % 2 === 0 ? through : straight, count, size);
    pairs.push(at % 2 === 0 ? [first, second] : [second, first]);
  }
  const of = (pick: (direct: Figures, proxied: Figures) => number) =>
    median(pairs.map(([direct, proxied]) => pick(direct, proxied)));
  return {
    direct: of(({ perSecond }) => perSecond),
    proxied: of((_, { perSecond }) => perSecond),
    ratio: of((direct, proxied) => proxied.perSecond / direct.perSecond),
    added: of((direct, proxied) => proxied.median - direct.median),
    added99: of((direct, proxied) => proxied.p99 - direct.p99),
  };
}

async function passing(): Promise<void> {
  for (const [target, answerMs] of [
    [prompt, 0],
    [slow, 5],
    [real, 50],
  ] as const) {
    const levels = answerMs === 0 ? ['unrecorded', 'metadata', 'full'] : ['metadata', 'full'];
    for (const how of levels) {
      const [party, url] = await proxy(target, how);
      await run(url, 3000, 16);
      for (const size of [1, 16, 128]) {
        // About a second each, as far as the target goes.
        const count = Math.min(1500, answerMs === 0 ? 1500 : (size * 1000) / answerMs);
        const { direct, proxied, ratio, added, added99 } = await compare(target, url, size, count);
        line(
          `   answers after ${answerMs} ms, ${how}, ${size} client${size === 1 ? '' : 's'}`,
          `${proxied.toFixed(0)}/s of ${direct.toFixed(0)}/s = ${ratio.toFixed(2)}; added ${added.toFixed(2)} ms, at 99 % ${added99.toFixed(2)} ms`,
        );
      }
      await party.end();
    }
  }
}

const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

async function bulk(): Promise<void> {
  interface Memory {
    readonly now: number;
    readonly peak: number;
  }
  for (const how of ['metadata', 'full']) {
    const [party, url] = await proxy(prompt, how);
    await run(url, 500, 4);
    const before = await party.ask<Memory>({});
    const through = await run(url, 1, 1, 'GroupDnGetListRequest');
    const one = await party.ask<Memory>({});
    await run(url, 3, 1, 'GroupDnGetListRequest');
    const after = await party.ask<Memory>({});
    const direct = await run(prompt, 1, 1, 'GroupDnGetListRequest');
    if (through.bytes !== direct.bytes) throw new Error('the reply was not passed on whole');
    line(
      `   a reply of ${mb(through.bytes)}, ${how}: peak memory before, after one, after four`,
      `${mb(before.peak)}, ${mb(one.peak)}, ${mb(after.peak)}; ${through.seconds.toFixed(2)} s, straight ${direct.seconds.toFixed(2)} s`,
    );
    await party.end();
  }
}

async function crowd(): Promise<void> {
  const [party, url] = await proxy(prompt, 'metadata');
  await run(url, 500, 4);
  const through = await run(url, 5000, 1000);
  const straight = await run(prompt, 5000, 1000);
  line(
    '   1,000 clients connect and log in at once',
    `${through.connected.toFixed(0)} ms, straight ${straight.connected.toFixed(0)} ms; then ${through.perSecond.toFixed(0)}/s`,
  );
  await party.end();
}

try {
  console.log('9. the proxy beside a straight connection');
  await passing();
  await bulk();
  await crowd();
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
