// A strict streaming reader for the XML that OCI-P uses: text in, events out. No socket, no charset, no tree.
// Refuses what a conforming parser refuses, and DTDs, entity declarations and undue depth besides.
import { Fault } from '../fault.js';
import {
  type Attribute,
  isNCName,
  isQName,
  localOf,
  outermost,
  parseAttributes,
  resolved,
  type Scope,
  scopeOf,
  uriOf,
} from './xml-attributes.js';
import { clip, expand, linesOf, malformed, textOf } from './xml-text.js';

export type { Attribute } from './xml-attributes.js';

export interface XmlHandler {
  open(name: string, uri: string, attributes: readonly Attribute[]): void;
  /** Text may come in several pieces. */
  text(text: string): void;
  close(name: string): void;
  /** An element without attributes or children, all at once: the cells that tables are made of. */
  leaf(name: string, text: string): void;
}

const maxDepth = 64;
/** Longest tag or processing instruction, in characters. */
const maxTagLength = 65_536;
/** Longest name and largest number of names that are remembered once checked. */
const maxPlainName = 256;
const maxPlainTags = 1_000;

const declaration =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.0\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])[A-Za-z][A-Za-z0-9._-]*\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\3)?[ \t\r\n]*\?>$/;
const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

const noAttributes: readonly Attribute[] = [];

type Mode = 'content' | 'cdata' | 'comment' | 'pi';
const endOf = { cdata: ']]>', comment: '--', pi: '?>' } as const;

/** Reads one document. `write` as often as needed, until `done`. */
export class XmlReader {
  readonly #handler: XmlHandler;
  readonly #isExact: boolean;
  /** What the last write left unfinished: the beginning of a tag, an entity, a `]]`. */
  #rest = '';
  #mode: Mode = 'content';
  #started = false;
  #done = false;
  readonly #names: string[] = [];
  readonly #scopes: Scope[] = [outermost];
  /** Tags without attributes or prefix that were checked before, by their text. */
  readonly #plainTags = new Set<string>();
  /** The last element that held only text, and, once another of its name followed, what such elements look like. */
  #leafName = '';
  #leaf: RegExp | undefined;
  /** The last plain element that was followed by another of its name. */
  #turnName = '';
  #turn = '';
  #turnUri = '';
  #turnScope: Scope | undefined;
  /** The next places in the data that need more than copying, -1 when not looked up yet. */
  #nextAmpersand = -1;
  #nextReturn = -1;
  #nextCdataEnd = -1;

  /** `isExact`: also refuses namespaces with blanks around their names. */
  constructor(handler: XmlHandler, isExact = false) {
    this.#handler = handler;
    this.#isExact = isExact;
  }

  /** The root element is closed. */
  get done(): boolean {
    return this.#done;
  }

  write(text: string): void {
    if (forbidden.test(text)) throw malformed('it holds a character that XML forbids');
    const data = this.#rest === '' ? text : this.#rest + text;
    this.#rest = '';
    this.#nextAmpersand = -1;
    this.#nextReturn = -1;
    this.#nextCdataEnd = -1;
    let at = 0;
    if (!this.#started) {
      at = this.#readStart(data);
      if (at < 0) return;
    }
    while (at < data.length && at >= 0) {
      at = this.#mode === 'content' ? this.#readContent(data, at) : this.#readUntilEnd(data, at);
    }
  }

  /** Call when no more text can come. */
  end(): void {
    if (!this.#done) throw malformed('it ends before its root element does');
    if (this.#mode !== 'content' || this.#rest !== '') throw malformed('it ends inside a tag');
  }

  /** The declaration, if there is one. Returns where to go on, or -1 to wait for more. */
  #readStart(data: string): number {
    const opening = '<?xml';
    if (data.length <= opening.length && opening.startsWith(data)) return this.#keep(data, 0);
    this.#started = true;
    if (!data.startsWith(opening) || !/[ \t\r\n]/.test(data[opening.length] ?? '')) return 0;
    const end = data.indexOf('?>');
    if (end < 0) {
      this.#started = false;
      return this.#keep(data, 0);
    }
    if (!declaration.test(data.slice(0, end + 2))) throw malformed('its XML declaration is wrong');
    return end + 2;
  }

  /** Holds back an unfinished token for the next write. */
  #keep(data: string, from: number): -1 {
    checkLength(data.length - from);
    this.#rest = data.slice(from);
    return -1;
  }

  #readContent(data: string, at: number): number {
    if (this.#leaf !== undefined && this.#names.length < maxDepth) {
      const end = this.#readLeaves(data, at);
      if (end !== at) return end;
    }
    const tag = data.indexOf('<', at);
    if (tag !== at) {
      const end = tag < 0 ? data.length : tag;
      const read = this.#readText(data, at, end, tag < 0);
      if (tag < 0) return read < end ? this.#keep(data, read) : read;
    }
    if (tag + 1 >= data.length) return this.#keep(data, tag);
    const next = data.charCodeAt(tag + 1);
    if (next === 0x2f) return this.#readEndTag(data, tag);
    if (next === 0x21) return this.#readMarkup(data, tag);
    if (next === 0x3f) return this.#readInstruction(data, tag);
    return this.#readStartTag(data, tag);
  }

  /** The way nearly all bytes of a large table take: one `<col>text</col>` after the other, text without markup. */
  #readLeaves(data: string, from: number): number {
    const leaf = this.#leaf as RegExp;
    const name = this.#leafName;
    const { length } = name;
    let at = from;
    for (;;) {
      leaf.lastIndex = at;
      // `test` and `slice`, since an array for each cell is a third of the time.
      if (!leaf.test(data)) return at;
      const end = leaf.lastIndex;
      if (end - at === length + 3) this.#handler.leaf(name, '');
      else {
        if (this.#nextAmpersand < at) this.#nextAmpersand = found(data, '&', at);
        const text = data.slice(at + length + 2, end - length - 3);
        this.#handler.leaf(name, end <= this.#nextAmpersand ? text : expand(text));
      }
      at = end;
    }
  }

  /** Whether text can be copied as it is: no entity, carriage return or `]]>` in it. */
  #isPlain(data: string, from: number, to: number): boolean {
    if (this.#nextAmpersand < from) this.#nextAmpersand = found(data, '&', from);
    if (this.#nextReturn < from) this.#nextReturn = found(data, '\r', from);
    if (this.#nextCdataEnd < from) this.#nextCdataEnd = found(data, ']]>', from);
    return to <= this.#nextAmpersand && to <= this.#nextReturn && to <= this.#nextCdataEnd;
  }

  /** Emits text; returns where it stopped. `more`: the text may go on in the next write. */
  #readText(data: string, from: number, to: number, more: boolean): number {
    let end = to;
    if (this.#names.length === 0) {
      if (/[^ \t\r\n]/.test(data.slice(from, end))) throw malformed('it has text outside its root');
      return end;
    }
    if (more) {
      // An entity, a line end or a `]]>` may be cut in half here.
      const amp = data.lastIndexOf('&', to - 1);
      if (amp >= from && data.indexOf(';', amp) < 0) {
        if (to - amp > 12) throw malformed('an ampersand is not the beginning of an entity');
        end = amp;
      }
      while (end > from && (data[end - 1] === ']' || data[end - 1] === '\r') && to - end < 3) end--;
    }
    if (end === from) return end;
    const text = data.slice(from, end);
    this.#handler.text(this.#isPlain(data, from, end) ? text : textOf(text));
    return end;
  }

  #readEndTag(data: string, at: number): number {
    const end = data.indexOf('>', at);
    if (end < 0) return this.#keep(data, at);
    const name = this.#names.at(-1);
    // `</row><row>`: the same place in the tree, so nothing has to be looked up again.
    if (name === this.#turnName && data.startsWith(this.#turn, at) && this.#isSameTurn()) {
      this.#handler.close(name);
      this.#handler.open(name, this.#turnUri, noAttributes);
      return at + this.#turn.length;
    }
    this.#names.pop();
    checkLength(end - at);
    const written = data.slice(at + 2, end);
    if (name === undefined || (written !== name && !isNameAndBlanks(written, name)))
      throw malformed(`the end tag </${clip(written)}> closes nothing`);
    this.#scopes.pop();
    this.#closed(name);
    if (this.#plainTags.has(name) && data.startsWith(`<${name}>`, end + 1)) {
      this.#turnName = name;
      this.#turn = `</${name}><${name}>`;
      this.#turnScope = this.#scopes.at(-1) as Scope;
      this.#turnUri = uriOf(name, this.#turnScope);
    }
    return end + 1;
  }

  /** Whether both the open element and its parent have the namespaces of the turn. The root has no next. */
  #isSameTurn(): boolean {
    const scopes = this.#scopes;
    const scope = this.#turnScope;
    return this.#names.length > 1 && scopes.at(-1) === scope && scopes.at(-2) === scope;
  }

  #closed(name: string): void {
    this.#handler.close(localOf(name));
    if (this.#names.length > 0) return;
    this.#done = true;
    this.#leaf = undefined;
  }

  /** Comment or CDATA; everything else with `<!` declares something, and nothing may be declared. */
  #readMarkup(data: string, at: number): number {
    const head = data.slice(at, at + 9);
    if (head.startsWith('<!--')) {
      this.#mode = 'comment';
      return at + 4;
    }
    if (head === '<![CDATA[') {
      if (this.#names.length === 0) throw malformed('it has text outside its root');
      this.#mode = 'cdata';
      return at + 9;
    }
    if ('<!--'.startsWith(head) || '<![CDATA['.startsWith(head)) return this.#keep(data, at);
    throw malformed('it declares a document type or an entity, which OCI-P never does');
  }

  #readInstruction(data: string, at: number): number {
    const end = data.indexOf('?>', at);
    if (end < 0) return this.#keep(data, at);
    checkLength(end - at);
    const target = /^[^ \t\r\n]*/.exec(data.slice(at + 2, end))?.[0] ?? '';
    if (!isNCName.test(target) || target.toLowerCase() === 'xml')
      throw malformed('it has a wrong processing instruction');
    this.#mode = 'pi';
    return end;
  }

  /** The inside of CDATA, comments and instructions, which may be long and come in pieces. */
  #readUntilEnd(data: string, at: number): number {
    const mode = this.#mode as keyof typeof endOf;
    const mark = endOf[mode];
    const found = data.indexOf(mark, at);
    if (found < 0) {
      let end = Math.max(at, data.length - (mark.length - 1));
      if (mode === 'cdata' && data[end - 1] === '\r') end--;
      if (mode === 'cdata' && end > at) this.#handler.text(linesOf(data.slice(at, end)));
      return end < data.length ? this.#keep(data, end) : end;
    }
    if (mode === 'cdata' && found > at) this.#handler.text(linesOf(data.slice(at, found)));
    if (mode === 'comment') {
      if (found + 2 >= data.length) return this.#keep(data, found);
      if (data[found + 2] !== '>') throw malformed('a comment holds two dashes');
    }
    this.#mode = 'content';
    return found + (mode === 'comment' ? 3 : mark.length);
  }

  #readStartTag(data: string, at: number): number {
    if (this.#done) throw malformed('something follows its root element');
    const end = data.indexOf('>', at);
    if (end < 0) return this.#keep(data, at);
    const inside = data.slice(at + 1, end);
    if (this.#plainTags.has(inside)) {
      this.#open(inside, this.#scopes.at(-1) as Scope, noAttributes);
      return this.#learnLeaf(data, inside, end + 1);
    }
    if (inside.length <= maxPlainName && /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(inside)) {
      if (this.#plainTags.size < maxPlainTags) this.#plainTags.add(inside);
      this.#open(inside, this.#scopes.at(-1) as Scope, noAttributes);
      return this.#learnLeaf(data, inside, end + 1);
    }
    return this.#readTagWithAttributes(data, at);
  }

  /** Two elements of one name in a row that hold only text: more are likely to follow. */
  #learnLeaf(data: string, name: string, from: number): number {
    const to = data.indexOf('<', from);
    if (to < 0 || !data.startsWith(`</${name}>`, to)) return from;
    if (this.#leafName !== name) this.#leaf = undefined;
    else if (this.#leaf === undefined) {
      const text = name.replace(/[.-]/g, '\\$&');
      this.#leaf = new RegExp(`<${text}>[^<\\r\\]]*</${text}>|<${text}/>`, 'y');
    }
    this.#leafName = name;
    return from;
  }

  #open(name: string, scope: Scope, attributes: readonly Attribute[]): void {
    if (this.#names.length >= maxDepth)
      throw new Fault('OCIP_TOO_LARGE', `elements are nested deeper than ${maxDepth}`);
    this.#names.push(name);
    this.#scopes.push(scope);
    this.#handler.open(localOf(name), uriOf(name, scope), attributes);
  }

  #readTagWithAttributes(data: string, at: number): number {
    const name = /[^ \t\r\n/>=]*/y;
    name.lastIndex = at + 1;
    const written = name.exec(data)?.[0] ?? '';
    const parsed = parseAttributes(data, at + 1 + written.length);
    if (parsed === undefined) return this.#keep(data, at);
    checkLength(parsed.end - at);
    if (!isQName.test(written)) throw malformed(`<${clip(written)}> is not an element name`);
    const outer = this.#scopes.at(-1) as Scope;
    const scope = scopeOf(outer, parsed.attributes, this.#isExact);
    this.#open(written, scope, resolved(scope, parsed.attributes));
    if (parsed.empty) {
      this.#names.pop();
      this.#scopes.pop();
      this.#closed(written);
    }
    return parsed.end;
  }
}

function checkLength(length: number): void {
  if (length > maxTagLength)
    throw new Fault('OCIP_TOO_LARGE', `a tag is longer than ${maxTagLength} characters`);
}

const isNameAndBlanks = (written: string, name: string) =>
  written.startsWith(name) && /^[ \t\r\n]+$/.test(written.slice(name.length));

/** Where `what` is next, or past every end. */
function found(data: string, what: string, from: number): number {
  const at = data.indexOf(what, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}
