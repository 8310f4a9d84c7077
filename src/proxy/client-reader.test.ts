// The bytes that a client's documents take while they are here.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { oneDocument } from '../../test/raw-client.js';
import { ClientReader } from './client-reader.js';

const text = oneDocument('s', ['UserGetRequest22', '<userId>a@example.net</userId>']);

async function between(
  work: (client: Socket, reader: ClientReader, budget: { bytes: number }) => Promise<void>,
  most: number,
): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = connect(port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [Socket];
  const budget = { bytes: 0, most };
  const setup = { requestBytes: 10_000, budget, idleMs: 0, silenceMs: 0, blanks: () => true };
  try {
    await work(client, new ClientReader(socket, setup), budget);
  } finally {
    client.destroy();
    socket.destroy();
    server.close();
  }
}

test('a document counts until the next one is asked for, and until the end', () =>
  between(async (client, reader, budget) => {
    client.end(text + text);
    for (const _ of [1, 2]) {
      assert.equal((await reader.next()).kind, 'document');
      assert.equal(budget.bytes, text.length);
    }
    reader.stop();
    assert.equal(budget.bytes, text.length, 'somebody is still at work on it');
    reader.release();
    assert.equal(budget.bytes, 0);
  }, 10_000));

test('a whole document is refused when those of others take all the room', () =>
  between(async (client, reader, budget) => {
    budget.bytes = 1_000;
    client.end(text);
    const said = await reader.next();
    assert.equal(said.kind === 'wrong' && said.fault.code, 'SOUTH_BUSY');
    assert.equal(budget.bytes, 1_000);
  }, 1_000));
