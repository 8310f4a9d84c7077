// The audit record in JSON Schema, and one to show; for the description of the API.
import { auditRecordFields } from '../../records/index.js';
import type { Schema } from '../route.js';

const told: Readonly<Record<string, string>> = {
  internal_id: 'Id of the record.',
  end_point_name: 'Name of the end point in APIO notation.',
  end_point_full_url: 'Path and query as called, without host.',
  http_method: 'HTTP method.',
  impacted_tenant_id: 'Service provider or enterprise; empty for none.',
  impacted_group_id: 'Group; empty for none.',
  impacted_user_id: 'User; empty for none.',
  impacted_specific_id: 'Instance name of a named object; empty for none.',
  author_id: 'Who made the call; empty for nobody.',
  author_role: 'Level of the author, as digits.',
  request_time: 'ISO 8601 with microseconds.',
  request_data: 'Body of the request; {} for none.',
  request_payload: 'Media type of the request.',
  status_code: 'HTTP status; null as long as there is no answer.',
  answer_time: 'ISO 8601; empty as long as there is no answer.',
  answer_data: 'Body of the answer.',
  answer_payload: 'Media type of the answer.',
  extra_data:
    'JSON text: what is not there as it was, and what is only claimed; null when there is nothing to say.',
  south_data:
    'JSON text of the messages to network elements; empty when none were to be recorded, or not for this caller.',
};

const types: Readonly<Record<string, unknown>> = {
  status_code: ['integer', 'null'],
  extra_data: ['string', 'null'],
};

/** All nineteen members, always. */
export const recordSchema: Schema = {
  type: 'object',
  additionalProperties: false,
  required: auditRecordFields,
  properties: Object.fromEntries(
    auditRecordFields.map((name) => [
      name,
      { type: types[name] ?? 'string', description: told[name] },
    ]),
  ),
};

/** A page of records. */
export const pageSchema: Schema = {
  type: 'object',
  additionalProperties: true,
  required: ['auditRecords', 'nextCursor'],
  properties: {
    auditRecords: { type: 'array', items: recordSchema },
    nextCursor: {
      type: ['string', 'null'],
      description: 'For the next page; null on the last one. Also in the Link header.',
    },
  },
};

/** A record of another portal; invented. */
export const exampleRecord = {
  internal_id: '1d6a1b0e-54c2-4c1b-9d0e-6b8b3f2a7c11-1718000000.118532',
  end_point_name: 'svc_v1:apio.tenant.group.time_schedules.instance',
  end_point_full_url:
    '/api/v1/tenants/Brightwater/groups/Head-Office/time_schedules/Bank%20Holidays/',
  http_method: 'PUT',
  impacted_tenant_id: 'Brightwater',
  impacted_group_id: 'Head-Office',
  impacted_user_id: '',
  impacted_specific_id: 'Bank Holidays',
  author_id: 'office.admin@example.net',
  author_role: '8',
  request_time: '2026-06-10T06:13:20.118570+00:00',
  request_data: '{"type":"Holiday"}',
  request_payload: 'application/json',
  status_code: 200,
  answer_time: '2026-06-10T06:13:20.240001+00:00',
  answer_data: '{"name":"Bank Holidays"}',
  answer_payload: 'application/json',
  extra_data: null,
  south_data: '',
} as const;
