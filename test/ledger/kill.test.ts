// Killed at any moment: nothing that was acknowledged is lost, doubled or torn. And the harness sees it when it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killAgainAndAgain, mistakes } from './kill-harness.js';
import { temporaryFolder } from './sample.js';

test('25 kills under 64 callers lose nothing', async () => {
  using folder = temporaryFolder();
  const verdict = await killAgainAndAgain({ folder: folder.path, kills: 25 });
  assert.deepEqual(verdict.violations, []);
  assert.ok(verdict.acked > 25 && verdict.entries >= verdict.acked, JSON.stringify(verdict));
});

for (const mistake of mistakes)
  test(`the harness finds a planted mistake: ${mistake}`, async () => {
    using folder = temporaryFolder();
    const { violations } = await killAgainAndAgain({ folder: folder.path, kills: 20, mistake });
    assert.notEqual(violations.length, 0);
  });
