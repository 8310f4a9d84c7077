// The rows of trunk-capacity.csv: the provider, each group, each trunk group and each enterprise trunk, one row each.
import type {
  Absence,
  Comparison,
  EnterpriseTrunk,
  GroupTrunks,
  ProviderTrunks,
  TrunkGroup,
} from '../audit/index.js';
import type { CsvSheet, State } from './csv-rows.js';
import type { CsvRow } from './csv-text.js';

const columns = [
  'level',
  'groupId',
  'groupName',
  'name',
  'maxActiveCalls',
  'callsBelow',
  'callsBelowUnlimited',
  'callsBelowUnknown',
  'callsDifference',
  'callsOver',
  'burstingMaxActiveCalls',
  'burstingBelow',
  'burstingBelowUnlimited',
  'burstingBelowUnknown',
  'burstingDifference',
  'burstingOver',
  'maxAvailableActiveCalls',
  'burstingMaxAvailableActiveCalls',
  'numberOfBurstingBTLUs',
  'maxAvailableNumberOfBurstingBTLUs',
  'trunkGroups',
  'enterpriseTrunks',
  'enableBursting',
  'department',
  'deviceName',
  'routingType',
] as const;
type Cells = Partial<Record<(typeof columns)[number], CsvRow[number]>>;

export const trunkSheet: CsvSheet<ProviderTrunks> = {
  head: columns,
  *rows(trunks, state) {
    const { capacity, calls, bursting, groups, enterpriseTrunks } = trunks;
    yield row(stateOf(capacity, state), {
      level: 'provider',
      ...compared(calls, bursting),
      numberOfBurstingBTLUs:
        typeof capacity === 'string' ? capacity : capacity.numberOfBurstingBTLUs,
      enterpriseTrunks: countOf(enterpriseTrunks),
    });
    yield* belowRows('enterpriseTrunk', enterpriseTrunks, state, {});
    for (const group of groups) yield* groupRows(group, state);
  },
};

function* groupRows(group: GroupTrunks, state: State): Generator<CsvRow> {
  const { groupId, groupName, capacity, calls, bursting } = group;
  const key = { groupId, groupName };
  const own = (field: keyof Exclude<GroupTrunks['capacity'], Absence>) =>
    typeof capacity === 'string' ? capacity : capacity[field];
  yield row(stateOf(capacity, state), {
    level: 'group',
    ...key,
    ...compared(calls, bursting),
    maxAvailableActiveCalls: own('maxAvailableActiveCalls'),
    burstingMaxAvailableActiveCalls: own('burstingMaxAvailableActiveCalls'),
    numberOfBurstingBTLUs: own('numberOfBurstingBTLUs'),
    maxAvailableNumberOfBurstingBTLUs: own('maxAvailableNumberOfBurstingBTLUs'),
    trunkGroups: countOf(group.trunkGroups),
    enterpriseTrunks: countOf(group.enterpriseTrunks),
  });
  yield* belowRows('trunkGroup', group.trunkGroups, state, key);
  yield* belowRows('enterpriseTrunk', group.enterpriseTrunks, state, key);
}

/** A list that is not there has no rows: the row above it says why. */
function* belowRows(
  level: string,
  list: readonly (TrunkGroup | EnterpriseTrunk)[] | Absence,
  state: State,
  key: Cells,
): Generator<CsvRow> {
  if (typeof list === 'string') return;
  for (const trunk of list) yield row(state, { level, ...key, ...trunk });
}

const countOf = (list: readonly unknown[] | Absence) =>
  typeof list === 'string' ? list : list.length;

function compared(calls: Comparison, bursting: Comparison): Cells {
  return {
    maxActiveCalls: calls.own,
    callsBelow: calls.below.calls,
    callsBelowUnlimited: calls.below.unlimited,
    callsBelowUnknown: calls.below.unknown,
    callsDifference: calls.difference,
    callsOver: calls.isOver,
    burstingMaxActiveCalls: bursting.own,
    burstingBelow: bursting.below.calls,
    burstingBelowUnlimited: bursting.below.unlimited,
    burstingBelowUnknown: bursting.below.unknown,
    burstingDifference: bursting.difference,
    burstingOver: bursting.isOver,
  };
}

function stateOf(capacity: object | Absence, state: State): State | Absence {
  return typeof capacity === 'string' ? capacity : state;
}

function row(state: State | Absence, cells: Cells): CsvRow {
  return [state, ...columns.map((column) => cells[column])];
}
