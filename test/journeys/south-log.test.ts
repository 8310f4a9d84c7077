// Nothing goes south that was not noted first: every message of every wire reaches the log of its call, whole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import {
  openOdin,
  openSouth,
  parseTarget,
  type SouthOptions,
  under,
} from '../../src/south/index.js';
import { keptLog } from '../kept-log.js';
import { password, username } from '../run-cli.js';
import { StubServer } from '../stub-server.js';

const options = (url: string, log: SouthOptions['log']): SouthOptions => ({
  target: parseTarget(url),
  credentials: { username, password },
  timeoutMs: 5000,
  connections: 2,
  rate: 0,
  burst: 200,
  batch: 15,
  now: Date.now,
  log,
});
const key = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };

for (const listen of ['tcp://127.0.0.1:0', 'http://127.0.0.1:0'])
  test(`every document and its answer is noted, login and logout too: ${listen}`, async () => {
    await using simulator = await startSimulator({ world: demoWorld(), listen: [listen] });
    const log = keptLog();
    const south = openSouth({
      ...options(simulator.urls[0]!, log),
      credentials: { username: 'auditor@example.net', password: 'tide-table-7' },
    });
    const [one, two] = await Promise.all([
      south.ask({ command: 'GroupGetRequest22V5', fields: key }),
      south.ask({ command: 'GroupDnGetSummaryListRequest', fields: key }),
    ]);
    assert.deepEqual([one.kind, two.kind], ['reply', 'reply']);
    await south.close();
    assert.deepEqual(
      log.messages.map(({ request, end }) => [request.commands.join(' '), end]),
      [
        ['AuthenticationRequest', 'answered'],
        ['LoginRequest14sp4', 'answered'],
        ['GroupGetRequest22V5 GroupDnGetSummaryListRequest', 'answered'],
        ['LogoutRequest', 'not waited for'],
      ],
    );
    const [, login, ask] = log.messages;
    assert.match(ask!.answer, /GroupGetResponse22V5[\s\S]*GroupDnGetSummaryListResponse/);
    assert.match(Buffer.from(ask!.request.content).toString(), /<groupId>Head-Office</);
    const digest = /<signedPassword>([0-9a-f]+)</.exec(
      Buffer.from(login!.request.content).toString(),
    )?.[1];
    const secrets = login!.request.secrets?.() ?? [];
    assert.ok(digest !== undefined && secrets.includes(digest), 'the digest is known as a secret');
    assert.ok(secrets.includes('tide-table-7'));
  });

test('a request is noted before its first byte is sent', async () => {
  await using stub = await StubServer.start({ answers: {} });
  const log = keptLog();
  const seen: number[] = [];
  const noting: SouthOptions['log'] = {
    request: (request) => {
      seen.push(stub.asked.length);
      return log.request(request);
    },
  };
  const south = openSouth(options(stub.url, noting));
  await south.connect();
  await south.close();
  // At each note the stub had been asked only what was noted before.
  assert.deepEqual(seen.slice(0, 2), [0, 1]);
});

test('an answer that never comes is noted as what became of it', async () => {
  await using simulator = await startSimulator({
    world: demoWorld(),
    faults: ['cut@GroupGetRequest22V5'],
  });
  const log = keptLog();
  const south = openSouth({
    ...options(simulator.urls[0]!, log),
    credentials: { username: 'auditor@example.net', password: 'tide-table-7' },
  });
  await assert.rejects(south.ask({ command: 'GroupGetRequest22V5', fields: key }), {
    code: 'SOUTH_LOST',
  });
  await south.close();
  const asked = log.messages.filter(({ request }) => request.commands[0] === 'GroupGetRequest22V5');
  assert.ok(asked.length > 1, 'each repetition is noted by itself');
  for (const { end, answer } of asked) {
    assert.equal(end, 'SOUTH_LOST');
    assert.match(answer, /BroadsoftDocument/, 'what came of it is kept');
  }
});

test('a document belongs to one call: two logs never share one', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  const [road, mine, yours] = [keptLog(), keptLog(), keptLog()];
  const south = openSouth({
    ...options(simulator.urls[0]!, road),
    credentials: { username: 'auditor@example.net', password: 'tide-table-7' },
  });
  await south.connect();
  const ask = (log: typeof mine, command: string) =>
    under(south, log).ask({ command, fields: key });
  await Promise.all([
    ask(mine, 'GroupGetRequest22V5'),
    ask(mine, 'GroupDnGetSummaryListRequest'),
    ask(yours, 'GroupGetRequest22V5'),
    ask(mine, 'GroupGetRequest22V4'),
  ]);
  await south.close();
  const named = (log: typeof mine) => log.messages.map(({ request }) => request.commands.join(' '));
  assert.deepEqual(named(mine), [
    'GroupGetRequest22V5 GroupDnGetSummaryListRequest',
    'GroupGetRequest22V4',
  ]);
  assert.equal(named(yours)[0], 'GroupGetRequest22V5');
  assert.deepEqual(named(road).slice(0, 2), ['AuthenticationRequest', 'LoginRequest14sp4']);
  assert.ok(
    named(road)
      .slice(2)
      .every((commands) => commands === 'LogoutRequest'),
  );
});

test('calls of ODIN are noted with their path, and the password and tokens are known as secrets', async () => {
  await using simulator = await startSimulator({
    world: demoWorld(),
    listen: ['odin+http://127.0.0.1:0'],
  });
  const log = keptLog();
  const south = openOdin({
    ...options(simulator.urls[0]!, log),
    credentials: { username: 'auditor@example.net', password: 'tide-table-7' },
  });
  await south.get({ path: '/groups', query: key });
  await south.get({ path: '/groups', query: { serviceProviderId: 'nobody' } });
  await south.close();
  assert.deepEqual(
    log.messages.map(({ request, end }) => [request.commands[0], request.action, end]),
    [
      ['POST /auth/token', 'create', '200'],
      ['GET /groups', 'read', '200'],
      ['GET /groups', 'read', '404'],
    ],
  );
  const [login, group] = log.messages;
  assert.equal(
    group!.request.endpoint,
    '/api/v2/groups?serviceProviderId=Brightwater&groupId=Head-Office',
  );
  const { token } = JSON.parse(login!.answer) as { token: string };
  const secrets = group!.request.secrets?.() ?? [];
  assert.ok(secrets.includes(token) && secrets.includes('tide-table-7'));
  assert.ok(!JSON.stringify(group!.request).includes(token), 'headers are not noted');
});
