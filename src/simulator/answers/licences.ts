// Licences: what a group is authorised for and uses, and who has what. Usage is counted from the state, never stored.
// What one user has is told in `assignments.ts`.
import { type Element, textOf } from '../../ocip/index.js';
import { derived, groupServiceUsage, isAssigned, usageOf } from '../world/queries.js';
import { groupServiceNames, isForInstances, userServiceNames } from '../world/service-names.js';
import type { GroupState, Holder, Licence } from '../world/state.js';
import { type Answer, data, element, quantityCell, type Row, table, unbounded } from './answer.js';
import { type CommandRow, groupCommand, rawRows } from './command.js';

const licenceList = 'GroupServiceGetAuthorizationListRequest';

const packHeadings = [
  'Service Pack Name',
  'Authorized',
  'Assigned',
  'Limited',
  'Allocated',
  'Allowed',
  'Usage',
  'Description',
];
const groupServiceHeadings = [
  'Service Name',
  'Authorized',
  'Assigned',
  'Limited',
  'Quantity',
  'Usage',
  'Licensed',
  'Allowed',
  'Instance Count',
];
const userServiceHeadings = [
  'Service Name',
  'Authorized',
  'Assigned',
  'Limited',
  'Quantity',
  'Usage',
  'Licensed',
  'Allowed',
  'User Assignable',
  'Group Service Assignable',
];

/** Rows for something nobody authorised say Unlimited all over, as on real systems. */
function cells(licence: Licence | undefined) {
  const authorized = licence?.authorized ?? false;
  const quantity = authorized ? (licence?.quantity ?? 'unlimited') : 'unlimited';
  return {
    authorized: String(authorized),
    limited: quantity === 'unlimited' ? 'Unlimited' : 'Limited',
    quantity: quantityCell(quantity),
    allowed: quantityCell(authorized ? (licence?.allowed ?? 'unlimited') : 'unlimited'),
    licensed: String(licence?.licensed ?? true),
  };
}

function packRows(group: GroupState): readonly Row[] {
  return [...group.provider.servicePacks.values()].map((pack) => {
    const cell = cells(group.servicePacks.get(pack.name));
    const usage = packUsage(group, pack.name);
    const assigned = String(usage > 0);
    const { authorized, limited, quantity, allowed } = cell;
    return [
      pack.name,
      authorized,
      assigned,
      limited,
      quantity,
      allowed,
      String(usage),
      pack.description ?? '',
    ];
  });
}

function groupServiceRows(group: GroupState): readonly Row[] {
  return named(groupServiceNames, group.groupServices.keys()).map((name) => {
    const { authorized, limited, quantity, licensed, allowed } = cells(
      group.groupServices.get(name),
    );
    const { usage, instances } = groupServiceUsage(group, name);
    const assigned = String(isAssigned(group, name));
    return [
      name,
      authorized,
      assigned,
      limited,
      quantity,
      String(usage),
      licensed,
      allowed,
      String(instances),
    ];
  });
}

function userServiceRows(group: GroupState): readonly Row[] {
  const named_ = named(userServiceNames, [
    ...group.userServices.keys(),
    ...usageOf(group).services.keys(),
  ]);
  return named_.map((name) => {
    const { authorized, limited, quantity, licensed, allowed } = cells(
      group.userServices.get(name),
    );
    const usage = serviceUsage(group, name);
    const assigned = String(usage > 0);
    return [
      name,
      authorized,
      assigned,
      limited,
      quantity,
      String(usage),
      licensed,
      allowed,
      'true',
      String(isForInstances(name)),
    ];
  });
}

/** The names every system knows, then those that only this group mentions. */
export const named = (usual: readonly string[], more: Iterable<string>) => [
  ...new Set([...usual, ...more]),
];

const packUsage = (group: GroupState, name: string) => usageOf(group).packs.get(name)?.length ?? 0;
const serviceUsage = (group: GroupState, name: string) =>
  usageOf(group).services.get(name)?.length ?? 0;

/** What a request is about: exactly one of the three names is there. */
function licenceAskedFor(group: GroupState, elements: readonly Element[]) {
  const pack = textOf(elements, 'servicePackName');
  if (pack !== undefined)
    return { licence: group.servicePacks.get(pack), usage: packUsage(group, pack), isPack: true };
  const userService = textOf(elements, 'userServiceName');
  if (userService !== undefined)
    return {
      licence: group.userServices.get(userService),
      usage: serviceUsage(group, userService),
      isPack: false,
    };
  const name = textOf(elements, 'groupServiceName') ?? '';
  return {
    licence: group.groupServices.get(name),
    usage: groupServiceUsage(group, name).usage,
    isPack: false,
  };
}

/** What the group may use, in the order of the world. */
export function authorizedNames(licences: ReadonlyMap<string, Licence>): readonly string[] {
  return [...licences].filter(([, licence]) => licence.authorized).map(([name]) => name);
}

/** Authorisations of a group, and who of it has what. */
export const licenceCommands: readonly CommandRow[] = [
  groupCommand(licenceList, 'serviceProviderId groupId', (group) =>
    derived(group, licenceList, () =>
      data('GroupServiceGetAuthorizationListResponse', [
        table('servicePacksAuthorizationTable', packHeadings, [
          ...packRows(group),
          ...rawRows(group, licenceList, 'servicePacksAuthorizationTable'),
        ]),
        table('groupServicesAuthorizationTable', groupServiceHeadings, [
          ...groupServiceRows(group),
          ...rawRows(group, licenceList, 'groupServicesAuthorizationTable'),
        ]),
        table('userServicesAuthorizationTable', userServiceHeadings, [
          ...userServiceRows(group),
          ...rawRows(group, licenceList, 'userServicesAuthorizationTable'),
        ]),
      ]),
    ),
  ),
  groupCommand(
    'GroupServiceGetAuthorizationRequest',
    'serviceProviderId groupId (userServiceName | groupServiceName | servicePackName)',
    (group, { elements }): Answer => {
      const { licence, usage, isPack } = licenceAskedFor(group, elements);
      const type = 'GroupServiceGetAuthorizationResponse';
      if (licence?.authorized !== true) return data(type, [element('authorized', false)]);
      return data(type, [
        element('authorized', true),
        unbounded('authorizedQuantity', licence.quantity),
        unbounded('usedQuantity', usage),
        isPack ? undefined : element('authorizable', true),
      ]);
    },
  ),
  groupCommand('GroupServiceGetAuthorizedListRequest', 'serviceProviderId groupId', (group) =>
    data('GroupServiceGetAuthorizedListResponse', [
      ...authorizedNames(group.servicePacks).map((name) => element('servicePackName', name)),
      ...authorizedNames(group.groupServices).map((name) => element('groupServiceName', name)),
      ...authorizedNames(group.userServices).map((name) => element('userServiceName', name)),
    ]),
  ),
  groupCommand(
    'GroupServiceIsAssignedRequest',
    'serviceProviderId groupId serviceName',
    (group, { elements }) =>
      data('GroupServiceIsAssignedResponse', [
        element('isAssigned', isAssigned(group, textOf(elements, 'serviceName') ?? '')),
      ]),
  ),
  groupCommand(
    'GroupGetUserServiceAssignedUserListRequest',
    'serviceProviderId groupId (serviceName | servicePackName)',
    (group, { elements }) => {
      const pack = textOf(elements, 'servicePackName');
      const usage = usageOf(group);
      const holders =
        pack === undefined
          ? usage.services.get(textOf(elements, 'serviceName') ?? '')
          : usage.packs.get(pack);
      const rows = (holders ?? []).map(assignedRow);
      const more = rawRows(group, 'GroupGetUserServiceAssignedUserListRequest', 'userListTable');
      const headings = [
        'User Id',
        'Last Name',
        'First Name',
        'Department',
        'Phone Number',
        'Email Address',
        'Hiragana Last Name',
        'Hiragana First Name',
        'Extension',
      ];
      return data('GroupGetUserServiceAssignedUserListResponse', [
        table('userListTable', headings, [...rows, ...more]),
      ]);
    },
  ),
];

const assignedRow = (holder: Holder): Row => [
  holder.userId,
  holder.lastName,
  holder.firstName,
  holder.department ?? '',
  holder.phoneNumber ?? '',
  holder.emailAddress ?? '',
  holder.lastName,
  holder.firstName,
  holder.extension ?? '',
];
