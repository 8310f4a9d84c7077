import assert from 'node:assert/strict';
import { test } from 'node:test';
import { basic, send, startElements } from '../../../test/element-client.js';
import { RawClient } from '../../../test/raw-client.js';

const at = 'brightwater.example.net';
const giulia = `giulia.marchetti@${at}`;
const namespace = 'http://schema.broadsoft.com/xsi';

async function started() {
  const stand = await startElements();
  const path = '/com.broadsoft.xsi-actions/v2.0/user';
  const ask = async (
    method: string,
    below: string,
    { who = 'auditor@example.net', body, ...headers }: Readonly<Record<string, string>> = {},
  ) =>
    await send(stand.xsi, `${path}/${below}`, {
      method,
      headers: { Authorization: basic(who), ...headers },
      ...(body === undefined ? {} : { body }),
    });
  const put = async (resource: string, inside: string, who?: string) =>
    await ask('PUT', `${giulia}/services/${resource}`, {
      'Content-Type': 'application/xml',
      body: `<?xml version="1.0" encoding="ISO-8859-1"?><${resource} xmlns="${namespace}">${inside}</${resource}>`,
      ...(who === undefined ? {} : { who }),
    });
  const oci = await RawClient.loggedIn(stand.oci, 'auditor@example.net');
  return {
    ...stand,
    ask,
    put,
    oci,
    [Symbol.asyncDispose]: async () => {
      await oci[Symbol.asyncDispose]();
      await stand.simulator.close();
    },
  };
}

const summaryOf = (text: string) => /<summary>([^<]*)<\/summary>/.exec(text)?.[1];

test('a service is read and set over XSI, and OCI-P sees the same world', async () => {
  await using xsi = await started();
  assert.match(xsi.xsi, /\/com\.broadsoft\.xsi-actions\/v2\.0$/);
  const path = `${giulia}/services/AnonymousCallRejection`;
  const before = await xsi.ask('GET', path);
  assert.equal(before.status, 200);
  assert.equal(before.headers['content-type'], 'application/xml;charset=ISO-8859-1');
  assert.equal(
    before.text,
    `<?xml version="1.0" encoding="ISO-8859-1"?>\n<AnonymousCallRejection xmlns="${namespace}"><active>false</active></AnonymousCallRejection>\n`,
  );
  const set = await xsi.put('AnonymousCallRejection', '<active>true</active>');
  assert.deepEqual([set.status, set.text], [200, '']);
  const user = `<userId>${giulia}</userId>`;
  assert.match(
    await xsi.oci.ask('UserAnonymousCallRejectionGetRequest', user),
    /<isActive>true<\/isActive>/,
  );
  await xsi.oci.ask('UserAnonymousCallRejectionModifyRequest', `${user}<isActive>false</isActive>`);
  assert.match((await xsi.ask('GET', path)).text, /<active>false<\/active>/);
});

/** Every service with a change that is good for somebody who has it. */
const changes: readonly (readonly [string, string])[] = [
  ['AnonymousCallRejection', '<active>true</active>'],
  ['AutomaticCallback', '<active>true</active>'],
  [
    'CallForwardingAlways',
    '<active>true</active><forwardToPhoneNumber>+39-0655501002</forwardToPhoneNumber><ringSplash>true</ringSplash>',
  ],
  ['CallForwardingBusy', '<active>true</active><forwardToPhoneNumber>1003</forwardToPhoneNumber>'],
  [
    'CallForwardingNoAnswer',
    '<active>false</active><forwardToPhoneNumber>1003</forwardToPhoneNumber><numberOfRings>5</numberOfRings>',
  ],
  [
    'CallForwardingNotReachable',
    '<active>true</active><forwardToPhoneNumber>1003</forwardToPhoneNumber>',
  ],
  [
    'CallWaiting',
    '<active>false</active><disableCallingLineIdDelivery>true</disableCallingLineIdDelivery>',
  ],
  ['CallingLineIDDeliveryBlocking', '<active>true</active>'],
  ['DoNotDisturb', '<active>true</active><ringSplash>true</ringSplash>'],
  ['RemoteOffice', '<active>true</active><remoteOfficeNumber>+44-1632960100</remoteOfficeNumber>'],
];

for (const [resource, inside] of changes)
  test(`${resource} is read back as it was set, by the user too, and in any case of the path`, async () => {
    await using xsi = await started();
    const set = await xsi.put(resource, inside, giulia);
    assert.equal(set.status, 200, set.text);
    const read = await xsi.ask(
      'GET',
      `${encodeURIComponent(giulia)}/Services/${resource.toLowerCase()}`,
    );
    assert.ok(read.text.includes(`>${inside}</${resource}>`), read.text);
  });

test('JSON has every text under $, by format or by Accept, and the format counts more', async () => {
  await using xsi = await started();
  const path = `${giulia}/services/DoNotDisturb`;
  const wanted = {
    DoNotDisturb: {
      '@xmlns': { $: namespace },
      active: { $: 'false' },
      ringSplash: { $: 'false' },
    },
  };
  const byFormat = await xsi.ask('GET', `${path}?format=json`, { Accept: 'application/xml' });
  assert.deepEqual(JSON.parse(byFormat.text), wanted);
  const byAccept = await xsi.ask('GET', path, { Accept: 'application/json' });
  assert.deepEqual(JSON.parse(byAccept.text), wanted);
  assert.match(byAccept.headers['content-type']!, /^application\/json/);
  const both = await xsi.ask('GET', `${path}?format=xml`, { Accept: 'application/json' });
  assert.match(both.text, /^<\?xml/);
  const refused = await xsi.ask('GET', `nobody@${at}/profile?format=json`);
  assert.deepEqual(JSON.parse(refused.text).ErrorInfo.errorCode, { $: '4008' });
});

test('profile and list of services; a lone service is an object in JSON, several are a list', async () => {
  await using xsi = await started();
  const profile = await xsi.ask('GET', `nicolo.dangelo@${at}/profile`);
  const latin1 = profile.bytes.toString('latin1');
  assert.match(latin1, /<firstName>Nicolò<\/firstName><lastName>D'Angelo<\/lastName>/);
  assert.match(latin1, /<serviceProvider isEnterprise="true">Brightwater<\/serviceProvider>/);
  assert.ok(!profile.text.includes('Nicolò'), 'the bytes are ISO-8859-1');
  const { text } = await xsi.ask('GET', `${giulia}/services?format=json`);
  const { service } = JSON.parse(text).Services;
  assert.ok(Array.isArray(service) && service.length >= 9);
  const { uri } = service.find(
    ({ name }: { name: { $: string } }) => name.$ === 'Anonymous Call Rejection',
  );
  assert.equal(uri.$, `/v2.0/user/${encodeURIComponent(giulia)}/services/AnonymousCallRejection`);
  await xsi.oci.ask(
    'UserServiceUnassignListRequest',
    `<userId>nicolo.dangelo@${at}</userId><servicePackName>Premium-UC</servicePackName>`,
  );
  await xsi.oci.ask(
    'UserServiceAssignListRequest',
    `<userId>nicolo.dangelo@${at}</userId><serviceName>Do Not Disturb</serviceName>`,
  );
  const alone = await xsi.ask('GET', `nicolo.dangelo@${at}/services?format=json`);
  assert.equal(JSON.parse(alone.text).Services.service.name.$, 'Do Not Disturb');
});

test('passwords, scopes, unknown users, services that are not there: each has its status and words', async () => {
  await using xsi = await started();
  const wrong = await send(xsi.xsi, `/com.broadsoft.xsi-actions/v2.0/user/${giulia}/profile`, {
    headers: { Authorization: basic('auditor@example.net', 'other') },
  });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.headers['www-authenticate'], 'Basic realm="BroadWorks"');
  assert.match(wrong.headers['content-type']!, /^text\/html/);
  const said = async (
    below: string,
    options: Readonly<Record<string, string>> = {},
    method = 'GET',
  ) => {
    const got = await xsi.ask(method, below, options);
    return [got.status, summaryOf(got.text)];
  };
  assert.deepEqual(await said(`${giulia}/profile`, { who: 'former@example.net' }), [
    401,
    undefined,
  ]);
  const other = { who: `amelia.stone@${at}` };
  const denied = [403, 'Unauthorized transaction.'];
  assert.deepEqual(await said(`${giulia}/profile`, other), denied);
  assert.deepEqual(await said(`${giulia}/services/DoNotDisturb`, other), denied);
  assert.deepEqual(await said(`nobody@${at}/services/DoNotDisturb`), [
    404,
    `User not found: nobody@${at}`,
  ]);
  assert.deepEqual(await said(`warehouse@${at}/services/RemoteOffice`), [
    404,
    'Service is not assigned to this subscriber.',
  ]);
  assert.deepEqual(await said(`${giulia}/services/Nothing`), [404, 'There is no such resource.']);
  assert.deepEqual(await said(`${giulia}/calls`), [404, 'There is no such resource.']);
  assert.deepEqual(await said(`${giulia}/services/DoNotDisturb`, {}, 'DELETE'), [
    405,
    'The method is not allowed.',
  ]);
});

test('a change that does not fit is refused and changes nothing', async () => {
  await using xsi = await started();
  const said = async (resource: string, inside: string) => {
    const got = await xsi.put(resource, inside);
    return [got.status, summaryOf(got.text)];
  };
  const place = [400, 'An element is unknown or stands in the wrong place.'];
  assert.deepEqual(
    await said('DoNotDisturb', '<ringSplash>true</ringSplash><active>true</active>'),
    place,
  );
  assert.deepEqual(await said('DoNotDisturb', '<isActive>true</isActive>'), place);
  assert.deepEqual(await said('DoNotDisturb', '<active>yes</active>'), [
    400,
    'A value is not valid.',
  ]);
  assert.deepEqual(await said('DoNotDisturb', '<active>true'), [
    400,
    'The document cannot be read.',
  ]);
  assert.deepEqual(await said('CallForwardingAlways', '<active>true</active>'), [
    400,
    'Call Forwarding Always: forwardToPhoneNumber is required when isActive is true.',
  ]);
  const json = await xsi.ask('PUT', `${giulia}/services/DoNotDisturb`, {
    'Content-Type': 'application/json',
    body: '{"DoNotDisturb":{"active":{"$":"true"}}}',
  });
  assert.equal(json.status, 415);
  const plain = await xsi.ask('PUT', `${giulia}/services/DoNotDisturb`, {
    'Content-Type': 'text/xml',
    body: '<DoNotDisturb><active>true</active></DoNotDisturb>',
  });
  assert.equal(plain.status, 400);
  const after = await xsi.ask('GET', `${giulia}/services/DoNotDisturb`);
  assert.match(after.text, /<active>false<\/active>/);
});

test('nil takes a value away', async () => {
  await using xsi = await started();
  const nil =
    '<active>false</active><forwardToPhoneNumber xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>';
  assert.equal((await xsi.put('CallForwardingNotReachable', nil)).status, 200);
  const { text } = await xsi.ask('GET', `${giulia}/services/CallForwardingNotReachable`);
  assert.doesNotMatch(text, /forwardToPhoneNumber/);
});

test('faults strike by the name xsi, by a call without its user, and by the group of the user', async () => {
  await using xsi = await started();
  const { faults } = xsi.simulator;
  const statuses = async (fault: string) => {
    faults.clear();
    faults.add(fault);
    const found: number[] = [];
    for (const below of ['services/DoNotDisturb', 'profile'])
      found.push((await xsi.ask('GET', `${giulia}/${below}`)).status);
    found.push((await xsi.ask('GET', `amelia.stone@${at}/profile`)).status);
    return found;
  };
  assert.deepEqual(await statuses('unauthorized@xsi'), [401, 401, 401]);
  assert.deepEqual(await statuses('unauthorized@GET /user/services/DoNotDisturb'), [401, 200, 200]);
  assert.deepEqual(await statuses('unauthorized@Roma'), [401, 401, 200]);
  faults.clear();
  faults.add('business-failure');
  const failed = await xsi.ask('GET', `${giulia}/profile`);
  assert.equal(failed.status, 200);
  assert.match(failed.text, /<ErrorInfo /);
  const last = xsi.simulator.commands.at(-1);
  assert.deepEqual(
    [last?.name, last?.userId, last?.groupId, last?.transport],
    ['GET /user/profile', giulia, 'Roma', 'xsi+http'],
  );
});
