// A network element that does what a test tells it to, over real sockets. Written by hand; it shares no code with the
// connector, so that a mistake of the connector cannot hide in it.
//
//   await using stub = await ElementStub.start((asked) => ({ body: '{"ok":true}' }));
//   const element = openElement(stub.settings({ auth: … }), stub.deps);
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ElementDeps, ElementSettings } from '../src/south/elements/index.js';
import { certificate, key } from './stub-certificate.js';

export interface AskedOfElement {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Counts from 1. */
  readonly nth: number;
  readonly socket: Socket;
}

/** Undefined body: none. `end`: what happens instead of a complete answer. */
export interface ElementReply {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  readonly end?: 'hang' | 'reset' | 'cut';
}

type Replies = (asked: AskedOfElement) => ElementReply | Promise<ElementReply>;

/** See the file's first lines. */
export class ElementStub implements AsyncDisposable {
  readonly asked: AskedOfElement[] = [];
  connections = 0;
  /** What the connector takes for the time; goes on only when a test says so. */
  clock = Date.parse('2024-06-10T06:13:20Z');
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #isSecure: boolean;

  private constructor(replies: Replies, isSecure: boolean) {
    this.#isSecure = isSecure;
    const listen: RequestListener = (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', async () => {
        const target = request.url ?? '';
        const asked: AskedOfElement = {
          method: request.method ?? '',
          target,
          query: new URLSearchParams(target.split('?')[1] ?? ''),
          headers: request.headers,
          body: Buffer.concat(pieces).toString('latin1'),
          nth: this.asked.length + 1,
          socket: request.socket,
        };
        this.asked.push(asked);
        const {
          status = 200,
          type = 'application/json',
          headers = {},
          body,
          end,
        } = await replies(asked);
        if (end === 'hang') return;
        if (end === 'reset') return void request.socket.destroy();
        for (const [name, value] of Object.entries(headers))
          response.setHeader(name, value as string);
        if (body !== undefined && !response.hasHeader('content-type'))
          response.setHeader('content-type', type);
        if (end === 'cut') {
          response.writeHead(status, { 'content-length': Buffer.byteLength(body ?? '') + 100 });
          response.write(body ?? '', () => request.socket.destroy());
        } else response.writeHead(status).end(body);
      });
      request.on('error', () => undefined);
    };
    this.#server = isSecure
      ? createSecure({ key, cert: certificate }, listen)
      : createServer(listen);
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('connection', (socket: Socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
    });
  }

  static async start(replies: Replies, isSecure = false): Promise<ElementStub> {
    const stub = new ElementStub(replies, isSecure);
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#isSecure ? 'https' : 'http'}://127.0.0.1:${port}`;
  }

  get deps(): ElementDeps {
    let drawn = 0;
    return { now: () => this.clock, randomBytes: (count) => Buffer.alloc(count, ++drawn) };
  }

  settings(different: Partial<ElementSettings> = {}): ElementSettings {
    return {
      name: 'stub',
      protocol: 'PV',
      vendorType: 'Snom',
      baseUrl: `${this.origin}/base`,
      auth: { kind: 'none' },
      timeoutMs: 10_000,
      allowClearText: !this.#isSecure,
      ...different,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
