// The rules of the ledger are written once, for Node and for browsers. They are generators: they hash nothing and check no
// signature, but ask whoever runs them, who has node:crypto or WebCrypto for it. They import nothing of either.

/** What a commitment is made of: a salt and a value in one piece of memory. */
export interface Claim {
  readonly bytes: Uint8Array;
  /** Where the salt begins. */
  readonly salt: number;
  /** The value, without its end. */
  readonly from: number;
  readonly to: number;
}

/** One question. Those of the first three are many at once, so that they can be answered side by side. */
export type Ask =
  /** The commitments to these, in base64: `string[]`. */
  | { readonly kind: 'commitments'; readonly of: readonly Claim[] }
  /** The hashes of these leaves, one after another: `Uint8Array`. */
  | { readonly kind: 'leaves'; readonly of: readonly Uint8Array[] }
  /** Of each pair of hashes that lie together their node, one after another; one left over is left out: `Uint8Array`. */
  | { readonly kind: 'nodes'; readonly row: Uint8Array }
  /** SHA-256: `Uint8Array`. */
  | { readonly kind: 'sum'; readonly of: Uint8Array }
  /** Is it the Ed25519 signature of the bytes by this key of 32 bytes: `boolean`. */
  | {
      readonly kind: 'signature';
      readonly key: Uint8Array;
      readonly of: Uint8Array;
      readonly signature: Uint8Array;
    }
  /** A tile as it is stored: `Uint8Array`, or undefined when there is none. Asked by the rules of a whole log only. */
  | { readonly kind: 'tile'; readonly level: number; readonly index: number };

/** Rules that find a `T`. */
export type Rules<T> = Generator<Ask, T, unknown>;

/** What answers: at once, or by a promise. */
export type Answerer = (ask: Ask) => unknown;

export function* commitmentsOf(of: readonly Claim[]): Rules<readonly string[]> {
  return (yield { kind: 'commitments', of }) as readonly string[];
}

export function* leafHashesOf(of: readonly Uint8Array[]): Rules<Uint8Array> {
  return (yield { kind: 'leaves', of }) as Uint8Array;
}

export function* rowOver(row: Uint8Array): Rules<Uint8Array> {
  return (yield { kind: 'nodes', row }) as Uint8Array;
}

export function* nodeOver(left: Uint8Array, right: Uint8Array): Rules<Uint8Array> {
  const row = new Uint8Array(left.length + right.length);
  row.set(left);
  row.set(right, left.length);
  return yield* rowOver(row);
}

export function* sumOf(of: Uint8Array): Rules<Uint8Array> {
  return (yield { kind: 'sum', of }) as Uint8Array;
}

/** Runs rules whose questions are all answered at once. */
export function runNow<T>(rules: Rules<T>, answer: Answerer): T {
  let step = rules.next();
  while (step.done !== true) step = rules.next(answer(step.value));
  return step.value;
}

/** Runs rules; waits only where an answer is a promise. */
export async function runSoon<T>(rules: Rules<T>, answer: Answerer): Promise<T> {
  let step = rules.next();
  while (step.done !== true) {
    const given = answer(step.value);
    step = rules.next(isPromise(given) ? await given : given);
  }
  return step.value;
}

const isPromise = (given: unknown): given is PromiseLike<unknown> =>
  typeof (given as PromiseLike<unknown> | undefined)?.then === 'function';

/** Are these the same bytes? */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
