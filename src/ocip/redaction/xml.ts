// Secrets in XML, well formed or not: by the name of element or attribute, by the heading of a column of a table, and
// in whatever texts, comments and CDATA sections hold. Every character belongs to something that is looked at.
import { redacted } from './findings.js';
import { codeVerdict, commandsWithCodes, isSpared, type NameVerdict, verdictOf } from './names.js';
import { innocent, isSilent, type Scan, scanOf, scanValue } from './scan.js';

/** Deeper than that a path is not told in full. */
const longestPath = 40;

/** Attributes that say what an element is, not what it holds. */
const harmless = /^(?:xmlns(?::.*)?|xsi:.*|xml:.*|type|encoding|algorithm)$/i;

/** A row of a table as most are. Read in one go, because in a process that has just started every step of ours is slow. */
const plainRow = new RegExp(`<row>(?:<col>${innocent}</col>|<col/>){0,40}</row>`, 'y');

class XmlScan {
  readonly #text: string;
  readonly #scan: Scan;
  readonly #open: string[] = [];
  /** The secret element we are in, and how many of the same name are open in it. */
  #secret: { readonly name: string; readonly verdict: NameVerdict; depth: number } | undefined;
  /** The marker stands already, and no tag came since. */
  #isMarked = false;
  #command = '';
  /** Secret columns of the table, as far as its headings were read; `column` of the row. */
  #headings: (NameVerdict | undefined)[] = [];
  #rowsBegan = false;
  #column = -1;
  /** A `name` element said that the `value` beside it is secret. */
  #pair: NameVerdict | undefined;

  constructor(text: string, scan: Scan) {
    this.#text = text;
    this.#scan = scanOf(scan, scan.depth, scan.found, () => this.#path(scan.where()));
  }

  run(): void {
    const text = this.#text;
    let at = 0;
    while (at < text.length) {
      const tag = text.indexOf('<', at);
      const end = tag < 0 ? text.length : tag;
      if (end > at) this.#data(at, end);
      at = tag < 0 ? text.length : this.#plainRow(tag) || this.#markup(tag);
    }
  }

  /** Where a row ends that nothing can be wrong with; 0 when it must be read. */
  #plainRow(at: number): number {
    if (this.#hasSecretColumn || this.#secret !== undefined) return 0;
    if (this.#attributePair !== undefined || this.#text.charCodeAt(at + 1) !== 114) return 0;
    plainRow.lastIndex = at;
    if (!plainRow.test(this.#text)) return 0;
    const row = this.#text.slice(at, plainRow.lastIndex);
    if (!isSilent(row)) return 0;
    this.#isMarked = false;
    this.#pair = undefined;
    this.#rowsBegan = true;
    this.#column = row.split('<col').length - 2;
    return at + row.length;
  }

  get #hasSecretColumn(): boolean {
    return this.#headings.some((verdict) => verdict !== undefined);
  }

  /** Reads what begins with `<`; gives where it ends. */
  #markup(at: number): number {
    const text = this.#text;
    const next = text[at + 1] ?? '';
    if (next === '!') {
      if (text.startsWith('<![CDATA[', at)) return this.#upTo(at + 9, ']]>');
      return text.startsWith('<!--', at) ? this.#upTo(at + 4, '-->') : this.#upTo(at + 2, '>');
    }
    if (next === '?') return this.#upTo(at + 2, '?>');
    if (next === '/') {
      const end = endOf(text, '>', at);
      const name = text.slice(at + 2, Math.min(end, at + 200));
      this.#close(localName(isBlank(name.charCodeAt(name.length - 1)) ? name.trim() : name));
      return Math.min(text.length, end + 1);
    }
    if (!beginsName(text.charCodeAt(at + 1))) {
      this.#data(at, at + 1);
      return at + 1;
    }
    return this.#tag(at);
  }

  #upTo(from: number, sign: string): number {
    const end = endOf(this.#text, sign, from);
    this.#data(from, end);
    return Math.min(this.#text.length, end + sign.length);
  }

  #tag(at: number): number {
    const text = this.#text;
    let i = at + 1;
    while (i < text.length && !endsName(text.charCodeAt(i))) i++;
    const name = localName(text.slice(at + 1, Math.min(i, at + 200)));
    this.#isMarked = false;
    let attributes = none;
    if (text.charCodeAt(i) !== 62) {
      attributes = [];
      i = readAttributes(text, i, attributes);
    }
    const isEmpty = text[i] === '/';
    if (isEmpty) i++;
    const verdict = this.#elementVerdict(name, attributes);
    if (attributes !== none) this.#attributes(name, attributes, verdict);
    if (isEmpty) {
      if (name === 'col') this.#column++;
    } else this.#enter(name, verdict);
    return text[i] === '>' ? i + 1 : i;
  }

  #elementVerdict(name: string, attributes: readonly Place[]): NameVerdict | undefined {
    if (name === 'command') {
      this.#command =
        attributes.find((one) => localName(one.name) === 'type' && one.name !== 'type')?.value ??
        '';
      this.#headings = [];
    }
    const pair = this.#pair;
    if (name !== 'name') this.#pair = undefined;
    if (pair !== undefined && name === 'value') return pair;
    // It ties the messages of a conversation together, and is good for nothing on another connection.
    if (name === 'sessionId' && this.#open.at(-1) === 'BroadsoftDocument') return undefined;
    if (name === 'code' && commandsWithCodes.test(this.#command)) return codeVerdict;
    if (name === 'col') return this.#headings[this.#column + 1];
    return verdictOf(name);
  }

  #attributes(name: string, attributes: readonly Place[], verdict?: NameVerdict): void {
    const naming = attributes.find((one) => /^(?:name|key|field|id)$/i.test(one.name));
    const pair = naming === undefined ? undefined : verdictOf(naming.value);
    if (pair !== undefined && this.#secret === undefined) this.#pair = pair;
    for (const one of attributes) {
      const inPair = pair !== undefined && one !== naming ? pair : undefined;
      const why = this.#secret?.verdict ?? verdict ?? inPair;
      const own = verdictOf(localName(one.name)) ?? (harmless.test(one.name) ? undefined : why);
      if (own === undefined) scanValue(this.#text, one.start, one.end, this.#scan);
      else this.#take(one.start, one.end, own, `${name}/@${one.name}`);
    }
    // <param name="password">text</param>
    if (pair !== undefined && verdict === undefined) this.#attributePair = pair;
  }

  #attributePair: NameVerdict | undefined;

  #enter(name: string, verdict: NameVerdict | undefined): void {
    this.#open.push(name);
    const secret = verdict ?? this.#attributePair;
    this.#attributePair = undefined;
    if (this.#secret !== undefined) {
      if (this.#secret.name === name) this.#secret.depth++;
    } else if (secret !== undefined) this.#secret = { name, verdict: secret, depth: 1 };
    if (name === 'colHeading' && this.#rowsBegan) {
      this.#headings = [];
      this.#rowsBegan = false;
    }
    if (name === 'row') {
      this.#rowsBegan = true;
      this.#column = -1;
    }
    if (name === 'col') this.#column++;
  }

  #close(name: string): void {
    this.#isMarked = false;
    // A missing end tag, or one too many, must not shift what is open for long.
    const top = this.#open.length - 1;
    if (this.#open[top] === name) this.#open.pop();
    else if (this.#open[top - 1] === name) this.#open.length -= 2;
    if (this.#secret?.name === name && --this.#secret.depth === 0) this.#secret = undefined;
    if (name.endsWith('Table')) this.#headings = [];
  }

  #data(from: number, to: number): void {
    const text = this.#text;
    const element = this.#open.at(-1);
    if (element === 'colHeading') {
      const heading = text.slice(from, to).trim();
      const isCode = heading === 'Code' && commandsWithCodes.test(this.#command);
      const verdict = isCode ? codeVerdict : verdictOf(heading);
      this.#headings.push(verdict && { ...verdict, rule: `column:${heading.slice(0, 60)}` });
      return;
    }
    if (this.#secret !== undefined) {
      this.#take(from, to, this.#secret.verdict);
      return;
    }
    if (element === 'name')
      this.#pair = verdictOf(text.slice(from, Math.min(to, from + 200)).trim());
    scanValue(text, from, to, this.#scan);
  }

  #take(from: number, to: number, verdict: NameVerdict, attribute?: string): void {
    const value = this.#text.slice(from, to);
    // Layout between the elements of a secret one.
    if (/^\s*$/.test(value) && (value === '' || value.includes('\n'))) return;
    if (isSpared(verdict, value)) return;
    const marked = attribute === undefined && this.#isMarked;
    if (attribute === undefined) this.#isMarked = true;
    const where =
      attribute === undefined ? this.#scan.where() : `${this.#scan.where()}/${attribute}`;
    const put = marked ? '' : redacted;
    this.#scan.found.push({ start: from, end: to, put, rule: verdict.rule, where });
  }

  #path(before: string): string {
    const shown = this.#open.slice(-longestPath);
    return `${before}${this.#open.length > shown.length ? '/…' : ''}/${shown.join('/')}`;
  }
}

/** Reads a text as XML, from its first character. */
export function scanXml(text: string, scan: Scan): void {
  new XmlScan(text, scan).run();
}

interface Place {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Reads attributes from `at` to the end of the tag; gives the place of its `/` or `>`, or where it breaks off. */
function readAttributes(text: string, at: number, into: Place[]): number {
  let i = at;
  for (;;) {
    while (i < text.length && isBlank(text.charCodeAt(i))) i++;
    const sign = text[i];
    if (sign === undefined || sign === '>' || sign === '<') return i;
    if (sign === '/') {
      if (text[i + 1] === '>') return i;
      i++;
      continue;
    }
    const from = i;
    while (i < text.length && text[i] !== '=' && !endsName(text.charCodeAt(i))) i++;
    const name = text.slice(from, Math.min(i, from + 200));
    while (i < text.length && isBlank(text.charCodeAt(i))) i++;
    // A stray sign, or an attribute without a value.
    if (text[i] !== '=') {
      if (i === from) i++;
      continue;
    }
    i++;
    while (i < text.length && isBlank(text.charCodeAt(i))) i++;
    const quote = text[i];
    let start = i;
    if (quote === '"' || quote === "'") {
      start = i + 1;
      i = endOf(text, quote, start);
    } else while (i < text.length && text[i] !== '>' && !isBlank(text.charCodeAt(i))) i++;
    into.push({ name, value: text.slice(start, i), start, end: i });
    if (quote === '"' || quote === "'") i = Math.min(text.length, i + 1);
  }
}

const none: Place[] = [];

const endsName = (code: number): boolean =>
  code === 62 || code === 60 || code === 47 || isBlank(code);

const beginsName = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

function endOf(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at < 0 ? text.length : at;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
