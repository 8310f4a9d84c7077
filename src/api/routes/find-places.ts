// Looking for service providers and groups: in lists where there are several, in the one profile where the caller has one.
import { textOf } from '../../ocip/index.js';
import { type Caller, touches } from '../caller.js';
import { type Asking, containing, firstPage, type Look, mapped, mostRows } from './find-section.js';
import type { Sought } from './find-text.js';

export interface FoundProvider {
  readonly tenantId: string;
  readonly name: string | null;
  readonly isEnterprise: boolean | null;
}

export interface FoundGroup {
  readonly tenantId: string;
  readonly groupId: string;
  readonly name: string | null;
}

/** What was asked; undefined when there is nothing of the kind to look for. */
export type Looks<T> = readonly Promise<Look<T>>[] | undefined;

/** What BroadWorks takes as an id or a name at most; nothing longer is there. */
const mostId = 30;

const fitting = <T extends { readonly name: string | null }>(
  text: string,
  ids: (one: T) => string,
) => {
  const wanted = text.toLowerCase();
  return (one: T) =>
    [ids(one), one.name].some((name) => name?.toLowerCase().includes(wanted)) ? [one] : [];
};

/** Providers of the caller's scope; undefined for whoever is inside a group. */
export function lookForProviders(
  asking: Asking,
  { scope }: Caller,
  { text }: Sought,
): Looks<FoundProvider> {
  if (scope.kind === 'tenant') return [ownProvider(asking, scope.tenantId, text)];
  if ('groupId' in scope) return undefined;
  const fields = {
    responsePagingControl: firstPage,
    ...(text.length <= mostId ? { searchCriteriaServiceProviderId: containing(text) } : {}),
    searchCriteriaServiceProviderName: containing(text),
    searchCriteriaModeOr: true,
  };
  const command = 'ServiceProviderGetPagedSortedListRequest';
  const rows = asking.rows(command, fields, 'serviceProviderTable', 'Service Provider Id');
  const providers = rows.then((look) =>
    mapped(look, (row) => {
      const tenantId = row('Service Provider Id');
      if (tenantId === '' || !touches(scope, { tenantId })) return [];
      const isEnterprise = /^(?:true|false)$/i.test(row('Is Enterprise'))
        ? /^true$/i.test(row('Is Enterprise'))
        : null;
      return [{ tenantId, name: row('Service Provider Name') || null, isEnterprise }];
    }),
  );
  return [providers];
}

/** A form of the command that every release knows. */
async function ownProvider(
  asking: Asking,
  tenantId: string,
  text: string,
): Promise<Look<FoundProvider>> {
  const fields = { serviceProviderId: tenantId };
  const look = await asking.reply('ServiceProviderGetRequest17sp1', fields);
  const own = mapped(look, ({ elements }): FoundProvider[] => [
    {
      tenantId,
      name: textOf(elements, 'serviceProviderName') || null,
      isEnterprise: textOf(elements, 'isEnterprise') === 'true',
    },
  ]);
  return mapped(
    own,
    fitting<FoundProvider>(text, (one) => one.tenantId),
  );
}

/** Groups of the caller's scope; undefined for whoever sees only parts of one. */
export function lookForGroups(
  asking: Asking,
  { scope }: Caller,
  { text }: Sought,
): Looks<FoundGroup> {
  if (scope.kind === 'group') return [ownGroup(asking, scope, text)];
  if ('groupId' in scope) return undefined;
  const own = scope.kind === 'tenant' ? scope.tenantId : undefined;
  const command =
    own === undefined ? 'GroupGetListInSystemRequest' : 'GroupGetListInServiceProviderRequest';
  const place = own === undefined ? {} : { serviceProviderId: own };
  const searches = [
    { searchCriteriaGroupName: containing(text) },
    ...(text.length <= mostId ? [{ searchCriteriaGroupId: containing(text) }] : []),
  ];
  return searches.map(async (search) => {
    const fields = { ...place, responseSizeLimit: mostRows, ...search };
    return mapped(await asking.rows(command, fields, 'groupTable', 'Group Id'), (row) => {
      const ids = { tenantId: row('Organization Id') || (own ?? ''), groupId: row('Group Id') };
      if (ids.tenantId === '' || ids.groupId === '' || !touches(scope, ids)) return [];
      return [{ ...ids, name: row('Group Name') || null }];
    });
  });
}

/** A form of the command that every release knows. */
async function ownGroup(
  asking: Asking,
  { tenantId, groupId }: { readonly tenantId: string; readonly groupId: string },
  text: string,
): Promise<Look<FoundGroup>> {
  const fields = { serviceProviderId: tenantId, groupId };
  const look = await asking.reply('GroupGetRequest14sp7', fields);
  const own = mapped(look, ({ elements }): FoundGroup[] => [
    { tenantId, groupId, name: textOf(elements, 'groupName') || null },
  ]);
  return mapped(
    own,
    fitting<FoundGroup>(text, (one) => one.groupId),
  );
}
