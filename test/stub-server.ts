// A stand-in for BroadWorks that does whatever a test wants: over TCP, TLS, HTTP and HTTPS, with texts written by hand.
// It shares no code with the product, so that a mistake of the product cannot hide in it.
import { createHash } from 'node:crypto';
import {
  createServer as createHttp,
  type Server as HttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { document, logins, refusal } from './stub-answers.js';
import { certificate, key } from './stub-certificate.js';

/** One command as it came. */
export interface Asked {
  readonly name: string;
  readonly xml: string;
  readonly sessionId: string;
  /** Counts from 1; with SOAP, cookies take the place of connections. */
  readonly connection: number;
}

/** The `command` element of the answer; `nth` counts how often the command came, from 1. */
type Words = string | ((asked: Asked, nth: number) => string);
export type Answers = Readonly<Record<string, Words>>;

export interface StubOptions {
  readonly transport?: 'tcp' | 'tls' | 'http' | 'https';
  readonly password?: string;
  /** By command; a command without an answer is refused with a validation error of its own. */
  readonly answers?: Answers;
  /** Sees each document first; true means that it has dealt with it. */
  readonly on?: (exchange: Exchange) => boolean | undefined;
  /** Sees each connection when it opens. */
  readonly onConnection?: (socket: Socket) => void;
}

/** One document that came, and the means to answer it. */
export interface Exchange {
  readonly commands: readonly Asked[];
  readonly names: readonly string[];
  readonly sessionId: string;
  readonly connection: number;
  readonly socket: Socket;
  readonly http?: { readonly request: IncomingMessage; readonly response: ServerResponse };
  /** The ordinary answers, one `command` element each. */
  answers(): string[];
  /** Sends a whole document, or whatever is given. With SOAP it is put into an envelope. */
  send(text: string | Buffer): void;
}

const soapPath = '/webservice/services/ProvisioningService';

/** A running stub. */
export class StubServer implements AsyncDisposable {
  readonly asked: Asked[] = [];
  /** The names of the commands of each document, logins included. */
  readonly documents: string[][] = [];
  /** Every byte that came, as Latin-1. */
  received = '';
  connections = 0;
  url = '';
  readonly #options: StubOptions;
  readonly #sockets = new Set<Socket>();
  readonly #counts = new Map<string, number>();
  readonly #nonces = new Map<string, string>();
  readonly #loggedIn = new Set<string>();
  #wake: () => void = () => {};
  #server: Server | HttpServer | undefined;

  private constructor(options: StubOptions) {
    this.#options = options;
  }

  static async start(options: StubOptions = {}): Promise<StubServer> {
    const stub = new StubServer(options);
    const transport = options.transport ?? 'tcp';
    const server = stub.#listener(transport);
    stub.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    stub.url = `${transport}://127.0.0.1:${port}${transport.startsWith('http') ? soapPath : ''}`;
    return stub;
  }

  /** Commands that came, but for those of login and logout. */
  get reads(): string[] {
    return this.asked.map(({ name }) => name).filter((name) => !isSession(name));
  }

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** The connections that are open. */
  sockets(): Socket[] {
    return [...this.#sockets];
  }

  /** Waits until something has come. */
  async until(reached: () => boolean): Promise<void> {
    while (!reached())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #listener(transport: NonNullable<StubOptions['transport']>): Server | HttpServer {
    const tls = { key, cert: certificate };
    const serve = (socket: Socket) => this.#converse(socket);
    if (transport === 'tcp') return this.#watch(createTcp(serve));
    if (transport === 'tls') return this.#watch(createTls(tls, serve));
    const listen: RequestListener = (request, response) => this.#post(request, response);
    return this.#watch(transport === 'http' ? createHttp(listen) : createHttps(tls, listen));
  }

  #watch<S extends Server | HttpServer>(server: S): S {
    server.on('tlsClientError', () => undefined);
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      this.#options.onConnection?.(socket);
    });
    return server;
  }

  /** Cuts what comes at the end tags. */
  #converse(socket: Socket): void {
    const connection = ++this.connections;
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.received += chunk.toString('latin1');
      text += chunk.toString('latin1');
      for (;;) {
        const end = text.indexOf('</BroadsoftDocument>');
        if (end < 0) break;
        const one = text.slice(0, end);
        text = text.slice(end + '</BroadsoftDocument>'.length);
        this.#deal(one, connection, socket, (answer) => {
          if (!socket.destroyed)
            socket.write(typeof answer === 'string' ? Buffer.from(answer, 'latin1') : answer);
        });
      }
      this.#wake();
    });
  }

  #post(request: IncomingMessage, response: ServerResponse): void {
    const cookie = /JSESSIONID=(\d+)/.exec(request.headers.cookie ?? '')?.[1];
    const connection = cookie === undefined ? ++this.connections : Number(cookie);
    let body = '';
    request.setEncoding('latin1').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      this.received += body;
      const inner = /<in0>([\s\S]*)<\/in0>/.exec(body)?.[1] ?? '';
      const send = (answer: string | Buffer) => {
        if (cookie === undefined && !response.hasHeader('set-cookie'))
          response.setHeader('set-cookie', `JSESSIONID=${connection}; Path=/`);
        response.setHeader('content-type', 'text/xml; charset=utf-8');
        response.end(envelope(answer.toString('latin1')));
      };
      const http = { request, response };
      this.#deal(plain(inner), connection, request.socket, send, http);
      this.#wake();
    });
  }

  #deal(
    text: string,
    connection: number,
    socket: Socket,
    send: Exchange['send'],
    http?: Exchange['http'],
  ): void {
    const sessionId = /<sessionId xmlns="">([^<]*)</.exec(text)?.[1] ?? '';
    const commands = [
      ...text.matchAll(
        /<command xsi:type="(\w+)" xmlns="">([\s\S]*?)<\/command>|<command xsi:type="(\w+)" xmlns=""\/>/g,
      ),
    ].map(([, name = '', xml = '', bare]) => ({ name: bare ?? name, xml, sessionId, connection }));
    this.asked.push(...commands);
    const names = commands.map(({ name }) => name);
    this.documents.push(names);
    for (const name of names) this.#counts.set(name, this.count(name) + 1);
    const exchange: Exchange = {
      commands,
      names,
      sessionId,
      connection,
      socket,
      ...(http === undefined ? {} : { http }),
      answers: () => commands.map((asked) => this.#answer(asked)),
      send,
    };
    if (this.#options.on?.(exchange) !== true) send(document(sessionId, ...exchange.answers()));
  }

  #answer(asked: Asked): string {
    const { name, sessionId, connection } = asked;
    const session = `${connection} ${sessionId}`;
    const words = this.#options.answers?.[name];
    const said = typeof words === 'function' ? words(asked, this.count(name)) : words;
    if (isSession(name)) {
      const answer = said ?? this.#logIn(asked, session);
      if (answer.includes('xsi:type="LoginResponse')) this.#loggedIn.add(session);
      return answer;
    }
    if (!this.#loggedIn.has(session)) return refusal(undefined, 'User is not logged in.');
    return said ?? refusal(6004, `OCI XML Request validation error: ${name} is not known.`);
  }

  #logIn({ name, xml }: Asked, session: string): string {
    const password = this.#options.password ?? 'tide-table-7';
    if (name === 'LogoutRequest') return logins.bye;
    if (name === 'AuthenticationRequest') {
      const nonce = `17519601${String(this.#nonces.size).padStart(5, '0')}`;
      this.#nonces.set(session, nonce);
      return logins.challenge(nonce);
    }
    const sent = /<(?:signedP|p)assword>([^<]*)</.exec(xml)?.[1];
    const sha1 = createHash('sha1').update(password).digest('hex');
    const digest = createHash('md5')
      .update(`${this.#nonces.get(session)}:${sha1}`)
      .digest('hex');
    if (name === 'LoginRequest14sp4') return sent === digest ? logins.classic : logins.wrong;
    return plain(sent ?? '') === password ? logins.modern : logins.wrong;
  }
}

const isSession = (name: string) => /^(?:AuthenticationRequest|Login|Logout)/.test(name);

const plain = (text: string) =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

function envelope(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><processOCIMessageResponse xmlns=""><ns1:processOCIMessageReturn xmlns:ns1="urn:com:broadsoft:webservice">${escaped}</ns1:processOCIMessageReturn></processOCIMessageResponse></soapenv:Body></soapenv:Envelope>`;
}
