// Machine tokens: who calls, from the text of a token. The file holds their hashes only; it is written by the command line
// and read again here when it has changed.
import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { asFault, Fault } from '../fault.js';
import type { Caller, Level, Scope } from './caller.js';
import { changeTokens, readTokens, type StoredToken } from './tokens-file.js';

export const tokenRoles = ['reader', 'operator', 'recorder'] as const;
/** `reader`: reads. `operator`: changes too. `recorder`: hands over audit records too. */
export type TokenRole = (typeof tokenRoles)[number];

/** What a token is made with. */
export interface TokenRequest {
  readonly name: string;
  readonly role: TokenRole;
  readonly tenantId?: string;
  /** Only with a tenant. */
  readonly groupId?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

export interface Tokens {
  /** Undefined for a token that is unknown, expired or revoked. Throws a Fault when the file cannot be read. */
  callerOf(text: string): Caller | undefined;
}

/** Records name the author of a call with a token by this and the name of the token. */
export const authorPrefix = 'machine:';

const form = /^muster_[\w-]{43}$/;
const nameForm = /^[A-Za-z0-9][\w.-]{0,62}$/;

/** Whether a bearer looks like a machine token, whatever it is worth. */
export const isToken = (text: string): boolean => form.test(text);

/** Looks at the file at each use; `now` in milliseconds since 1970. A file that is not there holds no tokens. */
export function openTokens(file: string, now: () => number): Tokens {
  let seen = '';
  let known = new Map<string, StoredToken>();
  const refresh = () => {
    const stat = statSync(file, { throwIfNoEntry: false });
    const state =
      stat === undefined ? 'none' : `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
    if (state === seen) return;
    known = new Map(tokensNow(file).map((token) => [token.sha256, token]));
    seen = state;
  };
  return {
    callerOf(text) {
      if (!isToken(text)) return undefined;
      refresh();
      // Found by its hash: how long that takes tells nothing of the token.
      const token = known.get(hashOf(text));
      return token === undefined || !isGood(token, now()) ? undefined : callerFor(token);
    },
  };
}

/** To whoever calls it is no matter of his settings: nothing can be told of his token at the moment. */
function tokensNow(file: string): readonly StoredToken[] {
  try {
    return readTokens(file);
  } catch (thrown) {
    const { message } = asFault(thrown);
    throw new Fault('SIGN_IN_UNAVAILABLE', message, { cause: thrown });
  }
}

function isGood({ revokedAt, expiresAt }: StoredToken, now: number): boolean {
  return revokedAt === undefined && (expiresAt === undefined || now < Date.parse(expiresAt));
}

function callerFor({ name, role, tenantId, groupId }: StoredToken): Caller {
  const [level, scope] = reachOf(tenantId, groupId);
  const may = { change: role === 'operator', store: role === 'recorder' };
  // Not `token:…`, which redaction would take for a token and blank.
  return { id: `${authorPrefix}${name}`, level, scope, via: 'token', may };
}

/** Level and scope of a caller that is not a person in BroadWorks: the system, a service provider, or a group of one. */
export function reachOf(
  tenantId: string | undefined,
  groupId: string | undefined,
): readonly [Level, Scope] {
  if (tenantId === undefined) return [16, { kind: 'system' }];
  if (groupId === undefined) return [12, { kind: 'tenant', tenantId }];
  return [8, { kind: 'group', tenantId, groupId }];
}

/** Makes a token, and gives its text: this once. Throws `USAGE_INVALID` for what cannot be, and for a name that is taken. */
export async function createToken(
  file: string,
  request: TokenRequest,
  now: number,
): Promise<string> {
  refuse(request, now);
  const { name, role, tenantId, groupId, expiresAt } = request;
  const text = `muster_${randomBytes(32).toString('base64url')}`;
  const token: StoredToken = {
    name,
    role,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(groupId === undefined ? {} : { groupId }),
    createdAt: timeOf(now),
    ...(expiresAt === undefined ? {} : { expiresAt: timeOf(expiresAt) }),
    prefix: text.slice(0, 12),
    sha256: hashOf(text),
  };
  await changeTokens(file, (tokens) => {
    const same = tokens.find((one) => one.name === name);
    if (same !== undefined)
      throw invalid(
        same.revokedAt === undefined
          ? `there is a token ${name} already`
          : `there was a token ${name}, and records name it; choose another name`,
      );
    return [...tokens, token];
  });
  return text;
}

function refuse({ name, role, tenantId, groupId, expiresAt }: TokenRequest, now: number): void {
  if (!nameForm.test(name))
    throw invalid('the name must have 1 to 63 letters, digits, dots, hyphens and underscores');
  if (!tokenRoles.includes(role)) throw invalid(`the role must be one of ${tokenRoles.join(', ')}`);
  if (groupId !== undefined && tenantId === undefined)
    throw invalid('a group belongs to a tenant: name it with --tenant');
  for (const id of [tenantId, groupId])
    if (id !== undefined && (id === '' || id.length > 200 || /[\x00-\x1f\x7f]/.test(id)))
      throw invalid('tenant and group must be ids');
  if (expiresAt !== undefined && !(expiresAt > now))
    throw invalid('the token would have expired already');
}

/** Ends a token for good. Throws `USAGE_INVALID` when there is none of that name, or it was revoked before. */
export async function revokeToken(file: string, name: string, now: number): Promise<void> {
  await changeTokens(file, (tokens) => {
    const token = tokens.find((one) => one.name === name);
    if (token === undefined) throw invalid(`there is no token ${name}`);
    if (token.revokedAt !== undefined) throw invalid(`the token ${name} is revoked already`);
    return tokens.map((one) => (one === token ? { ...one, revokedAt: timeOf(now) } : one));
  });
}

/** `active`, `expired` or `revoked`. */
export function stateOf(token: StoredToken, now: number): string {
  if (token.revokedAt !== undefined) return 'revoked';
  return isGood(token, now) ? 'active' : 'expired';
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const timeOf = (millis: number) => new Date(millis).toISOString();
const invalid = (why: string) => new Fault('USAGE_INVALID', why);
