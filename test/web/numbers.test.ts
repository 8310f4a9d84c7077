// The numbers of a group in a real browser: a hundred thousand of them, searched, filtered, scrolled to the end.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { demoWorld, generateWorld } from '../../src/simulator/index.js';
import type { StandOptions } from '../api-stand.js';
import {
  assertAccessible,
  type BrowserStand,
  browserTest,
  startBrowserStand,
} from './browser-stand.js';

const auditor = 'auditor@example.net';
const count = 100_000;

/** A group with a hundred thousand numbers, one of fifty held. */
const bigWorld = () => generateWorld({ groups: 1, usersPerGroup: 2_000, numbersPerGroup: count });

async function openNumbers(
  tenantId: string,
  groupId: string,
  options: StandOptions,
): Promise<BrowserStand & { readonly page: Page; readonly numbers: Locator }> {
  const web = await startBrowserStand(options);
  const client = await web.stand.as(auditor);
  const { status } = await client.post(`/api/v1/tenants/${tenantId}/groups/${groupId}/audits/`);
  assert.equal(status, 200);
  const page = await web.signedIn(auditor, { at: `/groups/${tenantId}/${groupId}` });
  const numbers = page.getByRole('region', { name: 'Numbers' });
  await numbers.getByRole('grid').waitFor();
  return { ...web, page, numbers };
}

const rowsOf = (numbers: Locator) =>
  numbers.getByRole('grid').locator('[aria-rowindex][data-index]');

/** The row at a place of the list, from 1. */
const rowAt = (numbers: Locator, at: number) =>
  numbers.getByRole('grid').locator(`[aria-rowindex="${at + 1}"][data-index]`);

const status = (numbers: Locator, text: string | RegExp) =>
  numbers.getByRole('status').filter({ hasText: text }).waitFor();

browserTest(
  'a hundred thousand numbers: few rows are there, and the last can be reached',
  async () => {
    await using web = await openNumbers('SP0001', 'G00001', { world: bigWorld() });
    const { page, numbers } = web;
    await status(numbers, 'All 100,000 numbers');
    const grid = numbers.getByRole('grid');
    assert.equal(await grid.getAttribute('aria-rowcount'), String(count + 1));
    assert.ok((await rowsOf(numbers).count()) < 100);
    await rowAt(numbers, 1).getByText('+44-100001000000').waitFor();
    await grid.focus();
    await page.keyboard.press('End');
    const last = rowAt(numbers, count);
    await last.getByText('+44-100001099999').waitFor();
    assert.equal(await last.getAttribute('aria-selected'), 'true');
    assert.equal(await grid.getAttribute('aria-activedescendant'), await last.getAttribute('id'));
    assert.ok((await rowsOf(numbers).count()) < 100);
    // Scrolled back by hand, through the middle: the rows that are on the screen are those of the place.
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    await numbers
      .getByText(/^\+44-10000104[89]\d{3}|^\+44-10000105[01]\d{3}/)
      .first()
      .waitFor();
    assert.ok((await rowsOf(numbers).count()) < 100);
    await assertAccessible(page, 'a hundred thousand numbers');
  },
);

browserTest('a number in the middle is found with its holder, however it is typed', async () => {
  await using web = await openNumbers('SP0001', 'G00001', { world: bigWorld() });
  const { numbers } = web;
  const search = numbers.getByRole('searchbox', { name: 'Search the numbers' });
  for (const typed of ['+44 100001 050 000', '0100001-050000', '0044100001050000']) {
    await search.fill(typed);
    await status(numbers, '1 of 100,000 numbers');
    assert.equal(await rowsOf(numbers).count(), 1, typed);
  }
  const holder = web.stand.world.serviceProviders[0]!.groups[0]!.users!.find(
    ({ phoneNumber }) => phoneNumber === '+44-100001050000',
  )!;
  const row = rowAt(numbers, 1);
  await row.getByText(`${holder.firstName} ${holder.lastName}`).waitFor();
  await search.fill(holder.userId);
  await status(numbers, '1 of 100,000 numbers');
  await row.getByText('+44-100001050000').waitFor();
  await row.getByRole('link', { name: holder.userId }).click();
  await web.page.waitForURL(`**/users/SP0001/G00001/${encodeURIComponent(holder.userId)}`);
});

browserTest(
  'the list is narrowed by state and by a row of the map; places are jumped to',
  async () => {
    await using web = await openNumbers('SP0001', 'G00001', { world: bigWorld() });
    const { page, numbers } = web;
    await numbers.getByRole('button', { name: /^free, deactivated/ }).click();
    const held = web.stand.world.serviceProviders[0]!.groups[0]!.users!.filter(
      ({ phoneNumber }) => phoneNumber !== undefined,
    ).length;
    await status(numbers, `${(count - held).toLocaleString('en-GB')} of 100,000 numbers`);
    assert.equal(await numbers.getByRole('gridcell', { name: /^assigned/ }).count(), 0);
    await numbers.getByRole('button', { name: /^free, deactivated/ }).click();
    const blocks = numbers.getByRole('list', { name: 'Map of the numbers, by rows' });
    await numbers.getByLabel('Numbers in a row').selectOption('100');
    await blocks.getByRole('button').first().focus();
    await page.keyboard.press('End');
    const last = blocks.getByRole('button', {
      name: /^\+44-1000010999xx: .*\d+ free, deactivated/,
    });
    await page.waitForFunction(() =>
      document.activeElement?.textContent?.includes('+44-1000010999xx'),
    );
    await page.keyboard.press('Enter');
    await status(numbers, '100 of 100,000 numbers');
    assert.equal(await last.getAttribute('aria-pressed'), 'true');
    await rowAt(numbers, 1).getByText('+44-100001099900').waitFor();
    await numbers.getByRole('button', { name: 'Leave row +44-1000010999xx' }).click();
    await status(numbers, 'All 100,000 numbers');
    await numbers.getByLabel('Jump to').fill('077777');
    await page.keyboard.press('Enter');
    await status(numbers, '1 row chosen');
    await rowAt(numbers, 77_778).getByText('+44-100001077777').waitFor();
    await numbers.getByLabel('Jump to').fill('5559999999');
    await page.keyboard.press('Enter');
    await status(numbers, 'No such number in the list.');
  },
);

browserTest('a number that the address names is chosen in the list', async () => {
  await using web = await openNumbers('SP0001', 'G00001', { world: bigWorld() });
  const { page, numbers } = web;
  const address = new URL(page.url());
  address.searchParams.set('number', '+44-100001077777');
  await page.goto(address.href);
  await status(numbers, '1 row chosen');
  const row = rowAt(numbers, 77_778);
  await row.getByText('+44-100001077777').waitFor();
  const inSight = () => row.evaluate((one) => one.getBoundingClientRect().top < window.innerHeight);
  while (!(await inSight())) await page.waitForTimeout(20);
  address.searchParams.set('number', '+44-5559999999');
  await page.goto(address.href);
  await numbers.getByText('No number fits.').waitFor();
});

browserTest('rows of the map become as high as a narrower window needs', async () => {
  await using web = await openNumbers('SP0001', 'G00001', { world: bigWorld() });
  const { page, numbers } = web;
  const rows = numbers.getByRole('list', { name: 'Map of the numbers, by rows' });
  const heights = () =>
    rows
      .locator('li')
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().height)));
  assert.deepEqual([...new Set(await heights())], [26]);
  for (const [width, height] of [
    [390, 46],
    [1280, 26],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    while ((await heights()).some((one) => one !== height)) await page.waitForTimeout(20);
  }
});

browserTest(
  'trouble with numbers is in plain sight, on a phone as well, and paper is spared',
  async () => {
    await using web = await openNumbers('Brightwater', 'Head-Office', { world: demoWorld() });
    const { page } = web;
    await page.route(/\/audits\/[^?]+/, async (route) => {
      const response = await route.fetch();
      const audit = await response.json();
      Object.assign(audit.parts.numbers.value, {
        holders: 'unknown',
        states: [
          { assigned: true, activated: 'unknown', ...setOf('+44-1632960101', 101, 110) },
          { assigned: 'unknown', activated: true, ...setOf('+44-1632960111', 111, 120) },
        ],
        unreadable: [
          { text: '<script>01632', why: 'it is not a number', command: 'GET /groups/dns' },
        ],
        zerosDoubtful: setOf('+44-1632960101', 101, 101),
      });
      Object.assign(audit.parts.trunking.value, {
        maxActiveCalls: 'unlimited',
        burstingMaxActiveCalls: 'unknown',
      });
      await route.fulfill({ response, json: audit });
    });
    await page.setViewportSize({ width: 390, height: 800 });
    await page.reload();
    const numbers = page.getByRole('region', { name: 'Numbers' });
    await numbers.getByText('<script>01632').waitFor();
    await numbers.getByText('Who holds the numbers is not known').waitFor();
    await numbers.getByText('leading zeros may be lost').first().waitFor();
    await numbers.getByRole('button', { name: /^assigned, activation unknown 10/ }).waitFor();
    await numbers.getByRole('button', { name: /^assignment unknown, activated/ }).click();
    await rowAt(numbers, 1).getByText('holder unknown').waitFor();
    const trunks = page.getByRole('region', { name: 'Trunk capacity' });
    await trunks.getByRole('img', { name: /^Simultaneous calls: unlimited/ }).waitFor();
    await trunks.getByRole('img', { name: /^Bursting calls: unknown/ }).waitFor();
    assert.equal(await trunks.getByRole('meter').count(), 1);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await assertAccessible(page, 'numbers on a phone');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await numbers.getByRole('grid').isVisible(), false);
    assert.ok(
      await numbers.getByText('The list of single numbers is left out on paper').isVisible(),
    );
  },
);

/** A set as the API writes it: one range, whose ends differ in their last three digits. */
function setOf(first: string, from: number, to: number) {
  const last = `${first.slice(0, -3)}${to}`;
  return { total: to - from + 1, ranges: [{ first, last, total: to - from + 1 }] };
}
