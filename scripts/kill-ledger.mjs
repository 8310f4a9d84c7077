// Kills the writer of a ledger many times and checks that nothing acknowledged is lost: `--kills 10000`. Needs the tests
// compiled (`npm run build:test`). Exits 1 at the first violation and leaves the store where it says.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    build: { type: 'string', default: 'build' },
    mistake: { type: 'string' },
  },
});
const harness = new URL(`../${values.build}/test/ledger/kill-harness.js`, import.meta.url);
const { killAgainAndAgain } = await import(harness.href);
const total = Number(values.kills);
// A log of millions would make each check longer than the kills: start anew now and then.
const perStore = 500;
let acked = 0;
for (let done = 0; done < total; ) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-kill-'));
  const kills = Math.min(perStore, total - done);
  const verdict = await killAgainAndAgain({
    folder,
    kills,
    mistake: values.mistake,
    progress: (now) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done + now} of ${total} kills`);
    },
  });
  if (verdict.violations.length > 0) {
    console.error(`\n${verdict.violations.join('\n')}\nkept in ${folder}`);
    process.exit(1);
  }
  rmSync(folder, { recursive: true });
  done += kills;
  acked += verdict.acked;
  console.log(`${done} kills, ${acked} entries acknowledged: none lost, doubled or torn`);
}
