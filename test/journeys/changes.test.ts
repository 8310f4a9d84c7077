// Commands that change something: only when allowed, one after the other, and never twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, knownCommands } from '../../src/index.js';
import { password, username } from '../run-cli.js';
import { healthy, refusal, reply, success } from '../stub-answers.js';
import { type Exchange, StubServer } from '../stub-server.js';

const name = 'UserDoNotDisturbModifyRequest';
const change = (userId = 'amelia@example.net') => ({
  command: name,
  fields: { userId, isActive: true },
});
const read = { command: 'UserDoNotDisturbGetRequest', fields: { userId: 'amelia@example.net' } };
const answers = {
  ...healthy,
  [name]: success,
  UserDoNotDisturbGetRequest: reply('UserDoNotDisturbGetResponse', '<isActive>true</isActive>'),
};

test('without mayChange no changing command leaves the machine', async () => {
  await using stub = await StubServer.start({ answers });
  await using client = await connect({ records: 'none', target: stub.url, username, password });
  await assert.rejects(client.send(change()), { code: 'NOT_PERMITTED' });
  await assert.rejects(client.send({ command: 'LogoutRequest', fields: { userId: username } }), {
    code: 'NOT_PERMITTED',
  });
  assert.equal((await client.send(read)).kind, 'reply');
  assert.deepEqual(stub.reads, ['UserDoNotDisturbGetRequest']);
});

test('every command that is not known to be a read or a change is refused before anything is sent', async () => {
  await using stub = await StubServer.start({ answers });
  await using client = await connect({
    records: 'none',
    target: stub.url,
    username,
    password,
    mayChange: true,
  });
  const before = stub.received.length;
  await assert.rejects(client.send({ command: 'UserFlyToTheMoonRequest' }), {
    code: 'COMMAND_UNKNOWN',
  });
  await assert.rejects(client.send({ command: name, fields: { userId: 'a', colour: 'red' } }), {
    code: 'COMMAND_INVALID',
    message: /colour/,
  });
  assert.equal(stub.received.length, before);
  assert.ok(knownCommands().some(({ name: known, kind }) => known === name && kind === 'change'));
});

test('a change that BroadWorks turns away for want of a login certainly did not happen, and says so', async () => {
  const gone = refusal(undefined, 'The user is not logged in and must log in first.');
  await using stub = await StubServer.start({ answers: { ...answers, [name]: gone } });
  await using client = await connect({
    records: 'none',
    target: stub.url,
    username,
    password,
    mayChange: true,
  });
  await assert.rejects(client.send(change()), {
    code: 'SOUTH_LOST',
    message: new RegExp(`${name} was not carried out`),
  });
  assert.equal(stub.count(name), 1);
});

for (const [how, deal] of [
  ['is cut', ({ socket }: Exchange) => void socket.destroy()],
  ['is reset', ({ socket }: Exchange) => void socket.resetAndDestroy()],
  ['is silent', () => undefined],
  ['answers under a foreign session id', ({ send }: Exchange) => send('<a/>')],
] as const)
  test(`a change whose line ${how} has an unknown outcome, and was sent exactly once`, async () => {
    const on = (exchange: Exchange) => {
      if (!exchange.names.includes(name)) return undefined;
      deal(exchange);
      return true;
    };
    await using stub = await StubServer.start({ answers, on });
    const account = { target: stub.url, username, password };
    const options = { ...account, mayChange: true, timeoutMs: 300 };
    await using client = await connect({ ...options, records: 'none' });
    await assert.rejects(client.send(change()), { code: 'SOUTH_OUTCOME_UNKNOWN' });
    assert.equal((await client.send(read)).kind, 'reply');
    assert.equal(stub.count(name), 1);
  });

test('a change travels alone, so that nothing else can spoil it', async () => {
  await using stub = await StubServer.start({ answers });
  await using client = await connect({
    records: 'none',
    target: stub.url,
    username,
    password,
    mayChange: true,
  });
  await Promise.all([client.send(read), client.send(change()), client.send(read)]);
  assert.ok(stub.documents.every((names) => names.length === 1 || !names.includes(name)));
});

test('a refused change is an answer, not an error', async () => {
  const refused = { ...answers, [name]: refusal(4008, 'User not found: amelia@example.net') };
  await using stub = await StubServer.start({ answers: refused });
  await using client = await connect({
    records: 'none',
    target: stub.url,
    username,
    password,
    mayChange: true,
  });
  const answer = await client.send(change());
  assert.ok(answer.kind === 'refusal');
  assert.deepEqual([answer.refusal.code, answer.refusal.kind], [4008, 'notFound']);
});

test('changes in a list go in order, each after the answer to the one before', async () => {
  const seen: string[] = [];
  let open = 0;
  const on = (exchange: Exchange) => {
    if (!exchange.names.includes(name)) return undefined;
    assert.equal(++open, 1);
    seen.push(/<userId>(\w+)</.exec(exchange.commands[0]!.xml)?.[1] ?? '');
    setImmediate(() => {
      open--;
      exchange.send(
        `<?xml version="1.0"?><BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">${exchange.sessionId}</sessionId>${exchange.answers().join('')}</BroadsoftDocument>`,
      );
    });
    return true;
  };
  await using stub = await StubServer.start({ answers, on });
  const options = {
    target: stub.url,
    username,
    password,
    mayChange: true,
    connections: 4,
    batch: 1,
  };
  await using client = await connect({ ...options, records: 'none' });
  const ids = Array.from({ length: 12 }, (_, at) => `user${at}`);
  const outcomes = await client.send(ids.map((id) => change(id)));
  assert.equal(outcomes.length, 12);
  assert.deepEqual(seen, ids);
  assert.equal(stub.count(name), 12);
});

test('a list of reads has one answer each, in order, whatever becomes of the others', async () => {
  const mixed = {
    ...answers,
    UserDoNotDisturbGetRequest: ({ xml }: { xml: string }) =>
      xml.includes('missing')
        ? refusal(4008, 'User not found: missing')
        : reply('UserDoNotDisturbGetResponse', '<isActive>true</isActive>'),
  };
  await using stub = await StubServer.start({ answers: mixed });
  await using client = await connect({ records: 'none', target: stub.url, username, password });
  const ask = (userId: string) => ({ command: 'UserDoNotDisturbGetRequest', fields: { userId } });
  const outcomes = await client.send([ask('a'), ask('missing'), ask('b')]);
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['reply', 'refusal', 'reply'],
  );
});
