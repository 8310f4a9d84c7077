// Sessions: they are lost, ended by the switch, answered late or under another id. Reads go on, a bounded number of times.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { type Client, connect, Fault } from '../../src/index.js';
import { password, username } from '../run-cli.js';
import { document, healthy, logins, logout, refusal, reply } from '../stub-answers.js';
import { type Exchange, type StubOptions, StubServer } from '../stub-server.js';

const key = { serviceProviderId: 'HarbourTel', groupId: 'Quayside' };
const read = { command: 'UserDoNotDisturbGetRequest', fields: { userId: 'amelia@example.net' } };
const dnd = (text: string) => reply('UserDoNotDisturbGetResponse', `<isActive>${text}</isActive>`);
const answers = { ...healthy, UserDoNotDisturbGetRequest: dnd('false') };

async function withClient(
  options: StubOptions,
  run: (client: Client, stub: StubServer) => Promise<void>,
  timeoutMs = 5000,
): Promise<void> {
  await using stub = await StubServer.start({ answers, ...options });
  await using client = await connect({
    records: 'none',
    target: stub.url,
    username,
    password,
    timeoutMs,
  });
  await run(client, stub);
}

/** Deals in its own way with the first `times` documents that hold the command. */
function strike(
  command: string,
  times: number,
  deal: (exchange: Exchange) => void,
): NonNullable<StubOptions['on']> {
  let left = times;
  return (exchange) => {
    if (!exchange.names.includes(command) || left <= 0) return undefined;
    left--;
    deal(exchange);
    return true;
  };
}

const cut = ({ socket }: Exchange) => void socket.destroy();
const half = ({ socket, sessionId, answers }: Exchange) =>
  void socket.end(document(sessionId, ...answers()).slice(0, 200));
const reset = ({ socket }: Exchange) => void socket.resetAndDestroy();
const endSession = ({ sessionId, send }: Exchange) => send(document(sessionId, logout));
const forget = ({ sessionId, send }: Exchange) =>
  send(document(sessionId, refusal(undefined, 'User is not logged in.')));

for (const [how, deal] of [
  ['is cut', cut],
  ['is cut in the middle of an answer', half],
  ['is reset', reset],
  ['is ended by a LogoutRequest of the switch', endSession],
  ['is forgotten by the switch', forget],
] as const)
  test(`a session that ${how} is followed by a new connection, session id and login, and the reads are repeated`, async () => {
    await withClient({ on: strike('GroupGetRequest22V5', 1, deal) }, async (client, stub) => {
      const { audit, message } = await client.auditGroup(key);
      assert.equal(audit.status, 'complete', message);
      assert.equal(stub.connections, 2);
      assert.equal(stub.count('LoginRequest14sp4'), 2);
      assert.equal(new Set(stub.asked.map(({ sessionId }) => sessionId)).size, 2);
    });
  });

test('a read that loses every session is given up after a few, with the reason', async () => {
  const on = strike(read.command, 99, cut);
  await withClient({ on }, async (client, stub) => {
    await assert.rejects(client.send(read), { code: 'SOUTH_LOST' });
    assert.ok(stub.count(read.command) <= 3, `${stub.count(read.command)} times`);
    assert.ok(stub.connections <= 4, `${stub.connections} connections`);
  });
});

test('a session that died while nobody used it costs nobody an error', async () => {
  await withClient({}, async (client, stub) => {
    await client.send(read);
    const ended = new Promise((resolve) => stub.sockets()[0]?.once('close', resolve));
    for (const socket of stub.sockets()) socket.destroy();
    await ended;
    const answer = await client.send(read);
    assert.equal(answer.kind, 'reply');
  });
});

test('a LogoutRequest in front of the answer loses the answer; behind it, it loses nothing', async () => {
  const before = ({ sessionId, answers, send }: Exchange) =>
    send(document(sessionId, logout) + document(sessionId, ...answers()));
  await withClient({ on: strike(read.command, 1, before) }, async (client, stub) => {
    assert.equal((await client.send(read)).kind, 'reply');
    assert.equal(stub.count(read.command), 2);
  });
  const after = ({ sessionId, answers, send }: Exchange) =>
    send(document(sessionId, ...answers()) + document(sessionId, logout));
  await withClient({ on: strike(read.command, 1, after) }, async (client, stub) => {
    assert.equal((await client.send(read)).kind, 'reply');
    assert.equal(stub.count(read.command), 1);
    assert.equal((await client.send(read)).kind, 'reply');
    assert.equal(stub.connections, 2);
  });
});

test('a LogoutRequest that comes while nothing was asked ends the session, and the next read has a new one', async () => {
  let first: Exchange | undefined;
  const on = (exchange: Exchange) => {
    if (exchange.names.includes(read.command)) first ??= exchange;
    return undefined;
  };
  await withClient({ on }, async (client, stub) => {
    await client.send(read);
    const closed = new Promise((resolve) => first?.socket.once('close', resolve));
    first?.send(document(first.sessionId, logout));
    await closed;
    assert.equal((await client.send(read)).kind, 'reply');
    assert.equal(stub.connections, 2);
  });
});

test('an answer that comes too late is never taken for the next one', async () => {
  let late: Exchange | undefined;
  const on = strike(read.command, 1, (exchange) => {
    late = exchange;
  });
  const fresh = { ...answers, UserDoNotDisturbGetRequest: dnd('true') };
  await withClient(
    { on, answers: fresh },
    async (client, stub) => {
      await assert.rejects(client.send(read), { code: 'SOUTH_TIMEOUT' });
      late?.send(document(late.sessionId, dnd('late')));
      const answer = await client.send(read);
      assert.ok(answer.kind === 'reply' && answer.reply.elements[0]?.text === 'true');
      assert.equal(stub.connections, 2);
      assert.notEqual(stub.asked.at(-1)?.sessionId, late?.sessionId);
    },
    300,
  );
});

test('a second answer in the same packet is never taken for the next one', async () => {
  const on = strike(read.command, 1, ({ sessionId, send }) =>
    send(document(sessionId, dnd('first')) + document(sessionId, dnd('second'))),
  );
  await withClient({ on }, async (client) => {
    const texts = [];
    for (const _ of [1, 2]) {
      const answer = await client.send(read);
      texts.push(answer.kind === 'reply' ? answer.reply.elements[0]?.text : answer.kind);
    }
    assert.deepEqual(texts, ['first', 'false']);
  });
});

test('answers under a foreign session id, without one, or of another type are refused', async () => {
  const wrong: readonly ((exchange: Exchange) => string)[] = [
    () => document('somebody-else', dnd('true')),
    () => document('x', dnd('true')).replace('<sessionId xmlns="">x</sessionId>', ''),
    ({ sessionId }) => document(sessionId, reply('UserGetResponse22V9', '<lastName>X</lastName>')),
    ({ sessionId }) => document(sessionId, dnd('true'), dnd('true')),
    ({ sessionId }) => document(sessionId),
  ];
  for (const [at, text] of wrong.entries()) {
    const on = strike(read.command, 9, (exchange) => exchange.send(text(exchange)));
    await withClient({ on }, async (client) => {
      await assert.rejects(client.send(read), { code: 'SOUTH_PROTOCOL' }, `case ${at}`);
    });
  }
});

test('what is no OCI-P document is said to be none', async () => {
  const on = strike(read.command, 9, ({ send }) => send('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await withClient({ on }, async (client) => {
    await assert.rejects(client.send(read), { code: 'OCIP_MALFORMED' });
  });
});

test('nobody listening, an unknown name and a silent port are told apart', async () => {
  const gone = await StubServer.start();
  await gone[Symbol.asyncDispose]();
  const open = (target: string) =>
    connect({ records: 'none', target, username, password, timeoutMs: 300 });
  await assert.rejects(open(gone.url), { code: 'SOUTH_UNREACHABLE' });
  await assert.rejects(open('tcp://no-such-host.invalid'), { code: 'SOUTH_NAME_UNKNOWN' });
  await using silent = await StubServer.start({ on: () => true });
  await assert.rejects(open(silent.url), { code: 'SOUTH_TIMEOUT' });
});

test('a server that closes every connection at once is a lost session, with the access list as the hint', async () => {
  await using stub = await StubServer.start({
    onConnection: (socket: Socket) => void socket.end(),
  });
  const thrown = await connect({ records: 'none', target: stub.url, username, password }).then(
    () => undefined,
    (fault: unknown) => fault,
  );
  assert.ok(thrown instanceof Fault);
  assert.equal(thrown.code, 'SOUTH_LOST');
  assert.match(thrown.todo, /provisioning access list/);
});

test('closing the client logs out once and leaves no connection open', async () => {
  await using stub = await StubServer.start({ answers });
  const client = await connect({ records: 'none', target: stub.url, username, password });
  await client.auditGroup(key);
  await client.close();
  await client.close();
  assert.equal(stub.count('LogoutRequest'), stub.connections);
  await assert.rejects(client.send(read), { code: 'INTERRUPTED' });
});

test('closing the client fails what is under way instead of leaving it hanging', async () => {
  const on = strike(read.command, 9, () => undefined);
  await withClient({ on }, async (client, stub) => {
    const waiting = assert.rejects(client.send(read), { code: 'INTERRUPTED' });
    await stub.until(() => stub.count(read.command) === 1);
    await client.close();
    await waiting;
  });
});

test('letters come through in whatever character set each document declares', async () => {
  const lasting = (declared: string, encode: (text: string) => Buffer): StubOptions['on'] =>
    strike(read.command, 9, ({ sessionId, send }) =>
      send(
        encode(document(sessionId, dnd('Zürich Łódź')).replace('"ISO-8859-1"', `"${declared}"`)),
      ),
    );
  const latin2 = (text: string) =>
    Buffer.from(
      [...text].map((letter) => {
        const byte = { Ł: 0xa3, ź: 0xbc }[letter];
        return byte ?? letter.charCodeAt(0);
      }),
    );
  for (const on of [lasting('UTF-8', (text) => Buffer.from(text)), lasting('ISO-8859-2', latin2)]) {
    await withClient({ on: on! }, async (client) => {
      const answer = await client.send(read);
      assert.equal(answer.kind === 'reply' && answer.reply.elements[0]?.text, 'Zürich Łódź');
    });
  }
});

test('other prefixes, comments, entities, CDATA with an end tag inside and blank lines are all the same document', async () => {
  const odd = ({ sessionId }: Exchange) =>
    `\r\n\n<?xml version='1.0' encoding='ISO-8859-1'?><!-- hello --><b:BroadsoftDocument xmlns:b="C" protocol="OCI" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><sessionId>${sessionId}</sessionId><command i:type="UserDoNotDisturbGetResponse" echo=''><isActive>a&#233;&lt;<![CDATA[</BroadsoftDocument>]]>&amp;</isActive></command></b:BroadsoftDocument>\r\n`;
  const on = strike(read.command, 9, (exchange) => exchange.send(odd(exchange)));
  await withClient({ on }, async (client) => {
    const answer = await client.send(read);
    const text = answer.kind === 'reply' ? answer.reply.elements[0]?.text : '';
    assert.equal(text, 'aé<</BroadsoftDocument>&');
  });
});

test('group ids in any script are sent so that any character set can carry them', async () => {
  await withClient({}, async (client, stub) => {
    const { audit } = await client.auditGroup({
      ...key,
      groupId: 'Łódź & <Söhne>',
      parts: ['details'],
    });
    assert.equal(audit.parts.details.status, 'known');
    const asked = stub.asked.find(({ name }) => name === 'GroupGetRequest22V5');
    const sent = '<groupId>&#321;&#243;d&#378; &amp; &lt;S&#246;hne&gt;</groupId>';
    assert.ok(asked?.xml.includes(sent), asked?.xml);
  });
});

test('the account is described as the switch described it', async () => {
  const words = logins.classic
    .replace('<loginType>System<', '<loginType>Group<')
    .replace(
      '<isEnterprise>',
      '<groupId>Quayside</groupId><serviceProviderId>HarbourTel</serviceProviderId><isEnterprise>',
    )
    .replace('<userDomain>', '<passwordExpiresDays>3</passwordExpiresDays><userDomain>');
  await withClient({ answers: { ...answers, LoginRequest14sp4: words } }, async (client) => {
    const { loginType, groupId, serviceProviderId, passwordExpiresDays } = client.login;
    assert.deepEqual(
      [loginType, serviceProviderId, groupId, passwordExpiresDays],
      ['Group', 'HarbourTel', 'Quayside', 3],
    );
  });
});
