// Basic authentication (RFC 7617), and comparing secrets.
import { createHash, timingSafeEqual } from 'node:crypto';
import { type ElementCall, type ElementReply, headerOf } from './element.js';

/** Name and password of an `Authorization: Basic`; undefined when there is none that can be read. */
export function basicIn(
  call: ElementCall,
): { readonly username: string; readonly password: string } | undefined {
  const [, coded] =
    /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(headerOf(call, 'authorization') ?? '') ?? [];
  if (coded === undefined) return undefined;
  const text = Buffer.from(coded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Whether two secrets are the same and there at all; takes as long for any difference. */
export function isSame(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** 401 with a challenge and a page, as application servers write it. */
export function basicChallenge(realm: string): ElementReply {
  return {
    status: 401,
    contentType: 'text/html; charset=utf-8',
    body: '<html><head><title>401</title></head><body><h1>HTTP Status 401</h1></body></html>\n',
    headers: { 'WWW-Authenticate': `Basic realm="${realm}"` },
  };
}
