// The flags of a search as the command line takes them: most have a value, `--changes` brings its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Command } from 'commander';
import { filtered, filterFlags } from './record-filters.js';

test('every filter is a text, with a value of its own or with one that is given', () => {
  for (const [flag, [, , value]] of Object.entries(filterFlags)) {
    const list = filtered(new Command('list'));
    const words = value === undefined ? [`--${flag}`, 'some'] : [`--${flag}`];
    assert.deepEqual(list.parseOptions([...words, 'left']).operands, ['left'], flag);
    assert.equal(list.opts()[flag], value ?? 'some');
  }
  assert.equal(filterFlags.changes?.[2], 'true');
});
