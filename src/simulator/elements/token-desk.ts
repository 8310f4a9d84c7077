// Tokens that elements give out: random, of one element, good for so long.
import { randomBytes } from 'node:crypto';

/** Gives out tokens and recognises them. */
export interface TokenDesk {
  readonly issue: (owner: string) => string;
  /** Whether a token of that owner is still good. */
  readonly isGood: (owner: string, token: string | undefined) => boolean;
  /** The token is worth nothing from now on. */
  readonly forget: (token: string) => void;
  readonly seconds: number;
}

const mostTokens = 100_000;

/** `now` in milliseconds since 1970. */
export function tokenDesk(now: () => number, seconds: number): TokenDesk {
  const good = new Map<string, { readonly owner: string; readonly until: number }>();
  return {
    seconds,
    issue: (owner) => {
      const [oldest] = good.keys();
      if (good.size >= mostTokens && oldest !== undefined) good.delete(oldest);
      const token = randomBytes(24).toString('base64url');
      good.set(token, { owner, until: now() + seconds * 1000 });
      return token;
    },
    isGood: (owner, token = '') => {
      const known = good.get(token);
      return known !== undefined && known.owner === owner && now() < known.until;
    },
    forget: (token) => {
      good.delete(token);
    },
  };
}
