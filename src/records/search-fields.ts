// By what records can be found: one row for each record, beside the ledger. It is made of the entries and can be made
// again from them.
import type { SearchField } from '../ledger/index.js';

export const searchFields: readonly SearchField[] = [
  { name: 'tenant', type: 'text', indexed: true },
  { name: 'group', type: 'text', indexed: true },
  { name: 'user', type: 'text', indexed: true },
  { name: 'instance', type: 'text', indexed: true },
  { name: 'author', type: 'text', indexed: true },
  { name: 'endpoint', type: 'text', indexed: true },
  { name: 'method', type: 'text', indexed: false },
  { name: 'status', type: 'integer', indexed: true },
  { name: 'outcome', type: 'text', indexed: true },
  // Microseconds since 1970: exact in a number until the year 2255.
  { name: 'time', type: 'integer', indexed: true },
  { name: 'answered', type: 'integer', indexed: false },
  // 1 or 0. The first releases did not have these.
  { name: 'changes', type: 'integer', indexed: 'alone', fact: 'changes' },
  { name: 'handed_over', type: 'integer', indexed: 'alone', part: 'claims' },
];
