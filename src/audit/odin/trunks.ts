// Trunk capacity of a service provider over ODIN: the provider, its groups, their trunk groups, enterprise trunks.
import type { Absence, Part, Problem } from '../model.js';
import type {
  EnterpriseTrunk,
  ProviderCapacity,
  ProviderTrunks,
  TrunkGroup,
} from '../trunk-model.js';
import { type GroupFacts, isAboutEnterprise, providerTrunksOf } from '../trunk-sums.js';
import {
  type Got,
  listedTwice,
  missing,
  type OdinAsker,
  oddRows,
  problemOf,
  withoutData,
} from './asker.js';
import {
  amountOf,
  type Fields,
  flagOf,
  isAbsent,
  namedOnce,
  optionalText,
  rowFor,
  rowsOf,
  textOf,
} from './loose.js';
import { readCapacity } from './trunking.js';

/** What the questions about one provider share. */
interface Run {
  readonly asker: OdinAsker;
  readonly serviceProviderId: string;
  readonly problems: Problem[];
  readonly notes: Set<string>;
}

export async function readTrunks(
  asker: OdinAsker,
  serviceProviderId: string,
): Promise<Part<ProviderTrunks>> {
  const run: Run = { asker, serviceProviderId, problems: [], notes: new Set() };
  const [list, capacity, enterpriseTrunks] = await Promise.all([
    asker.ask('/groups', { serviceProviderId }),
    readProviderCapacity(run),
    readEnterpriseTrunks(run),
  ]);
  if (list.kind !== 'reply') return withoutData(list, asker.evidence());
  const found = rowsOf(list.body);
  if (found === undefined)
    return {
      status: 'unknown',
      ...asker.evidence(),
      problems: [missing(list.command, 'list of groups')],
    };
  const { named, twice, nameless } = namedOnce(found.rows, 'groupId');
  run.problems.push(
    ...oddRows(list.command, 'groups', found.odd + nameless),
    ...listedTwice(list.command, 'groups', twice),
  );
  const groups = await Promise.all(
    [...named].map(([groupId, row]) => readGroup(run, groupId, row, enterpriseTrunks)),
  );
  const value = providerTrunksOf({ capacity, groups, enterpriseTrunks });
  const { problems } = run;
  const notes = [...run.notes];
  const evidence = asker.evidence();
  if (problems.length === 0) return { status: 'known', ...evidence, value, notes };
  return { status: 'partial', ...evidence, value, problems, notes };
}

async function readProviderCapacity(run: Run): Promise<ProviderCapacity | Absence> {
  const { asker, serviceProviderId, problems } = run;
  const got = await asker.ask('/service-providers/trunk-groups/call-capacity', {
    serviceProviderId,
  });
  if (got.kind === 'refused' && got.refusal.kind === 'serviceNotAssigned') return 'notApplicable';
  if (got.kind !== 'reply') return absent(got, '', problems);
  const fields = rowFor(got.body, { serviceProviderId }) ?? {};
  const figure = (name: string) => {
    const amount = amountOf(fields[name]);
    if (amount === 'unknown') problems.push(unreadable(got.command, name));
    return amount;
  };
  return {
    maxActiveCalls: figure('maxActiveCalls'),
    burstingMaxActiveCalls: figure('burstingMaxActiveCalls'),
    numberOfBurstingBTLUs: isAbsent(fields.numberOfBurstingBTLUs)
      ? 'notOnThisRelease'
      : figure('numberOfBurstingBTLUs'),
  };
}

async function readGroup(
  run: Run,
  groupId: string,
  row: Fields,
  above: readonly EnterpriseTrunk[] | Absence,
): Promise<GroupFacts> {
  const { asker, serviceProviderId, problems } = run;
  const groupName = optionalText(row.groupName);
  const name = groupName === undefined ? {} : { groupName };
  const capacity = await readCapacity(asker, { serviceProviderId, groupId });
  problems.push(...capacity.problems.map((problem) => about(groupId, problem)));
  const none: Absence = 'notApplicable';
  if (capacity.value === none)
    return { groupId, ...name, capacity: none, trunkGroups: none, enterpriseTrunks: none };
  const [trunkGroups, enterpriseTrunks] = await Promise.all([
    readTrunkGroups(run, groupId),
    enterpriseTrunksBelow(run, groupId, above),
  ]);
  return { groupId, ...name, capacity: capacity.value, trunkGroups, enterpriseTrunks };
}

/** Unless the provider is known to be an enterprise, its groups may have their own. */
function enterpriseTrunksBelow(
  run: Run,
  groupId: string,
  above: readonly EnterpriseTrunk[] | Absence,
): Promise<readonly EnterpriseTrunk[] | Absence> | Absence {
  if (typeof above !== 'string') return 'notApplicable';
  return above === 'outOfScope' ? above : readEnterpriseTrunks(run, groupId);
}

async function readTrunkGroups(
  run: Run,
  groupId: string,
): Promise<readonly TrunkGroup[] | Absence> {
  const { asker, serviceProviderId, problems } = run;
  const key = { serviceProviderId, groupId };
  const got = await asker.ask('/groups/trunk-groups', key);
  if (got.kind === 'refused' && got.refusal.kind === 'serviceNotAssigned') return 'notApplicable';
  if (got.kind !== 'reply') return absent(got, groupId, problems);
  const names = namesIn(got, 'name', groupId, 'trunk groups', problems, (row) => {
    // An enterprise may be listed whole.
    const other = textOf(row.groupId);
    return other === undefined || other === groupId;
  });
  if (names === undefined) return 'unknown';
  return Promise.all(
    names.map(async ({ name, row }) => {
      const detail = await asker.ask('/groups/trunk-groups', { ...key, name });
      return trunkGroupOf(name, row, detail, groupId, problems);
    }),
  );
}

function trunkGroupOf(
  name: string,
  row: Fields,
  detail: Got,
  groupId: string,
  problems: Problem[],
): TrunkGroup {
  const place = `${groupId}, trunk group ${name}`;
  const department = optionalText(row.department);
  const deviceName = optionalText(row.deviceName);
  const base = {
    name,
    ...(department === undefined ? {} : { department }),
    ...(deviceName === undefined ? {} : { deviceName }),
  };
  if (detail.kind !== 'reply') {
    problems.push(about(place, problemOf(detail)));
    const unknown = 'unknown';
    return {
      ...base,
      maxActiveCalls: unknown,
      enableBursting: unknown,
      burstingMaxActiveCalls: unknown,
    };
  }
  const fields = rowFor(detail.body, { name }) ?? {};
  const maxActiveCalls = amountOf(fields.maxActiveCalls);
  const enableBursting = flagOf(fields.enableBursting);
  const burstingMaxActiveCalls =
    enableBursting === false ? 'notApplicable' : amountOf(fields.burstingMaxActiveCalls);
  for (const [field, value] of Object.entries({ maxActiveCalls, burstingMaxActiveCalls }))
    if (value === 'unknown') problems.push(about(place, unreadable(detail.command, field)));
  return { ...base, maxActiveCalls, enableBursting, burstingMaxActiveCalls };
}

/** Of the whole enterprise, or of one group below a service provider. */
async function readEnterpriseTrunks(
  run: Run,
  groupId?: string,
): Promise<readonly EnterpriseTrunk[] | Absence> {
  const { asker, serviceProviderId, problems, notes } = run;
  const path = groupId === undefined ? '/service-providers' : '/groups';
  const key = { serviceProviderId, ...(groupId === undefined ? {} : { groupId }) };
  const got = await asker.ask(`${path}/enterprise-trunks`, key);
  if (got.kind === 'refused') {
    const { status } = got.refusal;
    if (status === 404 || status === 405) {
      notes.add(`enterprise trunks are not known: this ODIN has no ${got.command}`);
      return 'unknown';
    }
    if (isAboutEnterprise(got.refusal.summary)) return 'notApplicable';
    if (got.refusal.kind === 'serviceNotAssigned') return 'notApplicable';
  }
  const place = groupId ?? '';
  if (got.kind !== 'reply') return absent(got, place, problems);
  const names = namesIn(got, 'enterpriseTrunkName', place, 'enterprise trunks', problems);
  if (names === undefined) return 'unknown';
  return Promise.all(
    names.map(async ({ name, row }): Promise<EnterpriseTrunk> => {
      const query = { ...key, enterpriseTrunkName: name };
      const detail = await asker.ask(`${path}/enterprise-trunks`, query);
      const routingType = optionalText(row.routingType);
      const base = { name, ...(routingType === undefined ? {} : { routingType }) };
      const where = `${place === '' ? '' : `${place}, `}enterprise trunk ${name}`;
      if (detail.kind !== 'reply') {
        problems.push(about(where, problemOf(detail)));
        return { ...base, maxActiveCalls: 'unknown' };
      }
      const fields = rowFor(detail.body, { enterpriseTrunkName: name }) ?? {};
      const managed = flagOf(fields.enableCapacityManagement) !== false;
      const maxActiveCalls = managed ? amountOf(fields.maxActiveCalls) : 'notApplicable';
      if (maxActiveCalls === 'unknown')
        problems.push(about(where, unreadable(detail.command, 'maxActiveCalls')));
      return { ...base, maxActiveCalls };
    }),
  );
}

/** The named rows of a list; undefined when it is none, which is a problem. */
function namesIn(
  got: Got & { kind: 'reply' },
  field: string,
  place: string,
  words: string,
  problems: Problem[],
  wanted: (row: Fields) => boolean = () => true,
): { name: string; row: Fields }[] | undefined {
  const found = rowsOf(got.body);
  if (found === undefined) {
    problems.push(about(place, missing(got.command, `list of ${words}`)));
    return undefined;
  }
  const { named, twice, nameless } = namedOnce(found.rows.filter(wanted), field);
  const doubts = [
    ...oddRows(got.command, words, found.odd + nameless),
    ...listedTwice(got.command, words, twice),
  ];
  problems.push(...doubts.map((problem) => about(place, problem)));
  return [...named].map(([name, row]) => ({ name, row }));
}

function absent(
  got: Exclude<Got, { kind: 'reply' }>,
  place: string,
  problems: Problem[],
): 'unknown' | 'outOfScope' {
  problems.push(about(place, problemOf(got)));
  return got.kind === 'refused' && got.refusal.kind === 'notPermitted' ? 'outOfScope' : 'unknown';
}

function about(place: string, problem: Problem): Problem {
  return place === '' ? problem : { ...problem, message: `${place}: ${problem.message}` };
}

const unreadable = (command: string, field: string): Problem => ({
  command,
  code: 'ELEMENT_UNREADABLE',
  message: `${field} was left out or is not a number`,
});
