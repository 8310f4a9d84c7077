// Business failure inside HTTP 200: each way to tell it, and answers that tell nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SuccessTest } from './element.js';
import { verdictOf } from './success.js';

const rpc = (inner: string) => `<?xml version="1.0"?><methodResponse>${inner}</methodResponse>`;
const value = (inner: string) => rpc(`<params><param><value>${inner}</value></param></params>`);
const pair = (flag: 0 | 1) =>
  value(
    `<array><data><value><boolean>${flag}</boolean></value><value><string>Error:mac_owned &amp; key=k3y-of-all-doors</string></value></data></array>`,
  );
const fault = rpc(
  '<fault><value><struct><member><name>faultCode</name><value><int>4</int></value></member><member><name>faultString</name><value><string>Too many\n parameters</string></value></member></struct></value></fault>',
);

type Row = readonly [
  test: SuccessTest,
  type: string,
  body: string,
  outcome: string,
  words?: RegExp,
];
const rows: readonly Row[] = [
  ['http', 'application/json', '{"ret":-1}', 'succeeded'],
  ['http', 'text/html', '<html><br></html>', 'succeeded'],
  ['http', 'text/html', '', 'succeeded'],
  ['http', 'application/soap+xml', '<a><b></a>', 'unseen', /XML cannot be read/],
  ['xml-rpc', 'text/xml', value('<string>ok</string>'), 'succeeded'],
  ['xml-rpc', 'text/xml', value('plain'), 'succeeded'],
  ['xml-rpc', 'text/plain', pair(1), 'succeeded'],
  ['xml-rpc', 'text/xml', pair(0), 'refused', /^Error:mac_owned & key=\[redacted\]$/],
  ['xml-rpc', 'text/xml', fault, 'refused', /^Too many parameters$/],
  ['xml-rpc', 'text/xml', rpc(''), 'unseen', /no value/],
  ['xml-rpc', 'text/xml', '<html/>', 'unseen', /<html>/],
  ['xml-rpc', 'text/html', '<html></html>', 'unseen', /text\/html/],
  ['xml-rpc', 'text/xml', '', 'unseen', /empty/],
  ['ret', 'application/json', '{"ret":1,"data":null}', 'succeeded'],
  ['ret', 'text/plain', '{"ret":"1"}', 'succeeded'],
  ['ret', 'application/json', '{"ret":0}', 'refused', /^ret 0$/],
  [
    'ret',
    'application/json',
    '{"ret":-1,"error":{"msg":"mac.exists"}}',
    'refused',
    /^mac\.exists \(ret -1\)$/,
  ],
  [
    'ret',
    'application/json',
    '{"ret":-1,"error":{"errors":[{"field":"m","msg":"bad mac"}]}}',
    'refused',
    /^bad mac/,
  ],
  ['ret', 'application/json', '{"ok":1}', 'unseen', /no ret/],
  ['ret', 'application/json', '[1]', 'unseen', /not with a JSON object/],
  ['ret', 'application/json', '{"ret":', 'unseen', /not with a JSON object/],
  ['ret-code', 'application/json', '{"retCode":0,"msg":"ok"}', 'succeeded'],
  [
    'ret-code',
    'application/json',
    '{"retCode":40001,"msg":"no such site"}',
    'refused',
    /^no such site \(retCode 40001\)$/,
  ],
  ['ret-code', 'application/json', '{"retCode":null}', 'unseen', /no retCode/],
  ['graphql', 'application/json', '{"data":{"a":1}}', 'succeeded'],
  ['graphql', 'application/json', '{"data":{"a":1},"errors":[]}', 'succeeded'],
  [
    'graphql',
    'application/json',
    '{"data":null,"errors":[{"message":"a"},{"message":"b"}]}',
    'refused',
    /^a; b$/,
  ],
  ['graphql', 'application/json', '{}', 'unseen', /no data/],
  ['error-info', 'application/xml', '<Profile xmlns="x"/>', 'succeeded'],
  ['error-info', 'application/xml', '', 'succeeded'],
  [
    'error-info',
    'application/xml',
    '<ErrorInfo><summary/><summaryEnglish>No</summaryEnglish></ErrorInfo>',
    'refused',
    /^No$/,
  ],
  [
    'error-info',
    'application/json',
    '{"ErrorInfo":{"summary":{"$":"Not assigned."}}}',
    'refused',
    /^Not assigned\.$/,
  ],
  ['error-info', 'application/json', '{"Profile":{}}', 'succeeded'],
  ['error-info', 'text/html', '<html>Log in</html>', 'unseen', /text\/html/],
  [
    'ztp',
    'text/xml',
    '<response><status><ErrorCode>0</ErrorCode></status></response>',
    'succeeded',
  ],
  [
    'ztp',
    'text/xml',
    '<response><status ErrorCode="12" ErrorMessage="Unknown serial"/></response>',
    'refused',
    /^Unknown serial \(ErrorCode 12\)$/,
  ],
  ['ztp', 'text/xml', '<response><ErrorCode>7</ErrorCode></response>', 'refused', /^ErrorCode 7$/],
  ['ztp', 'text/xml', '<response/>', 'unseen', /no ErrorCode/],
];

for (const [how, type, body, outcome, words] of rows)
  test(`${how}: ${type} "${body.slice(0, 60)}" is ${outcome}`, () => {
    const answer = { status: 200, headers: { 'content-type': type }, bytes: Buffer.from(body) };
    const verdict = verdictOf(answer, { test: how, maxDepth: 64, secrets: ['k3y-of-all-doors'] });
    assert.equal(verdict.outcome, outcome);
    const said = 'reason' in verdict ? verdict.reason : 'why' in verdict ? verdict.why : '';
    if (words === undefined) assert.equal(said, '');
    else assert.match(said, words);
  });

test('a status of 400 and more is a refusal whatever the body, and is said where the body says nothing', () => {
  const bodies = ['<html>x</html>', '<!DOCTYPE x><x/>', '{"a":', '', `${'['.repeat(100_000)}`];
  for (const body of bodies)
    for (const type of ['text/html', 'text/xml', 'application/json', '']) {
      const answer = { status: 404, headers: { 'content-type': type }, bytes: Buffer.from(body) };
      const verdict = verdictOf(answer, { test: 'ret', maxDepth: 64, secrets: [] });
      assert.deepEqual(
        verdict,
        { outcome: 'refused', reason: 'HTTP 404 Not Found' },
        `${type} ${body.slice(0, 20)}`,
      );
    }
});

test('a document of very many elements is read in one go, and not kept', () => {
  const body = value(
    `<array><data>${'<value><int>1</int></value>'.repeat(200_000)}</data></array>`,
  );
  const answer = { status: 200, headers: { 'content-type': 'text/xml' }, bytes: Buffer.from(body) };
  assert.deepEqual(verdictOf(answer, { test: 'xml-rpc', maxDepth: 64, secrets: [] }), {
    outcome: 'succeeded',
  });
});
