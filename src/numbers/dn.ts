// Directory numbers as text: prefix, leading zeros and width are kept. Never dials, formats or "corrects" one.

/** Consecutive numbers `prefix + digits` of one width, both ends included. A single number has first = last. */
export interface DnRange {
  /** Everything before the last run of digits, such as `+44-`. May be empty. */
  readonly prefix: string;
  /** Length of the last run of digits; shorter values are padded with zeros. */
  readonly width: number;
  readonly first: number;
  readonly last: number;
}

/** E.164 allows 15 digits in all. More is not one number: mostly two, run together. */
const maxDigits = 15;

/** What a table cell of numbers says. `unreadable` text is kept word for word and never counted. */
export type DnCell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'range'; readonly range: DnRange }
  | { readonly kind: 'unreadable'; readonly text: string; readonly why: string };

const space = 0x20;
const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

/**
 * Reads one directory number: `+44-1632960101`, `0205550098`, `555-1234`, `+44 20 7946 0000`.
 * An optional plus, then digits with single separators (space, dot, dash, brackets), ending in a digit.
 */
export function parseDn(text: string): DnRange | undefined {
  const end = text.length;
  let at = text.charCodeAt(0) === 0x2b ? 1 : 0;
  let digits = 0;
  let runStart = -1;
  let separators = 0;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      if (runStart < 0) runStart = at;
      digits++;
      separators = 0;
    } else if (code === space || code === 0x2d || code === 0x2e || code === 0x28 || code === 0x29) {
      runStart = -1;
      // Brackets may stand beside one other separator, as in `(0)20` or `+44 (20) 7946`.
      if (code !== 0x28 && code !== 0x29 && ++separators > 1) return undefined;
      if (digits === 0 && code !== 0x28) return undefined;
    } else return undefined;
  }
  if (runStart < 0 || digits > maxDigits) return undefined;
  const value = Number(text.slice(runStart));
  return { prefix: text.slice(0, runStart), width: end - runStart, first: value, last: value };
}

/** Writes the number at `value` of a range: prefix, then digits padded to the width. */
export function formatDn(prefix: string, width: number, value: number): string {
  return prefix + String(value).padStart(width, '0');
}

/** `first - last`, or the one number. */
export function formatDnRange(range: DnRange): string {
  const first = formatDn(range.prefix, range.width, range.first);
  if (range.first === range.last) return first;
  return `${first} - ${formatDn(range.prefix, range.width, range.last)}`;
}

/** Far more than two numbers need, and short enough that no search in it is slow. */
const maxCellLength = 200;

/** Blanks on both sides of the dash, on one line: what BroadWorks writes between the ends of a range. */
const between = /[ \t]+-[ \t]+/;

/**
 * Reads a cell of a column of numbers: nothing, one number, or `first - last` with the same prefix and width,
 * ascending. Anything else is unreadable: guessing at a number costs money.
 */
export function parseDnCell(cell: string): DnCell {
  const text = cell.trim();
  if (text === '') return { kind: 'empty' };
  if (text.length > maxCellLength) return { kind: 'unreadable', text: cell, why: 'it is too long' };
  // Blanks around a dash are two separators in a row, so a range is never taken for one number.
  const one = parseDn(text);
  if (one !== undefined) return { kind: 'range', range: one };
  const unreadable = (why: string): DnCell => ({ kind: 'unreadable', text: cell, why });
  const parts = text.split(between);
  if (parts.length === 1) return unreadable('it is not a number');
  if (parts.length > 2) return unreadable('it has more than two ends');
  const first = parseDn(parts[0] as string);
  const last = parseDn(parts[1] as string);
  if (first === undefined || last === undefined) return unreadable('an end is not a number');
  if (first.prefix !== last.prefix) return unreadable('its ends have different prefixes');
  if (first.width !== last.width) return unreadable('its ends have different lengths');
  if (last.first < first.first) return unreadable('it runs backwards');
  return { kind: 'range', range: { ...first, last: last.first } };
}
