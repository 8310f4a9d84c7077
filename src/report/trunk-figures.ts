// Which rows the tables of trunk audits show and in what order, and how many of which kind they fold.
import type { Comparison, GroupTrunks, ProviderTrunks, TrunkGroup } from '../audit/index.js';

/** The two capacities that are compared. */
export const levels = ['calls', 'bursting'] as const;
export type Level = (typeof levels)[number];

/** One row. A trunk group has nothing below it, hence no comparison. */
export interface Figure {
  readonly name: string;
  /** 0 the provider, 1 a group, 2 a trunk group. */
  readonly depth: 0 | 1 | 2;
  readonly comparison?: Comparison | undefined;
  readonly own?: Comparison['own'];
  /** What else is to be known, in words. */
  readonly mark?: string | undefined;
}

/** Rows that are left out, and what they are. */
interface Folded {
  readonly count: number;
  readonly of: 'group' | 'trunk group';
  readonly what: string;
}

/** Trunk groups that are listed before only those of conspicuous groups are. */
const shownTrunkGroups = 40;

/** What there is to choose from. `isWithout`: a group that has no Trunk Group service and nothing else. */
interface Choice {
  readonly level: Level;
  readonly groups: ProviderTrunks['groups'];
  readonly isWithout: (group: GroupTrunks) => boolean;
}

/** The groups that are over first, then those of which it is not known, then the others, each with its trunk groups. */
export function figuresOf(
  choice: Choice,
  all: boolean,
): { readonly shown: readonly Figure[]; readonly folded: readonly Folded[] } {
  const { level, groups, isWithout } = choice;
  const ranked = ([0, 1, 2, 3] as const).flatMap((rank) =>
    groups.filter((group) => rankOf(group, choice) === rank),
  );
  const shown = all ? ranked : ranked.filter((group) => !isWithout(group) && !isIdle(group, level));
  const total = groups.reduce((sum, group) => sum + trunkGroupsOf(group).length, 0);
  const detailed = all || total <= shownTrunkGroups ? shown : shown.filter(isConspicuous(level));
  const lists = new Set(detailed);
  const trunksOf = (group: GroupTrunks) => (lists.has(group) ? trunkGroupsOf(group) : []);
  return {
    shown: shown.flatMap((group) => [
      groupFigure(group, level),
      ...trunksOf(group)
        .filter((trunk) => all || !isOff(trunk, level))
        .map((trunk) => trunkFigure(trunk, level)),
    ]),
    folded: all ? [] : foldedRows(choice, shown, lists),
  };
}

function foldedRows(
  { level, groups, isWithout }: Choice,
  shown: readonly GroupTrunks[],
  lists: ReadonlySet<GroupTrunks>,
): readonly Folded[] {
  const quiet = shown.filter((group) => !lists.has(group)).flatMap(trunkGroupsOf);
  const off = [...lists].flatMap(trunkGroupsOf).filter((trunk) => isOff(trunk, level));
  const without = groups.filter(isWithout).length;
  const idle = groups.length - shown.length - without;
  return [
    { count: quiet.length, of: 'trunk group', what: 'of groups that are not over' },
    { count: off.length, of: 'trunk group', what: 'with bursting switched off' },
    { count: idle, of: 'group', what: 'with no bursting calls, none given out' },
    { count: without, of: 'group', what: 'without the Trunk Group service' },
  ];
}

const isConspicuous = (level: Level) => (group: GroupTrunks) => group[level].isOver !== false;

const isOff = (trunk: TrunkGroup, level: Level) => ownOf(trunk, level) === 'notApplicable';

function rankOf(group: GroupTrunks, { level, isWithout }: Choice): 0 | 1 | 2 | 3 {
  if (isWithout(group)) return 3;
  const { isOver } = group[level];
  return isOver === true ? 0 : isOver === 'unknown' ? 1 : 2;
}

/** Nothing to burst with and nothing that would: most groups are so. */
function isIdle(group: GroupTrunks, level: Level): boolean {
  const { own, below, isOver } = group[level];
  const hasNone = below.calls === 0 && below.unlimited === 0 && below.unknown === 0;
  return level === 'bursting' && own === 0 && hasNone && isOver === false;
}

function trunkGroupsOf({ trunkGroups }: GroupTrunks): readonly TrunkGroup[] {
  return typeof trunkGroups === 'string' ? [] : trunkGroups;
}

function groupFigure(group: GroupTrunks, level: Level): Figure {
  const { groupId, trunkGroups, capacity } = group;
  const mark =
    trunkGroups === 'unknown'
      ? 'trunks unknown'
      : trunkGroups === 'outOfScope'
        ? 'trunks out of scope'
        : capacity === 'notApplicable'
          ? 'no Trunk Group service'
          : undefined;
  return { name: groupId, depth: 1, comparison: group[level], mark };
}

function trunkFigure(trunk: TrunkGroup, level: Level): Figure {
  const own = ownOf(trunk, level);
  const isOff = own === 'notApplicable' ? 'bursting switched off' : undefined;
  return { name: trunk.name, depth: 2, own, mark: isOff };
}

function ownOf(trunk: TrunkGroup, level: Level): Comparison['own'] {
  return level === 'calls' ? trunk.maxActiveCalls : trunk.burstingMaxActiveCalls;
}
