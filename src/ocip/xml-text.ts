// Text of XML: line ends, references, and the fault that all of the reader shares.
import { Fault } from '../fault.js';

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** A well-formedness fault; the words never carry content, which may be secret. */
export function malformed(why: string): Fault {
  return new Fault('OCIP_MALFORMED', `the document is not well-formed: ${why}`);
}

export const clip = (name: string) => name.slice(0, 40);
export const linesOf = (text: string) =>
  text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;

/** Line ends and entities of character data. */
export function textOf(text: string): string {
  if (text.includes(']]>')) throw malformed('its text holds the end of a CDATA section');
  return expand(linesOf(text));
}

export function expand(text: string): string {
  let at = text.indexOf('&');
  if (at < 0) return text;
  let result = '';
  let from = 0;
  while (at >= 0) {
    const end = text.indexOf(';', at);
    if (end < 0) throw malformed('an ampersand is not the beginning of an entity');
    result += text.slice(from, at) + entityOf(text.slice(at + 1, end));
    from = end + 1;
    at = text.indexOf('&', from);
  }
  return result + text.slice(from);
}

function entityOf(name: string): string {
  const known = entities.get(name);
  if (known !== undefined) return known;
  const number = /^#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,9}))$/.exec(name);
  if (number === null) throw malformed('it uses an entity that is not one of the five of XML');
  return characterOf(number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16));
}

function characterOf(code: number): string {
  const allowed =
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  if (!allowed) throw malformed('a character reference names no XML character');
  return String.fromCodePoint(code);
}
