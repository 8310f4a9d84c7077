// From what a caller asks to the request that will go, without credentials. Pure; refuses what cannot be sent.
import { Fault } from '../../fault.js';
import type { Action, ElementCall, ElementSettings } from './element.js';
import { actionOf } from './element-action.js';
import type { HttpRequest } from './http.js';
import { type Base, pathBelow } from './origin.js';

const mediaTypes = { json: 'application/json', xml: 'text/xml; charset=utf-8' } as const;
const accepted = { json: 'application/json', xml: 'application/xml, text/xml' } as const;

/** Throws USAGE_INVALID. */
export function orderOf(
  settings: ElementSettings,
  base: Base,
  call: ElementCall,
): {
  readonly request: HttpRequest;
  readonly action: Action;
  readonly mayRepeat: boolean;
  readonly isRead: boolean;
} {
  const method = call.method.toUpperCase();
  if (!/^[A-Z]{1,20}$/.test(method) || method === 'CONNECT' || method === 'TRACE')
    throw new Fault('USAGE_INVALID', 'a call needs an ordinary HTTP method');
  const format = settings.format ?? (settings.protocol === 'BS-XSI' ? 'xml' : 'json');
  const body = bodyOf(call.body);
  const accept = call.accept ?? accepted[format];
  const type = call.contentType ?? mediaTypes[format];
  for (const text of [accept, type])
    if (!/^[\x20-\x7e]{1,500}$/.test(text))
      throw new Fault('USAGE_INVALID', 'a media type holds what no header can');
  const path = pathBelow(base, call.path);
  const below = path.startsWith(base.path) ? path.slice(base.path.length) : path;
  const looksLike = actionOf(settings, {
    method,
    path: below,
    ...(body && { body, contentType: type }),
  });
  const action = call.action ?? looksLike;
  return {
    request: {
      origin: base.origin,
      method,
      path,
      headers: {
        accept,
        // Nothing here unpacks.
        'accept-encoding': 'identity',
        'user-agent': 'muster',
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
    },
    action,
    // Whatever the caller says of it.
    mayRepeat: action === 'read' && !['PUT', 'PATCH', 'DELETE'].includes(method),
    isRead: action === 'read' && looksLike === 'read',
  };
}

function bodyOf(body: ElementCall['body']): Buffer | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string'
    ? Buffer.from(body, 'utf8')
    : Buffer.from(body.buffer, body.byteOffset, body.length);
}
