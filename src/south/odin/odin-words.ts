// What ODIN's answers say: JSON, or the words of a refusal. Pure; everything shown is harmless and free of secrets.
import { Fault } from '../../fault.js';
import { redacted, redactText, refusalKindOf } from '../../ocip/index.js';
import type { OdinRefusal } from './odin-call.js';
import type { HttpAnswer } from './odin-http.js';

/** Half a surrogate pair, as cutting may leave. */
const halves = /\p{Cs}/gu;
/** Longest words that are passed on. */
const longest = 300;
/** Of a body, as much as is looked at for words: more than any token, so that none is cut and slips through. */
const lookedAt = 16_384;

/** The JSON of a 2xx answer; null when the body is empty. Throws ODIN_MALFORMED. */
export function jsonOf(answer: HttpAnswer, where: string, secrets: readonly string[]): unknown {
  const text = textOf(answer, true);
  if (text?.trim() === '') return null;
  try {
    if (text !== undefined) return JSON.parse(text);
  } catch {
    // Not passed on as the cause: its message quotes the text.
  }
  const type = clean(answer.headers['content-type'] ?? '', secrets, 80) || 'no content type';
  const begins = clean((textOf(answer, false) ?? '').slice(0, lookedAt), secrets, 80);
  const what = text === undefined ? 'text in another character set than it says' : 'no JSON';
  throw new Fault('ODIN_MALFORMED', `${where} answered with ${what} (${type}): "${begins}"`);
}

/** The body as text, without a byte order mark. `strict`: undefined when the bytes are none of its charset. */
function textOf({ headers, bytes }: HttpAnswer, strict: boolean): string | undefined {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1];
  for (const label of [charset ?? 'utf-8', 'utf-8'])
    try {
      return new TextDecoder(label, { fatal: strict }).decode(bytes);
    } catch (cause) {
      // A RangeError is a charset nobody knows: JSON is UTF-8 anyway.
      if (!(cause instanceof RangeError)) return undefined;
    }
  return undefined;
}

/** Reads a 4xx or 5xx answer. Nothing in its body is relied on: it may be a page of a gateway. */
export function refusalFrom(answer: HttpAnswer, secrets: readonly string[]): OdinRefusal {
  const { status } = answer;
  const body = bodyOf(answer);
  const said = (name: string) => wordsOf(body[name], secrets);
  const details = said('details');
  const words = said('error') ?? said('message');
  const summary = words ?? details ?? httpWords(status);
  const number = [body.error, body.message, body.details]
    .map((value) => /\[Error (\d{1,9})\]/.exec(plain(value))?.[1])
    .find((found) => found !== undefined);
  const code = number === undefined ? undefined : Number(number);
  return {
    status,
    ...(code === undefined ? {} : { code }),
    summary,
    ...(words === undefined || details === undefined || details === words
      ? {}
      : { detail: details }),
    kind: kindOf(status, code, `${summary} ${details ?? ''}`),
  };
}

function kindOf(status: number, code: number | undefined, words: string): OdinRefusal['kind'] {
  // "Unauthorized" in its words means the token here, not a right.
  if (status === 401) return 'sessionLost';
  const kind = refusalKindOf(code, words);
  if (kind !== 'other') return kind;
  return status === 403 ? 'notPermitted' : status === 404 ? 'notFound' : 'other';
}

function bodyOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(textOf(answer, false) ?? '');
    if (typeof value === 'string') return { error: value };
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

function wordsOf(value: unknown, secrets: readonly string[]): string | undefined {
  const text = plain(value).slice(0, lookedAt);
  // A page may also be wrapped into JSON.
  if (/<(?:!doctype|html|body)\b/i.test(text)) return undefined;
  return clean(text, secrets, longest) || undefined;
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // Nested deeper than the stack.
    return '';
  }
}

/** One line without control characters and secrets, cut to length: in that order, or half a secret would stay. */
function clean(text: string, secrets: readonly string[], most: number): string {
  const line = redactText(text, secrets)
    .replace(/\beyJ[\w-]{5,8192}\.[\w-]*(?:\.[\w-]*)?/g, redacted)
    .replace(/\b(Bearer\s+)[^\s"',]+/gi, `$1${redacted}`)
    .replace(/("(?:\w*password|\w*token)"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi, `$1"${redacted}"`)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(halves, '')}…`;
}

/** As it may be quoted: plain, and the way JSON, a query or HTML spell it. */
export function spellingsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  const page = html.replace(/'/g, '&#039;');
  return [
    ...new Set([
      secret,
      json,
      json.replaceAll('/', '\\/'),
      encodeURIComponent(secret.replace(halves, '')),
      html,
      page,
    ]),
  ];
}

function httpWords(status: number): string {
  const name = statusNames[status];
  return name === undefined ? `HTTP ${status}` : `HTTP ${status} ${name}`;
}

const statusNames: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
