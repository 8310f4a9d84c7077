// Settings as elements and back: what a request holds becomes a value, what is kept becomes the content of an answer.
import type { Element } from '../../ocip/index.js';
import { nationalNumber } from '../world/queries.js';
import type { Form, Setting, SettingField } from '../world/service-settings.js';
import { schemaComplaint } from '../world/setting-forms.js';
import { type Content, element, table } from './answer.js';

/** Lists are wrapped, and not always in an element named like the setting. */
interface Wrapping {
  readonly element: string;
  readonly item: string;
}

const wrappings: Readonly<Record<string, Wrapping>> = {
  simultaneousRingNumber: {
    element: 'simultaneousRingNumberList',
    item: 'simultaneousRingNumber',
  },
  voiceMessageDeliveryEmailAddress: {
    element: 'voiceMessageDeliveryEmailAddress',
    item: 'emailAddress',
  },
};

/** Lists that answers show as tables, whose headings are the names in their items. */
const tables: Readonly<Record<string, readonly string[]>> = {
  criteriaTable: [
    'Is Active',
    'Criteria Name',
    'Time Schedule',
    'Holiday Schedule',
    'Calls From',
    'Blacklisted',
  ],
};

/** The element of a change that sets this; undefined when no change does. */
export function changingElement({ name, form }: SettingField): string | undefined {
  return form.is === 'list' ? wrappings[name]?.element : name;
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

const formsIn = (form: Extract<Form, { is: 'object' }>): Readonly<Record<string, Form>> => ({
  ...form.required,
  ...form.optional,
});

/** The value in an element, unchecked: what is not understood stays a text, which its form then does not take. */
export function valueIn(form: Form, { text, children }: Element): unknown {
  const token = text.trim().replace(/\s+/g, ' ');
  switch (form.is) {
    case 'flag':
      return flags.get(token) ?? token;
    case 'whole':
      return /^[-+]?\d{1,9}$/.test(token) ? Number(token) : token;
    case 'list':
      return children.map((child) => valueIn(form.of, child));
    case 'object': {
      const forms = formsIn(form);
      const given = children.filter(({ name, nil }) => !nil && Object.hasOwn(forms, name));
      return Object.fromEntries(
        given.map((child) => [child.name, valueIn(forms[child.name]!, child)]),
      );
    }
    default:
      return token;
  }
}

/** Whether an element fits the schema: its children by name and order, its value by form. */
export function fitsSchema({ name, form }: SettingField, given: Element): boolean {
  if (given.nil) return true;
  const { children } = given;
  if (form.is === 'object' && !isOrdered(form, children)) return false;
  if (form.is === 'list') {
    const { of } = form;
    if (children.length === 0 || children.some((child) => child.name !== wrappings[name]?.item))
      return false;
    if (children.some((child) => child.nil)) return false;
    if (of.is === 'object' && !children.every((child) => isOrdered(of, child.children)))
      return false;
  }
  return schemaComplaint(form, valueIn(form, given)) === undefined;
}

function isOrdered(form: Extract<Form, { is: 'object' }>, children: readonly Element[]): boolean {
  const names = Object.keys(formsIn(form));
  const places = children.map((child) => names.indexOf(child.name));
  return places.every((place, at) => place > (places[at - 1] ?? -1));
}

/** A setting as the elements of an answer. */
export function contentOf({ name, form }: SettingField, value: Setting): readonly Content[] {
  if (form.is === 'list' && name in tables) return [tableOf(name, tables[name]!, value)];
  if (form.is === 'list') {
    const item = wrappings[name]?.item ?? name;
    const items = (value as readonly Setting[]).map((one) => single(item, form.of, one));
    // A list whose items have its own name stands without a wrapping in answers.
    return item === name ? items : items.length === 0 ? [] : [{ name, children: items }];
  }
  return [single(name, form, value)];
}

function single(name: string, form: Form, value: Setting): Content {
  // Elements show the numbers of a group without the country.
  if (form.is === 'dn') return element(name, nationalNumber(String(value)));
  if (form.is !== 'object') return element(name, value as string | number | boolean);
  const values = value as Readonly<Record<string, Setting>>;
  const children = Object.entries(formsIn(form)).flatMap(([field, inner]) =>
    values[field] === undefined ? [] : [single(field, inner, values[field])],
  );
  return { name, children };
}

function tableOf(name: string, headings: readonly string[], value: Setting): Content {
  const rows = (value as readonly Readonly<Record<string, Setting>>[]).map((row) =>
    headings.map((heading) => String(row[heading] ?? '')),
  );
  return table(name, headings, rows);
}
