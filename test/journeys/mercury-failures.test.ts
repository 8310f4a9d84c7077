// One part of a mercury audit in trouble: that part is null, the others stand, and BroadWorks' own words are told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from '../run-cli.js';
import {
  document,
  groupServiceTable,
  licencesReply,
  mercuryAnswers,
  packTable,
  refusal,
  reply,
  success,
  table,
  userServiceTable,
} from '../stub-answers.js';
import { type Answers, type Exchange, StubServer } from '../stub-server.js';

const commands = {
  group_details: 'GroupGetRequest22V5',
  license_breakdown: 'GroupServiceGetAuthorizationListRequest',
  group_dns: 'GroupDnGetAssignmentListRequest18',
} as const;
type Key = keyof typeof commands;
const keys = Object.keys(commands) as Key[];

interface Result {
  readonly code: number | null;
  readonly ok: boolean;
  readonly message: string;
  readonly missing: readonly string[];
  readonly stderr: string;
}

async function mercury(options: {
  answers?: Answers;
  on?: (exchange: Exchange) => boolean | undefined;
  flags?: readonly string[];
}): Promise<Result> {
  await using stub = await StubServer.start({
    answers: { ...mercuryAnswers, ...options.answers },
    ...(options.on === undefined ? {} : { on: options.on }),
  });
  const { code, stdout, stderr } = await audit(stub.url, [
    '--format',
    'mercury',
    ...(options.flags ?? []),
  ]);
  const { ok, message, payload } = JSON.parse(stdout);
  return { code, ok, message, missing: keys.filter((key) => payload[key] === null), stderr };
}

for (const key of keys) {
  const command = commands[key];

  test(`an error for ${command} makes ${key} null and is told in BroadWorks' own words`, async () => {
    const answers = { [command]: refusal(4008, 'Group not found: Quayside') };
    const result = await mercury({ answers });
    assert.deepEqual([result.code, result.ok, result.missing], [2, true, [key]]);
    assert.match(result.message, /\[Error 4008\] Group not found: Quayside/);
    assert.match(result.message, new RegExp(key));
    assert.match(result.stderr, /PARTIAL/);
  });

  test(`a reply of a type that nobody asked for makes ${key} null`, async () => {
    for (const wrong of [success, reply('UserGetResponse22V9', '<lastName>Stone</lastName>')]) {
      const result = await mercury({ answers: { [command]: wrong } });
      assert.deepEqual([result.code, result.ok, result.missing], [2, true, [key]]);
    }
  });

  test(`a switch that cuts the line at ${command} costs ${key} and nothing else`, async () => {
    const on = ({ names, socket }: Exchange) => {
      if (!names.includes(command)) return undefined;
      socket.destroy();
      return true;
    };
    const result = await mercury({ on });
    assert.deepEqual([result.code, result.ok, result.missing], [2, true, [key]]);
  });

  test(`a switch that never answers ${command} costs ${key} and nothing else`, async () => {
    const on = ({ names }: Exchange) => names.includes(command) || undefined;
    const result = await mercury({ on, flags: ['--timeout', '300ms'] });
    assert.deepEqual([result.code, result.ok, result.missing], [2, true, [key]]);
    assert.match(result.message, /did not answer within 0\.3 s/);
  });

  test(`when ${command} alone is answered, ${key} is known and the other two are null`, async () => {
    const others = keys.filter((other) => other !== key);
    const silent = ({ names }: Exchange) =>
      others.some((other) => names.includes(commands[other])) || undefined;
    const result = await mercury({ on: silent, flags: ['--timeout', '300ms'] });
    assert.deepEqual([result.code, result.ok, result.missing], [2, true, others]);
  });
}

test('an error without a number, without a summary or in another language is told as it is', async () => {
  const said = (elements: string) =>
    `<command type="Error" echo="" xsi:type="c:ErrorResponse" xmlns:c="C" xmlns="">${elements}</command>`;
  const words = [
    ['<summary>Etwas ging schief.</summary>', /Etwas ging schief\./],
    [
      '<errorCode>4321</errorCode><summary>Nein.</summary><summaryEnglish>No.</summaryEnglish>',
      /No\..*4321/,
    ],
    ['<summary/><summaryEnglish/>', /no reason was given/],
  ] as const;
  for (const [elements, pattern] of words) {
    const result = await mercury({ answers: { [commands.group_dns]: said(elements) } });
    assert.deepEqual([result.code, result.missing], [2, ['group_dns']]);
    assert.match(result.message, pattern);
  }
});

test('a missing table is not an empty one', async () => {
  const rowless = [packTable(), groupServiceTable(), userServiceTable()];
  const empty = await mercury({
    answers: { [commands.license_breakdown]: licencesReply(...rowless) },
  });
  assert.deepEqual([empty.code, empty.missing], [0, []]);
  for (const at of [0, 1, 2]) {
    const without = licencesReply(...rowless.filter((_, place) => place !== at));
    const result = await mercury({ answers: { [commands.license_breakdown]: without } });
    assert.deepEqual([result.code, result.ok, result.missing], [2, true, ['license_breakdown']]);
  }
  for (const inside of ['', '<dnTable/>']) {
    const dns = reply('GroupDnGetAssignmentListResponse18', inside);
    const result = await mercury({ answers: { [commands.group_dns]: dns } });
    assert.deepEqual([result.code, result.ok, result.missing], [2, true, ['group_dns']]);
  }
});

test('a needed heading that is missing is named, and the part is null rather than wrong', async () => {
  const dns = reply(
    'GroupDnGetAssignmentListResponse18',
    table('dnTable', ['Phone Number', 'Activated', 'User Id'], ['+1-2025550100', 'true', '']),
  );
  const numbers = await mercury({ answers: { [commands.group_dns]: dns } });
  assert.deepEqual([numbers.code, numbers.ok, numbers.missing], [2, true, ['group_dns']]);
  assert.match(numbers.message, /"Phone Numbers"/);
  const packs = table(
    'servicePacksAuthorizationTable',
    ['Service Pack Name', 'Authorized'],
    ['A', 'true'],
  );
  const licences = licencesReply(packs, groupServiceTable(), userServiceTable());
  const result = await mercury({ answers: { [commands.license_breakdown]: licences } });
  assert.deepEqual([result.code, result.ok, result.missing], [2, true, ['license_breakdown']]);
  assert.match(result.message, /"Usage"/);
});

test('when nothing can be read, ok is false, all parts are null and each reason is told', async () => {
  const answers = Object.fromEntries(
    Object.values(commands).map((command) => [command, refusal(5404, `Not you: ${command}`)]),
  );
  const result = await mercury({ answers });
  assert.deepEqual([result.code, result.ok, result.missing], [2, false, keys]);
  for (const command of Object.values(commands))
    assert.match(result.message, new RegExp(`\\[Error 5404\\] Not you: ${command}`));
  assert.match(result.stderr, /FAILED/);
});

test('an answer of two documents, or with too many commands, is refused rather than taken for another', async () => {
  const twice = ({ names, sessionId, answers, send }: Exchange) => {
    if (!names.includes(commands.group_dns)) return undefined;
    send(document(sessionId, ...answers(), success));
    return true;
  };
  const result = await mercury({ on: twice });
  assert.deepEqual([result.code, result.ok, result.missing], [2, true, ['group_dns']]);
});

test('an answer under a foreign session id is refused', async () => {
  const foreign = ({ names, answers, send }: Exchange) => {
    if (!names.includes(commands.group_dns)) return undefined;
    send(document('somebody-else', ...answers()));
    return true;
  };
  const result = await mercury({ on: foreign });
  assert.deepEqual([result.code, result.ok, result.missing], [2, true, ['group_dns']]);
  assert.match(result.message, /another session/);
});
