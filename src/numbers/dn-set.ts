// Sets of directory numbers held as intervals, so that a range of thirty million numbers costs nothing.
import { type DnRange, formatDn, parseDn } from './dn.js';

/** One prefix and width: disjoint ascending intervals, flat as first, last, first, last … */
interface Run {
  readonly prefix: string;
  readonly width: number;
  readonly bounds: readonly number[];
}

const keyOf = (prefix: string, width: number) => `${width}/${prefix}`;

/** Collects ranges in any order, with repeats, for one {@link DnSet}. */
export class DnSetBuilder {
  readonly #runs = new Map<string, { prefix: string; width: number; bounds: number[] }>();
  #lastPrefix = '';
  #lastWidth = -1;
  #lastBounds: number[] = [];

  add(range: DnRange): void {
    // Tables list numbers of one prefix one after the other, so the last run is nearly always the right one.
    if (range.width !== this.#lastWidth || range.prefix !== this.#lastPrefix) {
      const key = keyOf(range.prefix, range.width);
      let run = this.#runs.get(key);
      if (run === undefined) {
        run = { prefix: range.prefix, width: range.width, bounds: [] };
        this.#runs.set(key, run);
      }
      this.#lastPrefix = range.prefix;
      this.#lastWidth = range.width;
      this.#lastBounds = run.bounds;
    }
    this.#lastBounds.push(range.first, range.last);
  }

  build(): DnSet {
    const runs = [...this.#runs.values()].map((run) => ({ ...run, bounds: merged(run.bounds) }));
    return new DnSet(runs);
  }
}

/**
 * An immutable set of directory numbers (texts such as `+44-1632960101`) with the reading half of `Set<string>`.
 * `size`, `has` and the set operations work on intervals; only iteration and `toJSON` spell numbers out.
 */
export class DnSet implements Iterable<string> {
  readonly #runs: ReadonlyMap<string, Run>;
  readonly size: number;

  constructor(runs: readonly Run[]) {
    const ordered = [...runs].sort((a, b) => compare(a.prefix, b.prefix) || a.width - b.width);
    this.#runs = new Map(ordered.map((run) => [keyOf(run.prefix, run.width), run]));
    let size = 0;
    for (const { bounds } of ordered)
      for (let i = 0; i < bounds.length; i += 2) size += bounds[i + 1]! - bounds[i]! + 1;
    this.size = size;
  }

  static get empty(): DnSet {
    return new DnSet([]);
  }

  static of(ranges: Iterable<DnRange>): DnSet {
    const builder = new DnSetBuilder();
    for (const range of ranges) builder.add(range);
    return builder.build();
  }

  /** Whether this very text is in the set: `+44-20` and `+4420` are different texts. */
  has(text: string): boolean {
    const dn = parseDn(text);
    const run = dn && this.#runs.get(keyOf(dn.prefix, dn.width));
    if (dn === undefined || run === undefined) return false;
    let low = 0;
    let high = run.bounds.length / 2 - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (dn.first < run.bounds[middle * 2]!) high = middle - 1;
      else if (dn.first > run.bounds[middle * 2 + 1]!) low = middle + 1;
      else return true;
    }
    return false;
  }

  /** The intervals, by prefix and width, ascending. Neighbours are joined. */
  *ranges(): Generator<DnRange> {
    for (const { prefix, width, bounds } of this.#runs.values())
      for (let i = 0; i < bounds.length; i += 2)
        yield { prefix, width, first: bounds[i]!, last: bounds[i + 1]! };
  }

  *[Symbol.iterator](): Generator<string> {
    for (const { prefix, width, first, last } of this.ranges())
      for (let value = first; value <= last; value++) yield formatDn(prefix, width, value);
  }

  values(): Generator<string> {
    return this[Symbol.iterator]();
  }

  forEach(visit: (number: string) => void): void {
    for (const number of this) visit(number);
  }

  union(other: DnSet): DnSet {
    if (other.size === 0) return this;
    if (this.size === 0) return other;
    const builder = new DnSetBuilder();
    for (const set of [this, other]) for (const range of set.ranges()) builder.add(range);
    return builder.build();
  }

  intersection(other: DnSet): DnSet {
    if (this.size === 0 || other.size === 0) return DnSet.empty;
    return this.#combine(other, (mine, its) => mine && its);
  }

  difference(other: DnSet): DnSet {
    if (this.size === 0 || other.size === 0) return this;
    return this.#combine(other, (mine, its) => mine && !its);
  }

  /** Every number as text: this spells the set out, so think before calling it on millions. */
  toJSON(): string[] {
    return [...this];
  }

  #combine(other: DnSet, keep: (mine: boolean, its: boolean) => boolean): DnSet {
    const runs: Run[] = [];
    for (const [key, run] of this.#runs) {
      const bounds = swept(run.bounds, other.#runs.get(key)?.bounds ?? [], keep);
      if (bounds.length > 0) runs.push({ ...run, bounds });
    }
    return new DnSet(runs);
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Sorts and joins intervals that overlap or touch. Lists that come in order, as they mostly do, cost one pass. */
function merged(bounds: readonly number[]): number[] {
  let ordered: readonly number[] = bounds;
  for (let i = 2; i < bounds.length; i += 2) {
    if (bounds[i]! >= bounds[i - 2]!) continue;
    const order = Array.from({ length: bounds.length / 2 }, (_, at) => at * 2);
    order.sort((a, b) => bounds[a]! - bounds[b]!);
    ordered = order.flatMap((at) => [bounds[at]!, bounds[at + 1]!]);
    break;
  }
  const joined: number[] = [];
  for (let i = 0; i < ordered.length; i += 2) {
    const first = ordered[i]!;
    const last = ordered[i + 1]!;
    const end = joined.length - 1;
    if (end > 0 && first <= joined[end]! + 1) joined[end] = Math.max(joined[end]!, last);
    else joined.push(first, last);
  }
  return joined;
}

/** Sweeps over the edges of two interval lists and keeps the stretches that `keep` wants. */
function swept(
  mine: readonly number[],
  its: readonly number[],
  keep: (mine: boolean, its: boolean) => boolean,
): number[] {
  const result: number[] = [];
  let m = 0;
  let t = 0;
  let start: number | undefined;
  // Even index: an interval begins at bounds[i]; odd: it has ended at bounds[i] + 1.
  const edge = (bounds: readonly number[], i: number) =>
    i >= bounds.length ? Number.POSITIVE_INFINITY : bounds[i]! + (i % 2);
  while (m < mine.length || t < its.length) {
    const position = Math.min(edge(mine, m), edge(its, t));
    while (edge(mine, m) === position && m < mine.length) m++;
    while (edge(its, t) === position && t < its.length) t++;
    const inside = keep(m % 2 === 1, t % 2 === 1);
    if (inside && start === undefined) start = position;
    else if (!inside && start !== undefined) {
      result.push(start, position - 1);
      start = undefined;
    }
  }
  return result;
}
