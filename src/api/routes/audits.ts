// Audits over HTTP: one is run, and its record keeps it. The id of an audit is the id of that record.
import {
  type GroupAudit,
  groupReader,
  type NumberDepth,
  type PartName,
  partNames,
  problemsOf,
  type TrunkAudit,
  trunkReader,
  usualParts,
} from '../../audit/index.js';
import { Fault, type FaultCode, faultTable } from '../../fault.js';
import { formatJson, formatTrunkJson, formatTrunkOdin, trunkCsvFiles } from '../../report/index.js';
import { failed, problem } from '../problem.js';
import type { ApiCall, House, Reply, Route, Schema } from '../route.js';
import { formatQuery, rendered, wrongFormat } from './audits-formats.js';
import { keptAuditRoutes } from './audits-list.js';
import { problemsJson, replyOf } from './groups-parts.js';

const statuses = { complete: 200, partial: 207, failed: 502 } as const;

/** Routes that run audits and show kept ones. Over ODIN too. */
export function auditRoutes(house: House): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/v1/tenants/{tenant_id}/groups/{group_id}/audits/',
      operation: 'auditGroup',
      endPointName: 'svc_v1:muster.tenant.group.audits',
      tag: 'Audits',
      summary: 'Take the roll of a group',
      description:
        'Reads all parts and keeps the audit as JSON in the record of this call, whatever format is sent. The id of the audit is the id of the record: `X-Audit-Record-Id`, and the last part of `Location`. Asked for `text/event-stream`, it tells which parts are left.',
      access: {},
      changes: false,
      query: formatQuery,
      body: wantedSchema,
      bodyOptional: true,
      streams: true,
      bare: true,
      answers: {
        200: { description: 'All that was asked for is known, or does not apply.', schema: shape },
        207: { description: 'A part of it could not be read.', schema: shape },
      },
      example: {
        params: { tenant_id: 'Brightwater', group_id: 'Head-Office' },
        body: { parts: ['details', 'licences'] },
      },
      handle: (call) => auditGroup(call, house),
    },
    ...keptAuditRoutes(house),
    {
      method: 'GET',
      path: '/api/v1/tenants/{tenant_id}/trunks/',
      operation: 'auditTrunks',
      endPointName: 'svc_v1:muster.tenant.trunks',
      tag: 'Audits',
      summary: 'The trunk capacity of a tenant, its groups and their trunk groups',
      access: {},
      changes: false,
      bare: true,
      query: {
        format: {
          type: 'string',
          enum: ['json', 'odin', 'csv'],
          description: '`json` unless said.',
        },
      },
      answers: {
        200: { description: 'All of it is known.', schema: shape },
        207: { description: 'A part of it could not be read.', schema: shape },
      },
      example: { params: { tenant_id: 'Brightwater' } },
      handle: (call) => auditTrunks(call, house),
    },
  ];
}

interface Wanted {
  readonly parts?: readonly PartName[];
  readonly numbers?: NumberDepth;
}

const wantedSchema: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    parts: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: partNames },
      description: `Left out: ${usualParts.join(', ')}.`,
    },
    numbers: {
      type: 'string',
      enum: ['list', 'states', 'holders'],
      description:
        'How much of the numbers is read: that they are there, their states too, or (if left out) also who holds them.',
    },
  },
};

const shape: Schema = {
  type: 'object',
  description: 'As json: `schema/group-audit-1.json`, or for trunks `schema/trunk-audit-1.json`.',
};

async function auditGroup(call: ApiCall, house: House): Promise<Reply> {
  const { parts = usualParts, numbers = 'holders' } = (call.body ?? {}) as Wanted;
  const wrong = wrongFormat(call.query, parts);
  if (wrong !== undefined) return wrong;
  const { tenant_id = '', group_id = '' } = call.params;
  const left = new Set<PartName>(parts);
  let answered = 0;
  const tell = () => call.progress({ left: [...left], answered });
  const read = groupReader(await auditorOf(call, house));
  tell();
  const audit = await read(
    { serviceProviderId: tenant_id, groupId: group_id },
    {
      parts,
      numbers,
      onPart: (name, part) => {
        left.delete(name);
        if ('commands' in part) answered += sum(part.commands.map((use) => use.answered));
        tell();
      },
    },
  );
  const kept = { type: 'application/json', content: [...formatJson(audit)].join('') };
  if (audit.status === 'failed') return failure(audit, kept);
  const [tenant, group] = [tenant_id, group_id].map(encodeURIComponent);
  const reply = rendered(audit, call.query);
  const location = `/api/v1/tenants/${tenant}/groups/${group}/audits/${call.recordId}/`;
  const headers = { ...reply.headers, Location: location };
  return { status: statuses[audit.status], ...reply, headers, kept };
}

async function auditorOf(call: ApiCall, house: House) {
  const south = await call.south();
  return { south, target: house.target ?? '', now: () => new Date(house.now()) };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/**
 * Nothing could be read. When BroadWorks says of every part that there is no such group, or that it is none of the caller's
 * business, that is the answer, and there is no audit; else a failed one is kept.
 */
function failure(
  { parts }: Pick<GroupAudit | TrunkAudit, 'parts'>,
  kept?: NonNullable<Reply['kept']>,
): Reply {
  const problems = Object.values(parts).flatMap((part) => problemsOf(part));
  const [first] = problems;
  const isOne = problems.every(({ code }) => code === first?.code);
  const isFault = first?.code !== undefined && Object.hasOwn(faultTable, first.code);
  if (first !== undefined && isOne && !isFault) {
    const refusal = replyOf(first);
    if (refusal.status === 403 || refusal.status === 404) return refusal;
  }
  const withKept = kept === undefined ? {} : { kept };
  if (first !== undefined && isOne && isFault)
    return {
      ...failed(new Fault(first.code as FaultCode, first.message)),
      status: 502,
      ...withKept,
    };
  const details = { problems: problemsJson(problems.slice(0, 20)) };
  return { ...problem('NE_UNREACHABLE', 'nothing could be read', { details }), ...withKept };
}

async function auditTrunks(call: ApiCall, house: House): Promise<Reply> {
  const audit = await trunkReader(await auditorOf(call, house))(call.params.tenant_id ?? '');
  if (audit.status === 'failed') return failure(audit);
  const status = statuses[audit.status];
  if (call.query.format === 'csv') {
    const rows = trunkCsvFiles(audit).find(({ name }) => name === 'trunk-capacity.csv')?.rows ?? [];
    return { status, text: [...rows].join(''), type: 'text/csv; charset=utf-8' };
  }
  const pieces = call.query.format === 'odin' ? formatTrunkOdin(audit) : formatTrunkJson(audit);
  return { status, text: [...pieces].join(''), type: 'application/json' };
}
