// Bearer tokens by OAuth 2: the grants of a password and of a client's own credentials.
import type { AuthSettings, ElementDeps } from '../element.js';
import type { HttpRequest } from '../http.js';
import type { Base } from '../origin.js';
import { TokenCache } from '../token-cache.js';
import { type AuthStrategy, withHeaders } from './strategy.js';
import { learnTokens, secretsOf, tokenAddress, tokenIn, tokenRequest } from './token-call.js';

type OAuth = Extract<AuthSettings, { kind: 'oauth-password' | 'oauth-client' }>;

/** One token for all calls. A 401 drops it; only a read goes again. */
export function oauth(
  settings: OAuth,
  base: Base,
  { now, randomBytes }: ElementDeps,
): AuthStrategy {
  const {
    clientId,
    clientSecret,
    clientAuth = 'body',
    scope,
    tokenFormat = 'form',
    stamp = false,
  } = settings;
  const coded = Buffer.from(`${formSpelled(clientId)}:${formSpelled(clientSecret)}`).toString(
    'base64',
  );
  const own = settings.kind === 'oauth-password' ? [settings.password] : [];
  const secrets = secretsOf([clientSecret, coded, ...own]);
  const cache = new TokenCache(now);
  const address = tokenAddress(base, settings);
  const stamped = (): Record<string, string> =>
    stamp ? { timestamp: String(Math.floor(now())), nonce: randomBytes(16).toString('hex') } : {};
  const fields = {
    ...(settings.kind === 'oauth-password'
      ? { grant_type: 'password', username: settings.username, password: settings.password }
      : { grant_type: 'client_credentials' }),
    ...(clientAuth === 'body' ? { client_id: clientId, client_secret: clientSecret } : {}),
    ...(scope === undefined ? {} : { scope }),
  };
  return {
    secrets: secrets.all,
    prepare: (_request, _changes, ask) =>
      cache.ready(async () => {
        const headers = {
          ...stamped(),
          ...(clientAuth === 'basic' ? { authorization: `Basic ${coded}` } : {}),
        };
        const askedAt = now();
        const answer = await ask({
          request: tokenRequest(address, fields, tokenFormat, headers),
          action: 'create',
          learn: (found) => learnTokens(found, secrets.add),
        });
        return tokenIn(answer, { origin: address.origin, askedAt, secrets: secrets.all() });
      }, ask.signal),
    sign: (request) =>
      withHeaders(request, { ...stamped(), authorization: `Bearer ${cache.token?.text ?? ''}` }),
    refused: (_answer, signed) => cache.drop(bearerOf(signed)),
    answered({ status }, signed) {
      if (status < 400) cache.proven(bearerOf(signed));
    },
  };
}

const bearerOf = ({ headers }: HttpRequest): string =>
  headers.authorization?.slice('Bearer '.length) ?? '';

/** RFC 6749, 2.3.1: encoded as in a form before they are joined. */
const formSpelled = (text: string): string => new URLSearchParams({ x: text }).toString().slice(2);
