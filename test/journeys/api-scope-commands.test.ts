// Single commands of OCI-P for callers whom BroadWorks does not judge: their fields name nothing out of scope, whatever they
// are called, however deep they are.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  chiara,
  foreign,
  type Kind,
  objects,
  otherChiara,
  type Somebody,
  standWithEverybody,
} from '../api-scope-world.js';
import type { Stand } from '../api-stand.js';
import { isModify, type Params, told, walkOf } from '../api-walk.js';

const { sister } = objects;

let stand: Stand;
/** Callers with tokens, below system level. */
let tokens: readonly Somebody[];
let walk: ReturnType<typeof walkOf>;

before(async () => {
  const ready = await standWithEverybody();
  ({ stand } = ready);
  tokens = ready.everybody.filter(
    ({ kind, isSession }) => !isSession && kind !== 'nobody' && kind !== 'system',
  );
  walk = walkOf(stand, ready.signIns);
});
after(() => stand.close());

const send = (who: Somebody, command_name: string, more: object) =>
  walk.ask({
    who,
    route: stand.api.routes.find(({ operation }) => operation === 'sendOciCommand')!,
    params: { command_name },
    ...more,
  });

interface Command {
  readonly name: string;
  readonly body: object;
  /** Whose scope all of it is in. */
  readonly in: readonly Kind[];
  /** What its record names: tenant, group, user; undefined for any. */
  readonly impact: readonly (string | undefined)[];
}

const ofTwin = { serviceProviderId: 'Northwind', groupId: 'Head-Office' };
const ofHome = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };
const listIn = { serviceProviderId: 'Brightwater', GroupId: 'Head-Office' };
const any = [undefined, undefined, undefined];
const commands: readonly Command[] = [
  {
    name: 'GroupGetRequest22V5',
    body: ofHome,
    in: ['group', 'tenant'],
    impact: ['Brightwater', 'Head-Office', ''],
  },
  {
    name: 'GroupGetRequest22V5',
    body: { ...ofHome, groupId: 'Roma' },
    in: ['tenant'],
    impact: ['Brightwater', 'Roma', ''],
  },
  { name: 'GroupGetRequest22V5', body: ofTwin, in: [], impact: ['Northwind', 'Head-Office', ''] },
  {
    name: 'GroupGetRequest22V5',
    body: { ...ofHome, serviceProviderId: 'brightwater' },
    in: [],
    impact: any,
  },
  {
    name: 'GroupGetRequest22V5',
    body: { ...ofHome, serviceProviderId: ['Brightwater', 'Northwind'] },
    in: [],
    impact: any,
  },
  {
    name: 'GroupGetRequest22V5',
    body: { ...ofHome, serviceproviderid: 'Northwind' },
    in: [],
    impact: any,
  },
  { name: 'GroupGetRequest22V5', body: { ...ofHome, serviceProviderId: '' }, in: [], impact: any },
  {
    name: 'GroupGetRequest22V5',
    body: { groupId: 'Head-Office' },
    in: [],
    impact: ['', 'Head-Office', ''],
  },
  {
    name: 'GroupGetListInServiceProviderRequest',
    body: { serviceProviderId: 'Brightwater' },
    in: ['tenant'],
    impact: ['Brightwater', '', ''],
  },
  {
    name: 'GroupGetListInServiceProviderRequest',
    body: { serviceProviderId: 'Northwind' },
    in: [],
    impact: ['Northwind', '', ''],
  },
  { name: 'ServiceProviderGetListRequest', body: {}, in: [], impact: ['', '', ''] },
  {
    name: 'UserGetRequest22V9',
    body: { userId: chiara },
    in: ['user', 'group', 'tenant'],
    impact: [undefined, undefined, chiara],
  },
  {
    name: 'UserGetRequest22V9',
    body: { userId: sister.user_id },
    in: ['tenant'],
    impact: [undefined, undefined, sister.user_id],
  },
  {
    name: 'UserGetRequest22V9',
    body: { userId: otherChiara },
    in: [],
    impact: ['', '', otherChiara],
  },
  {
    name: 'UserGetRequest22V9',
    body: { userId: 'CHIARA.rossi@brightwater.example.net' },
    in: [],
    impact: any,
  },
  {
    name: 'UserGetListInGroupRequest',
    body: listIn,
    in: ['group', 'tenant'],
    impact: ['Brightwater', 'Head-Office', ''],
  },
  {
    name: 'UserGetListInGroupRequest',
    body: { ...listIn, searchCriteriaExactUserGroup: ofTwin },
    in: [],
    impact: any,
  },
  {
    name: 'UserGetListInGroupRequest',
    body: { ...listIn, serviceProviderId: 'Northwind' },
    in: [],
    impact: any,
  },
  {
    name: 'UserGetListInSystemRequest',
    body: { searchCriteriaExactUserGroup: ofHome },
    in: [],
    impact: any,
  },
  {
    name: 'GroupSomethingGetRequest',
    body: { ...ofHome, other: { deep: [{ userId: otherChiara }] } },
    in: [],
    impact: any,
  },
  {
    name: 'UserAnonymousCallRejectionModifyRequest',
    body: { userId: chiara, isActive: true },
    in: ['group', 'tenant'],
    impact: [undefined, undefined, chiara],
  },
  {
    name: 'UserAnonymousCallRejectionModifyRequest',
    body: { userId: otherChiara, isActive: true },
    in: [],
    impact: any,
  },
  {
    name: 'UserAnonymousCallRejectionModifyRequest',
    body: { userId: ' ', isActive: true },
    in: [],
    impact: any,
  },
  {
    name: 'GroupScheduleModifyRequest',
    body: {
      ...ofTwin,
      scheduleKey: { scheduleName: 'Bank Holidays', scheduleType: 'Holiday' },
      newScheduleName: 'Taken',
    },
    in: [],
    impact: any,
  },
  { name: 'GroupDeleteRequest', body: ofTwin, in: [], impact: any },
];

test('a command names nothing that is out of the scope of a token', async () => {
  assert.ok(tokens.length > 5);
  // One at a time, so that it is seen what went south for each.
  for (const who of tokens)
    for (const { name, body, in: kinds, impact } of commands) {
      const before = stand.simulator.commands.length;
      const answer = await send(who, name, { body, impact });
      const words = `${who.name}, ${name} ${JSON.stringify(body)}: ${answer.status} ${answer.text.slice(0, 300)}`;
      const sent = stand.simulator.commands.slice(before).filter((one) => one.name === name);
      const isKept = isModify({ name }) && !(who.mayChange && who.level >= 8);
      const mayAsk = kinds.includes(who.kind) && !isKept;
      // What tells whose a user is, is such a command too.
      if (!/^UserGet(?:ListInGroup)?Request/.test(name))
        assert.equal(sent.length, mayAsk ? 1 : 0, words);
      if (mayAsk) assert.equal(answer.status, 200, words);
      else assert.ok([400, 403, 404].includes(answer.status), words);
      if (isKept) assert.equal(answer.status, 403, words);
      assert.doesNotMatch(
        told(answer, {}).replaceAll(otherChiara, '<user>'),
        foreign[who.kind],
        words,
      );
    }
});

test('a command about a foreign object is answered like one about none', async () => {
  const pairs: readonly (readonly [string, Params, Params])[] = [
    ['GroupGetRequest22V5', ofTwin, { ...ofTwin, groupId: 'Nowhere' }],
    ['GroupGetRequest22V5', ofTwin, { ...ofTwin, serviceProviderId: 'Nowhere' }],
    ['UserGetRequest22V9', { userId: otherChiara }, { userId: 'no.body@northwind.example.com' }],
  ];
  for (const who of tokens.filter(({ level }) => level >= 8))
    for (const [command_name, ...bodies] of pairs) {
      const [some, none] = await Promise.all(
        bodies.map(async (body) =>
          told(await send(who, command_name, { body, impact: any }), body),
        ),
      );
      assert.equal(some, none, `${who.name}, ${command_name}`);
      assert.match(String(some), /^404 /);
    }
});

test('every one of these calls has a record, which names who called and what it touched', () =>
  walk.assertRecorded());
