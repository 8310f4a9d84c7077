import assert from 'node:assert/strict';
import { test } from 'node:test';
import { password, startMill, weir } from '../../../test/odin-mill.js';
import { parseFault } from '../faults.js';

/** A simulator, a client that is signed in, and its raw answers. */
async function started() {
  const simulator = await startMill();
  const base = simulator.urls[0]!.replace('odin+', '');
  const credentials = JSON.stringify({ username: 'auditor@example.net', password });
  let token = '';
  const call = async (path: string, method = 'GET') =>
    await fetch(`${base}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      ...(method === 'POST' ? { body: credentials } : {}),
    });
  /** POST signs in anew, PUT renews; the status. */
  const sign = async (method: 'POST' | 'PUT') => {
    const answer = await call('/auth/token', method);
    const { token: fresh } = (await answer.json()) as { token?: string };
    if (fresh !== undefined) token = fresh;
    return answer.status;
  };
  await sign('POST');
  const read = async (path: string) => {
    const answer = await call(path);
    return { status: answer.status, body: await answer.json() };
  };
  const statuses = async (path: string, times: number) => {
    const found: number[] = [];
    for (let at = 0; at < times; at++) found.push((await call(path)).status);
    return found;
  };
  return {
    simulator,
    call,
    sign,
    read,
    statuses,
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

const dns = `/groups/dns?${weir}`;
const group = `/groups?${weir}`;

test('a fault may name a call of ODIN, and leaves the others alone', async () => {
  assert.deepEqual(parseFault('slow=5@GET /groups/dns*2'), {
    name: 'slow',
    value: '5',
    command: 'GET /groups/dns',
    times: 2,
  });
  assert.equal(parseFault('error@GET-WELL /group').group, 'GET-WELL /group');
  await using odin = await started();
  odin.simulator.faults.add('error=4500@GET /groups/dns');
  assert.deepEqual(await odin.read(dns), {
    status: 400,
    body: {
      status: 400,
      error: '[Error 4500] The command failed.: GroupDnGetSummaryListRequest',
      details: 'Bad Request',
    },
  });
  assert.equal((await odin.read(group)).status, 200);
});

/** What one answer to a call looks like with a fault. */
const afflicted: Readonly<Record<string, readonly [string, number, RegExp]>> = {
  permission: [group, 403, /\[Error 5404\] Unauthorized transaction\.: GroupGetRequest22V5/],
  'internal-error': [group, 500, /^\{"error":"Server Error"\}$/],
  'loose-types': [group, 200, /"userLimit":"20".*"locationDialingCode":7[,}]/],
  'string-booleans': [dns, 200, /"assigned":"false","activated":"false"/],
  'lone-object': [`/groups?serviceProviderId=Mill`, 200, /^\{"groupId":"Weir"/],
  'no-list': [dns, 200, /"dns":\[\{"assigned":false,"activated":false,"min":"[^"]+","max":null\}/],
  'none-text': [dns, 200, /"max":"None"/],
  'missing-fields': [group, 200, /^(?!.*timeZoneDisplayName).*"userLimit":20/],
  'extra-fields': [group, 200, /"futureText":"new"/],
  'no-details': [`/groups/dns/details?${weir}`, 404, /"error":"Not Found"/],
  drip: [dns, 200, /\}\]\}$/],
  split: [dns, 200, /\}\]\}$/],
  'slow=1': [dns, 200, /\}\]\}$/],
  'late=1': [dns, 200, /\}\]\}$/],
  crlf: [dns, 200, /^\{"serviceProviderId":"Mill"/],
  'missing-table': [dns, 200, /^\{"serviceProviderId":"Mill"/],
};

for (const [fault, [path, status, expected]] of Object.entries(afflicted))
  test(`${fault} shows in the answer, and is gone when it is removed`, async () => {
    await using odin = await started();
    const before = await (await odin.call(path)).text();
    odin.simulator.faults.add(fault);
    const answer = await odin.call(path);
    const body = await answer.text();
    assert.equal(answer.status, status);
    assert.match(body, expected);
    assert.equal(await odin.sign('PUT'), 200, 'signing in is spared');
    odin.simulator.faults.clear();
    assert.equal(await (await odin.call(path)).text(), before);
  });

test('a limit and a gateway speak once, before the token is looked at', async () => {
  await using odin = await started();
  odin.simulator.faults.add('too-many-requests=3');
  const limited = await odin.call(group);
  assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '3']);
  await limited.text();
  odin.simulator.faults.add('gateway-page');
  const page = await odin.call(group);
  assert.deepEqual(
    [page.status, page.headers.get('content-type')],
    [502, 'text/html; charset=utf-8'],
  );
  assert.match(await page.text(), /^<html>/);
  assert.equal((await odin.read(group)).status, 200);
});

test('an expired token can be renewed, a lost one cannot', async () => {
  await using odin = await started();
  odin.simulator.faults.add('expired-token');
  assert.deepEqual((await odin.read(group)).body, { status: 401, error: 'Token expired' });
  assert.equal(await odin.sign('PUT'), 200);
  odin.simulator.faults.add('lost-session');
  assert.deepEqual(await odin.statuses(group, 2), [401, 401]);
  assert.equal(await odin.sign('PUT'), 401);
  assert.equal(await odin.sign('POST'), 200);
  assert.equal((await odin.read(group)).status, 200);
});

test('a group of trouble has its fault by name, once for each login where it strikes once', async () => {
  await using odin = await started();
  const path = (name: string) => `/groups/dns?serviceProviderId=Mill&groupId=fault-${name}`;
  assert.match(JSON.stringify(await odin.read(path('string-booleans'))), /"assigned":"true"/);
  assert.deepEqual(await odin.statuses(path('lost-session'), 1), [401]);
  assert.equal(await odin.sign('POST'), 200);
  assert.deepEqual(await odin.statuses(path('lost-session'), 2), [200, 200]);
  assert.deepEqual(await odin.statuses(path('expired-token'), 2), [401, 200]);
  assert.equal(await odin.sign('PUT'), 200);
  assert.deepEqual(await odin.statuses(path('expired-token'), 1), [200]);
  assert.equal(await odin.sign('POST'), 200);
  assert.deepEqual(await odin.statuses(path('expired-token'), 2), [401, 200]);
  assert.deepEqual((await odin.read('/groups?serviceProviderId=Mill')).body, [
    { groupId: 'Weir', groupName: 'The Weir', userLimit: 20, serviceProviderId: 'Mill' },
  ]);
});

test('cut and reset end the connection before the answer is whole', async () => {
  await using odin = await started();
  for (const fault of ['cut', 'reset']) {
    odin.simulator.faults.add(fault);
    await assert.rejects(odin.read(dns), TypeError);
    odin.simulator.faults.clear();
  }
  assert.equal((await odin.read(dns)).status, 200);
});
