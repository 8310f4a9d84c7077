// Which audit records a caller may see, and how much of one. Decides; reads nothing.
import type { AuditRecord, ExtraData, RecordFilter } from '../../records/index.js';
import { type Caller, holds, type Scope } from '../caller.js';

/** What is searched for a caller: his filter with the bounds of his scope in it, nothing, or a name that he must give. */
export type Sight =
  | { readonly kind: 'search'; readonly filter: RecordFilter }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'missing'; readonly name: keyof RecordFilter };

const nothing: Sight = { kind: 'nothing' };

/**
 * Puts the scope into the search itself, so that no cursor, and no filter, reaches beyond it. What lies outside is an empty
 * list.
 */
export function sightOf(scope: Scope, asked: RecordFilter): Sight {
  switch (scope.kind) {
    case 'system':
      return { kind: 'search', filter: asked };
    case 'reseller':
      if (!asked.tenantId) return { kind: 'missing', name: 'tenantId' };
      return scope.tenantIds.has(asked.tenantId) ? { kind: 'search', filter: asked } : nothing;
    case 'tenant':
      return within(asked, { tenantId: scope.tenantId });
    case 'group':
      return within(asked, { tenantId: scope.tenantId, groupId: scope.groupId });
    case 'department':
      // A record does not say which department its user is of.
      return nothing;
    case 'user': {
      const { tenantId, groupId, userId } = scope;
      return within(asked, { tenantId, groupId, userId });
    }
  }
}

function within(asked: RecordFilter, own: RecordFilter): Sight {
  for (const [name, value] of Object.entries(own)) {
    const said = asked[name as keyof RecordFilter];
    // An empty value would be no condition at all.
    if (value === '' || (said && said !== value)) return nothing;
  }
  return { kind: 'search', filter: { ...asked, ...own } };
}

/** Whether a caller may see a record at all; else it is as if there were none. */
export function maySee({ scope }: Caller, record: AuditRecord): boolean {
  if (scope.kind === 'department') return false;
  return holds(scope, {
    tenantId: record.impacted_tenant_id || undefined,
    groupId: record.impacted_group_id || undefined,
    userId: record.impacted_user_id || undefined,
  });
}

/** A record as a caller sees it: end users see no messages to network elements, nor what is noted of them. */
export function asSeenBy({ scope }: Caller, record: AuditRecord): AuditRecord {
  if (scope.kind !== 'user') return record;
  return { ...record, extra_data: withoutSouth(record.extra_data), south_data: '' };
}

function withoutSouth(extra: string | null): string | null {
  if (extra === null) return null;
  const { notes = [], ...others } = JSON.parse(extra) as ExtraData;
  const left = notes.filter(({ of }) => !of.startsWith('south_data'));
  const seen = left.length === 0 ? others : { ...others, notes: left };
  return Object.keys(seen).length === 0 ? null : JSON.stringify(seen);
}
