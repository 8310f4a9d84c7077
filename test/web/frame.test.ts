// The frame of the page: signing in and out, a session that ends, who sees what, finding, colours, the keyboard.
import assert from 'node:assert/strict';
import { demoWorld } from '../../src/simulator/index.js';
import { assertAccessible, browserTest, startBrowserStand } from './browser-stand.js';

const auditor = 'auditor@example.net';
const office = 'office@brightwater.example.net';
const amelia = 'amelia.stone@brightwater.example.net';

browserTest('a wrong password is told, and what was typed as user name stays', async () => {
  await using web = await startBrowserStand();
  const page = await web.open();
  await page.goto(`${web.base}/records`);
  await page.getByLabel('User name').fill(office);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('User name or password is wrong.').waitFor();
  assert.equal(await page.getByLabel('User name').inputValue(), office);
  assert.equal(await page.getByLabel('Password').inputValue(), '');
  await assertAccessible(page, 'sign-in');
  await page.getByLabel('Password').fill('tide-table-7');
  await page.keyboard.press('Enter');
  await page.locator('header.top').waitFor();
  assert.equal(new URL(page.url()).pathname, '/records', 'one goes on to where one wanted to go');
});

browserTest('a link signs in once, and its code leaves the address bar', async () => {
  await using web = await startBrowserStand();
  const link = web.stand.api.oneTimeLink({ username: office, password: 'tide-table-7' });
  const page = await web.open();
  await page.goto(link);
  await page.locator('header.top').waitFor();
  assert.ok(!page.url().includes('code='));
  assert.match(await page.locator('.account summary').innerText(), /office@brightwater/);
  const second = await web.open();
  web.expected.push(/status of 401/);
  await second.goto(link);
  await second.getByText('This link does not work any more.').waitFor();
  await second.getByLabel('User name').waitFor();
  // Another link in the same window changes nothing but the fragment.
  await second.goto(web.stand.api.oneTimeLink({ username: amelia, password: 'tide-table-7' }));
  await second.locator('header.top').waitFor();
  assert.match(await second.locator('.account summary').innerText(), /amelia\.stone/);
});

browserTest('a link does not replace who is signed in without asking', async () => {
  await using web = await startBrowserStand();
  const page = await web.signedIn(auditor);
  await page.goto(web.stand.api.oneTimeLink({ username: office, password: 'tide-table-7' }));
  await page.getByText('Do you want to use this link instead?').waitFor();
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await page.locator('header.top').waitFor();
  assert.match(await page.locator('.account summary').innerText(), /auditor@/);
  await page.goto(web.stand.api.oneTimeLink({ username: office, password: 'tide-table-7' }));
  await page.getByRole('button', { name: 'Use the link' }).click();
  await page.locator('header.top').waitFor();
  assert.match(await page.locator('.account summary').innerText(), /office@/);
});

browserTest('a code on any other address is nothing', async () => {
  await using web = await startBrowserStand();
  const page = await web.signedIn(auditor);
  await page.goto(`${web.base}/records#code=x`);
  await page.getByRole('heading', { level: 1, name: 'Records' }).waitFor();
});

browserTest(
  'somebody else in another window: this one does not go on under another name',
  async () => {
    await using web = await startBrowserStand();
    web.expected.push(/status of 401/);
    const page = await web.signedIn(auditor);
    const other = await page.context().newPage();
    await other.goto(`${web.base}/sign-in`);
    await other.getByLabel('User name').fill(office);
    await other.getByLabel('Password').fill('tide-table-7');
    await other.keyboard.press('Enter');
    await other.locator('header.top').waitFor();
    await page.getByRole('searchbox').fill('amelia');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await dialog.getByText(auditor).waitFor();
    await dialog.getByRole('button', { name: 'Sign in as somebody else' }).click();
    await page.getByLabel('User name').waitFor();
    await other.getByRole('searchbox').fill('amelia');
    await other.getByRole('link', { name: 'Amelia Stone' }).waitFor();
  },
);

browserTest('Enter opens what was typed, not what happens to stand there', async () => {
  await using web = await startBrowserStand();
  const page = await web.signedIn(auditor);
  await page.getByRole('link', { name: 'Meridian' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('amelia.stone');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/users/Brightwater/Head-Office/amelia.stone**');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'content');
});

browserTest(
  'a session that ends loses nothing: typed text stays, the call is made again',
  async () => {
    let skew = 0;
    await using web = await startBrowserStand({ api: { now: () => Date.now() + skew } });
    web.expected.push(/status of 401/);
    const page = await web.signedIn(auditor);
    const field = page.getByRole('searchbox');
    await field.fill('ame');
    await page.getByRole('link', { name: 'Amelia Stone' }).waitFor();
    skew = 13 * 3_600_000;
    await field.fill('amelia');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await assertAccessible(page, 'session ended');
    await page.keyboard.press('Escape');
    assert.ok(await dialog.isVisible(), 'Escape does not lead around it');
    await dialog.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await dialog.getByText('User name or password is wrong.').waitFor();
    await dialog.getByLabel('Password').fill('tide-table-7');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await field.inputValue(), 'amelia');
    await page.getByRole('link', { name: 'Amelia Stone' }).waitFor();
  },
);

browserTest(
  'signing out shows nothing any more, and whoever comes next sees nothing of it',
  async () => {
    await using web = await startBrowserStand();
    const page = await web.signedIn(auditor);
    await page.getByRole('link', { name: 'Meridian' }).first().waitFor();
    await page.locator('.account summary').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('User name').waitFor();
    assert.equal(await page.getByText('Meridian').count(), 0);
    web.expected.push(/status of 401/);
    await page.goBack().catch(() => null);
    await page.goto(web.base);
    await page.getByLabel('User name').fill(office);
    await page.getByLabel('Password').fill('tide-table-7');
    await page.keyboard.press('Enter');
    await page.locator('header.top').waitFor();
    await page.getByRole('heading', { name: 'Your group' }).waitFor();
    await page.getByRole('link', { name: 'Brightwater' }).first().waitFor();
    assert.equal(await page.getByText('Meridian').count(), 0);
  },
);

browserTest('a sign-out that the server did not hear of is no quiet one', async () => {
  await using web = await startBrowserStand();
  web.expected.push(/Failed to load resource|net::ERR/);
  const page = await web.signedIn(auditor);
  await page.route('**/api/v1/login/', (route) =>
    route.request().method() === 'DELETE' ? route.abort() : route.continue(),
  );
  await page.locator('.account summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('alert').getByText('could not be told that you have signed out').waitFor();
});

browserTest('a group administrator finds only what is of the group', async () => {
  await using web = await startBrowserStand();
  const page = await web.signedIn(office);
  await page.getByRole('searchbox').fill('giulia');
  await page.getByText('Nothing fits “giulia”.').waitFor();
  await page.getByRole('searchbox').fill('amelia');
  await page.getByRole('link', { name: 'Amelia Stone' }).waitFor();
  web.expected.push(/status of 404/);
  await page.goto(`${web.base}/users/Brightwater/Roma/giulia.marchetti%40brightwater.example.net`);
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByText('Giulia Marchetti').count(), 0);
});

browserTest('nobody is led where the account may not go', async () => {
  await using web = await startBrowserStand();
  const page = await web.signedIn('sales@brightwater.example.net');
  await page.getByRole('heading', { name: 'The users that you may see' }).waitFor();
  assert.equal(await page.getByText('Open a group by its ids').count(), 0);
  await page.goto(`${web.base}/groups/Brightwater/Head-Office`);
  await page.getByRole('heading', { name: 'Your account sees users, not groups' }).waitFor();
  web.expected.push(/status of 404/);
  await page.goto(`${web.base}/no/such/page`);
  await page.getByRole('heading', { name: 'There is no such page.' }).waitFor();
});

browserTest('find: by name, by a part of a number, with the keyboard alone', async () => {
  await using web = await startBrowserStand();
  const page = await web.signedIn(auditor);
  await assertAccessible(page, 'find, before typing');
  await page.keyboard.type('01632 9601 01');
  const number = page.getByRole('link', { name: '+44-1632960101' }).first();
  await number.waitFor();
  await page
    .getByRole('link', { name: /Stone.*amelia\.stone/ })
    .first()
    .waitFor();
  await assertAccessible(page, 'find, found');
  await page.waitForURL((url) => url.searchParams.get('q') === '01632 9601 01');
  await page
    .getByText('At least')
    .or(page.getByText(/^\d+ found$/))
    .first()
    .waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/groups\/Brightwater\/Head-Office\?number=%2B44-1632960101$/);
  await page.goBack();
  assert.equal(await page.getByRole('searchbox').inputValue(), '01632 9601 01');
  await page.getByRole('searchbox').fill('zzzz');
  await page.getByText('Nothing fits “zzzz”.').waitFor();
});

browserTest('names of the switch are text, whatever they hold', async () => {
  const world = structuredClone(demoWorld());
  const [provider] = world.serviceProviders;
  const group = provider!.groups!.find(({ groupId }) => groupId === 'Head-Office')!;
  const hostile = '<script>document.title="owned"</script><img src=x onerror=alert(1)>';
  Object.assign(group, { groupName: hostile });
  const user = group.users!.find(({ userId }) => userId === amelia)!;
  Object.assign(user, { firstName: '\u202eenotS', lastName: '<b>Bold</b>' });
  await using web = await startBrowserStand({ world });
  const page = await web.signedIn(auditor, { at: '/providers/Brightwater' });
  await page.getByRole('link', { name: hostile }).waitFor();
  assert.notEqual(await page.title(), 'owned');
  assert.equal(await page.locator('main img, main script').count(), 0);
  await page.goto(`${web.base}/?q=${encodeURIComponent(amelia)}`);
  const link = page.getByRole('link', { name: '<b>Bold</b>' });
  await link.waitFor();
  assert.match(await link.innerText(), /U\+202E/, 'what turns text round is shown, not done');
  await link.click();
  await page.getByRole('heading', { level: 1, name: '<b>Bold</b>' }).waitFor();
  assert.equal(await page.locator('main b').count(), 0);
});

browserTest('a user: profile, packs, services, how a service is set, last changes', async () => {
  await using web = await startBrowserStand();
  const client = await web.stand.as(office);
  const path = `/api/v1/tenants/Brightwater/groups/Head-Office/users/${amelia}/services/call_forwarding_always/`;
  const body = { active: true, forwardToPhoneNumber: '+441632960999' };
  assert.equal((await client.put(path, body)).status, 200);
  const at = `/users/Brightwater/Head-Office/${encodeURIComponent(amelia)}`;
  const page = await web.signedIn(auditor, { at });
  await page.getByRole('heading', { level: 1, name: 'Amelia Stone' }).waitFor();
  await page.getByText('Premium-UC').waitFor();
  const settings = page.getByRole('region', { name: 'How it is set' });
  await settings.getByText('Call Forwarding Always', { exact: true }).click();
  await page.getByText('+441632960999').waitFor();
  const changes = page.getByRole('region', { name: 'Last changes' });
  await changes.getByText('office@brightwater.example.net').waitFor();
  await assertAccessible(page, 'user');
});

browserTest('light and dark, chosen or as the system says, on a desk and on a phone', async () => {
  await using web = await startBrowserStand();
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      const page = await web.signedIn(auditor, { colorScheme, viewport: { width, height: 800 } });
      await page.getByRole('link', { name: 'Meridian' }).first().waitFor();
      await assertAccessible(page, `${colorScheme} at ${width}`);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(over, 0, 'the page does not scroll sideways');
    }
  const page = await web.signedIn(auditor, { colorScheme: 'light' });
  const ground = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.locator('.account summary').click();
  await page.getByLabel('Colours').selectOption('Dark');
  assert.notEqual(await ground(), light);
  await page.reload();
  await page.locator('header.top').waitFor();
  assert.notEqual(await ground(), light, 'it is remembered');
});

browserTest('a server that does not answer is told as that, and can be tried again', async () => {
  await using web = await startBrowserStand();
  web.expected.push(/Failed to load resource|net::ERR/);
  const page = await web.signedIn(auditor);
  await page.route('**/api/v1/find/**', (route) => route.abort());
  await page.getByRole('searchbox').fill('amelia');
  await page.getByText('The server of this page does not answer.').waitFor();
  await page.unroute('**/api/v1/find/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: 'Amelia Stone' }).waitFor();
});
