// The schedules of a group: list, names of events, adding, renaming, removing. Schedules of providers and users are
// not played.
import { childNamed, type Element, textOf } from '../../ocip/index.js';
import { setSchedules } from '../world/changes.js';
import type { GroupState } from '../world/state.js';
import type { Schedule } from '../world/world.js';
import { data, element, refuse, success } from './answer.js';
import { type CommandRow, groupCommand } from './command.js';

const target = 'serviceProviderId groupId';

interface Key {
  readonly name: string;
  readonly type: string;
}

const keyIn = (elements: readonly Element[]): Key => ({
  name: textOf(elements, 'scheduleName') ?? '',
  type: textOf(elements, 'scheduleType') ?? '',
});

const keyed = (elements: readonly Element[]) =>
  keyIn(childNamed(elements, 'scheduleKey')?.children ?? []);

const found = (group: GroupState, { name, type }: Key): Schedule | undefined =>
  group.schedules.find((schedule) => schedule.name === name && schedule.type === type);

const notFound = ({ name }: Key) => refuse(undefined, `Schedule not found: ${name}`);
const taken = (name: string) => refuse(undefined, `Schedule already exists: ${name}`);

/** Keys are not checked with the rest: their order, and names of 1 to 40 characters. */
function misfit(elements: readonly Element[]): Element | undefined {
  return elements.find(({ name, text, children }) => {
    if (name === 'scheduleKey')
      return (
        children.map((child) => child.name).join() !== 'scheduleName,scheduleType' ||
        misfit(children) !== undefined
      );
    return (name === 'scheduleName' || name === 'newScheduleName') && text.trim().length > 40;
  });
}

const scheduleKey = ({ name, type }: Schedule) => ({
  name: 'scheduleKey',
  children: [element('scheduleName', name), element('scheduleType', type)],
});

const reads: readonly CommandRow[] = [
  groupCommand('GroupScheduleGetListRequest17sp1', `${target} scheduleType?`, (group, ask) => {
    const only = textOf(ask.elements, 'scheduleType');
    const schedules = group.schedules.filter(({ type }) => only === undefined || type === only);
    return data(
      'GroupScheduleGetListResponse17sp1',
      schedules.map((schedule) => ({
        name: 'scheduleGlobalKey',
        children: [scheduleKey(schedule), element('scheduleLevel', 'Group')],
      })),
    );
  }),
  groupCommand(
    'GroupScheduleGetEventListRequest',
    `${target} scheduleKey`,
    (group, { elements }) => {
      const key = keyed(elements);
      const schedule = found(group, key);
      if (schedule === undefined) return notFound(key);
      const events = (schedule.events ?? []).map((name) => element('eventName', name));
      return data('GroupScheduleGetEventListResponse', events);
    },
    { misfit },
  ),
];

const changes: readonly CommandRow[] = [
  groupCommand(
    'GroupScheduleAddRequest',
    `${target} scheduleName scheduleType`,
    (group, { elements }) => {
      const key = keyIn(elements);
      if (found(group, key) !== undefined) return taken(key.name);
      setSchedules(group, [...group.schedules, key as Schedule]);
      return success;
    },
    { misfit },
  ),
  groupCommand(
    'GroupScheduleModifyRequest',
    `${target} scheduleKey newScheduleName?`,
    (group, { elements }) => {
      const key = keyed(elements);
      const schedule = found(group, key);
      if (schedule === undefined) return notFound(key);
      const name = textOf(elements, 'newScheduleName') ?? key.name;
      const other = found(group, { name, type: key.type });
      if (other !== undefined && other !== schedule) return taken(name);
      const renamed = { ...schedule, name };
      setSchedules(
        group,
        group.schedules.map((one) => (one === schedule ? renamed : one)),
      );
      return success;
    },
    { misfit },
  ),
  groupCommand(
    'GroupScheduleDeleteListRequest',
    `${target} scheduleKey scheduleKey*`,
    (group, { elements }) => {
      const keys = elements
        .filter(({ name }) => name === 'scheduleKey')
        .map(({ children }) => keyIn(children));
      const lacking = keys.find((key) => found(group, key) === undefined);
      if (lacking !== undefined) return notFound(lacking);
      const gone = new Set(keys.map((key) => found(group, key)));
      setSchedules(
        group,
        group.schedules.filter((schedule) => !gone.has(schedule)),
      );
      return success;
    },
    { misfit },
  ),
];

/** Schedules of groups. */
export const scheduleCommands: readonly CommandRow[] = [...reads, ...changes];
