// Looking for people: which lists of users a caller may search, and by what. One command for each criterion, since most lists
// take several of them only as "and".
import type { FieldValues } from '../../ocip/index.js';
import { type Caller, holds } from '../caller.js';
import {
  type Asking,
  containing,
  firstPage,
  type Look,
  mapped,
  mostRows,
  type Row,
} from './find-section.js';
import type { Sought, SoughtNumber } from './find-text.js';

export interface FoundUser {
  /** `User` for people; else what BroadWorks calls it: `Hunt Group`. Null: not told. */
  readonly type: string | null;
  readonly tenantId: string;
  readonly groupId: string;
  readonly userId: string;
  readonly lastName: string | null;
  readonly firstName: string | null;
  readonly phoneNumber: string | null;
  readonly extension: string | null;
  readonly department: string | null;
}

/** A user, and what the list tells of the number. */
export interface Person {
  readonly user: FoundUser;
  readonly isActivated: boolean | null;
}

/** What was asked about people. */
export interface PeopleLooks {
  readonly all: readonly Promise<Look<Person>>[];
  /** Those among them by number; none where that was not asked by itself. */
  readonly byNumber: readonly Promise<Look<Person>>[];
}

/** Values that are longer than the schema of BroadWorks takes cannot be anybody's. */
const mostName = 30;
const mostId = 161;

/** What of a typed number may be in an id. */
export const idIn = (text: string, { digits }: SoughtNumber) =>
  /^\d+$/.test(text) ? text : digits;

/** One search each; all of its criteria must be met. */
function searchesFor({ text, words, number }: Sought): readonly FieldValues[] {
  if (number !== undefined) {
    const { parts, extension } = number;
    return [
      ...parts.map((part) => ({ searchCriteriaDn: containing(part) })),
      { searchCriteriaUserId: containing(idIn(text, number)) },
      ...(extension === undefined ? [] : [{ searchCriteriaExtension: containing(extension) }]),
    ];
  }
  const named = text.length <= mostName ? containing(text) : undefined;
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const isPair = words.length > 1 && first.length <= mostName && last.length <= mostName;
  const both = (lastName: string, firstName: string) => ({
    searchCriteriaUserLastName: containing(lastName),
    searchCriteriaUserFirstName: containing(firstName),
  });
  return [
    ...(named === undefined
      ? []
      : [{ searchCriteriaUserLastName: named }, { searchCriteriaUserFirstName: named }]),
    ...(text.length <= mostId ? [{ searchCriteriaUserId: containing(text) }] : []),
    ...(isPair ? [both(last, first), both(first, last)] : []),
  ];
}

/** Asks for the users of the caller's scope, but for an end user. */
export function lookForPeople(asking: Asking, caller: Caller, sought: Sought): PeopleLooks {
  const { scope } = caller;
  const searches = searchesFor(sought);
  const people = async (command: string, fields: FieldValues) =>
    mapped(await asking.rows(command, fields, 'userTable', 'User Id'), (row) =>
      personIn(row, caller, sought),
    );
  if (scope.kind === 'group') {
    const place = { serviceProviderId: scope.tenantId, groupId: scope.groupId };
    const single = searches.filter((search) => Object.keys(search).length === 1);
    const either = { ...together(single), searchCriteriaModeOr: true };
    const asked = [
      ...(single.length === 0 ? [] : [either]),
      ...searches.filter((search) => !single.includes(search)),
    ];
    const all = asked.map((fields) =>
      people('UserGetListInGroupPagedSortedListRequest', {
        ...place,
        responsePagingControl: firstPage,
        ...fields,
      }),
    );
    return { all, byNumber: [] };
  }
  const { command, place } = listOf(caller);
  const all = searches.map((search) =>
    people(command, { ...place, responseSizeLimit: mostRows, ...search }),
  );
  return { all, byNumber: all.slice(0, sought.number?.parts.length ?? 0) };
}

/** All criteria in one, some of them several times. */
function together(searches: readonly FieldValues[]): FieldValues {
  const names = new Set(searches.flatMap((search) => Object.keys(search)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      searches.flatMap((search) => (search[name] === undefined ? [] : [search[name]])),
    ]),
  ) as FieldValues;
}

function listOf({ scope, via }: Caller): {
  readonly command: string;
  readonly place: FieldValues;
} {
  if (scope.kind === 'tenant')
    return {
      command: 'UserGetListInServiceProviderRequest',
      place: { serviceProviderId: scope.tenantId },
    };
  if (scope.kind !== 'department') return { command: 'UserGetListInSystemRequest', place: {} };
  const { tenantId: serviceProviderId, groupId, department: name } = scope;
  // BroadWorks shows a department administrator who is signed in the own department; with a token we must ask for it.
  const departmentKey = { '@type': 'GroupDepartmentKey', serviceProviderId, groupId, name };
  const only = via === 'session' ? {} : { searchCriteriaExactUserDepartment: { departmentKey } };
  return {
    command: 'UserGetListInGroupRequest',
    place: { serviceProviderId, GroupId: groupId, ...only },
  };
}

/** The user of a row; nobody when out of scope, or when the search was wider than what was typed. */
function personIn(row: Row, { scope }: Caller, sought: Sought): readonly Person[] {
  const own = 'tenantId' in scope ? scope.tenantId : '';
  const group = 'groupId' in scope ? scope.groupId : '';
  const text = (heading: string) => row(heading) || null;
  const user = {
    type: 'User',
    tenantId: row('Service Provider Id') || own,
    groupId: row('Group Id') || group,
    userId: row('User Id'),
    lastName: text('Last Name'),
    firstName: text('First Name'),
    phoneNumber: text('Phone Number'),
    extension: text('Extension'),
    department: text('Department'),
  };
  if (user.userId === '' || !holds(scope, user) || !isMeant(user, sought)) return [];
  const activated = row('Phone Number Activated');
  const isActivated = activated === '' ? null : activated === 'true';
  return [{ user, isActivated }];
}

function isMeant(user: FoundUser, { text, words, number }: Sought): boolean {
  if (number !== undefined)
    return (
      number.fits(user.phoneNumber ?? '') ||
      (number.extension !== undefined && user.extension?.includes(number.extension) === true) ||
      user.userId.includes(idIn(text, number))
    );
  // First and last word were asked for; the ones between are looked at here.
  const name = nameOf(user).toLowerCase();
  const [, ...between] = words.slice(0, -1);
  return (
    user.userId.toLowerCase().includes(text.toLowerCase()) ||
    between.every((word) => name.includes(word.toLowerCase()))
  );
}

/** First and last name, as people say it. */
export const nameOf = ({ firstName, lastName }: FoundUser): string =>
  [firstName, lastName].filter((name) => name !== null).join(' ');

/** Whether an end user is meant by what was typed; nobody else is asked. */
export function isSelfMeant(user: FoundUser, sought: Sought): boolean {
  if (sought.number !== undefined) return isMeant(user, sought);
  const text = sought.text.toLowerCase();
  const names = [user.userId, user.firstName, user.lastName, nameOf(user)];
  return (
    names.some((name) => name?.toLowerCase().includes(text)) ||
    (sought.words.length > 1 &&
      sought.words.every((word) => nameOf(user).toLowerCase().includes(word.toLowerCase())))
  );
}
