// Small checks that name the place of a mistake in a world file. They look and complain; they change nothing.
import { Fault } from '../../fault.js';

/** Looks at a value and throws a WORLD_INVALID fault when it does not fit. */
export type Check = (value: unknown, path: string, source: string) => void;

/** The fault for one place: where, what is wrong, what to write instead. */
export function worldInvalid(source: string, path: string, message: string): Fault {
  const place = path === '' ? 'the top of the file' : path;
  return new Fault('WORLD_INVALID', `${source}: ${place}: ${message}`, {
    detail: { source, path },
  });
}

const shown = (value: unknown) => {
  if (value === undefined) return 'it is missing';
  const text = JSON.stringify(value) ?? String(value);
  return `it is ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`;
};

/** A text of 1 to `most` characters. */
export function text(most: number): Check {
  return (value, path, source) => {
    if (typeof value !== 'string' || value.trim() === '' || value.length > most)
      throw worldInvalid(source, path, `write a text of 1 to ${most} characters; ${shown(value)}`);
  };
}

export function integer(least: number): Check {
  return (value, path, source) => {
    if (!Number.isSafeInteger(value) || (value as number) < least)
      throw worldInvalid(source, path, `write a whole number from ${least}; ${shown(value)}`);
  };
}

export const flag: Check = (value, path, source) => {
  if (typeof value !== 'boolean')
    throw worldInvalid(source, path, `write true or false; ${shown(value)}`);
};

/** A whole number from 0, or the word `unlimited`. */
export const quantity: Check = (value, path, source) => {
  if (value === 'unlimited' || (Number.isSafeInteger(value) && (value as number) >= 0)) return;
  throw worldInvalid(source, path, `write a whole number or "unlimited"; ${shown(value)}`);
};

export function oneOf(words: readonly string[]): Check {
  return (value, path, source) => {
    if (typeof value !== 'string' || !words.includes(value))
      throw worldInvalid(source, path, `write one of ${words.join(', ')}; ${shown(value)}`);
  };
}

export function listOf(check: Check): Check {
  return (value, path, source) => {
    if (!Array.isArray(value))
      throw worldInvalid(source, path, `write a list in square brackets; ${shown(value)}`);
    value.forEach((item, at) => {
      check(item, `${path}[${at}]`, source);
    });
  };
}

/** A bare text, or the longer form. */
export function textOr(short: Check, long: Check): Check {
  return (value, path, source) => (typeof value === 'string' ? short : long)(value, path, source);
}

export function mapOf(check: Check): Check {
  return (value, path, source) => {
    for (const [key, item] of Object.entries(object(value, path, source)))
      check(item, `${path}.${key}`, source);
  };
}

/** An object with these keys and no others: a mistyped key would be a setting silently ignored. */
export function shape(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  const known = [...Object.keys(required), ...Object.keys(optional)];
  return (value, path, source) => {
    const fields = object(value, path, source);
    const at = (key: string) => (path === '' ? key : `${path}.${key}`);
    for (const [key, check] of Object.entries(required)) check(fields[key], at(key), source);
    for (const [key, check] of Object.entries(optional))
      if (fields[key] !== undefined) check(fields[key], at(key), source);
    for (const key of Object.keys(fields))
      if (!known.includes(key))
        throw worldInvalid(source, at(key), `remove or rename it; known here: ${known.join(', ')}`);
  };
}

function object(value: unknown, path: string, source: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw worldInvalid(source, path, `write an object in curly brackets; ${shown(value)}`);
}
