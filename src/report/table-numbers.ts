// The numbers section of the table format: how many in which state, which are free, and which cells are no numbers.
import type { Holder, NumberState, Numbers, UnreadableNumber } from '../audit/index.js';
import { type DnSet, formatDnRange } from '../numbers/index.js';
import { type Cell, fields, grid, type Page, paragraph } from './grid.js';
import type { List } from './text.js';
import { numberTotals, stateText } from './words.js';

export function numbersLines(page: Page, numbers: Numbers): string[] {
  return [
    ...fields(page, totalPairs(page, numbers)),
    '',
    ...grid(
      page,
      [{ head: 'State' }, { head: 'Numbers', right: true }, { head: 'Ranges', least: 34 }],
      numbers.states.map((state) => stateCells(page, state)),
    ),
    ...doubtfulLines(page, numbers.zerosDoubtful),
    ...unreadableLines(page, numbers.unreadable),
    ...holderLines(page, numbers.holders),
  ];
}

function totalPairs(page: Page, numbers: Numbers): (readonly [string, Cell])[] {
  const { assigned, unassigned, unknown } = numberTotals(numbers.states);
  const shown = numbers.groupCallingLineIds;
  const freeButShown = numbers.states
    .filter((state) => state.assigned === false)
    .reduce((sum, state) => sum + state.numbers.intersection(shown).size, 0);
  const free =
    freeButShown === 0
      ? String(unassigned)
      : `${unassigned} (${freeButShown} of them shown as the caller number of the group)`;
  return [
    ['Total', String(numbers.all.size)],
    ['Assigned', String(assigned)],
    ['Free', free],
    ...(unknown === 0
      ? []
      : [['Assigned or free?', { text: `unknown for ${unknown}`, style: 'bad' }] as const]),
    ...(shown.size === 0 ? [] : [['Caller numbers', rangeList(page, shown)] as const]),
  ];
}

function stateCells(page: Page, state: NumberState): Cell[] {
  return [stateText(state), String(state.numbers.size), rangeList(page, state.numbers)];
}

/** Lines of ranges for one state before they are shortened. */
const rangeLines = 3;

function rangeList(page: Page, numbers: DnSet): List {
  let count = 0;
  for (const _range of numbers.ranges()) count++;
  const lines = page.all ? Number.POSITIVE_INFINITY : rangeLines;
  return { items: { [Symbol.iterator]: () => rangeTexts(numbers) }, count, lines };
}

function* rangeTexts(numbers: DnSet): Generator<string> {
  for (const range of numbers.ranges()) yield formatDnRange(range);
}

function doubtfulLines(page: Page, numbers: DnSet | undefined): string[] {
  if (numbers === undefined || numbers.size === 0) return [];
  const title = `Came as plain figures, leading zeros may be lost (${numbers.size})`;
  return ['', ...paragraph(page, title, 2, 'warning'), ...rangeLinesOf(page, numbers)];
}

function rangeLinesOf(page: Page, numbers: DnSet): string[] {
  return grid(page, [{ head: '' }], [[rangeList(page, numbers)]]);
}

const shownUnreadable = 10;

function unreadableLines(page: Page, unreadable: readonly UnreadableNumber[]): string[] {
  if (unreadable.length === 0) return [];
  const shown = page.all ? unreadable : unreadable.slice(0, shownUnreadable);
  const hidden = unreadable.length - shown.length;
  const title = `NOT COUNTED: cells that are not numbers (${unreadable.length})`;
  return [
    '',
    ...paragraph(page, title, 2, 'bad'),
    ...grid(
      page,
      [{ head: 'Text as sent' }, { head: 'Why' }],
      shown.map(({ text, why }) => [{ text: `"${text}"`, style: 'bad' }, why]),
    ),
    ...(hidden > 0 ? paragraph(page, `… ${hidden} more (--all shows them)`, 2, 'bad') : []),
  ];
}

function holderLines(page: Page, holders: Numbers['holders']): string[] {
  if (holders === 'unknown') {
    return ['', ...paragraph(page, 'Holders: UNKNOWN, no list says who holds what.', 2, 'warning')];
  }
  if (holders.length === 0) return [];
  const title = `Holders known for ${holders.length} ${holders.length === 1 ? 'entry' : 'entries'}`;
  if (!page.all) return ['', ...paragraph(page, `${title} (--all lists them)`, 2, 'quiet')];
  return [
    '',
    ...paragraph(page, title, 2, 'heading'),
    ...grid(
      page,
      ['Number', 'User id', 'Name', 'Type', 'Extension', 'Department'].map((head) => ({ head })),
      holders.map((holder) => [
        holder.number,
        holder.userId ?? 'unknown',
        [holder.lastName, holder.firstName].filter((name) => name !== undefined).join(', '),
        holder.userType ?? '',
        extensionCell(holder),
        holder.department ?? '',
      ]),
    ),
  ];
}

/** An extension is short: whether a zero is missing matters more than in a number. */
function extensionCell({ extension = '', zerosDoubtful = [] }: Holder): Cell {
  if (!zerosDoubtful.includes('extension')) return extension;
  return { text: `${extension} (zeros?)`, style: 'warning' };
}
