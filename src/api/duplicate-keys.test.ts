// A name that stands twice in one object is found, wherever it is and however it is spelt; others are left alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { duplicateKey } from './duplicate-keys.js';

test('a name that stands twice is found', () => {
  for (const json of [
    '{"a":1,"a":2}',
    '{"x":{"a":1,"b":[1,2],"a":2}}',
    '[{"q":[],"a":{"a":1},"a":2}]',
    '{"a":1,"\\u0061":2}',
    '{"a":"}","b":"{","a":","}',
  ])
    assert.equal(duplicateKey(json), 'a', json);
});

test('names of different objects, and texts that look like names, are no duplicates', () => {
  for (const json of [
    '{}',
    '[]',
    '"a"',
    '{"a":{"a":1},"b":["a","a",{"a":1}]}',
    '{"a":"a","b":"a"}',
  ])
    assert.equal(duplicateKey(json), undefined, json);
});

test('whatever JSON.stringify writes has none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => duplicateKey(JSON.stringify(value)) === undefined),
  );
});
