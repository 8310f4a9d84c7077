// Tables by heading, and cells as values. A column that is not there is told apart from an empty cell.
import type { Amount, Flag, Problem } from '../model.js';

/** Finds a column by its heading, whatever its place or case; -1 when the table has none. */
export function columnOf(headings: readonly string[], heading: string): number {
  const wanted = normal(heading);
  return headings.findIndex((candidate) => normal(candidate) === wanted);
}

const normal = (heading: string) => heading.trim().replace(/\s+/g, ' ').toLowerCase();

/** A number, `Unlimited`, or something that is neither. Never zero by default. */
export function amountOf(cell: string | undefined): Amount {
  const text = cell?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  return /^unlimited$/i.test(text) ? 'unlimited' : 'unknown';
}

export function flagOf(cell: string | undefined): Flag {
  const text = cell?.trim().toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : 'unknown';
}

/** Text of a cell; undefined when it is empty or not there. */
export function wordsOf(cell: string | undefined): string | undefined {
  const text = cell?.trim() ?? '';
  return text === '' ? undefined : text;
}

/** A reply that lacks what it must have: the part is unknown, never zero. */
export function missing(command: string, what: string): Problem {
  return {
    command,
    code: 'TABLE_INCOMPLETE',
    message: `the answer has no ${what}`,
    todo: 'Report the release of the switch together with this message.',
  };
}
