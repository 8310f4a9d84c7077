// Trunk call capacity of providers and groups; trunk groups and enterprise trunks have files of their own.
import { isAssigned } from '../world/queries.js';
import type { GroupState } from '../world/state.js';
import type { Release } from '../world/world.js';
import { type Answer, type Content, data, element, refuse, unbounded } from './answer.js';
import { type CommandRow, groupCommand, providerCommand } from './command.js';

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

/** Trunk capacity of groups and providers. */
export const trunkCommands: readonly CommandRow[] = [...ofGroups, ...ofProviders];
