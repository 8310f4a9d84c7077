// The licences section of the table format: what is used, what is left, and what is paid for and idle.
import type { Amount, Licence, Licences, Packs } from '../audit/index.js';
import { type Cell, type Column, grid, type Page, paragraph, type Style } from './grid.js';
import { amountText } from './words.js';

const columns: readonly Column[] = [
  { head: 'Name', least: 16 },
  { head: 'Used', right: true },
  { head: 'Quantity', right: true },
  { head: 'Allowed', right: true },
  { head: 'Mark' },
];

export function licencesLines(page: Page, licences: Licences): string[] {
  return [
    ...kindLines(page, 'Service packs', licences.servicePacks),
    '',
    ...kindLines(page, 'Group services', licences.groupServices),
    '',
    ...kindLines(page, 'User services', licences.userServices),
  ];
}

export function packsLines(page: Page, { servicePacks }: Packs): string[] {
  return kindLines(page, 'Service packs', servicePacks);
}

function kindLines(page: Page, title: string, rows: readonly Licence[]): string[] {
  if (rows.length === 0) return paragraph(page, `${title}: none`, 2);
  // Three passes keep the order of the switch inside each rank.
  const ranked = ([0, 1, 2] as const).map((rank) => rows.filter((row) => rankOf(row) === rank));
  const shown = ranked.flat().filter((row) => page.all || !isIdle(row));
  const folded = rows.length - shown.length;
  return [
    ...paragraph(page, `${title} (${rows.length})`, 2, 'heading'),
    ...(shown.length > 0 ? grid(page, columns, shown.map(rowCells)) : []),
    ...(folded > 0
      ? paragraph(
          page,
          `… ${folded} more, not authorised and not used (--all shows them)`,
          2,
          'quiet',
        )
      : []),
  ];
}

/** Rows with usage first, then what the group is authorised for, then the rest. */
function rankOf({ usage, authorized }: Licence): 0 | 1 | 2 {
  if (usage !== 0) return 0;
  return authorized === false ? 2 : 1;
}

function isIdle({ usage, authorized, asSent }: Licence): boolean {
  return usage === 0 && authorized === false && asSent === undefined;
}

function rowCells(row: Licence): Cell[] {
  // BroadWorks writes Unlimited for what is not authorised at all; shown as it is, it would mislead.
  const ceiling = (amount: Amount) =>
    row.authorized === false && amount === 'unlimited' ? '-' : amountText(amount);
  return [
    row.name,
    amountText(row.usage),
    ceiling(row.quantity),
    ceiling(row.allowed),
    markCell(row),
  ];
}

function markCell(row: Licence): Cell {
  const [text, style] = mark(row);
  const sent = Object.entries(row.asSent ?? {}).map(
    ([field, cell]) => `${field} sent as "${cell}"`,
  );
  const texts = [text, ...sent].filter((words) => words !== '');
  const worst = sent.length > 0 && style === undefined ? 'warning' : style;
  return worst === undefined ? texts.join('; ') : { text: texts.join('; '), style: worst };
}

/** What stands out about a row, in words: colours alone would not survive a log file. */
function mark({ authorized, usage, quantity }: Licence): readonly [string, Style?] {
  if (authorized === 'unknown') return ['authorisation unknown', 'warning'];
  if (!authorized) {
    if (usage === 'unknown' || usage === 'notOnThisRelease')
      return ['not authorised, usage unknown', 'warning'];
    return usage === 0 ? ['not authorised', 'quiet'] : ['in use, NOT AUTHORISED', 'bad'];
  }
  if (usage === 0)
    return [quantity === 0 ? 'authorised for none' : 'authorised, not used', 'warning'];
  if (typeof usage !== 'number' || typeof quantity !== 'number' || usage < quantity) return [''];
  return usage === quantity ? ['EXHAUSTED', 'bad'] : [`EXCEEDED by ${usage - quantity}`, 'bad'];
}
