// Users, as ODIN tells them: searches, and the services one user or service instance has. There are no devices in the
// world, so nobody has a MAC address.

import { reachesProvider } from '../answers/command.js';
import { timeZoneOf } from '../answers/group.js';
import {
  countryCodeOf,
  isAssigned,
  nationalNumber,
  peopleOf,
  servicesOf,
} from '../world/queries.js';
import { hasSwitch } from '../world/service-names.js';
import type { Holder } from '../world/state.js';
import { type JsonObject, type OdinAnswer, ok, orNull, present, refused } from './answer.js';
import {
  type Ask,
  aboutGroup,
  aboutProvider,
  aboutUser,
  type CallRow,
  either,
  isAtLeast,
  unauthorized,
} from './call.js';

const servicesRequest = 'UserAssignedServicesGetListRequest';
const listRequest = 'UserGetListInGroupRequest';
const systemRequest = 'UserGetListInSystemRequest';

function servicesAssigned(holder: Holder): JsonObject {
  return {
    userId: holder.userId,
    userServices: [...servicesOf(holder)]
      .sort()
      .map((serviceName) =>
        hasSwitch(serviceName)
          ? { serviceName, isActive: holder.active.includes(serviceName) }
          : { serviceName },
      ),
    groupServices: isAssigned(holder.group, 'Music On Hold')
      ? [{ serviceName: 'Music On Hold', isActive: true }]
      : [],
  };
}

/** What each filter looks at. Any of the texts may fit. */
const filters: Readonly<Record<string, (holder: Holder) => readonly (string | undefined)[]>> = {
  macAddress: () => [],
  lastName: ({ lastName }) => [lastName],
  firstName: ({ firstName }) => [firstName],
  dn: ({ phoneNumber }) => [phoneNumber, phoneNumber && nationalNumber(phoneNumber)],
  emailAddress: ({ emailAddress }) => [emailAddress],
  userId: ({ userId }) => [userId],
  extension: ({ extension }) => [extension],
};

/** Whether the text is what was asked for; `*` stands for anything, capitals do not matter. */
function fits(text: string, wanted: string): boolean {
  const folded = text.toLowerCase();
  const [start = '', ...rest] = wanted.toLowerCase().split('*');
  const end = rest.pop();
  if (end === undefined) return folded === start;
  if (!folded.startsWith(start)) return false;
  let at = start.length;
  for (const piece of rest) {
    const next = folded.indexOf(piece, at);
    if (next < 0) return false;
    at = next + piece.length;
  }
  return folded.length - end.length >= at && folded.endsWith(end);
}

function found(people: readonly Holder[], { query, login }: Ask): OdinAnswer {
  const limit = query('limit');
  if (limit !== undefined && !/^\d{1,9}$/.test(limit))
    return refused(400, 'The limit parameter must be a number.');
  const isExtended = query('extended')?.toLowerCase() === 'true';
  const wanted = Object.entries(filters).flatMap(([name, texts]) => {
    const value = query(name);
    return value === undefined ? [] : [{ texts, value }];
  });
  const matching = people
    .filter(
      ({ department }) => login.loginType !== 'Group Department' || department === login.department,
    )
    .filter((holder) =>
      wanted.every(({ texts, value }) =>
        texts(holder).some((text) => text !== undefined && fits(text, value)),
      ),
    );
  return ok(matching.slice(0, Number(limit ?? matching.length)).map(isExtended ? full : brief));
}

const brief = (holder: Holder): JsonObject => ({
  serviceProviderId: holder.group.provider.serviceProviderId,
  groupId: holder.group.groupId,
  userId: holder.userId,
  lastName: holder.lastName,
  firstName: holder.firstName,
  department: orNull(holder.department),
  phoneNumber: orNull(holder.phoneNumber),
  extension: orNull(holder.extension),
  emailAddress: orNull(holder.emailAddress),
});

function full(holder: Holder): JsonObject {
  const { group, phoneNumber, department, userId, lastName, firstName, trunkGroup } = holder;
  const ids = {
    serviceProviderId: group.provider.serviceProviderId,
    groupId: group.groupId,
  };
  const zone = timeZoneOf(group);
  return present({
    ...ids,
    userId,
    lastName,
    firstName,
    callingLineIdLastName: lastName,
    callingLineIdFirstName: firstName,
    hiraganaLastName: lastName,
    hiraganaFirstName: firstName,
    phoneNumber: phoneNumber === undefined ? undefined : nationalNumber(phoneNumber),
    extension: holder.extension,
    department: department === undefined ? undefined : { ...ids, name: department },
    departmentFullPath: department,
    language: 'English',
    timeZone: zone.id,
    timeZoneDisplayName: zone.display,
    defaultAlias: userId,
    aliases: [],
    emailAddress: holder.emailAddress,
    trunkAddressing:
      trunkGroup === undefined
        ? undefined
        : { trunkGroupDeviceEndpoint: { name: trunkGroup, contacts: [] } },
    endpointType: trunkGroup === undefined ? undefined : 'trunkAddressing',
    countryCode: countryCodeOf(group.provider, phoneNumber),
    allowVideo: false,
    domain: group.profile.get('defaultDomain') ?? group.provider.defaultDomain,
    isEnterprise: group.provider.isEnterprise,
    passwordExpiresDays: 2147483647,
  });
}

/** Without a provider: the people of every provider in scope. */
function inSystem(ask: Ask): OdinAnswer {
  if (!isAtLeast(ask.login, 'Reseller')) return unauthorized(systemRequest);
  const providers = [...ask.state.providers.values()].filter((provider) =>
    reachesProvider(ask.login, provider.serviceProviderId, provider),
  );
  const groups = providers.flatMap(({ groups }) => [...groups.values()]);
  return found(groups.flatMap(peopleOf), ask);
}

/** `/users`, `/users/services/assigned`. */
export const userCalls: readonly CallRow[] = [
  {
    path: '/users',
    command: listRequest,
    run: either(
      'groupId',
      aboutGroup(listRequest, (group, ask) => found(peopleOf(group), ask), 'Group Department'),
      either(
        'serviceProviderId',
        aboutProvider('UserGetListInServiceProviderRequest', ({ groups }, ask) =>
          found([...groups.values()].flatMap(peopleOf), ask),
        ),
        inSystem,
      ),
    ),
  },
  {
    path: '/users/services/assigned',
    command: servicesRequest,
    run: aboutUser(servicesRequest, (holder) => ok(servicesAssigned(holder))),
  },
];
