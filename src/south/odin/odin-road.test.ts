// Calls to ODIN: what goes over the wire, and what is made of every kind of answer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, failure, json, type OdinReply, OdinStub } from '../../../test/odin-stub.js';
import { Fault } from '../../fault.js';
import { noLog } from '../../records/index.js';
import { type OdinAnswer, openOdin, openSouth, type SouthOptions } from '../index.js';
import { parseTarget } from '../target.js';

const ask = { path: '/groups', query: {} } as const;

/** Asks once for a fixed answer. */
async function answerTo(reply: OdinReply, different?: Partial<SouthOptions>): Promise<OdinAnswer> {
  await using stub = await OdinStub.start({ answers: { 'GET /groups': reply } });
  const south = openOdin(stub.south(different));
  try {
    return await south.get(ask);
  } finally {
    await south.close();
  }
}

async function refusalOf(reply: OdinReply) {
  const answer = await answerTo(reply);
  assert.ok(answer.kind === 'refusal');
  return answer.refusal;
}

test('ids are percent-encoded once, in the order given, and nothing but the bearer goes along', async () => {
  await using stub = await OdinStub.start({
    answers: { 'GET /groups/services/assigned': json([]) },
  });
  const south = openOdin(stub.south());
  const id = "A & B/C+D=ü 100%'?#";
  const query = { serviceProviderId: id, 'odd name': '', groupId: '٣ 東京 😀' };
  await south.get({ path: '/groups/services/assigned', query });
  const asked = stub.asked.at(-1)!;
  assert.equal(
    asked.target,
    "/api/v2/groups/services/assigned?serviceProviderId=A%20%26%20B%2FC%2BD%3D%C3%BC%20100%25'%3F%23&odd%20name=&groupId=%D9%A3%20%E6%9D%B1%E4%BA%AC%20%F0%9F%98%80",
  );
  assert.deepEqual(asked.query, query);
  assert.equal(asked.body, '');
  const { authorization, accept, ...others } = asked.headers;
  assert.deepEqual([authorization, accept], [`Bearer ${stub.tokens[0]}`, 'application/json']);
  assert.equal(others['content-type'], undefined);
  assert.equal(others['content-length'], undefined);
  await south.close();
});

test('a call without parameters has no question mark, and a portal may live anywhere', async () => {
  await using stub = await OdinStub.start({
    base: '/portal/x',
    answers: { 'GET /groups': json([]) },
  });
  const target = parseTarget(`${stub.url}/`);
  const south = openOdin(stub.south({ target }));
  await south.get(ask);
  assert.deepEqual(
    stub.asked.map((asked) => asked.target),
    ['/portal/x/auth/token', '/portal/x/groups'],
  );
  await south.close();
});

test('half a character is no id: nothing is asked, and the others go on', async () => {
  await using stub = await OdinStub.start();
  const south = openOdin(stub.south());
  for (const query of [{ groupId: 'x\ud800' }, { 'x\udc00': 'y' }])
    await assert.rejects(south.get({ path: '/groups', query }), { code: 'ODIN_MALFORMED' });
  assert.equal(stub.asked.length, 0);
  await south.close();
});

for (const path of ['groups', '/groups?x=1', '/../admin', '/groups//dns', '/groups/#', '/', ''])
  test(`"${path}" is no path to ask for`, async () => {
    await using stub = await OdinStub.start();
    const south = openOdin(stub.south());
    await assert.rejects(south.get({ path, query: {} }), { code: 'USAGE_INVALID' });
    await south.close();
  });

const bodies: readonly [what: string, reply: OdinReply, body: unknown][] = [
  ['a list', json([{ groupId: 'Quayside' }]), [{ groupId: 'Quayside' }]],
  ['null', json(null), null],
  ['an empty body', bytes('', 'application/json'), null],
  ['white space', bytes('\r\n', 'application/json'), null],
  ['204', { status: 204 }, null],
  ['a byte order mark', bytes('\ufeff{"a":"ü"}', 'application/json'), { a: 'ü' }],
  ['JSON that calls itself text', bytes('{"a":1}', 'text/html'), { a: 1 }],
  [
    'another charset',
    bytes(Buffer.from('{"a":"\xfc"}', 'latin1'), 'application/json; charset=iso-8859-1'),
    { a: 'ü' },
  ],
  ['a charset nobody knows', bytes('{"a":"ü"}', 'application/json; charset=ebcdic-x'), { a: 'ü' }],
  ['status 201', json({ a: 1 }, 201), { a: 1 }],
];
for (const [what, reply, body] of bodies)
  test(`read as it is: ${what}`, async () => {
    const answer = await answerTo(reply);
    assert.ok(answer.kind === 'reply');
    assert.deepEqual(answer.body, body);
    assert.equal(answer.command, 'GET /groups');
    assert.ok(answer.sentAt <= answer.answeredAt);
  });

const malformed: readonly [what: string, reply: OdinReply, words: RegExp][] = [
  [
    'a page',
    bytes('<html>\n<b>Please log in</b>\u001b[31m</html>'),
    /text\/html.+"<html> <b>Please log in<\/b> \[31m<\/html>"/,
  ],
  ['half of JSON', bytes('{"a":', 'application/json'), /no JSON \(application\/json\): "{"a":"/],
  ['no content type', { body: 'hello' }, /no content type/],
  [
    'bytes of no charset',
    bytes(Buffer.from('{"a":"\xfc"}', 'latin1'), 'application/json'),
    /another character set/,
  ],
];
for (const [what, reply, words] of malformed)
  test(`malformed: ${what}`, async () => {
    await assert.rejects(answerTo(reply), { code: 'ODIN_MALFORMED', message: words });
  });

test('a malformed answer is quoted only at its beginning', async () => {
  await assert.rejects(
    answerTo(bytes(`<html>${'x'.repeat(5000)}</html>`)),
    (thrown) => thrown instanceof Fault && thrown.message.length < 250,
  );
});

test('an answer larger than the limit is given up', async () => {
  const reply = json('x'.repeat(10_000));
  await assert.rejects(answerTo(reply, { maxDocumentBytes: 10_000 }), {
    code: 'OCIP_TOO_LARGE',
    message: /more than 10000 bytes/,
  });
  assert.equal((await answerTo(reply, { maxDocumentBytes: 10_002 })).kind, 'reply');
});

const refusals: readonly [what: string, reply: OdinReply, refusal: unknown][] = [
  [
    'a BroadWorks error passed on',
    failure(400, '[Error 4410] Service is not assigned: GroupTrunkGroupGetRequest', 'Bad Request'),
    {
      status: 400,
      code: 4410,
      summary: '[Error 4410] Service is not assigned: GroupTrunkGroupGetRequest',
      detail: 'Bad Request',
      kind: 'serviceNotAssigned',
    },
  ],
  [
    'its number in the details only',
    failure(500, 'Bad Request', '[Error 4008] Group not known'),
    {
      status: 500,
      code: 4008,
      summary: 'Bad Request',
      detail: '[Error 4008] Group not known',
      kind: 'notFound',
    },
  ],
  [
    'words of BroadWorks without a number',
    failure(400, 'Group does not exist'),
    { status: 400, summary: 'Group does not exist', kind: 'notFound' },
  ],
  [
    'only details',
    json({ details: 'no such thing' }, 500),
    { status: 500, summary: 'no such thing', kind: 'other' },
  ],
  [
    'a message in its place',
    json({ message: 'Server Error' }, 500),
    { status: 500, summary: 'Server Error', kind: 'other' },
  ],
  [
    'other types',
    json({ error: { groupId: ['is required'] }, details: 17, status: '400' }, 400),
    { status: 400, summary: '{"groupId":["is required"]}', detail: '17', kind: 'other' },
  ],
  ['a string', json('nope', 404), { status: 404, summary: 'nope', kind: 'notFound' }],
  [
    'null in all places',
    json({ error: null, details: null, status: null }, 404),
    { status: 404, summary: 'HTTP 404 Not Found', kind: 'notFound' },
  ],
  [
    'a list',
    json([1, 2], 403),
    { status: 403, summary: 'HTTP 403 Forbidden', kind: 'notPermitted' },
  ],
  [
    'nothing',
    bytes('', 'text/plain', 500),
    { status: 500, summary: 'HTTP 500 Internal Server Error', kind: 'other' },
  ],
  [
    'a page',
    bytes('<html><h1>Not here</h1></html>', 'text/html', 404),
    { status: 404, summary: 'HTTP 404 Not Found', kind: 'notFound' },
  ],
  [
    'a page inside JSON',
    failure(500, '<!DOCTYPE html><p>Whoops'),
    { status: 500, summary: 'HTTP 500 Internal Server Error', kind: 'other' },
  ],
  [
    'an unusual status',
    bytes('', 'text/plain', 418),
    { status: 418, summary: 'HTTP 418', kind: 'other' },
  ],
  [
    'lines and colours',
    failure(400, 'first\r\n\u001b[31msecond\u202e'),
    { status: 400, summary: 'first [31msecond', kind: 'other' },
  ],
];
for (const [what, reply, refusal] of refusals)
  test(`a refusal: ${what}`, async () => {
    assert.deepEqual(await refusalOf(reply), refusal);
  });

test('words are cut at 300 characters', async () => {
  const { summary, detail } = await refusalOf(failure(400, 'x'.repeat(900), '😀'.repeat(900)));
  assert.deepEqual([summary.length, summary.at(-1)], [300, '…']);
  assert.ok(detail !== undefined && detail.length <= 300 && !/\p{Cs}/u.test(detail));
});

test('a server error is not asked again', async () => {
  await using stub = await OdinStub.start({ answers: { 'GET /groups': failure(500, 'oops') } });
  const south = openOdin(stub.south());
  await south.get(ask);
  assert.equal(stub.count('GET /groups'), 1);
  await south.close();
});

test('a redirect is not followed, and only the origin of its address is named', async () => {
  await using other = await OdinStub.start();
  const elsewhere = other.url.replace('odin+', '');
  const reply = { status: 307, headers: { location: `${elsewhere}/groups?secret=1` } };
  await assert.rejects(answerTo(reply), (thrown) => {
    assert.ok(thrown instanceof Fault && thrown.code === 'SOUTH_PROTOCOL');
    assert.ok(thrown.message.includes(new URL(elsewhere).origin));
    assert.ok(!thrown.message.includes('secret=1'));
    return true;
  });
  assert.deepEqual(other.asked, []);
  for (const location of ['/login', '', 'http://[', 'javascript:alert(1)'])
    await assert.rejects(answerTo({ status: 302, headers: { location } }), {
      code: 'SOUTH_PROTOCOL',
    });
});

test('neither password nor token is ever repeated, however they are spelt', async () => {
  const password = 'ti"de/ta&ble 7';
  const secretsOf = (stub: OdinStub) => [password, 'ti\\"de', 'ti%22de', stub.tokens[0]!, 'eyJ'];
  const say = (stub: OdinStub) => {
    const [token] = stub.tokens;
    const quoted = JSON.stringify(password);
    return `${password} ${quoted} ${encodeURIComponent(password)} ${token} Bearer ${token} ${token?.slice(0, 60)}`;
  };
  await using stub = await OdinStub.start({
    answers: {
      'POST /auth/token': () => stub.welcome(),
      'GET /a': () => failure(400, say(stub), { request: say(stub) }),
      'GET /b': () => bytes(say(stub)),
      'GET /c': () => bytes(JSON.stringify({ user: 1, password }).slice(0, -1)),
      'GET /d': () => bytes(`${'x'.repeat(60)}${stub.tokens[0]}`),
    },
  });
  const credentials = { username: stub.username, password };
  const south = openOdin(stub.south({ credentials }));
  const refused = await south.get({ path: '/a', query: {} });
  assert.ok(refused.kind === 'refusal' && refused.refusal.summary.includes('[redacted]'));
  const shown = [JSON.stringify(refused)];
  for (const path of ['/b', '/c', '/d'])
    await assert.rejects(south.get({ path, query: {} }), (thrown) => {
      const { message, stack, cause } = thrown as Fault;
      assert.equal((thrown as Fault).code, 'ODIN_MALFORMED');
      shown.push(message, stack ?? '', String(cause), JSON.stringify(thrown));
      return true;
    });
  for (const text of shown)
    for (const secret of secretsOf(stub)) assert.ok(!text.includes(secret), `${secret}: ${text}`);
  await south.close();
});

test('a refused login does not repeat the password it was sent', async () => {
  await using stub = await OdinStub.start({
    answers: { 'POST /auth/token': ({ body }) => failure(401, `wrong: ${body}`) },
  });
  const south = openOdin(stub.south());
  await assert.rejects(
    south.connect(),
    (thrown) => thrown instanceof Fault && !thrown.message.includes(stub.password),
  );
  await south.close();
});

test('each exchange is told to whoever watches, logins too, without content', async () => {
  await using stub = await OdinStub.start({ answers: { 'GET /groups': json([]) } });
  const seen: string[] = [];
  const south = openOdin(
    stub.south({ onExchange: ({ commands, outcome }) => seen.push(`${commands} ${outcome}`) }),
  );
  await south.get(ask);
  stub.revoke();
  await south.get(ask);
  await south.close();
  assert.deepEqual(seen, [
    'POST /auth/token answered',
    'GET /groups answered',
    'GET /groups answered',
    'PUT /auth/token answered',
    'POST /auth/token answered',
    'GET /groups answered',
  ]);
});

test('each road takes its own targets only', () => {
  const options = {
    credentials: { username: 'x', password: 'y' },
    timeoutMs: 1000,
    connections: 1,
    rate: 5,
    burst: 0,
    batch: 15,
    now: Date.now,
    log: noLog,
  };
  const with_ = (target: string) => ({ ...options, target: parseTarget(target) });
  assert.throws(() => openOdin(with_('https://xsp.example.net')), { code: 'SETTING_INVALID' });
  assert.throws(() => openSouth(with_('odin+https://odin.example.net')), {
    code: 'SETTING_INVALID',
  });
});
