// A trunk audit in the JSON shape of the trunking capacity script of the odins_spear Python library.
import {
  type Absence,
  type CapacitySum,
  type Comparison,
  type GroupTrunks,
  partValue,
  type TrunkAudit,
  type TrunkGroup,
} from '../audit/index.js';
import { jsonText } from './json-text.js';
import { odinAmount } from './words.js';

/** Figures: -1 is unlimited; null is not known, does not apply, or is not on this release. */
export interface OdinTrunkGroup {
  readonly name: string;
  readonly maxActiveCalls: number | null;
  readonly burstingMaxActiveCalls: number | null;
}

/** A difference that is no number is null. `trunkGroups` is null when they are not known. */
export interface OdinTrunkedGroup {
  readonly groupId: string;
  readonly groupName: string | null;
  readonly maxActiveCalls: number | null;
  readonly burstingMaxAvailableActiveCalls: number | null;
  readonly burstingMaxActiveCalls: number | null;
  readonly trunkGroups: readonly OdinTrunkGroup[] | null;
  readonly trunkGroupsCallCapacityTotal: number | null;
  readonly trunkGroupsBurstingCallCapacityTotal: number | null;
  readonly callCapacityDifference: number | null;
  readonly burstingCallCapacityDifference: number | null;
}

/** Totals are -1 when something in them is unlimited, null when something in them is not known. */
export interface OdinTrunkResult {
  readonly serviceProviderId: string;
  readonly maxActiveCalls: number | null;
  readonly burstingMaxActiveCalls: number | null;
  readonly groupsCallCapacityTotal: number | null;
  readonly groupsBurstingCallCapacityTotal: number | null;
  /** Null when nothing could be read. */
  readonly groups: readonly OdinTrunkedGroup[] | null;
  readonly callCapacityDifference: number | null;
  readonly burstingCallCapacityDifference: number | null;
}

/** The trunk audit in the shape of the script as JSON text in pieces. */
export function formatTrunkOdin(audit: TrunkAudit): Iterable<string> {
  return jsonText(odinTrunkResult(audit));
}

/** The trunk audit in the shape of the script as an object. */
export function odinTrunkResult({ serviceProviderId, parts }: TrunkAudit): OdinTrunkResult {
  const trunks = partValue(parts.trunks);
  const capacity = typeof trunks?.capacity === 'object' ? trunks.capacity : undefined;
  return {
    serviceProviderId,
    maxActiveCalls: odinAmount(capacity?.maxActiveCalls ?? 'unknown'),
    burstingMaxActiveCalls: odinAmount(capacity?.burstingMaxActiveCalls ?? 'unknown'),
    groupsCallCapacityTotal: totalOf(trunks?.calls.below),
    groupsBurstingCallCapacityTotal: totalOf(trunks?.bursting.below),
    groups: trunks?.groups.map(groupOf) ?? null,
    callCapacityDifference: differenceOf(trunks?.calls),
    burstingCallCapacityDifference: differenceOf(trunks?.bursting),
  };
}

function groupOf(group: GroupTrunks): OdinTrunkedGroup {
  const capacity = typeof group.capacity === 'object' ? group.capacity : undefined;
  return {
    groupId: group.groupId,
    groupName: group.groupName ?? null,
    maxActiveCalls: odinAmount(capacity?.maxActiveCalls ?? 'unknown'),
    burstingMaxAvailableActiveCalls: odinAmount(
      capacity?.burstingMaxAvailableActiveCalls ?? 'unknown',
    ),
    burstingMaxActiveCalls: odinAmount(capacity?.burstingMaxActiveCalls ?? 'unknown'),
    trunkGroups: trunkGroupsOf(group.trunkGroups),
    trunkGroupsCallCapacityTotal: totalOf(group.calls.below),
    trunkGroupsBurstingCallCapacityTotal: totalOf(group.bursting.below),
    callCapacityDifference: differenceOf(group.calls),
    burstingCallCapacityDifference: differenceOf(group.bursting),
  };
}

function trunkGroupsOf(list: readonly TrunkGroup[] | Absence): readonly OdinTrunkGroup[] | null {
  if (list === 'notApplicable') return [];
  if (typeof list === 'string') return null;
  return list.map(({ name, maxActiveCalls, burstingMaxActiveCalls }) => ({
    name,
    maxActiveCalls: odinAmount(maxActiveCalls),
    burstingMaxActiveCalls: odinAmount(burstingMaxActiveCalls),
  }));
}

function totalOf(sum: CapacitySum | undefined): number | null {
  if (sum === undefined || sum.unknown > 0) return null;
  return sum.unlimited > 0 ? -1 : sum.calls;
}

function differenceOf(comparison: Comparison | undefined): number | null {
  const difference = comparison?.difference;
  return typeof difference === 'number' ? difference : null;
}
