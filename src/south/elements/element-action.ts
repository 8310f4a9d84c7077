// What a call is meant to do, and how its content is recorded. Pure.
import { looksLikeXml, namesIn } from './body-names.js';
import type { Action, ActionRow, ElementSettings } from './element.js';

/** What a call looks like. */
interface Looks {
  readonly method: string;
  /** Below the base. */
  readonly path: string;
  readonly body?: Buffer;
  readonly contentType?: string;
}

/** By the first row that fits, else by the verb. */
export function actionOf({ actions = [] }: ElementSettings, looks: Looks): Action {
  const fitsBody = bodyFitter(looks);
  const found = actions.find((row) => fits(row, looks) && fitsBody(row));
  return found?.action ?? byVerb(looks.method);
}

function byVerb(method: string): Action {
  if (method === 'POST') return 'create';
  if (method === 'DELETE') return 'delete';
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? 'read' : 'update';
}

/** Signs, or escapes of them, that servers take differently: at such a path nothing is known to be a read. */
const doubtful = /;|%(?:23|25|2f|3b|3f|5c)/i;

function fits(row: ActionRow, { method, path }: Looks): boolean {
  if (row.method !== undefined && row.method.toUpperCase() !== method) return false;
  if (row.path === undefined) return true;
  const plain = (text: string) => `/${text.replace(/^\//, '')}`;
  const asked = plain(path.split('?')[0] as string);
  if (row.action === 'read' && doubtful.test(asked)) return false;
  return fitsPattern(plain(row.path), asked);
}

/** How much of a body that is no XML is looked at. */
const lookedAt = 65_536;

/** Whether a row fits the body, which is read once, when a row asks for it. */
function bodyFitter({ body, contentType }: Looks): (row: ActionRow) => boolean {
  const isXml = body !== undefined && looksLikeXml(body);
  let names: ReturnType<typeof namesIn> | 'not yet' = 'not yet';
  return ({ body: pattern, action }) => {
    if (pattern === undefined) return true;
    // Text that happens to stand somewhere never makes a read of a call.
    if (!isXml)
      return (
        action !== 'read' &&
        fitsPattern(`*${pattern}*`, body?.toString('latin1', 0, lookedAt) ?? '')
      );
    if (names === 'not yet') names = namesIn(body, contentType);
    if (names === undefined || (action === 'read' && !names.isPlain)) return false;
    const fitsName = (name: string) => fitsPattern(pattern, name);
    if (names.rpc !== undefined) return fitsName(names.rpc);
    if (action !== 'read') return names.all.some(fitsName);
    const { root, commands } = names;
    return fitsName(root) || (commands.length > 0 && commands.every(fitsName));
  };
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
