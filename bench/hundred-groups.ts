// A hundred groups through one client in one process. Argument: target.
import { connect } from '../src/index.js';

const [target = ''] = process.argv.slice(2);
const client = await connect({
  records: 'none',
  target,
  username: 'auditor',
  password: 'secret',
  rate: 0,
});
const start = performance.now();
const results = await Promise.all(
  Array.from({ length: 100 }, (_, at) =>
    client.auditGroup({ serviceProviderId: 'sp', groupId: `group-${at}`, payloadOnly: true }),
  ),
);
const seconds = (performance.now() - start) / 1000;
await client.close();
if (results.some(({ payload }) => payload.group_dns === null))
  throw new Error('an audit is incomplete');
console.log(JSON.stringify({ seconds, peakMb: process.resourceUsage().maxRSS / 1024 }));
