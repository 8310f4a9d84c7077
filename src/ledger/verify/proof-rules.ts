// The two proofs of a Merkle tree, as RFC 9162 2.1.3.2 and 2.1.4.2 check them. Sizes go to 2^53, so no bit operators;
// whatever does not fit is false, never an exception.
import { isSame, nodeOver, type Rules } from '../format/asks.js';
import { hashLength } from '../format/layout.js';

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface Consistency {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly path: readonly Uint8Array[];
}

const isHash = (hash: Uint8Array) => hash.length === hashLength;
const isCount = (count: number) => Number.isSafeInteger(count) && count >= 0;
const isOdd = (count: number) => count % 2 === 1;
const half = (count: number) => Math.floor(count / 2);

/** Is the leaf at this place in the tree of this size and root? */
export function* isIncluded({ index, size, leafHash, path, root }: Inclusion): Rules<boolean> {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leafHash, root, ...path].every(isHash)) return false;
  const end = yield* climb(index, size - 1, path, [leafHash]);
  return end !== undefined && isSame(end[0]!, root);
}

/** Does the later tree hold the whole earlier one, unchanged, as its beginning? Of an empty tree nothing can be proven. */
export function* isConsistent({ from, to, fromRoot, toRoot, path }: Consistency): Rules<boolean> {
  if (!isCount(from) || !isCount(to) || from === 0 || from > to) return false;
  if (![fromRoot, toRoot, ...path].every(isHash)) return false;
  if (from === to) return path.length === 0 && isSame(fromRoot, toRoot);
  if (path.length === 0) return false;
  let [place, last] = [from - 1, to - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  // An earlier tree that is one full subtree is its own first hash.
  const [first, ...rest] = place === 0 ? [fromRoot, ...path] : path;
  const end = yield* climb(place, last, rest, [first!, first!]);
  return end !== undefined && isSame(end[0]!, toRoot) && isSame(end[1]!, fromRoot);
}

/**
 * Up from a node to the root, one hash of the path for each step. All of `nodes` take what comes from the left; only the
 * first takes what comes from the right, which the earlier tree had not. Undefined when the path has the wrong length.
 */
function* climb(
  place: number,
  last: number,
  path: readonly Uint8Array[],
  nodes: readonly Uint8Array[],
): Rules<readonly Uint8Array[] | undefined> {
  let [fn, sn, reached] = [place, last, [...nodes]];
  for (const hash of path) {
    if (sn === 0) return undefined;
    if (isOdd(fn) || fn === sn) {
      for (const [at, node] of reached.entries()) reached[at] = yield* nodeOver(hash, node);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      const [later, ...earlier] = reached;
      reached = [yield* nodeOver(later!, hash), ...earlier];
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? reached : undefined;
}
