// The road to one BroadWorks: questions are queued, gathered into documents, and asked over a few polite sessions.
// Reads may be asked again, a bounded number of times; a command that changes something is never sent twice.
import { asFault, Fault } from '../fault.js';
import {
  type Command,
  encodeCommand,
  type OciCommand,
  type Refusal,
  type RowSink,
  type RowSinkFor,
} from '../ocip/index.js';
import { Governor, type Pace } from './governor.js';
import type { Encoded, LoginFacts, Session } from './session.js';

/** A command, and who takes the rows of its tables if they are not to be collected. */
export interface Question extends Command {
  readonly rowSinkFor?: (table: string, headings: readonly string[]) => RowSink | undefined;
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

export interface RoadOptions {
  /** Opens a connection and logs in, unless it is told to stop. */
  readonly open: (stop: AbortSignal) => Promise<Session>;
  /** Most sessions at once. */
  readonly connections: number;
  /** Most commands in one document, 1 to 15. */
  readonly batch: number;
  readonly pace: Pace;
  readonly mayChange: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly monotonic: () => number;
  readonly onExchange?: (note: ExchangeNote) => void;
}

interface Pending {
  readonly question: Question;
  readonly encoded: Encoded;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: Fault) => void;
  /** How often it went south without an answer. */
  attempts: number;
  /** Ask it in a document of its own. */
  alone: boolean;
  trial?: Trial;
}

/** The commands of a document that was refused whole or answered in part, now asked one by one. */
interface Trial {
  left: number;
  culprit: boolean;
}

const maxAttempts = 3;
/** Failures in a row, of commands asked alone, after which nothing more is sent; a time-out counts twice. */
const maxFailures = 6;
/** Faults after which a read is asked again; a time-out is not one, since the switch may still be at work on it. */
const repeatable: ReadonlySet<string> = new Set(['SOUTH_LOST', 'SOUTH_BUSY']);

/** See the file's first lines. */
export class Road {
  readonly #options: RoadOptions;
  readonly #governor: Governor;
  readonly #queue: Pending[] = [];
  readonly #idle: Session[] = [];
  #busy = 0;
  #batch: number;
  #connections: number;
  #failures = 0;
  #pumping = false;
  #closed: Fault | undefined;
  #facts: LoginFacts | undefined;
  /** A login that was refused. It is not tried again: a few of those and the account is locked. */
  #refused: Fault | undefined;
  #opening: Promise<void> = Promise.resolve();
  /** Ends what is still on its way to a session. */
  readonly #stop = new AbortController();
  readonly #running = new Set<Session>();

  constructor(options: RoadOptions) {
    this.#options = options;
    this.#governor = new Governor(options.pace, options.monotonic);
    this.#batch = options.batch;
    this.#connections = options.connections;
  }

  /** The account as BroadWorks described it, once logged in. */
  get facts(): LoginFacts | undefined {
    return this.#facts;
  }

  /** Logs in if nobody has yet. */
  async connect(): Promise<LoginFacts> {
    if (this.#facts !== undefined) return this.#facts;
    const session = await this.#open();
    this.#idle.push(session);
    return session.facts;
  }

  /** Asks one command. What is asked in the same turn of the event loop travels in the same document. */
  async ask(question: Question): Promise<Answer> {
    const encoded = encodeCommand(question);
    const { kind, name } = encoded.shape;
    if (kind === 'session')
      throw new Fault('NOT_PERMITTED', `${name} is sent by Muster itself, at login and logout`);
    if (kind === 'change' && !this.#options.mayChange)
      throw new Fault(
        'NOT_PERMITTED',
        `${name} changes something, and this connection may only read`,
      );
    if (this.#closed !== undefined) throw this.#closed;
    return new Promise((resolve, reject) => {
      const alone = kind === 'change';
      this.#queue.push({ question, encoded, resolve, reject, attempts: 0, alone });
      if (this.#pumping) return;
      this.#pumping = true;
      queueMicrotask(() => {
        this.#pumping = false;
        this.#pump();
      });
    });
  }

  /** Fails what still waits, logs out everywhere. */
  async close(): Promise<void> {
    if (this.#closed !== undefined) return;
    this.#closed = new Fault('INTERRUPTED', 'the connection was closed before the answer came');
    for (const pending of this.#queue.splice(0)) pending.reject(this.#closed);
    for (const session of this.#running) session.destroy(this.#closed);
    this.#stop.abort(this.#closed);
    await Promise.all(this.#idle.splice(0).map((session) => session.close()));
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#closed === undefined) {
      const session = this.#takeIdle();
      if (session === undefined && !this.#mayOpen()) return;
      const batch = this.#takeBatch();
      this.#busy++;
      void this.#serve(batch, session);
    }
  }

  #takeIdle(): Session | undefined {
    let session = this.#idle.pop();
    while (session !== undefined && !session.alive) session = this.#idle.pop();
    return session;
  }

  /** A login costs three round trips and a place on the switch: only when more than two documents wait. */
  #mayOpen(): boolean {
    if (this.#busy === 0) return true;
    if (this.#busy >= this.#connections || this.#governor.slow) return false;
    return this.#facts !== undefined && this.#queue.length > this.#batch * 2;
  }

  #takeBatch(): Pending[] {
    const batch = [this.#queue.shift() as Pending];
    while (
      !batch[0]!.alone &&
      batch.length < this.#batch &&
      this.#queue.length > 0 &&
      !this.#queue[0]!.alone
    )
      batch.push(this.#queue.shift() as Pending);
    return batch;
  }

  /** One login after the other: two at once would try a password that has become wrong twice. */
  #open(): Promise<Session> {
    const opened = this.#opening.then(() => this.#openNow());
    this.#opening = opened.then(
      () => undefined,
      () => undefined,
    );
    return opened;
  }

  async #openNow(): Promise<Session> {
    if (this.#refused !== undefined) throw this.#refused;
    try {
      const session = await this.#options.open(this.#stop.signal);
      this.#facts = session.facts;
      return session;
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.code === 'SOUTH_LOGIN_REFUSED') this.#refused = fault;
      throw fault;
    }
  }

  /** Asks one document, settles its questions, and goes on with the queue. Never throws. */
  async #serve(batch: readonly Pending[], idle: Session | undefined): Promise<void> {
    let session = idle;
    try {
      session ??= await this.#open();
      await this.#governor.acquire(batch.length, this.#stop.signal);
      if (this.#closed !== undefined) throw this.#closed;
      this.#running.add(session);
      await this.#exchange(batch, session);
      this.#failures = 0;
    } catch (thrown) {
      const when = session === undefined ? 'opening' : idle === undefined ? 'fresh' : 'reused';
      this.#failed(batch, asFault(thrown), when);
    } finally {
      this.#busy--;
      if (session !== undefined) {
        this.#running.delete(session);
        if (session.alive && this.#closed === undefined) this.#idle.push(session);
        else if (session.alive) await session.close();
      }
      this.#pump();
    }
  }

  async #exchange(batch: readonly Pending[], session: Session): Promise<void> {
    const sentAt = this.#options.now();
    const commands = batch.map(({ encoded }) => encoded.shape.name);
    const note = (outcome: ExchangeNote['outcome']) =>
      this.#options.onExchange?.({ commands, sentAt, answeredAt: this.#options.now(), outcome });
    for (const pending of batch) pending.attempts++;
    let answer: Awaited<ReturnType<Session['ask']>>;
    try {
      answer = await session.ask(
        batch.map(({ encoded }) => encoded),
        sinksOf(batch),
      );
    } catch (thrown) {
      note('failed');
      throw thrown;
    }
    note('answered');
    this.#governor.observe(answer.waitedMs);
    if (answer.refusedWhole) return this.#askOneByOne(batch);
    const times = { sentAt, answeredAt: this.#options.now() };
    batch.forEach((pending, at) => {
      const reply = answer.replies[at]!;
      const command = pending.encoded.shape.name;
      this.#tried(pending, 'kind' in reply && reply.kind === 'invalid');
      if ('kind' in reply) pending.resolve({ kind: 'refusal', command, ...times, refusal: reply });
      else pending.resolve({ kind: 'reply', command, ...times, reply });
    });
  }

  #askOneByOne(batch: readonly Pending[]): void {
    const trial: Trial = { left: batch.length, culprit: false };
    for (const pending of batch) {
      pending.alone = true;
      pending.attempts--;
      pending.trial = trial;
    }
    this.#queue.unshift(...batch);
  }

  /** When each command of such a document goes through by itself, it is documents of several that are disliked. */
  #tried(pending: Pending, invalid: boolean): void {
    const { trial } = pending;
    if (trial === undefined) return;
    trial.culprit ||= invalid;
    if (--trial.left === 0 && !trial.culprit) this.#batch = 1;
  }

  /** Decides for each question of a failed document: once more, or pass the fault on. */
  #failed(batch: readonly Pending[], fault: Fault, when: 'opening' | 'fresh' | 'reused'): void {
    if (when === 'opening' && this.#busy + this.#idle.length > 1) {
      // The switch grants no further session; the ones that stand will do.
      this.#connections = 1;
      this.#queue.unshift(...batch);
      return;
    }
    // The commands of a document that failed together may be fine by themselves.
    if (batch.length === 1) this.#failures += weightOf(fault);
    const trial = 'answers' in fault.detail ? { left: batch.length, culprit: false } : undefined;
    const giveUp =
      when === 'opening' || this.#failures >= maxFailures || this.#closed !== undefined;
    // A session that had died while idle says nothing about the commands in the document.
    const blameless = when === 'reused' && fault.code === 'SOUTH_LOST';
    for (const pending of batch) {
      if (pending.encoded.shape.kind === 'change' && pending.attempts > 0)
        pending.reject(outcomeUnknown(pending.encoded.shape.name, fault));
      else if (!giveUp && mayRepeat(pending, batch, fault)) {
        // Alone it cannot be spoilt by another's trouble; at the end of the queue it spoils no other.
        pending.alone ||= batch.length > 1 && (!blameless || pending.attempts > 1);
        if (trial !== undefined && batch.length > 1) pending.trial = trial;
        this.#queue.push(pending);
      } else pending.reject(fault);
    }
    // Nobody can be reached: whoever still waits would only wait for the same.
    if (giveUp) for (const pending of this.#queue.splice(0)) pending.reject(notAsked(fault));
  }
}

/** A strange answer is still an answer; each time-out keeps everybody waiting. */
function weightOf({ code }: Fault): number {
  if (code === 'SOUTH_PROTOCOL' || code === 'OCIP_MALFORMED' || code === 'OCIP_TOO_LARGE') return 0;
  return code === 'SOUTH_TIMEOUT' ? 2 : 1;
}

function notAsked(fault: Fault): Fault {
  if (fault.code === 'INTERRUPTED') return fault;
  return new Fault(fault.code, `not asked any more: ${fault.message}`, { cause: fault });
}

function mayRepeat(pending: Pending, batch: readonly Pending[], fault: Fault): boolean {
  if (pending.attempts >= maxAttempts) return false;
  return batch.length > 1 || repeatable.has(fault.code);
}

function sinksOf(batch: readonly Pending[]): RowSinkFor | undefined {
  if (!batch.some(({ question }) => question.rowSinkFor !== undefined)) return undefined;
  return (at, type, table, headings) => {
    const pending = batch[at];
    // Rows of a reply that nobody asked for go nowhere; the session refuses it when it is complete.
    if (pending?.encoded.shape.reply !== type) return undefined;
    return pending.question.rowSinkFor?.(table, headings);
  };
}

function outcomeUnknown(command: string, cause: Fault): Fault {
  return new Fault(
    'SOUTH_OUTCOME_UNKNOWN',
    `${command} was sent, but no answer came (${cause.message}); it may or may not have happened`,
    { cause },
  );
}
