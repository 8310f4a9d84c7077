// What the benches of the ledger enter: calls of 900 bytes with five search indexes. Measures nothing.
import { randomBytes } from 'node:crypto';
import type { Draft, SearchField } from '../src/ledger/index.js';

export const fields: readonly SearchField[] = [
  { name: 'tenant', type: 'text', indexed: true },
  { name: 'groupId', type: 'text', indexed: true },
  { name: 'userId', type: 'text', indexed: true },
  { name: 'endpoint', type: 'text', indexed: true },
  { name: 'status', type: 'integer', indexed: true },
  { name: 'startedAt', type: 'integer', indexed: false },
  { name: 'outcome', type: 'text', indexed: false },
];

export type Values = readonly (string | number)[];

const request = randomBytes(300);
const answer = randomBytes(600);

/** What a record is found by, as it might be: 50 tenants, 2,000 groups, 20,000 users. */
export function valuesOf(index: number): Values {
  const user = Math.imul(index, 2_654_435_761) >>> 0;
  const [tenant, group] = [user % 50, user % 2000];
  return [
    `Harbour-${tenant}`,
    `Quay-${group}`,
    `user${user % 20_000}@example.net`,
    `svc_v1:muster.tenant.group.${user % 40}`,
    200 + (user % 5),
    1_795_000_000_000 + index,
    'succeeded',
  ];
}

/** Ordered by time, as record ids are. */
export const recordOf = (index: number) =>
  `01934b1e-${String(index % 10_000).padStart(4, '0')}-7000-8000-${String(index).padStart(12, '0')}-1795000000.000000`;

export function draftOf(index: number): Draft {
  const values = valuesOf(index);
  return {
    kind: 'call',
    record: recordOf(index),
    isFirst: true,
    scope: { kind: 'tenant', value: String(values[0]) },
    subjects: [
      { kind: 'group', value: String(values[1]) },
      { kind: 'user', value: String(values[2]) },
    ],
    facts: { endpoint: String(values[3]), status: Number(values[4]), outcome: 'succeeded' },
    parts: [
      { name: 'request', type: 'application/json', bytes: request },
      { name: 'answer', type: 'application/json', bytes: answer },
    ],
    search: Object.fromEntries(fields.map(({ name }, at) => [name, values[at]!])),
  };
}
