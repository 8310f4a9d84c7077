// Licences of a group and who holds them, as ODIN tells them. Usage is counted from the world, never stored.
import { named } from '../answers/licences.js';
import { derived, groupServiceUsage, isAssigned, usageOf } from '../world/queries.js';
import { groupServiceNames, isForInstances, userServiceNames } from '../world/service-names.js';
import type { GroupState, Holder, Licence } from '../world/state.js';
import { count, type Json, type JsonObject, ok, orNull, refused } from './answer.js';
import { aboutGroup, type CallRow } from './call.js';

const licenceRequest = 'GroupServiceGetAuthorizationListRequest';
const assignedRequest = 'GroupGetUserServiceAssignedUserListRequest';

/** What nobody authorised has no limit of its own: it shows as unlimited. */
function terms(licence: Licence | undefined) {
  const isAuthorized = licence?.authorized ?? false;
  const quantity = isAuthorized ? (licence?.quantity ?? 'unlimited') : 'unlimited';
  return {
    authorized: isAuthorized,
    limited: quantity === 'unlimited' ? 'Unlimited' : 'Limited',
    quantity: count(quantity),
    allowed: count(isAuthorized ? (licence?.allowed ?? 'unlimited') : 'unlimited'),
    licensed: licence?.licensed ?? true,
  };
}

function userServices(group: GroupState): readonly JsonObject[] {
  const held = usageOf(group).services;
  return named(userServiceNames, [...group.userServices.keys(), ...held.keys()]).map((name) => {
    const { authorized, limited, quantity, allowed, licensed } = terms(
      group.userServices.get(name),
    );
    const usage = held.get(name)?.length ?? 0;
    return {
      serviceName: name,
      authorized,
      assigned: usage > 0,
      limited,
      quantity,
      usage,
      licensed,
      allowed,
      userAssignable: true,
      groupServiceAssignable: isForInstances(name),
      tags: [],
      alias: name,
    };
  });
}

function groupServices(group: GroupState): readonly JsonObject[] {
  return named(groupServiceNames, group.groupServices.keys()).map((name) => {
    const { authorized, limited, quantity, allowed, licensed } = terms(
      group.groupServices.get(name),
    );
    const { usage, instances } = groupServiceUsage(group, name);
    return {
      serviceName: name,
      authorized,
      assigned: isAssigned(group, name),
      limited,
      quantity,
      usage,
      licensed,
      allowed,
      alias: name,
      instanceCount: instances,
    };
  });
}

function servicePacks(group: GroupState): readonly JsonObject[] {
  return [...group.provider.servicePacks.values()].map(({ name, description }) => {
    const { authorized, limited, quantity, allowed } = terms(group.servicePacks.get(name));
    const usage = usageOf(group).packs.get(name)?.length ?? 0;
    return {
      servicePackName: name,
      serviceName: name,
      description: orNull(description),
      authorized,
      assigned: usage > 0,
      limited,
      quantity,
      usage,
      allowed,
      alias: name,
    };
  });
}

const licences = (group: GroupState): Json =>
  derived(group, 'odin licences', () => ({
    resellerId: orNull(group.provider.resellerId),
    serviceProviderId: group.provider.serviceProviderId,
    groupId: group.groupId,
    userServices: userServices(group),
    groupServices: groupServices(group),
    servicePackServices: servicePacks(group),
  }));

/** How `serviceType` is asked for, and how the answer spells it. */
const kinds = new Map([
  ['serviceName', { echoed: 'userServices', held: 'services' }],
  ['servicePackName', { echoed: 'servicePackServices', held: 'packs' }],
] as const);

const heldBy = ({ userId, firstName, lastName, phoneNumber }: Holder): JsonObject => ({
  userId,
  firstName,
  lastName,
  phoneNumber: orNull(phoneNumber),
});

/** `/groups/services`, `/groups/services/assigned`. */
export const licenceCalls: readonly CallRow[] = [
  {
    path: '/groups/services',
    command: licenceRequest,
    run: aboutGroup(licenceRequest, (group) => ok(licences(group))),
  },
  {
    path: '/groups/services/assigned',
    command: assignedRequest,
    run: aboutGroup(assignedRequest, (group, { query }) => {
      const kind = kinds.get(query('serviceType') as 'serviceName');
      const serviceName = query('serviceName');
      if (kind === undefined)
        return refused(400, 'The serviceType parameter must be serviceName or servicePackName.');
      if (serviceName === undefined) return refused(400, 'The serviceName parameter is required.');
      return ok({
        serviceProviderId: group.provider.serviceProviderId,
        groupId: group.groupId,
        serviceType: kind.echoed,
        serviceName,
        users: (usageOf(group)[kind.held].get(serviceName) ?? []).map(heldBy),
      });
    }),
  },
];
