// Bytes of a connection to documents: where each begins and ends, however the bytes are cut.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentsOf, envelope, everyCut, plain, replyWith } from '../../test/ocip-bytes.js';
import { Fault, type FaultCode } from '../fault.js';
import { DocumentStream } from './document-stream.js';
import type { OciDocument } from './element.js';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const names = (documents: readonly OciDocument[]) =>
  documents.map((document) => document.commands[0]?.elements[0]?.text);

function assertRefused(bytes: Buffer, code: FaultCode, words: RegExp): void {
  for (const chunks of everyCut(bytes))
    assert.throws(
      () => documentsOf(chunks),
      (thrown) => thrown instanceof Fault && thrown.code === code && words.test(thrown.message),
    );
}

test('a document is handed out with the byte that completes it', () => {
  const bytes = latin1(replyWith('Zürich', 'ISO-8859-1').trimEnd());
  const documents: OciDocument[] = [];
  const stream = new DocumentStream((document) => documents.push(document));
  stream.write(bytes.subarray(0, -1));
  assert.equal(documents.length, 0);
  assert.equal(stream.inDocument, true);
  stream.write(bytes.subarray(-1));
  assert.equal(documents.length, 1);
  assert.equal(stream.inDocument, false);
});

test('a document cut at any place is the same document', () => {
  const text = replyWith('Zürich &amp; <!-- > --><![CDATA[</BroadsoftDocument>]]>', 'ISO-8859-1');
  for (const chunks of everyCut(latin1(text))) {
    const [document, ...more] = documentsOf(chunks);
    assert.equal(more.length, 0);
    assert.equal(document?.sessionId, 'tide-7f3a');
    assert.deepEqual(names([document as OciDocument]), ['Zürich & </BroadsoftDocument>']);
  }
});

test('documents one after the other are told apart, with or without line ends between them', () => {
  for (const between of ['', '\n', '\r\n', '\n\n', ' \r\n\t']) {
    const texts = ['Ost', 'West', 'Süd'].map((name) => replyWith(name, 'ISO-8859-1').trimEnd());
    for (const chunks of everyCut(latin1(between + texts.join(between) + between)))
      assert.deepEqual(names(documentsOf(chunks)), ['Ost', 'West', 'Süd']);
  }
});

test('the end tag inside CDATA, comments and attributes ends nothing', () => {
  const inside = [
    '<detail><![CDATA[</BroadsoftDocument>]]></detail>',
    '<!-- </BroadsoftDocument> --><detail/>',
    '<?note </BroadsoftDocument>?><detail/>',
    '<detail about="BroadsoftDocument>"/>',
    '<detail>&lt;/BroadsoftDocument&gt;</detail>',
    '<detail><BroadsoftDocument>x</BroadsoftDocument></detail>',
  ];
  for (const one of inside) {
    const text = envelope(`<command xsi:type="X" xmlns="">${one}</command>`);
    for (const chunks of everyCut(latin1(text + text))) {
      const documents = documentsOf(chunks);
      assert.deepEqual(
        documents.map(({ commands }) => commands[0]?.elements[0]?.name),
        ['detail', 'detail'],
        one,
      );
    }
  }
});

test('prefixes on the root and for the instance namespace make no difference', () => {
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<ns0:BroadsoftDocument xmlns:ns0="C" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" protocol="OCI"><sessionId>tide-7f3a</sessionId><command i:type="ns0:ErrorResponse" type="Error" echo=""><summary>no</summary></command></ns0:BroadsoftDocument
>`;
  for (const chunks of everyCut(latin1(text + text))) {
    const documents = documentsOf(chunks);
    assert.equal(documents.length, 2);
    for (const { sessionId, commands } of documents) {
      assert.equal(sessionId, 'tide-7f3a');
      assert.deepEqual([commands[0]?.type, commands[0]?.severity], ['ErrorResponse', 'Error']);
    }
  }
});

test('comments and instructions before the root are passed over', () => {
  const text = `<?xml version="1.0"?>\n<!-- from <BroadsoftDocument> -->\n<?a b?>${envelope('')}`;
  for (const chunks of everyCut(latin1(text))) assert.equal(documentsOf(chunks).length, 1);
});

test('an empty root is a document without commands', () => {
  for (const root of [
    '<BroadsoftDocument/>',
    '<BroadsoftDocument protocol="OCI" xmlns="C"></BroadsoftDocument>',
  ])
    for (const chunks of everyCut(latin1(`${root}\n${root}`)))
      assert.deepEqual(documentsOf(chunks).map(plain), [
        { commands: [], charset: 'utf-8', charsetLied: false },
        { commands: [], charset: 'utf-8', charsetLied: false },
      ]);
});

test('HTML, another root and garbage are refused, not waited for', () => {
  assertRefused(
    latin1('<html><body>Bad Gateway</body></html>'),
    'OCIP_MALFORMED',
    /not an OCI-P document/,
  );
  assertRefused(latin1('<Envelope xmlns="S"/>'), 'OCIP_MALFORMED', /not an OCI-P document/);
  assertRefused(
    latin1('HTTP/1.1 400 Bad Request\r\n\r\n'),
    'OCIP_MALFORMED',
    /text outside its root/,
  );
  assertRefused(
    Buffer.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28),
    'OCIP_MALFORMED',
    /XML forbids/,
  );
});

test('a document type is refused before anything can be declared in it', () => {
  const bomb =
    '<?xml version="1.0"?><!DOCTYPE BroadsoftDocument [<!ENTITY a "aaaa">]><BroadsoftDocument/>';
  assertRefused(latin1(bomb), 'OCIP_MALFORMED', /document type/);
});

test('a connection that ends inside a document is a fault, between documents it is not', () => {
  const bytes = latin1(replyWith('Zürich', 'ISO-8859-1'));
  const end = bytes.indexOf('</BroadsoftDocument>') + '</BroadsoftDocument>'.length;
  for (let length = 1; length < bytes.length; length++) {
    const stream = new DocumentStream(() => {});
    stream.write(bytes.subarray(0, length));
    if (length >= end) assert.doesNotThrow(() => stream.end());
    else assert.throws(() => stream.end(), { code: 'OCIP_MALFORMED' });
  }
  assert.doesNotThrow(() => documentsOf([]));
  assert.doesNotThrow(() => documentsOf([latin1(' \r\n')]));
});

test('maxDocumentBytes counts each document by itself and holds to the byte', () => {
  const bytes = latin1(replyWith('Zürich', 'ISO-8859-1').trimEnd());
  const many = Buffer.concat([bytes, latin1('\n'), bytes, bytes]);
  assert.equal(documentsOf([many], { maxDocumentBytes: bytes.length }).length, 3);
  for (const chunks of everyCut(bytes))
    assert.throws(() => documentsOf(chunks, { maxDocumentBytes: bytes.length - 1 }), {
      code: 'OCIP_TOO_LARGE',
    });
});

test('a command that is malformed faults; the documents before it are already out', () => {
  const documents: OciDocument[] = [];
  const stream = new DocumentStream((document) => documents.push(document));
  const bad = envelope('<command xsi:type="X"><a></b></command>');
  assert.throws(() => stream.write(latin1(replyWith('Ost', 'UTF-8') + bad)), {
    code: 'OCIP_MALFORMED',
  });
  assert.deepEqual(names(documents), ['Ost']);
});

test('a table of 100 MB goes to its sink row by row and leaves nothing behind', () => {
  const row = `<row>${'<col>+44-1632960101</col><col>Straße &amp; Söhne, Abteilung für Netze</col><col/>'.repeat(4)}</row>\n`;
  const rows = latin1(row.repeat(2_000));
  const times = Math.ceil(100_000_000 / rows.length);
  const counts = { rows: 0, cells: 0 };
  const rowSinkFor = () => ({
    row: (cells: readonly string[]) => {
      counts.rows++;
      counts.cells += cells.length;
    },
  });
  const documents: OciDocument[] = [];
  // Far less may be kept than passes through.
  const options = { rowSinkFor, maxKept: 100_000 };
  const stream = new DocumentStream((document) => documents.push(document), options);
  const command = '<command xsi:type="X" xmlns=""><t><colHeading>A</colHeading>|</t></command>';
  const [head, tail] = envelope(command).split('|') as [string, string];
  stream.write(latin1(`<?xml version="1.0" encoding="ISO-8859-1"?>${head}`));
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  for (let time = 0; time < times; time++) {
    for (let at = 0; at < rows.length; at += 65_536) stream.write(rows.subarray(at, at + 65_536));
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  }
  stream.write(latin1(tail));
  assert.deepEqual(counts, { rows: times * 2_000, cells: times * 2_000 * 12 });
  assert.equal(documents[0]?.commands[0]?.tables.size, 0);
  assert.ok(most < 200 * 1024 * 1024, `the heap grew by ${most} bytes`);
});

test('one document is taken at a time, and it is said how many bytes that was', () => {
  const [one, two] = [latin1(replyWith('a', 'ISO-8859-1')), latin1(replyWith('b', 'UTF-8'))];
  const bytes = Buffer.concat([latin1(' \n'), one, two, two.subarray(0, 50)]);
  const documents: OciDocument[] = [];
  const stream = new DocumentStream((document) => documents.push(document));
  // A line feed stands behind each document and belongs to the next.
  const first = stream.writeOne(bytes);
  assert.equal(first, 2 + one.length - 1);
  assert.deepEqual(names(documents), ['a']);
  const second = stream.writeOne(bytes.subarray(first));
  assert.equal(second, two.length);
  assert.deepEqual(names(documents), ['a', 'b']);
  assert.equal(stream.writeOne(bytes.subarray(first + second)), 51);
  assert.ok(stream.inDocument);
  assert.equal(stream.writeOne(two.subarray(50)), two.length - 51);
  assert.deepEqual(names(documents), ['a', 'b', 'b']);
});

test('however bytes are cut, one document at a time takes them all', () => {
  const bytes = latin1(replyWith('a', 'ISO-8859-1') + replyWith('b', undefined));
  for (const chunks of everyCut(bytes)) {
    const documents: OciDocument[] = [];
    const stream = new DocumentStream((document) => documents.push(document));
    for (const chunk of chunks)
      for (let at = 0; at < chunk.length; ) {
        const before = documents.length;
        const taken = stream.writeOne(chunk.subarray(at));
        assert.ok(taken > 0 && documents.length - before <= 1);
        at += taken;
      }
    assert.deepEqual(names(documents), ['a', 'b']);
  }
});

test('one byte order mark begins a document; half of one, or two, is refused', () => {
  const text = replyWith('Zug', 'ISO-8859-1');
  const marked = (mark: string) => latin1(mark + text);
  for (const chunks of everyCut(Buffer.concat([marked('\xef\xbb\xbf'), marked('\xef\xbb\xbf')])))
    assert.deepEqual(names(documentsOf(chunks)), ['Zug', 'Zug']);
  for (const mark of ['\xbf\xbb', '\xef\xbb', '\xbf', '\xef\xbb\xbf\xef\xbb\xbf'])
    assertRefused(marked(mark), 'OCIP_MALFORMED', /./);
});
