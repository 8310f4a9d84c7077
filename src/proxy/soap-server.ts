// OCI-P inside SOAP: one POST for each document, passed on as it is and answered as the target answers. The description at
// ?wsdl names the proxy in place of the target.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { asFault, Fault } from '../fault.js';
import { type HttpRelay, soapPath } from '../south/index.js';
import { type AskedDocument, askedFrom } from './asked.js';
import type { Desk } from './desk.js';
import { errorDocument } from './error-document.js';
import type { Knock, OpenCall } from './open-call.js';
import type { ProxyLimits, ProxyOptions } from './options.js';
import type { SessionBook } from './sessions.js';
import { carryAnswer, headersBack, passable } from './soap-answer.js';
import { answerWith, documentInCall, faultWith } from './soap-text.js';

export interface SoapSetup {
  readonly options: ProxyOptions;
  readonly limits: ProxyLimits;
  readonly desk: Desk;
  readonly relay: HttpRelay;
  /** Of all SOAP clients: a session outlives its connections. */
  readonly book: SessionBook;
  readonly budget: { bytes: number; readonly most: number };
  /** The proxy gives up what is under way. */
  readonly stop: AbortSignal;
}

/** Answers one request; never rejects. `isSecure`: it came over TLS. */
export async function serveSoap(
  setup: SoapSetup,
  request: IncomingMessage,
  response: ServerResponse,
  isSecure: boolean,
): Promise<void> {
  try {
    const { pathname, search } = new URL(request.url ?? '/', 'http://muster.invalid');
    if (pathname !== soapPath) plain(response, 404, 'There is nothing here.');
    else if (request.method === 'GET' && search.toLowerCase() === '?wsdl')
      await serveDescription(setup, request, response, isSecure);
    else if (request.method === 'POST') await budgeted(setup, request, response);
    else plain(response, 405, 'Only POST, or GET with ?wsdl.');
  } catch (thrown) {
    setup.options.onTrouble?.(asFault(thrown));
    response.destroy();
  }
}

/** Serves a POST; its body counts as long as it is in memory. */
async function budgeted(
  setup: SoapSetup,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const held = { bytes: 0 };
  try {
    await servePost(setup, request, response, held);
  } finally {
    setup.budget.bytes -= held.bytes;
  }
}

async function servePost(
  setup: SoapSetup,
  request: IncomingMessage,
  response: ServerResponse,
  held: { bytes: number },
): Promise<void> {
  let read: { readonly asked: AskedDocument; readonly text: string };
  let cookie: string | undefined;
  let body: Buffer;
  try {
    body = await bodyOf(setup, request, held);
    cookie = cookieOfCall(request.headers.cookie);
    if (request.headers['content-encoding'] !== undefined)
      throw new Fault('OCIP_MALFORMED', 'a call that is compressed does not pass here');
    const { document, text } = documentInCall(body, request.headers['content-type'] ?? '');
    read = { asked: askedFrom(document), text };
  } catch (thrown) {
    if (request.destroyed && !request.complete) return;
    refuseWhole(setup, request, response, asFault(thrown));
    return;
  }
  const { asked, text } = read;
  // Without a cookie nobody is known yet: what the answer gives may be the beginning of a session, of this client alone.
  const key = keyOf(cookie ?? `new ${randomUUID()}`, asked);
  const session = setup.book.of(key);
  const gone = goneOf(response, setup.stop);
  const knock: Knock = { asked, session, client: clientOf(request), signal: gone };
  const admission = await setup.desk.admit(knock);
  if ('refused' in admission) {
    xml(response, 200, answerWith(errorDocument(asked, admission.refused)));
    return;
  }
  const { call } = admission;
  const secrets = call.secretsOf(text);
  // Of a change the answer is waited for, whoever is still there to hear it.
  const signal = asked.changes ? setup.stop : gone;
  const sent = { log: call.log, commands: asked.names, secrets, signal };
  await exchange(setup, call, response, async () => {
    const { headers } = request;
    const answer = await setup.relay.send({
      ...sent,
      method: 'POST',
      headers: passable(headers),
      content: body,
    });
    const fresh = sessionCookie([answer.headers['set-cookie'] ?? []].flat().join('; '));
    if (fresh !== undefined) setup.book.rename(key, keyOf(fresh, asked));
    return answer;
  });
}

/** Sends what `send` sends, and brings its answer back. */
async function exchange(
  { relay, options }: SoapSetup,
  call: OpenCall,
  response: ServerResponse,
  send: () => ReturnType<HttpRelay['send']>,
): Promise<void> {
  try {
    call.underWay();
    const answer = await send();
    call.sent(answer.sink);
    await carryAnswer(call, answer, response, options.timeouts.silenceMs);
  } catch (thrown) {
    const fault = relay.faultOf(thrown);
    await call.failed(fault);
    if (response.headersSent || response.destroyed) response.destroy();
    else {
      const status = fault.code === 'SOUTH_TIMEOUT' ? 504 : 502;
      xml(response, status, faultWith('Server', `no answer came: ${fault.message}`));
    }
  }
}

/** The description of the service, with the address of the proxy in it. */
async function serveDescription(
  setup: SoapSetup,
  request: IncomingMessage,
  response: ServerResponse,
  isSecure: boolean,
): Promise<void> {
  const gone = goneOf(response, setup.stop);
  const session = setup.book.of('');
  const knock: Knock = { asked: description, session, client: clientOf(request), signal: gone };
  const admission = await setup.desk.admit(knock);
  if ('refused' in admission) {
    plain(response, 403, `[Muster] refused: ${admission.refused}`);
    return;
  }
  const { call } = admission;
  const { log } = call;
  try {
    call.underWay();
    const answer = await setup.relay.send({
      log,
      commands: description.names,
      method: 'GET',
      query: '?wsdl',
      headers: {},
      content: Buffer.alloc(0),
      secrets: () => [],
      signal: gone,
    });
    call.sent(answer.sink);
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of answer.body as AsyncIterable<Buffer>) {
      call.take(piece);
      length += piece.length;
      if (length > mostDescription)
        throw new Fault('OCIP_TOO_LARGE', 'the description is too long');
      pieces.push(piece);
    }
    await call.told(answer.status < 400 ? 200 : 502, answer.status);
    const own = `${isSecure ? 'https' : 'http'}://${hostOf(request)}${soapPath}`;
    const text = Buffer.concat(pieces).toString('latin1');
    const { 'content-length': _, ...headers } = headersBack(answer.headers);
    response.writeHead(answer.status, headers);
    response.end(Buffer.from(withAddress(text, own), 'latin1'));
  } catch (thrown) {
    const fault = setup.relay.faultOf(thrown);
    await call.failed(fault);
    if (!response.headersSent) plain(response, 502, `[Muster] no answer came: ${fault.message}`);
  }
}

const mostDescription = 4 << 20;

/** As it is recorded; a rule may name it. */
const description: AskedDocument = {
  sessionId: undefined,
  commands: [{ name: 'wsdl', kind: 'read', echo: '' }],
  names: ['wsdl'],
  chief: 'wsdl',
  changes: false,
  impact: { tenantId: '', groupId: '', userId: '', instanceName: '' },
  charset: 'utf-8',
  isReply: false,
};

/** The address of a service stands in `location` of an element called `address`. */
function withAddress(wsdl: string, own: string): string {
  const address = /(<(?:[\w.-]+:)?address\b[^>]*?\blocation\s*=\s*)(?:"[^"]*"|'[^']*')/g;
  return wsdl.replace(address, (_, before: string) => `${before}"${own}"`);
}

/** As the client calls the proxy, when it is one that can be written into the description. */
function hostOf({ headers, socket }: IncomingMessage): string {
  const { host = '' } = headers;
  if (/^(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/.test(host)) return host;
  return `${socket.localAddress?.includes(':') ? `[${socket.localAddress}]` : socket.localAddress}:${socket.localPort}`;
}

async function bodyOf(
  { limits, budget }: SoapSetup,
  request: IncomingMessage,
  held: { bytes: number },
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) {
    held.bytes += piece.length;
    budget.bytes += piece.length;
    if (held.bytes > limits.requestBytes)
      throw new Fault('OCIP_TOO_LARGE', 'the call is larger than the limit');
    if (budget.bytes > budget.most) throw new Fault('SOUTH_BUSY', 'too much is being sent at once');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function refuseWhole(
  { options }: SoapSetup,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
): void {
  response.setHeader('Connection', 'close');
  xml(response, 500, faultWith('Client', fault.message));
  const client = clientOf(request);
  const nothing = { recordId: '', login: '', commands: [], ms: 0, client };
  options.onCall?.({ ...nothing, status: 400, refused: fault.message });
}

/** The switch ties a session to the cookie: by the id alone, which a client makes up, nobody is known. */
function keyOf(cookie: string, { sessionId = '' }: { sessionId: string | undefined }) {
  return `${cookie}\n${sessionId}`;
}

/** The cookie that a call has, if any. Throws `OCIP_MALFORMED` where the target might find another one. */
function cookieOfCall(header: string | undefined): string | undefined {
  const cookie = sessionCookie(header);
  const named = header?.match(/jsessionid/gi)?.length ?? 0;
  if (named !== (cookie === undefined ? 0 : 1))
    throw new Fault('OCIP_MALFORMED', 'a call with an odd session cookie, or two, does not pass');
  return cookie;
}

function sessionCookie(header: string | undefined): string | undefined {
  return /(?:^|;\s*)JSESSIONID=([^;\s]{1,500})/.exec(header ?? '')?.[1];
}

/** Aborts when the client is gone before it has its answer, or the proxy stops. */
function goneOf(response: ServerResponse, stop: AbortSignal): AbortSignal {
  const gone = new AbortController();
  const leave = (fault: Fault) => gone.abort(fault);
  const stopped = () => leave(asFault(stop.reason));
  if (stop.aborted) stopped();
  stop.addEventListener('abort', stopped);
  response.once('close', () => {
    stop.removeEventListener('abort', stopped);
    if (!response.writableFinished)
      leave(new Fault('INTERRUPTED', 'the client closed the connection'));
  });
  return gone.signal;
}

const clientOf = ({ socket }: IncomingMessage) =>
  `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`;

function xml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'text/xml; charset=utf-8' });
  response.end(body);
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
