// Secrets in text of no known shape: `name=value` and `name: value`, headers, forms, URLs, tokens that are known by
// their looks, and texts hidden in other spellings.
import { type Finding, fromPercent, fromXml, redacted } from './findings.js';
import { isBase64 } from './known.js';
import { isSpared, verdictOf } from './names.js';
import { inside, type Scan, scanOf, shortestRun } from './scan.js';

/** Reads a text as prose, form, header or URL. */
export function scanText(text: string, scan: Scan): void {
  namedValues(text, scan);
  schemes(text, scan);
  privateKeys(text, scan);
  userInfo(text, scan);
  otherSpellings(text, scan);
  scanBase64(text, scan);
  const markup = /<[A-Za-z_!?]/.exec(text)?.index;
  if (markup !== undefined) inside(text.slice(markup), markup, {}, scan, scan.readers.xml);
  const brackets = /[{[]\s{0,8}["'{[A-Za-z]/.exec(text)?.index;
  if (brackets !== undefined) inside(text.slice(brackets), brackets, {}, scan, scan.readers.json);
}

function note(scan: Scan, start: number, end: number, rule: string): void {
  const where = scan.where() || `character ${start + 1}`;
  if (end > start) scan.found.push({ start, end, put: redacted, rule, where });
}

const longestName = 80;
const nameSign = /[\p{L}\d_.%-]/u;
const toLineEnd = /^(?:name:(?:authori[sz]ation|proxy authori[sz]ation|cookies?))$/;

/** A name that says secret, then `=` or `:`, then what must go. */
function namedValues(text: string, scan: Scan): void {
  const signs = /[=:]/g;
  for (let sign = signs.exec(text); sign !== null; sign = signs.exec(text)) {
    const at = sign.index;
    let end = at;
    while (end > 0 && at - end < 8 && /[\s"'\\\]]/.test(text[end - 1] as string)) end--;
    let start = end;
    while (start > 0 && end - start < longestName && nameSign.test(text[start - 1] as string))
      start--;
    if (start === end) continue;
    const verdict = verdictOf(fromPercent(text.slice(start, end)).text);
    if (verdict === undefined) continue;
    const value = valueAfter(text, at + 1, sign[0], toLineEnd.test(verdict.rule));
    if (!isSpared(verdict, text.slice(value.start, value.end)))
      note(scan, value.start, value.end, verdict.rule);
    signs.lastIndex = Math.max(at + 1, value.end);
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function valueAfter(text: string, from: number, sign: string, whole: boolean): Span {
  let start = from;
  while (start < text.length && (text[start] === ' ' || text[start] === '\t')) start++;
  if (whole) return { start, end: firstOf(text, /[\r\n]/g, start) };
  let slashes = start;
  while (text[slashes] === '\\') slashes++;
  const quote = text[slashes];
  if (quote === '"' || quote === "'")
    return { start: slashes + 1, end: closing(text, slashes + 1, quote, slashes - start) };
  // After `=` a blank ends it, as in forms; prose after a colon goes on to the end of the line or the list.
  const ends = sign === '=' ? /[\s&;"'>]|,\s/g : /[\r\n"]|[,;)}\]]\s|[}\])]$|&(?=\w+=)/g;
  return { start, end: firstOf(text, ends, start) };
}

/** A quote that is escaped as often as the one that opened. */
function closing(text: string, from: number, quote: string, slashes: number): number {
  let before = 0;
  for (let i = from; i < text.length; i++) {
    const sign = text[i];
    if (sign === '\\') before++;
    else {
      if (sign === quote && (before === slashes || (slashes === 0 && before % 2 === 0)))
        return i - before;
      before = 0;
    }
  }
  return text.length;
}

function firstOf(text: string, signs: RegExp, from: number): number {
  signs.lastIndex = from;
  return signs.exec(text)?.index ?? text.length;
}

/** `Bearer …` and its like. "Basic Call Logs" and "bearer capability" are no credentials. */
function schemes(text: string, scan: Scan): void {
  const names = /\b(bearer|basic|digest|hawk)[ \t]{1,8}/gi;
  for (let found = names.exec(text); found !== null; found = names.exec(text)) {
    const start = names.lastIndex;
    const scheme = (found[1] as string).toLowerCase();
    const end = firstOf(text, /[\s"'<>,;&\\]/g, start);
    const word = text.slice(start, end);
    const isOne =
      scheme === 'bearer'
        ? word.length >= 8 && (/[\d._~+/=]/.test(word) || word.length >= 24)
        : scheme === 'basic'
          ? word.length >= 4 &&
            Buffer.from(word.slice(0, 4096), 'base64').includes(':') &&
            isPrintable(word)
          : /^\w{1,20}=/.test(word);
    if (!isOne) continue;
    const last = scheme === 'digest' || scheme === 'hawk' ? firstOf(text, /[\r\n]/g, start) : end;
    note(scan, start, last, `scheme:${scheme}`);
    names.lastIndex = last;
  }
}

const isPrintable = (base64: string): boolean =>
  /^[\x20-\x7e\u0080-\uffff]*$/.test(Buffer.from(base64.slice(0, 4096), 'base64').toString('utf8'));

/** Tokens of three parts that begin as JSON does in base64. */
function webTokens(text: string, scan: Scan): void {
  let at = text.indexOf('eyJ');
  while (at >= 0) {
    let end = at;
    let dots = 0;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 46) dots++;
      else if (!isBase64(code)) break;
    }
    if (dots > 0 && end - at > 16) note(scan, at, end, 'web-token');
    at = text.indexOf('eyJ', end);
  }
}

function privateKeys(text: string, scan: Scan): void {
  let at = text.indexOf('-----BEGIN ');
  while (at >= 0) {
    const line = text.slice(at, at + 80);
    const next = text.indexOf('-----END ', at);
    const end = next < 0 ? text.length : next;
    if (/^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/.test(line)) note(scan, at, end, 'private-key');
    at = next < 0 ? -1 : text.indexOf('-----BEGIN ', end);
  }
}

/** `https://user:password@host`. */
function userInfo(text: string, scan: Scan): void {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    const host = text.slice(start, start + 1024);
    const sign = host.slice(0, firstOf(host, /[/?#\s"'<>\\]/g, 0)).lastIndexOf('@');
    if (sign > 0) note(scan, start, start + sign, 'url-user');
  }
}

function otherSpellings(text: string, scan: Scan): void {
  const { decoded } = scan.readers;
  if (text.includes('&')) {
    const plain = fromXml(text);
    const put = (clean: string) => clean.replace(/"/g, '&quot;');
    if (plain.at !== undefined) inside(text, 0, { ...plain, put }, scan, decoded);
  }
  if (/%[2-7][0-9a-f]/i.test(text)) {
    const plain = fromPercent(text);
    const put = (clean: string) => clean.replace(/"/g, '%22');
    if (plain.at !== undefined) inside(text, 0, { ...plain, put }, scan, decoded);
  }
}

const run = /[A-Za-z0-9+/_-]{12}/g;

/** Reads what runs of base64 hide. */
export function scanBase64(text: string, scan: Scan): void {
  webTokens(text, scan);
  run.lastIndex = 0;
  for (let found = run.exec(text); found !== null; found = run.exec(text)) {
    const start = found.index;
    let end = start;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (isBase64(code)) continue;
      // Mail breaks long runs into lines.
      const width = code === 13 && text[end + 1] === '\n' ? 2 : code === 10 ? 1 : 0;
      if (width === 0 || end - start < 60 || !isBase64(text.charCodeAt(end + width))) break;
      end += width - 1;
    }
    if (end - start >= shortestRun) tryBase64(text.slice(start, end), start, scan);
    run.lastIndex = end;
  }
}

function tryBase64(coded: string, from: number, scan: Scan): void {
  const bytes = Buffer.from(coded, 'base64');
  const plain = bytes.toString('utf8');
  // Most words that look like base64 decode to no text at all.
  if (/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(plain.slice(0, 64))) return;
  const found: Finding[] = [];
  inside(
    coded,
    0,
    { text: plain },
    scanOf(scan, scan.depth, found, scan.where),
    scan.readers.decoded,
  );
  const first = found[0];
  if (first !== undefined) note(scan, from, from + coded.length, `base64>${first.rule}`);
}
