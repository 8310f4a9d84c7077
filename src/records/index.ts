// Audit records over the ledger: what a call was, who made it, what it touched, what went south for it, how it ended.
export {
  type AuditRecord,
  auditRecordFields,
  type Claims,
  type ContentRemark,
  type ExtraData,
  type SouthMessage,
} from './audit-record.js';
export { actorOf, failureOf, refusedStatus, statusOf } from './call-ends.js';
export { checkSearch, type IndexReport, type IndexTrouble } from './check-search.js';
export { endedSince, type Heard } from './ended.js';
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
export { openRecords, type Records, type RecordsOptions, recorderAt } from './keeping.js';
export {
  commandCall,
  groupAuditCall,
  type NamedCall,
  sessionCall,
  sharedImpact,
  trunkAuditCall,
} from './known-calls.js';
export { noLog } from './no-log.js';
export { findOpen, type LeftOpen, markUnknown } from './open-records.js';
export { originOf, type PlaceOptions, type RecordPlace, recordPlace } from './place.js';
export {
  defaultPolicy,
  type KeepLevel,
  keepLevels,
  matches,
  type Policy,
  type PolicyRule,
  policyFrom,
  policyWith,
} from './policy.js';
export { isRecordId, readRecord } from './read-record.js';
export type * from './record.js';
export { southProtocols } from './record.js';
export {
  defaultLimits,
  limitBounds,
  openRecorder,
  type RecorderOptions,
  type RecordLimits,
  unrecorded,
} from './recorder.js';
export { type RoadLog, roadLog } from './road-log.js';
export { searchFields } from './search-fields.js';
export { microClock, microsOf } from './times.js';
export { toldHashOf } from './told.js';
