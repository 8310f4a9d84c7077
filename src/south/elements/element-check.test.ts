// What a check says of an element that is well, and of each way to be unwell.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ElementReply, ElementStub } from '../../../test/element-stub.js';
import { keptLog } from '../../../test/kept-log.js';
import { type ElementSettings, openElement } from './index.js';

const rpcFault =
  '<methodResponse><fault><value><struct><member><name>faultString</name><value>unknown method</value></member></struct></value></fault></methodResponse>';
const basic = { kind: 'basic', username: 'ann@example.net', password: 'tide-table-7' } as const;

type Row = readonly [
  what: string,
  reply: ElementReply,
  different: Partial<ElementSettings>,
  ok: boolean,
  words: RegExp,
];
const rows: readonly Row[] = [
  ['all is well', { body: '{}' }, {}, true, /answers as it should \(HTTP 200\)/],
  [
    'credentials',
    { status: 401, body: '{"message":"bad tide-table-7"}' },
    { auth: basic },
    false,
    /refuses the credentials \(HTTP 401\): bad \[redacted\]$/,
  ],
  ['rights', { status: 403 }, {}, false, /may not do this \(HTTP 403\)/],
  [
    'another path',
    { status: 404 },
    {},
    false,
    /nothing at this path \(HTTP 404\); is http:\/\/127.+ the right base address/,
  ],
  ['another method', { status: 405 }, {}, false, /another `check`/],
  ['a rest', { status: 429, headers: { 'retry-after': '99' } }, {}, false, /left alone/],
  ['trouble', { status: 500 }, {}, false, /in trouble \(HTTP 500\)/],
  [
    'a login page',
    { body: '<html>', type: 'text/html; charset=utf-8' },
    {},
    false,
    /a page \(text\/html\), such as a login page/,
  ],
  [
    'a login page instead of JSON',
    { body: '<html>', type: 'text/html' },
    { success: 'ret' },
    false,
    /not what is expected.+text\/html/,
  ],
  [
    'a refusal inside 200',
    { body: '{"ret":-1,"error":{"msg":"expired"}}' },
    { success: 'ret' },
    false,
    /refuses what was asked: expired \(ret -1\)/,
  ],
  [
    'XML-RPC that lists no methods',
    { body: rpcFault, type: 'text/xml' },
    { success: 'xml-rpc', format: 'xml' },
    true,
    /takes the credentials/,
  ],
  [
    'a redirect',
    { status: 302, headers: { location: 'https://login.example.net/' } },
    {},
    false,
    /login\.example\.net/,
  ],
  ['a reset', { end: 'reset' }, { retries: 0 }, false, /ends the connection/],
  ['silence', { end: 'hang' }, { timeoutMs: 120 }, false, /does not answer in time/],
  ['no name', {}, { baseUrl: 'http://no-such-host.invalid' }, false, /host name is not known/],
  ['no port', {}, { baseUrl: 'http://127.0.0.1:1' }, false, /cannot be reached/],
];
for (const [what, reply, different, ok, words] of rows)
  test(`check: ${what}`, async () => {
    await using stub = await ElementStub.start(() => reply);
    const element = openElement(stub.settings(different), stub.deps);
    const log = keptLog();
    const found = await element.check(log);
    assert.match(found.words, words);
    assert.equal(found.ok, ok);
    assert.ok(log.messages.length > 0, 'nothing was recorded');
    assert.ok(log.messages.every(({ request }) => request.action === 'read'));
    await element.close();
  });

for (const [code, message, ok, words] of [
  [1008, 'Nothing is asked for', true, /answers an empty request \(Nothing.+name a `check`/],
  [1001, 'Authentication failed', false, /refuses the credentials: Authentication failed/],
] as const)
  test(`check: credentials in the body, answered with ${code}`, async () => {
    await using stub = await ElementStub.start(() => ({
      body: `<response><status><ErrorCode>${code}</ErrorCode><ErrorMessage>${message}</ErrorMessage></status></response>`,
      type: 'text/xml',
    }));
    const auth = { kind: 'body-credentials', username: 'u', password: 'tide-table-7' } as const;
    const settings = stub.settings({ auth, success: 'ztp', format: 'xml' });
    const element = openElement(settings, stub.deps);
    const found = await element.check(keptLog());
    assert.match(found.words, words);
    assert.equal(found.ok, ok);
    assert.match(
      stub.asked[0]?.body ?? '',
      /<request userid="u" password="tide-table-7" message-id/,
    );
    await element.close();
  });

test('check: credentials in the body, and no body to send', async () => {
  await using stub = await ElementStub.start(() => ({}));
  const auth = { kind: 'body-credentials', username: 'u', password: 'tide-table-7' } as const;
  const element = openElement(stub.settings({ auth }), stub.deps);
  assert.match((await element.check(keptLog())).words, /name a `check`/);
  assert.equal(stub.asked.length, 0);
  await element.close();
});

test('check: a certificate that is not trusted', async () => {
  await using stub = await ElementStub.start(() => ({}), true);
  const element = openElement(stub.settings(), stub.deps);
  assert.match((await element.check(keptLog())).words, /certificate.+`ca`/);
  await element.close();
});

test('check: no token for these credentials', async () => {
  await using stub = await ElementStub.start(() => ({ status: 401 }));
  const auth = {
    kind: 'oauth-client',
    tokenPath: '/token',
    clientId: 'id',
    clientSecret: 'cl1ent-s3cret',
  } as const;
  const element = openElement(stub.settings({ auth }), stub.deps);
  const { ok, words } = await element.check(keptLog());
  assert.match(words, /no token for these credentials/);
  assert.equal(ok, false);
  await element.close();
});

test('check: what is asked is the setting, else the profile of the account or the base', async () => {
  await using stub = await ElementStub.start(() => ({ body: '{}' }));
  const { vendorType: _, ...xsi } = stub.settings({ protocol: 'BS-XSI', auth: basic });
  const own = stub.settings({ check: { method: 'POST', path: '/a?b=1', body: '{"x":1}' } });
  for (const settings of [xsi, own, stub.settings()]) {
    const element = openElement(settings, stub.deps);
    await element.check(keptLog());
    await element.close();
  }
  assert.deepEqual(
    stub.asked.map(({ method, target, body }) => [method, target, body]),
    [
      ['GET', '/base/user/ann%40example.net/profile', ''],
      ['POST', '/base/a?b=1', '{"x":1}'],
      ['GET', '/base', ''],
    ],
  );
});
