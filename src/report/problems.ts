// What is missing or doubtful in an audit, as one list for the renderings that tell it. Judges nothing itself.
import {
  type GroupAudit,
  type Part,
  type PartName,
  type Problem,
  partNames,
  partValue,
  problemsOf,
  type TrunkAudit,
} from '../audit/index.js';

/** One thing that went wrong, and the part that suffers from it. */
export interface PartProblem {
  readonly part: PartName | keyof TrunkAudit['parts'];
  readonly status: Part<unknown>['status'];
  readonly problem: Problem;
}

/** Whether nothing is missing in a part: it was read, does not apply to this group, or was not asked for. */
export function isWhole(part: Part<unknown>): boolean {
  return part.status === 'known' || part.status === 'notApplicable' || part.status === 'notAsked';
}

/** Everything that went wrong, part by part. Every part that is not whole has at least one entry. */
export function partProblems(audit: GroupAudit): readonly PartProblem[] {
  return partNames.flatMap((name) => problemsOfPart(audit, name));
}

/** Everything that went wrong in a trunk audit; at least one entry when it is not whole. */
export function trunkProblems({ parts }: TrunkAudit): readonly PartProblem[] {
  return named('trunks', parts.trunks, problemsOf(parts.trunks));
}

/** What went wrong in one part; for the numbers also the cells that are none. */
export function problemsOfPart(audit: GroupAudit, name: PartName): readonly PartProblem[] {
  const part = audit.parts[name];
  const problems = problemsOf(part);
  const unreadable =
    name === 'numbers' ? (partValue(audit.parts.numbers)?.unreadable.length ?? 0) : 0;
  // The reader over OCI-P says so itself.
  const said = problems.some(({ code }) => code === 'CELLS_UNREADABLE');
  const all = unreadable > 0 && !said ? [...problems, unreadableProblem(unreadable)] : problems;
  return named(name, part, all);
}

function named(
  name: PartProblem['part'],
  part: Part<unknown>,
  problems: readonly Problem[],
): readonly PartProblem[] {
  const unexplained = problems.length === 0 && !isWhole(part);
  const told = unexplained
    ? [{ message: 'It is not complete, and no reason was recorded.' }]
    : problems;
  return told.map((problem) => ({ part: name, status: part.status, problem }));
}

function unreadableProblem(count: number): Problem {
  return {
    message:
      count === 1
        ? '1 cell is not a number; it is listed word for word and not counted.'
        : `${count} cells are not numbers; they are listed word for word and not counted.`,
    todo: 'Look the cells up on the switch.',
  };
}
