// An ODIN host in trouble: what is asked again, how long it is left alone, and when everybody is told to give up.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import {
  bytes,
  cut,
  failure,
  json,
  type OdinAnswerer,
  type OdinReply,
  OdinStub,
  silence,
} from '../../../test/odin-stub.js';
import { Fault } from '../../fault.js';
import { openOdin } from '../index.js';
import { parseTarget } from '../target.js';

const ask = { path: '/groups', query: {} } as const;
const fine = json([{ groupId: 'Quayside' }]);

/** First these, then a good answer. */
const after =
  (...first: OdinReply[]): OdinAnswerer =>
  (_, count) =>
    first[count - 1] ?? fine;
const codeOf = (one: PromiseSettledResult<unknown>) =>
  one.status === 'rejected' && one.reason instanceof Fault ? one.reason.code : one.status;
for (const [what, reply] of [
  ['cut before the answer', cut],
  ['cut in the middle of a body', { ...fine, trouble: 'half' }],
  [
    'cut in the middle of a chunk',
    { raw: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40\r\n[{"gro' },
  ],
  ['cut in the middle of the head', { raw: 'HTTP/1.1 200 OK\r\ncontent-ty' }],
] as const) {
  test(`a lost connection: ${what}; asked again`, async () => {
    await using stub = await OdinStub.start({ answers: { 'GET /groups': after(reply, reply) } });
    const south = openOdin(stub.south());
    assert.equal((await south.get(ask)).kind, 'reply');
    assert.equal(stub.count('GET /groups'), 3);
    await south.close();
  });
  test(`a connection lost each time: ${what}; given up`, async () => {
    await using stub = await OdinStub.start({ answers: { 'GET /groups': reply } });
    const south = openOdin(stub.south());
    await assert.rejects(south.get(ask), { code: 'SOUTH_LOST' });
    // Without a byte, the connection of the login may just have ended: that was no try.
    assert.equal(stub.count('GET /groups'), reply === cut ? 4 : 3);
    await south.close();
  });
}

for (const [what, reply, code] of [
  ['no answer', silence, 'SOUTH_TIMEOUT'],
  ['a gateway that waited in vain', bytes('', 'text/html', 504), 'SOUTH_TIMEOUT'],
  ['another protocol', { raw: '220 mail.example.net ESMTP\r\n' }, 'SOUTH_PROTOCOL'],
] as const)
  test(`not asked again: ${what}`, async () => {
    await using stub = await OdinStub.start({ answers: { 'GET /groups': reply } });
    const south = openOdin(stub.south({ timeoutMs: 250 }));
    await assert.rejects(south.get(ask), { code });
    assert.equal(stub.count('GET /groups'), 1);
    await south.close();
  });

test('an answer that only drips has an end too', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
    const drip = setInterval(() => socket.write(' '), 20);
    socket.on('close', () => clearInterval(drip));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await using stub = await OdinStub.start();
  const { port } = server.address() as AddressInfo;
  const target = parseTarget(`odin+http://127.0.0.1:${port}`);
  const south = openOdin(stub.south({ target, timeoutMs: 60 }));
  await assert.rejects(south.connect(), { code: 'SOUTH_TIMEOUT', message: /finish its answer/ });
  await south.close();
  server.close();
});

test('after three time-outs nobody is sent any more, and a later call tries again', async () => {
  await using stub = await OdinStub.start({
    answers: { 'GET /groups': (_, count) => (count <= 3 ? silence : fine) },
  });
  const south = openOdin(stub.south({ timeoutMs: 200, connections: 1 }));
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => south.get(ask)));
  assert.ok(all.every((one) => codeOf(one) === 'SOUTH_TIMEOUT'));
  assert.match(String((all[19] as PromiseRejectedResult).reason.message), /^not asked any more: /);
  assert.equal(stub.count('GET /groups'), 3);
  assert.equal((await south.get(ask)).kind, 'reply');
  await south.close();
});

test('six calls that are lost are enough for all', async () => {
  await using stub = await OdinStub.start({ answers: { 'GET /groups': cut } });
  const south = openOdin(stub.south({ connections: 1 }));
  const all = await Promise.allSettled(Array.from({ length: 30 }, () => south.get(ask)));
  assert.ok(all.every((one) => codeOf(one) === 'SOUTH_LOST'));
  // Three each, and one over the connection of the login, which may just have ended.
  assert.equal(stub.count('GET /groups'), 19);
  await south.close();
});

test('refusals and strange answers are answers: nobody gives up over them', async () => {
  const kinds = [failure(500, 'oops'), bytes('<html>'), failure(404, 'gone')];
  await using stub = await OdinStub.start({
    answers: { 'GET /groups': (_, count) => kinds[count % 3]! },
  });
  const south = openOdin(stub.south());
  await Promise.allSettled(Array.from({ length: 30 }, () => south.get(ask)));
  assert.equal(stub.count('GET /groups'), 30);
  await south.close();
});

test('a port where nobody listens is told to all at once', async () => {
  const gone = await OdinStub.start();
  const options = gone.south();
  await gone[Symbol.asyncDispose]();
  const south = openOdin(options);
  const all = await Promise.allSettled(Array.from({ length: 9 }, () => south.get(ask)));
  assert.ok(all.every((one) => codeOf(one) === 'SOUTH_UNREACHABLE'));
  await south.close();
});

test('a host name that does not exist', async () => {
  await using stub = await OdinStub.start();
  const target = parseTarget('odin+https://no-such-host.invalid');
  const south = openOdin(stub.south({ target }));
  await assert.rejects(south.get(ask), { code: 'SOUTH_NAME_UNKNOWN' });
  await south.close();
});

for (const connections of [1, 3])
  test(`never more than ${connections} under way at once`, async () => {
    await using stub = await OdinStub.start({
      answers: { 'GET /groups': { ...fine, delayMs: 20 } },
    });
    const south = openOdin(stub.south({ connections }));
    await Promise.all(Array.from({ length: 15 }, () => south.get(ask)));
    assert.equal(stub.mostAtOnce, connections);
    await south.close();
  });

test('calls are sent in the order they came', async () => {
  await using stub = await OdinStub.start({ answers: { 'GET /groups': fine } });
  const south = openOdin(stub.south({ connections: 1 }));
  const ids = Array.from({ length: 8 }, (_, at) => `G${at}`);
  await Promise.all(ids.map((groupId) => south.get({ path: '/groups', query: { groupId } })));
  assert.deepEqual(
    stub.asked.slice(1).map(({ query }) => query.groupId),
    ids,
  );
  await south.close();
});

test('closing tells those who wait, those under way, and those who come later', async () => {
  await using stub = await OdinStub.start({ answers: { 'GET /groups': silence } });
  const south = openOdin(stub.south({ timeoutMs: 60_000, connections: 2 }));
  const all = Promise.allSettled(Array.from({ length: 6 }, () => south.get(ask)));
  while (stub.count('GET /groups') < 2) await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([south.close(), south.close()]);
  assert.ok((await all).every((one) => codeOf(one) === 'INTERRUPTED'));
  await assert.rejects(south.get(ask), { code: 'INTERRUPTED' });
  assert.equal(stub.count('GET /groups'), 2);
});

test('closing ends a rest and a login too', async () => {
  const rest = { ...failure(429, 'too many'), headers: { 'retry-after': '59' } };
  for (const answer of [rest, silence]) {
    await using stub = await OdinStub.start({ answers: { 'POST /auth/token': answer } });
    const south = openOdin(stub.south({ timeoutMs: 60_000 }));
    const all = Promise.allSettled([south.connect(), south.get(ask)]);
    while (stub.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await south.close();
    assert.deepEqual((await all).map(codeOf), ['INTERRUPTED', 'INTERRUPTED']);
    assert.equal(stub.asked.length, 1);
  }
});

test('a road that was never used can be closed', async () => {
  await using stub = await OdinStub.start();
  const south = openOdin(stub.south());
  await south.close();
  await assert.rejects(south.connect(), { code: 'INTERRUPTED' });
  assert.deepEqual(stub.asked, []);
});
