// What the tests of the ledger enter, and where: drafts, search fields, a folder that goes away.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Draft, SearchField } from '../../src/ledger/index.js';

export const origin = 'log.example.net/records';

export const fields: readonly SearchField[] = [
  { name: 'tenant', type: 'text', indexed: true },
  { name: 'userId', type: 'text', indexed: true },
  { name: 'status', type: 'integer', indexed: true },
  { name: 'outcome', type: 'text', indexed: false },
];

/** One entry of a tenant; bodies differ from one to the next. */
export function draftOf(record: string, changes: Partial<Draft> = {}): Draft {
  return {
    kind: 'call',
    record,
    isFirst: true,
    scope: { kind: 'tenant', value: 'HarbourTel' },
    subjects: [{ kind: 'user', value: 'amelia@example.net' }],
    facts: { endpoint: 'svc_v1:muster.tenant.group.audit', status: 200 },
    parts: [
      { name: 'request', type: 'application/json', bytes: Buffer.from(`{"of":"${record}"}`) },
      { name: 'answer', type: 'application/json', bytes: Buffer.alloc(0) },
    ],
    search: { tenant: 'HarbourTel', userId: 'amelia@example.net', status: 200, outcome: null },
    ...changes,
  };
}

export interface Folder extends Disposable {
  readonly path: string;
  at(name: string): string;
}

export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'muster-ledger-'));
  return {
    path,
    at: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Microseconds of the computer's clock. */
export const clock = () => BigInt(Date.now()) * 1000n;
