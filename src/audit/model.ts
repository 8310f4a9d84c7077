// The one model of a group audit, whatever source it was read from. Facts only: no rendering, no judgement.
import type { DnSet } from '../numbers/index.js';

/** Name and version of the model. A change that breaks readers raises the number. */
export const groupAuditSchema = 'muster/group-audit@1';

/** Every part there is. The last two are read only when they are asked for. */
export const partNames = [
  'details',
  'licences',
  'users',
  'numbers',
  'trunking',
  'packs',
  'instances',
] as const;
export type PartName = (typeof partNames)[number];

/** What an audit reads when nobody says otherwise. */
export const usualParts = [
  'details',
  'licences',
  'users',
  'numbers',
  'trunking',
] as const satisfies readonly PartName[];

/** A group id alone names nothing: it is unique only inside its service provider or enterprise. */
export interface GroupKey {
  readonly serviceProviderId: string;
  readonly groupId: string;
}

/**
 * How many. Zero is a number; `unlimited` is BroadWorks' own word; `unknown` means the cell or element was missing
 * or unreadable; `notOnThisRelease` means the command that this release has does not carry the figure.
 */
export type Amount = number | 'unlimited' | 'unknown' | 'notOnThisRelease';

/** Yes, no, or not told. */
export type Flag = boolean | 'unknown';

/** Why a part, or something in it, could not be read. */
export interface Problem {
  /** The OCI-P command that failed, or the ODIN call as `GET /groups/dns`, when it was one. */
  readonly command?: string;
  /** BroadWorks' error number (`4008`), ODIN's status (`HTTP 403`), or Muster's fault code (`SOUTH_TIMEOUT`). */
  readonly code?: string;
  /** What went wrong, in BroadWorks' own words where it spoke. */
  readonly message: string;
  /** What the operator can do. */
  readonly todo?: string;
}

/** How one command was used for a part. */
export interface CommandUse {
  /** The OCI-P command, or the ODIN call as `GET /groups/dns`. */
  readonly command: string;
  /** How often it was asked, and how those asks ended. */
  readonly asked: number;
  readonly answered: number;
  readonly refused: number;
  readonly failed: number;
  /** ISO 8601 UTC: first request sent, last reply complete. */
  readonly firstSentAt: string;
  readonly lastAnsweredAt: string;
}

interface Evidence {
  /** ISO 8601 UTC: when the last reply for this part was complete. */
  readonly readAt: string;
  readonly commands: readonly CommandUse[];
}

/** One part of an audit. Only `known` and `partial` carry a value; nothing is ever filled in by default. */
export type Part<T> =
  | (Evidence & { readonly status: 'known'; readonly value: T; readonly notes: readonly string[] })
  | (Evidence & {
      readonly status: 'partial';
      readonly value: T;
      readonly problems: readonly Problem[];
      readonly notes: readonly string[];
    })
  | (Evidence & { readonly status: 'unknown'; readonly problems: readonly Problem[] })
  | (Evidence & { readonly status: 'outOfScope'; readonly problems: readonly Problem[] })
  | (Evidence & { readonly status: 'notApplicable'; readonly reason: string })
  | { readonly status: 'notAsked' };

/** The profile of the group. Elements that BroadWorks left out are absent here too. */
export interface GroupDetails {
  readonly serviceProviderId: string;
  readonly groupId: string;
  readonly groupExternalId?: string;
  readonly groupName?: string;
  readonly defaultDomain?: string;
  readonly userLimit: Amount;
  readonly userCount: Amount;
  readonly callingLineIdName?: string;
  readonly callingLineIdPhoneNumber?: string;
  readonly callingLineIdDisplayPhoneNumber?: string;
  readonly timeZone?: string;
  readonly timeZoneDisplayName?: string;
  readonly locationDialingCode?: string;
  readonly contact?: Readonly<Partial<Record<ContactField, string>>>;
  readonly address?: Readonly<Partial<Record<AddressField, string>>>;
  readonly servicePolicy?: string;
  readonly callProcessingSliceId?: string;
  readonly provisioningSliceId?: string;
  readonly subscriberPartition?: string;
  readonly preferredDataCenter?: string;
  readonly resellerId?: string;
  readonly defaultUserCallingLineIdPhoneNumber?: string;
  /** Fields above that came as JSON numbers: leading zeros may be lost. Over ODIN only. */
  readonly zerosDoubtful?: readonly string[];
}
export const contactFields = ['contactName', 'contactNumber', 'contactEmail'] as const;
export type ContactField = (typeof contactFields)[number];
export const addressFields = [
  'addressLine1',
  'addressLine2',
  'city',
  'stateOrProvince',
  'stateOrProvinceDisplayName',
  'zipOrPostalCode',
  'country',
] as const;
export type AddressField = (typeof addressFields)[number];

/** One row of a licence table. Unauthorised rows say `unlimited` too: test `authorized` first. */
export interface Licence {
  readonly name: string;
  readonly authorized: Flag;
  readonly assigned: Flag;
  readonly limited: 'limited' | 'unlimited' | 'unknown';
  /** What the group is authorised for (the pack table calls it Allocated). */
  readonly quantity: Amount;
  /** The highest quantity that could be set, given the level above. */
  readonly allowed: Amount;
  /** Consumed now. Zeros are kept: they are the rows that show waste. */
  readonly usage: Amount;
  /** The system licence contains the service. Not for packs. */
  readonly licensed?: Flag;
  /** Group services only. */
  readonly instanceCount?: Amount;
  /** User services only. */
  readonly userAssignable?: Flag;
  readonly groupServiceAssignable?: Flag;
  /** Packs only. */
  readonly description?: string;
  /** Cells that could not be read as an amount, word for word, by field name. */
  readonly asSent?: Readonly<Record<string, string>>;
}

export interface Licences {
  readonly servicePacks: readonly Licence[];
  readonly groupServices: readonly Licence[];
  readonly userServices: readonly Licence[];
}

/** Who has one service or pack that is in use. */
export interface Assignment {
  readonly name: string;
  /** From the licence table; may differ from the number of users, see docs/audit-model.md. */
  readonly usage: Amount;
  /** Sorted, each id once. `unknown` when the list could not be read. */
  readonly userIds: readonly string[] | 'unknown';
}

export interface Users {
  readonly count: Amount;
  readonly limit: Amount;
  readonly servicePacks: readonly Assignment[];
  readonly userServices: readonly Assignment[];
}

/** Who or what holds a number. */
export interface Holder {
  readonly number: string;
  /** Absent on old releases, whose list only names the holder. */
  readonly userId?: string;
  readonly lastName?: string;
  readonly firstName?: string;
  /** `Normal` for people, else the kind of service instance, as BroadWorks spells it. */
  readonly userType?: string;
  readonly extension?: string;
  readonly department?: string;
  /** Fields above that came as JSON numbers: leading zeros may be lost. Over ODIN only. */
  readonly zerosDoubtful?: readonly string[];
}

/** The numbers in one state. `unknown` is a state of its own, never folded into yes or no. */
export interface NumberState {
  readonly assigned: Flag;
  readonly activated: Flag;
  readonly numbers: DnSet;
}

export interface UnreadableNumber {
  readonly command: string;
  readonly text: string;
  readonly why: string;
}

export interface Numbers {
  /** Every state that occurs, and always the four of assigned x activated. Disjoint. */
  readonly states: readonly NumberState[];
  /** Every number of the group, once. */
  readonly all: DnSet;
  /** `unknown` when no list says who holds what. */
  readonly holders: readonly Holder[] | 'unknown';
  /** Numbers that are shown as the caller number of the group. */
  readonly groupCallingLineIds: DnSet;
  /** Cells that are not numbers, word for word; not counted anywhere. */
  readonly unreadable: readonly UnreadableNumber[];
  /** Numbers that came as JSON numbers: leading zeros may be lost. Over ODIN only. */
  readonly zerosDoubtful?: DnSet;
}

/** Trunk call capacity of the group, in simultaneous calls and bursting licence units. */
export interface Trunking {
  readonly maxActiveCalls: Amount;
  readonly maxAvailableActiveCalls: Amount;
  readonly burstingMaxActiveCalls: Amount;
  readonly burstingMaxAvailableActiveCalls: Amount;
  readonly maxAvailableNumberOfBurstingBTLUs: Amount;
  readonly numberOfBurstingBTLUs: Amount;
}

/** The service packs alone, counts only; zeros are kept. */
export interface Packs {
  readonly servicePacks: readonly Licence[];
}

/** A service that a user or service instance has. */
export interface AssignedService {
  readonly name: string;
  readonly kind: 'userService' | 'groupService';
  /** Absent for services that have no switch. */
  readonly isActive?: Flag;
}

/** One auto attendant, call center or hunt group. */
export interface ServiceInstance {
  readonly serviceUserId: string;
  readonly name?: string;
  readonly phoneNumber?: string;
  readonly extension?: string;
  readonly department?: string;
  readonly isActive: Flag;
  /** `Basic`, `Standard`, `Premium`; hunt groups have none. */
  readonly type?: string;
  /** How calls are spread; auto attendants have none. */
  readonly policy?: string;
  /** Sorted by kind and name. `unknown` when they could not be read. */
  readonly services: readonly AssignedService[] | 'unknown';
  /** Fields above that came as JSON numbers: leading zeros may be lost. Over ODIN only. */
  readonly zerosDoubtful?: readonly string[];
}

/** Why there is no value where the rest of a part has one. */
export type Absence = 'unknown' | 'outOfScope' | 'notApplicable';

export const instanceLists = ['autoAttendants', 'callCenters', 'huntGroups'] as const;

/** Sorted by service user id. `notApplicable`: the group service is not assigned. */
export type Instances = Readonly<
  Record<(typeof instanceLists)[number], readonly ServiceInstance[] | Absence>
>;

export interface Parts {
  readonly details: Part<GroupDetails>;
  readonly licences: Part<Licences>;
  readonly users: Part<Users>;
  readonly numbers: Part<Numbers>;
  readonly trunking: Part<Trunking>;
  readonly packs: Part<Packs>;
  readonly instances: Part<Instances>;
}

/** Where an audit was read. */
export interface AuditSource {
  readonly protocol: 'OCI-P' | 'ODIN';
  /** Without credentials: `tcp://host:2208`, `odin+https://host/api/v2`. */
  readonly target: string;
  /** As the switch spells it; `unknown` when it would not say or was not asked. */
  readonly release: string;
  /** The BroadWorks login that asked, and its level. */
  readonly userId: string;
  readonly loginType: string;
}

export interface GroupAudit extends GroupKey {
  readonly schema: typeof groupAuditSchema;
  /** `complete`: every part asked for is known or not applicable. `failed`: nothing could be read. */
  readonly status: 'complete' | 'partial' | 'failed';
  readonly source: AuditSource;
  /** ISO 8601 UTC. A long audit has a time range, not one instant; each part carries its own. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly parts: Parts;
}

/** The value of a part when there is one, whole or in part. */
export function partValue<T>(part: Part<T>): T | undefined {
  return part.status === 'known' || part.status === 'partial' ? part.value : undefined;
}

/** What went wrong in a part; empty when nothing did. */
export function problemsOf(part: Part<unknown>): readonly Problem[] {
  return 'problems' in part ? part.problems : [];
}
