// What one group is and has: profile, licences, services, numbers, trunk capacity. Read as audits read it.
import {
  addressFields,
  type GroupDetails,
  type Licence,
  type Licences,
  type Trunking,
} from '../../audit/index.js';
import type { House, Route, Schema } from '../route.js';
import { numbersRoute } from './groups-numbers.js';
import {
  answerOf,
  capacityJson,
  capacitySchema,
  countJson,
  countSchema,
  problemsSchema,
  readPart,
  textSchema,
} from './groups-parts.js';

const path = '/api/v1/tenants/{tenant_id}/groups/{group_id}/';
const params = { tenant_id: 'Brightwater', group_id: 'Head-Office' };
const common = { method: 'GET', tag: 'Groups', access: {}, changes: false } as const;

/** Routes of one group. Over ODIN too. */
export function groupRoutes(house: House): readonly Route[] {
  return [
    {
      ...common,
      path,
      operation: 'getGroup',
      endPointName: 'svc_v1:apio.tenant.group',
      summary: 'The profile of a group',
      answers: { 200: { description: 'The profile.', schema: groupSchema } },
      example: { params, answer: groupExample },
      handle: async (call) => answerOf(await readPart(call, house, 'details'), detailsJson),
    },
    {
      ...common,
      path: `${path}licenses/`,
      operation: 'getGroupLicenses',
      endPointName: 'svc_v1:apio.tenant.group.licenses',
      summary: 'What a group is licensed for, and what of it is in use',
      answers: { 200: { description: 'Every row of the three lists.', schema: licencesSchema } },
      example: { params },
      handle: async (call) => answerOf(await readPart(call, house, 'licences'), licencesJson),
    },
    {
      ...common,
      path: `${path}services/`,
      operation: 'getGroupServices',
      endPointName: 'svc_v1:apio.tenant.group.services',
      summary: 'The group services that a group may have, and which it has',
      answers: { 200: { description: 'Authorised services only.', schema: servicesSchema } },
      example: { params },
      handle: async (call) => answerOf(await readPart(call, house, 'licences'), servicesJson),
    },
    numbersRoute(house),
    {
      ...common,
      path: `${path}features/trunk_groups/`,
      operation: 'getGroupTrunkCapacity',
      endPointName: 'svc_v1:apio.tenant.group.features.trunk_groups',
      summary: 'The trunk call capacity of a group',
      description: '404 when the group does not have the service Trunk Group.',
      answers: { 200: { description: 'In simultaneous calls.', schema: trunkingSchema } },
      example: { params },
      handle: async (call) => answerOf(await readPart(call, house, 'trunking'), trunkingJson),
    },
  ];
}

function detailsJson(details: GroupDetails): object {
  const { contact = {}, address = {} } = details;
  return {
    tenantId: details.serviceProviderId,
    groupId: details.groupId,
    groupName: details.groupName ?? null,
    defaultDomain: details.defaultDomain ?? null,
    userLimit: countJson(details.userLimit),
    userCount: countJson(details.userCount),
    cliName: details.callingLineIdName ?? null,
    cliPhoneNumber: details.callingLineIdPhoneNumber ?? null,
    locationDialingCode: details.locationDialingCode ?? null,
    timeZone: details.timeZone ?? null,
    timeZoneDisplayName: details.timeZoneDisplayName ?? null,
    contactInformation: {
      name: contact.contactName ?? null,
      phoneNumber: contact.contactNumber ?? null,
      emailAddress: contact.contactEmail ?? null,
    },
    addressInformation: Object.fromEntries(
      addressFields.map((field) => [field, address[field] ?? null]),
    ),
    resellerId: details.resellerId ?? null,
    externalId: details.groupExternalId ?? null,
  };
}

const textsSchema = (names: readonly string[]): Schema => ({
  type: 'object',
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, textSchema])),
});

const profileTexts = [
  'groupName',
  'defaultDomain',
  'cliName',
  'cliPhoneNumber',
  'locationDialingCode',
  'timeZone',
  'timeZoneDisplayName',
  'resellerId',
  'externalId',
];

const groupSchema: Schema = {
  type: 'object',
  required: ['tenantId', 'groupId', 'userLimit', 'userCount', ...profileTexts],
  properties: {
    tenantId: { type: 'string' },
    groupId: { type: 'string' },
    userLimit: countSchema,
    userCount: countSchema,
    ...Object.fromEntries(profileTexts.map((name) => [name, textSchema])),
    contactInformation: textsSchema(['name', 'phoneNumber', 'emailAddress']),
    addressInformation: textsSchema(addressFields),
    problems: problemsSchema,
  },
};

const groupExample = {
  tenantId: 'Brightwater',
  groupId: 'Head-Office',
  groupName: 'Salt, Stone & Daughters Ltd',
  defaultDomain: 'brightwater.example.net',
  userLimit: 30,
  userCount: 18,
  cliName: 'Brightwater',
  cliPhoneNumber: '1632960130',
  locationDialingCode: '801',
  timeZone: 'Europe/London',
  timeZoneDisplayName: '(GMT+01:00) (UK) Greenwich Mean Time',
  contactInformation: {
    name: 'Noor Haddad',
    phoneNumber: '01632 960111',
    emailAddress: 'office@brightwater.example.net',
  },
  addressInformation: {
    addressLine1: '3 Quay Road',
    addressLine2: null,
    city: 'Port Example',
    stateOrProvince: null,
    stateOrProvinceDisplayName: null,
    zipOrPostalCode: 'ZZ1 1ZZ',
    country: 'United Kingdom',
  },
  resellerId: null,
  externalId: 'bw-001',
};

function licenceJson({ name, authorized, quantity, usage }: Licence): object {
  return {
    name,
    authorized: authorized === 'unknown' ? null : authorized,
    // APIO says "not licensed" so.
    allocated: authorized === false ? { unlimited: false, maximum: 0 } : capacityJson(quantity),
    inUse: countJson(usage),
  };
}

function licencesJson({ userServices, groupServices, servicePacks }: Licences): object {
  return {
    userServices: userServices.map(licenceJson),
    groupServices: groupServices.map(licenceJson),
    servicePacks: servicePacks.map(licenceJson),
  };
}

const licenceList: Schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['name', 'authorized', 'allocated', 'inUse'],
    properties: {
      name: { type: 'string' },
      authorized: { type: ['boolean', 'null'], description: 'Null: not known.' },
      allocated: {
        ...capacitySchema,
        description:
          '`{"unlimited": true}`, or `{"unlimited": false, "maximum": 5}`; a maximum of 0 with `authorized` false: not licensed. Null: not known.',
      },
      inUse: countSchema,
    },
  },
};

const licencesSchema: Schema = {
  type: 'object',
  required: ['userServices', 'groupServices', 'servicePacks'],
  properties: {
    userServices: licenceList,
    groupServices: licenceList,
    servicePacks: licenceList,
    problems: problemsSchema,
  },
};

function servicesJson({ groupServices }: Licences): object {
  const services = groupServices
    .filter(({ authorized }) => authorized !== false)
    .map(({ name, assigned }) => ({ name, assigned: assigned === 'unknown' ? null : assigned }));
  return { services };
}

const servicesSchema: Schema = {
  type: 'object',
  required: ['services'],
  properties: {
    services: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'assigned'],
        properties: {
          name: { type: 'string' },
          assigned: { type: ['boolean', 'null'], description: 'Null: not known.' },
        },
      },
    },
    problems: problemsSchema,
  },
};

const figures = [
  'maxActiveCalls',
  'maxAvailableActiveCalls',
  'burstingMaxActiveCalls',
  'burstingMaxAvailableActiveCalls',
  'maxAvailableNumberOfBurstingBTLUs',
  'numberOfBurstingBTLUs',
] as const satisfies readonly (keyof Trunking)[];

function trunkingJson(trunking: Trunking): object {
  const absent = figures.filter((name) => /^(?:unknown|notOnThis)/.test(String(trunking[name])));
  return {
    ...Object.fromEntries(figures.map((name) => [name, capacityJson(trunking[name])])),
    ...(absent.length === 0
      ? {}
      : { reasons: Object.fromEntries(absent.map((name) => [name, trunking[name]])) }),
  };
}

const trunkingSchema: Schema = {
  type: 'object',
  required: figures,
  properties: {
    ...Object.fromEntries(figures.map((name) => [name, capacitySchema])),
    reasons: {
      type: 'object',
      description: 'Why a figure is null. Left out when none is.',
      additionalProperties: { enum: ['unknown', 'notOnThisRelease'] },
    },
    problems: problemsSchema,
  },
};
