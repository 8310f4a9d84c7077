// The details and the trunking of the odin formats: known fields only, so that nothing else leaks into the shape.
import {
  type AddressField,
  type Amount,
  type ContactField,
  contactFields,
  type GroupDetails,
  type Part,
  partValue,
  type Trunking,
} from '../audit/index.js';
import { odinAmount } from './words.js';

/** Whole numbers; -1 is unlimited, null is not known. A figure that the release does not have is left out. */
export type OdinTrunking = { readonly [Name in keyof Trunking]?: number | null };

type OdinAddressField = Exclude<AddressField, 'stateOrProvinceDisplayName'>;

/** What BroadWorks left out is left out. A limit or count of -1 is unlimited, of null not known. */
export interface OdinGroupDetail {
  readonly defaultDomain?: string;
  readonly userLimit?: number | null;
  readonly userCount?: number | null;
  readonly groupName?: string;
  readonly callingLineIdName?: string;
  readonly callingLineIdPhoneNumber?: string;
  readonly callingLineIdDisplayPhoneNumber?: string;
  readonly timeZone?: string;
  readonly timeZoneDisplayName?: string;
  readonly locationDialingCode?: string;
  readonly contact?: { readonly [Name in ContactField]?: string };
  readonly address?: { readonly [Name in OdinAddressField]?: string };
  readonly serviceProviderId: string;
  readonly groupId: string;
}

const textFields = [
  'groupName',
  'callingLineIdName',
  'callingLineIdPhoneNumber',
  'callingLineIdDisplayPhoneNumber',
  'timeZone',
  'timeZoneDisplayName',
  'locationDialingCode',
] as const satisfies readonly (keyof GroupDetails)[];

/** Without the displayed state, which ODIN does not have. */
const odinAddressFields = [
  'addressLine1',
  'addressLine2',
  'city',
  'stateOrProvince',
  'zipOrPostalCode',
  'country',
] as const satisfies readonly OdinAddressField[];

/** The profile in the order of the documentation; null when the part has no value. */
export function detailOf(part: Part<GroupDetails>): OdinGroupDetail | null {
  const details = partValue(part);
  if (details === undefined) return null;
  const contact = picked(contactFields, details.contact ?? {});
  const address = picked(odinAddressFields, details.address ?? {});
  return {
    ...picked(['defaultDomain'], details),
    ...amounts({ userLimit: details.userLimit, userCount: details.userCount }),
    ...picked(textFields, details),
    ...(Object.keys(contact).length > 0 ? { contact } : {}),
    ...(Object.keys(address).length > 0 ? { address } : {}),
    serviceProviderId: details.serviceProviderId,
    groupId: details.groupId,
  };
}

/** These fields and no others, those that are there. */
function picked<Field extends string>(
  fields: readonly Field[],
  from: { readonly [Name in Field]?: string },
): { readonly [Name in Field]?: string } {
  return Object.fromEntries(
    fields.flatMap((field) => (from[field] === undefined ? [] : [[field, from[field]]])),
  ) as { readonly [Name in Field]?: string };
}

function amounts<Field extends string>(
  from: Readonly<Record<Field, Amount>>,
): { readonly [Name in Field]?: number | null } {
  return Object.fromEntries(
    Object.entries<Amount>(from).flatMap(([field, amount]) =>
      amount === 'notOnThisRelease' ? [] : [[field, odinAmount(amount)]],
    ),
  ) as { readonly [Name in Field]?: number | null };
}

/** The six figures in the order of ODIN, whatever that of the model; null when the part has no value. */
export function trunkingOf(part: Part<Trunking>): OdinTrunking | null {
  const trunking = partValue(part);
  if (trunking === undefined) return null;
  const { maxActiveCalls, maxAvailableActiveCalls, burstingMaxActiveCalls } = trunking;
  const { burstingMaxAvailableActiveCalls, maxAvailableNumberOfBurstingBTLUs } = trunking;
  return amounts({
    maxActiveCalls,
    maxAvailableActiveCalls,
    burstingMaxActiveCalls,
    burstingMaxAvailableActiveCalls,
    maxAvailableNumberOfBurstingBTLUs,
    numberOfBurstingBTLUs: trunking.numberOfBurstingBTLUs,
  });
}
