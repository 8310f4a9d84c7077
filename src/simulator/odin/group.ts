// The profile of a group and the groups of a provider, as ODIN tells them.
import { timeZoneOf } from '../answers/group.js';
import { nationalNumber, peopleOf } from '../world/queries.js';
import type { GroupState } from '../world/state.js';
import { addressFields, contactFields } from '../world/world.js';
import { type JsonObject, ok, present } from './answer.js';
import { aboutGroup, aboutProvider, type CallRow, either } from './call.js';

const profileRequest = 'GroupGetRequest22V5';

/** `+44-1632960130` to `+441632960130`; any other spelling stays. */
function e164(number: string | undefined): string | undefined {
  return number?.replace(/^(\+\d+)-(\d+)$/, '$1$2');
}

/** The fields that are set, or undefined when none is. */
function block(
  fields: readonly string[],
  texts: ReadonlyMap<string, string>,
): JsonObject | undefined {
  if (texts.size === 0) return undefined;
  return present(Object.fromEntries(fields.map((field) => [field, texts.get(field)])));
}

function profile(group: GroupState): JsonObject {
  const { profile: texts, provider } = group;
  const zone = timeZoneOf(group);
  const caller = texts.get('callingLineIdPhoneNumber');
  const shown = texts.get('callingLineIdDisplayPhoneNumber') ?? caller;
  return present({
    defaultDomain: texts.get('defaultDomain') ?? provider.defaultDomain,
    userLimit: group.userLimit,
    userCount: peopleOf(group).length,
    groupName: texts.get('groupName'),
    callingLineIdName: texts.get('callingLineIdName'),
    callingLineIdPhoneNumber: e164(caller),
    callingLineIdDisplayPhoneNumber: shown === undefined ? undefined : nationalNumber(shown),
    timeZone: zone.id,
    timeZoneDisplayName: zone.display,
    locationDialingCode: texts.get('locationDialingCode'),
    contact: block(contactFields, group.contact),
    address: block(addressFields, group.address),
    serviceProviderId: provider.serviceProviderId,
    groupId: group.groupId,
  });
}

const listItem = (group: GroupState): JsonObject => ({
  groupId: group.groupId,
  groupName: group.profile.get('groupName') ?? '',
  userLimit: group.userLimit,
  serviceProviderId: group.provider.serviceProviderId,
});

/** `/groups`. */
export const groupCalls: readonly CallRow[] = [
  {
    path: '/groups',
    command: profileRequest,
    run: either(
      'groupId',
      aboutGroup(profileRequest, (group) => ok(profile(group))),
      aboutProvider('GroupGetListInServiceProviderRequest', (provider) =>
        ok([...provider.groups.values()].map(listItem)),
      ),
    ),
  },
];
