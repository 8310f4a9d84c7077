// Whether the fields of a command stay inside the scope of a caller whom BroadWorks does not judge, because the call is made
// with the server's own account. Every id in them counts, however deep; what cannot be judged is refused.
import { Fault } from '../../fault.js';
import type { FieldValue, FieldValues } from '../../ocip/index.js';
import type { Impact } from '../../records/index.js';
import type { OciSouth } from '../../south/index.js';
import { type Caller, holds, type Scope } from '../caller.js';
import { problem } from '../problem.js';
import type { Reply } from '../route.js';

/** An object that a field names. */
export type Named = { readonly path: string; readonly isSubject: boolean } & (
  | { readonly kind: 'tenant'; readonly tenantId: string }
  | { readonly kind: 'group'; readonly tenantId: string | undefined; readonly groupId: string }
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly tenantId: string | undefined;
      readonly groupId: string | undefined;
    }
  /** By an id that only BroadWorks can tell whose it is. */
  | { readonly kind: 'other' }
);

/** Which names of fields hold ids of what; the first that fits. */
const idNames: readonly (readonly [RegExp, Named['kind']])[] = [
  [/externalId$|resellerId$|resellerName$/i, 'other'],
  [/(?:serviceProvider|enterprise)Id$/i, 'tenant'],
  [/groupId$/i, 'group'],
  [/userId/i, 'user'],
];
/** What narrows a list does not say whose list it is. */
const narrowing = /^(?:searchCriteria|sort)/;
/** Commands about the whole system, whatever else they name. */
const systemWide = /^(?:System|Reseller)|InSystem/;

const deepest = 20;
const mostUsers = 100;

/** All objects that the fields name. Throws `COMMAND_INVALID` when they are nested too deeply to be a command. */
export function namedIn(fields: FieldValues): readonly Named[] {
  const found: Named[] = [];
  walk(fields, { path: '', isSubject: true, tenantId: undefined, groupId: undefined }, 1, found);
  return found;
}

interface Place {
  readonly path: string;
  readonly isSubject: boolean;
  /** Named by this object or by one that it stands in. */
  readonly tenantId: string | undefined;
  readonly groupId: string | undefined;
}

function walk(fields: FieldValues, place: Place, depth: number, found: Named[]): void {
  if (depth > deepest) throw new Fault('COMMAND_INVALID', 'the fields are nested too deeply');
  const entries = Object.entries(fields).flatMap(([name, value]) =>
    each(value).map((one) => ({ name, one })),
  );
  const ids = entries.flatMap(({ name, one }) => {
    const kind = idNames.find(([form]) => form.test(name))?.[1];
    if (kind === undefined || one === null || typeof one === 'object') return [];
    return [{ kind, id: asRead(one), path: `${place.path}${name}` }];
  });
  const of = (kind: Named['kind']) => ids.filter((one) => one.kind === kind);
  const tenants = of('tenant');
  const groups = of('group');
  const { isSubject } = place;
  // Whoever names a group here means one of these tenants; a tenant without a group means the whole of it.
  const tenantIds = tenants.length > 0 ? tenants.map(({ id }) => id) : [place.tenantId];
  for (const { id, path } of groups)
    for (const tenantId of tenantIds)
      found.push({ kind: 'group', tenantId, groupId: id, path, isSubject });
  if (groups.length === 0)
    for (const { id, path } of tenants)
      found.push({ kind: 'tenant', tenantId: id, path, isSubject });
  const tenantId = tenantIds[0];
  const groupId = groups[0]?.id ?? (tenants.length > 0 ? undefined : place.groupId);
  for (const { id, path } of of('user'))
    found.push({ kind: 'user', userId: id, tenantId, groupId, path, isSubject });
  for (const { path } of of('other')) found.push({ kind: 'other', path, isSubject });
  for (const { name, one } of entries) {
    if (typeof one !== 'object' || one === null) continue;
    const inside = isSubject && !narrowing.test(name);
    const at = { path: `${place.path}${name}.`, isSubject: inside, tenantId, groupId };
    walk(one, at, depth + 1, found);
  }
}

/** BroadWorks takes white space of ids together, and so do records and scopes. */
const asRead = (id: string | number | boolean) =>
  String(id)
    .replace(/[\t\n\r ]+/g, ' ')
    .trim();

type One = string | number | boolean | null | FieldValues;

/** The repetitions of a field; lists in lists, which no command has, are looked into all the same. */
function each(value: FieldValue): readonly One[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [value as One];
  return (value as readonly FieldValue[]).flat(deepest).filter((one) => one !== undefined) as One[];
}

/** What a record says the command touches: what is named once, or the same each time. */
export function impactOf(named: readonly Named[]): Partial<Impact> {
  const only = (name: 'tenantId' | 'groupId' | 'userId') => {
    const ids = new Set(
      named.flatMap((one) => {
        const id = (one as Partial<Record<typeof name, string>>)[name];
        return one.isSubject && id !== undefined ? [id] : [];
      }),
    );
    return ids.size === 1 ? { [name]: [...ids][0] as string } : {};
  };
  return { ...only('tenantId'), ...only('groupId'), ...only('userId') };
}

/** Why a command may not be sent for this caller; undefined when it may. Asks BroadWorks whose the users are. */
export async function outOfScope(
  command: string,
  named: readonly Named[],
  { caller, road }: { readonly caller: Caller; readonly road: OciSouth },
): Promise<Reply | undefined> {
  const { scope } = caller;
  if (scope.kind === 'system') return undefined;
  if (scope.kind === 'department')
    return notJudged('whether something is of a department is not known to Muster');
  if (systemWide.test(command)) return notJudged(`${command} is about the whole system`);
  const other = named.find(({ kind }) => kind === 'other');
  if (other !== undefined) return notJudged(`${other.path} does not tell whose the object is`);
  if (!named.some(({ isSubject }) => isSubject))
    return notJudged('the fields name neither serviceProviderId, groupId nor userId');
  for (const one of named) {
    if (one.kind === 'user') continue;
    const { path, kind, ...ids } = one;
    if (kind === 'group' && one.tenantId === undefined)
      return problem('BODY_INVALID', `${path} means nothing without a serviceProviderId`);
    if (!holds(scope, ids as { tenantId: string })) return foreign(path);
  }
  return foreignUser(command, named, scope, road);
}

const notJudged = (why: string) =>
  problem('NOT_PERMITTED', `${why}; only a system administrator may send this here`);

const foreign = (path: string) =>
  problem('NOT_FOUND_AT_NE', `${path} names nothing that the caller may see`);

async function foreignUser(
  command: string,
  named: readonly Named[],
  scope: Scope,
  road: OciSouth,
): Promise<Reply | undefined> {
  const users = named.filter((one) => one.kind === 'user' && !isNew(command, one));
  const distinct = [...new Map(users.map((user) => [JSON.stringify(user), user])).values()];
  if (distinct.length > mostUsers)
    return problem('BODY_INVALID', `more than ${mostUsers} users are named; send several commands`);
  const known = await Promise.all(
    distinct.map((user) => user.kind === 'user' && isIn(scope, user, road)),
  );
  const at = known.indexOf(false);
  return at < 0 ? undefined : foreign((distinct[at] as Named).path);
}

/** The id of a user who is only being made, in a group that has been judged. */
function isNew(command: string, { path, ...one }: Named): boolean {
  if (!('groupId' in one) || one.groupId === undefined || one.tenantId === undefined) return false;
  return (
    (/^UserAddRequest/.test(command) && path === 'userId') ||
    (/AddInstanceRequest/.test(command) && path === 'serviceUserId')
  );
}

type NamedUser = Extract<Named, { kind: 'user' }>;

async function isIn(scope: Scope, user: NamedUser, road: OciSouth): Promise<boolean> {
  switch (scope.kind) {
    case 'user':
      return user.userId === scope.userId;
    case 'group':
      return isListed(road, user.userId, scope.tenantId, scope.groupId);
    case 'tenant':
      return isListed(road, user.userId, scope.tenantId);
    case 'reseller': {
      const tenants = user.tenantId === undefined ? [...scope.tenantIds] : [user.tenantId];
      const listed = await Promise.all(tenants.map((id) => isListed(road, user.userId, id)));
      return listed.includes(true);
    }
    default:
      return scope.kind === 'system';
  }
}

/** Whether BroadWorks lists that very user in the group, or in the whole tenant. */
async function isListed(
  road: OciSouth,
  userId: string,
  serviceProviderId: string,
  groupId?: string,
): Promise<boolean> {
  const search = { mode: 'Equal To', value: userId, isCaseInsensitive: false };
  const inGroup = groupId === undefined ? {} : { GroupId: groupId };
  const answer = await road.ask({
    command:
      groupId === undefined ? 'UserGetListInServiceProviderRequest' : 'UserGetListInGroupRequest',
    fields: { serviceProviderId, ...inGroup, searchCriteriaUserId: search },
  });
  if (answer.kind === 'refusal') return false;
  const table = answer.reply.tables.get('userTable');
  const column = table?.headings.findIndex((one) => one.trim().toLowerCase() === 'user id') ?? -1;
  return table?.rows.some((cells) => cells[column]?.trim() === userId) ?? false;
}
