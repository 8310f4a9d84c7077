// Asks ODIN for one part of an audit and keeps the evidence: what was asked, when, and how it ended.
import { asFault } from '../../fault.js';
import type { OdinAnswer, OdinCalls, OdinRefusal } from '../../south/index.js';
import { Evidence } from '../evidence.js';
import type { CommandUse, Part, Problem } from '../model.js';

export interface OdinGround {
  readonly south: OdinCalls;
  readonly now: () => Date;
}

/** What came back for a part: data, or the reason why not. */
export type Got =
  | { readonly kind: 'reply'; readonly command: string; readonly body: unknown }
  | { readonly kind: 'refused'; readonly command: string; readonly refusal: OdinRefusal }
  | { readonly kind: 'failed'; readonly command: string; readonly problem: Problem };

export class OdinAsker {
  readonly #ground: OdinGround;
  readonly #evidence: Evidence;

  constructor(ground: OdinGround) {
    this.#ground = ground;
    this.#evidence = new Evidence(ground.now);
  }

  /** Asks once. Never throws for what ODIN or the network does; a mistake of ours passes through. */
  async ask(path: string, query: Readonly<Record<string, string>>): Promise<Got> {
    const askedAt = this.#ground.now().getTime();
    const command = `GET ${path}`;
    let answer: OdinAnswer;
    try {
      answer = await this.#ground.south.get({ path, query });
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.code === 'USAGE_INVALID' || fault.code === 'INTERNAL') throw fault;
      this.#evidence.note(command, askedAt, this.#ground.now().getTime(), 'failed');
      const problem = { command, code: fault.code, message: fault.message, todo: fault.todo };
      return { kind: 'failed', command, problem };
    }
    const { kind, sentAt, answeredAt } = answer;
    this.#evidence.note(command, sentAt, answeredAt, kind === 'reply' ? 'answered' : 'refused');
    if (kind === 'reply') return { kind, command, body: answer.body };
    return { kind: 'refused', command, refusal: answer.refusal };
  }

  /** Evidence of another part whose answers were used here too. */
  adopt(part: Part<unknown>): void {
    this.#evidence.adopt(part);
  }

  evidence(): { readAt: string; commands: CommandUse[] } {
    return this.#evidence.taken();
  }
}

const todoFor: Partial<Record<OdinRefusal['kind'], string>> = {
  notFound: 'Check the ids of service provider and group; upper and lower case differ.',
  notPermitted: 'The account may not read this; use one with the right scope.',
  sessionLost: 'Log in again; the token was not taken although it had just been renewed.',
};

/** A refusal as a problem of a part, in ODIN's own words. */
export function problemOf(got: Exclude<Got, { kind: 'reply' }>): Problem {
  if (got.kind === 'failed') return got.problem;
  const { code, status, summary, kind } = got.refusal;
  const todo = todoFor[kind];
  return {
    command: got.command,
    code: code === undefined ? `HTTP ${status}` : String(code),
    message: summary,
    ...(todo === undefined ? {} : { todo }),
  };
}

/** An answer that lacks what it must have: the part is unknown, never zero. */
export function missing(command: string, what: string): Problem {
  return {
    command,
    code: 'ANSWER_INCOMPLETE',
    message: `the answer has no ${what}`,
    todo: 'Report the version of ODIN together with this message.',
  };
}

/** Names that came twice with different fields: the first was taken. */
export function listedTwice(command: string, words: string, names: readonly string[]): Problem[] {
  return names.map((name) => ({
    command,
    code: 'LISTS_DISAGREE',
    message: `${name} is twice among the ${words}, and not the same; the first was taken`,
  }));
}

/** Rows that are no objects: what stood there is not known. */
export function oddRows(command: string, what: string, odd: number): Problem[] {
  if (odd === 0) return [];
  const message = `${odd} of the ${what} cannot be read`;
  return [{ command, code: 'ANSWER_UNREADABLE', message }];
}

type Evident = ReturnType<OdinAsker['evidence']>;

/** The part for whoever got no data. */
export function withoutData(
  got: Exclude<Got, { kind: 'reply' }>,
  evidence: Evident,
): Part<never> & { status: 'unknown' | 'outOfScope' } {
  const scope = got.kind === 'refused' && got.refusal.kind === 'notPermitted';
  return { status: scope ? 'outOfScope' : 'unknown', ...evidence, problems: [problemOf(got)] };
}
