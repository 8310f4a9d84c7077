// Connectors as a person declares them: what is read, and what is refused with a word on where.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Fault } from '../../fault.js';
import {
  type ElementSettings,
  elementPresets,
  elementSecrets,
  elementsFrom,
  openElement,
} from './index.js';

const good = {
  name: 'phones-1',
  protocol: 'PV',
  vendorType: 'Snom',
  baseUrl: 'https://phones.example.net/api',
  auth: { kind: 'basic', username: 'ann', password: 'tide-table-7' },
};
const read = (...elements: unknown[]) => elementsFrom(elements, 'elements');
const deps = { now: () => 0, randomBytes: (count: number) => Buffer.alloc(count) };

/** What every kind of auth may hold. */
const authMembers: Readonly<Record<string, unknown>> = {
  username: 'ann',
  password: 'tide-table-7',
  key: 'a-key',
  secret: 'a-secret',
  id: 'an-id',
  clientId: 'client',
  clientSecret: 'cl1ent-s3cret',
};
const authOf = (kind: string, needed: readonly string[]) => ({
  kind,
  ...Object.fromEntries(needed.map((name) => [name, authMembers[name]])),
});
const neededBy: Readonly<Record<string, readonly string[]>> = {
  basic: ['username', 'password'],
  'header-key': ['key'],
  'oauth-password': ['clientId', 'clientSecret', 'username', 'password'],
  'oauth-client': ['clientId', 'clientSecret'],
  hawk: ['id', 'key'],
  'signed-headers': ['key', 'secret'],
  'signed-query': ['clientId', 'clientSecret', 'username', 'password'],
  'body-credentials': ['username', 'password'],
};

test('what is right is read as it is', () => {
  const whole = {
    ...good,
    success: 'ret',
    format: 'json',
    timeoutMs: 5000,
    maxBytes: 1000,
    maxDepth: 8,
    retries: 0,
    rate: 0.5,
    concurrent: 2,
    actions: [{ method: 'POST', path: '/a/*', body: 'x', action: 'read' }],
    check: { method: 'POST', path: '', body: '{}' },
    allowClearText: false,
  };
  assert.deepEqual(read(good, { ...whole, name: 'b' }), [good, { ...whole, name: 'b' }]);
  assert.deepEqual(read(), []);
});

const wrong: readonly [different: object, words: RegExp][] = [
  [{ name: 'Phones' }, /element 1: name must be small letters/],
  [{ name: undefined }, /element 1: name must be/],
  [{ protocol: 'BS-OCI' }, /element "phones-1": protocol must be one of: BS-XSI, TR, CR, PV/],
  [{ protocol: undefined }, /"phones-1": protocol must be/],
  [{ vendorType: 'Mutare' }, /vendorType of PV must be one of: Cisco, Yealink/],
  [{ vendorType: undefined }, /vendorType must be/],
  [{ protocol: 'BS-XSI' }, /vendorType does not belong to BS-XSI/],
  [{ baseUrl: 'phones.example.net' }, /baseUrl must be an address/],
  [{ baseUrl: 'https://ann:tide-table-7@phones.example.net/' }, /baseUrl must be an address/],
  [{ baseUrl: 'https://phones.example.net/?' }, /baseUrl must be an address/],
  [{ baseUrl: 'http://phones.example.net/' }, /baseUrl is clear text/],
  [{ baseUrl: 'HTTP://phones.example.net/' }, /baseUrl is clear text/],
  [{ auth: undefined }, /auth is missing/],
  [{ auth: {} }, /kind of auth must be one of: none, basic/],
  [{ auth: { kind: 'constructor' } }, /kind of auth must be one of/],
  [
    { auth: { ...good.auth, passwordFile: '/run/x' } },
    /auth has a "passwordFile"; known for basic are username, password/,
  ],
  [{ auth: { kind: 'basic', username: 'ann' } }, /password of auth is missing/],
  [
    { auth: { kind: 'basic', username: 'ann', password: 7 } },
    /password of auth must be one line of text/,
  ],
  [
    { auth: { kind: 'header-key', header: 'Host', key: 'k' } },
    /header of auth must be the name of a header/,
  ],
  [
    { auth: { kind: 'header-key', header: 'API-KEY', key: 'a\r\nb: c' } },
    /key of auth must be text of printable/,
  ],
  [{ auth: { kind: 'hawk', id: 'a"b', key: 'k' } }, /id of auth must be/],
  [
    { auth: authOf('oauth-client', neededBy['oauth-client'] ?? []) },
    /auth needs one of tokenPath and tokenUrl/,
  ],
  [
    {
      auth: {
        ...authOf('oauth-client', neededBy['oauth-client'] ?? []),
        tokenUrl: 'http://a.example.net/t',
      },
    },
    /tokenUrl of auth is clear text/,
  ],
  [{ success: 'maybe' }, /success must be one of: http/],
  [{ timeoutMs: 1 }, /timeoutMs must be a whole number from 100/],
  [{ maxDepth: 65 }, /maxDepth must be a whole number from 1 to 64/],
  [{ retries: 1.5 }, /retries must be a whole number/],
  [{ rate: -1 }, /rate must be a number/],
  [{ ca: '/etc/ca.pem' }, /ca must be certificates in PEM/],
  [{ allowClearText: 'yes' }, /allowClearText must be true or false/],
  [{ actions: {} }, /actions must be a list/],
  [{ actions: [{ path: '/x' }] }, /row 1 of actions has no action/],
  [{ actions: [{ action: 'make' }] }, /action of row 1 of actions must be one of: create/],
  [{ actions: [{ url: '/x', action: 'read' }] }, /row 1 of actions has a "url"/],
  [{ check: { method: 'GET' } }, /check has no path/],
  [{ check: 'GET /' }, /check must have names and values/],
  [{ vendor: 'Snom' }, /it has a "vendor"; known are name, protocol/],
  [{ __proto__: { a: 1 }, toString: 1 }, /it has a "toString"/],
  [{ preset: 'toString' }, /preset must be one of: dubber/],
];
for (const [different, words] of wrong)
  test(`refused: ${JSON.stringify(different).slice(0, 70)}`, () => {
    assert.throws(
      () => read({ ...good, ...different }),
      (thrown) => {
        assert.ok(thrown instanceof Fault);
        assert.equal(thrown.code, 'SETTING_INVALID');
        assert.match(thrown.message, words);
        assert.match(thrown.message, /^elements: /);
        assert.doesNotMatch(thrown.message, /tide-table-7/);
        return true;
      },
    );
  });

for (const value of [undefined, {}, 'x', [null], [[]], ['x']])
  test(`refused as a whole: ${JSON.stringify(value)}`, () => {
    assert.throws(() => elementsFrom(value, 'elements'), { code: 'SETTING_INVALID' });
  });

test('a name is there once', () => {
  assert.throws(() => read(good, good), {
    code: 'SETTING_INVALID',
    message: /"phones-1": its name is there twice/,
  });
});

for (const [preset, row] of Object.entries(elementPresets))
  test(`the preset ${preset} makes an element with no more than its secrets and its address`, async () => {
    const kind = String(row.auth?.kind ?? 'basic');
    const [element] = read({
      name: 'one',
      preset,
      auth: { ...(row.auth === undefined && { kind }), ...authOf(kind, neededBy[kind] ?? []) },
      ...(row.baseUrl === undefined && { baseUrl: 'https://eu.example.net/v1' }),
    });
    assert.equal(element?.auth.kind, kind);
    assert.equal(element?.vendorType, row.vendorType);
    assert.equal(element?.baseUrl, row.baseUrl ?? 'https://eu.example.net/v1');
    assert.ok(!('preset' in (element as object)));
    await openElement(element as ElementSettings, deps).close();
  });

test('what an element says itself goes before its preset', () => {
  const [element] = read({
    name: 'one',
    preset: 'poly-ztp-rest',
    baseUrl: 'https://api.ztp.poly.com/v1',
    rate: 3,
    auth: { kind: 'basic', username: 'ann', password: 'tide-table-7' },
  });
  assert.deepEqual(element?.auth, { kind: 'basic', username: 'ann', password: 'tide-table-7' });
  assert.deepEqual([element?.rate, element?.baseUrl], [3, 'https://api.ztp.poly.com/v1']);
  const [other] = read({
    name: 'one',
    preset: 'dubber',
    baseUrl: 'https://api.dubber.net/eu/v1',
    auth: {
      ...authOf('x', neededBy['oauth-password'] ?? []),
      kind: 'oauth-password',
      tokenUrl: 'https://login.example.net/t',
    },
  });
  assert.deepEqual(
    other?.auth.kind === 'oauth-password' && [other.auth.tokenPath, other.auth.tokenUrl],
    [undefined, 'https://login.example.net/t'],
  );
});

test('every member that is secret may come from a file or the environment', () => {
  assert.deepEqual([...elementSecrets].sort(), ['clientSecret', 'key', 'password', 'secret']);
});

test('the guide has an example for every preset, and every preset is in its table', () => {
  const guide = readFileSync('docs/elements.md', 'utf8');
  for (const [
    preset,
    { protocol, vendorType = '', baseUrl = 'yours', auth, success = 'http' },
  ] of Object.entries(elementPresets)) {
    const kind = auth?.kind ?? 'yours';
    const row = `| \`${preset}\` | ${protocol} | ${vendorType} | ${baseUrl === 'yours' ? baseUrl : `\`${baseUrl}\``} | ${kind === 'yours' ? kind : `\`${kind}\``} | \`${success}\` |`;
    assert.ok(guide.includes(row), `docs/elements.md lacks: ${row}`);
    assert.match(
      guide,
      new RegExp(`preset: ${preset}\\b`),
      `docs/elements.md has no example of ${preset}`,
    );
  }
});
