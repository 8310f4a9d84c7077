// Trunk capacity of a service provider: the provider, its groups, their trunk groups, enterprise trunks.
import type { Absence, Part, Problem } from '../model.js';
import type { ProviderCapacity, ProviderTrunks } from '../trunk-model.js';
import { type GroupFacts, providerTrunksOf } from '../trunk-sums.js';
import type { Asker, Got, Variant } from './asker.js';
import {
  groupEnterpriseTrunk,
  isNoEnterprise,
  readGroupTrunks,
  readProviderTrunks,
} from './enterprise-trunks.js';
import { readTrunkGroups, trunkGroupVariants } from './trunk-groups.js';
import { ledByFirst, namedRows, note, type Row, type Run } from './trunk-run.js';
import { capacityOf, capacityVariants, figuresOf, withoutReply } from './trunking.js';

const providerVariants: readonly Variant[] = [
  { command: 'ServiceProviderTrunkGroupGetRequest23', since: 23 },
  { command: 'ServiceProviderTrunkGroupGetRequest14sp1', since: 14 },
  { command: 'ServiceProviderTrunkGroupGetRequest', since: 0 },
];

const figures = [
  'maxActiveCalls',
  'burstingMaxActiveCalls',
  'numberOfBurstingBTLUs',
] as const satisfies readonly (keyof ProviderCapacity)[];

/** How many of the three figures each form of the command carries, in their order. */
const carriedBy: Readonly<Record<string, number>> = {
  ServiceProviderTrunkGroupGetRequest23: 3,
  ServiceProviderTrunkGroupGetRequest14sp1: 2,
  ServiceProviderTrunkGroupGetRequest: 1,
};

export async function readTrunks(
  asker: Asker,
  serviceProviderId: string,
): Promise<Part<ProviderTrunks>> {
  const run: Run = {
    asker,
    serviceProviderId,
    problems: [],
    askCapacity: ledByFirst(asker, capacityVariants),
    askTrunkGroup: ledByFirst(asker, trunkGroupVariants),
    askEnterpriseTrunk: ledByFirst(asker, groupEnterpriseTrunk),
  };
  const key = { serviceProviderId };
  const [list, own, enterprise] = await Promise.all([
    asker.ask('GroupGetListInServiceProviderRequest', key),
    asker.askNewest(providerVariants, key),
    asker.ask('EnterpriseEnterpriseTrunkGetListRequest', key),
  ]);
  const found = groupsIn(list);
  if ('without' in found)
    return { status: found.without, ...asker.evidence(), problems: found.problems };
  note(run, '', found.problems);
  const { value: capacity, problems: doubts } = figuresOf(own, figures, carriedBy);
  note(run, '', doubts);
  const [enterpriseTrunks, groups] = await Promise.all([
    readProviderTrunks(run, enterprise),
    Promise.all(found.rows.map(([groupId, row]) => readGroup(run, groupId, row, enterprise))),
  ]);
  const value = providerTrunksOf({ capacity, groups, enterpriseTrunks });
  const { problems } = run;
  const evidence = asker.evidence();
  if (problems.length === 0) return { status: 'known', ...evidence, value, notes: [] };
  return { status: 'partial', ...evidence, value, problems, notes: [] };
}

type Groups =
  | { readonly rows: readonly (readonly [string, Row])[]; readonly problems: readonly Problem[] }
  | { readonly without: 'unknown' | 'outOfScope'; readonly problems: readonly Problem[] };

function groupsIn(got: Got): Groups {
  if (got.kind !== 'reply') {
    const { value, problems } = withoutReply(got);
    return { without: value, problems };
  }
  const list = { table: 'groupTable', heading: 'Group Id', words: 'groups' };
  const { rows, problems } = namedRows(got, list);
  return rows === undefined ? { without: 'unknown', problems } : { rows, problems };
}

/** `enterprise` is the answer to the list of the provider's enterprise trunks. */
async function readGroup(
  run: Run,
  groupId: string,
  row: Row,
  enterprise: Got,
): Promise<GroupFacts> {
  const groupName = row('Group Name');
  const base = { groupId, ...(groupName === undefined ? {} : { groupName }) };
  const { serviceProviderId } = run;
  const { value, problems } = capacityOf(await run.askCapacity({ serviceProviderId, groupId }));
  note(run, groupId, problems);
  const none: Absence = 'notApplicable';
  if (value === none) return { ...base, capacity: none, trunkGroups: none, enterpriseTrunks: none };
  const [trunkGroups, enterpriseTrunks] = await Promise.all([
    readTrunkGroups(run, groupId),
    enterpriseTrunksBelow(run, groupId, enterprise),
  ]);
  return { ...base, capacity: value, trunkGroups, enterpriseTrunks };
}

/** Only where the provider has none of its own do its groups have them. */
async function enterpriseTrunksBelow(
  run: Run,
  groupId: string,
  enterprise: Got,
): Promise<GroupFacts['enterpriseTrunks']> {
  if (isNoEnterprise(enterprise)) return readGroupTrunks(run, groupId);
  return enterprise.kind === 'reply' ? 'notApplicable' : withoutReply(enterprise).value;
}
