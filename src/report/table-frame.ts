// What the tables of every kind of audit share: the page, its head, the sections of its parts, and the problems.
import type { AuditSource, GroupAudit, Part } from '../audit/index.js';
import { type Cell, type Page, paintsWith, paragraph } from './grid.js';
import type { PartProblem } from './problems.js';

export interface TableOptions {
  /** Columns of the terminal; less than 60 is taken as 60. */
  readonly width: number;
  readonly colour: boolean;
  /** Fold and shorten nothing. */
  readonly all?: boolean;
}

const narrowest = 60;
const widest = 400;

export function pageOf(options: TableOptions): Page {
  const wanted = Number.isNaN(options.width) ? 80 : Math.floor(options.width);
  return {
    width: Math.min(widest, Math.max(narrowest, wanted)),
    paint: paintsWith(options.colour),
    all: options.all === true,
  };
}

/** What the heads of all audits share. */
interface Audited {
  readonly status: GroupAudit['status'];
  readonly source: AuditSource;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** Where, as whom and when it was read, and whether anything is missing. */
export function sourcePairs(
  { status, source, startedAt, finishedAt }: Audited,
  problems: readonly PartProblem[],
): (readonly [string, Cell])[] {
  return [
    ['Source', `${source.protocol} ${source.target}`],
    ['Release', source.release],
    ['Read as', `${source.userId} (${source.loginType})`],
    ['Read from', `${startedAt} to ${finishedAt}`],
    ['Result', resultCell(status, problems)],
  ];
}

function resultCell(status: GroupAudit['status'], problems: readonly PartProblem[]): Cell {
  const missing = [...new Set(problems.map(({ part }) => part))];
  const see = 'see PROBLEMS at the end';
  if (status === 'failed')
    return { text: `FAILED: nothing could be read, ${see}`, style: 'bad' } as const;
  if (status === 'complete') {
    return missing.length === 0
      ? ({ text: 'complete', style: 'good' } as const)
      : ({ text: `complete, but for ${missing.join(', ')} ${see}`, style: 'bad' } as const);
  }
  const which = missing.length === 0 ? '' : ` (${missing.join(', ')})`;
  return { text: `PARTIAL: not everything could be read${which}, ${see}`, style: 'bad' } as const;
}

/** A part under its title: what it holds, or why it holds nothing. */
export function section<T>(
  page: Page,
  title: string,
  part: Part<T>,
  draw: (page: Page, value: T) => string[],
): string[] {
  return ['', ...paragraph(page, title, 0, 'heading'), ...partLines(page, part, draw)];
}

function partLines<T>(
  page: Page,
  part: Part<T>,
  draw: (page: Page, value: T) => string[],
): string[] {
  switch (part.status) {
    case 'known':
    case 'partial':
      return [
        ...(part.status === 'partial'
          ? paragraph(page, 'PARTIAL: what follows is not all, see PROBLEMS.', 2, 'bad')
          : []),
        ...draw(page, part.value),
        ...part.notes.flatMap((note) => paragraph(page, `Note: ${note}`, 2)),
      ];
    case 'unknown':
      return paragraph(page, 'UNKNOWN: it could not be read, see PROBLEMS.', 2, 'bad');
    case 'outOfScope':
      return paragraph(page, 'OUT OF SCOPE: this login may not read it, see PROBLEMS.', 2, 'bad');
    case 'notApplicable':
      return paragraph(page, `Not applicable: ${part.reason}`, 2);
    case 'notAsked':
      return paragraph(page, 'Not asked for.', 2, 'quiet');
  }
}

/** Most problems shown at once. */
const shownProblems = 20;

export function problemLines(page: Page, problems: readonly PartProblem[]): string[] {
  if (problems.length === 0) return [];
  const shown = page.all ? problems : problems.slice(0, shownProblems);
  const hidden = problems.length - shown.length;
  return [
    '',
    ...paragraph(page, `PROBLEMS (${problems.length})`, 0, 'bad'),
    ...shown.flatMap((problem) => oneProblem(page, problem)),
    ...(hidden > 0 ? paragraph(page, `… ${hidden} more (--all shows them)`, 2, 'bad') : []),
  ];
}

const effects: Partial<Record<PartProblem['status'], string>> = {
  unknown: 'could not be read',
  outOfScope: 'out of scope of this login',
};

function oneProblem(page: Page, { part, status, problem }: PartProblem): string[] {
  const { command, code, message, todo } = problem;
  const title = `${part}: ${effects[status] ?? 'not complete'}`;
  const asked = [command, code].filter((text) => text !== undefined).join(', ');
  return [
    ...paragraph(page, title, 2, 'bad'),
    ...(asked === '' ? [] : paragraph(page, asked, 4)),
    ...paragraph(page, message, 4),
    ...(todo === undefined ? [] : paragraph(page, `What to do: ${todo}`, 4, 'warning')),
  ];
}
