// Bodies of answers: a limit for each, and one large one at a time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, json, OdinStub } from '../../../test/odin-stub.js';
import type { Fault } from '../../fault.js';
import { openOdin } from '../index.js';
import { OdinBody } from './odin-body.js';

const mebibyte = 1024 * 1024;
const piece = Buffer.alloc(mebibyte, 'x');
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A body, and what it did to its flow. */
function watched(most = 64 * mebibyte) {
  const did: string[] = [];
  const flow = {
    pause: () => did.push('pause'),
    resume: () => did.push('resume'),
    abort: ({ code, message }: Fault) => did.push(`${code}: ${message}`),
  };
  const body = new OdinBody(flow, most, 'odin+https://odin.example.net');
  const take = (pieces: number) => {
    for (let at = 0; at < pieces; at++) body.take(piece);
  };
  return { body, take, did };
}

test('a second large body waits until the first is complete, small ones do not', async () => {
  const [one, two, three, small] = [watched(), watched(), watched(), watched()];
  for (const { take } of [one, two, three]) take(9);
  small.take(8);
  await settled();
  assert.deepEqual(
    [one.did, two.did, three.did, small.did],
    [['pause', 'resume'], ['pause'], ['pause'], []],
  );
  // Given up while it waits: nobody waits for it.
  two.body.end();
  one.take(20);
  assert.equal(one.body.end().length, 29 * mebibyte);
  await settled();
  assert.deepEqual([two.did, three.did], [['pause'], ['pause', 'resume']]);
  assert.equal(three.body.end().length, 9 * mebibyte);
  assert.equal(small.body.end().length, 8 * mebibyte);
});

test('a body that becomes too large is given up, and makes room', async () => {
  const [one, two] = [watched(10 * mebibyte), watched()];
  one.take(11);
  two.take(9);
  assert.equal(
    one.did.at(-1),
    'OCIP_TOO_LARGE: odin+https://odin.example.net sent an answer of more than 10 MB',
  );
  one.body.end();
  await settled();
  assert.equal(two.did.at(-1), 'resume');
  two.body.end();
});

test('several large answers at once all come, one after the other', async () => {
  const text = 'x'.repeat(12 * mebibyte);
  await using stub = await OdinStub.start({ answers: { 'GET /groups': json(text) } });
  const south = openOdin(stub.south({ timeoutMs: 10_000 }));
  const all = await Promise.all(
    Array.from({ length: 4 }, () => south.get({ path: '/groups', query: {} })),
  );
  assert.ok(all.every((answer) => answer.kind === 'reply' && answer.body === text));
  await south.close();
});

test('more than 64 MB are not taken unless told', async () => {
  const large = bytes(Buffer.alloc(64 * mebibyte + 1, ' '), 'application/json');
  await using stub = await OdinStub.start({ answers: { 'GET /groups': large } });
  const south = openOdin(stub.south({ timeoutMs: 10_000 }));
  await assert.rejects(south.get({ path: '/groups', query: {} }), {
    code: 'OCIP_TOO_LARGE',
    message: /more than 64 MB$/,
  });
  await south.close();
});
