// Following audit records over HTTP: what ends is told to whoever may see it, nothing is missed between two followings, and
// every following ends: with its session, with the server, after a while.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '../../src/api/index.js';
import { listRecords } from '../../src/records/index.js';
import { type Client, type Stand, startStand } from '../api-stand.js';

const list = '/api/v1/local/audit_records/';
const path = `${list}follow/`;
const amelia = 'amelia.stone@brightwater.example.net';
const office = 'office@brightwater.example.net';
const acr = `/api/v1/tenants/Brightwater/groups/Head-Office/users/${amelia}/services/acr/`;

const machine = (scope: Caller['scope'], level: Caller['level']): Caller => ({
  id: `machine:${scope.kind}`,
  level,
  scope,
  via: 'token',
  may: { change: false, store: false },
});
const home = { tenantId: 'Brightwater', groupId: 'Head-Office' };
const callers: Readonly<Record<string, Caller>> = {
  system: machine({ kind: 'system' }, 16),
  reseller: machine({ kind: 'reseller', tenantIds: new Set(['Brightwater']) }, 16),
  tenant: machine({ kind: 'tenant', tenantId: 'Brightwater' }, 12),
  group: machine({ kind: 'group', ...home }, 8),
  department: machine({ kind: 'department', ...home, department: 'Sales' }, 4),
  user: machine({ kind: 'user', ...home, userId: amelia }, 0),
};

/** A stand whose clock can be put forward, in milliseconds. */
async function start(options: { readonly recordsReading?: boolean } = {}) {
  const clock = { ahead: 0 };
  const revoked = new Set<string>();
  const bearers = [async (token: string) => (revoked.has(token) ? undefined : callers[token])];
  const stand = await startStand({
    api: { ...options, bearers, now: () => Date.now() + clock.ahead },
  });
  return Object.assign(stand, { clock, revoked });
}

interface Event {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: parsed JSON of many shapes
  readonly data: any;
}

/** Listens, as a page does. Goes away when it is disposed of. */
class Follower implements AsyncDisposable {
  readonly #control = new AbortController();
  #events!: AsyncIterator<Event>;
  headers!: Headers;

  static async open(
    { api }: Stand,
    who: string | Client,
    query: Readonly<Record<string, string>> = {},
  ): Promise<Follower> {
    const follower = new Follower();
    const response = await fetch(new URL(`${path}?${new URLSearchParams(query)}`, api.url), {
      headers: {
        Accept: 'text/event-stream',
        ...(typeof who === 'string'
          ? { Authorization: `Bearer ${who}` }
          : { Cookie: who.cookie ?? '' }),
      },
      signal: follower.#control.signal,
    });
    assert.equal(response.status, 200);
    follower.headers = response.headers;
    follower.#events = eventsOf(response);
    return follower;
  }

  /** It listens from here on: the first event says where. */
  static async listening(...words: Parameters<typeof Follower.open>): Promise<Follower> {
    const follower = await Follower.open(...words);
    const { name, data } = await follower.next();
    assert.deepEqual([name, Object.keys(data)], ['progress', ['since']]);
    return follower;
  }

  async next(): Promise<Event> {
    const { value, done } = await this.#events.next();
    assert.ok(!done, 'the stream ended without a result');
    return value;
  }

  /** The next record. */
  async record() {
    for (;;) {
      const { name, data } = await this.next();
      assert.equal(name, 'progress', JSON.stringify(data));
      if (data.record !== undefined) return { ...data.record, since: data.since };
    }
  }

  /** Records until the end, and the end. */
  async rest() {
    const records = [];
    for (;;) {
      const { name, data } = await this.next();
      if (name !== 'progress') {
        assert.ok((await this.#events.next()).done, 'nothing comes after the result');
        return { records, ...data };
      }
      if (data.record !== undefined) records.push(data.record);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#control.abort();
    await this.#events.next().catch(() => undefined);
  }
}

async function* eventsOf(response: Response): AsyncGenerator<Event> {
  let text = '';
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) {
      const [, name = '', data = ''] = /^event: (.+)\ndata: (.+)$/.exec(event) ?? [];
      yield { name, data: JSON.parse(data) };
    }
  }
}

/** Makes a record by hand; `tenant/group/user`. */
async function open({ records }: Stand, words: string, changes = true) {
  const [tenantId = '', groupId = '', userId = ''] = words.split('/');
  return records.recorder.open({
    endPointName: 'svc_v1:harbour.tenant.group',
    url: '/api/v1/harbour/',
    method: changes ? 'PUT' : 'GET',
    changes,
    actor: { id: 'noor@saltmarsh.example', role: '12' },
    impact: { tenantId, groupId, userId, instanceName: '' },
  });
}

async function make(stand: Stand, words: string, status = 200, changes = true): Promise<string> {
  const record = await open(stand, words, changes);
  await record.close({ status });
  return record.id;
}

test('a change that somebody else makes is told when it ends', async () => {
  await using stand = await start();
  const client = await stand.as(office);
  await using follower = await Follower.listening(stand, await stand.as(office), {
    changes: 'true',
  });
  assert.match(follower.headers.get('content-type')!, /^text\/event-stream/);
  await client.get(acr);
  const done = await client.put(acr, { active: true });
  const { requestTime, durationMs, position, since, ...said } = await follower.record();
  assert.deepEqual(said, {
    internalId: done.json._record_internal_id,
    endPointName: 'svc_v1:apio.tenant.group.user.acr',
    method: 'PUT',
    tenantId: 'Brightwater',
    groupId: 'Head-Office',
    userId: amelia,
    instanceName: '',
    authorId: office,
    statusCode: 200,
    outcome: 'succeeded',
    changes: true,
    handedOver: false,
  });
  assert.ok(durationMs > 0 && since >= position && requestTime);
});

test('everybody hears of the own scope only', async () => {
  await using stand = await start();
  const all = [
    'Brightwater/Head-Office',
    `Brightwater/Head-Office/${amelia}`,
    'Brightwater/Roma',
    'Meridian/Head-Office',
    '',
  ];
  const hears: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] =
    [
      ['system', { authorId: 'noor@saltmarsh.example' }, all],
      ['tenant', {}, all.slice(0, 3)],
      ['reseller', { tenantId: 'Brightwater' }, all.slice(0, 3)],
      ['reseller', { tenantId: 'Meridian' }, []],
      ['group', {}, all.slice(0, 2)],
      ['group', { groupId: 'Roma' }, []],
      ['user', {}, all.slice(1, 2)],
      ['department', {}, []],
      ['tenant', { outcome: 'refused' }, []],
      ['tenant', { userId: amelia, statusCode: '2xx', method: 'put' }, all.slice(1, 2)],
    ];
  const followers = await Promise.all(
    hears.map(([who, query]) => Follower.listening(stand, who, query)),
  );
  const made: Record<string, string> = {};
  for (const words of all) made[await make(stand, words)] = words;
  // What is heard of last tells that nothing more comes; the clock ends all of them then.
  for (const [at, [, , expected]] of hears.entries())
    for (const words of expected)
      assert.equal(made[(await followers[at]!.record()).internalId], words);
  stand.clock.ahead = 10 * 60_000;
  for (const follower of followers) {
    const { records, status, body } = await follower.rest();
    assert.deepEqual([records, status, body.why, body.records], [[], 200, 'time', []]);
    assert.equal(typeof body.since, 'number');
  }
});

test('a record is told once, when it ends, however it was at the start', async () => {
  await using stand = await start();
  const early = await open(stand, 'Brightwater/Head-Office');
  const stays = await open(stand, 'Brightwater/Head-Office');
  // Where it belongs is learnt when it ends.
  const unknown = await open(stand, '');
  await using follower = await Follower.listening(stand, 'group', { outcome: 'refused' });
  const late = await open(stand, 'Brightwater/Head-Office');
  await make(stand, 'Brightwater/Head-Office');
  await early.close({ status: 404 });
  assert.equal((await follower.record()).internalId, early.id);
  unknown.learn({ impact: home });
  await unknown.close({ status: 400 });
  assert.equal((await follower.record()).internalId, unknown.id);
  await late.close({ status: 409 });
  assert.equal((await follower.record()).internalId, late.id);
  stand.clock.ahead = 10 * 60_000;
  assert.deepEqual((await follower.rest()).records, []);
  await stays.close({ status: 200 });
});

test('who goes on where it ended misses nothing, not even what was open then', async () => {
  await using stand = await start();
  await make(stand, 'Brightwater/Head-Office');
  const long = await open(stand, 'Brightwater/Head-Office');
  const first = await Follower.listening(stand, 'group');
  const during = await make(stand, 'Brightwater/Head-Office', 200, false);
  assert.equal((await first.record()).internalId, during);
  stand.clock.ahead = 10 * 60_000;
  const { body } = await first.rest();
  const between = await make(stand, 'Brightwater/Head-Office');
  await long.close({ status: 200 });
  await using second = await Follower.open(stand, 'group', { since: String(body.since) });
  const heard = new Set<string>();
  while (!heard.has(between)) heard.add((await second.record()).internalId);
  assert.ok(heard.has(long.id));
  // The same at once, without events.
  const page = await stand.bearing('group').get(`${path}?since=${body.since}`);
  assert.deepEqual(
    new Set(page.json.records.map(({ internalId }: { internalId: string }) => internalId)),
    heard,
  );
  assert.equal(page.json.why, 'now');
});

test('without events it answers at once what has ended', async () => {
  await using stand = await start();
  const client = stand.bearing('group');
  const made = [];
  for (let count = 0; count < 3; count++)
    made.push(await make(stand, 'Brightwater/Head-Office', 200, count === 1));
  await make(stand, 'Brightwater/Roma');
  const ids = async (query: string) => {
    const { status, json, text } = await client.get(`${path}?${query}`);
    assert.equal(status, 200, text);
    assert.deepEqual(Object.keys(json), ['records', 'since', 'why']);
    return json.records.map(({ internalId }: { internalId: string }) => internalId);
  };
  assert.deepEqual(await ids('since=-1'), made);
  assert.deepEqual(await ids('since=-1&changes=true'), [made[1]]);
  assert.deepEqual(await ids(''), []);
  assert.deepEqual(await ids('since=900000'), [], 'nothing is there yet');
  assert.deepEqual((await stand.bearing('department').get(`${path}?since=-1`)).json.records, []);
});

test('what is far behind is read in pieces, each once', async () => {
  await using stand = await start();
  const count = 2100;
  await Promise.all(
    Array.from({ length: count }, (_, at) =>
      make(stand, `Brightwater/${at % 2 === 0 ? 'Head-Office' : 'Roma'}`, 200, false),
    ),
  );
  const client = stand.bearing('tenant');
  const seen: string[] = [];
  let since = -1;
  let why = 'full';
  while (why === 'full') {
    const { json } = await client.get(`${path}?since=${since}&method=GET`);
    seen.push(...json.records.map(({ internalId }: { internalId: string }) => internalId));
    ({ since, why } = json);
  }
  assert.deepEqual([seen.length, new Set(seen).size], [count, count]);
  await using follower = await Follower.open(stand, 'group', { since: '-1' });
  const heard = new Set<string>();
  while (heard.size < count / 2) heard.add((await follower.record()).internalId);
  assert.ok([...heard].every((id) => seen.includes(id)));
});

test('what cannot be meant is refused', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  for (const [query, why] of [
    ['since=now', /since must be an integer/],
    ['since=-2', /since/],
    ['since=1e300', /since/],
    ['limit=5', /no query parameter limit/],
    ['changes=yes', /changes must be one of/],
    ['from=yesterday', /from must be a time/],
  ] as const) {
    const { status, json } = await client.get(`${path}?${query}`);
    assert.deepEqual([status, json.errors?.[0].message], [400, 'QUERY_INVALID'], query);
    assert.match(json.errors[0].details.reason, why);
  }
  assert.equal((await stand.bearing('reseller').get(path)).status, 400);
  const nobody = await stand.nobody.get(path, { Accept: 'text/event-stream' });
  assert.equal(nobody.status, 401);
  await using follower = await Follower.open(stand, 'reseller');
  const { name, data } = await follower.next();
  assert.deepEqual([name, data.status], ['result', 400]);
  assert.match(data.body.errors[0].details.reason, /tenantId must be named/);
});

test('it ends with the session, and does not keep it alive', async () => {
  await using stand = await start();
  const [one, two] = [await stand.as(office), await stand.as(office)];
  const followers = await Promise.all(
    [one, two].map((client) => Follower.listening(stand, client)),
  );
  assert.equal((await one.call('DELETE', '/api/v1/login/')).status, 204);
  const left = await followers[0]!.rest();
  assert.deepEqual([left.status, left.body.why], [200, 'session']);
  await make(stand, 'Brightwater/Head-Office');
  assert.ok(await followers[1]!.record(), 'the other session goes on');
  // Longer than a session may be idle, and looked at meanwhile.
  stand.clock.ahead = 30 * 60_000;
  assert.equal((await followers[1]!.rest()).body.why, 'session');
  assert.equal((await two.get('/api/v1/login/')).status, 401);
});

test('it ends when the server stops, at once', async () => {
  await using stand = await start();
  const followers = await Promise.all(
    ['system', 'department'].map((who) => Follower.listening(stand, who)),
  );
  // It would wait for longer than the test may take.
  const closing = stand.api.close(600_000);
  for (const follower of followers) assert.equal((await follower.rest()).body.why, 'stopping');
  await closing;
});

test('one caller has five at once; who goes away makes room', async () => {
  await using stand = await start();
  const followers = await Promise.all(
    Array.from({ length: 5 }, () => Follower.listening(stand, 'group')),
  );
  await using sixth = await Follower.open(stand, 'group');
  const { name, data } = await sixth.next();
  assert.deepEqual([name, data.status, data.body.errors[0].message], ['result', 429, 'TOO_MANY']);
  await using other = await Follower.listening(stand, 'tenant');
  assert.equal((await stand.bearing('group').get(path)).status, 200, 'a page at once needs none');
  await followers[0]![Symbol.asyncDispose]();
  // Its record tells that it is over.
  const ended = async () => {
    const { records } = await listRecords(stand.records.reader, {
      endPointName: 'svc_v1:muster.local.audit_records.follow',
      authorId: 'machine:group',
      statusCode: '200',
    });
    return records.length;
  };
  while ((await ended()) < 2) await new Promise((resolve) => setImmediate(resolve));
  await using again = await Follower.listening(stand, 'group');
  await make(stand, 'Brightwater/Head-Office');
  assert.ok((await other.record()) && (await again.record()));
  for (const follower of followers.slice(1)) await follower[Symbol.asyncDispose]();
});

test('followers do not feed each other: each leaves one record, at its end', async () => {
  await using stand = await start();
  const [one, two] = [
    await Follower.listening(stand, 'system'),
    await Follower.listening(stand, 'system'),
  ];
  const before = stand.records.size();
  const id = await make(stand, 'Brightwater/Head-Office', 200, false);
  for (const follower of [one, two]) assert.equal((await follower.record()).internalId, id);
  assert.equal(stand.records.size(), before + 1, 'hearing of it left no record');
  await one[Symbol.asyncDispose]();
  const own = await two.record();
  assert.equal(own.internalId, one.headers.get('x-audit-record-id'));
  assert.deepEqual(
    [own.endPointName, own.changes],
    ['svc_v1:muster.local.audit_records.follow', false],
  );
  stand.clock.ahead = 10 * 60_000;
  assert.deepEqual((await two.rest()).records, []);
  assert.equal(stand.records.size(), before + 3);
});

test('where reading leaves no records, following tells all the same', async () => {
  await using stand = await start({ recordsReading: false });
  await using follower = await Follower.listening(stand, 'group');
  assert.equal(follower.headers.get('x-audit-record-id'), null);
  const id = await make(stand, 'Brightwater/Head-Office');
  assert.equal((await follower.record()).internalId, id);
  assert.equal(stand.records.size(), 2);
});

test('whose token was revoked hears no more', async () => {
  await using stand = await start();
  await using follower = await Follower.listening(stand, 'tenant');
  await make(stand, 'Brightwater/Head-Office');
  await follower.record();
  stand.revoked.add('tenant');
  await make(stand, 'Brightwater/Head-Office');
  const { records, status, body } = await follower.rest();
  assert.deepEqual([records, status, body.why], [[], 200, 'session']);
});
