// Policies that a person wrote: what is read, and what is said about mistakes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../fault.js';
import { isWithin } from './judge.js';
import { proxyPolicyFrom } from './policy.js';

test('a policy is read as it is written', () => {
  const whole = {
    readOnly: false,
    rules: [{ login: 'ada', command: 'User*', verdict: 'deny', reason: 'no' }],
    offHours: { commands: ['*List*'], from: '22:00', to: '06:00', timeZone: 'Europe/London' },
    rate: { perLogin: 0.5, total: 10 },
    inFlight: { total: 4 },
    waitMs: 100,
  };
  assert.deepEqual(proxyPolicyFrom(whole, 'x'), whole);
  assert.deepEqual(proxyPolicyFrom(undefined, 'x'), {});
  assert.deepEqual(proxyPolicyFrom(null, 'x'), {});
});

const wrong: readonly (readonly [unknown, RegExp])[] = [
  [[], /it must have names and values/],
  ['deny', /names and values/],
  [{ readonly: true }, /it has a readonly; known are readOnly, rules/],
  [{ readOnly: 'yes' }, /readOnly must be true or false/],
  [{ rules: {} }, /rules must be a list/],
  [
    { rules: [{ verdict: 'deny' }, { verdict: 'block' }] },
    /rules\[1\]\.verdict must be allow or deny/,
  ],
  [{ rules: [{ verdict: 'deny', command: 5 }] }, /rules\[0\]\.command must be text/],
  [{ rules: [{ verdict: 'deny', user: 'x' }] }, /rules\[0\] has a user/],
  [{ rules: [null] }, /rules\[0\] must have/],
  [{ offHours: { from: '22:00', to: '06:00' } }, /offHours\.commands/],
  [{ offHours: { commands: ['a'], from: 22, to: '06:00' } }, /offHours\.from must be a time/],
  [{ offHours: { commands: ['a'], from: '22:00', to: '24:00' } }, /offHours\.to must be a time/],
  [{ offHours: { commands: ['a'], from: '22:00', to: '22:00' } }, /are the same/],
  [
    { offHours: { commands: ['a'], from: '22:00', to: '23:00', timeZone: 'Mars/Base' } },
    /timeZone/,
  ],
  [{ rate: { perLogin: 0 } }, /rate\.perLogin must be a number/],
  [{ rate: 5 }, /rate must have/],
  [{ inFlight: { total: 1.5 } }, /inFlight\.total/],
  [{ waitMs: -1 }, /waitMs/],
];

for (const [value, words] of wrong)
  test(`a mistake is named: ${words.source}`, () => {
    assert.throws(
      () => proxyPolicyFrom(value, 'proxy.policy in muster.yaml'),
      (thrown) =>
        thrown instanceof Fault &&
        thrown.code === 'SETTING_INVALID' &&
        thrown.message.startsWith('proxy.policy in muster.yaml: ') &&
        words.test(thrown.message),
    );
  });

test('a span of hours may go past midnight, and is of its own time zone', () => {
  const at = (time: string) => Date.parse(`2026-07-01T${time}:00Z`);
  const night = { commands: [], from: '22:00', to: '06:00' };
  const day = { commands: [], from: '06:00', to: '22:00' };
  for (const [time, isNight] of [
    ['21:59', false],
    ['22:00', true],
    ['00:00', true],
    ['05:59', true],
    ['06:00', false],
  ] as const) {
    assert.equal(isWithin(night, at(time)), isNight, time);
    assert.equal(isWithin(day, at(time)), !isNight, time);
  }
  assert.equal(isWithin({ ...night, timeZone: 'Europe/London' }, at('21:00')), true, 'summer time');
});
