// Whether the user of a path is in the tenant and group of the same path. A call about a user of another group is answered
// as if there were no such user, else its record would name the wrong group.
import { Fault } from '../../fault.js';
import type { OciSouth } from '../../south/index.js';
import { problem, refused } from '../problem.js';
import type { ApiCall, House, Reply } from '../route.js';
import { askProfile, profileOf } from '../user-profile.js';

/** `isFresh`: BroadWorks is asked, whatever is remembered; for changes. */
type Membership = (call: ApiCall, isFresh?: boolean) => Promise<'there' | Reply>;

const keptMs = 60_000;
const mostKept = 10_000;

const made = new WeakMap<House, Membership>();

/**
 * `userOf` of this house: `there`, or what to answer instead. A yes is remembered for a minute; a no never is. Faults of
 * the road pass through.
 */
export function membership(house: House): Membership {
  let userOf = made.get(house);
  if (userOf === undefined) {
    userOf = membershipOf(house.now);
    made.set(house, userOf);
  }
  return userOf;
}

function membershipOf(now: House['now']): Membership {
  /** Until when a yes holds, oldest first. */
  const known = new Map<string, number>();
  return async (call, isFresh = false) => {
    const { scope, id, via } = call.caller;
    // BroadWorks itself told at sign-in which group an end user is in. What a token says was written by people.
    if (scope.kind === 'user' && via === 'session') return 'there';
    const { tenant_id = '', group_id = '', user_id = '' } = call.params;
    // What a department administrator may see is known for that one alone.
    const whose = scope.kind === 'department' ? [via, id, scope.department ?? null] : [];
    const key = JSON.stringify([tenant_id, group_id, user_id, ...whose]);
    if (!isFresh && (known.get(key) ?? 0) > now()) return 'there';
    known.delete(key);
    const answer = await look(call, await call.oci());
    if (answer !== 'there') return answer;
    if (known.size >= mostKept) known.delete(known.keys().next().value as string);
    known.set(key, now() + keptMs);
    return 'there';
  };
}

function look(call: ApiCall, road: OciSouth): Promise<'there' | Reply> {
  return call.caller.scope.kind === 'department' ? lookAtUser(call, road) : lookInGroup(call, road);
}

/** Works on every release. */
async function lookInGroup(call: ApiCall, road: OciSouth): Promise<'there' | Reply> {
  const { tenant_id = '', group_id = '', user_id = '' } = call.params;
  const answer = await road.ask({
    command: 'UserGetListInGroupRequest',
    fields: {
      serviceProviderId: tenant_id,
      GroupId: group_id,
      searchCriteriaUserId: { mode: 'Equal To', value: user_id, isCaseInsensitive: false },
    },
  });
  if (answer.kind === 'refusal')
    return answer.refusal.kind === 'notPermitted' ? noUser(call) : refused(answer.refusal);
  const table = answer.reply.tables.get('userTable');
  const column = table?.headings.findIndex((one) => one.trim().toLowerCase() === 'user id') ?? -1;
  if (table === undefined || column < 0)
    throw new Fault('SOUTH_PROTOCOL', `${answer.reply.type} does not tell the ids of users`);
  // The search of the switch is not trusted to be exact.
  return table.rows.some((cells) => cells[column]?.trim() === user_id) ? 'there' : noUser(call);
}

/** For department administrators, whom BroadWorks tells about users of their department only. */
async function lookAtUser(call: ApiCall, road: OciSouth): Promise<'there' | Reply> {
  const { tenant_id, group_id, user_id = '' } = call.params;
  const { scope, via } = call.caller;
  const answer = await askProfile(road, user_id);
  if (answer.kind === 'refusal') {
    const { kind } = answer.refusal;
    // Releases before this command tell a department administrator by way of the list.
    if (kind === 'invalid' && via === 'session') return lookInGroup(call, road);
    // Whether a user is there at all is not told to who may not see it.
    return kind === 'notPermitted' || kind === 'notFound' ? noUser(call) : refused(answer.refusal);
  }
  const profile = profileOf(answer.reply);
  const isHere = profile.tenantId === tenant_id && profile.groupId === group_id;
  // A caller with another's account is not judged by BroadWorks.
  const isOwn =
    via === 'session' ||
    (scope.kind === 'department' &&
      scope.department !== undefined &&
      profile.department === scope.department);
  return isHere && isOwn && profile.userId === user_id ? 'there' : noUser(call);
}

/** The answer to a call about a user who is not there; the same for one who is elsewhere. */
export function noUser({ params }: ApiCall): Reply {
  const { tenant_id, group_id, user_id } = params;
  const reason = `BroadWorks lists no user ${user_id} in group ${group_id} of ${tenant_id}`;
  return problem('NOT_FOUND_AT_NE', reason, {
    details: {
      error_code: '4008',
      level: 'Error',
      summary: `User not found: ${user_id}`,
      detail: '',
    },
  });
}
