// Hawk, as its README and API document describe it: a MAC over time, nonce, verb, address and, with a body, its hash.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AuthSettings, ElementDeps } from '../element.js';
import type { HttpAnswer } from '../http.js';
import { challenges } from './digest.js';
import { type AuthStrategy, withHeaders } from './strategy.js';

type Hawk = Extract<AuthSettings, { kind: 'hawk' }>;

/** What a MAC is made over. */
interface Artifacts {
  /** Seconds since 1970. */
  readonly ts: number;
  readonly nonce: string;
  readonly method: string;
  /** Path and query. */
  readonly resource: string;
  readonly host: string;
  readonly port: number;
  readonly hash?: string;
  readonly ext?: string;
}

/** The MAC of a request, in base64. */
export function hawkMac(
  key: string,
  { ts, nonce, method, resource, host, port, hash = '', ext = '' }: Artifacts,
): string {
  const lines = [
    'hawk.1.header',
    ts,
    nonce,
    method.toUpperCase(),
    resource,
    host.toLowerCase(),
    port,
    hash,
    ext,
  ];
  return createHmac('sha256', key)
    .update(`${lines.join('\n')}\n`, 'utf8')
    .digest('base64');
}

/** The hash of a body, in base64. */
export function hawkPayloadHash(body: Uint8Array, contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return createHash('sha256')
    .update(`hawk.1.payload\n${type}\n`)
    .update(body)
    .update('\n')
    .digest('base64');
}

/** Signs by the server's clock once a 401 has told it, with proof that it knows the key. */
export function hawkAuth(
  { id, key, payload = true }: Hawk,
  { now, randomBytes }: ElementDeps,
): AuthStrategy {
  let aheadSeconds = 0;
  return {
    secrets: () => [key],
    sign(request) {
      const { hostname, port, protocol } = new URL(request.origin);
      const ts = Math.floor(now() / 1000) + aheadSeconds;
      const nonce = randomBytes(6).toString('hex');
      const hash =
        payload && request.body !== undefined
          ? hawkPayloadHash(request.body, request.headers['content-type'] ?? '')
          : undefined;
      const mac = hawkMac(key, {
        ts,
        nonce,
        method: request.method,
        resource: request.path,
        host: hostname,
        port: Number(port || (protocol === 'https:' ? 443 : 80)),
        ...(hash === undefined ? {} : { hash }),
      });
      const said = hash === undefined ? '' : `hash="${hash}", `;
      return withHeaders(request, {
        authorization: `Hawk id="${id}", ts="${ts}", nonce="${nonce}", ${said}mac="${mac}"`,
      });
    },
    refused(answer) {
      const theirs = clockOf(answer, key);
      if (theirs === undefined) return false;
      const ahead = theirs - Math.floor(now() / 1000);
      const isNews = Math.abs(ahead - aheadSeconds) > 1;
      aheadSeconds = ahead;
      return isNews;
    },
  };
}

/** The server's time in seconds, when it proves that it knows the key. */
function clockOf(answer: HttpAnswer, key: string): number | undefined {
  const said = challenges(answer.headers['www-authenticate'] ?? '').find(
    ({ scheme }) => scheme === 'hawk',
  )?.members;
  const ts = said?.get('ts') ?? '';
  if (!/^\d{1,12}$/.test(ts)) return undefined;
  const wanted = createHmac('sha256', key).update(`hawk.1.ts\n${ts}\n`).digest();
  const tsm = Buffer.from(said?.get('tsm') ?? '', 'base64');
  return tsm.length === wanted.length && timingSafeEqual(tsm, wanted) ? Number(ts) : undefined;
}
