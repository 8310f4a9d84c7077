// The json format of an audit as it comes over the wire, `muster/group-audit@1`: types, and the few questions that every
// section asks of a part. Its schema is schema/group-audit-1.json.
import type {
  AuditSource,
  CommandUse,
  Flag,
  GroupAudit,
  GroupDetails,
  Holder,
  Instances,
  Licences,
  Packs,
  PartName,
  Problem,
  Trunking,
  UnreadableNumber,
  Users,
} from '../../src/audit/model.js';

/** One part. Only `known` and `partial` have a value; parts of older versions of Muster may be absent altogether. */
export interface PartJson<T> {
  readonly status: 'known' | 'partial' | 'unknown' | 'outOfScope' | 'notApplicable' | 'notAsked';
  /** ISO 8601 UTC. */
  readonly readAt?: string;
  readonly commands?: readonly CommandUse[];
  /** Why it does not apply. */
  readonly reason?: string;
  readonly value?: T;
  readonly problems?: readonly Problem[];
  readonly notes?: readonly string[];
}

/** Both ends included, written alike: same prefix, same width. */
export interface RangeJson {
  readonly first: string;
  readonly last: string;
  readonly total: number;
}

export interface NumberSetJson {
  readonly total: number;
  readonly ranges: readonly RangeJson[];
  /** Only when numbers were written out. */
  readonly numbers?: readonly string[];
}

export interface NumberStateJson extends NumberSetJson {
  readonly assigned: Flag;
  readonly activated: Flag;
}

export interface NumbersJson {
  readonly total: number;
  readonly assigned: number;
  readonly unassigned: number;
  /** Absent when there are none. */
  readonly unknown?: number;
  /** Disjoint; together they are `all`. */
  readonly states: readonly NumberStateJson[];
  readonly all: NumberSetJson;
  readonly groupCallingLineIds: NumberSetJson;
  readonly holders: readonly Holder[] | 'unknown';
  readonly unreadable: readonly UnreadableNumber[];
  readonly zerosDoubtful?: NumberSetJson;
}

export type TrunkingJson = Trunking;

export interface PartsJson {
  readonly details?: PartJson<GroupDetails>;
  readonly licences?: PartJson<Licences>;
  readonly users?: PartJson<Users>;
  readonly numbers?: PartJson<NumbersJson>;
  readonly trunking?: PartJson<TrunkingJson>;
  readonly packs?: PartJson<Packs>;
  readonly instances?: PartJson<Instances>;
}

export interface GroupAuditJson {
  readonly schema: string;
  readonly status: GroupAudit['status'];
  readonly serviceProviderId: string;
  readonly groupId: string;
  readonly source: AuditSource;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly parts: PartsJson;
}

/** One row of the list of kept audits. `id` is also the id of its record. */
export interface KeptAudit {
  readonly id: string;
  readonly requestTime: string;
  readonly authorId: string;
  readonly status: GroupAudit['status'];
  readonly statusCode: number;
}

/** An audit on the page. Without an id it is not among those kept. */
export interface Shown {
  readonly audit: GroupAuditJson;
  readonly id: string | undefined;
}

/** What every section of the page is made for. */
export interface SectionProps<T> {
  readonly part: PartJson<T> | undefined;
}

/** The parts in the order of the page. */
export const sectionNames = [
  'details',
  'licences',
  'users',
  'numbers',
  'trunking',
  'packs',
  'instances',
] as const satisfies readonly PartName[];
export type SectionName = (typeof sectionNames)[number];

/** The HTML id of a section, to link to. */
export const sectionId = (name: SectionName): string => `part-${name}`;

/** Whether the part was asked for at all. */
export const wasAsked = (part: PartJson<unknown> | undefined): part is PartJson<unknown> =>
  part !== undefined && part.status !== 'notAsked';

/** Whether something of the part is missing that was asked for. */
export const isShort = (part: PartJson<unknown> | undefined): boolean =>
  part?.status === 'partial' || part?.status === 'unknown' || part?.status === 'outOfScope';

/** The sections that were asked for and could not be read in whole, in the order of the page. */
export const shortSections = (parts: PartsJson): readonly SectionName[] =>
  sectionNames.filter((name) => isShort(parts[name]));
