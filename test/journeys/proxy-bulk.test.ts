// Much at once: a reply of 100 MB in little memory, and random cuts and mutations that must change nothing.
import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { oneDocument } from '../raw-client.js';
import { document } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';
import { mutantsThrough, randomCuts, randomOf } from './proxy-mill.js';
import { eventually, openStand, Wire } from './proxy-stand.js';

const read = ['UserGetListInSystemRequest', ''] as const;

/** A stand-in that streams a table of so many bytes as fast as it is taken. */
async function streaming(
  bytes: number,
): Promise<{ url: string; sent: () => number; close: () => void }> {
  let sent = 0;
  const row = Buffer.from(`<row>${'<col>somebody@example.net</col>'.repeat(30)}</row>`.repeat(60));
  const [head, tail] = document(
    's',
    `<command echo="" xsi:type="UserGetListInSystemResponse" xmlns=""><userTable>${'<colHeading>H</colHeading>'.repeat(30)}|</userTable></command>`,
  ).split('|') as [string, string];
  const pour = (socket: Socket) => {
    while (sent < bytes && !socket.destroyed) {
      sent += row.length;
      if (!socket.write(row)) return void socket.once('drain', () => pour(socket));
    }
    socket.write(tail);
  };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(head);
      pour(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `tcp://127.0.0.1:${port}`, sent: () => sent, close: () => server.close() };
}

describe('the proxy under load', () => {
  test('a reply of 100 MB passes in little memory', async () => {
    const target = await streaming(100 << 20);
    const stand = await openStand(target.url);
    const wire = await Wire.open(stand.proxy.urls[0]!);
    wire.socket.removeAllListeners('data');
    let got = 0;
    let end = '';
    let most = 0;
    (globalThis as { gc?: () => void }).gc?.();
    const before = process.memoryUsage.rss();
    wire.socket.write(oneDocument('s', read));
    await new Promise<void>((resolve) => {
      wire.socket.on('data', (chunk: Buffer) => {
        got += chunk.length;
        end = (end + chunk.toString('latin1')).slice(-40);
        if (got % 7 === 0) most = Math.max(most, process.memoryUsage.rss());
        if (end.includes('</BroadsoftDocument>')) resolve();
      });
    });
    assert.ok(got > target.sent());
    assert.ok(most - before < 150 << 20, `${(most - before) >> 20} MiB`);
    await eventually(() => stand.lines.length === 1);
    assert.equal(stand.lines[0]!.status, 200);
    const [message] = await stand.records();
    assert.match(message!.extra_data ?? '', /"covers":"received"/);
    wire.socket.destroy();
    await stand.proxy.close(0);
    target.close();
  });

  test('500 random cuts and splits: what comes out is what went in', async () => {
    await using stub = await StubServer.start({
      on: ({ commands, sessionId, socket }) => {
        const random = randomOf(commands.length + sessionId.length);
        const answer = commands.map(
          ({ name, xml }) =>
            `<command echo="" xsi:type="${name.replace('Request', 'Response')}" xmlns="">${xml}</command>`,
        );
        for (const piece of randomCuts(
          Buffer.from(document(sessionId, ...answer), 'latin1'),
          random,
        ))
          socket.write(piece);
        return true;
      },
    });
    await using stand = await openStand(stub.url);
    await using direct = await Wire.open(stub.url);
    const random = randomOf(20_261_121);
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    let sent = '';
    let asked = 0;
    while (asked < 500) {
      const batch = Array.from({ length: 1 + random(4) }, () => {
        const name = random(3) === 0 ? 'UserModifyRequest22' : 'UserGetRequest22';
        const commands = Array.from(
          { length: 1 + random(3) },
          () => [name, `<a>\xe6${'x'.repeat(random(300))}</a>`] as const,
        );
        return oneDocument(`s${random(5)}`, ...commands) + ['', '\n', '\r\n \n'][random(3)];
      }).join('');
      const documents = batch.split('</BroadsoftDocument>').length - 1;
      const answer = direct.ask(batch, documents);
      const from = wire.length;
      const before = wire.documents;
      for (const piece of randomCuts(Buffer.from(batch, 'latin1'), random)) {
        wire.socket.write(piece);
        if (random(3) === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await wire.until(() => wire.documents >= before + documents);
      const expected = await answer;
      await wire.until(() => wire.length === from + expected.length);
      assert.equal(wire.text.slice(from), expected);
      sent += batch;
      asked += documents;
    }
    await eventually(() => stand.lines.length === asked);
    // Both connections brought the same, one as it was, one by way of the proxy.
    assert.equal(stub.received.length, sent.length * 2);
    assert.equal(stand.ledger.rows.length, asked, 'one record for each document');
  });

  test('3,000 mutated documents: none passes that the strict parser refuses, none hangs', async () => {
    const { passed, refused } = await mutantsThrough(3_000, 7);
    assert.ok(passed > 50 && refused > 1_000, `${passed} passed, ${refused} refused`);
  });
});
