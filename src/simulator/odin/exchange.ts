// One ODIN call in, one answer out: token, scope, answer, faults. Knows no HTTP server; `serve.ts` carries what comes
// out of here.
import { type Delivery, faultOfGroup } from '../fault-kinds.js';
import type { ActiveFault } from '../faults.js';
import { type Core, deliveryOf, type Transport } from '../wire/conversation.js';
import { ensureFaultGroup } from '../world/fault-group.js';
import type { WorldState } from '../world/state.js';
import type { Administrator } from '../world/world.js';
import { type OdinAnswer, ok, refused } from './answer.js';
import { type CallRow, loginOf, type Query } from './call.js';
import { notFound } from './quirks.js';
import { callTable } from './routes.js';
import { accountFor, credentialsIn, type Portal, sessionOf, withToken } from './sign-in.js';

/** One HTTP request, taken apart. */
export interface OdinCall {
  readonly method: string;
  /** Below `/api/v2`; outside of it the whole path. */
  readonly path: string;
  readonly query: Query;
  readonly body: string;
  /** The bearer token of the request. */
  readonly token: string | undefined;
}

export interface Exchange {
  readonly answer: OdinAnswer;
  readonly delivery: Delivery;
  /** The bytes are ISO-8859-1, whatever the header says. */
  readonly isLatin1: boolean;
}

/** What is answered outside the table of reads, and whether it needs a token. */
const sessionCalls: ReadonlyMap<string, readonly string[]> = new Map([
  ['/auth/token', ['POST', 'PUT']],
  ['/auth/session', ['GET']],
]);

const isSession = (path: string) => path.startsWith('/auth/');

/** Answers one call. */
export function exchange(
  core: Core,
  portal: Portal,
  transport: Transport,
  call: OdinCall,
): Exchange {
  note(core, portal, transport, call);
  const faults = core.faults.strike([subjectOf(core.state, call)])[0] ?? [];
  return {
    answer: afflictedAnswer(core, portal, call, faults),
    // Every call has a request of its own, so a late answer is a slow one.
    delivery: { ...deliveryOf(faults), isLate: false },
    isLatin1: faults.some(({ kind }) => kind.style?.sent === 'latin1'),
  };
}

function note(core: Core, portal: Portal, transport: Transport, call: OdinCall): void {
  const { method, path, query } = call;
  const state = portal.tokens.check(call.token);
  const userId =
    method === 'POST' && isSession(path)
      ? credentialsIn(call.body).username
      : state.kind === 'good'
        ? state.userId
        : undefined;
  const groupId = query('groupId');
  core.seen({
    name: `${method} ${path}`,
    sessionId: '',
    at: new Date(core.clock()).toISOString(),
    transport,
    ...(userId === undefined ? {} : { userId }),
    ...(groupId === undefined ? {} : { groupId }),
  });
}

/** What a call is about; the group of a user counts as named. Groups of trouble come to be here. */
function subjectOf(state: WorldState, { method, path, query }: OdinCall) {
  const named = query('groupId');
  if (named !== undefined && faultOfGroup(named) !== undefined)
    ensureFaultGroup(state, query('serviceProviderId'), named);
  const userId = query('userId') ?? query('serviceUserId') ?? '';
  const groupId = named ?? state.holders.get(userId)?.group.groupId;
  return { command: `${method} ${path}`, groupId, isSession: isSession(path) };
}

function afflictedAnswer(
  core: Core,
  portal: Portal,
  call: OdinCall,
  faults: readonly ActiveFault[],
): OdinAnswer {
  for (const { kind, value } of faults) {
    const said = kind.odin?.gateway?.(value);
    if (said !== undefined) return said;
  }
  const row = callTable.get(call.path);
  const methods = row === undefined ? sessionCalls.get(call.path) : ['GET'];
  if (methods === undefined) return notFound();
  if (!methods.includes(call.method))
    return { ...refused(405, 'Method Not Allowed'), headers: { Allow: methods.join(', ') } };
  const account = accountOf(core, portal, call, faults);
  if ('status' in account) return account;
  for (const { kind, value } of faults) {
    const about = { path: call.path, command: row?.command ?? 'LoginRequest' };
    const said = kind.odin?.instead?.(about, value);
    if (said !== undefined) return said;
  }
  const answer =
    row === undefined
      ? sessionAnswer(core, portal, call, account)
      : answerTo(core, call, account, row);
  if (answer.status !== 200) return answer;
  const body = faults.reduce(
    (before, { kind }) => kind.odin?.body?.(before) ?? before,
    answer.body,
  );
  return { ...answer, body };
}

/** Who asks, by token or by name and password; or why nothing is said. */
function accountOf(
  { state }: Core,
  portal: Portal,
  { method, path, body, token }: OdinCall,
  faults: readonly ActiveFault[],
): Administrator | OdinAnswer {
  if (method === 'POST' && path === '/auth/token') return accountFor(state, body);
  const shown = portal.tokens.check(token);
  const account = shown.kind === 'good' ? state.administrators.get(shown.userId) : undefined;
  if (account === undefined)
    return refused(401, shown.kind === 'expired' ? 'Token expired' : 'Unauthenticated.');
  const isLost = faults.some(({ kind }) => kind.loses);
  const isExpired = faults.some(({ kind }) => kind.odin?.expires);
  if (!isLost && !isExpired) return account;
  if (isLost) portal.tokens.forget(token ?? '');
  portal.recovering.add(account.userId);
  return refused(401, isLost ? 'Unauthenticated.' : 'Token expired');
}

function sessionAnswer(
  { state, faults }: Core,
  portal: Portal,
  { method, path }: OdinCall,
  account: Administrator,
): OdinAnswer {
  if (path === '/auth/session') return ok(sessionOf(state, account));
  // A new login is a new start for groups of trouble that strike once; getting over a fault is not.
  const isRecovery = portal.recovering.delete(account.userId);
  if (method === 'POST' && !isRecovery) faults.rearm();
  return withToken(state, portal, account);
}

function answerTo(
  { state }: Core,
  { query }: OdinCall,
  account: Administrator,
  { run }: CallRow,
): OdinAnswer {
  return run({ state, login: loginOf(state, account), query });
}
