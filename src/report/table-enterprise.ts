// The enterprise trunks in the table of a trunk audit: listed, never added, since they spread calls over trunk groups.
import type { Absence, EnterpriseTrunk, ProviderTrunks } from '../audit/index.js';
import { type Cell, grid, type Page, paragraph } from './grid.js';
import { figureText } from './words.js';

/** Nothing at all where there are none and that is known. */
export function enterpriseLines(
  page: Page,
  { enterpriseTrunks, groups }: ProviderTrunks,
): string[] {
  const lists = [
    { owner: 'the enterprise', list: enterpriseTrunks },
    ...groups.map((group) => ({ owner: group.groupId, list: group.enterpriseTrunks })),
  ];
  const rows = lists.flatMap(({ owner, list }) =>
    typeof list === 'string' ? [] : list.map((trunk) => trunkCells(owner, trunk)),
  );
  const missing = [
    ...missingLines(page, lists, 'unknown', 'UNKNOWN, they could not be read'),
    ...missingLines(page, lists, 'outOfScope', 'OUT OF SCOPE, this login may not read them'),
  ];
  if (rows.length === 0 && missing.length === 0) return [];
  return [
    '',
    ...paragraph(page, 'Enterprise trunks', 2, 'heading'),
    ...(rows.length === 0
      ? []
      : [
          ...paragraph(page, 'They spread calls over trunk groups, and are in no sum.', 2, 'quiet'),
          ...listedLines(page, rows),
        ]),
    ...missing,
  ];
}

/** Most of them shown at once. */
const shownTrunks = 40;

function listedLines(page: Page, rows: readonly Cell[][]): string[] {
  const shown = page.all ? rows : rows.slice(0, shownTrunks);
  const hidden = rows.length - shown.length;
  return [
    ...grid(
      page,
      [
        { head: 'Name', least: 14 },
        { head: 'Of', least: 14 },
        { head: 'Most calls', right: true },
        { head: 'Routing' },
      ],
      shown,
    ),
    ...(hidden > 0 ? paragraph(page, `… ${hidden} more (--all lists them)`, 2, 'quiet') : []),
  ];
}

function trunkCells(owner: string, { name, routingType, maxActiveCalls }: EnterpriseTrunk): Cell[] {
  const calls = figureText(maxActiveCalls);
  return [
    name,
    owner,
    maxActiveCalls === 'unknown' ? { text: calls, style: 'warning' } : calls,
    routingType ?? '',
  ];
}

function missingLines(
  page: Page,
  lists: readonly { readonly owner: string; readonly list: ProviderTrunks['enterpriseTrunks'] }[],
  absence: Absence,
  words: string,
): string[] {
  const owners = lists.filter(({ list }) => list === absence).map(({ owner }) => owner);
  if (owners.length === 0) return [];
  const few = owners.length === 1 ? owners[0] : `${owners.length} owners, see PROBLEMS`;
  return paragraph(page, `Of ${few}: ${words}.`, 2, 'bad');
}
