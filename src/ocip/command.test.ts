// The table of commands: every row can be parsed, says what kind of command it is, and keeps the wire order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Choice,
  commandNamed,
  type Field,
  knownCommands,
  parseRow,
  type Sequence,
} from './command.js';
import { changeCommands, readCommands, sessionCommands, shapes } from './command-table.js';

const rows = Object.entries({ ...sessionCommands, ...readCommands, ...changeCommands });

/** Writes a parsed row back in the notation of the table, shapes spelled out. */
const written = (sequence: Sequence): string =>
  sequence.map((item) => ('branches' in item ? writtenChoice(item) : writtenField(item))).join(' ');
const writtenChoice = ({ branches, optional }: Choice) =>
  `(${branches.map(written).join('|')})${optional ? '?' : ''}`;
const writtenField = ({ name, holds, optional, list, nillable }: Field) => {
  const inside =
    typeof holds === 'string'
      ? { text: '', number: '#', boolean: '!' }[holds]
      : `{${written(holds)}}`;
  return `${name}${inside}${optional ? '?' : ''}${list ? '*' : ''}${nillable ? '~' : ''}`;
};

/** A row as the table has it, in the same form. */
function spelledOut(row: string): string {
  let text = row;
  for (let left = 5; left > 0; left--)
    text = text.replace(/:([a-zA-Z]+)/g, (_, name: string) => `{${shapes[name]}}`);
  return text
    .replace(/\s*([|{}()])\s*/g, '$1')
    .replace(/([)}?*~#!])(?=[A-Za-z(])/g, '$1 ')
    .replace(/([a-z0-9])\(/gi, '$1 (');
}

test('every row is parsed whole: nothing in it is passed over', () => {
  for (const [name, [, row]] of rows) {
    const marks = (text: string) =>
      text.replace(/[?*~#!]+/g, (found) => [...found].sort().join(''));
    assert.equal(marks(written(parseRow(row))), marks(spelledOut(row)), name);
  }
});

test('no command is in two tables and the list of known commands is sorted', () => {
  const known = knownCommands().map(({ name }) => name);
  assert.equal(known.length, new Set(known).size);
  assert.deepEqual(known, rows.map(([name]) => name).sort());
});

test('the name of a command fits its kind, so that nothing that changes passes for a read', () => {
  for (const { name, kind } of knownCommands()) {
    if (kind === 'read') assert.match(name, /Get|IsAssigned/, name);
    if (kind === 'change')
      assert.match(name, /Modify|Assign|Unassign|Activate|Deactivate|Add|Delete/, name);
    if (kind === 'change') assert.doesNotMatch(name, /Get/, name);
    if (kind === 'session') assert.match(name, /^(?:Login|Logout|Authentication)/, name);
  }
});

test('the reply of a read is named after it, and a change is answered by SuccessResponse', () => {
  for (const { name, kind } of knownCommands()) {
    const reply = commandNamed(name)?.reply;
    if (kind === 'read') assert.equal(reply, name.replace(/Request(?=\w*$)/, 'Response'));
    if (kind === 'change') assert.equal(reply, 'SuccessResponse');
  }
});

test('a field is known for what it holds and whether it may be missing, repeated or cleared', () => {
  assert.deepEqual(parseRow('a b?# c!* d?~ e{f g?}?*'), [
    { name: 'a', holds: 'text', optional: false, list: false, nillable: false },
    { name: 'b', holds: 'number', optional: true, list: false, nillable: false },
    { name: 'c', holds: 'boolean', optional: false, list: true, nillable: false },
    { name: 'd', holds: 'text', optional: true, list: false, nillable: true },
    {
      name: 'e',
      holds: [
        { name: 'f', holds: 'text', optional: false, list: false, nillable: false },
        { name: 'g', holds: 'text', optional: true, list: false, nillable: false },
      ],
      optional: true,
      list: true,
      nillable: false,
    },
  ]);
});

test('choices hold branches of one or more elements and may be optional or nested', () => {
  const names = (sequence: Sequence): unknown[] =>
    sequence.map((item) => ('branches' in item ? item.branches.map(names) : item.name));
  assert.deepEqual(names(parseRow('a (b c | d)? (e{(f | g)})')), [
    'a',
    [['b', 'c'], ['d']],
    [['e']],
  ]);
  assert.equal((parseRow('(b | c)?')[0] as Choice).optional, true);
  assert.equal((parseRow('(b | c)')[0] as Choice).optional, false);
});

test('a command that is not in the table, or only a name of JavaScript, is unknown', () => {
  for (const name of [
    'GroupGetRequest99',
    'groupgetrequest',
    'toString',
    '__proto__',
    'constructor',
    '',
  ])
    assert.equal(commandNamed(name), undefined);
});
