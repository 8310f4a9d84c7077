// The API with a connector to every network element of the simulator, whose secrets are words that stand nowhere else.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ApiOptions } from '../src/api/index.js';
import { demoWorld, type Simulator, type World } from '../src/simulator/index.js';
import { elementsFrom, openElement, type SouthElement } from '../src/south/index.js';
import { type Client, type Stand, startStand } from './api-stand.js';

/** Secrets of the elements, one for each place where one can stand. */
export const canaries = {
  password: 'heron-password-4711',
  clientSecret: 'heron-client-secret-4712',
  hawk: 'heron-hawk-secret-4713',
  signing: 'heron-signing-secret-4714',
  apiKey: 'heron-api-key-4715',
} as const;

const listen = ['tcp://127.0.0.1:0', 'xsi+http://127.0.0.1:0', 'elements+http://127.0.0.1:0'];

/** The demo world with these secrets; XSI knows the accounts of the world, so that its password is that of the demo. */
export function canaryWorld(): World {
  const world = demoWorld();
  const { password, clientSecret, apiKey } = canaries;
  const named = (username: string) => ({ username, password });
  const client = { clientId: 'heron-client', clientSecret };
  return {
    ...world,
    elements: {
      xmlrpc: named('redirect'),
      sraps: { keyId: 'heron-key', secret: canaries.hawk },
      ztp: { apiKey },
      gdms: { ...named('devices@example.net'), ...client },
      rps: { keyId: 'heron-access', secret: canaries.signing },
      dubber: { ...named('auth-id-7'), ...client },
      polycom: { userId: 'ztp-operator', password },
      lens: client,
      cisco: client,
      mutare: named('mailboxes'),
      digest: named('devices'),
      takenMacs: ['0004f2ffffff'],
    },
  };
}

/** Rows of the settings, as a person writes them. */
export function elementRows({ urls }: Pick<Simulator, 'urls'>): readonly Record<string, unknown>[] {
  const xsi = urls[1]!.replace('xsi+', '');
  const base = urls[2]!.replace('elements+', '').replace(/\/$/, '');
  const { password, clientSecret, apiKey } = canaries;
  const client = { clientId: 'heron-client', clientSecret };
  const rows = [
    {
      name: 'xsi',
      preset: 'xsi',
      baseUrl: xsi,
      auth: { username: 'auditor@example.net', password: 'tide-table-7' },
    },
    {
      name: 'mutare',
      preset: 'mutare',
      baseUrl: `${base}/mutare`,
      auth: { kind: 'basic', username: 'mailboxes', password },
    },
    {
      name: 'dubber',
      preset: 'dubber',
      baseUrl: `${base}/dubber/sandbox/v1`,
      auth: { username: 'auth-id-7', password, ...client },
      rate: 0,
    },
    {
      name: 'cisco',
      protocol: 'PV',
      vendorType: 'Cisco',
      baseUrl: `${base}/cisco/v1`,
      auth: { kind: 'oauth-client', tokenPath: '/access_token', ...client },
    },
    {
      name: 'yealink',
      preset: 'yealink-rps',
      baseUrl: `${base}/rps/api/open/v1`,
      auth: { key: 'heron-access', secret: canaries.signing },
    },
    {
      name: 'yealink-old',
      preset: 'yealink-xmlrpc',
      baseUrl: `${base}/xmlrpc`,
      auth: { username: 'redirect', password },
    },
    {
      name: 'panasonic',
      preset: 'panasonic',
      baseUrl: `${base}/xmlrpc`,
      auth: { username: 'redirect', password },
    },
    {
      name: 'snom',
      preset: 'snom-sraps',
      baseUrl: `${base}/sraps/api/v1`,
      auth: { id: 'heron-key', key: canaries.hawk },
    },
    {
      name: 'polycom',
      preset: 'polycom-ztp',
      baseUrl: `${base}/polycom/inboundservlet/GenericServlet`,
      auth: { username: 'ztp-operator', password },
    },
    {
      name: 'poly',
      preset: 'poly-ztp-rest',
      baseUrl: `${base}/ztp/v1`,
      auth: { key: apiKey },
      leastLevel: 12,
    },
    {
      name: 'grandstream',
      preset: 'grandstream-gdms',
      baseUrl: `${base}/gdms/oapi`,
      auth: { username: 'devices@example.net', password, ...client },
    },
  ];
  return rows.map((row) => ({ retries: 0, timeoutMs: 5_000, ...row, allowClearText: true }));
}

export interface SouthStand extends AsyncDisposable {
  readonly stand: Stand;
  readonly elements: readonly SouthElement[];
  /** The system administrator of the demo. */
  readonly admin: Client;
  /** The record of an answer, as the API tells it, with its messages taken apart. */
  recordOf(answer: { readonly headers: Headers }): Promise<{
    readonly record: Readonly<Record<string, unknown>>;
    readonly messages: readonly Message[];
  }>;
  /** Everything that the store holds, in bytes and by the API. */
  everythingKept(): Promise<string>;
}

export type Message = Readonly<Record<string, unknown>>;

/** A simulator, the API, and a connector to each element. */
export async function startSouthStand(
  api: Partial<ApiOptions> = {},
  change: (row: Record<string, unknown>) => Record<string, unknown> = (row) => row,
): Promise<SouthStand> {
  let elements: readonly SouthElement[] = [];
  const stand = await startStand({
    world: canaryWorld(),
    simulator: { listen },
    records: { secrets: () => elements.flatMap((one) => one.secrets()) },
    api: (simulator) => {
      const settings = elementsFrom(elementRows(simulator).map(change), 'elements of the test');
      elements = settings.map((one) => openElement(one, { now: Date.now, randomBytes }));
      return { elements, ...api };
    },
  });
  const admin = await stand.as('auditor@example.net');
  const readRecord = async (id: string) => {
    const { json } = await admin.get(`/api/v1/local/audit_records/${id}/`);
    return json;
  };
  return {
    stand,
    elements,
    admin,
    recordOf: async ({ headers }) => {
      const record = await readRecord(headers.get('x-audit-record-id')!);
      return { record, messages: JSON.parse(record.south_data || '[]') };
    },
    everythingKept: async () => {
      const { json } = await admin.get(
        '/api/v1/local/audit_records/?authorId=auditor@example.net&limit=1000',
      );
      return `${JSON.stringify(json)}\n${bytesOf(dirname(stand.place.path))}`;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(elements.map((one) => one.close()));
      await stand.close();
    },
  };
}

/** The files of a folder, as they are. */
function bytesOf(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)))
    .map((bytes) => bytes.toString('latin1'))
    .join('\n');
}
