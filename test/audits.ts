// Group audits made by hand for tests: every status a part can have, and a group with a bit of everything.
import {
  type CommandUse,
  type GroupAudit,
  type GroupDetails,
  groupAuditSchema,
  type Instances,
  type Licence,
  type Licences,
  type NumberState,
  type Numbers,
  type Packs,
  type Part,
  type Parts,
  type Problem,
  partNames,
  type Trunking,
  type Users,
} from '../src/audit/index.js';
import { DnSet, parseDnCell } from '../src/numbers/index.js';

const readAt = '2030-05-06T07:08:10.500Z';

function commandUse(command: string): CommandUse {
  return {
    command,
    asked: 1,
    answered: 1,
    refused: 0,
    failed: 0,
    firstSentAt: '2030-05-06T07:08:09.000Z',
    lastAnsweredAt: readAt,
  };
}

const evidence = { readAt, commands: [commandUse('GroupGetRequest22V5')] };

export const refusal: Problem = {
  command: 'GroupServiceGetAuthorizationListRequest',
  code: '5404',
  message: '[Error 5404] Unauthorized command for the authorization level of the session user.',
  todo: 'Log in with an account that may read this group.',
};

export const known = <T>(value: T, ...notes: string[]): Part<T> => ({
  status: 'known',
  ...evidence,
  value,
  notes,
});
export const partial = <T>(value: T, ...problems: Problem[]): Part<T> => ({
  status: 'partial',
  ...evidence,
  value,
  problems,
  notes: [],
});
export const unknown = (...problems: Problem[]): Part<never> => ({
  status: 'unknown',
  ...evidence,
  problems,
});
export const outOfScope = (...problems: Problem[]): Part<never> => ({
  status: 'outOfScope',
  ...evidence,
  problems,
});
export const notApplicable = (reason: string): Part<never> => ({
  status: 'notApplicable',
  ...evidence,
  reason,
});
const notAsked: Part<never> = { status: 'notAsked' };

/** A set of the numbers in these cells: `+44-1632960100 - +44-1632960109`, or one number. */
export function dnSet(...cells: string[]): DnSet {
  return DnSet.of(
    cells.map((text) => {
      const cell = parseDnCell(text);
      if (cell.kind !== 'range') throw new Error(`not a number: ${text}`);
      return cell.range;
    }),
  );
}

export const details: GroupDetails = {
  serviceProviderId: 'HarbourTel',
  groupId: 'Quayside',
  groupName: 'Quayside Ltd',
  defaultDomain: 'harbour.example.net',
  userLimit: 50,
  userCount: 6,
  callingLineIdPhoneNumber: '1632960130',
  callingLineIdDisplayPhoneNumber: '+44-1632960130',
  timeZone: 'Europe/London',
  timeZoneDisplayName: '(GMT+01:00) (UK) Greenwich Mean Time',
  contact: { contactName: 'Noor Haddad', contactNumber: '01632 960130' },
  address: { addressLine1: '3 Quay Road', zipOrPostalCode: '01234' },
  groupExternalId: 'qs-001',
};

/** A licence row: authorised, unlimited and unused but for what is given. */
export function licence(name: string, given: Partial<Licence> = {}): Licence {
  return {
    name,
    authorized: true,
    assigned: true,
    limited: 'unlimited',
    quantity: 'unlimited',
    allowed: 'unlimited',
    usage: 0,
    ...given,
  };
}

export const unauthorised = { authorized: false, assigned: false } as const;

export const licences: Licences = {
  servicePacks: [
    licence('Basic-Voice', { limited: 'limited', quantity: 10, allowed: 15, usage: 3 }),
    licence('Premium-UC', { limited: 'limited', quantity: 2, allowed: 2, usage: 2 }),
    licence('Idle-Pack', {
      limited: 'limited',
      quantity: 50,
      allowed: 60,
      description: 'Not used',
    }),
    licence('Reception-Plus', unauthorised),
  ],
  groupServices: [
    licence('Auto Attendant', { usage: 1, licensed: true, instanceCount: 1 }),
    licence('Hunt Group', { licensed: true, instanceCount: 'notOnThisRelease' }),
  ],
  userServices: [
    licence('Call Waiting', { usage: 'unknown', asSent: { usage: 'N/A' } }),
    licence('Voice Mail', { usage: 'unlimited', userAssignable: true, licensed: 'unknown' }),
    licence('Fax Messaging', { ...unauthorised, groupServiceAssignable: false }),
  ],
};

export const users: Users = {
  count: 6,
  limit: 50,
  servicePacks: [
    {
      name: 'Basic-Voice',
      usage: 3,
      userIds: ['anna@example.net', 'bo@example.net', 'cy@example.net'],
    },
    { name: 'Premium-UC', usage: 2, userIds: 'unknown' },
  ],
  userServices: [{ name: 'Voice Mail', usage: 'unlimited', userIds: [] }],
};

export function numbersOf(states: readonly NumberState[], given: Partial<Numbers> = {}): Numbers {
  return {
    states,
    all: states.reduce((all, state) => all.union(state.numbers), DnSet.empty),
    holders: [],
    groupCallingLineIds: DnSet.empty,
    unreadable: [],
    ...given,
  };
}

export const numbers: Numbers = numbersOf(
  [
    { assigned: true, activated: true, numbers: dnSet('+44-1632960100 - +44-1632960109') },
    { assigned: true, activated: false, numbers: DnSet.empty },
    { assigned: false, activated: true, numbers: dnSet('+44-1632960130') },
    { assigned: false, activated: false, numbers: dnSet('+39-0612345698 - +39-0612345701') },
    { assigned: true, activated: 'unknown', numbers: dnSet('0205550098') },
    { assigned: 'unknown', activated: 'unknown', numbers: dnSet('+44-1632960150') },
  ],
  {
    groupCallingLineIds: dnSet('+44-1632960130'),
    holders: [
      {
        number: '+44-1632960100',
        userId: 'anna@example.net',
        lastName: 'Åström',
        firstName: 'Anna',
        userType: 'Normal',
        extension: '0100',
        department: 'Sales',
      },
      { number: '0205550098', userId: 'hunt@example.net' },
    ],
    unreadable: [
      { command: 'GroupDnGetSummaryListRequest', text: '+44-1632960 x', why: 'it is not a number' },
    ],
  },
);

export const trunking: Trunking = {
  maxActiveCalls: 10,
  maxAvailableActiveCalls: 'unlimited',
  burstingMaxActiveCalls: 0,
  burstingMaxAvailableActiveCalls: 'unknown',
  maxAvailableNumberOfBurstingBTLUs: 'notOnThisRelease',
  numberOfBurstingBTLUs: 0,
};

export const packs: Packs = { servicePacks: licences.servicePacks };

/** Instances of every kind, with services of every kind. */
export const instances: Instances = {
  autoAttendants: [
    {
      serviceUserId: 'menu@example.net',
      name: 'Main menu',
      phoneNumber: '+44-1632960100',
      extension: '0700',
      isActive: true,
      type: 'Basic',
      services: [
        { name: 'Authentication', kind: 'userService' },
        { name: 'Call Forwarding Always', kind: 'userService', isActive: false },
        { name: 'Music On Hold', kind: 'groupService', isActive: true },
      ],
    },
  ],
  callCenters: [
    {
      serviceUserId: 'care@example.net',
      department: 'Sales',
      isActive: 'unknown',
      type: 'Standard',
      policy: 'Circular',
      services: 'unknown',
    },
  ],
  huntGroups: [
    { serviceUserId: 'hunt@example.net', isActive: false, policy: 'Regular', services: [] },
  ],
};

const nothingAsked = Object.fromEntries(
  partNames.map((name) => [name, notAsked]),
) as unknown as Parts;

function statusOf(parts: Parts): GroupAudit['status'] {
  const asked = partNames.map((name) => parts[name].status).filter((is) => is !== 'notAsked');
  if (asked.every((is) => is === 'known' || is === 'notApplicable')) return 'complete';
  return asked.every((is) => is === 'unknown' || is === 'outOfScope') ? 'failed' : 'partial';
}

/** An audit with these parts and the fitting status; every other part was not asked for. */
export function groupAudit(
  given: Partial<Parts> = {},
  key = { serviceProviderId: 'HarbourTel', groupId: 'Quayside' },
): GroupAudit {
  const parts = { ...nothingAsked, ...given };
  return {
    schema: groupAuditSchema,
    status: statusOf(parts),
    ...key,
    source: {
      protocol: 'OCI-P',
      target: 'tcp://as.example.net:2208',
      release: '25',
      userId: 'auditor@example.net',
      loginType: 'System',
    },
    startedAt: '2030-05-06T07:08:09.000Z',
    finishedAt: '2030-05-06T07:08:11.000Z',
    parts,
  };
}

/** A whole audit without anything doubtful but what is told to be unknown. */
export function completeAudit(): GroupAudit {
  return groupAudit({
    details: known(details),
    licences: known(licences, 'The table of packs has no column Licensed.'),
    users: known(users),
    numbers: known({ ...numbers, unreadable: [] }),
    trunking: known(trunking),
  });
}

/** Every status but `notAsked` at once, and cells that are no numbers. */
export function mixedAudit(): GroupAudit {
  return groupAudit({
    details: known(details),
    licences: unknown(refusal),
    users: outOfScope({ message: 'A department login sees its own users only.' }),
    numbers: partial(numbers, { code: 'SOUTH_TIMEOUT', message: 'No answer within 30 s.' }),
    trunking: notApplicable('The group has no trunk group service.'),
  });
}

/** Nothing could be read. */
export function failedAudit(): GroupAudit {
  const parts = Object.fromEntries(partNames.map((name) => [name, unknown(refusal)]));
  return groupAudit(parts as Partial<Parts>);
}
