// Lists of audit records without their contents: quick, whatever is in the records, and for callers who look around without
// naming anything first.
import { listRecords, type RecordSummary } from '../../records/index.js';
import type { ApiCall, House, Reply, Route, Schema } from '../route.js';
import { askedFrom, invalidSearch, missing, nextPage, searchQuery } from './audit-records-query.js';
import { sightOf } from './audit-records-scope.js';

const id = (what: string) => ({ type: 'string', description: `${what}; empty for none.` });

/** What a list shows of a record. All members, always. */
export const summarySchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    'internalId',
    'requestTime',
    'durationMs',
    'endPointName',
    'method',
    'tenantId',
    'groupId',
    'userId',
    'instanceName',
    'authorId',
    'statusCode',
    'outcome',
    'changes',
    'handedOver',
    'position',
  ],
  properties: {
    internalId: { type: 'string', description: 'Id of the record.' },
    requestTime: { type: 'string', description: 'ISO 8601 with microseconds.' },
    durationMs: {
      type: ['number', 'null'],
      description: 'From request to answer, in milliseconds; null as long as there is no answer.',
    },
    endPointName: { type: 'string', description: 'Name of the end point in APIO notation.' },
    method: { type: 'string', description: 'HTTP method, or what comes closest.' },
    tenantId: id('Service provider or enterprise'),
    groupId: id('Group'),
    userId: id('User'),
    instanceName: id('Named object'),
    authorId: id('Who made the call'),
    statusCode: {
      type: ['integer', 'null'],
      description: 'HTTP status; null as long as there is no answer.',
    },
    outcome: {
      type: 'string',
      description: 'open, succeeded, partial, refused, failed or unknown.',
    },
    changes: {
      type: ['boolean', 'null'],
      description: 'Whether the call was to change something; null when that is not known.',
    },
    handedOver: {
      type: ['boolean', 'null'],
      description:
        'Whether somebody else made the call and handed the record over: then `requestTime` is when Muster took it, and its author whoever handed it over. Null when that is not known.',
    },
    position: {
      type: 'integer',
      description: 'Index of the first entry of the record: its place in every list.',
    },
  },
} as const satisfies Schema;

const pageSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['records', 'nextCursor'],
  properties: {
    records: { type: 'array', items: summarySchema },
    nextCursor: {
      type: ['string', 'null'],
      description: 'For the next page; null on the last one. Also in the Link header.',
    },
  },
} as const satisfies Schema;

/** `GET …/summaries/`. */
export function summariesRoute(house: House, path: string): Route {
  const own = `${path}summaries/`;
  return {
    method: 'GET',
    path: own,
    operation: 'listAuditRecordSummaries',
    endPointName: 'svc_v1:muster.local.audit_records.summaries',
    tag: 'Audit records',
    summary: 'List audit records without their contents',
    description:
      'No filter need be there; all that are must hold. Callers see records of their own scope only.',
    access: { reach: 'list' },
    changes: false,
    query: searchQuery,
    answers: { 200: { description: 'The summaries of one page.', schema: pageSchema } },
    bare: true,
    example: { query: { groupId: 'Head-Office', changes: 'true', limit: '5' } },
    handle: (call) => listed(house, call, own),
  };
}

async function listed({ reader }: House, call: ApiCall, path: string): Promise<Reply> {
  const asked = askedFrom(call.query);
  const sight = sightOf(call.caller.scope, asked.filter);
  if (sight.kind === 'missing') return missing(sight.name);
  if (sight.kind === 'nothing') return { status: 200, body: { records: [], nextCursor: null } };
  const { order, limit, cursor } = asked;
  const found = await listRecords(reader, sight.filter, {
    order,
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  }).catch(invalidSearch);
  if ('refused' in found) return found.refused;
  const { records, nextCursor } = found;
  return {
    status: 200,
    body: { records: records.map(summaryJson), nextCursor },
    kept: shownAs(records.map(({ id: one }) => one)),
    ...(nextCursor === null ? {} : { headers: { Link: nextPage(path, asked, nextCursor) } }),
  };
}

/** A summary in the words of the API. */
export function summaryJson({ id: internalId, ...summary }: RecordSummary): object {
  return { internalId, ...summary };
}

/** What the record of such a call keeps: whose records were shown, not what was shown of them. */
export const shownAs = (ids: readonly string[]): NonNullable<Reply['kept']> => ({
  type: 'application/json',
  content: JSON.stringify({ shown: ids }),
});
