// From the JSON of a change to the elements of its command, as the row of the service tells. Pure; the JSON fits the schema
// of the row already.
import type { FieldValue, FieldValues } from '../ocip/index.js';
import {
  type Form,
  isList,
  type List,
  type Scalar,
  settable,
  type UserService,
  wireOf,
} from './user-service-fields.js';
import { isFields, numbered, type Value, type Values } from './user-service-state.js';

/** The elements of a change; undefined when commands of this form cannot say it. */
export function changeOf(
  service: UserService,
  form: Form,
  userId: string,
  values: Values,
): FieldValues | undefined {
  const elements: Record<string, FieldValue> = { userId };
  for (const field of settable(service)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (!isList(field)) elements[wireOf(field)] = value as FieldValue;
    else {
      const list = value as readonly Value[];
      const isSingle = form.single?.includes(field.name) === true;
      if (isSingle && list.length > 1) return undefined;
      if (isSingle) elements[wireOf(field)] = (list[0] ?? null) as FieldValue;
      else Object.assign(elements, listElements(field, list));
    }
  }
  return elements;
}

/** What of a change may be shown: no secrets. */
export function shownOf(service: UserService, values: Values): Values {
  const hidden = new Set(service.fields.filter((one) => one.writeOnly).map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)));
}

/** The secrets in a change, to be taken out of whatever repeats them. */
export function secretsIn(service: UserService, values: Values): string[] {
  return service.fields
    .filter(({ writeOnly }) => writeOnly)
    .map(({ name }) => values[name])
    .filter((value) => typeof value === 'string');
}

function listElements(field: List, list: readonly Value[]): Record<string, FieldValue> {
  const { entries, place } = field;
  const wire = wireOf(field);
  if (place.kind === 'numbered')
    // Those behind the last are cleared: the list is replaced as a whole.
    return Object.fromEntries(
      Array.from({ length: field.most }, (_, at) => [
        numbered(wire, at),
        isFields(entries) ? all(entries, (list[at] ?? {}) as Values) : (list[at] as FieldValue),
      ]),
    );
  if (place.kind === 'table') return {};
  if (list.length === 0) return { [wire]: null };
  const values = list.map((entry) =>
    isFields(entries) ? given(entries, entry as Values) : (entry as FieldValue),
  );
  return { [wire]: { [place.entry]: values } };
}

const given = (fields: readonly Scalar[], values: Values): FieldValues =>
  Object.fromEntries(fields.map((field) => [wireOf(field), values[field.name] as FieldValue]));

const all = (fields: readonly Scalar[], values: Values): FieldValues =>
  Object.fromEntries(
    fields.map((field) => [wireOf(field), (values[field.name] ?? null) as FieldValue]),
  );
