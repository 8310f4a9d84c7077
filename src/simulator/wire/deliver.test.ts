import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { plainDelivery } from '../fault-kinds.js';
import { deliver } from './deliver.js';

test('a large answer waits for a slow reader instead of piling up', async () => {
  const taken: number[] = [];
  let release: () => void = () => {};
  const stream = new Writable({
    highWaterMark: 1024,
    write: (chunk: Buffer, _, done) => {
      taken.push(chunk.length);
      release = done;
    },
  });
  const channel = { stream, end: () => {}, reset: () => {} };
  const bytes = Buffer.alloc(200_000);
  const sent = deliver(channel, bytes, plainDelivery, new AbortController().signal);
  await new Promise(setImmediate);
  assert.ok(stream.writableLength < 70_000, 'one piece is under way and no more');
  while (taken.reduce((sum, length) => sum + length, 0) < bytes.length) {
    release();
    await new Promise(setImmediate);
  }
  release();
  await sent;
});

test('a reader that goes away ends the delivery', async () => {
  const stream = new Writable({ highWaterMark: 1, write: () => {} });
  const channel = { stream, end: () => {}, reset: () => {} };
  const sent = deliver(channel, Buffer.alloc(200_000), plainDelivery, new AbortController().signal);
  stream.destroy();
  await sent;
});

test('a pause ends when the simulator stops', async () => {
  const stop = new AbortController();
  const stream = new Writable({ write: (_, __, done) => done() });
  const channel = { stream, end: () => {}, reset: () => {} };
  const sent = deliver(
    channel,
    Buffer.from('x'),
    { ...plainDelivery, delayMs: 3_600_000 },
    stop.signal,
  );
  stop.abort();
  await sent;
});
