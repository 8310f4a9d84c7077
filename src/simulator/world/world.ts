// What a world file holds: the shape a person writes. Derived figures (usage, user counts) are never in it.
// Checking it is parse-world.ts's work; the living state made from it is state.ts's.

import type { ElementKeys } from './element-keys.js';
import type { ServiceSettings } from './service-settings.js';

export const worldSchema = 'muster/world@1';

/** Releases the simulator can play; which command arrived with which is told in `answers/`. */
export const releases = ['21', '22', '23', '24', '25'] as const;
export type Release = (typeof releases)[number];

/** Levels of an account, as the login answer spells them. */
export const loginTypes = [
  'System',
  'Provisioning',
  'Reseller',
  'Service Provider',
  'Group',
  'Group Department',
  'User',
] as const;
export type LoginType = (typeof loginTypes)[number];

/** Kinds of service instance, spelt like the user type in number lists. */
export const instanceKinds = [
  'Auto Attendant',
  'BroadWorks Anywhere',
  'Call Center',
  'Find-me/Follow-me',
  'Flexible Seating Host',
  'Group Paging',
  'Hunt Group',
  'Instant Group Call',
  'Meet-Me Conferencing',
  'Music On Hold',
  'Route Point',
  'Voice Messaging',
  'VoiceXML',
] as const;
export type InstanceKind = (typeof instanceKinds)[number];

export type Quantity = number | 'unlimited';

/** One BroadWorks. */
export interface World {
  readonly schema: typeof worldSchema;
  /** Default 24. */
  readonly release?: Release;
  /** Answer of SystemSoftwareVersionGetRequest, when the usual `Rel_24.0_1.944` will not do. */
  readonly softwareVersion?: string;
  /** Which logins are taken; both are unless said otherwise. */
  readonly login?: { readonly signed?: boolean; readonly oneStep?: boolean };
  /** Most commands per document; more are refused as a whole. Default 15. */
  readonly maxBatch?: number;
  /** ODIN: how long a token is good, in seconds (default 3600), and the portal's own version. */
  readonly odin?: { readonly tokenSeconds?: number; readonly version?: string };
  /** The other network elements: what they let in. Those without keys are not there. */
  readonly elements?: ElementKeys;
  readonly administrators: readonly Administrator[];
  readonly serviceProviders: readonly ServiceProvider[];
}

export interface Administrator {
  readonly userId: string;
  readonly password: string;
  readonly loginType: LoginType;
  /** The scope: the level of the account says which of these must be there. */
  readonly resellerId?: string;
  readonly serviceProviderId?: string;
  readonly groupId?: string;
  readonly department?: string;
  readonly passwordExpiresDays?: number;
  readonly disabled?: boolean;
  /** The password must be changed before anything else: ODIN answers a login with 402. */
  readonly passwordExpired?: boolean;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly locale?: string;
}

/** A service provider, or an enterprise when `isEnterprise`. */
export interface ServiceProvider {
  readonly serviceProviderId: string;
  readonly name?: string;
  readonly isEnterprise?: boolean;
  readonly resellerId?: string;
  readonly defaultDomain?: string;
  /** For users without a number. Default 44. */
  readonly countryCode?: string;
  readonly trunkCapacity?: TrunkCapacity;
  readonly servicePacks?: readonly ServicePack[];
  readonly enterpriseTrunks?: readonly EnterpriseTrunk[];
  readonly groups: readonly Group[];
}

export interface ServicePack {
  readonly name: string;
  readonly description?: string;
  /** User services in the pack. */
  readonly services: readonly string[];
}

/** Simultaneous calls. At provider level it is the ceiling of the groups. Default unlimited. */
export interface TrunkCapacity {
  readonly maxActiveCalls?: Quantity;
  readonly burstingMaxActiveCalls?: Quantity;
  readonly numberOfBurstingBTLUs?: Quantity;
}

export interface EnterpriseTrunk {
  readonly name: string;
  readonly routingType?: string;
  /** Switches capacity management on, with this capacity. */
  readonly maxActiveCalls?: number;
}

/** What a group may use. In a list a bare name stands for `{ "name": … }`: authorised without limit. */
export interface Authorization {
  readonly name: string;
  readonly quantity?: Quantity;
  /** Most that could be set, given the level above. Default unlimited. */
  readonly allowed?: Quantity;
  readonly authorized?: boolean;
  /** Group services: switched on for the group. Default: like authorized. */
  readonly assigned?: boolean;
  /** Contained in the system licence. Default true. */
  readonly licensed?: boolean;
}

export const contactFields = ['contactName', 'contactNumber', 'contactEmail'] as const;
export const addressFields = [
  'addressLine1',
  'addressLine2',
  'city',
  'stateOrProvince',
  'stateOrProvinceDisplayName',
  'zipOrPostalCode',
  'country',
] as const;

type Contact = Readonly<Partial<Record<(typeof contactFields)[number], string>>>;
type Address = Readonly<Partial<Record<(typeof addressFields)[number], string>>>;

/** The plain texts of a group profile, named as on the wire. */
export const profileFields = [
  'defaultDomain',
  'groupName',
  'groupExternalId',
  'callingLineIdName',
  'callingLineIdPhoneNumber',
  'callingLineIdDisplayPhoneNumber',
  'timeZone',
  'timeZoneDisplayName',
  'locationDialingCode',
  'servicePolicy',
  'callProcessingSliceId',
  'provisioningSliceId',
  'subscriberPartition',
  'preferredDataCenter',
  'defaultUserCallingLineIdPhoneNumber',
] as const;
export type ProfileField = (typeof profileFields)[number];

export interface Group extends Readonly<Partial<Record<ProfileField, string>>> {
  readonly groupId: string;
  /** Default 25. */
  readonly userLimit?: number;
  readonly contact?: Contact;
  readonly address?: Address;
  readonly servicePacks?: readonly (string | Authorization)[];
  readonly groupServices?: readonly (string | Authorization)[];
  readonly userServices?: readonly (string | Authorization)[];
  readonly departments?: readonly string[];
  readonly schedules?: readonly Schedule[];
  /** What the group owns. A number that somebody holds belongs to the group, listed or not. */
  readonly numbers?: readonly (string | NumberBlock)[];
  readonly users?: readonly User[];
  readonly instances?: readonly Instance[];
  readonly trunkCapacity?: TrunkCapacity;
  readonly trunkGroups?: readonly TrunkGroup[];
  /** Of a group below a service provider; those of an enterprise stand with the enterprise. */
  readonly enterpriseTrunks?: readonly EnterpriseTrunk[];
  /** Rows added word for word: `{ "<command>": { "<table>": [["cell", …], …] } }`. For odd corners. */
  readonly raw?: Readonly<Record<string, Readonly<Record<string, readonly (readonly string[])[]>>>>;
}

export const scheduleTypes = ['Holiday', 'Time'] as const;

/** A schedule of a group; its name and type together are its key. Of events there are names only. */
export interface Schedule {
  readonly name: string;
  readonly type: (typeof scheduleTypes)[number];
  readonly events?: readonly string[];
}

/** One number or a range: `+44-1632960100` or `+44-1632960100 - +44-1632960199`. */
export interface NumberBlock {
  readonly range: string;
  /** Default: numbers that are held are activated, free ones are not. */
  readonly activated?: boolean;
  /** Department of the numbers, not of their holders. */
  readonly department?: string;
}

/** What people and service instances have in common. */
interface Holds {
  readonly phoneNumber?: string;
  /** Set for a number that is held and yet not activated. */
  readonly phoneNumberActivated?: boolean;
  readonly extension?: string;
  readonly department?: string;
  readonly servicePacks?: readonly string[];
  /** User services assigned directly. */
  readonly services?: readonly string[];
  /** Services that are switched on. */
  readonly active?: readonly string[];
  /** How services are set, by service; what is left out is as from the start. */
  readonly settings?: ServiceSettings;
}

export interface User extends Holds {
  readonly userId: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly emailAddress?: string;
  /** Name of the trunk group the user sits on. */
  readonly trunkGroup?: string;
}

export interface Instance extends Holds {
  readonly serviceUserId: string;
  readonly kind: InstanceKind;
  readonly name: string;
  /** `Basic`, `Standard`, `Premium` for those kinds that have classes. */
  readonly type?: string;
  /** Hunt groups and call centers: how calls are spread. */
  readonly policy?: string;
  readonly isActive?: boolean;
}

export interface TrunkGroup {
  readonly name: string;
  readonly department?: string;
  readonly deviceName?: string;
  readonly deviceLevel?: 'System' | 'Service Provider' | 'Group';
  /** Default 10. */
  readonly maxActiveCalls?: number;
  /** Switches bursting on, with this capacity. */
  readonly burstingMaxActiveCalls?: number;
}
