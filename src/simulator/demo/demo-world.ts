// The world a newcomer gets: an enterprise and two service providers, with the odd corners of real systems. Numbers
// are from ranges set aside for drama, domains from those set aside for documentation.
import {
  type Administrator,
  type Group,
  type ServiceProvider,
  type World,
  worldSchema,
} from '../world/world.js';
import { brightwater } from './brightwater.js';
import { demoElementKeys } from './element-keys.js';
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
  {
    userId: 'giulia.marchetti@brightwater.example.net',
    password: 'tide-table-7',
    loginType: 'User',
  },
  { userId: 'former@example.net', password: 'tide-table-7', loginType: 'System', disabled: true },
];

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
  trunkGroups: [
    {
      name: 'Campus PBX',
      deviceName: 'campus-pbx',
      deviceLevel: 'Service Provider',
      maxActiveCalls: 60,
      burstingMaxActiveCalls: 20,
    },
  ],
  enterpriseTrunks: [{ name: 'Campus SIP', maxActiveCalls: 50 }],
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
    elements: demoElementKeys,
    administrators,
    serviceProviders: [brightwater, meridian, liberty],
  };
}
