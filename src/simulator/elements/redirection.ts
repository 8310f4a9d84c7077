// Phone redirection over XML-RPC with Basic: the method names of Panasonic, and of the older services of Yealink and
// Snom, over one list of phones.
import { basicChallenge, basicIn, isSame } from './basic.js';
import {
  bare,
  isTaken,
  macIn,
  mediaTypeOf,
  methodNotAllowed,
  type NetworkElement,
  type Shelf,
  type Site,
} from './element.js';
import { type RpcCall, type RpcValue, rpcCallIn, rpcFault, rpcReply } from './xml-rpc.js';

/** What a method says: done with a value, or no in words. */
type Said = { readonly value: RpcValue } | { readonly no: string };

interface Method {
  /** Panasonic says no with a fault, the others with `[false, text]`. */
  readonly style: 'fault' | 'pair';
  readonly run: (parameters: readonly RpcValue[], phones: Shelf, site: Site) => Said;
}

const done: Said = { value: 'OK' };
const no = (text: string): Said => ({ no: text });
const textIn = (value: RpcValue | undefined) => (typeof value === 'string' ? value : '');

const servers = (site: Site) => site.shelf('xmlrpc servers');

/** Takes a phone on, or gives one that is there another address. */
function register(
  mac: RpcValue | undefined,
  target: { readonly url?: string; readonly serverName?: string },
  phones: Shelf,
  site: Site,
  mayReplace = true,
): Said {
  const known = macIn(mac);
  if (known === undefined) return no('Invalid MAC');
  if (isTaken(site, known)) return no('Error:Owned_by_other_user');
  if (!mayReplace && phones.has(known)) return no('Error:Already_registered');
  if (target.url !== undefined && !/^[a-z]+:\/\/\S+$/i.test(target.url)) return no('Invalid URL');
  if (target.serverName !== undefined && !servers(site).has(target.serverName))
    return no('Error:Unknown_server');
  phones.set(known, { mac: known, ...target });
  return done;
}

function deregister(mac: RpcValue | undefined, phones: Shelf, site: Site): Said {
  const known = macIn(mac);
  if (known === undefined) return no('Invalid MAC');
  if (isTaken(site, known)) return no('Error:Owned_by_other_user');
  return phones.delete(known) ? done : no('Error:Unregistered_mac');
}

/** One after the other; the first that is refused ends it. */
function each(list: RpcValue | undefined, run: (item: RpcValue) => Said): Said {
  if (!Array.isArray(list)) return no('Invalid list');
  for (const item of list as readonly RpcValue[]) {
    const said = run(item);
    if ('no' in said) return said;
  }
  return done;
}

function addressOf(phones: Shelf, site: Site, mac: RpcValue | undefined): string | undefined {
  const phone = phones.get(macIn(mac) ?? '');
  const server = servers(site).get(String(phone?.serverName ?? ''));
  const url = phone?.url ?? server?.url;
  return url === undefined ? undefined : String(url);
}

const panasonic: Readonly<Record<string, Method['run']>> = {
  'ipredirect.registerPhone': ([mac, url], phones, site) =>
    register(mac, { url: textIn(url) }, phones, site),
  'ipredirect.unregisterPhone': ([mac], phones, site) => deregister(mac, phones, site),
};

const snom: Readonly<Record<string, Method['run']>> = {
  'redirect.registerPhone': ([mac, url], phones, site) =>
    register(mac, { url: textIn(url) }, phones, site),
  'redirect.deregisterPhone': ([mac], phones, site) => deregister(mac, phones, site),
  'redirect.registerPhoneList': ([list, url], phones, site) =>
    each(list, (mac) => register(mac, { url: textIn(url) }, phones, site)),
  'redirect.deregisterPhoneList': ([list], phones, site) =>
    each(list, (mac) => deregister(mac, phones, site)),
  'redirect.getPhoneRedirection': ([mac], phones, site) => {
    const url = addressOf(phones, site, mac);
    return url === undefined ? no('Error:Unregistered_mac') : { value: url };
  },
};

const yealink: Readonly<Record<string, Method['run']>> = {
  'redirect.addServer': ([name, url], _, site) => {
    if (textIn(name) === '' || textIn(url) === '') return no('Invalid server');
    servers(site).set(textIn(name), { url: textIn(url) });
    return done;
  },
  'redirect.registerDevice': ([mac, serverName, override], phones, site) =>
    register(mac, { serverName: textIn(serverName) }, phones, site, override !== false),
  'redirect.registerDevices': ([list, serverName, override], phones, site) =>
    each(list, (mac) =>
      register(mac, { serverName: textIn(serverName) }, phones, site, override !== false),
    ),
  'redirect.editDevice': ([mac, serverName], phones, site) =>
    phones.has(macIn(mac) ?? '')
      ? register(mac, { serverName: textIn(serverName) }, phones, site)
      : no('Error:Unregistered_mac'),
  'redirect.deRegisterDevice': ([mac], phones, site) => deregister(mac, phones, site),
  'redirect.deRegisterDevices': ([list], phones, site) =>
    each(list, (mac) => deregister(mac, phones, site)),
  'redirect.checkDevice': ([mac], phones) =>
    phones.has(macIn(mac) ?? '') ? { value: 'Registered' } : no('Unregistered'),
  'redirect.listDevices': (_, phones) => ({ value: [...phones.keys()] }),
  'redirect.listDevicesByServer': ([serverName], phones) => ({
    value: [...phones].filter(([, phone]) => phone.serverName === serverName).map(([mac]) => mac),
  }),
};

const tableOf = (rows: Readonly<Record<string, Method['run']>>, style: Method['style']) =>
  Object.entries(rows).map(([name, run]): [string, Method] => [name, { style, run }]);

const methods: ReadonlyMap<string, Method> = new Map([
  ...tableOf(panasonic, 'fault'),
  ...tableOf(snom, 'pair'),
  ...tableOf(yealink, 'pair'),
]);

function answerTo({ method, parameters }: RpcCall, site: Site) {
  if (method === 'system.listMethods') return rpcReply([...methods.keys()].sort());
  const known = methods.get(method);
  if (known === undefined) return rpcFault(-32601, `Unknown method: ${method}`);
  const said = known.run(parameters, site.shelf('xmlrpc'), site);
  if (known.style === 'fault') return 'no' in said ? rpcFault(400, said.no) : rpcReply(true);
  return rpcReply('no' in said ? [false, said.no] : [true, said.value]);
}

/** `/xmlrpc`. */
export const redirection: NetworkElement = {
  name: 'xmlrpc',
  root: '/xmlrpc',
  isThere: ({ xmlrpc }) => xmlrpc !== undefined,
  admit: (call, { keys }) => {
    const shown = basicIn(call);
    const isRight =
      isSame(shown?.username, keys.xmlrpc?.username) &&
      isSame(shown?.password, keys.xmlrpc?.password);
    return isRight && shown !== undefined
      ? { who: shown.username }
      : basicChallenge('Phone redirection');
  },
  answer: (call, site) => {
    if (call.path !== '' && call.path !== '/') return bare(404);
    if (call.method !== 'POST') return methodNotAllowed('POST');
    if (!/^(?:text|application)\/xml$/.test(mediaTypeOf(call))) return bare(415);
    const asked = rpcCallIn(call.body);
    return asked === undefined ? rpcFault(-32700, 'Parse error') : answerTo(asked, site);
  },
  failure: ({ body }) => {
    const method = methods.get(rpcCallIn(body)?.method ?? '');
    const text = 'Error:Owned_by_other_user';
    return method?.style === 'pair' ? rpcReply([false, text]) : rpcFault(400, text);
  },
};
