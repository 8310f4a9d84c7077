// Which logins use which commands how often: the list to make a policy from. Counts what passed, and a login only when the
// switch has confirmed it: whoever may ask must not be able to put lines into it.
import type { OciDocument } from '../ocip/index.js';
import { type AskedDocument, loginOf } from './asked.js';
import type { Learned } from './options.js';
import type { Session } from './sessions.js';

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

/** User ids of one session that a nonce was asked for. */
const mostAsking = 16;

/** Counts what an answered document did. `before`: who was logged in then; `found`: whose login it confirmed. */
export function learnFrom(
  learner: Learner,
  { asked, session, reply }: { asked: AskedDocument; session: Session; reply: OciDocument },
  before: string,
  found: string | undefined,
): void {
  let acting = before;
  for (const [at, command] of asked.commands.entries()) {
    const { name, tried } = command;
    const type = reply.commands[at]?.type ?? 'ErrorResponse';
    if (name === 'AuthenticationRequest' && tried !== undefined)
      session.asking = [...session.asking, tried].slice(-mostAsking);
    else if (loginOf(command) === undefined) {
      // Of nobody only what is let happen counts.
      if (acting !== '' || type !== 'ErrorResponse') learner.note(acting, [name]);
    } else if (/^LoginResponse/.test(type) && found !== undefined) {
      acting = found;
      const asking = session.asking.filter((one) => one === found);
      session.asking = [];
      learner.note(
        acting,
        asking.map(() => 'AuthenticationRequest'),
      );
      learner.note(acting, [name]);
    }
  }
}
