// Which rule wins, and which rules are refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyLevel, defaultPolicy, type Policy, policyFrom, southLevel } from './policy.js';

const audit = { endPointName: 'svc_v1:muster.tenant.group.audit', method: 'GET', changes: false };
const change = { endPointName: 'svc_v1:muster.tenant.group', method: 'PUT', changes: true };

test('the standard policy keeps changes in full, whole groups by length, and logins never in words', () => {
  assert.equal(bodyLevel(defaultPolicy, audit), 'metadata');
  assert.equal(southLevel(defaultPolicy, audit, ['UserGetListInGroupRequest']), 'metadata');
  assert.equal(bodyLevel(defaultPolicy, change), 'full');
  assert.equal(southLevel(defaultPolicy, change, ['GroupModifyRequest']), 'full');
  for (const command of [
    'LoginRequest22V5',
    'LoginRequest14sp4',
    'AuthenticationRequest',
    'POST /auth/token',
    'PasswordGenerateRequest',
  ])
    assert.equal(
      southLevel(defaultPolicy, change, ['GroupModifyRequest', command]),
      'metadata',
      command,
    );
  const login = { endPointName: 'svc_v1:muster.login', method: 'POST', changes: true };
  assert.equal(bodyLevel(defaultPolicy, login), 'metadata');
});

test('the first rule that fits and says something wins', () => {
  const policy: Policy = [
    { name: 'one', endPoint: '*.group.*', south: 'none' },
    { name: 'two', method: 'get', bodies: 'request' },
    { name: 'three', command: 'User*List*Request', south: 'metadata' },
    { name: 'four', bodies: 'full', south: 'full' },
  ];
  assert.equal(bodyLevel(policy, audit), 'request');
  assert.equal(southLevel(policy, audit, []), 'none');
  assert.equal(bodyLevel(policy, change), 'full');
  assert.equal(southLevel(policy, change, ['UserGetListInGroupRequest']), 'metadata');
  assert.equal(southLevel(policy, change, ['UserGetRequest']), 'full');
  assert.equal(bodyLevel([], change), 'metadata');
});

test('a pattern is matched as a whole, quickly', () => {
  const fits = (endPoint: string, endPointName: string) =>
    bodyLevel([{ name: '', endPoint, bodies: 'none' }], { ...audit, endPointName }) === 'none';
  assert.ok(fits('*', '') && fits('a*b*c', 'aXbYc') && fits('a*a', 'aa') && fits('A.b', 'a.B'));
  assert.ok(!fits('a*a', 'a') && !fits('a', 'ab') && !fits('*b', 'a') && !fits('ab*bc', 'abc'));
  assert.ok(!fits(`${'a*'.repeat(500)}b`, 'a'.repeat(100_000)));
});

test('a policy that a person wrote is checked', () => {
  const written = [{ name: 'x', endPoint: '*', changes: true, bodies: 'full' }];
  assert.deepEqual(policyFrom(written), written);
  for (const [value, why] of [
    ['full', /list of rules/],
    [['full'], /rule 1/],
    [[{ bodies: 'all' }], /none, metadata, request, full/],
    [[{ endpoint: '*', bodies: 'full' }], /known are/],
    [[{ changes: 'yes', bodies: 'full' }], /true, false/],
    [[{ name: 'x' }], /says neither/],
  ] as const)
    assert.throws(
      () => policyFrom(value),
      (thrown: { code?: string; message: string }) =>
        thrown.code === 'SETTING_INVALID' && why.test(thrown.message),
    );
});
