// From the reply of BroadWorks to the JSON of a user service, as its row tells. Pure. A reply that lacks what it must have
// is a Fault: nothing is made up for it.
import { Fault } from '../fault.js';
import { childNamed, type Element, type OciCommand, type Table } from '../ocip/index.js';
import {
  isList,
  type List,
  type Scalar,
  told,
  type UserService,
  wireOf,
} from './user-service-fields.js';

export type Value = string | number | boolean | null | Values | readonly Value[];
export interface Values {
  readonly [name: string]: Value;
}

/** How a service is set. Throws `SOUTH_PROTOCOL` for a reply that does not tell. */
export function stateOf(service: UserService, reply: OciCommand): Values {
  const state: Record<string, Value> = {};
  for (const field of told(service)) {
    const value = isList(field)
      ? listOf(field, reply)
      : scalarOf(field, textIn(reply.elements), reply.type);
    if (value !== undefined) state[field.name] = value;
  }
  return state;
}

/** The text of an element or cell; undefined when there is none, or nothing in it. */
type Texts = (wire: string) => string | undefined;

const textIn =
  (elements: readonly Element[]): Texts =>
  (wire) => {
    const element = childNamed(elements, wire);
    return element === undefined || element.nil ? undefined : element.text.trim() || undefined;
  };

function scalarOf(field: Scalar, texts: Texts, where: string): Value | undefined {
  const wire = wireOf(field);
  const text = texts(wire);
  if (text === undefined) {
    if (field.nullable || field.mayBeNone) return null;
    if (field.optional) return undefined;
    throw new Fault('SOUTH_PROTOCOL', `${where} does not tell ${wire}`);
  }
  if (field.type === 'boolean') {
    if (/^(?:true|1)$/.test(text)) return true;
    if (/^(?:false|0)$/.test(text)) return false;
    throw new Fault('SOUTH_PROTOCOL', `${wire} in ${where} is neither true nor false`);
  }
  if (field.type === 'integer') {
    if (/^-?\d{1,15}$/.test(text)) return Number(text);
    throw new Fault('SOUTH_PROTOCOL', `${wire} in ${where} is no whole number`);
  }
  return text;
}

function listOf(field: List, reply: OciCommand): Value[] {
  const { elements, tables, type } = reply;
  const { place } = field;
  const wire = wireOf(field);
  if (place.kind === 'table') return rowsOf(field, tables.get(wire), type);
  if (place.kind === 'numbered')
    return Array.from({ length: field.most }, (_, at) => childNamed(elements, numbered(wire, at)))
      .map((element) => (element === undefined ? undefined : entryOf(field, element, type)))
      .filter((entry) => entry !== undefined);
  const bare = place.told === 'bare';
  const outside = bare ? elements : elements.filter(({ name }) => name === wire);
  // Before release 23 the one address stood there without an element around it.
  const inside = bare
    ? outside
    : outside.flatMap((one) =>
        one.children.length > 0 ? one.children : [{ ...one, name: place.entry }],
      );
  return inside
    .filter(({ name, nil }) => name === place.entry && !nil)
    .map((element) => entryOf(field, element, type))
    .filter((entry) => entry !== undefined);
}

/** Undefined for an entry that holds nothing. */
function entryOf({ entries, place }: List, element: Element, where: string): Value | undefined {
  if (!isFields(entries)) return element.text.trim() || undefined;
  const texts = textIn(element.children);
  const isEmpty = (names: readonly string[]) => names.every((name) => texts(name) === undefined);
  if (isEmpty(place.kind === 'numbered' ? place.by : entries.map(wireOf))) return undefined;
  return objectOf(entries, texts, where);
}

function rowsOf({ entries, wire = '' }: List, table: Table | undefined, where: string): Value[] {
  if (table === undefined) throw new Fault('SOUTH_PROTOCOL', `${where} does not tell ${wire}`);
  if (!isFields(entries)) return table.rows.map(([cell = '']) => cell.trim());
  const normal = (heading: string) => heading.trim().toLowerCase();
  const headings = table.headings.map(normal);
  return table.rows.map((cells) =>
    objectOf(entries, (name) => cells[headings.indexOf(normal(name))]?.trim() || undefined, where),
  );
}

function objectOf(fields: readonly Scalar[], texts: Texts, where: string): Values {
  const values: Record<string, Value> = {};
  for (const field of fields) {
    const value = scalarOf(field, texts, where);
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}

export const isFields = (entries: List['entries']): entries is readonly Scalar[] =>
  Array.isArray(entries);

/** `alternateEntry01` for the first. */
export const numbered = (wire: string, at: number): string =>
  `${wire}${String(at + 1).padStart(2, '0')}`;
