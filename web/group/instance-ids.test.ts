// Who is no user: known by the lists of instances, or by what holds a number. What is not told counts as a user.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NumbersJson, PartsJson } from './audit-json.js';
import { instanceIds } from './instance-ids.js';

const holders: NumbersJson['holders'] = [
  { number: '+44-1632960101', userId: 'person@x.example.net', userType: 'Normal' },
  { number: '+44-1632960102', userId: 'menu@x.example.net', userType: 'Auto Attendant' },
  { number: '+44-1632960103', userId: 'untold@x.example.net' },
  { number: '+44-1632960104', userType: 'Hunt Group' },
];
const numbers = (of: NumbersJson['holders']) => ({ value: { holders: of } as NumbersJson });

test('instances are known by both parts, and by none nobody is one', () => {
  const parts = {
    numbers: { status: 'known', ...numbers(holders) },
    instances: {
      status: 'partial',
      value: {
        autoAttendants: [{ serviceUserId: 'desk@x.example.net' }],
        callCenters: 'unknown',
        huntGroups: 'notApplicable',
      },
    },
  } as unknown as PartsJson;
  assert.deepEqual([...instanceIds(parts)], ['desk@x.example.net', 'menu@x.example.net']);
  assert.equal(instanceIds({}).size, 0);
  assert.equal(instanceIds({ numbers: { status: 'partial', ...numbers('unknown') } }).size, 0);
});
