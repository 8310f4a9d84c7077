// The table format: a whole audit for the eyes of somebody at a terminal. Not meant to be read by programs.
import type { GroupAudit, Part } from '../audit/index.js';
import { fields, type Page, paintsWith, paragraph } from './grid.js';
import { type PartProblem, partProblems } from './problems.js';
import { detailsLines, trunkingLines } from './table-details.js';
import { licencesLines } from './table-licences.js';
import { numbersLines } from './table-numbers.js';
import { usersLines } from './table-users.js';

export interface TableOptions {
  /** Columns of the terminal; less than 60 is taken as 60. */
  readonly width: number;
  readonly colour: boolean;
  /** Fold and shorten nothing. */
  readonly all?: boolean;
}

const narrowest = 60;
const widest = 400;

/** The audit as text for a terminal. No character of it can drive the terminal but the colours asked for. */
export function formatTable(audit: GroupAudit, options: TableOptions): string {
  const wanted = Number.isNaN(options.width) ? 80 : Math.floor(options.width);
  const page: Page = {
    width: Math.min(widest, Math.max(narrowest, wanted)),
    paint: paintsWith(options.colour),
    all: options.all === true,
  };
  const { details, licences, users, numbers, trunking } = audit.parts;
  const problems = partProblems(audit);
  const lines = [
    ...headerLines(page, audit, problems),
    ...section(page, 'DETAILS', details, detailsLines),
    ...section(page, 'LICENCES', licences, licencesLines),
    ...section(page, 'USERS', users, usersLines),
    ...section(page, 'NUMBERS', numbers, numbersLines),
    ...section(page, 'TRUNKING', trunking, trunkingLines),
    ...problemLines(page, problems),
  ];
  return `${lines.join('\n')}\n`;
}

function headerLines(page: Page, audit: GroupAudit, problems: readonly PartProblem[]): string[] {
  const { source, parts } = audit;
  const name = 'value' in parts.details ? parts.details.value.groupName : undefined;
  return [
    ...paragraph(page, 'GROUP AUDIT', 0, 'heading'),
    ...fields(page, [
      ['Group', audit.groupId],
      ...(name === undefined ? [] : [['Name', name] as const]),
      ['Service provider', audit.serviceProviderId],
      ['Source', `${source.protocol} ${source.target}`],
      ['Release', source.release],
      ['Read as', `${source.userId} (${source.loginType})`],
      ['Read from', `${audit.startedAt} to ${audit.finishedAt}`],
      ['Result', resultCell(audit, problems)],
    ]),
  ];
}

function resultCell(audit: GroupAudit, problems: readonly PartProblem[]) {
  const missing = [...new Set(problems.map(({ part }) => part))];
  const see = 'see PROBLEMS at the end';
  if (audit.status === 'failed')
    return { text: `FAILED: nothing could be read, ${see}`, style: 'bad' } as const;
  if (audit.status === 'complete') {
    return missing.length === 0
      ? ({ text: 'complete', style: 'good' } as const)
      : ({ text: `complete, but for ${missing.join(', ')} ${see}`, style: 'bad' } as const);
  }
  const which = missing.length === 0 ? '' : ` (${missing.join(', ')})`;
  return { text: `PARTIAL: not everything could be read${which}, ${see}`, style: 'bad' } as const;
}

function section<T>(
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

function problemLines(page: Page, problems: readonly PartProblem[]): string[] {
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
