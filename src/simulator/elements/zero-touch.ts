// Zero-touch provisioning after Polycom's older service: one address, XML both ways, name and password in the
// document.
import { isSame } from './basic.js';
import {
  bare,
  type ElementCall,
  type ElementReply,
  isTaken,
  macIn,
  mediaTypeOf,
  methodNotAllowed,
  type NetworkElement,
  type Site,
  xml,
} from './element.js';
import { attributeOf, waysIn, type XmlNode, xmlText, xmlTree } from './xml-tree.js';

function status(code: number, message: string, messageId = '0'): ElementReply {
  return xml(
    200,
    `<?xml version="1.0" encoding="UTF-8"?>\n<response message-id="${xmlText(messageId)}"><status><ErrorCode>${code}</ErrorCode><ErrorMessage>${xmlText(message)}</ErrorMessage></status></response>\n`,
  );
}

const works: ReadonlySet<string> = new Set(['add-package', 'add-sip-device', 'delete-sip-device']);

/** Why one piece of work is refused; undefined when it is done. `way` leads down to it. */
function workOn(way: readonly XmlNode[], site: Site): readonly [number, string] | undefined {
  const node = way.at(-1)!;
  const account = way
    .map((one) => attributeOf(one, 'account-id'))
    .findLast((id) => id !== undefined);
  if (account === undefined || account === '') return [1002, 'The account-id is missing'];
  const packages = site.shelf('polycom packages');
  if (node.name === 'add-package') {
    packages.set(account, { account });
    return undefined;
  }
  const serial = attributeOf(node, 'serial-no') ?? attributeOf(node, 'serial') ?? node.text.trim();
  const mac = macIn(serial);
  if (mac === undefined) return [1003, 'The serial number is not valid'];
  if (isTaken(site, mac)) return [1004, 'The device is associated with another account'];
  const phones = site.shelf('polycom devices');
  if (node.name === 'delete-sip-device')
    return phones.delete(mac) ? undefined : [1005, 'The device is not associated'];
  if (!packages.has(account)) return [1006, 'The account has no package'];
  if (phones.has(mac)) return [1007, 'The device is associated already'];
  phones.set(mac, { mac, account });
  return undefined;
}

function answer(call: ElementCall, site: Site): ElementReply {
  if (call.path !== '') return bare(404);
  if (call.method !== 'POST') return methodNotAllowed('POST');
  if (!/^(?:text|application)\/xml$/.test(mediaTypeOf(call))) return bare(415);
  const root = xmlTree(call.body);
  if (root === undefined) return status(1000, 'The request cannot be read');
  const messageId = attributeOf(root, 'message-id');
  const said = (code: number, message: string) => status(code, message, messageId);
  const keys = site.keys.polycom;
  const isKnown =
    isSame(attributeOf(root, 'userid'), keys?.userId) &&
    isSame(attributeOf(root, 'password'), keys?.password);
  if (!isKnown) return said(1001, 'Authentication failed');
  const asked = [...waysIn(root)].filter((way) => works.has(way.at(-1)?.name ?? ''));
  if (asked.length === 0) return said(1008, 'Nothing is asked for');
  for (const way of asked) {
    const refusal = workOn(way, site);
    if (refusal !== undefined) return said(...refusal);
  }
  return said(0, 'Success');
}

/** `/polycom/inboundservlet/GenericServlet`. */
export const polycom: NetworkElement = {
  name: 'polycom',
  root: '/polycom/inboundservlet/GenericServlet',
  isThere: (keys) => keys.polycom !== undefined,
  // The name stands in the document, so that everybody gets as far as having it read.
  admit: () => ({ who: '' }),
  answer,
  failure: () => status(1004, 'The device is associated with another account'),
};
