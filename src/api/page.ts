// Serves the web page: files that were built beforehand, and the one document for every address of the page. The page has no
// rights of its own; all it shows it asks of the API.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What the page calls its places; the page itself reads what follows. See web/shell/address.ts. */
const addresses = [
  '/',
  '/sign-in',
  '/providers/*',
  '/groups/*',
  '/users/*',
  '/records',
  '/records/*',
  '/proof',
  '/ledger',
];
/** The document of the page, whatever address it was asked for. */
const sendPage = (reply: FastifyReply, folder: string) =>
  reply.header('Cache-Control', 'no-cache').sendFile('index.html', folder, { cacheControl: false });

/**
 * Whether it is a browser that wants to see an address that there is not, and got the page, which says so in words. Programs
 * get an answer of the API.
 */
export function sentPage(request: FastifyRequest, reply: FastifyReply, folder: string): boolean {
  const wants = /text\/html/.test(request.headers.accept ?? '');
  const isPage = !/^\/(?:api|assets|health|metrics|reference|openapi)\b/.test(request.url);
  if (request.method !== 'GET' || !wants || !isPage || !existsSync(join(folder, 'index.html')))
    return false;
  void sendPage(reply.code(404), folder);
  return true;
}

/** Adds the page in this folder; nothing when none was built there. Loading it is no call: it leaves no record. */
export async function addPage(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    // Their names change with their contents.
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    index: false,
  });
  for (const url of addresses)
    app.get(url, { exposeHeadRoute: true }, (_request, reply) => sendPage(reply, folder));
  app.get('/favicon.svg', (_request, reply) =>
    reply.sendFile('favicon.svg', folder, { maxAge: '1d', immutable: false }),
  );
}
