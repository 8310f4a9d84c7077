// What a search for audit records asks: from the query, from a JSON body as the seed's client sends it, or from both.

import { asFault } from '../../fault.js';
import { type FindOptions, filterNames, type RecordFilter } from '../../records/index.js';
import { type ProblemName, problem } from '../problem.js';
import type { ApiCall, Reply, Schema, Texts } from '../route.js';

const text = (description: string): Schema => ({ type: 'string', maxLength: 500, description });

/** Names that narrow a search; at least one must be there. */
const filters = {
  groupId: text('Group, with everything in it.'),
  userId: text('User.'),
  instanceName: text('Named object, such as a schedule.'),
  tenantId: text('Service provider or enterprise. Resellers must name one of their own.'),
  authorId: text('Who made the call.'),
  endPointName: text('Such as svc_v1:apio.tenant.group.user.acr.'),
  method: text('HTTP method.'),
  outcome: {
    type: 'string',
    enum: ['', 'open', 'succeeded', 'partial', 'refused', 'failed', 'unknown'],
    description: 'How the call ended.',
  },
  changes: {
    type: 'string',
    enum: ['', 'true', 'false'],
    description: 'true: only calls that were to change something; false: only the others.',
  },
  from: text('ISO 8601; requests at this time or later.'),
  to: text('ISO 8601; requests before this time.'),
} as const;

const order = {
  type: 'string',
  enum: ['asc', 'desc'],
  description: 'By the time of the request; default desc, newest first.',
} as const;
const limit = {
  type: 'integer',
  minimum: 1,
  maximum: 1000,
  description: 'Most records of a page; default 100. Large records make a page shorter.',
} as const;
const cursor = text('nextCursor of the page before; good for the same filter and order only.');
const status = 'HTTP status such as 404, or a class: 4xx.';

/** The filters, in a query. */
export const filterQuery: Readonly<Record<string, Schema>> = {
  ...filters,
  statusCode: text(status),
};

/** The parameters, in a query. */
export const searchQuery: Readonly<Record<string, Schema>> = {
  ...filterQuery,
  order,
  limit,
  cursor,
};

/** The same, in a body. */
export const searchBody = {
  type: 'object',
  additionalProperties: false,
  description: 'All that is named must hold, exactly; an empty text is as if it were not there.',
  properties: {
    ...filters,
    statusCode: { type: ['string', 'integer'], description: status },
    changes: {
      ...filters.changes,
      type: ['string', 'boolean'],
      enum: ['', 'true', 'false', true, false],
    },
    order,
    limit,
    cursor,
  },
} as const satisfies Schema;

/** A search as it was asked; not bounded by anybody's scope yet. */
export interface Asked {
  readonly filter: RecordFilter;
  readonly order: NonNullable<FindOptions['order']>;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** Reads a call that fits the schemas above. A `Reply` says what cannot be meant. */
export function askedIn(call: ApiCall): Asked | { readonly refused: Reply } {
  const said: Record<string, string> = { ...call.query };
  for (const [name, value] of Object.entries((call.body ?? {}) as object)) {
    const one = String(value);
    if (one === '') continue;
    if (said[name] !== undefined && said[name] !== one)
      return refused('QUERY_INVALID', `${name} is one thing in the query and another in the body`);
    said[name] = one;
  }
  const asked = askedFrom(said);
  if (Object.keys(asked.filter).length === 0)
    return refused(
      call.body === undefined ? 'QUERY_INVALID' : 'BODY_INVALID',
      `at least one filter must be present: groupId, userId, instanceName; also taken are ${others.join(', ')}`,
    );
  return asked;
}

/** What texts that fit the schemas ask; filters may be missing. */
export function askedFrom(said: Texts): Asked {
  const { order: asked = 'desc', limit: most = '100', cursor: after, ...filter } = said;
  return {
    filter,
    order: asked === 'asc' ? 'oldest' : 'newest',
    limit: Number(most),
    cursor: after,
  };
}

const others = filterNames.filter((name) => !/^(?:groupId|userId|instanceName)$/.test(name));

const refused = (name: ProblemName, why: string) => ({ refused: problem(name, why) });

/** The answer to a filter or a cursor that makes no sense; any other fault is thrown again. */
export function invalidSearch(thrown: unknown): { readonly refused: Reply } {
  const fault = asFault(thrown);
  if (fault.code !== 'USAGE_INVALID') throw fault;
  return refused('QUERY_INVALID', fault.message);
}

/** The answer to a caller who must give one more name. */
export const missing = (name: string): Reply =>
  problem('QUERY_INVALID', `${name} must be named: one of your own`);

/** Address of the next page, for a `Link` header: all of it stands in the query. */
export function nextPage(path: string, asked: Asked, next: string): string {
  const words = new URLSearchParams({
    ...(asked.filter as Record<string, string>),
    order: asked.order === 'oldest' ? 'asc' : 'desc',
    limit: String(asked.limit),
    cursor: next,
  });
  return `<${path}?${words}>; rel="next"`;
}
