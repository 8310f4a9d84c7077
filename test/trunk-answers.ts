// What a switch with trunks says, written by hand, and a trunk audit of a stub that says it.

import assert from 'node:assert/strict';
import {
  type Part,
  type ProviderTrunks,
  type TrunkAudit,
  trunkReader,
} from '../src/audit/index.js';
import { noLog } from '../src/records/index.js';
import { openSouth, parseTarget } from '../src/south/index.js';
import { password, username } from './run-cli.js';
import { refusal, reply, table } from './stub-answers.js';
import { type Answers, type Asked, StubServer } from './stub-server.js';

/** Audits the trunks of one provider. */
export async function audited(
  url: string,
  serviceProviderId = 'HarbourTel',
  user = username,
): Promise<TrunkAudit> {
  const target = parseTarget(url);
  const south = openSouth({
    target,
    credentials: { username: user, password },
    timeoutMs: 20_000,
    connections: 1,
    rate: 0,
    burst: 0,
    batch: 15,
    now: Date.now,
    log: noLog,
  });
  try {
    return await trunkReader({ south, target: target.url, now: () => new Date() })(
      serviceProviderId,
    );
  } finally {
    await south.close();
  }
}

/** Audits a stub that answers as usual but for what is given. */
export async function asked(answers: Answers): Promise<{
  readonly part: Part<ProviderTrunks>;
  readonly status: TrunkAudit['status'];
  readonly stub: StubServer;
}> {
  await using stub = await StubServer.start({ answers: { ...usual, ...answers } });
  const audit = await audited(stub.url);
  return { part: audit.parts.trunks, status: audit.status, stub };
}

/** The value of a part that must have one. */
export function valueIn(part: Part<ProviderTrunks>): ProviderTrunks {
  if (part.status !== 'known' && part.status !== 'partial') assert.fail(JSON.stringify(part));
  return part.value;
}

/** One group of the value. */
export function groupIn(part: Part<ProviderTrunks>, groupId: string) {
  return valueIn(part).groups.find((group) => group.groupId === groupId) ?? assert.fail(groupId);
}

/** The messages of what went wrong. */
export function problems(part: Part<unknown>): string[] {
  return 'problems' in part ? part.problems.map(({ message }) => message) : [];
}

const inXml = (name: string) => (asked: Asked) =>
  new RegExp(`<${name}>([^<]*)<`).exec(asked.xml)?.[1] ?? '';
/** What a request is about. */
export const groupOf = inXml('groupId');
export const nameOf = inXml('name');
export const trunkOf = inXml('enterpriseTrunkName');

/** The choice of `unlimited` and `quantity`. */
export const quantity = (name: string, text: string) =>
  text === 'unlimited'
    ? `<${name}><unlimited>true</unlimited></${name}>`
    : `<${name}><quantity>${text}</quantity></${name}>`;

export const provider = (calls: string, bursting = '10', units = '2') =>
  reply(
    'ServiceProviderTrunkGroupGetResponse23',
    quantity('maxActiveCalls', calls) +
      quantity('burstingMaxActiveCalls', bursting) +
      quantity('numberOfBurstingBTLUs', units),
  );

export const capacity = (calls: string, bursting = '0') =>
  reply(
    'GroupTrunkGroupGetResponse23',
    `<maxActiveCalls>${calls}</maxActiveCalls>${quantity('maxAvailableActiveCalls', '500')}${quantity('burstingMaxActiveCalls', bursting)}${quantity('burstingMaxAvailableActiveCalls', '500')}${quantity('maxAvailableNumberOfBurstingBTLUs', '0')}<numberOfBurstingBTLUs>0</numberOfBurstingBTLUs>`,
  );

export const groups = (...rows: readonly (readonly string[])[]) =>
  reply(
    'GroupGetListInServiceProviderResponse',
    table('groupTable', ['Group Id', 'Group Name', 'User Limit'], ...rows),
  );

const trunkHeadings = ['Name', 'Department', 'Device Name', 'Device Level', 'Group Id'];
export const trunkGroups = (...rows: readonly (readonly string[])[]) =>
  reply(
    'GroupTrunkGroupGetInstanceListResponse14sp4',
    table('trunkGroupTable', trunkHeadings, ...rows),
  );

export const trunkGroup = (calls: string, bursting?: string, form = '23') =>
  reply(
    `GroupTrunkGroupGetInstanceResponse${form}`,
    `<maxActiveCalls>${calls}</maxActiveCalls>${bursting === undefined ? '<enableBursting>false</enableBursting>' : `<enableBursting>true</enableBursting><burstingMaxActiveCalls>${bursting}</burstingMaxActiveCalls>`}<trunkGroupState>Available</trunkGroupState>`,
  );

export const enterpriseTrunks = (
  level: 'Enterprise' | 'Group',
  ...rows: readonly (readonly string[])[]
) =>
  reply(
    `${level}EnterpriseTrunkGetListResponse`,
    table('enterpriseTrunkTable', ['Enterprise Trunk Name', 'Routing Type'], ...rows),
  );

export const enterpriseTrunk = (level: 'Enterprise' | 'Group', calls?: string) =>
  reply(
    `${level}EnterpriseTrunkGetResponse22`,
    `<maximumRerouteAttempts>3</maximumRerouteAttempts><routeExhaustionAction>None</routeExhaustionAction><orderedRouting><orderingAlgorithm>Overflow</orderingAlgorithm></orderedRouting>${calls === undefined ? '<enableCapacityManagement>false</enableCapacityManagement>' : `<enableCapacityManagement>true</enableCapacityManagement><maxActiveCalls>${calls}</maxActiveCalls>`}`,
  );

export const invalid = refusal(6004, 'OCI XML Request validation error');
export const noService = refusal(4410, 'Service is not assigned to this group: Trunk Group');
export const notAllowed = refusal(5404, 'Unauthorized transaction.');

/** A service provider with two groups that have trunks, and one that has none. */
export const usual: Answers = {
  SystemSoftwareVersionGetRequest: reply(
    'SystemSoftwareVersionGetResponse',
    '<version>Rel_24.0_1.944</version>',
  ),
  GroupGetListInServiceProviderRequest: groups(
    ['Quay', 'Quayside &amp; Co', '25'],
    ['Mole', '', '25'],
    ['Bare', 'No trunks', '25'],
  ),
  ServiceProviderTrunkGroupGetRequest23: provider('100'),
  EnterpriseEnterpriseTrunkGetListRequest: refusal(4000, 'This is no enterprise.'),
  GroupTrunkGroupGetRequest23: (asked) =>
    ({ Quay: capacity('24', '6'), Mole: capacity('20') })[groupOf(asked)] ?? noService,
  GroupTrunkGroupGetInstanceListRequest14sp4: (asked) =>
    groupOf(asked) === 'Quay'
      ? trunkGroups(['Quay PBX', 'Sales', 'qs-pbx', 'Group', 'Quay'], ['Fax', '', '', '', 'Quay'])
      : trunkGroups(['Mole PBX', '', '', '', 'Mole']),
  GroupTrunkGroupGetInstanceRequest23: (asked) =>
    ({ 'Quay PBX': trunkGroup('18', '4'), Fax: trunkGroup('4') })[nameOf(asked)] ??
    trunkGroup('30'),
  GroupEnterpriseTrunkGetListRequest: (asked) =>
    groupOf(asked) === 'Quay'
      ? enterpriseTrunks('Group', ['Quay SIP', 'Overflow'], ['All', ''])
      : enterpriseTrunks('Group'),
  GroupEnterpriseTrunkGetRequest22: (asked) =>
    trunkOf(asked) === 'All' ? enterpriseTrunk('Group') : enterpriseTrunk('Group', '12'),
};

const ids = Array.from({ length: 60 }, (_, at) => `G${String(at).padStart(2, '0')}`);
/** A service provider with sixty alike groups. */
export const many: Answers = {
  GroupGetListInServiceProviderRequest: groups(...ids.map((id) => [id, '', '25'])),
  GroupTrunkGroupGetRequest23: capacity('10'),
  GroupTrunkGroupGetInstanceListRequest14sp4: (asked) =>
    trunkGroups(['PBX', '', '', '', groupOf(asked)]),
  GroupTrunkGroupGetInstanceRequest23: trunkGroup('10'),
  GroupEnterpriseTrunkGetListRequest: enterpriseTrunks('Group'),
};
