// What the body of a request calls, by names that were read from it: never by text that happens to stand in it. Pure.
import { mostNodes, readXml, type XmlNode } from './answer-text.js';

/** Names in a body of XML. */
interface BodyNames {
  /** Of the method, when it is a call of XML-RPC. */
  readonly rpc?: string;
  readonly root: string;
  /** Of the elements right below the root. */
  readonly commands: readonly string[];
  /** Of all elements. */
  readonly all: readonly string[];
  /** Nothing in it that readers are known to take differently; else nobody can say that it only reads. */
  readonly isPlain: boolean;
}

/** More is not read. */
const mostBytes = 262_144;
/** Sets in which every reader sees the same tags. */
const plainSet = /^(?:utf-?8|us-ascii|iso-8859-1|windows-1252)$/i;

/** Whether it is, or is meant as, XML: its first sign. */
export const looksLikeXml = (body: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?\s*</.test(body.toString('latin1', 0, 1000));

/** Reads the names; undefined when it is no XML, or cannot be read as a whole. Never throws. */
export function namesIn(body: Buffer | undefined, contentType = ''): BodyNames | undefined {
  if (body === undefined || body.length > mostBytes || !looksLikeXml(body)) return undefined;
  let tree: XmlNode;
  try {
    tree = readXml(body, contentType);
  } catch {
    return undefined;
  }
  const all = namesBelow(tree);
  // Of those beyond, none was kept.
  if (all.length >= mostNodes) return undefined;
  const names = {
    root: tree.name,
    commands: tree.children.map(({ name }) => name),
    all,
    isPlain: isPlain(body, contentType),
  };
  if (tree.name !== 'methodCall') return names;
  const rpc = methodOf(tree);
  return rpc === undefined ? undefined : { ...names, rpc };
}

function namesBelow(root: XmlNode): readonly string[] {
  const names: string[] = [];
  const visit = (node: XmlNode) => {
    names.push(node.name);
    node.children.forEach(visit);
  };
  visit(root);
  return names;
}

/** Of a call that is exactly one method and its parameters. */
function methodOf({ children }: XmlNode): string | undefined {
  const [method, ...others] = children.filter(({ name }) => name !== 'params');
  if (method?.name !== 'methodName' || others.length > 0 || method.children.length > 0)
    return undefined;
  const name = method.text.trim();
  return /^[\w.:/-]{1,200}$/.test(name) ? name : undefined;
}

/** Without comments, CDATA and instructions, which some readers take for text and others cut it at. */
function isPlain(body: Buffer, contentType: string): boolean {
  const text = body.toString('latin1');
  if (/<!|<\?(?!xml\s)|\0/.test(text)) return false;
  const said = [
    /charset\s*=\s*["']?([^"';\s]*)/i.exec(contentType),
    /^[^<]*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)/.exec(text),
  ];
  return said.every((one) => one === null || plainSet.test(one[1] as string));
}
