// The two user services that mind more than their own values: alternate numbers come out of the group's numbers,
// and criteria of simultaneous ring are switched by name.
import { type Element, textOf } from '../../ocip/index.js';
import { ownNumber } from '../world/queries.js';
import type { Setting, Settings } from '../world/service-settings.js';
import type { Holder } from '../world/state.js';
import { type Refusal, refuse } from './answer.js';

const entriesOf = (settings: Settings | undefined) =>
  Object.entries(settings ?? {}).filter(([name]) => name.startsWith('alternateEntry')) as [
    string,
    Settings,
  ][];

/**
 * Alternate numbers as kept, in the group's spelling; an entry without number and extension is none. Refused when the group does not own a number or somebody has it already.
 */
export function alternatesIn(
  holder: Holder,
  settings: Settings,
  elements: readonly Element[],
): Settings | Refusal {
  const settled: Record<string, Setting> = { ...settings };
  const asked = new Set(elements.map(({ name }) => name));
  for (const [name, entry] of entriesOf(settings)) {
    const { phoneNumber, extension } = entry;
    if (!asked.has(name)) continue;
    if (phoneNumber === undefined && extension === undefined) delete settled[name];
    else settled[name] = { ringPattern: 'Normal', ...entry };
    if (typeof phoneNumber !== 'string') continue;
    const number = ownNumber(holder.group, phoneNumber);
    if (number === undefined)
      return refuse(undefined, `The number is not assigned to the group: ${phoneNumber}`);
    const others = Object.entries(settings).filter(([other]) => other !== name);
    if (isTaken(holder, number, Object.fromEntries(others)))
      return refuse(undefined, `The number is in use: ${phoneNumber}`);
    settled[name] = { ringPattern: 'Normal', ...entry, phoneNumber: number };
  }
  return settled;
}

function isTaken(holder: Holder, number: string, besides: Settings): boolean {
  const { group } = holder;
  const isIt = ([, { phoneNumber }]: [string, Settings]) =>
    typeof phoneNumber === 'string' && ownNumber(group, phoneNumber) === number;
  if (group.byNumber.has(number) || entriesOf(besides).some(isIt)) return true;
  return [...group.holders.values()].some(
    (other) => other !== holder && entriesOf(other.settings['Alternate Numbers']).some(isIt),
  );
}

/** Criteria of simultaneous ring with their switches as asked; refused for a name that is not there. */
export function criteriaIn(
  _holder: Holder,
  settings: Settings,
  elements: readonly Element[],
): Settings | Refusal {
  let criteria = (settings.criteriaTable ?? []) as readonly Settings[];
  for (const { name, children } of elements) {
    if (name !== 'criteriaActivation') continue;
    const wanted = textOf(children, 'criteriaName') ?? '';
    const isActive = ['true', '1'].includes(textOf(children, 'isActive') ?? '');
    if (!criteria.some((row) => row['Criteria Name'] === wanted))
      return refuse(undefined, `Criteria not found: ${wanted}`);
    criteria = criteria.map((row) =>
      row['Criteria Name'] === wanted ? { ...row, 'Is Active': isActive } : row,
    );
  }
  return criteria.length === 0 ? settings : { ...settings, criteriaTable: criteria };
}
