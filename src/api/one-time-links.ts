// Links that sign somebody in once, without a password: a code stands for an account for a few minutes. Kept in memory only,
// and found by the hash of the code; no record holds a code.
import { createHash, randomBytes } from 'node:crypto';
import type { Recorder } from '../records/index.js';
import type { Credentials } from '../south/index.js';

/** Where a code is taken; with and without the slash, as a router reads it. */
export const linkPath = '/api/v1/login/link/';

/** How long a link works unless somebody says otherwise, in milliseconds. */
const linkLifeMs = 10 * 60_000;

/** Whoever makes links without end keeps no more accounts in memory than this; the oldest go. */
const mostLinks = 100;

export interface OneTimeLinks {
  /** A new code for an account: 43 characters that stand as they are in an address. */
  make(credentials: Credentials): string;
  /** What the code stands for; never twice. Undefined for one that is unknown, too old, or was taken before. */
  take(code: string): Taken | undefined;
  /** Forgets all of them. */
  close(): void;
}

interface Taken {
  readonly credentials: Credentials;
  /** It came to nothing for no fault of the link's: it works again, for as long as it would have. */
  giveBack(): void;
}

interface Kept {
  readonly credentials: Credentials;
  readonly until: number;
  readonly timer: NodeJS.Timeout;
}

/** See the file's first lines. `now` in milliseconds since 1970. */
export function oneTimeLinks(now: () => number, lifeMs = linkLifeMs): OneTimeLinks {
  const links = new Map<string, Kept>();
  const forget = (hash: string) => {
    clearTimeout(links.get(hash)?.timer);
    links.delete(hash);
  };
  const keep = (hash: string, credentials: Credentials, until: number) => {
    const [oldest] = links.keys();
    if (oldest !== undefined && links.size >= mostLinks) forget(oldest);
    // A password is not kept for longer than its link, whatever the clock says.
    const timer = setTimeout(() => forget(hash), Math.min(lifeMs, until - now())).unref();
    links.set(hash, { credentials, until, timer });
  };
  return {
    make(credentials) {
      const code = randomBytes(32).toString('base64url');
      keep(hashOf(code), credentials, now() + lifeMs);
      return code;
    },
    take(code) {
      // Found by its hash: how long that takes tells nothing of the code.
      const hash = hashOf(code);
      const kept = links.get(hash);
      forget(hash);
      if (kept === undefined || now() >= kept.until) return undefined;
      const { credentials, until } = kept;
      return { credentials, giveBack: () => keep(hash, credentials, until) };
    },
    close() {
      for (const hash of [...links.keys()]) forget(hash);
    },
  };
}

const hashOf = (code: string) => createHash('sha256').update(code).digest('base64url');

/** However it is spelled: a router decodes it. */
function isLink(url: string): boolean {
  const plain = pathOf(url).replace(/%([0-7][0-9a-f])/gi, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return plain.toLowerCase().replace(/\/*$/, '/') === linkPath;
}

const pathOf = (url: string) => url.split(/[?#]/)[0] as string;

/**
 * The same recorder, but of calls that bring a code it is told the path alone: whatever stands in their body or query may
 * be one, and under any name.
 */
export function withoutCodes(recorder: Recorder): Recorder {
  return {
    ...recorder,
    open: (call) => {
      if (!isLink(call.url)) return recorder.open(call);
      const { request: _code, ...rest } = call;
      return recorder.open({ ...rest, url: pathOf(call.url) });
    },
  };
}
