// The ledger: append-only, tamper-evident entries in a store. Knows neither OCI-P nor HTTP nor what a record means.
export type * from './draft.js';
export { canonicalText, type JsonValue } from './format/canonical.js';
export * from './format/entry.js';
export * from './format/hash.js';
export * from './format/note.js';
export { readHead } from './keys.js';
export { openLedger } from './ledger.js';
export type { LedgerOptions } from './options.js';
export { makeProofFile } from './proof-file.js';
export { loadDriver } from './sqlite/driver.js';
export { type SqliteStoreOptions, sqliteStore } from './sqlite/index.js';
export type * from './store.js';
export { consistencyPath, inclusionPath, type ReadTile, rootAt } from './tree.js';
export { type ProofVerdict, verifyProofFile } from './verify/proof-file.js';
export { type Verdict, verifyLog } from './verify/walk.js';
