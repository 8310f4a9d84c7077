// What is answered when a call cannot be: one JSON shape, one table of codes, one translation of Faults and refusals.
import { asFault, type Fault, type FaultCode } from '../fault.js';
import type { Refusal } from '../ocip/index.js';
import type { Reply } from './route.js';

/**
 * Numbers and words of the problems. 8 and 11 are APIO's own; the others are Muster's, from 1000 up, since APIO's table is
 * not public.
 */
export const problems = {
  NOT_FOUND_AT_NE: {
    code: 8,
    status: 404,
    what: 'BroadWorks knows no such object, or the caller may not see it.',
  },
  ALREADY_EXISTS: { code: 11, status: 409, what: 'There is one already.' },
  BODY_INVALID: { code: 1000, status: 400, what: 'The body is not valid JSON, or does not fit.' },
  QUERY_INVALID: { code: 1001, status: 400, what: 'A query parameter is unknown or does not fit.' },
  REFUSED_BY_NE: { code: 1002, status: 400, what: 'BroadWorks refused the request.' },
  NOT_SIGNED_IN: {
    code: 1003,
    status: 401,
    what: 'Nobody is signed in, or the session has ended.',
  },
  LOGIN_REFUSED: { code: 1004, status: 401, what: 'User name or password is wrong.' },
  NOT_PERMITTED: { code: 1005, status: 403, what: 'The caller may not do this.' },
  CROSS_SITE: { code: 1006, status: 403, what: 'The call came from a page of another site.' },
  NOT_FOUND: { code: 1007, status: 404, what: 'There is no such address or object.' },
  METHOD_UNKNOWN: { code: 1008, status: 405, what: 'The address does not take this method.' },
  CONFLICT: { code: 1009, status: 409, what: 'The same key came with another content before.' },
  BODY_TOO_LARGE: { code: 1010, status: 413, what: 'The body is larger than the limit.' },
  TYPE_UNKNOWN: {
    code: 1011,
    status: 415,
    what: 'The body has a media type that is not taken here.',
  },
  TOO_MANY: { code: 1012, status: 429, what: 'Too many calls; wait as long as Retry-After says.' },
  HEADERS_INVALID: {
    code: 1013,
    status: 400,
    what: 'The request is not valid HTTP, or a header does not fit.',
  },
  INTERNAL: { code: 1020, status: 500, what: 'Muster itself made a mistake.' },
  NOT_OVER_ODIN: { code: 1021, status: 501, what: 'The target speaks ODIN, which cannot do this.' },
  NE_UNREACHABLE: {
    code: 1022,
    status: 502,
    what: 'BroadWorks could not be reached, or what it answered makes no sense.',
  },
  NE_REFUSED_ACCOUNT: {
    code: 1023,
    status: 502,
    what: 'BroadWorks refused the account that the call is made with.',
  },
  UNAVAILABLE: {
    code: 1024,
    status: 503,
    what: 'Muster cannot record, or cannot tell who calls, at the moment; so it does nothing.',
  },
  NE_BUSY: { code: 1025, status: 503, what: 'BroadWorks is too busy.' },
  NO_ACCOUNT: {
    code: 1026,
    status: 503,
    what: 'There is no BroadWorks account that the call could be made with.',
  },
  NE_TIMEOUT: { code: 1027, status: 504, what: 'BroadWorks did not answer in time.' },
  OUTCOME_UNKNOWN: {
    code: 1028,
    status: 504,
    what: 'The change was sent and no answer came: it may or may not have happened. It is not sent again.',
  },
} as const satisfies Record<string, { code: number; status: number; what: string }>;

export type ProblemName = keyof typeof problems;

/** `message` names the problem for programs, `reason` tells people what was wrong and what to do. */
export function problem(
  name: ProblemName,
  reason: string,
  more: { readonly details?: object; readonly status?: number; readonly retryAfter?: number } = {},
): Reply {
  const { code, status } = problems[name];
  return {
    status: more.status ?? status,
    body: { errors: [{ code, message: name, details: { reason, ...more.details } }] },
    ...(more.retryAfter === undefined
      ? {}
      : { headers: { 'Retry-After': String(more.retryAfter) } }),
  };
}

/** A refusal of BroadWorks, as APIO maps it: `error_code`, `level`, `summary`, `detail`. */
export function refused(refusal: Refusal): Reply {
  const details = {
    error_code: refusal.code === undefined ? '' : String(refusal.code),
    level: refusal.severity,
    summary: refusal.summary,
    detail: refusal.detail ?? '',
  };
  const { kind } = refusal;
  if (kind === 'notFound' || kind === 'serviceNotAssigned')
    return problem('NOT_FOUND_AT_NE', refusal.summary, { details });
  // What BroadWorks keeps from a caller is not told apart from what is not there.
  if (kind === 'notPermitted') return problem('NOT_PERMITTED', refusal.summary, { details });
  return problem('REFUSED_BY_NE', refusal.summary, { details });
}

const ofFault: Partial<Record<FaultCode, ProblemName>> = {
  COMMAND_INVALID: 'BODY_INVALID',
  COMMAND_UNKNOWN: 'NOT_FOUND',
  NOT_PERMITTED: 'NOT_PERMITTED',
  CREDENTIALS_MISSING: 'NO_ACCOUNT',
  SETTING_INVALID: 'QUERY_INVALID',
  USAGE_INVALID: 'QUERY_INVALID',
  SOUTH_LOGIN_REFUSED: 'NE_REFUSED_ACCOUNT',
  SOUTH_PASSWORD_EXPIRED: 'NE_REFUSED_ACCOUNT',
  SOUTH_TIMEOUT: 'NE_TIMEOUT',
  SOUTH_BUSY: 'NE_BUSY',
  SOUTH_SPEAKS_ODIN: 'NOT_OVER_ODIN',
  SOUTH_OUTCOME_UNKNOWN: 'OUTCOME_UNKNOWN',
  LEDGER_UNAVAILABLE: 'UNAVAILABLE',
  LEDGER_BUSY: 'UNAVAILABLE',
  LEDGER_FORKED: 'UNAVAILABLE',
  SIGN_IN_UNAVAILABLE: 'UNAVAILABLE',
  INTERRUPTED: 'UNAVAILABLE',
  INTERNAL: 'INTERNAL',
  LEDGER_INVALID: 'INTERNAL',
};

/** "We could not", as an answer. What Muster itself got wrong is told in the log, not to the caller. */
export function failed(thrown: unknown): Reply {
  const fault: Fault = asFault(thrown);
  const name = ofFault[fault.code] ?? 'NE_UNREACHABLE';
  // Where the ledger lies, and what is wrong with it, is for the log of the server.
  const isOurs = name === 'INTERNAL' || fault.code.startsWith('LEDGER_');
  const reason = isOurs ? problems[name].what : `${fault.message}. ${fault.todo}`;
  const isLater = name === 'UNAVAILABLE' || name === 'NE_BUSY';
  return problem(name, reason, {
    details: { fault: fault.code },
    ...(isLater ? { retryAfter: 5 } : {}),
  });
}

export const notFound = (): Reply => problem('NOT_FOUND', problems.NOT_FOUND.what);
