// Simulator and API with the page, in a process of its own, for benches: `WORLD FOLDER ENTRIES`, where WORLD is `demo` or the
// JSON of options for a generated one. Prints JSON of where it is, ends with its input.
import { join } from 'node:path';
import { demoWorld, type GenerateOptions, generateWorld } from '../src/simulator/index.js';
import { startStand } from '../test/api-stand.js';

const [world = 'demo', folder = '', wanted = '0'] = process.argv.slice(2);
const { api, records } = await startStand({
  world: world === 'demo' ? demoWorld() : generateWorld(JSON.parse(world) as GenerateOptions),
  folder,
  api: {
    page: process.env.MUSTER_TEST_PAGE ?? join(process.cwd(), 'dist/web'),
    limits: { callsPerMinute: 0 },
  },
});

const body = { type: 'application/json', content: '{"active":false}' };

/** Records of reads and changes by turns, as calls leave them: an entry for each read, two for each change. */
async function enter(entries: number): Promise<void> {
  let left = Math.ceil((entries * 2) / 3);
  const caller = async () => {
    while (left-- > 0) {
      const changes = left % 2 === 0;
      const userId = `u${left % 20_000}@example.net`;
      const impact = { tenantId: `T${left % 50}`, groupId: `G${left % 2000}`, userId };
      const record = await records.recorder.open({
        endPointName: 'svc_v1:apio.tenant.group.user.acr',
        url: `/api/v1/tenants/${impact.tenantId}/groups/${impact.groupId}/users/${userId}/services/acr/`,
        method: changes ? 'PUT' : 'GET',
        changes,
        ...(changes && { request: body }),
        actor: { id: `admin${left % 50}@example.net`, role: '12' },
        impact: { ...impact, instanceName: '' },
      });
      await record.close({ status: 200, answer: body });
    }
  };
  await Promise.all(Array.from({ length: 256 }, caller));
}

await enter(Number(wanted));
const { origin, verifierKey } = records;
process.stdout.write(`${JSON.stringify({ url: api.url, origin, verifierKey })}\n`);
process.stdin.resume().on('end', () => process.exit());
