// The HTTP side: listens, finds the route and the caller, hands calls to `call.ts` and sends what comes back. Everything a
// call means stands in the routes; everything about sockets, headers and limits stands here.
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { asFault, Fault } from '../fault.js';
import { type CallHouse, type Incoming, type Outgoing, serve, serveRefused } from './call.js';
import { type Caller, nobody } from './caller.js';
import { type ProblemName, problem, problems } from './problem.js';
import type { Reply, Route } from './route.js';
import { textsOf } from './validate.js';

/** Who a request comes from, or why a credential that was sent is no good. */
export interface Known {
  readonly caller: Caller;
  readonly sessionId?: string;
  readonly whyNobody?: Reply;
}

/** One line of the log: no body, no id of an object, no secret. */
export interface CallLine {
  readonly recordId: string | undefined;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly caller: string;
  readonly client: string;
  readonly fault?: Fault;
}

export interface HttpOptions {
  readonly routes: readonly Route[];
  readonly house: CallHouse;
  /** From the bearer or the session cookie. */
  readonly identify: (credential: { bearer?: string; cookie?: string }) => Promise<Known>;
  readonly onCall: (line: CallLine) => void;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly limits: HttpLimits;
  /** Addresses of proxies whose `X-Forwarded-For` is believed; none by default. */
  readonly trustProxy?: string | false;
}

export interface HttpLimits {
  readonly bodyBytes: number;
  /** Milliseconds a client may take to send its request. */
  readonly requestMs: number;
  /** Calls of one caller, or of one address that is not signed in, in a minute; 0 for no limit. */
  readonly callsPerMinute: number;
}

export const httpLimits: HttpLimits = {
  bodyBytes: 1 << 20,
  requestMs: 30_000,
  callsPerMinute: 3_000,
};

export interface HttpServer {
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  useCertificate(tls: { readonly key: string; readonly cert: string }): void;
  /** Takes no new calls, finishes those in flight; gives them up after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

const known = new WeakMap<FastifyRequest, Known>();

/** Listens. Throws `LISTEN_REFUSED` when it cannot. */
export async function listen(
  options: HttpOptions,
  at: { host: string; port: number },
): Promise<HttpServer> {
  const stop = new AbortController();
  const app = await appOf(options, stop.signal);
  try {
    const url = await app.listen({ host: at.host, port: at.port });
    const address = app.server.address();
    return {
      url,
      port: typeof address === 'object' && address !== null ? address.port : at.port,
      useCertificate: (tls) => {
        if ('setSecureContext' in app.server)
          (app.server as unknown as { setSecureContext(tls: object): void }).setSecureContext(tls);
      },
      close: async (graceMs) => {
        const gaveUp = setTimeout(
          () => stop.abort(new Fault('INTERRUPTED', 'the server stops')),
          graceMs,
        );
        // Those that still do not end lose their connection.
        const cut = setTimeout(() => app.server.closeAllConnections(), graceMs + 2_000);
        await app.close();
        clearTimeout(gaveUp);
        clearTimeout(cut);
      },
    };
  } catch (thrown) {
    await app.close();
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Fault('LISTEN_REFUSED', `cannot listen on ${at.host}:${at.port}: ${words}`, {
      cause: thrown,
    });
  }
}

async function appOf(options: HttpOptions, stop: AbortSignal): Promise<FastifyInstance> {
  const { limits, routes, tls } = options;
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: 0,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    exposeHeadRoutes: false,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    ...(tls && { https: { ...tls, minVersion: 'TLSv1.2' } }),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      void refuse(options, request, reply, error),
  } as object) as unknown as FastifyInstance;
  // The seed's client filters with a body on GET.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true } as { hasBody: boolean });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request) => {
    unquoteType(request.raw);
    known.set(request, await options.identify(credentialOf(request)));
  });
  await app.register(helmet, helmetOptions(tls !== undefined));
  if (limits.callsPerMinute > 0)
    await app.register(rateLimit, {
      max: limits.callsPerMinute,
      timeWindow: 60_000,
      keyGenerator: (request) => known.get(request)?.caller.id || request.ip,
      errorResponseBuilder: () => Object.assign(new Error('too many calls'), { statusCode: 429 }),
    });
  for (const route of routes)
    app.route({
      method: route.method,
      url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: (request, reply) => answer(options, route, request, reply, stop),
    });
  app.setNotFoundHandler((request, reply) => notThere(options, request, reply));
  app.setErrorHandler((error, request, reply) => refuse(options, request, reply, error));
  return app;
}

function helmetOptions(isEncrypted: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isEncrypted && { maxAge: 31_536_000 },
    referrerPolicy: { policy: 'no-referrer' as const },
    crossOriginEmbedderPolicy: false,
  };
}

/** The seed writes the media type in quotes, as some clients do. */
function unquoteType({ headers }: FastifyRequest['raw']): void {
  const type = headers['content-type'];
  if (type?.startsWith('"') && type.endsWith('"')) headers['content-type'] = type.slice(1, -1);
}

function credentialOf({ headers }: FastifyRequest): { bearer?: string; cookie?: string } {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (bearer !== undefined) return { bearer };
  const [, cookie] = /(?:^|;) *sessionid=([^;\s]+)/.exec(headers.cookie ?? '') ?? [];
  return cookie === undefined ? {} : { cookie };
}

function incomingOf(request: FastifyRequest, signal: AbortSignal): Incoming {
  const { caller, sessionId, whyNobody } = known.get(request) ?? { caller: nobody };
  const query = (request.query ?? {}) as Readonly<Record<string, unknown>>;
  return {
    caller,
    sessionId,
    ...(whyNobody && { whyNobody }),
    method: request.method,
    client: request.ip,
    url: request.url,
    params: (request.params ?? {}) as Readonly<Record<string, string>>,
    query,
    texts: textsOf(query),
    headers: request.headers,
    type: (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase(),
    body: Buffer.isBuffer(request.body) ? request.body : undefined,
    signal,
  };
}

async function answer(
  options: HttpOptions,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  stop: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort(new Fault('INTERRUPTED', 'the client went away')));
  const isStream =
    route.streams === true && /text\/event-stream/.test(request.headers.accept ?? '');
  const stream = isStream ? eventsOver(reply) : undefined;
  const incoming: Incoming = {
    ...incomingOf(request, AbortSignal.any([stop, gone.signal])),
    ...(stream && { events: stream }),
  };
  const out = await serve(route, incoming, options.house);
  note(options, request, reply, out, route.path);
  if (stream?.hasBegun()) stream.finish(out);
  else send(reply, out);
}

/** Server-sent events on a reply; nothing is sent before the call was let in. */
function eventsOver(reply: FastifyReply) {
  let response: FastifyReply['raw'] | undefined;
  const send = (event: string, data: unknown) =>
    void response?.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  return {
    begin: (headers: Readonly<Record<string, string>>) => {
      const fixed = reply.getHeaders() as Record<string, string>;
      reply.hijack();
      response = reply.raw;
      response.writeHead(200, {
        ...fixed,
        ...headers,
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
    },
    send,
    hasBegun: () => response !== undefined,
    finish: ({ status, content, headers }: Outgoing) => {
      const text = content === undefined ? undefined : Buffer.from(content).toString('utf8');
      const isJson = headers['Content-Type']?.startsWith('application/json');
      const body = text === undefined ? null : isJson ? (JSON.parse(text) as unknown) : text;
      send('result', { status, body });
      response?.end();
    },
  };
}

function send(reply: FastifyReply, { status, headers, content }: Outgoing): void {
  reply.code(status).header('Cache-Control', 'no-store').headers(headers);
  reply.send(
    content === undefined
      ? undefined
      : typeof content === 'string'
        ? content
        : Buffer.from(content),
  );
}

function note(
  options: HttpOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  out: Outgoing,
  route: string,
): void {
  options.onCall({
    recordId: out.recordId,
    method: request.method,
    route,
    status: out.status,
    ms: Math.round(reply.elapsedTime * 1000) / 1000,
    caller: known.get(request)?.caller.id ?? '',
    client: request.ip,
    ...(out.fault && { fault: out.fault }),
  });
}

async function notThere(
  options: HttpOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const path = request.url.split('?')[0]!.replace(/\/*$/, '/');
  const methods = options.routes.filter((route) => fits(route, path)).map(({ method }) => method);
  const words =
    methods.length === 0
      ? problem(
          'NOT_FOUND',
          `there is no ${path.slice(0, 200)}; the addresses are listed at /openapi.json`,
        )
      : {
          ...problem('METHOD_UNKNOWN', `this address takes ${[...new Set(methods)].join(', ')}`),
          headers: { Allow: [...new Set(methods)].join(', ') },
        };
  await sendRefused(options, request, reply, words);
}

const patterns = new WeakMap<Route, RegExp>();

function fits(route: Route, path: string): boolean {
  let pattern = patterns.get(route);
  if (pattern === undefined) {
    pattern = new RegExp(
      `^${route.path.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`,
    );
    patterns.set(route, pattern);
  }
  return pattern.test(path);
}

const ofStatus: Readonly<Record<number, ProblemName>> = {
  413: 'BODY_TOO_LARGE',
  415: 'TYPE_UNKNOWN',
  429: 'TOO_MANY',
  503: 'UNAVAILABLE',
};

/** What the server itself refuses: a body too large, a header that is no header, too many calls. */
async function refuse(
  options: HttpOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
): Promise<void> {
  const { statusCode = 500 } = thrown as { statusCode?: number };
  const name = ofStatus[statusCode] ?? (statusCode < 500 ? 'HEADERS_INVALID' : 'INTERNAL');
  const words = problem(name, problems[name].what);
  if (statusCode === 429 || statusCode === 503) {
    // Whoever floods us must not fill the ledger too; a server that is closing takes no more records.
    const out = {
      status: statusCode,
      headers: { 'Retry-After': '60' },
      content: JSON.stringify(words.body),
      recordId: undefined,
    };
    note(options, request, reply, out, '');
    send(reply, { ...out, headers: { ...out.headers, 'Content-Type': 'application/json' } });
    return;
  }
  await sendRefused(
    options,
    request,
    reply,
    words,
    name === 'INTERNAL' ? asFault(thrown) : undefined,
  );
}

async function sendRefused(
  options: HttpOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  words: Reply,
  fault?: Fault,
): Promise<void> {
  const { signal } = new AbortController();
  const out = await serveRefused(incomingOf(request, signal), words, options.house);
  note(options, request, reply, fault === undefined ? out : { ...out, fault }, '');
  send(reply, out);
}
