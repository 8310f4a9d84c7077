// A small world for ODIN tests, in which every expectation can be written by hand, and a client that is not ours.
import {
  type Release,
  type Simulator,
  startSimulator,
  type World,
  worldSchema,
} from '../src/simulator/index.js';

/** Of every account of the world. */
export const password = 'tide-table-7';

/** Enterprise Mill with the group Weir; service provider Canal with Lock and Dry. */
export const mill: World = {
  schema: worldSchema,
  administrators: [
    { userId: 'auditor@example.net', password, loginType: 'System' },
    {
      userId: 'mill@example.net',
      password,
      loginType: 'Service Provider',
      serviceProviderId: 'Mill',
    },
    {
      userId: 'weir@example.net',
      password,
      loginType: 'Group',
      serviceProviderId: 'Mill',
      groupId: 'Weir',
    },
    {
      userId: 'office@example.net',
      password,
      loginType: 'Group Department',
      serviceProviderId: 'Mill',
      groupId: 'Weir',
      department: 'Office',
    },
    { userId: 'wren@mill.example.net', password, loginType: 'User' },
    { userId: 'reseller@example.net', password, loginType: 'Reseller', resellerId: 'Waterways' },
  ],
  serviceProviders: [
    {
      serviceProviderId: 'Mill',
      isEnterprise: true,
      defaultDomain: 'mill.example.net',
      trunkCapacity: { maxActiveCalls: 50, numberOfBurstingBTLUs: 9 },
      servicePacks: [
        { name: 'Desk', description: 'Desk phone', services: ['Call Waiting'] },
        { name: 'Bare', services: [] },
      ],
      enterpriseTrunks: [
        { name: 'Mill SIP' },
        { name: 'Mill Spare', routingType: 'Overflow', maxActiveCalls: 0 },
      ],
      groups: [
        {
          groupId: 'Weir',
          groupName: 'The Weir',
          userLimit: 20,
          callingLineIdName: 'Mill',
          callingLineIdPhoneNumber: '+44-1632960102',
          timeZone: 'Europe/London',
          locationDialingCode: '07',
          contact: { contactName: 'Wren Teal' },
          address: { city: 'Port Example' },
          departments: ['Office'],
          servicePacks: [{ name: 'Desk', quantity: 5, allowed: 10 }],
          groupServices: ['Auto Attendant', { name: 'Trunk Group', quantity: 2 }, 'Music On Hold'],
          userServices: [
            { name: 'Call Waiting', quantity: 40, allowed: 60 },
            { name: 'Push to Talk', licensed: false },
          ],
          numbers: [
            '+44-1632960100 - +44-1632960104',
            { range: '+44-1632960105', activated: true, department: 'Office' },
          ],
          users: [
            {
              userId: 'wren@mill.example.net',
              lastName: 'Teal',
              firstName: 'Wren',
              phoneNumber: '+44-1632960101',
              extension: '0101',
              department: 'Office',
              emailAddress: 'wren@mill.example.net',
              servicePacks: ['Desk'],
              services: ['Push to Talk'],
              active: ['Call Waiting'],
            },
            {
              userId: 'robin@mill.example.net',
              lastName: 'Finch',
              firstName: 'Robin',
              phoneNumber: '+44-1632960103',
              phoneNumberActivated: false,
              trunkGroup: 'Mill PBX',
            },
            { userId: 'jay@mill.example.net', lastName: 'Wood', firstName: 'Jay' },
          ],
          instances: [
            {
              serviceUserId: 'menu@mill.example.net',
              kind: 'Auto Attendant',
              name: 'Front Door',
              phoneNumber: '+44-1632960102',
              extension: '102',
              type: 'Basic',
            },
            {
              serviceUserId: 'hunt@mill.example.net',
              kind: 'Hunt Group',
              name: 'Pack',
              extension: '110',
              department: 'Office',
              policy: 'Regular',
              isActive: false,
              services: ['Call Waiting'],
            },
            {
              serviceUserId: 'queue@mill.example.net',
              kind: 'Call Center',
              name: 'Queue',
              type: 'Standard',
              policy: 'Uniform',
            },
          ],
          trunkCapacity: { maxActiveCalls: 12, burstingMaxActiveCalls: 'unlimited' },
          trunkGroups: [
            { name: 'Mill PBX', deviceName: 'mill-pbx', department: 'Office', maxActiveCalls: 8 },
            { name: 'Fax', burstingMaxActiveCalls: 3 },
          ],
        },
      ],
    },
    {
      serviceProviderId: 'Canal',
      resellerId: 'Waterways',
      groups: [
        {
          groupId: 'Lock',
          callingLineIdPhoneNumber: '01632 960150',
          groupServices: ['Trunk Group'],
          enterpriseTrunks: [{ name: 'Lock SIP', maxActiveCalls: 4 }],
        },
        { groupId: 'Dry' },
      ],
    },
  ],
};

/** What a call was answered with. */
export interface Told {
  readonly status: number;
  readonly body: unknown;
}

/** Reads a path with its query, and parses the JSON. */
export type Get = (path: string) => Promise<Told>;

/** Signs in at the first address of a simulator. */
export async function signedIn(
  simulator: Simulator,
  username = 'auditor@example.net',
): Promise<Get> {
  const base = simulator.urls[0]!.replace('odin+', '');
  const login = await fetch(`${base}/auth/token`, {
    method: 'POST',
    body: JSON.stringify({ username, password }),
  });
  const { token } = (await login.json()) as { token: string };
  return async (path) => {
    const answer = await fetch(`${base}${path}`, { headers: { Authorization: `Bearer ${token}` } });
    return { status: answer.status, body: await answer.json() };
  };
}

/** A simulator of the Mill with one ODIN address. */
export const startMill = (release?: Release): Promise<Simulator> =>
  startSimulator({ world: mill, listen: ['odin+http://127.0.0.1:0'], release });

/** The group Weir in a query, and in an answer. */
export const weir = 'serviceProviderId=Mill&groupId=Weir';
export const ids = { serviceProviderId: 'Mill', groupId: 'Weir' };
export const zone = {
  timeZone: 'Europe/London',
  timeZoneDisplayName: '(GMT+01:00) (UK) Greenwich Mean Time',
};

/** Two users as a search tells them. */
export const wren = {
  ...ids,
  userId: 'wren@mill.example.net',
  lastName: 'Teal',
  firstName: 'Wren',
  department: 'Office',
  phoneNumber: '+44-1632960101',
  extension: '0101',
  emailAddress: 'wren@mill.example.net',
};
export const robin = {
  ...ids,
  userId: 'robin@mill.example.net',
  lastName: 'Finch',
  firstName: 'Robin',
  department: null,
  phoneNumber: '+44-1632960103',
  extension: null,
  emailAddress: null,
};
