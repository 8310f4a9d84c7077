// The ledger over HTTP for those who verify it elsewhere, and the page that does: it checks what a server really sends, and
// compares what it shows with what was proven.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '../../src/api/index.js';
import { type Call, readRecord } from '../../src/records/index.js';
import type { FromWorker, LedgerVerdict, ToWorker } from '../../web/proof/verify-ledger.js';
import { verifyProofInBrowser } from '../../web/proof/verify-proof.js';
import { compareRecord } from '../../web/proof/verify-record.js';
import { checkLedger } from '../../web/proof/verify-worker.js';
import { type Client, type Stand, startStand } from '../api-stand.js';

const path = '/api/v1/local/ledger/';
const records = '/api/v1/local/audit_records/';
const amelia = 'amelia.stone@brightwater.example.net';
const ofAmelia = `/api/v1/tenants/Brightwater/groups/Head-Office/users/${amelia}/`;

const machine = (scope: Caller['scope'], level: Caller['level']): Caller => ({
  id: `machine:${scope.kind}`,
  level,
  scope,
  via: 'token',
  may: { change: true, store: true },
});
const home = { tenantId: 'Brightwater', groupId: 'Head-Office' };
const callers: Readonly<Record<string, Caller>> = {
  system: machine({ kind: 'system' }, 16),
  reseller: machine({ kind: 'reseller', tenantIds: new Set(['Brightwater']) }, 16),
  tenant: machine({ kind: 'tenant', tenantId: 'Brightwater' }, 12),
  group: machine({ kind: 'group', ...home }, 8),
  user: machine({ kind: 'user', ...home, userId: amelia }, 0),
};
const start = (): Promise<Stand> =>
  startStand({ api: { bearers: [async (token) => callers[token]] } });

/** Makes a record; without a status it stays open. */
async function make(stand: Stand, more: Partial<Call> = {}, status?: number): Promise<string> {
  const record = await stand.records.recorder.open({
    endPointName: 'svc_v1:harbour.tenant.group',
    url: '/api/v1/harbour/',
    method: 'PUT',
    changes: true,
    actor: { id: 'somebody@example.net', role: '16' },
    impact: { ...home, userId: '', instanceName: 'Harbour' },
    ...more,
  });
  if (status !== undefined)
    await record.close({
      status,
      answer: { type: 'text/plain', content: Buffer.from([0xff, 0xfe, 7]) },
    });
  return record.id;
}

/** What the page's worker says in the end, over the sockets of the stand. */
async function checked(stand: Stand, token: string, start: Partial<ToWorker> = {}) {
  const said: FromWorker[] = [];
  const get: typeof fetch = (url, options) =>
    fetch(new URL(String(url), stand.api.url), {
      ...options,
      headers: { Authorization: `Bearer ${token}` },
    });
  const { verifierKey } = stand.records;
  const wanted = { verifierKey, contents: true, also: [], ...start };
  await checkLedger(wanted, (message) => said.push(message), get);
  const last = said.at(-1);
  assert.ok(last?.kind === 'verdict');
  return last.verdict as LedgerVerdict;
}

test('the whole ledger is for the system alone', async () => {
  await using stand = await start();
  for (const one of [path, `${path}entries/`]) {
    assert.equal((await stand.nobody.get(one)).status, 401);
    for (const token of ['reseller', 'tenant', 'group', 'user']) {
      const answer = await stand.bearing(token).get(one);
      assert.equal(answer.status, 403, token);
      assert.doesNotMatch(answer.text, /Brightwater|header|root/);
    }
    assert.equal((await stand.bearing('system').get(one)).status, 200);
  }
  for (const bad of ['from=-1', 'from=x', 'from=1.5', 'openings=maybe', 'to=4', 'from=1&from=2'])
    assert.equal((await stand.bearing('system').get(`${path}entries/?${bad}`)).status, 400, bad);
});

test('pages hold consecutive entries up to the end, and their records hold none of them', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  for (let at = 0; at < 30; at += 1) await make(stand, {}, 200);
  const state = (await client.get(path)).json;
  assert.equal(state.origin, stand.records.origin);
  assert.equal(state.verifierKey, stand.records.verifierKey);
  assert.ok(state.size >= 60 && state.checkpoints.length > 0 && state.more === false);
  const from = state.size - 20;
  const page = await client.get(`${path}entries/?from=${from}`);
  const indexes = page.json.entries.map(({ index }: { index: number }) => index);
  assert.deepEqual(
    indexes,
    indexes.map((_: number, at: number) => from + at),
  );
  assert.ok(indexes.length >= 20 && page.json.next === null);
  const closed = (await client.get(`${path}entries/?from=${from}&openings=no`)).json;
  assert.equal(closed.entries[0].header, page.json.entries[0].header);
  assert.ok(page.json.entries[0].openings && !('openings' in closed.entries[0]));
  const beyond = (await client.get(`${path}entries/?from=${2 ** 40}`)).json;
  assert.deepEqual(beyond, { entries: [], next: null });
  const id = page.headers.get('x-audit-record-id')!;
  const record = await readRecord(stand.records.reader, id);
  assert.equal(record?.end_point_name, 'svc_v1:muster.local.ledger.entries');
  const length = JSON.parse(record?.extra_data ?? '{}').notes?.[0]?.length;
  assert.ok(length < 60, `${length} bytes`);
});

test('long entries make short pages', async () => {
  await using stand = await start();
  const content = 'a'.repeat(250_000);
  const request = { type: 'text/plain', content };
  for (let at = 0; at < 25; at += 1) await make(stand, { request }, 200);
  const client = stand.bearing('system');
  let [next, count]: [number | null, number] = [0, 0];
  const lengths: number[] = [];
  while (next !== null) {
    const page = await client.get(`${path}entries/?from=${next}`);
    assert.equal(page.json.entries[0].index, next);
    lengths.push(page.text.length);
    count += page.json.entries.length;
    next = page.json.next;
  }
  assert.ok(lengths.length >= 2 && lengths.length < 8, `${lengths}`);
  assert.ok(Math.max(...lengths) < 7e6, `${lengths}`);
  assert.ok(count > 50);
  const verdict = await checked(stand, 'system');
  assert.equal(verdict.kind, 'right', JSON.stringify(verdict));
});

test('the page checks what the server sends, whatever is written meanwhile', async () => {
  await using stand = await start();
  await stand.as('office@brightwater.example.net').then((client) => client.get(ofAmelia));
  await make(stand);
  for (const contents of [true, false]) {
    const verdict = await checked(stand, 'system', { contents });
    assert.ok(verdict.kind === 'right', JSON.stringify(verdict));
    assert.equal(verdict.contents, contents);
    assert.equal(verdict.entries, verdict.size);
  }
  const unreadable = { verifierKey: stand.records.verifierKey.replace('+A', '+B') };
  assert.equal((await checked(stand, 'system', unreadable)).kind, 'noKey');
  const refused = await checked(stand, 'group');
  assert.ok(refused.kind === 'failed' && refused.why === 403);
  const ended = await checked(stand, 'nobody');
  assert.ok(ended.kind === 'failed' && ended.why === 401);
});

/** Record and proof of one id, as the page gets them. */
async function shownAndProven(stand: Stand, client: Client, id: string) {
  const shown = (await client.get(`${records}${id}/`)).json as Record<string, unknown>;
  const proof = await client.get(`${records}${id}/proof/`);
  const verdict = await verifyProofInBrowser(proof.text, stand.records.verifierKey);
  assert.ok(verdict.kind === 'proven', JSON.stringify(verdict));
  assert.deepEqual(verdict.about, { record: id });
  return { shown, entries: verdict.entries, course: verdict.course };
}

test('records of every sort are what was proven, member by member', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  const office = await stand.as('office@brightwater.example.net');
  const text = (content: string | Uint8Array) => ({ request: { type: 'text/plain', content } });
  const call = async (of: Client, url: string) =>
    (await of.get(url)).headers.get('x-audit-record-id')!;
  const handed = await client.post(records, {
    end_point_name: 'svc_v1:apio.tenant.group.user.acr',
    end_point_full_url: ofAmelia,
    http_method: 'PUT',
    status_code: 200,
    author_id: 'portal.admin@example.net',
    impacted_tenant_id: 'Brightwater',
    request_data: '{"password": "harbour-7", "größe": "😀"}',
    request_payload: 'application/json',
    extra_data: 'from elsewhere',
    south_data: [
      {
        ...{ timestamp: '1786119828.60', id: '7', type: 'request', protocol: 'PV', format: 'json' },
        ...{ content: '{"macs":[]}', vendorType: 'Yealink', method: 'POST', endpoint: '/v1/add' },
      },
    ],
  });
  assert.equal(handed.status, 201, handed.text);
  const cases: readonly (readonly [id: string, course: string, rest?: readonly string[]])[] = [
    [await make(stand, text('a plain body'), 200), 'ended'],
    [await make(stand, text('b'.repeat(300_000)), 207), 'ended'],
    [
      await make(
        stand,
        text(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?>\xe9', 'latin1')),
        404,
      ),
      'ended',
    ],
    [await make(stand, text(Buffer.from([0xff, 0, 1])), 500), 'ended'],
    [await make(stand, text('x'), undefined), 'open'],
    [handed.json.stored[0].internal_id, 'ended'],
    [await call(office, ofAmelia), 'ended', ['answer_data']],
    [await call(office, `${ofAmelia}services/acr/`), 'ended'],
    [await call(client, `${path}entries/?from=0`), 'ended', ['answer_data']],
  ];
  for (const [id, course, rest = []] of cases) {
    const found = await shownAndProven(stand, client, id);
    assert.equal(found.course, course, id);
    const { matches, members, counts } = compareRecord(found.entries, found.shown);
    const others = members.filter(({ state }) => state !== 'equal');
    assert.ok(matches && counts.differs === 0, JSON.stringify(others));
    const names = others.map(({ name }) => name).filter((name) => !name.startsWith('south_data['));
    for (const name of names) assert.ok(rest.includes(name), `${id} ${JSON.stringify(others)}`);
    for (const { why } of others) assert.equal(why, 'notKept');
    assert.equal(new Set(members.map(({ name }) => name)).size, members.length);
    const top = members.filter(({ name }) => !name.includes('['));
    assert.deepEqual(top.map(({ name }) => name).sort(), Object.keys(found.shown).sort());
  }
  const cut = await shownAndProven(stand, client, cases[1]![0]);
  const [body] = compareRecord(cut.entries, cut.shown).members.filter(
    ({ name }) => name === 'request_data',
  );
  assert.deepEqual(body, { name: 'request_data', state: 'equal', why: 'cut' });
});

test('whatever is shown otherwise than it was proven is named', async () => {
  await using stand = await start();
  const client = stand.bearing('system');
  const office = await stand.as('office@brightwater.example.net');
  const answer = await office.get(`${ofAmelia}services/acr/`);
  const id = answer.headers.get('x-audit-record-id')!;
  const { shown, entries } = await shownAndProven(stand, client, id);
  const messages = JSON.parse(shown.south_data as string) as Record<string, unknown>[];
  assert.ok(messages.length > 1);
  const differing = (changed: Record<string, unknown>) => {
    const { matches, members, counts } = compareRecord(entries, { ...shown, ...changed });
    assert.equal(matches, counts.differs === 0);
    return members.filter(({ state }) => state === 'differs').map(({ name }) => name);
  };
  for (const [name, value] of Object.entries(shown)) {
    if (name === 'south_data') continue;
    for (const changed of [`${value}x`, undefined, 7, {}])
      assert.deepEqual(differing({ [name]: changed }), [name], name);
  }
  const south = (list: unknown) => differing({ south_data: JSON.stringify(list) });
  assert.deepEqual(south(messages), []);
  assert.deepEqual(south(messages.with(0, { ...messages[0], type: 'error' })), ['south_data[0]']);
  assert.deepEqual(south(messages.with(1, { ...messages[1], content: '<x/>' })), ['south_data[1]']);
  assert.deepEqual(south(messages.with(1, { ...messages[1], more: 1 })), ['south_data[1]']);
  assert.deepEqual(south(messages.slice(0, -1)), ['south_data']);
  const more = [...messages, messages[0]];
  assert.deepEqual(south(more), ['south_data', `south_data[${messages.length}]`]);
  for (const other of ['', '{}', 'null', '[1]', 'x'])
    assert.ok(differing({ south_data: other }).includes('south_data'), other);
  assert.ok(differing({ south_data: messages }).includes('south_data'));
  const stranger = compareRecord(entries, { ...shown, more: 1, _record_internal_id: 'x' });
  assert.deepEqual(
    stranger.members.filter(({ why }) => why === 'unknownMember').map(({ name }) => name),
    ['more'],
  );
  const another = await shownAndProven(stand, client, await make(stand, {}, 200));
  assert.equal(compareRecord(another.entries, shown).matches, false);
  const withheld = entries.map((entry) => ({
    ...entry,
    openings: entry.openings.map(() => ({ state: 'erased' }) as const),
  }));
  const emptied = compareRecord(withheld, shown);
  assert.ok(!emptied.matches && emptied.counts.differs > 5);
  const [author] = emptied.members.filter(({ name }) => name === 'author_id');
  assert.deepEqual(author, { name: 'author_id', state: 'differs', why: 'missing' });
});
