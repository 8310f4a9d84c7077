// Every row of the table of user services against documents written by hand, in test/fixtures/api-user-services/<leaf>/:
// a reply and what is told of it, a change and the command that it must become. A row without them fails.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { documentsOf, envelope } from '../../test/ocip-bytes.js';
import { commandNamed, encodeCommand } from '../ocip/index.js';
import { changeOf, secretsIn, shownOf } from './user-service-change.js';
import type { UserService } from './user-service-fields.js';
import { userServicesTable } from './user-service-page.js';
import { changeSchema, stateSchema } from './user-service-schema.js';
import { stateOf, type Values } from './user-service-state.js';
import { userServices } from './user-service-table.js';

const folder = `${process.cwd()}/test/fixtures/api-user-services/`;
const userId = 'ines@saltmarsh.example';
const ajv = new Ajv2020({ strict: false });
const rowOf = (leaf: string) => userServices.find((row) => row.leaf === leaf) as UserService;
const commandIn = (bytes: Buffer) => {
  const command = documentsOf([bytes])[0]?.commands[0];
  assert.ok(command);
  return command;
};
const replyOf = (inside: string) =>
  commandIn(
    Buffer.from(`${envelope(`<command echo="" xsi:type="Told" xmlns="">${inside}</command>`)}\n`),
  );

for (const row of userServices) {
  const situations = ['', 'older/'].slice(0, new Set(row.forms.map(({ get }) => get)).size);
  for (const [at, situation] of situations.entries()) {
    const read = (name: string) => readFileSync(`${folder}${row.leaf}/${situation}${name}`);
    const json = (name: string) => JSON.parse(read(name).toString('utf8')) as Values;
    const form = row.forms[at]!;

    test(`${row.leaf}/${situation} is told as its reply says, and fits its schema`, () => {
      const reply = commandIn(read('reply.xml'));
      assert.equal(commandNamed(form.get)?.reply, reply.type);
      const state = stateOf(row, reply);
      assert.deepEqual(state, json('expected.json'));
      const check = ajv.compile(stateSchema(row));
      assert.ok(check(state), JSON.stringify(check.errors));
    });

    test(`${row.leaf}/${situation} a change fits its schema and becomes its command`, () => {
      const body = json('put.json');
      const check = ajv.compile(changeSchema(row));
      assert.ok(check(body), JSON.stringify(check.errors));
      const fields = changeOf(row, form, userId, body);
      assert.ok(fields);
      const { xml } = encodeCommand({ command: form.modify, fields });
      assert.equal(`${xml}\n`, read('request.xml').toString('utf8'));
    });
  }

  test(`${row.leaf} has commands of the right kinds, and an example that fits`, () => {
    for (const { get, modify } of row.forms) {
      assert.equal(commandNamed(get)?.kind, 'read');
      assert.equal(commandNamed(modify)?.kind, 'change');
    }
    const check = ajv.compile(changeSchema(row));
    assert.ok(check(row.example), JSON.stringify(check.errors));
    assert.equal(check({}), false, 'a change of nothing');
    assert.equal(check({ ...row.example, colour: 'red' }), false, 'a field that there is not');
  });
}

test('there is a row for every fixture, and a leaf only once', () => {
  const leaves = userServices.map(({ leaf }) => leaf);
  assert.deepEqual([...new Set(leaves)].sort(), readdirSync(folder).sort());
  assert.equal(leaves.length, 17);
});

test('what is out of range, of another type or read only does not fit, and null fits only what can be cleared', () => {
  const fits = (leaf: string, body: object) => ajv.compile(changeSchema(rowOf(leaf)))(body);
  const ring = { phoneNumber: '2101', answerConfirmationRequired: true };
  const wrong: readonly (readonly [string, object])[] = [
    ['acr', { active: 'true' }],
    ['acr', { active: null }],
    ['call_forwarding_no_answer', { numberOfRings: 1 }],
    ['call_forwarding_no_answer', { numberOfRings: 21 }],
    ['call_forwarding_no_answer', { numberOfRings: 2.5 }],
    ['call_forwarding_always', { forwardToPhoneNumber: '' }],
    ['call_forwarding_always', { forwardToPhoneNumber: '1'.repeat(162) }],
    ['call_transfer', { busyCampOnSeconds: 29 }],
    ['call_recording', { recordingOption: 'Sometimes' }],
    ['simultaneous_ring', { criteria: [] }],
    ['simultaneous_ring', { simultaneousRingNumbers: null }],
    ['simultaneous_ring', { simultaneousRingNumbers: Array.from({ length: 11 }, () => ring) }],
    ['simultaneous_ring', { simultaneousRingNumbers: [{ phoneNumber: '2101' }] }],
    ['alternate_numbers', { alternateNumbers: [{}] }],
    ['alternate_numbers', { alternateNumbers: [{ extension: '1' }] }],
    ['voice_messaging', { voiceMessageDeliveryEmailAddresses: [''] }],
    ['authentication', { userName: null }],
    ['authentication', { password: 'not-a-real-one' }],
  ];
  for (const [leaf, body] of wrong)
    assert.equal(fits(leaf, body), false, `${leaf} ${JSON.stringify(body)}`);
  assert.ok(fits('call_forwarding_always', { forwardToPhoneNumber: null }));
  assert.ok(fits('simultaneous_ring', { simultaneousRingNumbers: [] }));
});

test('an empty list is cleared, and more addresses than an older form takes cannot be said in it', () => {
  const fields = (leaf: string, at: number, body: Values) =>
    changeOf(rowOf(leaf), rowOf(leaf).forms[at]!, userId, body);
  assert.deepEqual(fields('simultaneous_ring', 0, { simultaneousRingNumbers: [] }), {
    userId,
    simultaneousRingNumberList: null,
  });
  const none = { userId, voiceMessageDeliveryEmailAddress: null };
  const addresses = (...voiceMessageDeliveryEmailAddresses: string[]) => ({
    voiceMessageDeliveryEmailAddresses,
  });
  assert.deepEqual(fields('voice_messaging', 0, addresses()), none);
  assert.deepEqual(fields('voice_messaging', 1, addresses()), none);
  const two = addresses('a@saltmarsh.example', 'b@saltmarsh.example');
  assert.equal(fields('voice_messaging', 1, two), undefined);
});

test('a reply that does not tell what it must is a fault, and nothing is made up', () => {
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['acr', '', /does not tell isActive/],
    ['acr', '<isActive/>', /does not tell isActive/],
    ['acr', '<isActive>maybe</isActive>', /neither true nor false/],
    [
      'call_forwarding_no_answer',
      '<isActive>1</isActive><numberOfRings>few</numberOfRings>',
      /no whole number/,
    ],
    [
      'simultaneous_ring',
      '<isActive>1</isActive><doNotRingIfOnCall>0</doNotRingIfOnCall>',
      /criteriaTable/,
    ],
  ];
  for (const [leaf, inside, message] of wrong)
    assert.throws(() => stateOf(rowOf(leaf), replyOf(inside)), { code: 'SOUTH_PROTOCOL', message });
  assert.deepEqual(stateOf(rowOf('authentication'), replyOf('')), { userName: null });
  assert.deepEqual(stateOf(rowOf('call_waiting'), replyOf('<isActive> 1 </isActive>')), {
    active: true,
  });
});

test('a secret is never shown, and known to whoever takes it out', () => {
  const row = rowOf('authentication');
  const body = { userName: 'desk', newPassword: 'not-a-real-one' };
  assert.deepEqual(shownOf(row, body), { userName: 'desk' });
  assert.deepEqual(secretsIn(row, body), ['not-a-real-one']);
  const reply = replyOf('<userName>desk</userName><newPassword>not-a-real-one</newPassword>');
  assert.deepEqual(stateOf(row, reply), { userName: 'desk' });
  assert.ok(!('newPassword' in (stateSchema(row).properties as object)));
});

test('the page about the services has the table of the rows', () => {
  const page = `${process.cwd()}/docs/api-services.md`;
  assert.ok(existsSync(page));
  assert.ok(
    readFileSync(page, 'utf8').includes(userServicesTable()),
    'docs/api-services.md is stale',
  );
});
