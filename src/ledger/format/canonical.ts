// One text for one value: JSON by RFC 8785. Whatever has no such text is refused, so that nobody signs what cannot be
// written again.
import { Fault } from '../../fault.js';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** The canonical text. Throws `LEDGER_INVALID` for what JSON cannot say: NaN, infinities, lone surrogates. */
export function canonicalText(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalid(`${value} is no JSON number`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  const members = value as { readonly [name: string]: JsonValue };
  let text = '';
  // The order is that of UTF-16 code units, which is that of sort().
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    if (member === undefined) throw invalid(`${name} has no value`);
    text += `${text === '' ? '' : ','}${quoted(name)}:${canonicalText(member)}`;
  }
  return `{${text}}`;
}

function quoted(text: string): string {
  // JSON.stringify would escape a lone surrogate in place of refusing it.
  if (!text.isWellFormed()) throw invalid('a text holds half of a character');
  return JSON.stringify(text);
}

const invalid = (why: string) => new Fault('LEDGER_INVALID', `cannot be entered: ${why}`);
