// Zero-touch provisioning after Poly's REST service: a key in a header, phones bound to profiles.
import { isSame } from './basic.js';
import { collectionAnswer } from './collection.js';
import {
  bare,
  type ElementCall,
  type ElementReply,
  headerOf,
  isTaken,
  json,
  macIn,
  methodNotAllowed,
  type NetworkElement,
  objectIn,
  type Site,
  stepsOf,
} from './element.js';

const refuse = (status: number, message: string) => json(status, { error: { message } });
const owned = () => refuse(409, 'The device is owned by another account');

function register(call: ElementCall, site: Site): ElementReply {
  const sent = objectIn(call);
  const mac = macIn(sent?.id);
  if (mac === undefined) return refuse(400, 'Invalid MAC address');
  if (isTaken(site, mac)) return owned();
  const profile = sent?.profile;
  if (typeof profile !== 'string' || !site.shelf('ztp profiles').has(profile))
    return refuse(400, 'Unknown profile');
  const phones = site.shelf('ztp devices');
  const isNew = !phones.has(mac);
  phones.set(mac, { id: mac, profileid: profile });
  return json(isNew ? 201 : 200, { id: mac, profileid: profile });
}

function aboutDevices(call: ElementCall, site: Site, id: string | undefined): ElementReply {
  const phones = site.shelf('ztp devices');
  if (id === undefined) {
    if (call.method === 'POST') return register(call, site);
    if (call.method !== 'GET') return methodNotAllowed('GET', 'POST');
    const limit = Number(call.query.get('limit') ?? 100);
    if (!Number.isInteger(limit) || limit < 1) return refuse(400, 'Invalid limit');
    return json(200, { results: [...phones.values()].slice(0, limit) });
  }
  if (call.method !== 'GET' && call.method !== 'DELETE') return methodNotAllowed('GET', 'DELETE');
  const mac = macIn(id);
  if (mac === undefined) return refuse(400, 'Invalid MAC address');
  if (isTaken(site, mac)) return owned();
  const phone = phones.get(mac);
  if (phone === undefined) return refuse(404, 'Device not found');
  if (call.method === 'GET') return json(200, phone);
  phones.delete(mac);
  return bare(204);
}

/** `/ztp/v1`. */
export const ztp: NetworkElement = {
  name: 'ztp',
  root: '/ztp/v1',
  isThere: (keys) => keys.ztp !== undefined,
  admit: (call, { keys }) =>
    isSame(headerOf(call, 'api-key'), keys.ztp?.apiKey)
      ? { who: 'ztp' }
      : json(401, { message: 'Unauthorized' }),
  answer: (call, site) => {
    const [kind, id, ...more] = stepsOf(call.path) ?? [];
    if (more.length > 0) return refuse(404, 'Not found');
    if (kind === 'devices') return aboutDevices(call, site, id);
    if (kind !== 'profiles') return refuse(404, 'Not found');
    return collectionAnswer(call, id, {
      things: site.shelf('ztp profiles'),
      idName: 'id',
      idOf: ({ id: sent, name }) =>
        typeof sent === 'string' ? sent : typeof name === 'string' ? name : undefined,
      wrapped: (things) => ({ results: things }),
      refuse,
      alsoChangedBy: 'POST',
    });
  },
};
