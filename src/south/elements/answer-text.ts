// What is in an answer: text by its character set, XML as a small tree, JSON. Untrusted: no DTD, no entities, bounded
// depth and size.
import { asFault, Fault } from '../../fault.js';
import { type Attribute, CharsetDecoder, type XmlHandler, XmlReader } from '../../ocip/index.js';

export interface XmlNode {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  text: string;
  readonly children: XmlNode[];
}

/** More is checked, but not kept: what tells of success or failure stands at the beginning. */
export const mostNodes = 20_000;
const longestText = 16_384;
/** The reader's own. */
export const mostDepth = 64;

class TreeBuilder implements XmlHandler {
  readonly #maxDepth: number;
  /** Undefined for those that are not kept. */
  readonly #open: (XmlNode | undefined)[] = [];
  #count = 0;
  root: XmlNode | undefined;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  open(name: string, _uri: string, attributes: readonly Attribute[]): void {
    if (this.#open.length >= this.#maxDepth)
      throw new Fault('OCIP_TOO_LARGE', `its elements are nested deeper than ${this.#maxDepth}`);
    const above = this.#open.at(-1);
    const isKept = this.#count++ < mostNodes && (above !== undefined || this.root === undefined);
    const node: XmlNode | undefined = isKept
      ? { name, attributes, text: '', children: [] }
      : undefined;
    this.root ??= node;
    if (node !== undefined) above?.children.push(node);
    this.#open.push(node);
  }

  text(text: string): void {
    const node = this.#open.at(-1);
    if (node !== undefined && node.text.length < longestText)
      node.text += text.slice(0, longestText - node.text.length);
  }

  close(): void {
    this.#open.pop();
  }

  leaf(name: string, text: string): void {
    this.open(name, '', []);
    this.text(text);
    this.close();
  }
}

/** Reads a whole document. Throws SOUTH_PROTOCOL, or OCIP_TOO_LARGE when it is too deep; the words hold no content. */
export function readXml(bytes: Buffer, contentType: string, maxDepth = mostDepth): XmlNode {
  const builder = new TreeBuilder(maxDepth);
  try {
    const reader = new XmlReader(builder);
    reader.write(new CharsetDecoder(charsetOf(contentType)).write(bytes));
    reader.end();
    if (builder.root !== undefined) return builder.root;
  } catch (thrown) {
    const { code, message } = asFault(thrown);
    // The reader is that of OCI-P, and says so.
    const words = message
      .replace(/^the document is not well-formed: /, '')
      .replace(', which OCI-P never does', '');
    throw new Fault(code === 'OCIP_TOO_LARGE' ? code : 'SOUTH_PROTOCOL', words);
  }
  throw new Fault('SOUTH_PROTOCOL', 'it has no root element');
}

/** Reads JSON; undefined when it is none. */
export function readJson(bytes: Buffer, contentType: string): unknown {
  try {
    return JSON.parse(textOf(bytes, contentType));
  } catch {
    return undefined;
  }
}

function textOf(bytes: Buffer, contentType: string): string {
  try {
    return new TextDecoder(charsetOf(contentType) ?? 'utf-8').decode(bytes);
  } catch {
    // A set that nobody knows.
    return new TextDecoder().decode(bytes);
  }
}

function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1];
}
