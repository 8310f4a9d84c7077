// Trunk groups of a group: the list, and one of them with all its elements. Those that this world knows nothing about
// stand there with the values of an ordinary trunk group.
import { childNamed, textOf } from '../../ocip/index.js';
import type { GroupState } from '../world/state.js';
import type { Release, TrunkGroup } from '../world/world.js';
import { type Content, data, element, optional, refuse, table } from './answer.js';
import { type CommandRow, groupCommand, rawRows } from './command.js';
import { withTrunking } from './trunks.js';

const listCommand = 'GroupTrunkGroupGetInstanceListRequest14sp4';
const headings = ['Name', 'Department', 'Device Name', 'Device Level', 'Group Id'];

const list = groupCommand(
  listCommand,
  'serviceProviderId groupId (groupDepartmentName | includeEnterpriseTrunkGroups)? onlyTrunkGroupsWithDevice?',
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
    return withTrunking(group, () =>
      data('GroupTrunkGroupGetInstanceListResponse14sp4', [
        table('trunkGroupTable', headings, [
          ...rows,
          ...rawRows(group, listCommand, 'trunkGroupTable'),
        ]),
      ]),
    );
  },
);

/** What follows the capacity, up to release 20: nothing of it is in the world. */
const ordinary: readonly (readonly [string, string])[] = [
  ['capacityExceededTrapInitialCalls', '0'],
  ['capacityExceededTrapOffsetCalls', '0'],
  ['invitationTimeout', '6'],
  ['requireAuthentication', 'true'],
  ['allowTerminationToTrunkGroupIdentity', 'false'],
  ['allowTerminationToDtgIdentity', 'false'],
  ['includeTrunkGroupIdentity', 'false'],
  ['includeDtgIdentity', 'false'],
  ['includeTrunkGroupIdentityForNetworkCalls', 'false'],
  ['includeOtgIdentityForNetworkCalls', 'false'],
  ['enableNetworkAddressIdentity', 'false'],
  ['allowUnscreenedCalls', 'false'],
  ['allowUnscreenedEmergencyCalls', 'true'],
  ['pilotUserCallingLineIdentityForExternalCallsPolicy', 'No Calls'],
  ['pilotUserChargeNumberPolicy', 'No Calls'],
  ['routeToPeeringDomain', 'false'],
  ['prefixEnabled', 'false'],
  ['statefulReroutingEnabled', 'false'],
  ['sendContinuousOptionsMessage', 'false'],
  ['continuousOptionsSendingIntervalSeconds', '30'],
  ['failureOptionsSendingIntervalSeconds', '10'],
  ['failureThresholdCounter', '1'],
  ['successThresholdCounter', '1'],
  ['inviteFailureThresholdCounter', '1'],
  ['inviteFailureThresholdWindowSeconds', '30'],
  ['trunkGroupState', 'Available'],
  ['pilotUserCallingLineAssertedIdentityPolicy', 'Unscreened Originating Calls'],
  ['useSystemCallingLineAssertedIdentityPolicy', 'true'],
  ['totalActiveIncomingCalls', '0'],
  ['totalActiveOutgoingCalls', '0'],
  ['pilotUserCallOptimizationPolicy', 'Optimize For User Services'],
  ['clidSourceForScreenedCallsPolicy', 'Profile Name Profile Number'],
  ['useSystemCLIDSourceForScreenedCallsPolicy', 'true'],
  ['userLookupPolicy', 'Basic'],
  ['useSystemUserLookupPolicy', 'true'],
  ['pilotUserCallingLineIdentityForEmergencyCallsPolicy', 'No Calls'],
];

/** What release 21 put behind it. */
const since21: readonly (readonly [string, string])[] = [
  ['implicitRegistrationSetSupportPolicy', 'Disabled'],
  ['useSystemImplicitRegistrationSetSupportPolicy', 'true'],
  ['sipIdentityForPilotAndProxyTrunkModesPolicy', 'Pilot User'],
  ['useSystemSIPIdentityForPilotAndProxyTrunkModesPolicy', 'true'],
  ['useSystemSupportConnectedIdentityPolicy', 'true'],
  ['supportConnectedIdentityPolicy', 'Disabled'],
  ['useSystemOptionsMessageResponseStatusCodes', 'true'],
];

const versions: readonly { version: string; since: Release; isLong: boolean }[] = [
  { version: '19sp1V2', since: '21', isLong: false },
  { version: '20sp1', since: '21', isLong: false },
  { version: '21', since: '21', isLong: true },
  { version: '23', since: '23', isLong: true },
];

function profileOf(group: GroupState, trunk: TrunkGroup): readonly (Content | undefined)[] {
  const { department, deviceName, burstingMaxActiveCalls } = trunk;
  const departmentKey = (name: string): Content => ({
    name: 'department',
    type: 'GroupDepartmentKey',
    children: [
      element('serviceProviderId', group.provider.serviceProviderId),
      element('groupId', group.groupId),
      element('name', name),
    ],
  });
  const accessDevice = (name: string): Content => ({
    name: 'accessDevice',
    children: [element('deviceLevel', trunk.deviceLevel ?? 'Group'), element('deviceName', name)],
  });
  return [
    department === undefined ? undefined : departmentKey(department),
    deviceName === undefined ? undefined : accessDevice(deviceName),
    element('maxActiveCalls', trunk.maxActiveCalls ?? 10),
    element('enableBursting', burstingMaxActiveCalls !== undefined),
    optional('burstingMaxActiveCalls', burstingMaxActiveCalls),
  ];
}

const details = versions.map(({ version, since, isLong }): CommandRow => {
  const row = groupCommand(
    `GroupTrunkGroupGetInstanceRequest${version}`,
    'trunkGroupKey',
    (group, { elements }) => {
      const name = textOf(elements, 'name') ?? '';
      const trunk = group.trunkGroups.find((one) => one.name === name);
      return withTrunking(group, () =>
        trunk === undefined
          ? refuse(4610, `Trunk group not found: ${name}`)
          : data(`GroupTrunkGroupGetInstanceResponse${version}`, [
              ...profileOf(group, trunk),
              ...[...ordinary, ...(isLong ? since21 : [])].map(([key, text]) => element(key, text)),
            ]),
      );
    },
    { since },
  );
  // The group stands inside the key here.
  const run: CommandRow['run'] = (ask) =>
    row.run({ ...ask, elements: childNamed(ask.elements, 'trunkGroupKey')?.children ?? [] });
  return { ...row, run };
});

/** The list of trunk groups, and one by its key. */
export const trunkGroupCommands: readonly CommandRow[] = [list, ...details];
