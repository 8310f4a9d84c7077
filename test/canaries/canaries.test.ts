// A thousand secrets, each a word that stands nowhere else, hidden in every place a call can hold one. None may be
// found again: not in an entry, not in the index, not in a rendering, not in an error.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Fault } from '../../src/fault.js';
import {
  type Call,
  findRecords,
  formatRecords,
  formatTable,
  listRecords,
  openRecorder,
  readRecord,
  recordFormats,
  type SouthRequest,
} from '../../src/records/index.js';
import { counters, fakeLedger } from '../records-fakes.js';

const xml = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const document = (inner: string) =>
  `<?xml version="1.0" encoding="ISO-8859-1"?><BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">5c1e-81</sessionId>${inner}</BroadsoftDocument>`;
const command = (inner: string, type = 'UserModifyRequest22') =>
  document(`<command xsi:type="${type}" xmlns="">${inner}</command>`);
const table = (type: string, heading: string, secret: string) =>
  command(
    `<t><colHeading>Name</colHeading><colHeading>${heading}</colHeading><row><col>a</col><col>${secret}</col></row></t>`,
    type,
  );

/** Where a secret may hide so that its name, its place or its looks give it away. */
const hidings: readonly ((secret: string) => string)[] = [
  (s) => JSON.stringify({ password: s }),
  (s) => JSON.stringify({ a: [{ b: { sipAuthenticationPassword: s } }] }),
  (s) => JSON.stringify({ text: JSON.stringify({ text: JSON.stringify({ pin: s }) }) }),
  (s) => JSON.stringify({ xml: `<a><passcode>${s}</passcode></a>` }),
  (s) => JSON.stringify({ headers: [{ name: 'Authorization', value: s }] }),
  (s) => JSON.stringify({ headers: { Cookie: `JSESSIONID=${s}`, 'X-Api-Key': s } }),
  (s) => JSON.stringify({ url: `https://host.example.net/a?access_token=${s}&b=1` }),
  (s) => JSON.stringify({ url: `https://joe:${s}@host.example.net/` }),
  (s) => JSON.stringify({ coded: base64(JSON.stringify({ client_secret: s })) }),
  (s) => JSON.stringify({ coded: base64(base64(`password=${s}`)) }),
  (s) => `{"p\\u0061ssword":"${s}"}`,
  (s) => `{'password': '${s}', 'active': False}`,
  (s) => `{"password":"${s}`,
  (s) => command(`<newPassword>${s}</newPassword>`),
  (s) =>
    command(
      `<accessDeviceCredentials><userName>a</userName><password>${s}</password></accessDeviceCredentials>`,
    ),
  (s) => command(`<userName>a</userName><password><![CDATA[${s}]]></password>`),
  (s) => command(`<signedPassword\n a="1" >${s}</signedPassword >`),
  (s) => command(`<c:nonce xmlns:c="C">${s}</c:nonce>`, 'AuthenticationResponse'),
  (s) => command(`<code>${s}</code>`, 'UserOutgoingCallingPlanAuthorizationCodeDeleteListRequest'),
  (s) =>
    command(
      `<code><code>${s}</code></code>`,
      'GroupCommunicationBarringAuthorizationCodeAddListRequest',
    ),
  (s) => command(`<conferenceId>${s}</conferenceId><securityPin>${s}</securityPin>`),
  (s) => table('UserAccessDeviceDeviceActivationGetListResponse', 'Activation Code', s),
  (s) => table('UserPushNotificationRegistrationGetListResponse', 'Token', s),
  (s) => table('UserCommunicationBarringUserControlGetResponse', 'Code', s),
  (s) =>
    document(
      `<command type="Error" xsi:type="c:ErrorResponse" xmlns:c="C" xmlns=""><summary>[Error 6004]</summary><detail><![CDATA[${command(`<password>${s}</password>`)}]]></detail></command>`,
    ),
  (s) =>
    document(
      `<command type="Error" xsi:type="c:ErrorResponse" xmlns:c="C" xmlns=""><detail>${xml(command(`<password>${s}</password>`))}</detail></command>`,
    ),
  (s) => `<soap:Body><in0>${xml(command(`<password>${s}</password>`))}</in0></soap:Body>`,
  (s) => `<device userid="a" password="${s}"/>`,
  (s) => `<param name="secretKey" value="${s}"/>`,
  (s) => `<member><name>password</name><value><string>${s}</string></value></member>`,
  (s) => `<a><!-- <password>${s}</password> --></a>`,
  (s) => `<password>${s}`,
  (s) => `grant_type=password&username=a&password=${encodeURIComponent(s)}&client_secret=${s}`,
  (s) => `data=${encodeURIComponent(JSON.stringify({ token: s }))}`,
  (s) => `xml=${encodeURIComponent(`<a><pin>${s}</pin></a>`)}`,
  (s) => `POST / HTTP/1.1\r\nAuthorization: Bearer ${s}\r\nCookie: a=${s}; b=${s}\r\n\r\n`,
  (s) => `it said: password: ${s}\nand then nothing`,
  (s) => `a token eyJhbGciOiJIUzI1NiJ9.${base64(s).replace(/=/g, '')}.${s}`,
  (s) => `-----BEGIN RSA PRIVATE KEY-----\n${s}\n-----END RSA PRIVATE KEY-----`,
];
/** Places that give nothing away: only whoever knows the secret can find it there. */
const unseen: readonly ((secret: string) => string)[] = [
  (s) => JSON.stringify({ note: `his is ${s}, do not tell` }),
  (s) => JSON.stringify({ note: JSON.stringify({ other: s }) }),
  (s) => command(`<lastName>${xml(s)}</lastName>`),
  (s) => `<a>${base64(`joe:${s}`)}</a>`,
  (s) => `q=${encodeURIComponent(s)}`,
];

/** Signs that each kind of text spells differently, and a word that stands nowhere else. */
function secretOf(at: number, isPlain: boolean): { secret: string; word: string } {
  const word = `cnry${createHash('sha256').update(`canary ${at}`).digest('hex').slice(0, 14)}`;
  return { word, secret: isPlain ? word : `${word}<"&'/+é ` };
}

function leaksIn(bytes: Uint8Array, words: readonly string[]): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  // A part of the word is a leak too.
  return words.filter((word) => text.includes(word.slice(4, 12)) || text.includes(word.slice(10)));
}

test('none of a thousand secrets is in an entry, an index, a rendering or an error', async () => {
  const ledger = fakeLedger();
  const words: string[] = [];
  const known: string[] = [];
  const troubles: Fault[] = [];
  const recorder = openRecorder({
    ledger,
    policy: [
      { name: 'some', method: 'GET', bodies: 'metadata', south: 'metadata' },
      { name: 'all', bodies: 'full', south: 'full' },
    ],
    ...counters(),
    secrets: () => known,
    onTrouble: (fault) => troubles.push(fault),
  });
  let at = 0;
  const next = (isPlain = true) => {
    const { secret, word } = secretOf(at++, isPlain);
    words.push(word);
    return secret;
  };
  const hide = (place: number) => {
    const all = [...hidings, ...unseen];
    const index = place % all.length;
    const isSeen = index < hidings.length;
    const secret = next(isSeen);
    if (!isSeen) {
      // The caller knows a few at a time, as in life.
      known.splice(0, Math.max(0, known.length - 9));
      known.push(secret);
    }
    return (all[index] as (secret: string) => string)(secret);
  };
  for (let round = 0; at < 1000; round++) {
    const changes = round % 3 !== 0;
    const url = `/users/a@b.example/password/${next()}/?token=${next()}&apiKey=${next()}`;
    const call: Call = {
      endPointName: 'svc_v1:harbour.tenant.group.user',
      url,
      method: changes ? 'PUT' : 'GET',
      changes,
      actor: { id: 'admin@saltmarsh.example', role: '12' },
      impact: { tenantId: 'Harbour', groupId: 'Quay', userId: 'a@b.example', instanceName: '' },
      request: { type: 'application/json', content: hide(round) },
    };
    const record = await recorder.open(call);
    const request: SouthRequest = {
      protocol: 'PV',
      format: 'json',
      commands: [`POST /login?password=${next()}`],
      endpoint: `/device/add?signature=${next()}`,
      content: Buffer.from(hide(round * 2 + 1)),
      secrets: () => known,
    };
    const sink = record.south.request(request);
    const answer = Buffer.from(hide(round * 3 + 2));
    const step = 1 + (round % 7);
    for (let from = 0; from < answer.length; from += step)
      sink.write(answer.subarray(from, from + step));
    sink.end(200);
    record.south.request({ ...request, commands: ['Other'] }).fail(`refused: token=${next()}`);
    await record.close({
      status: round % 5 === 0 ? 500 : 200,
      answer: {
        type: `application/json; token=${next()}`,
        content: Buffer.from(hide(round * 5 + 3)),
      },
    });
  }
  assert.ok(words.length >= 1000 && troubles.length === 0);
  // The search does find what is there.
  for (const hiding of [hidings[0], hidings[13], unseen[2]]) {
    const { secret, word } = secretOf(7, true);
    assert.deepEqual(leaksIn(Buffer.from(hiding?.(secret) ?? ''), words), [word]);
  }
  const stored = Buffer.concat(ledger.entries.map(({ openings }) => openings)).toString('latin1');
  assert.ok(stored.split('[redacted]').length > 600 && stored.includes('do not tell'));

  for (const { header, openings } of ledger.entries) {
    assert.deepEqual(leaksIn(header, words), []);
    assert.deepEqual(leaksIn(openings, words), []);
  }
  const values = JSON.stringify([
    ledger.rows,
    ledger.drafts.map(({ facts, subjects, scope, search }) => [facts, subjects, scope, search]),
  ]);
  assert.deepEqual(leaksIn(Buffer.from(values), words), []);

  const { records } = await findRecords(ledger.reader, {}, { limit: 1000 });
  assert.ok(records.length > 80);
  for (const format of recordFormats)
    for await (const piece of formatRecords(records, format))
      assert.deepEqual(leaksIn(Buffer.from(piece), words), []);
  const list = await listRecords(ledger.reader, {}, { limit: 1000 });
  assert.deepEqual(leaksIn(Buffer.from(formatTable(list.records)), words), []);

  // What was hidden in base64 must not come back by reading it.
  for (const { openings } of ledger.entries)
    for (const [run] of openings.toString('latin1').matchAll(/[A-Za-z0-9+/]{16,}/g))
      assert.deepEqual(leaksIn(Buffer.from(run, 'base64'), words), []);
});

test('errors about a damaged record tell nothing of it', async () => {
  const ledger = fakeLedger();
  const recorder = openRecorder({
    ledger,
    policy: [{ name: 'all', bodies: 'full', south: 'full' }],
    ...counters(),
  });
  const record = await recorder.open({
    endPointName: 'svc_v1:harbour.tenant',
    url: '/x?token=cnry-1',
    method: 'PUT',
    changes: true,
    actor: { id: 'admin@saltmarsh.example', role: '12' },
    impact: { tenantId: 'Harbour', groupId: '', userId: '', instanceName: '' },
    request: { type: 'text/plain', content: 'private words' },
  });
  await record.close({ status: 200 });
  const entry = ledger.entries[0]!;
  const place = entry.openings.indexOf('private');
  entry.openings[place] = 0;
  await assert.rejects(readRecord(ledger.reader, record.id), (thrown) => {
    assert.ok(thrown instanceof Fault);
    assert.doesNotMatch(
      `${thrown.message} ${thrown.stack} ${JSON.stringify(thrown.detail)}`,
      /words|Harbour|cnry/,
    );
    return true;
  });
});
