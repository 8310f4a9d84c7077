// What the benches of the page stand on: servers of their own, a client in Node, Chromium, and figures. Measures nothing.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { Agent, request } from 'undici';
import { type RecordPlace, recordPlace } from '../src/records/index.js';
import type { GenerateOptions } from '../src/simulator/index.js';
import { line, median } from './measure.js';
import { prepare } from './page-timing.js';

const account = { username: 'auditor@example.net', password: 'tide-table-7' };

/** A browser, as test/web/browser-stand.ts finds it; undefined where there is none. */
export const chromiumPath = [
  process.env.MUSTER_TEST_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

export interface Server {
  readonly url: string;
  readonly folder: string;
  readonly origin: string;
  readonly verifierKey: string;
  /** Text of an answer, asked from Node by somebody signed in. Throws unless it is 200. */
  get(path: string): Promise<string>;
  /** The same for other methods; gives the id of the record. */
  send(method: 'POST' | 'PUT', path: string, body?: object): Promise<string>;
  /** A window with an empty cache, signed in unless told otherwise. */
  open(options?: BrowserContextOptions & { readonly isStranger?: boolean }): Promise<Page>;
  stop(): void;
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
}

/** Starts bench/page-server.js; see there. */
export async function startServer(
  browser: Browser,
  folder: string,
  world: 'demo' | GenerateOptions,
  entries = 0,
): Promise<Server> {
  const words = [world === 'demo' ? world : JSON.stringify(world), folder, String(entries)];
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./page-server.js', import.meta.url)), ...words],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const said = JSON.parse(await firstLine(child)) as Pick<Server, 'url' | 'origin' | 'verifierKey'>;
  const { url } = said;
  const { call, cookie } = await clientOf(url);
  return {
    ...said,
    folder,
    get: async (path) => (await call('GET', path)).text,
    send: async (method, path, body) => (await call(method, path, body)).record,
    open: async ({ isStranger = false, ...options } = {}) => {
      const viewport = { width: 1280, height: 900 };
      const context = await browser.newContext({ locale: 'en-GB', viewport, ...options });
      await context.addInitScript(prepare);
      if (!isStranger) await context.addCookies([{ ...cookie, url }]);
      const page = await context.newPage();
      page.setDefaultTimeout(120_000);
      return page;
    },
    stop: () => child.kill(),
  };
}

/** The ledger of a server, as `startStand` keeps it in a folder. */
export const placeIn = (folder: string): RecordPlace =>
  recordPlace({
    path: join(folder, 'records.sqlite'),
    keyFile: join(folder, 'records.key'),
    headFile: join(folder, 'records.head'),
  });

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  for await (const text of createInterface({ input: stdout! })) return text;
  throw new Error('the server ended');
}

async function clientOf(url: string) {
  const dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 0 });
  const call = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => {
    const answer = await request(url + path, {
      dispatcher,
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(value !== '' && { cookie: `${name}=${value}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${text}`);
    return { text, headers: answer.headers, record: String(answer.headers['x-audit-record-id']) };
  };
  let [name, value] = ['', ''];
  const { headers } = await call('POST', '/api/v1/login/', account);
  [name, value] = String(headers['set-cookie']).split(';')[0]!.split('=') as [string, string];
  return { call, cookie: { name, value } };
}

/** The value that this share of all does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((one, other) => one - other);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))]!;
}

/** `median 12.0 ms, 95 % 30.1 ms`. */
export const spread = (values: readonly number[]) =>
  `median ${median(values).toFixed(1)} ms, 95 % ${quantile(values, 0.95).toFixed(1)} ms`;

/** How many times the median of the others it is: `3.1x REFERENCE`. */
export const times = (values: readonly number[], others: readonly number[], reference: string) =>
  `${(median(values) / median(others)).toFixed(2)}x ${reference}`;

/** One figure, and beside it what it is to be compared with. */
export const row = (what: string, values: readonly number[], beside = '') =>
  line(`   ${what}`, `${spread(values)}${beside && `, ${beside}`}`);
