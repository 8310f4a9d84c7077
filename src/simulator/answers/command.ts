// How a command is described: its elements, its first release, who may ask, what it is about. The tables in the files
// beside this one are made with these functions; finding the group or user and minding the scope is done here, once.
import { childNamed, type Element, textOf } from '../../ocip/index.js';
import { findGroup } from '../world/queries.js';
import type { GroupState, Holder, ProviderState, WorldState } from '../world/state.js';
import type { LoginType, Release } from '../world/world.js';
import { type Answer, type Refusal, type Row, refuse } from './answer.js';

/** Who is logged in, and how far that reaches. */
export interface Login {
  readonly userId: string;
  readonly loginType: LoginType;
  readonly resellerId?: string | undefined;
  readonly serviceProviderId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly department?: string | undefined;
}

/** One request that is already known to be well-formed. */
interface Ask {
  readonly state: WorldState;
  readonly login: Login;
  readonly elements: readonly Element[];
}

export interface CommandRow {
  readonly name: string;
  /**
   * The elements in their order, as a pattern over names: `a b? c* (d | e f)?`. A `~` after the name lets the element
   * be nil.
   */
  readonly fields: string;
  readonly since: Release;
  /** The first element whose value or inside the schema would not take. */
  readonly misfit?: (elements: readonly Element[]) => Element | undefined;
  readonly run: (ask: Ask) => Answer;
}

interface Options {
  readonly since?: Release;
  /** The lowest level that may ask. */
  readonly level?: LoginType;
  readonly misfit?: NonNullable<CommandRow['misfit']>;
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

const unauthorized = () => refuse(5404, 'Unauthorized transaction.');

function row(
  name: string,
  fields: string,
  options: Options,
  level: LoginType,
  run: CommandRow['run'],
): CommandRow {
  const least = ranks[options.level ?? level];
  return {
    name,
    fields,
    since: options.since ?? '21',
    ...(options.misfit === undefined ? {} : { misfit: options.misfit }),
    run: (ask) => (ranks[ask.login.loginType] < least ? unauthorized() : run(ask)),
  };
}

/** A command about the whole system. */
export function systemCommand(
  name: string,
  fields: string,
  answer: (ask: Ask) => Answer,
  options: Options = {},
): CommandRow {
  return row(name, fields, options, 'Provisioning', answer);
}

/** A command about one service provider or enterprise. */
export function providerCommand(
  name: string,
  fields: string,
  answer: (provider: ProviderState, ask: Ask) => Answer,
  options: Options = {},
): CommandRow {
  return row(name, fields, options, 'Service Provider', (ask) => {
    const id = textOf(ask.elements, 'serviceProviderId') ?? '';
    const provider = ask.state.providers.get(id);
    if (!reachesProvider(ask.login, id, provider)) return unauthorized();
    return provider === undefined ? providerNotFound(id) : answer(provider, ask);
  });
}

/** A command about one group. */
export function groupCommand(
  name: string,
  fields: string,
  answer: (group: GroupState, ask: Ask) => Answer,
  options: Options = {},
): CommandRow {
  return row(name, fields, options, 'Group', (ask) => {
    const externalId = textOf(ask.elements, 'groupExternalId');
    const found = findGroup(
      ask.state,
      textOf(ask.elements, 'serviceProviderId'),
      groupIdOf(ask.elements),
      externalId,
    );
    const providerId =
      found?.provider.serviceProviderId ?? textOf(ask.elements, 'serviceProviderId') ?? '';
    const groupId = found?.groupId ?? groupIdOf(ask.elements) ?? externalId ?? '';
    const provider = ask.state.providers.get(providerId);
    if (!reachesGroup(ask.login, providerId, provider, groupId)) return unauthorized();
    if (found !== undefined) return answer(found, ask);
    return provider === undefined && externalId === undefined
      ? providerNotFound(providerId)
      : refuse(4007, `Group not found: ${groupId}`);
  });
}

/** A command about one user or service instance. */
export function userCommand(
  name: string,
  fields: string,
  answer: (holder: Holder, ask: Ask) => Answer,
  options: Options = {},
): CommandRow {
  return row(name, fields, options, 'User', (ask) => {
    const userId = textOf(ask.elements, 'userId') ?? ask.login.userId;
    const holder = ask.state.holders.get(userId);
    if (holder === undefined) return refuse(4008, `User not found: ${userId}`);
    return reachesHolder(ask.login, holder) ? answer(holder, ask) : unauthorized();
  });
}

/** The group a request names; one command spells the element with a capital, others put it into a key. */
export function groupIdOf(elements: readonly Element[]): string | undefined {
  const key = childNamed(elements, 'trunkGroupKey')?.children ?? [];
  return textOf(elements, 'groupId') ?? textOf(elements, 'GroupId') ?? textOf(key, 'groupId');
}

/** Rows the world file adds to this table of this command. */
export function rawRows(group: GroupState, command: string, tableName: string): readonly Row[] {
  return group.raw[command]?.[tableName] ?? [];
}

const providerNotFound = (id: string): Refusal => refuse(4006, `Service provider not found: ${id}`);

/** Whether a provider lies in the scope of a login. */
export function reachesProvider(
  login: Login,
  id: string,
  provider: ProviderState | undefined,
): boolean {
  if (ranks[login.loginType] >= ranks.Provisioning) return true;
  if (login.loginType === 'Reseller')
    return provider !== undefined && provider.resellerId === login.resellerId;
  return login.serviceProviderId === id;
}

/** The providers in the scope of a login. */
export function providersIn({ state, login }: Pick<Ask, 'state' | 'login'>): ProviderState[] {
  return [...state.providers.values()].filter((provider) =>
    reachesProvider(login, provider.serviceProviderId, provider),
  );
}

/** Whether a group lies in the scope of a login. */
export function reachesGroup(
  login: Login,
  providerId: string,
  provider: ProviderState | undefined,
  groupId: string,
): boolean {
  if (!reachesProvider(login, providerId, provider)) return false;
  return ranks[login.loginType] >= ranks['Service Provider'] || login.groupId === groupId;
}

/** Whether a user or service instance lies in the scope of a login. */
export function reachesHolder(login: Login, holder: Holder): boolean {
  const { group } = holder;
  const { provider } = group;
  if (login.loginType === 'User') return login.userId === holder.userId;
  if (!reachesGroup(login, provider.serviceProviderId, provider, group.groupId)) return false;
  return login.loginType !== 'Group Department' || login.department === holder.department;
}
