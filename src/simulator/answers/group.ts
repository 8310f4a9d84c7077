// The profile of a group in all its versions, and the lists of groups and providers.
import { textOf } from '../../ocip/index.js';
import { nationalNumber, peopleOf } from '../world/queries.js';
import type { GroupState, ProviderState } from '../world/state.js';
import { addressFields, contactFields, type ProfileField, type Release } from '../world/world.js';
import { type Answer, type Content, data, element, optional, type Row } from './answer.js';
import {
  type CommandRow,
  groupCommand,
  providerCommand,
  providersIn,
  rawRows,
  systemCommand,
} from './command.js';
import { listAnswer } from './list.js';

const zones: Readonly<Record<string, string>> = {
  'Europe/London': '(GMT+01:00) (UK) Greenwich Mean Time',
  'Europe/Rome': '(GMT+02:00) Central European Time',
  'America/New_York': '(GMT-04:00) (US) Eastern Time',
};

/** The zone as a person reads it. Real systems show the offset of today; here it is always that of summer. */
export function timeZoneOf(group: GroupState): { id: string; display: string } {
  const id = group.profile.get('timeZone') ?? 'Europe/London';
  return { id, display: group.profile.get('timeZoneDisplayName') ?? zones[id] ?? `(GMT) ${id}` };
}

function block(name: string, fields: readonly string[], texts: ReadonlyMap<string, string>) {
  if (texts.size === 0) return undefined;
  const children = fields.flatMap((field) => optional(field, texts.get(field)) ?? []);
  return { name, children } satisfies Content;
}

/** How far each version of the profile goes; each has everything of those before it. */
const profileVersions: readonly { version: string; since: Release; upTo: number }[] = [
  { version: '', since: '21', upTo: 1 },
  { version: '14sp7', since: '21', upTo: 2 },
  { version: '22', since: '22', upTo: 3 },
  { version: '22V2', since: '22', upTo: 4 },
  { version: '22V3', since: '23', upTo: 5 },
  { version: '22V4', since: '24', upTo: 5 },
  { version: '22V5', since: '24', upTo: 6 },
];

function profile(group: GroupState, upTo: number): readonly (Content | undefined)[] {
  const zone = timeZoneOf(group);
  const text = (field: ProfileField) => optional(field, group.profile.get(field));
  const number = (name: ProfileField, from: ProfileField = name) => {
    const dn = group.profile.get(name) ?? group.profile.get(from);
    return optional(name, dn === undefined ? undefined : nationalNumber(dn));
  };
  const callingLineId = [
    number('callingLineIdPhoneNumber'),
    number('callingLineIdDisplayPhoneNumber', 'callingLineIdPhoneNumber'),
  ];
  const slices = [
    text('servicePolicy'),
    text('callProcessingSliceId'),
    text('provisioningSliceId'),
    text('subscriberPartition'),
    text('preferredDataCenter'),
  ];
  return [
    element('defaultDomain', group.profile.get('defaultDomain') ?? group.provider.defaultDomain),
    element('userLimit', group.userLimit),
    element('userCount', peopleOf(group).length),
    text('groupName'),
    text('callingLineIdName'),
    ...(upTo >= 2 ? callingLineId : []),
    element('timeZone', zone.id),
    element('timeZoneDisplayName', zone.display),
    text('locationDialingCode'),
    block('contact', contactFields, group.contact),
    block('address', addressFields, group.address),
    ...(upTo >= 3 ? slices : []),
    ...(upTo >= 4 ? [optional('resellerId', group.provider.resellerId)] : []),
    ...(upTo >= 5 ? [number('defaultUserCallingLineIdPhoneNumber')] : []),
    ...(upTo >= 6 ? keys(group) : []),
  ];
}

const keys = (group: GroupState) => [
  element('serviceProviderId', group.provider.serviceProviderId),
  element('groupId', group.groupId),
  optional('groupExternalId', group.profile.get('groupExternalId')),
];

const profileCommands = profileVersions.map(({ version, since, upTo }) =>
  groupCommand(
    `GroupGetRequest${version}`,
    upTo >= 6 ? '(serviceProviderId groupId | groupExternalId)' : 'serviceProviderId groupId',
    (group): Answer => data(`GroupGetResponse${version}`, profile(group, upTo)),
    { since },
  ),
);

const groupRow = (group: GroupState): Row => [
  group.groupId,
  group.profile.get('groupName') ?? '',
  String(group.userLimit),
];

const groupHeadings = ['Group Id', 'Group Name', 'User Limit'];

const groupsOf = (provider: ProviderState) => [...provider.groups.values()];

const providerHeadings = [
  'Service Provider Id',
  'Service Provider Name',
  'Is Enterprise',
  'Reseller Id',
];

const providerRow = (provider: ProviderState): Row => [
  provider.serviceProviderId,
  provider.name ?? '',
  String(provider.isEnterprise),
  provider.resellerId ?? '',
];

const lists: readonly CommandRow[] = [
  systemCommand(
    'ServiceProviderGetListRequest',
    'isEnterprise? responseSizeLimit? searchCriteriaServiceProviderId* searchCriteriaServiceProviderName* searchCriteriaResellerId*',
    (ask) => {
      const only = textOf(ask.elements, 'isEnterprise');
      const rows = providersIn(ask)
        .filter((provider) => only === undefined || provider.isEnterprise === (only === 'true'))
        .map(providerRow);
      const type = 'ServiceProviderGetListResponse';
      const options = { type, name: 'serviceProviderTable', headings: providerHeadings };
      return listAnswer(ask.elements, options, rows);
    },
    { level: 'Reseller' },
  ),
  systemCommand(
    'ServiceProviderGetPagedSortedListRequest',
    'responsePagingControl? sortOrder* searchCriteriaServiceProviderId* searchCriteriaServiceProviderName* searchCriteriaExactOrganizationType? searchCriteriaResellerId* searchCriteriaModeOr?',
    (ask) => {
      const type = 'ServiceProviderGetPagedSortedListResponse';
      const headings = [...providerHeadings, 'Service Provider External Id'];
      const rows = providersIn(ask).map((provider) => [...providerRow(provider), '']);
      const options = { type, name: 'serviceProviderTable', headings, isPaged: true };
      return listAnswer(ask.elements, options, rows);
    },
    { level: 'Reseller' },
  ),
  providerCommand(
    'GroupGetListInServiceProviderRequest',
    'serviceProviderId responseSizeLimit? searchCriteriaGroupId* searchCriteriaGroupName*',
    (provider, { elements }) => {
      const type = 'GroupGetListInServiceProviderResponse';
      const rows = groupsOf(provider).map(groupRow);
      return listAnswer(elements, { type, name: 'groupTable', headings: groupHeadings }, rows);
    },
  ),
  providerCommand(
    'GroupGetListInServiceProviderPagedSortedListRequest',
    'serviceProviderId responsePagingControl? sortOrder* searchCriteriaGroupId* searchCriteriaGroupName* searchCriteriaModeOr?',
    (provider, { elements }) => {
      const type = 'GroupGetListInServiceProviderPagedSortedListResponse';
      const headings = [...groupHeadings, 'Group External Id'];
      const rows = groupsOf(provider).map((group) => [
        ...groupRow(group),
        group.profile.get('groupExternalId') ?? '',
      ]);
      return listAnswer(elements, { type, name: 'groupTable', headings, isPaged: true }, rows);
    },
  ),
  systemCommand(
    'GroupGetListInSystemRequest',
    'responseSizeLimit? searchCriteriaGroupId* searchCriteriaGroupName* searchCriteriaExactServiceProvider? searchCriteriaServiceProviderId* searchCriteriaResellerId*',
    ({ state, login, elements }) => {
      const rows = providersIn({ state, login })
        .flatMap(groupsOf)
        .map((group) => [
          ...groupRow(group),
          group.provider.serviceProviderId,
          group.provider.isEnterprise ? 'Enterprise' : 'Service Provider',
          group.provider.resellerId ?? '',
        ]);
      const headings = [...groupHeadings, 'Organization Id', 'Organization Type', 'Reseller Id'];
      const type = 'GroupGetListInSystemResponse';
      return listAnswer(elements, { type, name: 'groupTable', headings }, rows);
    },
    { level: 'Reseller' },
  ),
  groupCommand(
    'GroupAdminGetListRequest',
    'serviceProviderId groupId',
    (group, { state, elements }) => {
      const headings = [
        'Administrator ID',
        'Last Name',
        'First Name',
        'Department',
        'Language',
        'Locale',
        'Encoding',
      ];
      const rows = [...state.administrators.values()]
        .filter(
          (account) => account.loginType === 'Group' || account.loginType === 'Group Department',
        )
        .filter((account) => account.serviceProviderId === group.provider.serviceProviderId)
        .filter((account) => account.groupId === group.groupId)
        .map((account) => [
          account.userId,
          account.lastName ?? '',
          account.firstName ?? '',
          account.department ?? '',
          'English',
          account.locale ?? 'en_US',
          'ISO-8859-1',
        ]);
      rows.push(
        ...rawRows(group, 'GroupAdminGetListRequest', 'groupAdminTable').map((row) => [...row]),
      );
      const type = 'GroupAdminGetListResponse';
      return listAnswer(elements, { type, name: 'groupAdminTable', headings }, rows);
    },
  ),
];

/** Profile of a group, lists of groups and providers, administrators. */
export const groupCommands: readonly CommandRow[] = [...profileCommands, ...lists];
