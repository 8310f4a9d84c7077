// OCI-P over TCP or TLS: connect, send a document, read the answer as it streams in. No login, no retry.
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { Fault } from '../fault.js';
import { DocumentStream, type OciDocument, type RowSinkFor } from '../ocip/index.js';
import {
  connectionFault,
  documentFault,
  type Exchange,
  farewellMs,
  patience,
  type Taken,
  type Transport,
  timeoutFault,
  type WireOptions,
} from './transport.js';

/** Opens a connection for documents and their answers. */
export async function connectTcp(options: WireOptions): Promise<Transport> {
  return new TcpTransport(await connectSocket(options), options);
}

/** Opens a bare connection. With TLS the certificate is checked; there is no way to switch that off. */
export async function connectSocket(options: WireOptions): Promise<Socket> {
  const { target, timeoutMs } = options;
  const socket = target.encrypted
    ? connectTls({
        // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
        rejectUnauthorized: true,
        host: target.host,
        port: target.port,
        ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
        ...(options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca] }),
      })
    : connectPlain({ host: target.host, port: target.port });
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: unknown) => {
      clearTimeout(timer);
      options.stop?.removeEventListener('abort', stopped);
      socket.destroy();
      reject(connectionFault(cause, target, true));
    };
    const stopped = () => fail(options.stop?.reason);
    options.stop?.addEventListener('abort', stopped);
    const closed = () =>
      fail(new Fault('SOUTH_LOST', `${target.url} closed the connection at once`));
    const timer = setTimeout(
      () => fail(timeoutFault(target, timeoutMs, 'accept a connection')),
      timeoutMs,
    );
    socket.once('error', fail).once('close', closed);
    socket.once(target.encrypted ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      options.stop?.removeEventListener('abort', stopped);
      socket.off('error', fail).off('close', closed);
      resolve();
    });
  });
  return socket;
}

interface Waiting {
  readonly rowSinkFor: RowSinkFor | undefined;
  readonly taken: Taken;
  readonly sentAt: number;
  waitedMs: number | undefined;
  readonly resolve: (exchange: Exchange) => void;
  readonly reject: (fault: Fault) => void;
}

class TcpTransport implements Transport {
  readonly #socket: Socket;
  readonly #options: WireOptions;
  readonly #stream: DocumentStream;
  #waiting: Waiting | undefined;
  #silence: NodeJS.Timeout | undefined;
  #limit: NodeJS.Timeout | undefined;
  #ended: Fault | undefined;

  constructor(socket: Socket, options: WireOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#stream = new DocumentStream((document) => this.#received(document), {
      rowSinkFor: (...table) => this.#waiting?.rowSinkFor?.(...table),
      ...(options.maxDocumentBytes === undefined
        ? {}
        : { maxDocumentBytes: options.maxDocumentBytes }),
    });
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (cause) => this.destroy(connectionFault(cause, options.target, false)));
    socket.on('close', () => {
      const where = this.#stream.inDocument ? 'in the middle of an answer' : 'before the answer';
      this.destroy(new Fault('SOUTH_LOST', `${options.target.url} closed the connection ${where}`));
    });
  }

  get alive(): boolean {
    return this.#ended === undefined;
  }

  exchange(bytes: Buffer, taken: Taken, rowSinkFor?: RowSinkFor): Promise<Exchange> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      if (this.#waiting !== undefined)
        return reject(new Fault('INTERNAL', 'two exchanges at once on one connection'));
      this.#waiting = {
        rowSinkFor,
        taken,
        sentAt: performance.now(),
        waitedMs: undefined,
        resolve,
        reject,
      };
      const { target, timeoutMs } = this.#options;
      this.#listen();
      this.#limit = setTimeout(
        () => this.destroy(timeoutFault(target, timeoutMs * patience, 'finish its answer')),
        timeoutMs * patience,
      );
      this.#socket.write(bytes);
    });
  }

  /** Starts the wait for the next byte afresh. */
  #listen(): void {
    clearTimeout(this.#silence);
    const { target, timeoutMs } = this.#options;
    this.#silence = setTimeout(
      () => this.destroy(timeoutFault(target, timeoutMs, 'answer')),
      timeoutMs,
    );
  }

  #read(chunk: Buffer): void {
    if (this.#ended !== undefined) return;
    const waiting = this.#waiting;
    if (waiting !== undefined) {
      waiting.waitedMs ??= performance.now() - waiting.sentAt;
      waiting.taken(chunk);
      this.#listen();
    }
    try {
      this.#stream.write(chunk);
    } catch (thrown) {
      this.destroy(documentFault(thrown, this.#options.target));
    }
  }

  #received(document: OciDocument): void {
    const { url } = this.#options.target;
    const waiting = this.#waiting;
    // The server may end the session unasked, instead of an answer or between two.
    if (document.commands.some((command) => command.type === 'LogoutRequest'))
      this.destroy(new Fault('SOUTH_LOST', `${url} ended the session`));
    else if (waiting === undefined)
      this.destroy(new Fault('SOUTH_PROTOCOL', `${url} sent an answer that nobody asked for`));
    else {
      this.#settle();
      waiting.resolve({ document, waitedMs: waiting.waitedMs ?? 0 });
    }
  }

  #settle(): void {
    this.#waiting = undefined;
    clearTimeout(this.#silence);
    clearTimeout(this.#limit);
  }

  destroy(fault: Fault): void {
    if (this.#ended !== undefined) return;
    this.#ended = fault;
    const waiting = this.#waiting;
    this.#settle();
    this.#socket.destroy();
    waiting?.reject(fault);
  }

  async close(farewell?: Buffer): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#ended = new Fault('SOUTH_LOST', 'the connection was closed on our side');
    this.#settle();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#socket.destroy(), farewellMs);
      this.#socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      // The answer to the farewell, or the end of the connection: whichever comes first will do.
      this.#socket.once('data', () => this.#socket.destroy());
      if (farewell === undefined) this.#socket.end();
      else this.#socket.write(farewell);
    });
  }
}
