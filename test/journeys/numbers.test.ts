// The numbers of a group, read over the wire: counted once, kept as text, in the right state, never guessed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, type GroupAudit, type Numbers, type Part } from '../../src/index.js';
import { password, username } from '../run-cli.js';
import {
  assignmentHeadings,
  assignmentReply,
  held,
  refusal,
  reply,
  summaryReply,
  table,
} from '../stub-answers.js';
import { type Answers, StubServer } from '../stub-server.js';

const assignmentCommand = 'GroupDnGetAssignmentListRequest18';
const summaryCommand = 'GroupDnGetSummaryListRequest';

async function numbersOf(answers: Answers): Promise<Part<Numbers>> {
  await using stub = await StubServer.start({ answers });
  await using client = await connect({ records: 'none', target: stub.url, username, password });
  const key = { serviceProviderId: 'HarbourTel', groupId: 'Quayside' };
  const { audit } = await client.auditGroup({ ...key, parts: ['numbers'] });
  return audit.parts.numbers;
}

/** Both lists, from rows of number, assigned, activated. */
const bothLists = (...rows: readonly (readonly [string, boolean, boolean])[]): Answers => ({
  [summaryCommand]: summaryReply(...rows.map(([numbers, taken]) => [numbers, String(taken)])),
  [assignmentCommand]: assignmentReply(
    ...rows.map(([numbers, taken, active]) =>
      held(numbers, taken ? 'amelia@harbour.example.net' : '', String(active)),
    ),
  ),
});

function valueIn(part: GroupAudit['parts']['numbers']): Numbers {
  if (part.status !== 'known' && part.status !== 'partial') assert.fail(JSON.stringify(part));
  return part.value;
}

const statesOf = (numbers: Numbers) =>
  numbers.states.map(({ assigned, activated, numbers: set }) => [assigned, activated, [...set]]);

test('numbers fall into four states: assigned or free, activated or not, and their sum is the total', async () => {
  const part = await numbersOf(
    bothLists(
      ['+44-1632960101', true, true],
      ['+44-1632960102', true, false],
      ['+44-1632960103 - +44-1632960104', false, true],
      ['+44-1632960105', false, false],
    ),
  );
  assert.equal(part.status, 'known');
  const numbers = valueIn(part);
  assert.deepEqual(statesOf(numbers), [
    [true, true, ['+44-1632960101']],
    [true, false, ['+44-1632960102']],
    [false, true, ['+44-1632960103', '+44-1632960104']],
    [false, false, ['+44-1632960105']],
  ]);
  assert.equal(numbers.all.size, 5);
  assert.equal(
    numbers.states.reduce((sum, state) => sum + state.numbers.size, 0),
    numbers.all.size,
  );
});

test('leading zeros, prefixes and widths survive ranges', async () => {
  const ranges: Record<string, readonly string[]> = {
    '+39-0612345698 - +39-0612345701': [
      '+39-0612345698',
      '+39-0612345699',
      '+39-0612345700',
      '+39-0612345701',
    ],
    '0205550098 - 0205550101': ['0205550098', '0205550099', '0205550100', '0205550101'],
    '0098 - 0101': ['0098', '0099', '0100', '0101'],
    '+44 20 7946 0000 - +44 20 7946 0003': [
      '+44 20 7946 0000',
      '+44 20 7946 0001',
      '+44 20 7946 0002',
      '+44 20 7946 0003',
    ],
    '+1-202.555.0100 - +1-202.555.0102': ['+1-202.555.0100', '+1-202.555.0101', '+1-202.555.0102'],
    '  +44-1632960101   -   +44-1632960102 ': ['+44-1632960101', '+44-1632960102'],
    '+44-1632960101 - +44-1632960101': ['+44-1632960101'],
  };
  for (const [cell, expected] of Object.entries(ranges)) {
    const part = await numbersOf(bothLists([cell, false, false]));
    assert.equal(part.status, 'known', cell);
    assert.deepEqual([...valueIn(part).all], expected);
  }
});

test('cells that are no numbers are kept word for word, counted nowhere, and make the part partial', async () => {
  const cells = [
    '+1-2025550100 - +44-2025550103',
    '+44-20-5550100 - +44-30-5550103',
    '+1-2025550105 - +1-2025550100',
    '+1-2025550100 - 103',
    '+1-2025550100 \u00e2\u0080\u0093 +1-2025550103',
    '+1-2025550100 - +1-2025550103 - +1-2025550105',
    '+1-2025550100 - +1-2025550103 x',
    'ask reception',
  ];
  const rows = cells.map((cell) => [cell, false, false] as const);
  const part = await numbersOf(bothLists(['+44-1632960101', false, false], ...rows));
  const numbers = valueIn(part);
  assert.equal(part.status, 'partial');
  assert.deepEqual([...numbers.all], ['+44-1632960101']);
  assert.deepEqual(
    numbers.unreadable.map(({ text }) => text),
    cells,
  );
});

test('an empty cell is no number, and a group without numbers has none', async () => {
  const some = await numbersOf(bothLists(['+1-2025550100', false, false], ['', false, false]));
  assert.deepEqual([some.status, valueIn(some).all.size], ['known', 1]);
  const none = await numbersOf(bothLists());
  assert.deepEqual([none.status, valueIn(none).all.size], ['known', 0]);
});

test('a number that is also the caller number of the group counts once and keeps its holder', async () => {
  const part = await numbersOf({
    [summaryCommand]: summaryReply(['+44-1632960130', 'true'], ['+44-1632960131', 'false']),
    [assignmentCommand]: assignmentReply(
      held('+44-1632960130', '', 'true', 'Group Calling Line ID'),
      held('+44-1632960130', 'qs-aa@harbour.example.net'),
      held('+44-1632960131'),
    ),
  });
  const numbers = valueIn(part);
  assert.deepEqual([part.status, numbers.all.size], ['known', 2]);
  assert.deepEqual([...numbers.groupCallingLineIds], ['+44-1632960130']);
  assert.ok(Array.isArray(numbers.holders));
  assert.deepEqual(
    numbers.holders.map(({ number, userId }) => [number, userId]),
    [['+44-1632960130', 'qs-aa@harbour.example.net']],
  );
});

test('ranges that overlap and numbers that come twice count once', async () => {
  const part = await numbersOf(
    bothLists(
      ['+1-2025550100 - +1-2025550109', false, true],
      ['+1-2025550105 - +1-2025550114', false, true],
      ['+1-2025550100', false, true],
    ),
  );
  assert.equal(valueIn(part).all.size, 15);
});

test('a range of thirty million numbers is one interval', async () => {
  const part = await numbersOf(bothLists(['+1-2025550100 - +1-2055550099', false, true]));
  const { all } = valueIn(part);
  assert.equal(all.size, 30_000_000);
  assert.equal([...all.ranges()].length, 1);
  assert.deepEqual([all.has('+1-2030000000'), all.has('+1-2055550100')], [true, false]);
});

test('what one list calls assigned and the other does not know shows as a contradiction', async () => {
  const oneSided = await numbersOf({
    [summaryCommand]: summaryReply(['+1-2025550100', 'true'], ['+1-2025550101', 'false']),
    [assignmentCommand]: assignmentReply(held('+1-2025550100', 'a@example.net')),
  });
  assert.equal(oneSided.status, 'partial');
  assert.equal(valueIn(oneSided).all.size, 2);
  const free = await numbersOf({
    [summaryCommand]: summaryReply(['+1-2025550100', 'false']),
    [assignmentCommand]: assignmentReply(held('+1-2025550100', 'a@example.net')),
  });
  assert.equal(free.status, 'partial');
  assert.deepEqual(statesOf(valueIn(free))[0], [true, true, ['+1-2025550100']]);
  const both = await numbersOf(
    bothLists(['+1-2025550100', false, true], ['+1-2025550100', false, false]),
  );
  assert.equal(both.status, 'partial');
  assert.deepEqual(statesOf(valueIn(both)).at(-1), [false, 'unknown', ['+1-2025550100']]);
});

test('without the summary the assignment list still tells held from free, and the part is partial', async () => {
  const answers = {
    ...bothLists(['+1-2025550100', true, true], ['+1-2025550101', false, false]),
    [summaryCommand]: refusal(5404, 'Unauthorized transaction.'),
  };
  const part = await numbersOf(answers);
  assert.equal(part.status, 'partial');
  assert.deepEqual(statesOf(valueIn(part)), [
    [true, true, ['+1-2025550100']],
    [true, false, []],
    [false, true, []],
    [false, false, ['+1-2025550101']],
  ]);
});

test('without the assignment list the summary still counts, and activation is unknown rather than no', async () => {
  const answers = {
    ...bothLists(['+1-2025550100', true, true], ['+1-2025550101', false, false]),
    [assignmentCommand]: refusal(4003, 'The command failed.'),
  };
  const part = await numbersOf(answers);
  assert.equal(part.status, 'partial');
  assert.deepEqual(
    statesOf(valueIn(part)).filter(([, , numbers]) => (numbers as string[]).length > 0),
    [
      [true, 'unknown', ['+1-2025550100']],
      [false, 'unknown', ['+1-2025550101']],
    ],
  );
});

test('the list of old releases, with its holder in one column, is understood', async () => {
  const old = table(
    'dnTable',
    ['Phone Numbers', 'Assigned To', 'Department', 'Activated'],
    ['+44-1632960101', 'Stone,Amelia', 'Sales', 'true'],
    ['+44-1632960110 - +44-1632960111', '', '', 'false'],
  );
  const part = await numbersOf({
    [summaryCommand]: summaryReply(
      ['+44-1632960101', 'true'],
      ['+44-1632960110 - +44-1632960111', 'false'],
    ),
    GroupDnGetAssignmentListRequest: reply('GroupDnGetAssignmentListResponse', old),
  });
  const numbers = valueIn(part);
  assert.equal(part.status, 'known');
  assert.equal(numbers.all.size, 3);
  assert.deepEqual(numbers.holders, [
    { number: '+44-1632960101', lastName: 'Stone', firstName: 'Amelia', department: 'Sales' },
  ]);
});

test('columns in another order, in other case, and columns nobody knows change nothing', async () => {
  const turned = [...assignmentHeadings].reverse().map((heading) => heading.toUpperCase());
  const row = held('+44-1632960101', 'a@example.net').reverse();
  const part = await numbersOf({
    [summaryCommand]: reply(
      'GroupDnGetSummaryListResponse',
      table('dnTable', ['Colour', 'Assigned', 'Phone Numbers'], ['blue', 'true', '+44-1632960101']),
    ),
    [assignmentCommand]: reply(
      'GroupDnGetAssignmentListResponse18',
      table('dnTable', ['New In 26', ...turned], ['?', ...row]),
    ),
  });
  assert.equal(part.status, 'known');
  assert.deepEqual(statesOf(valueIn(part))[0], [true, true, ['+44-1632960101']]);
});

test('a row that is cut short is not read as a free number', async () => {
  const whole = bothLists(['+44-1632960101', true, true], ['+44-1632960102', true, true]);
  const short = reply(
    'GroupDnGetAssignmentListResponse18',
    table('dnTable', assignmentHeadings, held('+44-1632960101', 'a@example.net'), [
      '+44-1632960102',
    ]),
  );
  const part = await numbersOf({ ...whole, [assignmentCommand]: short });
  const { states } = valueIn(part);
  const free = states.filter(({ assigned, numbers }) => assigned === false && numbers.size > 0);
  assert.deepEqual(free, []);
});
