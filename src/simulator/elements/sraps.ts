// A provisioning service after Snom's SRAPS: Hawk, JSON, links from one resource to the next, lists in pages.
import { collectionAnswer } from './collection.js';
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
  type Site,
  stepsOf,
} from './element.js';
import { hawkComplaint } from './hawk.js';

const root = '/sraps/api/v1';
const company = 'c-1001';
const refuse = (status: number, message: string) => json(status, { detail: message });
const notFound = () => refuse(404, 'Not found.');

/** Links are absolute, on the host that the call came to. */
function linkTo(call: ElementCall, path: string): string {
  const scheme = call.isSecure ? 'https' : 'http';
  return `${scheme}://${headerOf(call, 'host') ?? 'localhost'}${root}${path}`;
}

const settings = [
  { uuid: 's-0001', param_name: 'setting_server' },
  { uuid: 's-0002', param_name: 'language' },
];
const productGroups = [{ uuid: 'g-0001', name: 'Desk phones' }];

/** One page of a list, with the next in a header. */
function page(call: ElementCall, path: string, items: readonly object[]): ElementReply {
  const size = Number(call.query.get('page_size') ?? 100);
  const at = Number(call.query.get('page') ?? 1);
  if (!Number.isInteger(size) || size < 1 || !Number.isInteger(at) || at < 1)
    return refuse(400, 'Invalid page.');
  const shown = items.slice((at - 1) * size, at * size);
  const next = linkTo(call, `${path}?page=${at + 1}&page_size=${size}`);
  const more = at * size < items.length ? { Link: `<${next}>; rel="next"` } : undefined;
  return json(200, JSON.parse(JSON.stringify(shown)), more);
}

function aboutCompany(call: ElementCall): ElementReply {
  const path = `/companies/${company}`;
  return json(200, {
    uuid: company,
    name: 'Example Telecom',
    links: {
      endpoints: linkTo(call, `${path}/endpoints/`),
      provisioning_profiles: linkTo(call, `${path}/provisioning-profiles/`),
    },
  });
}

/** PUT takes a phone on and changes it, as the real service does. */
function aboutEndpoint(call: ElementCall, site: Site, given: string): ElementReply {
  const mac = macIn(given);
  if (mac === undefined || mac !== given) return refuse(400, 'Invalid MAC address.');
  if (isTaken(site, mac)) return refuse(409, 'The endpoint belongs to another company.');
  const phones = site.shelf('sraps endpoints');
  const known = phones.get(mac);
  if (call.method === 'PUT') {
    const sent = objectIn(call);
    if (sent === undefined) return refuse(400, 'JSON parse error.');
    if (sent.mac !== undefined && macIn(sent.mac) !== mac)
      return refuse(400, 'MAC does not match.');
    const profile = sent.provisioning_profile;
    if (typeof profile === 'string' && !site.shelf('sraps profiles').has(profile))
      return refuse(400, 'Unknown provisioning profile.');
    const phone = { autoprovisioning_enabled: true, ...known, ...sent, mac };
    phones.set(mac, phone);
    return json(known === undefined ? 201 : 200, phone);
  }
  if (call.method !== 'GET' && call.method !== 'DELETE')
    return methodNotAllowed('GET', 'PUT', 'DELETE');
  if (known === undefined) return notFound();
  if (call.method === 'GET') return json(200, known);
  phones.delete(mac);
  return { status: 204, contentType: '', body: '' };
}

function belowCompany(
  call: ElementCall,
  site: Site,
  [kind, id]: readonly (string | undefined)[],
): ElementReply {
  if (kind === 'endpoints' && id !== undefined) return aboutEndpoint(call, site, id);
  const path = `/companies/${company}/${kind}/`;
  if (kind === 'endpoints') {
    const phones = [...site.shelf('sraps endpoints').values()];
    return call.method === 'GET' ? page(call, path, phones) : methodNotAllowed('GET');
  }
  if (kind !== 'provisioning-profiles') return notFound();
  const profiles = site.shelf('sraps profiles');
  if (id === undefined && call.method === 'GET') return page(call, path, [...profiles.values()]);
  return collectionAnswer(call, id, {
    things: profiles,
    idName: 'uuid',
    complaint: ({ name }) =>
      typeof name === 'string' ? undefined : refuse(400, 'The name is missing.'),
    wrapped: (things) => things,
    refuse,
  });
}

/** `/sraps/api/v1`. */
export const sraps: NetworkElement = {
  name: 'sraps',
  root,
  isThere: (keys) => keys.sraps !== undefined,
  admit: (call, site) => {
    const keys = site.keys.sraps ?? { keyId: '', secret: '' };
    return hawkComplaint(call, site, keys) ?? { who: keys.keyId };
  },
  answer: (call, site, who) => {
    const [kind, id, ...below] = stepsOf(call.path) ?? [];
    if (kind === 'companies' && id === company && below.length > 0)
      return below.length > 2 ? notFound() : belowCompany(call, site, below);
    if (call.method !== 'GET') return methodNotAllowed('GET');
    if (below.length > 0) return notFound();
    if (kind === 'companies' && id === company) return aboutCompany(call);
    if (kind === 'tokens' && id === who)
      return json(200, { id: who, links: { company: linkTo(call, `/companies/${company}/`) } });
    if (kind === 'settings' && id === undefined) return page(call, '/settings/', settings);
    if (kind === 'product-groups' && id === undefined)
      return page(call, '/product-groups/', productGroups);
    return notFound();
  },
};
