// The rows of the list of numbers: which fit, and the one at a place, made when it is looked at. Numbers stay stretches.
import type { DnRange } from '../../src/numbers/index.js';
import { formatDn, formatDnRange } from '../../src/numbers/index.js';
import { eachMatch, type Machine, machinesOf, type NumberQuery } from './numbers-search.js';
import { byPlace, type Held, lowerBound, type NumberSpace, type Stretch } from './numbers-space.js';

export interface NumberFilter {
  readonly query: NumberQuery | undefined;
  /** Numbers of this range alone. */
  readonly within: DnRange | undefined;
  /** Places in `kinds` of the space; none for all. */
  readonly kinds: ReadonlySet<number>;
}

/** What fits a filter. */
export interface NumberView {
  readonly stretches: readonly Stretch[];
  /** Row at which each stretch begins. */
  readonly starts: readonly number[];
  readonly total: number;
  /** For each kind, how many fit when kinds are not asked for. */
  readonly byKind: readonly number[];
  /** There were too many pieces to hold them all; the counts are of what is shown. */
  readonly isCut: boolean;
}

export interface NumberRow {
  readonly series: number;
  readonly value: number;
  readonly kind: number;
}

/** Pieces of a search that are held at most: a short text in many millions of numbers fits nearly everywhere. */
export const mostPieces = 500_000;

/** What fits. Costs by stretches and by what is found, not by numbers. */
export function viewOf(space: NumberSpace, filter: NumberFilter, most = mostPieces): NumberView {
  const { query, within, kinds } = filter;
  const base = within === undefined ? space.stretches : inside(space, within);
  const { found, isCut } =
    query === undefined ? { found: base, isCut: false } : searched(space, base, query, most);
  const byKind = space.kinds.map(() => 0);
  for (const { kind, first, last } of found) byKind[kind]! += last - first + 1;
  const stretches = kinds.size === 0 ? found : found.filter(({ kind }) => kinds.has(kind));
  const starts: number[] = [];
  let total = 0;
  for (const { first, last } of stretches) {
    starts.push(total);
    total += last - first + 1;
  }
  return { stretches, starts, total, byKind, isCut };
}

/** The row at a place from 0 to `total` - 1. */
export function rowAt(view: NumberView, at: number): NumberRow {
  const place = placeOf(view, at);
  const { series, first, kind } = view.stretches[place]!;
  return { series, kind, value: first + at - view.starts[place]! };
}

/** The place of the first row that is this number or behind it; `total` when there is none. */
export function placeOfNumber(view: NumberView, series: number, value: number): number {
  const at = lowerBound(view.stretches, series, value);
  const before = view.stretches[at - 1];
  if (before?.series === series && value <= before.last)
    return view.starts[at - 1]! + value - before.first;
  return view.starts[at] ?? view.total;
}

/** The next place at or behind `from` whose kind is wanted; undefined when there is none. */
export function nextOfKind(
  view: NumberView,
  from: number,
  isWanted: (kind: number) => boolean,
): number | undefined {
  if (from >= view.total) return undefined;
  const start = placeOf(view, from);
  for (let place = start; place < view.stretches.length; place++)
    if (isWanted(view.stretches[place]!.kind)) return place === start ? from : view.starts[place]!;
  return undefined;
}

/** The place of the first row that fits a query, in a view that may be made with another. */
export function placeOfMatch(
  space: NumberSpace,
  view: NumberView,
  query: NumberQuery,
): number | undefined {
  const machines = machinesBySeries(space, query);
  for (const [at, stretch] of view.stretches.entries()) {
    let best = Number.POSITIVE_INFINITY;
    for (const machine of machines(stretch.series))
      eachMatch(machine, space.series[stretch.series]!, stretch, (first) => {
        best = Math.min(best, first);
        return false;
      });
    if (best !== Number.POSITIVE_INFINITY) return view.starts[at]! + best - stretch.first;
  }
  return undefined;
}

/** A number as it is written. */
export function numberAt(
  { series }: NumberSpace,
  row: Pick<NumberRow, 'series' | 'value'>,
): string {
  const { prefix, width } = series[row.series]!;
  return formatDn(prefix, width, row.value);
}

/** Rows `from` to `to`, both included, as ranges whatever their kind: neighbours are joined. */
export function* rangesIn(
  { series }: NumberSpace,
  view: NumberView,
  from = 0,
  to = view.total - 1,
): Generator<DnRange> {
  if (to < from) return;
  let held: DnRange | undefined;
  let of = -1;
  for (let place = placeOf(view, from); place < view.stretches.length; place++) {
    const begin = view.starts[place]!;
    if (begin > to) break;
    const stretch = view.stretches[place]!;
    const first = stretch.first + Math.max(0, from - begin);
    const last = Math.min(stretch.last, stretch.first + to - begin);
    if (held !== undefined && of === stretch.series && held.last + 1 === first) {
      held = { ...held, last };
      continue;
    }
    if (held !== undefined) yield held;
    const { prefix, width } = series[stretch.series]!;
    held = { prefix, width, first, last };
    of = stretch.series;
  }
  if (held !== undefined) yield held;
}

/** Ranges as `first - last`, up to `most` of them, and how many more there are. */
export function rangeTexts(
  ranges: Iterable<DnRange>,
  most = Number.POSITIVE_INFINITY,
): { readonly texts: readonly string[]; readonly more: number } {
  const texts: string[] = [];
  let more = 0;
  for (const range of ranges)
    if (texts.length < most) texts.push(formatDnRange(range));
    else more++;
  return { texts, more };
}

/** Each number of rows `from` to `to` on a line of its own. For as many as somebody would paste. */
export function numberLines(
  space: NumberSpace,
  view: NumberView,
  from: number,
  to: number,
): string {
  const lines: string[] = [];
  for (const { prefix, width, first, last } of rangesIn(space, view, from, to))
    for (let value = first; value <= last; value++) lines.push(formatDn(prefix, width, value));
  return lines.join('\n');
}

/** The last stretch that begins at or before a row. */
function placeOf({ starts }: NumberView, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function inside(space: NumberSpace, within: DnRange): readonly Stretch[] {
  const series = space.series.findIndex(
    ({ prefix, width }) => prefix === within.prefix && width === within.width,
  );
  const found: Stretch[] = [];
  const { stretches } = space;
  for (let at = lowerBound(stretches, series, within.first) - 1; at < stretches.length; at++) {
    const stretch = stretches[at];
    if (stretch === undefined || stretch.series < series) continue;
    if (stretch.series > series || stretch.first > within.last) break;
    const first = Math.max(stretch.first, within.first);
    const last = Math.min(stretch.last, within.last);
    if (first <= last) found.push({ ...stretch, first, last });
  }
  return found;
}

function machinesBySeries(space: NumberSpace, query: NumberQuery) {
  const made = new Map<number, readonly Machine[]>();
  return (series: number): readonly Machine[] => {
    const known = made.get(series) ?? machinesOf(query, space.series[series]!);
    made.set(series, known);
    return known;
  };
}

function searched(
  space: NumberSpace,
  base: readonly Stretch[],
  query: NumberQuery,
  most: number,
): { readonly found: readonly Stretch[]; readonly isCut: boolean } {
  const machines = machinesBySeries(space, query);
  const held = heldByWords(space, query.words);
  const found: Stretch[] = [];
  let from = 0;
  for (const stretch of base) {
    const pieces: number[] = [];
    for (const machine of machines(stretch.series))
      eachMatch(machine, space.series[stretch.series]!, stretch, (first, last) => {
        pieces.push(first, last);
        return found.length + pieces.length / 2 < most;
      });
    while (from < held.length && isBefore(held[from]!, stretch)) from++;
    for (let at = from; at < held.length; at++) {
      const { series, first, last } = held[at]!;
      if (series !== stretch.series || first > stretch.last) break;
      if (last >= stretch.first)
        pieces.push(Math.max(first, stretch.first), Math.min(last, stretch.last));
    }
    addJoined(found, stretch, pieces);
    if (found.length >= most) return { found, isCut: true };
  }
  return { found, isCut: false };
}

const isBefore = ({ series, last }: Held, stretch: Stretch) =>
  series < stretch.series || (series === stretch.series && last < stretch.first);

/** Holders of whom all words are known, ascending by number. */
function heldByWords({ holders }: NumberSpace, words: readonly string[]): readonly Held[] {
  if (holders === 'unknown') return [];
  const fits = (held: Held) => words.every((word) => held.words.includes(word));
  const singles = holders.singles.filter(fits);
  const ranges = holders.ranges.filter(fits);
  return ranges.length === 0 ? singles : [...singles, ...ranges].sort(byPlace);
}

/** Adds pieces of a stretch, sorted and joined. Mostly they come in order. */
function addJoined(found: Stretch[], { series, kind }: Stretch, pieces: readonly number[]): void {
  if (pieces.length === 0) return;
  let order: readonly number[] | undefined;
  for (let i = 2; i < pieces.length && order === undefined; i += 2)
    if (pieces[i]! < pieces[i - 2]!)
      order = Array.from({ length: pieces.length / 2 }, (_, at) => at * 2).sort(
        (a, b) => pieces[a]! - pieces[b]!,
      );
  let first = pieces[order?.[0] ?? 0]!;
  let last = pieces[(order?.[0] ?? 0) + 1]!;
  for (let i = 1; i < pieces.length / 2; i++) {
    const at = order?.[i] ?? i * 2;
    if (pieces[at]! <= last + 1) last = Math.max(last, pieces[at + 1]!);
    else {
      found.push({ series, kind, first, last });
      first = pieces[at]!;
      last = pieces[at + 1]!;
    }
  }
  found.push({ series, kind, first, last });
}
