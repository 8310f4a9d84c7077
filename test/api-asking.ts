// What tests of the API ask of answers and of the simulator behind it.
import assert from 'node:assert/strict';
import { type AuditRecord, readRecord } from '../src/records/index.js';
import type { Answer, Stand } from './api-stand.js';

/** The body without the id of the record, which must be that of the header. */
// biome-ignore lint/suspicious/noExplicitAny: parsed JSON of many shapes
export function within(answer: Answer): any {
  const { _record_internal_id: id, ...rest } = answer.json;
  assert.equal(id, answer.headers.get('x-audit-record-id'));
  return rest;
}

/** Why a call was refused. */
export const reasonOf = (answer: Answer): string => answer.json.errors[0].details.reason;

/** The record of a call. */
export async function recordOf(stand: Stand, answer: Answer): Promise<AuditRecord> {
  const id = answer.headers.get('x-audit-record-id') ?? '';
  const record = await readRecord(stand.records.reader, id);
  assert.ok(record, `there is no record ${id}`);
  return record;
}

/** The commands that went south meanwhile. */
export async function commandsOf(stand: Stand, work: () => Promise<unknown>): Promise<string[]> {
  const before = stand.simulator.commands.length;
  await work();
  return stand.simulator.commands.slice(before).map(({ name }) => name);
}
