// Secrets in JSON, well formed or not, at any depth: by key, by name beside value, and in whatever texts hold. Keys
// and texts may stand in single quotes or none, as people and Python write them.
import { fromJson, redacted } from './findings.js';
import { isSpared, type NameVerdict, verdictOf } from './names.js';
import { innocent, isSilent, type Scan, scanJsonValue, scanOf, scanValue } from './scan.js';

interface Frame {
  readonly isArray: boolean;
  key: string;
  index: number;
  verdict: NameVerdict | undefined;
  isValue: boolean;
  /** `{"name": "password", "value": …}`: what its name says, and the value when it came first. */
  pair: NameVerdict | undefined;
  value: { readonly start: number; readonly end: number; readonly quoted: boolean } | undefined;
}

/** Keys of a name, and of the value that stands beside it. */
const keyKinds: Readonly<Record<string, 'name' | 'value'>> = {
  __proto__: null as never,
  name: 'name',
  key: 'name',
  field: 'name',
  header: 'name',
  attribute: 'name',
  param: 'name',
  parameter: 'name',
  property: 'name',
  value: 'value',
  values: 'value',
  val: 'value',
  content: 'value',
  data: 'value',
  text: 'value',
};
/** Key and value as most are. Read in one go, because in a process that has just started every step of ours is slow. */
const plainPair = new RegExp(
  `"([\\w ]{1,60})":[\\t-\\r ]*(?:"(${innocent})"|(?:true|false|null|-?\\d{1,15})(?=[\\t-\\r ]*[,}]))`,
  'y',
);
const noBlank = /[^\t-\r ]/g;
const blank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
/** Signs that end a bare word. */
const structure = /[,:{}[\]"\n]/g;

class JsonScan {
  readonly #text: string;
  readonly #scan: Scan;
  readonly #frames: Frame[] = [frame(false)];

  constructor(text: string, scan: Scan) {
    this.#text = text;
    this.#scan = scanOf(scan, scan.depth, scan.found, () => this.#path(scan.where()));
  }

  run(): void {
    const text = this.#text;
    let i = 0;
    while (i < text.length) {
      const code = text.charCodeAt(i);
      if (code === 34) i = this.#plainPair(i) || this.#sign('"', i);
      else if (blank(code)) {
        noBlank.lastIndex = i;
        i = noBlank.exec(text)?.index ?? text.length;
      } else i = this.#sign(text[i] as string, i);
    }
  }

  /** Where a pair ends that nothing can be wrong with; 0 when it must be read. */
  #plainPair(at: number): number {
    const top = this.#top;
    if (top.isArray || top.isValue) return 0;
    plainPair.lastIndex = at;
    const [, key = '', value] = plainPair.exec(this.#text) ?? [];
    if (key === '' || verdictOf(key) !== undefined) return 0;
    if (key.length <= 9 && keyKinds[key.toLowerCase()] !== undefined) return 0;
    if (value !== undefined && value.length > 14 && !isSilent(value)) return 0;
    this.#ended();
    return plainPair.lastIndex;
  }

  get #top(): Frame {
    return this.#frames.at(-1) as Frame;
  }

  #sign(sign: string, at: number): number {
    const top = this.#top;
    if (sign === '{' || sign === '[') return this.#enter(sign === '[', at);
    if (sign === '}' || sign === ']') {
      if (this.#frames.length > 1) this.#frames.pop();
      this.#ended();
      return at + 1;
    }
    if (sign === ',') {
      this.#ended();
      top.index++;
      return at + 1;
    }
    if (sign === ':') {
      top.isValue = true;
      return at + 1;
    }
    if (sign === '"' || (sign === "'" && this.#mayQuote(at))) return this.#string(sign, at);
    return this.#bare(at);
  }

  /** An apostrophe begins a text only where a text may begin. */
  #mayQuote(at: number): boolean {
    let i = at - 1;
    while (i >= 0 && blank(this.#text.charCodeAt(i))) i--;
    return i >= 0 && '{[,:'.includes(this.#text[i] as string);
  }

  #enter(isArray: boolean, at: number): number {
    const top = this.#top;
    if (top.verdict !== undefined) {
      const end = endOfBrackets(this.#text, at);
      this.#take(at, end, top.verdict, true);
      this.#ended();
      return end;
    }
    this.#frames.push(frame(isArray));
    return at + 1;
  }

  #string(quote: string, at: number): number {
    const text = this.#text;
    const end = endOfString(text, at + 1, quote);
    const next = Math.min(text.length, end + 1);
    if (!this.#top.isValue && this.#isKey(next)) {
      this.#key(fromJson(text.slice(at + 1, end)).text);
      return next;
    }
    this.#value(at + 1, end, false);
    return next;
  }

  /** Words without quotes: numbers, `True`, or no JSON at all. */
  #bare(at: number): number {
    const text = this.#text;
    const top = this.#top;
    structure.lastIndex = at + 1;
    let end = structure.exec(text)?.index ?? text.length;
    if (top.isValue && top.verdict !== undefined) {
      while (end < text.length && !/[,}\]\n]/.test(text[end] as string)) end++;
    } else if (!top.isValue && text[end] === ':') {
      const words = text.slice(at, end).trim().split(/\s+/);
      scanValue(text, at, end, this.#scan);
      this.#key((words.at(-1) as string).slice(-200));
      return end;
    }
    let last = end;
    while (last > at && blank(text.charCodeAt(last - 1))) last--;
    this.#value(at, last, true);
    return end;
  }

  #isKey(from: number): boolean {
    let i = from;
    while (i < this.#text.length && blank(this.#text.charCodeAt(i))) i++;
    return this.#text[i] === ':';
  }

  #key(name: string): void {
    const top = this.#top;
    top.key = name;
    top.verdict = verdictOf(name);
    if (top.pair !== undefined && keyKinds[name.toLowerCase()] === 'value')
      top.verdict ??= top.pair;
  }

  #value(start: number, end: number, isBare: boolean): void {
    const top = this.#top;
    const text = this.#text;
    if (top.verdict !== undefined) this.#take(start, end, top.verdict, isBare);
    else if (isBare) {
      scanValue(text, start, end, this.#scan);
    } else scanJsonValue(text, start, end, this.#scan);
    if (!top.isValue) return;
    const kind = top.key.length > 9 ? undefined : keyKinds[top.key.toLowerCase()];
    if (kind === 'name') {
      top.pair = verdictOf(fromJson(text.slice(start, Math.min(end, start + 200))).text);
      if (top.pair !== undefined && top.value !== undefined)
        this.#take(top.value.start, top.value.end, top.pair, top.value.quoted);
    } else if (kind === 'value') top.value = { start, end, quoted: isBare };
    this.#ended();
  }

  #ended(): void {
    const top = this.#top;
    top.verdict = undefined;
    top.isValue = false;
    if (!top.isArray) top.key = '';
  }

  #take(start: number, end: number, verdict: NameVerdict, needsQuotes: boolean): void {
    const value = this.#text.slice(start, Math.min(end, start + 41));
    if (isSpared(verdict, value) || /^(?:true|false|null|None|True|False)$/.test(value)) return;
    const put = needsQuotes ? `"${redacted}"` : redacted;
    this.#scan.found.push({ start, end, put, rule: verdict.rule, where: this.#scan.where() });
  }

  #path(before: string): string {
    const steps = this.#frames
      .slice(0, 40)
      .map((one) =>
        one.isArray ? `[${one.index}]` : one.key === '' ? '' : `.${one.key.slice(0, 60)}`,
      );
    return `${before}$${steps.join('')}`;
  }
}

/** Reads a text as JSON, from its first character. */
export function scanJson(text: string, scan: Scan): void {
  new JsonScan(text, scan).run();
}

function frame(isArray: boolean): Frame {
  return {
    isArray,
    key: '',
    index: 0,
    verdict: undefined,
    isValue: false,
    pair: undefined,
    value: undefined,
  };
}

function endOfString(text: string, from: number, quote: string): number {
  const code = quote.charCodeAt(0);
  for (let i = from; i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (sign === code) return i;
    if (sign === 92) i++;
  }
  return text.length;
}

/** Behind the bracket that closes the one at `at`. */
function endOfBrackets(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const sign = text[i];
    if (sign === '"') i = endOfString(text, i + 1, '"');
    else if (sign === '{' || sign === '[') depth++;
    else if ((sign === '}' || sign === ']') && --depth === 0) return i + 1;
  }
  return text.length;
}
