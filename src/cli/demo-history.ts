// Makes the history that the demo begins with: the story is acted out by real clients over real sockets against the API, the
// proxy and the simulator, and only the clock is not the real one. What is left is a ledger like any other.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Api, createToken, openApi, openTokens } from '../api/index.js';
import { defaults } from '../defaults.js';
import { Fault } from '../fault.js';
import { openProxy } from '../proxy/index.js';
import { listRecords, openRecords, type RecordPlace, type Records } from '../records/index.js';
import type { Simulator } from '../simulator/index.js';
import { type Connection, parseTarget, type South } from '../south/index.js';
import { type HttpClient, httpClient, ociClient } from './demo-clients.js';
import { type StoryClock, storyClock, timeOn } from './demo-clock.js';
import {
  type HttpStep,
  type OciStep,
  people,
  proxyRules,
  story,
  type Visit,
} from './demo-story.js';

export interface HistoryOptions {
  readonly simulator: Simulator;
  /** Must be empty. */
  readonly place: RecordPlace;
  /** For what is needed besides the records. */
  readonly folder: string;
  /** Of every account in the world. */
  readonly password: string;
  /** Of Muster. */
  readonly version: string;
  /** The present, in milliseconds since 1970: the history ends on the day before. */
  readonly now: number;
  readonly stop: AbortSignal;
  readonly onVisit?: (visit: Visit) => void;
}

/** How long somebody looks at an answer before the next call, in milliseconds. */
const thinkMs = 37_000;

/** What the story is acted out with. */
interface Stage {
  readonly options: HistoryOptions;
  readonly clock: StoryClock;
  readonly records: Records;
  readonly api: Api;
  readonly token: string;
}

/** Gives how many records there are then. Throws a Fault when the story cannot be told, `INTERRUPTED` when it was stopped. */
export async function makeHistory(options: HistoryOptions): Promise<number> {
  const { now, place, password } = options;
  const [first] = story as readonly [Visit, ...Visit[]];
  const clock = storyClock(timeOn(now, first.daysAgo, first.at), process.hrtime.bigint);
  const records = await openRecords(place, {
    now: clock.micros,
    uuid: randomUUID,
    secrets: () => [password],
  });
  try {
    const { api, token } = await apiOn(records, clock, options);
    const stage = { options, clock, records, api, token };
    try {
      for (const visit of story) await acted(visit, stage);
    } finally {
      await api.close(0);
    }
    const { count = 0 } = await listRecords(records.reader, {}, { limit: 1, count: true });
    return count;
  } finally {
    await records.close();
  }
}

async function apiOn(
  records: Records,
  { now }: StoryClock,
  { simulator, password, folder, version }: HistoryOptions,
): Promise<Pick<Stage, 'api' | 'token'>> {
  const tokenFile = join(folder, 'tokens.json');
  const token = await createToken(
    tokenFile,
    { name: people.machine, role: 'operator', tenantId: 'Brightwater' },
    now(),
  );
  const tokens = openTokens(tokenFile, now);
  const api = await openApi({
    records,
    connection: demoConnection(simulator, now),
    account: { username: people.auditor, password },
    listen: { host: '127.0.0.1', port: 0 },
    bearers: [async (text) => tokens.callerOf(text)],
    version,
    now,
    limits: { callsPerMinute: 0 },
  });
  return { api, token };
}

/** To the simulator, as fast as it goes. */
export function demoConnection(
  simulator: Simulator,
  now: () => number,
): Omit<Connection, 'credentials'> {
  const target = parseTarget(simulator.urls[0] as string);
  return { ...defaults, target, rate: 0, burst: 0, mayChange: true, now };
}

async function acted(visit: Visit, stage: Stage): Promise<void> {
  const { options, clock, records } = stage;
  if (options.stop.aborted) throw new Fault('INTERRUPTED', 'stopped before the demo was ready');
  const time = timeOn(options.now, visit.daysAgo, visit.at);
  // Signed at the end of each day.
  if (new Date(time).getDate() !== new Date(clock.now()).getDate()) await records.checkpoint();
  clock.moveTo(time);
  options.onVisit?.(visit);
  const { faults } = options.simulator;
  if (visit.trouble !== undefined) faults.add(visit.trouble);
  try {
    if (visit.over === 'proxy') await overProxy(visit.by, visit.steps, stage);
    else await overHttp(visit, stage);
  } finally {
    faults.clear();
  }
}

async function overHttp(
  visit: Exclude<Visit, { readonly over: 'proxy' }>,
  { options, clock, api, token }: Stage,
): Promise<void> {
  const { password } = options;
  const client = httpClient(api.url, visit.over === 'token' ? token : undefined);
  const signIn = (typed: string, status: number) =>
    sent(client, { ...login, body: { username: visit.by, password: typed }, status });
  if (visit.over === 'locked door') return signIn(`${password}8`, 401);
  if (visit.over === 'page') await signIn(password, 200);
  for (const step of visit.steps) {
    if (visit.over === 'page') clock.moveTo(clock.now() + thinkMs);
    await sent(client, step);
  }
  if (visit.over === 'token') return;
  clock.moveTo(clock.now() + thinkMs);
  await sent(client, { ...login, method: 'DELETE', status: 204 });
}

const login = { method: 'POST', path: '/api/v1/login/' } as const;

/** Sends a call; another ending than that of the story is a mistake of ours. */
async function sent(client: HttpClient, { method, path, body, status }: HttpStep): Promise<void> {
  const answer = await client.call(method, path, body);
  if (answer.status === status) return;
  throw new Fault(
    'INTERNAL',
    `the story of the demo expects ${status} of ${method} ${path}, not ${answer.status} ${answer.text.slice(0, 500)}`,
  );
}

/** A proxy for each visit: closed, it has entered all its records, and the clock may go on. */
async function overProxy(username: string, steps: readonly OciStep[], stage: Stage): Promise<void> {
  const { options, clock, records } = stage;
  const { simulator, password } = options;
  const proxy = await openProxy({
    listen: ['tcp://127.0.0.1:0'],
    target: parseTarget(simulator.urls[0] as string),
    recorder: records.recorder,
    policy: { rules: proxyRules },
    timeouts: { connectMs: 5_000, idleMs: 30_000, silenceMs: 10_000 },
    now: clock.now,
    monotonic: () => performance.now(),
  });
  try {
    const script = ociClient(proxy.urls[0] as string, { username, password }, clock.now);
    try {
      for (const step of steps) await asked(script, step);
    } finally {
      await script.close();
    }
  } finally {
    await proxy.close();
  }
}

async function asked(script: South, { command, fields, isRefused }: OciStep): Promise<void> {
  const answer = await script.ask({ command, fields });
  if ((answer.kind === 'refusal') === (isRefused === true)) return;
  const why = answer.kind === 'refusal' ? answer.refusal.summary : 'it was carried out';
  throw new Fault('INTERNAL', `the story of the demo expects another end of ${command}: ${why}`);
}
