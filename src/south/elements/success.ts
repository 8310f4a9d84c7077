// Whether an element did what it was asked: HTTP may say 200 all the same. Pure; nothing in an answer is relied on.
import { asFault } from '../../fault.js';
import { redactText } from '../../ocip/index.js';
import { readJson, readXml, type XmlNode } from './answer-text.js';
import type { SuccessTest } from './element.js';
import { type HttpAnswer, mediaTypeOf } from './http.js';

export type Verdict =
  | { readonly outcome: 'succeeded' }
  | { readonly outcome: 'refused'; readonly reason: string }
  /** The answer does not show it. */
  | { readonly outcome: 'unseen'; readonly why: string };

export interface Judging {
  readonly test: SuccessTest;
  readonly maxDepth: number;
  readonly secrets: readonly string[];
}

const succeeded: Verdict = { outcome: 'succeeded' };

/** Judges a complete answer that is no redirect. Never throws. */
export function verdictOf(answer: HttpAnswer, judging: Judging): Verdict {
  const { status } = answer;
  const refused = (words: string | undefined): Verdict => ({
    outcome: 'refused',
    reason: clean(words ?? '', judging.secrets) || httpWords(status),
  });
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  const isPacked = encoding.toLowerCase() !== 'identity' && answer.bytes.length > 0;
  if (status >= 400) return refused(isPacked ? undefined : wordsIn(answer, judging.maxDepth));
  if (status === 304) return succeeded;
  if (status >= 300) return refused(undefined);
  if (isPacked)
    return { outcome: 'unseen', why: 'its answer is compressed, which was not asked for' };
  try {
    const seen = judge(answer, judging);
    return 'words' in seen ? refused(seen.words) : seen;
  } catch (thrown) {
    return { outcome: 'unseen', why: `its XML cannot be read: ${asFault(thrown).message}` };
  }
}

type Seen = Verdict | { readonly words: string };

function judge(answer: HttpAnswer, { test, maxDepth, secrets }: Judging): Seen {
  const { bytes, status } = answer;
  const type = mediaTypeOf(answer.headers);
  if (bytes.length === 0)
    return test === 'http' || test === 'error-info' || status === 204
      ? succeeded
      : { outcome: 'unseen', why: 'its answer is empty' };
  const shown = clean(type, secrets) || 'no media type';
  const xml = isXml(answer)
    ? readXml(bytes, answer.headers['content-type'] ?? '', maxDepth)
    : undefined;
  if (test === 'http') return succeeded;
  if (test === 'xml-rpc' || test === 'ztp') {
    if (xml === undefined)
      return { outcome: 'unseen', why: `it answered with ${shown}, not with XML` };
    return test === 'ztp' ? ztp(xml) : xmlRpc(xml);
  }
  const json =
    xml === undefined ? readJson(bytes, answer.headers['content-type'] ?? '') : undefined;
  if (test === 'error-info') return errorInfo(xml, json, shown);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { outcome: 'unseen', why: `it answered with ${shown}, not with a JSON object` };
  return jsonTests[test](json as Members);
}

type Members = Readonly<Record<string, unknown>>;

const jsonTests = {
  ret: (body: Members) => counted(body, 'ret', '1'),
  'ret-code': (body: Members) => counted(body, 'retCode', '0'),
  graphql: ({ errors, data }: Members): Seen => {
    if (Array.isArray(errors) && errors.length > 0)
      return {
        words: errors.slice(0, 10).map(wordsOf).filter(Boolean).join('; ') || 'GraphQL errors',
      };
    return data === undefined ? { outcome: 'unseen', why: 'its answer has no data' } : succeeded;
  },
} as const;

function counted(body: Members, name: string, good: string): Seen {
  const value = body[name];
  if (typeof value !== 'number' && typeof value !== 'string')
    return { outcome: 'unseen', why: `its answer has no ${name}` };
  if (String(value).trim() === good) return succeeded;
  const words = wordsOf(body);
  const code = `${name} ${String(value).slice(0, 40)}`;
  return { words: words === undefined ? code : `${words} (${code})` };
}

function errorInfo(xml: XmlNode | undefined, json: unknown, shown: string): Seen {
  if (xml?.name === 'ErrorInfo') return { words: wordsOfXml(xml) ?? 'ErrorInfo' };
  if (xml !== undefined) return succeeded;
  if (json === undefined)
    return { outcome: 'unseen', why: `it answered with ${shown}, not with XML or JSON` };
  const info = typeof json === 'object' && json !== null ? (json as Members).ErrorInfo : undefined;
  return info === undefined ? succeeded : { words: wordsOf(info) ?? 'ErrorInfo' };
}

/** A fault, or `[false, text]`. */
function xmlRpc(root: XmlNode): Seen {
  if (root.name !== 'methodResponse')
    return {
      outcome: 'unseen',
      why: `it answered with <${root.name.slice(0, 40)}>, not with XML-RPC`,
    };
  const fault = child(root, 'fault');
  if (fault !== undefined) return { words: wordsOfXml(root) ?? 'an XML-RPC fault' };
  const value = down(root, 'params', 'param', 'value');
  if (value === undefined) return { outcome: 'unseen', why: 'its XML-RPC answer holds no value' };
  const [first, second] = down(value, 'array', 'data')?.children ?? [];
  const flag = first === undefined ? undefined : child(first, 'boolean');
  if (flag === undefined || flag.text.trim() !== '0') return succeeded;
  return { words: (second && textIn(second)) || 'the first value of its answer is false' };
}

function ztp(root: XmlNode): Seen {
  const code = find(root, /^error-?code$/i);
  if (code === undefined) return { outcome: 'unseen', why: 'its answer has no ErrorCode' };
  if (/^0+$/.test(code)) return succeeded;
  const words = find(root, /^error-?message$/i);
  return { words: words ? `${words} (ErrorCode ${code})` : `ErrorCode ${code}` };
}

/** Text of the first element or attribute of such a name that has any. */
function find(node: XmlNode, name: RegExp): string | undefined {
  const own = node.attributes.find((attribute) => name.test(attribute.name))?.value.trim();
  if (own) return own;
  const text = name.test(node.name) ? textIn(node) : '';
  if (text !== '') return text;
  for (const below of node.children) {
    const found = find(below, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const child = (node: XmlNode, name: string) => node.children.find((one) => one.name === name);

function down(node: XmlNode, ...names: readonly string[]): XmlNode | undefined {
  return names.reduce<XmlNode | undefined>((at, name) => at && child(at, name), node);
}

/** All text below, outside of layout. */
function textIn(node: XmlNode): string {
  return [node.text.trim(), ...node.children.slice(0, 100).map(textIn)].filter(Boolean).join(' ');
}

function wordsIn(answer: HttpAnswer, maxDepth: number): string | undefined {
  if (answer.bytes.length === 0) return undefined;
  const type = answer.headers['content-type'] ?? '';
  if (/html/i.test(type)) return undefined;
  try {
    if (isXml(answer)) return wordsOfXml(readXml(answer.bytes, type, maxDepth));
  } catch {
    // The status says enough.
    return undefined;
  }
  return wordsOf(readJson(answer.bytes, type));
}

/** By its name, or by its first sign where the name says nothing. */
function isXml({ headers, bytes }: HttpAnswer): boolean {
  const type = mediaTypeOf(headers);
  if (type === 'application/xhtml+xml') return false;
  if (/[/+]xml$/.test(type)) return true;
  return (
    /^(?:|text\/plain|application\/octet-stream)$/.test(type) &&
    /^(?:\ufeff|ï»¿)?\s{0,99}<(?:\?xml|methodResponse)/.test(bytes.toString('latin1', 0, 200))
  );
}

const speaking = [
  'summary',
  'summaryEnglish',
  'faultString',
  'message',
  'msg',
  'error_description',
  'ErrorMessage',
  'errorMessage',
  'error',
  'errors',
  'ErrorInfo',
  'detail',
  'title',
  '$',
];

/** The first words that an error in JSON says about itself, at most three levels down. */
function wordsOf(value: unknown, level = 0): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  if (typeof value !== 'object' || value === null || level > 3) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : wordsOf(value[0], level + 1);
  for (const name of speaking) {
    const words = Object.hasOwn(value, name)
      ? wordsOf((value as Members)[name], level + 1)
      : undefined;
    if (words !== undefined) return words;
  }
  return undefined;
}

function wordsOfXml(root: XmlNode): string | undefined {
  const member = members(root).find((one) => child(one, 'name')?.text.trim() === 'faultString');
  const value = member === undefined ? undefined : child(member, 'value');
  if (value !== undefined) return textIn(value) || undefined;
  return (
    find(root, /^(?:summary|summaryEnglish|error-?message|message|faultstring)$/i) || undefined
  );
}

function members(root: XmlNode): readonly XmlNode[] {
  return down(root, 'fault', 'value', 'struct')?.children ?? [];
}

const longest = 300;
/** Of words, as much is looked at: more than any token, so that none is cut and slips through. */
const lookedAt = 16_384;

/** One line without control characters and secrets, cut to length: in that order, or half a secret would stay. */
export function clean(text: string, secrets: readonly string[]): string {
  const line = redactText(text.slice(0, lookedAt), secrets)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/\p{Cs}/gu, '')}…`;
}

/** The status in words. */
export function httpWords(status: number): string {
  const name = statusNames[status];
  return name === undefined ? `HTTP ${status}` : `HTTP ${status} ${name}`;
}

const statusNames: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
