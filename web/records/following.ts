// Follows the records as they end, over as many calls as it takes, each beginning where the one before stopped. Knows no
// component: whoever follows hands it the way to listen and is told what comes.
import type { ServerEvent } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import { recordsStrings } from '../strings.js';
import type { Summary } from './record-list.js';

const s = recordsStrings.live;

export type FollowState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Interrupted, and tried again by itself. */
  | { readonly kind: 'reconnecting'; readonly why: string }
  /** Ended with the time of the server, and nobody used the page meanwhile: somebody must say that it shall go on. */
  | { readonly kind: 'idle' }
  /** There is no use in trying again. */
  | { readonly kind: 'stopped'; readonly why: string };

export interface FollowOptions {
  /** One call, from after `since`. */
  listen(since: number | undefined, signal: AbortSignal): AsyncIterable<ServerEvent>;
  readonly since: number | undefined;
  onState(state: FollowState): void;
  /** Of each event; `record` undefined for a heartbeat. */
  onEvent(record: Summary | undefined, since: number): void;
  /** Whether somebody used the page since it was asked last. */
  wasUsed(): boolean;
  /** Rejects when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  readonly signal: AbortSignal;
  /** The server says something every 15 s; after such a silence the connection counts as dead. */
  readonly silenceMs?: number;
}

const firstPauseMs = 2_000;
const longestPauseMs = 30_000;

/** Ends when the signal is aborted, or after `idle` or `stopped` was told. Never throws. */
export async function follow(options: FollowOptions): Promise<void> {
  const { signal, onState } = options;
  let { since } = options;
  let pause = firstPauseMs;
  onState({ kind: 'connecting' });
  while (!signal.aborted) {
    const end = await once(options, since, (heard) => {
      since = heard;
      pause = firstPauseMs;
    });
    if (signal.aborted) return;
    if (end.why === 'full') continue;
    if (end.why === 'time') {
      if (options.wasUsed()) continue;
      return onState({ kind: 'idle' });
    }
    // The next call waits until somebody has signed in again.
    if (end.why === 'session') {
      onState({ kind: 'connecting' });
      continue;
    }
    if (end.isFinal) return onState({ kind: 'stopped', why: end.words });
    onState({ kind: 'reconnecting', why: end.words });
    await options.wait(end.afterMs ?? pause, signal).catch(() => undefined);
    pause = Math.min(pause * 2, longestPauseMs);
  }
}

interface End {
  readonly why: 'time' | 'full' | 'session' | 'broken';
  readonly words: string;
  readonly isFinal?: boolean;
  readonly afterMs?: number | undefined;
}

async function once(
  options: FollowOptions,
  since: number | undefined,
  onSince: (since: number) => void,
): Promise<End> {
  const own = new AbortController();
  const stop = () => own.abort();
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  let silence: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(stop, options.silenceMs ?? 45_000);
  };
  try {
    for await (const { event, data } of options.listen(since, own.signal)) {
      if (event === 'result') return endOf(data);
      const told = data as { readonly record?: Summary; readonly since?: number };
      if (typeof told.since !== 'number') continue;
      heard();
      onSince(told.since);
      options.onState({ kind: 'live' });
      options.onEvent(told.record, told.since);
    }
    return { why: 'broken', words: s.brokeOff };
  } catch (thrown) {
    return thrownEnd(thrown);
  } finally {
    clearTimeout(silence);
    options.signal.removeEventListener('abort', stop);
  }
}

function endOf(data: unknown): End {
  const { why } = ((data as { body?: unknown } | null)?.body ?? {}) as { readonly why?: unknown };
  if (why === 'time' || why === 'full' || why === 'session') return { why, words: '' };
  return { why: 'broken', words: why === 'stopping' ? s.stopping : s.brokeOff };
}

function thrownEnd(thrown: unknown): End {
  if (!(thrown instanceof ApiProblem)) return { why: 'broken', words: s.brokeOff };
  const { status, message, retryAfterSeconds: wait } = thrown;
  const isFinal = status >= 400 && status < 500 && status !== 429;
  const afterMs = wait === undefined ? undefined : wait * 1000;
  return { why: 'broken', words: message, isFinal, afterMs };
}
