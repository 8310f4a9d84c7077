// Counts failed attempts to sign in, for each account and each client, so that nobody guesses passwords through us or has an
// account locked. An attempt counts until it has succeeded: many at once are no way around it.

export interface AttemptLimits {
  /** Failures of one account, and of one client, within the window. */
  readonly perAccount: number;
  readonly perClient: number;
  readonly windowMs: number;
}

/** BroadWorks locks accounts after a few failures itself; stay below what is usual there. */
export const attemptLimits: AttemptLimits = { perAccount: 4, perClient: 30, windowMs: 15 * 60_000 };

/** Most keys that are remembered; the oldest go. */
const mostKeys = 20_000;

export interface Attempt {
  succeeded(): void;
  /** It said nothing about the password: the switch could not be asked. */
  unsaid(): void;
}

/** Gives leave for an attempt, or says how many seconds to wait. */
export type Attempts = (
  account: string,
  client: string,
) => Attempt | { readonly waitSeconds: number };

/** See the file's first lines. `now` in milliseconds. */
export function countAttempts(limits: AttemptLimits, now: () => number): Attempts {
  const times = new Map<string, number[]>();
  const recent = (key: string) => {
    const since = now() - limits.windowMs;
    return (times.get(key) ?? []).filter((at) => at > since);
  };
  const set = (key: string, list: readonly number[]) => {
    times.delete(key);
    if (list.length > 0) times.set(key, [...list]);
    if (times.size > mostKeys) times.delete(times.keys().next().value as string);
  };
  return (account, client) => {
    const keys = [
      // Names of accounts are not case-sensitive everywhere.
      [`account ${account.toLowerCase()}`, limits.perAccount],
      [`client ${client}`, limits.perClient],
    ] as const;
    let wait = 0;
    for (const [key, most] of keys) {
      const list = recent(key);
      if (list.length >= most)
        wait = Math.max(wait, list[list.length - most]! + limits.windowMs - now());
    }
    if (wait > 0) return { waitSeconds: Math.ceil(wait / 1000) };
    const at = now();
    for (const [key] of keys) set(key, [...recent(key), at]);
    const takeBack = (key: string) => {
      const list = recent(key);
      const place = list.indexOf(at);
      set(key, place < 0 ? list : list.toSpliced(place, 1));
    };
    return {
      succeeded: () => {
        set(keys[0][0], []);
        takeBack(keys[1][0]);
      },
      unsaid: () => {
        for (const [key] of keys) takeBack(key);
      },
    };
  };
}
