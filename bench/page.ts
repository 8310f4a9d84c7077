// 10. The page in Chromium, against the real server and the simulator, each figure beside another of the same run: bytes and
// time of opening, a hundred thousand numbers, verifying in the browser, Find. Needs `npm run build` and a Chromium.
// `node build/bench/page.js [rounds [entries [numbers [groups]]]]`, defaults 7, 20,000, 100,000 and 3,000.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { GenerateOptions } from '../src/simulator/index.js';
import { find } from './page-find.js';
import { numberScrolling, numberSearch } from './page-numbers.js';
import { openings, warmOpenings, weights } from './page-opening.js';
import { oneProof, wholeLedger } from './page-proof.js';
import { chromiumPath, launch, type Server, startServer } from './page-stand.js';

const [rounds = 7, entries = 20_000, numbers = 100_000, groups = 3_000] = process.argv
  .slice(2)
  .map(Number);
const holders = Math.ceil(numbers / 50);

if (chromiumPath === undefined) console.log('10. the page: not measured, there is no Chromium');
else {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-page-'));
  const browser = await launch();
  console.log(`10. the page, Chromium ${browser.version()}, ${rounds} rounds`);
  try {
    await withServer(browser, join(folder, 'demo'), 'demo', demo);
    const oneGroup = { groups: 1, usersPerGroup: holders, numbersPerGroup: numbers };
    await withServer(browser, join(folder, 'numbers'), oneGroup, manyNumbers);
    await withServer(browser, join(folder, 'find'), { groups, usersPerGroup: 5 }, (server) =>
      find(server, groups, rounds),
    );
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withServer(
  browser: Browser,
  folder: string,
  world: 'demo' | GenerateOptions,
  run: (server: Server) => Promise<void>,
): Promise<void> {
  mkdirSync(folder);
  const server = await startServer(browser, folder, world, world === 'demo' ? entries : 0);
  try {
    await run(server);
  } finally {
    server.stop();
  }
}

/** Opening and verifying, in the demo's world and a ledger that has something in it. */
async function demo(server: Server): Promise<void> {
  const group = '/api/v1/tenants/Brightwater/groups/Head-Office';
  const amelia = 'amelia.stone@brightwater.example.net';
  await server.send('POST', `${group}/audits/`, {});
  const changed = await server.send('PUT', `${group}/users/${amelia}/services/acr/`, {
    active: true,
  });
  const pages = [
    ['Find', '/'],
    ['a group with its audit', '/groups/Brightwater/Head-Office'],
    ['records', '/records'],
    ['one record', `/records/${encodeURIComponent(changed)}`],
  ] as const;
  await weights(server, pages);
  await openings(server, pages, rounds);
  await wholeLedger(server, Math.min(5, rounds));
  await oneProof(server, changed, rounds * 3);
}

async function manyNumbers(server: Server): Promise<void> {
  console.log(`10.4 a group of ${numbers} numbers, ${holders} users`);
  await server.send('POST', '/api/v1/tenants/SP0001/groups/G00001/audits/', {});
  const page = await warmOpenings(server, '/groups/SP0001/G00001', rounds);
  await numberSearch(page, rounds);
  await numberScrolling(page, numbers, Math.min(5, rounds));
  await page.context().close();
}
