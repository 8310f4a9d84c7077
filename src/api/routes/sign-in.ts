// Signing in with a BroadWorks account or a one-time link, asking who one is, and signing out. The password goes to
// BroadWorks and nowhere else.
import { Fault } from '../../fault.js';
import { actorOf } from '../../records/index.js';
import type { Credentials, LoginFacts, OciSouth, OdinCalls } from '../../south/index.js';
import type { Attempts } from '../attempts.js';
import { type Caller, type Level, levels, type Scope } from '../caller.js';
import { linkPath, type OneTimeLinks } from '../one-time-links.js';
import { problem, problems } from '../problem.js';
import type { LiveRoad } from '../roads.js';
import type { ApiCall, Reply, Route } from '../route.js';
import type { Sessions } from '../sessions.js';
import { profileSchema, whoSchema } from './sign-in-schema.js';

/** What signing in needs besides the call. */
export interface SignInHouse {
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly links: OneTimeLinks;
  /** Cookies are for encrypted connections only. */
  readonly isSecure: boolean;
  readonly longestMs: number;
  openRoad(username: string, password: string): LiveRoad;
}

const cookieName = 'sessionid';

/** Routes of `/api/v1/login/` and below. */
export function signInRoutes(house: SignInHouse): readonly Route[] {
  const common = {
    path: '/api/v1/login/',
    tag: 'Sign-in',
    endPointName: 'svc_v1:apio.login',
    changes: false,
  };
  return [
    {
      ...common,
      method: 'POST',
      operation: 'signIn',
      summary: 'Sign in with a BroadWorks account',
      description:
        'The password is checked by a login on the target, and calls of the session go south with the rights of the account. The session id comes as a cookie, or with `provide_bearer` in the answer, for programs. Failed attempts are limited for each account and client.',
      access: 'public',
      body: {
        type: 'object',
        required: ['username', 'password'],
        additionalProperties: false,
        properties: {
          username: { type: 'string', minLength: 1, maxLength: 161 },
          password: { type: 'string', minLength: 1, maxLength: 256 },
          provide_bearer: {
            type: 'boolean',
            description: 'Answer a bearer token and set no cookie.',
          },
          provide_basic_profile: {
            type: 'boolean',
            description: 'Taken and not used; old clients send it.',
          },
        },
      },
      answers: { 200: { description: 'Signed in.', schema: profileSchema } },
      example: { body: { username: 'auditor@example.net', password: 'tide-table-7' } },
      handle: (call) => signIn(call, house),
    },
    {
      ...common,
      method: 'POST',
      path: linkPath,
      operation: 'signInByLink',
      summary: 'Sign in by a one-time link',
      description:
        'For the code behind the # of a link that the server gave out. It works once and for a few minutes; then everything is as after signing in with the password of the account. Wrong codes are limited for each client. Records hold no code.',
      access: 'public',
      body: {
        type: 'object',
        required: ['code'],
        additionalProperties: false,
        properties: { code: { type: 'string', minLength: 1, maxLength: 200 } },
      },
      answers: { 200: { description: 'Signed in.', schema: profileSchema } },
      example: { body: { code: 'kq3Zb0sXr5vF1yTn8eWmJ2uLd7oHc4gPiA9xQRtSaVU' } },
      handle: (call) => signInByLink(call, house),
    },
    {
      ...common,
      method: 'GET',
      operation: 'whoAmI',
      summary: 'Who is signed in',
      access: {},
      asksForSession: true,
      answers: {
        200: { description: 'Who calls, and how far that reaches.', schema: whoSchema },
        401: {
          description:
            'Nobody is signed in. Without a session cookie or any other credential it is not recorded.',
        },
      },
      handle: async (call) => whoAmI(call),
    },
    {
      ...common,
      method: 'DELETE',
      operation: 'signOut',
      summary: 'Sign out',
      description: 'Ends the session and logs out at BroadWorks.',
      access: {},
      answers: { 204: { description: 'Signed out.' } },
      handle: async (call) => {
        if (call.sessionId !== undefined) await house.sessions.end(call.sessionId, call.log);
        return { status: 204, headers: { 'Set-Cookie': cookie('', 0, house) } };
      },
    },
  ];
}

function whoAmI({ caller }: ApiCall): Reply {
  const { scope, level } = caller;
  const ids =
    scope.kind === 'system' || scope.kind === 'reseller'
      ? {}
      : {
          tenant_id: scope.tenantId,
          ...('groupId' in scope && { group_id: scope.groupId }),
          ...('userId' in scope && { user_id: scope.userId }),
        };
  return {
    status: 200,
    body: {
      id: caller.id,
      ids,
      profile: { user_level: level, is_first_login: false, via: caller.via, may: caller.may },
      ...(scope.kind === 'reseller' && { tenants: [...scope.tenantIds] }),
    },
  };
}

async function signIn(call: ApiCall, house: SignInHouse): Promise<Reply> {
  const { username, password, provide_bearer } = call.body as {
    username: string;
    password: string;
    provide_bearer?: boolean;
  };
  // One account must have one name: attempts are counted by it, and records name the author by it.
  if (username !== username.trim().replace(/\s+/g, ' ') || /[\x00-\x1f\x7f]/.test(username))
    return problem(
      'BODY_INVALID',
      'username has white space around it or twice within, or control characters',
    );
  return enter(call, { username, password }, house, provide_bearer === true);
}

async function signInByLink(call: ApiCall, house: SignInHouse): Promise<Reply> {
  const { code } = call.body as { code: string };
  // No account is named: wrong codes are counted by where they come from. No user name holds a line break.
  const attempt = house.attempts(`link\n${call.client}`, call.client);
  if ('waitSeconds' in attempt)
    return problem('TOO_MANY', 'too many links that do not work', {
      retryAfter: attempt.waitSeconds,
    });
  const taken = house.links.take(code);
  // Whether it was ever good is not told.
  if (taken === undefined)
    return problem(
      'LOGIN_REFUSED',
      'the link does not work (any more): it is good for one sign-in within a few minutes. Ask for a new one, or sign in with user name and password',
    );
  attempt.succeeded();
  try {
    return await enter(call, taken.credentials, house, false);
  } catch (thrown) {
    // BroadWorks could not be asked: that is not the end of the link.
    taken.giveBack();
    throw thrown;
  }
}

/** Signs in with what is known by now: a login on the target, then a session. */
async function enter(
  call: ApiCall,
  { username, password }: Credentials,
  house: SignInHouse,
  isBearer: boolean,
): Promise<Reply> {
  call.learn({ userId: username });
  const attempt = house.attempts(username, call.client);
  if ('waitSeconds' in attempt)
    return problem('TOO_MANY', 'too many failed attempts; BroadWorks was not asked', {
      retryAfter: attempt.waitSeconds,
    });
  let road: LiveRoad | undefined;
  try {
    road = house.openRoad(username, password);
    const facts = await road.connect(call.log);
    const caller = await callerOf(facts, road.under(call.log));
    attempt.succeeded();
    call.learn({}, { id: caller.id, role: String(caller.level) });
    const answer = answerOf(facts, caller);
    const id = house.sessions.begin(caller, road, answer);
    if (isBearer) return { status: 200, body: { ...answer, bearer: id } };
    const age = Math.floor(house.longestMs / 1000);
    return { status: 200, body: answer, headers: { 'Set-Cookie': cookie(id, age, house) } };
  } catch (thrown) {
    await road?.close(call.log);
    const fault = thrown instanceof Fault ? thrown : undefined;
    if (fault?.code === 'SOUTH_LOGIN_REFUSED')
      return problem('LOGIN_REFUSED', problems.LOGIN_REFUSED.what);
    if (fault?.code === 'SOUTH_PASSWORD_EXPIRED')
      return problem('LOGIN_REFUSED', `${fault.message}. ${fault.todo}`);
    attempt.unsaid();
    throw thrown;
  }
}

function answerOf(facts: LoginFacts, { level, scope }: Caller) {
  const { loginType, passwordExpiresDays } = facts;
  return {
    ids: {
      ...('tenantId' in scope && { tenant_id: scope.tenantId }),
      ...('groupId' in scope && { group_id: scope.groupId }),
      ...('userId' in scope && { user_id: scope.userId }),
    },
    profile: {
      user_level: level,
      is_first_login: false,
      login_type: loginType,
      ...(passwordExpiresDays !== undefined && { password_expires_days: passwordExpiresDays }),
    },
  };
}

const cookie = (id: string, seconds: number, { isSecure }: SignInHouse) =>
  `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`;

/** Who this is and how far it reaches, as BroadWorks says. Throws a Fault when it does not say enough. */
async function callerOf(facts: LoginFacts, road: OciSouth | OdinCalls): Promise<Caller> {
  const { role } = actorOf(facts);
  const level = levels.find((one) => String(one) === role);
  if (level === undefined)
    throw new Fault(
      'SOUTH_PROTOCOL',
      `BroadWorks gave the login type ${facts.loginType}, which has no level here`,
    );
  const scope = await scopeOf(facts, level, road);
  return {
    id: facts.userId,
    level,
    scope,
    via: 'session',
    may: { change: true, store: level === 16 },
  };
}

async function scopeOf(
  facts: LoginFacts,
  level: Level,
  road: OciSouth | OdinCalls,
): Promise<Scope> {
  if (level === 16) return { kind: 'system' };
  if (facts.loginType === 'Reseller') return { kind: 'reseller', tenantIds: await tenantsOf(road) };
  const tenantId = facts.serviceProviderId;
  const { groupId } = facts;
  if (tenantId === undefined || (level < 12 && groupId === undefined))
    throw new Fault(
      'SOUTH_PROTOCOL',
      `BroadWorks did not say what ${facts.userId} is an account of`,
    );
  if (level === 12) return { kind: 'tenant', tenantId };
  const within = { tenantId, groupId: groupId as string };
  if (level === 8) return { kind: 'group', ...within };
  return level === 4
    ? { kind: 'department', ...within, department: undefined }
    : { kind: 'user', ...within, userId: facts.userId };
}

/** A reseller sees its own service providers only. */
async function tenantsOf(road: OciSouth | OdinCalls): Promise<ReadonlySet<string>> {
  if (road.protocol !== 'OCI-P')
    throw new Fault(
      'SOUTH_SPEAKS_ODIN',
      'the service providers of a reseller cannot be read over ODIN',
    );
  const answer = await road.ask({ command: 'ServiceProviderGetListRequest', fields: {} });
  if (answer.kind === 'refusal')
    throw new Fault(
      'SOUTH_PROTOCOL',
      `the service providers of a reseller could not be read: ${answer.refusal.summary}`,
    );
  const table = answer.reply.tables.get('serviceProviderTable');
  const at = table?.headings.indexOf('Service Provider Id') ?? -1;
  if (table === undefined || at < 0)
    throw new Fault('SOUTH_PROTOCOL', 'the list of service providers has no ids');
  return new Set(table.rows.map((row) => row[at]!));
}
