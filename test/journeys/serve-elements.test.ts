// `muster serve` with connectors from its settings file: they are reached, user services go over XSI, and no secret of the
// file is kept, not even when an element repeats it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { startSimulator } from '../../src/simulator/index.js';
import { emptyFolder } from '../run-cli.js';
import { auditor, Server } from '../serve-process.js';
import { canaries, canaryWorld, elementRows } from '../south-stand.js';

const listen = ['tcp://127.0.0.1:0', 'xsi+http://127.0.0.1:0', 'elements+http://127.0.0.1:0'];
const user = 'giulia.marchetti@brightwater.example.net';
const acr = `/api/v1/tenants/Brightwater/groups/Roma/users/${user}/services/acr/`;

test('connectors of the settings file are served', async () => {
  await using simulator = await startSimulator({ world: canaryWorld(), listen });
  using folder = emptyFolder();
  const echo = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ said: request.headers['api-key'] }));
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const { port } = echo.address() as AddressInfo;
  const elements = [
    ...elementRows(simulator),
    {
      name: 'parrot',
      preset: 'poly-ztp-rest',
      baseUrl: `http://127.0.0.1:${port}`,
      allowClearText: true,
      auth: { key: 'heron-parrot-4716' },
    },
  ];
  const settings = join(folder.path, 'settings.yaml');
  writeFileSync(settings, stringify({ elements }), { mode: 0o600 });
  const words = ['--settings', settings, '--target', simulator.urls[0]!];
  const { path: home } = folder;
  {
    await using server = await Server.start([...words, '--user-services-over', 'xsi'], {
      folder: home,
    });
    const headers = await server.signIn(auditor);
    const call = (method: string, path: string, body?: unknown) =>
      server.call(method, path, { body, headers });
    assert.equal((await call('GET', '/api/v1/south/dubber/profile')).status, 200);
    assert.equal((await call('POST', '/api/v1/south/poly/profiles', { id: 'p7' })).status, 201);
    assert.equal((await call('PUT', acr, { active: true })).status, 200);
    const parrot = await call('GET', '/api/v1/south/parrot/x');
    assert.deepEqual(parrot.json, { said: 'heron-parrot-4716' });
    await server.stop();
  }
  assert.ok(simulator.commands.some(({ name }) => name.startsWith('PUT /user/services/')));
  const kept = readdirSync(home)
    .filter((name) => name.startsWith('gateway.sqlite'))
    .map((name) => readFileSync(join(home, name), 'latin1'))
    .join('');
  assert.ok(kept.includes('svc_v1:muster.south.parrot'));
  for (const secret of [...Object.values(canaries), 'heron-parrot-4716'])
    assert.ok(!kept.includes(secret), secret);
  await using server = await Server.start([...words, '--read-only'], { folder: home });
  const headers = await server.signIn(auditor);
  const call = (method: string, path: string, body?: unknown) =>
    server.call(method, path, { body, headers });
  assert.equal((await call('GET', '/api/v1/south/poly/profiles')).status, 200);
  assert.equal((await call('POST', '/api/v1/south/poly/profiles', { id: 'p8' })).status, 403);
  assert.equal((await call('PUT', acr, { active: false })).status, 403);
  await server.stop();
  echo.closeAllConnections();
  await new Promise((resolve) => echo.close(resolve));
});
