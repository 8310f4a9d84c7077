// Audit records over the ledger: what a call was, who made it, what it touched, what went south for it, how it ended.
export {
  type AuditRecord,
  auditRecordFields,
  type ContentRemark,
  type ExtraData,
  type SouthMessage,
} from './audit-record.js';
export { checkSearch, type IndexReport, type IndexTrouble } from './check-search.js';
export {
  type FindOptions,
  filterNames,
  findRecords,
  listRecords,
  type RecordFilter,
  type RecordPage,
  type RecordSummary,
} from './find-records.js';
export { type FollowOptions, follow } from './follow.js';
export {
  formatRecord,
  formatRecords,
  formatTable,
  type RecordFormat,
  recordFormats,
} from './formats.js';
export { noLog } from './no-log.js';
export { findOpen, type LeftOpen, markUnknown } from './open-records.js';
export {
  defaultPolicy,
  type KeepLevel,
  keepLevels,
  type Policy,
  type PolicyRule,
  policyFrom,
} from './policy.js';
export { readRecord } from './read-record.js';
export type * from './record.js';
export {
  defaultLimits,
  openRecorder,
  type RecorderOptions,
  type RecordLimits,
  unrecorded,
} from './recorder.js';
export { searchFields } from './search-fields.js';
