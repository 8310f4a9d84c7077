// A trunk audit in the shape of the odins_spear script: never a sum of what is no number.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { known, notApplicable, outOfScope, partial, refusal, unknown } from '../../test/audits.js';
import { comparison, groupTrunks, sum, trunkAudit, trunks } from '../../test/trunk-audits.js';
import { formatTrunkOdin, odinTrunkResult } from './odin-trunks.js';

test('the whole tree in the order of the script', () => {
  const text = [...formatTrunkOdin(trunkAudit(partial(trunks, refusal)))].join('');
  const found = JSON.parse(text);
  assert.deepEqual(Object.keys(found), [
    'serviceProviderId',
    'maxActiveCalls',
    'burstingMaxActiveCalls',
    'groupsCallCapacityTotal',
    'groupsBurstingCallCapacityTotal',
    'groups',
    'callCapacityDifference',
    'burstingCallCapacityDifference',
  ]);
  assert.equal(
    JSON.stringify(found.groups[0]),
    JSON.stringify({
      groupId: 'Anchor',
      groupName: 'Anchor Ltd',
      maxActiveCalls: 20,
      burstingMaxAvailableActiveCalls: -1,
      burstingMaxActiveCalls: 5,
      trunkGroups: [
        { name: 'Anchor-SIP', maxActiveCalls: 8, burstingMaxActiveCalls: 3 },
        { name: 'Anchor-Fax', maxActiveCalls: 4, burstingMaxActiveCalls: null },
      ],
      trunkGroupsCallCapacityTotal: 12,
      trunkGroupsBurstingCallCapacityTotal: 3,
      callCapacityDifference: 8,
      burstingCallCapacityDifference: 2,
    }),
  );
});

test('a total is -1 with something unlimited in it, and null with something unknown', () => {
  const found = odinTrunkResult(trunkAudit(known(trunks)));
  assert.equal(found.groupsCallCapacityTotal, null);
  assert.equal(found.maxActiveCalls, 100);
  assert.equal(found.burstingMaxActiveCalls, -1);
  assert.equal(found.groups?.[2]?.trunkGroupsCallCapacityTotal, -1);
  assert.equal(found.groups?.[2]?.callCapacityDifference, null);
  assert.equal(found.groups?.[1]?.callCapacityDifference, -20);
  const mixed = { ...trunks, calls: comparison(100, sum(5, 1, 1), 'unknown', 'unknown') };
  assert.equal(odinTrunkResult(trunkAudit(known(mixed))).groupsCallCapacityTotal, null);
});

test('a group without the service and a group that could not be read differ', () => {
  const groups = odinTrunkResult(trunkAudit(known(trunks))).groups ?? [];
  const [unread, without] = [groups[3], groups[4]];
  for (const group of [unread, without]) {
    assert.equal(group?.maxActiveCalls, null);
    assert.equal(group?.burstingMaxAvailableActiveCalls, null);
    assert.equal(group?.callCapacityDifference, null);
    assert.equal(group?.groupName, null);
  }
  assert.equal(unread?.trunkGroups, null);
  assert.deepEqual(without?.trunkGroups, []);
});

test('without a value every figure and the groups are null', () => {
  for (const part of [unknown(refusal), outOfScope(refusal), notApplicable('none')]) {
    const { serviceProviderId, ...rest } = odinTrunkResult(trunkAudit(part));
    assert.equal(serviceProviderId, 'HarbourTel');
    assert.deepEqual(new Set(Object.values(rest)), new Set([null]));
  }
  const bare = { ...trunks, capacity: 'outOfScope', groups: [groupTrunks('__proto__')] } as const;
  const found = odinTrunkResult(trunkAudit(known(bare)));
  assert.equal(found.maxActiveCalls, null);
  assert.equal(found.groups?.[0]?.groupId, '__proto__');
});
