// The odin formats: known fields only, nothing that may be used dropped. The documented example is in odin-example.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  completeAudit,
  details,
  dnSet,
  failedAudit,
  groupAudit,
  instances,
  known,
  licence,
  licences,
  notApplicable,
  numbersOf,
  outOfScope,
  packs,
  partial,
  refusal,
  trunking,
  unknown,
  users,
} from '../../test/audits.js';
import type { GroupAudit, Parts } from '../audit/index.js';
import { formatOdin, formatOdinCamel, odinCamelResult, odinResult } from './odin.js';

// biome-ignore lint/suspicious/noExplicitAny: tests reach into what was parsed
const parsed = (pieces: Iterable<string>): any => JSON.parse([...pieces].join(''));

test('dialling code, contact and address stand before the ids, and no other field leaks in', () => {
  const found = odinResult(
    groupAudit({
      details: known({
        ...details,
        locationDialingCode: '07',
        address: { ...details.address, stateOrProvinceDisplayName: 'Kent' },
        servicePolicy: 'policy',
        resellerId: 'reseller',
        zerosDoubtful: ['locationDialingCode'],
      }),
    }),
  ).group_detail;
  assert.deepEqual(Object.keys(found ?? {}), [
    'defaultDomain',
    'userLimit',
    'userCount',
    'groupName',
    'callingLineIdPhoneNumber',
    'callingLineIdDisplayPhoneNumber',
    'timeZone',
    'timeZoneDisplayName',
    'locationDialingCode',
    'contact',
    'address',
    'serviceProviderId',
    'groupId',
  ]);
  assert.deepEqual(found?.contact, {
    contactName: 'Noor Haddad',
    contactNumber: '01632 960130',
  });
  assert.deepEqual(found?.address, { addressLine1: '3 Quay Road', zipOrPostalCode: '01234' });
});

test('a contact or address that has nothing of the shape is left out', () => {
  const found = odinResult(
    groupAudit({
      details: known({
        ...details,
        contact: {},
        address: { stateOrProvinceDisplayName: 'Kent' },
        userLimit: 'unlimited',
        userCount: 'unknown',
      }),
    }),
  ).group_detail;
  assert.equal('contact' in (found ?? {}), false);
  assert.equal('address' in (found ?? {}), false);
  assert.deepEqual([found?.userLimit, found?.userCount], [-1, null]);
});

test('what may be used stays: unlimited is -1, unknown is null, and zeros go', () => {
  const found = odinResult(completeAudit()).licence_breakdown;
  assert.deepEqual(found, {
    user_services: [
      { serviceName: 'Call Waiting', usage: null, users: null },
      { serviceName: 'Voice Mail', usage: -1, users: [] },
    ],
    group_services: [{ serviceName: 'Auto Attendant', usage: 1 }],
    service_pack_services: [
      {
        servicePackName: 'Basic-Voice',
        usage: 3,
        description: null,
        users: ['anna@example.net', 'bo@example.net', 'cy@example.net'],
      },
      { servicePackName: 'Premium-UC', usage: 2, description: null, users: null },
    ],
  });
});

test('who has something is null when the users are not known, and a pack is no service', () => {
  const found = odinResult(groupAudit({ licences: known(licences), users: unknown(refusal) }));
  assert.deepEqual(
    found.licence_breakdown?.service_pack_services.map((pack) => pack.users),
    [null, null],
  );
  const same = groupAudit({
    licences: known({
      servicePacks: [licence('Same', { usage: 1 })],
      groupServices: [],
      userServices: [licence('Same', { usage: 1 })],
    }),
    users: partial({
      ...users,
      servicePacks: [],
      userServices: [{ name: 'Same', usage: 1, userIds: ['anna@example.net'] }],
    }),
  });
  const both = odinResult(same).licence_breakdown;
  assert.equal(both?.service_pack_services[0]?.users, null);
  assert.deepEqual(both?.user_services[0]?.users, ['anna@example.net']);
});

test('names of any kind stay values', () => {
  const name = '__proto__';
  const audit = groupAudit({
    licences: known({
      servicePacks: [licence(name, { usage: 1, description: '\u001b[0m\u202e' })],
      groupServices: [],
      userServices: [licence('=1+1', { usage: 1 }), licence('x'.repeat(5000), { usage: 1 })],
    }),
    users: known({
      ...users,
      servicePacks: [{ name, usage: 1, userIds: ['constructor'] }],
      userServices: [],
    }),
  });
  const text = [...formatOdin(audit)].join('');
  assert.doesNotMatch(text, /[\u001b\u202e]/);
  const { service_pack_services: found, user_services: services } = parsed(
    formatOdin(audit),
  ).licence_breakdown;
  assert.deepEqual(found[0], {
    servicePackName: name,
    usage: 1,
    description: '\u001b[0m\u202e',
    users: ['constructor'],
  });
  assert.equal(services[0].serviceName, '=1+1');
  assert.equal(services[1].serviceName.length, 5000);
});

test('numbers whose assignment or activation is not known stand apart, and are counted', () => {
  const dns = parsed(formatOdin(completeAudit())).group_DNs;
  assert.deepEqual(Object.keys(dns), ['assigned', 'unassigned', 'assignment_unknown', 'total_DNs']);
  assert.deepEqual(Object.keys(dns.assigned), [
    'activated',
    'deactivated',
    'activation_unknown',
    'total_assigned_DNs',
  ]);
  assert.deepEqual(dns.assigned.activation_unknown, ['0205550098']);
  assert.equal(dns.assigned.total_assigned_DNs, 11);
  assert.equal('activation_unknown' in dns.unassigned, false);
  assert.equal(dns.unassigned.total_unassigned_DNs, 5);
  assert.deepEqual(dns.assignment_unknown, {
    activated: [],
    deactivated: [],
    activation_unknown: ['+44-1632960150'],
  });
  assert.equal(dns.total_DNs, 17);
  const camel = parsed(formatOdinCamel(completeAudit())).groupDNs;
  assert.deepEqual(camel.assigned.activationUnknown, ['0205550098']);
  assert.deepEqual(camel.assignmentUnknown, {
    activated: [],
    deactivated: [],
    activationUnknown: ['+44-1632960150'],
  });
  assert.deepEqual(Object.keys(camel.unassigned), [
    'activated',
    'deactivated',
    'totalUassignedDNs',
  ]);
});

test('millions of numbers come in small pieces in either shape', () => {
  const states = [{ assigned: true, activated: true, numbers: dnSet('1000000 - 1999999') }];
  const audit = groupAudit({ numbers: known(numbersOf(states)) });
  for (const format of [formatOdin, formatOdinCamel]) {
    let longest = 0;
    let pieces = 0;
    for (const piece of format(audit)) {
      longest = Math.max(longest, piece.length);
      pieces++;
    }
    assert.ok(longest < 100_000);
    assert.ok(pieces > 100);
  }
});

test('a part without a value is null, and one that is partly known keeps it', () => {
  const keys = ['group_detail', 'licence_breakdown', 'group_DNs', 'group_trunking'];
  const empty = Object.fromEntries(keys.map((key) => [key, null]));
  assert.deepEqual(parsed(formatOdin(failedAudit())), empty);
  assert.deepEqual(parsed(formatOdin(groupAudit())), empty);
  const reach = groupAudit({ trunking: outOfScope(refusal), details: notApplicable('none') });
  assert.deepEqual(parsed(formatOdin(reach)), empty);
  assert.deepEqual(Object.values(parsed(formatOdinCamel(failedAudit()))), [null, null, null, null]);
  const cut = groupAudit({ details: partial(details, refusal) });
  assert.equal(parsed(formatOdin(cut)).group_detail.groupId, 'Quayside');
});

test('trunking: none is {} or [], unlimited is -1, unknown is null, and what a release lacks is absent', () => {
  const none = groupAudit({ trunking: notApplicable('no trunk group service') });
  assert.deepEqual(odinResult(none).group_trunking, {});
  assert.deepEqual(odinCamelResult(none).groupTrunking, []);
  const expected = {
    maxActiveCalls: 10,
    maxAvailableActiveCalls: -1,
    burstingMaxActiveCalls: 0,
    burstingMaxAvailableActiveCalls: null,
    numberOfBurstingBTLUs: 0,
  };
  const found = groupAudit({ trunking: known(trunking) });
  assert.deepEqual(odinResult(found).group_trunking, expected);
  assert.deepEqual(odinCamelResult(found).groupTrunking, expected);
  const failed = groupAudit({ trunking: unknown(refusal) });
  assert.equal(odinCamelResult(failed).groupTrunking, null);
});

const lists = (given: Partial<Parts>, format: (audit: GroupAudit) => Iterable<string>) =>
  parsed(format(groupAudit(given)));

test('packs alone and instances alone take the shape of their scripts in both formats', () => {
  const packsKnown = { packs: known(packs) };
  const instancesKnown = { instances: known(instances) };
  for (const format of [formatOdin, formatOdinCamel]) {
    assert.deepEqual(Object.keys(lists(packsKnown, format)), ['servicePackServices']);
    const three = ['autoAttendants', 'callCenters', 'huntGroups'];
    assert.deepEqual(Object.keys(lists(instancesKnown, format)), three);
    const both = lists({ ...packsKnown, ...instancesKnown }, format);
    assert.deepEqual(Object.keys(both), ['servicePackServices', ...three]);
  }
  const mixed = lists({ ...packsKnown, details: known(details) }, formatOdin);
  const keys = ['group_detail', 'licence_breakdown', 'group_DNs', 'group_trunking'];
  assert.deepEqual(Object.keys(mixed), keys);
});
