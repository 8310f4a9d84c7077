// Kills the writer of a ledger many times and checks that nothing acknowledged is lost: `--kills 10000 --jobs 4`. Needs the
// tests compiled (`npm run build:test`). Exits 1 at the first violation and leaves the store where it says.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    jobs: { type: 'string', default: '1' },
    build: { type: 'string', default: 'build' },
    mistake: { type: 'string' },
  },
});
const harness = new URL(`../${values.build}/test/ledger/kill-harness.js`, import.meta.url);
const { killAgainAndAgain } = await import(harness.href);
const total = Number(values.kills);
const jobs = Math.max(1, Number(values.jobs));
// A log of millions would make each check longer than the kills: start anew now and then. Each job has a store to itself.
const perStore = Math.min(500, Math.ceil(total / jobs));
const started = performance.now();
let [begun, killed, done, acked] = [0, 0, 0, 0];

async function killOneStore(kills) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-kill-'));
  const verdict = await killAgainAndAgain({
    folder,
    kills,
    mistake: values.mistake,
    progress: () => {
      killed += 1;
      if (process.stderr.isTTY) process.stderr.write(`\r${killed} of ${total} kills`);
    },
  });
  if (verdict.violations.length > 0) {
    console.error(`\n${verdict.violations.join('\n')}\nkept in ${folder}`);
    process.exit(1);
  }
  rmSync(folder, { recursive: true });
  done += kills;
  acked += verdict.acked;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${done} kills in ${seconds} s, ${acked} entries acknowledged: none lost, doubled or torn`,
  );
}

async function job() {
  while (begun < total) {
    const kills = Math.min(perStore, total - begun);
    begun += kills;
    await killOneStore(kills);
  }
}

await Promise.all(Array.from({ length: jobs }, job));
