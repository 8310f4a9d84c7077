// Asks commands for one part of an audit and keeps the evidence: what was asked, when, and how it ended.
import { asFault } from '../../fault.js';
import type { FieldValues, OciCommand, Refusal, RowSink } from '../../ocip/index.js';
import type { Answer, OciSouth, Question } from '../../south/index.js';
import { Evidence } from '../evidence.js';
import type { CommandUse, Part, Problem } from '../model.js';

export interface Variant {
  readonly command: string;
  /** First main release that is thought to have it; used only to skip hopeless tries. */
  readonly since: number;
}

/** Every reader of one group shares this: what the target is known to understand. */
export interface Ground {
  readonly south: OciSouth;
  readonly now: () => Date;
  /** The form of a command that worked last, by the newest form's name. */
  readonly preferred: Map<string, number>;
  /** Main release once it is known, such as 22. */
  release?: number;
}

/** What came back for a part: data, or the reason why not. */
export type Got =
  | { readonly kind: 'reply'; readonly command: string; readonly reply: OciCommand }
  | { readonly kind: 'refused'; readonly command: string; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly command: string; readonly problem: Problem };

export class Asker {
  readonly #ground: Ground;
  readonly #evidence: Evidence;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#evidence = new Evidence(ground.now);
  }

  /** Asks once. Never throws for what BroadWorks or the network does; a mistake of ours passes through. */
  async ask(
    command: string,
    fields: FieldValues,
    rowSinkFor?: (table: string, headings: readonly string[]) => RowSink | undefined,
  ): Promise<Got> {
    const askedAt = this.#ground.now().getTime();
    const question: Question = {
      command,
      fields,
      ...(rowSinkFor === undefined ? {} : { rowSinkFor }),
    };
    let answer: Answer;
    try {
      answer = await this.#ground.south.ask(question);
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.code === 'COMMAND_INVALID' || fault.code === 'INTERNAL') throw fault;
      this.#evidence.note(command, askedAt, this.#ground.now().getTime(), 'failed');
      const problem = { command, code: fault.code, message: fault.message, todo: fault.todo };
      return { kind: 'failed', command, problem };
    }
    if (answer.kind === 'reply') {
      this.#evidence.note(command, answer.sentAt, answer.answeredAt, 'answered');
      return { kind: 'reply', command, reply: answer.reply };
    }
    this.#evidence.note(command, answer.sentAt, answer.answeredAt, 'refused');
    return { kind: 'refused', command, refusal: answer.refusal };
  }

  /**
   * Asks the newest form of a command, and steps down while the target does not know the form. Never steps down for
   * a refusal of any other kind: that would only ask the same again.
   */
  async askNewest(
    variants: readonly Variant[],
    fields: FieldValues,
    rowSinkFor?: (table: string, headings: readonly string[]) => RowSink | undefined,
  ): Promise<Got> {
    const { preferred } = this.#ground;
    const family = variants[0]!.command;
    let got: Got | undefined;
    for (let at = preferred.get(family) ?? 0; at < variants.length; at++) {
      const { command, since } = variants[at]!;
      const { release } = this.#ground;
      const hopeless = got !== undefined && release !== undefined && since > release;
      if (hopeless && at < variants.length - 1) continue;
      got = await this.ask(command, fields, rowSinkFor);
      if (got.kind === 'reply') preferred.set(family, at);
      if (got.kind !== 'refused' || got.refusal.kind !== 'invalid') return got;
    }
    return got as Got;
  }

  /** Evidence of another part whose answers were used here too. */
  adopt(part: Part<unknown>): void {
    this.#evidence.adopt(part);
  }

  evidence(): { readAt: string; commands: CommandUse[] } {
    return this.#evidence.taken();
  }
}

const todoFor: Partial<Record<Refusal['kind'], string>> = {
  notFound: 'Check the ids of service provider and group; BroadWorks tells upper from lower case.',
  notPermitted: 'The account may not read this; use one with the right scope.',
  invalid: 'The switch does not know this command in this form; report its release.',
};

/** A refusal as a problem of a part, in BroadWorks' own words. */
export function problemOf(got: Exclude<Got, { kind: 'reply' }>): Problem {
  if (got.kind === 'failed') return got.problem;
  const { code, summary, kind } = got.refusal;
  const todo = todoFor[kind];
  return {
    command: got.command,
    ...(code === undefined ? {} : { code: String(code) }),
    message: summary,
    ...(todo === undefined ? {} : { todo }),
  };
}
