// What an answer means for its call: take it, ask once more, follow a redirect. Decides; sends nothing.
import type { HttpAnswer } from './http.js';
import { redirectOf } from './origin.js';

export type Step =
  | { readonly next: 'take' }
  /** After a rest. */
  | { readonly next: 'again'; readonly restMs: number }
  | { readonly next: 'follow'; readonly path: string }
  | { readonly next: 'elsewhere'; readonly to: string };

/** How a call stands. */
export interface Standing {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  /** It may be sent again: a read. */
  readonly mayRepeat: boolean;
  /** Repeats that are left, and those that were made. */
  readonly triesLeft: number;
  readonly tries: number;
  /** Redirects that were followed. */
  readonly hops: number;
  /** Milliseconds that the call has left. */
  readonly leftMs: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const mostHops = 3;
/** An element that wants to be left alone for longer than this is not waited for. */
export const longestRestMs = 60_000;

/** What to do about an answer other than 401. */
export function nextStep(answer: HttpAnswer, standing: Standing): Step {
  const { status, headers } = answer;
  if ([301, 302, 303, 307, 308].includes(status))
    return redirected(status, headers.location, standing);
  if (status !== 429 && status !== 503) return { next: 'take' };
  if (!standing.mayRepeat || standing.triesLeft <= 0) return { next: 'take' };
  const restMs = restAsked(headers, standing.now) ?? 500 * 2 ** Math.min(standing.tries, 4);
  return restMs > longestRestMs || restMs >= standing.leftMs
    ? { next: 'take' }
    : { next: 'again', restMs };
}

function redirected(status: number, location: string | undefined, standing: Standing): Step {
  const { origin, method, path, mayRepeat, hops } = standing;
  const led = redirectOf(origin, path, location);
  if ('elsewhere' in led) return { next: 'elsewhere', to: led.elsewhere };
  if (hops >= mostHops)
    return { next: 'elsewhere', to: `another path, for the ${hops + 1}th time` };
  // The other statuses turn everything into a GET.
  const isKept = status >= 307 || method === 'GET' || method === 'HEAD';
  return mayRepeat && isKept
    ? { next: 'follow', path: led.path }
    : { next: 'elsewhere', to: 'another path' };
}

/** Milliseconds that Retry-After asks for; undefined when it asks for none. */
export function restAsked(headers: HttpAnswer['headers'], now: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const until = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  // By the clock that wrote it, where it shows.
  const theirs = Date.parse(headers.date ?? '');
  return Math.max(0, until - (Number.isNaN(theirs) ? now : theirs));
}
