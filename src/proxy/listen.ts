// The sockets that clients connect to: TCP, TLS, HTTP and HTTPS. Hands each connection on; knows nothing of documents.
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { Fault } from '../fault.js';
import { soapPath } from '../south/index.js';
import type { ProxyOptions } from './options.js';

type Wire = 'tcp' | 'tls' | 'http' | 'https';

export interface ListenAddress {
  readonly wire: Wire;
  readonly host: string;
  readonly port: number;
}

const usualPorts = { tcp: 2208, tls: 2209, http: 80, https: 443 } as const;

/** Reads `tcp://127.0.0.1:2208`. Throws `SETTING_INVALID`, also where target or certificate do not go with it. */
export function parseListen(text: string, { target, tls }: ProxyOptions): ListenAddress {
  const wrong = (why: string) =>
    new Fault('SETTING_INVALID', `the proxy cannot listen on "${text.slice(0, 200)}": ${why}`);
  const parts =
    /^(tcp|tls|https?):\/\/(\[[0-9a-fA-F:.]{2,45}\]|[^/:[\]@?#\s]{1,253})(?::(\d{1,5}))?(\/[^?#\s]*)?$/.exec(
      text,
    );
  const wire = parts?.[1] as Wire | undefined;
  if (parts === null || wire === undefined)
    throw wrong(
      'write tcp://127.0.0.1:2208, tls://…, http://… or https://…, port 0 for a free one',
    );
  const port = Number(parts[3] ?? usualPorts[wire]);
  if (port > 65_535) throw wrong('there is no such port');
  const isHttp = wire === 'http' || wire === 'https';
  const path = parts[4] ?? '/';
  if (path !== '/' && !(isHttp && path === soapPath)) throw wrong(`the only path is ${soapPath}`);
  if (isHttp !== (target.transport === 'soap'))
    throw wrong(
      `bytes pass untouched, so the target must be ${isHttp ? 'SOAP' : 'TCP or TLS'} too, and it is ${target.url}`,
    );
  if ((wire === 'tls' || wire === 'https') && tls === undefined)
    throw wrong('it needs a key and a certificate');
  return { wire, host: (parts[2] as string).replace(/^\[|\]$/g, ''), port };
}

export interface ListenHandlers {
  /** A connection of TCP or TLS, secured already. */
  readonly link: (socket: Socket) => void;
  readonly soap: (request: IncomingMessage, response: ServerResponse, isSecure: boolean) => void;
  /** A connection of HTTP. */
  readonly httpSocket: (socket: Socket) => void;
}

export interface Listener {
  readonly url: string;
  /** Takes no more connections; resolves when those that stand are gone. */
  close(): Promise<void>;
  /** Ends them, also those that never came as far as to be handed on. */
  cut(): void;
}

/** Listens. Throws `LISTEN_REFUSED` when it cannot. */
export async function listen(
  { wire, host, port }: ListenAddress,
  options: ProxyOptions,
  handlers: ListenHandlers,
): Promise<Listener> {
  const server = serverOf(wire, options, handlers);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const words = `cannot listen on ${wire}://${host}:${port}: ${cause.message}`;
      reject(new Fault('LISTEN_REFUSED', words, { cause }));
    });
    server.listen(port, host, 1024, resolve);
  });
  // What goes wrong with one connection that is being taken must not end the others.
  server.on('error', () => undefined);
  const { port: real } = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  const path = wire === 'http' || wire === 'https' ? soapPath : '';
  return {
    url: `${wire}://${shown}:${real}${path}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function serverOf(wire: Wire, options: ProxyOptions, handlers: ListenHandlers): Server {
  const { connectMs, idleMs, silenceMs } = options.timeouts;
  // A client may say that it has nothing more to send, and still wants its answer.
  const half = { allowHalfOpen: true, noDelay: true } as const;
  const tls = { ...options.tls, minVersion: 'TLSv1.2', handshakeTimeout: connectMs } as const;
  if (wire === 'tcp') return createTcp(half, handlers.link);
  if (wire === 'tls') {
    const server = createTls({ ...half, ...tls }, handlers.link);
    server.on('tlsClientError', (_, socket) => socket.destroy());
    return server;
  }
  const http = {
    headersTimeout: silenceMs || 60_000,
    requestTimeout: silenceMs * 10,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: Math.min(30_000, silenceMs || 30_000),
  };
  const isSecure = wire === 'https';
  const serve = (request: IncomingMessage, response: ServerResponse) =>
    handlers.soap(request, response, isSecure);
  const server = isSecure ? createHttps({ ...http, ...tls }, serve) : createHttp(http, serve);
  server.on(isSecure ? 'secureConnection' : 'connection', handlers.httpSocket);
  return server;
}
