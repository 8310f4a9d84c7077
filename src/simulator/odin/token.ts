// The tokens of the portal: JSON Web Tokens (RFC 7519) signed with HS256 and a key of this run.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a token that was shown is worth. */
export type TokenState =
  | { readonly kind: 'good'; readonly userId: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'none' };

/** Gives out tokens and recognises them. */
export interface Tokens {
  /** A token for a login, good for so many seconds from now. */
  readonly issue: (userId: string, seconds: number) => string;
  readonly check: (token: string | undefined) => TokenState;
  /** The token is worth nothing from now on. */
  readonly forget: (token: string) => void;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = encoded({ typ: 'JWT', alg: 'HS256' });

/** Tokens of one run; those of another are strangers. `clock` in milliseconds since 1970. */
export function tokensOf(clock: () => number): Tokens {
  const key = randomBytes(32);
  const forgotten = new Set<string>();
  const signatureOf = (content: string) =>
    createHmac('sha256', key).update(content).digest('base64url');
  const isOurs = (content: string, signature: string) => {
    const [one, other] = [Buffer.from(signatureOf(content)), Buffer.from(signature)];
    return one.length === other.length && timingSafeEqual(one, other);
  };
  return {
    issue: (userId, seconds) => {
      const iat = Math.floor(clock() / 1000);
      // Two tokens of one second must differ, or forgetting one would forget both.
      const jti = randomBytes(8).toString('hex');
      const content = `${header}.${encoded({ sub: userId, iat, exp: iat + seconds, jti })}`;
      return `${content}.${signatureOf(content)}`;
    },
    check: (token = '') => {
      const [, content = '', signature = ''] = /^([\w-]+\.[\w-]+)\.([\w-]+)$/.exec(token) ?? [];
      if (!isOurs(content, signature) || forgotten.has(token)) return { kind: 'none' };
      // Ours, so it is what `issue` wrote.
      const claims = Buffer.from(content.split('.')[1] ?? '', 'base64url').toString();
      const { sub, exp } = JSON.parse(claims) as { sub: string; exp: number };
      return clock() < exp * 1000 ? { kind: 'good', userId: sub } : { kind: 'expired' };
    },
    forget: (token) => {
      forgotten.add(token);
    },
  };
}
