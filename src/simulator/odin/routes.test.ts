import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { callTable } from './routes.js';

test('the documentation names every path that is read', () => {
  const page = readFileSync(new URL('../../../../docs/simulator.md', import.meta.url), 'utf8');
  for (const path of callTable.keys()) assert.ok(page.includes(`\`${path}\``), path);
});
