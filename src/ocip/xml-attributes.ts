// Names, attributes and namespaces of XML tags.
import { Fault } from '../fault.js';
import { clip, expand, linesOf, malformed } from './xml-text.js';

export interface Attribute {
  /** Local part of the name. */
  readonly name: string;
  /** Namespace, empty for none. */
  readonly uri: string;
  readonly value: string;
}

/** What each prefix stands for; the empty one for names without a prefix. */
export type Scope = ReadonlyMap<string, string>;

const maxAttributes = 32;
const nameStart =
  'A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const ncName = `[${nameStart}][${nameStart}.0-9\\xB7\\u0300-\\u036F\\u203F\\u2040-]*`;
export const isQName = new RegExp(`^(?:${ncName}:)?${ncName}$`, 'u');
export const isNCName = new RegExp(`^${ncName}$`, 'u');
const xmlUri = 'http://www.w3.org/XML/1998/namespace';
const xmlnsUri = 'http://www.w3.org/2000/xmlns/';

/** The scope outside the root. */
export const outermost: Scope = new Map([
  ['', ''],
  ['xml', xmlUri],
]);

export function localOf(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

export function uriOf(name: string, scope: Scope): string {
  const colon = name.indexOf(':');
  const uri = scope.get(colon < 0 ? '' : name.slice(0, colon));
  if (uri === undefined || name.startsWith('xmlns:'))
    throw malformed(`the prefix of <${clip(name)}> is not declared`);
  return uri;
}

interface Written {
  readonly name: string;
  readonly value: string;
}

/** Attributes from `at` up to the end of the tag; undefined when the tag is not all here yet. */
export function parseAttributes(
  data: string,
  at: number,
): { attributes: Written[]; empty: boolean; end: number } | undefined {
  const attributes: Written[] = [];
  const piece =
    /([ \t\r\n]*)(?:(\/?>)|([^ \t\r\n/>="'<]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)'))/y;
  let position = at;
  for (;;) {
    piece.lastIndex = position;
    const found = piece.exec(data);
    if (found === null) {
      if (couldGoOn(data, position)) return undefined;
      throw malformed('the attributes of an element are wrong');
    }
    position = piece.lastIndex;
    if (found[2] !== undefined) return { attributes, empty: found[2] === '/>', end: position };
    const name = found[3] as string;
    const value = found[4] ?? found[5] ?? '';
    if (found[1] === '') throw malformed('attributes are not set apart by a blank');
    if (!isQName.test(name)) throw malformed(`${clip(name)} is not an attribute name`);
    if (value.includes('<')) throw malformed('an attribute holds the beginning of a tag');
    if (attributes.some((other) => other.name === name))
      throw malformed(`the attribute ${clip(name)} is there twice`);
    attributes.push({ name, value: expand(linesOf(value).replace(/[\t\n]/g, ' ')) });
    if (attributes.length > maxAttributes)
      throw new Fault('OCIP_TOO_LARGE', `an element has more than ${maxAttributes} attributes`);
  }
}

/** Whether the tag may only be cut off, so that waiting for more makes sense. */
function couldGoOn(data: string, from: number): boolean {
  return /^[ \t\r\n]*(?:\/|[^ \t\r\n/>="'<]+[ \t\r\n]*(?:=[ \t\r\n]*(?:"[^"<]*|'[^'<]*)?)?)?$/.test(
    data.slice(from),
  );
}

/** The namespaces in force inside an element. `isExact`: refuses blanks around their names, which parsers read differently. */
export function scopeOf(outer: Scope, attributes: readonly Written[], isExact = false): Scope {
  if (!attributes.some(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'))) return outer;
  const scope = new Map(outer);
  for (const { name, value: written } of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    const value = written.trim();
    if (isExact && value !== written) throw malformed('a namespace has blanks around its name');
    const prefix = name === 'xmlns' ? '' : name.slice(6);
    const reserved =
      prefix === 'xmlns' || value === xmlnsUri || (prefix === 'xml') !== (value === xmlUri);
    if (reserved || (prefix !== '' && value === ''))
      throw malformed(`the prefix ${clip(prefix)} is declared wrongly`);
    scope.set(prefix, value);
  }
  return scope;
}

/** Attributes with their namespaces, without the declarations. */
export function resolved(scope: Scope, attributes: readonly Written[]): Attribute[] {
  const result: Attribute[] = [];
  for (const { name, value } of attributes) {
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
    const local = localOf(name);
    const uri = local === name ? '' : uriOf(name, scope);
    if (result.some((other) => other.name === local && other.uri === uri))
      throw malformed(`the attribute ${clip(name)} is there twice`);
    result.push({ name: local, uri, value });
  }
  return result;
}
