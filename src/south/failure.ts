// What a failed exchange means for the questions in it: once more, or a fault. Decides; sends nothing.
import { Fault } from '../fault.js';
import type { Pending } from './question.js';

const maxAttempts = 3;
/** Failures in a row, of commands asked alone, after which nothing more is sent; a time-out counts twice. */
export const maxFailures = 6;
/** Faults after which a read is asked again; a time-out is not one, since the switch may still be at work on it. */
const repeatable: ReadonlySet<string> = new Set(['SOUTH_LOST', 'SOUTH_BUSY']);

const strange: ReadonlySet<string> = new Set([
  'SOUTH_PROTOCOL',
  'OCIP_MALFORMED',
  'OCIP_TOO_LARGE',
  'ODIN_MALFORMED',
]);

/** A strange answer is still an answer; each time-out keeps everybody waiting. */
export function weightOf({ code }: Fault): number {
  if (strange.has(code)) return 0;
  return code === 'SOUTH_TIMEOUT' ? 2 : 1;
}

/** For those who still wait when everybody is given up. */
export function notAsked(fault: Fault): Fault {
  if (fault.code === 'INTERRUPTED') return fault;
  return new Fault(fault.code, `not asked any more: ${fault.message}`, { cause: fault });
}

/** Whether a read may go south again: after trouble it shared with others, or after a lost session. */
export function mayRepeat(pending: Pending, batch: readonly Pending[], fault: Fault): boolean {
  if (pending.attempts >= maxAttempts) return false;
  return batch.length > 1 || repeatable.has(fault.code);
}

/** What a change is told: that it certainly did not happen, or that nobody knows. */
export function changeFault({ encoded }: Pending, fault: Fault): Fault {
  const { name } = encoded.shape;
  // BroadWorks said itself that it did nothing.
  if (fault.detail.answered === true)
    return new Fault(fault.code, `${name} was not carried out: ${fault.message}`, { cause: fault });
  return new Fault(
    'SOUTH_OUTCOME_UNKNOWN',
    `${name} was sent, but no answer came (${fault.message}); it may or may not have happened`,
    { cause: fault },
  );
}
