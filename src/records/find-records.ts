// Finds records by what they touch, who made them, what they were and when. All that is named must hold; pages follow
// the order of the ledger, so that nothing is missed or doubled while others write.
import { createHash } from 'node:crypto';
import { Fault } from '../fault.js';
import type { Condition, FoundRow, SearchQuery, StoreReader } from '../ledger/index.js';
import type { AuditRecord } from './audit-record.js';
import { readRecord } from './read-record.js';
import { isoOf, microsOf } from './times.js';

/** What records are looked for by. Texts fit exactly; an empty one is as if it were not there. */
export interface RecordFilter {
  readonly tenantId?: string;
  /** The group itself, and whatever is in it. */
  readonly groupId?: string;
  readonly userId?: string;
  readonly instanceName?: string;
  readonly authorId?: string;
  readonly endPointName?: string;
  readonly method?: string;
  /** `404`, or `4xx` for the class. */
  readonly statusCode?: string;
  readonly outcome?: string;
  /** `true`: only calls that were to change something; `false`: only the others. */
  readonly changes?: string;
  /** ISO 8601; from inclusive, to exclusive, on the time of the request. */
  readonly from?: string;
  readonly to?: string;
}

export interface FindOptions {
  readonly order?: 'newest' | 'oldest';
  /** 1 to 1000; 100 unless said. */
  readonly limit?: number;
  /** From the page before; good for the same filter and order only. */
  readonly cursor?: string;
  /** Counting reads all that fits. */
  readonly count?: boolean;
}

export interface RecordPage<Item> {
  readonly records: readonly Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
  readonly count?: number;
}

/** What a list shows of a record. */
export interface RecordSummary {
  readonly id: string;
  readonly requestTime: string;
  readonly endPointName: string;
  readonly method: string;
  readonly tenantId: string;
  readonly groupId: string;
  readonly userId: string;
  readonly instanceName: string;
  readonly authorId: string;
  readonly statusCode: number | null;
  readonly outcome: string;
  /** Null as long as there is no answer. */
  readonly durationMs: number | null;
  /** Whether it was to change something; null when the index does not know. */
  readonly changes: boolean | null;
  /** Whether somebody else made the call and handed the record over; null when the index does not know. */
  readonly handedOver: boolean | null;
  /** Index of its first entry: its place in every list. */
  readonly position: number;
}

const textFilters = {
  tenantId: 'tenant',
  groupId: 'group',
  userId: 'user',
  instanceName: 'instance',
  authorId: 'author',
  endPointName: 'endpoint',
  method: 'method',
} as const;
const outcomes = ['open', 'succeeded', 'partial', 'refused', 'failed', 'unknown'];

/** Names that `conditionsOf` knows. */
export const filterNames: readonly (keyof RecordFilter)[] = [
  ...(Object.keys(textFilters) as (keyof typeof textFilters)[]),
  'statusCode',
  'outcome',
  'changes',
  'from',
  'to',
];

/** Records of one page, whole. */
export async function findRecords(
  reader: StoreReader,
  filter: RecordFilter,
  options: FindOptions = {},
): Promise<RecordPage<AuditRecord>> {
  const page = await findRows(reader, filter, options);
  const records: AuditRecord[] = [];
  for (const { record } of page.records) {
    const found = await readRecord(reader, record);
    if (found === undefined)
      throw new Fault(
        'LEDGER_INVALID',
        `the index names record ${record}, and the ledger has none`,
      );
    records.push(found);
  }
  return { ...page, records };
}

/** Records of one page, as a list shows them: without reading the entries. */
export async function listRecords(
  reader: StoreReader,
  filter: RecordFilter,
  options: FindOptions = {},
): Promise<RecordPage<RecordSummary>> {
  const page = await findRows(reader, filter, options);
  return { ...page, records: page.records.map(summaryOf) };
}

async function findRows(
  reader: StoreReader,
  filter: RecordFilter,
  { order = 'newest', limit = 100, cursor, count = false }: FindOptions,
): Promise<RecordPage<FoundRow>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw invalid('limit must be a number from 1 to 1000');
  if (order !== 'newest' && order !== 'oldest') throw invalid('order must be newest or oldest');
  const where = conditionsOf(filter);
  const after = cursor === undefined ? undefined : placeIn(cursor, where, order);
  const query: SearchQuery = {
    where,
    order,
    limit: limit + 1,
    ...(after === undefined ? {} : { after }),
  };
  const rows = await reader.find(query);
  const records = rows.slice(0, limit);
  const last = records.at(-1);
  const nextCursor =
    rows.length > limit && last !== undefined ? cursorOf(last.first, where, order) : null;
  return count
    ? { records, nextCursor, count: await reader.count(where) }
    : { records, nextCursor };
}

/** Conditions of the store for a filter. Throws `USAGE_INVALID` for names and values it does not know. */
export function conditionsOf(filter: RecordFilter): Condition[] {
  const where: Condition[] = [];
  for (const [name, value] of Object.entries(filter)) {
    if (!filterNames.includes(name as keyof RecordFilter))
      throw invalid(`there is no filter ${name.slice(0, 60)}; known are ${filterNames.join(', ')}`);
    if (value === undefined || value === '') continue;
    if (typeof value !== 'string') throw invalid(`${name} must be a text`);
    if (name in textFilters) {
      const field = textFilters[name as keyof typeof textFilters];
      where.push({ field, is: name === 'method' ? value.toUpperCase() : value });
    }
  }
  if (filter.statusCode) where.push(statusCondition(filter.statusCode));
  if (filter.outcome) {
    if (!outcomes.includes(filter.outcome))
      throw invalid(`outcome must be one of ${outcomes.join(', ')}`);
    where.push({ field: 'outcome', is: filter.outcome });
  }
  if (filter.changes) {
    if (!/^(?:true|false)$/.test(filter.changes)) throw invalid('changes must be true or false');
    where.push({ field: 'changes', is: filter.changes === 'true' ? 1 : 0 });
  }
  const from = timeOf('from', filter.from);
  const to = timeOf('to', filter.to);
  if (from !== undefined || to !== undefined)
    where.push({
      field: 'time',
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
  return where;
}

function statusCondition(text: string): Condition {
  if (/^[1-5]xx$/i.test(text)) {
    const from = Number(text[0]) * 100;
    return { field: 'status', from, to: from + 100 };
  }
  if (!/^[1-9]\d{2}$/.test(text)) throw invalid('statusCode must be like 404 or 4xx');
  return { field: 'status', is: Number(text) };
}

function timeOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const micros = microsOf(text);
  if (micros === undefined) throw invalid(`${name} must be a time like 2026-11-21T13:00:00Z`);
  return Number(micros);
}

const invalid = (why: string) => new Fault('USAGE_INVALID', why);

/** A place in one list: it cannot be used with another filter or order. */
function cursorOf(first: number, where: readonly Condition[], order: string): string {
  return Buffer.from(`${first}.${seal(first, where, order)}`, 'latin1').toString('base64url');
}

function placeIn(cursor: string, where: readonly Condition[], order: string): number {
  const text = cursor.length > 200 ? '' : Buffer.from(cursor, 'base64url').toString('latin1');
  const [, digits = '', said] = /^(\d{1,15})\.([\w-]{12})$/.exec(text) ?? [];
  if (said === undefined || said !== seal(Number(digits), where, order))
    throw invalid('the cursor does not belong to this filter and order');
  return Number(digits);
}

function seal(first: number, where: readonly Condition[], order: string): string {
  const text = JSON.stringify([first, order, where]);
  return createHash('sha256')
    .update('muster-cursor/1\n')
    .update(text)
    .digest('base64url')
    .slice(0, 12);
}

/** What a list shows of a row. */
export function summaryOf({ record, first, values }: FoundRow): RecordSummary {
  const text = (name: string) => (typeof values[name] === 'string' ? (values[name] as string) : '');
  const number = (name: string) =>
    typeof values[name] === 'number' ? (values[name] as number) : null;
  const time = number('time');
  const answered = number('answered');
  const flag = (name: string) => (number(name) === null ? null : number(name) === 1);
  return {
    id: record,
    requestTime: time === null ? '' : isoOf(BigInt(time)),
    endPointName: text('endpoint'),
    method: text('method'),
    tenantId: text('tenant'),
    groupId: text('group'),
    userId: text('user'),
    instanceName: text('instance'),
    authorId: text('author'),
    statusCode: number('status'),
    outcome: text('outcome'),
    durationMs: time === null || answered === null ? null : (answered - time) / 1000,
    changes: flag('changes'),
    handedOver: flag('handed_over'),
    position: first,
  };
}
