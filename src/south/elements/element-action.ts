// What a call is meant to do, and how its content is recorded. Pure.
import { rpcMethodOf } from './answer-text.js';
import type { Action, ActionRow, ElementSettings } from './element.js';

/** What a call looks like. */
interface Looks {
  readonly method: string;
  /** Below the base. */
  readonly path: string;
  readonly body?: Buffer;
}

/** By the first row that fits, else by the verb. */
export function actionOf({ actions = [] }: ElementSettings, looks: Looks): Action {
  const found = actions.find((row) => fits(row, looks));
  return found?.action ?? byVerb(looks.method);
}

function byVerb(method: string): Action {
  if (method === 'POST') return 'create';
  if (method === 'DELETE') return 'delete';
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? 'read' : 'update';
}

/** How much of a body is looked at. */
const lookedAt = 65_536;

function fits(row: ActionRow, { method, path, body }: Looks): boolean {
  if (row.method !== undefined && row.method.toUpperCase() !== method) return false;
  if (row.path !== undefined) {
    const plain = (text: string) => `/${text.replace(/^\//, '')}`;
    if (!fitsPattern(plain(row.path), plain(path.split('?')[0] as string))) return false;
  }
  if (row.body === undefined) return true;
  const rpc = rpcMethodOf(body);
  if (rpc !== undefined) return fitsPattern(row.body, rpc);
  return fitsPattern(`*${row.body}*`, body?.toString('latin1', 0, lookedAt) ?? '');
}

/** Whether a text fits a pattern in which `*` stands for anything; case does not matter. */
export function fitsPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  const last = rest.pop();
  if (last === undefined) return lower === first;
  if (!lower.startsWith(first)) return false;
  let at = first.length;
  const end = lower.length - last.length;
  for (const piece of rest) {
    const found = lower.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return end >= at && lower.endsWith(last);
}

/** Format and content of a request for its record: a form is told as JSON, since records know only that and XML. */
export function recordedAs(
  headers: Readonly<Record<string, string>>,
  body: Buffer | undefined,
  usual: 'json' | 'xml',
): { readonly format: 'json' | 'xml'; readonly content: Buffer } {
  const content = body ?? Buffer.alloc(0);
  const type = headers['content-type'] ?? '';
  if (/^application\/x-www-form-urlencoded/i.test(type))
    return { format: 'json', content: Buffer.from(JSON.stringify(membersOf(content))) };
  const said = body === undefined ? (headers.accept ?? '') : type;
  const format = /json/i.test(said) ? 'json' : /xml/i.test(said) ? 'xml' : usual;
  return { format, content };
}

/** A repeated name becomes a list. */
function membersOf(form: Buffer): Record<string, string | string[]> {
  const members = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(form.toString('utf8'))) {
    const before = members.get(name);
    members.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(members);
}
