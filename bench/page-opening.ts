// What a page weighs when it is first loaded, and how soon it shows something, beside the plain page /reference/ of the same
// server, by turns.
import type { Page } from 'playwright-core';
import { line, median } from './measure.js';
import { row, type Server, times } from './page-stand.js';
import { openingMs } from './page-timing.js';

export type Pages = readonly (readonly [name: string, path: string])[];

interface Weight {
  readonly files: number;
  /** Bytes as they were sent, without headers, and unpacked. */
  readonly sent: number;
  readonly unpacked: number;
  /** Bytes of answers of the API. */
  readonly answers: number;
}

async function weigh(
  { open, url }: Server,
  path: string,
  isStranger: boolean,
  encoding?: string,
): Promise<Weight> {
  const page = await open({
    isStranger,
    ...(encoding && { extraHTTPHeaders: { 'accept-encoding': encoding } }),
  });
  await openingMs(page, url + path);
  // What is fetched behind the first content belongs to the load.
  await page.waitForTimeout(500);
  const weight = await page.evaluate(() => {
    const loaded = ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind));
    const all = loaded as PerformanceResourceTiming[];
    const ofApi = all.filter(({ name }) => name.includes('/api/'));
    const ofPage = all.filter((one) => !ofApi.includes(one));
    const sum = (list: typeof all, field: 'encodedBodySize' | 'decodedBodySize') =>
      list.reduce((total, one) => total + one[field], 0);
    return {
      files: ofPage.length,
      sent: sum(ofPage, 'encodedBodySize'),
      unpacked: sum(ofPage, 'decodedBodySize'),
      answers: sum(ofApi, 'encodedBodySize'),
    };
  });
  await page.context().close();
  return weight;
}

const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;

/** Bytes of a first load; the page without somebody signed in comes first. */
export async function weights(server: Server, pages: Pages): Promise<void> {
  console.log('10.1 bytes of the first load, cache empty: HTML, scripts and styles');
  const all = [['sign-in', '/', true], ...pages.map((one) => [...one, false] as const)] as const;
  const plain = (await weigh(server, '/reference/', false)).unpacked;
  for (const [name, path, isStranger] of all) {
    const gzip = await weigh(server, path, isStranger, 'gzip');
    const best = await weigh(server, path, isStranger);
    line(
      `   ${name}`,
      `gzip ${kb(gzip.sent)}, brotli ${kb(best.sent)} in ${best.files} files; unpacked ${kb(best.unpacked)}, ` +
        `gzip/unpacked ${(gzip.sent / gzip.unpacked).toFixed(2)}; answers ${kb(best.answers)}; ` +
        `gzip ${(gzip.sent / plain).toFixed(2)}x /reference/`,
    );
  }
  line('   /reference/, HTML and style, not packed', kb(plain));
}

/** From navigation to first content, with nothing in the cache and with all of it. */
export async function openings(server: Server, pages: Pages, rounds: number): Promise<void> {
  console.log('10.2 navigation to first content painted');
  const all = [['/reference/', '/reference/'] as const, ...pages];
  const cold = all.map((): number[] => []);
  const warm = all.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, [, path]] of all.entries()) {
      const page = await server.open();
      cold[at]!.push(await openingMs(page, server.url + path));
      await again(page);
      warm[at]!.push(await openingMs(page, server.url + path));
      await page.context().close();
    }
  for (const [kind, figures] of Object.entries({ cold, warm }))
    for (const [at, [name]] of all.entries())
      row(
        `${name}, ${kind}`,
        figures[at]!,
        at === 0 ? '' : times(figures[at]!, figures[0]!, 'the plain page'),
      );
}

/** Leaves the page, once what it still does is done. */
async function again(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  await page.goto('about:blank');
}

/** Opening one page again and again, everything in the cache, beside the plain page; gives the window on it. */
export async function warmOpenings(server: Server, path: string, rounds: number): Promise<Page> {
  const page = await server.open();
  const figures = { plain: [] as number[], own: [] as number[] };
  for (let round = 0; round <= rounds; round += 1)
    for (const [kind, address] of [['plain', '/reference/'] as const, ['own', path] as const]) {
      if (page.url() !== 'about:blank') await again(page);
      const took = await openingMs(page, server.url + address);
      if (round > 0) figures[kind].push(took);
    }
  row('/reference/, warm', figures.plain);
  row('to the first number row, warm', figures.own, times(figures.own, figures.plain, 'that'));
  line('   of it, the server: the same kept audit from Node', await bareAudit(server, path));
  return page;
}

async function bareAudit({ get }: Server, path: string): Promise<string> {
  const audits = path.replace(/^\/groups\/([^/]+)\/(.+)$/, '/api/v1/tenants/$1/groups/$2/audits/');
  const took: number[] = [];
  let size = 0;
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    const list = JSON.parse(await get(`${audits}?limit=50`)) as { audits: [{ id: string }] };
    const text = await get(`${audits}${encodeURIComponent(list.audits[0].id)}/?format=json`);
    took.push(performance.now() - start);
    size = text.length;
  }
  return `${median(took).toFixed(1)} ms, ${kb(size)}`;
}
