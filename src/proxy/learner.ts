// Which logins use which commands how often: the list to make a policy from.
import type { Learned } from './options.js';

/** Pairs that are kept; what comes beyond them is counted together. */
const mostPairs = 20_000;

type Pair = { -readonly [Name in keyof Learned]: Learned[Name] };

/** Counts commands. `now` in milliseconds since 1970. */
export class Learner {
  readonly #now: () => number;
  readonly #pairs = new Map<string, Pair>();

  constructor(now: () => number) {
    this.#now = now;
  }

  note(login: string, commands: readonly string[]): void {
    for (const command of commands) {
      const pair = this.#pairs.get(`${command} ${login}`) ?? this.#added(login, command);
      pair.count++;
      pair.lastAt = this.#now();
    }
  }

  #added(login: string, command: string): Pair {
    const isFull = this.#pairs.size >= mostPairs;
    const [who, what] = isFull ? ['(others)', '(others)'] : [login, command];
    const key = `${what} ${who}`;
    const pair = this.#pairs.get(key) ?? { login: who, command: what, count: 0, lastAt: 0 };
    this.#pairs.set(key, pair);
    return pair;
  }

  /** The most used first. */
  learned(): Learned[] {
    return [...this.#pairs.values()]
      .map((pair) => ({ ...pair }))
      .sort((a, b) => b.count - a.count || a.command.localeCompare(b.command));
  }
}
