// One audit in a process of its own: how long after login, and the peak memory of the whole process.
// Arguments: target, what (`mercury` or `all`), runs.
import { connect } from '../src/index.js';

const [target = '', what = 'mercury', runs = '1'] = process.argv.slice(2);
const client = await connect({
  records: 'none',
  target,
  username: 'auditor',
  password: 'secret',
  rate: 0,
});
const key = { serviceProviderId: 'sp', groupId: 'group' };
const seconds: number[] = [];
let total = 0;
for (let at = 0; at < Number(runs); at++) {
  const start = performance.now();
  const { payload, message } = await client.auditGroup({ ...key, payloadOnly: what === 'mercury' });
  seconds.push((performance.now() - start) / 1000);
  if (payload.group_dns === null) throw new Error(message);
  total = payload.group_dns.total;
}
await client.close();
console.log(JSON.stringify({ seconds, total, peakMb: process.resourceUsage().maxRSS / 1024 }));
