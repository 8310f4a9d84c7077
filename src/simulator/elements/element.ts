// What a network element beside BroadWorks is made of, what it is asked and what it answers. Knows no HTTP server.
import type { IncomingHttpHeaders } from 'node:http';
import type { Json } from '../odin/answer.js';
import type { ElementKeys } from '../world/element-keys.js';
import type { WorldState } from '../world/state.js';
import type { TokenDesk } from './token-desk.js';

/** One HTTP request, taken apart. */
export interface ElementCall {
  readonly method: string;
  /** Path and query as they stood in the request line. */
  readonly target: string;
  /** Below the root of the element, still encoded, without query: empty or with a slash in front. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly isSecure: boolean;
}

export interface ElementReply {
  readonly status: number;
  /** Empty for an answer without a body. */
  readonly contentType: string;
  readonly body: string | Buffer;
  /** A list stands for a header that is there several times. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** What an element keeps: things by their id. */
export type Shelf = Map<string, Readonly<Record<string, Json>>>;

/** What the elements of one simulator share. */
export interface Site {
  readonly state: WorldState;
  readonly keys: ElementKeys;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tokens: TokenDesk;
  /** The things of that name; empty at first. */
  readonly shelf: (name: string) => Shelf;
  /** Whether a nonce of that owner is new; it is not the next time. */
  readonly isFresh: (owner: string, nonce: string) => boolean;
}

/** Let in, and as whom. */
interface Admitted {
  readonly who: string;
}

export interface NetworkElement {
  /** Also the name that faults know it by. */
  readonly name: string;
  /** Everything of it lives at or below this path. */
  readonly root: string;
  /** Whether the world has it. */
  readonly isThere: (keys: ElementKeys) => boolean;
  /** Whether a call is about signing in, which needs no admission. */
  readonly isSignIn?: (call: ElementCall) => boolean;
  /** Looks at the authentication. */
  readonly admit: (call: ElementCall, site: Site) => Admitted | ElementReply;
  readonly answer: (call: ElementCall, site: Site, who: string) => ElementReply;
  /** How it says no with status 200; elements without this say 409. */
  readonly failure?: (call: ElementCall) => ElementReply;
  /** What a call is named in the list of calls and in faults, and the user it is about. */
  readonly subject?: (call: ElementCall) => { readonly command: string; readonly userId?: string };
}

export function json(status: number, body: Json, headers?: ElementReply['headers']): ElementReply {
  return {
    status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(body),
    ...(headers === undefined ? {} : { headers }),
  };
}

export function xml(status: number, body: string): ElementReply {
  return { status, contentType: 'text/xml; charset=utf-8', body };
}

/** An answer of its status alone. */
export function bare(status: number, headers?: ElementReply['headers']): ElementReply {
  return { status, contentType: '', body: '', ...(headers === undefined ? {} : { headers }) };
}

export function methodNotAllowed(...allowed: readonly string[]): ElementReply {
  return json(405, { message: 'Method not allowed' }, { Allow: allowed.join(', ') });
}

/** A header that is there once; undefined otherwise. */
export function headerOf({ headers }: ElementCall, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The media type of the body, in small letters and without parameters. */
export function mediaTypeOf(call: ElementCall): string {
  return (headerOf(call, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The object in a JSON body; undefined when it is none, or does not say that it is JSON. */
export function objectIn(call: ElementCall): Readonly<Record<string, Json>> | undefined {
  const value = jsonIn(call);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : undefined;
}

/** What a JSON body holds; undefined when it is not JSON or does not say so. */
export function jsonIn(call: ElementCall): Json | undefined {
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(mediaTypeOf(call))) return undefined;
  try {
    return JSON.parse(call.body.toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** Twelve small hexadecimal digits, from any usual spelling of a hardware address. */
export function macIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const mac = value.replace(/[:. -]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(mac) ? mac : undefined;
}

/** Whether a phone belongs to somebody else's account. */
export function isTaken({ keys }: Site, mac: string): boolean {
  return keys.takenMacs?.some((taken) => macIn(taken) === mac) ?? false;
}

/** Steps of a path, decoded; undefined when one cannot be. */
export function stepsOf(path: string): readonly string[] | undefined {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
