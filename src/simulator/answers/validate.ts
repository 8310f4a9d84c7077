// Checks a request against the description of its command, as the schema of a real server would: unknown command,
// wrong order, unknown or missing element, nil where there is none, a value that cannot be.
import type { Element, OciCommand } from '../../ocip/index.js';
import type { Release } from '../world/world.js';
import type { CommandRow } from './command.js';

const flags = /^(?:true|false|0|1)$/;
const whole = /^\d{1,9}$/;
const positive = /^[1-9]\d{0,8}$/;

/** Values with a form of their own; everything else is a text that may not be empty. */
const forms: Readonly<Record<string, RegExp>> = {
  available: flags,
  activated: flags,
  burstingMaxActiveCalls: whole,
  isActive: flags,
  isAscending: flags,
  isCaseSensitive: flags,
  isEnterprise: flags,
  maxActiveCalls: whole,
  numberOfBurstingBTLUs: whole,
  mode: /^(?:Starts With|Contains|Equal To)$/,
  quantity: whole,
  scheduleType: /^(?:Holiday|Time)$/,
  reason: /^(?:Client Logout|Server Connection Failure|Open Client Server Forced Logout)$/,
  responsePageSize: /^(?:[1-9]\d{0,2}|1\d{3}|2000)$/,
  responseSizeLimit: positive,
  responseStartIndex: positive,
  searchCriteriaModeOr: /^(?:true|1)$/,
  unlimited: /^(?:true|1)$/,
  userLimit: /^[1-9]\d{0,5}$/,
};

/** Values that may be an empty element. */
const mayBeEmpty = new Set([
  'isCaseInsensitive',
  'password',
  'plainTextPassword',
  'signedPassword',
]);

/** What is wrong with a request; undefined when nothing is. */
export function complaintAbout(
  command: OciCommand,
  row: CommandRow | undefined,
  release: Release,
): string | undefined {
  if (row === undefined || row.since > release)
    return `cvc-elt.4.2: Cannot resolve '${command.type}' to a type definition for element 'command'.`;
  const names = command.elements.map((element) => `${element.name} `).join('');
  if (!pattern(row.fields).test(names))
    return `cvc-complex-type.2.4: The elements of '${command.type}' are not as defined: (${names.trim()}) does not fit (${row.fields}).`;
  for (const element of command.elements) {
    if (element.nil && !row.fields.includes(`${element.name}~`) && element.children.length === 0)
      return `cvc-elt.3.1: Element '${element.name}' may not be nil.`;
    const complaint = valueComplaint(element);
    if (complaint !== undefined) return complaint;
  }
  const misfit = row.misfit?.(command.elements);
  return misfit === undefined ? undefined : invalidValue(misfit);
}

function pattern(fields: string): RegExp {
  return new RegExp(
    `^${fields
      .replaceAll('~', '')
      .replace(/\w+/g, '(?:$& )')
      .replace(/ (?!\))/g, '')}$`,
  );
}

function valueComplaint(element: Element): string | undefined {
  if (element.nil) return undefined;
  if (element.children.length > 0)
    return element.children.map(valueComplaint).find((complaint) => complaint !== undefined);
  const form = forms[element.name];
  const text = element.text.trim();
  if (form !== undefined ? form.test(text) : text !== '' || mayBeEmpty.has(element.name))
    return undefined;
  return invalidValue(element);
}

const invalidValue = ({ name, text }: Element) =>
  `cvc-type.3.1.3: The value '${text.trim()}' of element '${name}' is not valid.`;
