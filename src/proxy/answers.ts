// What comes from the target, on its way to one client: passed on as it comes, and read beside that, so that answers find
// their records. The end of a change's answer waits until its record is durable.
import type { Socket } from 'node:net';
import { asFault, Fault } from '../fault.js';
import { DocumentStream, type OciDocument } from '../ocip/index.js';
import { blanksAt } from './client-reader.js';
import { clientLeft } from './ending.js';
import type { OpenCall } from './open-call.js';

export interface AnswersSetup {
  readonly socket: Socket;
  readonly silenceMs: number;
  /** Shown in faults. */
  readonly targetUrl: string;
  readonly pause: () => void;
  readonly resume: () => void;
  /** A document that nobody asked for. */
  readonly unasked: (document: OciDocument, bytes: Buffer) => void;
  /** The conversation is over; what came has been passed on. */
  readonly over: () => void;
}

/** Kept back from the record until it is clear whether a document is the answer: a logout is short. */
const mostHead = 8 << 10;
/** The same while no answer is awaited: a longer document is recorded without its content. */
const mostUnasked = 1 << 20;

/** Types of commands that are looked into; of all others only that they came is of interest. */
export const saysSomething = (type: string) => /^(?:Error|Login|Authentication)|Request/.test(type);

/** See the file's first lines. */
export class Answers {
  readonly #setup: AnswersSetup;
  readonly #stream: DocumentStream;
  readonly #queue: Buffer[] = [];
  #isPumping = false;
  #call: { readonly open: OpenCall; readonly done: (isGood: boolean) => void } | undefined;
  /** The beginning of the document that is coming; undefined once it is longer than that. */
  #head: Buffer[] | undefined = [];
  #headLength = 0;
  #complete: OciDocument | undefined;
  #silence: NodeJS.Timeout | undefined;
  #over: Fault | undefined;
  #isTold = false;
  #isClientGone = false;

  constructor(setup: AnswersSetup) {
    this.#setup = setup;
    this.#stream = new DocumentStream(
      (document) => {
        this.#complete = document;
      },
      { wants: saysSomething },
    );
  }

  /** Why the conversation is over; undefined while it goes on. */
  get ended(): Fault | undefined {
    return this.#over;
  }

  /** The next document is the answer to this call. False when the conversation ended instead. */
  expect(open: OpenCall): Promise<boolean> {
    return new Promise((done) => {
      this.#call = { open, done };
      this.#listen();
    });
  }

  /** Something came. */
  came(chunk: Buffer): void {
    if (this.#over !== undefined) return;
    this.#queue.push(chunk);
    if (this.#isPumping) this.#setup.pause();
    else void this.#pump();
  }

  /** Nothing more comes. What came before is passed on first. */
  end(fault: Fault): void {
    this.#over ??= fault;
    if (!this.#isPumping) void this.#finish();
  }

  /** Nobody takes the answer. That of a change is waited for all the same, for its record. */
  clientGone(): void {
    if (this.#isClientGone) return;
    this.#isClientGone = true;
    if (this.#call?.open.asked.changes !== true) {
      this.#queue.length = 0;
      this.end(clientLeft());
    }
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      for (let chunk = this.#queue.shift(); chunk !== undefined; chunk = this.#queue.shift())
        await this.#take(chunk);
    } catch (thrown) {
      this.#queue.length = 0;
      this.#over ??= asFault(thrown);
    }
    this.#isPumping = false;
    if (this.#over !== undefined) await this.#finish();
    else this.#setup.resume();
  }

  async #take(chunk: Buffer): Promise<void> {
    this.#listen();
    const isHeld = this.#call?.open.asked.changes === true;
    if (!isHeld) this.#pass(chunk);
    for (let at = 0; at < chunk.length; ) {
      let piece: Buffer;
      try {
        piece = chunk.subarray(at, at + this.#stream.writeOne(chunk.subarray(at)));
      } catch (thrown) {
        // The client gets what the target sent; where it would end, nobody can tell.
        if (isHeld) this.#pass(chunk.subarray(at));
        throw thrown;
      }
      this.#note(piece);
      const end = at + piece.length;
      at = this.#complete === undefined ? end : blanksAt(chunk, end);
      const start = end - piece.length;
      if (this.#complete === undefined) {
        if (isHeld) this.#pass(chunk.subarray(start, at));
      } else await this.#ended(isHeld ? chunk.subarray(start, at) : undefined);
    }
    if (this.#setup.socket.writableNeedDrain) await this.#drained();
  }

  #pass(bytes: Buffer): void {
    if (!this.#isClientGone) this.#setup.socket.write(bytes);
  }

  #note(piece: Buffer): void {
    const head = this.#head;
    if (head === undefined) {
      this.#call?.open.take(piece);
      return;
    }
    head.push(piece);
    this.#headLength += piece.length;
    if (this.#headLength <= (this.#call === undefined ? mostUnasked : mostHead)) return;
    for (const one of head) this.#call?.open.take(one);
    this.#head = undefined;
  }

  /** A document is complete. `held`: its last bytes, which the client has not got yet. */
  async #ended(held: Buffer | undefined): Promise<void> {
    const document = this.#complete as OciDocument;
    this.#complete = undefined;
    const head = this.#head;
    this.#head = [];
    this.#headLength = 0;
    const call = this.#call;
    if (call === undefined || document.commands.some(({ type }) => type === 'LogoutRequest')) {
      this.#setup.unasked(document, Buffer.concat(head ?? []));
      if (held !== undefined) this.#pass(held);
      return;
    }
    for (const one of head ?? []) call.open.take(one);
    clearTimeout(this.#silence);
    this.#call = undefined;
    const closed = call.open.answered(document);
    if (held !== undefined) {
      await closed;
      this.#pass(held);
    }
    // What an answer is too much for stops the next document, too.
    if (this.#setup.socket.writableNeedDrain) await this.#drained();
    call.done(!this.#isClientGone);
  }

  /** Until the client has taken what it was sent. One that does not is given up. */
  #drained(): Promise<void> {
    const { socket, silenceMs } = this.#setup;
    if (socket.destroyed) return Promise.resolve();
    clearTimeout(this.#silence);
    this.#setup.pause();
    return new Promise((resolve) => {
      const timer = silenceMs > 0 ? setTimeout(() => socket.destroy(), silenceMs) : undefined;
      const end = () => {
        clearTimeout(timer);
        socket.off('drain', end).off('close', end);
        this.#listen();
        resolve();
      };
      socket.on('drain', end).on('close', end);
    });
  }

  /** Starts the wait for the next byte afresh, while one is awaited. */
  #listen(): void {
    clearTimeout(this.#silence);
    const { silenceMs, targetUrl } = this.#setup;
    if (this.#call === undefined || silenceMs === 0) return;
    this.#silence = setTimeout(() => {
      const words = `${targetUrl} did not answer within ${silenceMs / 1000} s`;
      this.end(new Fault('SOUTH_TIMEOUT', words));
    }, silenceMs);
  }

  async #finish(): Promise<void> {
    if (this.#isTold) return;
    this.#isTold = true;
    clearTimeout(this.#silence);
    const fault = this.#over as Fault;
    const call = this.#call;
    this.#call = undefined;
    for (const one of this.#head ?? []) call?.open.take(one);
    await call?.open.failed(fault);
    this.#setup.over();
    call?.done(false);
  }
}
