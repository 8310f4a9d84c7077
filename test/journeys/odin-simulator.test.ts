// ODIN from the simulator through clients that are not ours: curl, fetch, node:http, bare sockets.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { promisify } from 'node:util';
import {
  demoWorld,
  type Simulator,
  startSimulator,
  type World,
  worldSchema,
} from '../../src/simulator/index.js';

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);
const credentials = JSON.stringify({
  username: 'auditor@example.net',
  password: 'tide-table-7',
});

const baseOf = (simulator: Simulator) => simulator.urls[0]!.replace('odin+', '');
const start = (world: World = demoWorld()) =>
  startSimulator({ world, listen: ['odin+http://127.0.0.1:0'] });

async function tokenFrom(base: string): Promise<string> {
  const answer = await fetch(`${base}/auth/token`, { method: 'POST', body: credentials });
  return ((await answer.json()) as { token: string }).token;
}

const odd = 'A & B/C+D=ü';
const oddWorld: World = {
  schema: worldSchema,
  administrators: [
    { userId: 'auditor@example.net', password: 'tide-table-7', loginType: 'System' },
  ],
  serviceProviders: [
    {
      serviceProviderId: odd,
      servicePacks: [{ name: odd, services: [] }],
      groups: [
        {
          groupId: odd,
          servicePacks: [odd],
          users: [
            { userId: 'a+b@example.net', lastName: 'ß', firstName: 'Ł', servicePacks: [odd] },
          ],
        },
      ],
    },
  ],
};

test('any spelling of a query is read: %20 and + are a space, %2B is a plus', async () => {
  await using simulator = await start(oddWorld);
  const base = baseOf(simulator);
  const headers = { Authorization: `Bearer ${await tokenFrom(base)}` };
  const spellings = [
    'A%20%26%20B%2FC%2BD%3D%C3%BC',
    'A+%26+B/C%2BD=%C3%BC',
    'A+%26+B%2fC%2bD%3d%c3%bc',
  ];
  for (const name of spellings) {
    const query = `serviceProviderId=${name}&groupId=${name}&serviceType=servicePackName&serviceName=${name}`;
    const answer = await fetch(`${base}/groups/services/assigned?${query}`, { headers });
    assert.deepEqual(await answer.json(), {
      serviceProviderId: odd,
      groupId: odd,
      serviceType: 'servicePackServices',
      serviceName: odd,
      users: [{ userId: 'a+b@example.net', firstName: 'Ł', lastName: 'ß', phoneNumber: null }],
    });
  }
  const plus = await fetch(`${base}/users/services/assigned?userId=a+b@example.net`, { headers });
  assert.equal(plus.status, 404, 'a bare plus is a space');
});

test('curl signs in and reads', { skip: hasCurl ? false : 'there is no curl here' }, async () => {
  await using simulator = await start(oddWorld);
  const base = baseOf(simulator);
  const curl = async (...words: string[]) =>
    (await run('curl', ['--silent', '--show-error', '--max-time', '20', ...words])).stdout;
  const type = ['--header', 'Content-Type: application/json'];
  const session = await curl(...type, '--data', credentials, `${base}/auth/token`);
  const { token } = JSON.parse(session) as { token: string };
  const listed = await curl(
    '--include',
    '--get',
    ...['--header', `Authorization: Bearer ${token}`],
    ...['--data-urlencode', `serviceProviderId=${odd}`],
    `${base}/groups`,
  );
  const [head = '', body = ''] = listed.split('\r\n\r\n');
  assert.match(head, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(head, /^Content-Type: application\/json; charset=utf-8\r?$/im);
  assert.deepEqual(JSON.parse(body), [
    { groupId: odd, groupName: '', userLimit: 25, serviceProviderId: odd },
  ]);
});

/** One request of node:http or node:https, with a body even for GET, as some clients send it. */
async function asked(
  url: string,
  options: { token?: string; ca?: string; agent?: Agent; method?: string; body?: string },
): Promise<{ status: number | undefined; allow: string | undefined; body: string }> {
  const { token, ca, agent, method = 'GET', body = '{}' } = options;
  return await new Promise((resolve, reject) => {
    const send = url.startsWith('https') ? httpsRequest : httpRequest;
    const headers = {
      'Content-Length': Buffer.byteLength(body),
      ...(token === undefined ? {} : { Authorization: `bearer ${token}` }),
    };
    const request = send(url, { method, headers, agent, ca }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          allow: response.headers.allow,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

test('one connection carries call after call, bodies and refusals included', async () => {
  await using simulator = await start();
  const base = baseOf(simulator);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const token = await tokenFrom(base);
  const sockets = new Set<Socket>();
  agent.on('free', (socket: Socket) => sockets.add(socket));
  const statuses: (number | undefined)[] = [];
  for (const path of ['/groups?serviceProviderId=Brightwater', '/nothing', '/groups'])
    statuses.push((await asked(`${base}${path}`, { token, agent })).status);
  const deleted = await asked(`${base}/groups`, { token, agent, method: 'DELETE' });
  const large = 'x'.repeat(1024 * 1024 + 1);
  const tooLarge = { agent, method: 'POST', body: large };
  statuses.push(deleted.status, (await asked(`${base}/auth/token`, tooLarge)).status);
  assert.deepEqual(statuses, [200, 404, 400, 405, 413]);
  assert.equal(deleted.allow, 'GET');
  assert.equal(sockets.size, 1);
  agent.destroy();
});

test('ODIN over TLS has the certificate the simulator tells', async () => {
  await using simulator = await startSimulator({
    world: demoWorld(),
    listen: ['odin+https://127.0.0.1:0'],
  });
  const base = baseOf(simulator);
  assert.match(base, /^https:\/\/127\.0\.0\.1:\d+\/api\/v2$/);
  const login = { method: 'POST', body: credentials };
  const ca = simulator.certificate;
  const { token } = JSON.parse((await asked(`${base}/auth/token`, { ...login, ca })).body) as {
    token: string;
  };
  const { body } = await asked(`${base}/auth/session`, { token, ca });
  assert.equal((JSON.parse(body) as { loginType: string }).loginType, 'System');
  await assert.rejects(asked(`${base}/auth/token`, login), /self.signed|unable to verify/i);
  assert.equal(simulator.commands.at(-1)?.transport, 'odin+https');
});

/** A bare connection: what it has received, and whether it is over. */
async function opened(base: string) {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  let received = '';
  let isOver = false;
  let wake = () => {};
  const note = (what: () => void) => () => {
    what();
    wake();
  };
  socket.on('data', (chunk: Buffer) => note(() => (received += chunk.toString('utf8')))());
  socket.on('error', () => undefined);
  socket.on(
    'close',
    note(() => {
      isOver = true;
    }),
  );
  const state = () => ({ received, isOver });
  const until = async (is: (now: ReturnType<typeof state>) => boolean) => {
    while (!is(state()))
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return state();
  };
  return { socket, until, [Symbol.dispose]: () => void socket.destroy() };
}

test('half an answer stays half, silence says nothing, and closing ends both at once', async () => {
  const simulator = await start();
  const base = baseOf(simulator);
  const token = await tokenFrom(base);
  const request = `GET /api/v2/groups?serviceProviderId=Brightwater HTTP/1.1\r\nHost: odin.example.net\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  simulator.faults.add('half*1');
  using half = await opened(base);
  half.socket.write(request);
  const { received } = await half.until((now) => now.received.includes('[{'));
  const [head = '', body = ''] = received.split('\r\n\r\n');
  const length = Number(/Content-Length: (\d+)/i.exec(head)?.[1]);
  assert.equal(Buffer.byteLength(body), Math.ceil(length / 2));

  simulator.faults.add('silent@GET /groups');
  using silent = await opened(base);
  silent.socket.write(request);
  using idle = await opened(base);
  idle.socket.write(request.replace('/groups?', '/nothing?'));
  await idle.until((now) => now.received.includes('Not Found"}'));
  while (simulator.commands.length < 4) await new Promise((resolve) => setImmediate(resolve));
  await simulator.close();
  assert.equal((await half.until((now) => now.isOver)).received, received);
  assert.equal((await silent.until((now) => now.isOver)).received, '');
  await idle.until((now) => now.isOver);
});

test('wrong-charset sends bytes that are no UTF-8', async () => {
  await using simulator = await start();
  const base = baseOf(simulator);
  const headers = { Authorization: `Bearer ${await tokenFrom(base)}` };
  simulator.faults.add('wrong-charset@GET /users');
  const answer = await fetch(`${base}/users?serviceProviderId=Brightwater&lastName=M*ller`, {
    headers,
  });
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.ok(bytes.includes(Buffer.from('Müller', 'latin1')));
  assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
});
