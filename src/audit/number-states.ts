// Puts what is said of numbers together: assigned or free, activated or not, contradictions in plain sight.
import { DnSet } from '../numbers/index.js';
import type { Flag, Holder, NumberState, Numbers, Problem, UnreadableNumber } from './model.js';

/** How BroadWorks marks the row of the group's own caller number. */
export const groupCallingLineId = 'Group Calling Line ID';

/** Numbers by what one column says of them. */
export interface ByFlag {
  readonly yes: DnSet;
  readonly no: DnSet;
  readonly unknown: DnSet;
}

export interface SummaryList {
  readonly assigned: ByFlag;
}

export interface AssignmentList {
  readonly activated: ByFlag;
  readonly held: DnSet;
  readonly groupCallingLineIds: DnSet;
  /** Numbers of which the list does not say whether anybody holds them. */
  readonly holderUnknown: DnSet | 'all';
  readonly holders: readonly Holder[] | 'unknown';
}

const nobody: ByFlag = { yes: DnSet.empty, no: DnSet.empty, unknown: DnSet.empty };

/** Everything but the unreadable cells. Adds to `problems` what makes the part partial, to `notes` what does not. */
export function combineNumbers(
  summary: SummaryList | undefined,
  assignment: AssignmentList | undefined,
  problems: Problem[],
  notes: string[],
): Omit<Numbers, 'unreadable'> {
  const inSummary = summary && allOf(summary.assigned);
  const inAssignment = assignment && allOf(assignment.activated);
  const all = (inSummary ?? DnSet.empty).union(inAssignment ?? DnSet.empty);
  const contradicted = (numbers: DnSet, what: string) => {
    if (numbers.size > 0)
      problems.push({ code: 'LISTS_DISAGREE', message: `${countOf(numbers)} ${what}` });
  };
  const assigned = assignedOf(summary, assignment, all, contradicted);
  const activated = settled(assignment?.activated ?? nobody);
  contradicted(activated.both, 'listed both as activated and as not activated');
  if (inSummary !== undefined && inAssignment !== undefined) {
    const either = all.difference(inSummary.intersection(inAssignment));
    contradicted(
      either,
      'in only one of the two lists of numbers; they may have changed between them',
    );
    const silent = allOf(activated).difference(activated.yes).difference(activated.no);
    if (silent.size > 0)
      notes.push(
        `BroadWorks does not say whether ${countOf(silent)} activated; number activation may be switched off`,
      );
  }
  return {
    all,
    states: statesOf(all, assigned, activated),
    holders: assignment?.holders ?? 'unknown',
    groupCallingLineIds: assignment?.groupCallingLineIds ?? DnSet.empty,
  };
}

/** Which numbers are assigned and which are free; whatever is in neither is unknown. */
function assignedOf(
  summary: SummaryList | undefined,
  assignment: AssignmentList | undefined,
  all: DnSet,
  contradicted: (numbers: DnSet, what: string) => void,
): { yes: DnSet; no: DnSet } {
  const held = assignment?.held ?? DnSet.empty;
  if (summary === undefined) {
    // A row without a holder is a free number, but for the group's caller number, whose row never has one.
    const { groupCallingLineIds, holderUnknown } = assignment as AssignmentList;
    const doubtful = holderUnknown === 'all' ? all : holderUnknown.union(groupCallingLineIds);
    return { yes: held, no: all.difference(held).difference(doubtful) };
  }
  const { yes, no, both } = settled(summary.assigned);
  contradicted(both, 'listed both as assigned and as free');
  contradicted(
    no.intersection(held),
    'listed as free although somebody holds them; taken as assigned',
  );
  const taken = yes.union(both).union(held);
  return { yes: taken, no: no.difference(taken) };
}

/** Separates what the list says twice in different ways. */
function settled(flags: ByFlag): ByFlag & { both: DnSet } {
  const both = flags.yes.intersection(flags.no);
  if (both.size === 0) return { ...flags, both };
  const { yes, no, unknown } = flags;
  return { yes: yes.difference(both), no: no.difference(both), unknown: unknown.union(both), both };
}

function statesOf(
  all: DnSet,
  assigned: { yes: DnSet; no: DnSet },
  activated: { yes: DnSet; no: DnSet },
): NumberState[] {
  const split = ({ yes, no }: { yes: DnSet; no: DnSet }): [Flag, DnSet][] => [
    [true, yes],
    [false, no],
    ['unknown', all.difference(yes).difference(no)],
  ];
  const states: NumberState[] = [];
  for (const [isAssigned, these] of split(assigned))
    for (const [isActivated, those] of split(activated)) {
      const numbers = these.intersection(those);
      const always = isAssigned !== 'unknown' && isActivated !== 'unknown';
      if (always || numbers.size > 0)
        states.push({ assigned: isAssigned, activated: isActivated, numbers });
    }
  return states;
}

function allOf({ yes, no, unknown }: ByFlag): DnSet {
  return yes.union(no).union(unknown);
}

/** What cells that are no numbers mean for the part. */
export function unreadableProblems(unreadable: readonly UnreadableNumber[]): Problem[] {
  const count = unreadable.length;
  if (count === 0) return [];
  const what =
    count === 1 ? '1 cell is not a number; it is' : `${count} cells are not numbers; they are`;
  return [
    {
      code: 'CELLS_UNREADABLE',
      message: `${what} listed word for word and not counted`,
      todo: 'Look the cells up on the switch.',
    },
  ];
}

export function countOf({ size }: DnSet): string {
  return size === 1 ? '1 number is' : `${size} numbers are`;
}
