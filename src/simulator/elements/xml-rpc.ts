// XML-RPC as a server reads and writes it: a method with parameters in, a value or a fault out.
import { type ElementReply, xml } from './element.js';
import { type XmlNode, xmlText, xmlTree } from './xml-tree.js';

export type RpcValue =
  | string
  | number
  | boolean
  | readonly RpcValue[]
  | { readonly [name: string]: RpcValue };

export interface RpcCall {
  readonly method: string;
  readonly parameters: readonly RpcValue[];
}

const childOf = (node: XmlNode | undefined, name: string) =>
  node?.children.find((child) => child.name === name);

/** The value of a `<value>`; undefined for a type that is not known or a text that does not fit it. */
function valueIn(node: XmlNode | undefined): RpcValue | undefined {
  if (node?.name !== 'value') return undefined;
  const [typed] = node.children;
  if (typed === undefined) return node.text;
  const text = typed.text.trim();
  switch (typed.name) {
    case 'string':
      return typed.text;
    case 'boolean':
      return text === '1' ? true : text === '0' ? false : undefined;
    case 'int':
    case 'i4':
      return /^[-+]?\d{1,10}$/.test(text) ? Number(text) : undefined;
    case 'array': {
      const items = childOf(typed, 'data')?.children.map(valueIn) ?? [];
      return items.includes(undefined) ? undefined : (items as RpcValue[]);
    }
    default:
      return undefined;
  }
}

/** The call in a body; undefined when it is none. */
export function rpcCallIn(body: Buffer): RpcCall | undefined {
  const root = xmlTree(body);
  const method = childOf(root, 'methodName')?.text.trim() ?? '';
  if (root?.name !== 'methodCall' || !/^[\w.:/]+$/.test(method)) return undefined;
  const parameters = (childOf(root, 'params')?.children ?? []).map((parameter) =>
    valueIn(childOf(parameter, 'value')),
  );
  return parameters.includes(undefined)
    ? undefined
    : { method, parameters: parameters as RpcValue[] };
}

function written(value: RpcValue): string {
  if (typeof value === 'boolean') return `<value><boolean>${value ? 1 : 0}</boolean></value>`;
  if (typeof value === 'number') return `<value><int>${value}</int></value>`;
  if (typeof value === 'string') return `<value><string>${xmlText(value)}</string></value>`;
  if (Array.isArray(value))
    return `<value><array><data>${value.map(written).join('')}</data></array></value>`;
  const members = Object.entries(value).map(
    ([name, member]) => `<member><name>${xmlText(name)}</name>${written(member)}</member>`,
  );
  return `<value><struct>${members.join('')}</struct></value>`;
}

const start = '<?xml version="1.0" encoding="UTF-8"?>\n<methodResponse>';

export function rpcReply(value: RpcValue): ElementReply {
  return xml(200, `${start}<params><param>${written(value)}</param></params></methodResponse>\n`);
}

/** A fault; XML-RPC has it travel with status 200. */
export function rpcFault(code: number, text: string): ElementReply {
  const fault = written({ faultCode: code, faultString: text });
  return xml(200, `${start}<fault>${fault}</fault></methodResponse>\n`);
}
