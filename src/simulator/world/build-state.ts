// Builds the living state from a world. The world itself is never changed, so one world can be started many times.
import { type DnRange, DnSet, parseDnCell } from '../../numbers/index.js';
import type {
  GroupState,
  Holder,
  Licence,
  NumberSegment,
  ProviderState,
  WorldState,
} from './state.js';
import type {
  Authorization,
  Group,
  Instance,
  NumberBlock,
  Quantity,
  Release,
  ServiceProvider,
  User,
  World,
} from './world.js';
import { addressFields, contactFields, profileFields } from './world.js';

/** A fresh state; the world it is made from is never changed. */
export function stateOf(
  world: World,
  override: { release?: Release | undefined; maxBatch?: number | undefined },
): WorldState {
  const release = override.release ?? world.release ?? '24';
  const holders = new Map<string, Holder>();
  const providers = new Map<string, ProviderState>();
  for (const provider of world.serviceProviders)
    providers.set(provider.serviceProviderId, providerState(provider, holders));
  return {
    release,
    softwareVersion: world.softwareVersion ?? `Rel_${release}.0_1.944`,
    signedLogin: world.login?.signed ?? true,
    oneStepLogin: world.login?.oneStep ?? true,
    maxBatch: override.maxBatch ?? world.maxBatch ?? 15,
    odin: {
      tokenSeconds: world.odin?.tokenSeconds ?? 3600,
      version: world.odin?.version ?? '5.9.33',
    },
    administrators: new Map(world.administrators.map((account) => [account.userId, account])),
    providers,
    holders,
  };
}

function providerState(provider: ServiceProvider, holders: Map<string, Holder>): ProviderState {
  const state: ProviderState = {
    serviceProviderId: provider.serviceProviderId,
    name: provider.name,
    isEnterprise: provider.isEnterprise ?? false,
    resellerId: provider.resellerId,
    defaultDomain: provider.defaultDomain ?? 'example.net',
    countryCode: provider.countryCode ?? '44',
    trunkCapacity: {
      maxActiveCalls: provider.trunkCapacity?.maxActiveCalls ?? 'unlimited',
      burstingMaxActiveCalls: provider.trunkCapacity?.burstingMaxActiveCalls ?? 'unlimited',
      numberOfBurstingBTLUs: provider.trunkCapacity?.numberOfBurstingBTLUs ?? 'unlimited',
    },
    servicePacks: new Map((provider.servicePacks ?? []).map((pack) => [pack.name, pack])),
    enterpriseTrunks: provider.enterpriseTrunks ?? [],
    groups: new Map(),
    faultGroups: new Map(),
  };
  for (const group of provider.groups)
    state.groups.set(group.groupId, groupState(group, state, holders));
  return state;
}

/** One group of a provider; its people and instances are entered into `holders`. */
export function groupState(
  group: Group,
  provider: ProviderState,
  holders: Map<string, Holder>,
): GroupState {
  const capacity = group.trunkCapacity;
  const atMost = (quantity: Quantity | undefined) => (typeof quantity === 'number' ? quantity : 0);
  const state: GroupState = {
    groupId: group.groupId,
    provider,
    profile: picked(group, profileFields),
    contact: picked(group.contact ?? {}, contactFields),
    address: picked(group.address ?? {}, addressFields),
    userLimit: group.userLimit ?? 25,
    servicePacks: licences(group.servicePacks),
    groupServices: licences(group.groupServices),
    userServices: licences(group.userServices),
    departments: group.departments ?? [],
    schedules: group.schedules ?? [],
    numbers: [],
    holders: new Map(),
    byNumber: new Map(),
    trunkCapacity: {
      maxActiveCalls: atMost(capacity?.maxActiveCalls),
      burstingMaxActiveCalls: capacity?.burstingMaxActiveCalls ?? 0,
      numberOfBurstingBTLUs: atMost(capacity?.numberOfBurstingBTLUs),
    },
    trunkGroups: group.trunkGroups ?? [],
    enterpriseTrunks: group.enterpriseTrunks ?? [],
    raw: group.raw ?? {},
    derived: new Map(),
  };
  for (const user of group.users ?? []) enter(holderOf(user, state), holders);
  for (const instance of group.instances ?? []) enter(instanceHolder(instance, state), holders);
  state.numbers = segments(group);
  return state;
}

function picked<K extends string>(
  from: Readonly<Partial<Record<K, string>>>,
  fields: readonly K[],
): Map<K, string> {
  const texts = new Map<K, string>();
  for (const field of fields) {
    const text = from[field];
    if (text !== undefined) texts.set(field, text);
  }
  return texts;
}

function licences(list: readonly (string | Authorization)[] | undefined): Map<string, Licence> {
  const found = new Map<string, Licence>();
  for (const entry of list ?? []) {
    const given: Authorization = typeof entry === 'string' ? { name: entry } : entry;
    const authorized = given.authorized ?? true;
    found.set(given.name, {
      quantity: given.quantity ?? 'unlimited',
      allowed: given.allowed ?? 'unlimited',
      authorized,
      assigned: given.assigned ?? authorized,
      licensed: given.licensed ?? true,
    });
  }
  return found;
}

/** A person of the group, not yet entered anywhere. */
export function holderOf(user: User, group: GroupState): Holder {
  return {
    userId: user.userId,
    group,
    instance: undefined,
    lastName: user.lastName,
    firstName: user.firstName,
    phoneNumber: user.phoneNumber,
    extension: user.extension,
    department: user.department,
    emailAddress: user.emailAddress,
    trunkGroup: user.trunkGroup,
    servicePacks: user.servicePacks ?? [],
    services: user.services ?? [],
    active: user.active ?? [],
    settings: user.settings ?? {},
  };
}

function instanceHolder(instance: Instance, group: GroupState): Holder {
  const { serviceUserId, name, kind, ...rest } = instance;
  const person = { ...rest, userId: serviceUserId, lastName: name, firstName: kind };
  return { ...holderOf(person, group), instance };
}

/** Makes a holder known to its group and to the system. */
export function enter(holder: Holder, holders: Map<string, Holder>): void {
  holder.group.holders.set(holder.userId, holder);
  if (holder.phoneNumber !== undefined) holder.group.byNumber.set(holder.phoneNumber, holder);
  holders.set(holder.userId, holder);
}

function segments(group: Group): readonly NumberSegment[] {
  const found: NumberSegment[] = [];
  for (const entry of group.numbers ?? []) {
    const block: NumberBlock = typeof entry === 'string' ? { range: entry } : entry;
    const cell = parseDnCell(block.range);
    if (cell.kind !== 'range') continue;
    found.push({ ...cell.range, activated: block.activated, department: block.department });
  }
  const listed = DnSet.of(found);
  const off: DnRange[] = [];
  for (const holder of [...(group.users ?? []), ...(group.instances ?? [])]) {
    const cell = parseDnCell(holder.phoneNumber ?? '');
    if (cell.kind !== 'range') continue;
    if (!listed.has(holder.phoneNumber ?? ''))
      found.push({ ...cell.range, activated: undefined, department: undefined });
    if (holder.phoneNumberActivated === false) off.push(cell.range);
  }
  found.sort(byNumber);
  return withActivation(found, off, false);
}

/** Order of numbers in every list: prefix, then length, then value. */
export function byNumber(a: DnRange, b: DnRange): number {
  if (a.prefix !== b.prefix) return a.prefix < b.prefix ? -1 : 1;
  return a.width - b.width || a.first - b.first;
}

/** The same numbers, with those of `ranges` switched on or off. Segments are split where they must be. */
export function withActivation(
  list: readonly NumberSegment[],
  ranges: readonly DnRange[],
  activated: boolean,
): readonly NumberSegment[] {
  const sorted = [...ranges].sort(byNumber);
  const pieces: NumberSegment[] = [];
  let at = 0;
  for (const segment of list) {
    while (at < sorted.length && isBefore(sorted[at]!, segment)) at++;
    let from = segment.first;
    for (let index = at; index < sorted.length; index++) {
      const range = sorted[index]!;
      if (isBefore(segment, range)) break;
      const first = Math.max(from, range.first);
      const last = Math.min(segment.last, range.last);
      if (first > last) continue;
      if (from < first) pieces.push({ ...segment, first: from, last: first - 1 });
      pieces.push({ ...segment, first, last, activated });
      from = last + 1;
    }
    if (from <= segment.last) pieces.push({ ...segment, first: from });
  }
  return pieces;
}

/** Whether all of one range comes before all of the other. */
function isBefore(a: DnRange, b: DnRange): boolean {
  if (a.prefix === b.prefix && a.width === b.width) return a.last < b.first;
  return byNumber(a, b) < 0;
}
