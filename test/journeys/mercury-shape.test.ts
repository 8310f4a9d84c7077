// The mercury format over a switch that answers as it should: its exact shape, and no more questions than it shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../../src/index.js';
import { audit, password, username } from '../run-cli.js';
import { groupElements, groupReply, mercuryAnswers } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';

const expected = {
  ok: true,
  message: 'Audit completed successfully',
  payload: {
    group_details: {
      default_domain: 'harbour.example.net',
      user_limit: 50,
      user_count: 6,
      group_name: 'Quayside Ltd',
      calling_line_id_name: 'Quayside',
      calling_line_id_phone_number: '1632960130',
      calling_line_id_display_phone_number: '+44-1632960130',
      time_zone: 'Europe/London',
      time_zone_display_name: '(GMT+01:00) (UK) Greenwich Mean Time',
      location_dialing_code: null,
      contact: {
        contact_name: 'Noor Haddad',
        contact_number: '01632 960130',
        contact_email: null,
      },
      address: {
        address_line1: '3 Quay Road',
        address_line2: null,
        city: 'Port Example',
        state_or_province: null,
        state_or_province_display_name: null,
        zip_or_postal_code: 'ZZ1 1ZZ',
        country: null,
      },
      service_policy: null,
      call_processing_slice_id: null,
      provisioning_slice_id: null,
      subscriber_partition: null,
      preferred_data_center: null,
      reseller_id: null,
      default_user_calling_line_id_phone_number: null,
      service_provider_id: 'HarbourTel',
      group_id: 'Quayside',
      group_external_id: 'qs-001',
    },
    license_breakdown: {
      group_services_authorization_table: { 'Auto Attendant': '1' },
      service_packs_authorization_table: { 'Premium-UC': '2' },
      user_services_authorization_table: { 'Call Waiting': '3' },
    },
    group_dns: {
      total: 4,
      numbers: ['+44-1632960101', '+44-1632960110', '+44-1632960111', '+44-1632960112'],
    },
  },
};

test('the mercury format has the shape of the Python library, key by key and in its order', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  const ran = await audit(stub.url, ['--format', 'mercury']);
  assert.equal(ran.code, 0, ran.stderr);
  const result = JSON.parse(ran.stdout);
  assert.deepEqual(result, expected);
  const keysOf = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([key, inside]) => [key, keysOf(inside)])
      : '';
  assert.deepEqual(keysOf(result), keysOf(expected));
});

test('the mercury format asks for its three commands in one document after the login, and for nothing else', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  await audit(stub.url, ['--format', 'mercury']);
  assert.deepEqual(stub.documents, [
    ['AuthenticationRequest'],
    ['LoginRequest14sp4'],
    [
      'GroupGetRequest22V5',
      'GroupServiceGetAuthorizationListRequest',
      'GroupDnGetAssignmentListRequest18',
    ],
    ['LogoutRequest'],
  ]);
  assert.equal(stub.connections, 1);
});

test('requests name the group and nothing else, and are declared, namespaced and closed with a line feed', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  await audit(stub.url, ['--format', 'mercury']);
  const key = '<serviceProviderId>HarbourTel</serviceProviderId><groupId>Quayside</groupId>';
  const reads = stub.asked.filter(({ name }) => name.startsWith('Group'));
  assert.deepEqual(
    reads.map(({ xml }) => xml),
    [key, key, key],
  );
  const head =
    '<?xml version="1.0" encoding="ISO-8859-1"?>\n<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">';
  assert.equal(stub.received.split(head).length - 1, 4);
  assert.equal(stub.received.split('</BroadsoftDocument>\n').length - 1, 4);
});

test('one session id serves a whole session, and each session has its own', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  await audit(stub.url, ['--format', 'mercury']);
  await audit(stub.url, ['--format', 'mercury']);
  const ids = [1, 2].map(
    (connection) =>
      new Set(
        stub.asked
          .filter((asked) => asked.connection === connection)
          .map(({ sessionId }) => sessionId),
      ),
  );
  assert.deepEqual(
    ids.map(({ size }) => size),
    [1, 1],
  );
  assert.notDeepEqual(ids[0], ids[1]);
});

test('the library gives the same result as an object, with the numbers as a set', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  await using client = await connect({ records: 'none', target: stub.url, username, password });
  const result = await client.auditGroup({
    serviceProviderId: 'HarbourTel',
    groupId: 'Quayside',
    parts: ['details', 'licences'],
  });
  assert.equal(result.ok, true);
  assert.equal(result.message, 'Audit completed successfully');
  assert.equal(result.payload.group_details?.group_name, 'Quayside Ltd');
  assert.equal(result.payload.group_dns, null);
  assert.equal(result.audit.parts.numbers.status, 'notAsked');
});

test('a group without contact and address has null for both, and no empty objects', async () => {
  const bare = groupElements.replace(/<contact>.*<\/contact>|<address>.*<\/address>/g, '');
  const answers = { ...mercuryAnswers, GroupGetRequest22V5: groupReply('22V5', bare) };
  await using stub = await StubServer.start({ answers });
  const ran = await audit(stub.url, ['--format', 'mercury']);
  const { group_details: details } = JSON.parse(ran.stdout).payload;
  assert.deepEqual([details.contact, details.address], [null, null]);
  assert.equal(ran.code, 0);
});

test('with --parts only what is chosen is asked for, and the rest is null without a complaint', async () => {
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  const ran = await audit(stub.url, ['--format', 'mercury', '--parts', 'numbers']);
  const { ok, message, payload } = JSON.parse(ran.stdout);
  assert.deepEqual([ran.code, ok, message], [0, true, 'Audit completed successfully']);
  assert.deepEqual([payload.group_details, payload.license_breakdown], [null, null]);
  assert.equal(payload.group_dns.total, 4);
  assert.deepEqual(stub.reads, ['GroupDnGetAssignmentListRequest18']);
});
