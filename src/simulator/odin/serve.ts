// ODIN over HTTP: takes requests apart and carries answers. What is answered is decided in `exchange.ts`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { plainDelivery } from '../fault-kinds.js';
import type { Core, Transport } from '../wire/conversation.js';
import { deliver } from '../wire/deliver.js';
import { refused } from './answer.js';
import type { Query } from './call.js';
import { type Exchange, exchange, type OdinCall } from './exchange.js';
import type { Portal } from './sign-in.js';

/** Everything lives below this path. */
export const odinPath = '/api/v2';

const maxBodyBytes = 1024 * 1024;

/** The connection a request came over. `reset` tears it down, `stop` ends pauses. */
interface Wire {
  readonly transport: Transport;
  readonly reset: () => void;
  readonly stop: AbortSignal;
}

/** Answers one HTTP request. */
export async function serveOdin(
  core: Core,
  portal: Portal,
  request: IncomingMessage,
  response: ServerResponse,
  wire: Wire,
): Promise<void> {
  const body = await bodyOf(request);
  const exchanged =
    body === undefined ? tooLarge : exchange(core, portal, wire.transport, callIn(request, body));
  await carry(response, exchanged, wire);
}

const tooLarge: Exchange = {
  answer: refused(413, 'Payload Too Large'),
  delivery: plainDelivery,
  isLatin1: false,
};

function callIn(request: IncomingMessage, body: string): OdinCall {
  const [whole = '', search = ''] = cutAt(request.url ?? '', '?');
  const isBelow = whole.startsWith(`${odinPath}/`);
  return {
    method: request.method ?? 'GET',
    path: isBelow ? whole.slice(odinPath.length) : whole,
    query: queryIn(search),
    body,
    token: /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1],
  };
}

function cutAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** As PHP reads it: `+` is a space, the last of several wins, empty is missing. */
function queryIn(search: string): Query {
  const parameters = new URLSearchParams(search);
  return (name) => parameters.getAll(name).at(-1) || undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  return length > maxBodyBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

async function carry(
  response: ServerResponse,
  { answer, delivery, isLatin1 }: Exchange,
  { reset, stop }: Wire,
): Promise<void> {
  const { status, page, headers } = answer;
  const bytes = Buffer.from(page ?? JSON.stringify(answer.body), isLatin1 ? 'latin1' : 'utf8');
  response.writeHead(status, {
    'Content-Type':
      page === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    'Content-Length': bytes.length,
    ...headers,
  });
  const channel = { stream: response, end: () => response.socket?.end(), reset };
  await deliver(channel, bytes, delivery, stop);
  if (delivery.way === 'whole' || delivery.way === 'drip' || delivery.way === 'split')
    response.end();
}
