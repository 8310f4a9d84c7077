// From the claims of a verified token to a caller. A token that does not say how far it reaches is no caller at all. Pure.
import type { Caller } from './caller.js';
import { authorPrefix, reachOf } from './tokens.js';

/** Names of claims; a dot leads into an object, as in `realm_access.roles`. */
export interface ClaimNames {
  /** Default: `preferred_username`, else `sub`. */
  readonly name?: string;
  /** Default `roles`: a text, of words apart from each other by blanks, or a list. */
  readonly role?: string;
  /** Default `tenant_id` and `group_id`. */
  readonly tenant?: string;
  readonly group?: string;
}

/** Stands before the name in records. */
export const oidcPrefix = 'oidc:';

type Claims = Readonly<Record<string, unknown>>;

/**
 * The caller; undefined when the claims do not make one. A role must be among them: `muster-reader`, `muster-operator`,
 * `muster-recorder`; several add up. Without a tenant, `muster-system` must be there as well: it is never taken for granted.
 */
export function callerFrom(claims: Claims, names: ClaimNames = {}): Caller | undefined {
  const id = nameIn(claims, names.name);
  const roles = new Set(wordsIn(at(claims, names.role ?? 'roles')));
  const isKnown = ['muster-reader', 'muster-operator', 'muster-recorder'].some((one) =>
    roles.has(one),
  );
  const tenantId = idIn(at(claims, names.tenant ?? 'tenant_id'));
  const groupId = idIn(at(claims, names.group ?? 'group_id'));
  if (id === undefined || !isKnown || tenantId === null || groupId === null) return undefined;
  const isBound = tenantId !== undefined;
  if (!isBound && (groupId !== undefined || !roles.has('muster-system'))) return undefined;
  const [level, scope] = reachOf(tenantId, groupId);
  const may = { change: roles.has('muster-operator'), store: roles.has('muster-recorder') };
  // So that nobody passes for a BroadWorks account by choosing its name at the issuer.
  return { id: `${oidcPrefix}${id}`, level, scope, via: 'oidc', may };
}

/** Records name the caller by it; no name of a machine token can be had this way. */
function nameIn(claims: Claims, wanted: string | undefined): string | undefined {
  const names = wanted === undefined ? ['preferred_username', 'sub'] : [wanted];
  const found = names.map((one) => at(claims, one)).find((one) => one !== undefined);
  const isGood =
    typeof found === 'string' &&
    /^[^\x00-\x1f\x7f]{1,200}$/.test(found) &&
    found.trim() !== '' &&
    !found.toLowerCase().startsWith(authorPrefix);
  return isGood ? found : undefined;
}

/** Null for a claim that is there and is no id: it must not count as missing, which would widen the scope. */
function idIn(value: unknown): string | undefined | null {
  if (value === undefined || value === null) return undefined;
  const isId = typeof value === 'string' && /^[^\x00-\x1f\x7f]{1,200}$/.test(value);
  return isId ? value : null;
}

function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(/\s+/);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A claim of that very name, which may hold dots; else by the path of objects. */
function at(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let here: unknown = claims;
  for (const step of name.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Claims)[step];
  }
  return here;
}
