// The csv files of packs and instances: a row each, and a row that says why there is none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  groupAudit,
  instances,
  known,
  outOfScope,
  packs,
  partial,
  refusal,
} from '../../test/audits.js';
import { csvRows } from '../../test/csv-text.js';
import type { GroupAudit } from '../audit/index.js';
import { type CsvFileName, csvFiles } from './csv.js';

const rowsOf = (audit: GroupAudit, name: CsvFileName) =>
  csvRows([...(csvFiles(audit).find((file) => file.name === name)?.rows ?? [])].join(''));

test('packs keep their zeros, and columns that only services have are not there', () => {
  const [head = [], ...rows] = rowsOf(groupAudit({ packs: known(packs) }), 'packs.csv');
  assert.deepEqual(head.slice(2), [
    'state',
    'name',
    'authorized',
    'assigned',
    'limited',
    'quantity',
    'allowed',
    'usage',
    'description',
    'asSent',
  ]);
  assert.deepEqual(rows[2]?.slice(2, 11), [
    'known',
    'Idle-Pack',
    'true',
    'true',
    'limited',
    '50',
    '60',
    '0',
    'Not used',
  ]);
  assert.equal(rows.length, packs.servicePacks.length);
});

test('instances have a row each, with numbers and extensions as text', () => {
  const audit = groupAudit({ instances: known(instances) });
  const rows = rowsOf(audit, 'instances.csv').map((row) => row.slice(2));
  assert.deepEqual(rows, [
    [
      'state',
      'kind',
      'serviceUserId',
      'name',
      'phoneNumber',
      'extension',
      'department',
      'isActive',
      'type',
      'policy',
      'zerosDoubtful',
    ],
    [
      'known',
      'autoAttendant',
      'menu@example.net',
      'Main menu',
      "'+44-1632960100",
      "'0700",
      '',
      'true',
      'Basic',
      '',
      '',
    ],
    [
      'known',
      'callCenter',
      'care@example.net',
      '',
      '',
      '',
      'Sales',
      'unknown',
      'Standard',
      'Circular',
      '',
    ],
    ['known', 'huntGroup', 'hunt@example.net', '', '', '', '', 'false', '', 'Regular', ''],
  ]);
  assert.deepEqual(
    csvFiles(audit).map(({ name }) => name),
    ['instances.csv', 'instance-services.csv'],
  );
});

test('services of instances have a row each, and unread ones a row that says so', () => {
  const audit = groupAudit({ instances: known(instances) });
  const rows = rowsOf(audit, 'instance-services.csv').map((row) => row.slice(2));
  const menu = ['known', 'autoAttendant', 'menu@example.net'];
  assert.deepEqual(rows, [
    ['state', 'instanceKind', 'serviceUserId', 'kind', 'name', 'isActive'],
    [...menu, 'userService', 'Authentication', ''],
    [...menu, 'userService', 'Call Forwarding Always', 'false'],
    [...menu, 'groupService', 'Music On Hold', 'true'],
    ['unknown', 'callCenter', 'care@example.net', '', '', ''],
  ]);
});

test('a list of instances that is not there is a row with the reason', () => {
  const audit = groupAudit({
    instances: partial({
      autoAttendants: 'unknown',
      callCenters: 'outOfScope',
      huntGroups: 'notApplicable',
    }),
  });
  for (const name of ['instances.csv', 'instance-services.csv'] as const) {
    const [head, ...rows] = rowsOf(audit, name);
    assert.deepEqual(
      rows.map((row) => row.slice(2, 4)),
      [
        ['unknown', 'autoAttendant'],
        ['outOfScope', 'callCenter'],
        ['notApplicable', 'huntGroup'],
      ],
    );
    assert.ok(rows.every((row) => row.length === head?.length));
  }
  const closed = groupAudit({ instances: outOfScope(refusal) });
  assert.equal(rowsOf(closed, 'instances.csv')[1]?.[2], 'outOfScope');
});
