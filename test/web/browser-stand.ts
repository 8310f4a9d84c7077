// The page in a real browser: Debian's Chromium, the real server and the simulator behind it. Whoever closes a stand has
// asserted that the page broke no rule: no error, nothing refused by its policy, nothing asked of another host.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { ApiOptions } from '../../src/api/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import { type Stand, type StandOptions, startStand } from '../api-stand.js';

/** All demo accounts have it. */
const password = 'tide-table-7';

const candidates = [
  process.env.MUSTER_TEST_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const executablePath = candidates.find((path) => path !== undefined && existsSync(path));
/** As `npm run build` makes it. */
const folder = process.env.MUSTER_TEST_PAGE ?? join(process.cwd(), 'dist/web');

const why =
  executablePath === undefined
    ? 'NO BROWSER: install chromium (apt-get install chromium), or name one with MUSTER_TEST_CHROMIUM'
    : undefined;

/** A test that needs a browser. Skipped, and said so, where there is none; unless MUSTER_TEST_BROWSER is `required`. */
export function browserTest(name: string, run: () => Promise<void>): void {
  const isRequired = process.env.MUSTER_TEST_BROWSER === 'required';
  if (why !== undefined && !isRequired) console.error(`${name}: ${why}`);
  test(name, { skip: isRequired ? false : why, timeout: 120_000 }, async () => {
    assert.ok(why === undefined, why);
    await run();
  });
}

let running: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  running ??= chromium.launch({
    executablePath: executablePath!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return running;
}
after(async () => (await running)?.close());

export interface PageOptions extends BrowserContextOptions {
  /** Where to go after signing in; `/` unless said. */
  readonly at?: string;
}

export interface BrowserStand extends AsyncDisposable {
  readonly stand: Stand;
  /** Of the server, without a slash at the end. */
  readonly base: string;
  /** A window of its own, signed in through the form of the page. */
  signedIn(userId: string, options?: PageOptions): Promise<Page>;
  /** A window of its own that has been nowhere. */
  open(options?: PageOptions): Promise<Page>;
  /** Errors that a test brings about itself, such as answers it makes fail: texts that match are no fault. */
  readonly expected: RegExp[];
}

/** Server, simulator and ledger as `startStand`, with the page. `await using` closes it and asserts. */
export async function startBrowserStand(options: StandOptions = {}): Promise<BrowserStand> {
  assert.ok(existsSync(join(folder, 'index.html')), `no page in ${folder}: npm run build`);
  const { api } = options;
  const stand = await startStand({
    ...options,
    api: (simulator: Simulator): Partial<ApiOptions> => ({
      page: folder,
      ...(typeof api === 'function' ? api(simulator) : api),
    }),
  });
  const base = stand.api.url;
  const pages: Page[] = [];
  const faults: string[] = [];
  // The look who is signed in, before anybody is.
  const expected = [/status of 401 .*\/api\/v1\/login\//];
  const open = async ({ at: _, ...context }: PageOptions = {}) => {
    const made = await (await browser()).newContext({
      locale: 'en-GB',
      timezoneId: 'UTC',
      viewport: { width: 1280, height: 900 },
      ...context,
    });
    const page = await made.newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => faults.push(String(error.stack)));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(base) && !/^(?:data|blob):/.test(url)) faults.push(`asked for ${url}`);
    });
    pages.push(page);
    return page;
  };
  return {
    stand,
    base,
    expected,
    open,
    signedIn: async (userId, options = {}) => {
      const page = await open(options);
      await page.goto(`${base}${options.at ?? '/'}`);
      await page.getByLabel('User name').fill(userId);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.locator('header.top').waitFor();
      return page;
    },
    [Symbol.asyncDispose]: async () => {
      for (const page of pages) await page.context().close();
      await stand.close();
      const unexpected = faults.filter((fault) => !expected.some((one) => one.test(fault)));
      assert.deepEqual(unexpected, []);
    },
  };
}

const axe = createRequire(import.meta.url).resolve('axe-core');

/** No finding of axe that it calls serious or critical, on what is shown now. */
export async function assertAccessible(page: Page, what: string): Promise<void> {
  const { readFile } = await import('node:fs/promises');
  await page.evaluate(await readFile(axe, 'utf8'));
  const found = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run();
    return (await run).violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
      );
  });
  assert.deepEqual(found, [], what);
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact?: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}
