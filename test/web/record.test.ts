// One record in a real browser: the story of a change, what was taken out, hostile contents, and its proof, good and bad.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { loadDriver } from '../../src/ledger/sqlite/driver.js';
import type { Answer } from '../api-stand.js';
import { assertAccessible, browserTest, startBrowserStand } from './browser-stand.js';

const auditor = 'auditor@example.net';
const office = 'office@brightwater.example.net';
const amelia = 'amelia.stone@brightwater.example.net';
const group = '/api/v1/tenants/Brightwater/groups/Head-Office';
const forwarding = `${group}/users/${amelia}/services/call_forwarding_always/`;
const change = { active: true, forwardToPhoneNumber: '+441632960199' };

const idOf = ({ headers }: Answer) => headers.get('x-audit-record-id')!;
const pageOf = (answer: Answer) => `/records/${idOf(answer)}`;
const rows = (page: Page) => page.locator('button.seq-row');
const verify = async (page: Page) => {
  await page.getByRole('button', { name: 'Verify in this browser' }).click();
  const verdict = page.locator('.verdict');
  await verdict.waitFor();
  return verdict.innerText();
};
const assertNoSideways = async (page: Page) =>
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));

browserTest('a change is told: who, what, how it ended, and each message in turn', async () => {
  await using open = await startBrowserStand();
  const answer = await (await open.stand.as(office)).put(forwarding, change);
  const page = await open.signedIn(auditor, { at: pageOf(answer) });
  const title = page.getByRole('heading', { level: 1 });
  await title.waitFor();
  assert.equal(await title.innerText(), `${office} changed Call Forwarding Always of ${amelia}`);
  assert.equal(await page.locator('.headline .badge').innerText(), 'Succeeded');
  assert.match(await page.title(), /changed Call Forwarding Always/);

  const asked = page.locator('section', { hasText: 'What was asked' }).getByRole('row');
  assert.match(
    await asked.nth(2).innerText(),
    /forwardToPhoneNumber\s+\+441632960199\s+\+44163296/,
  );

  const told = await rows(page).allInnerTexts();
  const order = told.map((text) => /[A-Za-z]+(?:Request|Response)\w*/.exec(text)?.[0]);
  assert.deepEqual(order.slice(-4), [
    'UserCallForwardingAlwaysModifyRequest',
    'SuccessResponse',
    'UserCallForwardingAlwaysGetRequest',
    'UserCallForwardingAlwaysGetResponse',
  ]);
  const row = page.getByRole('button', { name: /request to BroadWorks OCI-P.*ModifyRequest/ });
  await row.focus();
  await page.keyboard.press('Enter');
  const message = page.locator('.message');
  const heading = message.getByRole('heading', { name: 'UserCallForwardingAlwaysModifyRequest' });
  assert.ok(await heading.evaluate((one) => one === document.activeElement), 'keyboard goes along');
  await message.getByText('<forwardToPhoneNumber>+441632960199</forwardToPhoneNumber>').waitFor();
  await assertAccessible(page, 'a record with a message open');
  await page.getByRole('button', { name: 'Close the message' }).click();
  assert.ok(await row.evaluate((one) => one === document.activeElement), 'and comes back');
  await page.getByRole('link', { name: 'All records of this user' }).click();
  await page.waitForURL(/\/records\?.*userId=amelia/);
});

browserTest('the search inside finds places in bodies and messages, and goes to each', async () => {
  await using open = await startBrowserStand();
  const answer = await (await open.stand.as(office)).put(forwarding, change);
  const page = await open.signedIn(auditor, {
    at: pageOf(answer),
    viewport: { width: 390, height: 800 },
  });
  const field = page.getByLabel('Search in this record');
  await field.fill('441632960199');
  const said = page.getByRole('search').getByRole('status');
  await page.getByText(/^4 in 4 texts$/).waitFor();
  await field.press('Enter');
  assert.equal(await said.innerText(), '1 of 4');
  assert.equal(await page.locator('mark.is-now').innerText(), '441632960199');
  assert.equal(await page.locator('.message').count(), 0);
  await field.press('Enter');
  await field.press('Enter');
  // The third place is in a message, which opens.
  await page.locator('.message mark.is-now').waitFor();
  assert.equal(await said.innerText(), '3 of 4');
  await assertNoSideways(page);
  await field.fill('there is no such text');
  await page.getByText('Not found').waitFor();
});

browserTest(
  'a secret that was taken out is marked, and hostile contents are only text',
  async () => {
    await using open = await startBrowserStand();
    const client = await open.stand.as(office);
    const secret = await client.put(`${group}/users/${amelia}/`, { password: 'Heron-4716-x' });
    const evil = '<script>document.title="evil"</script>\u202elive';
    const hostile = await client.put(forwarding, { ...change, forwardToPhoneNumber: evil });
    const page = await open.signedIn(auditor, { at: pageOf(secret) });
    await page.getByText('One place was taken out before anything was kept.').waitFor();
    const marked = await page.locator('.is-redacted').allInnerTexts();
    assert.deepEqual([...new Set(marked)], ['[redacted]']);
    assert.ok(!(await page.content()).includes('Heron-4716'));

    await page.goto(`${open.base}${pageOf(hostile)}`);
    await page.locator('.notice.bad', { hasText: 'It was refused' }).waitFor();
    assert.equal(await page.locator('main script').count(), 0);
    assert.notEqual(await page.title(), 'evil');
    const shown = await page.locator('main').innerText();
    assert.ok(shown.includes('<script>document.title='));
    assert.ok(shown.includes('U+202E') && !shown.includes('\u202e'));
    const title = page.getByRole('heading', { level: 1 });
    assert.match(await title.innerText(), /tried to change Call Forwarding/);
    const words = page.locator('.seq-words');
    assert.match(await words.innerText(), /<script>/);
    assert.match(await rows(page).last().innerText(), /refused/);
  },
);

browserTest(
  'a change of unknown outcome is told as such, and the lost answer is marked',
  async () => {
    await using open = await startBrowserStand();
    const client = await open.stand.as(office);
    open.stand.simulator.faults.add('cut@UserCallForwardingAlwaysModifyRequest');
    const answer = await client.put(forwarding, change);
    assert.equal(answer.status, 504);
    open.stand.simulator.faults.clear();
    const page = await open.signedIn(office, { at: pageOf(answer), colorScheme: 'dark' });
    const notice = page.locator('.outcome-unknown');
    assert.match(
      await notice.innerText(),
      /Nobody knows how this ended[\s\S]*may or may not have happened[\s\S]*not sent again/,
    );
    assert.equal(await notice.getByRole('link', { name: amelia }).count(), 1);
    assert.equal(await page.locator('.headline .badge').innerText(), 'Outcome unknown');
    assert.match(await rows(page).last().innerText(), /SOUTH_LOST\s*error/);
    await assertAccessible(page, 'an unknown outcome, dark');
  },
);

browserTest('contents that were not kept are never an empty body', async () => {
  await using open = await startBrowserStand();
  const answer = await (await open.stand.as('admin@brightwater.example.net')).post(
    `${group}/audits/`,
  );
  const page = await open.signedIn(auditor, { at: pageOf(answer) });
  await rows(page).first().click();
  // What was asked is told all the same; an answer has its length only.
  assert.match(await rows(page).first().innerText(), /\w+(?:Get|List)\w*Request/);
  assert.match(await rows(page).nth(1).innerText(), /content not kept, [\d,]+ bytes/);
  await page
    .locator('.message')
    .getByText(/^Not kept, by policy\. It had/)
    .first()
    .waitFor();
  assert.equal(await page.getByText('No body was sent.').count(), 1);
});

browserTest(
  'a record is verified in the browser, and the key is remembered once compared',
  async () => {
    await using open = await startBrowserStand();
    const answer = await (await open.stand.as(office)).put(forwarding, change);
    const page = await open.signedIn(office, { at: pageOf(answer) });
    assert.match(await verify(page), /✓ Proven[\s\S]*nobody has compared it in this browser yet/);
    const checks = await page.locator('.check').allInnerTexts();
    assert.equal(checks.length, 8);
    assert.ok(checks.every((text) => text.startsWith('✓')));
    assert.match(checks.at(-1)!, /The record shown[\s\S]*\d+ parts of what is shown equal/);
    await assertAccessible(page, 'a proven record');

    await page.locator('summary', { hasText: /^Compare$/ }).click();
    const pasted = page.getByLabel('Paste the key that you were told');
    await pasted.fill('another+00000000+key');
    await page.getByText('It is NOT the key that this server hands out.').waitFor();
    await pasted.fill(`  key   ${open.stand.records.verifierKey}  (proofs …)`);
    await page.getByRole('button', { name: 'It is the same: remember it' }).click();
    await page.getByText('You have compared it; this browser remembers it.').waitFor();

    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the proof' }).click();
    assert.match((await waiting).suggestedFilename(), /\.json$/);

    // Another key than the one that was compared is told loudly, and is not used.
    const { verifierKey } = open.stand.records;
    const other = verifierKey.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    await page.route('**/verifier_key/', (route) =>
      route.fulfill({ body: `${other}\n`, contentType: 'text/plain; charset=utf-8' }),
    );
    await page.reload();
    await page.getByText('THIS SERVER NOW HANDS OUT ANOTHER KEY').waitFor();
    assert.match(await verify(page), /✓ Proven/);
  },
);

browserTest(
  'a proof with one byte changed, and a record that was changed on the way, are not proven',
  async () => {
    await using open = await startBrowserStand();
    const answer = await (await open.stand.as(office)).put(forwarding, change);
    const page = await open.signedIn(auditor, { at: pageOf(answer) });
    await page.route('**/proof/', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      const changed = text.replace('\\"status\\":200', '\\"status\\":201');
      assert.notEqual(changed, text);
      await route.fulfill({ response, body: changed });
    });
    assert.match(await verify(page), /NOT PROVEN: the proof is wrong/);
    assert.match(await page.locator('.check.is-failed').innerText(), /Place in the ledger/);
    await page.unroute('**/proof/');

    await page.route(`**/audit_records/${idOf(answer)}/`, async (route) => {
      const response = await route.fetch();
      const record = (await response.json()) as Record<string, unknown>;
      await route.fulfill({ response, json: { ...record, author_id: 'mallory@example.net' } });
    });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /^mallory@example\.net changed/ }).waitFor();
    assert.match(await verify(page), /NOT PROVEN: what is shown differs/);
    assert.match(
      await page.locator('.check.is-failed').innerText(),
      /1 part differ[\s\S]*author_id[\s\S]*office@brightwater/,
    );
    await assertAccessible(page, 'a record that differs');
  },
);

browserTest('a record that was changed in the store underneath is not proven', async () => {
  await using open = await startBrowserStand();
  const answer = await (await open.stand.as(office)).put(forwarding, change);
  const database = (await loadDriver()).open(open.stand.place.path, { timeout: 5_000 });
  const swap = (from: string, to: string) =>
    database
      .prepare(
        `UPDATE entry SET header = CAST(replace(CAST(header AS TEXT), ?, ?) AS BLOB)
         WHERE CAST(header AS TEXT) LIKE ?`,
      )
      .run(`"status":${from}`, `"status":${to}`, `%${idOf(answer)}%`);
  try {
    assert.equal(Number(swap('200', '299').changes), 2);
    const page = await open.signedIn(auditor, { at: pageOf(answer) });
    await page.locator('.record-facts', { hasText: 'status 299' }).waitFor();
    assert.match(await verify(page), /NOT PROVEN/);
    swap('299', '200');
    // One byte of what opens it: the server itself sees that.
    open.expected.push(/status of 500/);
    const bend = (from: string, to: string) =>
      database
        .prepare(
          `UPDATE entry SET openings = unhex(replace(hex(openings), hex(?), hex(?)))
           WHERE CAST(header AS TEXT) LIKE ?`,
        )
        .run(from, to, `%${idOf(answer)}%`);
    bend('+441632960199', '+441632960198');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /is not what was entered/ }).waitFor();
    await page.getByRole('link', { name: 'To the ledger and its check' }).waitFor();
    bend('+441632960198', '+441632960199');
  } finally {
    // The stand verifies its whole ledger at the end.
    swap('299', '200');
    database.close();
  }
});

browserTest(
  'the record that comes in the place of a verified one is not called proven',
  async () => {
    await using open = await startBrowserStand();
    const record = await open.stand.records.recorder.open({
      endPointName: 'svc_v1:apio.tenant.group.user.acr',
      url: `${group}/users/${amelia}/services/acr/`,
      method: 'PUT',
      changes: true,
      actor: { id: office, role: '8' },
      impact: { tenantId: 'Brightwater', groupId: 'Head-Office', userId: amelia, instanceName: '' },
    });
    const page = await open.signedIn(auditor, { at: `/records/${record.id}` });
    await page.locator('.headline .badge', { hasText: 'Still running' }).waitFor();
    // It has not ended as far as the proof goes, and the proof may have been cut off.
    const said = await verify(page);
    assert.match(said, /PROVEN ONLY IN PART[\s\S]*That it has not ended is NOT proven/);
    assert.equal(await page.locator('.verdict.good').count(), 0);
    await assertAccessible(page, 'a record proven in part');
    await record.close({ status: 200, outcome: 'refused' });
    await page.getByRole('button', { name: 'Look again' }).click();
    // A refusal inside a success is one, here as in the list.
    await page.locator('.headline .badge.bad', { hasText: 'Refused' }).waitFor();
    assert.equal(await page.locator('.verdict').count(), 0);
    assert.match(await verify(page), /✓ Proven/);
  },
);

browserTest('values taken out of the proof prove nothing that is shown', async () => {
  await using open = await startBrowserStand();
  const answer = await (await open.stand.as(office)).put(forwarding, change);
  const page = await open.signedIn(auditor, { at: pageOf(answer) });
  await page.route('**/proof/', async (route) => {
    const response = await route.fetch();
    const proof = (await response.json()) as { entries: { openings: unknown[] }[] };
    for (const entry of proof.entries) entry.openings = entry.openings.map(() => null);
    await route.fulfill({ response, json: proof });
  });
  await page.getByRole('heading', { level: 1, name: /changed Call Forwarding/ }).waitFor();
  assert.match(await verify(page), /NOT PROVEN: what is shown differs/);
  assert.match(
    await page.locator('.check.is-failed').innerText(),
    /author_id · it is not in the proof/,
  );
});

browserTest('a long text outside the code view is shown by its beginning first', async () => {
  await using open = await startBrowserStand();
  const long = `start${'x'.repeat(40_000)}end`;
  const stored = await (await open.stand.as(auditor)).post('/api/v1/local/audit_records/', {
    end_point_name: 'svc_v1:harbour.tenant.group.users',
    end_point_full_url: `${group}/users/`,
    http_method: 'PUT',
    status_code: 200,
    request_data: JSON.stringify({ note: long }),
    request_payload: 'application/json',
  });
  const page = await open.signedIn(auditor, {
    at: `/records/${stored.json.stored[0].internal_id}`,
  });
  const asked = page.locator('section', { hasText: 'What was asked' });
  await asked.getByText(/^startx+$/).waitFor();
  await asked.getByRole('button', { name: 'Show all 40,008 characters' }).click();
  await asked.getByText(/^startx+end$/).waitFor();
});

browserTest('where storage is forbidden the record is verified all the same', async () => {
  await using open = await startBrowserStand();
  const answer = await (await open.stand.as(office)).put(forwarding, change);
  const page = await open.open();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  });
  await page.goto(`${open.base}${pageOf(answer)}`);
  await page.getByLabel('User name').fill(auditor);
  await page.getByLabel('Password').fill('tide-table-7');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  assert.match(await verify(page), /✓ Proven/);
  await page.locator('summary', { hasText: /^Compare$/ }).click();
  await page.getByRole('button', { name: 'It is the same: remember it' }).click();
  await page.getByText('This browser does not allow the page to remember anything.').waitFor();
});

browserTest('a browser that cannot check says so, and says nothing of the record', async () => {
  await using open = await startBrowserStand();
  const answer = await (await open.stand.as(office)).put(forwarding, change);
  const page = await open.open();
  await page.addInitScript(() => {
    Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
  });
  await page.goto(`${open.base}${pageOf(answer)}`);
  await page.getByLabel('User name').fill(auditor);
  await page.getByLabel('Password').fill('tide-table-7');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const said = await verify(page);
  assert.match(said, /This browser cannot check it[\s\S]*neither that it is right, nor/);
  assert.equal(await page.locator('.verdict.bad, .verdict.good').count(), 0);
});

browserTest(
  'an end user sees no messages and no proof, and is told so; others see nothing',
  async () => {
    await using open = await startBrowserStand();
    const answer = await (await open.stand.as(office)).put(forwarding, change);
    const page = await open.signedIn(amelia, { at: pageOf(answer) });
    await page
      .getByText('Messages to network elements are shown to administrators only.')
      .waitFor();
    await page.getByText(/A proof shows the messages to network elements/).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Verify in this browser' }).count(), 0);

    open.expected.push(/status of 404/);
    const other = await open.signedIn(amelia, {
      at: '/records/1d6a1b0e-54c2-4c1b-9d0e-6b8b3f2a7c11-1718000000.118532',
    });
    await other.getByRole('heading', { name: /There is no such record/ }).waitFor();
  },
);

browserTest(
  'hundreds of messages stay usable: runs are put together, and open to each',
  async () => {
    await using open = await startBrowserStand();
    const stored = await (await open.stand.as(auditor)).post('/api/v1/local/audit_records/', {
      end_point_name: 'svc_v1:harbour.tenant.group.users',
      end_point_full_url: `${group}/users/`,
      http_method: 'PUT',
      impacted_tenant_id: 'Brightwater',
      impacted_group_id: 'Head-Office',
      request_data: '[{"a":1},',
      request_payload: 'application/json',
      status_code: 200,
      south_data: messages(120),
    });
    assert.equal(stored.status, 201, stored.text);
    const page = await open.signedIn(auditor, {
      at: `/records/${stored.json.stored[0].internal_id}`,
    });
    await page.getByText('This record was handed over by another portal').waitFor();
    await page.getByText(`as told by ${auditor}`).waitFor();
    await page.getByText('The JSON ends in the middle: laid out as far as it goes.').waitFor();
    await page.getByText('120 exchanges of this sort').waitFor();
    assert.equal(await rows(page).count(), 1);
    await rows(page).first().click();
    await page.locator('.seq-box').waitFor();
    const drawn = await rows(page).count();
    assert.ok(drawn > 5 && drawn < 150, `${drawn} of 240 are drawn`);
    await page.getByLabel('Search in this record').fill('user-110@example.net');
    await page.getByLabel('Search in this record').press('Enter');
    await page.locator('.message mark.is-now').waitFor();
    await page.locator('button.seq-row[aria-pressed="true"]').waitFor();
    await assertAccessible(page, 'a long diagram');
  },
);

/** Exchanges of one sort, one after another. */
function messages(count: number) {
  const message = (nth: number, type: string, name: string, inside: string) => ({
    timestamp: (1_700_000_000 + nth + (type === 'answer' ? 0.5 : 0)).toFixed(6),
    id: `exchange-${nth}`,
    type,
    protocol: 'BS-OCI',
    content: `<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="x"><command xsi:type="${name}" xmlns="">${inside}</command></BroadsoftDocument>`,
    format: 'xml',
  });
  return [...Array(count).keys()].flatMap((nth) => [
    message(nth, 'request', 'UserModifyRequest22', `<userId>user-${nth}@example.net</userId>`),
    message(nth, 'answer', 'SuccessResponse', ''),
  ]);
}
