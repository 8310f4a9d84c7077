// What one place of a world file says about another: ids used twice, names that nothing defines, numbers that two
// groups own. Runs after the shape of the file is known to be right.
import { type DnRange, formatDnRange, parseDnCell } from '../../numbers/index.js';
import { worldInvalid } from './check.js';
import type { Administrator, Group, ServiceProvider, User, World } from './world.js';

interface Owned {
  readonly range: DnRange;
  readonly path: string;
}

/** Throws `WORLD_INVALID` for the first contradiction. */
export function checkConsistency(world: World, source: string): void {
  const userIds = new Map<string, string>();
  const owned: Owned[] = [];
  once(world.serviceProviders, 'serviceProviderId', 'serviceProviders', source);
  world.serviceProviders.forEach((provider, at) => {
    const path = `serviceProviders[${at}]`;
    once(provider.servicePacks ?? [], 'name', `${path}.servicePacks`, source);
    once(provider.groups, 'groupId', `${path}.groups`, source);
    checkEnterpriseTrunks(provider, provider.isEnterprise ?? false, path, source);
    provider.groups.forEach((group, index) => {
      const place = `${path}.groups[${index}]`;
      checkGroup(provider, group, place, source);
      checkEnterpriseTrunks(group, !provider.isEnterprise, place, source);
      collectIds(group, place, userIds, source);
      collectNumbers(group, place, owned, source);
    });
  });
  checkOverlaps(owned, source);
  checkAdministrators(world, userIds, source);
}

function once<T>(items: readonly T[], key: keyof T & string, path: string, source: string): void {
  const seen = new Set<unknown>();
  items.forEach((item, at) => {
    if (seen.has(item[key]))
      throw worldInvalid(source, `${path}[${at}].${key}`, `choose another; ${item[key]} is taken`);
    seen.add(item[key]);
  });
}

/** An enterprise has its trunks itself; below a service provider each group has its own. */
function checkEnterpriseTrunks(
  { enterpriseTrunks }: Pick<Group, 'enterpriseTrunks'>,
  mayHave: boolean,
  path: string,
  source: string,
): void {
  if (enterpriseTrunks === undefined) return;
  const place = `${path}.enterpriseTrunks`;
  if (!mayHave && enterpriseTrunks.length > 0)
    throw worldInvalid(
      source,
      place,
      'write those of an enterprise beside its groups, those of a service provider in its groups',
    );
  once(enterpriseTrunks, 'name', place, source);
}

function checkGroup(provider: ServiceProvider, group: Group, path: string, source: string): void {
  const packs = new Set((provider.servicePacks ?? []).map((pack) => pack.name));
  once(group.trunkGroups ?? [], 'name', `${path}.trunkGroups`, source);
  checkSchedules(group, `${path}.schedules`, source);
  const trunkGroups = new Set((group.trunkGroups ?? []).map((trunkGroup) => trunkGroup.name));
  (group.servicePacks ?? []).forEach((pack, at) => {
    const name = typeof pack === 'string' ? pack : pack.name;
    if (!packs.has(name)) throw noPack(name, `${path}.servicePacks[${at}]`, source);
  });
  for (const list of ['users', 'instances'] as const)
    (group[list] ?? []).forEach((holder, at) => {
      (holder.servicePacks ?? []).forEach((name, index) => {
        if (!packs.has(name))
          throw noPack(name, `${path}.${list}[${at}].servicePacks[${index}]`, source);
      });
      checkSettings(provider, holder, `${path}.${list}[${at}]`, source);
      if ('trunkGroup' in holder && holder.trunkGroup && !trunkGroups.has(holder.trunkGroup))
        throw worldInvalid(
          source,
          `${path}.${list}[${at}].trunkGroup`,
          `add ${holder.trunkGroup} to ${path}.trunkGroups, or remove it here`,
        );
    });
}

/** One name may stand for a holiday and a time schedule, but not twice for the same. */
function checkSchedules({ schedules = [] }: Group, path: string, source: string): void {
  schedules.forEach(({ name, type }, at) => {
    const before = schedules.slice(0, at).some((one) => one.name === name && one.type === type);
    if (before)
      throw worldInvalid(source, `${path}[${at}].name`, `choose another; ${name} is taken`);
  });
}

/** What somebody does not have cannot be set. */
function checkSettings(
  provider: ServiceProvider,
  { servicePacks = [], services = [], settings = {} }: Pick<User, SettingKeys>,
  path: string,
  source: string,
): void {
  const packs = (provider.servicePacks ?? []).filter(({ name }) => servicePacks.includes(name));
  const has = new Set([...services, ...packs.flatMap((pack) => pack.services)]);
  for (const name of Object.keys(settings))
    if (!has.has(name))
      throw worldInvalid(source, `${path}.settings.${name}`, `add ${name} to services first`);
}

type SettingKeys = 'servicePacks' | 'services' | 'settings';

const noPack = (name: string, path: string, source: string) =>
  worldInvalid(source, path, `add the pack ${name} to servicePacks of the provider first`);

function collectIds(
  group: Group,
  path: string,
  userIds: Map<string, string>,
  source: string,
): void {
  const take = (userId: string, place: string) => {
    const other = userIds.get(userId);
    if (other !== undefined)
      throw worldInvalid(source, place, `choose another; ${userId} is taken by ${other}`);
    userIds.set(userId, place);
  };
  (group.users ?? []).forEach((user, at) => {
    take(user.userId, `${path}.users[${at}].userId`);
  });
  (group.instances ?? []).forEach((instance, at) => {
    take(instance.serviceUserId, `${path}.instances[${at}].serviceUserId`);
  });
}

function collectNumbers(group: Group, path: string, owned: Owned[], source: string): void {
  const listed: Owned[] = [];
  (group.numbers ?? []).forEach((block, at) => {
    const cell = parseDnCell(typeof block === 'string' ? block : block.range);
    if (cell.kind === 'range') listed.push({ range: cell.range, path: `${path}.numbers[${at}]` });
  });
  const held = new Map<string, string>();
  for (const list of ['users', 'instances'] as const)
    (group[list] ?? []).forEach((holder, at) => {
      const number = holder.phoneNumber;
      if (number === undefined) return;
      const place = `${path}.${list}[${at}].phoneNumber`;
      const other = held.get(number);
      if (other !== undefined)
        throw worldInvalid(source, place, `choose another; ${number} is held by ${other}`);
      held.set(number, place);
      const cell = parseDnCell(number);
      if (cell.kind !== 'range' || listed.some(({ range }) => contains(range, cell.range))) return;
      owned.push({ range: cell.range, path: place });
    });
  owned.push(...listed);
}

const contains = (outer: DnRange, inner: DnRange) =>
  outer.prefix === inner.prefix &&
  outer.width === inner.width &&
  outer.first <= inner.first &&
  inner.last <= outer.last;

function checkOverlaps(owned: Owned[], source: string): void {
  owned.sort(
    ({ range: a }, { range: b }) =>
      (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0) ||
      a.width - b.width ||
      a.first - b.first,
  );
  owned.forEach((next, at) => {
    const before = owned[at - 1];
    const same =
      before?.range.prefix === next.range.prefix && before.range.width === next.range.width;
    if (same && next.range.first <= before.range.last)
      throw worldInvalid(
        source,
        next.path,
        `remove ${formatDnRange(next.range)} here or at ${before.path}: a number has one owner`,
      );
  });
}

function checkAdministrators(
  world: World,
  userIds: ReadonlyMap<string, string>,
  source: string,
): void {
  once(world.administrators, 'userId', 'administrators', source);
  world.administrators.forEach((administrator, at) => {
    checkScope(world, administrator, `administrators[${at}]`, userIds, source);
  });
}

function checkScope(
  world: World,
  administrator: Administrator,
  path: string,
  userIds: ReadonlyMap<string, string>,
  source: string,
): void {
  const { loginType, serviceProviderId, groupId } = administrator;
  if (loginType === 'System' || loginType === 'Provisioning') return;
  if (loginType === 'User') {
    if (!userIds.has(administrator.userId))
      throw worldInvalid(
        source,
        `${path}.userId`,
        'name a user of a group: its login is of type User',
      );
    return;
  }
  if (loginType === 'Reseller') {
    if (administrator.resellerId === undefined)
      throw worldInvalid(source, `${path}.resellerId`, 'name the reseller of this account');
    return;
  }
  const provider = world.serviceProviders.find(
    (one) => one.serviceProviderId === serviceProviderId,
  );
  if (provider === undefined)
    throw worldInvalid(source, `${path}.serviceProviderId`, 'name a provider of this world');
  if (loginType === 'Service Provider') return;
  if (!provider.groups.some((group) => group.groupId === groupId))
    throw worldInvalid(source, `${path}.groupId`, `name a group of ${serviceProviderId}`);
  if (loginType === 'Group Department' && administrator.department === undefined)
    throw worldInvalid(source, `${path}.department`, 'name the department of this account');
}
