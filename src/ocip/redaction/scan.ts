// What every reader of a text carries along, and how it hands on a text that it found inside. The work in all is
// bounded by the length of the text.
import { type Decoded, type Finding, fromJson, redacted } from './findings.js';
import { isBase64, type Known } from './known.js';

type Reader = (text: string, scan: Scan) => void;

export interface Scan {
  readonly known: Known;
  readonly depth: number;
  /** Characters that may still be read in all; shared by all depths. */
  readonly budget: { left: number };
  readonly found: Finding[];
  /** Path of what is read, asked for findings only. */
  readonly where: () => string;
  /** `decoded`: a text that nobody has looked at in this spelling; `any`: one that was, of unknown kind. */
  readonly readers: Readonly<Record<'decoded' | 'any' | 'xml' | 'json' | 'base64', Reader>>;
}

/** How deep texts may hide in texts; what is deeper is taken out unread. */
const deepest = 12;

/** Shortest run of base64 that is decoded. */
export const shortestRun = 12;

const [plain, telling, coded, lower, upper] = [0, 1, 2, 3, 4];

/** Of each ASCII sign: none can hold a name and a value, markup or another spelling without a telling one. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  if ('<{[:=%\\&'.includes(String.fromCharCode(code))) return telling;
  if (!isBase64(code)) return plain;
  return code >= 97 ? lower : code >= 65 && code <= 90 ? upper : coded;
});
/** What gives a secret away without any of those. */
const signal = /(?:bearer|digest|hawk)\s|basic\s\S{8}|-----BEGIN/i;

/**
 * A piece of a regular expression that reads a text in which `look` finds nothing: no telling sign, no run of base64 but
 * figures. It leaves long texts and `signal` to others. Its parts exclude each other, so that it never tries twice.
 */
export const innocent = (() => {
  const run = '(?:[\\d+-]{12,40}|[\\w+/-]{0,11})';
  return `(?:${run}[^\\w+/\\-<{[:=%\\\\&"]){0,40}${run}`;
})();

/** What `innocent` does not see. */
export const isSilent = (text: string): boolean => !signal.test(text);

/** Whether a value can hide anything: most cannot, and are not looked at again. */
function look(text: string, from: number, to: number): 'nothing' | 'base64' | 'all' {
  let run = 0;
  let cases = 0;
  let isCoded = false;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? kinds[code] : plain;
    if (kind === telling) return 'all';
    if (kind === plain) {
      run = 0;
      cases = 0;
    } else {
      run++;
      // Coded text has letters of both cases; a number or a plain word has not.
      if (kind === lower) cases |= 1;
      else if (kind === upper) cases |= 2;
      if (run >= shortestRun && cases === 3) isCoded = true;
    }
  }
  if (to - from > 14 && signal.test(text.slice(from, to))) return 'all';
  return isCoded ? 'base64' : 'nothing';
}

/** An id, a name, a number: most short texts. */
export const holdsNothing = (text: string): boolean =>
  text.length < 200 && look(text, 0, text.length) === 'nothing';

/** Reads a value of a document from `from` to `to`. */
export function scanValue(text: string, from: number, to: number, scan: Scan): void {
  if (to - from < 6) return;
  const kind = look(text, from, to);
  if (kind === 'nothing') return;
  const read = kind === 'all' ? scan.readers.any : scan.readers.base64;
  inside(text.slice(from, to), from, {}, scan, read);
}

/** Reads a value that may be written with the escapes of JSON. */
export function scanJsonValue(text: string, from: number, to: number, scan: Scan): void {
  const value = text.slice(from, to);
  if (!value.includes('\\')) {
    scanValue(text, from, to, scan);
    return;
  }
  const put = (plain: string) => JSON.stringify(plain).slice(1, -1);
  inside(value, from, { ...fromJson(value), put }, scan, scan.readers.decoded);
}

/** The same scan at another place. Spelled out: a spread costs more here than the whole of a short text. */
export function scanOf(
  { known, budget, readers }: Scan,
  depth: number,
  found: Finding[],
  where: () => string,
): Scan {
  return { known, depth, budget, found, where, readers };
}

interface Way extends Partial<Decoded> {
  /** How what is put in place is spelled out there. */
  readonly put?: (plain: string) => string;
}

/** Reads a text that was found in `raw`, which begins at `from`, and carries what is found back to its place. */
export function inside(
  raw: string,
  from: number,
  { text = raw, at, put }: Way,
  scan: Scan,
  read: Reader,
): void {
  scan.budget.left -= text.length;
  if (scan.depth >= deepest || scan.budget.left < 0) {
    const end = from + raw.length;
    scan.found.push({ start: from, end, put: redacted, rule: 'too-deep', where: scan.where() });
    return;
  }
  const found: Finding[] = [];
  read(text, scanOf(scan, scan.depth + 1, found, scan.where));
  for (const one of found)
    scan.found.push({
      ...one,
      start: from + (at?.[one.start] ?? one.start),
      end: from + (at?.[one.end] ?? one.end),
      put: put?.(one.put) ?? one.put,
    });
}
