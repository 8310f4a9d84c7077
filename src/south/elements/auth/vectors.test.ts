// Published examples: RFC 7616, section 3.9.1; RFC 2617, section 3.5; the README of Hawk.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Challenge, challengeIn, digestHeader } from './digest.js';
import { hawkMac, hawkPayloadHash } from './hawk.js';

const rfc7616 = {
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
  qop: true,
  stale: false,
} satisfies Challenge;
const proof = {
  username: 'Mufasa',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  count: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

for (const [algorithm, response] of [
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
] as const)
  test(`Digest as in RFC 7616: ${algorithm}`, () => {
    const header = digestHeader({ ...proof, challenge: { ...rfc7616, algorithm } });
    assert.equal(
      header,
      `Digest username="Mufasa", realm="http-auth@example.org", nonce="${rfc7616.nonce}", uri="/dir/index.html", response="${response}", algorithm=${algorithm}, cnonce="${proof.cnonce}", qop=auth, nc=00000001, opaque="${rfc7616.opaque}"`,
    );
  });

test('Digest as in RFC 2617, which names no algorithm', () => {
  const challenge = {
    realm: 'testrealm@host.com',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    qop: true,
    stale: false,
  };
  const header = digestHeader({
    ...proof,
    password: 'Circle Of Life',
    cnonce: '0a4f113b',
    challenge,
  });
  assert.match(header, /response="6629fae49393a05397450978507c4ef1"/);
  assert.doesNotMatch(header, /algorithm/);
});

test('the best challenge that can be met is taken', () => {
  const header =
    'Basic realm="a, b", Digest realm="r\\"1", nonce="n1", algorithm=MD5, qop="auth,auth-int", Digest realm="r2", qop="auth", nonce="n2", algorithm=SHA-256, stale=TRUE, opaque="o", Digest realm="r3", nonce="n3", algorithm=SHA-512-256, qop="auth", Negotiate';
  assert.deepEqual(challengeIn(header), {
    realm: 'r2',
    nonce: 'n2',
    qop: true,
    stale: true,
    opaque: 'o',
    algorithm: 'SHA-256',
  });
  assert.equal(challengeIn('Digest realm="r\\"1", nonce="n1"')?.realm, 'r"1');
});

for (const header of [
  '',
  'Basic realm="x"',
  'Digest realm="x"',
  'Digest realm="x", nonce="n", qop="auth-int"',
  'Digest realm="x", nonce="n", algorithm=FOO',
  'Digest realm="unended, nonce="',
])
  test(`no challenge that can be met: ${header}`, () => {
    assert.equal(challengeIn(header), undefined);
  });

const key = 'werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn';
const hawk = {
  ts: 1353832234,
  nonce: 'j4h3g2',
  resource: '/resource/1?b=1&a=2',
  host: 'example.com',
  port: 8000,
  ext: 'some-app-ext-data',
};

test('Hawk as in its README: a request without a body', () => {
  assert.equal(
    hawkMac(key, { ...hawk, method: 'GET' }),
    '6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=',
  );
});

test('Hawk as in its README: a request with a body', () => {
  const hash = hawkPayloadHash(Buffer.from('Thank you for flying Hawk'), 'text/plain; charset=x');
  assert.equal(hash, 'Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=');
  assert.equal(
    hawkMac(key, { ...hawk, method: 'POST', hash }),
    'aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw=',
  );
});
