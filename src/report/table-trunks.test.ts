// The table of a trunk audit: what is over, unlimited, unknown and not applicable can be told apart at a glance.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { known, notApplicable, outOfScope, partial, refusal, unknown } from '../../test/audits.js';
import {
  capacity,
  comparison,
  groupTrunks,
  sum,
  trunkAudit,
  trunkGroup,
  trunks,
} from '../../test/trunk-audits.js';
import type { Part, ProviderTrunks } from '../audit/index.js';
import type { TableOptions } from './table-frame.js';
import { formatTrunkTable } from './table-trunks.js';
import { widthOf } from './text.js';

const drawn = (part: Part<ProviderTrunks>, options: Partial<TableOptions> = {}) =>
  formatTrunkTable(trunkAudit(part), { width: 100, colour: false, ...options });

/** The lines of one of the two lists. */
function listOf(text: string, title: string): string {
  const from = text.indexOf(`${title}\n`);
  assert.notEqual(from, -1, title);
  return text.slice(from, text.indexOf('\n\n', from) + 1 || undefined);
}

test('the head counts groups and says where more was given out than there is', () => {
  const text = drawn(partial(trunks, refusal));
  assert.match(text, /^TRUNK AUDIT\n {2}Service provider +HarbourTel\n/);
  assert.match(text, /Groups +5, 4 of them with the Trunk Group service\n/);
  assert.match(text, /Over-subscribed +OVER: 2 of the groups; not known everywhere\n/);
  assert.match(text, /Source +ODIN odin\+https:\/\/portal\.example\.net\/api\/v2\n/);
  assert.match(text, /Result +PARTIAL: .*\(trunks\), see PROBLEMS/);
  assert.match(text, /PARTIAL: what follows is not all/);
  assert.match(text, /PROBLEMS \(1\)\n {2}trunks: not complete\n/);
});

test('over in calls, in bursting, nowhere and not known are different words', () => {
  const head = (given: Partial<ProviderTrunks>) =>
    /Over-subscribed +(.*)\n/.exec(drawn(known({ ...trunks, groups: [], ...given })))?.[1];
  const fine = comparison(10, sum(5), 5);
  const over = comparison(10, sum(15), -5, true);
  const unsure = comparison(10, sum(5, 0, 1), 'unknown', 'unknown');
  assert.equal(head({ calls: fine, bursting: fine }), 'nowhere');
  assert.equal(head({ calls: over, bursting: fine }), 'OVER: the provider itself in calls');
  assert.equal(head({ calls: fine, bursting: over }), 'OVER: the provider itself in bursting');
  assert.equal(
    head({ calls: unsure, bursting: fine }),
    'not where figures are known; not known everywhere',
  );
});

test('each group has what it has, what it gave out, what is left, and a mark', () => {
  const calls = listOf(drawn(known(trunks)), 'Simultaneous calls');
  assert.match(calls, /Name +Has +Given out +Left +Mark\n/);
  assert.match(calls, /HarbourTel +100 +90 \+ 1 unknown +unknown +over\? unknown\n/);
  assert.match(calls, /·Beacon +10 +30 +-20 +OVER by 20\n/);
  assert.match(calls, /·Cove +60 +0 \+ 1 unlimited +n\/a +OVER: unlimited below\n/);
  assert.match(calls, /··Cove-SIP +unlimited\n/);
  assert.match(calls, /·Dock +unknown +0 \+ 1 unknown +unknown +trunks unknown; over\? unknown\n/);
  assert.match(calls, /·Anchor +20 +12 +8\n {2}··Anchor-SIP +8\n {2}··Anchor-Fax +4\n/);
});

test('over with figures missing says by how much at least', () => {
  const calls = comparison(10, sum(14, 0, 2), 'unknown', true);
  assert.match(
    drawn(known({ ...trunks, groups: [], calls })),
    /HarbourTel +10 +14 \+ 2 unknown +unknown +OVER by at least 4\n/,
  );
});

test('groups that are over come first, then what is not known, then the rest', () => {
  const calls = listOf(drawn(known(trunks)), 'Simultaneous calls');
  const order = [...calls.matchAll(/^ {2}·(\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(order, ['Beacon', 'Cove', 'Dock', 'Anchor']);
});

test('groups without the service, without bursting, and trunks without it are folded and counted', () => {
  const text = drawn(known(trunks));
  assert.match(text, /… 1 group without the Trunk Group service \(--all\)/);
  const bursting = listOf(text, 'Bursting calls');
  assert.match(bursting, /HarbourTel +unlimited +5 \+ 1 unknown +unlimited\n/);
  assert.match(bursting, /… 2 groups with no bursting calls, none given out/);
  assert.match(bursting, /… 1 trunk group with bursting switched off/);
  assert.doesNotMatch(bursting, /Beacon|Anchor-Fax|Esker/);
  const all = drawn(known(trunks), { all: true });
  assert.doesNotMatch(all, /… /);
  assert.match(all, /·Esker +n\/a +0 +n\/a +no Trunk Group service\n/);
  assert.match(listOf(all, 'Bursting calls'), /··Anchor-Fax +n\/a +bursting switched off\n/);
});

test('a group without the service that has trunks all the same is not folded', () => {
  const odd = groupTrunks('Odd', { trunkGroups: [trunkGroup('Left-over', 5)] });
  const text = drawn(known({ ...trunks, groups: [odd] }));
  assert.match(text, /·Odd +n\/a +0 +n\/a +no Trunk Group service\n {2}··Left-over +5\n/);
});

test('enterprise trunks are listed apart, and lists that could not be read are told', () => {
  const text = drawn(known(trunks));
  assert.match(text, /Enterprise trunks\n {2}They spread calls .*in no sum\.\n/);
  assert.match(text, /Spread +Anchor +7 +Weighted\n/);
  assert.match(text, /Of Cove: UNKNOWN, they could not be read\.\n/);
  assert.match(text, /Of Dock: OUT OF SCOPE, this login may not read them\.\n/);
  const none = drawn(known({ ...trunks, groups: [] }));
  assert.doesNotMatch(none, /Enterprise trunks/);
  const whole = drawn(known({ ...trunks, groups: [], enterpriseTrunks: 'unknown' }));
  assert.match(whole, /Of the enterprise: UNKNOWN/);
});

test('a part without a value says why, and no list is drawn', () => {
  assert.match(drawn(unknown(refusal)), /UNKNOWN: it could not be read/);
  assert.match(drawn(unknown(refusal)), /Result +FAILED/);
  assert.match(drawn(outOfScope(refusal)), /OUT OF SCOPE/);
  const none = drawn(notApplicable('no trunks are licensed'));
  assert.match(none, /Not applicable: no trunks are licensed/);
  assert.doesNotMatch(none, /Simultaneous calls/);
});

function largeProvider(): ProviderTrunks {
  const groups = Array.from({ length: 500 }, (_, at) => {
    const id = `Group-${String(at).padStart(3, '0')}`;
    if (at % 5 !== 0) return groupTrunks(id);
    const isOver = at === 250;
    const trunk = trunkGroup(`${id}-SIP`, isOver ? 9 : 2, 1);
    return groupTrunks(id, {
      capacity: capacity(5, 5),
      trunkGroups: [trunk],
      enterpriseTrunks: [],
      calls: comparison(5, sum(isOver ? 9 : 2), isOver ? -4 : 3, isOver),
      bursting: comparison(5, sum(1), 4),
    });
  });
  return { ...trunks, groups };
}

test('of five hundred groups only those with the service are listed, and trunks of those over', () => {
  const text = drawn(known(largeProvider()));
  const calls = listOf(text, 'Simultaneous calls');
  assert.equal([...calls.matchAll(/^ {2}·(?!·)/gm)].length, 100);
  assert.match(calls, /HarbourTel.*\n {2}·Group-250 +5 +9 +-4 +OVER by 4\n {2}··Group-250-SIP +9/);
  assert.equal([...calls.matchAll(/··/g)].length, 1);
  assert.match(calls, /… 99 trunk groups of groups that are not over \(--all\)/);
  assert.match(calls, /… 400 groups without the Trunk Group service/);
  const all = listOf(drawn(known(largeProvider()), { all: true }), 'Simultaneous calls');
  assert.equal([...all.matchAll(/^ {2}·(?!·)/gm)].length, 500);
  assert.equal([...all.matchAll(/··/g)].length, 100);
});

const hostile = '\u001b]0;owned\u0007\u009b2J\u202egnp.exe\u2066\u2028\r\n漢字';

function hostileTrunks(): ProviderTrunks {
  const name = hostile.repeat(30);
  const group = groupTrunks(hostile, {
    capacity: capacity('unlimited', 'unlimited'),
    trunkGroups: [trunkGroup(name, 999_999_999_999, 999_999_999_999)],
    enterpriseTrunks: [{ name, routingType: hostile, maxActiveCalls: 'notApplicable' }],
    calls: comparison('unlimited', sum(999_999_999_999, 12, 9), 'unlimited'),
    bursting: comparison('notOnThisRelease', sum(1, 1, 1), 'unknown', 'unknown'),
  });
  return { ...trunks, groups: [group, ...trunks.groups] };
}

test('no name can drive the terminal, and no line is wider than the page', () => {
  const problem = { command: hostile, code: hostile, message: hostile, todo: hostile };
  for (const width of [60, 80, 120, 200]) {
    for (const all of [false, true]) {
      const text = drawn(partial(hostileTrunks(), problem), { width, all });
      assert.doesNotMatch(
        text.replaceAll('\n', ''),
        /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u,
      );
      for (const line of text.split('\n')) assert.ok(widthOf(line) <= width, line);
    }
  }
});

test('on the narrowest terminal figures and marks keep to their lines', () => {
  const calls = listOf(drawn(known(trunks), { width: 60 }), 'Simultaneous calls');
  assert.match(calls, /·Beacon +10 +30 +-20 {2}OVER by 20\n/);
  assert.match(calls, /··Cove-SIP +unlimited\n/);
});

test('colours add nothing but colours', () => {
  const plain = drawn(known(trunks));
  const coloured = drawn(known(trunks), { colour: true });
  assert.notEqual(coloured, plain);
  assert.equal(stripVTControlCharacters(coloured).replace(/ +$/gm, ''), plain);
});
