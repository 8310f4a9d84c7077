// The mercury format: the shape to the letter, nothing dropped, and messages that say what is missing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  completeAudit,
  details,
  dnSet,
  failedAudit,
  groupAudit,
  known,
  licence,
  licences,
  mixedAudit,
  notApplicable,
  numbers,
  numbersOf,
  outOfScope,
  partial,
  refusal,
  unknown,
} from '../../test/audits.js';
import type { Licence } from '../audit/index.js';
import { formatMercury, mercuryResult } from './mercury.js';

const packs = (...servicePacks: Licence[]) =>
  mercuryResult(
    groupAudit({ licences: known({ servicePacks, groupServices: [], userServices: [] }) }),
  ).payload.license_breakdown?.service_packs_authorization_table;

test('the shape is ok, message, and a payload of three parts', () => {
  const written = JSON.parse([...formatMercury(completeAudit())].join(''));
  assert.deepEqual(Object.keys(written), ['ok', 'message', 'payload']);
  assert.equal(written.ok, true);
  assert.equal(written.message, 'Audit completed successfully');
  assert.deepEqual(Object.keys(written.payload), [
    'group_details',
    'license_breakdown',
    'group_dns',
  ]);
  assert.deepEqual(Object.keys(written.payload.license_breakdown), [
    'group_services_authorization_table',
    'service_packs_authorization_table',
    'user_services_authorization_table',
  ]);
  assert.deepEqual(Object.keys(written.payload.group_dns), ['total', 'numbers']);
});

test('the details have every element in the order of the schema, null when it was left out', () => {
  const found = mercuryResult(completeAudit()).payload.group_details;
  const expected = `default_domain user_limit user_count group_name calling_line_id_name
    calling_line_id_phone_number calling_line_id_display_phone_number time_zone
    time_zone_display_name location_dialing_code contact address service_policy
    call_processing_slice_id provisioning_slice_id subscriber_partition preferred_data_center
    reseller_id default_user_calling_line_id_phone_number service_provider_id group_id
    group_external_id`.split(/\s+/);
  assert.deepEqual(Object.keys(found ?? {}), expected);
  assert.equal(found?.user_limit, 50);
  assert.equal(found?.location_dialing_code, null);
  assert.deepEqual(found?.contact, {
    contact_name: 'Noor Haddad',
    contact_number: '01632 960130',
    contact_email: null,
  });
  assert.deepEqual(Object.keys(found?.address ?? {}), [
    'address_line1',
    'address_line2',
    'city',
    'state_or_province',
    'state_or_province_display_name',
    'zip_or_postal_code',
    'country',
  ]);
});

test('contact, address and amounts that are not known are null', () => {
  const { contact: _contact, address: _address, ...rest } = details;
  const bare = { ...rest, userLimit: 'unknown', userCount: 0 } as const;
  const found = mercuryResult(groupAudit({ details: known(bare) })).payload.group_details;
  assert.equal(found?.contact, null);
  assert.equal(found?.address, null);
  assert.equal(found?.user_limit, null);
  assert.equal(found?.user_count, 0);
});

test('usage is text, and unused rows are left out', () => {
  assert.deepEqual(mercuryResult(completeAudit()).payload.license_breakdown, {
    group_services_authorization_table: { 'Auto Attendant': '1' },
    service_packs_authorization_table: { 'Basic-Voice': '3', 'Premium-UC': '2' },
    user_services_authorization_table: { 'Call Waiting': 'N/A', 'Voice Mail': 'Unlimited' },
  });
});

test('a usage without any text is listed as unknown, not dropped', () => {
  const blank = licence('B', { usage: 'unknown', asSent: { usage: ' ' } });
  assert.deepEqual(packs(licence('A', { usage: 'unknown' }), blank), {
    A: 'unknown',
    B: 'unknown',
  });
});

test('the same name twice shows both figures when they differ, and one when they agree', () => {
  const used = (name: string, ...usages: number[]) =>
    usages.map((usage) => licence(name, { usage }));
  assert.deepEqual(
    packs(...used('A', 3, 4), ...used('B', 5, 5), ...used('C', 0, 6), ...used('D', 0, 0)),
    {
      A: '3 / 4',
      B: '5',
      C: '0 / 6',
    },
  );
});

test('a service may have any name', () => {
  const text = JSON.stringify(packs(licence('__proto__', { usage: 1 }), licence('', { usage: 2 })));
  assert.equal(text, '{"__proto__":"1","":"2"}');
});

test('the numbers are every number of the group in ascending order, and a set', () => {
  const dns = mercuryResult(completeAudit()).payload.group_dns;
  assert.equal(dns?.total, 17);
  assert.equal(dns?.numbers.has('+39-0612345699'), true);
  assert.equal(dns?.numbers.has('+44-1632960120'), false);
  const list = JSON.parse([...formatMercury(completeAudit())].join('')).payload.group_dns.numbers;
  assert.deepEqual(list, [...numbers.all]);
  const british = list.filter((number: string) => number.startsWith('+44-'));
  assert.deepEqual(british, [...british].sort());
});

test('millions of numbers come in small pieces', () => {
  const states = [{ assigned: true, activated: true, numbers: dnSet('1000000 - 1999999') }];
  let longest = 0;
  for (const piece of formatMercury(groupAudit({ numbers: known(numbersOf(states)) }))) {
    longest = Math.max(longest, piece.length);
  }
  assert.ok(longest < 100_000);
});

test('a part that failed is null, and the message has its key and the words of BroadWorks', () => {
  const { ok, message, payload } = mercuryResult(
    groupAudit({
      details: known(details),
      licences: unknown(refusal),
      numbers: known(numbersOf([])),
    }),
  );
  assert.equal(ok, true);
  assert.equal(payload.license_breakdown, null);
  assert.equal(
    message,
    `Audit partly completed: license_breakdown could not be read: ${refusal.command}: ${refusal.message}`,
  );
});

test('a partial part keeps its value, and the message says what is doubtful', () => {
  const problem = { code: 'SOUTH_TIMEOUT', message: 'No answer within 30 s' };
  const { ok, message, payload } = mercuryResult(
    groupAudit({ licences: partial(licences, problem) }),
  );
  assert.equal(ok, true);
  assert.equal(payload.license_breakdown?.service_packs_authorization_table['Basic-Voice'], '3');
  assert.equal(
    message,
    'Audit partly completed: license_breakdown is incomplete: No answer within 30 s (SOUTH_TIMEOUT)',
  );
});

test('cells that are not numbers are counted in the message', () => {
  const { message } = mercuryResult(groupAudit({ numbers: known(numbers) }));
  assert.match(message, /^Audit partly completed: group_dns is incomplete: 1 cell is not a number/);
});

test('ok is false only when nothing that was asked for could be read', () => {
  const failed = mercuryResult(failedAudit());
  assert.equal(failed.ok, false);
  assert.match(
    failed.message,
    /^Audit failed: group_details could not be read: .*; license_breakdown/,
  );
  assert.equal(mercuryResult(mixedAudit()).ok, true);
  const reach = mercuryResult(groupAudit({ details: outOfScope(refusal) }));
  assert.equal(reach.ok, false);
  assert.match(reach.message, /^Audit failed: group_details is out of reach of this login/);
});

test('parts that were not asked for, do not apply, or have no place here do not spoil the message', () => {
  const { ok, message, payload } = mercuryResult(
    groupAudit({
      details: known(details),
      numbers: notApplicable('The group has no numbers.'),
      users: unknown(refusal),
    }),
  );
  assert.deepEqual([ok, message], [true, 'Audit completed successfully']);
  assert.equal(payload.license_breakdown, null);
  assert.equal(payload.group_dns, null);
});

test('a part with very many problems quotes the first and counts the rest', () => {
  const problems = Array.from({ length: 100 }, (_, at) => ({ message: `problem ${at}` }));
  const { message } = mercuryResult(groupAudit({ licences: unknown(...problems) }));
  assert.match(message, /problem 4, 95 more$/);
});
