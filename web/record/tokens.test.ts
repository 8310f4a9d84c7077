import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laidOut, rawLines, textOfLine, withRedactions } from './tokens.js';

const lines = (text: string, named = '') => laidOut(text, named).lines.map(textOfLine);

test('JSON is laid out as it was written: order, numbers and names given twice stay', () => {
  const laid = laidOut('{"b":1.50,"a":[],"b":{"c":12345678901234567890},"d":[true,null,"x\\"y"]}');
  assert.equal(laid.state, 'whole');
  assert.deepEqual(laid.lines.map(textOfLine), [
    '{',
    '  "b": 1.50,',
    '  "a": [],',
    '  "b": {',
    '    "c": 12345678901234567890',
    '  },',
    '  "d": [',
    '    true,',
    '    null,',
    '    "x\\"y"',
    '  ]',
    '}',
  ]);
  const [, second] = laid.lines;
  assert.deepEqual(
    second!.map(({ kind }) => kind),
    ['text', 'name', 'mark', 'text', 'number', 'mark'],
  );
});

test('JSON that was cut is laid out as far as it goes, wherever that is', () => {
  const whole = '{"name":"a\\u00e9","list":[1.5e3,true,{"b":null}]}';
  for (let length = 1; length < whole.length; length++) {
    const laid = laidOut(whole.slice(0, length), 'application/json');
    assert.equal(laid.state, 'cut', whole.slice(0, length));
    const text = laid.lines.map(textOfLine).join('').replaceAll(' ', '');
    assert.equal(text, whole.slice(0, length));
  }
});

test('what is no JSON is shown as it came', () => {
  for (const text of ['{a:1}', '{"a":1]', 'not json', '{"a":1} trailing', '{"a" 1}']) {
    const laid = laidOut(text, 'application/json');
    assert.equal(laid.state, 'invalid', text);
    assert.deepEqual(laid.lines.map(textOfLine), [text]);
  }
});

test('XML is laid out by its elements', () => {
  const xml =
    '<?xml version="1.0"?>\n<a x="1>2"><b>te&lt;xt</b><c/><d></d><e><f>1</f></e><!-- n --></a>\n';
  const laid = laidOut(xml, 'xml');
  assert.equal(laid.state, 'whole');
  assert.deepEqual(laid.lines.map(textOfLine), [
    '<?xml version="1.0"?>',
    '<a x="1>2">',
    '  <b>te&lt;xt</b>',
    '  <c/>',
    '  <d></d>',
    '  <e>',
    '    <f>1</f>',
    '  </e>',
    '  <!-- n -->',
    '</a>',
  ]);
});

test('XML that was cut is laid out as far as it goes; tags that do not fit are not XML', () => {
  assert.equal(laidOut('<a><b>1</b><c at', 'xml').state, 'cut');
  assert.equal(laidOut('<a><b>1', 'xml').state, 'cut');
  assert.equal(laidOut('<a>&lt;<![CDATA[ <x> ]]></a>', 'xml').state, 'whole');
  assert.equal(laidOut('<a></b>', 'xml').state, 'invalid');
  assert.equal(laidOut('< a>', 'xml').state, 'invalid');
  assert.equal(laidOut('SOUTH_LOST', 'xml').state, 'asIs');
});

test('blanks of an element that holds nothing else are kept', () => {
  const laid = laidOut('<a>\n  <b>  Smith </b>\n  <c>   </c>  x  <d/></a>', 'xml');
  assert.equal(laid.state, 'whole');
  assert.deepEqual(laid.lines.map(textOfLine), [
    '<a>',
    '  <b>  Smith </b>',
    '  <c>   </c>',
    '  x',
    '  <d/>',
    '</a>',
  ]);
});

test('values beside each other are no JSON that was cut', () => {
  for (const text of ['{"a":1 2 3', '[1 2', '["a" "b"', '{"a":1 {', '[[] []', '{"a":1 tr'])
    assert.equal(laidOut(text, 'json').state, 'invalid', text);
  for (const text of ['{"a":1', '[1, 2', '{"a":1.', '[1e', '{"a":tr', '[[],[', '{"a":{}', '{"a"'])
    assert.equal(laidOut(text, 'json').state, 'cut', text);
});

test('forms are seen by their name, else by how they begin', () => {
  assert.equal(laidOut('[1]').form, 'json');
  assert.equal(laidOut(' <a/>').form, 'xml');
  assert.equal(laidOut('a=1&b=2', 'application/x-www-form-urlencoded').form, 'text');
});

test('a very long line comes in pieces, and no character is lost or halved', () => {
  const text = `${'a'.repeat(1999)}😀${'b'.repeat(5000)}`;
  const pieces = rawLines(text).map(textOfLine);
  assert.ok(pieces.every((piece) => piece.length <= 2001));
  assert.equal(pieces.join(''), text);
  assert.ok(pieces.every((piece) => piece.isWellFormed()));
  assert.deepEqual(lines('a\r\nb\rc\n'), ['a', 'b', 'c', '']);
});

test('places that were taken out are pieces of their own', () => {
  const { lines: laid } = laidOut('{"password":"[redacted]","url":"/x/[redacted]/y"}');
  const marked = withRedactions(laid);
  assert.deepEqual(marked.flat().filter(({ kind }) => kind === 'redacted').length, 2);
  assert.deepEqual(marked.map(textOfLine), laid.map(textOfLine));
});

test('long hostile texts end in time', () => {
  const start = performance.now();
  for (const text of [
    '['.repeat(200_000),
    '<a '.repeat(100_000),
    '"\\'.repeat(200_000),
    `{"a":"${'x'.repeat(500_000)}`,
    '<'.repeat(100_000),
    `<a>${'<b x="'.repeat(50_000)}`,
  ])
    laidOut(text, text.startsWith('<') ? 'xml' : 'json');
  assert.ok(performance.now() - start < 20_000);
});
