// What BroadWorks tells about a user, as JSON: a row of the list of users, and the profile. Pure but for asking.
// Null says that there is none; a member that is not there was not told by the release.
import { Fault } from '../fault.js';
import { childNamed, type Element, type OciCommand, type Table, textOf } from '../ocip/index.js';
import type { Answer, OciSouth } from '../south/index.js';

/** Headings of the list of users, by member. */
export const columns = {
  userId: 'User Id',
  firstName: 'First Name',
  lastName: 'Last Name',
  department: 'Department',
  phoneNumber: 'Phone Number',
  phoneNumberActivated: 'Phone Number Activated',
  extension: 'Extension',
  emailAddress: 'Email Address',
  inTrunkGroup: 'In Trunk Group',
  countryCode: 'Country Code',
  nationalPrefix: 'National Prefix',
} as const;
type Column = keyof typeof columns;
const flags: ReadonlySet<string> = new Set(['phoneNumberActivated', 'inTrunkGroup']);

export type ListedUser = { readonly userId: string } & Partial<
  Readonly<Record<Column, string | boolean | null>>
>;

/** The users of a `UserGetListInGroupResponse`. Throws `SOUTH_PROTOCOL` when it does not tell who they are. */
export function listedUsers(reply: OciCommand): ListedUser[] {
  const table = reply.tables.get('userTable');
  const places = table === undefined ? undefined : placesIn(table);
  if (table === undefined || places?.userId === undefined)
    throw new Fault('SOUTH_PROTOCOL', `${reply.type} does not tell the ids of users`);
  return table.rows.map((cells) => {
    const user = Object.fromEntries(
      Object.entries(places).map(([name, at]) => [name, cellOf(name, cells[at]?.trim() ?? '')]),
    );
    if (typeof user.userId !== 'string')
      throw new Fault('SOUTH_PROTOCOL', `a row of ${reply.type} does not tell the id of the user`);
    return user as ListedUser;
  });
}

function placesIn({ headings }: Table): Partial<Record<Column, number>> {
  const normal = headings.map((heading) => heading.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(columns)
      .map(([name, heading]) => [name, normal.indexOf(heading.toLowerCase())] as const)
      .filter(([, at]) => at >= 0),
  );
}

/** Undefined, and so left out, for what is not understood. */
function cellOf(name: string, text: string): string | boolean | null | undefined {
  if (text === '') return null;
  if (!flags.has(name)) return text;
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Asks for the profile of a user; releases before 24 refuse this as invalid. */
export function askProfile(road: OciSouth, userId: string): Promise<Answer> {
  return road.ask({ command: 'UserGetRequest22V9', fields: { userId } });
}

/** Elements of the profile, by member. */
export const profileTexts = {
  tenantId: 'serviceProviderId',
  groupId: 'groupId',
  userId: 'userId',
  firstName: 'firstName',
  lastName: 'lastName',
  callingLineIdFirstName: 'callingLineIdFirstName',
  callingLineIdLastName: 'callingLineIdLastName',
  callingLineIdPhoneNumber: 'callingLineIdPhoneNumber',
  nationalPhoneNumber: 'phoneNumber',
  countryCode: 'countryCode',
  nationalPrefix: 'nationalPrefix',
  extension: 'extension',
  departmentFullPath: 'departmentFullPath',
  title: 'title',
  language: 'language',
  timeZone: 'timeZone',
  timeZoneDisplayName: 'timeZoneDisplayName',
  defaultAlias: 'defaultAlias',
  emailAddress: 'emailAddress',
  mobilePhoneNumber: 'mobilePhoneNumber',
  pagerPhoneNumber: 'pagerPhoneNumber',
  addressLocation: 'addressLocation',
  networkClassOfService: 'networkClassOfService',
} as const;
export const addressTexts = [
  'addressLine1',
  'addressLine2',
  'city',
  'stateOrProvince',
  'zipOrPostalCode',
  'country',
] as const;

export type Profile = Readonly<Record<keyof typeof profileTexts, string | null>> & {
  /** As lists spell it: `+44-1632960101`. */
  readonly phoneNumber: string | null;
  readonly department: string | null;
  readonly aliases: readonly string[];
  readonly addressInformation: Readonly<Record<string, string | null>>;
  readonly accessDevice: {
    readonly name: string;
    readonly level: string | null;
    readonly linePort: string | null;
  } | null;
};

/** The profile in a `UserGetResponse22V9`. */
export function profileOf({ elements }: OciCommand): Profile {
  const text = (name: string, inside: readonly Element[] = elements) =>
    textOf(inside, name) || null;
  const children = (name: string, inside: readonly Element[] = elements) =>
    childNamed(inside, name)?.children ?? [];
  const endpoint = children('accessDeviceEndpoint');
  const device = children('accessDevice', endpoint);
  const deviceName = text('deviceName', device);
  return {
    ...(mapped(Object.entries(profileTexts), (name) => text(name)) as Record<
      keyof typeof profileTexts,
      string | null
    >),
    phoneNumber: wholeNumber(text('phoneNumber'), text('countryCode')),
    department: text('name', children('department')),
    aliases: elements.filter(({ name }) => name === 'alias').map((one) => one.text.trim()),
    addressInformation: mapped(
      addressTexts.map((name) => [name, name] as const),
      (name) => text(name, children('address')),
    ),
    accessDevice:
      deviceName === null
        ? null
        : {
            name: deviceName,
            level: text('deviceLevel', device),
            linePort: text('linePort', endpoint),
          },
  };
}

/** A profile tells the number without its country. */
function wholeNumber(national: string | null, countryCode: string | null): string | null {
  if (national === null || national.startsWith('+') || countryCode === null) return national;
  return `+${countryCode}-${national}`;
}

const mapped = (
  names: readonly (readonly [string, string])[],
  value: (wire: string) => string | null,
): Record<string, string | null> =>
  Object.fromEntries(names.map(([name, wire]) => [name, value(wire)]));
