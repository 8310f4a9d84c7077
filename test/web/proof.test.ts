// The ledger in a real browser: the whole of it verified there, good and tampered with, and proof files checked by hand.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { loadDriver } from '../../src/ledger/sqlite/driver.js';
import type { Stand } from '../api-stand.js';
import { assertAccessible, browserTest, startBrowserStand } from './browser-stand.js';

const auditor = 'auditor@example.net';
const office = 'office@brightwater.example.net';
const acr =
  '/api/v1/tenants/Brightwater/groups/Head-Office/users/amelia.stone@brightwater.example.net/services/acr/';

async function changed(stand: Stand): Promise<string> {
  const answer = await (await stand.as(office)).call('PUT', acr, '{"active":true }');
  return answer.headers.get('x-audit-record-id')!;
}

const verdictOf = async (page: Page) => {
  const verdict = page.locator('.verdict');
  await verdict.waitFor();
  return verdict.innerText();
};

browserTest('the whole ledger is verified in the browser', async () => {
  await using open = await startBrowserStand();
  await changed(open.stand);
  const page = await open.signedIn(auditor, { at: '/proof' });
  await page.getByText(open.stand.records.origin, { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Verify the whole ledger in this browser' }).click();
  assert.match(
    await verdictOf(page),
    /✓ The whole ledger is right[\s\S]*entries and \d+ checkpoint/,
  );
  await assertAccessible(page, 'a ledger that is right');
  await page.getByText('A checkpoint that you kept').click();
  await page.getByLabel('A checkpoint that you kept').fill('no checkpoint');
  await page.getByRole('button', { name: 'Verify again' }).click();
  await page.locator('.verdict.bad', { hasText: 'THE LEDGER IS WRONG' }).waitFor();
});

browserTest('a ledger that was tampered with is wrong, and the entry is named', async () => {
  await using open = await startBrowserStand();
  const id = await changed(open.stand);
  const database = (await loadDriver()).open(open.stand.place.path, { timeout: 5_000 });
  const swap = (from: string, to: string) =>
    database
      .prepare(
        `UPDATE entry SET openings = unhex(replace(hex(openings), hex(?), hex(?)))
         WHERE CAST(header AS TEXT) LIKE ? RETURNING idx`,
      )
      .all(`"active":${from}`, `"active":${to}`, `%"kind":"intent"%${id}%`);
  try {
    const [entry] = swap('true ', 'false');
    const page = await open.signedIn(auditor, { at: '/proof', colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Verify the whole ledger in this browser' }).click();
    const said = await verdictOf(page);
    assert.match(said, /✗ THE LEDGER IS WRONG/);
    assert.ok(said.includes(`The first wrong entry is number ${entry?.idx}:`), said);
    await assertAccessible(page, 'a ledger that is wrong, dark');
  } finally {
    // The stand verifies its whole ledger at the end.
    swap('false', 'true ');
    database.close();
  }
});

browserTest('a proof file is checked without being sent anywhere', async () => {
  await using open = await startBrowserStand();
  const id = await changed(open.stand);
  const proof = await (await open.stand.as(office)).get(`/api/v1/local/audit_records/${id}/proof/`);
  const page = await open.signedIn(office, { at: '/proof', viewport: { width: 390, height: 800 } });
  await page.getByText('only a system administrator can read all of it').waitFor();
  await page.getByText('Latest checkpoint').waitFor();
  const check = async (name: string, text: string) => {
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Check the file' }).click();
    return verdictOf(page);
  };
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
  assert.match(await check('good.json', proof.text), /✓ Proven/);
  assert.ok(await page.getByRole('link', { name: 'Show the record' }).isVisible());
  assert.match(
    await check('bad.json', proof.text.replace('\\"status\\":200', '\\"status\\":201')),
    /NOT PROVEN/,
  );
  assert.match(await check('none.json', '<script>alert(1)</script>'), /NOT PROVEN/);
  assert.deepEqual(
    sent.filter((one) => !one.includes('/assets/')),
    [],
  );
  await page.getByRole('textbox', { name: 'Verifier key' }).fill('muster+00000000+AAAA');
  assert.match(await check('good.json', proof.text), /NOT PROVEN/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await assertAccessible(page, 'a proof file');
});

browserTest('an end user is told what the level does not show', async () => {
  await using open = await startBrowserStand();
  const page = await open.signedIn('amelia.stone@brightwater.example.net', { at: '/proof' });
  await page.getByText('Your level sees no checkpoints and proofs.').waitFor();
  assert.equal(await page.getByText('Latest checkpoint').count(), 0);
});
