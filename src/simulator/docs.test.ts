import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { commandTable } from './answers/index.js';
import { faultTable } from './fault-kinds.js';
import { sessionCommands } from './wire/login.js';
import { parseWorld } from './world/parse-world.js';

const page = readFileSync(new URL('../../../docs/simulator.md', import.meta.url), 'utf8');

test('the world file in the documentation is a good one', () => {
  const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
  assert.equal(parseWorld(example, 'docs/simulator.md').serviceProviders[0]?.groups.length, 1);
});

test('the documentation lists every fault with its line of help', () => {
  for (const [name, help] of Object.entries(faultTable))
    assert.ok(page.includes(`| \`${name}\` | ${help} |`), name);
});

test('the documentation names every command that is answered', () => {
  const inShort =
    /^(LoginRequest|GroupGetRequest|(?:Group|ServiceProvider)TrunkGroupGetRequest)|PagedSortedList|GetInstanceListRequest$/;
  for (const name of [...commandTable.keys(), ...sessionCommands.keys()])
    assert.ok(page.includes(name) || inShort.test(name), name);
});
