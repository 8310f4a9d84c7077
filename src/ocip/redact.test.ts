// What is taken out of text before anybody sees it, and what must stay.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandNamed, knownCommands, type Sequence } from './command.js';
import { escapeText } from './encode.js';
import {
  explainText,
  redactBytes,
  redacted,
  redactHeaders,
  redactText,
  redactUrl,
} from './redact.js';

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

test('secrets are found by name in JSON, at any depth, and what only speaks about them stays', () => {
  const clean = (value: unknown) => JSON.parse(redactText(JSON.stringify(value)));
  assert.deepEqual(
    clean({
      user: 'ines',
      password: 'tide',
      pin: 1234,
      token: null,
      nested: [
        { 'X-Api-Key': 'tide', apiKey: 'tide', sip_secret: ['tide'], credentials: { a: 1 } },
      ],
      passwordExpiresDays: 90,
      passwordRules: { minLength: 8 },
      isPasswordHashed: true,
      tokenCount: 3,
      tokenType: 'Bearer',
      hasPassword: false,
      secretary: 'Orme',
      shippingPinned: 'yes',
    }),
    {
      user: 'ines',
      password: redacted,
      pin: redacted,
      token: null,
      nested: [
        { 'X-Api-Key': redacted, apiKey: redacted, sip_secret: redacted, credentials: redacted },
      ],
      passwordExpiresDays: 90,
      passwordRules: { minLength: 8 },
      isPasswordHashed: true,
      tokenCount: 3,
      tokenType: 'Bearer',
      hasPassword: false,
      secretary: 'Orme',
      shippingPinned: 'yes',
    },
  );
  // By its looks no figure and no yes or no.
  assert.deepEqual(clean({ passwordLength: 'tide', usePassword: 'tide' }), {
    passwordLength: redacted,
    usePassword: redacted,
  });
  assert.deepEqual(
    clean([
      { name: 'password', value: 'tide' },
      { value: 'tide', name: 'Authorization' },
    ]),
    [
      { name: 'password', value: redacted },
      { value: redacted, name: 'Authorization' },
    ],
  );
});

test('what is nested in other spellings is found, and stays well formed', () => {
  const inner = '{"password":"ti\\"de","pin":1234,"a":"<b><secretKey>tide</secretKey></b>"}';
  const nested = JSON.stringify({ text: JSON.stringify({ inner }) });
  const once = JSON.parse(redactText(nested)) as { text: string };
  const twice = JSON.parse(once.text) as { inner: string };
  assert.deepEqual(JSON.parse(twice.inner), {
    password: redacted,
    pin: redacted,
    a: `<b><secretKey>${redacted}</secretKey></b>`,
  });
  const xml = '<a note="&lt;password&gt;tide&lt;/password&gt;"><![CDATA[{"token":"tide"}]]></a>';
  assert.equal(
    redactText(xml),
    `<a note="&lt;password&gt;${redacted}&lt;/password&gt;"><![CDATA[{"token":"${redacted}"}]]></a>`,
  );
  assert.equal(
    redactText('data=%7B%22password%22%3A%22tide%22%7D&x=1'),
    `data=%7B%22password%22%3A%22${redacted}%22%7D&x=1`,
  );
  const coded = Buffer.from('{"user":"a","password":"tide"}').toString('base64');
  assert.ok(!redactText(`{"payload":"${coded}"}`).includes(coded.slice(0, 12)));
  const innocent = Buffer.from('{"user":"a","phone":"+44-1632960100"}').toString('base64');
  assert.equal(redactText(`{"payload":"${innocent}"}`), `{"payload":"${innocent}"}`);
});

test('columns of a table, codes and attributes are judged by heading, command and name', () => {
  const table = (type: string, heading: string) =>
    redactText(
      `<command xsi:type="${type}"><t><colHeading>Name</colHeading><colHeading>${heading}</colHeading>` +
        '<row><col>a</col><col>4711</col></row><row><col/><col>4711</col></row></t><next>4711</next></command>',
    ).split(redacted).length - 1;
  assert.equal(table('UserPushNotificationRegistrationGetListResponse', 'Token'), 2);
  assert.equal(table('UserAccessDeviceDeviceActivationGetListResponse', 'Activation Code'), 2);
  assert.equal(table('UserCommunicationBarringUserControlGetResponse', 'Code'), 2);
  assert.equal(table('GroupCallCenterAgentUnavailableCodeGetListResponse', 'Code'), 0);
  assert.equal(table('GroupAccessDeviceGetListResponse', 'Country Code'), 0);
  const code = (type: string) =>
    redactText(`<command xsi:type="${type}"><code>4711</code></command>`);
  assert.ok(code('UserOutgoingCallingPlanAuthorizationCodeDeleteListRequest').includes(redacted));
  assert.ok(!code('EnterpriseCallCenterCallDispositionCodeAddRequest').includes(redacted));
  assert.equal(
    redactText('<login user="a" password="tide"/><param name="pin" value="tide"/>'),
    `<login user="a" password="${redacted}"/><param name="pin" value="${redacted}"/>`,
  );
  assert.equal(
    redactText('<member><name>password</name><value><string>tide</string></value></member>'),
    `<member><name>password</name><value><string>${redacted}</string></value></member>`,
  );
  const device =
    '<accessDeviceCredentials><userName>a</userName><password>tide</password></accessDeviceCredentials>';
  assert.equal(redactText(device), device.replace('tide', redacted));
});

test('what is usually passed over in one go is read when there may be something in it', () => {
  const values = [
    'true',
    'Call Waiting',
    '+44-1632960101',
    'token: tide1234',
    'password=tide1234',
    'Bearer tide1234tide1234',
    'Basic YTp0aWRlMTIzNA==',
    'eyJhbGciOiJub25lIn0.eyJhIjoidGlkZTEyMzQifQ',
    'cGFzc3dvcmQ9dGlkZTEyMzQ=',
    '%70assword%3Dtide1234',
    '&lt;pin&gt;tide1234&lt;/pin&gt;',
    `${'a b '.repeat(60)}password=tide1234`,
  ];
  const headings = ['Name', 'Password', 'Session Id'].flatMap((one) => [one, 'Quantity']);
  const blanked = (text: string) => redactText(text).split(redacted).length;
  for (const value of values) {
    const rows = headings.flatMap((heading) => [
      `<t><colHeading>a</colHeading><colHeading>${heading}</colHeading><row><col/><col>${value}</col></row></t>`,
      `<${heading.replace(' ', '')}><row><col>${value}</col></row></x>`,
      `<row><col>a</col></row><colHeading>${heading}</colHeading><col>${value}</col>`,
      `<param name="${heading}"/><row><col>${value}</col></row>`,
    ]);
    // A blank in a tag changes nothing, but that it is read letter by letter.
    for (const row of rows)
      assert.equal(blanked(row), blanked(row.replaceAll('<row>', '<row >')), row);
    for (const key of ['name', 'value', 'userId', 'password', 'authorized', 'is secret', 'pin']) {
      const pair = `{"name": "password", "${key}": "${value}", "a": 1, "value": "tide1234", "b": {"${key}": 12}}`;
      assert.equal(blanked(pair), blanked(pair.replaceAll('":', '" :')), pair);
    }
  }
});

test('forms, headers, URLs and tokens lose their secrets in plain text too', () => {
  const pairs: readonly (readonly [string, string])[] = [
    [
      'grant_type=password&client_secret=tide&username=u&password=ti%20de',
      `grant_type=password&client_secret=${redacted}&username=u&password=${redacted}`,
    ],
    [
      'Authorization: Bearer tide-123\r\nCookie: a=b; c=d\r\nHost: x',
      `Authorization: ${redacted}\r\nCookie: ${redacted}\r\nHost: x`,
    ],
    [
      'https://joe:tide@host/x?access_token=tide&a=1',
      `https://${redacted}@host/x?access_token=${redacted}&a=1`,
    ],
    ['with Basic dXNlcjp0aWRl.', `with Basic ${redacted}`],
    ["{'password': 'tide', 'active': False}", `{'password': '${redacted}', 'active': False}`],
    [
      'he sent \\"password\\":\\"ti\\\\\\"de\\" to us',
      `he sent \\"password\\":\\"${redacted}\\" to us`,
    ],
    [
      'a -----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----',
      `a ${redacted}-----END PRIVATE KEY-----`,
    ],
  ];
  for (const [text, clean] of pairs) assert.equal(redactText(text), clean);
  assert.equal(redactText('<a>Basic dXNlcjp0aWRl</a>'), `<a>Basic ${redacted}</a>`);
  assert.equal(redactText('{"a":"Bearer tide-123-x"}'), `{"a":"Bearer ${redacted}"}`);
  for (const text of [
    'Basic Call Logs and bearer capability',
    'sip:ines@saltmarsh.example:5060',
    'The password is wrong.',
    'Compass codec: G.711',
    'svc_v1:muster.tenant.group.audit',
    '2026-11-21T13:04:05.000006+00:00',
  ])
    assert.equal(redactText(text), text);
});

test('known secrets are found in every spelling', () => {
  const secret = 'h"u\'n&t<e>r/é 7';
  const twice = JSON.stringify(JSON.stringify(secret)).slice(1, -1);
  const spellings = [
    secret,
    escapeText(secret),
    escapeText(secret).replace(/"/g, '&quot;').replace(/'/g, '&apos;'),
    JSON.stringify(secret),
    twice,
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    ...['', 'a', 'ab', 'abc'].map((before) =>
      Buffer.from(`${before}${secret} after it`).toString('base64'),
    ),
    Buffer.from(`x${secret}`).toString('base64url'),
    Buffer.from(secret, 'utf8').toString('latin1'),
  ];
  for (const spelled of spellings) {
    const clean = redactText(`before ${spelled} after`, [secret]);
    assert.ok(
      clean.includes(redacted) && !clean.includes('t<e') && !clean.includes('&lt;e'),
      spelled,
    );
    assert.ok(!Buffer.from(clean, 'base64').includes('unt'), spelled);
  }
});

test('bytes that are no UTF-8 keep what is not secret, and bytes without a secret are not touched', () => {
  const head = '<?xml version="1.0" encoding="ISO-8859-1"?>';
  const bytes = Buffer.from(
    `${head}<a><firstName>Inés</firstName><password>tidé</password></a>`,
    'latin1',
  );
  const clean = redactBytes(bytes);
  assert.equal(
    Buffer.from(clean.bytes).toString('latin1'),
    `${head}<a><firstName>Inés</firstName><password>${redacted}</password></a>`,
  );
  assert.deepEqual(clean.redactions, [{ rule: 'name:password', where: '/a/password', length: 4 }]);
  const plain = Buffer.from('<a>Inés</a>', 'latin1');
  assert.equal(redactBytes(plain).bytes, plain);
  const wide = Buffer.from('\ufeff<password>tide</password>', 'utf16le');
  assert.ok(!Buffer.from(redactBytes(wide).bytes).toString('utf16le').includes('tide'));
  for (const length of [0, 1, 2, 3, 1000]) {
    const noise = Buffer.from(Array.from({ length }, (_, at) => (at * 131 + 7) % 256));
    assert.equal(typeof redactBytes(noise).redactions.length, 'number');
  }
});

test('what would be taken out is told by rule, place and length, never by itself', () => {
  assert.deepEqual(explainText('{"a":[{"x":1},{"secret":"tide-7"}],"b":"<c><pin>123</pin></c>"}'), [
    { rule: 'name:secret', where: '$.a[1].secret', length: 6 },
    { rule: 'name:pin', where: '$.b/c/pin', length: 3 },
  ]);
  const told = JSON.stringify(explainText('password: tide-7 \n x=tide-7', ['tide-7']));
  assert.ok(
    !told.includes('tide') && told.includes('known-secret') && told.includes('name:password'),
  );
});

test('URLs lose what follows a part that is named after a secret', () => {
  assert.equal(
    redactUrl('/users/a@b.example/password/tide/'),
    `/users/a@b.example/password/${redacted}/`,
  );
  assert.equal(redactUrl('/x?pin=1234&a=2#token=tide'), `/x?pin=${redacted}&a=2#token=${redacted}`);
  for (const url of [
    '/api/v2/auth/token/password',
    '/portal_passcode/rules/',
    '/tenants/T/groups/G/',
  ])
    assert.equal(redactUrl(url), url);
});

test('headers are judged by name', () => {
  assert.deepEqual(
    redactHeaders({
      authorization: 'Bearer x',
      'set-cookie': ['a=1', 'b=2'],
      'X-Ca-Signature': 'tide',
      accept: 'application/json',
      location: 'https://a:b@host/',
      age: undefined,
    }),
    {
      authorization: redacted,
      'set-cookie': [redacted, redacted],
      'X-Ca-Signature': redacted,
      accept: 'application/json',
      location: `https://${redacted}@host/`,
    },
  );
});

test('every text is cleaned wherever it is cut, without a letter of the secret', () => {
  const secret = 'QXZQXZQXZQ';
  const whole = [
    `<a><password>${secret}</password><b x="&lt;pin&gt;${secret}&lt;/pin&gt;"/></a>`,
    `{"a":{"password":"${secret}"},"b":"{\\"token\\":\\"${secret}\\"}"}`,
    `Authorization: Bearer ${secret}9\r\npassword=${secret}&x=1`,
  ];
  for (const text of whole)
    for (let cut = 0; cut <= text.length; cut++)
      assert.ok(!redactText(text.slice(0, cut)).includes('QX'), text.slice(0, cut));
});

test('hostile text of a megabyte takes no more than time in proportion', () => {
  const pieces = [
    '<',
    '<password>',
    '<a ',
    '<a b="',
    '</',
    '{',
    '[',
    '"',
    "{'",
    '\\',
    '&amp;',
    '&amp;lt;',
    '%25',
    '%2525',
    '&amp;%25\\u0022{"a":"<b c=\'',
    'eyJ',
    'eyJ.',
    'password:',
    'a=',
    'QUFB',
    ' ',
    'a',
    '<![CDATA[',
    '<!--',
    '<?',
    '-----BEGIN PRIVATE KEY',
    '://',
    '://@',
    'bearer ',
    'pin= ',
    '"a":',
    '{"a":',
    '{"name":"password","value":',
    '<name>password</name>',
    '<row><col>',
    '<colHeading>Token</colHeading>',
    "'a':",
    'basic QUFBQUFB ',
  ];
  for (const piece of pieces) {
    // Twenty times the length must not take hundreds of times the work: a quadratic reader never gets to the end.
    const text = piece.repeat(Math.ceil((1 << 20) / piece.length));
    assert.equal(typeof redactText(text, ['hunter-7']), 'string', piece);
  }
  let deep = '{"password":"tide"}';
  for (let i = 0; i < 14; i++) deep = JSON.stringify({ a: deep });
  assert.ok(!redactText(deep).includes('tide'));
  for (let i = 0; i < 30; i++) deep = Buffer.from(deep.slice(0, 2000)).toString('base64');
  assert.equal(typeof redactText(deep), 'string');
});
