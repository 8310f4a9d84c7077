// Peers that die, stall or lie, a ledger that is slow or full, and many at once: nothing is mixed up, and every change has
// a record.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { Fault } from '../../src/fault.js';
import type { Recorder } from '../../src/records/index.js';
import { oneDocument } from '../raw-client.js';
import { document, reply, success } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';
import { clientsThrough } from './proxy-mill.js';
import { eventually, keepAll, openStand, type Stand, Wire } from './proxy-stand.js';

type Command = readonly [string, string];
const read: Command = ['GroupGetRequest22V5', '<serviceProviderId>sp</serviceProviderId>'];
const change: Command = ['UserModifyRequest22', '<userId>a@example.net</userId>'];

const answering = {
  on: ({
    names,
    sessionId,
    send,
  }: {
    names: readonly string[];
    sessionId: string;
    send: (text: string) => void;
  }) => {
    send(document(sessionId, ...names.map(() => success)));
    return true;
  },
};
const ends = async (stand: Stand) =>
  (await stand.records()).map(
    ({ end_point_name: name, status_code: status, extra_data: extra }) => [
      name.split('.').at(-1),
      status,
      extra?.includes('"unknown"') ? 'unknown' : 'known',
    ],
  );
const short = { connectMs: 2_000, idleMs: 30_000, silenceMs: 60 };

describe('faults around the proxy', () => {
  for (const [title, asked, expected] of [
    ['a read', read, [[read[0], 502, 'known']]],
    ['a change', change, [[change[0], 502, 'unknown']]],
  ] as const)
    test(`the target dies in the middle of the answer to ${title}`, async () => {
      const half = document('s', reply('GroupGetResponse22V5', '<a>b</a>')).slice(0, 200);
      await using stub = await StubServer.start({
        on: ({ socket }) => {
          socket.end(half);
          return true;
        },
      });
      await using stand = await openStand(stub.url);
      await using wire = await Wire.open(stand.proxy.urls[0]!);
      wire.socket.write(oneDocument('s', asked));
      await wire.over();
      assert.equal(wire.text, half, 'what came is passed on');
      assert.deepEqual(await ends(stand), expected);
    });

  test('the target never answers: a change may have happened', async () => {
    await using stub = await StubServer.start({ on: () => true });
    await using stand = await openStand(stub.url, { timeouts: short });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    wire.socket.write(oneDocument('s', change));
    await wire.over();
    assert.deepEqual(await ends(stand), [[change[0], 504, 'unknown']]);
  });

  test('a client whose document can be read in two ways is told so, and nothing of it goes south', async () => {
    await using stub = await StubServer.start(answering);
    await using stand = await openStand(stub.url);
    const good = oneDocument('s', read);
    const hidden = '<command xsi:type="UserDeleteRequest" xmlns=""/>';
    const two = '<userId>a@example.net</userId><userId>b@example.net</userId>';
    for (const document of [
      good.replace('<command', `${hidden.replace('command', 'Command')}$&`),
      good.replace('<command', `<commands xmlns="">${hidden}</commands>$&`),
      good.replace('<sessionId', '<sessionId xmlns="">other</sessionId>$&'),
      good.replace('</command>', `${hidden}$&`),
      good.replace(/<sessionId.*sessionId>/, '<userId xmlns="">a@example.net</userId>'),
      good.replace('<command', '<sessionId/>$&'),
      good.replace('"http:', '" http:'),
      oneDocument('s', ['LoginRequest14sp4', two]),
      `\xef\xbb\xbf\xef\xbb\xbf${good}`,
      `\xbf\xbb${good}`,
    ]) {
      await using wire = await Wire.open(stand.proxy.urls[0]!);
      wire.socket.write(Buffer.from(document, 'latin1'));
      await wire.over();
      assert.match(wire.text, /ErrorResponse.*\[Muster\] refused: /, document);
    }
    assert.equal(stub.received, '');
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    await wire.ask(`\xef\xbb\xbf${good}`);
    assert.equal(stub.count(read[0]), 1, 'one byte order mark is nothing odd');
  });

  test('a long document that nobody asked for is recorded with its content', async () => {
    const long = document('s', reply('UserModifyRequest22', `<a>${'b'.repeat(20_000)}end</a>`));
    await using stub = await StubServer.start({
      onConnection: (socket) => void socket.write(long),
    });
    await using stand = await openStand(stub.url, { keep: keepAll });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    await wire.until(() => wire.documents === 1);
    await eventually(() => stand.ledger.rows.length === 1);
    const [record] = await stand.records();
    assert.ok(JSON.stringify(record).includes('bbbend'));
  });

  test('white space for a target that takes nothing is not kept', async () => {
    const stuck = createServer((socket) => void socket.on('error', () => undefined).pause());
    stuck.listen(0, '127.0.0.1');
    await new Promise((resolve) => stuck.once('listening', resolve));
    const { port } = stuck.address() as { port: number };
    const stand = await openStand(`tcp://127.0.0.1:${port}`);
    const wire = await Wire.open(stand.proxy.urls[0]!);
    const blanks = Buffer.alloc(1 << 20, ' ');
    const before = process.memoryUsage().arrayBuffers;
    for (let sent = 0; sent < 96; sent++)
      await new Promise((resolve) => wire.socket.write(blanks, resolve));
    const more = (process.memoryUsage().arrayBuffers - before) >> 20;
    assert.ok(more < 48, `${more} MiB`);
    wire.socket.destroy();
    await stand.proxy.close(0);
    stuck.close();
  });

  test('the target answers with something else than OCI-P', async () => {
    await using stub = await StubServer.start({
      on: ({ socket }) => {
        socket.write('<html><p>sorry</html>');
        return true;
      },
    });
    await using stand = await openStand(stub.url);
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    wire.socket.write(oneDocument('s', read));
    await wire.over();
    assert.equal(wire.text, '<html><p>sorry</html>');
    assert.deepEqual(await ends(stand), [[read[0], 502, 'known']]);
  });

  test('a dead target is a closed connection, and nobody else waits for it', async () => {
    const stand = await openStand('tcp://127.0.0.1:1');
    await using _ = stand;
    const wire = await Wire.open(stand.proxy.urls[0]!);
    await wire.over();
    assert.equal(wire.text, '');
    assert.equal(stand.troubles[0]?.code, 'SOUTH_UNREACHABLE');
    assert.equal(stand.ledger.rows.length, 0, 'no record is invented');
  });

  test('a client that dies within a document leaves nothing behind', async () => {
    await using stub = await StubServer.start(answering);
    await using stand = await openStand(stub.url);
    const wire = await Wire.open(stand.proxy.urls[0]!);
    await stub.until(() => true);
    wire.socket.write(oneDocument('s', change).slice(0, 150));
    await eventually(() => stub.sockets().length === 1);
    wire.socket.resetAndDestroy();
    await eventually(() => stand.proxy.clients === 0 && stub.sockets().length === 0);
    assert.equal(stub.received, '');
    assert.equal(stand.ledger.rows.length, 0);
  });

  test('a client that dies before the answer: a change is recorded as it ended, a read as given up', async () => {
    const held: (() => void)[] = [];
    await using stub = await StubServer.start({
      on: ({ sessionId, send }) => {
        held.push(() => send(document(sessionId, success)));
        return true;
      },
    });
    await using stand = await openStand(stub.url);
    for (const asked of [change, read]) {
      const wire = await Wire.open(stand.proxy.urls[0]!);
      wire.socket.write(oneDocument('s', asked));
      const before = held.length;
      await stub.until(() => held.length === before + 1);
      wire.socket.resetAndDestroy();
      if (asked === read) await eventually(() => stand.lines.length === 2);
      held.at(-1)!();
    }
    await eventually(() => stand.lines.length === 2 && stand.proxy.clients === 0);
    assert.deepEqual(await ends(stand), [
      [change[0], 200, 'known'],
      [read[0], 499, 'known'],
    ]);
  });

  test('a client that says it has nothing more to send still gets its answer', async () => {
    await using stub = await StubServer.start(answering);
    await using stand = await openStand(stub.url);
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    wire.socket.end(oneDocument('s', read));
    await wire.over();
    assert.equal(wire.documents, 1);
  });

  test('a client that stalls within a document, and one that never says anything, are let go', async () => {
    await using stub = await StubServer.start(answering);
    await using stand = await openStand(stub.url, { timeouts: { ...short, idleMs: 60 } });
    await using idle = await Wire.open(stand.proxy.urls[0]!);
    await using stalled = await Wire.open(stand.proxy.urls[0]!);
    stalled.socket.write('<?xml version="1.0"?><BroadsoftDocument');
    await Promise.all([idle.over(), stalled.over()]);
    assert.equal(stub.received, '');
  });

  test('a client that does not take its answer is let go, and holds little memory', async () => {
    const big = reply('GroupGetResponse22V5', `<a>${'x'.repeat(32 << 20)}</a>`);
    await using stub = await StubServer.start({
      on: ({ sessionId, send }) => {
        send(document(sessionId, big));
        return true;
      },
    });
    await using stand = await openStand(stub.url, { timeouts: { ...short, silenceMs: 200 } });
    const wire = await Wire.open(stand.proxy.urls[0]!);
    wire.socket.pause();
    wire.socket.write(oneDocument('s', read));
    await eventually(() => stand.lines.length === 1);
    assert.equal(stand.lines[0]!.status, 499);
    wire.socket.destroy();
  });

  test('what the strict parser refuses gets an error, goes no further, and ends the connection', async () => {
    await using stub = await StubServer.start(answering);
    await using stand = await openStand(stub.url, { limits: { requestBytes: 10_000 } });
    const wrong = [
      'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
      oneDocument('s', read).replace('</command>', '</comand>'),
      oneDocument('s'),
      oneDocument('s', read).replace('<Broad', '<!DOCTYPE a [<!ENTITY b "c">]><Broad'),
      oneDocument('s', read).replace('ISO-8859-1', 'ISO-2022-JP'),
      oneDocument('s', [read[0], `<a>${'x'.repeat(11_000)}</a>`]),
    ];
    for (const bytes of wrong) {
      await using wire = await Wire.open(stand.proxy.urls[0]!);
      wire.socket.write(bytes);
      await wire.over();
      assert.match(wire.text, /xsi:type="c:ErrorResponse".*\[Muster\] refused: /);
    }
    assert.equal(stub.received, '');
    assert.equal(stand.ledger.rows.length, 0);
    assert.deepEqual(
      stand.lines.map(({ status }) => status),
      wrong.map(() => 400),
    );
  });

  test('more clients than it takes are sent away', async () => {
    await using stub = await StubServer.start(answering);
    await using stand = await openStand(stub.url, { limits: { clients: 2 } });
    const two = await Promise.all([1, 2].map(() => Wire.open(stand.proxy.urls[0]!)));
    await eventually(() => stand.proxy.clients === 2);
    const third = await Wire.open(stand.proxy.urls[0]!);
    await third.over();
    assert.match(third.text, /\[Muster\] refused: too many clients/);
    await two[0]!.ask(oneDocument('s', read));
    for (const wire of two) wire.socket.destroy();
  });

  test('two hundred at once, each with its own answers', () => clientsThrough(200));

  test('the ledger is slow: changes wait for it, the reads of others do not', async () => {
    const waiting: (() => void)[] = [];
    const slow = (recorder: Recorder): Recorder => ({
      ...recorder,
      open: async (call) => {
        const record = await recorder.open(call);
        if (!call.changes) return record;
        await new Promise<void>((resolve) => waiting.push(resolve));
        return {
          id: record.id,
          south: record.south,
          learn: (more) => record.learn(more),
          close: async (end) => {
            await new Promise<void>((resolve) => waiting.push(resolve));
            await record.close(end);
          },
        };
      },
    });
    await using stub = await StubServer.start(answering);
    await using stand = await openStand(stub.url, { wrap: slow });
    await using writer = await Wire.open(stand.proxy.urls[0]!);
    await using reader = await Wire.open(stand.proxy.urls[0]!);
    writer.socket.write(oneDocument('w', change));
    await eventually(() => waiting.length === 1);
    await reader.ask(oneDocument('r', read));
    assert.equal(stub.count(change[0]), 0, 'nothing went south before its intent was durable');
    waiting.shift()!();
    await eventually(() => waiting.length === 1);
    await reader.ask(oneDocument('r', read));
    assert.equal(writer.documents, 0, 'the answer waits until its record is durable');
    waiting.shift()!();
    await writer.until(() => writer.documents === 1);
  });

  test('the ledger is full: nothing passes until it takes entries again', async () => {
    await using stub = await StubServer.start(answering);
    await using stand = await openStand(stub.url);
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    const full = new Fault('LEDGER_UNAVAILABLE', 'the disk is full');
    stand.ledger.failure = full;
    assert.match(await wire.ask(oneDocument('s', change)), /audit record cannot be written/);
    assert.match(await wire.ask(oneDocument('s', read)), /audit record cannot be written/);
    assert.equal(stub.documents.length, 0);
    stand.ledger.failure = undefined;
    // The first entry that is taken is the record of a refusal; or the intent of a change.
    assert.match(await wire.ask(oneDocument('s', read)), /audit record cannot be written/);
    await wire.ask(oneDocument('s', read));
    assert.equal(stub.documents.length, 1);
    await eventually(() => stand.lines.length === 4);
    assert.deepEqual(
      (await ends(stand)).map(([, status]) => status),
      [503, 200],
    );
    assert.deepEqual(
      stand.lines.map(({ status }) => status),
      [503, 503, 503, 200],
    );
    assert.ok(stand.troubles.every(({ code }) => code === 'LEDGER_UNAVAILABLE'));
  });

  test('the ledger fills up while a change is under way: the client learns of its answer all the same', async () => {
    let fail: () => void = () => undefined;
    await using stub = await StubServer.start({
      on: ({ sessionId, send }) => {
        fail();
        send(document(sessionId, success));
        return true;
      },
    });
    await using stand = await openStand(stub.url);
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    fail = () => {
      stand.ledger.failure = new Fault('LEDGER_UNAVAILABLE', 'the disk is full');
    };
    assert.match(await wire.ask(oneDocument('s', change)), /SuccessResponse/);
    assert.equal(stand.troubles.length, 1);
    assert.match(await wire.ask(oneDocument('s', read)), /cannot be written/);
    stand.ledger.failure = undefined;
    fail = () => undefined;
    assert.match(await wire.ask(oneDocument('s', change)), /SuccessResponse/);
    assert.match(await wire.ask(oneDocument('s', read)), /SuccessResponse/);
  });

  test('reads may go unrecorded, if somebody says so; changes never', async () => {
    await using stub = await StubServer.start(answering);
    await using stand = await openStand(stub.url, { readsMayGoUnrecorded: true });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    stand.ledger.failure = new Fault('LEDGER_UNAVAILABLE', 'the disk is full');
    for (const _ of [1, 2]) assert.match(await wire.ask(oneDocument('s', read)), /SuccessResponse/);
    assert.match(await wire.ask(oneDocument('s', change)), /cannot be written/);
    assert.match(await wire.ask(oneDocument('s', read)), /SuccessResponse/);
    assert.ok(stand.troubles.length >= 3);
  });

  test('stops in good order: what is under way is answered, what stays silent is given up', async () => {
    const held: (() => void)[] = [];
    await using stub = await StubServer.start({
      on: ({ sessionId, send }) => {
        held.push(() => send(document(sessionId, success)));
        return true;
      },
    });
    const stand = await openStand(stub.url);
    const [idle, one, two] = await Promise.all(
      [1, 2, 3].map(() => Wire.open(stand.proxy.urls[0]!)),
    );
    one!.socket.write(oneDocument('1', change));
    two!.socket.write(oneDocument('2', change));
    await stub.until(() => held.length === 2);
    const first = stub.asked[0]!.sessionId === '1' ? 0 : 1;
    const closed = stand.proxy.close(300);
    await idle!.over();
    held[first]!();
    await one!.over();
    assert.equal(one!.documents, 1);
    await closed;
    await two!.over();
    assert.equal(two!.documents, 0);
    assert.deepEqual((await ends(stand)).map(([, status, end]) => [status, end]).sort(), [
      [200, 'known'],
      [499, 'unknown'],
    ]);
    assert.equal(stand.proxy.clients, 0);
    await assert.rejects(Wire.open(stand.proxy.urls[0]!));
  });

  test('says which address it cannot take, and which does not go with the target', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const refused = (listen: string, code: string, words: RegExp) =>
      assert.rejects(
        openStand('tcp://127.0.0.1:1', { listen: ['tcp://127.0.0.1:0', listen] }),
        (thrown) => thrown instanceof Fault && thrown.code === code && words.test(thrown.message),
      );
    await refused(`tcp://127.0.0.1:${port}`, 'LISTEN_REFUSED', /EADDRINUSE/);
    await refused('http://127.0.0.1:0', 'SETTING_INVALID', /target must be SOAP/);
    await refused('tls://127.0.0.1:0', 'SETTING_INVALID', /key and a certificate/);
    await refused('udp://127.0.0.1:0', 'SETTING_INVALID', /udp/);
    await refused('tcp://127.0.0.1:70000', 'SETTING_INVALID', /no such port/);
    taken.close();
  });
});
