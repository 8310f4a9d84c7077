// Verifying in the browser, as somebody does who presses the button, beside Node's verifier: the whole ledger, and one record.
import { verifierOf, verifyLog, verifyProofFile } from '../src/ledger/index.js';
import { line, median } from './measure.js';
import { placeIn, row, type Server, times } from './page-stand.js';
import { actionMs } from './page-timing.js';

/** The whole ledger, contents too, by turns. */
export async function wholeLedger(server: Server, rounds: number): Promise<void> {
  const page = await server.open();
  await page.goto(`${server.url}/proof`);
  const rates: Record<'browser' | 'node' | 'read', number[]> = { browser: [], node: [], read: [] };
  for (let round = 0; round < rounds; round += 1) {
    rates.node.push(await inNode(server));
    rates.read.push(await onlyRead(server));
    const button = page.getByRole('button', {
      name: round === 0 ? 'Verify the whole ledger in this browser' : 'Verify again',
    });
    const took = await actionMs(page, 'click', '.verdict', () => button.click());
    const said = await page.locator('.verdict').innerText();
    const entries = /^✓[\s\S]*?([\d,]+) entries/.exec(said)?.[1];
    if (entries === undefined) throw new Error(said);
    rates.browser.push((Number(entries.replaceAll(',', '')) / took) * 1000);
  }
  const size = JSON.parse(await server.get('/api/v1/local/ledger/')).size as number;
  await page.context().close();
  const rate = (of: number[]) => `${median(of).toFixed(0)} entries/s`;
  const beside = (of: number[]) => (median(rates.browser) / median(of)).toFixed(2);
  console.log(`10.3 verifying a whole ledger of ${size} entries with contents`);
  line('   verifyLog in Node, one thread, from the store', rate(rates.node));
  line('   read over HTTP by Node, not verified', rate(rates.read));
  line(
    '   in the browser, over HTTP',
    `${rate(rates.browser)}, ${beside(rates.node)}x verifyLog, ${beside(rates.read)}x the reading alone`,
  );
}

/** Entries per second. */
async function inNode({ folder, origin, verifierKey }: Server): Promise<number> {
  const reader = await placeIn(folder).store.read();
  try {
    const checkpoints = await reader.checkpoints();
    const state = await reader.state();
    const start = performance.now();
    const { ok, firstWrong } = await verifyLog({
      entries: reader.entries(0, state.size),
      state,
      origin,
      checkpoints,
      verifiers: [verifierOf(verifierKey)!],
      tiles: (level, index) => reader.tile(level, index),
    });
    if (!ok) throw new Error(`not right: ${firstWrong?.what}`);
    return (state.size / (performance.now() - start)) * 1000;
  } finally {
    await reader.close();
  }
}

/** The same pages that the browser reads, one after the other; entries per second. */
async function onlyRead({ get }: Server): Promise<number> {
  const { size } = JSON.parse(await get('/api/v1/local/ledger/')) as { size: number };
  const start = performance.now();
  let from = 0;
  while (from < size) {
    const page = JSON.parse(await get(`/api/v1/local/ledger/entries/?from=${from}`)) as {
      entries: unknown[];
    };
    if (page.entries.length === 0) throw new Error('no entries');
    from += page.entries.length;
  }
  return (from / (performance.now() - start)) * 1000;
}

/** One record's proof: fetched and checked, with the first press, which loads the code, left out. */
export async function oneProof(server: Server, record: string, rounds: number): Promise<void> {
  const id = encodeURIComponent(record);
  const page = await server.open();
  await page.goto(`${server.url}/records/${id}`);
  await page.getByRole('button', { name: 'Verify in this browser' }).click();
  await page.locator('.verdict').waitFor();
  const [browser, both, checked]: [number[], number[], number[]] = [[], [], []];
  const button = page.getByRole('button', { name: 'Verify again' });
  for (let round = 0; round < rounds; round += 1) {
    browser.push(await actionMs(page, 'click', '.verdict', () => button.click()));
    const said = await page.locator('.verdict').innerText();
    if (!said.startsWith('✓')) throw new Error(said);
    const start = performance.now();
    const proof = await server.get(`/api/v1/local/audit_records/${id}/proof/`);
    const fetched = performance.now();
    const { ok } = verifyProofFile(proof, server.verifierKey);
    if (!ok) throw new Error('the proof is not right');
    checked.push(performance.now() - fetched);
    both.push(performance.now() - start);
  }
  await page.context().close();
  row('one record: proof fetched and checked in Node', both);
  row('   of it, the check alone', checked);
  row('in the browser: a click, to the verdict painted', browser, times(browser, both, 'Node'));
}
