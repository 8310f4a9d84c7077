// `POST …/audit_records/`: another portal hands over records of calls that it made itself. All are checked before the first
// is stored, and all are durable before the answer goes out.
import { createHash } from 'node:crypto';
import { holds } from '../caller.js';
import { problem } from '../problem.js';
import type { ApiCall, Reply, Route } from '../route.js';
import { type HandedOver, handedOver } from '../stored-record.js';
import {
  type Handed,
  keyedId,
  type RecordStore,
  recordStore,
  type StoredItem,
  type StoreHouse,
} from '../stored-record-store.js';
import { exampleRecord } from './audit-records-schema.js';

const most = 1000;
const ndjson = 'application/x-ndjson';

const itemSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['internal_id', 'state'],
  properties: {
    internal_id: { type: 'string' },
    state: {
      enum: ['stored', 'already', 'conflict'],
      description:
        'already: the same record came before. conflict: another one did, under this id or key; nothing was stored.',
    },
  },
};
const schema = {
  type: 'object',
  required: ['stored'],
  properties: { stored: { type: 'array', items: itemSchema } },
};

/** The row of the end point. */
export function storeRoute(house: StoreHouse, path: string): Route {
  const store = recordStore(house);
  return {
    method: 'POST',
    path,
    operation: 'storeAuditRecords',
    endPointName: 'svc_v1:apio.local.audit_records',
    tag: 'Audit records',
    summary: 'Hand over audit records of another portal',
    description: `One record, a list, {"auditRecords": […]}, or NDJSON (${ndjson}); at most ${most}. Members are those of the audit record; end_point_name, end_point_full_url, http_method and status_code must be there, and south_data may also be a list. Author, times and extra_data are kept as claimed in extra_data: the author of the record is the caller, its time is now. A record with an internal_id, or with an Idempotency-Key header for the call, is stored once however often it comes.`,
    access: { reach: 'list', needs: 'store' },
    changes: false,
    body: { type: ['object', 'array'], description: 'See above.' },
    bodyTypes: [ndjson],
    answers: {
      201: { description: 'All are stored, now or before.', schema },
      207: { description: 'Some are in conflict and were not stored.', schema },
    },
    example: { body: exampleRecord },
    handle: (call) => stored(call, store),
  };
}

/** One record of a call, and how it is named in words. */
interface Item {
  readonly where: string;
  readonly record: HandedOver;
}

async function stored(call: ApiCall, { store, isTaken }: RecordStore): Promise<Reply> {
  const { caller } = call;
  const key = call.headers['idempotency-key'];
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key))
    return problem('HEADERS_INVALID', 'Idempotency-Key must have 1 to 255 visible characters');
  const items = itemsIn(call.body);
  if ('wrong' in items) return problem('BODY_INVALID', items.wrong);
  const outside = items.list.find(({ record }) => !holds(caller.scope, record.ids));
  if (outside !== undefined)
    return problem('NOT_PERMITTED', `${outside.where}: it touches what is not of your scope`);
  learnTenant(call, items.list);
  const handed = handedUnder(key, items.list, caller);
  // A key stands for all that came with it: with another body nothing is stored.
  const keyed = handed.filter(({ within }) => within !== undefined);
  if ((await Promise.all(keyed.map(isTaken))).includes(true))
    return problem('CONFLICT', 'another body came with this Idempotency-Key before', {
      details: { internal_id: keyed[0]?.id },
    });
  // What came first is entered first; they share commits.
  const done = await Promise.allSettled(handed.map(store));
  const failure = done.find((one) => one.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  const all = done.map((one) => (one as PromiseFulfilledResult<StoredItem>).value);
  const isConflict = all.some(({ state }) => state === 'conflict');
  if (isConflict && items.isSingle)
    return problem('CONFLICT', 'another record came under this id or key before', {
      details: { internal_id: all[0]?.internal_id },
    });
  return { status: isConflict ? 207 : 201, body: { stored: all } };
}

function handedUnder(
  key: string | undefined,
  items: readonly Item[],
  caller: ApiCall['caller'],
): readonly Handed[] {
  const all = createHash('sha256');
  for (const { record } of items) all.update(`${record.content}\n`);
  const within = all.digest('base64url');
  return items.map(({ record }, place) =>
    record.id !== undefined || key === undefined
      ? { record, caller, id: record.id }
      : { record, caller, id: keyedId(caller.id, key, place), within },
  );
}

/**
 * Whose records they are, where that is one tenant. No group and no user: a search for one finds what was done there, not
 * that it was told of.
 */
function learnTenant(call: ApiCall, items: readonly Item[]): void {
  const tenants = new Set(items.map(({ record }) => record.ids.tenantId ?? ''));
  const [tenantId] = tenants;
  if (tenants.size === 1 && tenantId !== undefined) call.learn({ tenantId });
}

type Items = { readonly list: readonly Item[]; readonly isSingle: boolean };

/** Reads all; what is wrong is told with its place, and then nothing of the call is stored. */
function itemsIn(body: unknown): Items | { readonly wrong: string } {
  const found = typeof body === 'string' ? linesIn(body) : valuesIn(body);
  if ('wrong' in found) return found;
  if (found.values.length === 0) return { wrong: 'there is no record in the body' };
  if (found.values.length > most)
    return { wrong: `there are ${found.values.length} records; at most ${most} are taken at once` };
  const list: Item[] = [];
  for (const [where, value] of found.values) {
    const record = handedOver(value);
    if ('wrong' in record) return { wrong: `${where}: ${record.wrong}` };
    list.push({ where, record });
  }
  return { list, isSingle: found.isSingle };
}

interface Values {
  readonly values: readonly (readonly [where: string, value: unknown])[];
  readonly isSingle: boolean;
}

function valuesIn(body: unknown): Values | { readonly wrong: string } {
  if (Array.isArray(body)) return { values: named('record', body), isSingle: false };
  if (!Object.hasOwn(body as object, 'auditRecords'))
    return { values: [['the record', body]], isSingle: true };
  const { auditRecords, ...others } = body as { auditRecords: unknown };
  const [other] = Object.keys(others);
  if (other !== undefined)
    return { wrong: `beside auditRecords there is no member ${other.slice(0, 60)}` };
  if (!Array.isArray(auditRecords)) return { wrong: 'auditRecords must be a list' };
  return { values: named('auditRecords', auditRecords), isSingle: false };
}

const named = (name: string, list: readonly unknown[]) =>
  list.map((value, at) => [`${name}[${at}]`, value] as const);

function linesIn(text: string): Values | { readonly wrong: string } {
  const values: [string, unknown][] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      values.push([`line ${at + 1}`, JSON.parse(line)]);
    } catch {
      // Its own words would quote the line.
      return { wrong: `line ${at + 1} is not JSON` };
    }
  }
  return { values, isSingle: false };
}
