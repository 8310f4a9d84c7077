// The table format: a whole audit for the eyes of somebody at a terminal. Not meant to be read by programs.
import { type GroupAudit, type Part, usualParts } from '../audit/index.js';
import { fields, type Page, paragraph } from './grid.js';
import { type PartProblem, partProblems } from './problems.js';
import { detailsLines, trunkingLines } from './table-details.js';
import { pageOf, problemLines, section, sourcePairs, type TableOptions } from './table-frame.js';
import { instancesLines } from './table-instances.js';
import { licencesLines, packsLines } from './table-licences.js';
import { numbersLines } from './table-numbers.js';
import { usersLines } from './table-users.js';

/** The audit as text for a terminal. No character of it can drive the terminal but the colours asked for. */
export function formatTable(audit: GroupAudit, options: TableOptions): string {
  const page = pageOf(options);
  const { details, licences, users, numbers, trunking, packs, instances } = audit.parts;
  const problems = partProblems(audit);
  // Of a whole audit whatever was left out is named; an audit of packs alone is not about the rest.
  const isUsual = usualParts.some((name) => audit.parts[name].status !== 'notAsked');
  const usual = <T>(title: string, part: Part<T>, draw: (page: Page, value: T) => string[]) =>
    (isUsual ? section : sectionIfAsked)(page, title, part, draw);
  const lines = [
    ...headerLines(page, audit, problems),
    ...usual('DETAILS', details, detailsLines),
    ...usual('LICENCES', licences, licencesLines),
    ...usual('USERS', users, usersLines),
    ...usual('NUMBERS', numbers, numbersLines),
    ...usual('TRUNKING', trunking, trunkingLines),
    ...sectionIfAsked(page, 'SERVICE PACKS', packs, packsLines),
    ...sectionIfAsked(page, 'SERVICE INSTANCES', instances, instancesLines),
    ...problemLines(page, problems),
  ];
  return `${lines.join('\n')}\n`;
}

/** For parts that are not usual: nobody misses them. */
function sectionIfAsked<T>(
  page: Page,
  title: string,
  part: Part<T>,
  draw: (page: Page, value: T) => string[],
): string[] {
  return part.status === 'notAsked' ? [] : section(page, title, part, draw);
}

function headerLines(page: Page, audit: GroupAudit, problems: readonly PartProblem[]): string[] {
  const { details } = audit.parts;
  const name = 'value' in details ? details.value.groupName : undefined;
  return [
    ...paragraph(page, 'GROUP AUDIT', 0, 'heading'),
    ...fields(page, [
      ['Group', audit.groupId],
      ...(name === undefined ? [] : [['Name', name] as const]),
      ['Service provider', audit.serviceProviderId],
      ...sourcePairs(audit, problems),
    ]),
  ];
}
