// The json format of real runs, whole and in trouble, against the schema that is shipped with it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { audit, root } from '../run-cli.js';
import {
  assignmentReply,
  groupServiceTable,
  healthy,
  held,
  licencesReply,
  packRow,
  packTable,
  refusal,
  summaryReply,
  userServiceTable,
} from '../stub-answers.js';
import { type Answers, StubServer } from '../stub-server.js';

const schema = JSON.parse(readFileSync(join(root, 'schema', 'group-audit-1.json'), 'utf8'));
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

async function checked(answers: Answers, flags: readonly string[] = []) {
  await using stub = await StubServer.start({ answers: { ...healthy, ...answers } });
  const ran = await audit(stub.url, ['--format', 'json', ...flags]);
  const result = JSON.parse(ran.stdout);
  const fits: boolean = validate(result);
  assert.ok(fits, JSON.stringify(validate.errors, undefined, 1));
  return { code: ran.code, result };
}

test('a complete audit says when each part was read and by which commands', async () => {
  const { code, result } = await checked({});
  assert.deepEqual([code, result.status], [0, 'complete']);
  assert.equal(result.source.release, 'Rel_24.0_1.944');
  for (const part of Object.values<{ readAt: string; commands: { command: string }[] }>(
    result.parts,
  )) {
    assert.match(part.readAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.ok(part.commands.length > 0);
  }
  const { numbers } = result.parts;
  assert.deepEqual(
    [numbers.value.total, numbers.value.states.length, numbers.value.all.ranges.length],
    [4, 4, 2],
  );
});

test('an audit in every kind of trouble fits the schema too', async () => {
  const { code, result } = await checked({
    GroupGetRequest22V5: refusal(5404, 'Unauthorized transaction.'),
    GroupServiceGetAuthorizationListRequest: licencesReply(
      packTable(packRow('A', '-1'), packRow('B', 'Unlimited', 'Unlimited'), packRow('', '2')),
      groupServiceTable(),
      userServiceTable(),
    ),
    GroupDnGetSummaryListRequest: summaryReply(['+1-2025550100', 'perhaps'], ['x', 'true']),
    GroupDnGetAssignmentListRequest18: assignmentReply(held('+1-2025550101', 'a@example.net', '')),
    GroupTrunkGroupGetRequest23: refusal(4410, 'Service is not assigned to this subscriber.'),
  });
  assert.deepEqual([code, result.status], [2, 'partial']);
  assert.deepEqual(
    Object.entries<{ status: string }>(result.parts).map(([name, { status }]) => [name, status]),
    [
      ['details', 'outOfScope'],
      ['licences', 'partial'],
      ['users', 'partial'],
      ['numbers', 'partial'],
      ['trunking', 'notApplicable'],
    ],
  );
});

test('numbers are intervals, and spelled out on request', async () => {
  const plain = await checked({}, ['--parts', 'numbers']);
  const spelled = await checked({}, ['--parts', 'numbers', '--expand-numbers']);
  const free = ({ result }: typeof plain) => result.parts.numbers.value.states[3];
  assert.equal(free(plain).numbers, undefined);
  assert.deepEqual(free(spelled).numbers, ['+44-1632960110', '+44-1632960111', '+44-1632960112']);
  assert.deepEqual(plain.result.parts.details, { status: 'notAsked' });
});
