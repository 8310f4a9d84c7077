// What the proxy refuses, it refuses in the words of OCI-P, keeps a record of, and never sends south.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProxyPolicy } from '../../src/proxy/index.js';
import { oneDocument } from '../raw-client.js';
import { document, reply, success } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';
import { eventually, openStand, type Stand, Wire } from './proxy-stand.js';

type Command = readonly [string, string];
const read: Command = ['GroupGetRequest22V5', '<serviceProviderId>sp</serviceProviderId>'];
const change: Command = ['UserModifyRequest22', '<userId>a@example.net</userId>'];
const strange: Command = ['SystemSomethingRequest', ''];
const loginOf = (userId: string): Command => [
  'LoginRequest22V5',
  `<userId>${userId}</userId><password>tide-table-7</password>`,
];

/** Answers everything, but for what is held. */
async function stubOf(held: (() => void)[] = []): Promise<StubServer> {
  return StubServer.start({
    on: ({ names, sessionId, send }) => {
      const answer = () => {
        const said = names.map((name) =>
          name.startsWith('Login')
            ? reply('LoginResponse22V5', '<loginType>Group</loginType>')
            : success,
        );
        send(document(sessionId, ...said));
      };
      if (names.some((name) => name === 'SlowGetRequest')) held.push(answer);
      else answer();
      return true;
    },
  });
}

interface Way {
  readonly policy: ProxyPolicy;
  readonly login?: string;
  readonly asks: readonly Command[];
  /** Undefined: it passes. */
  readonly why: RegExp | undefined;
  readonly at?: string;
}

const heavy = { commands: ['*GetListInSystem*'], from: '22:00', to: '06:00' };
const list: Command = ['UserGetListInSystemRequest', ''];
const ways: Readonly<Record<string, Way>> = {
  'read-only refuses a change': {
    policy: { readOnly: true },
    asks: [change],
    why: /read-only.*UserModifyRequest22/,
  },
  'read-only refuses what it does not know': {
    policy: { readOnly: true },
    asks: [strange],
    why: /read-only/,
  },
  'read-only refuses a batch with one change': {
    policy: { readOnly: true },
    asks: [read, change, read],
    why: /read-only/,
  },
  'read-only lets reads pass': { policy: { readOnly: true }, asks: [read, read], why: undefined },
  'read-only lets logins pass': {
    policy: { readOnly: true },
    asks: [loginOf('x')],
    why: undefined,
  },
  'a command is denied, whatever its case': {
    policy: { rules: [{ command: 'usermodify*', verdict: 'deny', reason: 'ask Ada first' }] },
    asks: [change],
    why: /refused: ask Ada first</,
  },
  'a login is denied': {
    policy: { rules: [{ login: 'old-*', verdict: 'deny' }] },
    login: 'old-portal',
    asks: [read],
    why: undefined,
  },
  'the first rule wins': {
    policy: {
      rules: [
        { login: 'ada', command: 'UserModify*', verdict: 'allow' },
        { command: 'User*', verdict: 'deny' },
      ],
    },
    login: 'ada',
    asks: [change],
    why: undefined,
  },
  'a rule for one login does not help another': {
    policy: {
      rules: [
        { login: 'ada', command: 'UserModify*', verdict: 'allow' },
        { command: 'User*', verdict: 'deny' },
      ],
    },
    login: 'bob',
    asks: [change],
    why: /UserModifyRequest22 is not allowed for bob/,
  },
  'a change is judged by the login before it in the same document': {
    policy: { rules: [{ login: 'bob', command: 'User*', verdict: 'deny' }] },
    asks: [loginOf('bob'), change],
    why: /not allowed for bob/,
  },
  'a prefix hides no command': {
    policy: { rules: [{ command: 'UserModify*', verdict: 'deny' }] },
    asks: [['c:UserModifyRequest22', '']],
    why: /not allowed/,
  },
  'heavy commands by day': {
    policy: { offHours: heavy },
    asks: [list],
    at: '2026-11-21T12:00:00Z',
    why: /22:00 to 06:00/,
  },
  'heavy commands by night': {
    policy: { offHours: heavy },
    asks: [list],
    at: '2026-11-21T23:30:00Z',
    why: undefined,
  },
  'heavy commands by somebody else’s clock': {
    policy: { offHours: { ...heavy, timeZone: 'Asia/Tokyo' } },
    asks: [list],
    at: '2026-11-21T23:30:00Z',
    why: /22:00 to 06:00/,
  },
  'other commands by day': {
    policy: { offHours: heavy },
    asks: [read],
    at: '2026-11-21T12:00:00Z',
    why: undefined,
  },
};

describe('the policy of the proxy', () => {
  for (const [title, { policy, login, asks, why, at }] of Object.entries(ways))
    test(title, async () => {
      await using stub = await stubOf();
      const now = at === undefined ? Date.now : () => Date.parse(at);
      await using stand = await openStand(stub.url, { policy, now });
      await using wire = await Wire.open(stand.proxy.urls[0]!);
      const isShut = login?.startsWith('old') === true;
      if (login !== undefined) await wire.ask(oneDocument('s-9', loginOf(login)));
      if (isShut) assert.equal(stub.documents.length, 0, 'not even the login passes');
      const before = stub.received;
      const answer = await wire.ask(oneDocument('s-9', ...asks));
      await eventually(() => stand.lines.length === (login === undefined ? 1 : 2));
      const record = (await stand.records()).at(-1)!;
      if (why === undefined) {
        assert.ok(stub.received.length > before.length);
        assert.equal(record.status_code, 200);
        return;
      }
      assert.equal(stub.received, before, 'nothing went south');
      assert.equal(
        answer.match(/<command type="Error" echo="" xsi:type="c:ErrorResponse"/g)?.length,
        asks.length,
      );
      assert.match(answer, why);
      assert.match(
        answer,
        /^<\?xml version="1.0" encoding="ISO-8859-1"\?>\n.*<sessionId xmlns="">s-9</,
      );
      assert.match(answer, /<summaryEnglish>\[Muster\] refused: /);
      assert.equal(record.status_code, 403);
      assert.equal(record.south_data, '[]');
      // It says what was refused and why, and is a change where that is what was asked.
      const { code, message } = JSON.parse(record.answer_data);
      assert.equal(code, 'NOT_PERMITTED');
      assert.ok(answer.includes(`refused: ${message}<`), message);
      const isChange = asks.some(([name]) => /Modify|Something/.test(name));
      assert.equal(stand.ledger.rows.at(-1)?.values.changes, isChange ? 1 : 0);
      assert.deepEqual(
        stand.ledger.drafts.slice(login === undefined ? 0 : 1).map(({ kind }) => kind),
        ['call'],
        'nothing was to go south, so nothing had to be entered first',
      );
      // The conversation goes on.
      await wire.ask(oneDocument('s-9', ['AuthenticationRequest', '<userId>x</userId>']));
    });

  test('keeps the echo and the character set of what it refuses', async () => {
    await using stub = await stubOf();
    await using stand = await openStand(stub.url, { policy: { readOnly: true } });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    const asked = oneDocument('&lt;ø&amp;', change)
      .replace('ISO-8859-1', 'utf-8')
      .replace('<command', '<command echo="a&quot;&#10;&lt;"');
    const answer = await wire.ask(Buffer.from(asked, 'utf8'));
    assert.match(answer, /^<\?xml version="1.0" encoding="UTF-8"\?>/);
    assert.match(answer, /<sessionId xmlns="">&lt;&#248;&amp;<\/sessionId>/);
    assert.match(answer, /echo="a&quot;&#10;&lt;"/);
  });

  test('lets so many documents a second pass, and so many more wait', async () => {
    await using stub = await stubOf();
    const policy = { rate: { perLogin: 2 }, waitMs: 0 };
    await using stand = await openStand(stub.url, { policy, monotonic: () => 1_000_000 });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    for (const _ of [1, 2]) await wire.ask(oneDocument('s', read));
    assert.match(await wire.ask(oneDocument('s', read)), /too many commands a second/);
    await eventually(() => stand.lines.length === 3);
    assert.deepEqual(await statuses(stand), [200, 200, 429]);
    assert.equal(stub.documents.length, 2);
  });

  test('makes the rest wait for their turn', async () => {
    await using stub = await stubOf();
    await using stand = await openStand(stub.url, { policy: { rate: { total: 20 } } });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    const begun = performance.now();
    for (let at = 0; at < 26; at++) await wire.ask(oneDocument('s', read));
    assert.ok(performance.now() - begun > 200, 'six of them were too many for the first second');
    assert.equal(stub.documents.length, 26);
  });

  test('lets so many be under way at once, for one login and for all', async () => {
    const held: (() => void)[] = [];
    await using stub = await stubOf(held);
    const policy = { inFlight: { total: 2 }, waitMs: 60_000 };
    await using stand = await openStand(stub.url, { policy });
    const wires = await Promise.all([1, 2, 3].map(() => Wire.open(stand.proxy.urls[0]!)));
    for (const wire of wires) wire.socket.write(oneDocument('s', ['SlowGetRequest', '']));
    await stub.until(() => held.length === 2);
    held.shift()!();
    await stub.until(() => held.length === 2);
    for (const answer of held) answer();
    await Promise.all(wires.map((wire) => wire.until(() => wire.documents === 1)));
    for (const wire of wires) wire.socket.destroy();
  });

  test('refuses who waits too long', async () => {
    const held: (() => void)[] = [];
    await using stub = await stubOf(held);
    const policy = { inFlight: { perLogin: 1 }, waitMs: 20 };
    await using stand = await openStand(stub.url, { policy });
    await using one = await Wire.open(stand.proxy.urls[0]!);
    await using two = await Wire.open(stand.proxy.urls[0]!);
    one.socket.write(oneDocument('s', ['SlowGetRequest', '']));
    await stub.until(() => held.length === 1);
    assert.match(await two.ask(oneDocument('s', read)), /too many commands are under way/);
    // Another login is not kept waiting.
    await two.ask(oneDocument('s', loginOf('ada')));
    await two.ask(oneDocument('s', read));
    held[0]!();
    await one.until(() => one.documents === 1);
    assert.deepEqual(
      stub.documents.map(([name]) => name),
      ['SlowGetRequest', 'LoginRequest22V5', read[0]],
    );
  });
});

const statuses = async (stand: Stand) =>
  (await stand.records()).map(({ status_code: status }) => status);
