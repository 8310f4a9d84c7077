// Bytes to text by what each document declares, by what it should have declared, and when it lies.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentsOf, everyCut, replyWith } from '../../test/ocip-bytes.js';
import { CharsetDecoder } from './charset.js';
import type { OciDocument } from './element.js';

const nameIn = (document: OciDocument | undefined) => document?.commands[0]?.elements[0]?.text;

/** Reads the bytes whole and cut at every place, and holds each result against what is expected. */
function assertReads(bytes: Buffer, text: string, charset: string, lied = false): void {
  for (const chunks of everyCut(bytes)) {
    const [document, ...more] = documentsOf(chunks);
    assert.equal(more.length, 0);
    assert.equal(nameIn(document), text);
    assert.deepEqual([document?.charset, document?.charsetLied], [charset, lied]);
  }
}

/** Characters by their byte where a set differs from ISO-8859-1. */
function bytesOf(text: string, special: Readonly<Record<string, number>>): Buffer {
  return Buffer.from(Array.from(text, (one) => special[one] ?? one.charCodeAt(0)));
}

test('ISO-8859-1 is read byte for byte, the control characters of windows-1252 included', () => {
  const text = 'Zürich – ñ'.replace('–', '\u0096');
  assertReads(Buffer.from(replyWith(text, 'ISO-8859-1'), 'latin1'), text, 'iso-8859-1');
});

test('UTF-8 is read wherever a character is cut', () => {
  const text = 'Zürich Łódź 横浜 😀';
  assertReads(Buffer.from(replyWith(text, 'UTF-8')), text, 'utf-8');
});

test('ISO-8859-2 is read by its own table', () => {
  const special = { Ł: 0xa3, ó: 0xf3, ź: 0xbc, ü: 0xfc };
  const bytes = bytesOf(replyWith('Łódź ü', 'ISO-8859-2'), special);
  assertReads(bytes, 'Łódź ü', 'iso-8859-2');
});

test('windows-1252 is read with its own characters, also under its other names', () => {
  const special = { '€': 0x80, '’': 0x92, '–': 0x96, Ÿ: 0x9f, ü: 0xfc };
  for (const label of ['windows-1252', 'Cp1252'])
    assertReads(bytesOf(replyWith('€’–Ÿü', label), special), '€’–Ÿü', label.toLowerCase());
});

test('a document without a declaration, or without an encoding in it, is UTF-8', () => {
  assertReads(Buffer.from(replyWith('Zürich', undefined)), 'Zürich', 'utf-8');
  const bytes = Buffer.from(`<?xml version="1.0"?>${replyWith('Zürich', undefined)}`);
  assertReads(bytes, 'Zürich', 'utf-8');
});

test('UTF-8 declared and Latin-1 sent is read as windows-1252, and the lie is told', () => {
  const special = { '€': 0x80 };
  assertReads(bytesOf(replyWith('Zürich', 'UTF-8'), special), 'Zürich', 'utf-8', true);
  assertReads(bytesOf(replyWith('Zürich €', undefined), special), 'Zürich €', 'utf-8', true);
  assertReads(bytesOf(replyWith('Genève', 'UTF-8'), special), 'Genève', 'utf-8', true);
  // The last letter before the tag looks like the beginning of a sequence of two.
  assertReads(bytesOf(replyWith('Café Ã', 'UTF-8'), special), 'Café Ã', 'utf-8', true);
});

test('a byte order mark is not part of the document and does not hide its declaration', () => {
  const mark = Buffer.of(0xef, 0xbb, 0xbf);
  assertReads(Buffer.concat([mark, Buffer.from(replyWith('Zürich', 'UTF-8'))]), 'Zürich', 'utf-8');
  const bytes = Buffer.from(replyWith('Zürich', undefined));
  for (const chunks of everyCut(Buffer.concat([mark, bytes]))) {
    const decoder = new CharsetDecoder();
    const text = chunks.map((chunk) => decoder.write(chunk)).join('');
    assert.equal(text, bytes.toString('utf8'));
  }
});

test('the set may change from one document of a connection to the next', () => {
  const bytes = Buffer.concat([
    Buffer.from(replyWith('Zürich', 'UTF-8')),
    Buffer.from(replyWith('Genève', 'ISO-8859-1'), 'latin1'),
    bytesOf(replyWith('Łódź', 'ISO-8859-2'), { Ł: 0xa3, ó: 0xf3, ź: 0xbc }),
    Buffer.from(replyWith('Basel ü', 'UTF-8'), 'latin1'),
    Buffer.from(replyWith('横浜', 'UTF-8')),
  ]);
  for (const chunks of everyCut(bytes)) {
    const documents = documentsOf(chunks);
    assert.deepEqual(documents.map(nameIn), ['Zürich', 'Genève', 'Łódź', 'Basel ü', '横浜']);
    assert.deepEqual(
      documents.map(({ charsetLied }) => charsetLied),
      [false, false, false, true, false],
    );
  }
});

test('a set that nobody knows is refused by its name', () => {
  for (const chunks of everyCut(Buffer.from(replyWith('Basel', 'x-harbour-7'))))
    assert.throws(() => documentsOf(chunks), { code: 'OCIP_MALFORMED', message: /x-harbour-7/ });
});

test('UTF-16 is refused, declared in ASCII bytes or sent in truth', () => {
  for (const label of ['UTF-16', 'utf-16le', 'UCS-2', 'unicode', 'csUnicode'])
    assert.throws(() => documentsOf([Buffer.from(replyWith('Basel', label))]), {
      code: 'OCIP_MALFORMED',
      message: /cannot be read/,
    });
  const little = Buffer.from(`\ufeff${replyWith('Basel', 'UTF-16')}`, 'utf16le');
  for (const bytes of [little, Buffer.from(little).swap16(), little.subarray(2)])
    for (const chunks of everyCut(bytes))
      assert.throws(() => documentsOf(chunks), { code: 'OCIP_MALFORMED' });
});

test('a declaration that does not end within 256 bytes is refused, however it is cut', () => {
  const declared = (blanks: number) => {
    const text = `<?xml version="1.0"${' '.repeat(blanks)} encoding="ISO-8859-1"?>`;
    return {
      length: text.length,
      bytes: Buffer.from(text + replyWith('Zürich', undefined), 'latin1'),
    };
  };
  const fits = declared(256 - declared(0).length);
  assert.equal(fits.length, 256);
  for (const chunks of everyCut(fits.bytes)) assert.equal(nameIn(documentsOf(chunks)[0]), 'Zürich');
  for (const chunks of everyCut(declared(256).bytes))
    assert.throws(() => documentsOf(chunks), { code: 'OCIP_MALFORMED', message: /does not end/ });
});

test('a single-quoted declaration with blanks counts', () => {
  const text = replyWith('Zürich', undefined);
  const bytes = Buffer.from(`<?xml version='1.0' encoding = 'iso-8859-1' ?>${text}`, 'latin1');
  assertReads(bytes, 'Zürich', 'iso-8859-1');
});
