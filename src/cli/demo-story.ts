// What happened in the week before the demo, as data: who did what, when, over which door, and how it ended. The group is
// afterwards as it was before, as far as an audit sees. All of it is invented.

/** One call of the HTTP API, and the status that it must end with. */
export interface HttpStep {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
}

/** One command to the proxy. */
export interface OciStep {
  readonly command: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly isRefused?: true;
}

/** Somebody comes, does something, and leaves. */
export type Visit = {
  readonly daysAgo: number;
  /** Time of day where this machine is. */
  readonly at: string;
  readonly by: string;
  /** A fault of the simulator that is there as long as the visit. */
  readonly trouble?: string;
} & (
  | { readonly over: 'page' | 'token'; readonly steps: readonly HttpStep[] }
  | { readonly over: 'proxy'; readonly steps: readonly OciStep[] }
  /** The password is mistyped, once. */
  | { readonly over: 'locked door' }
);

/** People and machines of the story; those with an @ are accounts of the demo world. */
export const people = {
  auditor: 'auditor@example.net',
  provisioner: 'provisioner@example.net',
  admin: 'admin@brightwater.example.net',
  office: 'office@brightwater.example.net',
  amelia: 'amelia.stone@brightwater.example.net',
  /** The name of a token. */
  machine: 'morning-roll',
} as const;

/** Commands that the proxy of the story does not let pass. */
export const proxyRules = [
  {
    command: 'UserDeleteRequest',
    verdict: 'deny',
    reason: 'users are deleted by hand, never by a script',
  },
] as const;

const tenant = '/api/v1/tenants/Brightwater';
const group = `${tenant}/groups/Head-Office`;
const hana = 'hana.ito@brightwater.example.net';
const ofHeadOffice = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };
const spareNumber = { ...ofHeadOffice, phoneNumber: '+44-1632960125' };

const get = (path: string): HttpStep => ({ method: 'GET', path, status: 200 });
const put = (path: string, body: unknown, status = 200): HttpStep => ({
  method: 'PUT',
  path,
  body,
  status,
});
const auditOf = (groupId: string, status = 200): HttpStep => ({
  method: 'POST',
  path: `${tenant}/groups/${groupId}/audits/`,
  body: {},
  status,
});
const service = (user: string, name: string) =>
  `${group}/users/${user}@brightwater.example.net/services/${name}/`;
const morningRoll = (daysAgo: number): Visit => ({
  daysAgo,
  at: '06:30:02',
  by: people.machine,
  over: 'token',
  steps: [auditOf('Head-Office')],
});

/** The week, in order. */
export const story: readonly Visit[] = [
  {
    daysAgo: 7,
    at: '08:31:20',
    by: people.auditor,
    over: 'page',
    steps: [auditOf('Head-Office')],
  },

  morningRoll(6),
  { daysAgo: 6, at: '09:04:11', by: people.admin, over: 'locked door' },
  {
    daysAgo: 6,
    at: '09:04:32',
    by: people.admin,
    over: 'page',
    steps: [get(`${group}/licenses/`), get(`${group}/users/`)],
  },
  {
    // For four mornings audits have one more user of a pack, and one more number in use.
    daysAgo: 6,
    at: '11:40:07',
    by: people.provisioner,
    over: 'proxy',
    steps: [
      { command: 'GroupDnActivateListRequest', fields: spareNumber },
      {
        command: 'UserServiceAssignListRequest',
        fields: { userId: hana, servicePackName: 'Standard-Voice' },
      },
    ],
  },

  morningRoll(5),
  {
    daysAgo: 5,
    at: '15:10:48',
    by: people.office,
    over: 'page',
    steps: [
      get(`${group}/time_schedules/`),
      put(`${group}/time_schedules/Office%20Hours/?type=Time`, { name: 'Opening Hours' }),
    ],
  },

  morningRoll(4),
  {
    daysAgo: 4,
    at: '10:14:03',
    by: people.amelia,
    over: 'page',
    steps: [
      get(service('amelia.stone', 'do_not_disturb')),
      put(service('amelia.stone', 'do_not_disturb'), { active: true }),
    ],
  },
  {
    daysAgo: 4,
    at: '16:02:55',
    by: people.provisioner,
    over: 'proxy',
    steps: [
      {
        command: 'UserDeleteRequest',
        fields: { userId: 'ivo.santos@brightwater.example.net' },
        isRefused: true,
      },
    ],
  },

  morningRoll(3),
  {
    // The letter O in place of a zero: BroadWorks refuses it.
    daysAgo: 3,
    at: '11:26:36',
    by: people.office,
    over: 'page',
    steps: [
      put(
        service('lucia.vasquez', 'call_forwarding_busy'),
        { active: true, forwardToPhoneNumber: '+44163296O111' },
        400,
      ),
    ],
  },
  {
    // Sent, carried out, and the connection died before the answer came: nobody knows until it is read again.
    daysAgo: 3,
    at: '14:47:19',
    by: people.admin,
    over: 'page',
    trouble: 'reset@UserCallForwardingNoAnswerModifyRequest*1',
    steps: [
      put(
        service('ben.okoro', 'call_forwarding_no_answer'),
        { active: true, forwardToPhoneNumber: '+441632960101', numberOfRings: 5 },
        504,
      ),
      get(service('ben.okoro', 'call_forwarding_no_answer')),
    ],
  },

  morningRoll(2),
  {
    // The account may not read one part of it.
    daysAgo: 2,
    at: '09:20:14',
    by: people.auditor,
    over: 'page',
    trouble: 'permission@GroupServiceGetAuthorizationListRequest',
    steps: [auditOf('Depot', 207)],
  },
  {
    daysAgo: 2,
    at: '13:05:27',
    by: people.provisioner,
    over: 'proxy',
    steps: [
      {
        command: 'UserServiceUnassignListRequest',
        fields: { userId: hana, servicePackName: 'Standard-Voice' },
      },
      { command: 'GroupDnDeactivateListRequest', fields: spareNumber },
    ],
  },

  morningRoll(1),
  {
    daysAgo: 1,
    at: '14:18:42',
    by: people.office,
    over: 'page',
    steps: [
      get(service('amelia.stone', 'call_forwarding_always')),
      put(service('amelia.stone', 'call_forwarding_always'), {
        active: true,
        forwardToPhoneNumber: '+441632960999',
      }),
    ],
  },
  {
    // Where do my calls go?
    daysAgo: 1,
    at: '17:52:09',
    by: people.amelia,
    over: 'page',
    steps: [get(service('amelia.stone', 'call_forwarding_always'))],
  },
];
