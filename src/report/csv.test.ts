// The csv format: flat files that a spreadsheet neither computes nor executes, and that hide nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  completeAudit,
  details,
  failedAudit,
  groupAudit,
  known,
  licence,
  mixedAudit,
  numbers,
  numbersOf,
  partial,
  users,
} from '../../test/audits.js';
import { csvRows } from '../../test/csv-text.js';
import type { GroupAudit } from '../audit/index.js';
import { type CsvFileName, csvFiles } from './csv.js';

const textOf = (audit: GroupAudit, name: CsvFileName) =>
  [...(csvFiles(audit).find((file) => file.name === name)?.rows ?? [])].join('');

const rowsOf = (audit: GroupAudit, name: CsvFileName) => csvRows(textOf(audit, name));

test('there is a file for each part that was asked for, and no problems when nothing is missing', () => {
  const names = csvFiles(completeAudit()).map(({ name }) => name);
  assert.deepEqual(names, [
    'details.csv',
    'licences.csv',
    'users.csv',
    'numbers.csv',
    'holders.csv',
    'trunking.csv',
  ]);
  const one = csvFiles(groupAudit({ details: known(details) }));
  assert.deepEqual(
    one.map(({ name }) => name),
    ['details.csv'],
  );
});

test('each file starts with one byte order mark and a row of heads, and lines end with CRLF', () => {
  for (const { rows } of csvFiles(mixedAudit())) {
    const text = [...rows].join('');
    assert.ok(text.startsWith('\ufeffserviceProviderId,groupId,'));
    assert.equal(text.lastIndexOf('\ufeff'), 0);
    assert.ok(text.endsWith('\r\n'));
    assert.doesNotMatch(text, /[^\r]\n/);
  }
});

test('every row has as many cells as there are heads and carries the key of the group', () => {
  for (const audit of [completeAudit(), mixedAudit(), failedAudit()]) {
    for (const { name } of csvFiles(audit)) {
      const [head, ...rows] = rowsOf(audit, name);
      for (const row of rows) {
        assert.equal(row.length, head?.length);
        assert.deepEqual(row.slice(0, 2), ['HarbourTel', 'Quayside']);
      }
    }
  }
});

test('licences keep their zeros, and amounts that are no figures stay words', () => {
  const [head = [], ...rows] = rowsOf(completeAudit(), 'licences.csv');
  const cell = (name: string, column: string) =>
    rows.find((row) => row[head.indexOf('name')] === name)?.[head.indexOf(column)];
  assert.equal(cell('Idle-Pack', 'usage'), '0');
  assert.equal(cell('Voice Mail', 'usage'), 'unlimited');
  assert.equal(cell('Hunt Group', 'instanceCount'), 'notOnThisRelease');
  assert.equal(cell('Call Waiting', 'usage'), 'unknown');
  assert.equal(cell('Call Waiting', 'asSent'), 'usage: N/A');
  assert.equal(cell('Fax Messaging', 'authorized'), 'false');
  assert.equal(cell('Fax Messaging', 'instanceCount'), '');
});

test('users have one row per assignment, and an unread list has one that says unknown', () => {
  const rows = rowsOf(completeAudit(), 'users.csv').map((row) => row.slice(2));
  assert.deepEqual(rows, [
    ['state', 'kind', 'name', 'userId'],
    ['known', 'servicePack', 'Basic-Voice', 'anna@example.net'],
    ['known', 'servicePack', 'Basic-Voice', 'bo@example.net'],
    ['known', 'servicePack', 'Basic-Voice', 'cy@example.net'],
    ['unknown', 'servicePack', 'Premium-UC', 'unknown'],
  ]);
});

test('numbers have one row per interval, with apostrophes, and one for each unreadable cell', () => {
  const rows = rowsOf(mixedAudit(), 'numbers.csv').map((row) => row.slice(2, 9));
  assert.deepEqual(rows[0], ['state', 'first', 'last', 'total', 'assigned', 'activated', 'text']);
  assert.deepEqual(rows[1], [
    'partial',
    "'+44-1632960100",
    "'+44-1632960109",
    '10',
    'true',
    'true',
    '',
  ]);
  assert.deepEqual(rows[4], ['partial', "'0205550098", "'0205550098", '1', 'true', 'unknown', '']);
  assert.deepEqual(rows.at(-1), ['unreadable', '', '', '', '', '', "'+44-1632960 x"]);
});

test('cells of numbers and extensions start with an apostrophe, and empty ones stay empty', () => {
  const [, anna, hunt] = rowsOf(completeAudit(), 'holders.csv');
  assert.deepEqual(anna?.slice(3), [
    "'+44-1632960100",
    'anna@example.net',
    'Åström',
    'Anna',
    'Normal',
    "'0100",
    'Sales',
    '',
  ]);
  assert.deepEqual(hunt?.slice(3), ["'0205550098", 'hunt@example.net', '', '', '', '', '', '']);
  const found = rowsOf(completeAudit(), 'details.csv');
  assert.ok(
    found.some(([, , , field, value]) => field === 'zipOrPostalCode' && value === "'01234"),
  );
  assert.ok(found.some(([, , , field, value]) => field === 'userLimit' && value === '50'));
});

test('a part that could not be read has one row that says so, never none', () => {
  for (const name of [
    'details.csv',
    'licences.csv',
    'users.csv',
    'numbers.csv',
    'holders.csv',
    'packs.csv',
    'instances.csv',
    'instance-services.csv',
  ] as const) {
    const [, ...rows] = rowsOf(failedAudit(), name);
    assert.deepEqual(
      rows.map((row) => row.slice(2).filter(Boolean)),
      [['unknown']],
    );
  }
  assert.equal(rowsOf(mixedAudit(), 'trunking.csv')[1]?.[2], 'notApplicable');
  const bare = groupAudit({ numbers: partial(numbersOf([]), { message: 'cut off' }) });
  assert.equal(rowsOf(bare, 'numbers.csv')[1]?.[2], 'partial');
});

test('holders that nobody told are one row that says unknown, and none are no row', () => {
  const untold = groupAudit({ numbers: known({ ...numbers, holders: 'unknown' }) });
  const [, ...rows] = rowsOf(untold, 'holders.csv');
  assert.deepEqual(
    rows.map((row) => row.slice(2).filter(Boolean)),
    [['unknown']],
  );
  const none = groupAudit({ numbers: known({ ...numbers, holders: [] }) });
  assert.equal(rowsOf(none, 'holders.csv').length, 1);
});

test('details that may have lost zeros are named one by one', () => {
  const doubtful = { ...details, zerosDoubtful: ['locationDialingCode', 'contactNumber'] };
  const rows = rowsOf(groupAudit({ details: known(doubtful) }), 'details.csv');
  assert.deepEqual(
    rows.filter((row) => row[3] === 'zerosDoubtful').map((row) => row[4]),
    ['locationDialingCode', 'contactNumber'],
  );
});

test('problems have one row each, with what to do', () => {
  const [head, ...rows] = rowsOf(mixedAudit(), 'problems.csv');
  assert.deepEqual(head?.slice(2), ['part', 'status', 'command', 'code', 'message', 'todo']);
  assert.deepEqual(
    rows.map((row) => row[2]),
    ['licences', 'users', 'numbers', 'numbers'],
  );
  assert.equal(rows[0]?.[7], 'Log in with an account that may read this group.');
  assert.deepEqual(rowsOf(groupAudit({ numbers: known(numbers) }), 'problems.csv').length, 2);
});

test('any name comes back as it was, but for the apostrophe before what could be a formula', () => {
  const risky = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
  const name = fc.string({
    unit: fc.oneof(
      fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', '＝', '＠'),
      fc.string(),
    ),
  });
  fc.assert(
    fc.property(name, (text) => {
      const licences = { servicePacks: [licence(text)], groupServices: [], userServices: [] };
      const row = rowsOf(groupAudit({ licences: known(licences) }), 'licences.csv')[1];
      assert.equal(row?.[4], risky.test(text) ? `'${text}` : text);
    }),
  );
});

test('the key of the group is guarded too', () => {
  const audit = groupAudit(
    { details: known(details) },
    { serviceProviderId: '=1+1', groupId: '@x' },
  );
  assert.deepEqual(rowsOf(audit, 'details.csv')[1]?.slice(0, 2), ["'=1+1", "'@x"]);
});

test('a hundred thousand rows are streamed in pieces in well under three seconds', () => {
  const userIds = Array.from({ length: 100_000 }, (_, at) => `user${at}@example.net`);
  const audit = groupAudit({
    users: known({ ...users, servicePacks: [{ name: 'Pack', usage: 100_000, userIds }] }),
  });
  const start = performance.now();
  let lines = 0;
  let longest = 0;
  for (const piece of csvFiles(audit)[0]!.rows) {
    lines += piece.split('\r\n').length - 1;
    longest = Math.max(longest, piece.length);
  }
  assert.equal(lines, 100_001);
  assert.ok(longest < 200_000);
  assert.ok(performance.now() - start < 3000);
});
