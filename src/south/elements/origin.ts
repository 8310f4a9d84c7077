// Where an element is, and that nothing leads away from there: paths, links and redirects stay on the configured origin.
import { Fault } from '../../fault.js';
import { redactUrl } from '../../ocip/index.js';
import type { ElementSettings } from './element.js';

/** A base address, taken apart. */
export interface Base {
  /** `https://host` or `https://host:port`. */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  /** As written; `/` when there is none. */
  readonly path: string;
}

/** Takes a base address apart; undefined when it is none: another scheme, credentials, a query. */
export function parseBase(text: string): Base | undefined {
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(text) || text.includes('\\')) return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  // Not by `search` and `hash`, which are empty after a bare sign.
  if (url.username !== '' || url.password !== '' || /[?#@]/.test(text)) return undefined;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return { origin: url.origin, host: url.hostname, port, path: url.pathname };
}

/** The base of an element. Throws SETTING_INVALID for an address that is none, or is clear text unasked. */
export function baseOf({ name, baseUrl, allowClearText }: ElementSettings): Base {
  const base = parseBase(baseUrl);
  const invalid = (why: string) =>
    new Fault('SETTING_INVALID', `element "${name}": baseUrl is ${why}`);
  if (base === undefined) throw invalid('no https:// address');
  if (base.origin.startsWith('http:') && allowClearText !== true)
    throw invalid('clear text; allowClearText must say that this is meant');
  return base;
}

/** The complete path of a call. Throws USAGE_INVALID for what leads elsewhere or is not encoded. */
export function pathBelow(base: Base, path: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//')) return linkedPath(base, path);
  checkPath(path);
  if (path === '' || path.startsWith('?')) return base.path + path;
  return `${base.path.replace(/\/+$/, '')}/${path.replace(/^\//, '')}`;
}

/** A link that the element gave. */
function linkedPath(base: Base, link: string): string {
  const origin = originOf(link, base.origin);
  if (origin !== base.origin)
    throw invalid(
      `the link leads to ${origin ?? 'no web address'}, and calls stay on ${base.origin}`,
    );
  const path = link.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, '');
  checkPath(path);
  return path.startsWith('/') ? path : `/${path}`;
}

function checkPath(path: string): void {
  if (!/^[\x21-\x7e]*$/.test(path)) throw invalid('a path must be percent-encoded');
  if (/[#\\]/.test(path)) throw invalid('a path holds neither # nor \\');
  const own = path.split('?')[0] as string;
  // As often as anybody on the way may decode it.
  let text = own;
  for (let rounds = 0; ; rounds++) {
    if (/[\0-\x1f\x7f]/.test(text)) throw invalid('a path holds no control characters');
    if (text.split(/[/\\]/).some(isDots))
      throw invalid('a path holds no . or .. between its slashes');
    const next = decoded(text);
    if (next === text) return;
    if (rounds >= mostDecodings) throw invalid('a path is not encoded that many times');
    text = next;
  }
}

const mostDecodings = 5;

/** Without what follows a `;`, or what would be a query by then: many servers cut that off. */
const isDots = (part: string): boolean => /^\.{1,2}$/.test(part.split(/[;?#]/, 1)[0]!.trim());

/** Byte by byte, once; overlong forms of dots and slashes are those. */
function decoded(text: string): string {
  return text
    .replace(/%(?:u00)?([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/(?:\xc0|\xe0\x80)([\xae\xaf])/g, (_, byte) => (byte === '\xae' ? '.' : '/'));
}

function invalid(why: string): Fault {
  return new Fault('USAGE_INVALID', why);
}

function originOf(link: string, from: string): string | undefined {
  try {
    const { origin, username, password } = new URL(link, from);
    return origin === 'null' || username !== '' || password !== '' ? undefined : origin;
  } catch {
    return undefined;
  }
}

/** Where a redirect leads: a path on the same origin, or the words for where else. */
export function redirectOf(
  origin: string,
  path: string,
  location: string | undefined,
): { readonly path: string } | { readonly elsewhere: string } {
  if (location === undefined || location === '') return { elsewhere: 'nowhere' };
  let url: URL;
  try {
    url = new URL(location, origin + path);
  } catch {
    return { elsewhere: 'what is no address' };
  }
  if (url.origin !== origin || url.username !== '' || url.password !== '')
    return { elsewhere: url.origin === 'null' ? 'what is no web address' : url.origin };
  return { path: url.pathname + url.search };
}

/** Parts of a query that prove who asks, or only when, and never are recorded. */
const proving =
  /^(?:(?:access|refresh|id|auth|bearer|session)?[_-]?token|sign(?:ature)?|sig|(?:api|access|auth|app|subscription)?[_-]?key|client[_-]?secret|secret|password|passwd|pwd|nonce|timestamp|ts)$/i;

/** Path and query as they are recorded: without what proves who asks. */
export function endpointOf(path: string, secrets: readonly string[]): string {
  const at = path.indexOf('?');
  if (at < 0) return redactUrl(path, secrets);
  const kept = path
    .slice(at + 1)
    .split('&')
    .filter((pair) => !proving.test(plain(pair.split('=')[0] as string)));
  const query = kept.length === 0 ? '' : `?${kept.join('&')}`;
  return redactUrl(path.slice(0, at) + query, secrets);
}

function plain(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
