// The model of a trunk capacity audit: a service provider, its groups, their trunk groups. Facts and plain arithmetic.
import type { Absence, Amount, AuditSource, Flag, Part, Trunking } from './model.js';

/** Name and version of the model. A change that breaks readers raises the number. */
export const trunkAuditSchema = 'muster/trunk-audit@1';

/** What children have together. Only numbers are added; the others are counted, each for what it is. */
export interface CapacitySum {
  /** Sum of those that are numbers, in simultaneous calls. */
  readonly calls: number;
  /** How many children are unlimited; how many could not be read. */
  readonly unlimited: number;
  readonly unknown: number;
}

/** A capacity beside the sum of what is below it. */
export interface Comparison {
  readonly own: Amount | Absence;
  readonly below: CapacitySum;
  /**
   * `own` less the sum. `unlimited` when `own` is; `notApplicable` when something below a limit is unlimited, or
   * `own` does not apply; `unknown` when a figure is missing.
   */
  readonly difference: number | 'unlimited' | 'unknown' | 'notApplicable';
  /** More is given out below than there is. An unlimited child under a limit counts as more. */
  readonly isOver: Flag;
}

export interface TrunkGroup {
  readonly name: string;
  readonly department?: string;
  readonly deviceName?: string;
  readonly maxActiveCalls: Amount;
  readonly enableBursting: Flag;
  /** `notApplicable` when bursting is switched off. */
  readonly burstingMaxActiveCalls: Amount | 'notApplicable';
}

/** Spreads calls over trunk groups that are listed elsewhere, so its capacity is never added to theirs. */
export interface EnterpriseTrunk {
  readonly name: string;
  readonly routingType?: string;
  /** `notApplicable` when its capacity management is switched off. */
  readonly maxActiveCalls: Amount | 'notApplicable';
}

export interface GroupTrunks {
  readonly groupId: string;
  readonly groupName?: string;
  /** `notApplicable`: the group has no Trunk Group service. */
  readonly capacity: Trunking | Absence;
  readonly trunkGroups: readonly TrunkGroup[] | Absence;
  /** Of the group itself. `notApplicable` in an enterprise, whose trunks belong to the whole. */
  readonly enterpriseTrunks: readonly EnterpriseTrunk[] | Absence;
  /** The group beside its trunk groups. */
  readonly calls: Comparison;
  readonly bursting: Comparison;
}

/** Trunk call capacity of a service provider or enterprise, in simultaneous calls and bursting licence units. */
export interface ProviderCapacity {
  readonly maxActiveCalls: Amount;
  readonly burstingMaxActiveCalls: Amount;
  readonly numberOfBurstingBTLUs: Amount;
}

export interface ProviderTrunks {
  readonly capacity: ProviderCapacity | Absence;
  /** Sorted by group id. */
  readonly groups: readonly GroupTrunks[];
  /** Of the whole enterprise. `notApplicable` for a service provider, whose groups have their own. */
  readonly enterpriseTrunks: readonly EnterpriseTrunk[] | Absence;
  /** The provider beside its groups. */
  readonly calls: Comparison;
  readonly bursting: Comparison;
}

export interface TrunkAudit {
  readonly schema: typeof trunkAuditSchema;
  readonly status: 'complete' | 'partial' | 'failed';
  readonly serviceProviderId: string;
  readonly source: AuditSource;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly parts: { readonly trunks: Part<ProviderTrunks> };
}
