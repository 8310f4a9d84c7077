// Phone redirection after Yealink's JSON service: signed headers, and refusals with status 200 and `ret` below one.
import { createHash, createHmac } from 'node:crypto';
import type { Json } from '../odin/answer.js';
import { isSame } from './basic.js';
import {
  type ElementCall,
  type ElementReply,
  headerOf,
  isTaken,
  json,
  macIn,
  methodNotAllowed,
  type NetworkElement,
  objectIn,
  type Shelf,
  type Site,
} from './element.js';

const skewMs = 10 * 60 * 1000;

const said = (data: Json) => json(200, { ret: 1, data, error: null });
const no = (errorCode: number, msg: string) =>
  json(200, { ret: -1, data: null, error: { msg, errorCode, fieldErrors: [] } });

/** What is signed: the method, the digest of a body, three headers, the path without its first slash, the query. */
function signedText(call: ElementCall, [key, nonce, time]: readonly string[]): string {
  const [path = ''] = call.target.split('?');
  const query = [...call.query]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&');
  const digest = createHash('md5').update(call.body).digest('base64');
  return [
    call.method,
    ...(call.body.length === 0 ? [] : [`Content-MD5:${digest}`]),
    `X-Ca-Key:${key}`,
    `X-Ca-Nonce:${nonce}`,
    `X-Ca-Timestamp:${time}`,
    path.replace(/^\//, ''),
    ...(query === '' ? [] : [query]),
  ].join('\n');
}

function complaintAbout(call: ElementCall, site: Site): ElementReply | undefined {
  const keys = site.keys.rps;
  const shown = ['x-ca-key', 'x-ca-nonce', 'x-ca-timestamp'].map(
    (name) => headerOf(call, name) ?? '',
  );
  const [key, nonce = '', time = ''] = shown;
  if (keys === undefined || shown.includes('')) return no(900401, 'A signature header is missing');
  if (!isSame(key, keys.keyId)) return no(900402, 'Unknown access key');
  const md5 = headerOf(call, 'content-md5');
  const digest = createHash('md5').update(call.body).digest('base64');
  if (md5 !== undefined && md5 !== digest) return no(900403, 'Content-MD5 does not fit the body');
  const signature = createHmac('sha256', keys.secret)
    .update(signedText(call, shown))
    .digest('base64');
  if (!isSame(headerOf(call, 'x-ca-signature'), signature))
    return no(900403, 'The signature is wrong');
  if (!/^\d{13}$/.test(time) || Math.abs(Number(time) - site.now()) > skewMs)
    return no(900404, 'The timestamp is too old or too new');
  return site.isFresh('rps', nonce) ? undefined : no(900405, 'The nonce was used before');
}

interface Shelves {
  readonly phones: Shelf;
  readonly servers: Shelf;
}

const textsIn = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter((one) => typeof one === 'string') : [];

function addServer(call: ElementCall, _: Site, { servers }: Shelves): ElementReply {
  const { serverName, url } = objectIn(call) ?? {};
  if (typeof serverName !== 'string' || typeof url !== 'string')
    return no(400001, 'serverName and url are needed');
  if ([...servers.values()].some((server) => server.serverName === serverName))
    return no(400002, 'The server name is there already');
  const id = `server-${servers.size + 1}`;
  servers.set(id, { id, serverName, url });
  return said({ id, serverName, url });
}

/** All or nothing. */
function addPhones(call: ElementCall, site: Site, { phones, servers }: Shelves): ElementReply {
  const sent = objectIn(call) ?? {};
  const macs = textsIn(sent.macs).map(macIn);
  const { serverId, uniqueServerUrl } = sent;
  if (macs.length === 0 || macs.includes(undefined)) return no(400003, 'A MAC is not valid');
  if (serverId !== undefined && !servers.has(String(serverId))) return no(400004, 'Unknown server');
  if (serverId === undefined && typeof uniqueServerUrl !== 'string')
    return no(400004, 'serverId or uniqueServerUrl is needed');
  const known = macs as readonly string[];
  if (known.some((mac) => isTaken(site, mac)))
    return no(400005, 'The device was added by another enterprise');
  if (known.some((mac) => phones.has(mac))) return no(400006, 'The device is there already');
  const { macs: _, ...rest } = sent;
  for (const mac of known) phones.set(mac, { ...rest, id: mac, mac });
  return said(known.map((mac) => ({ id: mac, mac })));
}

/** The whole list in one page, as far as `skip` and `limit` let it show. */
function listed(call: ElementCall, things: Shelf): ElementReply {
  const { skip = 0, limit = 10, key } = objectIn(call) ?? {};
  const found = [...things.values()].filter(
    (thing) => typeof key !== 'string' || JSON.stringify(thing).includes(key),
  );
  const page = found.slice(Number(skip), Number(skip) + Number(limit));
  return said({ skip: Number(skip), limit: Number(limit), total: found.length, data: page });
}

function detail(call: ElementCall, things: Shelf): ElementReply {
  const thing = things.get(call.query.get('id') ?? '');
  return thing === undefined ? no(400007, 'Not found') : said(thing);
}

function edited(call: ElementCall, things: Shelf): ElementReply {
  const sent = objectIn(call) ?? {};
  const thing = things.get(String(sent.id));
  if (thing === undefined) return no(400007, 'Not found');
  things.set(String(sent.id), { ...thing, ...sent });
  return said({ ...thing, ...sent });
}

function removed(call: ElementCall, things: Shelf): ElementReply {
  const ids = textsIn(objectIn(call)?.ids);
  if (ids.length === 0 || ids.some((id) => !things.has(id))) return no(400007, 'Not found');
  for (const id of ids) things.delete(id);
  return said(null);
}

function migrated(call: ElementCall, _: Site, { phones, servers }: Shelves): ElementReply {
  const { ids, serverId } = objectIn(call) ?? {};
  if (!servers.has(String(serverId))) return no(400004, 'Unknown server');
  const list = textsIn(ids);
  if (list.length === 0 || list.some((id) => !phones.has(id))) return no(400007, 'Not found');
  for (const id of list) phones.set(id, { ...phones.get(id), serverId: String(serverId) });
  return said(null);
}

const macOf = (call: ElementCall) => macIn(call.query.get('mac')) ?? '';

type Run = (call: ElementCall, site: Site, shelves: Shelves) => ElementReply;
const paths: Readonly<Record<string, readonly ['GET' | 'POST', Run]>> = {
  '/server/add': ['POST', addServer],
  '/server/list': ['POST', (call, _, { servers }) => listed(call, servers)],
  '/server/detail': ['GET', (call, _, { servers }) => detail(call, servers)],
  '/server/edit': ['POST', (call, _, { servers }) => edited(call, servers)],
  '/server/delete': ['POST', (call, _, { servers }) => removed(call, servers)],
  '/server/checkServerName': [
    'GET',
    (call, _, { servers }) =>
      said([...servers.values()].some((one) => one.serverName === call.query.get('serverName'))),
  ],
  '/device/add': ['POST', addPhones],
  '/device/list': ['POST', (call, _, { phones }) => listed(call, phones)],
  '/device/detail': ['GET', (call, _, { phones }) => detail(call, phones)],
  '/device/edit': ['POST', (call, _, { phones }) => edited(call, phones)],
  '/device/migrate': ['POST', migrated],
  '/device/delete': ['POST', (call, _, { phones }) => removed(call, phones)],
  '/device/checkMac': [
    'GET',
    (call, site, { phones }) =>
      said({ existed: phones.has(macOf(call)) || isTaken(site, macOf(call)) }),
  ],
  '/device/checkDevice': [
    'GET',
    (call, _, { phones }) => said({ registered: phones.has(macOf(call)) }),
  ],
};

/** `/rps/api/open/v1`. */
export const rps: NetworkElement = {
  name: 'rps',
  root: '/rps/api/open/v1',
  isThere: (keys) => keys.rps !== undefined,
  admit: (call, site) => complaintAbout(call, site) ?? { who: site.keys.rps?.keyId ?? '' },
  answer: (call, site) => {
    const [method, run] = paths[call.path] ?? [];
    if (method === undefined || run === undefined) return json(404, { message: 'Not found' });
    const shelves = { phones: site.shelf('rps devices'), servers: site.shelf('rps servers') };
    return call.method === method ? run(call, site, shelves) : methodNotAllowed(method);
  },
  failure: () => no(400005, 'The device was added by another enterprise'),
};
