// One document that was let in, from its sending to the end of its record. Knows no sockets.
import type { Fault } from '../fault.js';
import { type OciDocument, secretsIn } from '../ocip/index.js';
import type { Actor, AnswerSink, CallEnd, OpenRecord, SouthLog } from '../records/index.js';
import type { AskedDocument } from './asked.js';
import { endWithout, statusOfReply } from './ending.js';
import { type Learner, learnFrom } from './learner.js';
import type { ProxyOptions } from './options.js';
import { addSecrets, type Place, type Session, takeNote } from './sessions.js';

/** Whose document it is. */
export interface Knock {
  readonly asked: AskedDocument;
  readonly session: Session;
  /** Address and port. */
  readonly client: string;
  /** The client is gone. */
  readonly signal: AbortSignal;
  /** It answers a request of the server: no rule is about it. */
  readonly isAnswer?: boolean;
}

interface Surroundings {
  /** When the document was complete. */
  readonly since: number;
  readonly options: ProxyOptions;
  /** Takes over the writing of the record; what it gives never rejects. */
  readonly closing: (writing: Promise<void>, changes: boolean) => Promise<void>;
  /** Gives the turn back. `wasSent` false: it never went south. */
  readonly leave: (wasSent: boolean) => void;
  readonly learner: Learner;
}

/** How documents begin, to the end of the session id: that is no secret, and its name would have all looked through. */
const opening =
  /^<\?xml [^<>]*\?>\s*<BroadsoftDocument [^<>]*>\s*<sessionId(?: [^<>]*)?>[^<>]*<\/sessionId>/;

/** See the file's first line. Ends exactly once; later ends are not heard. */
export class OpenCall {
  readonly asked: AskedDocument;
  readonly log: SouthLog;
  readonly #knock: Knock;
  readonly #record: OpenRecord;
  readonly #around: Surroundings;
  readonly #session: Session;
  #actor: Actor | undefined;
  readonly #place: Place | undefined;
  #sink: AnswerSink | undefined;
  #carried: readonly string[] = [];
  #isSent = false;
  #isEnded = false;

  constructor(knock: Knock, record: OpenRecord, around: Surroundings) {
    this.asked = knock.asked;
    this.log = record.south;
    this.#knock = knock;
    this.#session = knock.session;
    this.#actor = knock.session.actor;
    // With a login unanswered nobody knows whose command it is.
    this.#place = knock.session.unsure.length === 0 ? knock.session.place : undefined;
    this.#record = record;
    this.#around = around;
  }

  /** What must not be kept of the document or its answer. `text`: the document, decoded. */
  secretsOf(text: string): () => readonly string[] {
    this.#carried = secretsIn(text.slice(opening.exec(text)?.[0].length ?? 0));
    if (this.asked.commands.some(({ kind }) => kind === 'session'))
      addSecrets(this.#session, this.#carried);
    return () => [...this.#session.secrets, ...this.#carried];
  }

  /** It is about to be sent: from now on nobody knows what becomes of it until an answer comes. */
  underWay(): void {
    this.#isSent = true;
  }

  /** It is on its way; `sink` takes the answer. */
  sent(sink: AnswerSink): void {
    this.#isSent = true;
    this.#sink = sink;
  }

  /** A piece of the answer, as it came. */
  take(piece: Uint8Array): void {
    this.#sink?.write(piece);
  }

  /** The answer is complete. Resolves when that is durable, or cannot be; never rejects. */
  answered(reply: OciDocument, httpStatus?: number): Promise<void> {
    const before = this.#session.actor?.id ?? '';
    const found = takeNote(this.#session, this.asked, reply);
    const { asked } = this;
    const session = this.#session;
    learnFrom(this.#around.learner, { asked, session, reply }, before, found?.id);
    // A login stands in front of all that it does: judge.ts lets no other order pass.
    if (found !== undefined) {
      this.#actor = found;
      this.#record.learn({ actor: found });
    }
    this.#sink?.end(httpStatus);
    const status = statusOfReply(reply, this.#carried);
    if (status === 200) this.#learnPlace();
    return this.#end({ status });
  }

  /** Commands about a user name no group. What an account may do it may do in its own place only, so that is where he is. */
  #learnPlace(): void {
    const { impact, commands } = this.asked;
    if (this.#place === undefined || impact.userId === '' || impact.tenantId !== '') return;
    if (impact.groupId !== '' || commands.some(({ kind }) => kind === 'session')) return;
    this.#record.learn({ impact: this.#place });
  }

  /** The answer is complete, and there is nothing of OCI in it; `status` for the record. */
  told(status: number, httpStatus: number, isUnknown = false): Promise<void> {
    this.#sink?.end(httpStatus);
    if (status === 200) this.#around.learner.note(this.#actor?.id ?? '', this.asked.names);
    return this.#end({ status, ...(isUnknown ? { outcome: 'unknown' } : {}) });
  }

  /** It was sent, and no answer belongs to it. */
  passed(): Promise<void> {
    return this.#end({ status: 200 });
  }

  /** No complete answer came. */
  failed(fault: Fault): Promise<void> {
    this.#sink?.fail(fault.code);
    return this.#end(endWithout(fault, this.asked, this.#isSent));
  }

  #end(end: CallEnd): Promise<void> {
    if (this.#isEnded) return Promise.resolve();
    this.#isEnded = true;
    const { leave, closing, since, options } = this.#around;
    leave(this.#isSent);
    const { names, changes } = this.asked;
    const closed = closing(this.#record.close(end), changes);
    options.onCall?.({
      recordId: this.#record.id,
      login: this.#actor?.id ?? '',
      commands: names,
      ms: options.monotonic() - since,
      status: end.status ?? 0,
      client: this.#knock.client,
    });
    return closed;
  }
}
