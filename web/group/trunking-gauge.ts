// What a gauge of trunk capacity shows: what the group has against the most that it can be given. Amounts that are no
// number keep their meaning.
import type { Amount } from '../../src/audit/model.js';
import { numberText } from '../parts/time.js';
import { trunkingStrings as s } from '../strings.js';

export interface Gauge {
  /**
   * `share` is drawn in proportion; `open` is a number under no known ceiling; the others are words. Zero of something is
   * a share of 0.
   */
  readonly kind: 'share' | 'open' | 'unlimited' | 'unknown' | 'absent';
  /** 0 to 1, for shares. */
  readonly share: number;
  /** More than the level above leaves. */
  readonly isOver: boolean;
  /** In the middle of the gauge: a figure, or a sign. */
  readonly figure: string;
  /** The whole of it in words. */
  readonly words: string;
}

/** A gauge of `has` against `most`. */
export function gaugeOf(has: Amount, most: Amount): Gauge {
  const none = { share: 0, isOver: false };
  if (has === 'unknown')
    return { ...none, kind: 'unknown', figure: '?', words: s.words.unknown(amountWords(most)) };
  if (has === 'notOnThisRelease')
    return { ...none, kind: 'absent', figure: '–', words: s.words.notOnThisRelease };
  if (has === 'unlimited') {
    const isOver = typeof most === 'number';
    const words = isOver
      ? s.words.unlimitedUnder(numberText(most))
      : most === 'unlimited'
        ? s.words.bothUnlimited
        : s.unlimited;
    return { share: 1, isOver, kind: 'unlimited', figure: '∞', words };
  }
  const figure = numberText(has);
  if (typeof most === 'number') {
    const isOver = has > most;
    const words = (isOver ? s.words.over : s.words.measured)(figure, numberText(most));
    return { kind: 'share', share: has === 0 ? 0 : Math.min(1, has / most), isOver, figure, words };
  }
  const words =
    most === 'unlimited'
      ? s.words.noCeiling(figure)
      : most === 'unknown'
        ? s.words.mostUnknown(figure)
        : s.words.mostAbsent(figure);
  return { ...none, kind: 'open', figure, words };
}

/** An amount in words. */
export function amountWords(amount: Amount): string {
  return typeof amount === 'number' ? numberText(amount) : s[amount];
}
