// Signing in by a one-time link: it works once and for a while, for the account it was made for, and its code is kept nowhere.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { defaultPolicy, findRecords, listRecords } from '../../src/records/index.js';
import { type Stand, type StandOptions, startStand } from '../api-stand.js';

const office = 'office@brightwater.example.net';
const auditor = 'auditor@example.net';
const path = '/api/v1/login/link/';

const linkFor = (stand: Stand, userId: string) => {
  const { password } = stand.world.administrators.find((one) => one.userId === userId)!;
  return stand.api.oneTimeLink({ username: userId, password });
};
const codeOf = (link: string) => link.split('#code=')[1] as string;
const codeFor = (stand: Stand, userId: string) => codeOf(linkFor(stand, userId));
const enter = (stand: Stand, code: string, headers?: Record<string, string>) =>
  stand.nobody.post(path, { code }, headers);
const reasonOf = ({ json }: { json: { errors: { details: { reason: string } }[] } }) =>
  json.errors[0]!.details.reason;

test('the link signs its account in as the password would, with the code behind the #', async () => {
  await using stand = await startStand();
  const link = linkFor(stand, office);
  assert.ok(link.startsWith(`${stand.api.url}/sign-in#code=`), link);
  assert.match(codeOf(link), /^[\w-]{43}$/);
  const answer = await enter(stand, codeOf(link));
  assert.equal(answer.status, 200, answer.text);
  const { _record_internal_id: _one, ...byLink } = answer.json;
  const password = await stand.nobody.post('/api/v1/login/', {
    username: office,
    password: 'tide-table-7',
  });
  const { _record_internal_id: _other, ...byPassword } = password.json;
  assert.deepEqual(byLink, byPassword);
  const cookie = answer.headers.get('set-cookie')!;
  assert.match(cookie, /HttpOnly; SameSite=Strict/);
  const me = await stand.nobody.get('/api/v1/login/', { Cookie: cookie.split(';')[0]! });
  assert.deepEqual([me.json.id, me.json.ids.group_id], [office, 'Head-Office']);
  const { records } = await findRecords(stand.records.reader, { authorId: office });
  assert.deepEqual(
    records.map((one) => [one.http_method, one.end_point_full_url, one.status_code]),
    [
      ['GET', '/api/v1/login/', 200],
      ['POST', '/api/v1/login/', 200],
      ['POST', path, 200],
    ],
  );
});

test('a link works once, also when many try at the same time; links of others go on', async () => {
  await using stand = await startStand();
  const [code, other] = [codeFor(stand, office), codeFor(stand, auditor)];
  assert.notEqual(code, other);
  const answers = await Promise.all([1, 2, 3].map(() => enter(stand, code)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401]);
  assert.equal((await enter(stand, other)).status, 200);
});

test('after ten minutes it does not work; what is wrong, too old or used is told in the same words', async () => {
  let now = Date.now();
  await using stand = await startStand({ api: { now: () => now } });
  const [soon, late] = [codeFor(stand, office), codeFor(stand, office)];
  now += 10 * 60_000 - 1;
  assert.equal((await enter(stand, soon)).status, 200);
  now += 1;
  const refused = [await enter(stand, late), await enter(stand, soon), await enter(stand, 'no')];
  for (const answer of refused) {
    assert.equal(answer.status, 401);
    assert.equal(answer.json.errors[0].message, 'LOGIN_REFUSED');
    assert.equal(answer.headers.get('set-cookie'), null);
  }
  assert.equal(new Set(refused.map(reasonOf)).size, 1);
});

test('how long a link works can be said, and no more than a hundred wait', async () => {
  let now = Date.now();
  await using stand = await startStand({ api: { now: () => now, linkLifeMs: 5_000 } });
  const [first, second] = [codeFor(stand, office), codeFor(stand, office)];
  now += 4_999;
  assert.equal((await enter(stand, second)).status, 200);
  for (let made = 0; made < 100; made += 1) linkFor(stand, office);
  assert.equal((await enter(stand, first)).status, 401);
});

test('a link is used up too when BroadWorks refuses its account', async () => {
  await using stand = await startStand();
  const code = codeOf(stand.api.oneTimeLink({ username: office, password: 'wrong-canary-1' }));
  const refused = await enter(stand, code);
  assert.deepEqual([refused.status, refused.json.errors[0].message], [401, 'LOGIN_REFUSED']);
  const logins = () =>
    stand.simulator.commands.filter(({ name }) => name.startsWith('LoginRequest')).length;
  const before = logins();
  assert.equal((await enter(stand, code)).status, 401);
  assert.equal(logins(), before);
});

test('wrong codes are limited for each address, and are no way to lock an account', async () => {
  let now = Date.now();
  await using stand = await startStand({
    api: { now: () => now, trustProxy: '127.0.0.1', attempts: { perAccount: 3, perClient: 5 } },
  });
  const from = { 'X-Forwarded-For': '192.0.2.7' };
  const good = codeFor(stand, office);
  for (let attempt = 1; attempt <= 3; attempt += 1)
    assert.equal((await enter(stand, `guess-${attempt}`, from)).status, 401);
  const limited = await enter(stand, good, from);
  assert.equal(limited.status, 429);
  assert.ok(Number(limited.headers.get('retry-after')) > 0);
  // Guesses count as failed sign-ins of that address.
  const signIn = (password: string) =>
    stand.nobody.post('/api/v1/login/', { username: auditor, password }, from);
  assert.equal((await signIn('wrong')).status, 401);
  assert.equal((await signIn('wrong')).status, 401);
  assert.equal((await signIn('tide-table-7')).status, 429);
  // Elsewhere nothing has happened, and the code was not used up by the call that was not looked at.
  assert.equal((await enter(stand, good, { 'X-Forwarded-For': '192.0.2.8' })).status, 200);
  now += 15 * 60_000;
  assert.equal((await enter(stand, codeFor(stand, office), from)).status, 200);
});

test('a page of another site cannot sign anybody in', async () => {
  await using stand = await startStand();
  const code = codeFor(stand, office);
  const foreign = await enter(stand, code, { Origin: 'https://elsewhere.example' });
  assert.deepEqual([foreign.status, foreign.json.errors[0].message], [403, 'CROSS_SITE']);
  assert.equal((await enter(stand, code, { Origin: stand.api.url })).status, 200);
});

/** Everything is kept of every call, so that whatever could be kept of a code would be. */
const keepAll: StandOptions['records'] = {
  policy: [{ name: 'all', bodies: 'full', south: 'full' }, ...defaultPolicy],
};

test('no code is in any record or log, however it is sent, even when all is kept', async () => {
  const logged: string[] = [];
  const stand = await startStand({
    records: keepAll,
    api: { onCall: (line) => logged.push(JSON.stringify(line)), attempts: { perAccount: 50 } },
  });
  const codes: string[] = [];
  const code = () => {
    codes.push(codeFor(stand, office));
    return codes.at(-1) as string;
  };
  const send = (method: string, to: string, body?: unknown, cookie?: string) =>
    stand.nobody.call(method, to, body, cookie === undefined ? {} : { Cookie: cookie });
  const { cookie } = await stand.as(office);
  assert.equal((await send('POST', path, { code: code() })).status, 200);
  assert.equal((await send('POST', '/api/v1/login/link', { code: code() })).status, 200);
  assert.equal((await send('POST', '/api/v1/login/%6cink/', { code: code() })).status, 200);
  assert.equal((await send('POST', `${path}?code=${code()}`, { code: code() })).status, 400);
  assert.equal((await send('POST', path, { code: code(), more: 1 })).status, 400);
  assert.equal((await send('POST', path, `{"code": "${code()}"`)).status, 400);
  assert.equal((await send('POST', path, { link: code() })).status, 400);
  assert.equal((await send('PUT', path, { code: code() }, cookie)).status, 405);
  assert.equal((await send('GET', `${path}?code=${code()}`, undefined, cookie)).status, 405);
  const { records } = await listRecords(stand.records.reader, {}, { limit: 100 });
  const whole = await findRecords(stand.records.reader, {}, { limit: 100 });
  assert.equal(records.length, 10);
  const texts = [JSON.stringify(whole), logged.join('\n')];
  // What is not shown would still lie in the files.
  const folder = dirname(stand.place.path);
  for (const file of readdirSync(folder)) texts.push(readFileSync(join(folder, file), 'latin1'));
  for (const one of codes)
    for (const text of texts) assert.equal(text.includes(one), false, text.slice(0, 200));
  await stand.close();
});

test('BroadWorks being away is not the end of a link', async () => {
  await using stand = await startStand();
  const code = codeFor(stand, office);
  await stand.simulator.close();
  for (const _ of [1, 2]) assert.equal((await enter(stand, code)).status, 502);
});
