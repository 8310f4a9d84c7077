// How long, how large and how many, when a setting does not say it; and the time limit of one call.
import { Fault } from '../../fault.js';
import type { ElementSettings } from './element.js';

export const defaults = {
  timeoutMs: 30_000,
  connectMs: 10_000,
  maxBytes: 8 * 1024 * 1024,
  retries: 2,
  concurrent: 8,
} as const;

export interface Limit {
  /** Aborted with a Fault: time is over, the caller gave up, the connector was closed. */
  readonly signal: AbortSignal;
  /** By `performance.now()`. */
  readonly endsAt: number;
  readonly done: () => void;
}

/** Starts the time of a call. */
export function limitsOf(
  { name, timeoutMs = defaults.timeoutMs }: ElementSettings,
  closed: AbortSignal,
  given: AbortSignal | undefined,
): Limit {
  const limit = new AbortController();
  const close = () => limit.abort(closed.reason);
  const giveUp = () => {
    const { reason } = given as AbortSignal;
    limit.abort(
      reason instanceof Fault
        ? reason
        : new Fault('INTERRUPTED', `the call to ${name} was given up`),
    );
  };
  const timer = setTimeout(
    () =>
      limit.abort(
        new Fault('SOUTH_TIMEOUT', `${name} did not answer within ${timeoutMs / 1000} s`),
      ),
    timeoutMs,
  );
  closed.addEventListener('abort', close);
  given?.addEventListener('abort', giveUp);
  if (closed.aborted) close();
  else if (given?.aborted) giveUp();
  return {
    signal: limit.signal,
    endsAt: performance.now() + timeoutMs,
    done: () => {
      clearTimeout(timer);
      closed.removeEventListener('abort', close);
      given?.removeEventListener('abort', giveUp);
    },
  };
}
