// The data that published figures of a Python peer were measured on, as raw replies: `mix-N` has N rows of numbers,
// every tenth a range of 1 to 1,000 free numbers; 80 group services, 200 user services, 40 packs, 27/67/14 in use.
const documentOf = (sessionId: string, commands: string) =>
  `<?xml version="1.0" encoding="ISO-8859-1"?>\n<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">${sessionId}</sessionId>${commands}</BroadsoftDocument>\n`;

const data = (type: string, inside: string) =>
  `<command echo="" xsi:type="${type}" xmlns="">${inside}</command>`;

const table = (name: string, headings: readonly string[], rows: readonly string[]) =>
  `<${name}>${headings.map((heading) => `<colHeading>${heading}</colHeading>`).join('')}${rows.join('')}</${name}>`;

const row = (...cells: (string | number)[]) =>
  `<row>${cells.map((cell) => (cell === '' ? '<col/>' : `<col>${cell}</col>`)).join('')}</row>`;

/** Number `at` of the sequence that all tables share. */
const dn = (at: number) => `+1-${2_020_000_000 + at}`;

const dnHeadings = [
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

interface DnTables {
  readonly assignment: string;
  readonly summary: string;
  readonly numbers: number;
}

function dnTables(rows: number): DnTables {
  const assignment: string[] = [];
  const summary: string[] = [];
  let next = 0;
  let numbers = 0;
  for (let at = 0; at < rows; at++) {
    if (at % 10 === 9) {
      const size = ((((at - 9) / 10) * 7919) % 1000) + 1;
      const range = size === 1 ? dn(next) : `${dn(next)} - ${dn(next + size - 1)}`;
      assignment.push(row(range, '', 'false', '', '', '', '', '', '', 1, ''));
      summary.push(row(range, 'false'));
      next += size;
      numbers += size;
    } else {
      const id = `user${at}@example.net`;
      assignment.push(
        row(
          dn(next),
          'Sales',
          'true',
          id,
          `Last${at}`,
          `First${at}`,
          at % 10_000,
          id,
          'Normal',
          1,
          '',
        ),
      );
      summary.push(row(dn(next), 'true'));
      next++;
      numbers++;
    }
  }
  return {
    assignment: table('dnTable', dnHeadings, assignment),
    summary: table('dnTable', ['Phone Numbers', 'Assigned'], summary),
    numbers,
  };
}

const serviceRow = (name: string, at: number, inUse: number, extra: readonly string[]) =>
  row(name, 'true', 'true', 'Limited', 500, at < inUse ? at + 1 : 0, ...extra);

function licenceTables(): string {
  const packs = Array.from({ length: 40 }, (_, at) =>
    row(`Pack ${at}`, 'true', 'true', 'Limited', 500, 'Unlimited', at < 14 ? at + 1 : 0, 'A pack'),
  );
  const group = Array.from({ length: 80 }, (_, at) =>
    serviceRow(`Group Service ${at}`, at, 27, ['true', 'Unlimited', '0']),
  );
  const user = Array.from({ length: 200 }, (_, at) =>
    serviceRow(`User Service ${at}`, at, 67, ['true', 'Unlimited', 'true', 'true']),
  );
  const service = [
    'Service Name',
    'Authorized',
    'Assigned',
    'Limited',
    'Quantity',
    'Usage',
    'Licensed',
    'Allowed',
  ];
  return (
    table(
      'servicePacksAuthorizationTable',
      [
        'Service Pack Name',
        'Authorized',
        'Assigned',
        'Limited',
        'Allocated',
        'Allowed',
        'Usage',
        'Description',
      ],
      packs,
    ) +
    table('groupServicesAuthorizationTable', [...service, 'Instance Count'], group) +
    table(
      'userServicesAuthorizationTable',
      [...service, 'User Assignable', 'Group Service Assignable'],
      user,
    )
  );
}

const unbounded = (name: string, quantity: number) =>
  `<${name}><quantity>${quantity}</quantity></${name}>`;

/** Replies of one group, by command. Built once: a bench measures the client, not this. */
export interface PeerGroup {
  readonly numbers: number;
  readonly replies: Readonly<Record<string, string>>;
}

export function peerGroup(rows: number): PeerGroup {
  const { assignment, summary, numbers } = dnTables(rows);
  const users = Array.from({ length: 20 }, (_, at) =>
    row(`user${at}@example.net`, `Last${at}`, `First${at}`, '', '', '', '', '', ''),
  );
  const replies = {
    SystemSoftwareVersionGetRequest: data(
      'SystemSoftwareVersionGetResponse',
      '<version>Rel_24.0_1.944</version>',
    ),
    GroupGetRequest22V5: data(
      'GroupGetResponse22V5',
      `<defaultDomain>example.net</defaultDomain><userLimit>100000</userLimit><userCount>90000</userCount><groupName>mix-${rows}</groupName><timeZone>Europe/London</timeZone><timeZoneDisplayName>(GMT) Greenwich Mean Time</timeZoneDisplayName><serviceProviderId>sp</serviceProviderId><groupId>mix-${rows}</groupId>`,
    ),
    GroupServiceGetAuthorizationListRequest: data(
      'GroupServiceGetAuthorizationListResponse',
      licenceTables(),
    ),
    GroupDnGetAssignmentListRequest18: data('GroupDnGetAssignmentListResponse18', assignment),
    GroupDnGetSummaryListRequest: data('GroupDnGetSummaryListResponse', summary),
    GroupGetUserServiceAssignedUserListRequest: data(
      'GroupGetUserServiceAssignedUserListResponse',
      table(
        'userListTable',
        [
          'User Id',
          'Last Name',
          'First Name',
          'Department',
          'Phone Number',
          'Email Address',
          'Hiragana Last Name',
          'Hiragana First Name',
          'Extension',
        ],
        users,
      ),
    ),
    GroupTrunkGroupGetRequest23: data(
      'GroupTrunkGroupGetResponse23',
      `<maxActiveCalls>10</maxActiveCalls>${unbounded('maxAvailableActiveCalls', 40)}${unbounded('burstingMaxActiveCalls', 1)}${unbounded('burstingMaxAvailableActiveCalls', 1)}${unbounded('maxAvailableNumberOfBurstingBTLUs', 0)}`,
    ),
    AuthenticationRequest: data(
      'AuthenticationResponse',
      '<userId>auditor@example.net</userId><nonce>1751960123456</nonce><passwordAlgorithm>MD5</passwordAlgorithm>',
    ),
    LoginRequest14sp4: data(
      'LoginResponse14sp4',
      '<loginType>System</loginType><locale>en_US</locale><encoding>ISO-8859-1</encoding><isEnterprise>false</isEnterprise><userDomain>example.net</userDomain>',
    ),
    LogoutRequest: '<command echo="" xsi:type="c:SuccessResponse" xmlns:c="C" xmlns=""/>',
  };
  return { numbers, replies };
}

/** One whole reply document. */
export const replyDocument = documentOf;
