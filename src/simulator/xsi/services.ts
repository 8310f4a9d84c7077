// User services over XSI: each is read and set by the OCI-P commands of the same service, so that both see one world.
import type { Element, OciCommand } from '../../ocip/index.js';
import type { Answer, Content } from '../answers/answer.js';
import type { Login } from '../answers/command.js';
import { commandTable } from '../answers/index.js';
import { complaintAbout } from '../answers/validate.js';
import type { ElementReply } from '../elements/element.js';
import type { XmlNode } from '../elements/xml-tree.js';
import type { WorldState } from '../world/state.js';
import { errorInfo, type XsiNode, xsiNamespace, xsiReply } from './documents.js';

export interface XsiService {
  /** The last step of the path, and the root of the document. */
  readonly resource: string;
  readonly service: string;
  readonly read: string;
  readonly change: string;
  /** Children in their order: what OCI-P calls them, what XSI calls them. */
  readonly fields: readonly (readonly [string, string])[];
}

const active = ['isActive', 'active'] as const;
const forwardTo = ['forwardToPhoneNumber', 'forwardToPhoneNumber'] as const;

const service = (
  resource: string,
  name: string,
  fields: XsiService['fields'],
  version = '',
): XsiService => ({
  resource,
  service: name,
  read: `User${resource}GetRequest${version}`,
  change: `User${resource}ModifyRequest`,
  fields,
});

export const xsiServices: readonly XsiService[] = [
  service('AnonymousCallRejection', 'Anonymous Call Rejection', [active]),
  service('AutomaticCallback', 'Automatic Callback', [active]),
  service('CallForwardingAlways', 'Call Forwarding Always', [
    active,
    forwardTo,
    ['isRingSplashActive', 'ringSplash'],
  ]),
  service('CallForwardingBusy', 'Call Forwarding Busy', [active, forwardTo]),
  service(
    'CallForwardingNoAnswer',
    'Call Forwarding No Answer',
    [active, forwardTo, ['numberOfRings', 'numberOfRings']],
    '13mp16',
  ),
  service('CallForwardingNotReachable', 'Call Forwarding Not Reachable', [active, forwardTo]),
  service(
    'CallWaiting',
    'Call Waiting',
    [active, ['disableCallingLineIdDelivery', 'disableCallingLineIdDelivery']],
    '17sp4',
  ),
  service('CallingLineIDDeliveryBlocking', 'Calling Line ID Delivery Blocking', [active]),
  service('DoNotDisturb', 'Do Not Disturb', [active, ['ringSplash', 'ringSplash']]),
  service('RemoteOffice', 'Remote Office', [
    active,
    ['remoteOfficePhoneNumber', 'remoteOfficeNumber'],
  ]),
];

/** Who asks what of whom. */
export interface XsiAsk {
  readonly state: WorldState;
  readonly login: Login;
  readonly userId: string;
  readonly isJson: boolean;
}

const element = (name: string, text: string, nil = false): Element => ({
  name,
  text,
  children: [],
  ...(nil ? { nil } : {}),
});

const statuses: Readonly<Record<string, number>> = {
  '4006': 404,
  '4007': 404,
  '4008': 404,
  '4410': 404,
  '5404': 403,
};

/** A refusal of OCI-P in the words of XSI. */
export function refusalReply(summary: string, isJson: boolean): ElementReply {
  const [, code, text] = /^\[Error (\d+)\] (.*)$/s.exec(summary) ?? [];
  return errorInfo(statuses[code ?? ''] ?? 400, text ?? summary, isJson, code);
}

function run(command: string, elements: readonly Element[], ask: XsiAsk): Answer | string {
  const row = commandTable.get(command);
  const asked: OciCommand = { type: command, elements, tables: new Map() };
  const complaint = complaintAbout(asked, row, ask.state.release);
  if (complaint !== undefined || row === undefined) return complaint ?? command;
  return row.run({ state: ask.state, login: ask.login, elements });
}

function shown(content: readonly Content[], { fields }: XsiService): readonly XsiNode[] {
  return fields.flatMap(([name, xsiName]) => {
    const found = content.find((one) => one.name === name);
    return found?.text === undefined ? [] : [{ name: xsiName, text: found.text }];
  });
}

/** The document of a service. */
export function readService(one: XsiService, ask: XsiAsk): ElementReply {
  const answer = run(one.read, [element('userId', ask.userId)], ask);
  if (typeof answer === 'string') return errorInfo(500, answer, ask.isJson);
  if (answer.kind === 'refusal') return refusalReply(answer.summary, ask.isJson);
  const content = answer.kind === 'data' ? answer.content : [];
  return xsiReply(200, { name: one.resource, children: shown(content, one) }, ask.isJson);
}

const isNil = ({ attributes }: XmlNode) =>
  attributes.some(({ name, value }) => name === 'nil' && /^(?:true|1)$/.test(value));

/** Sets a service; what the document leaves out stays as it is. The answer has no body. */
export function changeService(
  one: XsiService,
  root: XmlNode | undefined,
  ask: XsiAsk,
): ElementReply {
  const bad = (summary: string) => errorInfo(400, summary, ask.isJson);
  if (root === undefined) return bad('The document cannot be read.');
  if (root.name !== one.resource || root.uri !== xsiNamespace)
    return bad(`The document must be a ${one.resource} of ${xsiNamespace}.`);
  const places = root.children.map((child) =>
    one.fields.findIndex(([, xsiName]) => xsiName === child.name && child.uri === xsiNamespace),
  );
  const isOrdered = places.every((place, at) => place > (places[at - 1] ?? -1));
  if (!isOrdered) return bad('An element is unknown or stands in the wrong place.');
  const elements = root.children.map((child, at) =>
    element(one.fields[places[at]!]![0], child.text.trim(), isNil(child)),
  );
  const answer = run(one.change, [element('userId', ask.userId), ...elements], ask);
  if (typeof answer === 'string') return bad('A value is not valid.');
  if (answer.kind === 'refusal') return refusalReply(answer.summary, ask.isJson);
  return { status: 200, contentType: '', body: '' };
}
