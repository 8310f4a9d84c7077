// Connections that ended while nobody looked: a read goes again over a fresh one, a login never over a used one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, OdinStub } from '../../../test/odin-stub.js';
import { certificate } from '../../../test/stub-certificate.js';
import { openOdin } from '../index.js';

const groups = { 'GET /groups': json([{ groupId: 'Quayside' }]) };
const ask = { path: '/groups', query: {} } as const;

for (const [transport, connections] of [
  ['http', 1],
  ['http', 10],
  ['https', 4],
] as const)
  test(`twenty calls over ${connections} of ${transport} whose every second request is lost`, async () => {
    await using stub = await OdinStub.start({ answers: groups, transport, perConnection: 1 });
    const south = openOdin(stub.south({ connections, ca: certificate }));
    const all = await Promise.all(Array.from({ length: 20 }, () => south.get(ask)));
    assert.ok(all.every(({ kind }) => kind === 'reply'));
    assert.equal(stub.count('GET /groups'), 20);
    assert.equal(stub.count('POST /auth/token'), 1);
    // Each was lost once at most: the second time it went over a connection of its own.
    assert.ok(stub.resets > 0 && stub.resets <= 20, `${stub.resets}`);
    await south.close();
  });

test('a loss on a used connection is no try: three more are left', async () => {
  await using stub = await OdinStub.start({
    answers: {
      'GET /groups': (_, count) => (count <= 2 ? { trouble: 'cut' } : groups['GET /groups']),
    },
    perConnection: 1,
  });
  const south = openOdin(stub.south());
  assert.equal((await south.get(ask)).kind, 'reply');
  assert.deepEqual([stub.resets, stub.count('GET /groups')], [1, 3]);
  await south.close();
});

test('renewal and login go over connections that have served nobody', async () => {
  await using stub = await OdinStub.start({ answers: groups, perConnection: 3 });
  const south = openOdin(stub.south({ connections: 1 }));
  for (let at = 0; at < 5; at++) {
    await south.get(ask);
    stub.revoke();
  }
  const sent = stub.asked.filter(({ command }) => !command.startsWith('GET'));
  assert.deepEqual(
    sent.map(({ command, nth }) => [command, nth]),
    [
      ['POST /auth/token', 1],
      ...Array.from({ length: 4 }, () => [
        ['PUT /auth/token', 1],
        ['POST /auth/token', 1],
      ]).flat(),
    ],
  );
  await south.close();
});
