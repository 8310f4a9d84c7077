// Opens a proxy: listeners, what they share, and its end. The room's one way in.
import type { Socket } from 'node:net';
import { asFault, Fault } from '../fault.js';
import { openHttpRelay } from '../south/index.js';
import { Desk } from './desk.js';
import { bareError } from './error-document.js';
import { Link } from './link.js';
import { type Listener, type ListenHandlers, listen, parseListen } from './listen.js';
import { type OciProxy, type ProxyOptions, proxyLimits } from './options.js';
import { SessionBook } from './sessions.js';
import { serveSoap } from './soap-server.js';

/** Sessions of all SOAP clients that are remembered at once. */
const mostSoapSessions = 20_000;
/** How long somebody who is sent away may take to notice. */
const lingerMs = 1_000;

/** Listens. Faults: `SETTING_INVALID` for an address that cannot be, `LISTEN_REFUSED` for a port that is taken. */
export async function openProxy(options: ProxyOptions): Promise<OciProxy> {
  const addresses = options.listen.map((one) => parseListen(one, options));
  if (addresses.length === 0)
    throw new Fault('SETTING_INVALID', 'the proxy is given no address to listen on');
  const house = await houseOf(options);
  const listeners: Listener[] = [];
  try {
    for (const address of addresses) listeners.push(await listen(address, options, house.handlers));
  } catch (thrown) {
    await Promise.all(listeners.map((listener) => listener.close()));
    await house.close(0);
    throw thrown;
  }
  let closing: Promise<void> | undefined;
  const close = async (graceMs: number) => {
    const closed = listeners.map((listener) => listener.close());
    await house.close(graceMs);
    for (const listener of listeners) listener.cut();
    await Promise.all(closed);
  };
  return {
    urls: listeners.map(({ url }) => url),
    learned: () => house.desk.learner.learned(),
    get clients() {
      return house.clients();
    },
    close: (graceMs = 5_000) => {
      closing ??= close(graceMs);
      return closing;
    },
  };
}

interface House {
  readonly desk: Desk;
  readonly handlers: ListenHandlers;
  readonly clients: () => number;
  readonly close: (graceMs: number) => Promise<void>;
}

/** What all listeners share. */
async function houseOf(options: ProxyOptions): Promise<House> {
  const limits = { ...proxyLimits, ...options.limits };
  const desk = new Desk(options);
  const budget = { bytes: 0, most: limits.heldBytes };
  const links = new Map<Link, Promise<void>>();
  const calls = new Set<Promise<void>>();
  const sockets = new Set<Socket>();
  const tooMany = new WeakSet<Socket>();
  const stop = new AbortController();
  const clients = () => links.size + sockets.size;
  const { target, timeouts, ca } = options;
  const http =
    target.transport === 'soap'
      ? await openHttpRelay({ target, ...timeouts, ...(ca === undefined ? {} : { ca }) })
      : undefined;
  const book = new SessionBook(mostSoapSessions);
  const handlers: ListenHandlers = {
    link(socket) {
      if (clients() >= limits.clients) return sendAway(socket);
      const link = new Link(socket, { options, limits, desk, budget });
      links.set(
        link,
        link.serve().finally(() => links.delete(link)),
      );
    },
    httpSocket(socket) {
      if (clients() >= limits.clients) tooMany.add(socket);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    },
    soap(request, response, isSecure) {
      if (http === undefined || tooMany.has(request.socket)) {
        response.writeHead(503, { 'Retry-After': '10', Connection: 'close' });
        response.end('[Muster] refused: too many clients\n');
        return;
      }
      const setup = { options, limits, desk, relay: http, book, budget, stop: stop.signal };
      const call = serveSoap(setup, request, response, isSecure);
      calls.add(call);
      void call.finally(() => calls.delete(call));
    },
  };
  const close = async (graceMs: number) => {
    for (const link of links.keys()) link.stop();
    const timer = setTimeout(() => {
      const fault = new Fault('INTERRUPTED', 'the proxy stops');
      stop.abort(fault);
      for (const link of links.keys()) link.destroy(fault);
    }, graceMs);
    await Promise.all([...links.values(), ...calls]);
    clearTimeout(timer);
    for (const socket of sockets) socket.destroySoon();
    await desk.settled();
    await http?.close().catch((thrown: unknown) => options.onTrouble?.(asFault(thrown)));
  };
  return { desk, handlers, clients, close };
}

function sendAway(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.resume().end(bareError('too many clients'));
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
