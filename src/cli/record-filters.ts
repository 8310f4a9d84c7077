// The flags by which records are searched: data only, since help and start-up read it.
import type { RecordFilter } from '../records/index.js';

/** Flags of a search, by the names that the API gives them. */
export const filterFlags = {
  tenant: ['tenantId', 'service provider or enterprise'],
  group: ['groupId', 'group, with everything in it'],
  user: ['userId', 'user'],
  instance: ['instanceName', 'named object, such as a schedule'],
  author: ['authorId', 'login of whoever made the call'],
  endpoint: ['endPointName', 'such as svc_v1:muster.tenant.group.audit'],
  method: ['method', 'GET, POST, PUT, DELETE'],
  status: ['statusCode', 'such as 404, or a class: 4xx'],
  outcome: ['outcome', 'open, succeeded, partial, refused, failed, unknown'],
  from: ['from', 'ISO 8601 time of the request, inclusive'],
  to: ['to', 'ISO 8601 time of the request, exclusive'],
} as const satisfies Record<string, readonly [keyof RecordFilter, string]>;
