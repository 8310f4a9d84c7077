// A connection to BroadWorks for somebody else's conversation: bytes go out and come in as they are. Every document is
// noted on the log of its call before it is sent. Reads none of them; no login, no retry.
import type { Socket } from 'node:net';
import { Fault } from '../fault.js';
import type { AnswerSink, SouthLog } from '../records/index.js';
import type { Target } from './target.js';
import { connectSocket } from './tcp.js';
import { connectionFault, farewellMs } from './transport.js';

interface RelayOptions {
  /** tcp:// or tls://. */
  readonly target: Target;
  readonly connectMs: number;
  /** PEM of further authorities to trust. */
  readonly ca?: string;
  /** Gives up connecting; its reason is a Fault. */
  readonly stop: AbortSignal;
  /** Gets what comes, in order. */
  readonly bytes: (chunk: Buffer) => void;
  /** The connection is over; told once, and not after `close`. */
  readonly over: (fault: Fault) => void;
}

/** One document on its way south. */
interface RelayMessage {
  /** Of the call that it belongs to. */
  readonly log: SouthLog;
  readonly commands: readonly string[];
  readonly content: Buffer;
  /** Literal secrets that must not be kept, as far as they are known when it or its answer is entered. */
  readonly secrets: () => readonly string[];
}

export interface Relay {
  /** Notes a document and sends it; the sink takes its answer. Whoever sends waits for the answer before the next one. */
  send(message: RelayMessage): AnswerSink;
  /**
   * White space between documents: it says nothing and is not noted. Goes nowhere while the target takes nothing. Throws for
   * anything else.
   */
  sendBlanks(bytes: Buffer): void;
  /** Nothing more is taken from the target until `resume`. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Opens the connection. Faults: those of connecting; `SETTING_INVALID` for a target that is no TCP or TLS. */
export async function openRelay(options: RelayOptions): Promise<Relay> {
  const { target, connectMs, stop } = options;
  if (target.transport !== 'tcp' && target.transport !== 'tls')
    throw new Fault('SETTING_INVALID', `${target.url} is not reached over TCP or TLS`);
  stop.throwIfAborted();
  const socket = await connectSocket({
    target,
    timeoutMs: connectMs,
    stop,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  return new SocketRelay(new RelayWire(socket, options));
}

class SocketRelay implements Relay {
  readonly #wire: RelayWire;

  constructor(wire: RelayWire) {
    this.#wire = wire;
  }

  send(message: RelayMessage): AnswerSink {
    const answer = this.#noted(message);
    this.#wire.exchange(message.content);
    return answer;
  }

  /** Nothing is sent that was not noted before. */
  #noted({ log, commands, content, secrets }: RelayMessage): AnswerSink {
    return log.request({ protocol: 'BS-OCI', format: 'xml', commands, content, secrets });
  }

  sendBlanks(bytes: Buffer): void {
    if (!bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d))
      throw new Fault('INTERNAL', 'something was about to be sent that was not noted');
    this.#wire.fill(bytes);
  }

  pause(): void {
    this.#wire.pause();
  }

  resume(): void {
    this.#wire.resume();
  }

  close(): void {
    this.#wire.close();
  }
}

/** The socket: what it says, as long as anybody listens. */
class RelayWire {
  readonly #socket: Socket;
  #isOver = false;

  constructor(socket: Socket, { target, bytes, over }: RelayOptions) {
    this.#socket = socket;
    const end = (fault: Fault) => {
      if (this.#isOver) return;
      this.#isOver = true;
      socket.destroy();
      over(fault);
    };
    socket.setKeepAlive(true, 60_000);
    socket.on('data', (chunk: Buffer) => {
      if (!this.#isOver) bytes(chunk);
    });
    socket.on('error', (cause) => end(connectionFault(cause, target, false)));
    socket.on('close', () => end(new Fault('SOUTH_LOST', `${target.url} closed the connection`)));
  }

  /** Sends a document; what comes back is told as it comes. */
  exchange(bytes: Buffer): void {
    if (!this.#isOver) this.#socket.write(bytes);
  }

  /** Sends what may as well be left out, unless it would have to be kept here. */
  fill(bytes: Buffer): void {
    if (!this.#isOver && !this.#socket.writableNeedDrain) this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#isOver) this.#socket.resume();
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.destroySoon();
    // What was sent last may still go out; a peer that takes nothing is not waited for.
    setTimeout(() => this.#socket.destroy(), farewellMs).unref();
  }
}
