// Trunk call capacity of the group. "Not assigned" is not zero, and neither is "this release has no such figure".
import { childNamed, type Element, textOf } from '../../ocip/index.js';
import type { Amount, GroupKey, Part, Problem, Trunking } from '../model.js';
import { type Asker, problemOf, type Variant } from './asker.js';
import { amountOf } from './cells.js';

const variants: readonly Variant[] = [
  { command: 'GroupTrunkGroupGetRequest23', since: 23 },
  { command: 'GroupTrunkGroupGetRequest14sp9', since: 14 },
  { command: 'GroupTrunkGroupGetRequest14sp1', since: 14 },
  { command: 'GroupTrunkGroupGetRequest', since: 0 },
];

/** How many of the six figures each form of the command carries, in their order. */
const figuresOf: Readonly<Record<string, number>> = {
  GroupTrunkGroupGetRequest23: 6,
  GroupTrunkGroupGetRequest14sp9: 4,
  GroupTrunkGroupGetRequest14sp1: 4,
  GroupTrunkGroupGetRequest: 2,
};

export async function readTrunking(asker: Asker, key: GroupKey): Promise<Part<Trunking>> {
  const got = await asker.askNewest(variants, { ...key });
  const evidence = asker.evidence();
  if (got.kind === 'refused' && got.refusal.kind === 'serviceNotAssigned')
    return { status: 'notApplicable', ...evidence, reason: got.refusal.summary };
  if (got.kind !== 'reply') {
    const scope = got.kind === 'refused' && got.refusal.kind === 'notPermitted';
    return { status: scope ? 'outOfScope' : 'unknown', ...evidence, problems: [problemOf(got)] };
  }
  const problems: Problem[] = [];
  let figures = figuresOf[got.command] as number;
  const figure = (name: keyof Trunking, mayBeAbsent = false): Amount => {
    if (figures-- <= 0) return 'notOnThisRelease';
    const amount = unboundedOf(childNamed(got.reply.elements, name));
    const absent = mayBeAbsent && childNamed(got.reply.elements, name) === undefined;
    if (amount === 'unknown' && !absent)
      problems.push({
        command: got.command,
        code: 'ELEMENT_UNREADABLE',
        message: `${name} was left out or is not a number`,
      });
    return amount;
  };
  const value: Trunking = {
    maxActiveCalls: figure('maxActiveCalls'),
    maxAvailableActiveCalls: figure('maxAvailableActiveCalls'),
    burstingMaxActiveCalls: figure('burstingMaxActiveCalls'),
    burstingMaxAvailableActiveCalls: figure('burstingMaxAvailableActiveCalls'),
    maxAvailableNumberOfBurstingBTLUs: figure('maxAvailableNumberOfBurstingBTLUs'),
    numberOfBurstingBTLUs: figure('numberOfBurstingBTLUs', true),
  };
  if (Object.values(value).every((amount) => amount === 'unknown' || amount === 'notOnThisRelease'))
    return { status: 'unknown', ...evidence, problems };
  if (problems.length > 0) return { status: 'partial', ...evidence, value, problems, notes: [] };
  return { status: 'known', ...evidence, value, notes: [] };
}

/** A plain number, or the choice of `unlimited` and `quantity`. */
function unboundedOf(element: Element | undefined): Amount {
  if (element === undefined) return 'unknown';
  if (element.children.length === 0) return amountOf(element.text);
  if (textOf(element.children, 'unlimited') === 'true') return 'unlimited';
  return amountOf(textOf(element.children, 'quantity'));
}
