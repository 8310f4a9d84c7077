// Callers of an OpenID Connect issuer: verifies bearer tokens that are JWTs by the issuer's public keys, and reads role and
// scope from their claims. The keys are the one thing that is fetched here; nothing goes to network elements.
import type { JWTPayload, JWTVerifyOptions, RemoteJWKSet } from 'jose';
import { Fault } from '../fault.js';
import type { Caller } from './caller.js';
import { type ClaimNames, callerFrom } from './oidc-claims.js';

export interface OidcSettings {
  /** As it stands in `iss`, such as `https://login.example.net/realms/voice`. */
  readonly issuer: string;
  /** What must stand in `aud`. */
  readonly audience: string;
  /** Where the keys are; default: as the issuer's discovery document says. */
  readonly jwksUri?: string;
  /** Default RS256, ES256 and EdDSA. Never `none`, never those with a shared secret. */
  readonly algorithms?: readonly string[];
  readonly claims?: ClaimNames;
}

export interface OidcOptions extends OidcSettings {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Longest time the issuer may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** How long the keys are not asked for again when a token names an unknown one, in milliseconds. */
  readonly cooldownMs?: number;
}

export interface Oidc {
  /**
   * Undefined for what is no token of this issuer that is good now. Throws a Fault when that cannot be told, because the
   * issuer does not give its keys: nobody is let in, and nobody is told that the token is wrong.
   */
  callerOf(token: string): Promise<Caller | undefined>;
}

const standardAlgorithms = ['RS256', 'ES256', 'EdDSA'];
const taken = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;
const jwtForm = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** Bytes of a token, and of a discovery document, that are looked at at all. */
const longestToken = 16_384;
const longestDocument = 1 << 18;

/** Asks nothing yet. Throws `SETTING_INVALID` for settings that cannot be meant. */
export function openOidc(options: OidcOptions): Oidc {
  const { issuer, audience, algorithms = standardAlgorithms, now } = options;
  refuse(options);
  const keys = keySource(options);
  return {
    async callerOf(token) {
      if (token.length > longestToken || !jwtForm.test(token)) return undefined;
      const claims = await verified(token, await keys(), {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: 30,
        currentDate: new Date(now()),
        requiredClaims: ['exp'],
      });
      return claims === undefined ? undefined : callerFrom(claims, options.claims);
    },
  };
}

/** Codes that say that a token is no good. What else goes wrong is the issuer's or the network's. */
const noGood = new Set([
  'ERR_JWT_EXPIRED',
  'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ERR_JWT_INVALID',
  'ERR_JWS_INVALID',
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
]);

async function verified(
  token: string,
  keys: RemoteJWKSet,
  how: JWTVerifyOptions,
): Promise<JWTPayload | undefined> {
  const { jwtVerify } = await import('jose');
  try {
    return (await jwtVerify(token, keys, how)).payload;
  } catch (thrown) {
    if (noGood.has(String((thrown as { code?: unknown }).code))) return undefined;
    throw unavailable('the keys of the issuer of tokens cannot be fetched', thrown);
  }
}

/** The keys, from where the issuer says. A discovery that failed is tried again, but not at once. */
function keySource(options: OidcOptions): () => Promise<RemoteJWKSet> {
  const { now, timeoutMs = 5_000, cooldownMs = 30_000, jwksUri } = options;
  const open = async (uri: string) => {
    const { createRemoteJWKSet } = await import('jose');
    return createRemoteJWKSet(new URL(uri), {
      timeoutDuration: timeoutMs,
      cooldownDuration: cooldownMs,
      cacheMaxAge: 600_000,
    });
  };
  const find = () =>
    jwksUri === undefined ? discovered(options.issuer, timeoutMs).then(open) : open(jwksUri);
  let found: Promise<RemoteJWKSet> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  return () => {
    if (found !== undefined) return found;
    if (now() - failedAt < Math.min(cooldownMs, 5_000)) return Promise.reject(failure);
    found = find();
    found.catch((thrown: unknown) => {
      found = undefined;
      failure = thrown;
      failedAt = now();
    });
    return found;
  };
}

/** Address of the keys, from the issuer's own description of itself. */
async function discovered(issuer: string, timeoutMs: number): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  let document: unknown;
  try {
    const answer = await fetch(address, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json' },
    });
    if (answer.status !== 200) throw new Error(`it answers ${answer.status}`);
    document = JSON.parse(await shortText(answer));
  } catch (thrown) {
    throw unavailable(`the issuer of tokens cannot be asked at ${address}`, thrown);
  }
  const { issuer: said, jwks_uri } = (document ?? {}) as { issuer?: unknown; jwks_uri?: unknown };
  if (said !== issuer || typeof jwks_uri !== 'string' || !isAddress(jwks_uri))
    throw unavailable(`what is at ${address} does not describe the issuer ${issuer}`);
  return jwks_uri;
}

async function shortText(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of answer.body ?? []) {
    length += piece.length;
    if (length > longestDocument) throw new Error('it answers too much');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function unavailable(what: string, cause?: unknown): Fault {
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new Fault('SIGN_IN_UNAVAILABLE', `${what}${why}`, { cause });
}

const isAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

function refuse({ issuer, audience, jwksUri, algorithms, claims }: OidcSettings): void {
  const invalid = (why: string) => new Fault('SETTING_INVALID', `OpenID Connect: ${why}`);
  if (!isAddress(issuer)) throw invalid('the issuer must be an http or https address');
  if (jwksUri !== undefined && !isAddress(jwksUri))
    throw invalid('the address of the keys must be an http or https address');
  // Without one, a token that was made for any other program would open this one.
  if (audience === '') throw invalid('an audience must be named');
  const odd = algorithms?.find((one) => !taken.test(one));
  if (odd !== undefined) throw invalid(`the algorithm ${odd} is not taken`);
  if (algorithms?.length === 0) throw invalid('at least one algorithm must be named');
  for (const [name, claim] of Object.entries(claims ?? {}))
    if (claim === '') throw invalid(`the name of the ${name} is empty`);
}
