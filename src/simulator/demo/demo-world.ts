// The world a newcomer gets: an enterprise and two service providers, with the odd corners of real systems. Numbers
// are from ranges set aside for drama, domains from those set aside for documentation.
import {
  type Administrator,
  type Group,
  type ServiceProvider,
  type World,
  worldSchema,
} from '../world/world.js';
import { headOffice } from './head-office.js';
import { packs, servicesIn } from './packs.js';
import { crowd, dice } from './people.js';

const uk = (end: number) => `+44-1632960${String(end).padStart(3, '0')}`;
const us = (end: number) => `+1-212555${String(end).padStart(4, '0')}`;

/** Passwords of the demo are public on purpose: it holds nothing and listens on this machine. */
const administrators: readonly Administrator[] = [
  {
    userId: 'auditor@example.net',
    password: 'tide-table-7',
    loginType: 'System',
    firstName: 'Ada',
    lastName: 'Auditor',
  },
  { userId: 'provisioner@example.net', password: 'tide-table-7', loginType: 'Provisioning' },
  {
    userId: 'reseller@example.net',
    password: 'tide-table-7',
    loginType: 'Reseller',
    resellerId: 'Longshore',
  },
  {
    userId: 'admin@brightwater.example.net',
    password: 'tide-table-7',
    loginType: 'Service Provider',
    serviceProviderId: 'Brightwater',
    passwordExpiresDays: 12,
  },
  {
    userId: 'office@brightwater.example.net',
    password: 'tide-table-7',
    loginType: 'Group',
    serviceProviderId: 'Brightwater',
    groupId: 'Head-Office',
    firstName: 'Noor',
    lastName: 'Haddad',
  },
  {
    userId: 'sales@brightwater.example.net',
    password: 'tide-table-7',
    loginType: 'Group Department',
    serviceProviderId: 'Brightwater',
    groupId: 'Head-Office',
    department: 'Sales',
    firstName: 'Maeve',
    lastName: "O'Brien",
  },
  { userId: 'amelia.stone@brightwater.example.net', password: 'tide-table-7', loginType: 'User' },
  { userId: 'former@example.net', password: 'tide-table-7', loginType: 'System', disabled: true },
];

const callCentre: Group = {
  groupId: 'Call-Centre',
  groupName: 'Brightwater Customer Care',
  userLimit: 100,
  callingLineIdPhoneNumber: uk(200),
  departments: ['Days', 'Nights'],
  servicePacks: [
    'Standard-Voice',
    { name: 'Contact-Centre', quantity: 60, allowed: 60 },
    { name: 'Reception', quantity: 2 },
  ],
  groupServices: [
    'Auto Attendant',
    'Hunt Group',
    { name: 'Trunk Group', quantity: 1 },
    'Music On Hold',
  ],
  userServices: [
    ...servicesIn('Standard-Voice', 'Contact-Centre', 'Reception'),
    'Call Center Monitoring',
    { name: 'Call Recording', quantity: 80 },
    'Push to Talk',
  ],
  numbers: [`${uk(200)} - ${uk(299)}`],
  users: crowd({
    count: 62,
    domain: 'brightwater.example.net',
    tag: 'care',
    random: dice(62),
    numberOf: (at) => (at % 7 === 6 ? undefined : uk(210 + at)),
    departments: ['Days', 'Nights'],
    packsOf: (lot) => (lot < 0.85 ? ['Standard-Voice', 'Contact-Centre'] : ['Standard-Voice']),
    extras: ['Call Center Monitoring'],
  }),
  instances: [
    {
      serviceUserId: 'care-menu@brightwater.example.net',
      kind: 'Auto Attendant',
      name: 'Customer Care',
      phoneNumber: uk(200),
      extension: '200',
    },
    ...['Orders', 'Returns', 'Complaints'].map((name, at) => ({
      serviceUserId: `care-${name.toLowerCase()}@brightwater.example.net`,
      kind: 'Call Center' as const,
      name,
      phoneNumber: uk(201 + at),
      extension: String(201 + at),
      type: 'Standard',
      policy: 'Uniform',
    })),
  ],
  trunkCapacity: { maxActiveCalls: 40 },
  trunkGroups: [{ name: 'Care PBX', deviceName: 'care-pbx' }],
};

/** As many people as it may hold. */
const depot: Group = {
  groupId: 'Depot',
  groupName: 'Depot Nord',
  userLimit: 12,
  servicePacks: [{ name: 'Standard-Voice', quantity: 12 }],
  userServices: servicesIn('Standard-Voice'),
  groupServices: ['Call Pickup', { name: 'Hunt Group', quantity: 1 }],
  numbers: [`${uk(300)} - ${uk(319)}`],
  users: crowd({
    count: 12,
    domain: 'brightwater.example.net',
    tag: 'depot',
    random: dice(12),
    numberOf: (at) => uk(300 + at),
    departments: [],
    packsOf: () => ['Standard-Voice'],
    extras: [],
  }),
};

/** National numbers in Italy begin with a zero that is never left out. */
const roma: Group = {
  groupId: 'Roma',
  groupName: 'Acque Chiare & Figli S.r.l.',
  userLimit: 10,
  timeZone: 'Europe/Rome',
  callingLineIdPhoneNumber: '+39-0655501000',
  servicePacks: [{ name: 'Premium-UC', quantity: 3 }],
  userServices: servicesIn('Premium-UC'),
  numbers: [
    { range: '+39-0655501000 - +39-0655501049', department: 'Vendite' },
    { range: '+39-0055501000 - +39-0055501001', activated: true },
  ],
  departments: ['Vendite'],
  users: [
    {
      userId: 'giulia.marchetti@brightwater.example.net',
      lastName: 'Marchetti',
      firstName: 'Giulia',
      phoneNumber: '+39-0655501001',
      extension: '1001',
      servicePacks: ['Premium-UC'],
    },
    {
      userId: 'nicolo.dangelo@brightwater.example.net',
      lastName: "D'Angelo",
      firstName: 'Nicolò',
      phoneNumber: '+39-0655501002',
      extension: '1002',
      servicePacks: ['Premium-UC'],
    },
  ],
};

const warehouse: Group = {
  groupId: 'Warehouse',
  userLimit: 5,
  users: [
    {
      userId: 'warehouse@brightwater.example.net',
      lastName: 'Warehouse',
      firstName: 'Phone',
      phoneNumber: uk(350),
      extension: '350',
    },
  ],
};

/** Tables as no world should have them: an audit must not count what it cannot read. */
const oddCorner: Group = {
  groupId: 'Odd-Corner',
  groupName: 'Łódź – “odd” <corner>',
  servicePacks: ['Standard-Voice'],
  numbers: [`${uk(360)} - ${uk(364)}`],
  raw: {
    GroupDnGetAssignmentListRequest18: {
      dnTable: [
        [`${uk(369)} - ${uk(365)}`, '', 'false', '', '', '', '', '', '', '44', '0'],
        ['see contract', '', '', '', '', '', '', '', '', '', ''],
        ['', '', '', '', '', '', '', '', '', '', ''],
      ],
    },
    GroupServiceGetAuthorizationListRequest: {
      userServicesAuthorizationTable: [
        [
          'Charge Number',
          'true',
          'false',
          'Limited',
          '',
          'N/A',
          'true',
          'Unlimited',
          'true',
          'false',
        ],
      ],
    },
  },
};

const brightwater: ServiceProvider = {
  serviceProviderId: 'Brightwater',
  name: 'Brightwater plc',
  isEnterprise: true,
  defaultDomain: 'brightwater.example.net',
  trunkCapacity: {
    maxActiveCalls: 120,
    burstingMaxActiveCalls: 'unlimited',
    numberOfBurstingBTLUs: 10,
  },
  servicePacks: packs,
  enterpriseTrunks: [{ name: 'Brightwater SIP' }],
  groups: [headOffice, callCentre, depot, roma, warehouse, oddCorner],
};

const campus: Group = {
  groupId: 'Campus',
  groupName: 'University of Example',
  userLimit: 500,
  callingLineIdPhoneNumber: uk(400),
  departments: ['Arts', 'Law', 'Medicine', 'Physics'],
  servicePacks: [
    { name: 'Standard-Voice', quantity: 450 },
    { name: 'Premium-UC', quantity: 150 },
  ],
  groupServices: [{ name: 'Trunk Group', quantity: 2 }, 'Hunt Group', 'Auto Attendant'],
  userServices: [...servicesIn('Standard-Voice', 'Premium-UC'), 'Speed Dial 100'],
  numbers: [`${uk(400)} - ${uk(899)}`],
  users: crowd({
    count: 400,
    domain: 'meridian.example.com',
    tag: 'campus',
    random: dice(400),
    numberOf: (at) => (at % 25 === 24 ? undefined : uk(410 + at)),
    departments: ['Arts', 'Law', 'Medicine', 'Physics'],
    packsOf: (lot) => (lot < 0.7 ? ['Standard-Voice'] : lot < 0.97 ? ['Premium-UC'] : []),
    extras: ['Speed Dial 100', 'Voice Messaging User'],
  }),
  instances: [
    {
      serviceUserId: 'campus-menu@meridian.example.com',
      kind: 'Auto Attendant',
      name: 'Porters Lodge',
      phoneNumber: uk(400),
      extension: '1400',
    },
  ],
  trunkCapacity: { maxActiveCalls: 60, burstingMaxActiveCalls: 'unlimited' },
  trunkGroups: [{ name: 'Campus PBX', deviceName: 'campus-pbx', deviceLevel: 'Service Provider' }],
};

const meridian: ServiceProvider = {
  serviceProviderId: 'Meridian',
  name: 'Meridian Telecom',
  resellerId: 'Longshore',
  defaultDomain: 'meridian.example.com',
  servicePacks: packs,
  groups: [
    campus,
    // The same id as a group of Brightwater: an id alone names nothing.
    {
      groupId: 'Head-Office',
      groupName: 'Meridian Head Office',
      userLimit: 10,
      numbers: [`${uk(900)} - ${uk(909)}`],
    },
  ],
};

const newYork: Group = {
  groupId: 'New-York',
  groupName: 'Liberty Lighting Inc.',
  userLimit: 20,
  timeZone: 'America/New_York',
  callingLineIdPhoneNumber: us(100),
  address: {
    addressLine1: '1 Example Plaza',
    city: 'New York',
    stateOrProvince: 'NY',
    stateOrProvinceDisplayName: 'New York',
    zipOrPostalCode: '10001',
    country: 'United States',
  },
  servicePacks: [{ name: 'Premium-UC', quantity: 12 }],
  userServices: servicesIn('Premium-UC'),
  groupServices: ['Auto Attendant', 'Hunt Group'],
  numbers: [`${us(100)} - ${us(149)}`],
  users: crowd({
    count: 12,
    domain: 'liberty.example.org',
    tag: 'ny',
    random: dice(1),
    numberOf: (at) => us(101 + at),
    departments: ['Sales', 'Service'],
    packsOf: () => ['Premium-UC'],
    extras: [],
  }),
};

const liberty: ServiceProvider = {
  serviceProviderId: 'Liberty',
  resellerId: 'Longshore',
  defaultDomain: 'liberty.example.org',
  countryCode: '1',
  servicePacks: packs,
  groups: [newYork],
};

/** The demo. A fresh object every time; nothing that happens to one changes another. */
export function demoWorld(): World {
  return {
    schema: worldSchema,
    release: '24',
    administrators,
    serviceProviders: [brightwater, meridian, liberty],
  };
}
