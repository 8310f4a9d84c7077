// Tables of a reply, collected or handed to a sink row by row; both ways must say the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { envelope } from '../../test/ocip-bytes.js';
import { DocumentReader, type ReaderOptions } from './document-reader.js';
import type { OciDocument, Table } from './element.js';

function parse(chunks: readonly string[], options: ReaderOptions): OciDocument {
  const reader = new DocumentReader(options);
  for (const chunk of chunks) reader.write(chunk);
  return reader.finish('utf-8', false);
}

/** Collects with sinks what would have been collected without. */
function viaSinks(chunks: readonly string[]): { document: OciDocument; tables: Table[] } {
  const tables: (Table & { rows: string[][] })[] = [];
  const document = parse(chunks, {
    rowSinkFor: (_command, _type, name, headings) => {
      const table = { name, headings: [...headings], rows: [] as string[][] };
      tables.push(table);
      return { row: (cells) => void table.rows.push([...cells]) };
    },
  });
  return { document, tables };
}

/** The tables of one command, read whole and in single characters, collected and by sinks. */
function tablesIn(inside: string): Table[] {
  const text = envelope(`<command echo="" xsi:type="X" xmlns="">${inside}</command>`);
  const [command] = parse([text], {}).commands;
  const collected = [...(command?.tables.values() ?? []), ...(command?.moreTables ?? [])];
  for (const chunks of [[text], Array.from(text), text.split(/(?<=>)/), text.split(/(?=<)/)]) {
    assert.deepEqual(parse(chunks, {}).commands, [command]);
    const sunk = viaSinks(chunks);
    assert.deepEqual(sunk.tables, collected);
    assert.equal(sunk.document.commands[0]?.tables.size, 0);
    assert.deepEqual(sunk.document.commands[0]?.elements, command?.elements);
  }
  return collected;
}

const headings = '<colHeading>Group</colHeading><colHeading>Total Packs</colHeading>';
const row = (...cells: string[]) =>
  `<row>${cells.map((cell) => `<col>${cell}</col>`).join('')}</row>`;

test('a table with one row is a table with one row', () => {
  assert.deepEqual(tablesIn(`<t>${headings}${row('North', '3')}</t>`), [
    { name: 't', headings: ['Group', 'Total Packs'], rows: [['North', '3']] },
  ]);
});

test('a table without rows keeps its headings, and a sink is told of it', () => {
  assert.deepEqual(tablesIn(`<t>${headings}</t>`), [
    { name: 't', headings: ['Group', 'Total Packs'], rows: [] },
  ]);
});

test('rows without headings are a table without headings', () => {
  assert.deepEqual(tablesIn(`<t>${row('a')}${row('b')}</t>`), [
    { name: 't', headings: [], rows: [['a'], ['b']] },
  ]);
});

test('an empty element is no table: it is an element that has nothing in it', () => {
  assert.deepEqual(tablesIn('<t/>'), []);
  const [command] = parse([envelope('<command xsi:type="X"><t/></command>')], {}).commands;
  assert.deepEqual(command?.elements, [{ name: 't', text: '', children: [] }]);
});

test('a heading is trimmed, a cell is not', () => {
  const [table] = tablesIn(
    '<t><colHeading> Line/Port\n</colHeading><row><col> a \n</col></row></t>',
  );
  assert.deepEqual([table?.headings, table?.rows], [['Line/Port'], [[' a \n']]]);
});

test('empty cells stay in their place, however they are written', () => {
  const cells = '<col/><col></col><col>1</col><col /><col></col ><col><![CDATA[]]></col><col/>';
  const [table] = tablesIn(`<t>${headings}<row>${cells}</row><row>${cells}</row></t>`);
  assert.deepEqual(table?.rows, Array(2).fill(['', '', '1', '', '', '', '']));
});

test('a row may be shorter or longer than the headings, or empty', () => {
  const [table] = tablesIn(
    `<t>${headings}${row('a')}${row('a', 'b', 'c')}<row/><row></row>${row('d', 'e')}</t>`,
  );
  assert.deepEqual(table?.rows, [['a'], ['a', 'b', 'c'], [], [], ['d', 'e']]);
});

test('a heading after a row is refused: a sink has already taken the row', () => {
  const text = envelope(
    `<command xsi:type="X"><t>${row('a')}<colHeading>A</colHeading></t></command>`,
  );
  for (const options of [{}, { rowSinkFor: () => ({ row: () => {} }) }])
    assert.throws(() => parse([text], options), { code: 'OCIP_MALFORMED', message: /after a row/ });
});

test('two tables of a command are told apart, and elements around them stay', () => {
  const tables = tablesIn(
    `<a>1</a><t>${headings}${row('x')}</t><b>2</b><u>${row('y')}</u><c>3</c>`,
  );
  assert.deepEqual(
    tables.map(({ name, rows }) => [name, rows]),
    [
      ['t', [['x']]],
      ['u', [['y']]],
    ],
  );
});

test('tables of the same name are all kept, in their order', () => {
  const one = (cell: string) => `<p>pack</p><t>${headings}${row(cell, '1')}</t>`;
  const tables = tablesIn(one('x') + one('y') + one('z'));
  assert.deepEqual(
    tables.map(({ rows }) => rows[0]?.[0]),
    ['x', 'y', 'z'],
  );
});

test('cells may hold entities, CDATA, comments and line ends', () => {
  const cells = [
    'Straße &amp; Söhne',
    '<![CDATA[a<b]]>&amp;c',
    'a<!-- <col>no</col> -->b',
    'one\r\ntwo\rthree',
    '&#13;&#10;',
    'a]]',
    ']&gt;',
    '>',
    '<?note <col>?>x',
  ];
  const [table] = tablesIn(`<t>${headings}${row(...cells)}${row(...cells)}</t>`);
  const expected = [
    'Straße & Söhne',
    'a<b&c',
    'ab',
    'one\ntwo\nthree',
    '\r\n',
    'a]]',
    ']>',
    '>',
    'x',
  ];
  assert.deepEqual(table?.rows, [expected, expected]);
});

test('elements in a cell add their text to it and make no further cell', () => {
  const cells = [
    'a<b>c</b>d',
    '<b/>',
    '<col>x</col>',
    '<row><col>y</col></row>',
    '<b><c>1</c>2</b>3',
  ];
  const [table] = tablesIn(`<t>${headings}${row(...cells)}</t>`);
  assert.deepEqual(table?.rows, [['acd', '', 'x', 'y', '123']]);
});

test('what stands between cells, rows and headings is no cell', () => {
  const odd = '<other>no</other>';
  const [table] = tablesIn(
    `<t>\n ${headings}\n${odd}\n <row>\n  <col>a</col>\n${odd}  <col>b</col>\n </row>\n${odd}<row><col>c</col></row></t>`,
  );
  assert.deepEqual([table?.headings.length, table?.rows], [2, [['a', 'b'], ['c']]]);
});

test('attributes on a table, a row or a cell change nothing', () => {
  const [table] = tablesIn(
    '<t xsi:type="c:OCITable" xmlns:c="C"><colHeading a="1">A</colHeading><row a="1"><col a="1">x</col><col a="2"/></row><row><col>y</col></row></t>',
  );
  assert.deepEqual(table?.rows, [['x', ''], ['y']]);
});

test('a table inside an element is collected, also when there are sinks', () => {
  const text = envelope(`<command xsi:type="X"><a><t>${row('x')}</t></a></command>`);
  const { document, tables } = viaSinks([text]);
  assert.deepEqual(tables, []);
  assert.deepEqual(document.commands[0]?.tables.get('t')?.rows, [['x']]);
});

test('a sink is chosen by command, type, table and headings; without one the table is collected', () => {
  const asked: unknown[] = [];
  const taken: string[] = [];
  const table = (name: string) => `<${name}>${headings}${row('x', 'y')}</${name}>`;
  const text = envelope(
    `<command xsi:type="c:A" xmlns="">${table('t')}${table('u')}</command><command xsi:type="B">${table('t')}</command>`,
  );
  const document = parse([text], {
    rowSinkFor: (command, type, name, found) => {
      asked.push([command, type, name, [...found]]);
      return name === 'u' ? { row: (cells) => void taken.push(cells.join()) } : undefined;
    },
  });
  const both = ['Group', 'Total Packs'];
  assert.deepEqual(asked, [
    [0, 'A', 't', both],
    [0, 'A', 'u', both],
    [1, 'B', 't', both],
  ]);
  assert.deepEqual(taken, ['x,y']);
  assert.deepEqual(
    document.commands.map(({ tables }) => [...tables.keys()]),
    [['t'], ['t']],
  );
});

test('what a sink takes is not kept; what is collected, and a single row, are bounded by maxKept', () => {
  const table = (rows: string) =>
    envelope(`<command xsi:type="X"><t>${headings}${rows}</t></command>`);
  const sink = { rowSinkFor: () => ({ row: () => {} }), maxKept: 2_000 };
  const tooLarge = { code: 'OCIP_TOO_LARGE' };
  const many = [row('x'.repeat(50), 'y'), row('a&amp;b', 'c]d', '<![CDATA[x]]>'), '<row/>', '\n ']
    .join('')
    .repeat(200);
  assert.doesNotThrow(() => parse([table(many)], sink));
  assert.doesNotThrow(() => parse(Array.from(table(many)), sink));
  assert.throws(() => parse([table(many)], { maxKept: 2_000 }), tooLarge);
  assert.throws(() => parse([table('<row/>'.repeat(500))], { maxKept: 2_000 }), tooLarge);
  assert.throws(() => parse([table(`<row>${'<col/>'.repeat(500)}</row>`)], sink), tooLarge);
  assert.throws(() => parse([table('<colHeading/>'.repeat(500))], sink), tooLarge);
  assert.throws(() => parse([table(row('x'.repeat(3_000)))], sink), tooLarge);
});
