// Numbers over ODIN: lists and ranges, states, holders, and what must not be taken for a number.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { odinSaying, type Said, type Script } from '../../../test/odin-south.js';
import { groupReader, type NumberDepth, type Numbers, type Part, partValue } from '../index.js';

const key = { serviceProviderId: 'Northwind', groupId: 'NW-Leeds' };

async function numbersOf(script: Script, depth: NumberDepth = 'holders'): Promise<Part<Numbers>> {
  const now = () => new Date(Date.UTC(2030, 4, 6));
  const read = groupReader({ south: odinSaying(script), target: 'odin', now });
  return (await read(key, { parts: ['numbers'], numbers: depth })).parts.numbers;
}

const dns = (...rows: unknown[]): Said => ({ body: { ...key, dns: rows } });
const row = (min: unknown, max: unknown, rest: object = {}) => ({
  assigned: true,
  activated: true,
  min,
  max,
  ...rest,
});
const texts = (part: Part<Numbers>) => [...(partValue(part)?.all ?? [])];
const one = async (given: object) => numbersOf({ '/groups/dns': dns(given) });

test('a list is taken where there is one, a range is expanded where there is none', async () => {
  const numbers = await numbersOf({
    '/groups/dns': dns(
      row('+44-1134960100', '+44-1134960102', {
        list: ['+44-1134960100', '+44-1134960101', '+44-1134960102'],
      }),
      row('+44-0134960098', '+44-0134960101', { assigned: false, activated: false }),
      row('+44-1134960109', null, { activated: 'false' }),
      row('+44-1134960110', '', { assigned: 'false', list: '+44-1134960110' }),
    ),
  });
  assert.ok(numbers.status === 'known');
  assert.deepEqual(texts(numbers), [
    '+44-0134960098',
    '+44-0134960099',
    '+44-0134960100',
    '+44-0134960101',
    '+44-1134960100',
    '+44-1134960101',
    '+44-1134960102',
    '+44-1134960109',
    '+44-1134960110',
  ]);
  assert.deepEqual(
    numbers.value.states.map(({ assigned, activated, numbers: set }) => [
      assigned,
      activated,
      set.size,
    ]),
    [
      [true, true, 3],
      [true, false, 1],
      [false, true, 1],
      [false, false, 4],
    ],
  );
});

test('a range is expanded by the same rules as over OCI-P, or not at all', async () => {
  const bad: [unknown, unknown, RegExp][] = [
    ['+44-1134960100', '+45-1134960102', /prefixes/],
    ['+44-098', '+44-0101', /lengths/],
    ['+44-1134960102', '+44-1134960100', /backwards/],
    ['ask reception', null, /not a number/],
    ['+44-1134960100', 'x', /not a number/],
  ];
  for (const [min, max, why] of bad) {
    const part = await one(row(min, max));
    assert.ok(part.status === 'partial', String(min));
    assert.deepEqual(texts(part), []);
    assert.match(part.value.unreadable[0]?.why ?? '', why);
  }
});

test('a row without numbers, or with something else in its list, is not lost', async () => {
  const part = await numbersOf({
    '/groups/dns': dns(row(null, null), row('+44-1', null, { list: [null, { a: 1 }, '+44-1'] }), 7),
  });
  assert.ok(part.status === 'partial');
  assert.deepEqual(texts(part), ['+44-1']);
  assert.equal(part.value.unreadable.length, 3);
  assert.match(
    part.problems.map(({ message }) => message).join(),
    /1 of the numbers cannot be read/,
  );
});

test('a list that holds others than its range is taken, and said to disagree', async () => {
  for (const list of [[], ['+44-1134960100'], ['+44-1134960100', '+44-1134960177']]) {
    const part = await one(row('+44-1134960100', '+44-1134960101', { list }));
    assert.ok(part.status === 'partial', JSON.stringify(list));
    assert.deepEqual(texts(part), list);
    assert.equal(part.problems[0]?.code, 'LISTS_DISAGREE');
  }
});

test('what is not told of a number is unknown', async () => {
  const part = await one({ min: '+44-1', max: null, activated: 'perhaps' });
  assert.ok(part.status === 'known');
  const { assigned, activated, numbers } = part.value.states.at(-1)!;
  assert.deepEqual([assigned, activated, [...numbers]], ['unknown', 'unknown', ['+44-1']]);
});

test('a number with two states is said to contradict itself', async () => {
  const part = await numbersOf({
    '/groups/dns': dns(
      row('+44-1', null),
      row('+44-1', null, { assigned: false, activated: false }),
    ),
  });
  assert.ok(part.status === 'partial');
  assert.equal(part.value.all.size, 1);
  assert.equal(part.problems.length, 2);
});

test('JSON numbers are marked: zeros in front may be gone', async () => {
  const part = await numbersOf({
    '/groups/dns': dns(row(1134960100, 1134960101), row('0113', null, { list: [113] })),
  });
  const numbers = partValue(part)!;
  assert.deepEqual(texts(part), ['113', '1134960100', '1134960101']);
  assert.deepEqual([...(numbers.zerosDoubtful ?? [])], ['113', '1134960100', '1134960101']);
  assert.match('notes' in part ? part.notes.join() : '', /leading zeros/);
  const huge = await one(row(1e21, null));
  assert.equal(huge.status, 'partial');
});

const held = (phoneNumbers: unknown, rest: object = {}) => ({
  phoneNumbers,
  department: null,
  activated: true,
  userId: null,
  lastName: null,
  firstName: null,
  extension: null,
  userType: null,
  min: phoneNumbers,
  max: '',
  ...rest,
});
const anna = {
  userId: 'a.berg@voice.example',
  lastName: 'Berg',
  firstName: 'Anna',
  extension: '0101',
  userType: 'Normal',
  department: 'Sales',
};

test('holders come from the list of details, and so does the caller number of the group', async () => {
  const part = await numbersOf({
    '/groups/dns': dns(row('+44-1', null), row('+44-2', '+44-3', { assigned: false })),
    '/groups/dns/details': dns(
      held('+44-1', anna),
      held('+44-2', { lastName: 'Group Calling Line ID' }),
      held('+44-2 - +44-3'),
    ),
  });
  assert.ok(part.status === 'known', JSON.stringify(part));
  assert.deepEqual(part.value.holders, [{ number: '+44-1', ...anna }]);
  assert.deepEqual([...part.value.groupCallingLineIds], ['+44-2']);
});

test('extensions that came as numbers are marked on their holder', async () => {
  const part = await numbersOf({
    '/groups/dns': dns(row('+44-1', null)),
    '/groups/dns/details': dns(held('+44-1', { ...anna, extension: 101 })),
  });
  const holders = partValue(part)?.holders;
  assert.ok(Array.isArray(holders));
  assert.equal(holders[0]?.extension, '101');
  assert.deepEqual(holders[0]?.zerosDoubtful, ['extension']);
});

test('without the list of details holders are unknown, not none; the numbers are known all the same', async () => {
  const part = await numbersOf({ '/groups/dns': dns(row('+44-1', null)) });
  assert.ok(part.status === 'known');
  assert.equal(part.value.holders, 'unknown');
  assert.match(part.notes.join(), /who holds the numbers is not known/);
});

test('when the list of details fails, the part is partial', async () => {
  for (const said of [
    { status: 500, error: 'Server Error' },
    { fault: 'SOUTH_TIMEOUT' } as const,
    { body: {} },
  ]) {
    const part = await numbersOf({
      '/groups/dns': dns(row('+44-1', null)),
      '/groups/dns/details': said,
    });
    assert.ok(part.status === 'partial');
    assert.equal(part.value.holders, 'unknown');
  }
});

test('two lists that disagree are said to', async () => {
  const part = await numbersOf({
    '/groups/dns': dns(row('+44-1', '+44-2'), row('+44-5', null, { assigned: false })),
    '/groups/dns/details': dns(
      held('+44-1', { ...anna, activated: false }),
      held('+44-3'),
      held('+44-5', anna),
    ),
  });
  assert.ok(part.status === 'partial');
  const said = part.problems.map(({ message }) => message).join('\n');
  assert.match(said, /2 numbers are in only one of the two lists/);
  assert.match(said, /1 number is activated in one of the two lists/);
  assert.match(said, /1 number is listed as free although somebody holds them/);
});

test('states and lists need one call; holders a second', async () => {
  for (const [depth, calls] of [
    ['list', 1],
    ['states', 1],
    ['holders', 2],
  ] as const) {
    const south = odinSaying({ '/groups/dns': dns(row('+44-1', null)) });
    const now = () => new Date();
    await groupReader({ south, target: 'odin', now })(key, { parts: ['numbers'], numbers: depth });
    assert.equal(south.calls.length, calls, depth);
  }
});

test('an answer without its list is unknown, and a group without numbers has none', async () => {
  for (const body of [{}, { dns: null }, { dns: '' }, [], null]) {
    const part = await numbersOf({ '/groups/dns': { body } });
    assert.equal(part.status, 'unknown', JSON.stringify(body));
  }
  const none = await numbersOf({ '/groups/dns': dns(), '/groups/dns/details': dns() });
  assert.ok(none.status === 'known');
  assert.equal(none.value.all.size, 0);
  assert.deepEqual(none.value.holders, []);
});
