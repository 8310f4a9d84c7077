// The proxy in a process of its own, for benches: `TARGET FOLDER metadata|full|unrecorded`. Prints its address; to each line of
// its input it says its memory, with the peak, in bytes; ends with its input.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openProxy } from '../src/proxy/index.js';
import { microClock, openRecords, recordPlace, unrecorded } from '../src/records/index.js';
import { parseTarget } from '../src/south/index.js';

const [target = '', folder = '', how] = process.argv.slice(2);
const place = recordPlace({
  path: join(folder, 'records.sqlite'),
  keyFile: join(folder, 'records.key'),
  headFile: join(folder, 'records.head'),
});
const level = how === 'full' ? 'full' : 'metadata';
const records = await openRecords(place, {
  now: microClock(Date.now(), process.hrtime.bigint),
  uuid: randomUUID,
  checkpointEveryMs: 60_000,
  policy: [{ name: 'all', south: level, bodies: level }],
});
const proxy = await openProxy({
  listen: ['tcp://127.0.0.1:0'],
  target: parseTarget(target),
  recorder: how === 'unrecorded' ? unrecorded() : records.recorder,
  policy: {},
  timeouts: { connectMs: 10_000, idleMs: 30 * 60_000, silenceMs: 30_000 },
  now: Date.now,
  monotonic: () => performance.now(),
  onTrouble: (fault) => process.stderr.write(`${fault.message}\n`),
});
process.stdout.write(`${proxy.urls[0]}\n`);
for await (const _ of createInterface({ input: process.stdin })) {
  const peak = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ now: process.memoryUsage.rss(), peak })}\n`);
}
// Whoever profiles it gets what it measured.
await proxy.close(0);
await records.close();
process.exit();
