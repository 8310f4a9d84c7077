// ODIN's JSON as values. It is typed loosely (numbers as texts, texts as numbers, one element in place of a list, null in
// four spellings), so every field passes through here on entry. Nothing here throws.
import type { Amount, Flag } from '../model.js';

export type Fields = Readonly<Record<string, unknown>>;

/** An object; undefined for anything else. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;
}

/**
 * A list. An object stands for a list of one, or, when its keys are 0, 1, 2 …, for a list whose holes PHP did not close.
 * Undefined when there is nothing, or something else: whoever asks must not take that for an empty list.
 */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const keys = Object.keys(fields);
  if (keys.length === 0) return undefined;
  return keys.every((key) => /^\d+$/.test(key)) ? Object.values(fields) : [fields];
}

/** The objects of a list. What is no object counts as `odd`, and is not lost silently. */
export function rowsOf(value: unknown): { rows: Fields[]; odd: number } | undefined {
  const list = listOf(value);
  if (list === undefined) return undefined;
  const rows = list.map(fieldsOf).filter((fields) => fields !== undefined);
  return { rows, odd: list.length - rows.length };
}

/**
 * The row that is about what was asked: each field that it has must be the one given. Of several the first, and none
 * when all are about something else: taking rows by their place would give one group the figures of another.
 */
export function rowFor(body: unknown, asked: Readonly<Record<string, string>>): Fields | undefined {
  return rowsOf(body)?.rows.find((row) =>
    Object.entries(asked).every(([name, value]) => {
      const said = textOf(row[name]);
      return said === undefined || said.toLowerCase() === value.toLowerCase();
    }),
  );
}

/** Rows with a name, each name once. A name that comes again with something else makes a problem of its own. */
export function namedOnce(rows: readonly Fields[], field: string) {
  const named = new Map<string, Fields>();
  const twice = new Set<string>();
  let nameless = 0;
  for (const row of rows) {
    const name = textOf(row[field]);
    if (name === undefined) {
      nameless++;
      continue;
    }
    const other = named.get(name);
    if (other === undefined) named.set(name, row);
    else if (sentText(other) !== sentText(row)) twice.add(name);
  }
  return { named, twice: [...twice], nameless };
}

/** A text as it came, whatever type it came in; undefined when it is null, blank or not there. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  return value.trim() === '' ? undefined : value;
}

/** Like `textOf`, for fields that may be unset: there "None" is no text either. */
export function optionalText(value: unknown): string | undefined {
  const text = textOf(value)?.trim();
  return text === 'None' ? undefined : text;
}

/** -1 and "Unlimited" are unlimited; zero is a number; anything unreadable is unknown. */
export function amountOf(value: unknown): Amount {
  const choice = fieldsOf(value);
  if (choice !== undefined && flagOf(choice.unlimited) === true) return 'unlimited';
  const text = textOf(choice === undefined ? value : choice.quantity)?.trim();
  if (text === undefined) return 'unknown';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  return text === '-1' || /^unlimited$/i.test(text) ? 'unlimited' : 'unknown';
}

export function flagOf(value: unknown): Flag {
  const text = textOf(value)?.trim().toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : 'unknown';
}

/** What stood in a field that could not be read, word for word; undefined when it was left out. */
export function sentText(value: unknown): string | undefined {
  const text = textOf(value);
  if (text !== undefined || value === undefined || value === null || value === '') return text;
  try {
    return JSON.stringify(value).slice(0, 100);
  } catch {
    return '(nested too deep)';
  }
}

/** Nothing was said: null, blank, "None" or not there. */
export function isAbsent(value: unknown): boolean {
  return sentText(value) === undefined || value === 'None';
}
