// The odin formats against the example of the library's documentation: to the letter, key order included.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnSet, groupAudit, known, licence, numbersOf } from '../../test/audits.js';
import { formatOdin, formatOdinCamel, odinCamelResult, odinResult } from './odin.js';

/** The example of the library's documentation, as an audit. */
const documented = groupAudit(
  {
    details: known({
      serviceProviderId: 'Ent1',
      groupId: 'GrpA',
      groupName: 'Example Group 1',
      defaultDomain: 'bworks.provider.com',
      userLimit: 50,
      userCount: 4,
      callingLineIdName: 'Example Group 1',
      callingLineIdPhoneNumber: '+441632123456',
      callingLineIdDisplayPhoneNumber: '01632123456',
      timeZone: 'Europe/London',
      timeZoneDisplayName: '(GMT) Greenwich Mean Time',
    }),
    licences: known({
      userServices: [
        licence('Authentication', { usage: 1 }),
        licence('Anonymous Call Rejection'),
        licence('Call Forwarding Always', { usage: 2 }),
        licence('Call Forwarding Busy', { usage: 2 }),
      ],
      groupServices: [
        licence('Auto Attendant', { usage: 1 }),
        licence('Hunt Group', { usage: 5 }),
        licence('Music On Hold', { usage: 1 }),
        licence('Call Park'),
        licence('Trunk Group', { usage: 2 }),
      ],
      servicePacks: [
        licence('Standard', { usage: 3, description: 'Standard Pack' }),
        licence('Premium', { usage: 1, description: 'Premium Pack' }),
      ],
    }),
    users: known({
      count: 4,
      limit: 50,
      userServices: [
        { name: 'Authentication', usage: 1, userIds: ['User1'] },
        { name: 'Call Forwarding Always', usage: 2, userIds: ['User1', 'User2'] },
        { name: 'Call Forwarding Busy', usage: 2, userIds: ['User1', 'User3'] },
      ],
      servicePacks: [
        { name: 'Standard', usage: 3, userIds: ['User1', 'User2', 'User3'] },
        { name: 'Premium', usage: 1, userIds: ['User4'] },
      ],
    }),
    numbers: known(
      numbersOf([
        { assigned: true, activated: true, numbers: dnSet('+44-1632123456') },
        { assigned: true, activated: false, numbers: dnSet('+44-1632654321') },
        { assigned: false, activated: true, numbers: dnSet('+44-1632456123') },
        { assigned: false, activated: false, numbers: dnSet('+44-1632321654') },
      ]),
    ),
    trunking: known({
      maxActiveCalls: 10,
      maxAvailableActiveCalls: 10,
      burstingMaxActiveCalls: 1,
      burstingMaxAvailableActiveCalls: 1,
      maxAvailableNumberOfBurstingBTLUs: 0,
      numberOfBurstingBTLUs: 0,
    }),
  },
  { serviceProviderId: 'Ent1', groupId: 'GrpA' },
);

const example = {
  group_detail: {
    defaultDomain: 'bworks.provider.com',
    userLimit: 50,
    userCount: 4,
    groupName: 'Example Group 1',
    callingLineIdName: 'Example Group 1',
    callingLineIdPhoneNumber: '+441632123456',
    callingLineIdDisplayPhoneNumber: '01632123456',
    timeZone: 'Europe/London',
    timeZoneDisplayName: '(GMT) Greenwich Mean Time',
    serviceProviderId: 'Ent1',
    groupId: 'GrpA',
  },
  licence_breakdown: {
    user_services: [
      { serviceName: 'Authentication', usage: 1, users: ['User1'] },
      { serviceName: 'Call Forwarding Always', usage: 2, users: ['User1', 'User2'] },
      { serviceName: 'Call Forwarding Busy', usage: 2, users: ['User1', 'User3'] },
    ],
    group_services: [
      { serviceName: 'Auto Attendant', usage: 1 },
      { serviceName: 'Hunt Group', usage: 5 },
      { serviceName: 'Music On Hold', usage: 1 },
      { serviceName: 'Trunk Group', usage: 2 },
    ],
    service_pack_services: [
      {
        servicePackName: 'Standard',
        usage: 3,
        description: 'Standard Pack',
        users: ['User1', 'User2', 'User3'],
      },
      { servicePackName: 'Premium', usage: 1, description: 'Premium Pack', users: ['User4'] },
    ],
  },
  group_DNs: {
    assigned: {
      activated: ['+44-1632123456'],
      deactivated: ['+44-1632654321'],
      total_assigned_DNs: 2,
    },
    unassigned: {
      activated: ['+44-1632456123'],
      deactivated: ['+44-1632321654'],
      total_unassigned_DNs: 2,
    },
    total_DNs: 4,
  },
  group_trunking: {
    maxActiveCalls: 10,
    maxAvailableActiveCalls: 10,
    burstingMaxActiveCalls: 1,
    burstingMaxAvailableActiveCalls: 1,
    maxAvailableNumberOfBurstingBTLUs: 0,
    numberOfBurstingBTLUs: 0,
  },
};

test('the documented example comes out to the letter, key order included', () => {
  const text = [...formatOdin(documented)].join('');
  assert.equal(text, `${JSON.stringify(example, undefined, 2)}\n`);
  assert.equal(JSON.stringify(odinResult(documented)), JSON.stringify(example));
});

test('the shape of the code differs in the outer keys, the order in packs, and a misspelt key', () => {
  const { licence_breakdown: licences, group_DNs: dns } = example;
  const expected = {
    groupDetail: example.group_detail,
    licenceBreakdown: {
      userServices: licences.user_services,
      groupServices: licences.group_services,
      servicePackServices: licences.service_pack_services.map(
        ({ description, usage, ...rest }) => ({
          servicePackName: rest.servicePackName,
          description,
          usage,
          users: rest.users,
        }),
      ),
    },
    groupDNs: {
      assigned: {
        activated: dns.assigned.activated,
        deactivated: dns.assigned.deactivated,
        totalAssignedDNs: 2,
      },
      unassigned: {
        activated: dns.unassigned.activated,
        deactivated: dns.unassigned.deactivated,
        totalUassignedDNs: 2,
      },
      totalDNs: 4,
    },
    groupTrunking: example.group_trunking,
  };
  const text = [...formatOdinCamel(documented)].join('');
  assert.equal(text, `${JSON.stringify(expected, undefined, 2)}\n`);
  assert.equal(JSON.stringify(odinCamelResult(documented)), JSON.stringify(expected));
});
