// A token of ODIN: how long it is good for, by our clock or in spite of it. Never verified, only read. Pure.

export interface Token {
  readonly text: string;
  /** When to get the next one, in milliseconds of our clock. Absent: when this one is refused. */
  readonly renewAt?: number;
}

/** A fresh token asked for at `askedAt`. A JWT tells its end; any other is good until it is refused. */
export function tokenFrom(text: string, askedAt: number): Token {
  const { exp, iat } = claimsOf(text);
  if (exp === undefined) return { text };
  // Counted from when it was issued, for which a wrong clock on our side does not matter.
  const lifetime = exp * 1000 - (iat === undefined ? askedAt : iat * 1000);
  // Over before it began: one of the clocks is wrong, and no early renewal would help.
  if (lifetime <= 0) return { text };
  return { text, renewAt: askedAt + lifetime - marginOf(lifetime) };
}

/** How long before its end a token is renewed, in milliseconds. */
function marginOf(lifetime: number): number {
  return Math.min(Math.max(30_000, lifetime / 10), lifetime / 2);
}

function claimsOf(text: string): { readonly exp?: number; readonly iat?: number } {
  const payload = text.split('.')[1];
  if (payload === undefined) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null) return {};
    const { exp, iat } = claims as Readonly<Record<string, unknown>>;
    return { ...seconds('exp', exp), ...seconds('iat', iat) };
  } catch {
    return {};
  }
}

function seconds(name: string, value: unknown): Readonly<Record<string, number>> {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? { [name]: number } : {};
}
