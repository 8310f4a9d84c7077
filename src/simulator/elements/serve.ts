// Network elements over HTTP: takes requests apart and carries answers. What is answered is decided in `exchange.ts`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { plainDelivery } from '../fault-kinds.js';
import type { Core, Transport } from '../wire/conversation.js';
import { deliver } from '../wire/deliver.js';
import { bare, type NetworkElement, type Site } from './element.js';
import { type ElementExchange, exchange } from './exchange.js';

const maxBodyBytes = 1024 * 1024;

/** The connection a request came over. `reset` tears it down, `stop` ends pauses. */
interface Wire {
  readonly transport: Transport;
  readonly reset: () => void;
  readonly stop: AbortSignal;
}

/** Answers one HTTP request. */
export async function serveElements(
  core: Core,
  site: Site,
  elements: readonly NetworkElement[],
  request: IncomingMessage,
  response: ServerResponse,
  wire: Wire,
): Promise<void> {
  const body = await bodyOf(request);
  const target = request.url ?? '/';
  const [wholePath = '', ...search] = target.split('?');
  const exchanged: ElementExchange =
    body === undefined
      ? { reply: bare(413), delivery: plainDelivery }
      : exchange(core, site, elements, wire.transport, {
          method: request.method ?? 'GET',
          target,
          wholePath,
          query: new URLSearchParams(search.join('?')),
          headers: request.headers,
          body,
          isSecure: wire.transport.endsWith('https'),
        });
  await carry(response, exchanged, wire);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  return length > maxBodyBytes ? undefined : Buffer.concat(chunks);
}

async function carry(
  response: ServerResponse,
  { reply, delivery }: ElementExchange,
  { reset, stop }: Wire,
): Promise<void> {
  const { status, contentType, headers } = reply;
  const bytes = Buffer.from(reply.body);
  response.writeHead(status, {
    ...(contentType === '' ? {} : { 'Content-Type': contentType }),
    ...(status === 204 ? {} : { 'Content-Length': bytes.length }),
    ...headers,
  });
  const channel = { stream: response, end: () => response.socket?.end(), reset };
  await deliver(channel, bytes, delivery, stop);
  if (delivery.way === 'whole' || delivery.way === 'drip' || delivery.way === 'split')
    response.end();
}
