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
    /✓ The whole ledger is right[\s\S]*entries and \d+ checkpoint[\s\S]*signed[\s\S]*nobody has compared it/,
  );
  await assertAccessible(page, 'a ledger that is right');
  await page.getByText('A checkpoint that you kept').click();
  await page.getByLabel('A checkpoint that you kept').fill('no checkpoint');
  await page.getByRole('button', { name: 'Verify again' }).click();
  await page.locator('.verdict.unknown-ground', { hasText: 'so nothing was checked' }).waitFor();
  await page.setViewportSize({ width: 320, height: 700 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
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
  assert.match(await check('good.json', proof.text), /✓ Proven[\s\S]*nobody has compared it/);
  // A verdict is about one file and one key: beside others it goes.
  const key = page.getByRole('textbox', { name: 'Verifier key' });
  const right = await key.inputValue();
  await key.fill('another key');
  assert.equal(await page.locator('.verdict').count(), 0);
  await key.fill(right);
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
  await key.fill('muster+00000000+AAAA');
  assert.match(await check('good.json', proof.text), /NOT PROVEN/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await assertAccessible(page, 'a proof file');
});

browserTest(
  'the answer about a file that was chosen before is not shown beside another',
  async () => {
    await using open = await startBrowserStand();
    const id = await changed(open.stand);
    const proof = await (await open.stand.as(office)).get(
      `/api/v1/local/audit_records/${id}/proof/`,
    );
    const page = await open.signedIn(office, { at: '/proof' });
    await page.getByText('Latest checkpoint').waitFor();
    // Of the first file the text comes only when it is let go.
    await page.evaluate(() => {
      const read = File.prototype.text;
      const held = new Promise<void>((go) => Object.assign(window, { letGo: go }));
      File.prototype.text = async function () {
        if (this.name === 'slow.json') await held;
        return read.call(this);
      };
    });
    const choose = (name: string, text: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    const button = page.getByRole('button', { name: 'Check the file' });
    await choose('slow.json', proof.text);
    await button.click();
    await page.getByText('Checking…').waitFor();
    assert.ok(await button.isDisabled());
    await choose('bad.json', '{}');
    await button.click();
    assert.match(await verdictOf(page), /NOT PROVEN/);
    await page.evaluate(() => (window as unknown as { letGo(): void }).letGo());
    // What came of it has gone through a check of the same file by now.
    await choose('slow.json', proof.text);
    await button.click();
    await page.locator('.verdict.good').waitFor();
    await choose('bad.json', '{}');
    await button.click();
    assert.match(await verdictOf(page), /NOT PROVEN/);
  },
);

browserTest('a ledger that nobody signed, or that has become shorter, is not right', async () => {
  await using open = await startBrowserStand();
  await changed(open.stand);
  const page = await open.signedIn(auditor, { at: '/proof' });
  const start = page.getByRole('button', { name: /^Verify (?:the whole ledger in|again)/ });
  const path = '**/api/v1/local/ledger/';
  const unsigned = async () => {
    const nothing = { checkpoints: [], size: 0, frontier: [] };
    const root = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
    await page.route(path, async (route) => {
      const response = await route.fetch();
      const state = (await response.json()) as object;
      await route.fulfill({ response, json: { ...state, ...nothing, root } });
    });
  };
  await unsigned();
  await start.click();
  // The checkpoint that the page shows vouches for more.
  assert.match(await verdictOf(page), /THE LEDGER IS WRONG[\s\S]*vouches for/);
  await page.unroute(path);
  await page.locator('summary', { hasText: /^Compare$/ }).click();
  await page.getByRole('button', { name: 'It is the same: remember it' }).click();
  await page.getByText('You have compared it').waitFor();
  const latest = await (await open.stand.as(auditor)).get('/api/v1/local/checkpoint/');
  await start.click();
  await page.locator('.verdict.good').waitFor();
  assert.doesNotMatch(await verdictOf(page), /nobody has compared/);
  await page.route('**/api/v1/local/checkpoint/', (route) =>
    route.fulfill({
      body: latest.text.replace(/\n\d+\n/, '\n1\n'),
      contentType: 'text/plain; charset=utf-8',
    }),
  );
  await page.reload();
  await page.getByText('THE LEDGER HAS BECOME SHORTER').waitFor();
});

browserTest(
  'a session that ends during the check has somebody sign in, and it begins anew',
  async () => {
    await using open = await startBrowserStand();
    await changed(open.stand);
    const page = await open.signedIn(auditor, { at: '/proof' });
    open.expected.push(/status of 401/);
    let ended = false;
    // The pages of entries meet an ended session once, and so does the page behind them.
    await page.context().route('**/api/v1/local/ledger/entries/**', async (route) => {
      if (ended) return route.continue();
      ended = true;
      await page.context().clearCookies();
      await route.fulfill({ status: 401, json: { errors: [] } });
    });
    await page.getByRole('button', { name: 'Verify the whole ledger in this browser' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password').fill('tide-table-7');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    assert.match(await verdictOf(page), /✓ The whole ledger is right/);
    assert.ok(ended);
  },
);

browserTest('an end user is told what the level does not show', async () => {
  await using open = await startBrowserStand();
  const page = await open.signedIn('amelia.stone@brightwater.example.net', { at: '/proof' });
  await page.getByText('Your level sees no checkpoints and proofs.').waitFor();
  assert.equal(await page.getByText('Latest checkpoint').count(), 0);
});
