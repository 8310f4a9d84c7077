// The HTTP side: listens, limits, and hands each request on. Everything a call means stands in the routes.
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Fault } from '../fault.js';
import { type LiveCalls, liveCalls } from './live-calls.js';
import { addPage, sentPage } from './page.js';
import {
  notThere,
  refuse,
  refuseAddress,
  refuseWire,
  stoppingError,
  tooManyError,
} from './refusals.js';
import { answer, countedAs, isSignedIn, recognize, type Serving } from './requests.js';

export type { CallLine, Known } from './requests.js';

export interface HttpOptions extends Serving {
  /** PEM. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly limits: HttpLimits;
  /** Folder of the web page; there need not be one. */
  readonly page?: string;
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
  /** For connections from now on. Throws when it is no certificate with its key. */
  useCertificate(tls: { readonly key: string; readonly cert: string }): void;
  /** Takes no new calls, finishes those in flight; gives them up after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** What is still under way some time after it was given up loses its connection, in milliseconds. */
const cutAfterMs = 2_000;

/** Listens. Throws `LISTEN_REFUSED` when it cannot. */
export async function listen(
  options: HttpOptions,
  at: { host: string; port: number },
): Promise<HttpServer> {
  const live = liveCalls();
  const app = await appOf(options, live);
  try {
    // One address, so that there is one listener, whose certificate can be changed.
    const host = at.host === 'localhost' ? '127.0.0.1' : at.host;
    const url = await app.listen({ host, port: at.port });
    const address = app.server.address();
    return {
      url,
      port: typeof address === 'object' && address !== null ? address.port : at.port,
      useCertificate: (tls) => {
        if ('setSecureContext' in app.server)
          (app.server as unknown as { setSecureContext(tls: object): void }).setSecureContext(tls);
      },
      close: async (graceMs) => {
        const closed = app.close();
        live.stopTaking();
        const gaveUp = setTimeout(
          () => live.abort(new Fault('INTERRUPTED', 'the server stops')),
          graceMs,
        );
        const cut = setTimeout(() => app.server.closeAllConnections(), graceMs + cutAfterMs);
        await closed;
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

async function appOf(options: HttpOptions, live: LiveCalls): Promise<FastifyInstance> {
  const { limits, routes, tls } = options;
  const app = fastify(serverOptions(options)) as unknown as FastifyInstance;
  // Clients of APIO filter with a body on GET.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true } as { hasBody: boolean });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.server.on('connection', live.connected);
  app.addHook('onRequest', async (request, reply) => {
    live.arrived(request, reply);
    if (live.isStopping()) throw stoppingError();
    await recognize(request, options);
  });
  await app.register(helmet, helmetOptions(tls !== undefined));
  // Before the limit: loading the page is no call.
  if (options.page !== undefined) await addPage(app, options.page);
  const isLimited = limits.callsPerMinute > 0;
  if (isLimited)
    await app.register(rateLimit, {
      // Whoever is not signed in has little to do here but to sign in.
      max: (request) =>
        isSignedIn(request) ? limits.callsPerMinute : Math.ceil(limits.callsPerMinute / 10),
      timeWindow: 60_000,
      keyGenerator: countedAs,
      errorResponseBuilder: tooManyError,
    });
  for (const route of routes)
    for (const url of addressesOf(route.path))
      app.route({
        method: route.method,
        url,
        // Load balancers ask for the headers of the health pages alone.
        exposeHeadRoute: route.method === 'GET' && route.recorded === false,
        handler: (request, reply) => answer(options, live, route, request, reply),
      });
  app.setNotFoundHandler(isLimited ? { preHandler: app.rateLimit() } : {}, (request, reply) =>
    options.page !== undefined && sentPage(request, reply, options.page)
      ? undefined
      : notThere(options, request, reply),
  );
  app.setErrorHandler((error, request, reply) => refuse(options, request, reply, error));
  return app;
}

/** As the router writes them. What has an open end is there without one too. */
function addressesOf(path: string): readonly string[] {
  const url = path.replace(/\{\w+\*\}\/?$/, '*').replaceAll(/\{(\w+)\}/g, ':$1');
  return url.endsWith('*') ? [url, url.slice(0, -1)] : [url];
}

function serverOptions(options: HttpOptions): object {
  const { limits, tls } = options;
  const { requestMs } = limits;
  const node = {
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    // How often Node looks for slow clients.
    connectionsCheckingInterval: Math.min(requestMs, 5_000),
  };
  return {
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: requestMs,
    connectionTimeout: 0,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    // The hook above refuses them, in our words.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    ...(tls === undefined
      ? { http: node }
      : { https: { ...node, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: requestMs } }),
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      refuseAddress(options, request, reply),
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) =>
      refuseWire(options, error, socket),
  };
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
    frameguard: { action: 'deny' as const },
    referrerPolicy: { policy: 'no-referrer' as const },
    crossOriginEmbedderPolicy: false,
  };
}
