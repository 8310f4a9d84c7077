// Signing in to the portal: a token for a name and a password, a new one for an old one, and what a session knows.
import type { WorldState } from '../world/state.js';
import type { Administrator } from '../world/world.js';
import { type JsonObject, type OdinAnswer, ok, present, refused } from './answer.js';
import { loginOf } from './call.js';
import { type Tokens, tokensOf } from './token.js';

/** What all ODIN listeners of a simulator share. */
export interface Portal {
  readonly tokens: Tokens;
  /** Logins whose token was taken away by a fault, and who have no new one yet. */
  readonly recovering: Set<string>;
}

export function portalOf(clock: () => number): Portal {
  return { tokens: tokensOf(clock), recovering: new Set() };
}

/** Stands for "never" in BroadWorks. */
const neverExpires = 2147483647;

/** What the portal tells about a session, without its token. */
export function sessionOf(state: WorldState, account: Administrator): JsonObject {
  const login = loginOf(state, account);
  const [first] = state.providers.values();
  const provider = state.providers.get(login.serviceProviderId ?? '');
  const domain = first?.defaultDomain ?? 'example.net';
  return present({
    userId: login.userId,
    groupId: login.groupId ?? null,
    serviceProviderId: login.serviceProviderId ?? null,
    isEnterprise: provider?.isEnterprise ?? false,
    loginType: login.loginType,
    userDomain: provider?.defaultDomain ?? domain,
    passwordExpiresDays: account.passwordExpiresDays ?? neverExpires,
    local: account.locale ?? 'en_US',
    encoding: null,
    systemDomain: domain,
    softwareVersion: `${state.release}sp1`,
    isSystemAdmin: login.loginType === 'System',
    readOnly: false,
    policy: [],
    version: state.odin.version,
    resellerId: login.resellerId,
    groupDepartmentName: login.department,
  });
}

/** The session with a fresh token. */
export function withToken(state: WorldState, portal: Portal, account: Administrator): OdinAnswer {
  const token = portal.tokens.issue(account.userId, state.odin.tokenSeconds);
  return ok({ ...sessionOf(state, account), token });
}

/** The account that a login body names, or why it gets no token. Whether it exists is not told. */
export function accountFor(state: WorldState, body: string): Administrator | OdinAnswer {
  const { username, password } = credentialsIn(body);
  if (username === undefined || password === undefined)
    return refused(400, 'The username and password fields are required.');
  const account = state.administrators.get(username);
  if (account === undefined || account.password !== password)
    return refused(401, 'Invalid username or password.');
  if (account.disabled === true) return refused(401, 'The account is disabled.');
  if (account.passwordExpired === true) return refused(402, 'The password must be changed.');
  return account;
}

/** The name in a login body, for the record of calls. */
export function credentialsIn(body: string): { username?: string; password?: string } {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return {};
  }
  const { username, password } = (read ?? {}) as { username?: unknown; password?: unknown };
  return {
    ...(typeof username === 'string' && username !== '' ? { username } : {}),
    ...(typeof password === 'string' && password !== '' ? { password } : {}),
  };
}
