// One request of the HTTP server: who sent it, what came, what goes out, what is noted of it. Knows sockets and headers;
// what a call means stands in the routes.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from '../fault.js';
import { type CallHouse, type Incoming, type Outgoing, serve } from './call.js';
import { type Caller, nobody } from './caller.js';
import { eventsOver } from './events.js';
import type { LiveCalls } from './live-calls.js';
import { problem } from './problem.js';
import type { Reply, Route } from './route.js';
import { textsOf } from './validate.js';

/** Who a request comes from, or why a credential that was sent is no good. */
export interface Known {
  readonly caller: Caller;
  readonly sessionId?: string;
  readonly whyNobody?: Reply;
}

/** One line of the log: no body, no id of a user or another object, no secret. */
export interface CallLine {
  readonly recordId: string | undefined;
  readonly method: string;
  /** Row of the route table; empty for what fits none. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  /** `machine:NAME`, `session`, `oidc`, or empty: people stand in the record. */
  readonly caller: string;
  readonly client: string;
  readonly fault?: Fault;
}

/** What every request is served with. */
export interface Serving {
  readonly routes: readonly Route[];
  readonly house: CallHouse;
  /** From the bearer or the session cookie. */
  readonly identify: (credential: { bearer?: string; cookie?: string }) => Promise<Known>;
  readonly onCall: (line: CallLine) => void;
}

const known = new WeakMap<FastifyRequest, Known>();
const began = new WeakMap<FastifyRequest, number>();

/** Finds out who sent it; the rest of its way asks nobody again. */
export async function recognize(request: FastifyRequest, { identify }: Serving): Promise<void> {
  began.set(request, performance.now());
  unquoteType(request.raw);
  known.set(request, asMeant(request, await identify(credentialOf(request))));
}

/**
 * Windows of one browser share its cookie: when somebody else has signed in by now, a window that goes on would ask, and be
 * recorded, under another name than it shows. So it says whom it means.
 */
function asMeant({ headers }: FastifyRequest, found: Known): Known {
  const meant = headers['x-muster-account'];
  if (meant === undefined || found.sessionId === undefined) return found;
  if (meant === encodeURIComponent(found.caller.id)) return found;
  return {
    caller: nobody,
    whyNobody: problem('NOT_SIGNED_IN', 'somebody else has signed in here by now; sign in again'),
  };
}

/** Whether it came with a session or a token that is good. */
export function isSignedIn(request: FastifyRequest): boolean {
  return (known.get(request)?.caller ?? nobody).via !== 'nobody';
}

/** Whose calls are counted together. */
export function countedAs(request: FastifyRequest): string {
  const { caller } = known.get(request) ?? {};
  return caller === undefined || caller.via === 'nobody'
    ? `address ${request.ip}`
    : `caller ${caller.id}`;
}

/** Some clients write the media type in quotes. */
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

/** Other cookies may be those of another server at the same host. */
function isBlank(request: FastifyRequest): boolean {
  return request.headers.authorization === undefined && credentialOf(request).cookie === undefined;
}

/** What came, without what belongs to HTTP. */
export function incomingOf(request: FastifyRequest, signal: AbortSignal): Incoming {
  const { caller, sessionId, whyNobody } = known.get(request) ?? { caller: nobody };
  const query = (request.query ?? {}) as Readonly<Record<string, unknown>>;
  return {
    caller,
    sessionId,
    ...(whyNobody && { whyNobody }),
    isBlank: isBlank(request),
    method: request.method,
    client: request.ip,
    url: request.url,
    params: idsOf(request),
    query,
    texts: textsOf(query),
    headers: request.headers,
    type: (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase(),
    body: Buffer.isBuffer(request.body) ? request.body : undefined,
    signal,
  };
}

/** Without the rest of an open path: that is no id, and is read as it came. */
function idsOf({ params }: FastifyRequest): Readonly<Record<string, string>> {
  const { '*': _rest, ...ids } = (params ?? {}) as Readonly<Record<string, string>>;
  return ids;
}

/** Serves a request that fits a route. */
export async function answer(
  serving: Serving,
  live: LiveCalls,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const signal = live.signalOf(request);
  const { bearer } = credentialOf(request);
  const isStream =
    route.streams === true && /text\/event-stream/.test(request.headers.accept ?? '');
  const stream = isStream ? eventsOver(reply) : undefined;
  const isToken = bearer !== undefined && known.get(request)?.sessionId === undefined;
  const incoming: Incoming = {
    ...incomingOf(request, signal),
    ...(stream && { events: stream }),
    ...(isToken && {
      tokenHolds: async () => (await serving.identify({ bearer })).caller.via !== 'nobody',
    }),
  };
  const out = await serve(route, incoming, serving.house);
  note(serving, request, out, route.path);
  if (stream?.hasBegun()) {
    stream.finish(out);
    return;
  }
  // Kept alive it would keep a server waiting that wants to stop.
  if (live.isStopping()) reply.header('Connection', 'close');
  send(reply, out);
}

/** Sends what a call came to. */
export function send(reply: FastifyReply, { status, headers, content }: Outgoing): void {
  reply.code(status).header('Cache-Control', 'no-store').headers(headers);
  const isText = content === undefined || typeof content === 'string';
  reply.send(isText ? content : Buffer.from(content));
}

/** Tells the log. */
export function note(
  { onCall }: Serving,
  request: FastifyRequest,
  out: Outgoing,
  route: string,
): void {
  const now = performance.now();
  onCall({
    recordId: out.recordId,
    method: request.method,
    route,
    status: out.status,
    ms: Math.round((now - (began.get(request) ?? now)) * 1000) / 1000,
    caller: shownCaller(known.get(request)?.caller ?? nobody),
    client: request.ip,
    ...(out.fault && { fault: out.fault }),
  });
}

const shownCaller = ({ via, id }: Caller) => (via === 'token' ? id : via === 'nobody' ? '' : via);
