// Questions about the world, answered in its own words: no tables, no XML, no wire. Whatever takes long is kept in
// `derived` of the group until a change empties it.
import { type DnRange, formatDn, parseDn } from '../../numbers/index.js';
import { byNumber } from './build-state.js';
import { instancesOf } from './service-names.js';
import type { GroupState, Holder, NumberSegment, ProviderState, WorldState } from './state.js';

/** Works something out once and keeps it until the group changes. */
export function derived<T>(group: GroupState, key: string, work: () => T): T {
  let value = group.derived.get(key) as T | undefined;
  if (value === undefined) {
    value = work();
    group.derived.set(key, value);
  }
  return value;
}

/** The people of a group; service instances are not users. */
export function peopleOf(group: GroupState): readonly Holder[] {
  return derived(group, 'people', () =>
    [...group.holders.values()].filter((holder) => holder.instance === undefined),
  );
}

/** The service instances of one kind. */
export function instancesIn(group: GroupState, kind: string): readonly Holder[] {
  return derived(group, `instances ${kind}`, () =>
    [...group.holders.values()].filter((holder) => holder.instance?.kind === kind),
  );
}

/** Every service somebody has, directly or through a pack, each once. */
export function servicesOf(holder: Holder): ReadonlySet<string> {
  const services = new Set(holder.services);
  for (const name of holder.servicePacks)
    for (const service of holder.group.provider.servicePacks.get(name)?.services ?? [])
      services.add(service);
  return services;
}

interface Usage {
  readonly packs: ReadonlyMap<string, readonly Holder[]>;
  readonly services: ReadonlyMap<string, readonly Holder[]>;
}

/** Who has each pack, and who has each user service directly or through a pack. Its length is the usage. */
export function usageOf(group: GroupState): Usage {
  return derived(group, 'usage', () => {
    const packs = new Map<string, Holder[]>();
    const services = new Map<string, Holder[]>();
    const enter = (lists: Map<string, Holder[]>, name: string, holder: Holder) => {
      const list = lists.get(name);
      if (list === undefined) lists.set(name, [holder]);
      else list.push(holder);
    };
    for (const holder of group.holders.values()) {
      for (const pack of new Set(holder.servicePacks)) enter(packs, pack, holder);
      for (const service of servicesOf(holder)) enter(services, service, holder);
    }
    return { packs, services };
  });
}

/** Whether a group service is switched on for the group. */
export function isAssigned(group: GroupState, groupService: string): boolean {
  return group.groupServices.get(groupService)?.assigned ?? false;
}

/** Instances of a group service; a service without instances counts one when it is assigned. */
export function groupServiceUsage(
  group: GroupState,
  name: string,
): { usage: number; instances: number } {
  if (name === 'Trunk Group')
    return { usage: group.trunkGroups.length, instances: group.trunkGroups.length };
  const counted = instancesOf(name);
  if (counted === undefined) return { usage: isAssigned(group, name) ? 1 : 0, instances: 0 };
  const found = instancesIn(group, counted.kind).filter(
    ({ instance }) => counted.type === undefined || (instance?.type ?? 'Basic') === counted.type,
  );
  return { usage: found.length, instances: found.length };
}

/** Consecutive numbers of one group with equal properties; a held number always stands alone. */
export interface NumberRun extends DnRange {
  readonly activated: boolean;
  readonly department: string | undefined;
  readonly holder: Holder | undefined;
}

/** Every number of the group once, ascending. */
export function numberRuns(group: GroupState): readonly NumberRun[] {
  return derived(group, 'runs', () => {
    const held = [...group.byNumber]
      .flatMap(([text, holder]) => {
        const dn = parseDn(text);
        const { prefix = '', width = 0, first = 0, last = 0 } = dn ?? {};
        return dn === undefined ? [] : [{ prefix, width, first, last, holder }];
      })
      .sort(byNumber);
    const runs: NumberRun[] = [];
    let at = 0;
    for (const segment of group.numbers) {
      while (at < held.length && byNumber(held[at]!, segment) < 0) at++;
      let first = segment.first;
      for (; at < held.length && isIn(held[at]!, segment); at++) {
        const one = held[at]!;
        if (one.first > first) runs.push(free(segment, first, one.first - 1));
        runs.push(heldRun(segment, one.first, one.holder));
        first = one.first + 1;
      }
      if (first <= segment.last) runs.push(free(segment, first, segment.last));
    }
    return runs;
  });
}

const heldRun = (segment: NumberSegment, value: number, holder: Holder): NumberRun => ({
  prefix: segment.prefix,
  width: segment.width,
  first: value,
  last: value,
  activated: segment.activated ?? true,
  department: segment.department,
  holder,
});

const free = (segment: NumberSegment, first: number, last: number): NumberRun => ({
  prefix: segment.prefix,
  width: segment.width,
  department: segment.department,
  first,
  last,
  activated: segment.activated ?? false,
  holder: undefined,
});

/** Whether one number lies in a range. */
export function isIn(dn: DnRange, range: DnRange): boolean {
  return (
    dn.prefix === range.prefix &&
    dn.width === range.width &&
    dn.first >= range.first &&
    dn.first <= range.last
  );
}

/** Neighbouring runs joined where `alike` says that nobody could tell them apart. */
export function coalesced<T extends DnRange>(
  runs: readonly T[],
  alike: (a: T, b: T) => boolean,
): readonly T[] {
  const joined: T[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (
      before !== undefined &&
      before.prefix === run.prefix &&
      before.width === run.width &&
      before.last + 1 === run.first &&
      alike(before, run)
    )
      joined[joined.length - 1] = { ...before, last: run.last };
    else joined.push(run);
  }
  return joined;
}

/** Whether a number that somebody holds is switched on. */
export function isActivated(group: GroupState, number: string): boolean {
  const on = derived(group, 'deactivated', () => {
    const off = new Set<string>();
    for (const run of numberRuns(group))
      if (run.holder !== undefined && !run.activated)
        off.add(formatDn(run.prefix, run.width, run.first));
    return off;
  });
  return !on.has(number);
}

/** The number as the group's tables spell it, from any spelling a request may use; undefined when not the group's. */
export function ownNumber(group: GroupState, text: string): string | undefined {
  const code = group.provider.countryCode;
  const spellings = text.startsWith('+')
    ? [text, `+${code}-${text.slice(1 + code.length)}`]
    : [`+${code}-${text}`, text, ...group.numbers.map(({ prefix }) => prefix + text)];
  return spellings.find((spelling) => {
    const dn = parseDn(spelling);
    return dn !== undefined && group.numbers.some((segment) => isIn(dn, segment));
  });
}

/** Country code of a number in `+CC-national` spelling; of the provider when there is no number. */
export function countryCodeOf(provider: ProviderState, number: string | undefined): string {
  return /^\+(\d+)-/.exec(number ?? '')?.[1] ?? provider.countryCode;
}

/** What is dialled before a national number in that country. */
export function nationalPrefixOf(countryCode: string): string {
  if (countryCode === '1') return '1';
  // Italy and Poland dial the whole national number; there is no prefix to leave out.
  return countryCode === '39' || countryCode === '48' ? '' : '0';
}

/** `+44-1632960101` to `1632960101`, as elements (not tables) carry it. */
export function nationalNumber(number: string): string {
  return number.replace(/^\+\d+-/, '');
}

/** A group by its two ids, or by its external id alone. */
export function findGroup(
  state: WorldState,
  serviceProviderId: string | undefined,
  groupId: string | undefined,
  externalId: string | undefined,
): GroupState | undefined {
  if (serviceProviderId !== undefined && groupId !== undefined) {
    const provider = state.providers.get(serviceProviderId);
    return provider?.groups.get(groupId) ?? provider?.faultGroups.get(groupId);
  }
  if (externalId === undefined) return undefined;
  for (const provider of state.providers.values())
    for (const group of provider.groups.values())
      if (group.profile.get('groupExternalId') === externalId) return group;
  return undefined;
}
