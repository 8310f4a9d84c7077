// Filters of the address bar: what a link says is what is shown and asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressOfFilters,
  chipText,
  type Filter,
  filtersIn,
  isBlamed,
  queryOf,
  typedFilter,
  unknownNames,
  withFilters,
  without,
} from './filters.js';

const one = (name: string, value: string): Filter => ({ name, value });

test('a query says its filters, in order, and nothing where it says nothing', () => {
  assert.equal(filtersIn(''), undefined);
  assert.equal(filtersIn('?'), undefined);
  assert.equal(filtersIn('?groupId='), undefined);
  assert.deepEqual(filtersIn('?all=1'), []);
  assert.deepEqual(filtersIn('?groupId=Head%2FOffice+%26+Co&changes=true'), [
    one('groupId', 'Head/Office & Co'),
    one('changes', 'true'),
  ]);
});

test('a link that is wrong stays as it is, so that the reader sees what is wrong', () => {
  const filters = filtersIn('?outcome=nonsense&outcome=failed&colour=red&limit=5')!;
  assert.equal(filters.length, 4);
  assert.deepEqual(unknownNames(filters), ['colour', 'limit']);
  assert.deepEqual(filtersIn(`?${queryOf(filters)}`), filters);
});

test('filters come back from the address they are written to, hostile ones too', () => {
  for (const value of ['<script>', 'a&b=c', '%00', 'ü §\u202e', '+', '#?', ' ']) {
    const filters = [one('groupId', value), one('changes', 'false')];
    const address = addressOfFilters(filters);
    assert.deepEqual(filtersIn(new URL(address, 'http://127.0.0.1').search), filters, value);
  }
});

test('without any filter the address says so: /records alone would add the first one again', () => {
  assert.equal(addressOfFilters([]), '/records?all=1');
  assert.equal(queryOf([]), '');
});

test('adding replaces what was said under the name, and an empty value takes it away', () => {
  const before = [one('from', 'a'), one('groupId', 'x'), one('from', 'b')];
  assert.deepEqual(withFilters(before, [one('from', 'c'), one('to', '')]), [
    one('groupId', 'x'),
    one('from', 'c'),
  ]);
  assert.deepEqual(without(before, 1), [one('from', 'a'), one('from', 'b')]);
});

test('the chip of which the API speaks is the one that is marked', () => {
  const reason = 'statusCode must be like 404 or 4xx';
  assert.equal(isBlamed(one('statusCode', '9'), reason), true);
  assert.equal(isBlamed(one('outcome', 'failed'), reason), false);
  assert.equal(isBlamed(one('to', '9'), 'toast'), false);
  assert.equal(isBlamed(one('to', '9'), undefined), false);
  assert.equal(isBlamed(one('colour', 'red'), undefined), true);
});

test('chips are in words where there are some, else as they stand', () => {
  assert.deepEqual(chipText(one('changes', 'true')), {
    field: '',
    value: 'Changes only',
    words: 'Changes only',
  });
  assert.deepEqual(chipText(one('changes', 'maybe')), {
    field: 'Changes or reads',
    value: 'maybe',
    words: 'Changes or reads: maybe',
  });
  assert.deepEqual(chipText(one('outcome', 'unknown')), {
    field: '',
    value: 'Outcome unknown',
    words: 'Outcome unknown',
  });
  assert.deepEqual(chipText(one('outcome', 'refused')), {
    field: 'Outcome',
    value: 'Refused',
    words: 'Outcome: Refused',
  });
  assert.equal(chipText(one('from', 'soon')).value, 'soon');
  assert.match(chipText(one('from', '2026-11-21T13:00:00Z')).value, /21 Nov 2026/);
  assert.equal(
    chipText(one('endPointName', 'svc_v1:apio.tenant.group.user.call_forwarding_always')).value,
    'Call Forwarding Always',
  );
  assert.equal(chipText(one('colour', 'red')).words, 'colour: red');
  // Names of every object are no words of ours.
  assert.equal(chipText(one('outcome', 'toString')).value, 'toString');
  assert.equal(chipText(one('constructor', 'x')).field, 'constructor');
});

test('what is typed becomes what the API wants', () => {
  assert.deepEqual(typedFilter('endPointName', ' call forwarding ALWAYS '), {
    name: 'endPointName',
    value: 'svc_v1:apio.tenant.group.user.call_forwarding_always',
  });
  assert.equal(typedFilter('endPointName', 'calls'), undefined);
  assert.deepEqual(typedFilter('method', 'put'), one('method', 'PUT'));
  assert.deepEqual(typedFilter('groupId', ' Head Office '), one('groupId', 'Head Office'));
});
