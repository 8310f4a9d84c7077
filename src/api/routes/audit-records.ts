// Audit records over HTTP: one by its id, a list by what is searched for, the proof of one, and the signed checkpoint.
// Handing records over is in audit-records-store.ts, lists without contents in audit-records-summaries.ts, following in
// audit-records-follow.ts.
import { Fault } from '../../fault.js';
import { makeProofFile, type StoreReader } from '../../ledger/index.js';
import { type AuditRecord, findRecords, readRecord } from '../../records/index.js';
import type { Caller } from '../caller.js';
import { notFound } from '../problem.js';
import type { ApiCall, House, Reply, Route } from '../route.js';
import { followRoute } from './audit-records-follow.js';
import {
  type Asked,
  askedIn,
  invalidSearch,
  missing,
  nextPage,
  searchBody,
  searchQuery,
} from './audit-records-query.js';
import { exampleRecord, pageSchema, recordSchema } from './audit-records-schema.js';
import { asSeenBy, maySee, sightOf } from './audit-records-scope.js';
import { storeRoute } from './audit-records-store.js';
import { summariesRoute } from './audit-records-summaries.js';

const path = '/api/v1/local/audit_records/';
const name = 'svc_v1:apio.local.audit_records';
const tag = 'Audit records';
const open = { access: { reach: 'list' }, changes: false, tag } as const;
const id = exampleRecord.internal_id;

/** All routes of audit records. */
export function auditRecordRoutes(house: House): readonly Route[] {
  return [
    ...searchRoutes(house),
    summariesRoute(house, path),
    followRoute(house, path),
    ...instanceRoutes(house),
    storeRoute(house, path),
    checkpointRoute(house),
    keyRoute(house),
  ];
}

function searchRoutes(house: House): readonly Route[] {
  const answers = { 200: { description: 'The records of one page.', schema: pageSchema } };
  const handle = (call: ApiCall) => listed(house, call);
  return [
    {
      ...open,
      method: 'GET',
      path,
      operation: 'listAuditRecords',
      endPointName: name,
      summary: 'Retrieve audit records for an entity',
      description:
        'By query parameters, by the same names in a JSON body, or both. At least one filter must be present; all must hold. Callers see records of their own scope only.',
      query: searchQuery,
      body: searchBody,
      bodyOptional: true,
      answers,
      bare: true,
      example: { query: { groupId: 'Head-Office', limit: '5' } },
      handle,
    },
    {
      ...open,
      method: 'POST',
      path: `${path}search/`,
      operation: 'searchAuditRecords',
      endPointName: `${name}.search`,
      summary: 'The same, for clients that cannot send a body with GET',
      body: searchBody,
      answers,
      bare: true,
      example: { body: { groupId: 'Head-Office', limit: 5 } },
      handle,
    },
  ];
}

function instanceRoutes(house: House): readonly Route[] {
  return [
    {
      ...open,
      method: 'GET',
      path: `${path}{internal_id}/`,
      operation: 'getAuditRecord',
      endPointName: `${name}.instance`,
      summary: 'Retrieve audit record instance',
      answers: { 200: { description: 'The record.', schema: recordSchema } },
      bare: true,
      example: { params: { internal_id: id }, answer: exampleRecord },
      handle: async ({ caller, params }) => {
        const record = await seen(house.reader, caller, params.internal_id);
        if (record === undefined) return notFound();
        return { status: 200, body: asSeenBy(caller, record), kept: shown([record]) };
      },
    },
    {
      ...open,
      method: 'GET',
      path: `${path}{internal_id}/proof/`,
      operation: 'proveAuditRecord',
      endPointName: `${name}.proof`,
      summary: 'One file that proves a record offline',
      description:
        'Checked with `muster records verify-proof` and the verifier key. It holds the messages to network elements, so it takes at least a group administrator.',
      access: { reach: 'list', least: 8 },
      answers: { 200: { description: 'The proof file.', schema: { type: 'object' } } },
      bare: true,
      example: { params: { internal_id: id } },
      handle: ({ caller, params }) => proof(house, caller, params.internal_id),
    },
  ];
}

function checkpointRoute(house: House): Route {
  return {
    ...open,
    method: 'GET',
    path: '/api/v1/local/checkpoint/',
    operation: 'getCheckpoint',
    endPointName: 'svc_v1:muster.local.checkpoint',
    summary: 'The latest signed checkpoint of the ledger',
    description:
      'Keep it elsewhere: later histories must continue it. It tells how many entries there are.',
    access: { least: 8, reach: 'list' },
    answers: { 200: { description: 'A signed note.', type: 'text/plain' } },
    bare: true,
    example: {},
    handle: async () => {
      const last = (await house.reader.checkpoints()).at(-1);
      const text = last?.note ?? (await house.checkpoint());
      return { status: 200, text, type: 'text/plain; charset=utf-8' };
    },
  };
}

function keyRoute(house: House): Route {
  return {
    ...open,
    method: 'GET',
    path: '/api/v1/local/verifier_key/',
    operation: 'getVerifierKey',
    endPointName: 'svc_v1:muster.local.verifier_key',
    summary: 'What proofs and checkpoints are verified with',
    description:
      'Compare it with what the operator of this server tells you by another way: whoever could change the records could change this answer too.',
    answers: {
      200: {
        description: 'The key, as `muster records verify-proof --key` takes it.',
        type: 'text/plain',
      },
    },
    bare: true,
    example: {},
    handle: async () => ({
      status: 200,
      text: `${house.verifierKey}\n`,
      type: 'text/plain; charset=utf-8',
    }),
  };
}

/** What the record of such a call keeps: whose records were shown, not the records once more. */
const shown = (records: readonly AuditRecord[]) => ({
  type: 'application/json',
  content: JSON.stringify({ shown: records.map(({ internal_id }) => internal_id) }),
});

/** A record that a caller may see; undefined for any other, and for what is no id. */
async function seen(
  reader: StoreReader,
  caller: Caller,
  wanted = '',
): Promise<AuditRecord | undefined> {
  const record = await readRecord(reader, wanted);
  return record !== undefined && maySee(caller, record) ? record : undefined;
}

async function listed(house: House, call: ApiCall): Promise<Reply> {
  const asked = askedIn(call);
  if ('refused' in asked) return asked.refused;
  const sight = sightOf(call.caller.scope, asked.filter);
  if (sight.kind === 'missing') return missing(sight.name);
  if (sight.kind === 'nothing')
    return { status: 200, body: { auditRecords: [], nextCursor: null } };
  const found = await page(house.reader, { ...asked, filter: sight.filter }).catch(invalidSearch);
  if ('refused' in found) return found.refused;
  const { records, next } = found;
  return {
    status: 200,
    body: { auditRecords: records.map((one) => asSeenBy(call.caller, one)), nextCursor: next },
    kept: shown(records),
    ...(next === null ? {} : { headers: { Link: nextPage(path, asked, next) } }),
  };
}

/** So many records are read at once, and no more once a page is as long as this: records may be large. */
const readAtOnce = 50;
const pageCharacters = 16 << 20;
/** So many until it is seen how long they are, and as long as they are this long on average. */
const fewAtOnce = 4;
const longRecord = 100_000;

async function page(reader: StoreReader, { filter, order, limit, cursor }: Asked) {
  const records: AuditRecord[] = [];
  let next: string | null = cursor ?? null;
  let length = 0;
  const atOnce = () =>
    records.length === 0 || length / records.length > longRecord ? fewAtOnce : readAtOnce;
  do {
    const found = await findRecords(reader, filter, {
      order,
      limit: Math.min(limit - records.length, atOnce()),
      ...(next === null ? {} : { cursor: next }),
    });
    records.push(...found.records);
    next = found.nextCursor;
    for (const one of found.records)
      length += one.request_data.length + one.answer_data.length + one.south_data.length;
  } while (next !== null && records.length < limit && length < pageCharacters);
  return { records, next };
}

async function proof(house: House, caller: Caller, wanted = ''): Promise<Reply> {
  const { reader } = house;
  const record = await seen(reader, caller, wanted);
  if (record === undefined) return notFound();
  const entries = await reader.entriesOf(record.internal_id);
  const last = entries.at(-1)?.index ?? 0;
  const covering = async () => (await reader.checkpoints()).findLast(({ size }) => size > last);
  let checkpoint = await covering();
  if (checkpoint === undefined) {
    await house.checkpoint();
    checkpoint = await covering();
  }
  if (checkpoint === undefined)
    throw new Fault('LEDGER_BUSY', `no checkpoint covers record ${record.internal_id} yet`);
  const text = await makeProofFile({
    about: { record: record.internal_id },
    entries,
    checkpoint,
    readTile: (level, index) => reader.tile(level, index),
  });
  const file = `audit-record-${record.internal_id}.proof.json`;
  return {
    status: 200,
    text,
    type: 'application/json',
    headers: { 'Content-Disposition': `attachment; filename="${file}"` },
    kept: shown([record]),
  };
}
