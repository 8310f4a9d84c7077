// Who a document is judged for and recorded as: nothing that a client makes up gets it past a rule, and nothing it says of
// itself is believed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { learnedText } from '../../src/cli/proxy.js';
import type { ProxyPolicy } from '../../src/proxy/index.js';
import { oneDocument } from '../raw-client.js';
import { document, reply, success } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';
import { eventually, openStand, type Stand, Wire } from './proxy-stand.js';

type Command = readonly [string, string];
const admin = 'admin@example.net';
const auditor = 'auditor@example.net';
const change: Command = ['GroupModifyRequest', '<groupId>g</groupId>'];
const read: Command = ['GroupGetRequest22V5', '<groupId>g</groupId>'];
const askFor = (userId: string): Command => ['AuthenticationRequest', `<userId>${userId}</userId>`];
const loginOf = (userId: string): Command => [
  'LoginRequest22V5',
  `<userId>${userId}</userId><password>tide-table-7</password>`,
];
const logout: Command = ['LogoutRequest', ''];

/** Logins of `wrong…` fail, those of `odd…` are answered with something else; everything else succeeds. */
function stubOf(): Promise<StubServer> {
  return StubServer.start({
    on: ({ commands, sessionId, send }) => {
      const said = commands.map(({ name, xml }) => {
        if (name === 'AuthenticationRequest')
          return reply('AuthenticationResponse', '<nonce>1</nonce>');
        if (!name.startsWith('Login') || xml.includes('>odd')) return success;
        return xml.includes('>wrong')
          ? reply('ErrorResponse', '<summary>[Error 4962] Invalid password</summary>')
          : reply('LoginResponse22V5', '<loginType>System</loginType>');
      });
      send(document(sessionId, ...said));
      return true;
    },
  });
}

const policy: ProxyPolicy = {
  rules: [{ login: 'admin@*', command: '*Modify*', verdict: 'deny' }],
};

/** What becomes of `asks`, sent by the admin when `isAdmin`. */
async function sentBy(isAdmin: boolean, rules: ProxyPolicy, ...asks: Command[]) {
  await using stub = await stubOf();
  await using stand = await openStand(stub.url, { policy: rules });
  await using wire = await Wire.open(stand.proxy.urls[0]!);
  if (isAdmin) await wire.ask(oneDocument('s', loginOf(admin)));
  const before = stub.documents.length;
  const answer = await wire.ask(oneDocument('s', ...asks));
  await eventually(() => stand.lines.length === (isAdmin ? 2 : 1));
  const record = (await stand.records()).at(-1)!;
  return {
    why: /refused: ([^<]*)/.exec(answer)?.[1],
    author: record.author_id,
    passed: stub.documents.length - before,
  };
}

describe('who the proxy judges and records', () => {
  for (const [title, front] of Object.entries({
    nothing: [],
    'a question for somebody else': [askFor(auditor)],
    'a login that fails': [loginOf('wrong@example.net')],
    'both, twice': [askFor(auditor), loginOf('wrong@example.net'), loginOf('wrong@example.net')],
  }))
    test(`${title} in front of a command does not take it from who is logged in`, async () => {
      const { why, passed, author } = await sentBy(true, policy, ...front, change);
      assert.equal(why, 'GroupModifyRequest is not allowed for admin@example.net');
      assert.equal(passed, 0);
      assert.equal(author, admin);
      // The rule is about changes.
      assert.equal((await sentBy(true, policy, ...front, read)).passed, 1);
    });

  test('a login whose answer is no answer to a login may have happened', async () => {
    await using stub = await stubOf();
    const rules = [{ login: 'odd*', command: '*Modify*', verdict: 'deny' as const }];
    await using stand = await openStand(stub.url, { policy: { rules } });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    await wire.ask(oneDocument('s', loginOf('odd@example.net')));
    assert.match(await wire.ask(oneDocument('s', change)), /not allowed for odd@example.net/);
    // One that was refused has not.
    await wire.ask(oneDocument('t', loginOf('wrong@example.net')));
    assert.doesNotMatch(await wire.ask(oneDocument('t', change)), /Muster/);
  });

  test('the rate of a login holds, whoever it asks for in front', async () => {
    await using stub = await stubOf();
    const rate = { rate: { perLogin: 2 }, waitMs: 0 };
    await using stand = await openStand(stub.url, { policy: rate, monotonic: () => 1_000_000 });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    for (const at of [1, 2]) await wire.ask(oneDocument('s', askFor(`u${at}@example.net`), read));
    for (const first of [askFor('u3@example.net'), loginOf('u4@example.net')])
      assert.match(await wire.ask(oneDocument('s', first, read)), /too many commands a second/);
    assert.equal(stub.documents.length, 2);
  });

  test('no number of other sessions makes it forget a login', async () => {
    await using stub = await stubOf();
    await using stand = await openStand(stub.url, { policy });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    await wire.ask(oneDocument('s', loginOf(admin)));
    for (let at = 0; at < 70; at++) await wire.ask(oneDocument(`e${at}`, read));
    assert.match(await wire.ask(oneDocument('s', change)), /not allowed for admin/);
    await wire.ask(oneDocument('s', read));
    await eventually(() => stand.lines.length === 73);
    assert.equal((await stand.records()).at(-1)!.author_id, admin);
  });

  test('refuses another session where somebody is logged in to each that it can remember', async () => {
    await using stub = await stubOf();
    await using stand = await openStand(stub.url, { policy });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    for (let at = 0; at < 64; at++) await wire.ask(oneDocument(`s${at}`, loginOf(admin)));
    assert.match(await wire.ask(oneDocument('more', read)), /too many sessions/);
    assert.match(await wire.ask(oneDocument('s0', change)), /not allowed for admin/);
    await wire.ask(oneDocument('s1', logout));
    assert.doesNotMatch(await wire.ask(oneDocument('more', read)), /Muster/);
  });

  for (const [title, asks, why] of [
    ['a change before a login', [change, loginOf(auditor)], /in front of all other commands/],
    ['a read before a login', [read, loginOf(auditor), change], /in front of all other commands/],
    ['a command behind a logout', [logout, change], /behind a logout/],
    ['a login behind a logout', [logout, loginOf(auditor)], /behind a logout/],
    ['logins of two', [loginOf(auditor), loginOf(admin)], /logins of one user/],
    ['a login of nobody', [['LoginRequest22V5', '']], /must have a user id/],
  ] as const)
    test(`${title} would have two authors: it is refused`, async () => {
      const said = await sentBy(true, {}, ...asks);
      assert.match(said.why ?? '', why);
      assert.deepEqual([said.passed, said.author], [0, admin]);
    });

  test('what stands behind a login has its author, once that is confirmed', async () => {
    const good = await sentBy(true, {}, askFor(auditor), loginOf(auditor), change);
    assert.deepEqual([good.passed, good.author], [1, auditor]);
    const bad = await sentBy(true, {}, loginOf('wrong@example.net'), change);
    assert.deepEqual([bad.passed, bad.author], [1, admin]);
    const last = await sentBy(true, {}, change, logout);
    assert.deepEqual([last.passed, last.author], [1, admin]);
  });

  const text = (inside: string, charset = 'UTF-8') =>
    oneDocument('s', ['UserDeleteRequest', inside]).replace('ISO-8859-1', charset);
  const odd = (type: string) => text('').replace('"UserDeleteRequest"', `"${type}"`);
  for (const [title, bytes] of [
    ['a blank in a name', odd('c: UserDeleteRequest')],
    ['two prefixes', odd('a:b:UserDeleteRequest')],
    ['a name with more behind it', odd('UserDeleteRequest_')],
    ['a name that begins small', odd('userDeleteRequest')],
    ['a stray byte in UTF-8', text('<a>\xff</a>')],
    ['half a pair in UTF-8', text('<a>\xed\xa0\x80</a>')],
    ['signs that are longer than they need be', text('<!--\xc0\xbe\xc0\xbc-->')],
    [
      'two user ids',
      oneDocument('s', ['LoginRequest22V5', '<userId>a</userId><userId>b</userId>']),
    ],
    ['blanks around the session id', oneDocument(' s', read)],
    ['a blank session id', oneDocument('', read)],
  ] as const)
    test(`${title}: it goes no further, and the connection ends`, async () => {
      await using stub = await stubOf();
      await using stand = await openStand(stub.url);
      await using wire = await Wire.open(stand.proxy.urls[0]!);
      assert.match(await wire.ask(Buffer.from(bytes, 'latin1')), /\[Muster\] refused: /);
      await wire.over();
      assert.equal(stub.received, '');
      assert.equal(stand.lines[0]?.status, 400);
    });

  test('learns what passed, of logins that are confirmed', async () => {
    await using stub = await stubOf();
    const rules = [{ command: 'UserDelete*', verdict: 'deny' as const }];
    await using stand = await openStand(stub.url, { policy: { rules } });
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    for (const asks of [
      [askFor(auditor)],
      [loginOf('wrong*')],
      [loginOf('wrong*'), ['UserDeleteRequest', '']],
      [askFor(admin)],
      [loginOf(admin), read],
      [['UserDeleteRequest', '']],
    ] as Command[][])
      await wire.ask(oneDocument('s', ...asks));
    assert.deepEqual(learnedBy(stand), [
      `${admin} AuthenticationRequest`,
      `${admin} GroupGetRequest22V5`,
      `${admin} LoginRequest22V5`,
    ]);
    const one = { command: 'UserDeleteRequest', count: 1, lastAt: 0 };
    const made = learnedText([
      { ...one, login: '*' },
      { ...one, login: admin },
    ]);
    assert.deepEqual(made.match(/login: "[^"]*"/g), [`login: "${admin}"`]);
  });
});

const learnedBy = ({ proxy }: Stand) =>
  proxy.learned().map(({ login, command }) => `${login} ${command}`);
