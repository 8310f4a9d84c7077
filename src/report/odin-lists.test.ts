// Packs alone and instances alone in the odin shapes: not known, none and not applicable stay apart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  groupAudit,
  instances,
  known,
  licence,
  notApplicable,
  outOfScope,
  packs,
  refusal,
  unknown,
} from '../../test/audits.js';
import type { Absence, Parts } from '../audit/index.js';
import { formatOdinInstances, formatOdinPacks, odinInstancesResult } from './odin-lists.js';

// biome-ignore lint/suspicious/noExplicitAny: tests reach into what was parsed
const parsed = (pieces: Iterable<string>): any => JSON.parse([...pieces].join(''));
const packsIn = (given: Partial<Parts>) => parsed(formatOdinPacks(groupAudit(given)));
const instancesIn = (given: Partial<Parts>) => parsed(formatOdinInstances(groupAudit(given)));

test('packs in use are listed in the order of the switch, those that may be used among them', () => {
  const servicePacks = [
    ...packs.servicePacks,
    licence('Unread', { usage: 'unknown', description: 'kept' }),
    licence('Endless', { usage: 'unlimited' }),
  ];
  assert.equal(
    JSON.stringify(packsIn({ packs: known({ servicePacks }) })),
    JSON.stringify({
      servicePackServices: [
        { servicePackName: 'Basic-Voice', usage: 3, description: null },
        { servicePackName: 'Premium-UC', usage: 2, description: null },
        { servicePackName: 'Unread', usage: null, description: 'kept' },
        { servicePackName: 'Endless', usage: -1, description: null },
      ],
    }),
  );
});

test('instances have their user services, with a switch where there is one', () => {
  assert.equal(
    JSON.stringify(instancesIn({ instances: known(instances) })),
    JSON.stringify({
      autoAttendants: [
        {
          serviceUserId: 'menu@example.net',
          type: 'Basic',
          services: [
            { serviceName: 'Authentication' },
            { serviceName: 'Call Forwarding Always', isActive: false },
          ],
        },
      ],
      callCenters: [{ serviceUserId: 'care@example.net', type: 'Standard', services: null }],
      huntGroups: [{ serviceUserId: 'hunt@example.net', services: [] }],
    }),
  );
});

test('a type and a switch that are not known are null', () => {
  const found = instancesIn({
    instances: known({
      ...instances,
      autoAttendants: [
        {
          serviceUserId: '__proto__',
          isActive: true,
          services: [{ name: 'Intercept', kind: 'userService', isActive: 'unknown' }],
        },
      ],
    }),
  });
  assert.deepEqual(found.autoAttendants, [
    {
      serviceUserId: '__proto__',
      type: null,
      services: [{ serviceName: 'Intercept', isActive: null }],
    },
  ]);
});

test('a list that is not known is null, one that does not apply is empty', () => {
  const expected: Record<Absence, null | []> = {
    unknown: null,
    outOfScope: null,
    notApplicable: [],
  };
  for (const absence of Object.keys(expected) as Absence[]) {
    const found = odinInstancesResult(
      groupAudit({
        instances: known({
          autoAttendants: absence,
          callCenters: absence,
          huntGroups: absence,
        }),
      }),
    );
    assert.deepEqual(
      Object.values(found),
      [1, 2, 3].map(() => expected[absence]),
    );
  }
});

test('a whole part without a value is null, one that does not apply is empty', () => {
  for (const part of [unknown(refusal), outOfScope(refusal)]) {
    assert.deepEqual(packsIn({ packs: part }), { servicePackServices: null });
    assert.deepEqual(Object.values(instancesIn({ instances: part })), [null, null, null]);
  }
  assert.deepEqual(packsIn({}), { servicePackServices: null });
  const none = notApplicable('none');
  assert.deepEqual(packsIn({ packs: none }), { servicePackServices: [] });
  assert.deepEqual(Object.values(instancesIn({ instances: none })), [[], [], []]);
});
