// Server-sent events on a reply: progress, then the result. Nothing is sent before the call was let in.
import type { FastifyReply } from 'fastify';
import type { Outgoing } from './call.js';

/** Events of one reply. From `begin` on the reply is no longer the server's; `finish` ends it. */
interface Events {
  begin(headers: Readonly<Record<string, string>>): void;
  send(event: string, data: unknown): void;
  hasBegun(): boolean;
  finish(out: Outgoing): void;
}

/** Sends nothing yet. */
export function eventsOver(reply: FastifyReply): Events {
  let response: FastifyReply['raw'] | undefined;
  const send = (event: string, data: unknown) =>
    void response?.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  return {
    begin: (headers) => {
      const fixed = reply.getHeaders() as Record<string, string>;
      reply.hijack();
      response = reply.raw;
      response.writeHead(200, {
        ...fixed,
        ...headers,
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
        // Kept alive it would keep a server waiting that wants to stop.
        Connection: 'close',
      });
    },
    send,
    hasBegun: () => response !== undefined,
    finish: ({ status, content, headers }) => {
      const text = content === undefined ? undefined : Buffer.from(content).toString('utf8');
      const isJson = headers['Content-Type']?.startsWith('application/json');
      const body = text === undefined ? null : isJson ? (JSON.parse(text) as unknown) : text;
      send('result', { status, body });
      response?.end();
    },
  };
}
