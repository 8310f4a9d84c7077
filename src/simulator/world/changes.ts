// Everything that changes the world, in its own words. Each change empties what was derived from the group, so the
// next question is answered from the new state. Refuses nothing: rules are the business of `answers/`.
import type { DnRange } from '../../numbers/index.js';
import { byNumber, enter, holderOf, withActivation } from './build-state.js';
import { isIn } from './queries.js';
import type { GroupState, Holder, Licence, WorldState } from './state.js';
import type { Quantity, Schedule, User } from './world.js';

const changed = (group: GroupState) => group.derived.clear();

/** Sets or, with undefined, clears one text of the profile, the contact or the address. */
export function setText<K extends string>(
  group: GroupState,
  texts: Map<K, string>,
  field: K,
  text: string | undefined,
): void {
  if (text === undefined) texts.delete(field);
  else texts.set(field, text);
  changed(group);
}

export function setUserLimit(group: GroupState, userLimit: number): void {
  group.userLimit = userLimit;
  changed(group);
}

export function setAuthorization(
  group: GroupState,
  licences: Map<string, Licence>,
  name: string,
  quantity: Quantity | undefined,
): void {
  const before = licences.get(name);
  const authorized = quantity !== undefined;
  licences.set(name, {
    quantity: quantity ?? 'unlimited',
    allowed: before?.allowed ?? 'unlimited',
    authorized,
    assigned: authorized && (before?.assigned ?? false),
    licensed: before?.licensed ?? true,
  });
  changed(group);
}

export function setActivation(
  group: GroupState,
  ranges: readonly DnRange[],
  activated: boolean,
): void {
  group.numbers = withActivation(group.numbers, ranges, activated);
  changed(group);
}

export function addNumbers(group: GroupState, ranges: readonly DnRange[]): void {
  const added = ranges.map((range) => ({ ...range, activated: undefined, department: undefined }));
  group.numbers = [...group.numbers, ...added].sort(byNumber);
  changed(group);
}

/** Takes numbers away; nobody may hold them any more. */
export function removeNumbers(group: GroupState, ranges: readonly DnRange[]): void {
  // Splitting first leaves every segment either wholly inside or wholly outside of what goes.
  group.numbers = withActivation(group.numbers, ranges, true).filter(
    (segment) => !ranges.some((range) => isIn({ ...segment, last: segment.first }, range)),
  );
  changed(group);
}

export function addUser(state: WorldState, group: GroupState, user: User): void {
  enter(holderOf(user, group), state.holders);
  changed(group);
}

export function removeHolder(state: WorldState, holder: Holder): void {
  const { group, userId, phoneNumber } = holder;
  group.holders.delete(userId);
  state.holders.delete(userId);
  if (phoneNumber !== undefined) group.byNumber.delete(phoneNumber);
  changed(group);
}

/** What a modify request may say about a holder; fields left out stay as they are. */
export type HolderChange = Partial<
  Pick<
    Holder,
    | 'lastName'
    | 'firstName'
    | 'phoneNumber'
    | 'extension'
    | 'department'
    | 'emailAddress'
    | 'servicePacks'
    | 'services'
    | 'active'
    | 'settings'
  >
>;

export function changeHolder(holder: Holder, change: HolderChange): void {
  const { group } = holder;
  if ('phoneNumber' in change) {
    if (holder.phoneNumber !== undefined) group.byNumber.delete(holder.phoneNumber);
    if (change.phoneNumber !== undefined) group.byNumber.set(change.phoneNumber, holder);
  }
  Object.assign(holder, change);
  changed(group);
}

export function setSchedules(group: GroupState, schedules: readonly Schedule[]): void {
  group.schedules = schedules;
  changed(group);
}

export function setTrunkCapacity(
  group: GroupState,
  change: Partial<GroupState['trunkCapacity']>,
): void {
  group.trunkCapacity = { ...group.trunkCapacity, ...change };
  changed(group);
}
