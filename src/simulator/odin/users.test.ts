import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ids, robin, signedIn, startMill, weir, wren, zone } from '../../../test/odin-mill.js';

const profileOf = (name: string, rest: object) => ({
  name,
  callingLineIdLastName: name,
  callingLineIdFirstName: 'The Weir',
  hiraganaLastName: name,
  hiraganaFirstName: 'The Weir',
  ...rest,
  language: 'English',
  ...zone,
  aliases: [],
});

/** What each call is answered with, status 200. */
const answers: Readonly<Record<string, unknown>> = {
  [`/groups/auto-attendants?${weir}`]: [
    {
      serviceUserId: 'menu@mill.example.net',
      name: 'Front Door',
      video: false,
      phoneNumber: '+44-1632960102',
      extension: '102',
      department: null,
      isActive: true,
      type: 'Basic',
    },
  ],
  '/groups/auto-attendants?serviceUserId=menu@mill.example.net': {
    serviceInstanceProfile: profileOf('Front Door', {
      phoneNumber: '1632960102',
      extension: '102',
    }),
    type: 'Basic',
    enableVideo: false,
    serviceUserId: 'menu@mill.example.net',
    ...ids,
    isEnterprise: true,
  },
  [`/groups/call-centers?${weir}`]: [
    {
      serviceUserId: 'queue@mill.example.net',
      name: 'Queue',
      video: false,
      phoneNumber: null,
      extension: null,
      department: null,
      isActive: true,
      policy: 'Uniform',
      type: 'Standard',
    },
  ],
  '/groups/call-centers?serviceUserId=queue%40mill.example.net': {
    serviceInstanceProfile: profileOf('Queue', {}),
    type: 'Standard',
    policy: 'Uniform',
    enableVideo: false,
    serviceUserId: 'queue@mill.example.net',
    ...ids,
    isEnterprise: true,
  },
  [`/groups/hunt-groups?${weir}`]: [
    {
      serviceUserId: 'hunt@mill.example.net',
      name: 'Pack',
      phoneNumber: null,
      extension: '110',
      department: 'Office',
      isActive: false,
      policy: 'Regular',
      ...ids,
    },
  ],
  '/groups/hunt-groups?serviceUserId=hunt@mill.example.net': {
    serviceInstanceProfile: profileOf('Pack', { extension: '110' }),
    policy: 'Regular',
    agents: [],
    serviceUserId: 'hunt@mill.example.net',
    ...ids,
    isEnterprise: true,
  },
  '/users/services/assigned?userId=wren@mill.example.net': {
    userId: 'wren@mill.example.net',
    userServices: [
      { serviceName: 'Call Waiting', isActive: true },
      { serviceName: 'Push to Talk' },
    ],
    groupServices: [{ serviceName: 'Music On Hold', isActive: true }],
  },
  '/users/services/assigned?userId=hunt@mill.example.net': {
    userId: 'hunt@mill.example.net',
    userServices: [{ serviceName: 'Call Waiting', isActive: false }],
    groupServices: [{ serviceName: 'Music On Hold', isActive: true }],
  },
  [`/users?&${weir}&limit=2`]: [wren, robin],
  [`/users?${weir}&dn=1632960101`]: [wren],
  [`/users?${weir}&dn=*60103`]: [robin],
  [`/users?${weir}&lastName=*IN*`]: [robin],
  [`/users?${weir}&emailAddress=wren*&extension=01*1`]: [wren],
  [`/users?${weir}&userId=wren`]: [],
  [`/users?${weir}&firstName=W*n*n`]: [],
  [`/users?${weir}&macAddress=*`]: [],
  '/users?serviceProviderId=Canal': [],
  '/users?lastName=teal': [wren],
  [`/users?${weir}&lastName=Finch&extended=True`]: [
    {
      ...ids,
      userId: 'robin@mill.example.net',
      lastName: 'Finch',
      firstName: 'Robin',
      callingLineIdLastName: 'Finch',
      callingLineIdFirstName: 'Robin',
      hiraganaLastName: 'Finch',
      hiraganaFirstName: 'Robin',
      phoneNumber: '1632960103',
      language: 'English',
      ...zone,
      defaultAlias: 'robin@mill.example.net',
      aliases: [],
      trunkAddressing: { trunkGroupDeviceEndpoint: { name: 'Mill PBX', contacts: [] } },
      endpointType: 'trunkAddressing',
      countryCode: '44',
      allowVideo: false,
      domain: 'mill.example.net',
      isEnterprise: true,
      passwordExpiresDays: 2147483647,
    },
  ],
};

test('instances, users and their services are told as the world holds them', async () => {
  await using simulator = await startMill();
  const get = await signedIn(simulator);
  for (const [path, body] of Object.entries(answers))
    assert.deepEqual(await get(path), { status: 200, body }, path);
});
