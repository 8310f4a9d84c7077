// The people of a group: lists and profile. Service instances are not users and have lists of their own.
import {
  countryCodeOf,
  derived,
  isActivated,
  nationalNumber,
  nationalPrefixOf,
  peopleOf,
} from '../world/queries.js';
import type { GroupState, Holder } from '../world/state.js';
import { type Content, data, element, optional, type Row } from './answer.js';
import { type CommandRow, groupCommand, type Login, rawRows, userCommand } from './command.js';
import { timeZoneOf } from './group.js';
import { listAnswer } from './list.js';

const listHeadings = [
  'User Id',
  'Last Name',
  'First Name',
  'Department',
  'Phone Number',
  'Phone Number Activated',
  'Email Address',
  'Hiragana Last Name',
  'Hiragana First Name',
  'In Trunk Group',
  'Extension',
  'Country Code',
  'National Prefix',
];
const pagedHeadings = [
  'User Id',
  'Last Name',
  'First Name',
  'Department',
  'Department Type',
  'Parent Department',
  'Parent Department Type',
  'Phone Number',
  'Phone Number Activated',
  'Email Address',
  'Hiragana Last Name',
  'Hiragana First Name',
  'In Trunk Group',
  'Extension',
  'Country Code',
  'National Prefix',
  'User External Id',
];

/** The cells after the department, the same in all lists of people. */
export function commonCells(holder: Holder): Row {
  const { group, phoneNumber } = holder;
  const code = countryCodeOf(group.provider, phoneNumber);
  return [
    phoneNumber ?? '',
    phoneNumber === undefined ? '' : String(isActivated(group, phoneNumber)),
    holder.emailAddress ?? '',
    holder.lastName,
    holder.firstName,
    String(holder.trunkGroup !== undefined),
    holder.extension ?? '',
    code,
    nationalPrefixOf(code),
  ];
}

const listRow = (holder: Holder): Row => [
  holder.userId,
  holder.lastName,
  holder.firstName,
  holder.department ?? '',
  ...commonCells(holder),
];

const pagedRow = (holder: Holder): Row => [
  holder.userId,
  holder.lastName,
  holder.firstName,
  holder.department ?? '',
  holder.department === undefined ? '' : 'Group',
  '',
  '',
  ...commonCells(holder),
  '',
];

/** The rows of one list. A department administrator sees the people of that department only. */
function rowsFor(
  group: GroupState,
  login: Login,
  command: string,
  row: (holder: Holder) => Row,
): readonly Row[] {
  if (login.loginType === 'Group Department')
    return peopleOf(group)
      .filter((holder) => holder.department === login.department)
      .map(row);
  return derived(group, command, () => [
    ...peopleOf(group).map(row),
    ...rawRows(group, command, 'userTable'),
  ]);
}

const people =
  'searchCriteriaUserLastName* searchCriteriaUserFirstName* searchCriteriaDn* searchCriteriaEmailAddress*';
const latest = 'searchCriteriaUserExternalId* searchCriteriaExactUserPersonId?';

function departmentKey(holder: Holder): Content | undefined {
  if (holder.department === undefined) return undefined;
  return {
    name: 'department',
    type: 'GroupDepartmentKey',
    children: [
      element('serviceProviderId', holder.group.provider.serviceProviderId),
      element('groupId', holder.group.groupId),
      element('name', holder.department),
    ],
  };
}

/** Older forms do not repeat the id. */
function profile(holder: Holder, hasId = true): readonly (Content | undefined)[] {
  const { group, phoneNumber } = holder;
  const zone = timeZoneOf(group);
  const code = countryCodeOf(group.provider, phoneNumber);
  return [
    element('serviceProviderId', group.provider.serviceProviderId),
    element('groupId', group.groupId),
    optional('userId', hasId ? holder.userId : undefined),
    element('lastName', holder.lastName),
    element('firstName', holder.firstName),
    element('callingLineIdLastName', holder.lastName),
    element('callingLineIdFirstName', holder.firstName),
    element('hiraganaLastName', holder.lastName),
    element('hiraganaFirstName', holder.firstName),
    optional('phoneNumber', phoneNumber === undefined ? undefined : nationalNumber(phoneNumber)),
    optional('extension', holder.extension),
    departmentKey(holder),
    optional('departmentFullPath', holder.department),
    element('language', 'English'),
    element('timeZone', zone.id),
    element('timeZoneDisplayName', zone.display),
    element('defaultAlias', holder.userId),
    optional('emailAddress', holder.emailAddress),
    element('countryCode', code),
    optional('nationalPrefix', nationalPrefixOf(code) || undefined),
    element('allowVideo', false),
  ];
}

/** Lists of people, and the profile of one. */
export const userCommands: readonly CommandRow[] = [
  groupCommand(
    'UserGetListInGroupRequest',
    `serviceProviderId GroupId responseSizeLimit? ${people} searchCriteriaExactUserDepartment? searchCriteriaExactUserInTrunkGroup? searchCriteriaUserId* ${latest} searchCriteriaExtension*`,
    (group, { elements, login }) => {
      const rows = rowsFor(group, login, 'UserGetListInGroupRequest', listRow);
      const type = 'UserGetListInGroupResponse';
      return listAnswer(elements, { type, name: 'userTable', headings: listHeadings }, rows);
    },
    { level: 'Group Department' },
  ),
  groupCommand(
    'UserGetListInGroupPagedSortedListRequest',
    `(serviceProviderId groupId | groupExternalId) responsePagingControl? sortOrder* ${people} searchCriteriaDepartmentName* searchCriteriaExactUserInTrunkGroup? searchCriteriaUserId* ${latest} searchCriteriaExtension* searchCriteriaExactDnActivation? searchCriteriaModeOr?`,
    (group, { elements, login }) => {
      const rows = rowsFor(group, login, 'UserGetListInGroupPagedSortedListRequest', pagedRow);
      const type = 'UserGetListInGroupPagedSortedListResponse';
      const options = { type, name: 'userTable', headings: pagedHeadings, isPaged: true };
      return listAnswer(elements, options, rows);
    },
    { level: 'Group Department' },
  ),
  userCommand('UserGetRequest20', 'userId', (holder) =>
    data('UserGetResponse20', profile(holder, false)),
  ),
  userCommand(
    'UserGetRequest22V9',
    'userId',
    (holder) => data('UserGetResponse22V9', profile(holder)),
    {
      since: '24',
    },
  ),
];
