// The flags of a search as the command line takes them: most have a value, `--changes` brings its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programFor } from './main.js';
import { filterFlags } from './record-filters.js';
import type { Terminal } from './terminal.js';

const listCommand = () =>
  programFor({} as Terminal, { code: 0 }, 'records')
    .commands.find((one) => one.name() === 'records')!
    .commands.find((one) => one.name() === 'list')!;

test('every filter is a text, with a value of its own or with one that is given', () => {
  for (const [flag, [, , value]] of Object.entries(filterFlags)) {
    const list = listCommand();
    const words = value === undefined ? [`--${flag}`, 'some'] : [`--${flag}`];
    assert.deepEqual(list.parseOptions([...words, 'left']).operands, ['left'], flag);
    assert.equal(list.opts()[flag], value ?? 'some');
  }
  assert.equal(filterFlags.changes?.[2], 'true');
});
