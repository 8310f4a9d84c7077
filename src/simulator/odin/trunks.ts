// Trunking of providers and groups, as ODIN tells it: call capacity, trunk groups, enterprise trunks.
import { isAssigned } from '../world/queries.js';
import type { GroupState, WorldState } from '../world/state.js';
import type { EnterpriseTrunk, TrunkGroup } from '../world/world.js';
import {
  count,
  type JsonObject,
  type OdinAnswer,
  ok,
  orNull,
  passedOn,
  present,
} from './answer.js';
import { aboutGroup, aboutProvider, type CallRow, either } from './call.js';

/** Bursting licence units came with release 23. */
const hasUnits = (state: WorldState) => state.release >= '23';

const capacityRequest = 'GroupTrunkGroupGetRequest23';
const providerCapacityRequest = 'ServiceProviderTrunkGroupGetRequest23';
const listRequest = 'GroupTrunkGroupGetInstanceListRequest14sp4';
const trunkRequest = 'GroupTrunkGroupGetInstanceRequest23';

const idsOf = (group: GroupState) => ({
  serviceProviderId: group.provider.serviceProviderId,
  groupId: group.groupId,
});

/** What is said about trunks of a group without the service. */
function withService(group: GroupState, command: string, answer: () => OdinAnswer): OdinAnswer {
  return isAssigned(group, 'Trunk Group')
    ? answer()
    : passedOn(400, 4410, 'Service is not assigned to this group: Trunk Group', command);
}

function capacity(group: GroupState, state: WorldState): JsonObject {
  const own = group.trunkCapacity;
  const above = group.provider.trunkCapacity;
  const units = {
    maxAvailableNumberOfBurstingBTLUs: count(above.numberOfBurstingBTLUs),
    numberOfBurstingBTLUs: own.numberOfBurstingBTLUs,
  };
  return {
    maxActiveCalls: own.maxActiveCalls,
    maxAvailableActiveCalls: count(above.maxActiveCalls),
    burstingMaxActiveCalls: count(own.burstingMaxActiveCalls),
    burstingMaxAvailableActiveCalls: count(above.burstingMaxActiveCalls),
    ...(hasUnits(state) ? units : {}),
    ...idsOf(group),
  };
}

const listed = (group: GroupState, trunk: TrunkGroup): JsonObject => ({
  name: trunk.name,
  department: orNull(trunk.department),
  deviceName: orNull(trunk.deviceName),
  deviceLevel: trunk.deviceName === undefined ? null : (trunk.deviceLevel ?? 'Group'),
  groupId: group.groupId,
  serviceProviderId: group.provider.serviceProviderId,
});

function trunkGroup(group: GroupState, trunk: TrunkGroup): JsonObject {
  const { name, department, deviceName, burstingMaxActiveCalls } = trunk;
  return present({
    department: department === undefined ? undefined : { ...idsOf(group), name: department },
    accessDevice:
      deviceName === undefined
        ? undefined
        : { deviceLevel: trunk.deviceLevel ?? 'Group', deviceName },
    maxActiveCalls: trunk.maxActiveCalls ?? 10,
    enableBursting: burstingMaxActiveCalls !== undefined,
    burstingMaxActiveCalls,
    capacityExceededTrapInitialCalls: 0,
    capacityExceededTrapOffsetCalls: 0,
    invitationTimeout: 6,
    requireAuthentication: true,
    trunkGroupState: 'Available',
    totalActiveIncomingCalls: 0,
    totalActiveOutgoingCalls: 0,
    ...idsOf(group),
    name,
    users: [...group.holders.values()]
      .filter((holder) => holder.trunkGroup === name)
      .map(({ userId, lastName, firstName }) => ({ userId, lastName, firstName })),
  });
}

const enterpriseTrunk = (
  { name, routingType, maxActiveCalls }: EnterpriseTrunk,
  ids: JsonObject,
): JsonObject =>
  present({
    enterpriseTrunkName: name,
    routingType: routingType ?? 'Ordered Load Balancing',
    enableCapacityManagement: maxActiveCalls !== undefined,
    maxActiveCalls,
    ...ids,
  });

/** The list of enterprise trunks, or one of them when a name is asked for. */
function enterpriseTrunks(
  trunks: readonly EnterpriseTrunk[],
  wanted: string | undefined,
  ids: JsonObject,
  command: string,
): OdinAnswer {
  if (wanted === undefined)
    return ok(
      trunks.map(({ name, routingType }) => ({
        enterpriseTrunkName: name,
        routingType: routingType ?? 'Ordered Load Balancing',
        ...ids,
      })),
    );
  const trunk = trunks.find(({ name }) => name === wanted);
  return trunk === undefined
    ? passedOn(404, 4611, `Enterprise trunk not found: ${wanted}`, command)
    : ok(enterpriseTrunk(trunk, ids));
}

const capacityCalls: readonly CallRow[] = [
  {
    path: '/groups/trunk-groups/call-capacity',
    command: capacityRequest,
    run: aboutGroup(capacityRequest, (group, { state }) => {
      const command = hasUnits(state) ? capacityRequest : 'GroupTrunkGroupGetRequest14sp9';
      return withService(group, command, () => ok(capacity(group, state)));
    }),
  },
  {
    path: '/service-providers/trunk-groups/call-capacity',
    command: providerCapacityRequest,
    run: aboutProvider(providerCapacityRequest, (provider, { state }) =>
      ok(
        present({
          serviceProviderId: provider.serviceProviderId,
          maxActiveCalls: count(provider.trunkCapacity.maxActiveCalls),
          burstingMaxActiveCalls: count(provider.trunkCapacity.burstingMaxActiveCalls),
          numberOfBurstingBTLUs: hasUnits(state)
            ? count(provider.trunkCapacity.numberOfBurstingBTLUs)
            : undefined,
        }),
      ),
    ),
  },
];

const trunkGroupCall: CallRow = {
  path: '/groups/trunk-groups',
  command: listRequest,
  run: either(
    'name',
    aboutGroup(trunkRequest, (group, { query }) =>
      withService(group, trunkRequest, () => {
        const name = query('name') ?? '';
        const trunk = group.trunkGroups.find((one) => one.name === name);
        return trunk === undefined
          ? passedOn(404, 4610, `Trunk group not found: ${name}`, trunkRequest)
          : ok(trunkGroup(group, trunk));
      }),
    ),
    aboutGroup(listRequest, (group) =>
      withService(group, listRequest, () =>
        ok(group.trunkGroups.map((trunk) => listed(group, trunk))),
      ),
    ),
  ),
};

const ofEnterprise = 'EnterpriseEnterpriseTrunkGetListRequest';
const ofGroup = 'GroupEnterpriseTrunkGetListRequest';

const enterpriseTrunkCalls: readonly CallRow[] = [
  {
    path: '/service-providers/enterprise-trunks',
    command: ofEnterprise,
    run: aboutProvider(ofEnterprise, (provider, { query }) => {
      const { serviceProviderId } = provider;
      if (!provider.isEnterprise)
        return passedOn(
          400,
          4606,
          `The service provider is not an enterprise: ${serviceProviderId}`,
          ofEnterprise,
        );
      const wanted = query('enterpriseTrunkName');
      return enterpriseTrunks(
        provider.enterpriseTrunks,
        wanted,
        { serviceProviderId },
        wanted === undefined ? ofEnterprise : 'EnterpriseEnterpriseTrunkGetRequest22',
      );
    }),
  },
  {
    path: '/groups/enterprise-trunks',
    command: ofGroup,
    run: aboutGroup(ofGroup, (group, { query }) => {
      if (group.provider.isEnterprise)
        return passedOn(400, 4607, `The group belongs to an enterprise: ${group.groupId}`, ofGroup);
      const wanted = query('enterpriseTrunkName');
      const command = wanted === undefined ? ofGroup : 'GroupEnterpriseTrunkGetRequest22';
      return withService(group, command, () =>
        enterpriseTrunks(group.enterpriseTrunks, wanted, idsOf(group), command),
      );
    }),
  },
];

/** Call capacity, trunk groups and enterprise trunks. */
export const trunkCalls: readonly CallRow[] = [
  ...capacityCalls,
  trunkGroupCall,
  ...enterpriseTrunkCalls,
];
