// The licences of the odin formats: what is, or may be, in use, and who has it.
import { type Assignment, type GroupAudit, type Licence, partValue } from '../audit/index.js';
import { odinAmount } from './words.js';

/** One that is, or may be, in use. Usage: -1 is unlimited, null not known. */
export interface OdinGroupService {
  readonly serviceName: string;
  readonly usage: number | null;
}

/** `users` is null when it is not known who has it. */
export interface OdinUserService extends OdinGroupService {
  readonly users: readonly string[] | null;
}

export interface OdinServicePack {
  readonly servicePackName: string;
  readonly usage: number | null;
  readonly description: string | null;
  readonly users: readonly string[] | null;
}

/** The three lists in the order of the model. */
interface LicenceLists {
  readonly userServices: readonly OdinUserService[];
  readonly groupServices: readonly OdinGroupService[];
  readonly servicePacks: readonly OdinServicePack[];
}

/** Null when the licences have no value. */
export function licenceLists({ parts }: GroupAudit): LicenceLists | null {
  const licences = partValue(parts.licences);
  if (licences === undefined) return null;
  const users = partValue(parts.users);
  const whoHasService = userIdsIn(users?.userServices ?? []);
  const whoHasPack = userIdsIn(users?.servicePacks ?? []);
  return {
    userServices: licences.userServices.filter(mayBeUsed).map(({ name, usage }) => ({
      serviceName: name,
      usage: odinAmount(usage),
      users: whoHasService(name),
    })),
    groupServices: licences.groupServices
      .filter(mayBeUsed)
      .map(({ name, usage }) => ({ serviceName: name, usage: odinAmount(usage) })),
    servicePacks: licences.servicePacks.filter(mayBeUsed).map(({ name, usage, description }) => ({
      servicePackName: name,
      usage: odinAmount(usage),
      description: description ?? null,
      users: whoHasPack(name),
    })),
  };
}

/** Only a plain zero is surely not used. */
export const mayBeUsed = ({ usage }: Licence) => usage !== 0;

function userIdsIn(assignments: readonly Assignment[]): (name: string) => readonly string[] | null {
  const found = new Map(assignments.map(({ name, userIds }) => [name, userIds]));
  return (name) => {
    const userIds = found.get(name) ?? 'unknown';
    return userIds === 'unknown' ? null : userIds;
  };
}
