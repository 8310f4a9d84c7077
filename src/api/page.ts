// Serves the web page: files that were built beforehand, and the one document for every address of the page. The page has no
// rights of its own; all it shows it asks of the API.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

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
];
/** Loading the page is no call: it is neither limited nor recorded. */
const config = { rateLimit: false };

/** Adds the page in this folder. False when none was built there. */
export async function addPage(app: FastifyInstance, folder: string): Promise<boolean> {
  if (!existsSync(join(folder, 'index.html'))) return false;
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
    app.get(url, { config, exposeHeadRoute: true }, (_request, reply) =>
      reply
        .header('Cache-Control', 'no-cache')
        .sendFile('index.html', folder, { cacheControl: false }),
    );
  app.get('/favicon.svg', { config }, (_request, reply) =>
    reply.sendFile('favicon.svg', folder, { maxAge: '1d', immutable: false }),
  );
  return true;
}
