// Grandstream's GDMS: a token, and in every query a time and a hash over all parameters, the client's secret and the body.
import { createHash } from 'node:crypto';
import type { AuthSettings, ElementDeps } from '../element.js';
import type { HttpRequest } from '../http.js';
import type { Base } from '../origin.js';
import { TokenCache } from '../token-cache.js';
import type { AuthStrategy } from './strategy.js';
import { learnTokens, secretsOf, tokenAddress, tokenIn, tokenRequest } from './token-call.js';

type SignedQuery = Extract<AuthSettings, { kind: 'signed-query' }>;

const hashed = (kind: 'md5' | 'sha256', data: string | Uint8Array): string =>
  createHash(kind).update(data).digest('hex');

/** The password goes as SHA-256 of its MD5, both in hexadecimal digits. */
export function signedQueryAuth(
  settings: SignedQuery,
  base: Base,
  { now }: ElementDeps,
): AuthStrategy {
  const { clientId, clientSecret, username, password } = settings;
  const sent = hashed('sha256', hashed('md5', password));
  const secrets = secretsOf([password, sent, clientSecret]);
  const cache = new TokenCache(now);
  const address = tokenAddress(base, settings);
  const fields = {
    username,
    password: sent,
    grant_type: 'password',
    client_id: clientId,
    client_secret: clientSecret,
  };
  return {
    secrets: secrets.all,
    prepare: (_request, _changes, ask) =>
      cache.ready(async () => {
        const askedAt = now();
        const answer = await ask({
          request: tokenRequest(address, fields, 'form', {}),
          action: 'create',
          learn: (found) => learnTokens(found, secrets.add),
        });
        return tokenIn(answer, { origin: address.origin, askedAt, secrets: secrets.all() });
      }, ask.signal),
    sign(request) {
      const token = cache.token?.text ?? '';
      const timestamp = String(Math.floor(now()));
      const signature = querySignature(request, {
        access_token: token,
        timestamp,
        client_id: clientId,
        client_secret: clientSecret,
      });
      const added = new URLSearchParams({ access_token: token, timestamp, signature });
      return {
        ...request,
        path: `${request.path}${request.path.includes('?') ? '&' : '?'}${added}`,
      };
    },
    refused: (_answer, signed) => cache.drop(tokenOfQuery(signed)),
    answered({ status }, signed) {
      if (status < 400) cache.proven(tokenOfQuery(signed));
    },
  };
}

const tokenOfQuery = ({ path }: HttpRequest): string =>
  new URLSearchParams(path.split('?')[1] ?? '').get('access_token') ?? '';

/** SHA-256 over `&name=value&…&`, sorted by name, and the hash of a body that is no form. */
export function querySignature(
  { path, body, headers }: Pick<HttpRequest, 'path' | 'body' | 'headers'>,
  proof: Readonly<Record<string, string>>,
): string {
  const at = path.indexOf('?');
  const own = at < 0 ? [] : [...new URLSearchParams(path.slice(at + 1))];
  const sorted = [...own, ...Object.entries(proof)].sort(([one], [other]) =>
    one < other ? -1 : one > other ? 1 : 0,
  );
  const pairs = sorted.map(([name, value]) => `${name}=${value}`).join('&');
  const isForm = /^(?:multipart\/|application\/x-www-form-urlencoded)/i.test(
    headers['content-type'] ?? '',
  );
  const tail =
    body === undefined || body.length === 0 || isForm ? '' : `${hashed('sha256', body)}&`;
  return hashed('sha256', `&${pairs}&${tail}`);
}
