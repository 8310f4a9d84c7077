// The messages of a record as exchanges: each request with its answer, and what each was. Pure; order and ids are not trusted.
import type { SouthMessage } from '../../src/records/audit-record.js';

/** A message with its place in the record. */
export interface Told {
  readonly at: number;
  readonly message: SouthMessage;
}

export interface Exchange {
  readonly number: number;
  /** Undefined for an answer that no request was found for. */
  readonly request: Told | undefined;
  /** The answer or the error; undefined when none was recorded. */
  readonly answer: Told | undefined;
  readonly ended: 'answered' | 'refused' | 'error' | 'noAnswer';
  /** Several requests with one id waited for this answer, or another: which of them it belongs to cannot be known. */
  readonly isUnsure: boolean;
  /** Seconds; undefined when either time cannot be read. */
  readonly seconds: number | undefined;
  readonly element: Element;
  readonly title: Title;
}

/** Who was asked: one line of the diagram. */
export interface Element {
  readonly key: string;
  readonly protocol: string;
  readonly vendorType: string;
  /** Host of the end point; empty where messages have none. */
  readonly host: string;
}

/** What a message was. `kept` is false when it cannot be told because nothing of it was kept. */
export type Title =
  | { readonly kind: 'commands'; readonly names: readonly Named[] }
  | {
      readonly kind: 'call';
      readonly method: string;
      readonly path: string;
      readonly action: string;
    }
  | { readonly kind: 'content'; readonly name: string }
  | { readonly kind: 'notKept' };

export interface Named {
  readonly name: string;
  readonly count: number;
}

/**
 * Pairs requests and answers by their ids, in the order of the requests; of several with one id the newest. `commandsAt` names the commands of a message whose
 * content was not kept.
 */
export function exchangesOf(
  messages: readonly SouthMessage[],
  commandsAt: (at: number) => readonly string[] = () => [],
): readonly Exchange[] {
  const pairs: { request: Told | undefined; answer: Told | undefined; isUnsure: boolean }[] = [];
  const waiting = new Map<string, (typeof pairs)[number][]>();
  for (const [at, message] of messages.entries()) {
    const key = `${message.protocol}\n${message.id}`;
    if (message.type === 'request') {
      const pair = { request: { at, message }, answer: undefined, isUnsure: false };
      pairs.push(pair);
      if (message.id !== '') waiting.set(key, [...(waiting.get(key) ?? []), pair]);
      continue;
    }
    const open = waiting.get(key) ?? [];
    if (open.length > 1) for (const one of open) one.isUnsure = true;
    const pair = open.pop();
    if (pair === undefined)
      pairs.push({ request: undefined, answer: { at, message }, isUnsure: false });
    else pair.answer = { at, message };
  }
  return pairs.map(({ request, answer, isUnsure }, number) => ({
    number,
    request,
    answer,
    ended: endOf(answer?.message),
    isUnsure,
    seconds: secondsBetween(request?.message, answer?.message),
    element: elementOf((request ?? answer)!.message),
    title: titleOf(
      (request ?? answer)!.message,
      request === undefined ? [] : commandsAt(request.at),
    ),
  }));
}

function endOf(answer: SouthMessage | undefined): Exchange['ended'] {
  if (answer === undefined) return 'noAnswer';
  if (answer.type === 'error') return 'error';
  const isRefused = refusalIn(answer) !== undefined || Number(answer.status_code ?? 200) >= 400;
  return isRefused ? 'refused' : 'answered';
}

/** Seconds since 1970 of a message; undefined when it is no number. */
export function timeOf({ timestamp }: SouthMessage): number | undefined {
  const seconds = timestamp.trim() === '' ? Number.NaN : Number(timestamp);
  return Number.isFinite(seconds) ? seconds : undefined;
}

function secondsBetween(request?: SouthMessage, answer?: SouthMessage): number | undefined {
  const from = request && timeOf(request);
  const to = answer && timeOf(answer);
  return from === undefined || to === undefined || to < from ? undefined : to - from;
}

function elementOf({ protocol, vendorType = '', endpoint = '' }: SouthMessage): Element {
  const [, host = ''] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(endpoint) ?? [];
  return { key: [protocol, vendorType, host].join('\n'), protocol, vendorType, host };
}

const command = /<(?:[\w.-]{1,40}:)?command(?=[\s/>])([^>]{0,1000})/g;
/** Beside it an error has a plain `type`: its sort. */
const typeName = /\s[\w.-]{1,40}:type\s{0,5}=\s{0,5}["'](?:[\w.-]{1,40}:)?([\w.-]{1,120})/;
const errorForm = /:type\s{0,5}=\s{0,5}["'](?:[\w.-]{1,40}:)?ErrorResponse["']/;
const root = /^(?:\s|<\?[^>]{0,300}>|<!--[\s\S]{0,2000}?-->)*<(?:[\w.-]{1,40}:)?([\w.-]{1,120})/;

/** What a message was, as far as its members and content tell. */
export function titleOf(message: SouthMessage, commands: readonly string[] = []): Title {
  const { content, method = '', endpoint = '', action = '' } = message;
  if (method !== '' || endpoint !== '')
    return { kind: 'call', method, path: pathOf(endpoint), action };
  if (commands.length > 0) return counted(commands);
  if (content === '') return { kind: 'notKept' };
  if (message.type === 'error') return { kind: 'content', name: firstWords(content) };
  const names = [...content.matchAll(command)].flatMap(
    ([, attributes = '']) => typeName.exec(attributes)?.[1] ?? [],
  );
  if (names.length > 0) return counted(names);
  return { kind: 'content', name: root.exec(content)?.[1] ?? firstWords(content) };
}

function counted(names: readonly string[]): Title {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return { kind: 'commands', names: [...counts].map(([name, count]) => ({ name, count })) };
}

function pathOf(endpoint: string): string {
  const path = endpoint.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return path === '' ? endpoint : path;
}

const firstWords = (content: string) => content.trimStart().slice(0, 80);

/** The words of a refusal in an answer of OCI-P; undefined when it is none. */
export function refusalIn({ content, protocol }: SouthMessage): string | undefined {
  if (protocol !== 'BS-OCI' || !errorForm.test(content)) return undefined;
  const [, summary = ''] = /<summary>([^<]{0,2000})/.exec(content) ?? [];
  return unescaped(summary);
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

const unescaped = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name as string] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
