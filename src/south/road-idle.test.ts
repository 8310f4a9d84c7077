// Sessions that lie idle, and secrets that a request carries: what the road and the session do about them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptLog } from '../../test/kept-log.js';
import { redactText, secretsIn } from '../ocip/index.js';
import { demoWorld, startSimulator } from '../simulator/index.js';
import { openSouth, parseTarget } from './index.js';

test('a session that was not used for long is not used again', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  const { userId: username, password } = demoWorld().administrators[0]!;
  const road = (idleMs: number) =>
    openSouth({
      target: parseTarget(simulator.urls[0]!),
      credentials: { username, password },
      timeoutMs: 5_000,
      connections: 1,
      rate: 0,
      burst: 0,
      batch: 15,
      now: Date.now,
      log: keptLog(),
      idleMs,
    });
  const logins = () => simulator.commands.filter(({ name }) => name === 'LoginRequest14sp4').length;
  const ask = { command: 'SystemSoftwareVersionGetRequest', fields: {} };
  const never = road(0);
  await never.ask(ask);
  await never.ask(ask);
  assert.equal(logins(), 2);
  await never.close();
  const often = road(60_000);
  await often.ask(ask);
  await often.ask(ask);
  assert.equal(logins(), 3);
  await often.close();
});

test('the secrets of a request are known by the time that a refusal repeats them', () => {
  const xml =
    '<command xsi:type="UserModifyRequest22"><userId>a</userId><newPassword>sea&amp;sand</newPassword></command>';
  assert.deepEqual(secretsIn(xml), ['sea&sand']);
  const words = redactText('Password sea&sand is not allowed', secretsIn(xml));
  assert.equal(words.includes('sand'), false);
});
