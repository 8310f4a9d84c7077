// Device management after Grandstream's GDMS: a token for a password, and a signature in the query of every call.
// Refusals travel with status 200.
import { createHash } from 'node:crypto';
import type { Json } from '../odin/answer.js';
import { isSame } from './basic.js';
import {
  type ElementCall,
  type ElementReply,
  isTaken,
  json,
  jsonIn,
  macIn,
  methodNotAllowed,
  type NetworkElement,
  type Shelf,
  type Site,
} from './element.js';
import { badToken, tokenAnswer } from './oauth.js';

/** Clocks may differ by so much. */
const skewMs = 5 * 60 * 1000;

const said = (data: Json) => json(200, { retCode: 0, msg: 'success', data });
const no = (retCode: number, msg: string) => json(200, { retCode, msg, data: null });

const hashed = (algorithm: 'md5' | 'sha256', text: string | Buffer) =>
  createHash(algorithm).update(text).digest('hex');

/** SHA-256 over the sorted parameters, those of the client among them, each with `&` behind, then over the body. */
function signatureOf(
  call: ElementCall,
  keys: { readonly clientId: string; readonly clientSecret: string },
): string {
  const parameters = new Map([...call.query].filter(([name]) => name !== 'signature'));
  parameters.set('client_id', keys.clientId).set('client_secret', keys.clientSecret);
  const names = [...parameters.keys()].sort();
  const text = names.map((name) => `${name}=${parameters.get(name)}&`).join('');
  const body = call.body.length === 0 ? '' : `${hashed('sha256', call.body)}&`;
  return hashed('sha256', `&${text}${body}`);
}

function complaintAbout(call: ElementCall, site: Site): ElementReply | undefined {
  const keys = site.keys.gdms;
  const token = call.query.get('access_token') ?? undefined;
  if (keys === undefined || !site.tokens.isGood('gdms', token)) return badToken();
  const timestamp = call.query.get('timestamp') ?? '';
  if (!/^\d{13}$/.test(timestamp)) return no(10002, 'Invalid timestamp');
  if (Math.abs(Number(timestamp) - site.now()) > skewMs) return no(10002, 'Timestamp expired');
  const shown = call.query.get('signature')?.toLowerCase();
  return isSame(shown, signatureOf(call, keys)) ? undefined : no(10003, 'Invalid signature');
}

interface NewDevice {
  readonly [name: string]: Json;
  readonly mac: string;
}

const isRecord = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All or nothing. */
function add(call: ElementCall, site: Site, phones: Shelf): ElementReply {
  const sent = jsonIn(call);
  if (!Array.isArray(sent) || sent.length === 0) return no(10001, 'A list of devices is expected');
  const added: NewDevice[] = [];
  for (const device of sent as readonly Json[]) {
    const mac = isRecord(device) ? macIn(device.mac) : undefined;
    if (!isRecord(device) || mac === undefined) return no(40001, 'Invalid MAC address');
    if (typeof device.sn !== 'string' || device.sn === '')
      return no(40002, 'The serial number is missing');
    if (!sites.some(({ siteId }) => siteId === device.siteId)) return no(40003, 'Unknown site');
    if (isTaken(site, mac)) return no(40004, 'The device is owned by another organization');
    if (phones.has(mac)) return no(40005, 'The device is there already');
    added.push({ ...device, mac });
  }
  for (const device of added) phones.set(device.mac, device);
  return said({ success: added.map(({ mac }) => mac) });
}

function remove(call: ElementCall, _: Site, phones: Shelf): ElementReply {
  const sent = jsonIn(call);
  const list = sent !== undefined && isRecord(sent) ? sent.macList : undefined;
  if (!Array.isArray(list)) return no(10001, 'macList is missing');
  const macs = (list as readonly Json[]).map(macIn);
  if (macs.some((mac) => mac === undefined || !phones.has(mac))) return no(40006, 'Unknown device');
  for (const mac of macs) phones.delete(mac ?? '');
  return said(null);
}

function detail(call: ElementCall, _: Site, phones: Shelf): ElementReply {
  const sent = jsonIn(call);
  const mac = sent !== undefined && isRecord(sent) ? macIn(sent.mac) : undefined;
  const device = phones.get(mac ?? '');
  return device === undefined ? no(40006, 'Unknown device') : said(device);
}

const sites = [{ siteId: 1, siteName: 'Default' }];

type Run = (call: ElementCall, site: Site, phones: Shelf) => ElementReply;
const paths: Readonly<Record<string, readonly [string, Run]>> = {
  '/v1.0.0/org/list': [
    'GET',
    () => said({ total: 1, result: [{ id: 1, organization: 'Example' }] }),
  ],
  '/v1.0.0/site/list': ['GET', () => said({ total: 1, result: sites })],
  '/v1.0.0/device/list': [
    'POST',
    (_, __, phones) => said({ total: phones.size, result: [...phones.values()] }),
  ],
  '/v1.0.0/device/add': ['POST', add],
  '/v1.0.0/device/detail': ['POST', detail],
  '/v1.0.0/device/delete': ['POST', remove],
};

const isSignIn = ({ path }: ElementCall) => path === '/oauth/token';

/** `/gdms/oapi`. */
export const gdms: NetworkElement = {
  name: 'gdms',
  root: '/gdms/oapi',
  isThere: (keys) => keys.gdms !== undefined,
  isSignIn,
  admit: (call, site) => complaintAbout(call, site) ?? { who: site.keys.gdms?.username ?? '' },
  answer: (call, site) => {
    const keys = site.keys.gdms;
    if (isSignIn(call) && keys !== undefined) {
      const password = hashed('sha256', hashed('md5', keys.password));
      const grant = { ...keys, password, owner: 'gdms', hasRefresh: true } as const;
      return tokenAnswer(site.tokens, call, grant);
    }
    const [method, run] = paths[call.path] ?? [];
    if (method === undefined || run === undefined) return json(404, { error: 'Not Found' });
    return call.method === method
      ? run(call, site, site.shelf('gdms devices'))
      : methodNotAllowed(method);
  },
  failure: () => no(40004, 'The device is owned by another organization'),
};
