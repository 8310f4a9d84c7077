// Logging in: both the signed form of two steps and the plain form of one, in every version still answered.

import type { Element } from '../../ocip/index.js';
import { signPassword, textOf } from '../../ocip/index.js';
import { type Answer, data, element, optional, refuse, success } from '../answers/answer.js';
import type { CommandRow, Login } from '../answers/command.js';
import type { WorldState } from '../world/state.js';
import type { Administrator, Release } from '../world/world.js';

/** What one session knows. The nonce is good for one login of this session. */
export interface Session {
  nonce?: { readonly userId: string; readonly value: string } | undefined;
  login?: Login | undefined;
}

interface LoginVersion {
  readonly version: string;
  readonly since: Release;
  readonly fields: string;
  readonly isOneStep: boolean;
  /** 0: three elements only; 1: up to userDomain; 2: with resellerId. */
  readonly upTo: 0 | 1 | 2;
}

const signed = 'userId signedPassword? plainTextPassword?';

const versions: readonly LoginVersion[] = [
  { version: '13mp10', since: '21', fields: 'userId signedPassword?', isOneStep: false, upTo: 0 },
  { version: '14sp4', since: '21', fields: signed, isOneStep: false, upTo: 1 },
  { version: '21sp1', since: '21', fields: signed, isOneStep: false, upTo: 1 },
  { version: '22', since: '22', fields: 'userId password?', isOneStep: true, upTo: 1 },
  { version: '22V2', since: '22', fields: 'userId password?', isOneStep: true, upTo: 2 },
  { version: '22V3', since: '23', fields: 'userId password?', isOneStep: true, upTo: 2 },
  {
    version: '22V4',
    since: '24',
    fields: 'userId password? signedPassword?',
    isOneStep: true,
    upTo: 2,
  },
  {
    version: '22V5',
    since: '24',
    fields: 'userId password? signedPassword?',
    isOneStep: true,
    upTo: 2,
  },
];

const notHere = (): Answer => refuse(undefined, 'This command needs a session.');

/** The commands about sessions, as far as their elements and releases go. */
export const sessionCommands: ReadonlyMap<string, CommandRow & { readonly isOneStep: boolean }> =
  new Map(
    [
      { name: 'AuthenticationRequest', fields: 'userId', since: '21' as const, isOneStep: false },
      { name: 'LogoutRequest', fields: 'userId reason?', since: '21' as const, isOneStep: false },
      ...versions.map(({ version, ...rest }) => ({ name: `LoginRequest${version}`, ...rest })),
    ].map((row) => [row.name, { ...row, run: notHere }]),
  );

/** Whether a command is about the session itself, so that it may come before a login. */
export function isSessionCommand(type: string): boolean {
  return sessionCommands.has(type);
}

/** Answers a session command and changes the session. `freshNonce` gives a value never given before. */
export function answerSession(
  state: WorldState,
  session: Session,
  type: string,
  elements: readonly Element[],
  freshNonce: () => string,
): Answer {
  const userId = textOf(elements, 'userId') ?? '';
  if (type === 'LogoutRequest') {
    session.login = undefined;
    session.nonce = undefined;
    return success;
  }
  if (type === 'AuthenticationRequest') {
    // Whether the account exists is not told before the password is right.
    session.nonce = { userId, value: freshNonce() };
    return data('AuthenticationResponse', [
      element('userId', userId),
      element('nonce', session.nonce.value),
      element('passwordAlgorithm', 'MD5'),
    ]);
  }
  const { nonce } = session;
  session.nonce = undefined;
  const version = versions.find((one) => `LoginRequest${one.version}` === type);
  if (version === undefined) return notHere();
  const account = state.administrators.get(userId);
  const refusal = refusalOf(state, account, nonce, version, elements);
  if (refusal !== undefined) return refusal;
  session.login = loginOf(state, account!);
  return data(
    `LoginResponse${version.version}`,
    loginContent(state, account!, session.login, version.upTo),
  );
}

function refusalOf(
  state: WorldState,
  account: Administrator | undefined,
  nonce: Session['nonce'],
  { isOneStep }: LoginVersion,
  elements: readonly Element[],
): Answer | undefined {
  const wrong = refuse(4962, 'Invalid password');
  const plain = textOf(elements, isOneStep ? 'password' : 'plainTextPassword');
  const digest = isOneStep ? undefined : textOf(elements, 'signedPassword');
  if (isOneStep && plain === undefined) return refuse(undefined, 'The password is missing.');
  if (digest !== undefined && !state.signedLogin)
    return refuse(undefined, 'Signed passwords are not accepted; send the password itself.');
  if (account === undefined) return wrong;
  const isRight =
    plain !== undefined
      ? plain === account.password
      : nonce?.userId === account.userId && digest === signPassword(nonce.value, account.password);
  if (!isRight) return wrong;
  return account.disabled === true ? refuse(5202, 'Account is disabled') : undefined;
}

function loginOf(state: WorldState, account: Administrator): Login {
  const { userId, loginType, resellerId, serviceProviderId, groupId, department } = account;
  const holder = loginType === 'User' ? state.holders.get(userId) : undefined;
  return {
    userId,
    loginType,
    resellerId,
    serviceProviderId: serviceProviderId ?? holder?.group.provider.serviceProviderId,
    groupId: groupId ?? holder?.group.groupId,
    department,
  };
}

function loginContent(state: WorldState, account: Administrator, login: Login, upTo: number) {
  const [first] = state.providers.values();
  const provider = state.providers.get(login.serviceProviderId ?? '');
  const all = [
    element('loginType', login.loginType),
    element('locale', account.locale ?? 'en_US'),
    element('encoding', 'ISO-8859-1'),
    optional('groupId', login.groupId),
    optional('serviceProviderId', login.serviceProviderId),
    element('isEnterprise', provider?.isEnterprise ?? false),
    optional('passwordExpiresDays', account.passwordExpiresDays),
    element('userDomain', (provider ?? first)?.defaultDomain ?? 'example.net'),
    optional('resellerId', login.resellerId),
  ];
  return all.slice(0, upTo === 0 ? 3 : upTo === 1 ? 8 : 9);
}
