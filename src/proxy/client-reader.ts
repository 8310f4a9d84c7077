// What a client sends, document by document: collects bytes until one is complete. The strict parser decides where it ends;
// what that refuses ends the connection.
import type { Socket } from 'node:net';
import { asFault, Fault } from '../fault.js';
import { DocumentStream, type OciDocument } from '../ocip/index.js';

/** Bytes of documents that all clients together may have here, whole or in part, until they are dealt with. */
export interface Budget {
  bytes: number;
  readonly most: number;
}

export interface ReaderSetup {
  readonly requestBytes: number;
  readonly budget: Budget;
  readonly idleMs: number;
  readonly silenceMs: number;
  /** White space between documents, as soon as it comes; false to have it wait for `passBlanks` or the next document. */
  readonly blanks: (bytes: Buffer) => boolean;
}

/** What comes next. `end`: nothing more will; `gone`: nobody is there any more. */
export type Said =
  | { readonly kind: 'document'; readonly document: OciDocument; readonly bytes: Buffer }
  | { readonly kind: 'wrong'; readonly fault: Fault }
  | { readonly kind: 'end' | 'gone' };

/** Taken from the socket while the document before is under way. */
const mostWaiting = 256 << 10;
/** White space in front of a document. */
const spare = 4 << 10;
/** A document that keeps dripping may take this many times the longest silence in all. */
const patience = 10;

/** See the file's first lines. Begins to read with the first `next`. */
export class ClientReader {
  readonly #socket: Socket;
  readonly #setup: ReaderSetup;
  readonly #stream: DocumentStream;
  readonly #chunks: Buffer[] = [];
  #queued = 0;
  /** Of the document that has begun. */
  #pieces: Buffer[] = [];
  #held = 0;
  /** Of the document that was handed out last. */
  #lent = 0;
  #since: NodeJS.Timeout | undefined;
  #complete: OciDocument | undefined;
  #state: 'open' | 'end' | 'gone' = 'open';
  #wake: (() => void) | undefined;

  constructor(socket: Socket, setup: ReaderSetup) {
    this.#socket = socket;
    this.#setup = setup;
    this.#stream = new DocumentStream(
      (document) => {
        this.#complete = document;
      },
      { maxDocumentBytes: setup.requestBytes, strict: true },
    );
    socket.on('data', (chunk: Buffer) => this.#came(chunk));
    socket.on('end', () => this.#over('end'));
    socket.on('close', () => this.#over('gone'));
    socket.pause();
  }

  /** Waits for the next document; the one before is dealt with. */
  async next(): Promise<Said> {
    this.release();
    for (;;) {
      const said = this.#parsed();
      if (said !== undefined) return said;
      if (this.#state !== 'open') return { kind: this.#state };
      this.#socket.resume();
      await this.#more();
    }
  }

  /** What was handed out last is dealt with, and no longer in memory. */
  release(): void {
    this.#setup.budget.bytes -= this.#lent;
    this.#lent = 0;
  }

  /** Nobody wants to know any more. */
  stop(): void {
    this.#over('gone');
  }

  #over(state: 'end' | 'gone'): void {
    if (this.#state !== 'gone') this.#state = state;
    if (state === 'gone') this.#forget();
    this.#wake?.();
  }

  #came(chunk: Buffer): void {
    if (this.#state === 'gone') return;
    const rest = this.#chunks.length === 0 && !this.#isWithin ? this.#withoutBlanks(chunk) : chunk;
    if (rest.length > 0) {
      this.#chunks.push(rest);
      this.#queued += rest.length;
    }
    if (this.#wake !== undefined) this.#wake();
    else if (this.#queued > mostWaiting) this.#socket.pause();
  }

  get #isWithin(): boolean {
    return this.#pieces.length > 0;
  }

  #withoutBlanks(chunk: Buffer): Buffer {
    const at = blanksAt(chunk, 0);
    if (at === 0 || !this.#setup.blanks(chunk.subarray(0, at))) return chunk;
    return chunk.subarray(at);
  }

  /** Tries again with white space that had to wait. */
  passBlanks(): void {
    for (let chunk = this.#chunks.shift(); chunk !== undefined; chunk = this.#chunks.shift()) {
      const rest = this.#withoutBlanks(chunk);
      this.#queued -= chunk.length - rest.length;
      if (rest.length === 0) continue;
      this.#chunks.unshift(rest);
      return;
    }
  }

  #parsed(): Said | undefined {
    while (this.#chunks.length > 0) {
      let chunk = this.#chunks.shift() as Buffer;
      this.#queued -= chunk.length;
      if (!this.#isWithin) chunk = this.#withoutBlanks(chunk);
      if (chunk.length === 0) continue;
      let taken: number;
      try {
        taken = this.#stream.writeOne(chunk);
      } catch (thrown) {
        this.#forget();
        return { kind: 'wrong', fault: asFault(thrown) };
      }
      // The line feed behind it belongs to it, if it is here already.
      if (this.#complete !== undefined) taken = blanksAt(chunk, taken);
      this.#hold(chunk.subarray(0, taken));
      const rest = chunk.subarray(taken);
      if (rest.length > 0) {
        this.#chunks.unshift(rest);
        this.#queued += rest.length;
      }
      const said = this.#ended();
      if (said !== undefined) return said;
    }
    return undefined;
  }

  #hold(piece: Buffer): void {
    const { budget, silenceMs } = this.#setup;
    if (!this.#isWithin && silenceMs > 0)
      this.#since = setTimeout(() => this.stop(), silenceMs * patience);
    this.#pieces.push(piece);
    this.#held += piece.length;
    budget.bytes += piece.length;
  }

  #ended(): Said | undefined {
    const document = this.#complete;
    const { budget, requestBytes } = this.#setup;
    // White space that had to wait is held, too, and the parser does not count it.
    const isTooLong = this.#held > requestBytes + spare;
    if (budget.bytes > budget.most || isTooLong) {
      this.#forget();
      return { kind: 'wrong', fault: new Fault('SOUTH_BUSY', 'too much is being sent at once') };
    }
    if (document === undefined) return undefined;
    this.#complete = undefined;
    const [first] = this.#pieces;
    const bytes = this.#pieces.length === 1 ? (first as Buffer) : Buffer.concat(this.#pieces);
    this.#lent = this.#held;
    this.#held = 0;
    this.#forget();
    return { kind: 'document', document, bytes };
  }

  #forget(): void {
    clearTimeout(this.#since);
    this.#setup.budget.bytes -= this.#held;
    this.#held = 0;
    this.#pieces = [];
  }

  /** Until something comes, or nothing did for too long. */
  #more(): Promise<void> {
    const { idleMs, silenceMs } = this.#setup;
    const ms = this.#isWithin ? silenceMs : idleMs;
    return new Promise((resolve) => {
      const timer = ms > 0 ? setTimeout(() => this.stop(), ms) : undefined;
      this.#wake = () => {
        this.#wake = undefined;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** The first place from there on that is no white space. */
export function blanksAt(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return at;
}
