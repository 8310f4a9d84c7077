// Much at once: a reply of 100 MB in little memory, and random cuts and mutations that must change nothing.
import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { oneDocument } from '../raw-client.js';
import { document } from '../stub-answers.js';
import { cutsThrough, mutantsThrough } from './proxy-mill.js';
import { eventually, openStand, Wire } from './proxy-stand.js';

const read = ['UserGetListInSystemRequest', ''] as const;

type Form = 'table' | 'elements';

/** A stand-in that streams an answer of so many bytes as fast as it is taken. */
async function streaming(
  bytes: number,
  form: Form,
): Promise<{ url: string; sent: () => number; close: () => void }> {
  let sent = 0;
  const row = Buffer.from(
    form === 'table'
      ? `<row>${'<col>somebody@example.net</col>'.repeat(30)}</row>`.repeat(60)
      : '<entry><userId>somebody@example.net</userId></entry>'.repeat(900),
  );
  const headings = '<colHeading>H</colHeading>'.repeat(30);
  const inside = form === 'table' ? `<userTable>${headings}|</userTable>` : '<list>|</list>';
  const [head, tail] = document(
    's',
    `<command echo="" xsi:type="UserGetListInSystemResponse" xmlns="">${inside}</command>`,
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
  for (const form of ['table', 'elements'] as const)
    test(`a reply of 100 MB of ${form} passes in little memory`, async () => {
      const target = await streaming(100 << 20, form);
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
      assert.ok(most - before < 80 << 20, `${(most - before) >> 20} MiB`);
      await eventually(() => stand.ledger.rows.length === 1);
      assert.equal(stand.lines[0]!.status, 200);
      const [message] = await stand.records();
      assert.match(message!.extra_data ?? '', /"covers":"received"/);
      wire.socket.destroy();
      await stand.proxy.close(0);
      target.close();
    });

  test('500 random cuts and splits: what comes out is what went in', async () => {
    assert.ok((await cutsThrough(500, 20_261_121)) >= 500);
  });

  test('3,000 mutated documents: none passes that the strict parser refuses, none hangs', async () => {
    const { passed, refused } = await mutantsThrough(3_000, 7);
    assert.ok(passed > 50 && refused > 1_000, `${passed} passed, ${refused} refused`);
  });
});
