// The records explorer in a real browser: what a link says, what is listed, what comes in live, and how one comes back.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Stand } from '../api-stand.js';
import { assertAccessible, browserTest, startBrowserStand } from './browser-stand.js';

const auditor = 'auditor@example.net';
const group = '/api/v1/tenants/Brightwater/groups/Head-Office';
const amelia = 'amelia.stone@brightwater.example.net';
const acr = `${group}/users/${amelia}/services/acr/`;

const rows = (page: Page) => page.locator('.record-row');
const chips = (page: Page) => page.locator('.filter-bar .chip');
const chipTexts = async (page: Page) =>
  (await chips(page).allInnerTexts()).map((text) => text.replace('✕', '').trim());
const focused = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement as HTMLElement;
    return one.getAttribute('aria-label') ?? one.innerText;
  });
const query = (page: Page) => new URL(page.url()).search;

/** Changes that nobody made: only their records, the newest with the highest number. */
async function enter(stand: Stand, count: number, groupId = 'Head-Office'): Promise<void> {
  for (let nth = 1; nth <= count; nth += 1) {
    const record = await stand.records.recorder.open({
      endPointName: 'svc_v1:apio.tenant.group.time_schedules.instance',
      url: `${group}/time_schedules/x/`,
      method: 'PUT',
      changes: true,
      actor: { id: 'provisioner@example.net', role: '16' },
      impact: { tenantId: 'Brightwater', groupId, userId: '', instanceName: `hours-${nth}` },
    });
    await record.close({ status: 200 });
  }
}

browserTest('filters stand in the address, as chips, and a link shows what it says', async () => {
  await using open = await startBrowserStand();
  const { stand, base } = open;
  const system = await stand.as('provisioner@example.net');
  await system.put(acr, { active: true });
  await system.get(`${group}/`);
  const page = await open.signedIn(auditor, { at: '/records' });
  await rows(page).first().waitFor();
  assert.equal(query(page), '?changes=true');
  assert.deepEqual(await chipTexts(page), ['Changes only']);
  assert.equal(await rows(page).count(), 1);
  assert.match(await rows(page).innerText(), /Succeeded[\s\S]*Anonymous Call Rejection/);
  assert.equal(await page.title(), 'Records · Muster');

  await page.getByRole('button', { name: 'Remove the filter “Changes only”' }).click();
  await page.waitForURL('**/records?all=1');
  await page.getByText('No filter: everything is shown').waitFor();
  await page.locator('.record-row', { hasText: 'Sign-in' }).first().waitFor();
  assert.equal(await focused(page), 'Add a filter', 'focus is not lost with the chip');

  await page.getByText('Add a filter').click();
  await page.getByLabel('Filter by').selectOption('What');
  await page.getByLabel('Value', { exact: true }).fill('group');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.waitForURL('**/records?endPointName=svc_v1%3Aapio.tenant.group');
  await page.locator('.record-row', { hasText: 'GET' }).waitFor();
  assert.equal(await rows(page).count(), 1);
  // The value itself makes a filter, with everything it belongs to.
  const row = rows(page).first();
  await row.hover();
  await row.getByRole('button', { name: 'Only records with Group “Head-Office”' }).click();
  await page.waitForURL('**&tenantId=Brightwater&groupId=Head-Office');
  await page.getByRole('link', { name: 'To the group Head-Office' }).waitFor();
  assert.equal(await focused(page), 'Remove the filter “Group: Head-Office”');
  const said = await chipTexts(page);
  assert.deepEqual(said, ['What Group', 'Service provider Brightwater', 'Group Head-Office']);

  const other = await open.signedIn(auditor, { at: page.url().slice(base.length) });
  await rows(other).first().waitFor();
  assert.deepEqual(await chipTexts(other), said);

  await page.goBack();
  await page.goBack();
  await page.getByText('No filter: everything is shown').waitFor();
  await page.goForward();
  await chips(page).first().waitFor();
  assert.deepEqual(await chipTexts(page), ['What Group']);
});

browserTest('a link that makes no sense says so, and marks what is wrong', async () => {
  await using open = await startBrowserStand();
  open.expected.push(/status of 400 .*summaries/);
  const page = await open.signedIn(auditor, {
    at: '/records?outcome=nonsense&groupId=Head-Office',
  });
  await page.getByText(/outcome must be one of/).waitFor();
  assert.match((await chipTexts(page))[0]!, /nonsense \(not understood\)/);
  assert.equal(await page.locator('.chip.is-wrong').count(), 1);
  await page.getByRole('button', { name: 'Remove the filter “Outcome: nonsense”' }).click();
  await page.getByText('No record fits these filters.').waitFor();
  assert.equal(await page.locator('.chip.is-wrong').count(), 0);

  await page.goto(`${open.base}/records?colour=%3Cscript%3E&from=soon`);
  await page.getByText('There is no filter “colour” here.').waitFor();
  assert.match((await chipTexts(page))[0]!, /<script>/);
  await page.getByRole('button', { name: 'Remove the filter “colour: <script>”' }).click();
  await page.getByText(/from must be a time like/).waitFor();
  await page.getByRole('button', { name: 'Remove the filter “From: soon”' }).click();
  await rows(page).first().waitFor();
});

browserTest('what cannot be seen in a filter is named, where it is only read out too', async () => {
  await using open = await startBrowserStand();
  const page = await open.signedIn(auditor, { at: '/records?groupId=a%E2%80%AEb%E2%80%8Bc' });
  await page.getByText('No record fits these filters.').waitFor();
  const chip = page.locator('.filter-bar .chip');
  assert.equal(await chip.getAttribute('title'), 'a[U+202E]b[U+200B]c');
  const remove = page.getByRole('button', {
    name: 'Remove the filter “Group: a[U+202E]b[U+200B]c”',
  });
  assert.equal(await remove.count(), 2, 'on the chip, and where nothing fits');
});

browserTest(
  'hundreds of records come page by page, and whoever comes back is where he was',
  async () => {
    await using open = await startBrowserStand();
    await enter(open.stand, 430);
    const page = await open.signedIn(auditor, { at: '/records' });
    await page.getByText('hours-430', { exact: true }).waitFor();
    await page.getByText('100 shown, more below').waitFor();
    // Whoever goes down is handed what comes next, until there is no more.
    await page.evaluate(() => {
      const down = () => window.scrollTo(0, document.documentElement.scrollHeight);
      (globalThis as { going?: unknown }).going = setInterval(down, 50);
    });
    await page.getByText('End of the list.').waitFor();
    await page.getByText('hours-1', { exact: true }).waitFor();
    await page.evaluate(() => clearInterval((globalThis as { going?: number }).going));
    assert.equal(await page.getByText('430 records in all.').count(), 1);
    assert.ok((await rows(page).count()) < 150, 'only what is in sight is in the document');

    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
    const middle = page.locator('.record-row', { hasText: /hours-2\d\d/ });
    await middle.first().waitFor();
    const inSight = () =>
      page.evaluate(() => {
        const at = document.elementFromPoint(700, 450)?.closest('.record-row');
        return at === null || at === undefined
          ? ''
          : `${(at as HTMLElement).innerText} at ${Math.round(at.getBoundingClientRect().top)}`;
      });
    let before = '';
    await until(async () => {
      const now = await inSight();
      const isStill = now === before && now !== '';
      before = now;
      return isStill;
    });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/summaries/')) asked.push(request.url());
    });
    await page.evaluate(() => {
      const row = document.elementFromPoint(700, 450)!.closest('.record-row')!;
      row.querySelector<HTMLElement>('.record-link')!.click();
    });
    await page.waitForURL(/\/records\/[^?]+$/);
    assert.equal(await rows(page).count(), 0);
    await page.goBack();
    await rows(page).first().waitFor();
    await until(async () => (await inSight()) === before);
    await page.getByText('430 records in all.').waitFor();
    assert.deepEqual(asked, [], 'what was read is still there');
  },
);

/** Asks again until it is so; the time limit of the test is the only one. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

browserTest('a change that somebody else makes comes in live, once', async () => {
  await using open = await startBrowserStand();
  const { stand } = open;
  await enter(stand, 60);
  const system = await stand.as('provisioner@example.net');
  const page = await open.signedIn(auditor, { at: '/records' });
  await page.getByText('hours-60', { exact: true }).waitFor();
  await page.getByRole('switch', { name: 'Live' }).check();
  await page.getByText('New records come in by themselves.').waitFor();
  await system.put(acr, { active: true });
  await page.locator('.record-row', { hasText: 'Anonymous Call Rejection' }).waitFor();
  assert.match(await rows(page).first().innerText(), /Anonymous Call Rejection/);
  assert.equal(await rows(page).count(), 61);

  // Further down nothing moves under the reader.
  await page.evaluate(() => window.scrollTo(0, 1500));
  await system.put(acr, { active: false });
  const fresh = page.getByRole('button', { name: '1 new record' });
  await fresh.waitFor();
  assert.equal(await rows(page).count(), 61);
  await fresh.click();
  await until(async () => (await rows(page).count()) === 62);
  assert.equal(await page.evaluate(() => window.scrollY), 0);
  assert.equal(await fresh.count(), 0);

  // A record and back: nothing is lost, nothing is there twice, and it goes on.
  await page.locator('.record-link').first().click();
  await page.waitForURL(/\/records\/[^?]+$/);
  await system.put(acr, { active: true });
  await page.goBack();
  await until(async () => (await rows(page).count()) === 63);
  assert.equal(await page.getByText('63 records in all.').count(), 1);
  const links = await page
    .locator('.record-link')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  assert.equal(new Set(links).size, 63);
  assert.equal(await page.getByRole('switch', { name: 'Live' }).isChecked(), true);
});

browserTest('a call that was open when the list was read is put right by following', async () => {
  await using open = await startBrowserStand();
  const { stand } = open;
  const record = await stand.records.recorder.open({
    endPointName: 'svc_v1:apio.tenant.group.time_schedules.instance',
    url: `${group}/time_schedules/x/`,
    method: 'PUT',
    changes: true,
    actor: { id: 'provisioner@example.net', role: '16' },
    impact: { tenantId: 'Brightwater', groupId: 'Head-Office', userId: '', instanceName: 'slow' },
  });
  await enter(stand, 2);
  const page = await open.signedIn(auditor, { at: '/records' });
  await rows(page).nth(2).waitFor();
  assert.doesNotMatch(await rows(page).nth(2).innerText(), /Succeeded/);
  await record.close({ status: 200 });
  await page.getByRole('switch', { name: 'Live' }).check();
  await rows(page).nth(2).getByText('Succeeded').waitFor();
  assert.equal(await rows(page).count(), 3);
});

browserTest('a call that does not exist is no filter', async () => {
  await using open = await startBrowserStand();
  const page = await open.signedIn(auditor, { at: '/records' });
  await page.getByText('Add a filter').click();
  await page.getByLabel('Filter by').selectOption('What');
  await page.getByLabel('Value', { exact: true }).fill('forwarding of calls');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('There is no such call.').waitFor();
  assert.equal(query(page), '?changes=true');
});

browserTest('an interruption of the following is said, and it goes on by itself', async () => {
  await using open = await startBrowserStand();
  open.expected.push(/follow/);
  const { stand } = open;
  const system = await stand.as('provisioner@example.net');
  const page = await open.signedIn(auditor, { at: '/records' });
  await page.getByText('No record fits these filters.').waitFor();
  await page.route('**/follow/**', (route) => route.abort());
  await page.getByRole('switch', { name: 'Live' }).check();
  await page.getByText(/Interrupted: .* Trying again\./).waitFor();
  await system.put(acr, { active: true });
  await page.unroute('**/follow/**');
  // Made while nobody followed, and before there was a place to begin from.
  await page.locator('.record-row', { hasText: 'Anonymous Call Rejection' }).waitFor();
  await page.getByText('New records come in by themselves.').waitFor();
  assert.equal(await rows(page).count(), 1);
});

browserTest(
  'following rests while the window is out of sight for long, and misses nothing',
  async () => {
    await using open = await startBrowserStand();
    const { stand } = open;
    await enter(stand, 3);
    const system = await stand.as('provisioner@example.net');
    const page = await open.signedIn(auditor, { at: '/records' });
    await page.getByRole('switch', { name: 'Live' }).check();
    await page.getByText('New records come in by themselves.').waitFor();
    await page.clock.install();
    const become = (state: string) =>
      page.evaluate((visibilityState) => {
        Object.defineProperty(document, 'visibilityState', {
          value: visibilityState,
          configurable: true,
        });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await become('hidden');
    await page.clock.fastForward(61_000);
    await page.getByText('Paused: this window was out of sight.').waitFor();
    await system.put(acr, { active: true });
    assert.equal(await rows(page).count(), 3);
    await become('visible');
    await page.locator('.record-row', { hasText: 'Anonymous Call Rejection' }).waitFor();
    await page.getByText('New records come in by themselves.').waitFor();
    assert.equal(await rows(page).count(), 4);
  },
);

browserTest('nobody can overlook that an outcome is unknown', async () => {
  await using open = await startBrowserStand();
  const { stand } = open;
  const system = await stand.as('provisioner@example.net');
  stand.simulator.faults.add('cut@UserAnonymousCallRejectionModifyRequest');
  assert.equal((await system.put(acr, { active: true })).status, 504);
  stand.simulator.faults.clear();
  await system.put(acr, { active: true });
  const page = await open.signedIn(auditor, { at: '/records' });
  const unknown = page.locator('.record-row.is-unknown');
  await unknown.waitFor();
  assert.match(
    await unknown.innerText(),
    /Outcome unknown[\s\S]*it may or may not have happened[\s\S]*504/,
  );
  assert.equal(await rows(page).count(), 2);
  await unknown.hover();
  await unknown
    .getByRole('button', { name: 'Only records with Outcome “Outcome unknown”' })
    .click();
  await page.waitForURL('**/records?changes=true&outcome=unknown');
  await until(async () => (await rows(page).count()) === 1);
  await assertAccessible(page, 'an unknown outcome');
});

browserTest(
  'everybody sees what the scope allows: a group, or the service providers of a reseller',
  async () => {
    await using open = await startBrowserStand();
    await enter(open.stand, 2, 'Head-Office');
    await enter(open.stand, 3, 'Depot');
    const office = await open.signedIn('office@brightwater.example.net', {
      at: '/records?tenantId=Brightwater&changes=true',
    });
    await rows(office).first().waitFor();
    assert.equal(await rows(office).count(), 2);
    await office.getByText('Only records of the group Head-Office are shown.').waitFor();
    await office.goto(`${open.base}/records?groupId=Depot&tenantId=Brightwater`);
    await office.getByText('No record fits these filters.').waitFor();
    assert.equal(await rows(office).count(), 0);

    const reseller = await open.signedIn('reseller@example.net', { at: '/records' });
    await reseller.getByText('Choose a service provider').waitFor();
    await reseller.locator('.panel button').first().click();
    await reseller.waitForURL('**/records?changes=true&tenantId=*');
    await reseller.getByText('No record fits these filters.').waitFor();
  },
);

browserTest(
  'accessible and without sideways scrolling, on a desk and on a phone, light and dark',
  async () => {
    await using open = await startBrowserStand();
    await enter(open.stand, 5);
    await (await open.stand.as('provisioner@example.net')).put(acr, { active: true });
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [390, 'dark'],
    ] as const) {
      const page = await open.signedIn(auditor, {
        at: `/records?tenantId=Brightwater&groupId=Head-Office`,
        viewport: { width, height: 844 },
        colorScheme,
      });
      await rows(page).first().waitFor();
      await assertAccessible(page, `list at ${width}`);
      await page.getByText('Add a filter').click();
      await page.getByLabel('Filter by').selectOption('Time');
      await assertAccessible(page, `adding a filter at ${width}`);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(beyond, 0, `at ${width}`);
      await page.keyboard.press('Escape');
      await page.getByText('Add a filter').click();
      await page.getByRole('button', { name: 'Today' }).click();
      await page.waitForURL('**&from=*');
      await rows(page).first().waitFor();
    }
  },
);
