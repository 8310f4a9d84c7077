// What the server refuses before any route has it: unknown addresses, bodies too large, too many calls, what is no HTTP.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asFault, type Fault } from '../fault.js';
import { serveRefused } from './call.js';
import { type ProblemName, problem, problems } from './problem.js';
import { incomingOf, note, type Serving, send } from './requests.js';
import type { Reply, Route } from './route.js';

/** No route fits: 405 where another method would, else 404. */
export async function notThere(
  serving: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const path = request.url.split('?')[0]!.replace(/\/*$/, '/');
  const methods = serving.routes.filter((route) => fits(route, path)).map(({ method }) => method);
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
  await sendRefused(serving, request, reply, words);
}

const patterns = new WeakMap<Route, RegExp>();

function fits(route: Route, path: string): boolean {
  let pattern = patterns.get(route);
  if (pattern === undefined) {
    pattern = new RegExp(
      `^${route.path.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`,
    );
    patterns.set(route, pattern);
  }
  return pattern.test(path);
}

/** Thrown where a server that stops is asked for more. */
export const stoppingError = () =>
  Object.assign(new Error('the server stops'), { statusCode: 503 });

/** Thrown where somebody calls too often. */
export const tooManyError = () => Object.assign(new Error('too many calls'), { statusCode: 429 });

const ofStatus: Readonly<Record<number, ProblemName>> = {
  413: 'BODY_TOO_LARGE',
  415: 'TYPE_UNKNOWN',
  429: 'TOO_MANY',
  503: 'UNAVAILABLE',
};

/** What was thrown before a route had it, as an answer. */
export async function refuse(
  serving: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
): Promise<void> {
  const { statusCode = 500 } = thrown as { statusCode?: number };
  const name = ofStatus[statusCode] ?? (statusCode < 500 ? 'HEADERS_INVALID' : 'INTERNAL');
  const reason = statusCode === 503 ? 'the server stops; ask again in a moment' : undefined;
  const words = problem(name, reason ?? problems[name].what);
  // Whoever floods us must not fill the ledger too; a server that is closing takes no more records.
  if (statusCode === 429) return sendUnrecorded(serving, request, reply, words, '60');
  if (statusCode === 503) {
    reply.header('Connection', 'close');
    return sendUnrecorded(serving, request, reply, words, '5');
  }
  const fault = name === 'INTERNAL' ? asFault(thrown) : undefined;
  return sendRefused(serving, request, reply, words, fault);
}

/** An address that cannot be decoded: it never got to where calls are counted, so it is not recorded. */
export function refuseAddress(
  serving: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  // It came to no hook that would have set them.
  reply.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  reply.header('X-Content-Type-Options', 'nosniff');
  sendUnrecorded(
    serving,
    request,
    reply,
    problem(
      'NOT_FOUND',
      'the address is not valid: a % must be written %25, an id may have at most 500 characters',
    ),
  );
}

function sendUnrecorded(
  serving: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
  words: Reply,
  retryAfter?: string,
): void {
  const headers = {
    'Content-Type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
  };
  const content = JSON.stringify(words.body);
  const out = { status: words.status, headers, content, recordId: undefined };
  note(serving, request, out, '');
  send(reply, out);
}

async function sendRefused(
  serving: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
  words: Reply,
  fault?: Fault,
): Promise<void> {
  const { signal } = new AbortController();
  const out = await serveRefused(incomingOf(request, signal), words, serving.house);
  note(serving, request, fault === undefined ? out : { ...out, fault }, '');
  send(reply, out);
}

const ofWire: Readonly<Record<string, readonly [status: string, reason: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'the request did not come in time'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'the headers are too long'],
};

/** There is no reply that could have the usual ones. */
const bareHeaders =
  "Cache-Control: no-store\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\nX-Content-Type-Options: nosniff\r\n";

/** What came is no HTTP, or too slow: there is no request to answer or to record, only a socket. */
export function refuseWire(
  { onCall }: Serving,
  error: NodeJS.ErrnoException,
  socket: Socket,
): void {
  const [line, reason] = ofWire[error.code ?? ''] ?? [
    '400 Bad Request',
    'this is not valid HTTP; a body needs a Content-Length',
  ];
  const client = socket.remoteAddress ?? '';
  // While a change is under way, this must not be taken for its answer.
  const { _httpMessage: busy } = socket as { _httpMessage?: ServerResponse | null };
  const isSafe = busy == null || busy.req.method === 'GET' || !busy.req.complete;
  if (error.code !== 'ECONNRESET' && socket.writable && isSafe) {
    const { body } = problem('HEADERS_INVALID', reason);
    const text = JSON.stringify(body);
    socket.write(
      `HTTP/1.1 ${line}\r\n${bareHeaders}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    );
    const status = Number.parseInt(line, 10);
    onCall({ recordId: undefined, method: '', route: '', status, ms: 0, caller: '', client });
  }
  socket.destroy();
}
