import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Absence, Amount, Trunking } from './model.js';
import type { Comparison, TrunkGroup } from './trunk-model.js';
import { compare, type GroupFacts, groupTrunksOf, providerTrunksOf } from './trunk-sums.js';

type Figure = Amount | Absence;

const calls = fc.nat(100_000);
const words = fc.constantFrom<Exclude<Figure, number>>(
  'unlimited',
  'unknown',
  'notOnThisRelease',
  'outOfScope',
  'notApplicable',
);
const figure: fc.Arbitrary<Figure> = fc.oneof(calls, words);
const figures = fc.array(figure, { maxLength: 12 });

const cases: readonly (readonly [
  string,
  Figure,
  readonly Figure[],
  Comparison['below'],
  Comparison['difference'],
  Comparison['isOver'],
])[] = [
  ['nothing below', 10, [], sum(0), 10, false],
  ['less than there is', 10, [4, 5], sum(9), 1, false],
  ['exactly what there is', 10, [4, 6], sum(10), 0, false],
  ['more than there is', 10, [4, 7], sum(11), -1, true],
  ['nothing granted, nothing used', 0, [0], sum(0), 0, false],
  ['unlimited below a limit', 10, [1, 'unlimited'], sum(1, 1), 'notApplicable', true],
  [
    'unlimited and unknown below',
    10,
    ['unlimited', 'unknown'],
    sum(0, 1, 1),
    'notApplicable',
    true,
  ],
  ['unknown below', 10, [4, 'unknown'], sum(4, 0, 1), 'unknown', 'unknown'],
  ['over whatever is unknown', 10, [11, 'unknown'], sum(11, 0, 1), 'unknown', true],
  [
    'no such figure, and no right to see it',
    10,
    ['notOnThisRelease', 'outOfScope'],
    sum(0, 0, 2),
    'unknown',
    'unknown',
  ],
  ['children it does not apply to', 10, ['notApplicable', 3], sum(3), 7, false],
  ['unlimited above', 'unlimited', [5, 'unlimited', 'unknown'], sum(5, 1, 1), 'unlimited', false],
  ['no service above', 'notApplicable', [], sum(0), 'notApplicable', false],
  ['unknown above', 'unknown', [5, 'unlimited'], sum(5, 1), 'unknown', 'unknown'],
  ['out of scope above', 'outOfScope', [5], sum(5), 'unknown', 'unknown'],
  ['not on this release above', 'notOnThisRelease', [5], sum(5), 'unknown', 'unknown'],
];

function sum(calls: number, unlimited = 0, unknown = 0): Comparison['below'] {
  return { calls, unlimited, unknown };
}

for (const [name, own, children, below, difference, isOver] of cases)
  test(`a capacity and what is below it: ${name}`, () => {
    assert.deepEqual(compare(own, children), { own, below, difference, isOver });
  });

test('whatever is no number is counted and never added', () => {
  fc.assert(
    fc.property(figure, figures, words, (own, children, word) => {
      const before = compare(own, children).below;
      const after = compare(own, [...children, word]).below;
      assert.equal(after.calls, before.calls);
      const counted = after.unlimited + after.unknown - before.unlimited - before.unknown;
      assert.equal(counted, word === 'notApplicable' ? 0 : 1);
    }),
  );
});

test('sum and difference make up the whole, and tell whether it is too much', () => {
  fc.assert(
    fc.property(calls, fc.array(calls), (own, children) => {
      const { below, difference, isOver } = compare(own, children);
      assert.equal((difference as number) + below.calls, own);
      assert.equal(isOver, (difference as number) < 0);
    }),
  );
});

test('the order of children does not matter', () => {
  fc.assert(
    fc.property(figure, figures, (own, children) => {
      assert.deepEqual(compare(own, children), compare(own, [...children].reverse()));
    }),
  );
});

test('a difference is a number only when every figure is one', () => {
  fc.assert(
    fc.property(figure, figures, (own, children) => {
      const { difference } = compare(own, children);
      const all = [own, ...children.filter((child) => child !== 'notApplicable')];
      assert.equal(
        typeof difference === 'number',
        all.every((one) => typeof one === 'number'),
      );
    }),
  );
});

test('filling in what was unknown never takes back that it is too much', () => {
  fc.assert(
    fc.property(calls, figures, fc.array(calls, { minLength: 12 }), (own, children, told) => {
      if (compare(own, children).isOver !== true) return;
      const filled = children.map((child, at) => (child === 'unknown' ? told[at]! : child));
      assert.equal(compare(own, filled).isOver, true);
    }),
  );
});

const capacity = (maxActiveCalls: Amount, burstingMaxActiveCalls: Amount): Trunking => ({
  maxActiveCalls,
  maxAvailableActiveCalls: 1000,
  burstingMaxActiveCalls,
  burstingMaxAvailableActiveCalls: 1000,
  maxAvailableNumberOfBurstingBTLUs: 'notOnThisRelease',
  numberOfBurstingBTLUs: 'notOnThisRelease',
});

const trunkGroup = (name: string, calls: Amount, bursting?: number): TrunkGroup => ({
  name,
  maxActiveCalls: calls,
  enableBursting: bursting !== undefined,
  burstingMaxActiveCalls: bursting ?? 'notApplicable',
});

const bare = { enterpriseTrunks: 'notApplicable' } as const;

test('a group is set beside its trunk groups, by name, bursting by itself', () => {
  const group = groupTrunksOf({
    ...bare,
    groupId: 'Quay',
    capacity: capacity(10, 4),
    trunkGroups: [trunkGroup('b', 6), trunkGroup('B', 3, 5), trunkGroup('a', 1)],
    enterpriseTrunks: [
      { name: 'y', maxActiveCalls: 99 },
      { name: 'x', maxActiveCalls: 'notApplicable' },
    ],
  });
  assert.ok(Array.isArray(group.trunkGroups) && Array.isArray(group.enterpriseTrunks));
  assert.deepEqual(
    [group.trunkGroups, group.enterpriseTrunks].map((list) => list.map(({ name }) => name)),
    [
      ['B', 'a', 'b'],
      ['x', 'y'],
    ],
  );
  assert.deepEqual(
    [group.calls.below, group.calls.difference, group.calls.isOver],
    [sum(10), 0, false],
  );
  assert.deepEqual(
    [group.bursting.below, group.bursting.difference, group.bursting.isOver],
    [sum(5), -1, true],
  );
  assert.ok(!('groupName' in group));
});

for (const [list, below] of [
  ['unknown', sum(0, 0, 1)],
  ['outOfScope', sum(0, 0, 1)],
  ['notApplicable', sum(0)],
] as const)
  test(`a list of trunk groups that is ${list} says so below`, () => {
    const group = groupTrunksOf({
      ...bare,
      groupId: 'Quay',
      capacity: capacity(10, 4),
      trunkGroups: list,
    });
    assert.deepEqual([group.trunkGroups, group.calls.below], [list, below]);
    assert.equal(group.calls.isOver, below.unknown === 0 ? false : 'unknown');
  });

test('a provider is set beside its groups by what each group may have, not what it hands on', () => {
  const groups: readonly GroupFacts[] = [
    { ...bare, groupId: 'b', capacity: capacity(30, 'unlimited'), trunkGroups: [] },
    { ...bare, groupId: 'a', capacity: 'notApplicable', trunkGroups: 'notApplicable' },
    {
      ...bare,
      groupId: 'B',
      groupName: 'Big',
      capacity: capacity(20, 2),
      trunkGroups: [trunkGroup('t', 500)],
    },
    { ...bare, groupId: 'c', capacity: 'outOfScope', trunkGroups: 'outOfScope' },
  ];
  const provider = providerTrunksOf({
    capacity: { maxActiveCalls: 40, burstingMaxActiveCalls: 5, numberOfBurstingBTLUs: 1 },
    groups,
    enterpriseTrunks: 'notApplicable',
  });
  assert.deepEqual(
    provider.groups.map(({ groupId }) => groupId),
    ['B', 'a', 'b', 'c'],
  );
  assert.equal(provider.groups[0]?.groupName, 'Big');
  assert.deepEqual(provider.calls, {
    own: 40,
    below: sum(50, 0, 1),
    difference: 'unknown',
    isOver: true,
  });
  assert.deepEqual(provider.bursting, {
    own: 5,
    below: sum(2, 1, 1),
    difference: 'notApplicable',
    isOver: true,
  });
});

test('a provider whose groups all lack the service gives out nothing', () => {
  const none = 'notApplicable';
  const provider = providerTrunksOf({
    capacity: { maxActiveCalls: 40, burstingMaxActiveCalls: 'unlimited', numberOfBurstingBTLUs: 0 },
    groups: [{ groupId: 'a', capacity: none, trunkGroups: none, enterpriseTrunks: none }],
    enterpriseTrunks: [],
  });
  assert.deepEqual(provider.calls, { own: 40, below: sum(0), difference: 40, isOver: false });
  assert.deepEqual(provider.groups[0]?.calls, {
    own: none,
    below: sum(0),
    difference: none,
    isOver: false,
  });
});
