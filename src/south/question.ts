// What is asked on the road south, and what comes back: types, and a question while it waits.
import type { Fault } from '../fault.js';
import type {
  AskedCommand,
  Command,
  OciCommand,
  Refusal,
  RowSink,
  RowSinkFor,
} from '../ocip/index.js';
import type { SouthLog } from '../records/index.js';

/** A command, what of it is known, and who takes the rows of its tables if they are not to be collected. */
export interface Question extends Command {
  /**
   * The command need not be one that Muster knows: its fields go out in the order in which they are given, and any reply is
   * taken. It travels alone.
   */
  readonly free?: boolean;
  readonly rowSinkFor?: (table: string, headings: readonly string[]) => RowSink | undefined;
  /** Where its messages are kept; default: where those of the road are. */
  readonly log?: SouthLog;
}

interface Times {
  readonly command: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** What BroadWorks answered: data, or no. "We could not" is a Fault, thrown. */
export type Answer = Times &
  (
    | { readonly kind: 'reply'; readonly reply: OciCommand }
    | { readonly kind: 'refusal'; readonly refusal: Refusal }
  );

/** One document that went south, for whoever watches. No content. */
export interface ExchangeNote {
  readonly commands: readonly string[];
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly outcome: 'answered' | 'failed';
}

/** A question that waits for its answer. */
export interface Pending {
  readonly question: Question;
  readonly encoded: AskedCommand;
  readonly log: SouthLog;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: Fault) => void;
  /** How often it went south without an answer. */
  attempts: number;
  /** Ask it in a document of its own. */
  alone: boolean;
  trial?: Trial;
}

/** The commands of a document that was refused whole or answered in part, now asked one by one. */
export interface Trial {
  left: number;
  culprit: boolean;
}

/** Who takes the rows of the tables that answer these questions. */
export function sinksOf(batch: readonly Pending[]): RowSinkFor | undefined {
  if (!batch.some(({ question }) => question.rowSinkFor !== undefined)) return undefined;
  return (at, type, table, headings) => {
    const pending = batch[at];
    // Rows of a reply that nobody asked for go nowhere; the session refuses it when it is complete.
    if (pending?.encoded.shape.reply !== type) return undefined;
    return pending.question.rowSinkFor?.(table, headings);
  };
}
