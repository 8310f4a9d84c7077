// The road to one BroadWorks: questions are queued, gathered into documents, and asked over a few polite sessions.
// Reads may be asked again, a bounded number of times; a command that changes something is never sent twice.
import { asFault, Fault } from '../fault.js';
import { encodeCommand, encodeFreeCommand } from '../ocip/index.js';
import type { SouthLog } from '../records/index.js';
import { changeFault, maxFailures, mayRepeat, notAsked, weightOf } from './failure.js';
import type { Governor } from './governor.js';
import {
  type Answer,
  type ExchangeNote,
  type Pending,
  type Question,
  sinksOf,
  type Trial,
} from './question.js';
import type { LoginFacts, Session } from './session.js';

export interface RoadOptions {
  /** Opens a connection and logs in, unless it is told to stop. */
  readonly open: (stop: AbortSignal, log: SouthLog) => Promise<Session>;
  /** Where the messages of questions are kept that name no log of their own. */
  readonly log: SouthLog;
  /** Most sessions at once. */
  readonly connections: number;
  /** Most commands in one document, 1 to 15. */
  readonly batch: number;
  /** Perhaps shared with other roads to the same host. */
  readonly governor: Governor;
  readonly mayChange: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly monotonic: () => number;
  /** A session that was not used for so long is not used again: what is between may have forgotten it. */
  readonly idleMs?: number;
  readonly onClosed?: () => void;
  readonly onExchange?: (note: ExchangeNote) => void;
}

/** A login costs three round trips and a place on the switch: another is worth it when this many commands wait. */
const worthASession = 30;

/** See the file's first lines. */
export class Road {
  readonly protocol = 'OCI-P';
  readonly #options: RoadOptions;
  readonly #governor: Governor;
  readonly #queue: Pending[] = [];
  readonly #idle: Session[] = [];
  readonly #usedAt = new WeakMap<Session, number>();
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
    this.#governor = options.governor;
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
    const session = await this.#open(this.#options.log);
    this.#idle.push(session);
    return session.facts;
  }

  /** Asks one command. What is asked in the same turn of the event loop travels in the same document. */
  async ask(question: Question): Promise<Answer> {
    const isFree = question.free === true;
    const encoded = isFree ? encodeFreeCommand(question) : encodeCommand(question);
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
      // Nobody could tell which reply of a document answers a command without a known one.
      const alone = kind === 'change' || isFree;
      const log = question.log ?? this.#options.log;
      this.#queue.push({ question, encoded, log, resolve, reject, attempts: 0, alone });
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
    this.#options.onClosed?.();
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
    while (session !== undefined && !this.#isFresh(session)) session = this.#idle.pop();
    return session;
  }

  #isFresh(session: Session): boolean {
    if (!session.alive) return false;
    const { idleMs = Number.POSITIVE_INFINITY, monotonic } = this.#options;
    if (monotonic() - (this.#usedAt.get(session) ?? monotonic()) < idleMs) return true;
    // Not a farewell: it might never be answered, and belongs to nobody's call.
    session.destroy(new Fault('SOUTH_LOST', 'the session was not used for long'));
    return false;
  }

  #mayOpen(): boolean {
    if (this.#busy === 0) return true;
    if (this.#busy >= this.#connections || this.#governor.slow) return false;
    return this.#facts !== undefined && this.#queue.length > worthASession;
  }

  #takeBatch(): Pending[] {
    const batch = [this.#queue.shift() as Pending];
    while (
      !batch[0]!.alone &&
      batch.length < this.#batch &&
      this.#queue.length > 0 &&
      !this.#queue[0]!.alone &&
      // A document belongs to one record.
      this.#queue[0]!.log === batch[0]!.log
    )
      batch.push(this.#queue.shift() as Pending);
    return batch;
  }

  /** One login after the other: two at once would try a password that has become wrong twice. */
  #open(log: SouthLog): Promise<Session> {
    const opened = this.#opening.then(() => this.#openNow(log));
    this.#opening = opened.then(
      () => undefined,
      () => undefined,
    );
    return opened;
  }

  async #openNow(log: SouthLog): Promise<Session> {
    if (this.#refused !== undefined) throw this.#refused;
    try {
      const session = await this.#options.open(this.#stop.signal, log);
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
      session ??= await this.#open(batch[0]!.log);
      const turn = await this.#governor.acquire(batch.length, this.#stop.signal);
      turn.sent();
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
        this.#usedAt.set(session, this.#options.monotonic());
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
        batch[0]!.log,
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
    if (fault.code === 'SOUTH_BUSY') this.#governor.backOff();
    const trial = 'answers' in fault.detail ? { left: batch.length, culprit: false } : undefined;
    const giveUp =
      when === 'opening' || this.#failures >= maxFailures || this.#closed !== undefined;
    // A session that had died while idle says nothing about the commands in the document.
    const blameless = when === 'reused' && fault.code === 'SOUTH_LOST';
    for (const pending of batch) {
      if (pending.encoded.shape.kind === 'change' && pending.attempts > 0)
        pending.reject(changeFault(pending, fault));
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
