// An ODIN host that says what a test tells it to, over real sockets. Hand-written answers, no telephony in it.
//
//   await using stub = await OdinStub.start({ answers: { 'GET /groups': json([{ groupId: 'Quayside' }]) } });
//   const south = openOdin(stub.south());
//   stub.asked.map(({ command }) => command)   // ['POST /auth/token', 'GET /groups']
//
// Login and renewal work unless `answers` has a word for 'POST /auth/token' or 'PUT /auth/token'. A call without a
// token that this stub has given out gets 401; one without an answer gets 404.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { noLog } from '../src/records/index.js';
import { parseTarget, type SouthOptions } from '../src/south/index.js';
import { certificate, key } from './stub-certificate.js';

/** What is answered. Made by `json`, `failure`, `bytes`, `cut` and `silence`, or by hand. */
export interface OdinReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Milliseconds to wait before the first byte. */
  readonly delayMs?: number;
  /** Cut the connection instead of an answer, or in the middle of the body. Or never answer. */
  readonly trouble?: 'cut' | 'half' | 'silence';
  /** Written to the socket as it is, instead of an HTTP answer. */
  readonly raw?: string;
}

export const json = (value: unknown, status = 200): OdinReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
/** `{status, error, details?}`, as ODIN says no. */
export const failure = (status: number, error: unknown, details?: unknown): OdinReply =>
  json({ status, error, ...(details === undefined ? {} : { details }) }, status);
export const bytes = (body: string | Buffer, type = 'text/html', status = 200): OdinReply => ({
  status,
  headers: { 'content-type': type },
  body,
});
export const cut: OdinReply = { trouble: 'cut' };
export const silence: OdinReply = { trouble: 'silence' };

/** One request as it came. */
export interface OdinAsked {
  /** `GET /groups/dns`, without base and query. */
  readonly command: string;
  /** Path and query exactly as on the wire. */
  readonly target: string;
  /** Decoded. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** `performance.now()` when it had come. */
  readonly at: number;
  /** How many came over the same connection, this one included. */
  readonly nth: number;
}

/** An answer, or who makes it; `count` is how often this command has been asked, this time included. */
export type OdinAnswerer =
  | OdinReply
  | ((asked: OdinAsked, count: number) => OdinReply | Promise<OdinReply>);

export interface OdinStubOptions {
  /** By command: `GET /groups/dns`. */
  readonly answers?: Readonly<Record<string, OdinAnswerer>>;
  readonly transport?: 'http' | 'https';
  /** Path before every command. Default `/api/v2`. */
  readonly base?: string;
  /** Fields of the session object that differ from {@link session}. */
  readonly session?: Readonly<Record<string, unknown>>;
  /** A connection is reset, with TLS closed, when one more request than this comes over it. */
  readonly perConnection?: number;
  /** Makes the n-th token. Default: a JWT issued now that ends in an hour. */
  readonly token?: (n: number) => string;
}

/** A service provider administrator. */
export const session = {
  userId: 'auditor@example.net',
  groupId: null,
  serviceProviderId: 'HarbourTel',
  isEnterprise: true,
  loginType: 'Service Provider',
  userDomain: 'example.net',
  passwordExpiresDays: 2147483647,
  local: 'en_GB',
  encoding: null,
  systemDomain: 'example.net',
  softwareVersion: '24sp1',
  isSystemAdmin: false,
  readOnly: true,
  policy: [],
};

/** A token with these claims. The signature is nobody's. */
export function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims)}.not-a-real-signature`;
}

export class OdinStub {
  readonly username = 'auditor@example.net';
  readonly password = 'tide-table-7';
  /** All requests, in the order they came. */
  readonly asked: OdinAsked[] = [];
  /** Every token given out, the last one last. */
  readonly tokens: string[] = [];
  /** Requests that met the end of their connection instead of an answer. */
  resets = 0;
  /** Most requests that were under way at once. */
  mostAtOnce = 0;
  readonly #options: OdinStubOptions;
  readonly #base: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** How many requests each connection has brought. */
  readonly #served = new WeakMap<Socket, number>();
  readonly #good = new Set<string>();
  #underWay = 0;

  private constructor(options: OdinStubOptions) {
    this.#options = options;
    this.#base = options.base ?? '/api/v2';
    const take = (request: IncomingMessage, response: ServerResponse) =>
      void this.#take(request, response);
    this.#server =
      options.transport === 'https'
        ? createSecureServer({ cert: certificate, key }, take)
        : createServer(take);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('tlsClientError', () => undefined);
  }

  static async start(options: OdinStubOptions = {}): Promise<OdinStub> {
    const stub = new OdinStub(options);
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  /** As a target: `odin+http://127.0.0.1:PORT/api/v2`. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `odin+${this.#options.transport ?? 'http'}://127.0.0.1:${port}${this.#base}`;
  }

  /** What opens a road here: right credentials, no pace, two seconds of patience; or as said. */
  south(different: Partial<SouthOptions> = {}): SouthOptions {
    return {
      target: parseTarget(this.url),
      credentials: { username: this.username, password: this.password },
      timeoutMs: 2000,
      connections: 4,
      rate: 0,
      burst: 0,
      batch: 15,
      now: Date.now,
      log: noLog,
      ...different,
    };
  }

  /** How often a command was asked. */
  count(command: string): number {
    return this.asked.filter((asked) => asked.command === command).length;
  }

  /** From now on every token given out so far gets 401. */
  revoke(): void {
    this.#good.clear();
  }

  /** A session object with a fresh token, as a login gets it. */
  welcome(): OdinReply {
    const now = Math.floor(Date.now() / 1000);
    const n = this.tokens.length + 1;
    const token =
      this.#options.token?.(n) ?? jwt({ iat: now, exp: now + 3600, sub: `session ${n}` });
    this.tokens.push(token);
    this.#good.add(token);
    return json({ ...session, ...this.#options.session, token });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#underWay);
    response.once('close', () => this.#underWay--);
    const at = performance.now();
    const { socket } = request;
    const nth = (this.#served.get(socket) ?? 0) + 1;
    this.#served.set(socket, nth);
    if (nth > (this.#options.perConnection ?? Number.POSITIVE_INFINITY)) {
      this.resets++;
      if (this.#options.transport === 'https') socket.end();
      else socket.resetAndDestroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const target = request.url ?? '';
    const url = new URL(target, 'http://stub.invalid');
    const path = url.pathname.startsWith(`${this.#base}/`)
      ? url.pathname.slice(this.#base.length)
      : url.pathname;
    const asked: OdinAsked = {
      command: `${request.method} ${path}`,
      target,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
      at,
      nth,
    };
    this.asked.push(asked);
    await this.#say(await this.#answer(asked), response);
  }

  #answer(asked: OdinAsked): OdinReply | Promise<OdinReply> {
    const { command, headers, body } = asked;
    const token = (headers.authorization ?? '').replace(/^Bearer /, '');
    const words = this.#options.answers?.[command];
    const said = () =>
      typeof words === 'function' ? words(asked, this.count(command)) : (words as OdinReply);
    if (command === 'POST /auth/token') {
      if (words !== undefined) return said();
      const { username, password } = JSON.parse(body) as Record<string, unknown>;
      const right = username === this.username && password === this.password;
      return right ? this.welcome() : failure(401, '[Error 5202] Invalid user ID or password');
    }
    if (command === 'PUT /auth/token' && words !== undefined) return said();
    if (!this.#good.has(token)) return failure(401, 'Unauthenticated.');
    if (command === 'PUT /auth/token') return this.welcome();
    return words === undefined ? failure(404, 'Not Found') : said();
  }

  async #say(reply: OdinReply, response: ServerResponse): Promise<void> {
    const { status = 200, headers = {}, body = '', delayMs = 0, trouble, raw } = reply;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (trouble === 'silence') return;
    if (trouble === 'cut') response.socket?.resetAndDestroy();
    else if (raw !== undefined) response.socket?.end(raw);
    else if (trouble === 'half') {
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      const half = Buffer.from(body).subarray(0, Buffer.byteLength(body) / 2);
      response.write(half, () => response.socket?.destroy());
    } else response.writeHead(status, { ...headers }).end(status === 204 ? undefined : body);
  }
}
