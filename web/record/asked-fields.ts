// What a change asked for, field by field, as it was written: numbers are not read and written again. Pure.
import { jsonLines } from './json-lines.js';
import type { Story } from './story.js';
import type { Token } from './tokens.js';

/** A field of a change: what was asked for, and what the answer says of it. */
export interface AskedField {
  readonly name: string;
  readonly asked: string;
  /** Undefined when the answer does not name it. */
  readonly after: string | undefined;
}

const mostFields = 60;

/** The fields of a request that is a flat JSON object; undefined when it is none, or empty, or a name is there twice. */
export function askedFields({ record }: Story): readonly AskedField[] | undefined {
  const asked = membersIn(record.request_data);
  if (asked === undefined || asked === 'twice' || asked.size === 0 || asked.size > mostFields)
    return undefined;
  if ([...asked.values()].some(({ isFlat }) => !isFlat)) return undefined;
  const answered = membersIn(record.answer_data);
  if (answered === 'twice') return undefined;
  return [...asked].map(([name, { text }]) => ({
    name,
    asked: text,
    after: answered?.get(name)?.text,
  }));
}

interface Member {
  /** Strings without their quotes; all else as it stands there. */
  readonly text: string;
  readonly isFlat: boolean;
}

/** Undefined when the text is no JSON object. */
function membersIn(text: string): ReadonlyMap<string, Member> | 'twice' | undefined {
  const laid = text.trimStart().startsWith('{') ? jsonLines(text) : undefined;
  if (laid?.isWhole !== true) return undefined;
  const members = new Map<string, Member>();
  let [name, value, depth]: [string, Token[], number] = ['', [], 0];
  for (const token of laid.lines.flat()) {
    // Only the layout is of this kind.
    if (token.kind === 'text') continue;
    if (/^[}\]]$/.test(token.text) && token.kind === 'mark') depth -= 1;
    const isEnd = (depth === 1 && token.text === ',') || depth === 0;
    if (isEnd && token.kind === 'mark' && value.length > 0) {
      if (members.has(name)) return 'twice';
      members.set(name, memberOf(value));
      value = [];
    } else if (depth === 1 && token.kind === 'name' && value.length === 0) {
      name = JSON.parse(token.text) as string;
    } else if (depth > 1 || (depth === 1 && token.text !== ':')) {
      value.push(token);
    }
    if (/^[{[]$/.test(token.text) && token.kind === 'mark') depth += 1;
  }
  return members;
}

function memberOf(value: readonly Token[]): Member {
  const [first] = value;
  if (value.length > 1) return { text: value.map(({ text }) => text).join(''), isFlat: false };
  return {
    text: first?.kind === 'string' ? (JSON.parse(first.text) as string) : (first?.text ?? ''),
    isFlat: true,
  };
}
