// What somebody types in search of a number or its holder, and which numbers of a stretch have certain digits. Stretches
// are searched digit by digit as a tree, so that what cannot fit is left out unseen.
import { folded, type Series } from './numbers-space.js';

/** Digits to be found: anywhere in a number, at its start, or where the part behind the country code starts. */
export interface DigitPattern {
  readonly digits: string;
  readonly at: 'anywhere' | 'start' | 'national';
}

export interface NumberQuery {
  /** Any of them may fit; empty when the text cannot be a number. */
  readonly patterns: readonly DigitPattern[];
  /** All of them must be found in what is known of a holder. */
  readonly words: readonly string[];
}

/** Reads what was typed: `01632 960 101`, `+44-1632…`, `0044…`, `960101`, or words. Undefined when it asks for nothing. */
export function parseNumberQuery(text: string): NumberQuery | undefined {
  const trimmed = folded(text.trim());
  const words = trimmed.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return undefined;
  return { patterns: /^\+?[\d\s().\-/]+$/.test(trimmed) ? patternsOf(trimmed) : [], words };
}

function patternsOf(text: string): readonly DigitPattern[] {
  // `+44 (0)1632`: the national 0 is not dialled from abroad.
  if (text.startsWith('+'))
    return [{ digits: text.replace('(0)', '').replace(/\D/g, ''), at: 'start' }];
  const digits = text.replace(/\D/g, '');
  const asTyped: DigitPattern = { digits, at: 'anywhere' };
  if (/^00[1-9]/.test(digits)) return [asTyped, { digits: digits.slice(2), at: 'start' }];
  if (/^0[1-9]/.test(digits)) return [asTyped, { digits: digits.slice(1), at: 'national' }];
  return [asTyped];
}

/** A table of steps from state to state. `full` is reached when all digits were found; -1 when they cannot be. */
export interface Machine {
  readonly steps: Int32Array;
  readonly full: number;
}

/** The machines that find a query's digits in numbers of a series. */
export function machinesOf(query: NumberQuery, series: Series): readonly Machine[] {
  return query.patterns.flatMap(({ digits, at }) =>
    at === 'anywhere'
      ? [anywhere(digits)]
      : startsOf(series, at).map((skipped) => skipping(skipped, digits)),
  );
}

/** Where a pattern may start. The country code has one to three digits; a separator tells how many. */
function startsOf({ prefix }: Series, at: 'start' | 'national'): readonly number[] {
  if (at === 'start' || !prefix.startsWith('+')) return [0];
  const [, code] = /^\+(\d{1,3})\D/.exec(prefix) ?? [];
  return code === undefined ? [1, 2, 3] : [code.length];
}

/** Knuth, Morris, Pratt: after each digit the longest beginning of the pattern that was just read. */
function anywhere(pattern: string): Machine {
  const full = pattern.length;
  const steps = new Int32Array((full + 1) * 10);
  let fallback = 0;
  for (let state = 0; state < full; state++) {
    for (let digit = 0; digit < 10; digit++)
      steps[state * 10 + digit] = steps[fallback * 10 + digit]!;
    const digit = Number(pattern[state]);
    const next = state === 0 ? 0 : steps[fallback * 10 + digit]!;
    steps[state * 10 + digit] = state + 1;
    fallback = next;
  }
  return { steps, full };
}

function skipping(skipped: number, pattern: string): Machine {
  const full = skipped + pattern.length;
  const steps = new Int32Array((full + 1) * 10).fill(-1);
  for (let state = 0; state < full; state++) {
    if (state < skipped) steps.fill(state + 1, state * 10, state * 10 + 10);
    else steps[state * 10 + Number(pattern[state - skipped])] = state + 1;
  }
  return { steps, full };
}

/** Takes consecutive numbers that fit, ascending. Returns false to hear no more. */
export type Take = (first: number, last: number) => boolean;

/** Tells `take` which numbers from `first` to `last` of a series the machine accepts. Returns false if it was stopped. */
export function eachMatch(
  machine: Machine,
  { digits, width }: Pick<Series, 'digits' | 'width'>,
  { first, last }: { readonly first: number; readonly last: number },
  take: Take,
): boolean {
  const { steps, full } = machine;
  // The digits that all numbers of the stretch begin with are read once.
  let left = 0;
  let size = 1;
  while (Math.floor(first / size) !== Math.floor(last / size)) {
    left++;
    size *= 10;
  }
  const head = String(Math.floor(first / size)).padStart(width - left, '0');
  let state = 0;
  for (const digit of left === width ? digits : digits + head) {
    if (state < 0 || state === full) break;
    state = steps[state * 10 + Number(digit)]!;
  }
  const descend = (low: number, span: number, depth: number, at: number): boolean => {
    if (low > last || low + span - 1 < first) return true;
    if (at === full) return take(Math.max(low, first), Math.min(low + span - 1, last));
    if (at < 0 || full - at > depth) return true;
    const step = span / 10;
    for (let digit = 0; digit < 10; digit++)
      if (!descend(low + digit * step, step, depth - 1, steps[at * 10 + digit]!)) return false;
    return true;
  };
  return descend(Math.floor(first / size) * size, size, left, state);
}
