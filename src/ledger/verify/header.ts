// Reads the header of an entry, and accepts no other spelling of it than the canonical one (RFC 8785): members in order,
// no spaces, no needless escape, no number written differently. It shares no code with the writer of headers.
import { entryVersion, maxHeaderBytes } from '../format/layout.js';

/** What of a header the verifier goes by. Texts are as they are written there, with escapes: each has one spelling only. */
export interface Header {
  readonly log: string;
  readonly index: number;
  readonly sequence: number;
  readonly kind: string;
  readonly record: string;
  /** Kind and commitment, in order. */
  readonly subjects: readonly (readonly [kind: string, hash: string])[];
  readonly parts: readonly {
    readonly length: number;
    readonly hash: string;
    readonly kept?: number;
    readonly keptHash?: string;
  }[];
}

// A text of JSON without its quotes. Unrolled, so that nothing is tried twice.
const plain = '[^"\\\\\\x00-\\x1f]*';
const text = `${plain}(?:\\\\(?:["\\\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))${plain})*`;
const count = '(?:0|[1-9]\\d{0,15})';
const hash = '[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=';
const number = '-?\\d[-+.\\de]*';
const list = (item: string) => `((?:${item}(?:,${item})*)?)`;

const fact = `"${text}":(?:"${text}"|null|${number})`;
const part = `{"hash":"${hash}"(?:,"kept":${count},"keptHash":"${hash}")?,"length":${count},"name":"${text}","type":"${text}"}`;
const subject = `{"hash":"${hash}","kind":"${text}"}`;
const shape = new RegExp(
  `^{"at":"${text}","facts":{${list(fact)}},"index":(${count}),"kind":"(${text})","log":"(${text})","parts":\\[${list(part)}\\],"record":"(${text})","sequence":(${count}),"subjects":\\[${list(subject)}\\],"v":${JSON.stringify(entryVersion)}}$`,
);
// Within what has that shape.
const factNames = new RegExp(`"(${text})":(?:"${text}"|null|(${number})),?`, 'g');
const partNumbers = /^(?:,"kept":(\d+),"keptHash":"([^"]+)")?,"length":(\d+)/;

// Drops nothing and puts nothing right: other bytes than those of a text are refused.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return '';
  }
}

/** The header in these bytes; undefined when they are none, or not canonical. */
export function headerIn(bytes: Uint8Array): Header | undefined {
  if (bytes.length > maxHeaderBytes) return undefined;
  const found = shape.exec(textOf(bytes));
  if (found === null || !isCanonical(found[1]!)) return undefined;
  return {
    index: Number(found[2]),
    kind: found[3]!,
    log: found[4]!,
    parts: items(found[5]!).map(partIn),
    record: found[6]!,
    sequence: Number(found[7]),
    subjects: items(found[8]!).map((item) => [item.slice(61), item.slice(7, 51)]),
  };
}

/** Are the names of these facts in order, and the numbers written as they must be? */
function isCanonical(facts: string): boolean {
  let last: string | undefined;
  factNames.lastIndex = 0;
  while (factNames.lastIndex < facts.length) {
    const [, written = '', number] = factNames.exec(facts)!;
    const name = unescaped(written);
    if (last !== undefined && last >= name) return false;
    if (number !== undefined && String(Number(number)) !== number) return false;
    last = name;
  }
  return true;
}

/** The items of a list, each from its first name to its last text: within a text no quote stands without a backslash before it. */
const items = (list: string): readonly string[] =>
  list === '' ? [] : list.slice(2, -2).split('"},{"');

function partIn(item: string): Header['parts'][number] {
  const [, kept, keptHash, length] = partNumbers.exec(item.slice(52))!;
  const head = { hash: item.slice(7, 51), length: Number(length) };
  return kept === undefined ? head : { ...head, kept: Number(kept), keptHash: keptHash! };
}

const unescaped = (written: string): string =>
  written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
