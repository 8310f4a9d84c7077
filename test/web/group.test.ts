// The page of a group: what is kept is shown, a new audit is taken only on request, what is missing stands in plain sight,
// and names that look like markup are names.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { demoWorld, generateWorld, parseWorld } from '../../src/simulator/index.js';
import {
  assertAccessible,
  type BrowserStand,
  browserTest,
  startBrowserStand,
} from './browser-stand.js';

const auditor = 'auditor@example.net';
const headOffice = '/groups/Brightwater/Head-Office';

/** Takes an audit over the API; its id. */
async function audited(web: BrowserStand, groupId: string, body?: object): Promise<string> {
  const client = await web.stand.as(auditor);
  const answer = await client.post(`/api/v1/tenants/Brightwater/groups/${groupId}/audits/`, body);
  assert.ok(answer.status === 200 || answer.status === 207, answer.text);
  return answer.headers.get('x-audit-record-id') ?? '';
}

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const trunkCommand = 'GroupTrunkGroupGetRequest23';

browserTest('a group without audits says so and asks nothing; then one is taken', async () => {
  await using web = await startBrowserStand();
  const { faults, commands } = web.stand.simulator;
  const page = await web.signedIn(auditor, { at: headOffice });
  await page.getByRole('heading', { name: 'No audit of this group is kept yet' }).waitFor();
  await assertAccessible(page, 'no audit');
  assert.ok(!commands.some((command) => String(command).includes(trunkCommand)));
  faults.add('slow', { value: 2_500, command: trunkCommand });
  await page.getByRole('button', { name: 'Audit now' }).click();
  await page.getByText(/[0-4] of 5 parts are done/).waitFor();
  await assertAccessible(page, 'an audit under way');
  await page.getByText(/The audit took .*: complete/).waitFor();
  const id = new URL(page.url()).searchParams.get('audit') ?? '';
  assert.notEqual(id, '', 'the address names the audit');
  const record = page.getByRole('link', { name: 'Record of this audit' });
  assert.equal(await record.getAttribute('href'), `/records/${encodeURIComponent(id)}`);
  await page.getByRole('button', { name: 'Close this message' }).click();
  faults.clear();

  await page.getByRole('button', { name: 'Audit again' }).click();
  await page.waitForURL((url) => !url.href.includes(encodeURIComponent(id)) && url.search !== '');
  await page.getByText('Kept audits', { exact: true }).click();
  assert.equal(await page.locator('.chooser li').count(), 2);
  await page.locator('.chooser li a').last().click();
  await page.waitForURL((url) => url.searchParams.get('audit') === id);
});

browserTest(
  'who stops waiting is told that the server goes on, and finds the audit later',
  async () => {
    await using web = await startBrowserStand();
    web.stand.simulator.faults.add('slow', { value: 1_500, command: trunkCommand });
    const page = await web.signedIn(auditor, { at: headOffice });
    await page.getByRole('button', { name: 'Audit now' }).click();
    await page.getByRole('button', { name: 'Stop waiting' }).click();
    await page.getByText('You stopped waiting.').waitFor();
    const client = await web.stand.as(auditor);
    for (let kept = 0; kept === 0; ) {
      const list = await client.get('/api/v1/tenants/Brightwater/groups/Head-Office/audits/');
      kept = list.json.audits.length;
    }
    await page.reload();
    await part(page, 'Licences').waitFor();
  },
);

/** Holds the reading of a kept audit until it is let go. */
async function heldReading(page: Page) {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const asked = page.waitForRequest(/format=json$/);
  await page.route(/format=json$/, async (route) => {
    await held;
    // Whoever asked may have gone.
    await route.continue().catch(() => undefined);
  });
  return { asked, letGo };
}

browserTest('who leaves while a new audit is being read is not brought back', async () => {
  await using web = await startBrowserStand();
  const page = await web.signedIn(auditor, { at: headOffice });
  const reading = await heldReading(page);
  await page.getByRole('button', { name: 'Audit now' }).click();
  const request = await reading.asked;
  await page.getByRole('link', { name: 'Records', exact: true }).click();
  await page.waitForURL('**/records?changes=true');
  reading.letGo();
  await page.getByText('No record fits these filters.').waitFor();
  // Its answer has come, or it was given up.
  await request.response().catch(() => null);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  assert.equal(new URL(page.url()).pathname, '/records');
});

browserTest('an audit under way goes on when its page is left, and is there again', async () => {
  await using web = await startBrowserStand();
  const { faults } = web.stand.simulator;
  const page = await web.signedIn(auditor, { at: headOffice });
  faults.add('slow', { value: 3_000, command: trunkCommand });
  await page.getByRole('button', { name: 'Audit now' }).click();
  await page.getByText(/[0-4] of 5 parts are done/).waitFor();
  await page.getByRole('link', { name: 'Records', exact: true }).click();
  await page.getByText('No record fits these filters.').waitFor();
  await page.goBack();
  await page.getByText(/of 5 parts are done|The audit took/).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Audit now' }).count(), 0);
  await page.getByText(/The audit took .*: complete/).waitFor();
  await part(page, 'Licences').waitFor();
  const audits = await (await web.stand.as(auditor)).get(
    '/api/v1/tenants/Brightwater/groups/Head-Office/audits/',
  );
  assert.equal(audits.json.audits.length, 1, 'it was taken once');
});

browserTest('who stops waiting while a new audit is being read is heard', async () => {
  await using web = await startBrowserStand();
  await audited(web, 'Head-Office');
  const page = await web.signedIn(auditor, { at: headOffice });
  await part(page, 'Licences').waitFor();
  const reading = await heldReading(page);
  await page.getByRole('button', { name: 'Audit again' }).click();
  await reading.asked;
  await page.getByRole('button', { name: 'Stop waiting' }).click();
  await page.getByText('You stopped waiting.').waitFor();
  reading.letGo();
  await part(page, 'Licences').waitFor();
  assert.equal(new URL(page.url()).search, '');
});

browserTest('only the API says that an audit is not kept: a broken line does not', async () => {
  await using web = await startBrowserStand();
  web.expected.push(/ERR_|status of 410/);
  const page = await web.signedIn(auditor, { at: headOffice });
  const kept = /format=json$/;
  await page.route(kept, (route) => route.abort());
  await page.getByRole('button', { name: 'Audit now' }).click();
  await page.getByText(/The audit took .*: complete/).waitFor();
  await page.getByText('Kept as record').waitFor();
  assert.match(new URL(page.url()).search, /^\?audit=/);
  await part(page, 'Licences').waitFor();

  await page.unroute(kept);
  await page.route(kept, (route) =>
    route.fulfill({ status: 410, json: { errors: [{ message: 'NOT_FOUND' }] } }),
  );
  await page.getByRole('button', { name: 'Close this message' }).click();
  await page.getByRole('button', { name: 'Audit again' }).click();
  await page.getByText('It is shown as it came, but is not among the kept audits').waitFor();
  assert.equal(new URL(page.url()).search, '');
});

browserTest('menus close by Escape, by a press elsewhere, and by a link followed', async () => {
  await using web = await startBrowserStand();
  await audited(web, 'Head-Office');
  const page = await web.signedIn(auditor, { at: headOffice });
  await part(page, 'Licences').waitFor();
  const open = page.locator('.group-head details[open]');
  const titles = page.locator('.group-head summary');
  assert.equal(await titles.count(), 3);
  for (const title of await titles.all()) {
    await title.click();
    assert.equal(await open.count(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await open.count(), 0);
    assert.ok(await title.evaluate((one) => one === document.activeElement));
    await title.click();
    await page.locator('h1').click();
    assert.equal(await open.count(), 0);
  }
  await page.getByText('Kept audits', { exact: true }).click();
  await page.locator('.chooser li a').click();
  await page.waitForURL((url) => url.searchParams.has('audit'));
  assert.equal(await open.count(), 0);
});

browserTest('licences: bars, marks, order, and the users behind each', async () => {
  await using web = await startBrowserStand();
  await audited(web, 'Head-Office');
  const page = await web.signedIn(auditor, { at: headOffice });
  const licences = part(page, 'Licences');
  await licences.waitFor();
  assert.equal(await page.title(), 'Salt, Stone & Daughters Ltd · Muster');
  const packs = licences.getByRole('region', { name: /^Service packs/ });
  const row = (name: string) => packs.getByRole('row').filter({ hasText: name });
  assert.match(await row('Premium-UC').innerText(), /EXHAUSTED/);
  assert.match(await row('Standard-Voice').innerText(), /unlimited/);
  assert.match(await row('Meeting-Room').innerText(), /authorised, not used/);
  assert.match(await row('Fax-Line').innerText(), /in use, NOT AUTHORISED/);

  const names = async () =>
    (await packs.locator('tbody th').allInnerTexts()).map((text) => text.trim());
  assert.equal((await names()).length, 5, 'what is neither authorised nor used is folded');
  await licences.getByLabel('Unused ones first').check();
  assert.equal((await names())[0], 'Meeting-Room');
  await packs.getByRole('button', { name: 'Used', exact: true }).click();
  assert.equal(
    await packs.getByRole('columnheader', { name: 'Used', exact: true }).getAttribute('aria-sort'),
    'descending',
  );
  assert.deepEqual((await names()).slice(0, 2), ['Meeting-Room', 'Premium-UC']);
  await licences.getByLabel('Also what is neither').check();
  assert.equal((await names()).length, 6);

  await packs.getByRole('button', { name: 'Premium-UC' }).press('Enter');
  const users = packs.getByRole('list', { name: 'Users that have Premium-UC' });
  assert.equal(await users.getByRole('link').count(), 10);
  const link = users.getByRole('link', { name: 'amelia.stone@brightwater.example.net' });
  assert.equal(
    await link.getAttribute('href'),
    '/users/Brightwater/Head-Office/amelia.stone%40brightwater.example.net',
  );
  await assertAccessible(page, 'a group with a licence opened');

  await licences.getByRole('searchbox').first().fill('zoe.fair');
  await packs.getByText('Had by').waitFor();
  assert.deepEqual(await names().then((all) => all.map((name) => name.split('\n')[0])), [
    'Fax-Line',
  ]);
});

browserTest('rows of one name stay apart, however the table is sorted', async () => {
  await using web = await startBrowserStand();
  await audited(web, 'Odd-Corner');
  const page = await web.signedIn(auditor, { at: '/groups/Brightwater/Odd-Corner' });
  const licences = part(page, 'Licences');
  await licences.getByLabel('Also what is neither').check();
  const rows = licences.locator('tbody tr');
  const count = await rows.count();
  const used = licences.getByRole('button', { name: 'Used', exact: true });
  for (let nth = 0; nth < 6; nth += 1) {
    for (const one of await used.all()) await one.click();
    assert.equal(await rows.count(), count);
  }
});

browserTest('a partial audit says first what is missing, and why', async () => {
  await using web = await startBrowserStand();
  await audited(web, 'fault-missing-heading');
  const page = await web.signedIn(auditor, { at: '/groups/Brightwater/fault-missing-heading' });
  const missing = page.locator('.missing');
  await missing.waitFor();
  assert.deepEqual(await missing.getByRole('link').allInnerTexts(), [
    'Licences',
    'Users',
    'Numbers',
  ]);
  await missing.getByRole('link', { name: 'Licences' }).click();
  assert.equal(new URL(page.url()).hash, '#part-licences');
  const licences = part(page, 'Licences');
  assert.match(await licences.innerText(), /no column "Usage"/);
  assert.match(await licences.innerText(), /GroupServiceGetAuthorizationListRequest/);
  assert.match(await licences.innerText(), /What to do:/);
  assert.equal(await licences.getByRole('table').count(), 0, 'nothing is shown in place of it');
  const users = await part(page, 'Users').innerText();
  assert.match(users, /unknown/);
  assert.doesNotMatch(users, /\(0\)/, 'not read is not none');
  await assertAccessible(page, 'a partial audit');
  await licences.getByRole('button', { name: 'Read it again' }).click();
  await page.getByText(/The audit took .*: partial/).waitFor();
});

browserTest('an audit that comes to nothing leaves its reason on the page', async () => {
  await using web = await startBrowserStand();
  web.expected.push(/status of 404/);
  const page = await web.signedIn(auditor, { at: '/groups/Brightwater/fault-permission' });
  await page.getByRole('button', { name: 'Audit now' }).click();
  const alert = page.getByRole('alert');
  await alert.getByText('The audit could not be taken').waitFor();
  assert.match(await alert.innerText(), /5404/);
  await assertAccessible(page, 'a refused audit');
  await page.goto(`${web.base}${headOffice}?audit=nobody-knows-it`);
  await page.getByText('This audit could not be shown').waitFor();
});

browserTest('an audit is downloaded in every format, as the server gives it', async () => {
  await using web = await startBrowserStand();
  const id = await audited(web, 'Head-Office', { parts: ['details', 'licences', 'instances'] });
  const page = await web.signedIn(auditor, { at: `${headOffice}?audit=${id}` });
  assert.match(await part(page, 'Service instances').innerText(), /Auto attendants/);
  assert.match(await part(page, 'Numbers').innerText(), /Not asked for/);
  await page.getByText('Download', { exact: true }).click();
  const client = await web.stand.as(auditor);
  const path = `/api/v1/tenants/Brightwater/groups/Head-Office/audits/${id}/`;
  const wanted: readonly (readonly [string, string, RegExp])[] = [
    ['JSON', 'format=json', /^Brightwater-Head-Office-\d{8}T\d{6}Z-audit\.json$/],
    ['ODIN shape', 'format=odin', /-odin\.json$/],
    ['ODIN shape, camel case', 'format=odin-camel', /-odin-camel\.json$/],
    ['Mercury shape', 'format=mercury', /-mercury\.json$/],
    ['licences.csv', 'format=csv&file=licences.csv', /-licences\.csv$/],
    ['instances.csv', 'format=csv&file=instances.csv', /-instances\.csv$/],
  ];
  for (const [button, query, name] of wanted) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: `Download ${button}`, exact: true }).click();
    const file = await download;
    assert.match(file.suggestedFilename(), name);
    // What fetch reads as text has lost the mark of its byte order.
    const text = (await readFile(await file.path(), 'utf8')).replace(/^\uFEFF/, '');
    assert.ok(text === (await client.get(`${path}?${query}`)).text, `${button} differs`);
  }
  assert.equal(await page.getByRole('button', { name: 'Download numbers.csv' }).count(), 0);
});

browserTest('names with markup and turned text are shown as text', async () => {
  const pack = '<img src=x onerror=alert(1)>';
  const groupId = '<script>alert(1)</script>';
  const demo = demoWorld();
  const world = parseWorld(
    JSON.stringify({
      schema: 'muster/world@1',
      release: demo.release,
      administrators: [{ userId: auditor, password: 'tide-table-7', loginType: 'System' }],
      serviceProviders: [
        {
          serviceProviderId: 'Mill',
          name: '<b>Mill</b>',
          isEnterprise: true,
          defaultDomain: 'mill.example.net',
          countryCode: '44',
          servicePacks: [
            { name: pack, description: '"><svg onload=alert(2)>', services: ['Call Waiting'] },
          ],
          groups: [
            {
              groupId,
              groupName: '<script>alert(1)</script> \u202egnp.exe',
              userLimit: 20,
              servicePacks: [{ name: pack, quantity: 5 }],
              userServices: ['Call Waiting'],
              users: [
                {
                  userId: '<i>a</i>@mill.example.net',
                  lastName: 'One',
                  firstName: '<b>x</b>',
                  servicePacks: [pack],
                },
                {
                  userId: 'b\u202ec\u200bd@mill.example.net',
                  lastName: 'Two',
                  firstName: 'Y',
                  servicePacks: [pack],
                },
              ],
            },
          ],
        },
      ],
    }),
    'hostile',
  );
  await using web = await startBrowserStand({ world });
  const page = await web.signedIn(auditor, { at: `/groups/Mill/${encodeURIComponent(groupId)}` });
  page.on('dialog', () => assert.fail('a name ran'));
  await page.getByRole('button', { name: 'Audit now' }).click();
  await part(page, 'Licences').getByRole('button', { name: pack }).click();
  assert.equal(
    await page.locator('h1 bdi').first().innerText(),
    '<script>alert(1)</script> U+202Egnp.exe',
  );
  assert.equal(await page.title(), '<script>alert(1)</script> [U+202E]gnp.exe · Muster');
  const users = page.getByRole('list', { name: `Users that have ${pack}` });
  assert.deepEqual(await users.getByRole('link').allInnerTexts(), [
    '<i>a</i>@mill.example.net',
    'bU+202EcU+200Bd@mill.example.net',
  ]);
  assert.equal(await page.locator('main img, main svg[onload], main script, main i').count(), 0);
  await assertAccessible(page, 'hostile names');
});

browserTest(
  'many users: only those in sight are drawn, all are found; on paper all of them',
  async () => {
    const world = generateWorld({ groups: 1, usersPerGroup: 400, numbersPerGroup: 400 });
    await using web = await startBrowserStand({ world });
    const page = await web.signedIn(auditor, { at: '/groups/SP0001/G00001' });
    await page.getByRole('button', { name: 'Audit now' }).click();
    const users = part(page, 'Users');
    const rows = users.locator('.user-window.tall li');
    await rows.first().waitFor();
    assert.ok((await rows.count()) < 100);
    assert.match((await rows.first().getAttribute('aria-setsize')) ?? '', /^[34]\d\d$/);
    await users.getByRole('searchbox', { name: 'Search users by id' }).fill('399');
    await users.getByText(/^1 of /).waitFor();
    await users.getByRole('searchbox', { name: 'Search users by id' }).fill('');
    await rows.first().waitFor();
    await page.emulateMedia({ media: 'print' });
    await users.locator('ul.user-rows').waitFor();
    assert.ok((await users.locator('ul.user-rows > li').count()) >= 300);
    assert.ok(!(await page.getByRole('button', { name: 'Audit again' }).isVisible()));
    assert.ok(
      await part(page, 'Licences').locator('tbody th').first().getByRole('button').isVisible(),
    );
  },
);

browserTest(
  'an old audit says so, and a phone shows all of it without scrolling sideways',
  async () => {
    let skew = -3 * 86_400_000;
    await using web = await startBrowserStand({ api: { now: () => Date.now() + skew } });
    await audited(web, 'Head-Office');
    skew = 0;
    const page = await web.signedIn(auditor, {
      at: headOffice,
      viewport: { width: 390, height: 844 },
    });
    await page.getByText('This audit is 3 days old.').waitFor();
    await page.getByRole('button', { name: 'Premium-UC' }).click();
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(wider, 0);
    await assertAccessible(page, 'a group on a phone');
  },
);
