// What one user has: packs and services assigned, and the services that are effective, switched on or not.
import { textOf } from '../../ocip/index.js';
import { isAssigned, servicesOf } from '../world/queries.js';
import { hasSwitch } from '../world/service-names.js';
import { data, element, table } from './answer.js';
import { type CommandRow, userCommand } from './command.js';
import { authorizedNames, named } from './licences.js';

function activeEntry(name: string, service: string, isActive: boolean | undefined) {
  const children = [element('serviceName', service)];
  if (isActive !== undefined) children.push(element('isActive', isActive));
  return { name, children };
}

/** What one user has. */
export const assignmentCommands: readonly CommandRow[] = [
  userCommand('UserServiceGetAssignmentListRequest', 'userId', (holder) => {
    const { group } = holder;
    const packs = named(authorizedNames(group.servicePacks), holder.servicePacks).map((name) => [
      name,
      String(holder.servicePacks.includes(name)),
      group.provider.servicePacks.get(name)?.description ?? '',
    ]);
    const services = named(authorizedNames(group.userServices), holder.services).map((name) => [
      name,
      String(holder.services.includes(name)),
    ]);
    return data('UserServiceGetAssignmentListResponse', [
      table('servicePacksAssignmentTable', ['Service Pack Name', 'Assigned', 'Description'], packs),
      table('userServicesAssignmentTable', ['Service Name', 'Assigned'], services),
    ]);
  }),
  userCommand('UserAssignedServicesGetListRequest', 'userId?', (holder) =>
    data('UserAssignedServicesGetListResponse', [
      isAssigned(holder.group, 'Music On Hold')
        ? activeEntry('groupServiceEntry', 'Music On Hold', true)
        : undefined,
      ...[...servicesOf(holder)]
        .sort()
        .map((service) =>
          activeEntry(
            'userServiceEntry',
            service,
            hasSwitch(service) ? holder.active.includes(service) : undefined,
          ),
        ),
    ]),
  ),
  userCommand(
    'UserServiceIsAssignedRequest',
    'userId (serviceName | servicePackName)',
    (holder, { elements }) => {
      const pack = textOf(elements, 'servicePackName');
      const has =
        pack === undefined
          ? servicesOf(holder).has(textOf(elements, 'serviceName') ?? '')
          : holder.servicePacks.includes(pack);
      return data('UserServiceIsAssignedResponse', [element('isAssigned', has)]);
    },
  ),
];
