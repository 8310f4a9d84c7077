// Reads the text of a world file and says exactly where it is wrong. Opens no file; builds no state.
import { parseDnCell } from '../../numbers/index.js';
import {
  type Check,
  flag,
  integer,
  listOf,
  mapOf,
  oneOf,
  quantity,
  shape,
  text,
  textOr,
  worldInvalid,
} from './check.js';
import { elementKeys } from './check-elements.js';
import { checkConsistency } from './consistency.js';
import { type Setting, type SettingField, settableServices } from './service-settings.js';
import { schemaComplaint, useComplaint } from './setting-forms.js';
import {
  addressFields,
  contactFields,
  instanceKinds,
  loginTypes,
  profileFields,
  releases,
  scheduleTypes,
  type World,
  worldSchema,
} from './world.js';

const id = text(30);
const userId = text(161);
const name = text(80);
const names = listOf(name);

const each = (fields: readonly string[]) =>
  shape({}, Object.fromEntries(fields.map((field) => [field, name])));

const number: Check = (value, path, source) => {
  text(40)(value, path, source);
  const cell = parseDnCell(value as string);
  if (cell.kind !== 'range' || cell.range.first !== cell.range.last)
    throw worldInvalid(source, path, `write one number such as +44-1632960101, not ${value}`);
};

const range: Check = (value, path, source) => {
  text(80)(value, path, source);
  const cell = parseDnCell(value as string);
  if (cell.kind === 'range') return;
  const why = cell.kind === 'unreadable' ? cell.why : 'it is empty';
  throw worldInvalid(
    source,
    path,
    `write +44-1632960100 or +44-1632960100 - +44-1632960199; ${why}: ${value}`,
  );
};

const authorizations = listOf(
  textOr(
    name,
    shape(
      { name },
      { quantity, allowed: quantity, authorized: flag, assigned: flag, licensed: flag },
    ),
  ),
);

const trunkCapacity = shape(
  {},
  { maxActiveCalls: quantity, burstingMaxActiveCalls: quantity, numberOfBurstingBTLUs: quantity },
);

/** A group's own figures are plain numbers, but for bursting. */
const groupCapacity = shape(
  {},
  {
    maxActiveCalls: integer(0),
    burstingMaxActiveCalls: quantity,
    numberOfBurstingBTLUs: integer(0),
  },
);

const enterpriseTrunks = listOf(
  shape({ name: id }, { routingType: name, maxActiveCalls: integer(0) }),
);

/** The settings of one service; the switch of the service is not one of them. */
const settingsOf = (fields: readonly SettingField[]) =>
  shape(
    {},
    Object.fromEntries(
      fields.map(({ name, form }): [string, Check] => [
        name,
        (value, path, source) => {
          const complaint = schemaComplaint(form, value) ?? useComplaint(form, value as Setting);
          if (complaint !== undefined)
            throw worldInvalid(source, path + complaint.path, complaint.message);
        },
      ]),
    ),
  );

const settings = shape(
  {},
  Object.fromEntries(
    Object.entries(settableServices).map(([service, fields]) => [service, settingsOf(fields)]),
  ),
);

const holds = {
  phoneNumber: number,
  phoneNumberActivated: flag,
  extension: text(20),
  department: name,
  servicePacks: names,
  services: names,
  active: names,
  settings,
};

const user = shape(
  { userId, lastName: text(30), firstName: text(30) },
  { ...holds, emailAddress: name, trunkGroup: id },
);

const instance = shape(
  { serviceUserId: userId, kind: oneOf(instanceKinds), name: text(30) },
  { ...holds, type: name, policy: name, isActive: flag },
);

const group = shape(
  { groupId: id },
  {
    ...Object.fromEntries(profileFields.map((field) => [field, name])),
    userLimit: integer(1),
    contact: each(contactFields),
    address: each(addressFields),
    servicePacks: authorizations,
    groupServices: authorizations,
    userServices: authorizations,
    departments: names,
    schedules: listOf(
      shape({ name: text(40), type: oneOf(scheduleTypes) }, { events: listOf(text(40)) }),
    ),
    numbers: listOf(textOr(range, shape({ range }, { activated: flag, department: name }))),
    users: listOf(user),
    instances: listOf(instance),
    trunkCapacity: groupCapacity,
    trunkGroups: listOf(
      shape(
        { name: id },
        {
          department: name,
          deviceName: name,
          deviceLevel: oneOf(['System', 'Service Provider', 'Group']),
          maxActiveCalls: integer(0),
          burstingMaxActiveCalls: integer(0),
        },
      ),
    ),
    enterpriseTrunks,
    raw: mapOf(
      mapOf(
        listOf(
          listOf((cell, path, source) => {
            if (typeof cell !== 'string') throw worldInvalid(source, path, 'write a text');
          }),
        ),
      ),
    ),
  },
);

const serviceProvider = shape(
  { serviceProviderId: id, groups: listOf(group) },
  {
    name,
    isEnterprise: flag,
    resellerId: text(36),
    defaultDomain: name,
    countryCode: text(3),
    trunkCapacity,
    servicePacks: listOf(shape({ name, services: names }, { description: name })),
    enterpriseTrunks,
  },
);

const administrator = shape(
  { userId, password: text(60), loginType: oneOf(loginTypes) },
  {
    resellerId: text(36),
    serviceProviderId: id,
    groupId: id,
    department: name,
    passwordExpiresDays: integer(0),
    disabled: flag,
    passwordExpired: flag,
    firstName: text(30),
    lastName: text(30),
    locale: text(20),
  },
);

const world = shape(
  {
    schema: oneOf([worldSchema]),
    administrators: listOf(administrator),
    serviceProviders: listOf(serviceProvider),
  },
  {
    release: oneOf(releases),
    softwareVersion: name,
    login: shape({}, { signed: flag, oneStep: flag }),
    maxBatch: integer(1),
    odin: shape({}, { tokenSeconds: integer(1), version: name }),
    elements: elementKeys,
  },
);

/**
 * A world from the text of a file. `source` names the file in messages. Throws `WORLD_INVALID`, whose message and
 * `detail.path` tell the place, such as `serviceProviders[0].groups[2].users[1].userId`.
 */
export function parseWorld(json: string, source: string): World {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw worldInvalid(source, '', `it is not JSON: ${(cause as Error).message}`);
  }
  world(value, '', source);
  checkConsistency(value as World, source);
  return value as World;
}
