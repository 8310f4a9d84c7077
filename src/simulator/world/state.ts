// The living world: what the simulator answers from and what changes change. No wire knows how it looks; answers
// ask `queries.ts`, changes go through `changes.ts`.
import type { DnRange } from '../../numbers/index.js';
import type { ServiceSettings } from './service-settings.js';
import type {
  Administrator,
  EnterpriseTrunk,
  Group,
  Instance,
  ProfileField,
  Quantity,
  Release,
  Schedule,
  ServicePack,
  TrunkCapacity,
  TrunkGroup,
} from './world.js';

/** The whole system. The maps are alive: what a change did is there at once. */
export interface WorldState {
  readonly release: Release;
  readonly softwareVersion: string;
  readonly signedLogin: boolean;
  readonly oneStepLogin: boolean;
  readonly maxBatch: number;
  readonly odin: { readonly tokenSeconds: number; readonly version: string };
  readonly administrators: ReadonlyMap<string, Administrator>;
  readonly providers: ReadonlyMap<string, ProviderState>;
  /** Every user and service instance of every group, by user id. */
  readonly holders: Map<string, Holder>;
}

export interface ProviderState {
  readonly serviceProviderId: string;
  readonly name: string | undefined;
  readonly isEnterprise: boolean;
  readonly resellerId: string | undefined;
  readonly defaultDomain: string;
  readonly countryCode: string;
  readonly trunkCapacity: Required<TrunkCapacity>;
  readonly servicePacks: ReadonlyMap<string, ServicePack>;
  readonly enterpriseTrunks: readonly EnterpriseTrunk[];
  readonly groups: Map<string, GroupState>;
  /** Groups that exist only because somebody asked for `fault-NAME`; no list shows them. */
  readonly faultGroups: Map<string, GroupState>;
}

export interface GroupState {
  readonly groupId: string;
  readonly provider: ProviderState;
  readonly profile: Map<ProfileField, string>;
  readonly contact: Map<string, string>;
  readonly address: Map<string, string>;
  userLimit: number;
  readonly servicePacks: Map<string, Licence>;
  readonly groupServices: Map<string, Licence>;
  readonly userServices: Map<string, Licence>;
  readonly departments: readonly string[];
  schedules: readonly Schedule[];
  /** Disjoint and ascending. Who holds a number stands in `byNumber`. */
  numbers: readonly NumberSegment[];
  readonly holders: Map<string, Holder>;
  readonly byNumber: Map<string, Holder>;
  trunkCapacity: {
    maxActiveCalls: number;
    burstingMaxActiveCalls: Quantity;
    numberOfBurstingBTLUs: number;
  };
  readonly trunkGroups: readonly TrunkGroup[];
  readonly enterpriseTrunks: readonly EnterpriseTrunk[];
  readonly raw: NonNullable<Group['raw']>;
  /** Figures and tables worked out from the rest; emptied by every change. */
  readonly derived: Map<string, unknown>;
}

/** What a group is authorised for; missing means not at all. */
export interface Licence {
  quantity: Quantity;
  readonly allowed: Quantity;
  authorized: boolean;
  readonly assigned: boolean;
  readonly licensed: boolean;
}

/** Numbers with equal properties. `activated` undefined: as those who hold them, else off. */
export interface NumberSegment extends DnRange {
  readonly activated: boolean | undefined;
  readonly department: string | undefined;
}

/** A person, or a service instance when `instance` is there. */
export interface Holder {
  readonly userId: string;
  readonly group: GroupState;
  readonly instance: Instance | undefined;
  /** For an instance: its name. */
  lastName: string;
  /** For an instance: its kind. */
  firstName: string;
  phoneNumber: string | undefined;
  extension: string | undefined;
  department: string | undefined;
  emailAddress: string | undefined;
  readonly trunkGroup: string | undefined;
  servicePacks: readonly string[];
  services: readonly string[];
  active: readonly string[];
  /** What was set of services; switches are in `active`. */
  settings: ServiceSettings;
}
