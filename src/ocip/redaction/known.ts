// Secrets that the caller knows, wherever they stand and however they are spelled.
import { type Finding, redacted } from './findings.js';

/** What to look for. */
export interface Known {
  /** As they are: looked for in whatever was decoded. */
  readonly plain: readonly string[];
  /** In other spellings: looked for in the text as it came. */
  readonly spelled: readonly string[];
  /** Inside base64, at each of three alignments. */
  readonly base64: readonly string[];
}

/** Shorter ones are left alone: they would blank half of every text. */
const shortest = 4;
const rule = 'known-secret';

/** Spells out each secret: XML, JSON, URL and base64, and UTF-8 that was read as Latin-1. */
export function knownOf(secrets: readonly string[]): Known {
  const plain = [...new Set(secrets)].filter((secret) => secret.length >= shortest);
  const spelled = new Set<string>();
  const base64 = new Set<string>();
  for (const secret of plain) {
    for (const one of spellings(secret)) spelled.add(one);
    for (const one of aligned(Buffer.from(secret, 'utf8'))) base64.add(one);
  }
  for (const secret of plain) spelled.delete(secret);
  return { plain, spelled: [...spelled], base64: [...base64] };
}

function* spellings(secret: string): Generator<string> {
  const json = JSON.stringify(secret).slice(1, -1);
  yield json;
  yield json.replaceAll('/', '\\/');
  yield JSON.stringify(json).slice(1, -1);
  const xml = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  yield xml;
  const closed = xml.replace(/>/g, '&gt;');
  yield closed;
  for (const [double, single] of [
    ['&quot;', "'"],
    ['&quot;', '&apos;'],
    ['&quot;', '&#39;'],
    ['&quot;', '&#039;'],
    ['&#34;', '&#39;'],
  ] as const)
    yield closed.replace(/"/g, double).replace(/'/g, single);
  const url = encodeURIComponent(secret.toWellFormed());
  const strict = url.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  for (const one of [url, strict]) {
    yield one;
    yield one.replace(/%[0-9A-F]{2}/gi, (code) => code.toLowerCase());
    yield one.replaceAll('%20', '+');
  }
  yield Buffer.from(secret, 'utf8').toString('latin1');
}

/** What of the base64 does not depend on the neighbours of the bytes. */
function* aligned(bytes: Buffer): Generator<string> {
  for (const before of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const skipped = before === 0 ? 0 : before + 1;
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    const core = text.slice(skipped, whole);
    // A shorter one may stand in any text; as base64 that decodes it is found all the same.
    if (core.length < 8) continue;
    yield core;
    yield core.replaceAll('+', '-').replaceAll('/', '_');
  }
}

/** All places of known secrets in a text as it came (`isRaw`) or as it was decoded. */
export function findKnown(text: string, known: Known, isRaw: boolean, found: Finding[]): void {
  const note = (start: number, end: number) =>
    found.push({ start, end, put: redacted, rule, where: `character ${start + 1}` });
  for (const secret of isRaw ? [...known.plain, ...known.spelled] : known.plain)
    for (const at of places(text, secret)) note(at, at + secret.length);
  if (!isRaw) return;
  for (const core of known.base64)
    for (const at of places(text, core)) {
      let start = at;
      let end = at + core.length;
      // Bits of its first and last character hide in the neighbours.
      while (start > at - 2 && isBase64(text.charCodeAt(start - 1))) start--;
      while (end < at + core.length + 2 && isBase64(text.charCodeAt(end))) end++;
      note(start, end);
    }
}

function* places(text: string, part: string): Generator<number> {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) yield at;
}

/** Also of the kind for URLs. */
export function isBase64(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 43 ||
    code === 47 ||
    code === 45 ||
    code === 95
  );
}
