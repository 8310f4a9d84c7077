// One audit over ODIN in a process of its own, and the same calls one after the other as a script makes them.
// Arguments: target, `script` to time the calls one by one as well. Prints seconds.
import { Agent, request } from 'undici';
import { connect } from '../src/index.js';

const [target = '', alsoScript = ''] = process.argv.slice(2);
const key = { serviceProviderId: 'sp', groupId: 'group' };

const start = performance.now();
const client = await connect({
  records: 'none',
  target,
  username: 'auditor',
  password: 'secret',
  rate: 0,
});
const loggedIn = performance.now();
const { audit } = await client.auditGroup({ ...key, numbers: 'states' });
const end = performance.now();
const again = performance.now();
await client.auditGroup({ ...key, numbers: 'states' });
const warm = (performance.now() - again) / 1000;
await client.close();
if (audit.status !== 'complete' || !('value' in audit.parts.numbers)) throw new Error(audit.status);

let script = 0;
if (alsoScript === 'script') {
  const names = 'value' in audit.parts.users ? audit.parts.users.value.userServices : [];
  const calls = [
    '/groups/services',
    ...names.map(({ name }) => `/groups/services/assigned?serviceName=${encodeURIComponent(name)}`),
    '/groups/dns',
    '/groups',
    '/groups/trunk-groups/call-capacity',
  ];
  const dispatcher = new Agent({ connections: 1 });
  const begun = performance.now();
  for (const path of calls) {
    const { body } = await request(`${target.replace('odin+', '')}${path}`, { dispatcher });
    await body.json();
  }
  script = (performance.now() - begun) / 1000;
  await dispatcher.close();
}
console.log(
  JSON.stringify({
    withLogin: (end - start) / 1000,
    seconds: (end - loggedIn) / 1000,
    warm,
    script,
    total: audit.parts.numbers.value.all.size,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
