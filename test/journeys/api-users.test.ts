// Users of a group over HTTP: who is listed, who may see whom, and how what goes south stays in the group of the path.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Caller } from '../../src/api/caller.js';
import { commandsOf, recordOf, within } from '../api-asking.js';
import { type Client, type Stand, startStand } from '../api-stand.js';

const domain = 'brightwater.example.net';
const headOffice = '/api/v1/tenants/Brightwater/groups/Head-Office/';
const amelia = `${headOffice}users/amelia.stone@${domain}/`;
const giulia = `/api/v1/tenants/Brightwater/groups/Roma/users/giulia.marchetti@${domain}/`;

/** Callers of tokens, whose department BroadWorks knows nothing of. */
const tokens: Readonly<Record<string, Caller>> = Object.fromEntries(
  [undefined, 'Sales'].map((department) => [
    `of-${department}`,
    {
      id: `token of ${department}`,
      level: 4,
      scope: { kind: 'department', tenantId: 'Brightwater', groupId: 'Head-Office', department },
      via: 'token',
      may: { change: true, store: false },
    },
  ]),
);

let time = Date.now();
let stand: Stand;
let system: Client;
let admin: Client;
before(async () => {
  stand = await startStand({
    api: { now: () => time, bearers: [async (token) => tokens[token]] },
  });
  system = await stand.as('auditor@example.net');
  admin = await stand.as(`office@${domain}`);
});
beforeEach(() => {
  stand.simulator.faults.clear();
  // Nothing is remembered from one test to the next.
  time += 61_000;
});
after(() => stand.close());

describe('users', () => {
  test('a group administrator lists the users, with null for what there is none of', async () => {
    const answer = await admin.get(`${headOffice}users/`);
    assert.equal(answer.status, 200);
    const { users } = within(answer);
    assert.equal(users.length, 18);
    const [first] = users;
    assert.deepEqual(first, {
      userId: `amelia.stone@${domain}`,
      firstName: 'Amelia',
      lastName: 'Stone',
      department: 'Board',
      phoneNumber: '+44-1632960101',
      phoneNumberActivated: true,
      extension: '101',
      emailAddress: `amelia.stone@${domain}`,
      inTrunkGroup: false,
      countryCode: '44',
      nationalPrefix: '0',
    });
    const hana = users.find(({ firstName }: { firstName: string }) => firstName === 'Hana');
    assert.deepEqual(
      [hana.phoneNumber, hana.phoneNumberActivated, hana.extension, hana.emailAddress],
      [null, null, null, null],
    );
  });

  test('an end user sees itself, a department administrator the department', async () => {
    const user = await stand.as(`amelia.stone@${domain}`);
    const { users } = within(await user.get(`${headOffice}users/`));
    assert.deepEqual(users, [
      {
        userId: `amelia.stone@${domain}`,
        firstName: 'Amelia',
        lastName: 'Stone',
        department: 'Board',
        phoneNumber: '+44-1632960101',
        extension: '101',
        emailAddress: `amelia.stone@${domain}`,
        countryCode: '44',
        nationalPrefix: '0',
      },
    ]);
    const sales = await stand.as(`sales@${domain}`);
    const own = within(await sales.get(`${headOffice}users/`)).users;
    assert.equal(own.length, 5);
    assert.ok(own.every(({ department }: { department: string }) => department === 'Sales'));
  });

  test('a token of a department sees that department, and without a department nobody', async () => {
    const sales = within(await stand.bearing('of-Sales').get(`${headOffice}users/`)).users;
    assert.equal(sales.length, 5);
    assert.ok(sales.every(({ department }: { department: string }) => department === 'Sales'));
    const none = await stand.bearing('of-undefined').get(`${headOffice}users/`);
    assert.deepEqual(within(none), { users: [] });
  });

  test('a group that is not there is 404, and one that does not tell its users no empty list', async () => {
    const answer = await system.get('/api/v1/tenants/Brightwater/groups/Nowhere/users/');
    assert.equal(answer.status, 404);
    assert.equal(answer.json.errors[0].details.error_code, '4007');
    stand.simulator.faults.add('missing-table@UserGetListInGroupRequest');
    assert.equal((await system.get(`${headOffice}users/`)).status, 502);
  });

  test('the profile spells the number as the list does', async () => {
    const answer = await admin.get(amelia);
    assert.equal(answer.status, 200);
    const profile = within(answer);
    assert.equal(profile.phoneNumber, '+44-1632960101');
    assert.equal(profile.nationalPhoneNumber, '1632960101');
    assert.deepEqual(
      [profile.tenantId, profile.groupId, profile.department, profile.title, profile.accessDevice],
      ['Brightwater', 'Head-Office', 'Board', null, null],
    );
    assert.equal((await recordOf(stand, answer)).impacted_user_id, `amelia.stone@${domain}`);
  });

  test('services and packs with what is assigned, under the name that APIO gives them', async () => {
    const { summary, assignementStatus } = within(await admin.get(`${amelia}services/`));
    const has = (list: readonly { name: string; assigned: boolean }[], name: string) =>
      list.find((one) => one.name === name)?.assigned;
    assert.equal(has(assignementStatus.servicePacks, 'Premium-UC'), true);
    assert.equal(has(assignementStatus.servicePacks, 'Meeting-Room'), false);
    assert.equal(has(assignementStatus.services, 'Executive'), true);
    assert.equal(has(assignementStatus.services, 'Push to Talk'), false);
    assert.equal(summary.services.available, assignementStatus.services.length);
    assert.equal(summary.servicePacks.assigned, 1);
  });
});

describe('a user belongs to the tenant and group of the path', () => {
  const elsewhere = giulia.replace('Roma', 'Head-Office');

  test('a user of another group is answered like one that is not there, for every level', async () => {
    for (const client of [system, admin, await stand.as(`sales@${domain}`)])
      for (const path of ['', 'services/', 'services/acr/']) {
        const other = await client.get(elsewhere + path);
        const none = await client.get(`${headOffice}users/giulia.marchetti@example.net/${path}`);
        assert.deepEqual([other.status, none.status], [404, 404], path);
        assert.deepEqual(Object.keys(other.json.errors[0].details).sort(), [
          'detail',
          'error_code',
          'level',
          'reason',
          'summary',
        ]);
        assert.equal(other.json.errors[0].code, none.json.errors[0].code);
      }
  });

  test('no change about a user of another group goes south', async () => {
    const commands = await commandsOf(stand, async () => {
      const answer = await system.put(`${elsewhere}services/acr/`, { active: true });
      assert.equal(answer.status, 404);
    });
    assert.deepEqual(commands, ['UserGetListInGroupRequest']);
  });

  test('a department administrator reaches the own department only', async () => {
    const of = (name: string) => `${headOffice}users/${name}@${domain}/services/acr/`;
    const session = await stand.as(`sales@${domain}`);
    for (const client of [session, stand.bearing('of-Sales')]) {
      assert.equal((await client.get(of('chiara.rossi'))).status, 200);
      assert.equal((await client.get(of('dana.price'))).status, 404);
    }
    assert.equal((await stand.bearing('of-undefined').get(of('chiara.rossi'))).status, 404);
  });

  test('an end user reaches itself only', async () => {
    const user = await stand.as(`amelia.stone@${domain}`);
    assert.equal((await user.get(`${amelia}services/acr/`)).status, 200);
    const other = await user.get(`${headOffice}users/ben.okoro@${domain}/services/acr/`);
    assert.equal(other.status, 404);
  });

  test('a yes is remembered for a minute, a no is not', async () => {
    const looks = async (path: string) =>
      (await commandsOf(stand, () => system.get(path))).filter(
        (name) => name === 'UserGetListInGroupRequest',
      ).length;
    assert.deepEqual([await looks(amelia), await looks(amelia)], [1, 0]);
    time += 60_000;
    assert.equal(await looks(amelia), 1);
    assert.deepEqual([await looks(elsewhere), await looks(elsewhere)], [1, 1]);
  });
});

test('on a release before 24 the profile is what the list tells', async () => {
  await using old = await startStand({ simulator: { release: '22' } });
  const client = await old.as('auditor@example.net');
  const answer = await client.get(amelia);
  assert.equal(answer.status, 200);
  assert.equal(within(answer).phoneNumber, '+44-1632960101');
  assert.ok(!('timeZone' in within(answer)));
});
