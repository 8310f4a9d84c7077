// Each way to prove who we are, against servers that work the proof out by themselves.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import {
  type AskedOfElement,
  type ElementReply,
  ElementStub,
} from '../../../../test/element-stub.js';
import { keptLog } from '../../../../test/kept-log.js';
import { redactBytes } from '../../../ocip/index.js';
import { type ElementAnswer, type ElementSettings, openElement } from '../index.js';

const hash = (kind: string, text: string) => createHash(kind).update(text, 'latin1').digest('hex');

/** An element that is asked several times, and everything that was recorded, as a recorder would keep it. */
async function open(stub: ElementStub, different: Partial<ElementSettings>) {
  const log = keptLog();
  const element = openElement(stub.settings(different), stub.deps);
  const ask = (method: string, path = '/x', body?: string): Promise<ElementAnswer> =>
    element.call({ method, path, log, ...(body === undefined ? {} : { body }) });
  const kept = () =>
    log.messages
      .map(({ request, answer, end }) => {
        const secrets = request.secrets?.() ?? [];
        const [content, came] = [request.content, answer].map((one) =>
          Buffer.from(redactBytes(one, secrets).bytes).toString(),
        );
        return [request.method, request.endpoint, request.action, content, came, end].join(' ');
      })
      .join('\n');
  return { element, ask, kept, log };
}

const ok: ElementReply = { body: '{"ok":true}' };
const no: ElementReply = { status: 401, body: '{"message":"who are you?"}' };

test('Basic, a header key and no credentials at all', async () => {
  await using stub = await ElementStub.start(() => ok);
  const rows = [
    [
      { kind: 'basic', username: 'änne', password: 'tide-täble' },
      'authorization',
      `Basic ${Buffer.from('änne:tide-täble').toString('base64')}`,
    ],
    [{ kind: 'header-key', header: 'API-KEY', key: 'k3y-of-doors' }, 'api-key', 'k3y-of-doors'],
    [
      { kind: 'header-key', header: 'Authorization', prefix: 'Bearer ', key: 'abc-123' },
      'authorization',
      'Bearer abc-123',
    ],
    [{ kind: 'none' }, 'authorization', undefined],
  ] as const;
  for (const [auth, name, value] of rows) {
    const { element, ask, kept } = await open(stub, { auth });
    await ask('GET');
    assert.equal(stub.asked.at(-1)?.headers[name], value);
    assert.equal(kept(), 'GET /base/x read  {"ok":true} 200');
    await element.close();
  }
});

/** Judges a Digest by itself; gives out nonces that are good for two uses. */
function digestServer(algorithm: string, password: string) {
  let nonce = 0;
  let uses = 0;
  const kind = algorithm.startsWith('SHA') ? 'sha256' : 'md5';
  return (asked: AskedOfElement): ElementReply => {
    const said = new Map(
      [...(asked.headers.authorization ?? '').matchAll(/(\w+)="?([^",]*)"?/g)].map(
        ([, name, value]) => [name, value],
      ),
    );
    const get = (name: string) => said.get(name) ?? '';
    const first = hash(kind, `ann:the realm:${password}`);
    const one = algorithm.endsWith('-sess')
      ? hash(kind, `${first}:${get('nonce')}:${get('cnonce')}`)
      : first;
    const two = hash(kind, `${asked.method}:${asked.target}`);
    const wanted = hash(kind, `${one}:${get('nonce')}:${get('nc')}:${get('cnonce')}:auth:${two}`);
    const isMine = get('nonce') === `n${nonce}` && Number.parseInt(get('nc'), 16) === uses + 1;
    if (get('response') === wanted && get('uri') === asked.target && isMine && uses < 2) {
      uses++;
      return ok;
    }
    const stale = get('response') === wanted;
    nonce++;
    uses = 0;
    const challenge = `Digest realm="the realm", nonce="n${nonce}", qop="auth", algorithm=${algorithm}${stale ? ', stale=true' : ''}`;
    return { ...no, headers: { 'www-authenticate': challenge } };
  };
}

for (const algorithm of ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess'])
  test(`Digest ${algorithm}: a nonce is used again, and replaced when it is old`, async () => {
    await using stub = await ElementStub.start(digestServer(algorithm, 'tide-table-7'));
    const auth = { kind: 'digest', username: 'ann', password: 'tide-table-7' } as const;
    const { element, ask, log } = await open(stub, { auth });
    for (const path of ['/a?b=1', '/b', '/c']) assert.equal((await ask('GET', path)).status, 200);
    assert.deepEqual(
      log.messages.map(({ end }) => end),
      ['401', '200', '200', '401', '200'],
    );
    await element.close();
  });

test('Digest: a change is never the one that asks for a nonce', async () => {
  await using stub = await ElementStub.start(digestServer('SHA-256', 'tide-table-7'));
  const auth = { kind: 'digest', username: 'ann', password: 'tide-table-7' } as const;
  const { element, ask } = await open(stub, { auth });
  assert.equal((await ask('PUT', '/a?b=1', '{}')).status, 200);
  stub.clock += 60_000;
  assert.equal((await ask('DELETE', '/a')).status, 200);
  assert.deepEqual(
    stub.asked.map(({ method, target }) => `${method} ${target}`),
    ['GET /base/a', 'PUT /base/a?b=1', 'GET /base/a', 'GET /base/a', 'DELETE /base/a'].filter(
      (_, at) => at !== 3,
    ),
  );
  await element.close();
});

test('Digest: a wrong password is tried once, and an answer without a challenge is handed back', async () => {
  await using stub = await ElementStub.start(digestServer('MD5', 'another'));
  const auth = { kind: 'digest', username: 'ann', password: 'tide-table-7' } as const;
  const { element, ask } = await open(stub, { auth });
  assert.equal((await ask('GET')).status, 401);
  assert.equal(stub.asked.length, 2);
  await element.close();
  await using mute = await ElementStub.start(() => no);
  const other = await open(mute, { auth });
  assert.equal((await other.ask('GET')).reason, 'who are you?');
  assert.equal(mute.asked.length, 1);
  await other.element.close();
});

/** Judges a Hawk by itself, by a clock of its own. */
function hawkServer(secret: string, skewSeconds: number, clock: () => number) {
  const nonces = new Set<string>();
  return (asked: AskedOfElement): ElementReply => {
    const said = new Map(
      [...(asked.headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(
        ([, name, value]) => [name, value],
      ),
    );
    const get = (name: string) => said.get(name) ?? '';
    const [host, port] = (asked.headers.host ?? '').split(':');
    const digest = createHash('sha256')
      .update(`hawk.1.payload\n${asked.headers['content-type'] ?? ''}\n${asked.body}\n`, 'latin1')
      .digest('base64');
    const bodyHash = asked.body === '' ? '' : digest;
    const text = `hawk.1.header\n${get('ts')}\n${get('nonce')}\n${asked.method}\n${asked.target}\n${host}\n${port}\n${bodyHash}\n\n`;
    const mac = createHmac('sha256', secret).update(text, 'latin1').digest('base64');
    const now = Math.floor(clock() / 1000) + skewSeconds;
    const isGood = get('id') === 'key-id-7' && get('mac') === mac && get('hash') === bodyHash;
    if (isGood && Math.abs(Number(get('ts')) - now) < 60 && !nonces.has(get('nonce'))) {
      nonces.add(get('nonce'));
      return ok;
    }
    const tsm = createHmac('sha256', secret).update(`hawk.1.ts\n${now}\n`).digest('base64');
    return {
      ...no,
      headers: { 'www-authenticate': `Hawk ts="${now}", tsm="${tsm}", error="Stale timestamp"` },
    };
  };
}

test('Hawk: reads and changes are signed, and the clock of the server is learnt', async () => {
  let clock = () => 0;
  await using stub = await ElementStub.start((asked) =>
    hawkServer('secret-of-hawk', 0, clock)(asked),
  );
  clock = () => stub.clock;
  const auth = { kind: 'hawk', id: 'key-id-7', key: 'secret-of-hawk' } as const;
  const { element, ask, log } = await open(stub, { auth });
  assert.equal((await ask('GET', '/endpoints/00a1?page_size=5')).status, 200);
  assert.equal((await ask('PUT', '/endpoints/00a1', '{"mac":"00a1"}')).status, 200);
  clock = () => stub.clock + 3_600_000;
  assert.equal((await ask('DELETE')).status, 401);
  assert.equal((await ask('DELETE')).status, 200);
  clock = () => stub.clock - 3_600_000;
  assert.equal((await ask('GET')).status, 200);
  assert.deepEqual(
    log.messages.map(({ end }) => end),
    ['200', '200', '401', '200', '401', '200'],
  );
  await element.close();
});

test('Hawk: a time without proof is not believed, and a wrong key is tried once', async () => {
  const liar = await ElementStub.start(() => ({
    ...no,
    headers: { 'www-authenticate': 'Hawk ts="1353832234", tsm="AAAA"' },
  }));
  await using stub = liar;
  const { element, ask } = await open(stub, {
    auth: { kind: 'hawk', id: 'key-id-7', key: 'wrong' },
  });
  assert.equal((await ask('GET')).status, 401);
  assert.equal(stub.asked.length, 1);
  await element.close();
});

test('signed headers: the signature covers verb, digest of the body, key, nonce, time and path', async () => {
  await using stub = await ElementStub.start((asked) => {
    const get = (name: string) => String(asked.headers[name] ?? '');
    const md5 = createHash('md5').update(asked.body, 'latin1').digest('base64');
    const text = [
      asked.method,
      ...(asked.body === '' ? [] : [`Content-MD5:${md5}`]),
      `X-Ca-Key:${get('x-ca-key')}`,
      `X-Ca-Nonce:${get('x-ca-nonce')}`,
      `X-Ca-Timestamp:${get('x-ca-timestamp')}`,
      asked.target.slice(1).replace('?', '\n'),
    ].join('\n');
    const wanted = createHmac('sha256', 'the-secret').update(text, 'latin1').digest('base64');
    return wanted === get('x-ca-signature') && get('content-md5') === (asked.body === '' ? '' : md5)
      ? ok
      : no;
  });
  const auth = { kind: 'signed-headers', key: 'the-key-id', secret: 'the-secret' } as const;
  const { element, ask, kept } = await open(stub, { auth });
  assert.equal((await ask('POST', '/device/add', '{"macs":["00a1"]}')).status, 200);
  assert.equal((await ask('GET', '/device/list?skip=1')).status, 200);
  const [one, other] = stub.asked.map(({ headers }) => headers['x-ca-nonce']);
  assert.notEqual(one, other);
  assert.equal(stub.asked[0]?.headers['x-ca-timestamp'], String(stub.clock));
  assert.doesNotMatch(kept(), /the-secret|the-key-id/);
  await element.close();
});

/** Gives tokens that are good until `expire`. */
class TokenServer {
  given = 0;
  good = '';
  readonly calls: AskedOfElement[] = [];
  token: (asked: AskedOfElement) => ElementReply | Promise<ElementReply> = () => this.give();

  give(more: object = { expires_in: 3600 }): ElementReply {
    this.good = `tok-${++this.given}-0123456789abcdef`;
    return {
      body: JSON.stringify({
        access_token: this.good,
        token_type: 'Bearer',
        refresh_token: `ref-${this.given}-zyxwvu`,
        ...more,
      }),
    };
  }

  readonly answer = (asked: AskedOfElement) => {
    if (!asked.target.startsWith('/base/token'))
      return asked.headers.authorization === `Bearer ${this.good}` ? ok : no;
    this.calls.push(asked);
    return this.token(asked);
  };
}

const oauth = {
  kind: 'oauth-password',
  tokenPath: '/token',
  clientId: 'client-7',
  clientSecret: 'cl1ent-s3cret',
  username: 'auth-id',
  password: 'auth-t0ken-7',
} as const;

test('OAuth: one token for all who wait, recorded as JSON without its secrets', async () => {
  const server = new TokenServer();
  await using stub = await ElementStub.start(server.answer);
  const { element, ask, kept, log } = await open(stub, { auth: oauth });
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask('GET')));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(server.calls.length, 1);
  assert.equal(server.calls[0]?.headers['content-type'], 'application/x-www-form-urlencoded');
  assert.deepEqual(Object.fromEntries(new URLSearchParams(server.calls[0]?.body)), {
    grant_type: 'password',
    username: 'auth-id',
    password: 'auth-t0ken-7',
    client_id: 'client-7',
    client_secret: 'cl1ent-s3cret',
  });
  assert.equal(log.messages[0]?.request.format, 'json');
  assert.match(
    kept(),
    /^POST \/base\/token create \{"grant_type":"password","username":"auth-id","password":"\[redacted\]"/,
  );
  assert.doesNotMatch(kept(), /cl1ent|t0ken-7|tok-1|ref-1/);
  await element.close();
});

test('OAuth: client credentials by Basic, in JSON, with stamped headers and a scope', async () => {
  const server = new TokenServer();
  await using stub = await ElementStub.start(server.answer);
  const { username: _u, password: _p, ...client } = oauth;
  const auth = {
    ...client,
    kind: 'oauth-client',
    clientAuth: 'basic',
    clientSecret: 'cl1ent+s3cret',
    tokenFormat: 'json',
    stamp: true,
    scope: 'a b',
  } as const;
  const { element, ask } = await open(stub, { auth });
  assert.equal((await ask('GET')).status, 200);
  const [call, read] = stub.asked;
  assert.deepEqual(JSON.parse(call?.body ?? ''), {
    grant_type: 'client_credentials',
    scope: 'a b',
  });
  assert.equal(
    call?.headers.authorization,
    `Basic ${Buffer.from('client-7:cl1ent%2Bs3cret').toString('base64')}`,
  );
  for (const one of [call, read]) {
    assert.equal(one?.headers.timestamp, String(stub.clock));
    assert.match(String(one?.headers.nonce), /^[0-9a-f]{32}$/);
  }
  assert.notEqual(call?.headers.nonce, read?.headers.nonce);
  await element.close();
});

test('OAuth: a token is renewed a little before its end', async () => {
  const server = new TokenServer();
  await using stub = await ElementStub.start(server.answer);
  const { element, ask } = await open(stub, { auth: oauth });
  for (const [ahead, given] of [
    [0, 1],
    [3_539_000, 1],
    [2_000, 2],
  ] as const) {
    stub.clock += ahead;
    assert.equal((await ask('GET')).status, 200);
    assert.equal(server.given, given);
  }
  await element.close();
});

test('OAuth: an early renewal that fails does no harm while the old token is good', async () => {
  const server = new TokenServer();
  await using stub = await ElementStub.start(server.answer);
  const { element, ask } = await open(stub, { auth: oauth });
  await ask('GET');
  server.token = () => ({ status: 500 });
  stub.clock += 3_550_000;
  assert.equal((await ask('GET')).status, 200);
  assert.equal((await ask('GET')).status, 200);
  assert.equal(server.calls.length, 2);
  stub.clock += 60_000;
  await assert.rejects(ask('GET'), { code: 'SOUTH_PROTOCOL' });
  await element.close();
});

test('OAuth: on 401 a read goes again with another token, a change does not', async () => {
  const server = new TokenServer();
  await using stub = await ElementStub.start(server.answer);
  const { element, ask, log } = await open(stub, { auth: oauth });
  await ask('GET');
  server.good = 'none';
  assert.equal((await ask('GET')).status, 200);
  server.good = 'none';
  const change = await ask('POST', '/x', '{}');
  assert.deepEqual(
    [change.status, change.outcome, change.reason],
    [401, 'refused', 'who are you?'],
  );
  assert.equal((await ask('POST', '/x', '{}')).status, 200);
  assert.deepEqual(
    log.messages.map(({ request, end }) => `${request.method} ${request.endpoint} ${end}`),
    [
      'POST /base/token 200',
      'GET /base/x 200',
      'GET /base/x 401',
      'POST /base/token 200',
      'GET /base/x 200',
      'POST /base/x 401',
      'POST /base/token 200',
      'POST /base/x 200',
    ],
  );
  await element.close();
});

test('OAuth: a token that is always refused is renewed once for each read', async () => {
  const server = new TokenServer();
  await using stub = await ElementStub.start((asked) =>
    asked.target.includes('token') ? server.answer(asked) : no,
  );
  const { element, ask } = await open(stub, { auth: oauth });
  assert.equal((await ask('GET')).status, 401);
  assert.equal(stub.asked.length, 4);
  await element.close();
});

test('OAuth: when two fresh tokens were refused, others are not asked for until some time later', async () => {
  const server = new TokenServer();
  let isOpen = false;
  await using stub = await ElementStub.start((asked) =>
    asked.target.includes('token') || isOpen ? server.answer(asked) : no,
  );
  const { element, ask } = await open(stub, { auth: oauth });
  for (let reads = 0; reads < 5; reads++) assert.equal((await ask('GET')).status, 401);
  assert.equal(server.given, 2);
  stub.clock += 31_000;
  for (let reads = 0; reads < 5; reads++) assert.equal((await ask('GET')).status, 401);
  assert.equal(server.given, 3);
  // The one that is kept is used, and when it is taken all is as before.
  isOpen = true;
  assert.equal((await ask('GET')).status, 200);
  server.good = 'none';
  assert.equal((await ask('GET')).status, 200);
  assert.equal(server.given, 4);
  await element.close();
});

for (const status of [429, 503])
  test(`OAuth: a token call that is answered with ${status} and a rest gives the element a rest`, async () => {
    const server = new TokenServer();
    server.token = () => ({ status, headers: { 'retry-after': '60' } });
    await using stub = await ElementStub.start(server.answer);
    const { element, ask } = await open(stub, { auth: oauth, timeoutMs: 300 });
    for (let calls = 0; calls < 5; calls++)
      await assert.rejects(ask('GET'), { code: 'SOUTH_BUSY' });
    assert.equal(stub.asked.length, 1);
    await element.close();
  });

const refusals: readonly [ElementReply, string, RegExp][] = [
  [
    { status: 400, body: '{"error":"invalid_grant","error_description":"bad auth-t0ken-7"}' },
    'SOUTH_LOGIN_REFUSED',
    /bad \[redacted\]$/,
  ],
  [
    { status: 401, body: '<html>', type: 'text/html' },
    'SOUTH_LOGIN_REFUSED',
    /HTTP 401 Unauthorized$/,
  ],
  [{ body: '{"error":"invalid_client"}' }, 'SOUTH_LOGIN_REFUSED', /invalid_client/],
  [{ body: '{"retCode":40002,"msg":"no"}' }, 'SOUTH_LOGIN_REFUSED', /no$/],
  [{ status: 503 }, 'SOUTH_BUSY', /503/],
  [
    { status: 302, headers: { location: 'http://evil.example.net/' } },
    'SOUTH_PROTOCOL',
    /usable token/,
  ],
  [{ body: '{"access_token":"a b"}' }, 'SOUTH_PROTOCOL', /usable token/],
  [{ body: '<html>', type: 'text/html' }, 'SOUTH_PROTOCOL', /text\/html/],
  [{ end: 'reset' }, 'SOUTH_LOST', /lost/],
];
for (const [reply, code, words] of refusals)
  test(`OAuth: no token (${JSON.stringify(reply)}) is a fault, and the change was not sent`, async () => {
    const server = new TokenServer();
    server.token = () => reply;
    await using stub = await ElementStub.start(server.answer);
    const { element, ask } = await open(stub, { auth: oauth });
    await assert.rejects(ask('POST', '/x', '{}'), { code, message: words });
    assert.equal(stub.asked.length, 1);
    await element.close();
  });

test('OAuth: a login that was refused is not tried again at once', async () => {
  const server = new TokenServer();
  server.token = () => ({ status: 401 });
  await using stub = await ElementStub.start(server.answer);
  const { element, ask } = await open(stub, { auth: oauth });
  for (const _ of [1, 2, 3]) await assert.rejects(ask('GET'), { code: 'SOUTH_LOGIN_REFUSED' });
  assert.equal(server.calls.length, 1);
  stub.clock += 61_000;
  server.token = () => server.give();
  assert.equal((await ask('GET')).status, 200);
  await element.close();
});

test('OAuth: whoever asked for the token is given up, and the others get one all the same', async () => {
  const server = new TokenServer();
  const stop = new AbortController();
  server.token = () => {
    if (server.calls.length > 1) return server.give();
    stop.abort();
    return { end: 'hang' };
  };
  await using stub = await ElementStub.start(server.answer);
  const { element, ask, log } = await open(stub, { auth: oauth });
  const first = assert.rejects(
    element.call({ method: 'GET', path: '/x', log, signal: stop.signal }),
    { code: 'INTERRUPTED' },
  );
  assert.equal((await ask('GET')).status, 200);
  await first;
  assert.equal(server.calls.length, 2);
  await element.close();
});

test('OAuth: tokens may come from another host when it is named', async () => {
  const server = new TokenServer();
  await using elsewhere = await ElementStub.start(() => server.give());
  await using stub = await ElementStub.start((asked) => server.answer(asked));
  const { tokenPath: _, ...rest } = oauth;
  const { element, ask, log } = await open(stub, {
    auth: { ...rest, tokenUrl: `${elsewhere.origin}/t` },
  });
  assert.equal((await ask('GET')).status, 200);
  assert.equal(elsewhere.asked[0]?.target, '/t');
  assert.equal(log.messages[0]?.request.endpoint, '/t');
  await element.close();
});

test('signed query: token, time and hash are in the query, and in no record', async () => {
  const password = hash('sha256', hash('md5', 'gdms-passw0rd'));
  let isGood = true;
  await using stub = await ElementStub.start((asked) => {
    if (asked.target === '/base/oauth/token') {
      const form = Object.fromEntries(new URLSearchParams(asked.body));
      const wanted = {
        username: 'ann',
        password,
        grant_type: 'password',
        client_id: 'id-7',
        client_secret: 'gdms-s3cret',
      };
      assert.deepEqual(form, wanted);
      return { body: '{"access_token":"gdms+token/0123456789","expires_in":3599}' };
    }
    const all = [...asked.query].filter(([name]) => name !== 'signature');
    all.push(['client_id', 'id-7'], ['client_secret', 'gdms-s3cret']);
    const pairs = all.map(([name, value]) => `${name}=${value}`).sort();
    const tail = asked.body === '' ? '' : `${hash('sha256', asked.body)}&`;
    isGood &&= asked.query.get('signature') === hash('sha256', `&${pairs.join('&')}&${tail}`);
    return { body: '{"retCode":0,"data":[]}' };
  });
  const auth = {
    ...oauth,
    kind: 'signed-query',
    tokenPath: '/oauth/token',
    clientId: 'id-7',
    clientSecret: 'gdms-s3cret',
    username: 'ann',
    password: 'gdms-passw0rd',
  } as const;
  const { element, ask, kept } = await open(stub, { auth, success: 'ret-code' });
  assert.equal((await ask('GET', '/v1.0.0/org/list?pageSize=5&Z=1')).outcome, 'succeeded');
  assert.equal((await ask('POST', '/v1.0.0/device/add', '[{"mac":"00a1"}]')).outcome, 'succeeded');
  assert.ok(isGood, 'a signature was wrong');
  assert.equal(stub.asked[1]?.query.get('access_token'), 'gdms+token/0123456789');
  assert.match(kept(), /GET \/base\/v1\.0\.0\/org\/list\?pageSize=5&Z=1 read/);
  assert.doesNotMatch(kept(), /gdms-|gdms\+|signature|timestamp|access_token=/);
  assert.ok(!kept().includes(password));
  await element.close();
});

test('credentials in the body: attributes of the root, in no record', async () => {
  await using stub = await ElementStub.start(() => ({
    body: '<r><ErrorCode>0</ErrorCode></r>',
    type: 'text/xml',
  }));
  const auth = {
    kind: 'body-credentials',
    username: 'ann@example.net',
    password: 'p<a>&"s\'s ü',
  } as const;
  const { element, ask, kept } = await open(stub, { auth, success: 'ztp', format: 'xml' });
  const body =
    '<?xml version="1.0"?>\n<!-- <x/> -->\n<request message-id="1"><add-package/></request>';
  assert.equal((await ask('POST', '', body)).outcome, 'succeeded');
  assert.equal(
    stub.asked[0]?.body,
    body.replace(
      '<request',
      '<request userid="ann@example.net" password="p&#60;a&#62;&#38;&#34;s&#39;s &#252;"',
    ),
  );
  assert.match(kept(), /<request userid="\[redacted\]" password="\[redacted\]" message-id="1">/);
  for (const bad of [
    '{"a":1}',
    '',
    '<!DOCTYPE a><a/>',
    '<a password="x"/>',
    "<a x='1' userid = 'y'/>",
    '<?xml',
    '<a',
  ])
    await assert.rejects(ask('POST', '', bad), { code: 'USAGE_INVALID' }, bad);
  await assert.rejects(ask('GET', ''), { code: 'USAGE_INVALID' });
  assert.equal(stub.asked.length, 1);
  await element.close();
});

test('a fault never quotes what was secret in the request', async () => {
  await using stub = await ElementStub.start(({ headers }) => ({
    status: 302,
    headers: { location: `https://evil.example.net/${headers['api-key']}` },
  }));
  const { element, ask } = await open(stub, {
    auth: { kind: 'header-key', header: 'API-KEY', key: 'k3y-of-doors' },
  });
  await assert.rejects(ask('GET', '/x?q=k3y-of-doors'), (thrown: Error) => {
    assert.doesNotMatch(thrown.message, /k3y/);
    assert.match(thrown.message, /evil\.example\.net/);
    return true;
  });
  await element.close();
});
