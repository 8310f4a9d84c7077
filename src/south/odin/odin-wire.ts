// One HTTP exchange with ODIN: a request out, status, headers and bytes back. No login, pace, retry or judgement.
import { rootCertificates } from 'node:tls';
import { Agent } from 'undici';
import { asFault, Fault } from '../../fault.js';
import { connectionFault, patience, timeoutFault, type WireOptions } from '../transport.js';
import { baseOf } from './odin-address.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Complete and encoded: path of the base, path, query. */
  readonly path: string;
  /** Sent as the bearer. */
  readonly token?: string;
  /** JSON. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated header the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** Milliseconds from sending to the head of the answer. */
  readonly waitedMs: number;
}

/** Connections to one host, kept alive. */
export interface OdinWire {
  /** Throws Faults only. Whatever the status, what came is an answer. */
  exchange(request: HttpRequest): Promise<HttpAnswer>;
  /** Ends everything at once; exchanges under way fail with `fault`. */
  destroy(fault: Fault): Promise<void>;
}

export interface OdinWireOptions extends WireOptions {
  /** Most connections at once. */
  readonly connections: number;
}

/** An answer of ODIN is read whole; no group is near this. */
const largestBody = 256 * 1024 * 1024;

/** Makes the wire; connections are opened when they are needed. */
export function openWire(options: OdinWireOptions): OdinWire {
  const { target, timeoutMs, ca, connections } = options;
  const agent = new Agent({
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: {
      timeout: timeoutMs,
      // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
      rejectUnauthorized: true,
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    },
  });
  const running = new Set<AbortController>();
  let ended: Fault | undefined;
  return {
    async exchange(request) {
      if (ended !== undefined) throw ended;
      const abort = new AbortController();
      running.add(abort);
      const limit = setTimeout(
        () => abort.abort(timeoutFault(target, timeoutMs * patience, 'finish its answer')),
        timeoutMs * patience,
      );
      try {
        return await send(agent, request, options, abort.signal);
      } catch (thrown) {
        throw ended ?? faultOf(thrown, options);
      } finally {
        clearTimeout(limit);
        running.delete(abort);
      }
    },
    async destroy(fault) {
      if (ended !== undefined) return;
      ended = fault;
      for (const abort of running) abort.abort(fault);
      await agent.destroy();
    },
  };
}

async function send(
  agent: Agent,
  { method, path, token, body: sent }: HttpRequest,
  { target, maxDocumentBytes = largestBody }: OdinWireOptions,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const sentAt = performance.now();
  // Not by URL, which would spell the query anew.
  const { statusCode, headers, body } = await agent.request({
    origin: baseOf(target).origin,
    path,
    method,
    signal,
    headers: {
      accept: 'application/json',
      // Nothing here unpacks.
      'accept-encoding': 'identity',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const waitedMs = performance.now() - sentAt;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += (chunk as Buffer).length;
    if (size > maxDocumentBytes)
      throw new Fault(
        'OCIP_TOO_LARGE',
        `${target.url} sent an answer of more than ${maxDocumentBytes} bytes`,
      );
    chunks.push(chunk as Buffer);
  }
  return { status: statusCode, headers: firstOf(headers), bytes: Buffer.concat(chunks), waitedMs };
}

function firstOf(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat()[0] ?? '']),
  );
}

function faultOf(thrown: unknown, { target, timeoutMs }: OdinWireOptions): Fault {
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
