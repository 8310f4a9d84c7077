// For calls of which no record is kept.
import type { AnswerSink, SouthLog } from './record.js';

const nothing: AnswerSink = { write: () => undefined, end: () => undefined, fail: () => undefined };

/** A log that keeps nothing. */
export const noLog: SouthLog = { request: () => nothing };
