// Trunk call capacity of the group. "Not assigned" is not zero, and neither is "this release has no such figure".
import { childNamed, type Element, textOf } from '../../ocip/index.js';
import type { Absence, Amount, GroupKey, Part, Problem, Trunking } from '../model.js';
import { type Asker, type Got, problemOf, type Variant } from './asker.js';
import { amountOf } from './cells.js';

/** The command for the capacity of one group, newest form first. */
export const capacityVariants: readonly Variant[] = [
  { command: 'GroupTrunkGroupGetRequest23', since: 23 },
  { command: 'GroupTrunkGroupGetRequest14sp9', since: 14 },
  { command: 'GroupTrunkGroupGetRequest14sp1', since: 14 },
  { command: 'GroupTrunkGroupGetRequest', since: 0 },
];

const figures = [
  'maxActiveCalls',
  'maxAvailableActiveCalls',
  'burstingMaxActiveCalls',
  'burstingMaxAvailableActiveCalls',
  'maxAvailableNumberOfBurstingBTLUs',
  'numberOfBurstingBTLUs',
] as const satisfies readonly (keyof Trunking)[];

/** How many of the six figures each form of the command carries, in their order. */
const carriedBy: Readonly<Record<string, number>> = {
  GroupTrunkGroupGetRequest23: 6,
  GroupTrunkGroupGetRequest14sp9: 4,
  GroupTrunkGroupGetRequest14sp1: 4,
  GroupTrunkGroupGetRequest: 2,
};

export async function readTrunking(asker: Asker, key: GroupKey): Promise<Part<Trunking>> {
  const got = await asker.askNewest(capacityVariants, { ...key });
  const { value, problems, reason } = capacityOf(got);
  const evidence = asker.evidence();
  if (value === 'notApplicable') return { status: value, ...evidence, reason };
  if (typeof value === 'string') return { status: value, ...evidence, problems };
  if (problems.length > 0) return { status: 'partial', ...evidence, value, problems, notes: [] };
  return { status: 'known', ...evidence, value, notes: [] };
}

interface Capacity<T> {
  readonly value: T | Absence;
  readonly problems: readonly Problem[];
  /** Why it does not apply. */
  readonly reason: string;
}

/** What a group's answer says: the six figures, or why there are none. */
export function capacityOf(got: Got): Capacity<Trunking> {
  return figuresOf(got, figures, carriedBy, ['numberOfBurstingBTLUs']);
}

/**
 * Reads figures by name. Those that this form of the command does not carry are `notOnThisRelease`; a figure that
 * must be there and is not, or is odd, is unknown and a problem. Without any figure there is no value.
 */
export function figuresOf<K extends string>(
  got: Got,
  names: readonly K[],
  carried: Readonly<Record<string, number>>,
  mayBeAbsent: readonly K[] = [],
): Capacity<Readonly<Record<K, Amount>>> {
  if (got.kind === 'refused' && got.refusal.kind === 'serviceNotAssigned')
    return { value: 'notApplicable', problems: [], reason: got.refusal.summary };
  if (got.kind !== 'reply') return { ...withoutReply(got), reason: '' };
  const problems: Problem[] = [];
  const amounts = names.map((name, at): Amount => {
    if (at >= (carried[got.command] as number)) return 'notOnThisRelease';
    const element = childNamed(got.reply.elements, name);
    const amount = unboundedOf(element);
    if (amount === 'unknown' && !(element === undefined && mayBeAbsent.includes(name)))
      problems.push(unreadable(got.command, name));
    return amount;
  });
  if (amounts.every((amount) => amount === 'unknown' || amount === 'notOnThisRelease'))
    return { value: 'unknown', problems, reason: '' };
  const value = Object.fromEntries(names.map((name, at) => [name, amounts[at]]));
  return { value: value as Record<K, Amount>, problems, reason: '' };
}

/** Why nothing came: the account may not see it, or nobody knows. */
export function withoutReply(got: Exclude<Got, { kind: 'reply' }>): {
  value: 'outOfScope' | 'unknown';
  problems: Problem[];
} {
  const scope = got.kind === 'refused' && got.refusal.kind === 'notPermitted';
  return { value: scope ? 'outOfScope' : 'unknown', problems: [problemOf(got)] };
}

/** A plain number, or the choice of `unlimited` and `quantity`. */
export function unboundedOf(element: Element | undefined): Amount {
  if (element === undefined) return 'unknown';
  if (element.children.length === 0) return amountOf(element.text);
  if (textOf(element.children, 'unlimited') === 'true') return 'unlimited';
  return amountOf(textOf(element.children, 'quantity'));
}

/** The problem of a figure that should be there. */
export function unreadable(command: string, name: string): Problem {
  return {
    command,
    code: 'ELEMENT_UNREADABLE',
    message: `${name} was left out or is not a number`,
  };
}
