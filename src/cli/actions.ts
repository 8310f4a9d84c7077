// What the commands do that ask a switch or read records. Loaded when one of them is chosen, and all at once: they share
// nearly everything, and many small pieces would take longer to open than one.
export { auditGroup, auditPart } from './audit.js';
export { auditTrunks } from './audit-trunks.js';
export { doctor } from './doctor.js';
export { exportRecords, listRecordsOf, showRecord } from './records.js';
export { explainRedaction, proveRecord, verifyProof, verifyRecords } from './records-proof.js';
