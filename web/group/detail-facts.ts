// The profile of a group as facts in groups, only what is there.
import type { Amount, GroupDetails } from '../../src/audit/model.js';

/** Fields with a text of their own, in the order of the page. */
export const detailGroups = {
  group: [
    'serviceProviderId',
    'groupId',
    'groupExternalId',
    'groupName',
    'defaultDomain',
    'userCount',
    'userLimit',
  ],
  calls: [
    'callingLineIdName',
    'callingLineIdPhoneNumber',
    'callingLineIdDisplayPhoneNumber',
    'defaultUserCallingLineIdPhoneNumber',
    'locationDialingCode',
  ],
  place: ['timeZone', 'address'],
  contact: ['contactName', 'contactNumber', 'contactEmail'],
  system: [
    'servicePolicy',
    'callProcessingSliceId',
    'provisioningSliceId',
    'subscriberPartition',
    'preferredDataCenter',
    'resellerId',
  ],
} as const;
export type DetailGroup = keyof typeof detailGroups;
export type DetailField = (typeof detailGroups)[DetailGroup][number];

export interface Fact {
  readonly field: DetailField;
  /** A text of the switch, or lines of it; or an amount, which is one of five different things. */
  readonly value: { readonly lines: readonly string[] } | { readonly amount: Amount };
  /** It came as a number: leading zeros may be lost. */
  readonly isDoubtful: boolean;
}

/** Facts by group; groups without any are left out. */
export function factsOf(
  details: GroupDetails,
): readonly (readonly [DetailGroup, readonly Fact[]])[] {
  return (Object.keys(detailGroups) as DetailGroup[]).flatMap((group) => {
    const facts = detailGroups[group].flatMap((field) => factOf(details, field));
    return facts.length === 0 ? [] : [[group, facts] as const];
  });
}

function factOf(details: GroupDetails, field: DetailField): Fact[] {
  const isDoubtful = [
    field,
    ...(field === 'address' ? Object.keys(details.address ?? {}) : []),
  ].some((name) => details.zerosDoubtful?.includes(name) === true);
  if (field === 'userCount' || field === 'userLimit')
    return [{ field, value: { amount: details[field] }, isDoubtful }];
  const lines = linesOf(details, field).filter((line) => line !== '');
  return lines.length === 0 ? [] : [{ field, value: { lines }, isDoubtful }];
}

function linesOf(details: GroupDetails, field: Exclude<DetailField, 'userCount' | 'userLimit'>) {
  switch (field) {
    case 'timeZone': {
      const { timeZone = '', timeZoneDisplayName = '' } = details;
      return timeZone === timeZoneDisplayName ? [timeZone] : [timeZone, timeZoneDisplayName];
    }
    case 'address':
      return addressLines(details.address ?? {});
    case 'contactName':
    case 'contactNumber':
    case 'contactEmail':
      return [details.contact?.[field] ?? ''];
    default:
      return [details[field] ?? ''];
  }
}

function addressLines(address: NonNullable<GroupDetails['address']>): string[] {
  const { addressLine1 = '', addressLine2 = '', city = '', zipOrPostalCode = '' } = address;
  const {
    stateOrProvince = '',
    stateOrProvinceDisplayName = stateOrProvince,
    country = '',
  } = address;
  const place = [city, stateOrProvinceDisplayName, zipOrPostalCode].filter((word) => word !== '');
  return [addressLine1, addressLine2, place.join(', '), country];
}
