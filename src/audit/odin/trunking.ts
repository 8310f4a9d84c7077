// Trunk call capacity of the group, over ODIN. "Not assigned" is not zero, and neither is "could not be read".
import type { Absence, Amount, GroupKey, Part, Problem, Trunking } from '../model.js';
import { missing, type OdinAsker, problemOf } from './asker.js';
import { amountOf, type Fields, isAbsent, rowFor } from './loose.js';

export async function readTrunking(asker: OdinAsker, key: GroupKey): Promise<Part<Trunking>> {
  const { value, problems, reason } = await readCapacity(asker, key);
  const evidence = asker.evidence();
  if (value === 'notApplicable') return { status: value, ...evidence, reason };
  if (value === 'unknown' || value === 'outOfScope')
    return { status: value, ...evidence, problems };
  if (problems.length > 0) return { status: 'partial', ...evidence, value, problems, notes: [] };
  return { status: 'known', ...evidence, value, notes: [] };
}

interface Capacity {
  readonly value: Trunking | Absence;
  readonly problems: Problem[];
  /** Why it does not apply. */
  readonly reason: string;
}

/** The six figures of one group, or why there are none. */
export async function readCapacity(asker: OdinAsker, key: GroupKey): Promise<Capacity> {
  const got = await asker.ask('/groups/trunk-groups/call-capacity', { ...key });
  if (got.kind === 'refused') {
    const { kind, status, code, summary } = got.refusal;
    // A number says more than words do; those are for portals that pass none on.
    const notAssigned =
      status === 400 && code === undefined && /\bnot (?:been )?assigned\b/i.test(summary);
    if (kind === 'serviceNotAssigned' || notAssigned)
      return { value: 'notApplicable', problems: [], reason: summary };
  }
  if (got.kind !== 'reply') {
    const scope = got.kind === 'refused' && got.refusal.kind === 'notPermitted';
    return { value: scope ? 'outOfScope' : 'unknown', problems: [problemOf(got)], reason: '' };
  }
  const fields = rowFor(got.body, { ...key }) ?? {};
  const problems: Problem[] = [];
  const value = figuresOf(fields, (name) =>
    problems.push({
      command: got.command,
      code: 'ELEMENT_UNREADABLE',
      message: `${name} was left out or is not a number`,
    }),
  );
  const nothing = Object.values(value).every(
    (amount) => amount === 'unknown' || amount === 'notOnThisRelease',
  );
  if (nothing)
    return { value: 'unknown', problems: [missing(got.command, 'call capacity')], reason: '' };
  return { value, problems, reason: '' };
}

function figuresOf(fields: Fields, doubt: (name: string) => void): Trunking {
  const figure = (name: keyof Trunking): Amount => {
    const amount = amountOf(fields[name]);
    if (amount === 'unknown') doubt(name);
    return amount;
  };
  /** Only newer releases of BroadWorks have bursting licence units. */
  const newer = (name: keyof Trunking): Amount =>
    isAbsent(fields[name]) ? 'notOnThisRelease' : figure(name);
  return {
    maxActiveCalls: figure('maxActiveCalls'),
    maxAvailableActiveCalls: figure('maxAvailableActiveCalls'),
    burstingMaxActiveCalls: figure('burstingMaxActiveCalls'),
    burstingMaxAvailableActiveCalls: figure('burstingMaxAvailableActiveCalls'),
    maxAvailableNumberOfBurstingBTLUs: newer('maxAvailableNumberOfBurstingBTLUs'),
    numberOfBurstingBTLUs: newer('numberOfBurstingBTLUs'),
  };
}
