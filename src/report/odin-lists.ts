// Service packs alone and service instances alone, in the JSON shapes of the scripts of the odins_spear Python library.
import {
  type Absence,
  type GroupAudit,
  type Instances,
  type Part,
  type PartName,
  partValue,
  type ServiceInstance,
} from '../audit/index.js';
import { jsonText } from './json-text.js';
import { mayBeUsed } from './odin-licences.js';
import { odinAmount } from './words.js';

/** One pack that is, or may be, in use. Usage: -1 is unlimited, null not known. */
export interface OdinPack {
  readonly servicePackName: string;
  readonly usage: number | null;
  readonly description: string | null;
}

/** Null when the packs are not known. */
export interface OdinPacksResult {
  readonly servicePackServices: readonly OdinPack[] | null;
}

/** `isActive` is null when it is not known, and absent for a service that has no switch. */
export interface OdinAssignedService {
  readonly serviceName: string;
  readonly isActive?: boolean | null;
}

/** `services` are its user services, null when they are not known. */
export interface OdinHuntGroup {
  readonly serviceUserId: string;
  readonly services: readonly OdinAssignedService[] | null;
}

export interface OdinServiceInstance extends OdinHuntGroup {
  readonly type: string | null;
}

/** A list is null when it is not known, and empty when the group has none or not even the service. */
export interface OdinInstancesResult {
  readonly autoAttendants: readonly OdinServiceInstance[] | null;
  readonly callCenters: readonly OdinServiceInstance[] | null;
  readonly huntGroups: readonly OdinHuntGroup[] | null;
}

/** The parts that have a shape of their own, as long as no other part was asked for. */
export const odinListParts = ['packs', 'instances'] as const satisfies readonly PartName[];

/** What was asked of packs and instances, as JSON text in pieces; both side by side when both were asked. */
export function formatOdinLists(audit: GroupAudit): Iterable<string> {
  const { packs, instances } = audit.parts;
  return jsonText({
    ...(packs.status === 'notAsked' ? {} : odinPacksResult(audit)),
    ...(instances.status === 'notAsked' ? {} : odinInstancesResult(audit)),
  });
}

/** The service packs in use as JSON text in pieces, whatever else was asked. */
export function formatOdinPacks(audit: GroupAudit): Iterable<string> {
  return jsonText(odinPacksResult(audit));
}

/** Auto attendants, call centers and hunt groups as JSON text in pieces, whatever else was asked. */
export function formatOdinInstances(audit: GroupAudit): Iterable<string> {
  return jsonText(odinInstancesResult(audit));
}

/** The service packs in use as an object. */
export function odinPacksResult({ parts }: GroupAudit): OdinPacksResult {
  const packs = valueOr(parts.packs, { servicePacks: [] });
  return {
    servicePackServices:
      packs?.servicePacks.filter(mayBeUsed).map(({ name, usage, description }) => ({
        servicePackName: name,
        usage: odinAmount(usage),
        description: description ?? null,
      })) ?? null,
  };
}

const noInstances: Instances = { autoAttendants: [], callCenters: [], huntGroups: [] };

/** Auto attendants, call centers and hunt groups as an object. */
export function odinInstancesResult({ parts }: GroupAudit): OdinInstancesResult {
  const instances = valueOr(parts.instances, noInstances);
  const typed = (list: readonly ServiceInstance[] | Absence | undefined) =>
    changed(list, ({ serviceUserId, type, services }) => ({
      serviceUserId,
      type: type ?? null,
      services: servicesOf(services),
    }));
  return {
    autoAttendants: typed(instances?.autoAttendants),
    callCenters: typed(instances?.callCenters),
    huntGroups: changed(instances?.huntGroups, ({ serviceUserId, services }) => ({
      serviceUserId,
      services: servicesOf(services),
    })),
  };
}

/** What does not apply to a group is none. */
function valueOr<T>(part: Part<T>, none: T): T | undefined {
  return part.status === 'notApplicable' ? none : partValue(part);
}

function changed<T>(
  list: readonly ServiceInstance[] | Absence | undefined,
  change: (instance: ServiceInstance) => T,
): readonly T[] | null {
  if (list === 'notApplicable') return [];
  return typeof list === 'object' ? list.map(change) : null;
}

function servicesOf(services: ServiceInstance['services']): readonly OdinAssignedService[] | null {
  if (services === 'unknown') return null;
  return services
    .filter(({ kind }) => kind === 'userService')
    .map(({ name, isActive }) => ({
      serviceName: name,
      ...(isActive === undefined ? {} : { isActive: isActive === 'unknown' ? null : isActive }),
    }));
}
