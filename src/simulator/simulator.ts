// Starts a simulator: listeners for every wire, one world behind them all. Opens sockets; decides nothing.
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { Fault } from '../fault.js';
import { type KeyAndCertificate, selfSigned } from './certificate.js';
import type { Site } from './elements/element.js';
import { serveElements } from './elements/serve.js';
import { networkElements, siteOf } from './elements/site.js';
import { type FaultControl, faultControl } from './faults.js';
import { odinPath, serveOdin } from './odin/serve.js';
import { type Portal, portalOf } from './odin/sign-in.js';
import type { CommandSeen, Core, Transport } from './wire/conversation.js';
import { type Cookies, serveSoap, soapPath } from './wire/soap.js';
import { serveConnection } from './wire/tcp.js';
import { stateOf } from './world/build-state.js';
import type { WorldState } from './world/state.js';
import type { Release, World } from './world/world.js';
import { xsiActions, xsiPath } from './xsi/actions.js';

export interface SimulatorOptions {
  readonly world: World;
  /**
   * `tcp://127.0.0.1:2208`, `tls://…`; `http://…`, `https://…` for SOAP; `odin+http://…`, `xsi+http://…` and
   * `elements+http://…`, these with `https` too. Port 0 takes a free one. Default one tcp.
   */
  readonly listen?: readonly string[];
  /** Plays another release than the world says. */
  readonly release?: Release | undefined;
  /** Faults from the start, in the short form of {@link FaultControl.add}. */
  readonly faults?: readonly string[];
  /** PEM. Without it a certificate is made at start. */
  readonly tls?: KeyAndCertificate;
  /** Most commands per document. */
  readonly maxBatch?: number | undefined;
  /** Told of every command when it is asked, before it is answered. */
  readonly onCommand?: (command: CommandSeen) => void;
  /** Milliseconds since 1970; for times and nonces. */
  readonly clock?: () => number;
}

/** A running simulator. Close it, or hold it with `await using`. */
export interface Simulator extends AsyncDisposable {
  /** Where it listens, in the order of `listen`, with real ports; those of HTTP with the whole path. */
  readonly urls: readonly string[];
  /** PEM of the certificate of the tls and https listeners; its own authority unless one was given. */
  readonly certificate: string;
  readonly world: WorldState;
  readonly faults: FaultControl;
  /** What was asked, in order; the oldest go when there are very many. */
  readonly commands: readonly CommandSeen[];
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

const mostCommandsKept = 100_000;

/** Throws `SETTING_INVALID` for an address or fault that cannot be, `LISTEN_REFUSED` for a port that is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const clock = options.clock ?? Date.now;
  const commands: CommandSeen[] = [];
  const faults = faultControl(options.faults ?? []);
  const core: Core = {
    state: stateOf(options.world, options),
    faults,
    clock,
    written: new WeakMap(),
    seen: (command) => {
      if (commands.length >= mostCommandsKept) commands.splice(0, mostCommandsKept / 10);
      commands.push(command);
      options.onCommand?.(command);
    },
  };
  const addresses = (options.listen ?? ['tcp://127.0.0.1:0']).map(parseAddress);
  const needsTls = addresses.some(({ transport }) => isSecure(transport));
  const tls = options.tls ?? (needsTls ? selfSigned(clock()) : { key: '', cert: '' });
  const stop = new AbortController();
  const site = siteOf(options.world, core.state, clock);
  const common = { tls, cookies: new Map(), portal: portalOf(clock), site, stop: stop.signal };
  const listeners: Listener[] = [];
  const close = async () => {
    stop.abort();
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  try {
    for (const address of addresses) listeners.push(await listen(core, address, common));
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return {
    urls: listeners.map(({ url }) => url),
    certificate: tls.cert,
    world: core.state,
    faults,
    commands,
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Address {
  readonly transport: Transport;
  readonly host: string;
  readonly port: number;
}

function parseAddress(text: string): Address {
  const parts =
    /^(tcp|tls|(?:(?:odin|xsi|elements)\+)?https?):\/\/(\[[0-9a-fA-F:.]+\]|[^/:[\]]+)(?::(\d{1,5}))?\/?/.exec(
      text,
    );
  const port = Number(parts?.[3] ?? 0);
  if (parts === null || port > 65_535)
    throw new Fault(
      'SETTING_INVALID',
      `Cannot listen on "${text}"; write tcp://127.0.0.1:2208, tls://…, http://…, https://…, odin+http(s)://…, xsi+http(s)://… or elements+http(s)://…, port 0 for a free one.`,
    );
  return { transport: parts[1] as Transport, host: (parts[2] ?? '').replace(/^\[|\]$/g, ''), port };
}

interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

interface Common {
  readonly tls: KeyAndCertificate;
  readonly cookies: Cookies;
  readonly portal: Portal;
  readonly site: Site;
  readonly stop: AbortSignal;
}

const isSecure = (transport: Transport) => transport === 'tls' || transport.endsWith('https');

/** Where the service lives on a wire that carries HTTP; elements have paths of their own. */
function pathOf(transport: Transport): string | undefined {
  if (transport === 'tcp' || transport === 'tls') return undefined;
  if (transport.startsWith('odin+')) return odinPath;
  if (transport.startsWith('xsi+')) return xsiPath;
  return transport.startsWith('elements+') ? '' : soapPath;
}

async function listen(core: Core, address: Address, common: Common): Promise<Listener> {
  const { transport, host, port } = address;
  const context = isSecure(transport) ? createSecureContext(common.tls) : undefined;
  const sockets = new Map<Socket, Socket>();
  const path = pathOf(transport);
  const http = path === undefined ? undefined : httpServer(core, transport, sockets, common);
  const serve = (socket: Socket, raw: Socket) => {
    sockets.set(socket, raw);
    socket.once('close', () => sockets.delete(socket));
    if (http === undefined) serveConnection(core, socket, raw, transport, common.stop);
    else http.emit('connection', socket);
  };
  const server = createServer((raw) => {
    if (context === undefined) {
      serve(raw, raw);
      return;
    }
    raw.on('error', () => raw.destroy());
    const socket = new TLSSocket(raw, { isServer: true, secureContext: context });
    sockets.set(socket, raw);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    socket.once('secure', () => serve(socket, raw));
  });
  await listening(server, host, port);
  const { port: real } = server.address() as AddressInfo;
  return {
    url: `${transport}://${host.includes(':') ? `[${host}]` : host}:${real}${path ?? ''}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const [socket, raw] of sockets) {
        socket.destroy();
        raw.destroy();
      }
      await closed;
    },
  };
}

/** The connection a request came over. */
interface HttpWire {
  readonly transport: Transport;
  readonly reset: () => void;
  readonly stop: AbortSignal;
}

/** HTTP on sockets that were accepted elsewhere, so that the socket below can be reached. */
function httpServer(
  core: Core,
  transport: Transport,
  sockets: ReadonlyMap<Socket, Socket>,
  { cookies, portal, site, stop }: Common,
): HttpServer {
  const served = (request: IncomingMessage, response: ServerResponse, wire: HttpWire) => {
    if (transport.startsWith('odin+')) return serveOdin(core, portal, request, response, wire);
    if (transport.startsWith('xsi+'))
      return serveElements(core, site, [xsiActions], request, response, wire);
    return transport.startsWith('elements+')
      ? serveElements(core, site, networkElements, request, response, wire)
      : serveSoap(core, cookies, request, response, wire);
  };
  return createHttpServer((request, response) => {
    const reset = () => {
      sockets.get(request.socket)?.resetAndDestroy();
      request.socket.destroy();
    };
    const wire = { transport, reset, stop };
    served(request, response, wire).catch(() => request.socket.destroy());
  });
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Fault('LISTEN_REFUSED', `cannot listen on ${host}:${port}: ${cause.message}`, {
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
}
