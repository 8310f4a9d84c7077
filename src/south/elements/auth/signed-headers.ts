// The X-Ca- headers of Yealink's JSON interface: an HMAC over verb, body digest, key, nonce, time and path.
import { createHash, createHmac } from 'node:crypto';
import type { AuthSettings, ElementDeps } from '../element.js';
import { type AuthStrategy, withHeaders } from './strategy.js';

type SignedHeaders = Extract<AuthSettings, { kind: 'signed-headers' }>;

/** Signs every request anew. */
export function signedHeadersAuth(
  { key, secret }: SignedHeaders,
  { now, randomBytes }: ElementDeps,
): AuthStrategy {
  return {
    secrets: () => [secret, key],
    sign(request) {
      const { body } = request;
      const digest = body && createHash('md5').update(body).digest('base64');
      const nonce = randomBytes(16).toString('hex');
      const timestamp = String(Math.floor(now()));
      const [path = '', query = ''] = request.path.split('?', 2);
      const lines = [
        request.method,
        ...(digest === undefined ? [] : [`Content-MD5:${digest}`]),
        `X-Ca-Key:${key}`,
        `X-Ca-Nonce:${nonce}`,
        `X-Ca-Timestamp:${timestamp}`,
        // Without its first slash, and the query on a line of its own, as clients that work do it.
        path.replace(/^\//, ''),
        ...sortedQuery(query),
      ];
      const signature = createHmac('sha256', secret)
        .update(lines.join('\n'), 'utf8')
        .digest('base64');
      return withHeaders(request, {
        ...(digest === undefined ? {} : { 'content-md5': digest }),
        'x-ca-key': key,
        'x-ca-nonce': nonce,
        'x-ca-timestamp': timestamp,
        'x-ca-signature': signature,
      });
    },
  };
}

/** By name; a value that is empty goes without its sign. Values as they are meant, not as they are escaped. */
function sortedQuery(query: string): readonly string[] {
  const pairs = [...new URLSearchParams(query)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const text = pairs.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
  return text === '' ? [] : [text];
}
