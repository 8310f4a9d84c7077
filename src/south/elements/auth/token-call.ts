// Asking for a token: where, in which form, and what is made of the answer.
import { Fault } from '../../../fault.js';
import { readJson } from '../answer-text.js';
import type { HttpAnswer, HttpRequest } from '../http.js';
import { type Base, parseBase, pathBelow } from '../origin.js';
import { clean, httpWords, verdictOf } from '../success.js';
import { type Token, tokenOf } from '../token-cache.js';

/** How many tokens are remembered as secrets: those whose answers may still be under way. */
const remembered = 12;

/** Secrets that do not change, and the last tokens. */
export function secretsOf(fixed: readonly string[]): {
  all: () => readonly string[];
  add: (secret: string) => void;
} {
  let tokens: readonly string[] = [];
  let all = fixed;
  return {
    all: () => all,
    add: (secret) => {
      if (all.includes(secret)) return;
      tokens = [...tokens, secret].slice(-remembered);
      all = [...fixed, ...tokens];
    },
  };
}

/** Origin and path of the token call. */
export function tokenAddress(
  base: Base,
  { tokenPath, tokenUrl }: { readonly tokenPath?: string; readonly tokenUrl?: string },
): { readonly origin: string; readonly path: string } {
  const named = tokenUrl === undefined ? undefined : parseBase(tokenUrl);
  if (named !== undefined) return { origin: named.origin, path: named.path };
  return { origin: base.origin, path: pathBelow(base, tokenPath ?? '') };
}

/** A POST of some fields. */
export function tokenRequest(
  address: { readonly origin: string; readonly path: string },
  fields: Readonly<Record<string, string>>,
  format: 'form' | 'json',
  headers: Readonly<Record<string, string>>,
): HttpRequest {
  const type = format === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  const body = format === 'form' ? new URLSearchParams(fields).toString() : JSON.stringify(fields);
  return {
    ...address,
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': type, ...headers },
    body: Buffer.from(body, 'utf8'),
  };
}

/** Tells the secrets of an answer before anybody records it. */
export function learnTokens(answer: HttpAnswer, add: (secret: string) => void): void {
  const body = readJson(answer.bytes, answer.headers['content-type'] ?? '');
  if (typeof body !== 'object' || body === null) return;
  for (const name of ['access_token', 'refresh_token', 'id_token']) {
    const value = (body as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'string' && value !== '') add(value);
  }
}

/** The token of an answer. Throws SOUTH_LOGIN_REFUSED, SOUTH_BUSY or SOUTH_PROTOCOL. */
export function tokenIn(
  answer: HttpAnswer,
  {
    origin,
    askedAt,
    secrets,
  }: { readonly origin: string; readonly askedAt: number; readonly secrets: readonly string[] },
): Token {
  const { status } = answer;
  const body = readJson(answer.bytes, answer.headers['content-type'] ?? '');
  const members = (typeof body === 'object' && body !== null ? body : {}) as Readonly<
    Record<string, unknown>
  >;
  const text = members.access_token;
  if (status < 300 && typeof text === 'string' && /^[\x21-\x7e]{1,8192}$/.test(text)) {
    const life = Number(members.expires_in ?? Number.NaN);
    return tokenOf(text, askedAt, Number.isFinite(life) && life > 0 ? life : undefined);
  }
  throw notGiven(
    answer,
    origin,
    secrets,
    typeof members.error === 'string' || members.retCode !== undefined,
  );
}

function notGiven(
  answer: HttpAnswer,
  origin: string,
  secrets: readonly string[],
  isRefusal: boolean,
): Fault {
  const { status } = answer;
  const detail = { status };
  // As if its status were that of a refusal, so that its words are looked for.
  const told = verdictOf(
    { ...answer, status: Math.max(status, 499) },
    { test: 'http', maxDepth: 64, secrets },
  );
  const said = told.outcome === 'refused' ? told.reason : '';
  const words = /^HTTP \d+/.test(said) || said === '' ? httpWords(status) : said;
  if (status === 429 || status === 503)
    return new Fault('SOUTH_BUSY', `${origin} has no time for a login now: ${words}`, { detail });
  if ([400, 401, 403].includes(status) || (status < 300 && isRefusal))
    return new Fault('SOUTH_LOGIN_REFUSED', `${origin} refused the login: ${words}`, {
      detail,
    });
  const type = clean(answer.headers['content-type'] ?? '', secrets) || 'no media type';
  return new Fault(
    'SOUTH_PROTOCOL',
    `${origin} answered without a usable token (HTTP ${status}, ${type})`,
    { detail },
  );
}
