// The profile of a provider, and the account of a group administrator.
import { textOf } from '../../ocip/index.js';
import type { Administrator, Release } from '../world/world.js';
import { type Answer, data, element, optional, refuse } from './answer.js';
import { type CommandRow, providerCommand, reachesGroup, systemCommand } from './command.js';

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

const accountContent = (account: Administrator) => [
  element('serviceProviderId', account.serviceProviderId ?? ''),
  element('groupId', account.groupId ?? ''),
  optional('firstName', account.firstName),
  optional('lastName', account.lastName),
  element('language', 'English'),
];

/** Providers, and accounts of group administrators. */
export const providerCommands: readonly CommandRow[] = [
  ...profileCommands,
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
