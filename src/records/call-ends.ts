// How calls end, in statuses and bodies, and who makes them, in levels: the same for every edge that records calls.
import type { Fault, FaultCode } from '../fault.js';
import type { RefusalKind } from '../ocip/index.js';
import type { Actor, CallEnd } from './record.js';

/** Levels as the audit record counts them. */
const roles: Readonly<Record<string, string>> = {
  System: '16',
  Provisioning: '16',
  Reseller: '12',
  'Service Provider': '12',
  Group: '8',
  'Group Department': '4',
  User: '0',
};

/** An account as BroadWorks described it at login; a level that is not known is an empty text. */
export function actorOf(login: { readonly userId: string; readonly loginType: string }): Actor {
  return { id: login.userId, role: roles[login.loginType] ?? '' };
}

const statuses: Partial<Record<FaultCode, number>> = {
  USAGE_INVALID: 400,
  COMMAND_UNKNOWN: 400,
  COMMAND_INVALID: 400,
  NOT_PERMITTED: 403,
  SOUTH_LOGIN_REFUSED: 401,
  SOUTH_PASSWORD_EXPIRED: 402,
  SOUTH_TIMEOUT: 504,
  SOUTH_OUTCOME_UNKNOWN: 504,
  SOUTH_BUSY: 503,
  LEDGER_BUSY: 503,
  LEDGER_UNAVAILABLE: 503,
  INTERRUPTED: 499,
  INTERNAL: 500,
};

/** A call that could not be done. */
export function failureOf({ code, message }: Fault): CallEnd {
  const content = JSON.stringify({ code, message });
  return {
    status: statuses[code] ?? 502,
    answer: { type: 'application/json', content },
    ...(code === 'SOUTH_OUTCOME_UNKNOWN' ? { outcome: 'unknown' } : {}),
  };
}

/** 200 for a complete audit, 207 for a part of it, 502 for nothing. */
export function statusOf(status: 'complete' | 'partial' | 'failed'): number {
  return status === 'complete' ? 200 : status === 'partial' ? 207 : 502;
}

const refusals: Readonly<Record<RefusalKind, number>> = {
  login: 401,
  notPermitted: 403,
  notFound: 404,
  serviceNotAssigned: 409,
  invalid: 400,
  sessionLost: 502,
  other: 422,
};

/** What BroadWorks refused, as a status. */
export function refusedStatus(kind: RefusalKind): number {
  return refusals[kind];
}
