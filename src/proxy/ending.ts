// How a document ended, as the status of its record. Pure.
import { Fault } from '../fault.js';
import { type OciDocument, refusalOf } from '../ocip/index.js';
import { type CallEnd, failureOf, refusedStatus } from '../records/index.js';
import type { AskedDocument } from './asked.js';

/** 200 when all went well, 207 when some did; else that of the first refusal. */
export function statusOfReply(reply: OciDocument, secrets: readonly string[]): number {
  const refusals = reply.commands.map((command) => refusalOf(command, secrets));
  const [first] = refusals.filter((one) => one !== undefined);
  if (first === undefined) return 200;
  if (refusals.includes(undefined)) return 207;
  // The switch answered; nothing is lost on the way.
  return first.kind === 'sessionLost' ? 401 : refusedStatus(first.kind);
}

/** No answer came. Of a change that had been sent nobody knows whether it happened. */
export function endWithout(fault: Fault, { changes }: AskedDocument, wasSent: boolean): CallEnd {
  const end = failureOf(fault);
  return changes && wasSent ? { ...end, outcome: 'unknown' } : end;
}

/** Whoever asked did not wait for the answer. */
export function clientLeft(): Fault {
  return new Fault(
    'INTERRUPTED',
    'the client closed the connection before the answer was complete',
  );
}
