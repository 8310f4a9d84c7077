// Trunk call capacity of providers and groups, trunk groups and enterprise trunks.
import { textOf } from '../../ocip/index.js';
import { isAssigned } from '../world/queries.js';
import type { GroupState } from '../world/state.js';
import type { Release } from '../world/world.js';
import { type Answer, type Content, data, element, refuse, table, unbounded } from './answer.js';
import { type CommandRow, groupCommand, providerCommand, rawRows } from './command.js';

const target = 'serviceProviderId groupId';

/** Group capacity: from 14sp9 on the first figure is a plain number; 23 adds bursting licence units. */
const groupVersions: readonly {
  version: string;
  since: Release;
  upTo: number;
  isPlain: boolean;
}[] = [
  { version: '', since: '21', upTo: 1, isPlain: false },
  { version: '14sp1', since: '21', upTo: 2, isPlain: false },
  { version: '14sp9', since: '21', upTo: 2, isPlain: true },
  { version: '23', since: '23', upTo: 3, isPlain: true },
];

function groupCapacity(group: GroupState, upTo: number, isPlain: boolean): readonly Content[] {
  const own = group.trunkCapacity;
  const above = group.provider.trunkCapacity;
  return [
    isPlain
      ? element('maxActiveCalls', own.maxActiveCalls)
      : unbounded('maxActiveCalls', own.maxActiveCalls),
    unbounded('maxAvailableActiveCalls', above.maxActiveCalls),
    ...(upTo < 2
      ? []
      : [
          unbounded('burstingMaxActiveCalls', own.burstingMaxActiveCalls),
          unbounded('burstingMaxAvailableActiveCalls', above.burstingMaxActiveCalls),
        ]),
    ...(upTo < 3
      ? []
      : [
          unbounded('maxAvailableNumberOfBurstingBTLUs', above.numberOfBurstingBTLUs),
          element('numberOfBurstingBTLUs', own.numberOfBurstingBTLUs),
        ]),
  ];
}

/** What a group without the service is told, by every command about its trunks. */
export function withTrunking(group: GroupState, answer: () => Answer): Answer {
  return isAssigned(group, 'Trunk Group')
    ? answer()
    : refuse(4410, `Service is not assigned to this group: Trunk Group`);
}

const ofGroups = groupVersions.map(({ version, since, upTo, isPlain }) =>
  groupCommand(
    `GroupTrunkGroupGetRequest${version}`,
    target,
    (group) =>
      withTrunking(group, () =>
        data(`GroupTrunkGroupGetResponse${version}`, groupCapacity(group, upTo, isPlain)),
      ),
    { since },
  ),
);

const providerVersions: readonly { version: string; since: Release; upTo: number }[] = [
  { version: '', since: '21', upTo: 1 },
  { version: '14sp1', since: '21', upTo: 2 },
  { version: '23', since: '23', upTo: 3 },
];

const ofProviders = providerVersions.map(({ version, since, upTo }) =>
  providerCommand(
    `ServiceProviderTrunkGroupGetRequest${version}`,
    'serviceProviderId',
    ({ trunkCapacity }) =>
      data(
        `ServiceProviderTrunkGroupGetResponse${version}`,
        [
          unbounded('maxActiveCalls', trunkCapacity.maxActiveCalls),
          unbounded('burstingMaxActiveCalls', trunkCapacity.burstingMaxActiveCalls),
          unbounded('numberOfBurstingBTLUs', trunkCapacity.numberOfBurstingBTLUs),
        ].slice(0, upTo),
      ),
    { since },
  ),
);

const instanceList = 'GroupTrunkGroupGetInstanceListRequest14sp4';

const lists: readonly CommandRow[] = [
  groupCommand(
    instanceList,
    `${target} (groupDepartmentName | includeEnterpriseTrunkGroups)? onlyTrunkGroupsWithDevice?`,
    (group, { elements }) => {
      const department = textOf(elements, 'groupDepartmentName');
      const wide = textOf(elements, 'includeEnterpriseTrunkGroups') !== undefined;
      const withDevice = textOf(elements, 'onlyTrunkGroupsWithDevice') !== undefined;
      const groups = wide ? [...group.provider.groups.values()] : [group];
      const rows = groups.flatMap((one) =>
        one.trunkGroups
          .filter((trunk) => department === undefined || trunk.department === department)
          .filter((trunk) => !withDevice || trunk.deviceName !== undefined)
          .map((trunk) => [
            trunk.name,
            trunk.department ?? '',
            trunk.deviceName ?? '',
            trunk.deviceName === undefined ? '' : (trunk.deviceLevel ?? 'Group'),
            one.groupId,
          ]),
      );
      const headings = ['Name', 'Department', 'Device Name', 'Device Level', 'Group Id'];
      return withTrunking(group, () =>
        data('GroupTrunkGroupGetInstanceListResponse14sp4', [
          table('trunkGroupTable', headings, [
            ...rows,
            ...rawRows(group, instanceList, 'trunkGroupTable'),
          ]),
        ]),
      );
    },
  ),
  providerCommand('EnterpriseEnterpriseTrunkGetListRequest', 'serviceProviderId', (provider) =>
    data('EnterpriseEnterpriseTrunkGetListResponse', [
      table(
        'enterpriseTrunkTable',
        ['Enterprise Trunk Name', 'Routing Type'],
        provider.enterpriseTrunks.map((trunk) => [
          trunk.name,
          trunk.routingType ?? 'Ordered Load Balancing',
        ]),
      ),
    ]),
  ),
];

/** Trunking of groups and providers. */
export const trunkCommands: readonly CommandRow[] = [...ofGroups, ...ofProviders, ...lists];
