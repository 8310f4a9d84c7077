// The numbers of the odin formats: sets by assignment and activation, never spelled out here.
import type { Flag, Numbers } from '../audit/index.js';
import { DnSet } from '../numbers/index.js';
import { numberTotals } from './words.js';

/** Numbers by activation. Sets iterate, and JSON.stringify spells them out. */
export interface OdinDnLists {
  readonly activated: DnSet;
  readonly deactivated: DnSet;
  /** Only when there are any. */
  readonly activation_unknown?: DnSet;
}

export interface OdinGroupDns {
  readonly assigned: OdinDnLists & { readonly total_assigned_DNs: number };
  readonly unassigned: OdinDnLists & { readonly total_unassigned_DNs: number };
  /** Only when there are any. */
  readonly assignment_unknown?: OdinDnLists;
  readonly total_DNs: number;
}

/** Numbers by activation, as in {@link OdinDnLists}. */
export interface OdinCamelDnLists {
  readonly activated: DnSet;
  readonly deactivated: DnSet;
  /** Only when there are any. */
  readonly activationUnknown?: DnSet;
}

export interface OdinCamelGroupDns {
  readonly assigned: OdinCamelDnLists & { readonly totalAssignedDNs: number };
  /** The key is misspelt in the library, and its readers rely on it. */
  readonly unassigned: OdinCamelDnLists & { readonly totalUassignedDNs: number };
  /** Only when there are any. */
  readonly assignmentUnknown?: OdinCamelDnLists;
  readonly totalDNs: number;
}

function setOf({ states }: Numbers, assigned: Flag, activated: Flag): DnSet {
  return states
    .filter((state) => state.assigned === assigned && state.activated === activated)
    .reduce((all, { numbers }) => all.union(numbers), DnSet.empty);
}

/** The numbers in the documented shape; null when there is no value. */
export function dnsOf(numbers: Numbers | undefined): OdinGroupDns | null {
  if (numbers === undefined) return null;
  const lists = (assigned: Flag): OdinDnLists => {
    const unknown = setOf(numbers, assigned, 'unknown');
    return {
      activated: setOf(numbers, assigned, true),
      deactivated: setOf(numbers, assigned, false),
      ...(unknown.size > 0 ? { activation_unknown: unknown } : {}),
    };
  };
  const { assigned, unassigned, unknown } = numberTotals(numbers.states);
  return {
    assigned: { ...lists(true), total_assigned_DNs: assigned },
    unassigned: { ...lists(false), total_unassigned_DNs: unassigned },
    ...(unknown > 0 ? { assignment_unknown: lists('unknown') } : {}),
    total_DNs: numbers.all.size,
  };
}

/** The numbers in the shape of the code; null when there is no value. */
export function camelDnsOf(numbers: Numbers | undefined): OdinCamelGroupDns | null {
  const dns = dnsOf(numbers);
  if (dns === null) return null;
  const lists = ({ activated, deactivated, activation_unknown }: OdinDnLists) => ({
    activated,
    deactivated,
    ...(activation_unknown === undefined ? {} : { activationUnknown: activation_unknown }),
  });
  const { assigned, unassigned, assignment_unknown } = dns;
  return {
    assigned: { ...lists(assigned), totalAssignedDNs: assigned.total_assigned_DNs },
    unassigned: { ...lists(unassigned), totalUassignedDNs: unassigned.total_unassigned_DNs },
    ...(assignment_unknown === undefined ? {} : { assignmentUnknown: lists(assignment_unknown) }),
    totalDNs: dns.total_DNs,
  };
}
