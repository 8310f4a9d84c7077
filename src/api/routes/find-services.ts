// Looking for what has a user id and is no person: hunt groups, auto attendants, call centers and the like. Inside one group
// BroadWorks cannot search them: their lists are read, which are short.
import type { FieldValues } from '../../ocip/index.js';
import { type Caller, holds, type Scope } from '../caller.js';
import { type FoundUser, idIn } from './find-people.js';
import { type Asking, containing, type Look, mapped, mostRows, type Row } from './find-section.js';
import type { Sought } from './find-text.js';

/** Values that are longer than the schema of BroadWorks takes cannot be anything's. */
const mostName = 30;
const mostId = 161;

/** Services of the caller's scope by name, id and extension; by number they are found as numbers. */
export function lookForServices(
  asking: Asking,
  { scope }: Caller,
  sought: Sought,
): readonly Promise<Look<FoundUser>>[] {
  // People are all that these hold.
  if (scope.kind === 'department' || scope.kind === 'user') return [];
  const looks =
    scope.kind === 'group'
      ? groupLists.map((list) => listed(asking, scope, list))
      : searchesFor(sought).map((search) => serviceRows(asking, scope, search));
  return looks.map(async (look) =>
    mapped(await look, (service) => (isMeant(service, sought) ? [service] : [])),
  );
}

/** One search each. */
function searchesFor({ text, number }: Sought): readonly FieldValues[] {
  if (number !== undefined)
    return [
      { searchCriteriaUserId: containing(idIn(text, number)) },
      ...(number.extension === undefined
        ? []
        : [{ searchCriteriaExtension: containing(number.extension) }]),
    ];
  return [
    ...(text.length <= mostName ? [{ searchCriteriaUserLastName: containing(text) }] : []),
    // No id has a blank in it.
    ...(text.length <= mostId && !text.includes(' ')
      ? [{ searchCriteriaUserId: containing(text) }]
      : []),
  ];
}

function isMeant({ userId, lastName, extension }: FoundUser, { text, number }: Sought): boolean {
  if (number !== undefined)
    return (
      userId.includes(idIn(text, number)) ||
      (number.extension !== undefined && extension?.includes(number.extension) === true)
    );
  const wanted = text.toLowerCase();
  return [userId, lastName].some((one) => one?.toLowerCase().includes(wanted));
}

/** Services of a provider or of the whole system that meet these criteria. */
export async function serviceRows(
  asking: Asking,
  scope: Scope,
  criteria: FieldValues,
): Promise<Look<FoundUser>> {
  const own = scope.kind === 'tenant' ? scope.tenantId : undefined;
  const command =
    own === undefined
      ? 'UserGetServiceInstanceListInSystemRequest'
      : 'UserGetServiceInstanceListInServiceProviderRequest';
  const fields: FieldValues = {
    ...(own === undefined ? {} : { serviceProviderId: own }),
    responseSizeLimit: mostRows,
    ...criteria,
  };
  const look = await asking.rows(command, fields, 'serviceInstanceTable', 'User Id');
  return mapped(look, (row) => {
    const ids = { tenantId: row('Service Provider Id') || (own ?? ''), groupId: row('Group Id') };
    const userId = row('User Id');
    if (userId === '' || !holds(scope, { ...ids, userId })) return [];
    return [{ type: row('Service Type') || null, ...ids, userId, ...namesIn(row) }];
  });
}

const groupLists = [
  {
    command: 'GroupHuntGroupGetInstanceListRequest',
    table: 'huntGroupTable',
    type: 'Hunt Group',
  },
  {
    command: 'GroupAutoAttendantGetInstanceListRequest',
    table: 'autoAttendantTable',
    type: 'Auto Attendant',
  },
  {
    command: 'GroupCallCenterGetInstanceListRequest',
    table: 'callCenterTable',
    type: 'Call Center',
  },
] as const;

/** A list of services of one group, the whole of it. */
async function listed(
  asking: Asking,
  { tenantId, groupId }: { readonly tenantId: string; readonly groupId: string },
  { command, table, type }: (typeof groupLists)[number],
): Promise<Look<FoundUser>> {
  const fields = { serviceProviderId: tenantId, groupId };
  const look = await asking.rows(command, fields, table, 'Service User Id');
  // A group without the service has none of them.
  if (look.kind === 'failed')
    return look.refused === 'serviceNotAssigned'
      ? { kind: 'found', items: [], isCut: false }
      : look;
  const all = mapped(look, (row): FoundUser[] => {
    const userId = row('Service User Id');
    return userId === '' ? [] : [{ type, tenantId, groupId, userId, ...namesIn(row) }];
  });
  return all.kind === 'found' ? { ...all, isCut: false } : all;
}

function namesIn(row: Row) {
  const text = (heading: string) => row(heading) || null;
  return {
    lastName: text('Name'),
    firstName: null,
    phoneNumber: text('Phone Number'),
    extension: text('Extension'),
    department: text('Department'),
  };
}
