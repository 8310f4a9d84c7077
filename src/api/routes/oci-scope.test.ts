// A foreign id is found wherever it stands, and the impact of a command is what its fields name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FieldValues } from '../../ocip/index.js';
import type { OciSouth } from '../../south/index.js';
import type { Caller } from '../caller.js';
import { impactOf, namedIn, outOfScope } from './oci-scope.js';

const own = { serviceProviderId: 'Northwind', groupId: 'Leeds' };
const caller: Caller = {
  id: 'a token',
  level: 8,
  scope: { kind: 'group', tenantId: 'Northwind', groupId: 'Leeds' },
  via: 'token',
  may: { change: true, store: false },
};

/** Knows nobody but one user. */
const road: OciSouth = {
  protocol: 'OCI-P',
  facts: undefined,
  connect: () => Promise.reject(new Error('not asked for')),
  ask: async ({ command }) => ({
    kind: 'reply',
    command,
    sentAt: 0,
    answeredAt: 0,
    reply: {
      type: 'UserGetListInGroupResponse',
      elements: [],
      tables: new Map([
        ['userTable', { name: 'userTable', headings: ['User Id'], rows: [['ada@example.net']] }],
      ]),
    },
  }),
};
const judged = (fields: FieldValues) =>
  outOfScope('GroupPaintRequest', namedIn(fields), { caller, road });

const innocent = fc.constantFrom(
  'colour',
  'coat',
  'searchCriteriaDn',
  'sortOrder',
  'departmentKey',
);
const culprits: readonly FieldValues[] = [
  { serviceProviderId: 'Northwind', groupId: 'York' },
  { serviceProviderId: 'Southwind', groupId: 'Leeds' },
  { serviceProviderId: 'Northwind' },
  { groupId: 'York' },
  { GroupId: ['Leeds', 'York'] },
  { newGroupId: 'York' },
  { enterpriseId: 'Southwind' },
  { userId: 'bob@example.net' },
  { serviceUserId: ['ada@example.net', 'bob@example.net'] },
  { groupExternalId: 'x7' },
  { resellerId: 'Any' },
];

test('a foreign id is found at every depth, in objects and lists', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...culprits),
      fc.array(fc.tuple(innocent, fc.boolean()), { maxLength: 10 }),
      async (culprit, way) => {
        const nested = way.reduce<FieldValues>(
          (inner, [name, isList]) => ({ hue: 'grey', [name]: isList ? ['a', inner] : inner }),
          culprit,
        );
        const fields = way.length === 0 ? { ...own, ...culprit } : { ...own, ...nested };
        // What is put beside the own ids at the top may hide nothing but itself.
        const isOwn =
          way.length === 0 && JSON.stringify(culprit) === '{"serviceProviderId":"Northwind"}';
        const reply = await judged(fields);
        assert.equal(reply === undefined, isOwn, JSON.stringify(fields));
      },
    ),
    { numRuns: 400 },
  );
});

test('what is inside the scope goes through, however it is nested', async () => {
  const fields: readonly FieldValues[] = [
    own,
    { ...own, userId: 'ada@example.net' },
    { userId: 'ada@example.net' },
    { trunkGroupKey: { ...own, name: 'Leeds PBX' } },
    { ...own, a: [{ b: { groupId: 'Leeds', agentUserId: ['ada@example.net'] } }] },
    { ...own, groupId: 'Leeds', callingLineIdName: null, phoneNumber: '+44-1632960101' },
  ];
  for (const one of fields) assert.equal(await judged(one), undefined, JSON.stringify(one));
});

test('the impact is what is named once, or the same each time, and never what only narrows', () => {
  const impact = (fields: FieldValues) => impactOf(namedIn(fields));
  assert.deepEqual(impact({ ...own, userId: 'ada@example.net' }), {
    tenantId: 'Northwind',
    groupId: 'Leeds',
    userId: 'ada@example.net',
  });
  assert.deepEqual(impact({ ...own, key: own }), { tenantId: 'Northwind', groupId: 'Leeds' });
  assert.deepEqual(impact({ ...own, key: { ...own, groupId: 'York' } }), { tenantId: 'Northwind' });
  assert.deepEqual(impact({ searchCriteriaExactGroup: own }), {});
  assert.deepEqual(impact({ groupId: null, hue: 'grey' }), {});
});

test('fields that are nested more deeply than any command are no command', () => {
  let deep: FieldValues = {};
  for (let at = 0; at < 50; at++) deep = { deep };
  assert.throws(() => namedIn(deep), { code: 'COMMAND_INVALID' });
});
