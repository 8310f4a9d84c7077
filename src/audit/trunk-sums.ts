// What children have together, beside what their parent has. Plain arithmetic for every source; reads nothing.
import type { Absence, Amount, Trunking } from './model.js';
import type {
  CapacitySum,
  Comparison,
  EnterpriseTrunk,
  GroupTrunks,
  ProviderCapacity,
  ProviderTrunks,
  TrunkGroup,
} from './trunk-model.js';

/**
 * Whether a refusal says that a provider is no enterprise, or a group belongs to one. Its number is not public, and any
 * other refusal says nothing about enterprise trunks: they are unknown then, not absent.
 */
export function isAboutEnterprise(words: string): boolean {
  return /\b(?:not|no|only|belongs?)\b[^.:]*\benterprises?\b/i.test(words);
}

/** What was read of one group, in any order. */
export interface GroupFacts {
  readonly groupId: string;
  readonly groupName?: string;
  readonly capacity: Trunking | Absence;
  readonly trunkGroups: readonly TrunkGroup[] | Absence;
  readonly enterpriseTrunks: readonly EnterpriseTrunk[] | Absence;
}

/** What was read of one service provider, in any order. */
export interface ProviderFacts {
  readonly capacity: ProviderCapacity | Absence;
  readonly groups: readonly GroupFacts[];
  readonly enterpriseTrunks: readonly EnterpriseTrunk[] | Absence;
}

/** A capacity beside those below it. What does not apply is left out; what is not told counts as unknown. */
export function compare(
  own: Amount | Absence,
  children: readonly (Amount | Absence)[],
): Comparison {
  const below = sumOf(children);
  return { own, below, ...judged(own, below) };
}

function sumOf(children: readonly (Amount | Absence)[]): CapacitySum {
  let [calls, unlimited, unknown] = [0, 0, 0];
  for (const child of children) {
    if (typeof child === 'number') calls += child;
    else if (child === 'unlimited') unlimited++;
    else if (child !== 'notApplicable') unknown++;
  }
  return { calls, unlimited, unknown };
}

function judged(
  own: Amount | Absence,
  below: CapacitySum,
): Pick<Comparison, 'difference' | 'isOver'> {
  if (own === 'unlimited' || own === 'notApplicable') return { difference: own, isOver: false };
  if (typeof own !== 'number') return { difference: 'unknown', isOver: 'unknown' };
  if (below.unlimited > 0) return { difference: 'notApplicable', isOver: true };
  const difference = own - below.calls;
  if (below.unknown === 0) return { difference, isOver: difference < 0 };
  // Whatever the missing figures are, they cannot make the sum smaller.
  return { difference: 'unknown', isOver: difference < 0 ? true : 'unknown' };
}

/** One group beside its trunk groups. A list that could not be read counts as one unknown below. */
export function groupTrunksOf(facts: GroupFacts): GroupTrunks {
  const { groupId, groupName, capacity } = facts;
  const trunkGroups = inOrder(facts.trunkGroups);
  const own = (figure: Figure) => figureOf(capacity, figure);
  const below = (figure: Figure) =>
    typeof trunkGroups === 'string' ? [trunkGroups] : trunkGroups.map((one) => one[figure]);
  return {
    groupId,
    ...(groupName === undefined ? {} : { groupName }),
    capacity,
    trunkGroups,
    enterpriseTrunks: inOrder(facts.enterpriseTrunks),
    calls: compare(own('maxActiveCalls'), below('maxActiveCalls')),
    bursting: compare(own('burstingMaxActiveCalls'), below('burstingMaxActiveCalls')),
  };
}

/** The provider beside its groups, and each group beside its trunk groups. */
export function providerTrunksOf({
  capacity,
  groups,
  enterpriseTrunks,
}: ProviderFacts): ProviderTrunks {
  const beside = (figure: Figure) =>
    compare(
      figureOf(capacity, figure),
      groups.map((group) => figureOf(group.capacity, figure)),
    );
  return {
    capacity,
    groups: groups.map(groupTrunksOf).sort((a, b) => inCodeUnits(a.groupId, b.groupId)),
    enterpriseTrunks: inOrder(enterpriseTrunks),
    calls: beside('maxActiveCalls'),
    bursting: beside('burstingMaxActiveCalls'),
  };
}

type Figure = 'maxActiveCalls' | 'burstingMaxActiveCalls';

function figureOf(capacity: Pick<Trunking, Figure> | Absence, figure: Figure): Amount | Absence {
  return typeof capacity === 'string' ? capacity : capacity[figure];
}

function inOrder<T extends { readonly name: string }>(
  list: readonly T[] | Absence,
): readonly T[] | Absence {
  return typeof list === 'string' ? list : [...list].sort((a, b) => inCodeUnits(a.name, b.name));
}

const inCodeUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
