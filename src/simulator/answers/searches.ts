// What is searched over many groups: people, service instances and numbers of a provider or of the whole system.
import { formatDnRange, parseDn } from '../../numbers/index.js';
import { textOf } from '../../ocip/index.js';
import {
  coalesced,
  derived,
  isActivated,
  isIn,
  numberRuns,
  ownNumber,
  peopleOf,
} from '../world/queries.js';
import type { GroupState, Holder, ProviderState } from '../world/state.js';
import { data, element, optional, type Row, refuse } from './answer.js';
import { type CommandRow, providerCommand, providersIn, systemCommand } from './command.js';
import { listAnswer } from './list.js';
import { commonCells } from './users.js';

const groupsOf = (provider: ProviderState) => [...provider.groups.values()];

const userHeadings = [
  'User Id',
  'Group Id',
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
  'User External Id',
];

/** The cells before `Country Code`, which these lists do not have. */
const userRow = (holder: Holder): Row => [
  holder.userId,
  holder.group.groupId,
  holder.lastName,
  holder.firstName,
  holder.department ?? '',
  ...commonCells(holder).slice(0, -2),
  '',
];

const userRows = (group: GroupState): readonly Row[] =>
  derived(group, 'UserGetListInServiceProviderRequest', () => peopleOf(group).map(userRow));

const systemUserHeadings = [
  ...userHeadings.slice(0, 2),
  'Service Provider Id',
  ...userHeadings.slice(2, -1),
  'Reseller Id',
  'User External Id',
];

const systemUserRows = (group: GroupState): readonly Row[] =>
  derived(group, 'UserGetListInSystemRequest', () =>
    userRows(group).map((row) => [
      ...row.slice(0, 2),
      group.provider.serviceProviderId,
      ...row.slice(2, -1),
      group.provider.resellerId ?? '',
      '',
    ]),
  );

const instanceHeadings = [
  'User Id',
  'Group Id',
  'Service Type',
  'Name',
  'Phone Number',
  'Extension',
  'Department',
];

const instanceRows = (group: GroupState): readonly Row[] =>
  derived(group, 'UserGetServiceInstanceListInServiceProviderRequest', () =>
    [...group.holders.values()].flatMap((holder) =>
      holder.instance === undefined
        ? []
        : [
            [
              holder.userId,
              group.groupId,
              holder.instance.kind,
              holder.lastName,
              holder.phoneNumber ?? '',
              holder.extension ?? '',
              holder.department ?? '',
            ],
          ],
    ),
  );

const systemInstanceHeadings = [
  ...instanceHeadings.slice(0, 2),
  'Service Provider Id',
  ...instanceHeadings.slice(2, -1),
  'Reseller Id',
];

const systemInstanceRows = (group: GroupState): readonly Row[] =>
  instanceRows(group).map((row) => [
    ...row.slice(0, 2),
    group.provider.serviceProviderId,
    ...row.slice(2, -1),
    group.provider.resellerId ?? '',
  ]);

/** Neighbours of one group that are all in use, or all not, are one row. */
const numberRows = (group: GroupState): readonly Row[] =>
  coalesced(numberRuns(group), (a, b) => (a.holder === undefined) === (b.holder === undefined)).map(
    (run) => [formatDnRange(run), group.groupId, String(run.holder === undefined)],
  );

const userSearch =
  'searchCriteriaUserLastName* searchCriteriaUserFirstName* searchCriteriaDn* searchCriteriaEmailAddress*';
const userIds =
  'searchCriteriaUserId* searchCriteriaUserExternalId* searchCriteriaExactUserPersonId? searchCriteriaExtension*';
const everywhere =
  'searchCriteriaGroupId* searchCriteriaExactServiceProvider? searchCriteriaServiceProviderId*';

/** Lists over the groups of a provider or of the system. */
export const searchCommands: readonly CommandRow[] = [
  providerCommand(
    'UserGetListInServiceProviderRequest',
    `(serviceProviderId | serviceProviderExternalId) responseSizeLimit? ${userSearch} searchCriteriaExactUserInTrunkGroup? ${userIds} searchCriteriaExactUserDepartment?`,
    (provider, { elements }) => {
      const type = 'UserGetListInServiceProviderResponse';
      const options = { type, name: 'userTable', headings: userHeadings };
      return listAnswer(elements, options, groupsOf(provider).flatMap(userRows));
    },
  ),
  systemCommand(
    'UserGetListInSystemRequest',
    `responseSizeLimit? ${userSearch} ${everywhere} searchCriteriaExactUserInTrunkGroup? searchCriteriaExactUserNetworkClassOfService? ${userIds} searchCriteriaResellerId*`,
    (ask) => {
      const type = 'UserGetListInSystemResponse';
      const options = { type, name: 'userTable', headings: systemUserHeadings };
      const rows = providersIn(ask).flatMap(groupsOf).flatMap(systemUserRows);
      return listAnswer(ask.elements, options, rows);
    },
    { level: 'Reseller' },
  ),
  providerCommand(
    'UserGetServiceInstanceListInServiceProviderRequest',
    'serviceProviderId responseSizeLimit? SearchCriteriaGroupId* SearchCriteriaExactServiceType? searchCriteriaUserId* searchCriteriaUserLastName* searchCriteriaDn* searchCriteriaExtension* searchCriteriaExactUserDepartment?',
    (provider, { elements }) => {
      const type = 'UserGetServiceInstanceListInServiceProviderResponse';
      const options = { type, name: 'serviceInstanceTable', headings: instanceHeadings };
      return listAnswer(elements, options, groupsOf(provider).flatMap(instanceRows));
    },
  ),
  systemCommand(
    'UserGetServiceInstanceListInSystemRequest',
    `responseSizeLimit? searchCriteriaExactServiceType? searchCriteriaUserId* searchCriteriaUserLastName* searchCriteriaDn* searchCriteriaExtension* ${everywhere} searchCriteriaResellerId*`,
    (ask) => {
      const type = 'UserGetServiceInstanceListInSystemResponse';
      const options = { type, name: 'serviceInstanceTable', headings: systemInstanceHeadings };
      const rows = providersIn(ask).flatMap(groupsOf).flatMap(systemInstanceRows);
      return listAnswer(ask.elements, options, rows);
    },
    { level: 'Reseller' },
  ),
  providerCommand(
    'ServiceProviderDnGetSummaryListRequest',
    'serviceProviderId searchCriteriaGroupId* searchCriteriaDn*',
    (provider) => {
      const type = 'ServiceProviderDnGetSummaryListResponse';
      const headings = ['Phone Numbers', 'Group Id', 'Can Delete'];
      const options = { type, name: 'dnSummaryTable', headings };
      // An application server ignores the criteria.
      return listAnswer([], options, groupsOf(provider).flatMap(numberRows));
    },
  ),
  systemCommand('SystemDnGetUtilizationRequest14sp3', 'phoneNumber', (ask) => {
    const text = textOf(ask.elements, 'phoneNumber') ?? '';
    for (const group of providersIn(ask).flatMap(groupsOf)) {
      const number = ownNumber(group, text);
      if (number !== undefined) return utilization(group, number);
    }
    return refuse(undefined, `Phone number not found: ${text}`);
  }),
];

function utilization(group: GroupState, number: string) {
  const holder = group.byNumber.get(number);
  const caller = ownNumber(group, group.profile.get('callingLineIdPhoneNumber') ?? '');
  const dn = parseDn(number);
  const run = numberRuns(group).find((one) => dn !== undefined && isIn(dn, one));
  const activated = holder === undefined ? run?.activated : isActivated(group, number);
  return data('SystemDnGetUtilizationResponse14sp3', [
    element('serviceProviderId', group.provider.serviceProviderId),
    element('groupId', group.groupId),
    optional('userId', holder?.userId),
    optional('userType', holder && (holder.instance?.kind ?? 'Normal')),
    element('isGroupCallingLineId', caller === number),
    element('isActivated', activated ?? false),
  ]);
}
