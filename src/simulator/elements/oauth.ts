// Giving out tokens for a password or a client, as OAuth words it (RFC 6749), and showing them (RFC 6750).
import { basicIn, isSame } from './basic.js';
import {
  type ElementCall,
  type ElementReply,
  headerOf,
  json,
  mediaTypeOf,
  objectIn,
} from './element.js';
import type { TokenDesk } from './token-desk.js';

/** The token of an `Authorization: Bearer`. */
export function bearerIn(call: ElementCall): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headerOf(call, 'authorization') ?? '')?.[1];
}

/** What is said to whoever shows no good token. */
export function badToken(): ElementReply {
  return json(
    401,
    { error: 'invalid_token', error_description: 'The access token is missing or has expired.' },
    { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  );
}

/** What a token call must show. */
interface Grant {
  readonly owner: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** There for the grant of a password. */
  readonly username?: string;
  readonly password?: string;
  /** Also gives a token that renews. */
  readonly hasRefresh?: true;
}

type Parameters = (name: string) => string | undefined;

function parametersIn(call: ElementCall): Parameters | undefined {
  if (mediaTypeOf(call) === 'application/x-www-form-urlencoded') {
    const form = new URLSearchParams(call.body.toString('utf8'));
    return (name) => form.get(name) ?? undefined;
  }
  const body = objectIn(call);
  if (body === undefined) return undefined;
  return (name) => (typeof body[name] === 'string' ? (body[name] as string) : undefined);
}

const refused = (status: number, error: string) => json(status, { error });

/** Answers a token call. */
export function tokenAnswer(desk: TokenDesk, call: ElementCall, grant: Grant): ElementReply {
  if (call.method !== 'POST') return json(405, { error: 'invalid_request' }, { Allow: 'POST' });
  const given = parametersIn(call);
  if (given === undefined) return refused(400, 'invalid_request');
  const basic = basicIn(call);
  const clientId = basic?.username ?? given('client_id');
  const clientSecret = basic?.password ?? given('client_secret');
  if (!isSame(clientId, grant.clientId) || !isSame(clientSecret, grant.clientSecret))
    return refused(401, 'invalid_client');
  const type = given('grant_type');
  const refresh = given('refresh_token');
  const wanted = grant.username === undefined ? 'client_credentials' : 'password';
  const isRefresh = type === 'refresh_token' && grant.hasRefresh === true;
  if (type !== wanted && !isRefresh) return refused(400, 'unsupported_grant_type');
  if (isRefresh && !desk.isGood(`${grant.owner} refresh`, refresh))
    return refused(400, 'invalid_grant');
  if (isRefresh && refresh !== undefined) desk.forget(refresh);
  const isUser =
    isSame(given('username'), grant.username) && isSame(given('password'), grant.password);
  if (type === 'password' && !isUser) return refused(400, 'invalid_grant');
  return json(
    200,
    {
      access_token: desk.issue(grant.owner),
      token_type: 'bearer',
      expires_in: desk.seconds,
      ...(grant.hasRefresh ? { refresh_token: desk.issue(`${grant.owner} refresh`) } : {}),
    },
    { 'Cache-Control': 'no-store' },
  );
}
