// End points about the schedules of a group: the list, one by name, and giving it another name.
import { Fault } from '../../fault.js';
import { childNamed, type Element, textOf } from '../../ocip/index.js';
import type { OciSouth } from '../../south/index.js';
import { problem, refused } from '../problem.js';
import type { ApiCall, House, Reply, Route, Schema } from '../route.js';
import { readBackProperties } from '../user-service-schema.js';
import { readBack } from './user-services-read-back.js';

const path = '/api/v1/tenants/{tenant_id}/groups/{group_id}/time_schedules/';
const types = ['Holiday', 'Time'] as const;
const group = { tenant_id: 'Brightwater', group_id: 'Head-Office' };
const example = { params: { ...group, instance_name: 'Bank Holidays' } };

const listed = {
  name: { type: 'string' },
  type: { type: 'string', description: `${types.join(' or ')}.` },
  level: {
    type: 'string',
    description: 'Whose it is: those of Service Provider or System are lent to the group.',
  },
} as const satisfies Schema;
const whole = {
  ...listed,
  events: {
    type: ['array', 'null'],
    items: { type: 'string' },
    description: 'Names of its events; null when they could not be read.',
  },
  eventsProblem: { type: 'string', description: 'Why they could not be read.' },
} as const satisfies Schema;
const ofType = {
  type: {
    type: 'string',
    enum: types,
    description: 'Needed when a Holiday and a Time schedule have the same name.',
  },
} as const;

const common = { tag: 'Schedules', access: { least: 8 } } as const;
const instance = {
  ...common,
  path: `${path}{instance_name}/`,
  endPointName: 'svc_v1:apio.tenant.group.time_schedules.instance',
  query: ofType,
} as const;

/** Schedules of a group. */
export function scheduleRoutes(house: House): readonly Route[] {
  return [
    {
      ...common,
      method: 'GET',
      path,
      operation: 'listSchedules',
      endPointName: 'svc_v1:apio.tenant.group.time_schedules',
      summary: 'The schedules that a group can use',
      changes: false,
      query: { type: { type: 'string', enum: types, description: 'Only those of this type.' } },
      answers: {
        200: {
          description: 'The schedules.',
          schema: {
            type: 'object',
            properties: {
              timeSchedules: {
                type: 'array',
                items: { type: 'object', properties: listed, required: ['name', 'type', 'level'] },
              },
            },
            required: ['timeSchedules'],
          },
        },
      },
      example: { params: group },
      handle: listSchedules,
    },
    {
      ...instance,
      method: 'GET',
      operation: 'getSchedule',
      summary: 'A schedule',
      description:
        'A Holiday and a Time schedule may have the same name: then 409, unless `type` says which.',
      changes: false,
      answers: {
        200: {
          description: 'The schedule.',
          schema: {
            type: 'object',
            properties: whole,
            required: ['name', 'type', 'level', 'events'],
          },
        },
        409: { description: 'CONFLICT: there are several of this name; `type` says which.' },
      },
      example,
      handle: readSchedule,
    },
    {
      ...instance,
      method: 'PUT',
      operation: 'renameSchedule',
      summary: 'Give a schedule another name',
      description:
        'Only schedules of the group itself. The record of the call is found under the old name; the new one is in its request. One change is sent, never twice; then the schedule is read back. When it was renamed but could not be read back, the answer is still 200, with `readBack: false` and what was sent.',
      access: { least: 8, needs: 'change' },
      changes: true,
      body: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 40, description: 'The new name.' },
        },
        required: ['name'],
        additionalProperties: false,
      },
      answers: {
        200: {
          description: 'The schedule under its new name.',
          schema: { type: 'object', properties: { ...whole, ...readBackProperties } },
        },
      },
      example: { ...example, body: { name: 'Public Holidays' } },
      handle: (call) => rename(call, house),
    },
  ];
}

interface Schedule {
  readonly name: string;
  readonly type: string;
  readonly level: string;
}

const keyOf = ({ params }: ApiCall) => ({
  serviceProviderId: params.tenant_id ?? '',
  groupId: params.group_id ?? '',
});
const scheduleKeyOf = ({ name, type }: Schedule) => ({
  scheduleKey: { scheduleName: name, scheduleType: type },
});

async function readList(call: ApiCall, road: OciSouth): Promise<readonly Schedule[] | Reply> {
  const { type } = call.query;
  const answer = await road.ask({
    command: 'GroupScheduleGetListRequest17sp1',
    fields: { ...keyOf(call), ...(type === undefined ? {} : { scheduleType: type }) },
  });
  if (answer.kind === 'refusal') return refused(answer.refusal);
  const { elements, type: where } = answer.reply;
  return elements
    .filter(({ name }) => name === 'scheduleGlobalKey')
    .map((element) => scheduleOf(element, where));
}

function scheduleOf({ children }: Element, where: string): Schedule {
  const key = childNamed(children, 'scheduleKey')?.children ?? [];
  const told = (name: string, inside: readonly Element[]): string => {
    const text = textOf(inside, name);
    if (text) return text;
    throw new Fault('SOUTH_PROTOCOL', `${where} does not tell ${name}`);
  };
  return {
    name: told('scheduleName', key),
    type: told('scheduleType', key),
    level: told('scheduleLevel', children),
  };
}

const isReply = (list: readonly Schedule[] | Reply | Schedule): list is Reply => 'status' in list;

async function listSchedules(call: ApiCall): Promise<Reply> {
  const list = await readList(call, await call.oci());
  return isReply(list) ? list : { status: 200, body: { timeSchedules: list } };
}

/** The one that the path means: the group's own come before those that are lent to it. */
function pick(call: ApiCall, list: readonly Schedule[]): Schedule | Reply {
  const { group_id, instance_name } = call.params;
  const named = list.filter(({ name }) => name === instance_name);
  const own = named.filter(({ level }) => level === 'Group');
  const found = own.length > 0 ? own : named;
  const [first] = found;
  if (first === undefined)
    return problem('NOT_FOUND_AT_NE', `group ${group_id} has no schedule ${instance_name}`);
  if (found.some(({ type }) => type !== first.type))
    return problem(
      'CONFLICT',
      `there are several schedules of this name; add ?type= with one of ${found.map(({ type }) => type).join(', ')}`,
      { details: { types: found.map(({ type }) => type) } },
    );
  return first;
}

async function readSchedule(call: ApiCall): Promise<Reply> {
  const road = await call.oci();
  const list = await readList(call, road);
  if (isReply(list)) return list;
  const schedule = pick(call, list);
  if (isReply(schedule)) return schedule;
  return { status: 200, body: await withEvents(call, road, schedule) };
}

/** Null for events that BroadWorks does not tell, never none. */
async function withEvents(call: ApiCall, road: OciSouth, schedule: Schedule): Promise<object> {
  if (schedule.level !== 'Group') {
    const eventsProblem = `it belongs to the level ${schedule.level}, and is not told to the group`;
    return { ...schedule, events: null, eventsProblem };
  }
  const answer = await road.ask({
    command: 'GroupScheduleGetEventListRequest',
    fields: { ...keyOf(call), ...scheduleKeyOf(schedule) },
  });
  if (answer.kind === 'refusal')
    return { ...schedule, events: null, eventsProblem: answer.refusal.summary };
  const names = answer.reply.elements.filter(({ name }) => name === 'eventName');
  return { ...schedule, events: names.map(({ text }) => text.trim()) };
}

async function rename(call: ApiCall, house: House): Promise<Reply> {
  const { name } = call.body as { readonly name: string };
  const road = await call.oci();
  const list = await readList(call, road);
  if (isReply(list)) return list;
  const schedule = pick(call, list);
  if (isReply(schedule)) return schedule;
  if (schedule.level !== 'Group')
    return problem(
      'NOT_FOUND_AT_NE',
      `${schedule.name} belongs to the level ${schedule.level}; the group has no such schedule of its own`,
    );
  const isTaken = list.some(
    (other) => other.level === 'Group' && other.name === name && other.type === schedule.type,
  );
  if (isTaken)
    return problem('ALREADY_EXISTS', `there is a ${schedule.type} schedule ${name} already`);
  const answer = await road.ask({
    command: 'GroupScheduleModifyRequest',
    fields: { ...keyOf(call), ...scheduleKeyOf(schedule), newScheduleName: name },
  });
  if (answer.kind === 'refusal') return refused(answer.refusal);
  const renamed = { ...schedule, name };
  return readBack(house, renamed, async () => ({
    kind: 'state',
    state: await withEvents(call, road, renamed),
  }));
}
