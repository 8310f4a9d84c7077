// XSI-Actions: a user's profile and services over HTTP, with the accounts and the world of OCI-P.
import { reachesHolder } from '../answers/command.js';
import { basicChallenge, basicIn, isSame } from '../elements/basic.js';
import {
  type ElementCall,
  type ElementReply,
  headerOf,
  mediaTypeOf,
  type NetworkElement,
  type Site,
  stepsOf,
} from '../elements/element.js';
import { xmlTree } from '../elements/xml-tree.js';
import { loginOf } from '../odin/call.js';
import { nationalNumber, servicesOf } from '../world/queries.js';
import type { Holder } from '../world/state.js';
import { errorInfo, leaf, maybe, type XsiNode, xsiReply } from './documents.js';
import {
  changeService,
  readService,
  refusalReply,
  type XsiAsk,
  type XsiService,
  xsiServices,
} from './services.js';

const root = '/com.broadsoft.xsi-actions';
const versions: ReadonlySet<string> = new Set(['v1.0', 'v2.0']);

/** Where XSI begins for a client of today. */
export const xsiPath = `${root}/v2.0`;

/** `/v2.0/user/ID/…`, with words in any case. */
function wayOf({ path }: ElementCall) {
  const [version = '', kind = '', userId = '', ...below] = stepsOf(path) ?? [];
  const isUser = versions.has(version.toLowerCase()) && kind.toLowerCase() === 'user';
  return isUser && userId !== '' ? { userId, below } : undefined;
}

const serviceNamed = (name: string | undefined) =>
  xsiServices.find(({ resource }) => resource.toLowerCase() === name?.toLowerCase());

/** JSON when the query says so, or when it is asked for and XML is not. */
function isJson(call: ElementCall): boolean {
  const format = call.query.get('format');
  if (format !== null) return format.toLowerCase() === 'json';
  const accept = headerOf(call, 'accept') ?? '';
  return accept.includes('application/json') && !/(?:text|application)\/xml/.test(accept);
}

function profileOf({ userId, group, ...holder }: Holder): XsiNode {
  const { serviceProviderId, isEnterprise } = group.provider;
  const number = holder.phoneNumber === undefined ? undefined : nationalNumber(holder.phoneNumber);
  const provider = {
    ...leaf('serviceProvider', serviceProviderId),
    attributes: { isEnterprise: String(isEnterprise) },
  };
  const details = [
    leaf('userId', userId),
    leaf('firstName', holder.firstName),
    leaf('lastName', holder.lastName),
    leaf('groupId', group.groupId),
    provider,
    ...maybe('number', number),
    ...maybe('extension', holder.extension),
  ];
  const additional = [
    ...maybe('department', holder.department),
    ...maybe('emailAddress', holder.emailAddress),
  ];
  return {
    name: 'Profile',
    children: [
      { name: 'details', children: details },
      { name: 'additionalDetails', children: additional },
    ],
  };
}

/** What the user has, as far as it can be reached here. */
function servicesListed(holder: Holder): XsiNode {
  const has = servicesOf(holder);
  const user = `/v2.0/user/${encodeURIComponent(holder.userId)}`;
  const children = xsiServices
    .filter(({ service }) => has.has(service))
    .map(({ resource, service }) => ({
      name: 'service',
      children: [leaf('name', service), leaf('uri', `${user}/services/${resource}`)],
    }));
  return { name: 'Services', children };
}

function aboutService(call: ElementCall, one: XsiService, ask: XsiAsk): ElementReply {
  if (call.method === 'GET') return readService(one, ask);
  if (call.method !== 'PUT') return notAllowed(ask.isJson, 'GET, PUT');
  if (!/^(?:text|application)\/xml$/.test(mediaTypeOf(call)))
    return errorInfo(415, 'Changes are taken as XML.', ask.isJson);
  return changeService(one, xmlTree(call.body), ask);
}

function notAllowed(inJson: boolean, allowed: string): ElementReply {
  return {
    ...errorInfo(405, 'The method is not allowed.', inJson),
    headers: { Allow: allowed },
  };
}

function answer(call: ElementCall, { state }: Site, who: string): ElementReply {
  const inJson = isJson(call);
  const nothing = () => errorInfo(404, 'There is no such resource.', inJson);
  const way = wayOf(call);
  const account = state.administrators.get(who);
  if (way === undefined || account === undefined) return nothing();
  const login = loginOf(state, account);
  const { userId, below } = way;
  const [kind = '', name, ...more] = below.map((step) => step.toLowerCase());
  const one = serviceNamed(name);
  if (kind === 'services' && one !== undefined && more.length === 0)
    return aboutService(call, one, { state, login, userId, isJson: inJson });
  if (name !== undefined || (kind !== 'profile' && kind !== 'services')) return nothing();
  if (call.method !== 'GET') return notAllowed(inJson, 'GET');
  const holder = state.holders.get(userId);
  if (holder === undefined) return refusalReply(`[Error 4008] User not found: ${userId}`, inJson);
  if (!reachesHolder(login, holder))
    return refusalReply('[Error 5404] Unauthorized transaction.', inJson);
  return xsiReply(200, kind === 'profile' ? profileOf(holder) : servicesListed(holder), inJson);
}

/** `/com.broadsoft.xsi-actions`. */
export const xsiActions: NetworkElement = {
  name: 'xsi',
  root,
  isThere: () => true,
  admit: (call, { state }) => {
    const shown = basicIn(call);
    const account = state.administrators.get(shown?.username ?? '');
    const isRight = account !== undefined && isSame(shown?.password, account.password);
    return isRight && account.disabled !== true && account.passwordExpired !== true
      ? { who: account.userId }
      : basicChallenge('BroadWorks');
  },
  answer,
  failure: (call) => errorInfo(200, 'The service is not available now.', isJson(call), '110000'),
  subject: (call) => {
    const way = wayOf(call);
    if (way === undefined) return { command: `${call.method} ${call.path}` };
    const { userId, below } = way;
    const name = serviceNamed(below[1])?.resource ?? below[1];
    const steps = ['user', below[0]?.toLowerCase(), name].filter(Boolean).join('/');
    return { command: `${call.method} /${steps}`, userId };
  },
};
