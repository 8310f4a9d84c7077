// What a record is about, in the parts of a sentence. The words themselves are in strings.ts. Pure.
import type { AuditRecord } from '../../src/records/audit-record.js';

/** What was done; the sentence is made of it. */
export type Deed =
  | 'read'
  | 'changed'
  | 'created'
  | 'deleted'
  | 'sent'
  | 'audited'
  | 'signedIn'
  | 'signedOut'
  | 'handedOver'
  | 'asked'
  | 'called';

export interface Headline {
  readonly deed: Deed;
  /** What follows `svc_v1:` of the end point; of `sent` the OCI-P command, of `asked` the network element. */
  readonly thing: string;
  /** Named object, such as a schedule. */
  readonly instance: string;
  /** What it was done to: the narrowest that the record names. */
  readonly of: { readonly kind: 'user' | 'group' | 'tenant'; readonly id: string } | undefined;
}

const byMethod: Readonly<Record<string, Deed>> = {
  GET: 'read',
  HEAD: 'read',
  PUT: 'changed',
  PATCH: 'changed',
  POST: 'created',
  DELETE: 'deleted',
};

/** The sentence of a record in parts. */
export function headlineOf(record: AuditRecord): Headline {
  const name = record.end_point_name.replace(/^svc_v\d+:/, '');
  const method = record.http_method.toUpperCase();
  const [house = '', ...words] = name.split('.');
  const parts = { instance: record.impacted_specific_id, of: narrowest(record) };
  const as = (deed: Deed, thing = name): Headline => ({ deed, thing, ...parts });
  if (name === 'apio.login' || name === 'muster.login')
    return as(method === 'DELETE' ? 'signedOut' : method === 'GET' ? 'read' : 'signedIn');
  if (name === 'muster.logout' || name === 'muster.session.end') return as('signedOut');
  if (house === 'muster' && words[0] === 'oci') return as('sent', words.slice(1).join('.'));
  if (house === 'muster' && words[0] === 'south' && words.length > 1)
    return as('asked', words.slice(1).join('.'));
  if (/^muster\.tenant\.(?:group\.audits?|trunks(?:\.audit)?)$/.test(name) && method !== 'DELETE')
    return as(name.endsWith('audits') && method === 'GET' ? 'read' : 'audited');
  if (name === 'apio.local.audit_records' && method === 'POST') return as('handedOver');
  if (/^apio\.local\.audit_records|^muster\.(?:doctor|reference|openapi)/.test(name))
    return as('read');
  return as(name === '' ? 'called' : (byMethod[method] ?? 'called'));
}

function narrowest(record: AuditRecord): Headline['of'] {
  const { impacted_user_id: user, impacted_group_id: group, impacted_tenant_id: tenant } = record;
  if (user !== '') return { kind: 'user', id: user };
  if (group !== '') return { kind: 'group', id: group };
  return tenant === '' ? undefined : { kind: 'tenant', id: tenant };
}
