// Many groups through one client, and many clients in one process: nobody gets another's answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../../src/index.js';
import { password, username } from '../run-cli.js';
import {
  assignmentReply,
  groupElements,
  groupReply,
  healthy,
  held,
  summaryReply,
} from '../stub-answers.js';
import { type Asked, StubServer } from '../stub-server.js';

const idOf = ({ xml }: Asked) => /<groupId>([^<]*)</.exec(xml)?.[1] ?? '';
const numberOf = (id: string) => `+44-16329600${id.slice(1).padStart(2, '0')}`;

/** A switch named `name` whose every group knows its own id. */
const answersOf = (name: string) => ({
  ...healthy,
  GroupGetRequest22V5: (asked: Asked) =>
    groupReply(
      '22V5',
      groupElements
        .replace('Quayside Ltd', `${name} ${idOf(asked)}`)
        .replace('<groupId>Quayside<', `<groupId>${idOf(asked)}<`),
    ),
  GroupDnGetSummaryListRequest: (asked: Asked) => summaryReply([numberOf(idOf(asked)), 'false']),
  GroupDnGetAssignmentListRequest18: (asked: Asked) => assignmentReply(held(numberOf(idOf(asked)))),
});

const groups = Array.from({ length: 100 }, (_, at) => `G${at}`);
const options = { records: 'none', username, password, rate: 0, timeoutMs: 20_000 } as const;

test('a hundred groups at once through one client each get their own answers, over few connections', async () => {
  await using stub = await StubServer.start({ answers: answersOf('A') });
  await using client = await connect({ ...options, target: stub.url, connections: 3 });
  const results = await Promise.all(
    groups.map((groupId) => client.auditGroup({ serviceProviderId: 'HarbourTel', groupId })),
  );
  for (const [at, { ok, payload, audit }] of results.entries()) {
    const id = `G${at}`;
    assert.deepEqual(
      [
        ok,
        audit.status,
        payload.group_details?.group_name,
        [...(payload.group_dns?.numbers ?? [])],
      ],
      [true, 'complete', `A ${id}`, [numberOf(id)]],
    );
  }
  assert.ok(stub.connections <= 3, `${stub.connections} connections`);
  const perConnection = new Map(
    stub.asked.map(({ connection, sessionId }) => [connection, sessionId]),
  );
  assert.equal(new Set(perConnection.values()).size, stub.connections);
});

test('clients of two switches in one process never mix, not even their session ids', async () => {
  await using first = await StubServer.start({ answers: answersOf('A') });
  await using second = await StubServer.start({ answers: answersOf('B') });
  await using a = await connect({ ...options, target: first.url });
  await using b = await connect({ ...options, target: second.url });
  const results = await Promise.all(
    groups
      .slice(0, 20)
      .flatMap((groupId) =>
        [a, b].map((client) =>
          client.auditGroup({ serviceProviderId: 'HarbourTel', groupId, parts: ['details'] }),
        ),
      ),
  );
  for (const [at, { payload }] of results.entries()) {
    const expected = `${at % 2 === 0 ? 'A' : 'B'} G${Math.floor(at / 2)}`;
    assert.equal(payload.group_details?.group_name, expected);
  }
  const ids = [first, second].map(({ asked }) => new Set(asked.map(({ sessionId }) => sessionId)));
  assert.deepEqual(
    [...ids[0]!].filter((id) => ids[1]!.has(id)),
    [],
  );
});

test('a switch in trouble for one group harms no other', async () => {
  const answers = answersOf('A');
  const on = ({
    commands,
    socket,
  }: {
    commands: readonly Asked[];
    socket: { destroy(): void };
  }) => {
    if (!commands.some((asked) => asked.name === 'GroupGetRequest22V5' && idOf(asked) === 'G7'))
      return undefined;
    socket.destroy();
    return true;
  };
  await using stub = await StubServer.start({ answers, on });
  await using client = await connect({ ...options, target: stub.url });
  const results = await Promise.all(
    groups
      .slice(0, 20)
      .map((groupId) => client.auditGroup({ serviceProviderId: 'HarbourTel', groupId })),
  );
  for (const [at, { audit }] of results.entries())
    assert.equal(audit.parts.details.status, at === 7 ? 'unknown' : 'known', `G${at}`);
});

test('a second session that the switch refuses does not stop the first', async () => {
  let open = 0;
  await using stub = await StubServer.start({
    answers: answersOf('A'),
    onConnection: (socket) => {
      if (++open > 1) socket.destroy();
    },
  });
  await using client = await connect({ ...options, target: stub.url, connections: 4, batch: 2 });
  const results = await Promise.all(
    groups
      .slice(0, 20)
      .map((groupId) => client.auditGroup({ serviceProviderId: 'HarbourTel', groupId })),
  );
  assert.deepEqual(
    results.map(({ audit }) => audit.status),
    results.map(() => 'complete'),
  );
});
