// One kept-alive connection to an ODIN host, one request at a time; it opens, and opens again, when it is needed.
// Knows when a request really goes out, and whether a loss was the connection's fault alone. No retry.
import type { Socket } from 'node:net';
import { type buildConnector, Client } from 'undici';
import { asFault, Fault } from '../../fault.js';
import { connectionFault, timeoutFault, type WireOptions } from '../transport.js';
import { baseOf } from './odin-address.js';
import { OdinBody } from './odin-body.js';
import type { HttpAnswer, HttpRequest } from './odin-http.js';

export interface OdinConnection {
  /** Throws Faults only; `sent` is called as the request goes out, unless it never does. */
  send(request: HttpRequest, sent: () => void): Promise<HttpAnswer>;
  /** Ends it at once. What is under way, if that can be, fails with `fault`. */
  destroy(fault?: Fault): Promise<void>;
}

/** A larger answer is given up. No group is near this. */
const largestBody = 64 * 1024 * 1024;

/** Opens nothing yet. `connect` makes sockets. */
export function makeConnection(
  options: WireOptions,
  connect: buildConnector.connector,
): OdinConnection {
  const { target, timeoutMs, maxDocumentBytes = largestBody } = options;
  let socket: Socket | undefined;
  /** How many answers the connection that stands has brought. */
  let answers = 0;
  let ended: Fault | undefined;
  const client = new Client(baseOf(target).origin, {
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: (to, done) =>
      connect(to, (...made) => {
        socket = made[1] ?? undefined;
        answers = 0;
        done(...made);
      }),
  });
  return {
    send: (request, sent) =>
      new Promise((resolve, reject) => {
        let body: OdinBody | undefined;
        let sentAt = performance.now();
        let head: Omit<HttpAnswer, 'bytes'> | undefined;
        let isReused = false;
        let readBefore = 0;
        // A handler of our own, not `request`: only this tells when the request is written.
        client.dispatch(
          // Not by URL, which would spell the query anew.
          { path: request.path, method: request.method, ...contentOf(request) },
          {
            onRequestStart() {
              sent();
              sentAt = performance.now();
              isReused = answers > 0;
              readBefore = socket?.bytesRead ?? 0;
            },
            onResponseStart(controller, status, headers) {
              if (status < 200) return;
              head = { status, headers: firstOf(headers), waitedMs: performance.now() - sentAt };
              body = new OdinBody(controller, maxDocumentBytes, target.url);
            },
            onResponseData: (_, chunk) => body?.take(chunk),
            onResponseEnd() {
              answers++;
              const bytes = body?.end() ?? Buffer.alloc(0);
              if (head !== undefined) resolve({ ...head, bytes });
            },
            onResponseError(_, thrown) {
              body?.end();
              const fault = ended ?? faultOf(thrown, options);
              const isUntouched = isReused && socket?.bytesRead === readBefore;
              reject(isUntouched && fault.code === 'SOUTH_LOST' ? stale(fault) : fault);
            },
          },
        );
      }),
    async destroy(fault) {
      ended ??= fault;
      await client.destroy(fault ?? null);
    },
  };
}

/** A connection that had served before and ended without a byte: the other side was about to close it anyway. */
function stale(fault: Fault): Fault {
  return new Fault(fault.code, fault.message, { cause: fault, detail: { stale: true } });
}

function contentOf({ token, body }: HttpRequest) {
  return {
    headers: {
      accept: 'application/json',
      // Nothing here unpacks.
      'accept-encoding': 'identity',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  };
}

function firstOf(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat()[0] ?? '']),
  );
}

function faultOf(thrown: unknown, { target, timeoutMs }: WireOptions): Fault {
  if (thrown instanceof Fault) return thrown;
  const code = (thrown as NodeJS.ErrnoException).code ?? '';
  if (/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/.test(code))
    return timeoutFault(target, timeoutMs, 'answer');
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return timeoutFault(target, timeoutMs, 'accept a connection');
  // Without its cause, which holds the bytes that came.
  if ((thrown as Error).name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW')
    return new Fault('SOUTH_PROTOCOL', `${target.url}: ${(thrown as Error).message}`);
  const opening = /^E(?:CONNREFUSED|HOSTUNREACH|NETUNREACH|TIMEDOUT)$/.test(code);
  return code === '' ? asFault(thrown, 'SOUTH_LOST') : connectionFault(thrown, target, opening);
}
