// Search inside one record: over all its texts at once, as they are shown. Pure.
import type { Line, Token } from './tokens.js';

/** One text of the record. Keys: `request`, `answer`, `extra`, `south:3`. */
export interface Section {
  readonly key: string;
  readonly lines: readonly string[];
}

export interface Hit {
  readonly section: string;
  readonly line: number;
  /** Within the line, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}

export interface Hits {
  readonly hits: readonly Hit[];
  /** There are more than were counted. */
  readonly isMore: boolean;
}

/** Places of a text, in order; upper and lower case are the same. An empty text has none. */
export function hitsIn(sections: readonly Section[], wanted: string, most = 2_000): Hits {
  const hits: Hit[] = [];
  if (wanted === '') return { hits, isMore: false };
  const small = wanted.toLowerCase();
  for (const { key, lines } of sections)
    for (const [line, text] of lines.entries()) {
      const lower = text.toLowerCase();
      // A few letters grow when they become small, and then places would not fit.
      const isSame = lower.length === text.length;
      const [where, what] = isSame ? [lower, small] : [text, wanted];
      for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + what.length)) {
        if (hits.length === most) return { hits, isMore: true };
        hits.push({ section: key, line, from: at, to: at + what.length });
      }
    }
  return { hits, isMore: false };
}

/** How many hits each section has. */
export function countsBySection({ hits }: Hits): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { section } of hits) counts.set(section, (counts.get(section) ?? 0) + 1);
  return counts;
}

export interface Piece extends Token {
  /** Index of the hit that it belongs to. */
  readonly hit?: number;
}

/** A hit in a line, with its index among all. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly hit: number;
}

/** The hits of one section by line. */
export function placesByLine(
  { hits }: Hits,
  section: string,
): ReadonlyMap<number, readonly Place[]> {
  const places = new Map<number, Place[]>();
  for (const [hit, one] of hits.entries()) {
    if (one.section !== section) continue;
    const place = { from: one.from, to: one.to, hit };
    const list = places.get(one.line);
    if (list === undefined) places.set(one.line, [place]);
    else list.push(place);
  }
  return places;
}

/** A line with its hits as pieces of their own. Places do not overlap and are in order. */
export function withPlaces(line: Line, places: readonly Place[] = []): readonly Piece[] {
  if (places.length === 0) return line;
  const pieces: Piece[] = [];
  let start = 0;
  for (const { kind, text } of line) {
    const end = start + text.length;
    let at = start;
    for (const { from, to, hit } of places) {
      if (to <= at || from >= end) continue;
      if (from > at) pieces.push({ kind, text: text.slice(at - start, from - start) });
      const stop = Math.min(to, end);
      pieces.push({ kind, text: text.slice(Math.max(from, at) - start, stop - start), hit });
      at = stop;
    }
    if (at < end) pieces.push({ kind, text: text.slice(at - start) });
    start = end;
  }
  return pieces;
}
