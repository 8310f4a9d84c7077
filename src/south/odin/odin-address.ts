// Where a call goes: the base of an ODIN target, and paths with their query, percent-encoded once.
import { Fault } from '../../fault.js';
import type { Target } from '../target.js';
import type { OdinCall } from './odin-call.js';

/** Splits an `odin+https://host/api/v2` target into what HTTP needs. */
export function baseOf({ url }: Target): { readonly origin: string; readonly path: string } {
  const { origin, pathname } = new URL(url.replace(/^odin\+/, ''));
  return { origin, path: pathname.replace(/\/+$/, '') };
}

/**
 * Path and query as they stand in the request line. Ids are names and values of the query, never part of the path.
 * Throws USAGE_INVALID for a path that is none, ODIN_MALFORMED for an id that cannot be one.
 */
export function pathOf(target: Target, { path, query }: OdinCall): string {
  if (!/^(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/.test(path))
    throw new Fault('USAGE_INVALID', `"${path}" is no path of the ODIN API, such as /groups/dns`);
  const pairs = Object.entries(query).map((pair) => pair.map(encoded).join('='));
  return `${baseOf(target).path}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    // Half a surrogate pair. Replaced by something, it would ask for another object. Such a name comes from ODIN's
    // own lists: it is the trouble of this one call.
    const shown = JSON.stringify(text);
    throw new Fault('ODIN_MALFORMED', `${shown} holds half a character, which no id can`, {
      cause,
    });
  }
}
