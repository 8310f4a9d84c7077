// User services over XSI-Actions, with the account of the connector: reading one, and setting it by reading, changing and
// writing back.
import { Fault } from '../fault.js';
import type { Refusal } from '../ocip/index.js';
import { type ElementAnswer, readXml, type SouthElement, type XmlNode } from '../south/index.js';
import type { ApiCall, House } from './route.js';
import type { UserService } from './user-service-fields.js';
import type { Values } from './user-service-state.js';
import {
  isOverXsi,
  type XsiService,
  xsiChangeOf,
  xsiRefusalOf,
  xsiStateOf,
} from './xsi-document.js';

/** The way of one call over XSI. Throws Faults as connectors do. */
export interface XsiRoad {
  read(): Promise<Told>;
  /** Undefined when it is done. */
  change(values: Values): Promise<Refusal | undefined>;
}

/** What came of a reading. */
export type Told =
  | { readonly kind: 'state'; readonly state: Values }
  | { readonly kind: 'refusal'; readonly refusal: Refusal };

/**
 * Undefined where OCI-P is to be used: no connector, no such resource, or a caller whose own rights only BroadWorks knows,
 * by the login of the session; those of the connector may go further.
 */
export function xsiRoadFor(
  service: UserService,
  call: ApiCall,
  { userServicesOver, mayChangeElements }: House,
): XsiRoad | undefined {
  if (userServicesOver === undefined || !isOverXsi(service)) return undefined;
  const { via, level } = call.caller;
  if (via === 'session' && level < 16) return undefined;
  const ask = (method: 'GET' | 'PUT', body?: string) =>
    askFor(service, call, userServicesOver, method, body);
  return {
    read: async () => {
      const got = await ask('GET');
      return 'summary' in got
        ? { kind: 'refusal', refusal: got }
        : { kind: 'state', state: xsiStateOf(service, documentOf(service, got)) };
    },
    change: async (values) => {
      if (mayChangeElements === false)
        throw new Fault('NOT_PERMITTED', 'this server was started to read only');
      const got = await ask('GET');
      if ('summary' in got) return got;
      const body = xsiChangeOf(service, documentOf(service, got), values);
      const done = await ask('PUT', body);
      return 'summary' in done ? done : undefined;
    },
  };
}

async function askFor(
  { xsi }: XsiService,
  { params, log, signal }: ApiCall,
  element: SouthElement,
  method: 'GET' | 'PUT',
  body: string | undefined,
): Promise<ElementAnswer | Refusal> {
  const answer = await element.call({
    method,
    path: `/user/${encodeURIComponent(params.user_id ?? '')}/services/${xsi.resource}`,
    accept: 'application/xml',
    action: method === 'GET' ? 'read' : 'update',
    ...(body === undefined ? {} : { body, contentType: 'application/xml; charset=UTF-8' }),
    log,
    signal,
  });
  if (answer.status < 400 && answer.outcome === 'succeeded') return answer;
  const { name } = element.settings;
  if (answer.status === 401)
    throw new Fault('SOUTH_LOGIN_REFUSED', `${name} refuses the account that the settings give it`);
  if (answer.status === 429 || answer.status === 503)
    throw new Fault('SOUTH_BUSY', `${name} asks to be left alone (HTTP ${answer.status})`);
  if (answer.status >= 500)
    throw new Fault('SOUTH_PROTOCOL', `${name} answered with HTTP ${answer.status}`);
  return xsiRefusalOf(answer.status, treeIn(answer));
}

/** Undefined for an answer that is no XML. */
function treeIn({ body, contentType }: ElementAnswer): XmlNode | undefined {
  try {
    return readXml(body, contentType);
  } catch {
    return undefined;
  }
}

function documentOf({ xsi }: XsiService, answer: ElementAnswer): XmlNode {
  const document = readXml(answer.body, answer.contentType);
  if (document.name === xsi.resource) return document;
  throw new Fault(
    'SOUTH_PROTOCOL',
    `XSI was asked for ${xsi.resource} and told of ${document.name.slice(0, 60)}`,
  );
}
