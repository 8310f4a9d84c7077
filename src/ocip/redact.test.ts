// What is taken out of text before anybody sees it, and what must stay.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandNamed, knownCommands, type Sequence } from './command.js';
import { escapeText } from './encode.js';
import { redacted, redactText } from './redact.js';

const secretElements = [
  'password',
  'signedPassword',
  'plainTextPassword',
  'newPassword',
  'oldPassword',
  'impPassword',
  'OldSipAuthenticationPassword',
  'sipAuthenticationPassword',
  'accessDevicePassword',
  'passcode',
  'newPasscode',
  'conferencePassCode',
  'securityPin',
  'moderatorPin',
  'loginToken',
  'token',
  'sharedSecret',
  'secretKey',
  'nonce',
  'authorizationCode',
  'activationCode',
];

test('the content of every secret element is taken out, its neighbours stay', () => {
  for (const name of secretElements) {
    const text = `<userId>a@b</userId><${name}>tide 7 &amp; é</${name}><lastName>Orme</lastName>`;
    const clean = `<userId>a@b</userId><${name}>${redacted}</${name}><lastName>Orme</lastName>`;
    assert.equal(redactText(text), clean);
    assert.equal(redactText(escapeText(text)), escapeText(clean));
  }
});

test('prefixes, attributes, line ends and a missing end do not save a secret', () => {
  const texts = [
    '<c:password>tide</c:password>',
    '<password xmlns="">tide</password>',
    '<password\n a="1">tide</password>',
    '<password >tide</password >',
    '<password>\ntide\n</password>',
    '<password>tide',
    '<password><![CDATA[tide<&]]></password>',
    '<password>ti<![CDATA[d<]]>tide</password>',
    '<password><![CDATA[tide',
  ];
  for (const text of texts) {
    for (const form of [
      text,
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    ]) {
      const clean = redactText(`before ${form}`);
      assert.ok(
        !clean.includes('tide') && clean.includes(redacted) && clean.startsWith('before '),
        form,
      );
    }
  }
});

test('an empty element of a secret name hides nothing, and what follows it stays', () => {
  for (const text of [
    '<newPassword/><a>x</a>',
    '<newPassword xsi:nil="true"/> and more <a>x</a>',
  ]) {
    assert.equal(redactText(text), text);
    assert.equal(redactText(escapeText(text)), escapeText(text));
  }
});

test('a whole request keeps everything but its secrets', () => {
  const request = (password: string) =>
    `<command xsi:type="LoginRequest22V5" xmlns=""><userId>a@b</userId><password>${password}</password></command>`;
  assert.equal(redactText(request('tide-table-7')), request(redacted));
  assert.equal(redactText('[Error 4008] User not found: a@b'), '[Error 4008] User not found: a@b');
});

test('known secrets are taken out wherever they stand, short ones are left alone', () => {
  assert.equal(
    redactText('no tide-7 here, tide-7!', ['tide-7']),
    `no ${redacted} here, ${redacted}!`,
  );
  assert.equal(redactText('a.c abc $& x', ['a.c $&']), 'a.c abc $& x');
  assert.equal(redactText('an abc', ['', 'abc']), 'an abc');
});

test('every element of a known command that holds a secret has a secret name', () => {
  const named = new Set<string>();
  const walk = (sequence: Sequence) => {
    for (const item of sequence) {
      if ('branches' in item) item.branches.forEach(walk);
      else if (typeof item.holds !== 'string') walk(item.holds);
      else if (redactText(`<${item.name}>x</${item.name}>`).includes(redacted))
        named.add(item.name);
    }
  };
  for (const { name } of knownCommands()) walk(commandNamed(name)?.fields ?? []);
  assert.deepEqual([...named].sort(), [
    'newPassword',
    'oldPassword',
    'password',
    'plainTextPassword',
    'signedPassword',
  ]);
});

test('a text made to be slow is cleaned all the same', () => {
  for (const text of [
    `<${'password'.repeat(1_000)}`,
    '<password>'.repeat(20_000),
    `<password${' '.repeat(50_000)}`,
  ])
    assert.equal(typeof redactText(text), 'string');
  assert.equal(redactText('<password><password>').split(redacted).length, 3);
});
