// What a BroadWorks says, written by hand as published captures show it.
import type { Answers } from './stub-server.js';

/** A whole document around `command` elements, with the line feed that servers send. */
export function document(sessionId: string, ...commands: readonly string[]): string {
  return `<?xml version="1.0" encoding="ISO-8859-1"?>\n<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">${sessionId}</sessionId>${commands.join('')}</BroadsoftDocument>\n`;
}

export function reply(type: string, inside: string): string {
  return `<command echo="" xsi:type="${type}" xmlns="">${inside}</command>`;
}

export const success = '<command echo="" xsi:type="c:SuccessResponse" xmlns:c="C" xmlns=""/>';

export function refusal(code: number | undefined, words: string, detail?: string): string {
  const text = code === undefined ? words : `[Error ${code}] ${words}`;
  const more = detail === undefined ? '' : `<detail><![CDATA[${detail}]]></detail>`;
  return `<command type="Error" echo="" xsi:type="c:ErrorResponse" xmlns:c="C" xmlns=""><summary>${text}</summary><summaryEnglish>${text}</summaryEnglish>${more}</command>`;
}

/** The command with which a server ends a session of its own accord. */
export const logout =
  '<command xsi:type="LogoutRequest" xmlns=""><userId>auditor@example.net</userId><reason>Open Client Server Forced Logout</reason></command>';

const account =
  '<loginType>System</loginType><locale>en_US</locale><encoding>ISO-8859-1</encoding><isEnterprise>false</isEnterprise><userDomain>example.net</userDomain>';

export const logins = {
  challenge: (nonce: string) =>
    reply(
      'AuthenticationResponse',
      `<userId>auditor@example.net</userId><nonce>${nonce}</nonce><passwordAlgorithm>MD5</passwordAlgorithm>`,
    ),
  classic: reply('LoginResponse14sp4', account),
  modern: reply('LoginResponse22V5', account),
  wrong: refusal(4962, 'Invalid password'),
  bye: success,
};

/** Rows of cells; an empty cell is written as BroadWorks writes it. */
export function table(
  name: string,
  headings: readonly string[],
  ...rows: readonly (readonly string[])[]
): string {
  const head = headings.map((heading) => `<colHeading>${heading}</colHeading>`).join('');
  const cell = (text: string) => (text === '' ? '<col/>' : `<col>${text}</col>`);
  const body = rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('');
  return `<${name}>${head}${body}</${name}>`;
}

/** GroupGetResponse in the form `version`; `inside` takes the place of the usual elements. */
export function groupReply(version = '22V5', inside = groupElements): string {
  return reply(`GroupGetResponse${version}`, inside);
}
export const groupElements =
  '<defaultDomain>harbour.example.net</defaultDomain><userLimit>50</userLimit><userCount>6</userCount><groupName>Quayside Ltd</groupName><callingLineIdName>Quayside</callingLineIdName><callingLineIdPhoneNumber>1632960130</callingLineIdPhoneNumber><callingLineIdDisplayPhoneNumber>+44-1632960130</callingLineIdDisplayPhoneNumber><timeZone>Europe/London</timeZone><timeZoneDisplayName>(GMT+01:00) (UK) Greenwich Mean Time</timeZoneDisplayName><contact><contactName>Noor Haddad</contactName><contactNumber>01632 960130</contactNumber></contact><address><addressLine1>3 Quay Road</addressLine1><city>Port Example</city><zipOrPostalCode>ZZ1 1ZZ</zipOrPostalCode></address><serviceProviderId>HarbourTel</serviceProviderId><groupId>Quayside</groupId><groupExternalId>qs-001</groupExternalId>';

export const packHeadings = [
  'Service Pack Name',
  'Authorized',
  'Assigned',
  'Limited',
  'Allocated',
  'Allowed',
  'Usage',
  'Description',
];
const groupServiceHeadings = [
  'Service Name',
  'Authorized',
  'Assigned',
  'Limited',
  'Quantity',
  'Usage',
  'Licensed',
  'Allowed',
  'Instance Count',
];
const userServiceHeadings = [
  ...groupServiceHeadings.slice(0, -1),
  'User Assignable',
  'Group Service Assignable',
];

export const packRow = (name: string, usage: string, quantity = '10') =>
  [name, 'true', 'true', 'Limited', quantity, '15', usage, ''] as const;
export const groupServiceRow = (name: string, usage: string) =>
  [name, 'true', 'true', 'Unlimited', 'Unlimited', usage, 'true', 'Unlimited', usage] as const;
export const userServiceRow = (name: string, usage: string) =>
  [
    name,
    'true',
    'true',
    'Unlimited',
    'Unlimited',
    usage,
    'true',
    'Unlimited',
    'true',
    'true',
  ] as const;

type Rows = readonly (readonly string[])[];

export const packTable = (...rows: Rows) =>
  table('servicePacksAuthorizationTable', packHeadings, ...rows);
export const groupServiceTable = (...rows: Rows) =>
  table('groupServicesAuthorizationTable', groupServiceHeadings, ...rows);
export const userServiceTable = (...rows: Rows) =>
  table('userServicesAuthorizationTable', userServiceHeadings, ...rows);

export const licencesReply = (...tables: readonly string[]) =>
  reply('GroupServiceGetAuthorizationListResponse', tables.join(''));

/** One pack in use and one not; two group services; two user services. */
const usualLicences = licencesReply(
  packTable(packRow('Premium-UC', '2'), packRow('Idle-Pack', '0')),
  groupServiceTable(groupServiceRow('Auto Attendant', '1'), groupServiceRow('Hunt Group', '0')),
  userServiceTable(userServiceRow('Call Waiting', '3'), userServiceRow('Fax Messaging', '0')),
);

export const assignmentHeadings = [
  'Phone Numbers',
  'Department',
  'Activated',
  'User Id',
  'Last Name',
  'First Name',
  'Extension',
  'Email Address',
  'User Type',
  'Country Code',
  'National Prefix',
];

/** A row of the assignment list: free unless a user id is given. */
export function held(numbers: string, userId = '', activated = 'true', lastName = ''): string[] {
  const name = lastName !== '' || userId === '' ? lastName : 'Stone';
  return [
    numbers,
    '',
    activated,
    userId,
    name,
    '',
    '',
    '',
    userId === '' ? '' : 'Normal',
    '44',
    '0',
  ];
}
export const assignmentReply = (...rows: Rows) =>
  reply('GroupDnGetAssignmentListResponse18', table('dnTable', assignmentHeadings, ...rows));
export const summaryReply = (...rows: Rows) =>
  reply('GroupDnGetSummaryListResponse', table('dnTable', ['Phone Numbers', 'Assigned'], ...rows));

export const trunkReply = reply(
  'GroupTrunkGroupGetResponse23',
  '<maxActiveCalls>10</maxActiveCalls><maxAvailableActiveCalls><quantity>40</quantity></maxAvailableActiveCalls><burstingMaxActiveCalls><quantity>0</quantity></burstingMaxActiveCalls><burstingMaxAvailableActiveCalls><unlimited>true</unlimited></burstingMaxAvailableActiveCalls><maxAvailableNumberOfBurstingBTLUs><quantity>4</quantity></maxAvailableNumberOfBurstingBTLUs><numberOfBurstingBTLUs>0</numberOfBurstingBTLUs>',
);

export const userListReply = (...ids: readonly string[]) =>
  reply(
    'GroupGetUserServiceAssignedUserListResponse',
    table(
      'userListTable',
      ['User Id', 'Last Name', 'First Name'],
      ...ids.map((id) => [id, 'Stone', 'Amelia']),
    ),
  );

/** The three commands of the mercury format. */
export const mercuryAnswers: Answers = {
  GroupGetRequest22V5: groupReply(),
  GroupServiceGetAuthorizationListRequest: usualLicences,
  GroupDnGetAssignmentListRequest18: assignmentReply(
    held('+44-1632960101', 'amelia@harbour.example.net'),
    held('+44-1632960110 - +44-1632960112', '', 'false'),
  ),
};

/** A group that answers everything that a full audit asks. */
export const healthy: Answers = {
  ...mercuryAnswers,
  SystemSoftwareVersionGetRequest: reply(
    'SystemSoftwareVersionGetResponse',
    '<version>Rel_24.0_1.944</version>',
  ),
  GroupDnGetSummaryListRequest: summaryReply(
    ['+44-1632960101', 'true'],
    ['+44-1632960110 - +44-1632960112', 'false'],
  ),
  GroupTrunkGroupGetRequest23: trunkReply,
  GroupGetUserServiceAssignedUserListRequest: ({ xml }) =>
    xml.includes('Premium-UC')
      ? userListReply('amelia@harbour.example.net', 'ben@harbour.example.net')
      : userListReply(
          'amelia@harbour.example.net',
          'ben@harbour.example.net',
          'dana@harbour.example.net',
        ),
};
