// 8. The HTTP API: what a call through Muster costs beside the same command sent straight to the simulator, with and without
// recording; and reading records by group in a large store. `node build/bench/api.js [records]`, default 1,000,000.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { openLedger } from '../src/ledger/index.js';
import { defaultPolicy, noLog, openRecorder, recordPlace } from '../src/records/index.js';
import { demoWorld } from '../src/simulator/index.js';
import { openSouth, parseTarget } from '../src/south/index.js';
import { line } from './measure.js';

const userId = 'giulia.marchetti@brightwater.example.net';
const path = `/api/v1/tenants/Brightwater/groups/Roma/users/${userId}/services/acr/`;
const { userId: username, password } = demoWorld().administrators[0]!;
const children: ChildProcess[] = [];

/** Starts a script of this folder; resolves with the first line it prints. */
async function start(script: string, ...words: readonly string[]): Promise<string> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [file, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  for await (const text of createInterface({ input: child.stdout })) return text;
  throw new Error(`${script} ended`);
}

interface Figures {
  readonly median: number;
  readonly p99: number;
  readonly perSecond: number;
}

/** `callers` at once, `count` calls in all. */
async function measure(
  callers: number,
  count: number,
  call: () => Promise<unknown>,
): Promise<Figures> {
  const times: number[] = [];
  let left = count;
  const started = performance.now();
  const caller = async () => {
    while (left-- > 0) {
      const at = performance.now();
      await call();
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - started) / 1000;
  times.sort((one, other) => one - other);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return { median: at(0.5), p99: at(0.99), perSecond: count / seconds };
}

const show = (what: string, { median, p99, perSecond }: Figures) =>
  line(
    `   ${what}`,
    `median ${median.toFixed(2)} ms, 99 % ${p99.toFixed(2)} ms, ${perSecond.toFixed(0)}/s`,
  );

async function signedIn(url: string) {
  const agent = new Agent({ connections: 64 });
  const login = await request(`${url}/api/v1/login/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, provide_bearer: true }),
  });
  const { bearer } = (await login.body.json()) as { bearer: string };
  return async (of: string) => {
    const answer = await request(url + of, {
      dispatcher: agent,
      headers: { authorization: `Bearer ${bearer}` },
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(text);
    return text;
  };
}

/** The same command over sessions of our own, without Muster between. */
function straight(target: string) {
  const road = openSouth({
    target: parseTarget(target),
    credentials: { username, password },
    timeoutMs: 30_000,
    connections: 8,
    rate: 0,
    burst: 0,
    batch: 15,
    now: Date.now,
    log: noLog,
  });
  return () => road.ask({ command: 'UserAnonymousCallRejectionGetRequest', fields: { userId } });
}

async function calls(folder: string): Promise<void> {
  console.log('8. the HTTP API: GET acr through Muster beside the command sent straight');
  const target = await start('./api-simulator.js');
  const recorded = await signedIn(
    await start('./api-server.js', target, join(folder, 'one'), 'recorded'),
  );
  const unrecorded = await signedIn(
    await start('./api-server.js', target, join(folder, 'two'), 'unrecorded'),
  );
  const direct = straight(target);
  const ways = [
    ['straight', direct],
    ['through Muster, not recorded', () => unrecorded(path)],
    ['through Muster, recorded', () => recorded(path)],
  ] as const;
  for (const [, call] of ways) await measure(8, 400, call);
  for (const callers of [1, 64]) {
    console.log(`   ${callers} caller${callers === 1 ? '' : 's'}`);
    for (const [what, call] of ways)
      show(what, await measure(callers, callers === 1 ? 1000 : 6000, call));
  }
}

/** A store of many records, written through the recorder; then pages of one group over HTTP. */
async function largeStore(folder: string, count: number): Promise<void> {
  const place = recordPlace({
    path: join(folder, 'records.sqlite'),
    keyFile: join(folder, 'records.key'),
    headFile: join(folder, 'records.head'),
  });
  let micros = 1_790_000_000_000_000n;
  let made = 0;
  const ledger = await openLedger({ ...place, origin: 'bench', now: () => micros });
  const recorder = openRecorder({
    ledger,
    policy: defaultPolicy,
    now: () => {
      micros += 7n;
      return micros;
    },
    uuid: () => `00000000-0000-4000-8000-${String(made++).padStart(12, '0')}`,
  });
  const began = performance.now();
  const writer = async (from: number, to: number) => {
    for (let at = from; at < to; at += 1) {
      const record = await recorder.open({
        endPointName: 'svc_v1:apio.tenant.group.user.acr',
        url: `/api/v1/tenants/T${at % 50}/groups/G${at % 2000}/users/u${at % 20_000}@example.net/services/acr/`,
        method: 'GET',
        changes: false,
        actor: { id: `admin${at % 50}@example.net`, role: '12' },
        impact: {
          tenantId: `T${at % 50}`,
          groupId: `G${at % 2000}`,
          userId: `u${at % 20_000}@example.net`,
          instanceName: '',
        },
      });
      await record.close({
        status: 200,
        answer: { type: 'application/json', content: '{"active":false}' },
      });
    }
  };
  const share = Math.ceil(count / 256);
  await Promise.all(
    Array.from({ length: 256 }, (_, at) => writer(at * share, Math.min(count, (at + 1) * share))),
  );
  await recorder.close();
  line(
    `   ${count} records entered`,
    `${(count / ((performance.now() - began) / 1000)).toFixed(0)}/s`,
  );
  const target = await start('./api-simulator.js');
  const get = await signedIn(await start('./api-server.js', target, folder, 'recorded'));
  const list = '/api/v1/local/audit_records/?tenantId=T7&groupId=G7';
  show('page of 100 whole records of a group', await measure(1, 100, () => get(list)));
  show('page of 10', await measure(1, 200, () => get(`${list}&limit=10`)));
  const { auditRecords } = JSON.parse(await get(`${list}&limit=1`)) as {
    auditRecords: [{ internal_id: string }];
  };
  const one = `/api/v1/local/audit_records/${auditRecords[0].internal_id}/`;
  show('one record', await measure(1, 200, () => get(one)));
}

const folder = mkdtempSync(join(tmpdir(), 'muster-bench-api-'));
try {
  for (const name of ['one', 'two', 'large']) mkdirSync(join(folder, name));
  await calls(folder);
  await largeStore(join(folder, 'large'), Number(process.argv[2] ?? 1_000_000));
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
