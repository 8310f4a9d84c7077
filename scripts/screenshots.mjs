// Takes the pictures of the page that the README and docs/page.md show, from the demo, in Chromium: npm run screenshots.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const images = `${root}docs/images`;
mkdirSync(images, { recursive: true });
const demo = spawn(process.execPath, ['bin/muster.js', 'demo', '--listen', '127.0.0.1:0'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const link = await new Promise((resolve) => {
  createInterface(demo.stdout).on('line', (line) => {
    const [found] = /http\S+#code=\S+/.exec(line) ?? [];
    if (found) resolve(found);
  });
});
const browser = await chromium.launch({
  executablePath: process.env.MUSTER_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 860 },
  });
  const page = await context.newPage();
  await page.goto(link);
  await page.locator('header.top').waitFor();
  const base = new URL(link).origin;
  const visits = [
    ['find', '/?q=0101', () => page.getByRole('heading', { name: 'Numbers' }).waitFor(), 500],
    [
      'group',
      '/groups/Brightwater/Head-Office',
      () => page.getByText('Premium-UC').first().waitFor(),
      1500,
    ],
    ['records', '/records?changes=true', () => page.getByText('Yesterday').first().waitFor(), 1000],
  ];
  const shoot = async (name) => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${images}/${name}-${colorScheme}.png` });
    }
  };
  for (const [name, path, ready, height] of visits) {
    await page.setViewportSize({ width: 1280, height });
    await page.goto(base + path);
    await ready();
    await shoot(name);
  }
  await page
    .getByRole('link', { name: /Call Forwarding Always/ })
    .first()
    .click();
  const proof = page.getByRole('region', { name: 'Proof' });
  await page.getByRole('button', { name: 'Verify in this browser' }).click();
  await proof
    .getByText(/Proven/)
    .first()
    .waitFor();
  await page.setViewportSize({ width: 1280, height: 1750 });
  await page.evaluate(() => window.scrollTo(0, 0));
  await shoot('record');
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await proof.screenshot({ path: `${images}/proof-${colorScheme}.png` });
  }
} finally {
  await browser.close();
  demo.kill('SIGINT');
}
