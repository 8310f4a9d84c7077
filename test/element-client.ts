// A plain HTTP client for the simulator's network elements, and authentication worked out by hand from the
// specifications, apart from both the simulator and the product.
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { demoWorld, type Simulator, startSimulator, type World } from '../src/simulator/index.js';

export const password = 'tide-table-7';

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

/** One call on a connection of its own. Rejects when no complete answer comes. */
export function send(
  base: string,
  path: string,
  { method, headers, body }: Sent = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const url = new URL(base);
    const options = { host: url.hostname, port: url.port, path, agent: false, headers };
    const call = request({ ...options, method: method ?? (body === undefined ? 'GET' : 'POST') });
    call.on('error', reject);
    call.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const { statusCode: status = 0 } = answer;
        resolve({ status, headers: answer.headers, bytes, text: bytes.toString('utf8') });
      });
    });
    call.end(body);
  });
}

/** A simulator with OCI-P, XSI and the elements, and where the last two are. */
export async function startElements(
  options: { readonly clock?: () => number; readonly world?: World } = {},
): Promise<{ simulator: Simulator; oci: string; xsi: string; base: string } & AsyncDisposable> {
  const simulator = await startSimulator({
    world: demoWorld(),
    listen: ['tcp://127.0.0.1:0', 'xsi+http://127.0.0.1:0', 'elements+http://127.0.0.1:0'],
    ...options,
  });
  const [oci = '', xsi = '', elements = ''] = simulator.urls;
  return {
    simulator,
    oci,
    xsi: xsi.replace('xsi+', ''),
    base: elements.replace('elements+', ''),
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

export const json = (value: unknown) => ({
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

export const form = (fields: Readonly<Record<string, string>>) => ({
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

export const basic = (name: string, secret = password) =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;

export const hash = (algorithm: string, text: string) =>
  createHash(algorithm).update(text).digest('hex');

/** The header of a Hawk call, after the text of the scheme; `changed` spoils a part of it. */
export function hawk(
  base: string,
  path: string,
  { method = 'GET', body, headers }: Sent = {},
  changed: {
    readonly secret?: string;
    readonly keyId?: string;
    readonly seconds?: number;
    readonly nonce?: string;
    readonly payload?: string;
  } = {},
): string {
  const { hostname, port } = new URL(base);
  const ts = changed.seconds ?? Math.floor(Date.now() / 1000);
  const nonce = changed.nonce ?? randomUUID().slice(0, 8);
  const media = headers?.['Content-Type']?.split(';')[0] ?? '';
  const payload = `hawk.1.payload\n${media}\n${changed.payload ?? body ?? ''}\n`;
  const digest = body === undefined ? '' : createHash('sha256').update(payload).digest('base64');
  const text = `hawk.1.header\n${ts}\n${nonce}\n${method}\n${path}\n${hostname}\n${port}\n${digest}\n\n`;
  const mac = createHmac('sha256', changed.secret ?? 'demo-hawk-secret')
    .update(text)
    .digest('base64');
  const hashed = digest === '' ? '' : `hash="${digest}", `;
  return `Hawk id="${changed.keyId ?? 'demo-key-id'}", ts="${ts}", nonce="${nonce}", ${hashed}mac="${mac}"`;
}

/** A call signed with Hawk. */
export function sendHawk(base: string, path: string, sent: Sent = {}): Promise<Got> {
  const method = sent.method ?? (sent.body === undefined ? 'GET' : 'POST');
  const header = hawk(base, path, { ...sent, method });
  return send(base, path, { ...sent, method, headers: { ...sent.headers, Authorization: header } });
}

/** Headers of a call signed as Yealink's service wants it. */
export function signedHeaders(
  method: string,
  path: string,
  body = '',
  changed: { readonly secret?: string; readonly time?: number; readonly nonce?: string } = {},
): Readonly<Record<string, string>> {
  const nonce = changed.nonce ?? randomUUID();
  const time = String(changed.time ?? Date.now());
  const md5 = createHash('md5').update(body).digest('base64');
  const [bare = '', query] = path.slice(1).split('?');
  const text =
    `${method}\n${body === '' ? '' : `Content-MD5:${md5}\n`}` +
    `X-Ca-Key:demo-access-key\nX-Ca-Nonce:${nonce}\nX-Ca-Timestamp:${time}\n${bare}${query === undefined ? '' : `\n${query}`}`;
  const hmac = createHmac('sha256', changed.secret ?? 'demo-signing-secret').update(text);
  return {
    'Content-Type': 'application/json;charset=UTF-8',
    'X-Ca-Key': 'demo-access-key',
    'X-Ca-Nonce': nonce,
    'X-Ca-Timestamp': time,
    'X-Ca-Signature': hmac.digest('base64'),
    ...(body === '' ? {} : { 'Content-MD5': md5 }),
  };
}

/** A call signed as Yealink's service wants it; the `ret` of the answer stands in its JSON. */
export async function sendRps(base: string, path: string, sent?: unknown) {
  const body = sent === undefined ? undefined : JSON.stringify(sent);
  const method = body === undefined ? 'GET' : 'POST';
  const whole = `/rps/api/open/v1${path}`;
  const headers = signedHeaders(method, whole, body);
  const got = await send(base, whole, { method, headers, ...(body === undefined ? {} : { body }) });
  return JSON.parse(got.text) as { ret: number; data: unknown; error: { msg: string } | null };
}

/** A token of Grandstream's service. */
export async function gdmsToken(base: string): Promise<Record<string, string>> {
  const got = await send(
    base,
    '/gdms/oapi/oauth/token',
    form({
      grant_type: 'password',
      username: 'devices@example.net',
      password: hash('sha256', hash('md5', password)),
      client_id: 'demo-client',
      client_secret: 'demo-client-secret',
    }),
  );
  return JSON.parse(got.text) as Record<string, string>;
}

/** Path and query of a call as Grandstream's service wants it. */
export function signedPath(
  path: string,
  token: string,
  body = '',
  changed: { readonly secret?: string; readonly time?: number } = {},
): string {
  const time = changed.time ?? Date.now();
  const secret = changed.secret ?? 'demo-client-secret';
  const text = `&access_token=${token}&client_id=demo-client&client_secret=${secret}&timestamp=${time}&${body === '' ? '' : `${hash('sha256', body)}&`}`;
  return `/gdms/oapi/v1.0.0${path}?access_token=${token}&timestamp=${time}&signature=${hash('sha256', text)}`;
}

/** A signed call to Grandstream's service. */
export async function sendGdms(base: string, path: string, token: string, sent?: unknown) {
  const body = sent === undefined ? undefined : JSON.stringify(sent);
  const got = await send(base, signedPath(path, token, body), {
    ...(body === undefined ? {} : { ...json(sent), body }),
  });
  return JSON.parse(got.text) as { retCode: number; msg: string; data: unknown };
}

/** Answers a Digest challenge. */
export function digestAnswer(
  challenge: string,
  method: string,
  path: string,
  {
    algorithm = 'SHA-256',
    secret = password,
    count = '00000001',
  }: {
    readonly algorithm?: 'SHA-256' | 'MD5';
    readonly secret?: string;
    readonly count?: string;
  } = {},
): string {
  const part = challenge
    .split(/, (?=Digest )/)
    .find((one) => one.includes(`algorithm=${algorithm},`))!;
  const [, realm = ''] = /realm="([^"]+)"/.exec(part) ?? [];
  const [, nonce = ''] = /nonce="([^"]+)"/.exec(part) ?? [];
  const digest = (text: string) => hash(algorithm === 'MD5' ? 'md5' : 'sha256', text);
  const response = digest(
    `${digest(`devices:${realm}:${secret}`)}:${nonce}:${count}:c0ffee:auth:${digest(`${method}:${path}`)}`,
  );
  return `Digest username="devices", realm="${realm}", nonce="${nonce}", uri="${path}", algorithm=${algorithm}, qop=auth, nc=${count}, cnonce="c0ffee", response="${response}"`;
}

/** One method call of XML-RPC with texts for parameters, or lists of them. */
export function rpc(method: string, ...parameters: readonly (string | readonly string[])[]): Sent {
  const value = (one: string | readonly string[]): string =>
    typeof one === 'string'
      ? `<value><string>${one}</string></value>`
      : `<value><array><data>${one.map(value).join('')}</data></array></value>`;
  return {
    headers: { 'Content-Type': 'text/xml', Authorization: basic('redirect') },
    body: `<?xml version="1.0"?>\n<methodCall><methodName>${method}</methodName><params>${parameters.map((one) => `<param>${value(one)}</param>`).join('')}</params></methodCall>`,
  };
}
