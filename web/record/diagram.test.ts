import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SouthMessage } from '../../src/records/audit-record.js';
import { lanesOf, type Row, rowsOf, runWith, withRuns } from './diagram.js';
import { exchangesOf, refusalIn, titleOf } from './exchanges.js';

const message = (
  id: string,
  type: string,
  timestamp: number | string,
  more: Partial<SouthMessage> = {},
): SouthMessage => ({
  timestamp: typeof timestamp === 'number' ? timestamp.toFixed(6) : timestamp,
  id,
  type,
  protocol: 'BS-OCI',
  content: '',
  format: 'xml',
  ...more,
});

const oci = (name: string, inside = '') =>
  `<?xml version="1.0"?><BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="x"><command xsi:type="${name}" xmlns="">${inside}</command></BroadsoftDocument>`;

const order = (messages: readonly SouthMessage[], startedAt = 100) => {
  const exchanges = exchangesOf(messages);
  return rowsOf(exchanges, lanesOf(exchanges), startedAt).map(
    ({ exchange, side }) => `${(exchange.request ?? exchange.answer)!.message.id} ${side}`,
  );
};

test('requests and answers are paired by id, though they cross', () => {
  const exchanges = exchangesOf([
    message('a', 'request', 101),
    message('b', 'request', 101.1),
    message('b', 'answer', 101.2),
    message('a', 'error', 101.5, { content: 'SOUTH_LOST' }),
  ]);
  assert.deepEqual(
    exchanges.map(({ request, answer, ended }) => [request?.at, answer?.at, ended]),
    [
      [0, 3, 'error'],
      [1, 2, 'answered'],
    ],
  );
  assert.ok(Math.abs(exchanges[0]!.seconds! - 0.5) < 1e-6);
});

test('a missing answer, an answer alone, and an id used twice', () => {
  const exchanges = exchangesOf([
    message('x', 'answer', 1),
    message('a', 'request', 2),
    message('a', 'request', 3),
    message('a', 'answer', 4),
    message('', 'request', 5),
    message('', 'answer', 6),
    message('a', 'answer', 7, { protocol: 'BS-XSI' }),
  ]);
  assert.deepEqual(
    exchanges.map(({ request, answer, ended }) => [request?.at, answer?.at, ended]),
    [
      [undefined, 0, 'answered'],
      // It belongs to one of the two, and nobody can know to which.
      [1, undefined, 'noAnswer'],
      [2, 3, 'answered'],
      [4, undefined, 'noAnswer'],
      [undefined, 5, 'answered'],
      [undefined, 6, 'answered'],
    ],
  );
});

test('where several with one id wait for an answer, all of them say that it is not sure', () => {
  const exchanges = exchangesOf([
    message('1', 'request', 1, { content: '<a/>' }),
    message('1', 'request', 2, { content: '<b/>' }),
    message('2', 'request', 3),
    message('1', 'answer', 4),
    message('2', 'answer', 5),
  ]);
  assert.deepEqual(
    exchanges.map(({ answer, isUnsure }) => [answer?.at, isUnsure]),
    [
      [undefined, true],
      [3, true],
      [4, false],
    ],
  );
});

test('rows are in time; an answer never stands before its request, and lost times stay in place', () => {
  const messages = [
    message('late', 'request', 103),
    message('login', 'request', 99),
    message('login', 'answer', 99.5),
    message('odd', 'request', 'soon'),
    message('late', 'answer', 102),
  ];
  assert.deepEqual(order(messages), [
    'login request',
    'login answer',
    'odd request',
    'late request',
    'late answer',
  ]);
  const exchanges = exchangesOf(messages);
  assert.equal(exchanges[0]!.seconds, undefined);
  const rows = rowsOf(exchanges, lanesOf(exchanges), 100);
  assert.deepEqual(
    rows.map(({ offset }) => offset),
    [-1, -0.5, undefined, 3, 2],
  );
});

test('those that run at the same time have bars side by side', () => {
  const exchanges = exchangesOf([
    message('a', 'request', 1),
    message('b', 'request', 2),
    message('a', 'answer', 3),
    message('c', 'request', 4),
    message('b', 'answer', 5),
    message('lost', 'request', 6),
  ]);
  const rows = rowsOf(exchanges, lanesOf(exchanges), 0);
  assert.deepEqual(
    rows.map(({ bars }) => bars.map(({ slot, part }) => `${slot} ${part}`).join(', ')),
    ['0 from', '0 through, 1 from', '0 to, 1 through', '1 through', '1 to', ''],
  );
});

test('one line for each element, in order; more than have room share the last', () => {
  const rest = (id: string, host: string, vendorType: string) =>
    message(id, 'request', 1, {
      protocol: 'PV',
      vendorType,
      method: 'GET',
      endpoint: `https://user@${host}/devices?max=1`,
    });
  const few = lanesOf(exchangesOf([message('a', 'request', 1), rest('b', 'one.example', 'Snom')]));
  assert.deepEqual(
    few.map(({ elements, x }) => [elements[0]!.protocol, elements[0]!.host, x]),
    [
      ['BS-OCI', '', 58.5],
      ['PV', 'one.example', 95],
    ],
  );
  const many = exchangesOf(
    [...Array(9).keys()].map((at) => rest(`${at}`, `h${at}.example`, 'Snom')),
  );
  const lanes = lanesOf(many);
  assert.equal(lanes.length, 5);
  assert.equal(lanes[4]!.elements.length, 5);
  assert.deepEqual(
    rowsOf(many, lanes, 0).map(({ lane }) => lane),
    [0, 1, 2, 3, 4, 4, 4, 4, 4],
  );
});

test('what a message was', () => {
  const title = (content: string, more: Partial<SouthMessage> = {}) =>
    titleOf(message('a', 'request', 1, { content, ...more }));
  const two = oci('UserGetRequest22').replace('</command>', '</command><command xsi:type="X"/>');
  assert.deepEqual(title(two), {
    kind: 'commands',
    names: [
      { name: 'UserGetRequest22', count: 1 },
      { name: 'X', count: 1 },
    ],
  });
  assert.deepEqual(title(''), { kind: 'notKept' });
  assert.deepEqual(title('', { method: 'PUT', endpoint: 'https://h.example/a/b?c=1' }), {
    kind: 'call',
    method: 'PUT',
    path: '/a/b?c=1',
    action: '',
  });
  assert.deepEqual(title('<?xml version="1.0"?>\n<Profile xmlns="x">'), {
    kind: 'content',
    name: 'Profile',
  });
  assert.deepEqual(title('no form at all'), { kind: 'content', name: 'no form at all' });
  assert.deepEqual(title('<commander xsi:type="X"/>'), { kind: 'content', name: 'commander' });
});

test('a refusal is known by the form of the answer, and its words are texts', () => {
  const content = oci('c:ErrorResponse', '<summary>a &lt;b&gt; &#8238;&#x41; &nope;</summary>');
  const answer = message('a', 'answer', 2, { content });
  assert.equal(refusalIn(answer), 'a <b> \u202eA &nope;');
  const [exchange] = exchangesOf([message('a', 'request', 1), answer]);
  assert.equal(exchange!.ended, 'refused');
  assert.equal(
    refusalIn(message('a', 'answer', 1, { content: oci('c:SuccessResponse') })),
    undefined,
  );
  const [other] = exchangesOf([
    message('a', 'request', 1, { protocol: 'PV' }),
    message('a', 'answer', 2, { protocol: 'PV', status_code: '404' }),
  ]);
  assert.equal(other!.ended, 'refused');
});

const many = (count: number, name: string, from = 0) =>
  [...Array(count).keys()].flatMap((at) => [
    message(`${name}${at}`, 'request', from + at, { content: oci(name) }),
    message(`${name}${at}`, 'answer', from + at + 0.5, {
      content: at === 0 ? oci('c:ErrorResponse') : oci('SuccessResponse'),
    }),
  ]);

test('long diagrams put runs of the same together, and open them again', () => {
  const exchanges = exchangesOf([...many(2, 'A'), ...many(20, 'B', 10), ...many(3, 'C', 100)]);
  const rows = rowsOf(exchanges, lanesOf(exchanges), 0);
  const shown = withRuns(rows, new Set());
  assert.deepEqual(
    shown.map((row) => (row.kind === 'run' ? `${row.exchanges} ${row.bad}` : row.side[0])),
    ['r', 'a', 'r', 'a', '20 1', 'r', 'a', 'r', 'a', 'r', 'a'],
  );
  const key = runWith(shown, 5);
  assert.ok(key !== undefined);
  assert.equal(runWith(shown, 0), undefined);
  assert.equal(withRuns(rows, new Set([key])).length, rows.length);
});

test('a run that another exchange reaches into is not put together; short diagrams never are', () => {
  const inside = many(20, 'B', 10);
  const crossed = [
    message('B-open', 'request', 9, { content: oci('B') }),
    ...inside,
    message('other', 'request', 40, { content: oci('Other') }),
    message('B-open', 'answer', 50, { content: oci('SuccessResponse') }),
  ];
  const exchanges = exchangesOf(crossed);
  const rows = rowsOf(exchanges, lanesOf(exchanges), 0);
  assert.ok(withRuns(rows, new Set()).every(({ kind }) => kind === 'message'));
  const few = exchangesOf(many(10, 'B'));
  const short: readonly Row[] = rowsOf(few, lanesOf(few), 0);
  assert.equal(withRuns(short, new Set()).length, 20);
});

test('thousands of messages are laid out in time', () => {
  const start = performance.now();
  const exchanges = exchangesOf(many(5_000, 'B'));
  assert.equal(rowsOf(exchanges, lanesOf(exchanges), 0).length, 10_000);
  assert.ok(performance.now() - start < 20_000);
});
