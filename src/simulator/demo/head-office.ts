// The group a newcomer looks at first: eighteen people, and at least one of everything an audit should notice.
import type { Group, User } from '../world/world.js';
import { servicesIn } from './packs.js';

const domain = 'brightwater.example.net';

/** First name, last name, extension or number ending, department, packs by initial, services besides. */
const staff: readonly (readonly [string, string, string, string, string, (readonly string[])?])[] =
  [
    ['Amelia', 'Stone', '101', 'Board', 'P', ['Executive']],
    ['Ben', 'Okoro', '102', 'Board', 'P', ['Executive-Assistant']],
    ['Jürgen', 'Müller', '103', 'Sales', 'P'],
    ['Maeve', "O'Brien", '104', 'Sales', 'P'],
    ['Piotr', 'Łódzki', '105', 'Sales', 'P', ['Call Recording']],
    ['Chiara', 'Rossi', '106', 'Sales', 'S'],
    ['Dana', 'Price', '107', 'Support', 'PC'],
    ['Yusuf', 'Demir', '108', 'Support', 'PC'],
    ['Grace', 'Adeyemi', '109', 'Support', 'P'],
    ['Søren', 'Lindqvist', '110', 'Support', 'S', ['Voice Messaging User']],
    ['Noor', 'Haddad', '111', 'Front Desk', 'P'],
    ['Lucía', 'Vásquez', '112', 'Front Desk', 'S', ['Voice Messaging User', 'Call Waiting']],
    ['Tom', 'Whitfield', '113', 'Stores', 'S'],
    ['Wanjiru', 'Kamau', '114', 'Stores', 'S'],
    ['Zoë', 'Fairweather', '115', 'Stores', 'F'],
    ['Ivo', 'Santos', '', 'Sales', 'P'],
    ['Hana', 'Ito', '', 'Support', ''],
  ];

const packOf: Readonly<Record<string, string>> = {
  P: 'Premium-UC',
  S: 'Standard-Voice',
  C: 'Contact-Centre',
  F: 'Fax-Line',
};

const plain = (name: string) =>
  name
    .toLowerCase()
    .replace('ł', 'l')
    .replace('ø', 'o')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');

/** Those who set something themselves, by last name: what they switched on, and how it is set. */
const set: Readonly<Record<string, Required<Pick<User, 'active' | 'settings'>>>> = {
  Stone: {
    active: ['Call Forwarding No Answer'],
    settings: {
      'Call Forwarding No Answer': { forwardToPhoneNumber: '+44-1632960111', numberOfRings: 4 },
      'Simultaneous Ring Personal': {
        simultaneousRingNumber: [
          { phoneNumber: '+44-1632960190', answerConfirmationRequired: true },
        ],
      },
      'Voice Messaging User': {
        sendVoiceMessageNotifyEmail: true,
        voiceMessageNotifyEmailAddress: `amelia.stone@${domain}`,
      },
    },
  },
  Okoro: {
    active: ['Call Forwarding Always'],
    settings: {
      'Call Forwarding Always': { forwardToPhoneNumber: '+44-1632960101' },
      'Do Not Disturb': { ringSplash: true },
    },
  },
  Łódzki: {
    active: [],
    settings: {
      'Call Recording': { recordingOption: 'On Demand', pauseResumeNotification: 'Beep' },
    },
  },
  Haddad: {
    active: ['Call Forwarding Busy'],
    settings: {
      'Call Forwarding Busy': { forwardToPhoneNumber: '+44-1632960112' },
      'Call Transfer': { isRecallActive: true, recallNumberOfRings: 6 },
    },
  },
};

const people: readonly User[] = staff.map(
  ([firstName, lastName, extension, department, initials, services]) => ({
    userId: `${plain(firstName)}.${plain(lastName)}@${domain}`,
    lastName,
    firstName,
    ...(extension === '' ? {} : { phoneNumber: `+44-1632960${extension}`, extension }),
    // Two people whose numbers were given out and never switched on.
    ...(extension === '107' || extension === '113' ? { phoneNumberActivated: false } : {}),
    department,
    ...(lastName === 'Ito'
      ? {}
      : { emailAddress: `${plain(firstName)}.${plain(lastName)}@${domain}` }),
    servicePacks: [...initials].map((initial) => packOf[initial] ?? initial),
    ...(services === undefined ? {} : { services }),
    active: ['Call Waiting', 'Voice Messaging User', ...(set[lastName]?.active ?? [])],
    ...(set[lastName] === undefined ? {} : { settings: set[lastName].settings }),
  }),
);

const pilot: User = {
  userId: `pbx-pilot@${domain}`,
  lastName: 'PBX Pilot',
  firstName: 'Harbour',
  phoneNumber: '+44-1632960120',
  extension: '120',
  trunkGroup: 'Harbour PBX',
  services: ['Call Forwarding Always'],
};

/** Brightwater's main group. */
export const headOffice: Group = {
  groupId: 'Head-Office',
  groupName: 'Salt, Stone & Daughters Ltd',
  groupExternalId: 'bw-001',
  userLimit: 30,
  callingLineIdName: 'Brightwater',
  callingLineIdPhoneNumber: '+44-1632960130',
  timeZone: 'Europe/London',
  locationDialingCode: '801',
  contact: {
    contactName: 'Noor Haddad',
    contactNumber: '01632 960111',
    contactEmail: `office@${domain}`,
  },
  address: {
    addressLine1: '3 Quay Road',
    city: 'Port Example',
    zipOrPostalCode: 'ZZ1 1ZZ',
    country: 'United Kingdom',
  },
  departments: ['Board', 'Sales', 'Support', 'Front Desk', 'Stores'],
  schedules: [
    {
      name: 'Bank Holidays',
      type: 'Holiday',
      events: ['New Year', 'Good Friday', 'Christmas Day', 'Boxing Day'],
    },
    { name: 'Office Hours', type: 'Time', events: ['Weekdays', 'Saturday morning'] },
  ],
  servicePacks: [
    'Standard-Voice',
    // Sold out: every one of the ten is in use.
    { name: 'Premium-UC', quantity: 10, allowed: 25 },
    { name: 'Contact-Centre', quantity: 5, allowed: 5 },
    // Paid for, never used.
    { name: 'Meeting-Room', quantity: 4 },
  ],
  groupServices: [
    { name: 'Auto Attendant', quantity: 2 },
    'Call Park',
    'Call Pickup',
    { name: 'Hunt Group', quantity: 3, allowed: 10 },
    'Music On Hold',
    'Outgoing Calling Plan',
    { name: 'Series Completion', assigned: false },
    { name: 'Trunk Group', quantity: 4, allowed: 10 },
    'Voice Messaging Group',
    { name: 'Meet-Me Conferencing', authorized: false, licensed: false },
  ],
  userServices: [
    ...servicesIn('Standard-Voice', 'Premium-UC', 'Contact-Centre', 'Meeting-Room'),
    { name: 'Call Recording', quantity: 3 },
    { name: 'Executive', quantity: 1 },
    { name: 'Executive-Assistant', quantity: 2 },
    { name: 'Push to Talk', quantity: 10 },
    { name: 'Voice Messaging User', quantity: 13, allowed: 20 },
  ],
  numbers: [
    '+44-1632960100 - +44-1632960139',
    { range: '+44-1632960140 - +44-1632960149', activated: true, department: 'Support' },
    { range: '+44-1632960190 - +44-1632960199', department: 'Stores' },
  ],
  users: [...people, pilot],
  instances: [
    {
      serviceUserId: `main-menu@${domain}`,
      kind: 'Auto Attendant',
      name: 'Main Menu',
      phoneNumber: '+44-1632960130',
      extension: '130',
      services: ['Basic Call Logs'],
    },
    {
      serviceUserId: `sales-hunt@${domain}`,
      kind: 'Hunt Group',
      name: 'Sales & Service',
      phoneNumber: '+44-1632960131',
      extension: '131',
      department: 'Sales',
      policy: 'Regular',
      services: ['Voice Messaging User'],
    },
    {
      serviceUserId: `night-hunt@${domain}`,
      kind: 'Hunt Group',
      name: 'Night Watch',
      extension: '133',
      policy: 'Simultaneous',
      isActive: false,
    },
    {
      serviceUserId: `support-queue@${domain}`,
      kind: 'Call Center',
      name: 'Support Queue',
      phoneNumber: '+44-1632960132',
      extension: '132',
      department: 'Support',
      type: 'Standard',
    },
    {
      serviceUserId: `voice-portal@${domain}`,
      kind: 'Voice Messaging',
      name: 'Voice Portal',
      phoneNumber: '+44-1632960139',
      extension: '139',
    },
  ],
  trunkCapacity: { maxActiveCalls: 24, burstingMaxActiveCalls: 6, numberOfBurstingBTLUs: 2 },
  trunkGroups: [
    {
      name: 'Harbour PBX',
      deviceName: 'bw-pbx',
      deviceLevel: 'Group',
      maxActiveCalls: 18,
      burstingMaxActiveCalls: 4,
    },
    { name: 'Fax Server', department: 'Stores', maxActiveCalls: 4 },
  ],
};
