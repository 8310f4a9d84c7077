import assert from 'node:assert/strict';
import { get } from 'node:https';
import { test } from 'node:test';
import { basic } from '../../test/element-client.js';
import { demoWorld } from './demo/demo-world.js';
import { startSimulator } from './simulator.js';

test('every wire has its address, in the order that was asked for, with its path', async () => {
  const listen = ['odin+http', 'elements+https', 'xsi+http', 'tcp', 'xsi+https', 'elements+http'];
  await using simulator = await startSimulator({
    world: demoWorld(),
    listen: listen.map((wire) => `${wire}://127.0.0.1:0`),
  });
  assert.deepEqual(
    simulator.urls.map((url) => url.replace(/:\d+/, '')),
    [
      'odin+http://127.0.0.1/api/v2',
      'elements+https://127.0.0.1',
      'xsi+http://127.0.0.1/com.broadsoft.xsi-actions/v2.0',
      'tcp://127.0.0.1',
      'xsi+https://127.0.0.1/com.broadsoft.xsi-actions/v2.0',
      'elements+http://127.0.0.1',
    ],
  );
});

test('XSI and the elements speak HTTPS with the certificate that is told', async () => {
  await using simulator = await startSimulator({
    world: demoWorld(),
    listen: ['elements+https://127.0.0.1:0', 'xsi+https://127.0.0.1:0'],
  });
  const [elements = '', xsi = ''] = simulator.urls;
  const status = (url: string, name: string) =>
    new Promise<number>((resolve, reject) => {
      const options = { ca: simulator.certificate, agent: false };
      const headers = { Authorization: basic(name) };
      get(url.replace(/^\w+\+/, ''), { ...options, headers }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      }).on('error', reject);
    });
  assert.equal(await status(`${elements}/mutare/mailboxes`, 'mailboxes'), 200);
  assert.equal(
    await status(`${xsi}/user/auditor@example.net/profile`, 'auditor@example.net'),
    404,
    'an administrator is no user',
  );
});
