// What a failed exchange means for the call it belongs to.
import { Fault } from '../../fault.js';

/** For a change that went out: nobody knows whether it happened. */
export function unknownOutcome(why: string, cause: Fault): Fault {
  return new Fault(
    'SOUTH_OUTCOME_UNKNOWN',
    `the change may or may not have happened: ${why} (${cause.message})`,
    { cause, detail: cause.detail },
  );
}

/** For a call whose time was over before its turn came. */
export function notSent(fault: Fault): Fault {
  if (fault.code !== 'SOUTH_TIMEOUT') return fault;
  return new Fault('SOUTH_BUSY', 'no turn came in time, so nothing was sent', { cause: fault });
}
