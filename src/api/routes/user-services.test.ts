// What becomes of a refusal that repeats a secret; all else about these end points is in test/journeys.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthy, refusal, reply, table } from '../../../test/stub-answers.js';
import { StubServer } from '../../../test/stub-server.js';
import { noLog } from '../../records/index.js';
import { openSouth, parseTarget } from '../../south/index.js';
import type { ApiCall, House } from '../route.js';
import { userServiceRoutes } from './user-services.js';

test('a password that BroadWorks repeats in its refusal is taken out of the answer', async () => {
  const secret = 'Kelp4Harbour9';
  const userId = 'ines@saltmarsh.example';
  const words = `${secret} may not be used`;
  await using stub = await StubServer.start({
    answers: {
      ...healthy,
      UserGetListInGroupRequest: reply(
        'UserGetListInGroupResponse',
        table('userTable', ['User Id'], [userId]),
      ),
      UserAuthenticationModifyRequest: refusal(4500, words, `tried: ${secret}`),
    },
  });
  const road = openSouth({
    target: parseTarget(stub.url),
    credentials: { username: 'auditor@example.net', password: 'tide-table-7' },
    timeoutMs: 5000,
    connections: 1,
    rate: 0,
    burst: 0,
    batch: 15,
    mayChange: true,
    now: Date.now,
    log: noLog,
  });
  const routes = userServiceRoutes({ now: Date.now } as House);
  const change = routes.find(({ operation }) => operation === 'changeUserAuthentication');
  const answering = change?.handle({
    caller: { scope: { kind: 'system' } },
    params: { tenant_id: 'Breakwater', group_id: 'Saltmarsh', user_id: userId },
    body: { newPassword: secret },
    oci: async () => road,
  } as unknown as ApiCall);
  const answer = await answering?.finally(() => road.close());
  assert.equal(answer?.status, 400);
  const told = JSON.stringify(answer);
  assert.ok(told.includes('may not be used'));
  assert.ok(!told.includes(secret), told);
  assert.equal(stub.count('UserAuthenticationModifyRequest'), 1);
});
