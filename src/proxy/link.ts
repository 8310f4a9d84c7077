// One client over TCP or TLS and its own connection to the target: documents south in order, each after the answer to the
// one before, since OCI-P has nothing to tell answers apart by.
import type { Socket } from 'node:net';
import { asFault, Fault } from '../fault.js';
import type { OciDocument } from '../ocip/index.js';
import { openRelay, type Relay } from '../south/index.js';
import { Answers } from './answers.js';
import { type AskedDocument, askedFrom, toldFrom } from './asked.js';
import { type Budget, ClientReader } from './client-reader.js';
import type { Desk } from './desk.js';
import { clientLeft } from './ending.js';
import { bareError, errorDocument } from './error-document.js';
import type { OpenCall } from './open-call.js';
import type { ProxyLimits, ProxyOptions } from './options.js';
import { SessionBook } from './sessions.js';

export interface LinkSetup {
  readonly options: ProxyOptions;
  readonly limits: ProxyLimits;
  readonly desk: Desk;
  readonly budget: Budget;
}

/** Sessions over one connection; ordinary clients have one. */
const mostSessions = 64;
/** How long a client that is sent away may take to notice. */
const lingerMs = 1_000;

/** See the file's first lines. */
export class Link {
  readonly #socket: Socket;
  readonly #setup: LinkSetup;
  readonly #reader: ClientReader;
  readonly #answers: Answers;
  readonly #book = new SessionBook(mostSessions);
  readonly #client: string;
  readonly #stop = new AbortController();
  #relay: Relay | undefined;
  #isBusy = false;
  /** A document is here that has not been sent. */
  #isWaiting = false;
  #isStopping = false;
  /** The server has sent a request, and the client has not answered. */
  #serverAsks = false;
  /** What was sent last went no further, and so the white space behind it does not. */
  #isRefused = false;

  constructor(socket: Socket, setup: LinkSetup) {
    this.#socket = socket;
    this.#setup = setup;
    const { options, limits, budget } = setup;
    const { idleMs, silenceMs } = options.timeouts;
    this.#client = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`;
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#clientGone());
    socket.setNoDelay(true).setKeepAlive(true, 60_000);
    const blanks = (bytes: Buffer) => {
      // They must not overtake the document that they stand behind.
      if (this.#isWaiting) return false;
      if (!this.#isRefused) this.#relay?.sendBlanks(bytes);
      return true;
    };
    const { requestBytes } = limits;
    this.#reader = new ClientReader(socket, { requestBytes, budget, idleMs, silenceMs, blanks });
    this.#answers = new Answers({
      socket,
      silenceMs,
      targetUrl: options.target.url,
      pause: () => this.#relay?.pause(),
      resume: () => this.#relay?.resume(),
      unasked: (document, bytes) => this.#unasked(document, bytes),
      over: () => this.#reader.stop(),
    });
  }

  /** Serves until either side ends; never rejects. */
  async serve(): Promise<void> {
    try {
      await this.#dial();
      while (!this.#isStopping) {
        const said = await this.#reader.next();
        if (said.kind === 'wrong') this.#refuseWhole(said.fault);
        if (said.kind !== 'document') break;
        this.#isBusy = true;
        const goesOn = await this.#carry(said.document, said.bytes);
        this.#isBusy = false;
        if (!goesOn) break;
      }
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.code !== 'INTERRUPTED') this.#setup.options.onTrouble?.(fault);
    }
    await this.#hangUp();
  }

  /** Ends it when nothing is under way, else after that. */
  stop(): void {
    this.#isStopping = true;
    if (!this.#isBusy) this.destroy(new Fault('INTERRUPTED', 'the proxy stops'));
  }

  /** Ends it now; what is under way is recorded as far as it came. */
  destroy(fault: Fault): void {
    this.#isStopping = true;
    this.#stop.abort(fault);
    this.#reader.stop();
    this.#answers.end(fault);
  }

  /** At once, and not with the first document: a client sees a dead target as a closed connection. */
  async #dial(): Promise<void> {
    const { target, timeouts, ca } = this.#setup.options;
    this.#relay = await openRelay({
      target,
      connectMs: timeouts.connectMs,
      ...(ca === undefined ? {} : { ca }),
      stop: this.#stop.signal,
      bytes: (chunk) => this.#answers.came(chunk),
      over: (fault) => this.#answers.end(fault),
    });
  }

  /** Takes one document south and its answer back. False when the conversation is over. */
  async #carry(document: OciDocument, bytes: Buffer): Promise<boolean> {
    let asked: AskedDocument;
    try {
      asked = askedFrom(document);
    } catch (thrown) {
      this.#refuseWhole(asFault(thrown));
      return false;
    }
    const session = this.#book.of(asked.sessionId ?? '');
    const isAnswer = asked.isReply && this.#serverAsks;
    if (isAnswer) asked = { ...asked, changes: false };
    const { signal } = this.#stop;
    const knock = { asked, session, client: this.#client, signal, isAnswer };
    this.#isWaiting = true;
    const admission = await this.#setup.desk.admit(knock);
    this.#isWaiting = false;
    this.#isRefused = 'refused' in admission;
    if ('refused' in admission) return this.#say(errorDocument(asked, admission.refused));
    const { call } = admission;
    const lost = this.#answers.ended ?? (this.#socket.destroyed ? clientLeft() : undefined);
    if (lost === undefined) return this.#exchange(call, bytes, isAnswer);
    await call.failed(lost);
    return false;
  }

  #exchange(call: OpenCall, bytes: Buffer, isAnswer: boolean): boolean | Promise<boolean> {
    const text = bytes.toString(call.asked.charset.startsWith('utf') ? 'utf8' : 'latin1');
    const message = {
      log: call.log,
      commands: call.asked.names,
      content: bytes,
      secrets: call.secretsOf(text),
    };
    const answered = isAnswer ? true : this.#answers.expect(call);
    call.sent((this.#relay as Relay).send(message));
    this.#reader.passBlanks();
    if (!isAnswer) return answered;
    this.#serverAsks = false;
    void call.passed();
    return true;
  }

  #unasked(document: OciDocument, bytes: Buffer): void {
    if (document.commands.length === 0) return;
    const names = document.commands.map(({ type }) => type);
    this.#serverAsks ||= names.some((name) => name.endsWith('Request'));
    // How it is written does not matter: nothing is refused here.
    const asked = toldFrom(document);
    const session = this.#book.of(asked.sessionId ?? '');
    const knock = { asked, session, client: this.#client, signal: this.#stop.signal };
    this.#setup.desk.unasked(knock, document, bytes);
  }

  /** Words of Muster's own. False when nobody is there to hear them. */
  async #say(bytes: Buffer): Promise<boolean> {
    if (this.#answers.ended !== undefined || this.#socket.destroyed) return false;
    if (this.#socket.write(bytes)) return true;
    await new Promise<void>((resolve) => {
      this.#socket.once('drain', resolve).once('close', resolve);
    });
    return !this.#socket.destroyed;
  }

  /** What cannot be read goes no further; where the next document would begin, nobody can tell. */
  #refuseWhole(fault: Fault): void {
    if (this.#socket.writable) this.#socket.write(bareError(fault.message));
    this.#setup.options.onCall?.({
      recordId: '',
      login: '',
      commands: [],
      ms: 0,
      status: 400,
      client: this.#client,
      refused: fault.message,
    });
  }

  #clientGone(): void {
    this.#stop.abort(clientLeft());
    this.#answers.clientGone();
  }

  /** Resolves when the client has been sent what there was for it, or is gone. */
  async #hangUp(): Promise<void> {
    this.#relay?.close();
    this.#reader.stop();
    this.#reader.release();
    const socket = this.#socket;
    // Nobody may keep a connection by not closing his half of it.
    setTimeout(() => socket.destroy(), lingerMs).unref();
    await new Promise<void>((resolve) => {
      if (socket.destroyed) return resolve();
      socket.once('close', resolve);
      socket.resume().end(resolve);
    });
  }
}
