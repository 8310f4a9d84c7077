// Services of a user over HTTP: every row of their table, what does not fit, what BroadWorks refuses, what gets lost.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { userServices } from '../../src/api/user-service-table.js';
import { commandsOf, reasonOf, recordOf, within } from '../api-asking.js';
import { type Answer, type Client, type Stand, startStand } from '../api-stand.js';

const domain = 'brightwater.example.net';
const amelia = `/api/v1/tenants/Brightwater/groups/Head-Office/users/amelia.stone@${domain}/`;
const giulia = `/api/v1/tenants/Brightwater/groups/Roma/users/giulia.marchetti@${domain}/`;

let stand: Stand;
let system: Client;
let admin: Client;

before(async () => {
  stand = await startStand();
  system = await stand.as('auditor@example.net');
  admin = await stand.as(`office@${domain}`);
});
afterEach(() => stand.simulator.faults.clear());
after(() => stand.close());

describe('services of a user', () => {
  for (const { leaf, forms, example, fields } of userServices)
    test(`${leaf} is read, changed once, and read back`, async () => {
      const path = `${giulia}services/${leaf}/`;
      const before = await system.get(path);
      assert.equal(before.status, 200, before.text);
      let answer!: Answer;
      const commands = await commandsOf(stand, async () => {
        answer = await system.put(path, example);
      });
      assert.equal(answer.status, 200, answer.text);
      const known = commands.slice(commands.indexOf(forms[0].modify));
      assert.deepEqual(known, [forms[0].modify, forms[0].get]);
      const state = within(answer);
      for (const [name, value] of Object.entries(example))
        assert.deepEqual(state[name], value, name);
      assert.deepEqual(within(await system.get(path)), state);
      assert.ok(fields.every(({ name, writeOnly }) => name in state || writeOnly));
      const record = await recordOf(stand, answer);
      assert.equal(record.end_point_name, `svc_v1:apio.tenant.group.user.${leaf}`);
      assert.equal(record.impacted_user_id, `giulia.marchetti@${domain}`);
      assert.equal(record.impacted_group_id, 'Roma');
    });

  test('null clears, a list replaces the whole list, an empty one clears it', async () => {
    const forwarding = `${giulia}services/call_forwarding_busy/`;
    await system.put(forwarding, { active: false, forwardToPhoneNumber: null });
    assert.deepEqual(within(await system.get(forwarding)), {
      active: false,
      forwardToPhoneNumber: null,
    });
    const alternates = `${giulia}services/alternate_numbers/`;
    const two = [{ extension: '1041' }, { phoneNumber: '+39-0655501042', description: 'Archivio' }];
    const { alternateNumbers } = within(await system.put(alternates, { alternateNumbers: two }));
    assert.deepEqual(
      alternateNumbers.map(({ extension, description }: Record<string, unknown>) => [
        extension,
        description,
      ]),
      [
        ['1041', null],
        [null, 'Archivio'],
      ],
    );
    const again = within(await system.put(alternates, { alternateNumbers }));
    assert.deepEqual(again.alternateNumbers, alternateNumbers);
    const none = within(await system.put(alternates, { alternateNumbers: [] }));
    assert.deepEqual(none.alternateNumbers, []);
  });

  test('a service that the user does not have is 404 with the words of BroadWorks', async () => {
    for (const answer of [
      await admin.get(`${amelia}services/barge_in_exempt/`),
      await admin.put(`${amelia}services/barge_in_exempt/`, { active: true }),
    ]) {
      assert.equal(answer.status, 404);
      const { code, details } = answer.json.errors[0];
      assert.deepEqual([code, details.error_code, details.level], [8, '4410', 'Error']);
    }
  });

  test('what does not fit is 400, names the field, and nothing goes south', async () => {
    const wrong: readonly (readonly [string, unknown, RegExp])[] = [
      ['acr', {}, /properties/],
      ['acr', undefined, /body is needed/],
      ['acr', [], /object/],
      ['acr', '{"active":', /not JSON/],
      ['acr', { active: 'true' }, /active must be a boolean/],
      ['acr', { active: null }, /active/],
      ['acr', { isActive: true }, /isActive; known are active/],
      ['call_forwarding_no_answer', { numberOfRings: 1 }, /numberOfRings must be one of: 0, 2/],
      ['call_transfer', { busyCampOnSeconds: 601 }, /busyCampOnSeconds/],
      ['call_recording', { recordingOption: 'Sometimes' }, /recordingOption must be one of/],
      ['simultaneous_ring', { criteria: [] }, /criteria cannot be set/],
      [
        'simultaneous_ring',
        { simultaneousRingNumbers: [{ phoneNumber: '21' }] },
        /simultaneousRingNumbers\[0\].*answerConfirmationRequired is missing/,
      ],
      [
        'alternate_numbers',
        { alternateNumbers: Array(11).fill({ extension: '21' }) },
        /alternateNumbers/,
      ],
    ];
    const commands = await commandsOf(stand, async () => {
      for (const [leaf, body, words] of wrong) {
        const answer = await system.put(`${giulia}services/${leaf}/`, body);
        assert.equal(answer.status, 400, `${leaf} ${answer.text}`);
        assert.match(reasonOf(answer), words);
      }
    });
    assert.deepEqual(commands, []);
  });

  test('what BroadWorks refuses is answered with its words', async () => {
    stand.simulator.faults.add('error=4500@UserDoNotDisturbModifyRequest');
    const answer = await system.put(`${giulia}services/do_not_disturb/`, { active: true });
    assert.equal(answer.status, 400);
    assert.equal(answer.json.errors[0].details.error_code, '4500');
  });

  test('a change that was made and cannot be read back is told as made', async () => {
    const path = `${giulia}services/do_not_disturb/`;
    for (const fault of ['error=4500', 'cut']) {
      await system.put(path, { ringSplash: false });
      stand.simulator.faults.add(`${fault}@UserDoNotDisturbGetRequest`);
      const answer = await system.put(path, { ringSplash: true });
      assert.equal(answer.status, 200);
      const { readBackProblem, ...rest } = within(answer);
      assert.deepEqual(rest, { ringSplash: true, readBack: false });
      assert.equal(typeof readBackProblem, 'string');
      stand.simulator.faults.clear();
      assert.equal(within(await system.get(path)).ringSplash, true);
    }
  });

  test('a change without an answer is 504, and was sent once', async () => {
    stand.simulator.faults.add('cut@UserCallWaitingModifyRequest');
    let answer!: Answer;
    const commands = await commandsOf(stand, async () => {
      answer = await system.put(`${giulia}services/call_waiting/`, { active: false });
    });
    assert.equal(answer.status, 504);
    assert.equal(answer.json.errors[0].message, 'OUTCOME_UNKNOWN');
    assert.ok(answer.json._record_internal_id);
    assert.equal(commands.filter((name) => name === 'UserCallWaitingModifyRequest').length, 1);
  });

  test('a password goes south and stays nowhere: not in answers, not in records', async () => {
    const secret = 'Kelp4Harbour9';
    const path = `${giulia}services/authentication/`;
    const made = await system.put(path, { userName: 'desk-102', newPassword: secret });
    assert.deepEqual(within(made), { userName: 'desk-102' });
    stand.simulator.faults.add('error=4500@UserAuthenticationGetRequest');
    const unread = await system.put(path, { newPassword: secret });
    assert.equal(within(unread).readBack, false);
    stand.simulator.faults.clear();
    const wrong = await system.put(path, { newPassword: [secret] });
    assert.equal(wrong.status, 400);
    for (const answer of [made, unread, wrong]) {
      assert.ok(!answer.text.includes(secret));
      const record = JSON.stringify(await recordOf(stand, answer));
      assert.ok(record.includes('newPassword'));
      assert.ok(!record.includes(secret));
    }
  });
});

describe('before release 23', () => {
  let old: Stand;
  let client: Client;
  const path = `${giulia}services/voice_messaging/`;
  const addresses = (...voiceMessageDeliveryEmailAddresses: string[]) => ({
    voiceMessageDeliveryEmailAddresses,
  });
  before(async () => {
    old = await startStand({ simulator: { release: '22' } });
    client = await old.as('auditor@example.net');
  });
  after(() => old.close());

  test('which commands are known is read first, so that one change is sent', async () => {
    let answer!: Answer;
    const commands = await commandsOf(old, async () => {
      answer = await client.put(path, addresses('a@example.net'));
    });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(within(answer).voiceMessageDeliveryEmailAddresses, ['a@example.net']);
    const voice = 'UserVoiceMessagingUser';
    assert.deepEqual(commands, [
      'UserGetListInGroupRequest',
      `${voice}GetVoiceManagementRequest23`,
      `${voice}GetVoiceManagementRequest17`,
      `${voice}ModifyVoiceManagementRequest`,
      `${voice}GetVoiceManagementRequest17`,
    ]);
  });

  test('more addresses than the older command takes are refused, and none is lost', async () => {
    const refused = await client.put(path, addresses('a@example.net', 'b@example.net'));
    assert.equal(refused.status, 400);
    assert.match(reasonOf(refused), /only one entry in voiceMessageDeliveryEmailAddresses/);
    const none = await client.put(path, addresses());
    assert.deepEqual(within(none).voiceMessageDeliveryEmailAddresses, []);
  });

  test('what the older command does not tell is left out', async () => {
    const state = within(await client.get(`${giulia}services/call_recording/`));
    assert.equal(state.recordingOption, 'Always with Pause/Resume');
    assert.ok(!('mediaStream' in state));
  });
});
