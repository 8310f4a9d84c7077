// Digest authentication (RFC 7616), seen from the server: MD5 and SHA-256, quality `auth`, one nonce for many calls
// whose counter climbs.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isSame } from './basic.js';
import { type ElementCall, type ElementReply, headerOf, json, type Site } from './element.js';

const realm = 'Simulator Devices';
const nonceSeconds = 300;
const algorithms = { 'SHA-256': 'sha256', MD5: 'md5' } as const;

/** Nonces say when they were made, signed with a key of this run. */
const nonceKey = randomBytes(32);
const sealOf = (time: string) => createHmac('sha256', nonceKey).update(time).digest('base64url');
const nonceAt = (now: number) => `${now}.${sealOf(String(now))}`;

type NonceState = 'good' | 'stale' | 'strange';

function stateOf(nonce: string, now: number): NonceState {
  const [time = '', seal = ''] = nonce.split('.');
  if (!isSame(seal, sealOf(time))) return 'strange';
  return now - Number(time) <= nonceSeconds * 1000 ? 'good' : 'stale';
}

/** 401 with a challenge for each algorithm, the better one first. */
function challenge(now: number, isStale = false): ElementReply {
  const nonce = nonceAt(now);
  const said = Object.keys(algorithms).map(
    (name) =>
      `Digest realm="${realm}", qop="auth", algorithm=${name}, nonce="${nonce}", opaque="none"${isStale ? ', stale=true' : ''}`,
  );
  return json(401, { message: 'Unauthorized' }, { 'WWW-Authenticate': said });
}

/** Parameters of an `Authorization: Digest`, quotes removed. */
function parametersIn(header: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', quoted, plain] of header
    .replace(/^Digest +/i, '')
    .matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g))
    found.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  return found;
}

/** What is wrong with the authentication; undefined when nothing is. */
export function digestComplaint(
  call: ElementCall,
  site: Site,
  { username, password }: { readonly username: string; readonly password: string },
): ElementReply | undefined {
  const now = site.now();
  const header = headerOf(call, 'authorization') ?? '';
  if (!/^Digest +/i.test(header)) return challenge(now);
  const given = parametersIn(header);
  const of = (name: string) => given.get(name) ?? '';
  const name = (of('algorithm') || 'MD5').toUpperCase();
  if (!Object.hasOwn(algorithms, name)) return challenge(now);
  const hash = (text: string) =>
    createHash(algorithms[name as keyof typeof algorithms])
      .update(text)
      .digest('hex');
  if (of('realm') !== realm || of('uri') !== call.target || of('qop') !== 'auth')
    return challenge(now);
  const user = hash(`${username}:${realm}:${password}`);
  const request = hash(`${call.method}:${call.target}`);
  const parts = [user, of('nonce'), of('nc'), of('cnonce'), 'auth', request];
  const isUser = isSame(of('username'), username);
  if (!isUser || !/^[0-9a-f]{8}$/i.test(of('nc')) || of('cnonce') === '') return challenge(now);
  if (!isSame(of('response'), hash(parts.join(':')))) return challenge(now);
  const state = stateOf(of('nonce'), now);
  if (state !== 'good') return challenge(now, state === 'stale');
  const isFirst = site.isFresh('digest', `${of('nonce')} ${of('nc').toLowerCase()}`);
  return isFirst ? undefined : challenge(now, true);
}
