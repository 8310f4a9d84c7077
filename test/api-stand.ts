// A simulator and the API over it, on real sockets, with a ledger of its own in a folder that goes away.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, type ApiOptions, openApi } from '../src/api/index.js';
import { readHead, verifierOf, verifyLog } from '../src/ledger/index.js';
import {
  openRecords,
  type RecordPlace,
  type Records,
  type RecordsOptions,
  recordPlace,
} from '../src/records/index.js';
import {
  demoWorld,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
  type World,
} from '../src/simulator/index.js';
import { parseTarget } from '../src/south/index.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: parsed JSON of many shapes
  readonly json: any;
}

/** Sends calls as somebody. */
export interface Client {
  readonly cookie: string | undefined;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Stand extends AsyncDisposable {
  readonly api: Api;
  readonly simulator: Simulator;
  readonly records: Records;
  readonly place: RecordPlace;
  readonly world: World;
  /** Signs in an account of the world. */
  as(userId: string): Promise<Client>;
  /** Sends calls with a bearer token. */
  bearing(token: string): Client;
  /** Nobody. */
  readonly nobody: Client;
  /** Everything is closed, and the whole ledger verified: throws when it is not right. */
  close(): Promise<void>;
}

export interface StandOptions {
  readonly world?: World;
  readonly simulator?: Partial<SimulatorOptions>;
  /** What differs, once it is known where the simulator is. */
  readonly api?: Partial<ApiOptions> | ((simulator: Simulator) => Partial<ApiOptions>);
  readonly records?: Partial<RecordsOptions>;
  /** Keep the ledger here instead. */
  readonly folder?: string;
}

/** Micros since 1970, going on. */
const micros = () => BigInt(Date.now()) * 1000n + ((process.hrtime.bigint() / 1000n) % 1000n);

export async function startStand(options: StandOptions = {}): Promise<Stand> {
  const world = options.world ?? demoWorld();
  const simulator = await startSimulator({ world, ...options.simulator });
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'muster-api-'));
  const place = recordPlace({
    path: join(folder, 'records.sqlite'),
    keyFile: join(folder, 'records.key'),
    headFile: join(folder, 'records.head'),
  });
  const records = await openRecords(place, { now: micros, uuid: randomUUID, ...options.records });
  const account = world.administrators.find(({ loginType }) => loginType === 'System')!;
  const api = await openApi({
    records,
    connection: {
      target: parseTarget(simulator.urls[0]!),
      timeoutMs: 5_000,
      connections: 2,
      rate: 0,
      burst: 0,
      batch: 15,
      mayChange: true,
      now: Date.now,
    },
    account: { username: account.userId, password: account.password },
    listen: { host: '127.0.0.1', port: 0 },
    version: '0.0.0',
    now: Date.now,
    ...(typeof options.api === 'function' ? options.api(simulator) : options.api),
  });
  const clientOf = (headers: Record<string, string>, cookie?: string): Client => {
    const call: Client['call'] = async (method, path, body, more = {}) => {
      const isText = typeof body === 'string';
      const response = await fetch(new URL(path, api.url), {
        method,
        redirect: 'manual',
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
          ...more,
        },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: isJson && text !== '' ? JSON.parse(text) : undefined,
      };
    };
    return {
      cookie,
      call,
      get: (path, more) => call('GET', path, undefined, more),
      put: (path, body) => call('PUT', path, body),
      post: (path, body, more) => call('POST', path, body, more),
    };
  };
  const nobody = clientOf({});
  let closing: Promise<void> | undefined;
  const close = async () => {
    await api.close(5_000);
    await records.close();
    await simulator.close();
    await assertVerified(place, records);
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const stand: Stand = {
    api,
    simulator,
    records,
    place,
    world,
    nobody,
    as: async (userId) => {
      const password = world.administrators.find((one) => one.userId === userId)?.password;
      const answer = await nobody.post('/api/v1/login/', { username: userId, password });
      if (answer.status !== 200) throw new Error(`${userId} could not sign in: ${answer.text}`);
      const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
      return clientOf({ Cookie: cookie }, cookie);
    },
    bearing: (token) => clientOf({ Authorization: `Bearer ${token}` }),
    close: () => {
      closing ??= close();
      return closing;
    },
    [Symbol.asyncDispose]: () => stand.close(),
  };
  return stand;
}

async function assertVerified(place: RecordPlace, { origin, verifierKey }: Records): Promise<void> {
  const reader = await place.store.read();
  try {
    const head = await readHead(place.headFile, origin);
    const state = await reader.state();
    const verdict = await verifyLog({
      entries: reader.entries(0, state.size),
      state,
      origin,
      checkpoints: await reader.checkpoints(),
      verifiers: [verifierOf(verifierKey)!],
      tiles: (level, index) => reader.tile(level, index),
      ...(head && { head }),
    });
    if (!verdict.ok) throw new Error(`the ledger is wrong: ${JSON.stringify(verdict.firstWrong)}`);
  } finally {
    await reader.close();
  }
}
