// Find over many groups: the last key of what somebody types until the results are painted, beside the bare call from Node.
import { line, median } from './measure.js';
import { row, type Server, times } from './page-stand.js';
import { actionMs } from './page-timing.js';

/** The page asks so long after the last key; as in web/find/page.tsx. */
const restMs = 250;

/** A group, a user, and a number, another one each time: the page keeps what it was told. */
const queries = (round: number, groups: number): readonly string[] => {
  const id = String(1 + ((round * 37) % groups)).padStart(5, '0');
  return [`G${id}`, `u${id}`, `1${id}000`];
};

export async function find(server: Server, groups: number, rounds: number): Promise<void> {
  console.log(`10.5 find in a world of ${groups} groups`);
  const page = await server.open();
  await page.goto(`${server.url}/`);
  const field = page.getByRole('searchbox');
  await field.waitFor();
  const [browser, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1)
    for (const query of queries(round, groups)) {
      await field.fill(query.slice(0, -1));
      await page.locator('.found[aria-busy="false"]').waitFor();
      const took = await actionMs(page, 'keydown', '.found[aria-busy="false"]', () =>
        field.press(query.at(-1)!),
      );
      if ((await page.locator('a.found-link').count()) === 0) throw new Error(`${query}: nothing`);
      const start = performance.now();
      await server.get(`/api/v1/find/?q=${query}`);
      // The first round is for warming up.
      if (round === 0) continue;
      browser.push(took);
      bare.push(performance.now() - start);
    }
  await page.context().close();
  row('the bare call from Node', bare);
  row('a key, to the results painted', browser, times(browser, bare, 'the call'));
  line(
    `   beside the call and the rest of ${restMs} ms before it`,
    `${(median(browser) - median(bare) - restMs).toFixed(1)} ms`,
  );
}
