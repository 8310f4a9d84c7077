// The details and trunking sections of the table format: labels and values.
import type { AddressField, ContactField, GroupDetails, Trunking } from '../audit/index.js';
import { type Cell, fields, type Page, paragraph } from './grid.js';
import { amountText } from './words.js';

const detailLabels = {
  groupName: 'Name',
  groupExternalId: 'External id',
  defaultDomain: 'Default domain',
  userLimit: 'User limit',
  userCount: 'Users',
  callingLineIdName: 'Caller name',
  callingLineIdPhoneNumber: 'Caller number',
  callingLineIdDisplayPhoneNumber: 'Caller number as displayed',
  defaultUserCallingLineIdPhoneNumber: 'Default caller number of users',
  timeZone: 'Time zone',
  timeZoneDisplayName: 'Time zone as displayed',
  locationDialingCode: 'Location dialling code',
  servicePolicy: 'Service policy',
  callProcessingSliceId: 'Call processing slice',
  provisioningSliceId: 'Provisioning slice',
  subscriberPartition: 'Subscriber partition',
  preferredDataCenter: 'Preferred data centre',
  resellerId: 'Reseller',
} as const satisfies Partial<Record<keyof GroupDetails, string>>;

const contactLabels = {
  contactName: 'Contact',
  contactNumber: 'Contact number',
  contactEmail: 'Contact mail',
} as const satisfies Record<ContactField, string>;

const addressLabels = {
  addressLine1: 'Address',
  addressLine2: 'Address, second line',
  city: 'City',
  stateOrProvince: 'State or province',
  stateOrProvinceDisplayName: 'State as displayed',
  zipOrPostalCode: 'Post code',
  country: 'Country',
} as const satisfies Record<AddressField, string>;

const trunkingLabels = {
  maxActiveCalls: 'Most active calls',
  maxAvailableActiveCalls: 'Most active calls available',
  burstingMaxActiveCalls: 'Bursting calls',
  burstingMaxAvailableActiveCalls: 'Bursting calls available',
  numberOfBurstingBTLUs: 'Bursting licence units (BTLU)',
  maxAvailableNumberOfBurstingBTLUs: 'Bursting licence units available',
} as const satisfies Record<keyof Trunking, string>;

/** What BroadWorks left out has no line. */
export function detailsLines(page: Page, details: GroupDetails): string[] {
  return [
    ...fields(page, [
      ...pairs(detailLabels, details),
      ...pairs(contactLabels, details.contact ?? {}),
      ...pairs(addressLabels, details.address ?? {}),
    ]),
    ...doubtfulLines(page, details.zerosDoubtful ?? []),
  ];
}

function doubtfulLines(page: Page, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const labels = new Map<string, string>(
    [detailLabels, contactLabels, addressLabels].flatMap((table) => Object.entries(table)),
  );
  const list = names.map((name) => labels.get(name) ?? name).join(', ');
  const text = `Came as plain figures, leading zeros may be lost: ${list}`;
  return paragraph(page, text, 2, 'warning');
}

export function trunkingLines(page: Page, trunking: Trunking): string[] {
  return fields(page, pairs(trunkingLabels, trunking));
}

function pairs<Field extends string>(
  labels: Readonly<Record<Field, string>>,
  values: { readonly [Name in NoInfer<Field>]?: string | number },
): (readonly [string, Cell])[] {
  return (Object.keys(labels) as Field[]).flatMap((field) => {
    const value: string | number | undefined = values[field];
    return value === undefined ? [] : [[labels[field], valueCell(value)] as const];
  });
}

function valueCell(value: string | number): Cell {
  if (value === 'unknown') return { text: value, style: 'warning' };
  return value === 'notOnThisRelease' ? amountText(value) : String(value);
}
