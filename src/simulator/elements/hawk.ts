// Hawk (the scheme of `hawk.1.header`), seen from the server: key id, time, nonce and a MAC over the request.
import { createHash, createHmac } from 'node:crypto';
import { isSame } from './basic.js';
import {
  type ElementCall,
  type ElementReply,
  headerOf,
  json,
  mediaTypeOf,
  type Site,
} from './element.js';

/** Clocks may differ by so much. */
const skewSeconds = 60;

const attribute = /([a-z]+)="([^"\\]*)"/y;

/** The attributes of the header; undefined when it is not Hawk or one stands there twice. */
function attributesIn(header: string): ReadonlyMap<string, string> | undefined {
  if (!/^Hawk +/i.test(header)) return undefined;
  const found = new Map<string, string>();
  let rest = header.replace(/^Hawk +/i, '');
  while (rest !== '') {
    attribute.lastIndex = 0;
    const [whole, name = '', value = ''] = attribute.exec(rest) ?? [];
    if (whole === undefined || found.has(name)) return undefined;
    found.set(name, value);
    rest = rest.slice(whole.length).replace(/^ *(?:, *)?/, '');
  }
  return found;
}

/** Host and port as the client knows them. */
function placeOf(call: ElementCall): readonly [string, string] {
  const [, host = '', port] =
    /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(headerOf(call, 'host') ?? '') ?? [];
  return [host.toLowerCase(), port ?? (call.isSecure ? '443' : '80')];
}

function payloadHash(call: ElementCall): string {
  return createHash('sha256')
    .update(`hawk.1.payload\n${mediaTypeOf(call)}\n`)
    .update(call.body)
    .update('\n')
    .digest('base64');
}

const mac = (secret: string, text: string) =>
  createHmac('sha256', secret).update(text).digest('base64');

function refused(error: string, more = ''): ElementReply {
  return json(401, { message: error }, { 'WWW-Authenticate': `Hawk ${more}error="${error}"` });
}

/** What is wrong with the authentication; undefined when nothing is. */
export function hawkComplaint(
  call: ElementCall,
  site: Site,
  { keyId, secret }: { readonly keyId: string; readonly secret: string },
): ElementReply | undefined {
  const header = headerOf(call, 'authorization');
  if (header === undefined)
    return json(401, { message: 'Unauthorized' }, { 'WWW-Authenticate': 'Hawk' });
  const given = attributesIn(header);
  if (given === undefined) return refused('Bad header format');
  const of = (name: string) => given.get(name) ?? '';
  if (of('ts') === '' || of('nonce') === '' || of('mac') === '')
    return refused('Missing attributes');
  if (!isSame(of('id'), keyId)) return refused('Unknown credentials');
  const [host, port] = placeOf(call);
  const lines = [of('ts'), of('nonce'), call.method.toUpperCase(), call.target, host, port];
  const more = [of('hash'), of('ext'), ...(given.has('app') ? [of('app'), of('dlg')] : [])];
  const normalized = ['hawk.1.header', ...lines, ...more, ''].join('\n');
  if (!isSame(of('mac'), mac(secret, normalized))) return refused('Bad mac');
  if (given.has('hash') && !isSame(of('hash'), payloadHash(call)))
    return refused('Bad payload hash');
  const seconds = Math.floor(site.now() / 1000);
  if (!(Math.abs(Number(of('ts')) - seconds) <= skewSeconds)) {
    const tsm = mac(secret, `hawk.1.ts\n${seconds}\n`);
    return refused('Stale timestamp', `ts="${seconds}", tsm="${tsm}", `);
  }
  return site.isFresh('hawk', `${of('ts')} ${of('nonce')}`) ? undefined : refused('Invalid nonce');
}
