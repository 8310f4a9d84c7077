// What XSI says, as a tree that is written twice: as XML in ISO-8859-1, or as JSON with texts under `$`.
import type { ElementReply } from '../elements/element.js';
import { xmlText } from '../elements/xml-tree.js';
import type { Json } from '../odin/answer.js';

export const xsiNamespace = 'http://schema.broadsoft.com/xsi';

export interface XsiNode {
  readonly name: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly XsiNode[];
}

export function leaf(name: string, text: string | number | boolean): XsiNode {
  return { name, text: String(text) };
}

/** A child that is left out when there is nothing to say. */
export function maybe(name: string, text: string | undefined): readonly XsiNode[] {
  return text === undefined ? [] : [leaf(name, text)];
}

const latin1 = (text: string) =>
  xmlText(text).replace(/[^\x00-\xff]/gu, (one) => `&#${one.codePointAt(0)};`);

function asXml({ name, text = '', attributes = {}, children = [] }: XsiNode): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${latin1(value)}"`);
  return `<${name}${written.join('')}>${latin1(text)}${children.map(asXml).join('')}</${name}>`;
}

/** One element of a name is an object, several are a list. */
function asJson({ text, attributes = {}, children = [] }: XsiNode): Json {
  const fields: Record<string, Json> = {};
  for (const [name, value] of Object.entries(attributes)) fields[`@${name}`] = { $: value };
  for (const name of new Set(children.map((child) => child.name))) {
    const same = children.filter((child) => child.name === name).map(asJson);
    fields[name] = same.length === 1 ? same[0]! : same;
  }
  return text === undefined ? fields : { ...fields, $: text };
}

/** A whole answer; the root gets the namespace. */
export function xsiReply(status: number, root: XsiNode, isJson: boolean): ElementReply {
  const whole = { ...root, attributes: { xmlns: xsiNamespace, ...root.attributes } };
  return isJson
    ? {
        status,
        contentType: 'application/json;charset=UTF-8',
        body: JSON.stringify({ [root.name]: asJson(whole) }),
      }
    : {
        status,
        contentType: 'application/xml;charset=ISO-8859-1',
        body: Buffer.from(
          `<?xml version="1.0" encoding="ISO-8859-1"?>\n${asXml(whole)}\n`,
          'latin1',
        ),
      };
}

/** A refusal, in words. */
export function errorInfo(
  status: number,
  summary: string,
  isJson: boolean,
  errorCode?: string,
): ElementReply {
  const children = [
    leaf('summary', summary),
    leaf('summaryEnglish', summary),
    ...maybe('errorCode', errorCode),
  ];
  return xsiReply(status, { name: 'ErrorInfo', children }, isJson);
}
