import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ids, signedIn, startMill, weir, zone } from '../../../test/odin-mill.js';

const detail = (number: string, rest: object = {}) => ({
  phoneNumbers: number,
  department: null,
  activated: false,
  userId: null,
  lastName: null,
  firstName: null,
  extension: null,
  emailAddress: null,
  userType: null,
  countryCode: 44,
  nationalPrefix: '0',
  min: number.split(' - ')[0],
  max: number.split(' - ')[1] ?? '',
  ...rest,
});

/** What each call is answered with, status 200. */
const answers: Readonly<Record<string, unknown>> = {
  [`/groups?${weir}`]: {
    defaultDomain: 'mill.example.net',
    userLimit: 20,
    userCount: 3,
    groupName: 'The Weir',
    callingLineIdName: 'Mill',
    callingLineIdPhoneNumber: '+441632960102',
    callingLineIdDisplayPhoneNumber: '1632960102',
    ...zone,
    locationDialingCode: '07',
    contact: { contactName: 'Wren Teal' },
    address: { city: 'Port Example' },
    ...ids,
  },
  '/groups?serviceProviderId=Canal&groupId=Lock': {
    defaultDomain: 'example.net',
    userLimit: 25,
    userCount: 0,
    callingLineIdPhoneNumber: '01632 960150',
    callingLineIdDisplayPhoneNumber: '01632 960150',
    ...zone,
    serviceProviderId: 'Canal',
    groupId: 'Lock',
  },
  '/groups?serviceProviderId=Canal': [
    { groupId: 'Lock', groupName: '', userLimit: 25, serviceProviderId: 'Canal' },
    { groupId: 'Dry', groupName: '', userLimit: 25, serviceProviderId: 'Canal' },
  ],
  [`/groups/services/assigned?${weir}&serviceType=serviceName&serviceName=Call+Waiting`]: {
    ...ids,
    serviceType: 'userServices',
    serviceName: 'Call Waiting',
    users: [
      {
        userId: 'wren@mill.example.net',
        firstName: 'Wren',
        lastName: 'Teal',
        phoneNumber: '+44-1632960101',
      },
      {
        userId: 'hunt@mill.example.net',
        firstName: 'Hunt Group',
        lastName: 'Pack',
        phoneNumber: null,
      },
    ],
  },
  [`/groups/services/assigned?${weir}&serviceType=servicePackName&serviceName=Bare`]: {
    ...ids,
    serviceType: 'servicePackServices',
    serviceName: 'Bare',
    users: [],
  },
  [`/groups/dns?${weir}`]: {
    ...ids,
    dns: [
      {
        assigned: false,
        activated: false,
        min: '+44-1632960100',
        max: null,
        list: ['+44-1632960100'],
      },
      {
        assigned: true,
        activated: true,
        min: '+44-1632960101',
        max: '+44-1632960102',
        list: ['+44-1632960101', '+44-1632960102'],
      },
      {
        assigned: true,
        activated: false,
        min: '+44-1632960103',
        max: null,
        list: ['+44-1632960103'],
      },
      {
        assigned: false,
        activated: false,
        min: '+44-1632960104',
        max: null,
        list: ['+44-1632960104'],
      },
      {
        assigned: false,
        activated: true,
        min: '+44-1632960105',
        max: null,
        list: ['+44-1632960105'],
      },
    ],
  },
  [`/groups/dns/details?${weir}`]: {
    ...ids,
    dns: [
      detail('+44-1632960100'),
      detail('+44-1632960101', {
        activated: true,
        userId: 'wren@mill.example.net',
        lastName: 'Teal',
        firstName: 'Wren',
        extension: '0101',
        emailAddress: 'wren@mill.example.net',
        userType: 'Normal',
      }),
      detail('+44-1632960102', { activated: true, lastName: 'Group Calling Line ID' }),
      detail('+44-1632960102', {
        activated: true,
        userId: 'menu@mill.example.net',
        lastName: 'Front Door',
        firstName: 'Auto Attendant',
        extension: '102',
        userType: 'Auto Attendant',
      }),
      detail('+44-1632960103', {
        userId: 'robin@mill.example.net',
        lastName: 'Finch',
        firstName: 'Robin',
        userType: 'Normal',
      }),
      detail('+44-1632960104'),
      detail('+44-1632960105', { activated: true, department: 'Office' }),
    ],
  },
};

test('groups, their numbers and the holders of licences are told as the world holds them', async () => {
  await using simulator = await startMill();
  const get = await signedIn(simulator);
  for (const [path, body] of Object.entries(answers))
    assert.deepEqual(await get(path), { status: 200, body }, path);
});
