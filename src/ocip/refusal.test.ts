// What an ErrorResponse says, in the forms that servers write it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentsOf, envelope } from '../../test/ocip-bytes.js';
import { redacted } from './redact.js';
import { type Refusal, refusalOf } from './refusal.js';

/** The refusal that an ErrorResponse with these elements is read as. */
function refusalIn(
  inside: string,
  attributes = 'type="Error"',
  secrets: readonly string[] = [],
): Refusal {
  const text = envelope(
    `<command ${attributes} echo="" xsi:type="c:ErrorResponse" xmlns:c="C" xmlns="">${inside}</command>`,
  );
  const [command] = documentsOf([Buffer.from(text)])[0]?.commands ?? [];
  const refusal = command && refusalOf(command, secrets);
  assert.ok(refusal !== undefined);
  return refusal;
}

const said = (text: string) => `<summary>${text}</summary><summaryEnglish>${text}</summaryEnglish>`;

test('any other reply is no refusal', () => {
  const text = envelope(
    '<command xsi:type="c:SuccessResponse"/><command xsi:type="GroupGetResponse"/>',
  );
  for (const command of documentsOf([Buffer.from(text)])[0]?.commands ?? [])
    assert.equal(refusalOf(command), undefined);
});

test('the number is taken from the text when the server sends none of its own', () => {
  const refusal = refusalIn(said('[Error 4008] User not found: ana@pier.example'));
  assert.deepEqual(refusal, {
    code: 4008,
    severity: 'Error',
    summary: '[Error 4008] User not found: ana@pier.example',
    kind: 'notFound',
  });
});

test('the element errorCode goes before the text', () => {
  const refusal = refusalIn(`<errorCode> 5404 </errorCode>${said('[Error 4008] Nothing')}`);
  assert.deepEqual([refusal.code, refusal.kind], [5404, 'notPermitted']);
  assert.equal(refusalIn(`<errorCode>no</errorCode>${said('[Error 4008] Nothing')}`).code, 4008);
  assert.equal(refusalIn(`<errorCode/>${said('[Error 4008] Nothing')}`).code, 4008);
});

test('an error without any number has none', () => {
  assert.equal('code' in refusalIn(said('Something else went wrong.')), false);
});

test('each number that is known says what it means', () => {
  const kinds: readonly (readonly [number, Refusal['kind']])[] = [
    [4410, 'serviceNotAssigned'],
    [4008, 'notFound'],
    [4501, 'notFound'],
    [4505, 'notFound'],
    [5404, 'notPermitted'],
    [4962, 'login'],
    [5202, 'login'],
    [6004, 'invalid'],
    [4200, 'other'],
    [99999, 'other'],
  ];
  for (const [code, kind] of kinds) assert.equal(refusalIn(said(`[Error ${code}] x`)).kind, kind);
});

test('without a known number the text says what it means', () => {
  const kinds: readonly (readonly [string, Refusal['kind']])[] = [
    ['You are not logged in.', 'sessionLost'],
    ['The user must first log in.', 'sessionLost'],
    ['Session has expired.', 'sessionLost'],
    ['Invalid session', 'sessionLost'],
    ['OCI XML Request validation error', 'invalid'],
    ['Unknown command GroupGetRequest99', 'invalid'],
    ['Service Do Not Disturb is not assigned to this subscriber.', 'serviceNotAssigned'],
    ['Unauthorised transaction', 'notPermitted'],
    ['You are not allowed to read this.', 'notPermitted'],
    ['Group does not exist', 'notFound'],
    ['The tide is out.', 'other'],
  ];
  for (const [text, kind] of kinds) assert.equal(refusalIn(said(text)).kind, kind, text);
});

test('the severity is that of the server, Error when it names none', () => {
  for (const severity of ['Error', 'Warning', 'Info'])
    assert.equal(refusalIn(said('x'), `type="${severity}"`).severity, severity);
  assert.equal(refusalIn(said('x'), '').severity, 'Error');
});

test('the English text goes before the text of the account, and detail stands in for both', () => {
  const both =
    '<summary>[Error 4008] Nutzer unbekannt</summary><summaryEnglish>[Error 4008] User not found</summaryEnglish>';
  assert.equal(refusalIn(both).summary, '[Error 4008] User not found');
  assert.equal(refusalIn('<summary>Nutzer</summary><summaryEnglish/>').summary, 'Nutzer');
  assert.equal(refusalIn('<detail>[Error 4400] full</detail>').code, 4400);
  assert.equal(refusalIn('').summary, 'no reason was given');
});

test('a detail that repeats the whole request keeps everything but its secrets', () => {
  const request =
    '<?xml version="1.0"?><BroadsoftDocument><command xsi:type="UserModifyRequest22"><userId>ana@pier.example</userId><oldPassword>tide-old-1</oldPassword><newPassword xmlns="">tide-new-2</newPassword></command></BroadsoftDocument>';
  const escaped = request.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  for (const detail of [
    `<![CDATA[line 1: wrong\n${request}]]>`,
    escaped,
    escaped.replaceAll('&', '&amp;'),
  ]) {
    const refusal = refusalIn(
      `${said('[Error 6004] OCI XML Request validation error')}<detail>${detail}</detail>`,
    );
    assert.equal(refusal.kind, 'invalid');
    assert.ok(refusal.detail?.includes('ana@pier.example'));
    assert.equal(refusal.detail?.split(redacted).length, 3);
    assert.doesNotMatch(JSON.stringify(refusal), /tide-/);
  }
});

test('secrets that the caller knows are taken out of every text', () => {
  const refusal = refusalIn(
    `${said('[Error 4962] tide-7 is wrong')}<detail>tried tide-7</detail>`,
    '',
    ['tide-7'],
  );
  assert.equal(refusal.summary, `[Error 4962] ${redacted} is wrong`);
  assert.equal(refusal.detail, `tried ${redacted}`);
});
