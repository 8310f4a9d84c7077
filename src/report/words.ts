// The words in which the renderings for people write amounts, flags and states. The json format does not use them.
import type { Absence, Amount, Flag, NumberState } from '../audit/index.js';

/** `12`, `unlimited`, `unknown`, or `not on this release`. */
export function amountText(amount: Amount): string {
  return amount === 'notOnThisRelease' ? 'not on this release' : String(amount);
}

/** What a state of numbers is called: `assigned, activated`, `free, activation unknown`. */
export function stateText(state: Pick<NumberState, 'assigned' | 'activated'>): string {
  const { assigned, activated } = state;
  return `${flagText(assigned, 'assigned', 'free', 'assignment unknown')}, ${flagText(
    activated,
    'activated',
    'deactivated',
    'activation unknown',
  )}`;
}

function flagText(flag: Flag, yes: string, no: string, unknown: string): string {
  return flag === 'unknown' ? unknown : flag ? yes : no;
}

/** How many numbers are held, free, or neither for sure. */
export interface NumberTotals {
  readonly assigned: number;
  readonly unassigned: number;
  readonly unknown: number;
}

/** Adds the states up; what is not told is never added to yes or no. */
export function numberTotals(states: readonly NumberState[]): NumberTotals {
  const total = (flag: Flag) =>
    states.reduce((sum, state) => sum + (state.assigned === flag ? state.numbers.size : 0), 0);
  return { assigned: total(true), unassigned: total(false), unknown: total('unknown') };
}

/** As ODIN writes an amount: -1 is unlimited; null when it is not known or not on this release. */
export function odinAmount(amount: Amount | Absence): number | null {
  if (typeof amount === 'number') return amount;
  return amount === 'unlimited' ? -1 : null;
}

/** An amount in a narrow column: `12`, `unlimited`, `unknown`, `n/a` for what does not apply. */
export function figureText(amount: Amount | Absence): string {
  if (amount === 'outOfScope') return 'out of scope';
  return amount === 'notApplicable' ? 'n/a' : amountText(amount);
}
