// What was asked for one part of an audit, when, and how it ended; the same for every source.
import type { CommandUse, Part } from './model.js';

type Ending = 'answered' | 'refused' | 'failed';

interface Use {
  command: string;
  asked: number;
  answered: number;
  refused: number;
  failed: number;
  first: number;
  last: number;
}

export class Evidence {
  readonly #now: () => Date;
  readonly #uses = new Map<string, Use>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** One ask: when it was sent and answered, in milliseconds since 1970. */
  note(command: string, first: number, last: number, how: Ending): void {
    const use = this.#use(command, first, last);
    use.asked++;
    use[how]++;
    use.first = Math.min(use.first, first);
    use.last = Math.max(use.last, last);
  }

  /** Evidence of another part whose answers were used here too. */
  adopt(part: Part<unknown>): void {
    if (!('commands' in part)) return;
    for (const { command, firstSentAt, lastAnsweredAt, ...counts } of part.commands) {
      if (this.#uses.has(command)) continue;
      const use = this.#use(command, Date.parse(firstSentAt), Date.parse(lastAnsweredAt));
      Object.assign(use, counts);
    }
  }

  /** As a part carries it. */
  taken(): { readAt: string; commands: CommandUse[] } {
    const uses = [...this.#uses.values()];
    const last = Math.max(0, ...uses.map((use) => use.last));
    const iso = (ms: number) => new Date(ms).toISOString();
    return {
      readAt: iso(last === 0 ? this.#now().getTime() : last),
      commands: uses.map(({ first, last: end, ...use }) => ({
        ...use,
        firstSentAt: iso(first),
        lastAnsweredAt: iso(end),
      })),
    };
  }

  #use(command: string, first: number, last: number): Use {
    let use = this.#uses.get(command);
    if (use === undefined) {
      use = { command, asked: 0, answered: 0, refused: 0, failed: 0, first, last };
      this.#uses.set(command, use);
    }
    return use;
  }
}
