// The network elements of a simulator, and what they share.
import type { WorldState } from '../world/state.js';
import type { World } from '../world/world.js';
import type { NetworkElement, Shelf, Site } from './element.js';
import { gdms } from './gdms.js';
import { lens } from './lens.js';
import { cisco, digest, mutare } from './plain-json.js';
import { dubber } from './recordings.js';
import { redirection } from './redirection.js';
import { rps } from './rps.js';
import { sraps } from './sraps.js';
import { tokenDesk } from './token-desk.js';
import { polycom } from './zero-touch.js';
import { ztp } from './ztp.js';

/** Every element but XSI, which has listeners of its own. */
export const networkElements: readonly NetworkElement[] = [
  redirection,
  sraps,
  ztp,
  gdms,
  rps,
  dubber,
  polycom,
  lens,
  cisco,
  mutare,
  digest,
];

const usualTokenSeconds = 3600;
const mostNonces = 100_000;

/** `now` in milliseconds since 1970. Nothing is on the shelves yet. */
export function siteOf(world: World, state: WorldState, now: () => number): Site {
  const keys = world.elements ?? {};
  const shelves = new Map<string, Shelf>();
  const nonces = new Set<string>();
  return {
    state,
    keys,
    now,
    tokens: tokenDesk(now, keys.tokenSeconds ?? usualTokenSeconds),
    shelf: (name) => {
      const known = shelves.get(name);
      if (known !== undefined) return known;
      const fresh: Shelf = new Map();
      shelves.set(name, fresh);
      return fresh;
    },
    isFresh: (owner, nonce) => {
      const one = `${owner} ${nonce}`;
      if (nonces.has(one)) return false;
      const [oldest] = nonces;
      if (nonces.size >= mostNonces && oldest !== undefined) nonces.delete(oldest);
      nonces.add(one);
      return true;
    },
  };
}
