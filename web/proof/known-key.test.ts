import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkpointIn, shownEntry } from './checkpoint.js';
import {
  forgetKey,
  keepKey,
  keepSigned,
  keyIn,
  knownKey,
  signedNote,
  standingOf,
} from './known-key.js';

const key = 'muster-1a2b+f5d3b4a1+AXZ0IGlzIG5vIGtleSBvZiBhbnlib2R5IGJ1dCBoYXMgaXRz';

const storeOf = (values = new Map<string, string>()) => {
  const store = {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  };
  return () => store;
};

test('a key that was compared is kept until it is forgotten', () => {
  const store = storeOf();
  assert.equal(knownKey(store), undefined);
  assert.equal(keepKey(key, store), true);
  assert.equal(knownKey(store), key);
  forgetKey(store);
  assert.equal(knownKey(store), undefined);
});

test('a checkpoint is kept with the key that was compared, and counts for no other', () => {
  const store = storeOf();
  keepSigned(key, 'a note', store);
  assert.equal(signedNote(key, store), undefined, 'nobody has compared the key');
  keepKey(key, store);
  keepSigned(key, 'a note', store);
  assert.equal(signedNote(key, store), 'a note');
  const other = key.replace('f5d3', 'f5d4');
  keepSigned(other, 'another note', store);
  assert.equal(signedNote(other, store), undefined);
  assert.equal(signedNote(key, store), 'a note');
  forgetKey(store);
  assert.equal(signedNote(key, store), undefined);
  for (const odd of ['{', 'null', '7', '{"key":7}', JSON.stringify({ key, note: 7 })])
    assert.equal(signedNote(key, storeOf(new Map([['muster.signedCheckpoint', odd]]))), undefined);
});

test('a browser that keeps nothing is no error, and it is said', () => {
  const no = () => {
    throw new Error('forbidden');
  };
  // Where storage is forbidden, looking for the store is what throws.
  for (const store of [no, () => ({ getItem: no, setItem: no, removeItem: no })]) {
    assert.equal(knownKey(store), undefined);
    assert.equal(keepKey(key, store), false);
    keepSigned(key, 'a note', store);
    assert.equal(signedNote(key, store), undefined);
    forgetKey(store);
  }
});

test('another key than the one that was compared is never the same', () => {
  assert.equal(standingOf(undefined, key), 'none');
  assert.equal(standingOf(key, key), 'same');
  assert.equal(standingOf(key, key.replace('f5d3', 'f5d4')), 'other');
});

test('a key is found in what was copied along with it', () => {
  assert.equal(keyIn(`  key       ${key}  (proofs are verified with it)\n`), key);
  assert.equal(keyIn('no key'), undefined);
  assert.equal(keyIn(''), undefined);
});

test('what a checkpoint says, and nothing of what has another form', () => {
  const note = 'example.net/muster\n42\ncm9vdA==\n\n\u2014 example.net/muster c2ln\n';
  assert.deepEqual(checkpointIn(note), {
    origin: 'example.net/muster',
    size: 42,
    root: 'cm9vdA==',
    by: ['example.net/muster'],
  });
  assert.equal(checkpointIn('<html>'), undefined);
});

test('an entry is shown by what its header says, and by its place when that cannot be read', () => {
  const header = JSON.stringify({
    at: '2026-01-01T00:00:00.000000Z',
    kind: 'call',
    facts: { method: 'PUT', endPointName: 'x', outcome: 'succeeded', status: 200 },
  });
  assert.deepEqual(shownEntry({ index: 3, header }), {
    index: 3,
    at: '2026-01-01T00:00:00.000000Z',
    kind: 'call',
    what: 'PUT x',
    outcome: 'succeeded 200',
  });
  const empty = { index: 4, at: '', kind: '', what: '', outcome: '' };
  assert.deepEqual(shownEntry({ index: 4, header: 'null' }), empty);
  assert.deepEqual(shownEntry({ index: 4, header: '{' }), empty);
});
