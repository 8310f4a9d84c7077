// What makes a read of a POST: names that are read from it, and never text that stands in it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ElementStub } from '../../../test/element-stub.js';
import { keptLog } from '../../../test/kept-log.js';
import { actionOf } from './element-action.js';
import { elementPresets } from './element-presets.js';
import { type ElementSettings, openElement } from './index.js';

const settingsOf = (preset: string): ElementSettings =>
  ({ name: 'x', ...elementPresets[preset] }) as unknown as ElementSettings;
const rpc = (name: string, before = '') =>
  `${before}<methodCall><methodName>${name}</methodName><params/></methodCall>`;
const check = rpc('redirect.checkPhone');
const register = rpc('redirect.registerPhone');

const rows: readonly [preset: string, body: string, action: string, type?: string][] = [
  ['yealink-xmlrpc', check, 'read'],
  ['yealink-xmlrpc', `<?xml version="1.0" encoding="utf-8"?>\n${check}`, 'read'],
  ['snom-xmlrpc', `\ufeff${check}`, 'read'],
  ['yealink-xmlrpc', register, 'create'],
  ['yealink-xmlrpc', `<!-- ${check} -->${register}`, 'create'],
  ['snom-xmlrpc', `<!-- ${check} -->${rpc('redirect.deregisterPhone')}`, 'delete'],
  ['yealink-xmlrpc', `<?x ${check} ?>${register}`, 'create'],
  ['yealink-xmlrpc', `<a>${check}</a>`, 'create'],
  [
    'yealink-xmlrpc',
    check.replace('<params/>', '<methodName>redirect.registerPhone</methodName>'),
    'create',
  ],
  ['yealink-xmlrpc', check.replace('<params/>', '<other/>'), 'create'],
  ['yealink-xmlrpc', rpc('redirect.check<!-- -->redirect.registerPhone'), 'create'],
  ['yealink-xmlrpc', rpc('redirect.check<![CDATA[]]>Phone'), 'create'],
  ['yealink-xmlrpc', rpc('redirect.check<a/>Phone'), 'create'],
  ['yealink-xmlrpc', check.slice(0, -3), 'create'],
  ['yealink-xmlrpc', `${check}${register}`, 'create'],
  ['yealink-xmlrpc', `x${check}`, 'create'],
  ['yealink-xmlrpc', `<!DOCTYPE a>${check}`, 'create'],
  ['yealink-xmlrpc', check, 'create', 'text/xml; charset=utf-7'],
  ['yealink-xmlrpc', `<?xml version="1.0" encoding="utf-7"?>${check}`, 'create'],
  ['yealink-xmlrpc', `${check}${' '.repeat(300_000)}`, 'create'],
  ['yealink-xmlrpc', rpc('system.multicall'), 'create'],
  ['polycom-ztp', '<request><get-package/></request>', 'read'],
  ['polycom-ztp', '<get-package/>', 'read'],
  ['polycom-ztp', '<request><add-package/></request>', 'create'],
  ['polycom-ztp', '<request><account><delete-sip-device/></account></request>', 'delete'],
  ['polycom-ztp', '<request><!-- <get- --><add-package/></request>', 'create'],
  ['polycom-ztp', '<request a="&lt;get-"><set-x/></request>', 'create'],
  ['polycom-ztp', '<request><set-x><![CDATA[<get-]]></set-x></request>', 'create'],
  ['polycom-ztp', '<request><get-package/><set-x/></request>', 'create'],
  ['polycom-ztp', '<request><get-package/><delete-sip-device/></request>', 'delete'],
  ['polycom-ztp', '<get-', 'create'],
];
for (const [preset, body, action, contentType] of rows)
  test(`${preset}: ${body.slice(0, 100).trim()} ${contentType ?? ''} is taken for a ${action}`, () => {
    const looks = { method: 'POST', path: '', body: Buffer.from(body) };
    const said = contentType === undefined ? {} : { contentType };
    assert.equal(actionOf(settingsOf(preset), { ...looks, ...said }), action);
  });

test('text in a body that is no XML makes a change of a kind, and never a read', () => {
  const actions = [
    { body: 'query', action: 'read' },
    { body: 'mutation', action: 'update' },
  ] as const;
  const settings = { ...settingsOf('mutare'), actions };
  const of = (text: string) =>
    actionOf(settings, { method: 'POST', path: '', body: Buffer.from(text) });
  assert.equal(of('{"query":"mutation { x }"}'), 'update');
  assert.equal(of('{"query":"{ x }"}'), 'create');
});

test('a path that servers may take for another makes no read', () => {
  const of = (path: string) => actionOf(settingsOf('yealink-rps'), { method: 'POST', path });
  assert.equal(of('/device/list'), 'read');
  for (const path of [
    '/device/add;/list',
    '/device/add%3f/list',
    '/device/add%23/list',
    '/device/add?/list',
  ])
    assert.equal(of(path), 'create', path);
});

test('a call is repeated after a loss when it looks like a read itself, and not because it is called one', async () => {
  await using stub = await ElementStub.start(() => ({ end: 'reset' }));
  const { actions = [] } = elementPresets['yealink-xmlrpc']!;
  const element = openElement(stub.settings({ actions, format: 'xml' }), stub.deps);
  const sent = async (body: string, action?: 'read') => {
    const before = stub.asked.length;
    const log = keptLog();
    const call = { method: 'POST', path: '', body, log, ...(action && { action }) };
    await assert.rejects(element.call(call));
    return [stub.asked.length - before, log.messages[0]?.request.action];
  };
  assert.deepEqual(await sent(check), [3, 'read']);
  assert.deepEqual(await sent(`<!-- ${check} -->${register}`), [1, 'create']);
  assert.deepEqual(await sent(register, 'read'), [1, 'read']);
  await element.close();
});
