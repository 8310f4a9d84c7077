// The users section of the table format: how many there are, and who has which pack or service.
import type { Assignment, Users } from '../audit/index.js';
import { type Cell, fields, grid, type Page, paragraph } from './grid.js';
import { amountText } from './words.js';

export function usersLines(page: Page, users: Users): string[] {
  return [
    ...fields(page, [
      ['Users', amountText(users.count)],
      ['Limit', amountText(users.limit)],
    ]),
    '',
    ...assignmentLines(page, 'Service packs', users.servicePacks),
    '',
    ...assignmentLines(page, 'User services', users.userServices),
  ];
}

function assignmentLines(page: Page, title: string, rows: readonly Assignment[]): string[] {
  if (rows.length === 0) return paragraph(page, `${title} in use: none`, 2);
  return [
    ...paragraph(page, `${title} in use (${rows.length})`, 2, 'heading'),
    ...grid(
      page,
      // Usage and users may differ, so both are shown.
      [
        { head: 'Name', least: 16 },
        { head: 'Used', right: true },
        { head: 'Users', right: true },
        { head: 'User ids', least: 24 },
      ],
      rows.map((row) => rowCells(page, row)),
    ),
  ];
}

/** Lines of user ids for one row before they are shortened. */
const idLines = 2;

function rowCells(page: Page, { name, usage, userIds }: Assignment): Cell[] {
  if (userIds === 'unknown') {
    const text = 'unknown: the list could not be read';
    return [name, amountText(usage), 'unknown', { text, style: 'bad' }];
  }
  const lines = page.all ? Number.POSITIVE_INFINITY : idLines;
  const ids: Cell = { items: userIds, count: userIds.length, lines };
  return [name, amountText(usage), String(userIds.length), ids];
}
