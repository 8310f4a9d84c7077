// Requests that change people: adding, removing, names and numbers, packs and services. Refuses what a real system
// would refuse for want of room: the user limit of the group, the quantity of a pack or service.
import { childNamed, type Element, textOf } from '../../ocip/index.js';
import { addUser, changeHolder, type HolderChange, removeHolder } from '../world/changes.js';
import { ownNumber, peopleOf, servicesOf, usageOf } from '../world/queries.js';
import type { GroupState, Holder, Licence } from '../world/state.js';
import { type Refusal, refuse, success } from './answer.js';
import { type CommandRow, groupCommand, userCommand } from './command.js';

const named = (elements: readonly Element[], name: string) =>
  elements.filter((element) => element.name === name).map((element) => element.text);

/** Why one more of a pack or service cannot be had. */
function noRoom(
  what: 'Service' | 'Service pack',
  name: string,
  licence: Licence | undefined,
  usage: number,
): Refusal | undefined {
  const because = (why: string) =>
    refuse(4400, `Could not assign service/service pack: ${name}`, `${name}: ${what} ${why}`);
  if (licence?.authorized !== true) return because('is not authorized to the group.');
  if (licence.quantity !== 'unlimited' && usage >= licence.quantity)
    return because('license limit is reached.');
  return undefined;
}

function assign(holder: Holder, elements: readonly Element[]) {
  const { group } = holder;
  const usage = usageOf(group);
  const services = named(elements, 'serviceName').filter((name) => !holder.services.includes(name));
  const packs = named(elements, 'servicePackName').filter(
    (name) => !holder.servicePacks.includes(name),
  );
  const has = servicesOf(holder);
  for (const name of packs) {
    const used = usage.packs.get(name)?.length ?? 0;
    const refusal = noRoom('Service pack', name, group.servicePacks.get(name), used);
    if (refusal !== undefined) return refusal;
  }
  for (const name of services) {
    // Whoever has the service through a pack is counted already.
    const used = (usage.services.get(name)?.length ?? 0) - (has.has(name) ? 1 : 0);
    const refusal = noRoom('Service', name, group.userServices.get(name), used);
    if (refusal !== undefined) return refusal;
  }
  changeHolder(holder, {
    services: [...holder.services, ...services],
    servicePacks: [...holder.servicePacks, ...packs],
  });
  return success;
}

function unassign(holder: Holder, elements: readonly Element[]) {
  const services = named(elements, 'serviceName');
  const packs = named(elements, 'servicePackName');
  changeHolder(holder, {
    services: holder.services.filter((name) => !services.includes(name)),
    servicePacks: holder.servicePacks.filter((name) => !packs.includes(name)),
  });
  // Whoever gets a service again finds it as it was from the start.
  const has = servicesOf(holder);
  const left = Object.entries(holder.settings).filter(([name]) => has.has(name));
  changeHolder(holder, {
    settings: Object.fromEntries(left),
    active: holder.active.filter((name) => has.has(name)),
  });
  return success;
}

/** The group's spelling of a number that a request wants for a user, or why it cannot have it. */
function wantedNumber(group: GroupState, text: string, by: string): string | Refusal {
  const number = ownNumber(group, text);
  if (number === undefined)
    return refuse(undefined, `The number is not assigned to the group: ${text}`);
  const other = group.byNumber.get(number);
  if (other !== undefined && other.userId !== by)
    return refuse(undefined, `The number is in use: ${text}`);
  return number;
}

const departmentIn = (element: Element | undefined) =>
  element === undefined || element.nil ? undefined : textOf(element.children, 'name');

const addRequest =
  'serviceProviderId groupId userId lastName firstName callingLineIdLastName callingLineIdFirstName nameDialingName? hiraganaLastName? hiraganaFirstName? phoneNumber? extension? callingLineIdPhoneNumber? password? department? language? timeZone? alias* (accessDeviceEndpoint | trunkAddressing)? title? pagerPhoneNumber? mobilePhoneNumber? emailAddress? yahooId? addressLocation? address? networkClassOfService? alternateUserId*';

const modifyRequest =
  'userId lastName? firstName? callingLineIdLastName? callingLineIdFirstName? nameDialingName~? hiraganaLastName? hiraganaFirstName? phoneNumber~? extension~? callingLineIdPhoneNumber~? oldPassword? newPassword~? department~? language? timeZone? sipAliasList~? endpoint~? title~? pagerPhoneNumber~? mobilePhoneNumber~? emailAddress~? yahooId~? addressLocation~? address? networkClassOfService? officeZoneName? primaryZoneName? impId~? impPassword~? alternateUserIdList~? allowVideo? newUserExternalId? newUserPersonId~?';

function modify(holder: Holder, elements: readonly Element[]) {
  const change: HolderChange = {};
  const lastName = textOf(elements, 'lastName');
  const firstName = textOf(elements, 'firstName');
  if (lastName !== undefined) change.lastName = lastName;
  if (firstName !== undefined) change.firstName = firstName;
  for (const field of ['extension', 'emailAddress'] as const) {
    const element = childNamed(elements, field);
    if (element !== undefined) change[field] = element.nil ? undefined : element.text;
  }
  const department = childNamed(elements, 'department');
  if (department !== undefined) change.department = departmentIn(department);
  const phoneNumber = childNamed(elements, 'phoneNumber');
  if (phoneNumber?.nil) change.phoneNumber = undefined;
  else if (phoneNumber !== undefined) {
    const number = wantedNumber(holder.group, phoneNumber.text, holder.userId);
    if (typeof number !== 'string') return number;
    change.phoneNumber = number;
  }
  changeHolder(holder, change);
  return success;
}

const scoped = { level: 'Group' } as const;

/** Changes to people. */
export const userChangeCommands: readonly CommandRow[] = [
  groupCommand('UserAddRequest22', addRequest, (group, { state, elements }) => {
    const text = (name: string) => textOf(elements, name);
    const userId = text('userId') ?? '';
    if (state.holders.has(userId)) return refuse(4200, `User already exists: ${userId}`);
    if (peopleOf(group).length >= group.userLimit)
      return refuse(undefined, `The user limit of the group is reached: ${group.userLimit}`);
    const wanted = text('phoneNumber');
    const phoneNumber = wanted === undefined ? undefined : wantedNumber(group, wanted, userId);
    if (phoneNumber !== undefined && typeof phoneNumber !== 'string') return phoneNumber;
    const rest = { phoneNumber, extension: text('extension'), emailAddress: text('emailAddress') };
    addUser(state, group, {
      userId,
      lastName: text('lastName') ?? '',
      firstName: text('firstName') ?? '',
      ...given({ ...rest, department: departmentIn(childNamed(elements, 'department')) }),
    });
    return success;
  }),
  userCommand(
    'UserModifyRequest22',
    modifyRequest,
    (holder, { elements }) => modify(holder, elements),
    scoped,
  ),
  userCommand(
    'UserDeleteRequest',
    'userId',
    (holder, { state }) => {
      removeHolder(state, holder);
      return success;
    },
    scoped,
  ),
  userCommand(
    'UserServiceAssignListRequest',
    'userId serviceName* servicePackName*',
    (holder, { elements }) => assign(holder, elements),
    scoped,
  ),
  userCommand(
    'UserServiceUnassignListRequest',
    'userId serviceName* servicePackName*',
    (holder, { elements }) => unassign(holder, elements),
    scoped,
  ),
];

/** Only what is there: a user record has no undefined fields. */
function given<T extends Record<string, string | undefined>>(fields: T) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string;
  };
}
