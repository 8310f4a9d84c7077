// How an ODIN call is described: its path, the OCI request behind it, what it is about. Finding the provider, group or
// user and minding the scope of the login is done here, once. The scope is that of the same question over OCI-P.
import { type Login, reachesProvider } from '../answers/command.js';
import { findGroup } from '../world/queries.js';
import type { GroupState, Holder, ProviderState, WorldState } from '../world/state.js';
import type { Administrator, LoginType } from '../world/world.js';
import { type OdinAnswer, passedOn, refused } from './answer.js';

/** A query parameter; undefined when it is missing or empty. */
export type Query = (name: string) => string | undefined;

/** One call that may be answered: its token was good. */
export interface Ask {
  readonly state: WorldState;
  readonly login: Login;
  readonly query: Query;
}

type Run = (ask: Ask) => OdinAnswer;

/** A path below `/api/v2` that can be read. */
export interface CallRow {
  readonly path: string;
  /** The OCI request whose refusals the call passes on. */
  readonly command: string;
  readonly run: Run;
}

const ranks: Readonly<Record<LoginType, number>> = {
  User: 1,
  'Group Department': 2,
  Group: 3,
  'Service Provider': 4,
  Reseller: 5,
  Provisioning: 6,
  System: 7,
};

/** Whether a login is of a level, or above it. */
export function isAtLeast(login: Login, level: LoginType): boolean {
  return ranks[login.loginType] >= ranks[level];
}

/** How far an account reaches. */
export function loginOf(state: WorldState, account: Administrator): Login {
  const { userId, loginType, resellerId, department } = account;
  const group = loginType === 'User' ? state.holders.get(userId)?.group : undefined;
  return {
    userId,
    loginType,
    resellerId,
    serviceProviderId: account.serviceProviderId ?? group?.provider.serviceProviderId,
    groupId: account.groupId ?? group?.groupId,
    department,
  };
}

/** Refuses what is out of scope. */
export function unauthorized(command: string): OdinAnswer {
  return passedOn(403, 5404, 'Unauthorized transaction.', command);
}

const missing = (name: string) => refused(400, `The ${name} parameter is required.`);

/** A call about one service provider or enterprise. */
export function aboutProvider(
  command: string,
  answer: (provider: ProviderState, ask: Ask) => OdinAnswer,
  level: LoginType = 'Service Provider',
): Run {
  return (ask) => {
    const id = ask.query('serviceProviderId');
    if (id === undefined) return missing('serviceProviderId');
    const provider = ask.state.providers.get(id);
    if (!isAtLeast(ask.login, level) || !reachesProvider(ask.login, id, provider))
      return unauthorized(command);
    return provider === undefined ? noProvider(id, command) : answer(provider, ask);
  };
}

const noProvider = (id: string, command: string) =>
  passedOn(404, 4006, `Service provider not found: ${id}`, command);

/** A call about one group. */
export function aboutGroup(
  command: string,
  answer: (group: GroupState, ask: Ask) => OdinAnswer,
  level: LoginType = 'Group',
): Run {
  return (ask) => {
    const providerId = ask.query('serviceProviderId');
    const groupId = ask.query('groupId');
    if (providerId === undefined) return missing('serviceProviderId');
    if (groupId === undefined) return missing('groupId');
    const provider = ask.state.providers.get(providerId);
    if (!isAtLeast(ask.login, level) || !reachesGroup(ask.login, providerId, provider, groupId))
      return unauthorized(command);
    if (provider === undefined) return noProvider(providerId, command);
    const group = findGroup(ask.state, providerId, groupId, undefined);
    return group === undefined
      ? passedOn(404, 4007, `Group not found: ${groupId}`, command)
      : answer(group, ask);
  };
}

/** A call about one user or service instance, named by `parameter`. `isMeant` says whether it is of the right kind. */
export function aboutUser(
  command: string,
  answer: (holder: Holder, ask: Ask) => OdinAnswer,
  {
    parameter = 'userId',
    level = 'User',
    isMeant = () => true,
  }: {
    readonly parameter?: string;
    readonly level?: LoginType;
    readonly isMeant?: (holder: Holder) => boolean;
  } = {},
): Run {
  return (ask) => {
    const userId = ask.query(parameter);
    if (userId === undefined) return missing(parameter);
    if (!isAtLeast(ask.login, level)) return unauthorized(command);
    const holder = ask.state.holders.get(userId);
    if (holder === undefined || !isMeant(holder))
      return passedOn(404, 4008, `User not found: ${userId}`, command);
    return reachesHolder(ask.login, holder) ? answer(holder, ask) : unauthorized(command);
  };
}

/** One path for the list and for the single thing: the parameter decides. */
export function either(parameter: string, single: Run, list: Run): Run {
  return (ask) => (ask.query(parameter) === undefined ? list(ask) : single(ask));
}

function reachesGroup(
  login: Login,
  providerId: string,
  provider: ProviderState | undefined,
  groupId: string,
): boolean {
  if (!reachesProvider(login, providerId, provider)) return false;
  return isAtLeast(login, 'Service Provider') || login.groupId === groupId;
}

/** Whether a user or service instance lies in the scope of a login. */
function reachesHolder(login: Login, holder: Holder): boolean {
  const { group } = holder;
  if (login.loginType === 'User') return login.userId === holder.userId;
  const { serviceProviderId } = group.provider;
  if (!reachesGroup(login, serviceProviderId, group.provider, group.groupId)) return false;
  return login.loginType !== 'Group Department' || login.department === holder.department;
}
