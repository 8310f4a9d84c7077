// Calls to other network elements: what comes is passed on to a connector, and its answer is passed back. What a call means
// there is not known here, but for whether it reads or changes.
import { type Action, actionOf, actions, type SouthElement } from '../../south/index.js';
import { type Level, levels } from '../caller.js';
import { notFound, problem } from '../problem.js';
import type { ApiCall, House, Method, Reply, Route, Schema, Sight, Texts } from '../route.js';

const root = '/api/v1/south/';
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies readonly Method[];

/** Whether it reads, as whoever calls says; who may not change is not believed. */
const actionHeader = 'X-Muster-Action';

/** The list of connectors; and where there are some, the ways to each. */
export function elementRoutes(house: House): readonly Route[] {
  const { elements = [] } = house;
  if (elements.length === 0) return [listOf(house)];
  return [listOf(house), ...methods.map((method) => relayOf(method, house))];
}

const leastOf = ({ settings }: SouthElement): Level => settings.leastLevel ?? 16;

function lowestOf(elements: readonly SouthElement[]): Level {
  return levels.find((level) => elements.some((one) => leastOf(one) === level)) ?? 16;
}

const connectorSchema = {
  type: 'object',
  required: ['name', 'protocol', 'vendorType', 'leastLevel'],
  properties: {
    name: { type: 'string', description: 'Its calls go to `/api/v1/south/NAME/…`.' },
    protocol: { type: 'string', description: 'BS-XSI, TR, CR or PV.' },
    vendorType: { type: ['string', 'null'], description: 'Null for BS-XSI.' },
    leastLevel: { type: 'integer', description: 'The lowest level that may call it.' },
  },
} as const satisfies Schema;

function listOf({ elements = [] }: House): Route {
  return {
    method: 'GET',
    path: root,
    operation: 'listConnectors',
    endPointName: 'svc_v1:muster.south',
    tag: 'Other network elements',
    summary: 'The connectors that the caller may use',
    access: {},
    changes: false,
    answers: {
      200: {
        description: 'Connectors, by the order of the settings.',
        schema: {
          type: 'object',
          required: ['connectors'],
          properties: { connectors: { type: 'array', items: connectorSchema } },
        },
      },
    },
    handle: async ({ caller }) => {
      const connectors = elements
        .filter((one) => caller.level >= leastOf(one))
        .map((one) => ({
          name: one.settings.name,
          protocol: one.settings.protocol,
          vendorType: one.settings.vendorType ?? null,
          leastLevel: leastOf(one),
        }));
      return { status: 200, body: { connectors } };
    },
  };
}

const about = `Whatever follows is asked of the connector's base address, with the query and the body as they come. Status, media type and body of the answer come back as they are; \`X-Muster-Outcome\` says whether it was done, which a status alone does not for all elements, and \`X-Muster-Reason\` why not.`;

function relayOf(method: Method, house: House): Route {
  const { elements = [] } = house;
  const word = `${method[0]}${method.slice(1).toLowerCase()}`;
  const sent = method === 'GET' ? 'sent' : `sent, and recorded before it is, unless it only reads`;
  return {
    method,
    path: `${root}{connector}/{rest*}`,
    operation: `relay${word}`,
    endPointName: ({ connector = '' }: Texts) => `svc_v1:muster.south.${connector}`,
    tag: 'Other network elements',
    summary: `${method} at another network element`,
    description: `${about} It is ${sent}.`,
    access: { least: lowestOf(elements) },
    changes: ({ connector }, sight) => mayChange(elementNamed(house, connector), sight),
    relays: true,
    headers: {
      [actionHeader]: {
        type: 'string',
        enum: [...actions],
        description:
          'What the call does, where its method and the table of the connector do not tell it. Believed of callers that may change.',
      },
    },
    answers: { 200: { description: 'The answer of the element, of any status.', type: '*/*' } },
    handle: (call) => relay(call, house),
  };
}

const elementNamed = ({ elements = [] }: House, name = ''): SouthElement | undefined =>
  elements.find(({ settings }) => settings.name === name);

/** What follows the name of the connector, as it came: below its base address. */
function restOf(url: string): string {
  const rest = /^\/[^/?]*\/[^/?]*\/[^/?]*\/[^/?]*(.*)$/.exec(url)?.[1] ?? '';
  // The base address itself, as the settings write it.
  return rest.replace(/^\/(?=\?|$)/, '');
}

/** What it does by its looks. */
function ownAction({ settings }: SouthElement, { method, url, headers, body }: Sight): Action {
  const path = restOf(url);
  const said = headers['content-type'];
  const contentType = typeof said === 'string' ? { contentType: said } : {};
  return actionOf(settings, { method, path, ...(body && { body, ...contentType }) });
}

/** Undefined when nothing was said, null for what is no action. */
function saidAction(headers: Sight['headers']): Action | null | undefined {
  const said = headers[actionHeader.toLowerCase()];
  if (said === undefined || said === '') return undefined;
  return actions.find((one) => one === said) ?? null;
}

/** Only what looks like a read and is not called anything else is taken for one. */
function mayChange(element: SouthElement | undefined, sight: Sight): boolean {
  if (element === undefined) return false;
  return ownAction(element, sight) !== 'read' || (saidAction(sight.headers) ?? 'read') !== 'read';
}

async function relay(call: ApiCall, house: House): Promise<Reply> {
  const { caller, headers, method, params, url } = call;
  const element = elementNamed(house, params.connector);
  // Which there are is told to those who may use them.
  if (element === undefined || caller.level < leastOf(element)) return notFound();
  call.learn({ instanceName: element.settings.name });
  const path = restOf(url);
  // That would be a link, which may lead beside the base address; or is read so by somebody on the way.
  if (/^(?:\/\/|\/?\\)/.test(path))
    return problem('QUERY_INVALID', 'a path below the connector begins with one slash');
  const action = saidAction(headers);
  if (action === null)
    return problem('HEADERS_INVALID', `${actionHeader} must be one of: ${actions.join(', ')}`);
  const body = call.body as Buffer | undefined;
  if (mayChange(element, { headers, method, url, body })) {
    if (house.mayChangeElements === false)
      return problem('NOT_PERMITTED', 'this server was started to read only');
    if (!caller.may.change)
      return problem('NOT_PERMITTED', `the role of ${caller.id} does not allow to change`);
  }
  const { accept = '*/*' } = headers;
  const type = headers['content-type'];
  const answer = await element.call({
    method,
    path,
    ...(body !== undefined && body.length > 0 ? { body } : {}),
    ...(type === undefined ? {} : { contentType: type }),
    ...(accept === '*/*' ? {} : { accept }),
    ...(action === undefined ? {} : { action }),
    log: call.log,
    signal: call.signal,
  });
  const { status, outcome, reason = '' } = answer;
  if (status < 200 || status > 599)
    return problem('NE_UNREACHABLE', `it answered with the status ${status}`);
  const isRefused = outcome === 'refused';
  return {
    status,
    ...(answer.body.length === 0
      ? {}
      : { text: answer.body, type: answer.contentType || 'application/octet-stream' }),
    headers: {
      ...passedBack(answer.headers),
      // A page of somebody else, under our address: it may show, and nothing more.
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Muster-Outcome': outcome,
      ...(isRefused && reason !== '' ? { 'X-Muster-Reason': inAscii(reason) } : {}),
    },
    ...(isRefused && status < 400 ? { outcome: 'refused' } : {}),
  };
}

/** What speaks of the content; the rest is said by this server, for itself. */
const ofContent =
  /^(?:content-(?:disposition|language|range)|etag|last-modified|link|location|retry-after|x-(?!muster-|audit-|frame-|content-|xss-|dns-|permitted-|download-|powered-)[\w-]+|(?:x-)?ratelimit[\w-]*)$/;

function passedBack(headers: Texts): Texts {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => ofContent.test(name)));
}

const inAscii = (words: string) => words.replace(/[^\x20-\x7e]+/g, '?').slice(0, 200);
