// Small XML documents that people send to elements: text in, a tree out, and texts made safe on the way back.
import { type Attribute, XmlReader } from '../../ocip/index.js';

export interface XmlNode {
  readonly name: string;
  readonly uri: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly XmlNode[];
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly uri: string;
  readonly attributes: readonly Attribute[];
  readonly children: XmlNode[];
  text: string;
}

/** The bytes as their declaration says: ISO-8859-1 or else UTF-8. */
function decoded(bytes: Buffer): string {
  const head = bytes.subarray(0, 200).toString('latin1');
  const isLatin1 = /^<\?xml[^>]*encoding=["']ISO-8859-1["']/i.test(head);
  return bytes.toString(isLatin1 ? 'latin1' : 'utf8').replace(/^\uFEFF/, '');
}

/** The root of a document; undefined when it is not well-formed, has a DTD, or goes too deep. */
export function xmlTree(bytes: Buffer): XmlNode | undefined {
  const top: Open = { name: '', uri: '', attributes: [], children: [], text: '' };
  const open: Open[] = [top];
  const reader = new XmlReader({
    open: (name, uri, attributes) => {
      const node: Open = { name, uri, attributes, children: [], text: '' };
      open.at(-1)?.children.push(node);
      open.push(node);
    },
    text: (text) => {
      const node = open.at(-1);
      if (node !== undefined) node.text += text;
    },
    close: () => {
      open.pop();
    },
    leaf: (name, text) => {
      const parent = open.at(-1);
      parent?.children.push({ name, uri: parent.uri, attributes: [], children: [], text });
    },
  });
  try {
    reader.write(decoded(bytes));
    reader.end();
  } catch {
    return undefined;
  }
  return top.children[0];
}

/** The value of an attribute without a namespace, whatever the case of its name. */
export function attributeOf(node: XmlNode, name: string): string | undefined {
  return node.attributes.find((one) => one.uri === '' && one.name.toLowerCase() === name)?.value;
}

/** Every node from the top, each as the way down to it. */
export function* waysIn(
  node: XmlNode,
  above: readonly XmlNode[] = [],
): Generator<readonly XmlNode[]> {
  const way = [...above, node];
  yield way;
  for (const child of node.children) yield* waysIn(child, way);
}

/** A text as it may stand between tags and in attributes. */
export function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
