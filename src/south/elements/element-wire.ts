// One HTTP exchange with an element: a request out; status, headers and bytes back. No credentials, pace, repeat or judgement.
import { rootCertificates } from 'node:tls';
import { Agent } from 'undici';
import { Fault } from '../../fault.js';
import { connectionFault } from '../transport.js';
import type { HttpAnswer, HttpRequest } from './http.js';

/** How a request is to go. */
export interface Sending {
  /** Over a connection that has served nobody yet: one that is kept alive may just be closing, and a change cannot be repeated. */
  readonly isFresh: boolean;
  /** Called just before it is written, unless it never is. */
  readonly sent: () => void;
  /** Gets the bytes of the answer as they come. */
  readonly taken: (piece: Uint8Array) => void;
  /** Gives it up; its reason is a Fault. */
  readonly signal: AbortSignal;
}

/** Connections to the hosts of one element. */
export interface ElementWire {
  /** Throws Faults only. Whatever the status, what came complete is an answer; redirects are not followed. */
  exchange(request: HttpRequest, sending: Sending): Promise<HttpAnswer>;
  /** Ends everything at once. */
  destroy(): Promise<void>;
}

export interface ElementWireOptions {
  readonly connectMs: number;
  readonly maxBytes: number;
  /** Connections to one host. */
  readonly connections: number;
  readonly ca?: string;
}

/** Makes the wire; connections are opened when they are needed. */
export function openElementWire(options: ElementWireOptions): ElementWire {
  const { connectMs, connections, ca } = options;
  const agent = (pipelining: 0 | 1) =>
    new Agent({
      pipelining,
      connections,
      // The whole call has a limit of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        timeout: connectMs,
        // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
        rejectUnauthorized: true,
        ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      },
    });
  const kept = agent(1);
  // Without keep-alive.
  const fresh = agent(0);
  return {
    exchange: (request, sending) =>
      exchange(sending.isFresh ? fresh : kept, request, sending, options),
    async destroy() {
      await Promise.all([kept.destroy(), fresh.destroy()]);
    },
  };
}

function exchange(
  agent: Agent,
  request: HttpRequest,
  { sent, taken, signal }: Sending,
  { maxBytes, connectMs }: ElementWireOptions,
): Promise<HttpAnswer> {
  const { origin, method, path, headers, body } = request;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    let stop: (reason: Error) => void = () => undefined;
    let isSent = false;
    let hasEnded = false;
    const end = (settle: () => void) => {
      if (hasEnded) return;
      hasEnded = true;
      signal.removeEventListener('abort', give);
      settle();
    };
    const fail = (fault: Fault) => {
      end(() => reject(fault));
      stop(fault);
    };
    const give = () => fail(signal.reason as Fault);
    signal.addEventListener('abort', give);
    let head: Omit<HttpAnswer, 'bytes'> | undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    agent.dispatch(
      // Not by URL, which would spell path and query anew.
      { origin, method, path, headers, ...(body === undefined ? {} : { body }) },
      {
        onRequestStart(controller) {
          stop = (reason) => controller.abort(reason);
          // Given up while it waited for a connection: nothing is written.
          if (hasEnded) return controller.abort(new Error('given up'));
          isSent = true;
          sent();
        },
        onResponseStart(_, status, found) {
          if (status >= 200) head = { status, headers: joined(found) };
        },
        onResponseData(_, chunk) {
          if (hasEnded) return;
          size += chunk.length;
          if (size > maxBytes) return fail(tooLarge(origin, maxBytes));
          taken(chunk);
          chunks.push(chunk);
        },
        onResponseEnd() {
          const answer = head;
          if (answer === undefined)
            fail(new Fault('SOUTH_PROTOCOL', `${origin} sent no answer that HTTP knows`));
          else end(() => resolve({ ...answer, bytes: Buffer.concat(chunks) }));
        },
        onResponseError(_, thrown) {
          end(() => reject(faultOf(thrown, origin, isSent, connectMs)));
        },
      },
    );
  });
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      [value ?? ''].flat().join(', '),
    ]),
  );
}

function tooLarge(origin: string, most: number): Fault {
  const mebibyte = 1024 * 1024;
  const limit = most % mebibyte === 0 ? `${most / mebibyte} MB` : `${most} bytes`;
  return new Fault('OCIP_TOO_LARGE', `${origin} sent an answer of more than ${limit}`);
}

function faultOf(thrown: unknown, origin: string, isSent: boolean, connectMs: number): Fault {
  if (thrown instanceof Fault) return thrown;
  const code = (thrown as NodeJS.ErrnoException).code ?? '';
  const words = (thrown as Error).message;
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return new Fault(
      'SOUTH_UNREACHABLE',
      `${origin} did not accept a connection within ${connectMs / 1000} s`,
    );
  // Without its cause, which holds the bytes that came.
  if ((thrown as Error).name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW')
    return new Fault(
      'SOUTH_PROTOCOL',
      `${origin} does not speak HTTP as expected: ${words.slice(0, 200)}`,
    );
  // A value that no header can hold.
  if (code === 'UND_ERR_INVALID_ARG')
    return new Fault('USAGE_INVALID', `the request cannot be sent: ${words.slice(0, 200)}`);
  const target = { transport: 'soap', host: '', port: 0, encrypted: true, url: origin } as const;
  const { code: found, message } = connectionFault(thrown, target, !isSent);
  return new Fault(found, message);
}
