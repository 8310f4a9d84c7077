// The table format of trunk audits: what a provider has, what it gave out, and where more was given out than there is.
import {
  type CapacitySum,
  type Comparison,
  type GroupTrunks,
  type ProviderTrunks,
  partValue,
  type TrunkAudit,
} from '../audit/index.js';
import { type Cell, type Column, fields, grid, type Page, paragraph } from './grid.js';
import { trunkProblems } from './problems.js';
import { enterpriseLines } from './table-enterprise.js';
import { pageOf, problemLines, section, sourcePairs, type TableOptions } from './table-frame.js';
import { type Figure, figuresOf, type Level, levels } from './trunk-figures.js';
import { figureText } from './words.js';

/** The trunk audit as text for a terminal. No character of it can drive the terminal but the colours asked for. */
export function formatTrunkTable(audit: TrunkAudit, options: TableOptions): string {
  const page = pageOf(options);
  const { trunks } = audit.parts;
  const problems = trunkProblems(audit);
  const value = partValue(trunks);
  const lines = [
    ...paragraph(page, 'TRUNK AUDIT', 0, 'heading'),
    ...fields(page, [
      ['Service provider', audit.serviceProviderId],
      ...(value === undefined ? [] : summaryPairs(value)),
      ...sourcePairs(audit, problems),
    ]),
    ...section(page, 'TRUNK CAPACITY', trunks, (_page, found) => trunksLines(page, audit, found)),
    ...problemLines(page, problems),
  ];
  return `${lines.join('\n')}\n`;
}

function summaryPairs({ groups, calls, bursting, capacity }: ProviderTrunks) {
  const withService = groups.filter((group) => !isWithout(group));
  const over = groups.filter(
    (group) => group.calls.isOver === true || group.bursting.isOver === true,
  );
  const units = typeof capacity === 'string' ? capacity : capacity.numberOfBurstingBTLUs;
  const isOver = over.length > 0 || calls.isOver === true || bursting.isOver === true;
  const places = [
    ...(calls.isOver === true ? ['the provider itself in calls'] : []),
    ...(bursting.isOver === true ? ['the provider itself in bursting'] : []),
    ...(over.length > 0 ? [`${over.length} of the groups`] : []),
  ];
  const unsure = levels.some((level) =>
    [{ calls, bursting }, ...groups].some((one) => one[level].isOver === 'unknown'),
  );
  const doubt = unsure ? '; not known everywhere' : '';
  const pairs: (readonly [string, Cell])[] = [
    ['Groups', `${groups.length}, ${withService.length} of them with the Trunk Group service`],
    ['Bursting licence units', figureText(units)],
    [
      'Over-subscribed',
      isOver
        ? { text: `OVER: ${places.join(', ')}${doubt}`, style: 'bad' }
        : unsure
          ? { text: 'not where figures are known; not known everywhere', style: 'warning' }
          : { text: 'nowhere', style: 'good' },
    ],
  ];
  return pairs;
}

/** Without the service there is nothing to compare, unless something is there all the same. */
function isWithout({ capacity, trunkGroups, enterpriseTrunks, calls, bursting }: GroupTrunks) {
  const hasNone = (list: readonly unknown[] | string) =>
    typeof list === 'string' ? list === 'notApplicable' : list.length === 0;
  return (
    capacity === 'notApplicable' &&
    hasNone(trunkGroups) &&
    hasNone(enterpriseTrunks) &&
    calls.isOver !== true &&
    bursting.isOver !== true
  );
}

function trunksLines(page: Page, audit: TrunkAudit, trunks: ProviderTrunks): string[] {
  return [
    ...levels.flatMap((level, at) => [
      ...(at === 0 ? [] : ['']),
      ...levelLines(page, level, audit.serviceProviderId, trunks),
    ]),
    ...enterpriseLines(page, trunks),
  ];
}

const titles = {
  calls: 'Simultaneous calls',
  bursting: 'Bursting calls',
} as const satisfies Record<Level, string>;

const columns: readonly Column[] = [
  { head: 'Name', least: 13 },
  { head: 'Has', right: true, least: 9 },
  { head: 'Given out', right: true, least: 9 },
  { head: 'Left', right: true, least: 9 },
  { head: 'Mark', least: 10 },
];

function levelLines(
  page: Page,
  level: Level,
  serviceProviderId: string,
  trunks: ProviderTrunks,
): string[] {
  const { shown, folded } = figuresOf({ level, groups: trunks.groups, isWithout }, page.all);
  return [
    ...paragraph(page, titles[level], 2, 'heading'),
    ...grid(page, columns, [
      figureCells({ name: serviceProviderId, comparison: trunks[level], depth: 0 }),
      ...shown.map(figureCells),
    ]),
    ...folded.flatMap(({ count, of, what }) =>
      count === 0
        ? []
        : paragraph(page, `… ${count} ${of}${count === 1 ? '' : 's'} ${what} (--all)`, 2, 'quiet'),
    ),
  ];
}

/** Before the name, by depth: the provider, its groups, their trunk groups. */
const bullets = ['', '·', '··'] as const;

function figureCells({ name, depth, comparison, own, mark }: Figure): Cell[] {
  const title = `${bullets[depth]}${name}`;
  if (comparison === undefined) return [title, figureCell(own ?? 'unknown'), '', '', mark ?? ''];
  const { below, difference } = comparison;
  return [
    title,
    figureCell(comparison.own),
    sumCell(below),
    typeof difference === 'number' && difference < 0
      ? { text: String(difference), style: 'bad' }
      : figureCell(difference),
    markCell({ name, depth, comparison, mark }),
  ];
}

function figureCell(figure: Parameters<typeof figureText>[0]): Cell {
  const text = figureText(figure);
  return figure === 'unknown' || figure === 'outOfScope' ? { text, style: 'warning' } : text;
}

/** Only numbers are added; what is not one is told beside the sum. */
function sumCell({ calls, unlimited, unknown }: CapacitySum): Cell {
  const others = [
    ...(unlimited > 0 ? [`${unlimited} unlimited`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ];
  const text = [String(calls), ...others].join(' + ');
  return unknown > 0 ? { text, style: 'warning' } : text;
}

function markCell({ comparison, mark }: Figure): Cell {
  const isOver = comparison?.isOver;
  const texts = [
    ...(isOver === true ? [overText(comparison!)] : []),
    ...(mark === undefined ? [] : [mark]),
    ...(isOver === 'unknown' ? ['over? unknown'] : []),
  ];
  if (texts.length === 0) return '';
  return { text: texts.join('; '), style: isOver === true ? 'bad' : 'warning' };
}

function overText({ own, difference, below }: Comparison): string {
  if (typeof difference === 'number') return `OVER by ${-difference}`;
  if (below.unlimited > 0) return 'OVER: unlimited below';
  return typeof own === 'number' ? `OVER by at least ${below.calls - own}` : 'OVER';
}
