// What the status of an answer means for the call: take it, ask again after a rest, or give up. Decides; sends nothing.
import { Fault } from '../../fault.js';
import type { HttpAnswer, HttpRequest } from './odin-http.js';

/** Tries in all of a read whose connection was lost, here or behind a gateway. */
export const mostTries = 3;
/** Tries in all while the host says that it is full. */
const mostBusyTries = 4;
/** A host that wants to be left alone for longer than this is not waited for. */
const longestRestMs = 60_000;

export type Verdict =
  | { readonly next: 'take' }
  /** Without `restMs`, after a rest of the usual length. */
  | { readonly next: 'again'; readonly restMs?: number }
  | { readonly next: 'fail'; readonly fault: Fault };

/** `tries`: this one included. `now`: milliseconds since 1970. */
export function verdictOf(
  answer: HttpAnswer,
  { method }: HttpRequest,
  { tries, now, where }: { readonly tries: number; readonly now: number; readonly where: string },
): Verdict {
  const { status, headers } = answer;
  const fail = (fault: Fault): Verdict => ({ next: 'fail', fault });
  if (status === 429 || status === 503) {
    // Whoever is turned away like this was not looked at: that holds for a login too.
    const restMs = restAsked(headers, now);
    if (restMs !== undefined && restMs > longestRestMs)
      return fail(
        new Fault(
          'SOUTH_BUSY',
          `${where} answered HTTP ${status} and asks to be left alone for ${inWords(restMs)}`,
          { detail: { restSeconds: Math.round(restMs / 1000) } },
        ),
      );
    if (tries < mostBusyTries)
      return { next: 'again', ...(restMs === undefined ? {} : { restMs }) };
    return fail(
      new Fault('SOUTH_BUSY', `${where} answered HTTP ${status} ${tries} times in a row`),
    );
  }
  if (status === 502 && method === 'GET' && tries < mostTries) return { next: 'again' };
  if (status === 504)
    return fail(
      new Fault('SOUTH_TIMEOUT', `a gateway at ${where} waited in vain for the answer (HTTP 504)`),
    );
  if (status >= 300 && status < 400) return fail(elsewhere(answer, where));
  return { next: 'take' };
}

/** Not followed: the token must not go anywhere else. */
function elsewhere({ status, headers }: HttpAnswer, where: string): Fault {
  let to = 'elsewhere';
  try {
    // Relative to nothing in particular: only another origin is worth naming.
    const { origin } = new URL(headers.location ?? '', 'https://same.invalid');
    if (origin !== 'null') to = origin === 'https://same.invalid' ? 'another path' : origin;
  } catch {
    // It says nothing that can be repeated.
  }
  return new Fault(
    'SOUTH_PROTOCOL',
    `${where} sends us on to ${to} (HTTP ${status}), which is not followed; is this the base address of the ODIN API?`,
  );
}

/** Milliseconds that Retry-After asks for; undefined when it asks for none. */
function restAsked(headers: HttpAnswer['headers'], now: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Number(text) * 1000 || undefined;
  const until = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  // By the clock that wrote it, where it shows.
  const theirs = Date.parse(headers.date ?? '');
  const ms = until - (Number.isNaN(theirs) ? now : theirs);
  return ms > 0 ? ms : undefined;
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${seconds} s (${Math.round(seconds / 60)} min)`;
}
