// Digest access authentication, RFC 7616: MD5 and SHA-256, also as -sess; qop auth, or none as in RFC 2069. A nonce is used
// as long as it is taken.
import { createHash } from 'node:crypto';
import type { ElementDeps } from '../element.js';
import type { HttpAnswer, HttpRequest } from '../http.js';
import { type AuthStrategy, withHeaders } from './strategy.js';

/** Best first. */
const algorithms = {
  'SHA-256': 'sha256',
  'SHA-256-SESS': 'sha256',
  MD5: 'md5',
  'MD5-SESS': 'md5',
} as const;

export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string;
  /** As it was spelled; absent when it was not said, which means MD5. */
  readonly algorithm?: string;
  readonly qop: boolean;
  readonly stale: boolean;
}

/** The best challenge of a `WWW-Authenticate` header that can be met. */
export function challengeIn(header: string | undefined): Challenge | undefined {
  const found = challenges(header ?? '')
    .filter(({ scheme }) => scheme === 'digest')
    .flatMap(({ members }) => {
      const rank = Object.keys(algorithms).indexOf(
        (members.get('algorithm') ?? 'MD5').toUpperCase(),
      );
      const qop = members.get('qop');
      const isMeet =
        qop === undefined || qop.split(',').some((one) => one.trim().toLowerCase() === 'auth');
      const realm = members.get('realm');
      const nonce = members.get('nonce');
      if (rank < 0 || !isMeet || realm === undefined || nonce === undefined) return [];
      const opaque = members.get('opaque');
      const algorithm = members.get('algorithm');
      const challenge: Challenge = {
        realm,
        nonce,
        qop: qop !== undefined,
        stale: members.get('stale')?.toLowerCase() === 'true',
        ...(opaque === undefined ? {} : { opaque }),
        ...(algorithm === undefined ? {} : { algorithm }),
      };
      return [{ rank, challenge }];
    });
  return found.sort((one, other) => one.rank - other.rank)[0]?.challenge;
}

interface Scheme {
  readonly scheme: string;
  /** Names in lower case. */
  readonly members: ReadonlyMap<string, string>;
}

/** Every challenge of a header: schemes with their members. What cannot be read ends it. */
export function challenges(header: string): Scheme[] {
  const found: { scheme: string; members: Map<string, string> }[] = [];
  const word =
    /[\s,]*([\w!#$%&'*+.^`|~-]{1,100})(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.){0,4096})"|([^\s,"]{0,4096})))?/y;
  const text = header.slice(0, 16_384);
  for (let one = word.exec(text); one !== null; one = word.exec(text)) {
    const [, name = '', quoted, bare] = one;
    const value = quoted?.replace(/\\(.)/g, '$1') ?? bare;
    if (value === undefined) found.push({ scheme: name.toLowerCase(), members: new Map() });
    else found.at(-1)?.members.set(name.toLowerCase(), value);
  }
  return found;
}

interface Proof {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly challenge: Challenge;
  /** How often the nonce was used, this time included. */
  readonly count: number;
  readonly cnonce: string;
}

/** The value of the `Authorization` header. */
export function digestHeader({
  username,
  password,
  method,
  uri,
  challenge,
  count,
  cnonce,
}: Proof): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const kind = (algorithm ?? 'MD5').toUpperCase() as keyof typeof algorithms;
  const hash = (text: string) => createHash(algorithms[kind]).update(text, 'utf8').digest('hex');
  const nc = count.toString(16).padStart(8, '0');
  const secret = hash(`${username}:${realm}:${password}`);
  const one = kind.endsWith('-SESS') ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const two = hash(`${method}:${uri}`);
  const response = hash(
    qop ? `${one}:${nonce}:${nc}:${cnonce}:auth:${two}` : `${one}:${nonce}:${two}`,
  );
  const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
  return `Digest ${[
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(qop || kind.endsWith('-SESS') ? [`cnonce=${quoted(cnonce)}`] : []),
    ...(qop ? ['qop=auth', `nc=${nc}`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(', ')}`;
}

/** A nonce older than this is not trusted with a change, which would not be repeated were it refused. */
const freshMs = 20_000;

/** Learns its nonce from a 401. Before a change it asks for one by a read of the same path, whose answer means nothing. */
export function digestAuth(
  { username, password }: { readonly username: string; readonly password: string },
  { now, randomBytes }: ElementDeps,
): AuthStrategy {
  let challenge: Challenge | undefined;
  let count = 0;
  let learntAt = 0;
  const learn = (found: Challenge | undefined) => {
    challenge = found;
    count = 0;
    learntAt = now();
  };
  const sign = (request: HttpRequest) => {
    if (challenge === undefined) return request;
    count++;
    const cnonce = randomBytes(16).toString('hex');
    const { method, path: uri } = request;
    return withHeaders(request, {
      authorization: digestHeader({ username, password, method, uri, challenge, count, cnonce }),
    });
  };
  return {
    secrets: () => [password],
    async prepare({ origin, path }, changes, ask) {
      if (!changes || (challenge !== undefined && now() - learntAt < freshMs)) return;
      const plain = path.split('?')[0] as string;
      const request = { origin, method: 'GET', path: plain, headers: { accept: '*/*' } };
      const answer = await ask({ request, action: 'read' });
      if (answer.status === 401) learn(challengeIn(answer.headers['www-authenticate']));
    },
    sign,
    refused(answer: HttpAnswer, signed: HttpRequest) {
      const found = challengeIn(answer.headers['www-authenticate']);
      const before = nonceOf(signed);
      learn(found);
      // With the same nonce, or without a word that it was only old, the password is wrong.
      return (
        found !== undefined && (before === undefined || (found.stale && found.nonce !== before))
      );
    },
    answered(answer) {
      const next = /(?:^|,)\s*nextnonce="([^"\\]{1,1000})"/i.exec(
        answer.headers['authentication-info'] ?? '',
      )?.[1];
      if (next !== undefined && challenge !== undefined) learn({ ...challenge, nonce: next });
    },
  };
}

function nonceOf({ headers }: HttpRequest): string | undefined {
  return challenges(headers.authorization ?? '')[0]?.members.get('nonce');
}
