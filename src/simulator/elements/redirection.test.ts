import assert from 'node:assert/strict';
import { test } from 'node:test';
import { basic, rpc, send, startElements } from '../../../test/element-client.js';

const url = 'https://prov.example.net/p';

/** What a method call is answered with: the values in order, or the fault. */
async function asking() {
  const at = await startElements();
  const ask = async (method: string, ...parameters: readonly (string | readonly string[])[]) => {
    const { text } = await send(at.base, '/xmlrpc', rpc(method, ...parameters));
    const [, fault] = /<fault>.*<name>faultString<\/name><value><string>([^<]*)</.exec(text) ?? [];
    if (fault !== undefined) return `fault: ${fault}`;
    return [...text.matchAll(/<(?:boolean|string|int)>([^<]*)</g)].map(([, one]) => one).join(' ');
  };
  return { ask, [Symbol.asyncDispose]: () => at.simulator.close() };
}

test('the methods of Panasonic say true, or no with a fault', async () => {
  await using phones = await asking();
  assert.equal(await phones.ask('ipredirect.registerPhone', '0080F0ABCDEF', url), '1');
  assert.equal(await phones.ask('redirect.getPhoneRedirection', '00:80:f0:ab:cd:ef'), `1 ${url}`);
  assert.equal(await phones.ask('ipredirect.unregisterPhone', '0080F0ABCDEF'), '1');
  assert.equal(
    await phones.ask('ipredirect.unregisterPhone', '0080F0ABCDEF'),
    'fault: Error:Unregistered_mac',
  );
  assert.equal(
    await phones.ask('ipredirect.registerPhone', '0004f2ffffff', url),
    'fault: Error:Owned_by_other_user',
  );
  assert.equal(await phones.ask('ipredirect.registerPhone', '0080F0', url), 'fault: Invalid MAC');
  assert.equal(
    await phones.ask('ipredirect.registerPhone', '0080F0ABCDEF', 'prov'),
    'fault: Invalid URL',
  );
});

test('the methods of Snom say a pair of true or false and a text, for one phone and for lists', async () => {
  await using phones = await asking();
  const pair = ['000413AABBCC', '000413AABBCD'];
  assert.equal(await phones.ask('redirect.registerPhoneList', pair, url), '1 OK');
  assert.equal(await phones.ask('redirect.getPhoneRedirection', pair[1]!), `1 ${url}`);
  assert.equal(await phones.ask('redirect.registerPhone', pair[1]!, `${url}?a=1&amp;b`), '1 OK');
  assert.equal(await phones.ask('redirect.getPhoneRedirection', pair[1]!), `1 ${url}?a=1&amp;b`);
  assert.equal(await phones.ask('redirect.deregisterPhone', pair[0]!), '1 OK');
  assert.equal(await phones.ask('redirect.deregisterPhoneList', pair), '0 Error:Unregistered_mac');
  assert.equal(await phones.ask('redirect.registerPhoneList', 'no list', url), '0 Invalid list');
});

test('the methods of Yealink bind phones to servers that are there', async () => {
  await using phones = await asking();
  assert.equal(
    await phones.ask('redirect.registerDevice', '805E0C111111', 'Main'),
    '0 Error:Unknown_server',
  );
  assert.equal(await phones.ask('redirect.addServer', 'Main', url), '1 OK');
  assert.equal(
    await phones.ask('redirect.registerDevices', ['805E0C111111', '805E0C111112'], 'Main'),
    '1 OK',
  );
  assert.equal(
    await phones.ask('redirect.listDevicesByServer', 'Main'),
    '1 805e0c111111 805e0c111112',
  );
  assert.equal(await phones.ask('redirect.deRegisterDevice', '805E0C111111'), '1 OK');
  assert.equal(await phones.ask('redirect.listDevices'), '1 805e0c111112');
  assert.equal(await phones.ask('redirect.checkDevice', '805E0C111112'), '1 Registered');
  assert.equal(await phones.ask('redirect.checkDevice', '805E0C111111'), '0 Unregistered');
  assert.equal(
    await phones.ask('redirect.editDevice', '805E0C111111', 'Main'),
    '0 Error:Unregistered_mac',
  );
  assert.equal(await phones.ask('redirect.deRegisterDevices', ['805E0C111112']), '1 OK');
});

test('an unknown method, a broken document and one with an entity are faults with status 200', async () => {
  await using at = await startElements();
  const asked = async (body: string) => {
    const { status, text } = await send(at.base, '/xmlrpc', { ...rpc('x'), body });
    return [status, /<int>(-?\d+)</.exec(text)?.[1]];
  };
  assert.deepEqual(await asked(rpc('redirect.nothing').body!), [200, '-32601']);
  assert.deepEqual(await asked('<methodCall><methodName>x</methodCall>'), [200, '-32700']);
  assert.deepEqual(
    await asked(
      '<!DOCTYPE a [<!ENTITY e "x">]><methodCall><methodName>x</methodName></methodCall>',
    ),
    [200, '-32700'],
  );
  const listed = await send(at.base, '/xmlrpc', rpc('system.listMethods'));
  assert.match(listed.text, /<string>ipredirect\.registerPhone<\/string>/);
});

test('without Basic, with another method or another media type nothing is done', async () => {
  await using at = await startElements();
  const sent = rpc('redirect.registerPhone', '000413AABBCC', url);
  const status = async (change: object, path = '/xmlrpc') =>
    (await send(at.base, path, { ...sent, ...change })).status;
  assert.equal(await status({ headers: { 'Content-Type': 'text/xml' } }), 401);
  const Authorization = basic('redirect', 'other');
  assert.equal(await status({ headers: { 'Content-Type': 'text/xml', Authorization } }), 401);
  const json = { 'Content-Type': 'application/json', Authorization: basic('redirect') };
  assert.equal(await status({ headers: json }), 415);
  assert.equal(await status({ method: 'PUT' }), 405);
  assert.equal(await status({}, '/xmlrpc/other'), 404);
  assert.equal(await status({}, '/xmlrpcs'), 404);
  const known = await send(at.base, '/xmlrpc', rpc('redirect.listDevices'));
  assert.doesNotMatch(known.text, /000413/);
});
