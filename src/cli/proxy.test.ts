// The proxy's settings reach the proxy. What it does is in test/journeys/proxy*.test.ts.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { test } from 'node:test';
import { proxyFrom } from './proxy.js';
import { readSettings } from './settings.js';

test('time-outs can be set: a client that stays silent is sent away', async () => {
  const target = createServer().listen(0, '127.0.0.1');
  await once(target, 'listening');
  const { port } = target.address() as AddressInfo;
  const read = (more: Record<string, string>) =>
    readSettings(
      { target: `tcp://127.0.0.1:${port}`, proxyListen: 'tcp://127.0.0.1:0', ...more },
      {},
    );
  const house = { recorder: {}, log: {}, flags: {} } as Parameters<typeof proxyFrom>[1];
  const terminal = { now: Date.now, environment: {} } as Parameters<typeof proxyFrom>[2];
  for (const name of ['proxyIdle', 'proxyConnectTimeout'])
    await assert.rejects(async () => proxyFrom(await read({ [name]: 'soon' }), house, terminal), {
      code: 'SETTING_INVALID',
    });
  const proxy = await proxyFrom(await read({ proxyIdle: '50ms' }), house, terminal);
  const client = connect(Number(new URL(proxy.urls[0]!.replace('tcp', 'http')).port), '127.0.0.1');
  client.resume();
  await once(client, 'end');
  client.destroy();
  await proxy.close(0);
  target.close();
});
