// The table format: everything that matters is in plain sight, in words, and nothing drives the terminal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import {
  completeAudit,
  details,
  dnSet,
  failedAudit,
  groupAudit,
  instances,
  known,
  licence,
  licences,
  mixedAudit,
  numbers,
  numbersOf,
  partial,
  unauthorised,
  unknown,
  users,
} from '../../test/audits.js';
import type { GroupAudit, Licence } from '../audit/index.js';
import { formatTable } from './table.js';
import type { TableOptions } from './table-frame.js';
import { widthOf } from './text.js';

const drawn = (audit: GroupAudit, options: Partial<TableOptions> = {}) =>
  formatTable(audit, { width: 100, colour: false, ...options });

const packTable = (packs: readonly Licence[], options: Partial<TableOptions> = {}) =>
  drawn(
    groupAudit({ licences: known({ servicePacks: packs, groupServices: [], userServices: [] }) }),
    options,
  );

test('the head names group, source and release, and says complete', () => {
  const text = drawn(completeAudit());
  assert.match(text, /^GROUP AUDIT\n {2}Group +Quayside\n {2}Name +Quayside Ltd\n/);
  assert.match(text, /Source +OCI-P tcp:\/\/as\.example\.net:2208\n {2}Release +25\n/);
  assert.match(text, /Result +complete\n/);
  assert.doesNotMatch(text, /PROBLEMS|PARTIAL/);
});

test('what is missing is said in the head, in its section, and at the end with what to do', () => {
  const text = drawn(mixedAudit());
  assert.match(text, /Result +PARTIAL: .*\(licences, users, numbers\)/);
  assert.match(text, /LICENCES\n {2}UNKNOWN: it could not be read/);
  assert.match(text, /USERS\n {2}OUT OF SCOPE/);
  assert.match(text, /NUMBERS\n {2}PARTIAL: what follows is not all/);
  assert.match(text, /TRUNKING\n {2}Not applicable: The group has no trunk group service\./);
  const end = text.slice(text.indexOf('\nPROBLEMS (4)'));
  assert.match(
    end,
    /licences: could not be read\n +GroupServiceGetAuthorizationListRequest, 5404\n/,
  );
  assert.match(end, /What to do: Log in with an account that may read this group\./);
});

test('an audit that failed says so, and a part nobody asked for is no failure', () => {
  assert.match(drawn(failedAudit()), /Result +FAILED: nothing could be read/);
  const text = drawn(groupAudit({ details: known(details) }));
  assert.match(text, /Result +complete/);
  assert.match(text, /TRUNKING\n {2}Not asked for\./);
});

test('licences show used, quantity and allowed, with marks in words', () => {
  const text = drawn(completeAudit());
  assert.match(text, /Basic-Voice +3 +10 +15\n/);
  assert.match(text, /Premium-UC +2 +2 +2 {2}EXHAUSTED\n/);
  assert.match(text, /Idle-Pack +0 +50 +60 {2}authorised, not used\n/);
  assert.match(text, /Call Waiting +unknown +unlimited +unlimited {2}usage sent as "N\/A"\n/);
  assert.match(text, /Note: The table of packs has no column Licensed\./);
});

test('more used than authorised, and used without being authorised, stand out', () => {
  const over = licence('Over', { usage: 7, quantity: 5 });
  const text = packTable([over, licence('Left', { ...unauthorised, usage: 1 })]);
  assert.match(text, /Over +7 +5 +unlimited {2}EXCEEDED by 2\n/);
  assert.match(text, /Left +1 +- +- {2}in use, NOT AUTHORISED\n/);
  const untold = packTable([licence('Untold', { ...unauthorised, usage: 'unknown' })]);
  assert.match(untold, /Untold +unknown +- +- {2}not authorised, usage unknown\n/);
});

test('used rows come first, and unauthorised unused rows are folded until all is asked for', () => {
  const rows = [
    licence('Hidden 1', unauthorised),
    licence('Idle'),
    licence('Hidden 2', unauthorised),
    licence('Busy', { usage: 1 }),
  ];
  const text = packTable(rows);
  assert.match(
    text,
    /Service packs \(4\)\n.*\n {2}Busy.*\n {2}Idle.*\n {2}… 2 more, not authorised and not used \(--all/,
  );
  const all = packTable(rows, { all: true });
  assert.match(
    all,
    /Busy.*\n {2}Idle.*\n {2}Hidden 1.*not authorised\n {2}Hidden 2.*not authorised\n/,
  );
  assert.doesNotMatch(all, /… /);
});

test('long lists of users are shortened until all is asked for, and an unread list says unknown', () => {
  const userIds = Array.from({ length: 40 }, (_, at) => `user${at}@example.net`);
  const pack = { name: 'Pack', usage: 40, userIds };
  const audit = groupAudit({ users: known({ ...users, userServices: [pack] }) });
  assert.match(drawn(audit), /Pack +40 +40 {2}user0@example\.net, .*\n.* \+ \d+ more\n/);
  assert.match(drawn(audit, { all: true }), /user39@example\.net/);
  assert.match(drawn(audit), /Premium-UC +2 +unknown {2}unknown: the list could not be read/);
});

test('numbers show every state, what is free, and cells that are no numbers', () => {
  const text = drawn(mixedAudit());
  assert.match(
    text,
    /Total +17\n {2}Assigned +11\n {2}Free +5 \(1 of them shown as the caller number/,
  );
  assert.match(text, /Assigned or free\? +unknown for 1\n/);
  assert.match(text, /free, deactivated +4 {2}\+39-0612345698 - \+39-0612345701\n/);
  assert.match(text, /assigned, deactivated +0\n/);
  assert.match(text, /NOT COUNTED: cells that are not numbers \(1\)\n.*\n {2}"\+44-1632960 x"/);
  assert.match(drawn(mixedAudit(), { all: true }), /0205550098 +hunt@example\.net/);
});

test('very many ranges are shortened with a true count', () => {
  const odd = Array.from({ length: 50 }, (_, at) => String(1000 + at * 2));
  const states = [{ assigned: false, activated: true, numbers: dnSet(...odd) }];
  const text = drawn(groupAudit({ numbers: known(numbersOf(states)) }), { width: 60 });
  const shown = [...text.matchAll(/\b1\d{3}\b/g)].length;
  const more = Number(/\+ (\d+) more/.exec(text)?.[1]);
  assert.equal(shown + more, 50);
});

test('both ends of a range stay readable on the narrowest terminal', () => {
  const text = drawn(completeAudit(), { width: 60 });
  assert.match(text, /10 {2}\+44-1632960100 - \+44-1632960109\n/);
});

test('cells that are no numbers are told even when the audit calls itself complete', () => {
  const text = drawn(groupAudit({ numbers: known(numbers) }));
  assert.match(text, /Result +complete, but for numbers see PROBLEMS/);
  assert.match(text, /PROBLEMS \(1\)/);
});

test('trunking tells zero, unlimited, unknown and not on this release apart', () => {
  const text = drawn(completeAudit());
  assert.match(text, /Bursting calls +0\n/);
  assert.match(text, /Most active calls available +unlimited\n/);
  assert.match(text, /Bursting calls available +unknown\n/);
  assert.match(text, /Bursting licence units available +not on this release\n/);
});

test('holders that nobody told are unknown, and none are no line', () => {
  const holders = (given: 'unknown' | []) =>
    drawn(groupAudit({ numbers: known({ ...numbers, holders: given }) }));
  assert.match(holders('unknown'), /Holders: UNKNOWN, no list says who holds what\./);
  assert.doesNotMatch(holders([]), /Holders/);
});

test('what may have lost its leading zeros is told with its labels and ranges', () => {
  const text = drawn(
    groupAudit({
      details: known({ ...details, zerosDoubtful: ['callingLineIdPhoneNumber', 'newField'] }),
      numbers: known({ ...numbers, zerosDoubtful: dnSet('0100 - 0102') }),
    }),
  );
  assert.match(text, /leading zeros may be lost: Caller number, newField\n/);
  assert.match(text, /leading zeros may be lost \(3\)\n {2}0100 - 0102\n/);
  assert.doesNotMatch(drawn(completeAudit()), /zeros/);
  const held = { number: '100', extension: '7', zerosDoubtful: ['extension'] };
  const called = {
    serviceUserId: 'hunt@example.net',
    isActive: true,
    services: [],
    zerosDoubtful: ['extension'],
  };
  const more = groupAudit({
    numbers: known({ ...numbers, holders: [held] }),
    instances: known({ ...instances, huntGroups: [called] }),
  });
  assert.match(drawn(more, { all: true }), /7 \(zeros\?\)/);
  assert.match(drawn(more), /active; came as plain figures, leading zeros may be lost\n/);
});

const hostile = '\u001b]0;owned\u0007\u009b2J\u202egnp.exe\u2066\u2028\r\n漢字';

function hostileAudit(): GroupAudit {
  const problem = { command: hostile, code: hostile, message: hostile, todo: hostile };
  const audit = groupAudit(
    {
      details: known(
        { ...details, groupName: hostile, contact: { contactName: hostile } },
        hostile,
      ),
      licences: partial(
        { ...licences, servicePacks: [licence(hostile, { asSent: { usage: hostile } })] },
        problem,
      ),
      users: known({ ...users, servicePacks: [{ name: hostile, usage: 1, userIds: [hostile] }] }),
      numbers: known({
        ...numbers,
        holders: [{ number: '1', userId: hostile, lastName: hostile, extension: hostile }],
        unreadable: [{ command: hostile, text: hostile, why: hostile }],
      }),
      packs: known({ servicePacks: [licence(hostile, { usage: 1 })] }),
      instances: known({
        ...instances,
        huntGroups: [
          {
            serviceUserId: hostile,
            name: hostile.repeat(40),
            isActive: true,
            policy: hostile,
            services: [{ name: hostile, kind: 'userService' }],
          },
        ],
      }),
      trunking: unknown(problem),
    },
    { serviceProviderId: hostile, groupId: hostile },
  );
  return {
    ...audit,
    startedAt: hostile,
    source: { ...audit.source, release: hostile, target: hostile },
  };
}

test('no text from the switch can drive the terminal, with colours or without', () => {
  for (const colour of [false, true]) {
    const text = drawn(hostileAudit(), { colour, all: true });
    // biome-ignore lint/complexity/useRegexLiterals: escapes are easier to check one by one
    const own = text.replace(new RegExp('\u001b\\[\\d+m', 'g'), '');
    assert.doesNotMatch(
      own.replaceAll('\n', ''),
      /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u,
    );
  }
});

test('colours add nothing but colours', () => {
  const plain = drawn(mixedAudit());
  const coloured = drawn(mixedAudit(), { colour: true });
  assert.notEqual(coloured, plain);
  const trimmed = stripVTControlCharacters(coloured).replace(/ +$/gm, '');
  assert.equal(trimmed, plain);
});

test('no line is wider than the terminal, nor than 60 columns when it is narrower', () => {
  for (const audit of [completeAudit(), mixedAudit(), hostileAudit()]) {
    for (const [width, most] of [
      [10, 60],
      [60, 60],
      [80, 80],
      [133, 133],
      [Number.NaN, 80],
    ] as const) {
      for (const line of drawn(audit, { width, all: true }).split('\n')) {
        assert.ok(widthOf(line) <= most, line);
      }
    }
  }
});

test('ten thousand rows are drawn in well under two seconds', () => {
  const rows = Array.from({ length: 10_000 }, (_, at) =>
    licence(`Dienst für ${at}`, { usage: at % 3 }),
  );
  const start = performance.now();
  assert.ok(packTable(rows, { all: true }).split('\n').length > 10_000);
  assert.ok(performance.now() - start < 2000);
});
