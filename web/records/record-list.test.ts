// Loaded and followed records as one list: each once, in order, nothing in between missing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countUnseen,
  firstSince,
  followFrom,
  merged,
  nothingFollowed,
  type Summary,
  type SummaryPage,
  seen,
  withFollowed,
} from './record-list.js';

const record = (position: number, outcome = 'succeeded'): Summary => ({
  internalId: `id-${position}`,
  requestTime: '2026-11-21T13:00:00.000000+00:00',
  durationMs: 1,
  endPointName: 'svc_v1:apio.tenant',
  method: 'GET',
  tenantId: '',
  groupId: '',
  userId: '',
  instanceName: '',
  authorId: '',
  statusCode: 200,
  outcome,
  changes: false,
  position,
});
const page = (nextCursor: string | null, ...positions: number[]): SummaryPage => ({
  records: positions.map((position) => record(position)),
  nextCursor,
});
const positions = (records: readonly Summary[]) => records.map(({ position }) => position);
const none = new Set<string>();

test('pages alone are shown as they came', () => {
  assert.deepEqual(
    positions(merged([page('c', 9, 8), page(null, 5, 2)], nothingFollowed)),
    [9, 8, 5, 2],
  );
  assert.deepEqual(merged([], nothingFollowed), []);
});

test('what is followed stands at its place, once, however often it comes', () => {
  let followed = withFollowed(nothingFollowed, [record(11), record(10)], none, true);
  followed = withFollowed(followed, [record(11, 'failed'), record(8, 'failed')], none, true);
  const list = merged([page(null, 9, 8, 5)], followed);
  assert.deepEqual(positions(list), [11, 10, 9, 8, 5]);
  assert.equal(list[0]?.outcome, 'failed');
  assert.equal(list[3]?.outcome, 'failed');
});

test('new ones are held back while the reader is further down; known ones change in place', () => {
  const known = new Set(['id-9']);
  const held = withFollowed(nothingFollowed, [record(12), record(9, 'failed')], known, false);
  assert.deepEqual([...held.unseen], ['id-12']);
  const list = merged([page(null, 9, 5)], held);
  assert.deepEqual(positions(list), [9, 5]);
  assert.equal(list[0]?.outcome, 'failed');
  assert.deepEqual(positions(merged([page(null, 9, 5)], seen(held))), [12, 9, 5]);
  assert.equal(seen(nothingFollowed), nothingFollowed);
});

test('one that was shown is not held back when it comes again', () => {
  const shown = withFollowed(nothingFollowed, [record(12)], none, true);
  const again = withFollowed(shown, [record(12, 'failed')], none, false);
  assert.equal(again.unseen.size, 0);
});

test('one that began before what is loaded waits for its page, and is then there once', () => {
  const followed = withFollowed(nothingFollowed, [record(3, 'failed')], none, true);
  assert.deepEqual(positions(merged([page('c', 9, 5)], followed)), [9, 5]);
  assert.deepEqual(
    positions(merged([page('c', 9, 5), page(null, 4, 2)], followed)),
    [9, 5, 4, 3, 2],
  );
  assert.deepEqual(positions(merged([page('c', 9, 5), page(null, 3, 2)], followed)), [9, 5, 3, 2]);
});

test('an empty list takes whatever comes', () => {
  const followed = withFollowed(nothingFollowed, [record(1)], none, true);
  assert.deepEqual(positions(merged([page(null)], followed)), [1]);
});

test('a record that the reader has been shown by a page is no longer new', () => {
  const held = withFollowed(nothingFollowed, [record(7)], none, false);
  assert.deepEqual(positions(merged([page(null, 7, 5)], held)), [7, 5]);
  assert.equal(countUnseen([page(null, 7, 5)], held), 0);
  assert.equal(countUnseen([page(null, 6, 5)], held), 1);
  // It began before what is loaded: showing what is new would not show it.
  assert.equal(countUnseen([page('c', 9, 8)], held), 0);
});

test('following begins at the newest that was loaded', () => {
  assert.equal(firstSince([page('c', 9, 5), page(null, 4)]), 9);
  assert.equal(firstSince([page(null)]), undefined);
  assert.equal(firstSince([]), undefined);
});

test('further down only so many are held; the rest is counted, and what is known still changes', () => {
  const held = withFollowed(nothingFollowed, [record(11), record(12), record(13)], none, false, 2);
  assert.deepEqual([...held.records.keys()], ['id-11', 'id-12']);
  const more = withFollowed(
    held,
    [record(14), record(11, 'failed'), record(9, 'failed')],
    new Set(['id-9']),
    false,
    2,
  );
  assert.deepEqual([more.beyond, more.unseen.size], [2, 2]);
  assert.equal(more.records.get('id-11')?.outcome, 'failed');
  assert.equal(more.records.get('id-9')?.outcome, 'failed');
  assert.equal(more.records.has('id-14'), false);
  const pages = [page(null, 9, 5)];
  assert.deepEqual(positions(merged(pages, more)), [9, 5]);
  assert.equal(countUnseen(pages, more), 4);
  assert.equal(countUnseen(pages, seen(more)), 2);
});

test('following begins before what was still open when it was read', () => {
  const pages = [{ records: [record(9), record(7, 'open'), record(5)], nextCursor: null }];
  assert.equal(followFrom(pages, nothingFollowed, undefined), 6);
  assert.equal(
    followFrom(pages, nothingFollowed, 12),
    6,
    'also when it was switched off meanwhile',
  );
  const ended = withFollowed(nothingFollowed, [record(7)], new Set(['id-7']), true);
  assert.equal(followFrom(pages, ended, 12), 12);
  assert.equal(followFrom([page(null, 0)], nothingFollowed, undefined), 0);
  assert.equal(
    followFrom([{ records: [record(0, 'open')], nextCursor: null }], nothingFollowed, undefined),
    -1,
  );
  assert.equal(followFrom([], nothingFollowed, undefined), undefined);
});
