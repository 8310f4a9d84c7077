// How `muster serve` ends: calls in flight are answered and recorded, new ones are not taken, and nothing keeps it for ever.
import assert from 'node:assert/strict';
import { once } from 'node:events';

import { connect } from 'node:net';
import { test } from 'node:test';
import { findRecords } from '../../src/records/index.js';
import { startStand } from '../api-stand.js';
import { emptyFolder } from '../run-cli.js';
import {
  acr,
  askedSimulator,
  assertVerified,
  changeAcr,
  office,
  recordsIn,
  Server,
} from '../serve-process.js';

test('told to stop, it answers what is in flight, takes nothing new, and ends well', async () => {
  using folder = emptyFolder();
  await using simulator = await askedSimulator();
  const words = ['--target', simulator.urls[0]!];
  await using server = await Server.start(words, { folder: folder.path });
  const headers = await server.signIn(office);
  simulator.faults.add(`slow=700@${changeAcr}`);
  const asked = simulator.asked(changeAcr);
  const call = server.call('PUT', acr, { headers, body: { active: true } });
  // An open connection that says nothing must not hold it.
  const idle = connect(server.port, '127.0.0.1');
  await once(idle, 'connect');
  await asked;
  server.signal('SIGTERM');
  await server.running.until(() => server.running.stdout.includes('"stopping'));
  await assert.rejects(server.call('GET', '/health/live/'), /fetch failed/);
  const answer = await call;
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers.get('connection'), 'close');
  const { code } = await server.running.ended;
  assert.equal(code, 0, server.running.stderr);
  assert.equal(server.lines.at(-1)!.msg, 'stopped');
  await assertVerified(folder.path);
  const id = answer.headers.get('x-audit-record-id')!;
  const shown = await recordsIn(folder.path, 'show', id);
  assert.equal(JSON.parse(shown.stdout).status_code, 200, shown.stdout);
  // Whoever was signed in is logged out at BroadWorks.
  assert.equal(simulator.commands.at(-1)!.name, 'LogoutRequest');
});

test('a connection that is kept alive is closed behind its answer', async () => {
  await using stand = await startStand();
  const client = await stand.as('auditor@example.net');
  stand.simulator.faults.add('slow=600@ServiceProviderGetListRequest');
  const socket = connect(stand.api.port, '127.0.0.1');
  const head = (path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: here\r\nCookie: ${client.cookie}\r\n\r\n`;
  socket.write(head('/api/v1/tenants/'));
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  while (!stand.simulator.commands.some(({ name }) => name === 'ServiceProviderGetListRequest'))
    await new Promise((resolve) => setImmediate(resolve));
  const closing = stand.api.close(5_000);
  socket.write(head('/api/v1/login/'));
  await once(socket, 'close');
  await closing;
  assert.match(text, /^HTTP\/1\.1 200 OK/);
  assert.equal(text.split('HTTP/1.1 ').length, 2, text);
  assert.match(text, /connection: close/i);
});

test('what never ends is given up, and its record says that nobody knows', async () => {
  await using stand = await startStand();
  const client = await stand.as(office);
  stand.simulator.faults.add(`silent@${changeAcr}`);
  const call = assert.rejects(client.put(acr, { active: true }), /fetch failed/);
  while (!stand.simulator.commands.some(({ name }) => name === changeAcr))
    await new Promise((resolve) => setImmediate(resolve));
  await stand.api.close(50);
  await call;
  await stand.records.close();
  const reader = await stand.place.store.read();
  const { records } = await findRecords(reader, { method: 'PUT' });
  await reader.close();
  assert.equal(records.length, 1);
  assert.equal(JSON.parse(records[0]!.extra_data!).outcome, 'unknown');
});

test('a second signal ends it at once; the next start finds what it left', async () => {
  using folder = emptyFolder();
  await using simulator = await askedSimulator();
  const words = ['--target', simulator.urls[0]!];
  await using server = await Server.start(words, { folder: folder.path });
  const headers = await server.signIn(office);
  simulator.faults.add(`silent@${changeAcr}`);
  const asked = simulator.asked(changeAcr);
  const lost = assert.rejects(server.call('PUT', acr, { headers, body: { active: true } }));
  await asked;
  server.signal('SIGTERM');
  await server.running.until(() => server.running.stdout.includes('"stopping'));
  server.signal('SIGTERM');
  await server.running.ended;
  assert.equal(server.running.child.signalCode, 'SIGTERM');
  await lost;
  await using next = await Server.start(words, { folder: folder.path });
  assert.match(next.running.stdout, /1 records? had no end/);
  await next.stop();
  await assertVerified(folder.path);
});

test('a target that is gone does not keep it', async () => {
  using folder = emptyFolder();
  const simulator = await askedSimulator();
  const words = ['--target', simulator.urls[0]!];
  await using server = await Server.start(words, { folder: folder.path });
  await server.signIn(office);
  simulator.faults.add('silent@LogoutRequest');
  await server.signIn(office);
  await server.stop();
  await simulator.close();
  await assertVerified(folder.path);
});

test('SIGHUP does not kill it', async () => {
  using folder = emptyFolder();
  await using server = await Server.start([], { folder: folder.path });
  server.signal('SIGHUP');
  await server.running.until(() =>
    server.running.stdout.includes('SIGHUP: there is no certificate'),
  );
  assert.equal((await server.call('GET', '/health/live/')).status, 200);
  await server.stop();
});
