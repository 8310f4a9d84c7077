// Enterprise trunks: those of an enterprise stand with the enterprise, those of a service provider with its groups.
import { textOf } from '../../ocip/index.js';
import type { EnterpriseTrunk, Release } from '../world/world.js';
import { type Answer, type Content, data, element, optional, refuse, table } from './answer.js';
import { type CommandRow, groupCommand, providerCommand } from './command.js';
import { withTrunking } from './trunks.js';

const ordinaryRouting = 'Ordered Load Balancing';
const orderings = [ordinaryRouting, 'Overflow', 'Most Idle', 'Least Idle'];

const versions: readonly { version: string; since: Release }[] = [
  { version: '21', since: '21' },
  { version: '22', since: '22' },
];

function listed(type: string, trunks: readonly EnterpriseTrunk[]): Answer {
  const rows = trunks.map(({ name, routingType }) => [name, routingType ?? ordinaryRouting]);
  return data(type, [
    table('enterpriseTrunkTable', ['Enterprise Trunk Name', 'Routing Type'], rows),
  ]);
}

function oneOf(type: string, trunks: readonly EnterpriseTrunk[], name: string): Answer {
  const trunk = trunks.find((one) => one.name === name);
  if (trunk === undefined) return refuse(4611, `Enterprise trunk not found: ${name}`);
  return data(type, [
    element('maximumRerouteAttempts', 3),
    element('routeExhaustionAction', 'None'),
    routingOf(trunk.routingType ?? ordinaryRouting),
    element('enableCapacityManagement', trunk.maxActiveCalls !== undefined),
    optional('maxActiveCalls', trunk.maxActiveCalls),
  ]);
}

/** The world does not say which trunk groups it spreads calls over. */
function routingOf(routing: string): Content {
  return orderings.includes(routing)
    ? { name: 'orderedRouting', children: [element('orderingAlgorithm', routing)] }
    : {
        name: 'priorityWeightedRouting',
        children: [element('maximumRerouteAttemptsWithinPriority', 3)],
      };
}

const nameIn = (ask: { readonly elements: Parameters<typeof textOf>[0] }) =>
  textOf(ask.elements, 'enterpriseTrunkName') ?? '';

const ofEnterprise = (
  name: string,
  fields: string,
  answer: (trunks: readonly EnterpriseTrunk[], trunk: string) => Answer,
  since: Release,
) =>
  providerCommand(
    name,
    fields,
    ({ isEnterprise, serviceProviderId, enterpriseTrunks }, ask) =>
      isEnterprise
        ? answer(enterpriseTrunks, nameIn(ask))
        : refuse(4606, `The service provider is not an enterprise: ${serviceProviderId}`),
    { since },
  );

const ofGroup = (
  name: string,
  fields: string,
  answer: (trunks: readonly EnterpriseTrunk[], trunk: string) => Answer,
  since: Release,
) =>
  groupCommand(
    name,
    fields,
    (group, ask) =>
      group.provider.isEnterprise
        ? refuse(4607, `The group belongs to an enterprise: ${group.groupId}`)
        : withTrunking(group, () => answer(group.enterpriseTrunks, nameIn(ask))),
    { since },
  );

/** Lists of enterprise trunks, and one by its name. */
export const enterpriseTrunkCommands: readonly CommandRow[] = [
  ofEnterprise(
    'EnterpriseEnterpriseTrunkGetListRequest',
    'serviceProviderId',
    (trunks) => listed('EnterpriseEnterpriseTrunkGetListResponse', trunks),
    '21',
  ),
  ofGroup(
    'GroupEnterpriseTrunkGetListRequest',
    'serviceProviderId groupId',
    (trunks) => listed('GroupEnterpriseTrunkGetListResponse', trunks),
    '21',
  ),
  ...versions.flatMap(({ version, since }) => [
    ofEnterprise(
      `EnterpriseEnterpriseTrunkGetRequest${version}`,
      'serviceProviderId enterpriseTrunkName',
      (trunks, name) => oneOf(`EnterpriseEnterpriseTrunkGetResponse${version}`, trunks, name),
      since,
    ),
    ofGroup(
      `GroupEnterpriseTrunkGetRequest${version}`,
      'serviceProviderId groupId enterpriseTrunkName',
      (trunks, name) => oneOf(`GroupEnterpriseTrunkGetResponse${version}`, trunks, name),
      since,
    ),
  ]),
];
