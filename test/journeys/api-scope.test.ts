// Who sees what: every end point, called by everybody, about what is theirs, what is others' and what is not there. What is
// expected is written down here a second time, by other words than in the routes, so that a mistake there is not repeated.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Route } from '../../src/api/index.js';
import {
  chiara,
  foreign,
  ids,
  type Kind,
  type ObjectName,
  objects,
  otherChiara,
  type Somebody,
  standWithEverybody,
} from '../api-scope-world.js';
import type { Stand } from '../api-stand.js';
import { each, isModify, type Params, told, walkOf } from '../api-walk.js';

/** What an end point is about; every one must be in here. */
const about: readonly (readonly [
  RegExp,
  'all' | 'signedIn' | 'list' | 'tenant' | 'group' | 'user' | 'record' | 'oci',
])[] = [
  [/^(?:live|ready|metrics|describe|readReference|readReferenceStyle|signIn|signInByLink)$/, 'all'],
  [
    /^(?:whoAmI|signOut|getCheckpoint|getVerifierKey|getLedger|listLedgerEntries|listAuditRecords|searchAuditRecords|listAuditRecordSummaries|followAuditRecords|storeAuditRecords|listConnectors)$/,
    'signedIn',
  ],
  [/^(?:find|listTenants|listGroups|listUsers)$/, 'list'],
  [/^(?:getTenant|auditTrunks)$/, 'tenant'],
  [
    /^(?:getGroup(?:Licenses|Services|Numbers|TrunkCapacity)?|auditGroup|listAudits|(?:list|get|rename)Schedules?)$/,
    'group',
  ],
  [/^(?:getUser\w*|changeUser\w+)$/, 'user'],
  [/^(?:getAuditRecord|proveAuditRecord|getAudit)$/, 'record'],
  [/^sendOciCommand$/, 'oci'],
];
const kindOf = ({ operation }: Route) => about.find(([form]) => form.test(operation))?.[1];
const isChange = ({ operation }: Route) => /^(?:change|rename)/.test(operation);

/** Which objects each sees, by what the end point is about. */
const sees: Readonly<
  Record<Kind, Readonly<Record<'tenant' | 'group' | 'user', readonly ObjectName[]>>>
> = {
  nobody: { tenant: [], group: [], user: [] },
  user: { tenant: [], group: [], user: ['home'] },
  department: { tenant: [], group: [], user: ['home'] },
  group: { tenant: [], group: ['home'], user: ['home', 'colleague'] },
  tenant: { tenant: ['home'], group: ['home', 'sister'], user: ['home', 'colleague', 'sister'] },
  reseller: { tenant: ['twin'], group: ['twin'], user: ['twin'] },
  system: {
    tenant: ['home', 'twin'],
    group: ['home', 'sister', 'twin'],
    user: ['home', 'colleague', 'sister', 'twin'],
  },
};
/** Different objects of each kind; of a tenant there is one group less to tell apart. */
const distinct = {
  tenant: ['home', 'twin'],
  group: ['home', 'sister', 'twin'],
  user: ['home', 'colleague', 'sister', 'twin'],
} as const;

const { home, sister, twin } = objects;
/**
 * None of these is there, whoever asks; some are made of parts that are. BroadWorks itself drops the space around an id:
 * what is done under such a one would be recorded as done to another object.
 */
const absent = {
  tenant: {
    'no such tenant': ids('Nowhere', 'Head-Office', chiara, 'Bank Holidays'),
    'another case': ids('brightwater', 'Head-Office', chiara, 'Bank Holidays'),
    'another case of another': ids('NORTHWIND', 'Head-Office', otherChiara, 'Bank Holidays'),
    'a space behind': ids('Northwind ', 'Head-Office', otherChiara, 'Bank Holidays'),
    dots: ids('Brightwater/../Northwind', 'Head-Office', otherChiara, 'Bank Holidays'),
  },
  group: {
    'no such group': ids('Brightwater', 'No-Office', chiara, 'Bank Holidays'),
    'no such group there': ids('Northwind', 'No-Office', otherChiara, 'Bank Holidays'),
    'a group of the other tenant': ids('Brightwater', 'Harbour', otherChiara, 'Bank Holidays'),
    'another case': ids('Brightwater', 'HEAD-office', chiara, 'Bank Holidays'),
    'a space behind': ids('Brightwater', 'Head-Office ', chiara, 'Bank Holidays'),
    'a tab before': ids('\tBrightwater', 'Head-Office', chiara, 'Bank Holidays'),
    dots: ids('Brightwater', '../../Northwind/groups/Head-Office', otherChiara, 'Bank Holidays'),
  },
  user: {
    'no such user': ids('Brightwater', 'Head-Office', 'chiara.russo@brightwater.example.net', ''),
    'no such user in that group': { ...sister, user_id: 'giulia.rossi@brightwater.example.net' },
    'no such user there': ids('Northwind', 'Head-Office', 'chiara.russo@northwind.example.com', ''),
    'a user of another group': { ...home, user_id: sister.user_id },
    'a user of another tenant': { ...home, user_id: twin.user_id },
    'a user of that name': { ...twin, user_id: home.user_id },
    'a space behind': { ...home, user_id: `${chiara} ` },
    'a space behind the group': { ...home, group_id: 'Head-Office ' },
    'another case': { ...home, user_id: 'Chiara.Rossi@brightwater.example.net' },
    dots: { ...home, user_id: `../../Roma/users/${sister.user_id}` },
  },
} as const;

let stand: Stand;
let everybody: readonly Somebody[];
let routes: readonly Route[];
let walk: ReturnType<typeof walkOf>;

before(async () => {
  const ready = await standWithEverybody();
  ({ stand, everybody } = ready);
  routes = stand.api.routes;
  walk = walkOf(stand, ready.signIns);
});
after(() => stand.close());

const ask = (who: Somebody, route: Route, params: Params, query?: string) =>
  walk.ask({ who, route, params, body: bodyOf(route, params), ...(query && { query }) });

/** Whoever may rename a schedule is told that there is one of this name, its own: nothing changes for the others. */
function bodyOf({ operation, body, example }: Route, { instance_name }: Params): unknown {
  if (operation === 'renameSchedule') return { name: instance_name };
  return body === undefined ? undefined : example?.body;
}

const asked = (who: Somebody, { operation }: Route, what: string) =>
  `${who.name || 'nobody'} (${who.kind}), ${operation}, ${what}`;
const objectRoutes = (kind: 'tenant' | 'group' | 'user') =>
  routes.filter((route) => kindOf(route) === kind);
const kinds = ['tenant', 'group', 'user'] as const;

test('every end point is filed here', () => {
  for (const route of routes) {
    assert.ok(kindOf(route), `${route.operation} is new: say here what it is about`);
    if (route.changes === true) assert.ok(isChange(route), route.operation);
  }
});

test('nobody gets nothing', async () => {
  const nobody = everybody[0]!;
  const before = stand.simulator.commands.length;
  const closed = routes.filter((route) => kindOf(route) !== 'all');
  await each(closed, async (route) => {
    for (const object of Object.values(objects)) {
      const answer = await ask(nobody, route, { ...route.example?.params, ...object });
      assert.equal(answer.status, 401, asked(nobody, route, object.tenant_id));
      assert.doesNotMatch(answer.text, foreign.nobody);
    }
  });
  assert.equal(stand.simulator.commands.length, before);
});

/** Every call of all who are signed in, on each end point of a kind, about what `which` gives. */
const callsOf = <T>(kind: (typeof kinds)[number], which: (who: Somebody) => readonly T[]) =>
  everybody
    .slice(1)
    .flatMap((who) =>
      objectRoutes(kind).flatMap((route) => which(who).map((what) => ({ who, route, what }))),
    );

/** Answers about what is not there, by who asks, end point and what is absent. */
async function answersToAbsent(kind: (typeof kinds)[number], wrong: string[]) {
  const answers = new Map<string, string>();
  const calls = callsOf(kind, () => Object.entries<Params>(absent[kind]));
  await each(calls, async ({ who, route, what: [name, params] }) => {
    const answer = await ask(who, route, params);
    const words = asked(who, route, name);
    const text = told(answer, params);
    answers.set(words, text);
    const isOwnTenant = sees[who.kind].tenant.some(
      (one) => objects[one].tenant_id === params.tenant_id,
    );
    // Kept audits are found by their records alone: of groups that never were there are none.
    const isNone = route.operation === 'listAudits' && isOwnTenant && answer.status === 200;
    if (isNone) assert.deepEqual(answer.json.audits, [], words);
    const isRefusedChange = isChange(route) && !who.mayChange && answer.status === 403;
    if (!isNone && !isRefusedChange && answer.status !== 404) wrong.push(`${words}: ${text}`);
    if (foreign[who.kind].test(text)) wrong.push(`${words}: ${text}`);
  });
  return answers;
}

/** What an object that is out of sight must look like. */
const like: Readonly<
  Record<(typeof kinds)[number], Readonly<Partial<Record<ObjectName, string>>>>
> = {
  tenant: { home: 'no such tenant', twin: 'no such tenant' },
  group: { home: 'no such group', sister: 'no such group', twin: 'no such group there' },
  user: {
    home: 'no such user',
    colleague: 'no such user',
    sister: 'no such user in that group',
    twin: 'no such user there',
  },
};

/** Of what is put together of parts that are there, nothing more is told than of what is not. */
const misplaced = ['a user of another group', 'a user of another tenant', 'another case', 'dots'];

for (const kind of kinds)
  test(`what is out of sight of a ${kind} is as if it were not there, and nothing is changed`, async () => {
    const before = stand.simulator.commands.length;
    const wrong: string[] = [];
    const toAbsent = await answersToAbsent(kind, wrong);
    const calls = callsOf(kind, (who) =>
      distinct[kind].filter((name) => !sees[who.kind][kind].includes(name)),
    );
    assert.ok(calls.length > 30);
    await each(calls, async ({ who, route, what }) => {
      const text = told(await ask(who, route, objects[what]), objects[what]);
      const words = asked(who, route, what);
      if (!text.startsWith('404 ') || foreign[who.kind].test(text)) wrong.push(`${words}: ${text}`);
      const none = toAbsent.get(asked(who, route, like[kind][what] as string));
      if (text !== none) wrong.push(`${words}: ${text}, of none: ${none}`);
    });
    if (kind === 'user')
      for (const { who, route, what } of callsOf(kind, () => misplaced)) {
        const [some, none] = [what, 'no such user'].map((one) =>
          toAbsent.get(asked(who, route, one)),
        );
        if (some !== none) wrong.push(`${asked(who, route, what)}: ${some}, of none: ${none}`);
      }
    assert.deepEqual(
      wrong.slice(0, 10).map((one) => one.slice(0, 700)),
      [],
      `${wrong.length} answers are wrong`,
    );
    assert.deepEqual(stand.simulator.commands.slice(before).filter(isModify), []);
  });

for (const kind of kinds)
  test(`a ${kind} in sight is read by all, and changed by those who may`, async () => {
    const before = stand.simulator.commands.length;
    let changed = 0;
    await each(
      callsOf(kind, (who) => sees[who.kind][kind]),
      async ({ who, route, what }) => {
        const answer = await ask(who, route, objects[what]);
        const words = `${asked(who, route, what)}: ${answer.status} ${answer.text.slice(0, 300)}`;
        assert.doesNotMatch(told(answer, objects[what]), foreign[who.kind], words);
        if (isChange(route) && !who.mayChange) {
          assert.equal(answer.status, 403, words);
          assert.equal(answer.json.errors[0].message, 'NOT_PERMITTED', words);
          return;
        }
        const isRename = route.operation === 'renameSchedule';
        assert.equal(answer.status, isRename ? 409 : 200, words);
        if (isChange(route) && !isRename) changed += 1;
      },
    );
    assert.equal(stand.simulator.commands.slice(before).filter(isModify).length, changed);
  });

/** What each finds in lists; `staff` are all of the main group. */
const lists = {
  user: { tenants: ['Brightwater'], groups: ['Head-Office'], users: 1 },
  department: { tenants: ['Brightwater'], groups: ['Head-Office'], users: 5 },
  group: { tenants: ['Brightwater'], groups: ['Head-Office'], users: 18 },
  tenant: { tenants: ['Brightwater'], groups: 6, users: 18 },
  reseller: { tenants: ['Liberty', 'Meridian', 'Northwind'], groups: 404, users: 404 },
  system: { tenants: ['Brightwater', 'Liberty', 'Meridian', 'Northwind'], groups: 6, users: 18 },
} as const;

test('lists hold what is in sight, and are not there for what is not', async () => {
  const route = (name: string) => routes.find(({ operation }) => operation === name)!;
  await each(everybody.slice(1), async (who) => {
    const kind = who.kind as Exclude<Kind, 'nobody'>;
    const expected = lists[kind];
    const { id, profile } = (await ask(who, route('whoAmI'), {})).json;
    assert.deepEqual([id, profile.user_level], [who.name, who.level]);
    const tenants = await ask(who, route('listTenants'), {});
    const names = tenants.json.tenants.map(({ tenantId }: { tenantId: string }) => tenantId);
    assert.deepEqual(names.sort(), [...expected.tenants], who.name);
    const groups = await ask(who, route('listGroups'), objects.home);
    const users = await ask(who, route('listUsers'), objects.home);
    for (const answer of [tenants, groups, users])
      assert.doesNotMatch(told(answer, objects.home), foreign[kind], `${who.name} ${answer.text}`);
    if (kind === 'reseller') {
      assert.deepEqual([groups.status, users.status], [404, 404]);
      const own = await ask(who, route('listUsers'), objects.twin);
      assert.deepEqual(
        own.json.users.map(({ userId }: { userId: string }) => userId),
        [otherChiara],
      );
      return;
    }
    const groupIds = groups.json.groups.map(({ groupId }: { groupId: string }) => groupId);
    if (typeof expected.groups === 'number') assert.equal(groupIds.length, expected.groups);
    else assert.deepEqual(groupIds, expected.groups);
    assert.equal(users.json.users.length, expected.users, who.name);
    for (const params of [objects.twin, ids('Nowhere', 'Head-Office', '', '')]) {
      const far = await ask(who, route('listUsers'), params);
      if (kind !== 'system') assert.equal(far.status, 404, `${who.name} ${far.text}`);
    }
    const [there, nowhere] = await Promise.all(
      [sister, { ...sister, group_id: 'Nowhere' }].map(async (params) =>
        told(await ask(who, route('listUsers'), params), params),
      ),
    );
    if (who.level < 12) assert.equal(there, nowhere, who.name);
  });
});

/** Who is found by the name that two have. */
const foundBy: Readonly<Record<Exclude<Kind, 'nobody'>, readonly string[]>> = {
  user: [chiara],
  department: [chiara],
  group: [chiara],
  tenant: [chiara],
  reseller: [otherChiara],
  system: [chiara, otherChiara],
};

test('what is found is in sight, whatever is looked for', async () => {
  const find = routes.find(({ operation }) => operation === 'find')!;
  await each(everybody.slice(1), async (who) => {
    const kind = who.kind as Exclude<Kind, 'nobody'>;
    const namesakes = await ask(who, find, {}, '?q=Rossi,%20chiara');
    const userIds = namesakes.json.users.items.map(({ userId }: { userId: string }) => userId);
    assert.deepEqual(userIds.sort(), [...foundBy[kind]], `${who.name} ${namesakes.text}`);
    for (const q of ['or', 'ea', 'it', '163', '01632960951', '1632960', '101', 'exam']) {
      const answer = await ask(who, find, {}, `?limit=100&q=${q}`);
      assert.equal(answer.status, 200, answer.text);
      assert.doesNotMatch(answer.text, foreign[kind], `${who.name} ${q} ${answer.text}`);
    }
  });
});

test('every one of these calls has a record, which names who called and what it touched', () =>
  walk.assertRecorded());
