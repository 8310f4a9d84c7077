// Documents of XSI-Actions about a user service: from XML to the state that the API tells, and from a change to the whole
// document with it. Pure.
import { childNamed, escapeText, type OciCommand, type Refusal } from '../ocip/index.js';
import type { XmlNode } from '../south/index.js';
import { type UserService, wireOf, type XsiForm } from './user-service-fields.js';
import { stateOf, type Value, type Values } from './user-service-state.js';

/** A row of the table that has a resource there. */
export type XsiService = UserService & { readonly xsi: XsiForm };

export const isOverXsi = (service: UserService): service is XsiService => service.xsi !== undefined;

const namespace = 'http://schema.broadsoft.com/xsi';
const instance = 'http://www.w3.org/2001/XMLSchema-instance';

const xsiNameOf = ({ xsi }: XsiService, field: string): string => xsi.names?.[field] ?? field;

const isNil = ({ attributes }: XmlNode) =>
  attributes.some(
    ({ name, uri, value }) => name === 'nil' && uri === instance && /^(?:true|1)$/.test(value),
  );

/** How the service is set. Throws `SOUTH_PROTOCOL` for a document that does not tell. */
export function xsiStateOf(service: XsiService, document: XmlNode): Values {
  const elements = service.fields.flatMap((field) => {
    const name = xsiNameOf(service, field.name);
    return document.children
      .filter((child) => child.name === name)
      .map((child) => ({
        name: wireOf(field),
        text: child.text,
        nil: isNil(child),
        children: [],
      }));
  });
  const told: OciCommand = { type: document.name, elements, tables: new Map() };
  return stateOf(service, told);
}

/** The document that was read, with the change in it; what the change leaves out stays, what is not known here too. */
export function xsiChangeOf(service: XsiService, document: XmlNode, values: Values): string {
  const order = service.fields.map(({ name }) => xsiNameOf(service, name));
  const written = document.children.map((child) => ({ name: child.name, xml: asRead(child) }));
  for (const { name: field } of service.fields) {
    const value = values[field];
    if (value === undefined) continue;
    const name = xsiNameOf(service, field);
    const xml = elementOf(name, value);
    const at = written.findIndex((one) => one.name === name);
    if (at >= 0) written[at] = { name, xml };
    else written.splice(placeOf(name, order, written), 0, { name, xml });
  }
  const { resource } = service.xsi;
  const inside = written.map(({ xml }) => xml).join('');
  // In ASCII alone, so that no two can differ about the character set.
  return `<?xml version="1.0" encoding="UTF-8"?><${resource} xmlns="${namespace}">${inside}</${resource}>`;
}

/** Behind the last of those that go before it. */
function placeOf(
  name: string,
  order: readonly string[],
  written: readonly { readonly name: string }[],
): number {
  const before = new Set(order.slice(0, order.indexOf(name)));
  return written.findLastIndex((one) => before.has(one.name)) + 1;
}

const nil = (name: string) => `<${name} xmlns:xsi="${instance}" xsi:nil="true"/>`;

const elementOf = (name: string, value: Value): string =>
  value === null ? nil(name) : `<${name}>${inAscii(String(value))}</${name}>`;

function asRead(node: XmlNode): string {
  if (isNil(node)) return nil(node.name);
  const attributes = node.attributes
    .filter(({ uri }) => uri === '')
    .map(({ name, value }) => ` ${name}="${inAscii(value).replaceAll('"', '&quot;')}"`);
  const inside = node.children.length > 0 ? node.children.map(asRead).join('') : inAscii(node.text);
  return `<${node.name}${attributes.join('')}>${inside}</${node.name}>`;
}

const inAscii = (text: string): string =>
  escapeText(text).replace(/[^\x20-\x7e]/gu, (one) => `&#${one.codePointAt(0)};`);

/** What is said in an ErrorInfo; the status alone where there is none. */
export function xsiRefusalOf(status: number, document: XmlNode | undefined): Refusal {
  const info = document?.name === 'ErrorInfo' ? document.children : [];
  const text = (name: string) =>
    childNamed(
      info.map((node) => ({ ...node, children: [] })),
      name,
    )?.text.trim() ?? '';
  const summary = text('summaryEnglish') || text('summary') || `XSI answered with HTTP ${status}`;
  const code = text('errorCode');
  return {
    ...(/^\d{1,9}$/.test(code) ? { code: Number(code) } : {}),
    severity: 'Error',
    summary: summary.slice(0, 1000),
    kind: kindOf(status),
  };
}

function kindOf(status: number): Refusal['kind'] {
  if (status === 404) return 'notFound';
  return status === 403 ? 'notPermitted' : 'other';
}
