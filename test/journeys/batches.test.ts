// Several commands in one document: switches that refuse them, answer some of them, or answer in their own way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ConnectOptions, connect } from '../../src/index.js';
import { password, username } from '../run-cli.js';
import { document, healthy, refusal } from '../stub-answers.js';
import { type Exchange, StubServer } from '../stub-server.js';

const key = { serviceProviderId: 'HarbourTel', groupId: 'Quayside' };

/** Audits three groups one after the other; gives what each document asked for. */
async function threeAudits(
  on: (exchange: Exchange) => boolean | undefined,
  options: Partial<ConnectOptions> = {},
): Promise<StubServer> {
  await using stub = await StubServer.start({ answers: healthy, on });
  await using client = await connect({
    records: 'none',
    target: stub.url,
    username,
    password,
    ...options,
  });
  for (const groupId of ['Quayside', 'Lighthouse', 'Pier']) {
    const { audit } = await client.auditGroup({ ...key, groupId });
    const reasons = JSON.stringify(audit.parts.details);
    assert.equal(audit.parts.licences.status, 'known', reasons);
    assert.equal(audit.parts.numbers.status, 'known', reasons);
    assert.equal(audit.parts.trunking.status, 'known', reasons);
  }
  return stub;
}

test('what is asked together travels together, up to the most commands that a document may hold', async () => {
  const stub = await threeAudits(() => undefined);
  assert.ok(stub.documents.length <= 2 + 3 * 3, JSON.stringify(stub.documents));
  const two = await threeAudits(() => undefined, { batch: 2 });
  assert.ok(two.documents.every((names) => names.length <= 2));
  const one = await threeAudits(() => undefined, { batch: 1 });
  assert.ok(one.documents.every((names) => names.length === 1));
});

test('no document ever holds more than 15 commands', async () => {
  await using stub = await StubServer.start({ answers: healthy });
  await using client = await connect({ records: 'none', target: stub.url, username, password });
  const fields = { userId: 'amelia@harbour.example.net' };
  const answers = await client.send(
    Array.from({ length: 40 }, () => ({ command: 'UserDoNotDisturbGetRequest', fields })),
  );
  assert.equal(answers.length, 40);
  const sizes = stub.documents.map(({ length }) => length);
  assert.equal(Math.max(...sizes), 15);
  assert.equal(stub.count('UserDoNotDisturbGetRequest'), 40);
});

test('a switch that refuses documents of several commands gets single ones from then on', async () => {
  let refused = 0;
  const refuse = ({ commands, sessionId, send }: Exchange) => {
    if (commands.length < 2) return undefined;
    refused++;
    send(document(sessionId, refusal(undefined, 'Only one command per message is allowed.')));
    return true;
  };
  const stub = await threeAudits(refuse, { connections: 1 });
  assert.equal(refused, 1);
  assert.equal(stub.connections, 1);
});

test('a switch that answers only the first command of a document gets single ones from then on', async () => {
  let short = 0;
  const answerFirst = ({ commands, sessionId, answers, send }: Exchange) => {
    if (commands.length < 2) return undefined;
    short++;
    send(document(sessionId, answers()[0]!));
    return true;
  };
  const stub = await threeAudits(answerFirst, { connections: 1 });
  assert.deepEqual([short, stub.connections], [1, 2]);
});

test('a switch that answers each command in a document of its own gets single ones from then on', async () => {
  let apart = 0;
  const answerApart = ({ commands, sessionId, answers, send }: Exchange) => {
    if (commands.length < 2) return undefined;
    apart++;
    send(
      answers()
        .map((one) => document(sessionId, one))
        .join(''),
    );
    return true;
  };
  const stub = await threeAudits(answerApart, { connections: 1 });
  assert.deepEqual([apart, stub.connections], [1, 2]);
});

test('answers in the wrong order are noticed, and nobody gets the answer of another', async () => {
  const turned = ({ commands, sessionId, answers, send }: Exchange) => {
    if (commands.length < 2) return undefined;
    send(document(sessionId, ...answers().reverse()));
    return true;
  };
  await using stub = await StubServer.start({ answers: healthy, on: turned });
  await using client = await connect({ records: 'none', target: stub.url, username, password });
  const { audit, payload } = await client.auditGroup({
    ...key,
    parts: ['details', 'licences', 'numbers'],
  });
  assert.equal(audit.status, 'complete', JSON.stringify(audit.parts));
  assert.equal(payload.group_details?.group_name, 'Quayside Ltd');
});

test('an error in the middle of a document leaves its neighbours alone', async () => {
  const answers = { ...healthy, GroupServiceGetAuthorizationListRequest: refusal(4003, 'No.') };
  await using stub = await StubServer.start({ answers });
  await using client = await connect({ records: 'none', target: stub.url, username, password });
  const { audit } = await client.auditGroup({ ...key, parts: ['details', 'licences', 'trunking'] });
  const { details, licences, trunking } = audit.parts;
  assert.deepEqual(
    [details.status, licences.status, trunking.status],
    ['known', 'unknown', 'known'],
  );
  assert.equal(stub.count('GroupGetRequest22V5'), 1);
});

test('answers larger than a packet, in pieces of any size, are put together', async () => {
  const dripping = ({ names, sessionId, answers, socket }: Exchange) => {
    if (!names.includes('GroupGetRequest22V5')) return undefined;
    const bytes = Buffer.from(document(sessionId, ...answers()), 'latin1');
    const drip = (at: number) => {
      if (at >= bytes.length) return;
      socket.write(bytes.subarray(at, at + 97), () => drip(at + 97));
    };
    drip(0);
    return true;
  };
  await threeAudits(dripping);
});
