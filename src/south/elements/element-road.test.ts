// Calls to an element: what goes over the wire, what is recorded of it, limits, repeats and redirects.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ElementStub } from '../../../test/element-stub.js';
import { keptLog } from '../../../test/kept-log.js';
import { certificate } from '../../../test/stub-certificate.js';
import { Fault } from '../../fault.js';
import { noLog } from '../../records/index.js';
import { type ElementCall, type ElementSettings, openElement, recordedFetch } from './index.js';

type Replies = Parameters<typeof ElementStub.start>[0];

/** One call to a stub; all that can be looked at afterwards. */
async function once(
  replies: Replies,
  call: Partial<ElementCall> = {},
  different: Partial<ElementSettings> = {},
) {
  await using stub = await ElementStub.start(replies);
  const log = keptLog();
  const element = openElement(stub.settings(different), stub.deps);
  try {
    const answer = await recordedFetch(element, { method: 'GET', path: '/x', log, ...call }).catch(
      (thrown: unknown) => {
        assert.ok(thrown instanceof Fault, String(thrown));
        return thrown;
      },
    );
    return { answer, asked: stub.asked, messages: log.messages, stub };
  } finally {
    await element.close();
  }
}

function answered<Answer>(answer: Answer | Fault): Answer {
  assert.ok(!(answer instanceof Fault), String(answer));
  return answer;
}

function fault(answer: unknown, code: string): Fault {
  assert.ok(answer instanceof Fault, 'an answer came');
  assert.equal(answer.code, code, answer.message);
  return answer;
}

test('a call is noted with the members of the audit record, and sent as it was meant', async () => {
  const { answer, asked, messages } = await once(
    () => ({ status: 201, body: '{"id":7}', headers: { 'set-cookie': 'sid=1', 'x-page': '2' } }),
    { method: 'POST', path: '/devices/00a1?b=%2F&api_key=s3cret&ts=99', body: '{"mac":"00a1"}' },
  );
  const { headers, body, ...rest } = answered(answer);
  assert.deepEqual(rest, {
    status: 201,
    contentType: 'application/json',
    outcome: 'succeeded',
    action: 'create',
  });
  assert.equal(body.toString(), '{"id":7}');
  assert.equal(headers['x-page'], '2');
  assert.equal(headers['set-cookie'], undefined);
  assert.equal(asked[0]?.target, '/base/devices/00a1?b=%2F&api_key=s3cret&ts=99');
  assert.equal(asked[0]?.headers['content-type'], 'application/json');
  assert.equal(asked[0]?.headers['accept-encoding'], 'identity');
  const { content, secrets, ...noted } = messages[0]!.request;
  assert.equal(typeof secrets, 'function');
  assert.deepEqual(noted, {
    protocol: 'PV',
    format: 'json',
    vendorType: 'Snom',
    commands: ['POST /base/devices/00a1'],
    method: 'POST',
    endpoint: '/base/devices/00a1?b=%2F',
    action: 'create',
  });
  assert.equal(Buffer.from(content).toString(), '{"mac":"00a1"}');
  assert.equal(messages[0]?.answer, '{"id":7}');
  assert.equal(messages[0]?.end, '201');
});

test('nothing is sent when the log takes nothing', async () => {
  const { answer, asked } = await once(() => ({}), {
    log: {
      request: () => {
        throw new Fault('LEDGER_UNAVAILABLE', 'full');
      },
    },
  });
  fault(answer, 'LEDGER_UNAVAILABLE');
  assert.equal(asked.length, 0);
});

test('a form is recorded as JSON', async () => {
  const { messages, asked } = await once(() => ({}), {
    method: 'POST',
    body: 'a=1&b=x+y&a=2&__proto__=z',
    contentType: 'application/x-www-form-urlencoded',
  });
  assert.equal(asked[0]?.body, 'a=1&b=x+y&a=2&__proto__=z');
  assert.equal(messages[0]?.request.format, 'json');
  assert.equal(
    Buffer.from(messages[0]!.request.content).toString(),
    '{"a":["1","2"],"b":"x y","__proto__":"z"}',
  );
});

for (const status of [400, 401, 403, 404, 409, 429, 500, 503])
  test(`a change that is answered with ${status} is refused, and not sent again`, async () => {
    const body = '{"error":{"message":"Owned by\\u0007 another account, password=hunter22"}}';
    const { answer, asked, messages } = await once(
      () => ({ status, body, headers: { 'retry-after': '0' } }),
      { method: 'PUT' },
    );
    const { outcome, reason, action } = answered(answer);
    assert.deepEqual(
      { outcome, reason, action },
      {
        outcome: 'refused',
        reason: 'Owned by another account, password=[redacted]',
        action: 'update',
      },
    );
    assert.equal(asked.length, 1);
    assert.equal(messages[0]?.end, String(status));
  });

test('words of a refusal are cut to 300 characters', async () => {
  const { answer } = await once(() => ({
    status: 400,
    body: JSON.stringify({ msg: 'y'.repeat(999) }),
  }));
  assert.equal(answered(answer).reason?.length, 300);
});

for (const [status, retryAfter] of [
  [429, '0'],
  [503, 'Mon, 10 Jun 2024 06:13:19 GMT'],
] as const)
  test(`a read that is answered with ${status} is asked again, each time a message of its own`, async () => {
    const { answer, messages } = await once(({ nth }) =>
      nth < 3
        ? { status, headers: { 'retry-after': retryAfter, date: 'Mon, 10 Jun 2024 06:13:20 GMT' } }
        : { body: '{}' },
    );
    assert.equal(answered(answer).outcome, 'succeeded');
    assert.deepEqual(
      messages.map(({ end }) => end),
      [String(status), String(status), '200'],
    );
  });

test('an element that wants a rest of more than a minute is not waited for', async () => {
  const { answer, asked } = await once(() => ({ status: 503, headers: { 'retry-after': '61' } }));
  assert.equal(answered(answer).status, 503);
  assert.equal(asked.length, 1);
});

test('a rest that is longer than the call has time for is not waited for, and what comes later is not sent', async () => {
  await using stub = await ElementStub.start(() => ({
    status: 429,
    headers: { 'retry-after': '30' },
  }));
  const element = openElement(stub.settings({ timeoutMs: 300 }), stub.deps);
  const read = { method: 'GET', path: '/x', log: noLog };
  assert.equal((await element.call(read)).status, 429);
  await assert.rejects(element.call(read), { code: 'SOUTH_BUSY' });
  assert.equal(stub.asked.length, 1);
  await element.close();
});

for (const end of ['reset', 'cut'] as const) {
  test(`a read whose connection is lost (${end}) is asked again`, async () => {
    const { answer, messages } = await once(({ nth }) => ({ body: '{}', ...(nth < 3 && { end }) }));
    assert.equal(answered(answer).outcome, 'succeeded');
    assert.deepEqual(
      messages.map((one) => one.end),
      ['SOUTH_LOST', 'SOUTH_LOST', '200'],
    );
  });

  test(`a change whose connection is lost (${end}) may have happened, and goes once`, async () => {
    const { answer, asked, messages } = await once(() => ({ body: '{}', end }), {
      method: 'DELETE',
    });
    fault(answer, 'SOUTH_OUTCOME_UNKNOWN');
    assert.equal(asked.length, 1);
    assert.equal(messages[0]?.end, 'SOUTH_LOST');
  });
}

test('a read is given up after so many repeats', async () => {
  const { answer, asked } = await once(() => ({ end: 'reset' }), {}, { retries: 1 });
  fault(answer, 'SOUTH_LOST');
  assert.equal(asked.length, 2);
});

test('a DELETE is not asked again, whatever the caller calls it', async () => {
  const { answer, asked } = await once(() => ({ end: 'reset' }), {
    method: 'DELETE',
    action: 'read',
  });
  fault(answer, 'SOUTH_LOST');
  assert.equal(asked.length, 1);
});

test('changes go over connections of their own', async () => {
  await using stub = await ElementStub.start(() => ({ body: '{}' }));
  const element = openElement(stub.settings(), stub.deps);
  for (const method of ['GET', 'GET', 'PUT', 'PUT']) {
    await element.call({ method, path: '/x', log: noLog });
    // A connection is free again a moment after its answer.
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(new Set(stub.asked.slice(0, 2).map(({ socket }) => socket)).size, 1);
  assert.equal(new Set(stub.asked.map(({ socket }) => socket)).size, 3);
  await element.close();
});

test('a call that takes too long is given up as a whole', async () => {
  const read = await once(() => ({ end: 'hang' }), {}, { timeoutMs: 150 });
  assert.match(fault(read.answer, 'SOUTH_TIMEOUT').message, /0\.15 s/);
  assert.equal(read.messages[0]?.end, 'SOUTH_TIMEOUT');
  assert.equal(read.asked.length, 1);
  const change = await once(() => ({ end: 'hang' }), { method: 'POST' }, { timeoutMs: 150 });
  fault(change.answer, 'SOUTH_OUTCOME_UNKNOWN');
});

test('whoever called may give up, and closing gives everything up', async () => {
  const stop = new AbortController();
  const given = await once(
    () => {
      stop.abort();
      return { end: 'hang' };
    },
    { signal: stop.signal },
  );
  fault(given.answer, 'INTERRUPTED');
  await using stub = await ElementStub.start(() => ({ end: 'hang' }));
  const element = openElement(stub.settings({ concurrent: 1 }), stub.deps);
  const calls = [1, 2].map(() => element.call({ method: 'GET', path: '/x', log: noLog }));
  const ends = Promise.allSettled(calls);
  await element.close();
  for (const end of await ends)
    assert.equal(end.status === 'rejected' && end.reason.code, 'INTERRUPTED');
  await assert.rejects(element.call({ method: 'GET', path: '/x', log: noLog }), {
    code: 'INTERRUPTED',
  });
});

test('an answer over the limit is an error, not an answer', async () => {
  const { answer, messages } = await once(
    () => ({ body: 'x'.repeat(2000) }),
    {},
    { maxBytes: 1999 },
  );
  fault(answer, 'OCIP_TOO_LARGE');
  assert.equal(messages[0]?.end, 'OCIP_TOO_LARGE');
  const fits = await once(() => ({ body: 'x'.repeat(1999) }), {}, { maxBytes: 1999 });
  assert.equal(answered(fits.answer).body.length, 1999);
});

const hostile: readonly [what: string, body: string][] = [
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['an unknown entity', '<a>&b;</a>'],
  ['undue depth', `${'<a>'.repeat(12)}${'</a>'.repeat(12)}`],
  ['no end', '<a><b></b>'],
];
for (const [what, body] of hostile)
  test(`XML with ${what} is not passed on, but kept as it came`, async () => {
    const { answer, messages } = await once(
      () => ({ body, type: 'text/xml' }),
      {},
      { maxDepth: 10 },
    );
    assert.match(fault(answer, 'SOUTH_PROTOCOL').message, /XML cannot be read/);
    assert.deepEqual([messages[0]?.end, messages[0]?.answer], ['200', body]);
  });

test('a change whose answer does not show what became of it is unknown', async () => {
  const { answer, messages } = await once(
    () => ({ body: '<html>Please log in</html>', type: 'text/html' }),
    { method: 'POST' },
    { success: 'ret' },
  );
  assert.match(fault(answer, 'SOUTH_OUTCOME_UNKNOWN').message, /text\/html, not with a JSON/);
  assert.equal(messages[0]?.end, '200');
});

test('a packed answer is no answer, since it was not asked for', async () => {
  const { answer } = await once(() => ({ body: 'xx', headers: { 'content-encoding': 'gzip' } }));
  assert.match(fault(answer, 'SOUTH_PROTOCOL').message, /compressed/);
});

test('a redirect on the same origin is followed for reads, three times', async () => {
  const good = await once(({ nth }) =>
    nth <= 3 ? { status: 302, headers: { location: `/other/${nth}?q=1#f` } } : { body: '{}' },
  );
  assert.equal(answered(good.answer).outcome, 'succeeded');
  assert.deepEqual(
    good.messages.map(({ request, end }) => [request.endpoint, end]),
    [
      ['/base/x', '302'],
      ['/other/1?q=1', '302'],
      ['/other/2?q=1', '302'],
      ['/other/3?q=1', '200'],
    ],
  );
  const round = await once(() => ({ status: 302, headers: { location: '/base/x' } }));
  fault(round.answer, 'SOUTH_PROTOCOL');
  assert.equal(round.asked.length, 4);
});

for (const location of [
  'http://localhost:1/base/x',
  '//evil.example.net/x',
  'https://127.0.0.1/x',
  'http://u:p@HOST/x',
  'file:///etc/passwd',
  '',
])
  test(`a redirect to "${location}" is not followed`, async () => {
    const { answer, asked } = await once(
      ({ headers }) => ({
        status: 307,
        headers: { location: location.replace('HOST', headers.host ?? '') },
      }),
      {},
      { auth: { kind: 'basic', username: 'u', password: 'tide-table-7' } },
    );
    assert.match(fault(answer, 'SOUTH_PROTOCOL').message, /not followed/);
    assert.equal(asked.length, 1);
  });

test('a change is never sent on: 307 did nothing, 303 may have', async () => {
  for (const [status, code] of [
    [307, 'SOUTH_PROTOCOL'],
    [303, 'SOUTH_OUTCOME_UNKNOWN'],
  ] as const) {
    const { answer, asked } = await once(() => ({ status, headers: { location: '/base/y' } }), {
      method: 'POST',
    });
    fault(answer, code);
    assert.equal(asked.length, 1);
  }
});

test('the action is the caller\u2019s, then that of the first row that fits, then that of the verb', async () => {
  const rows = [
    { body: 'redirect.check*', action: 'read' },
    { method: 'post', path: '/profiles/*', action: 'update' },
    { body: '"mutation', action: 'delete' },
  ] as const;
  const rpc = (name: string) =>
    `<?xml version="1.0"?><methodCall><methodName>${name}</methodName></methodCall>`;
  const asked: readonly [call: Partial<ElementCall>, action: string][] = [
    [{ method: 'POST', body: rpc('redirect.checkDevice') }, 'read'],
    [{ method: 'POST', body: rpc('redirect.addServer') }, 'create'],
    [{ method: 'POST', body: rpc('other'), action: 'delete' }, 'delete'],
    [{ method: 'POST', path: '/profiles/7?x=1' }, 'update'],
    [{ method: 'PATCH', path: '/profiles/7' }, 'update'],
    [{ method: 'POST', body: '{"query":"mutation x"}' }, 'delete'],
    [{ method: 'HEAD' }, 'read'],
    [{ method: 'DELETE' }, 'delete'],
  ];
  for (const [call, action] of asked) {
    const { answer, messages } = await once(() => ({ body: '{}' }), call, { actions: rows });
    assert.equal(answered(answer).action, action, JSON.stringify(call));
    assert.equal(messages[0]?.request.action, action);
  }
});

for (const path of [
  'http://localhost/x',
  '//localhost/x',
  '/a/../b',
  '/%2E%2e/b',
  '/..%2f..%2fadmin',
  '/%2e%2e%2fadmin',
  '/..;/..;/admin',
  '/a/..;v=1/b',
  '/.%252e/x',
  '/%25252e%2e/x',
  '/..%5cx',
  '/a%5c..%5cx',
  '/%c0%ae%c0%ae/x',
  '/%u002e%u002e/x',
  '/..%3fx',
  '/%252525252525252e./x',
  '/a%00',
  '/a%0ab',
  '/a%250d',
  '/x#y',
  '/x y',
  '/ü',
  '/a\\b',
  'file:///x',
  'http://u@HOST/x',
])
  test(`"${path}" is no path to ask for`, async () => {
    await using stub = await ElementStub.start(() => ({}));
    const element = openElement(stub.settings(), stub.deps);
    const asked = path.replace('HOST', stub.origin.slice(7));
    await assert.rejects(element.call({ method: 'GET', path: asked, log: noLog }), {
      code: 'USAGE_INVALID',
    });
    assert.equal(stub.asked.length, 0);
    await element.close();
  });

test('dots that are no way up, and what is encoded for good reason, go as they are', async () => {
  await using stub = await ElementStub.start(() => ({ body: '{}' }));
  const element = openElement(stub.settings(), stub.deps);
  const paths = ['/a%2Fb', '/...', '/.well-known/x', '/a..b/%2525', '/v1.0;x=1/b', '/a?p=..%2f%0a'];
  for (const path of paths) await element.call({ method: 'DELETE', path, log: noLog });
  assert.deepEqual(
    stub.asked.map(({ target }) => target),
    paths.map((path) => `/base${path}`),
  );
  await element.close();
});

test('a link of the element itself may be asked for, wherever it leads on its origin', async () => {
  await using stub = await ElementStub.start(() => ({ body: '{}' }));
  const element = openElement(stub.settings(), stub.deps);
  for (const path of [`${stub.origin}/api/next?page=2`, stub.origin, '', '?q', 'y/', '/'])
    await element.call({ method: 'GET', path, log: noLog });
  assert.deepEqual(
    stub.asked.map(({ target }) => target),
    ['/api/next?page=2', '/', '/base', '/base?q', '/base/y/', '/base/'],
  );
  await element.close();
});

for (const method of ['GE T', 'CONNECT', 'TRACE', '', 'GET\r\nx: y'])
  test(`"${method.slice(0, 8).trim()}" is no method to use`, async () => {
    const { answer, asked } = await once(() => ({}), { method }).catch((thrown) => ({
      answer: thrown,
      asked: [],
    }));
    fault(answer, 'USAGE_INVALID');
    assert.equal(asked.length, 0);
  });

test('no more calls at once than are allowed, and all of them are served', async () => {
  let atOnce = 0;
  let most = 0;
  await using stub = await ElementStub.start(async () => {
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, 5));
    atOnce--;
    return { body: '{}' };
  });
  const element = openElement(stub.settings({ concurrent: 3 }), stub.deps);
  const calls = Array.from({ length: 20 }, () =>
    element.call({ method: 'GET', path: '/x', log: noLog }),
  );
  assert.equal((await Promise.all(calls)).length, 20);
  assert.ok(most <= 3, `${most} at once`);
  await element.close();
});

test('a host that nobody knows, a port where nobody listens: the change was not sent', async () => {
  for (const [baseUrl, code] of [
    ['http://no-such-host.invalid/x', 'SOUTH_NAME_UNKNOWN'],
    ['http://127.0.0.1:1/x', 'SOUTH_UNREACHABLE'],
  ] as const) {
    const { answer, messages } = await once(() => ({}), { method: 'POST' }, { baseUrl });
    fault(answer, code);
    assert.equal(messages[0]?.end, code);
  }
});

test('a certificate is always verified; a private authority can be named', async () => {
  await using stub = await ElementStub.start(() => ({ body: '{}' }), true);
  const log = keptLog();
  const distrusting = openElement(stub.settings(), stub.deps);
  await assert.rejects(distrusting.call({ method: 'GET', path: '/x', log }), {
    code: 'SOUTH_TLS_REFUSED',
  });
  assert.equal(log.messages[0]?.end, 'SOUTH_TLS_REFUSED');
  await distrusting.close();
  const trusting = openElement(stub.settings({ ca: certificate }), stub.deps);
  assert.equal((await trusting.call({ method: 'GET', path: '/x', log })).status, 200);
  await trusting.close();
});

test('clear text must be meant', async () => {
  await using stub = await ElementStub.start(() => ({}));
  const { allowClearText: _, ...settings } = stub.settings();
  assert.throws(() => openElement(settings, stub.deps), {
    code: 'SETTING_INVALID',
    message: /clear text/,
  });
});

test('XSI: XML by its own declaration, and ErrorInfo in its words', async () => {
  const xsi = { protocol: 'BS-XSI', success: 'error-info' } as const;
  const body = Buffer.from(
    '<?xml version="1.0" encoding="ISO-8859-1"?><ErrorInfo xmlns="http://schema.broadsoft.com/xsi"><summary>Le num\xe9ro n\'est pas assign\xe9</summary><errorCode>8251</errorCode></ErrorInfo>',
    'latin1',
  );
  await using stub = await ElementStub.start(() => ({
    status: 404,
    body,
    type: 'application/xml',
  }));
  const { vendorType: _, ...settings } = stub.settings(xsi);
  const log = keptLog();
  const element = openElement(settings, stub.deps);
  const answer = await element.call({ method: 'GET', path: '/user/a%40b/profile', log });
  assert.equal(answer.reason, "Le numéro n'est pas assigné");
  assert.deepEqual(
    [log.messages[0]?.request.protocol, log.messages[0]?.request.format],
    ['BS-XSI', 'xml'],
  );
  await element.close();
});
