// What a scan found, as places in the text that was given: only those places change, everything else stays byte for
// byte. Also the spellings a text can hide another text in, with the way back from each character to its place.

/** What stands in place of a secret. */
export const redacted = '[redacted]';

/** A place that must not be kept. `end` is behind its last character. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  /** What is written in its place; empty when the marker stands already just before. */
  readonly put: string;
  readonly rule: string;
  /** Where in the document: element path, JSON path or character. Never the secret. */
  readonly where: string;
}

/** One text out of another. `at[i]` is where character i came from, `at[length]` the end; absent: the same place. */
export interface Decoded {
  readonly text: string;
  readonly at?: Uint32Array;
}

/** In order and without overlap; of two that overlap the longer one stays, stretched over both. */
export function merged(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort((a, b) => a.start - b.start || b.end - a.end);
  const result: Finding[] = [];
  for (const finding of sorted) {
    const last = result.at(-1);
    if (last === undefined || finding.start >= last.end) result.push(finding);
    else if (finding.end > last.end) {
      const longer = finding.end - finding.start > last.end - last.start ? finding : last;
      const put = last.put || finding.put;
      result[result.length - 1] = { ...longer, start: last.start, end: finding.end, put };
    }
  }
  return result;
}

/** The text without what was found. `findings` as `merged` gives them. */
export function without(text: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, put } of findings) {
    pieces.push(text.slice(at, start), put);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** XML and HTML character references. */
export function fromXml(text: string): Decoded {
  return decoded(text, '&', (at) => {
    const end = text.indexOf(';', at);
    // Longer than any reference: also keeps the search short.
    if (end < 0 || end - at > 10) return undefined;
    const name = text.slice(at + 1, end);
    const plain = entities[name];
    if (plain !== undefined) return [plain, end + 1];
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    if (number === null) return undefined;
    const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
    return code > 0x10ffff ? undefined : [String.fromCodePoint(code), end + 1];
  });
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** What stands between the quotes of a JSON string. */
export function fromJson(text: string): Decoded {
  return decoded(text, '\\', (at) => {
    const next = text[at + 1];
    if (next === undefined) return undefined;
    if (next !== 'u') return [escapes[next] ?? next, at + 2];
    const hex = text.slice(at + 2, at + 6);
    return /^[0-9a-f]{4}$/i.test(hex)
      ? [String.fromCharCode(Number.parseInt(hex, 16)), at + 6]
      : undefined;
  });
}

/** Percent encoding of what is ASCII: the names and signs that matter are. */
export function fromPercent(text: string): Decoded {
  return decoded(text, '%', (at) => {
    const hex = text.slice(at + 1, at + 3);
    return /^[0-7][0-9a-f]$/i.test(hex)
      ? [String.fromCharCode(Number.parseInt(hex, 16)), at + 3]
      : undefined;
  });
}

/** Replaces what `read` understands, from every `sign` on; `read` gives the plain text and where to go on. */
function decoded(
  text: string,
  sign: string,
  read: (at: number) => readonly [plain: string, next: number] | undefined,
): Decoded {
  let found = text.indexOf(sign);
  if (found < 0) return { text };
  const pieces: string[] = [];
  const at = new Uint32Array(text.length + 1);
  let length = 0;
  let from = 0;
  const copy = (to: number) => {
    pieces.push(text.slice(from, to));
    for (; from < to; from++) at[length++] = from;
  };
  while (found >= 0) {
    const plain = read(found);
    if (plain === undefined) {
      found = text.indexOf(sign, found + 1);
      continue;
    }
    copy(found);
    pieces.push(plain[0]);
    for (let i = 0; i < plain[0].length; i++) at[length++] = found;
    from = plain[1];
    found = text.indexOf(sign, from);
  }
  if (pieces.length === 0) return { text };
  copy(text.length);
  at[length] = text.length;
  return { text: pieces.join(''), at: at.subarray(0, length + 1) };
}
