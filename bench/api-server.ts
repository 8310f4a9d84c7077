// The API in a process of its own, for benches: `TARGET FOLDER recorded|unrecorded`. Prints its address, ends with its input.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openApi } from '../src/api/index.js';
import { microClock, openRecords, recordPlace, unrecorded } from '../src/records/index.js';
import { parseTarget } from '../src/south/index.js';

const [target = '', folder = '', how] = process.argv.slice(2);
const place = recordPlace({
  path: join(folder, 'records.sqlite'),
  keyFile: join(folder, 'records.key'),
  headFile: join(folder, 'records.head'),
});
const records = await openRecords(place, {
  now: microClock(Date.now(), process.hrtime.bigint),
  uuid: randomUUID,
  checkpointEveryMs: 60_000,
});
const { url } = await openApi({
  records: how === 'recorded' ? records : { ...records, recorder: unrecorded() },
  connection: {
    target: parseTarget(target),
    timeoutMs: 30_000,
    connections: 8,
    rate: 0,
    burst: 0,
    batch: 15,
    mayChange: true,
    now: Date.now,
  },
  listen: { host: '127.0.0.1', port: 0 },
  limits: { callsPerMinute: 0 },
  version: '0.0.0',
  now: Date.now,
});
process.stdout.write(`${url}\n`);
process.stdin.resume().on('end', () => process.exit());
