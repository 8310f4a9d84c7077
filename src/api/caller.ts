// Who calls, and how far that reaches. Pure: decides, asks nobody.

/** APIO's levels: end user, department, group, service provider or reseller, system. */
export const levels = [0, 4, 8, 12, 16] as const;
export type Level = (typeof levels)[number];

/** The objects that a caller may see. Ids are compared as they are. */
export type Scope =
  | { readonly kind: 'system' }
  /** The service providers of a reseller, as they were at sign-in. */
  | { readonly kind: 'reseller'; readonly tenantIds: ReadonlySet<string> }
  | { readonly kind: 'tenant'; readonly tenantId: string }
  | { readonly kind: 'group'; readonly tenantId: string; readonly groupId: string }
  | {
      readonly kind: 'department';
      readonly tenantId: string;
      readonly groupId: string;
      readonly department: string | undefined;
    }
  | {
      readonly kind: 'user';
      readonly tenantId: string;
      readonly groupId: string;
      readonly userId: string;
    };

export interface Caller {
  /** Login, or name of the token: `author_id`. Empty when nobody is signed in. */
  readonly id: string;
  readonly level: Level;
  readonly scope: Scope;
  readonly via: 'session' | 'token' | 'oidc' | 'nobody';
  /** What the role allows besides reading. BroadWorks judges changes of sessions itself. */
  readonly may: { readonly change: boolean; readonly store: boolean };
}

/** Ids of an object; the fewer, the larger it is. */
export interface ObjectIds {
  readonly tenantId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly userId?: string | undefined;
}

/** Whether the object lies wholly in the scope. That a user is of the group in the path is for the handler to see. */
export function holds(scope: Scope, { tenantId, groupId, userId }: ObjectIds): boolean {
  switch (scope.kind) {
    case 'system':
      return true;
    case 'reseller':
      return tenantId !== undefined && scope.tenantIds.has(tenantId);
    case 'tenant':
      return tenantId === scope.tenantId;
    case 'group':
      return tenantId === scope.tenantId && groupId === scope.groupId;
    case 'department':
      // Whether the user is of the department is known to BroadWorks alone, which judges by the caller's own login.
      return tenantId === scope.tenantId && groupId === scope.groupId && userId !== undefined;
    case 'user':
      return tenantId === scope.tenantId && groupId === scope.groupId && userId === scope.userId;
  }
}

/** Whether the object is in the scope, or the scope in the object: then a list in it may hold something. */
export function touches(scope: Scope, ids: ObjectIds): boolean {
  if (scope.kind === 'system') return true;
  if (scope.kind === 'reseller')
    return ids.tenantId === undefined || scope.tenantIds.has(ids.tenantId);
  if (ids.tenantId !== undefined && ids.tenantId !== scope.tenantId) return false;
  if (scope.kind === 'tenant' || ids.groupId === undefined) return true;
  if (ids.groupId !== scope.groupId) return false;
  return scope.kind !== 'user' || ids.userId === undefined || ids.userId === scope.userId;
}

export const nobody: Caller = {
  id: '',
  level: 0,
  scope: { kind: 'user', tenantId: '', groupId: '', userId: '' },
  via: 'nobody',
  may: { change: false, store: false },
};
