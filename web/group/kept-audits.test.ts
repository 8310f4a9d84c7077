// Which kept audit is shown, what it can be downloaded as, and the facts of a group.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GroupDetails } from '../../src/audit/model.js';
import { isShort, type KeptAudit, shortSections } from './audit-json.js';
import { factsOf } from './detail-facts.js';
import { csvFilesOf, fileNameOf } from './downloads.js';
import { ageOf, auditToShow, failedSince } from './kept-audits.js';

const kept = (id: string, second: number, status: KeptAudit['status'] = 'complete'): KeptAudit => ({
  id,
  requestTime: `2026-03-01T10:00:${String(second).padStart(2, '0')}.000Z`,
  authorId: 'auditor@example.net',
  status,
  statusCode: { complete: 200, partial: 207, failed: 502 }[status],
});

test('the newest audit with something in it is shown; later failures are told', () => {
  const list = [
    kept('d', 40, 'failed'),
    kept('c', 30, 'failed'),
    kept('b', 20, 'partial'),
    kept('a', 10),
  ];
  assert.equal(auditToShow(list)?.id, 'b');
  assert.deepEqual(
    failedSince(list, 'b').map(({ id }) => id),
    ['d', 'c'],
  );
  assert.deepEqual(failedSince(list, 'elsewhere'), []);
  assert.equal(auditToShow([kept('d', 40, 'failed')])?.id, 'd');
  assert.equal(auditToShow([]), undefined);
});

test('ages are told in their largest unit', () => {
  assert.deepEqual(ageOf(-5), ['now', 0]);
  assert.deepEqual(ageOf(Number.NaN), ['now', 0]);
  assert.deepEqual(ageOf(59_999), ['now', 0]);
  assert.deepEqual(ageOf(60_000), ['minute', 1]);
  assert.deepEqual(ageOf(7_200_000), ['hour', 2]);
  assert.deepEqual(ageOf(86_400_000 * 3 + 5), ['day', 3]);
});

test('files are offered for what was asked, and have names that any disk takes', () => {
  const parts = { details: { status: 'known' }, numbers: { status: 'unknown' } } as const;
  assert.deepEqual(csvFilesOf(parts, true), ['details.csv', 'numbers.csv', 'holders.csv']);
  assert.equal(csvFilesOf(parts, false).at(-1), 'problems.csv');
  assert.deepEqual(csvFilesOf({ packs: { status: 'notAsked' } }, true), []);
  const startedAt = '2026-03-01T10:00:19.200Z';
  const named = (groupId: string, what: string) =>
    fileNameOf({ serviceProviderId: 'Mill', groupId, startedAt }, what);
  assert.equal(named('Weir', 'json'), 'Mill-Weir-20260301T100019Z-audit.json');
  assert.equal(named('Zürich', 'odin-camel'), 'Mill-Zürich-20260301T100019Z-odin-camel.json');
  assert.equal(
    named('../<script>\u202e/..', 'users.csv'),
    'Mill-script-..-20260301T100019Z-users.csv',
  );
  assert.equal(named('///', 'json'), 'Mill-x-20260301T100019Z-audit.json');
});

test('parts that could not be read in whole are named; those not asked for are not', () => {
  const parts = {
    details: { status: 'known' },
    licences: { status: 'partial' },
    users: { status: 'notAsked' },
    numbers: { status: 'outOfScope' },
    trunking: { status: 'notApplicable' },
  } as const;
  assert.deepEqual(shortSections(parts), ['licences', 'numbers']);
  assert.ok(!isShort(undefined));
});

test('facts hold what is there, amounts as they are, and doubts', () => {
  const details: GroupDetails = {
    serviceProviderId: 'Mill',
    groupId: 'Weir',
    userCount: 0,
    userLimit: 'unknown',
    timeZone: 'Europe/London',
    timeZoneDisplayName: 'Europe/London',
    address: { city: 'Port Example', zipOrPostalCode: '123', addressLine1: '' },
    contact: {},
    zerosDoubtful: ['zipOrPostalCode'],
  };
  const facts = factsOf(details);
  assert.deepEqual(
    facts.map(([group]) => group),
    ['group', 'place'],
  );
  const all = new Map(facts.flatMap(([, some]) => some).map((fact) => [fact.field, fact]));
  assert.deepEqual(all.get('userCount')?.value, { amount: 0 });
  assert.deepEqual(all.get('userLimit')?.value, { amount: 'unknown' });
  assert.deepEqual(all.get('timeZone')?.value, { lines: ['Europe/London'] });
  assert.deepEqual(all.get('address'), {
    field: 'address',
    value: { lines: ['Port Example, 123'] },
    isDoubtful: true,
  });
});
