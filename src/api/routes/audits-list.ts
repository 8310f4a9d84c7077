// Kept audits: the records of the calls that ran them. Reads records only; nothing goes south.
import { type PartName, partNames } from '../../audit/index.js';
import {
  type AuditRecord,
  type ExtraData,
  listRecords,
  type RecordSummary,
  readRecord,
} from '../../records/index.js';
import { notFound, problem } from '../problem.js';
import type { ApiCall, House, Reply, Route, Schema } from '../route.js';
import { formatQuery, rendered, wrongFormat } from './audits-formats.js';
import { auditFrom } from './audits-kept.js';

const endPointName = 'svc_v1:muster.tenant.group.audits';
const path = '/api/v1/tenants/{tenant_id}/groups/{group_id}/audits/';
const common = { method: 'GET', tag: 'Audits', access: {}, changes: false } as const;
/** How the calls end that come to an audit. */
const statuses: Readonly<Record<number, string>> = {
  200: 'complete',
  207: 'partial',
  502: 'failed',
};

/** The list of kept audits, and one of them. */
export function keptAuditRoutes(house: House): readonly Route[] {
  return [
    {
      ...common,
      path,
      operation: 'listAudits',
      endPointName,
      summary: 'The kept audits of a group, newest first',
      description: 'A page may hold fewer than `limit`; go on while there is a `nextCursor`.',
      query: {
        limit: { type: 'integer', minimum: 1, maximum: 1000, description: '100 unless said.' },
        cursor: { type: 'string', description: '`nextCursor` of the page before.' },
      },
      answers: { 200: { description: 'A page of them.', schema: listSchema } },
      example: { params: { tenant_id: 'Brightwater', group_id: 'Head-Office' } },
      handle: (call) => listed(call, house),
    },
    {
      ...common,
      path: `${path}{audit_id}/`,
      operation: 'getAudit',
      endPointName: `${endPointName}.instance`,
      summary: 'A kept audit, in any format',
      description:
        '404 when the id is not that of an audit of this group; 410 when the audit was made, but is not kept whole. `problems.csv` is empty when nothing is missing.',
      query: formatQuery,
      bare: true,
      answers: {
        200: {
          description: 'The audit as it was taken, whether complete or not.',
          schema: { type: 'object', description: 'As json: `schema/group-audit-1.json`.' },
        },
        410: { description: 'NOT_FOUND: the audit was made, but is not kept whole.' },
      },
      example: {
        params: {
          tenant_id: 'Brightwater',
          group_id: 'Head-Office',
          audit_id: '1d6a1b0e-54c2-4c1b-9d0e-6b8b3f2a7c11-1718000000.118532',
        },
      },
      handle: (call) => shown(call, house),
    },
  ];
}

async function listed({ params, query }: ApiCall, house: House): Promise<Reply> {
  const { tenant_id: tenantId = '', group_id: groupId = '' } = params;
  const page = await listRecords(
    house.reader,
    { tenantId, groupId, endPointName, method: 'POST' },
    { limit: Number(query.limit ?? 100), ...(query.cursor ? { cursor: query.cursor } : {}) },
  );
  const audits = page.records.flatMap(auditJson);
  return { status: 200, body: { audits, nextCursor: page.nextCursor } };
}

/** A call that was refused, or has not ended, came to no audit. */
function auditJson({ id, requestTime, authorId, statusCode }: RecordSummary): object[] {
  const status = statuses[statusCode ?? 0];
  return status === undefined ? [] : [{ id, requestTime, authorId, status, statusCode }];
}

const listSchema: Schema = {
  type: 'object',
  required: ['audits', 'nextCursor'],
  properties: {
    audits: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'requestTime', 'authorId', 'status', 'statusCode'],
        properties: {
          id: { type: 'string', description: 'Also the id of the record of the call.' },
          requestTime: { type: 'string' },
          authorId: { type: 'string' },
          status: { enum: ['complete', 'partial', 'failed'] },
          statusCode: { type: 'integer' },
        },
      },
    },
    nextCursor: { type: ['string', 'null'], description: 'Null on the last page.' },
  },
};

async function shown({ params, query }: ApiCall, house: House): Promise<Reply> {
  const { tenant_id, group_id, audit_id = '' } = params;
  const record = await readRecord(house.reader, audit_id);
  const isOfGroup =
    record?.end_point_name === endPointName &&
    record.http_method === 'POST' &&
    record.impacted_tenant_id === tenant_id &&
    record.impacted_group_id === group_id &&
    statuses[record.status_code ?? 0] !== undefined;
  if (!isOfGroup) return notFound();
  const why = whyNotWhole(record);
  if (why !== undefined) return gone(why);
  const audit = auditFrom(record.answer_data);
  if (audit === undefined)
    return gone('what is kept is not an audit that this version of Muster can read');
  const parts = partNames.filter((name: PartName) => audit.parts[name].status !== 'notAsked');
  const isProblems = query.format === 'csv' && query.file === 'problems.csv';
  const wrong = isProblems ? undefined : wrongFormat(query, parts);
  if (wrong !== undefined) return wrong;
  const { format = 'json' } = query;
  // As it was kept, to the letter.
  if (format === 'json') return { status: 200, text: record.answer_data, type: 'application/json' };
  return { status: 200, ...rendered(audit, query) };
}

const states = {
  cut: 'it was too large to be kept whole',
  notKept: 'the policy of the records keeps the answers of such calls by length only',
  erased: 'it was erased',
} as const;

function whyNotWhole({ extra_data, answer_data }: AuditRecord): string | undefined {
  const { notes = [] } = JSON.parse(extra_data ?? '{}') as ExtraData;
  const note = notes.find(({ of, state }) => of === 'answer_data' && state !== 'kept');
  if (note !== undefined) return states[note.state as keyof typeof states];
  return answer_data === '' ? 'nothing of it was kept' : undefined;
}

const gone = (why: string) =>
  problem('NOT_FOUND', `the audit was made, but ${why}`, { status: 410 });
