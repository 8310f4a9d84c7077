// The enterprise of the demo and its smaller groups; the main one has a file of its own.
import type { Group, ServiceProvider } from '../world/world.js';
import { headOffice } from './head-office.js';
import { packs, servicesIn } from './packs.js';
import { crowd, dice } from './people.js';

const uk = (end: number) => `+44-1632960${String(end).padStart(3, '0')}`;

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
    { name: 'Trunk Group', quantity: 2 },
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
  // Given out twice over: together the two may have more calls than the group.
  trunkCapacity: { maxActiveCalls: 40 },
  trunkGroups: [
    { name: 'Care PBX', deviceName: 'care-pbx', maxActiveCalls: 30 },
    { name: 'Care Overflow', department: 'Nights', maxActiveCalls: 20 },
  ],
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

/** What giulia.marchetti has beside her pack, so that one person has every service that can be set. */
const besidePremium = [
  'Alternate Numbers',
  'Authentication',
  'Automatic Callback',
  'Barge-in Exempt',
  'Call Forwarding Not Reachable',
  'Call Recording',
  'Calling Line ID Delivery Blocking',
];

/** National numbers in Italy begin with a zero that is never left out. */
const roma: Group = {
  groupId: 'Roma',
  groupName: 'Acque Chiare & Figli S.r.l.',
  userLimit: 10,
  timeZone: 'Europe/Rome',
  callingLineIdPhoneNumber: '+39-0655501000',
  servicePacks: [{ name: 'Premium-UC', quantity: 3 }],
  userServices: [...servicesIn('Premium-UC'), ...besidePremium],
  schedules: [{ name: 'Giorni festivi', type: 'Holiday', events: ['Ferragosto'] }],
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
      services: besidePremium,
      active: ['Call Forwarding Not Reachable', 'Call Waiting', 'Voice Messaging User'],
      settings: {
        'Alternate Numbers': {
          alternateEntry01: {
            phoneNumber: '+39-0655501003',
            extension: '1003',
            ringPattern: 'Long-Long',
            description: 'Direttrice',
          },
        },
        Authentication: { userName: 'gmarchetti' },
        'Call Forwarding Not Reachable': { forwardToPhoneNumber: '+39-0655501002' },
        'Call Recording': { recordingOption: 'Always with Pause/Resume' },
        'Simultaneous Ring Personal': {
          doNotRingIfOnCall: true,
          simultaneousRingNumber: [
            { phoneNumber: '+39-0655501049', answerConfirmationRequired: false },
            { phoneNumber: 'sip:giulia@brightwater.example.net', answerConfirmationRequired: true },
          ],
          criteriaTable: [
            {
              'Is Active': true,
              'Criteria Name': 'Festivi',
              'Holiday Schedule': 'Giorni festivi',
              'Calls From': 'All calls',
              Blacklisted: false,
            },
          ],
        },
        'Voice Messaging User': {
          voiceMessageDeliveryEmailAddress: [
            'giulia.marchetti@brightwater.example.net',
            'archivio@brightwater.example.net',
          ],
        },
      },
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

/** The enterprise of the demo. */
export const brightwater: ServiceProvider = {
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
  enterpriseTrunks: [
    { name: 'Brightwater SIP', maxActiveCalls: 60 },
    { name: 'Night Route', routingType: 'Overflow' },
  ],
  groups: [headOffice, callCentre, depot, roma, warehouse, oddCorner],
};
