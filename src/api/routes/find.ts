// What the one search box of the page asks: providers, groups, users and telephone numbers by a part of name, id or digits.
// A few small commands, all asked in one turn; each level asks what BroadWorks lets it search.
import type { OciCommand } from '../../ocip/index.js';
import type { Caller } from '../caller.js';
import { problem } from '../problem.js';
import type { ApiCall, Reply, Route } from '../route.js';
import { profileOf } from '../user-profile.js';
import { type FoundNumber, heldBy, lookForNumbers } from './find-numbers.js';
import { type FoundUser, isSelfMeant, lookForPeople, nameOf, type Person } from './find-people.js';
import {
  type FoundGroup,
  type FoundProvider,
  type Looks,
  lookForGroups,
  lookForProviders,
} from './find-places.js';
import { findDescription, foundExample, foundSchema } from './find-schema.js';
import {
  type Asking,
  askingOver,
  type Look,
  mapped,
  type Section,
  sectionOf,
} from './find-section.js';
import { lookForServices } from './find-services.js';
import { type Sought, soughtIn } from './find-text.js';

interface Found {
  readonly serviceProviders: Section<FoundProvider>;
  readonly groups: Section<FoundGroup>;
  readonly users: Section<FoundUser>;
  readonly numbers: Section<FoundNumber>;
}

/** The route of the search. */
export function findRoutes(): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/find/',
      operation: 'find',
      endPointName: 'svc_v1:muster.find',
      tag: 'Find',
      summary: 'Service providers, groups, users and numbers by a part of them',
      description: findDescription,
      access: { reach: 'list' },
      changes: false,
      query: {
        q: {
          description:
            'A part of a name or id, first and last name, or a telephone number in any spelling, in full or in part.',
          type: 'string',
        },
        limit: {
          description: 'Most items of each kind. Default 20.',
          type: 'integer',
          minimum: 1,
          maximum: 100,
        },
      },
      answers: { 200: { description: 'What fits, by kind.', schema: foundSchema } },
      example: {
        query: { q: foundExample.query },
        answer: foundExample,
      },
      handle: find,
    },
  ];
}

async function find(call: ApiCall): Promise<Reply> {
  const sought = soughtIn(call.query.q ?? '');
  if (typeof sought === 'string') return problem('QUERY_INVALID', sought);
  const asking = askingOver(await call.oci());
  const found = await lookEverywhere(asking, call.caller, sought, Number(call.query.limit ?? 20));
  const fault = asking.fault();
  if (fault !== undefined) throw fault;
  return { status: 200, body: { query: sought.text, ...found } };
}

async function lookEverywhere(
  asking: Asking,
  caller: Caller,
  sought: Sought,
  limit: number,
): Promise<Found> {
  const { scope, via } = caller;
  if (scope.kind === 'user') return lookAtSelf(asking, scope.userId, sought, limit);
  // Of whoever is signed in BroadWorks knows the department, and tells nobody.
  if (scope.kind === 'department' && scope.department === undefined && via !== 'session')
    return nowhere('the caller is of no department');
  // Everything is asked before anything is waited for: what is asked in one turn shares a document.
  const people = lookForPeople(asking, caller, sought);
  const services = lookForServices(asking, caller, sought);
  const { number } = sought;
  const [serviceProviders, groups, users, others, numbers] = await Promise.all([
    shown(lookForProviders(asking, caller, sought), asProviders(sought, limit)),
    shown(lookForGroups(asking, caller, sought), asGroups(sought, limit)),
    Promise.all(people.all),
    Promise.all(services),
    number && lookForNumbers(asking, caller, number, people),
  ]);
  return {
    serviceProviders,
    groups,
    users: usersSection([...users.map(usersOf), ...others], sought, limit),
    numbers: numbers === undefined ? noNumber(sought) : numbersSection(numbers, sought, limit),
  };
}

async function shown<T>(
  looks: Looks<T>,
  how: Parameters<typeof sectionOf<T>>[1],
): Promise<Section<T>> {
  if (looks === undefined)
    return { status: 'notApplicable', reason: 'the caller sees one group only' };
  return sectionOf(await Promise.all(looks), how);
}

const asProviders = ({ text }: Sought, limit: number) => ({
  limit,
  text,
  key: ({ tenantId }: FoundProvider) => tenantId,
  names: ({ tenantId, name }: FoundProvider) => [name, tenantId],
});
const asGroups = ({ text }: Sought, limit: number) => ({
  limit,
  text,
  key: ({ tenantId, groupId }: FoundGroup) => JSON.stringify([tenantId, groupId]),
  names: ({ groupId, name }: FoundGroup) => [name, groupId],
});

const usersOf = (look: Look<Person>) => mapped(look, ({ user }) => [user]);

function usersSection(
  looks: readonly Look<FoundUser>[],
  { text }: Sought,
  limit: number,
): Section<FoundUser> {
  return sectionOf(looks, {
    limit,
    text,
    key: ({ userId }) => userId,
    names: (user) => [user.lastName, user.firstName, nameOf(user), user.userId, user.extension],
  });
}

function numbersSection(
  looks: readonly Look<FoundNumber>[],
  { number: wanted, text }: Sought,
  limit: number,
): Section<FoundNumber> {
  return sectionOf(looks, {
    limit,
    text: wanted?.digits ?? text,
    key: ({ number }) => number,
    names: ({ number }) => [number.replace(/^\+\d+-/, ''), number],
  });
}

const noNumber = ({ text }: Sought): Section<never> => ({
  status: 'notApplicable',
  reason: `"${text}" cannot be a telephone number`,
});

function nowhere(reason: string): Found {
  const none: Section<never> = { status: 'notApplicable', reason };
  return { serviceProviders: none, groups: none, users: none, numbers: none };
}

/** An end user finds nobody else. */
async function lookAtSelf(
  asking: Asking,
  userId: string,
  sought: Sought,
  limit: number,
): Promise<Found> {
  const self = mapped(await profileLook(asking, userId), (reply): Person[] => {
    const { tenantId, groupId, lastName, firstName, ...profile } = profileOf(reply);
    const { phoneNumber, extension, department } = profile;
    if (tenantId === null || groupId === null) return [];
    const ids = { tenantId, groupId, userId };
    const names = { lastName, firstName, phoneNumber, extension, department };
    const user = { type: 'User', ...ids, ...names };
    return isSelfMeant(user, sought) ? [{ user, isActivated: null }] : [];
  });
  const { number } = sought;
  return {
    ...nowhere('the caller sees itself only'),
    users: usersSection([usersOf(self)], sought, limit),
    numbers:
      number === undefined
        ? noNumber(sought)
        : numbersSection([mapped(self, (one) => heldBy(one, number))], sought, limit),
  };
}

/** Releases before 24 know an older form only; it tells as much of what is shown here. */
async function profileLook(asking: Asking, userId: string): Promise<Look<OciCommand>> {
  const look = await asking.reply('UserGetRequest22V9', { userId });
  const isUnknown = look.kind === 'failed' && look.refused === 'invalid';
  return isUnknown ? asking.reply('UserGetRequest20', { userId }) : look;
}
