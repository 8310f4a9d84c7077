// End points about the users of a group: the list, the profile, and which services each has.
import { Fault } from '../../fault.js';
import type { FieldValues, OciCommand } from '../../ocip/index.js';
import type { Caller } from '../caller.js';
import { refused } from '../problem.js';
import type { ApiCall, House, Reply, Route, Schema } from '../route.js';
import {
  addressTexts,
  askProfile,
  columns,
  listedUsers,
  profileOf,
  profileTexts,
} from '../user-profile.js';
import { membership, noUser } from './membership.js';

const group = '/api/v1/tenants/{tenant_id}/groups/{group_id}/';
const amelia = {
  tenant_id: 'Brightwater',
  group_id: 'Head-Office',
  user_id: 'amelia.stone@brightwater.example.net',
};

const text = { type: ['string', 'null'] } as const;
const flag = { type: ['boolean', 'null'] } as const;
const object = (names: readonly string[], schema: Schema = text) =>
  Object.fromEntries(names.map((name) => [name, schema]));

const listed: Schema = {
  type: 'object',
  description: 'Null: there is none. A member that is not there: this release does not tell it.',
  properties: {
    ...object(Object.keys(columns)),
    userId: { type: 'string' },
    phoneNumberActivated: flag,
    inTrunkGroup: flag,
  },
  required: ['userId'],
};

const profile: Schema = {
  ...listed,
  properties: {
    ...(listed.properties as object),
    ...object(Object.keys(profileTexts)),
    userId: { type: 'string' },
    nationalPhoneNumber: {
      ...text,
      description: 'The number without its country, as the profile has it.',
    },
    aliases: { type: 'array', items: { type: 'string' } },
    addressInformation: { type: 'object', properties: object(addressTexts) },
    accessDevice: {
      type: ['object', 'null'],
      properties: { name: { type: 'string' }, level: text, linePort: text },
    },
  },
};

const assignments: Schema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { name: { type: 'string' }, assigned: { type: 'boolean' } },
    required: ['name', 'assigned'],
  },
};
const counts: Schema = {
  type: 'object',
  properties: { assigned: { type: 'integer' }, available: { type: 'integer' } },
  required: ['assigned', 'available'],
};

/** List, profile and services of users. */
export function userRoutes(house: House): readonly Route[] {
  const userOf = membership(house);
  return [
    {
      method: 'GET',
      path: `${group}users/`,
      operation: 'listUsers',
      endPointName: 'svc_v1:apio.tenant.group.users',
      tag: 'Users',
      summary: 'The users of a group',
      description:
        'An end user sees only itself, a department administrator the users of the own department.',
      access: { reach: 'list' },
      changes: false,
      answers: {
        200: {
          description: 'The users that the caller may see.',
          schema: {
            type: 'object',
            properties: { users: { type: 'array', items: listed } },
            required: ['users'],
          },
        },
      },
      example: { params: { tenant_id: amelia.tenant_id, group_id: amelia.group_id } },
      handle: listUsers,
    },
    {
      method: 'GET',
      path: `${group}users/{user_id}/`,
      operation: 'getUser',
      endPointName: 'svc_v1:apio.tenant.group.user',
      tag: 'Users',
      summary: 'The profile of a user',
      description: 'Releases before 24 tell no more of it than the list of users does.',
      access: {},
      changes: false,
      answers: { 200: { description: 'The profile.', schema: profile } },
      example: { params: amelia },
      handle: async (call) => {
        const there = await userOf(call);
        return there === 'there' ? readProfile(call) : there;
      },
    },
    {
      method: 'GET',
      path: `${group}users/{user_id}/services/`,
      operation: 'getUserServices',
      endPointName: 'svc_v1:apio.tenant.group.user.services',
      tag: 'Users',
      summary: 'The services and service packs of a user',
      description:
        'All that the group may assign, and whether the user has it. `assignementStatus` is spelled as in APIO. A service that comes with a pack may be not assigned by itself.',
      access: {},
      changes: false,
      answers: {
        200: {
          description: 'What is assigned.',
          schema: {
            type: 'object',
            properties: {
              summary: {
                type: 'object',
                properties: { services: counts, servicePacks: counts },
                required: ['services', 'servicePacks'],
              },
              assignementStatus: {
                type: 'object',
                properties: { services: assignments, servicePacks: assignments },
                required: ['services', 'servicePacks'],
              },
            },
            required: ['summary', 'assignementStatus'],
          },
        },
      },
      example: { params: amelia },
      handle: async (call) => {
        const there = await userOf(call);
        return there === 'there' ? readServices(call) : there;
      },
    },
  ];
}

async function listUsers(call: ApiCall): Promise<Reply> {
  const { caller, params } = call;
  const { tenant_id = '', group_id = '' } = params;
  if (caller.scope.kind === 'user') return listSelf(call, caller.scope.userId);
  const only = departmentOf(caller, tenant_id, group_id);
  if (only === 'nobody') return { status: 200, body: { users: [] } };
  const road = await call.oci();
  const answer = await road.ask({
    command: 'UserGetListInGroupRequest',
    fields: { serviceProviderId: tenant_id, GroupId: group_id, ...only },
  });
  if (answer.kind === 'refusal') return refused(answer.refusal);
  return { status: 200, body: { users: listedUsers(answer.reply) } };
}

/** BroadWorks shows a department administrator who is signed in the own department; with a token we must ask for it. */
function departmentOf(
  { scope, via }: Caller,
  serviceProviderId: string,
  groupId: string,
): FieldValues | 'nobody' {
  if (scope.kind !== 'department' || via === 'session') return {};
  if (scope.department === undefined) return 'nobody';
  const departmentKey = {
    '@type': 'GroupDepartmentKey',
    serviceProviderId,
    groupId,
    name: scope.department,
  };
  return { searchCriteriaExactUserDepartment: { departmentKey } };
}

async function listSelf(call: ApiCall, userId: string): Promise<Reply> {
  const answer = await askProfile(await call.oci(), userId);
  if (answer.kind === 'refusal') return refused(answer.refusal);
  const own: Readonly<Record<string, unknown>> = profileOf(answer.reply);
  if (own.tenantId !== call.params.tenant_id || own.groupId !== call.params.group_id)
    return { status: 200, body: { users: [] } };
  const names = Object.keys(columns).filter((name) => name in own);
  return {
    status: 200,
    body: { users: [Object.fromEntries(names.map((name) => [name, own[name]]))] },
  };
}

async function readProfile(call: ApiCall): Promise<Reply> {
  const { tenant_id = '', group_id = '', user_id = '' } = call.params;
  const road = await call.oci();
  const answer = await askProfile(road, user_id);
  if (answer.kind === 'reply') return { status: 200, body: profileOf(answer.reply) };
  // An end user may not ask for the list of the group.
  if (answer.refusal.kind !== 'invalid' || call.caller.scope.kind === 'user')
    return refused(answer.refusal);
  const older = await road.ask({
    command: 'UserGetListInGroupRequest',
    fields: {
      serviceProviderId: tenant_id,
      GroupId: group_id,
      searchCriteriaUserId: { mode: 'Equal To', value: user_id, isCaseInsensitive: false },
    },
  });
  if (older.kind === 'refusal') return refused(older.refusal);
  const user = listedUsers(older.reply).find(({ userId }) => userId === user_id);
  return user === undefined
    ? noUser(call)
    : { status: 200, body: { tenantId: tenant_id, groupId: group_id, ...user } };
}

async function readServices(call: ApiCall): Promise<Reply> {
  const road = await call.oci();
  const answer = await road.ask({
    command: 'UserServiceGetAssignmentListRequest',
    fields: { userId: call.params.user_id ?? '' },
  });
  if (answer.kind === 'refusal') return refused(answer.refusal);
  const services = assignedIn(answer.reply, 'userServicesAssignmentTable', 'service name');
  const servicePacks = assignedIn(answer.reply, 'servicePacksAssignmentTable', 'service pack name');
  return {
    status: 200,
    body: {
      summary: { services: countsOf(services), servicePacks: countsOf(servicePacks) },
      assignementStatus: { services, servicePacks },
    },
  };
}

interface Assigned {
  readonly name: string;
  readonly assigned: boolean;
}

const countsOf = (rows: readonly Assigned[]) => ({
  assigned: rows.filter(({ assigned }) => assigned).length,
  available: rows.length,
});

function assignedIn(reply: OciCommand, name: string, heading: string): Assigned[] {
  const table = reply.tables.get(name);
  const place = (wanted: string) =>
    table?.headings.findIndex((one) => one.trim().toLowerCase() === wanted) ?? -1;
  const [nameAt, assignedAt] = [place(heading), place('assigned')];
  if (table === undefined || nameAt < 0 || assignedAt < 0)
    throw new Fault('SOUTH_PROTOCOL', `${reply.type} does not tell ${name}`);
  return table.rows.map((cells) => {
    const assigned = cells[assignedAt]?.trim();
    if (assigned !== 'true' && assigned !== 'false')
      throw new Fault('SOUTH_PROTOCOL', `${name} does not tell what is assigned`);
    return { name: cells[nameAt]?.trim() ?? '', assigned: assigned === 'true' };
  });
}
