// The profile of a provider, its people, and the account of a group administrator.
import { textOf } from '../../ocip/index.js';
import { peopleOf } from '../world/queries.js';
import type { ProviderState } from '../world/state.js';
import type { Administrator, Release } from '../world/world.js';
import { type Answer, data, element, optional, type Row, refuse } from './answer.js';
import { type CommandRow, providerCommand, reachesGroup, systemCommand } from './command.js';
import { listAnswer } from './list.js';
import { commonCells } from './users.js';

const profileVersions: readonly { version: string; since: Release; upTo: number }[] = [
  { version: '13mp2', since: '21', upTo: 1 },
  { version: '17sp1', since: '21', upTo: 2 },
  { version: '22V2', since: '22', upTo: 3 },
];

const profileCommands = profileVersions.map(({ version, since, upTo }) =>
  providerCommand(
    `ServiceProviderGetRequest${version}`,
    'serviceProviderId',
    (provider): Answer =>
      data(`ServiceProviderGetResponse${version}`, [
        // One of the two; the first is never false.
        provider.isEnterprise
          ? element('isEnterprise', true)
          : element('useCustomRoutingProfile', false),
        element('defaultDomain', provider.defaultDomain),
        optional('serviceProviderName', provider.name),
        upTo >= 2 ? element('useServiceProviderLanguages', false) : undefined,
        upTo >= 3 ? optional('resellerId', provider.resellerId) : undefined,
      ]),
    { since },
  ),
);

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

/** The cells before `Country Code`, which this list does not have. */
const userRows = (provider: ProviderState): readonly Row[] =>
  [...provider.groups.values()].flatMap((group) =>
    peopleOf(group).map((holder) => [
      holder.userId,
      group.groupId,
      holder.lastName,
      holder.firstName,
      holder.department ?? '',
      ...commonCells(holder).slice(0, -2),
      '',
    ]),
  );

const accountContent = (account: Administrator) => [
  element('serviceProviderId', account.serviceProviderId ?? ''),
  element('groupId', account.groupId ?? ''),
  optional('firstName', account.firstName),
  optional('lastName', account.lastName),
  element('language', 'English'),
];

/** Providers, their people, and accounts of group administrators. */
export const providerCommands: readonly CommandRow[] = [
  ...profileCommands,
  providerCommand(
    'UserGetListInServiceProviderRequest',
    '(serviceProviderId | serviceProviderExternalId) responseSizeLimit? searchCriteriaUserLastName* searchCriteriaUserFirstName* searchCriteriaDn* searchCriteriaEmailAddress* searchCriteriaExactUserInTrunkGroup? searchCriteriaUserId* searchCriteriaUserExternalId* searchCriteriaExactUserPersonId? searchCriteriaExtension* searchCriteriaExactUserDepartment?',
    (provider, { elements }) => {
      const type = 'UserGetListInServiceProviderResponse';
      const options = { type, name: 'userTable', headings: userHeadings };
      return listAnswer(elements, options, userRows(provider));
    },
  ),
  systemCommand(
    'GroupAdminGetRequest',
    'userId',
    ({ state, login, elements }) => {
      const userId = textOf(elements, 'userId') ?? '';
      const account = state.administrators.get(userId);
      const { serviceProviderId = '', groupId = '', loginType } = account ?? {};
      if (loginType !== 'Group' && loginType !== 'Group Department')
        return refuse(4008, `User not found: ${userId}`);
      const provider = state.providers.get(serviceProviderId);
      if (!reachesGroup(login, serviceProviderId, provider, groupId))
        return refuse(5404, 'Unauthorized transaction.');
      return data('GroupAdminGetResponse', accountContent(account!));
    },
    { level: 'Group' },
  ),
];
