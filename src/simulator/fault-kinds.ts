// What each fault does: to an answer, to a document, to its spelling, to its way over the wire. Data and small pure
// functions; which faults are on is `faults.ts`'s business.
import { type Answer, refuse } from './answers/answer.js';
import {
  brokenGateway,
  deep,
  type ElementEffect,
  oversize,
  redirected,
  serverError,
  tooManyCalls,
  unauthorized,
  unavailable,
  withDoctype,
  withPage,
} from './elements/quirks.js';
import {
  commandFailed,
  gatewayPage,
  internalError,
  looselyTyped,
  noDetails,
  type OdinEffect,
  permissionDenied,
  tooManyRequests,
  withExtraFields,
  withLoneObjects,
  withNoneTexts,
  withoutLists,
  withoutOptionalFields,
  withTextBooleans,
} from './odin/quirks.js';
import { changeTables, withoutColumn } from './table-faults.js';
import type { Reply, Style } from './wire/writer.js';

/** How a written document travels. */
export interface Delivery {
  readonly delayMs: number;
  /** The next request is not kept waiting by the delay. */
  readonly isLate: boolean;
  readonly way: 'whole' | 'drip' | 'split' | 'cut' | 'half' | 'reset' | 'silent';
  /** The server ends the session: in place of the answer, or after it. */
  readonly logout: 'no' | 'instead' | 'after';
}

export const plainDelivery: Delivery = { delayMs: 0, isLate: false, way: 'whole', logout: 'no' };

/** The effects a fault may have; most have one. */
export interface FaultKind {
  readonly help: string;
  /** Also touches logins; the others leave them alone unless the command is named. */
  readonly everywhere?: true;
  /** Strikes once and is gone, unless told otherwise. */
  readonly once?: true;
  /** The whole document is refused with one error. */
  readonly refuses?: 'always' | 'batches';
  readonly loses?: true;
  readonly answer?: (answer: Answer, value: string | undefined) => Answer;
  readonly reply?: (reply: Reply) => Reply;
  readonly style?: Partial<Style>;
  readonly delivery?: (value: string | undefined) => Partial<Delivery>;
  /** What happens to a call of ODIN, beside the delivery; what is not of other elements is about OCI-P. */
  readonly odin?: OdinEffect;
  /** What happens to a call of XSI or another network element, beside the delivery. */
  readonly element?: ElementEffect;
}

const milliseconds = (value: string | undefined, usual: number) => Number(value ?? usual) || usual;

const kinds = {
  slow: {
    help: 'answers after a pause (slow=MS, default 1000)',
    delivery: (value) => ({ delayMs: milliseconds(value, 1000) }),
  },
  late: {
    help: 'answers after a pause, while later requests are answered at once (late=MS, default 1000)',
    delivery: (value) => ({ delayMs: milliseconds(value, 1000), isLate: true }),
  },
  silent: { help: 'never answers; the connection stays open', delivery: () => ({ way: 'silent' }) },
  half: {
    help: 'half an answer, then nothing; the connection stays open',
    delivery: () => ({ way: 'half' }),
  },
  cut: {
    help: 'half an answer, then the connection is closed',
    delivery: () => ({ way: 'cut' }),
  },
  reset: {
    help: 'half an answer, then the connection is reset',
    delivery: () => ({ way: 'reset' }),
  },
  drip: {
    help: 'the answer trickles in, piece by piece',
    everywhere: true,
    delivery: () => ({ way: 'drip' }),
  },
  split: {
    help: 'the answer comes in odd pieces: byte by byte at both ends',
    everywhere: true,
    delivery: () => ({ way: 'split' }),
  },
  logout: {
    help: 'the server logs the session out in place of answering (logout=after: behind the answer), then closes',
    delivery: (value) => ({ logout: value === 'after' ? 'after' : 'instead' }),
  },
  'lost-session': {
    help: 'says once that the session is not logged in, and forgets it',
    once: true,
    loses: true,
  },
  'wrong-session': {
    help: 'the answer carries another sessionId',
    reply: (reply) => ({ ...reply, sessionId: `${reply.sessionId ?? ''}-other` }),
  },
  'wrong-type': {
    help: 'the answer is of a type that nobody asked for',
    answer: (answer) =>
      answer.kind === 'data' ? { ...answer, type: 'SystemTimeZoneGetListResponse' } : answer,
  },
  'one-short': {
    help: 'several commands are answered with one answer too few',
    reply: (reply) =>
      reply.answers.length > 1 ? { ...reply, answers: reply.answers.slice(0, -1) } : reply,
  },
  'refuse-batch': {
    help: 'documents with more than one command are refused as a whole',
    refuses: 'batches',
  },
  'unknown-command': {
    help: 'commands are unknown: validation error 6004 for the whole document',
    refuses: 'always',
  },
  permission: {
    help: 'error 5404: the account may not do this',
    answer: () => refuse(5404, 'Unauthorized transaction.'),
    odin: { instead: permissionDenied },
  },
  error: {
    help: 'an error of the server (error=CODE, default 4003)',
    answer: (_, value) => refuse(Number(value) || 4003, 'The command failed.'),
    odin: { instead: commandFailed },
  },
  'missing-table': {
    help: 'a table is left out (missing-table=NAME, default the last one)',
    answer: (answer, value) => changeTables(answer, value, () => undefined),
  },
  'missing-heading': {
    help: 'a column is left out of every table (missing-heading=HEADING, default Usage, Activated or Assigned)',
    answer: (answer, value) => changeTables(answer, '*', (table) => withoutColumn(table, value)),
  },
  'wrong-charset': {
    help: 'declares UTF-8 and sends ISO-8859-1 bytes',
    everywhere: true,
    style: { declared: 'UTF-8', sent: 'latin1' },
  },
  'utf-8': {
    help: 'declares UTF-8 and sends it',
    everywhere: true,
    style: { declared: 'UTF-8', sent: 'utf8' },
  },
  'blank-line': {
    help: 'a blank line before the declaration',
    everywhere: true,
    style: { before: '\n' },
  },
  'other-prefix': {
    help: 'other namespace prefixes, as if an XML library had written the answer',
    everywhere: true,
    style: { isPrefixed: true },
  },
  crlf: {
    help: 'lines end with carriage return and line feed',
    everywhere: true,
    style: { lineEnd: '\r\n' },
  },
  'loose-types': {
    help: 'ODIN: texts of digits arrive as numbers, without zeros in front, and numbers as texts',
    odin: { body: looselyTyped },
  },
  'string-booleans': {
    help: 'ODIN: true and false arrive as texts',
    odin: { body: withTextBooleans },
  },
  'lone-object': {
    help: 'ODIN: a list of one arrives as that one',
    odin: { body: withLoneObjects },
  },
  'no-list': {
    help: 'ODIN: ranges of numbers arrive with their ends alone',
    odin: { body: withoutLists },
  },
  'none-text': {
    help: 'ODIN: what is empty arrives as the word None',
    odin: { body: withNoneTexts },
  },
  'missing-fields': {
    help: 'ODIN: optional fields are left out, as by an older release',
    odin: { body: withoutOptionalFields },
  },
  'extra-fields': {
    help: 'ODIN: fields that nobody knows, in every object',
    odin: { body: withExtraFields },
  },
  'no-details': {
    help: 'ODIN: /groups/dns/details is not there',
    odin: { instead: noDetails },
  },
  'too-many-requests': {
    help: 'ODIN and elements: says 429 once (too-many-requests=SECONDS to wait, default 1)',
    once: true,
    odin: { gateway: tooManyRequests },
    element: { gateway: tooManyCalls },
  },
  'gateway-page': {
    help: 'ODIN and elements: says 502 once, with a page in place of JSON',
    once: true,
    odin: { gateway: gatewayPage },
    element: { gateway: brokenGateway },
  },
  'internal-error': {
    help: 'ODIN and elements: says 500',
    odin: { instead: internalError },
    element: { gateway: serverError },
  },
  'expired-token': {
    help: 'ODIN and elements: says once that the token has expired; it can still be renewed',
    once: true,
    odin: { expires: true },
    element: { expires: true },
  },
  unauthorized: {
    help: 'elements: says 401, whatever is shown',
    element: { gateway: unauthorized },
  },
  unavailable: {
    help: 'elements: says 503 once (unavailable=SECONDS to wait, default 1)',
    once: true,
    element: { gateway: unavailable },
  },
  'business-failure': {
    help: 'elements: says no in the way of the element, with status 200 where that is its way',
    element: { fails: true },
  },
  'wrong-media': {
    help: 'elements: a page of HTML with status 200 in place of the answer',
    element: { reply: withPage },
  },
  redirect: {
    help: 'elements: sends to another host (redirect=URL, default http://elsewhere.example.net/)',
    element: { gateway: redirected },
  },
  oversize: {
    help: 'elements: the answer is very long (oversize=BYTES, default 32 MiB)',
    element: { reply: oversize },
  },
  deep: {
    help: 'elements: lists or elements inside one another in place of the answer (deep=DEPTH, default 10000)',
    element: { reply: deep },
  },
  doctype: {
    help: 'elements: XML comes with a document type and an entity',
    element: { reply: withDoctype },
  },
} as const satisfies Readonly<Record<string, FaultKind>>;

export type FaultName = keyof typeof kinds;

/** What the fault of that name does. */
export function kindOf(name: FaultName): FaultKind {
  return kinds[name];
}

/** Every fault and one line of help. */
export const faultTable: Readonly<Record<FaultName, string>> = Object.fromEntries(
  Object.entries(kinds).map(([name, kind]) => [name, kind.help]),
) as Record<FaultName, string>;

/** Whether there is a fault of that name. */
export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(kinds, name);
}

/** The fault a group id asks for by its name alone: `fault-slow`. */
export function faultOfGroup(groupId: string | undefined): FaultName | undefined {
  const name = groupId?.startsWith('fault-') ? groupId.slice('fault-'.length) : undefined;
  return name !== undefined && isFaultName(name) ? name : undefined;
}
