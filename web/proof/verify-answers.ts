// Answers what the rules of the ledger ask with WebCrypto. Tries first whether the browser can do it at all, and does it
// right: a verdict that rests on nothing is never given.
import type { Answerer, Ask, Claim } from '../../src/ledger/format/asks.js';
import { base64Of } from '../../src/ledger/format/base64.js';
import { commitmentTag, hashLength, saltLength } from '../../src/ledger/format/layout.js';

/** Why this browser cannot check anything. */
export type CannotWhy =
  /** The page is neither https nor localhost, so the browser has no WebCrypto for it. */
  | 'insecureContext'
  | 'noWebCrypto'
  /** The browser is too old for Ed25519. */
  | 'noEd25519'
  /** Known answers do not come out, or WebCrypto failed on the way. */
  | 'wrongWebCrypto';

/** Nothing was checked, which is neither right nor wrong. */
export interface CannotCheck {
  readonly kind: 'cannotCheck';
  readonly why: CannotWhy;
}

/** What is needed of WebCrypto. */
export type Subtle = Pick<SubtleCrypto, 'digest' | 'importKey' | 'verify'>;

/** Where the page runs. */
export interface Surroundings {
  readonly subtle?: Subtle | undefined;
  readonly isSecure?: boolean | undefined;
}

/** That nothing can be checked. */
export const cannot = (why: CannotWhy): CannotCheck => ({ kind: 'cannotCheck', why });

/** Answers, or why there are none. */
export async function openAnswers(
  { subtle, isSecure }: Surroundings = surroundings(),
): Promise<WebAnswers | CannotCheck> {
  if (subtle === undefined) return cannot(isSecure === false ? 'insecureContext' : 'noWebCrypto');
  const answers = answersOf(subtle);
  try {
    if (!(await hashesRight(subtle))) return cannot('wrongWebCrypto');
  } catch {
    return cannot('wrongWebCrypto');
  }
  try {
    await subtle.importKey('raw', known.key, 'Ed25519', false, ['verify']);
  } catch {
    return cannot('noEd25519');
  }
  return (await signaturesRight(answers.answer)) ? answers : cannot('wrongWebCrypto');
}

const surroundings = (): Surroundings => ({
  subtle: (globalThis.crypto as Crypto | undefined)?.subtle,
  isSecure: (globalThis as { readonly isSecureContext?: boolean }).isSecureContext,
});

/** Answers, and whether WebCrypto ever failed to give one. */
export interface WebAnswers {
  readonly answer: Answerer;
  readonly hasFailed: () => boolean;
}

function answersOf(subtle: Subtle): WebAnswers {
  let failed = false;
  const keys = new Map<string, Promise<CryptoKey | undefined>>();
  const keyOf = (bytes: Uint8Array) => {
    const name = base64Of(bytes);
    const key =
      keys.get(name) ??
      // Bytes that are no point of the curve have signed nothing.
      subtle.importKey('raw', copyOf(bytes), 'Ed25519', false, ['verify']).catch(() => undefined);
    keys.set(name, key);
    return key;
  };
  const signed = async ({ key, of, signature }: Extract<Ask, { kind: 'signature' }>) => {
    const imported = await keyOf(key);
    if (imported === undefined) return false;
    return subtle.verify('Ed25519', imported, copyOf(signature), copyOf(of));
  };
  const answerTo = (ask: Ask): Promise<unknown> => {
    switch (ask.kind) {
      case 'commitments':
        return Promise.all(ask.of.map((claim) => commitmentTo(subtle, claim)));
      case 'leaves':
        return joined(ask.of.map((leaf) => sumOf(subtle, tagged(0x00, leaf))));
      case 'nodes':
        return joined(pairsIn(ask.row).map((pair) => sumOf(subtle, tagged(0x01, pair))));
      case 'sum':
        return sumOf(subtle, copyOf(ask.of));
      case 'signature':
        return signed(ask);
      case 'tile':
        return Promise.resolve(undefined);
    }
  };
  return {
    answer: (ask) =>
      answerTo(ask).catch((thrown: unknown) => {
        failed = true;
        throw thrown;
      }),
    hasFailed: () => failed,
  };
}

const sumOf = async (subtle: Subtle, bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await subtle.digest('SHA-256', bytes));

/** Bytes of memory of their own, as WebCrypto wants them. */
const copyOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

function tagged(tag: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(1 + bytes.length);
  all[0] = tag;
  all.set(bytes, 1);
  return all;
}

const tag = new TextEncoder().encode(commitmentTag);

async function commitmentTo(subtle: Subtle, { bytes, salt, from, to }: Claim): Promise<string> {
  const at = tag.length + saltLength;
  const all = new Uint8Array(at + to - from + 8);
  all.set(tag);
  all.set(bytes.subarray(salt, salt + saltLength), tag.length);
  all.set(bytes.subarray(from, to), at);
  new DataView(all.buffer).setUint32(all.length - 4, to - from);
  return base64Of(await sumOf(subtle, all));
}

function pairsIn(row: Uint8Array): readonly Uint8Array[] {
  const length = 2 * hashLength;
  const count = Math.floor(row.length / length);
  return Array.from({ length: count }, (_, at) => row.subarray(at * length, (at + 1) * length));
}

async function joined(sums: readonly Promise<Uint8Array>[]): Promise<Uint8Array> {
  const all = new Uint8Array(sums.length * hashLength);
  for (const [at, sum] of (await Promise.all(sums)).entries()) all.set(sum, at * hashLength);
  return all;
}

const hex = (text: string) =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Known answers: SHA-256 of `abc` (FIPS 180-2), and the first signature of RFC 8032 7.1, which is of no bytes. */
const known = {
  sum: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
  key: hex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'),
  signature: hex(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ),
} as const;

const hashesRight = async (subtle: Subtle) =>
  base64Of(await sumOf(subtle, copyOf(new TextEncoder().encode('abc')))) === known.sum;

async function signaturesRight(answer: Answerer): Promise<boolean> {
  const { key, signature } = known;
  const bent = signature.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
  try {
    const good = await answer({ kind: 'signature', key, of: new Uint8Array(), signature });
    const bad = await answer({ kind: 'signature', key, of: new Uint8Array(), signature: bent });
    const other = await answer({ kind: 'signature', key, of: new Uint8Array(1), signature });
    return good === true && bad === false && other === false;
  } catch {
    return false;
  }
}
