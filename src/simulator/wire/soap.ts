// OCI-P inside SOAP: one operation that carries a whole document as text, sessions tied to a cookie, the description
// at ?wsdl. Takes the three spellings of the parameter that clients use.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DocumentStream, type OciDocument, XmlReader } from '../../ocip/index.js';
import { refuse } from '../answers/answer.js';
import {
  type Core,
  converse,
  newPeer,
  type Outcome,
  type Peer,
  type Transport,
} from './conversation.js';
import { type Channel, deliver } from './deliver.js';
import { type WrittenTables, writeLogout, writeReply } from './writer.js';
import { wsdl } from './wsdl.js';

/** Where the service lives below the host. */
export const soapPath = '/webservice/services/ProvisioningService';
const soapPaths = [soapPath, '/OCIOverSoap/services/ProvisioningService'];

const maxBodyBytes = 16 * 1024 * 1024;

/** The cookies and their sessions; one of these for all SOAP listeners of a simulator. */
export type Cookies = Map<string, Peer>;

/** Answers one HTTP request. `reset` tears the connection down. */
export async function serveSoap(
  core: Core,
  cookies: Cookies,
  request: IncomingMessage,
  response: ServerResponse,
  { transport, reset, stop }: { transport: Transport; reset: () => void; stop: AbortSignal },
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator.invalid');
  if (!soapPaths.includes(url.pathname)) return plain(response, 404, 'There is nothing here.');
  if (request.method === 'GET' && url.searchParams.has('wsdl'))
    return xml(
      response,
      200,
      wsdl(`${transport}://${request.headers.host ?? 'localhost'}${url.pathname}`),
    );
  if (request.method !== 'POST') return plain(response, 405, 'Only POST, or GET with ?wsdl.');
  const body = await bodyOf(request);
  const message = body === undefined ? undefined : messageIn(body);
  if (message === undefined)
    return fault(
      response,
      'soapenv:Client',
      'INVALID_REQUEST',
      'No operation processOCIMessage with one text.',
    );
  const peer = peerOf(cookies, request, response, transport);
  const document = documentIn(message);
  if (document === undefined)
    return xml(response, 200, envelope(writeReply(malformed).toString('latin1')));
  const outcome = converse(core, peer, document);
  if (outcome.isNotLoggedIn)
    return fault(
      response,
      'soapenv:Server.generalException',
      'INVALID_REQUEST',
      'The user must log in first.',
    );
  await carry(response, outcome, core.written, { reset, stop });
}

const malformed = {
  sessionId: undefined,
  answers: [
    {
      echo: '',
      answer: refuse(6004, 'OCI XML Request validation error', 'The document cannot be read.'),
    },
  ],
};

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  const declared =
    /charset="?([\w-]+)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(declared).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

/** The text inside `in0` or `arg0` of the operation; whichever namespaces they are in. */
function messageIn(body: string): string | undefined {
  const path: string[] = [];
  let message: string | undefined;
  const isParameter = () =>
    path.at(-2) === 'processOCIMessage' && (path.at(-1) === 'in0' || path.at(-1) === 'arg0');
  const reader = new XmlReader({
    open: (name) => {
      path.push(name);
      if (isParameter()) message = '';
    },
    text: (text) => {
      if (isParameter()) message = (message ?? '') + text;
    },
    close: () => {
      path.pop();
    },
    leaf: (name, text) => {
      path.push(name);
      if (isParameter()) message = text;
      path.pop();
    },
  });
  try {
    reader.write(body.trimStart());
    reader.end();
  } catch {
    return undefined;
  }
  return message;
}

/** The document that was carried as text. Its declaration is only text by now, so it is made to be true again. */
function documentIn(message: string): OciDocument | undefined {
  const text = message.trim().replace(/^<\?xml[^>]*\?>/, '');
  const documents: OciDocument[] = [];
  const stream = new DocumentStream((document) => documents.push(document));
  try {
    stream.write(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`, 'utf8'));
    stream.end();
  } catch {
    return undefined;
  }
  return documents[0];
}

function peerOf(
  cookies: Cookies,
  request: IncomingMessage,
  response: ServerResponse,
  transport: Transport,
): Peer {
  const id = /(?:^|;\s*)JSESSIONID=([^;\s]+)/.exec(request.headers.cookie ?? '')?.[1];
  const known = cookies.get(id ?? '');
  if (known !== undefined) return known;
  const fresh = randomBytes(16).toString('hex').toUpperCase();
  const peer = newPeer(transport);
  cookies.set(fresh, peer);
  response.setHeader('Set-Cookie', `JSESSIONID=${fresh}; Path=/webservice; HttpOnly`);
  return peer;
}

async function carry(
  response: ServerResponse,
  { reply, style, delivery, userId }: Outcome,
  written: WrittenTables,
  { reset, stop }: { reset: () => void; stop: AbortSignal },
): Promise<void> {
  // Nothing can be pushed to a SOAP client: a logout by the server comes in place of the answer.
  const bytes =
    delivery.logout === 'instead'
      ? writeLogout(reply.sessionId, userId, style)
      : writeReply(reply, style, written);
  const body = Buffer.from(envelope(bytes.toString(style.sent), style.isPrefixed), 'utf8');
  response.writeHead(200, {
    'Content-Type': 'text/xml; charset=utf-8',
    'Content-Length': body.length,
  });
  const channel: Channel = { stream: response, end: () => response.socket?.end(), reset };
  await deliver(channel, body, delivery, stop);
  if (delivery.way === 'whole' || delivery.way === 'drip' || delivery.way === 'split')
    response.end();
}

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function envelope(document: string, isPrefixed = false): string {
  const prefix = isPrefixed ? 'S' : 'soapenv';
  const result = `<ns1:processOCIMessageReturn xmlns:ns1="urn:com:broadsoft:webservice">${escaped(document)}</ns1:processOCIMessageReturn>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${prefix}:Envelope xmlns:${prefix}="${soap}"><${prefix}:Body><processOCIMessageResponse xmlns="">${result}</processOCIMessageResponse></${prefix}:Body></${prefix}:Envelope>`;
}

function fault(response: ServerResponse, code: string, text: string, detail: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="${soap}"><soapenv:Body><soapenv:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring><faultactor>ProvisioningService</faultactor><detail><ns1:hostname xmlns:ns1="http://xml.apache.org/axis/">simulator</ns1:hostname><string>${escaped(detail)}</string></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
  xml(response, 500, body);
}

function xml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'text/xml; charset=utf-8' });
  response.end(body);
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
