// The reader on documents made to hurt it, and on the single cases that once went or could go wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agrees, eventsOf, judgedEventsOf } from '../../test/xml-events.js';
import { Fault } from '../fault.js';
import { XmlReader } from './xml-reader.js';

/** A reader that counts. */
function counting() {
  const counts = { open: 0, close: 0, leaf: 0, text: 0, longest: 0 };
  const text = (piece: string) => {
    counts.text += piece.length;
    counts.longest = Math.max(counts.longest, piece.length);
  };
  const reader = new XmlReader({
    open: () => void counts.open++,
    close: () => void counts.close++,
    leaf: (_name, piece) => {
      counts.leaf++;
      text(piece);
    },
    text,
  });
  return { counts, reader };
}

const segment = 1_448;
const tenMegabytes = 10_000_000;

/** Writes `piece` again and again until `total` characters are in; returns how many went in. */
function pour(reader: XmlReader, piece: string, total: number): number {
  let written = 0;
  for (; written < total; written += piece.length) reader.write(piece);
  return written;
}

function faultOf(run: () => void): Fault {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
}

test('200,000 nested elements are refused at the 65th, in one write or in pieces', () => {
  const bomb = '<a>'.repeat(200_000);
  for (const size of [bomb.length, segment, 1]) {
    const { counts, reader } = counting();
    const fault = faultOf(() => {
      for (let at = 0; at < bomb.length; at += size) reader.write(bomb.slice(at, at + size));
    });
    assert.equal(fault.code, 'OCIP_TOO_LARGE');
    assert.equal(counts.open, 64);
  }
});

test('elements may be nested 64 deep, whether or not the innermost comes as a leaf', () => {
  const deep = (depth: number) => {
    // Two elements of a name teach the reader that more of them are leaves.
    const first = '<a><c>1</c><c>2</c>';
    return `${first}${'<a>'.repeat(depth - 2)}<c>3</c>${'</a>'.repeat(depth - 1)}`;
  };
  for (const chunks of [(text: string) => [text], (text: string) => Array.from(text)]) {
    assert.ok(!(eventsOf(chunks(deep(64))) instanceof Fault));
    const got = eventsOf(chunks(deep(65)));
    assert.ok(got instanceof Fault && got.code === 'OCIP_TOO_LARGE');
  }
});

test('an attribute without an end is refused once it is longer than a tag may be', () => {
  const { counts, reader } = counting();
  reader.write('<a><b c="');
  const fault = faultOf(() => void pour(reader, 'x'.repeat(segment), tenMegabytes));
  assert.equal(fault.code, 'OCIP_TOO_LARGE');
  assert.equal(counts.open, 1);
});

test('an end tag, a start tag and an instruction without an end are refused the same way', () => {
  for (const opening of ['<a></', '<a><', '<a><?x ', '<a></a']) {
    const { reader } = counting();
    reader.write(opening);
    const fault = faultOf(() => void pour(reader, 'x'.repeat(segment), tenMegabytes));
    assert.equal(fault.code, 'OCIP_TOO_LARGE', opening);
  }
});

test('a tag that is too long is refused in one write as in many', () => {
  const blanks = ' '.repeat(70_000);
  for (const text of [
    `<a${blanks}/>`,
    `<a></a${blanks}>`,
    `<a><?x ${blanks}?></a>`,
    `<a b="${blanks}"/>`,
  ]) {
    for (const size of [text.length, segment]) {
      const { reader } = counting();
      const fault = faultOf(() => {
        for (let at = 0; at < text.length; at += size) reader.write(text.slice(at, at + size));
      });
      assert.equal(fault.code, 'OCIP_TOO_LARGE');
    }
  }
});

test('ten megabytes of comment without an end are passed over and never kept', () => {
  const { counts, reader } = counting();
  reader.write('<a><!--');
  pour(reader, '- x'.repeat(500).slice(0, segment), tenMegabytes);
  assert.deepEqual(counts, { open: 1, close: 0, leaf: 0, text: 0, longest: 0 });
  assert.match(faultOf(() => reader.end()).message, /ends before its root/);
});

test('ten megabytes of CDATA or text without an end go out piece by piece', () => {
  for (const opening of ['<a><![CDATA[', '<a>', '<a><b>1</b><b>2</b><b>3</b><b>']) {
    const { counts, reader } = counting();
    reader.write(opening);
    const before = counts.text;
    const written = pour(reader, ']x'.repeat(segment / 2), tenMegabytes);
    assert.ok(counts.text - before >= written - 3, opening);
    assert.ok(counts.longest <= segment + 3, opening);
  }
});

test('ten megabytes of brackets, carriage returns or half entities are never held back', () => {
  for (const piece of [']'.repeat(segment), '\r'.repeat(segment), '&amp;'.repeat(segment / 4)]) {
    const { counts, reader } = counting();
    reader.write('<a>');
    pour(reader, piece, tenMegabytes);
    assert.ok(counts.text > 1_000_000);
    assert.ok(counts.longest <= 2 * segment);
  }
  const { reader } = counting();
  reader.write('<a>&amp');
  assert.equal(faultOf(() => void pour(reader, 'x'.repeat(20), 100)).code, 'OCIP_MALFORMED');
});

test('a cell of twenty million characters in one write is one cell', () => {
  const { counts, reader } = counting();
  reader.write(`<a><c>1</c><c>2</c><c>${'x'.repeat(20_000_000)}</c></a>`);
  reader.end();
  assert.equal(counts.text, 20_000_002);
});

test('300,000 different names of elements are read, far more than are remembered', () => {
  const { counts, reader } = counting();
  reader.write('<a>');
  for (let at = 0; at < 300_000; at++) reader.write(`<n${at}></n${at}>`);
  reader.write('</a>');
  reader.end();
  assert.equal(counts.open, 300_001);
});

/** Documents whose repeats tempt a reader that remembers the last element. */
const repeats: readonly (readonly [behaviour: string, document: string])[] = [
  [
    'a row after one with a namespace of its own is in the namespace outside',
    '<a><row></row><row xmlns="X"></row><row></row><row></row></a>',
  ],
  [
    'rows after a table in another namespace are in none',
    '<a><t xmlns="X"><row></row><row></row><row></row></t><u><row></row><row></row></u></a>',
  ],
  [
    'rows in rows with a namespace do not lend it to their neighbours',
    '<a><row xmlns="X"><row></row><row></row></row><row></row><row></row></a>',
  ],
  ['an end tag with blanks closes', '<a><row></row ><row></row\n><row></row></a>'],
  ['white space after the root, a carriage return too, is nothing', '<a/>\r'],
  ['comments and instructions may follow the root', '<a/><!-- b --><?c d?>\r\n'],
  ['cells may hold a greater-than sign', '<a><c>1</c><c>2</c><c>></c><c>]></c></a>'],
  ['a CDATA section may hold the end of its own mark in two', '<a><![CDATA[]]]]><![CDATA[>]]></a>'],
  ['blanks around a namespace name are not part of it', '<a xmlns="\n C "/>'],
];
for (const [behaviour, document] of repeats) {
  test(behaviour, () => {
    const expected = judgedEventsOf(document);
    assert.ok(expected !== undefined);
    for (const chunks of [[document], Array.from(document)]) {
      const got = eventsOf(chunks);
      assert.ok(!(got instanceof Fault) && agrees(got, expected), JSON.stringify(got));
    }
  });
}

const wrong: readonly (readonly [behaviour: string, document: string])[] = [
  ['a second root is refused', '<a/><a/>'],
  [
    'a second root is refused also after repeats of its name inside the first',
    '<a><a></a><a></a></a><a></a>',
  ],
  ['text after the root is refused', '<a/>x'],
  ['the end of a CDATA section in text is refused', '<a>x]]>y</a>'],
  [
    'the end of a CDATA section in the text of a cell is refused',
    '<a><c>1</c><c>2</c><c>x]]>y</c></a>',
  ],
  ['two dashes in a comment are refused', '<a><!-- -- --></a>'],
  ['a declaration anywhere but at the beginning is refused', ' <?xml version="1.0"?><a/>'],
  ['an undeclared prefix is refused', '<b:a/>'],
  ['the same attribute by two prefixes is refused', '<a xmlns:b="u" xmlns:c="u" b:d="1" c:d="2"/>'],
  ['taking a prefix back is refused', '<a xmlns:b=" "/>'],
  ['an entity of HTML is refused', '<a>&nbsp;</a>'],
  ['a reference to a forbidden character is refused', '<a>&#8;</a>'],
  ['a forbidden character is refused', '<a>\u0001</a>'],
  ['an element closed by another is refused', '<a><b></a></b>'],
  ['an open element at the end is refused', '<a><b></b>'],
  ['an end inside a comment is refused', '<a/><!-- '],
  ['nothing at all is refused', ''],
];
for (const [behaviour, document] of wrong) {
  test(behaviour, () => {
    assert.equal(judgedEventsOf(document), undefined);
    for (const chunks of [[document], Array.from(document)]) {
      const got = eventsOf(chunks);
      assert.ok(got instanceof Fault && got.code === 'OCIP_MALFORMED');
    }
  });
}

test('more than 32 attributes are refused', () => {
  const attributes = (count: number) =>
    Array.from({ length: count }, (_, at) => ` a${at}="1"`).join('');
  assert.ok(!(eventsOf([`<a${attributes(32)}/>`]) instanceof Fault));
  const got = eventsOf([`<a${attributes(33)}/>`]);
  assert.ok(got instanceof Fault && got.code === 'OCIP_TOO_LARGE');
});

test('a fault never repeats the text of the document', () => {
  for (const document of [
    '<a>secret&',
    '<a>secret</b>',
    'secret<a/>',
    '<a b="secret/>',
    '<a>&secret;</a>',
    '<a b="secret<"/>',
  ]) {
    const got = eventsOf([document]);
    assert.ok(got instanceof Fault && !got.message.includes('secret'), document);
  }
});
