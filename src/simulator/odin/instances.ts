// Service instances of a group, as ODIN tells them: auto attendants, call centers, hunt groups. One of them is told
// as far as the world knows it.
import { timeZoneOf } from '../answers/group.js';
import { instancesIn, nationalNumber } from '../world/queries.js';
import type { Holder } from '../world/state.js';
import type { InstanceKind } from '../world/world.js';
import { type JsonObject, ok, orNull, present } from './answer.js';
import { aboutGroup, aboutUser, type CallRow, either } from './call.js';

interface InstancePath {
  readonly path: string;
  readonly kind: InstanceKind;
  readonly listRequest: string;
  readonly oneRequest: string;
  readonly item: (holder: Holder) => JsonObject;
  /** What stands beside the profile in the answer about one. */
  readonly detail: (holder: Holder) => JsonObject;
}

const start = (holder: Holder) => ({ serviceUserId: holder.userId, name: holder.lastName });

const middle = (holder: Holder) => ({
  phoneNumber: orNull(holder.phoneNumber),
  extension: orNull(holder.extension),
  department: orNull(holder.department),
  isActive: holder.instance?.isActive ?? true,
});

const policy = (holder: Holder) => ({ policy: holder.instance?.policy ?? 'Circular' });
const type = (holder: Holder) => ({ type: holder.instance?.type ?? 'Basic' });

const idsOf = ({ group }: Holder) => ({
  serviceProviderId: group.provider.serviceProviderId,
  groupId: group.groupId,
});

const paths: readonly InstancePath[] = [
  {
    path: '/groups/auto-attendants',
    kind: 'Auto Attendant',
    listRequest: 'GroupAutoAttendantGetInstanceListRequest',
    oneRequest: 'GroupAutoAttendantGetInstanceRequest24',
    item: (holder) => ({ ...start(holder), video: false, ...middle(holder), ...type(holder) }),
    detail: (holder) => ({ ...type(holder), enableVideo: false }),
  },
  {
    path: '/groups/call-centers',
    kind: 'Call Center',
    listRequest: 'GroupCallCenterGetInstanceListRequest',
    oneRequest: 'GroupCallCenterGetInstanceRequest22',
    item: (holder) => ({
      ...start(holder),
      video: false,
      ...middle(holder),
      ...policy(holder),
      ...type(holder),
    }),
    detail: (holder) => ({ ...type(holder), ...policy(holder), enableVideo: false }),
  },
  {
    path: '/groups/hunt-groups',
    kind: 'Hunt Group',
    listRequest: 'GroupHuntGroupGetInstanceListRequest',
    oneRequest: 'GroupHuntGroupGetInstanceRequest20',
    item: (holder) => ({
      ...start(holder),
      ...middle(holder),
      ...policy(holder),
      ...idsOf(holder),
    }),
    detail: (holder) => ({ ...policy(holder), agents: [] }),
  },
];

function one(holder: Holder, detail: InstancePath['detail']): JsonObject {
  const { group, lastName, phoneNumber } = holder;
  const zone = timeZoneOf(group);
  return {
    serviceInstanceProfile: present({
      name: lastName,
      callingLineIdLastName: lastName,
      callingLineIdFirstName: group.profile.get('groupName') ?? group.groupId,
      hiraganaLastName: lastName,
      hiraganaFirstName: group.profile.get('groupName') ?? group.groupId,
      phoneNumber: phoneNumber === undefined ? undefined : nationalNumber(phoneNumber),
      extension: holder.extension,
      language: 'English',
      timeZone: zone.id,
      timeZoneDisplayName: zone.display,
      aliases: [],
    }),
    ...detail(holder),
    serviceUserId: holder.userId,
    ...idsOf(holder),
    isEnterprise: group.provider.isEnterprise,
  };
}

/** `/groups/auto-attendants`, `/groups/call-centers`, `/groups/hunt-groups`. */
export const instanceCalls: readonly CallRow[] = paths.map(
  ({ path, kind, listRequest, oneRequest, item, detail }) => ({
    path,
    command: listRequest,
    run: either(
      'serviceUserId',
      aboutUser(oneRequest, (holder) => ok(one(holder, detail)), {
        parameter: 'serviceUserId',
        level: 'Group',
        isMeant: ({ instance }) => instance?.kind === kind,
      }),
      aboutGroup(listRequest, (group) => ok(instancesIn(group, kind).map(item))),
    ),
  }),
);
