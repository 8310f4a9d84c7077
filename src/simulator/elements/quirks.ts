// What the faults of network elements do: in place of an answer, or to it. Pure; which faults are on is not known
// here.
import { bare, type ElementReply, json } from './element.js';

/** The effects a fault may have on a call to a network element; most have one. */
export interface ElementEffect {
  /** Said before anybody looks at the authentication. */
  readonly gateway?: (value: string | undefined) => ElementReply;
  /** The element says no in its own way, with status 200 where it can. */
  readonly fails?: true;
  /** The token that the call shows counts as expired. */
  readonly expires?: true;
  /** The answer after the fault. */
  readonly reply?: (reply: ElementReply, value: string | undefined) => ElementReply;
}

const seconds = (value: string | undefined) =>
  value !== undefined && /^\d{1,9}$/.test(value) ? value : '1';

export function tooManyCalls(value: string | undefined): ElementReply {
  return json(429, { message: 'Too many requests' }, { 'Retry-After': seconds(value) });
}

export function unavailable(value: string | undefined): ElementReply {
  return {
    status: 503,
    contentType: 'text/html; charset=utf-8',
    body: '<html><body><h1>503 Service Unavailable</h1></body></html>\n',
    headers: { 'Retry-After': seconds(value) },
  };
}

export function unauthorized(): ElementReply {
  return bare(401);
}

/** The other host is named in full; its name is of those that lead nowhere. */
export function redirected(value: string | undefined): ElementReply {
  return bare(302, { Location: value ?? 'http://elsewhere.example.net/' });
}

export function brokenGateway(): ElementReply {
  return {
    status: 502,
    contentType: 'text/html',
    body: '<html><body><h1>502 Bad Gateway</h1></body></html>\n',
  };
}

export function serverError(): ElementReply {
  return json(500, { message: 'Internal server error' });
}

/** A page of a portal, as a captive network puts in front of everything. */
export function withPage(): ElementReply {
  return {
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: '<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>\n',
  };
}

const isXml = ({ contentType }: ElementReply) => /\bxml\b/.test(contentType);

const usualOversize = 32 * 1024 * 1024;
const mostOversize = 512 * 1024 * 1024;

/** The answer with white space in front of its end, up to that many bytes in all. */
export function oversize(reply: ElementReply, value: string | undefined): ElementReply {
  const wanted = Math.min(Number(value) || usualOversize, mostOversize);
  const body = Buffer.from(reply.body);
  const padding = Buffer.alloc(Math.max(0, wanted - body.length), ' ');
  return { ...reply, body: Buffer.concat([body, padding]) };
}

const usualDepth = 10_000;
const mostDepth = 1_000_000;

/** In place of the answer, elements or lists inside one another. */
export function deep(reply: ElementReply, value: string | undefined): ElementReply {
  const depth = Math.min(Number(value) || usualDepth, mostDepth);
  const body = isXml(reply)
    ? `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`
    : `${'['.repeat(depth)}${']'.repeat(depth)}`;
  return { ...reply, status: 200, body };
}

const declared = /^(?:<\?xml[^>]*\?>\s*)?/;

/** XML gets a document type with an entity; JSON stays as it is. */
export function withDoctype(reply: ElementReply): ElementReply {
  if (!isXml(reply)) return reply;
  const text = reply.body.toString('latin1');
  const doctype = '<!DOCTYPE a [<!ENTITY e "entity">]>\n';
  return {
    ...reply,
    body: Buffer.from(
      text.replace(declared, (start) => `${start}${doctype}`),
      'latin1',
    ),
  };
}
