// What the reader makes of commands, elements and their types. Tables have a file of their own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentsOf, envelope } from '../../test/ocip-bytes.js';
import { DocumentReader, type ReaderOptions } from './document-reader.js';
import { childNamed, type OciDocument, textOf } from './element.js';

/** Reads a document, once whole and once in single characters; both must say the same. */
function read(text: string, options?: ReaderOptions): OciDocument {
  const [whole, pieces] = [[text], Array.from(text)].map((chunks) => {
    const reader = new DocumentReader(options);
    for (const chunk of chunks) reader.write(chunk);
    assert.equal(reader.done, true);
    return reader.finish('utf-8', false);
  });
  assert.deepEqual(pieces, whole);
  return whole as OciDocument;
}

const commandsIn = (commands: string, options?: ReaderOptions) =>
  read(envelope(commands), options).commands;
const only = (inside: string) =>
  commandsIn(`<command echo="" xsi:type="X" xmlns="">${inside}</command>`)[0]!;

function assertRefused(text: string, words: RegExp): void {
  assert.throws(() => read(text), { name: 'Fault', code: 'OCIP_MALFORMED', message: words });
}

test('text between the elements of a document or command is refused', () => {
  for (const stray of [
    '<sessionId xmlns="">s</sessionId>stray',
    'stray<sessionId xmlns="">s</sessionId>',
  ]) {
    const reader = new DocumentReader();
    assert.throws(
      () =>
        reader.write(`<BroadsoftDocument protocol="OCI" xmlns="C">${stray}</BroadsoftDocument>`),
      { code: 'OCIP_MALFORMED' },
    );
  }
});

test('the session, the character set and its truth are told with the commands', () => {
  const reader = new DocumentReader();
  reader.write(envelope('<command xsi:type="c:SuccessResponse" xmlns:c="C" xmlns=""/>', 'a&amp;b'));
  const document = reader.finish('iso-8859-1', true);
  assert.deepEqual(document, {
    sessionId: 'a&b',
    commands: [{ type: 'SuccessResponse', elements: [], tables: new Map() }],
    charset: 'iso-8859-1',
    charsetLied: true,
  });
});

test('a document without a sessionId has none, and one with an empty one has an empty one', () => {
  assert.equal('sessionId' in read('<BroadsoftDocument xmlns="C"/>'), false);
  assert.equal(
    'sessionId' in read('<BroadsoftDocument><userId>a@b</userId></BroadsoftDocument>'),
    false,
  );
  assert.equal(read('<BroadsoftDocument><sessionId/></BroadsoftDocument>').sessionId, '');
});

test('a sessionId may come in several pieces', () => {
  assert.equal(read(envelope('', 'a<!-- b -->c<![CDATA[d]]>')).sessionId, 'acd');
});

test('the type of a command loses its prefix, whatever the prefix is', () => {
  for (const type of ['ErrorResponse', 'c:ErrorResponse', 'ns0:ErrorResponse', ' c:ErrorResponse '])
    assert.equal(commandsIn(`<command xsi:type="${type}"/>`)[0]?.type, 'ErrorResponse');
});

test('the type is known by its namespace, not by the letters xsi', () => {
  const other = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
  assert.equal(commandsIn(`<command ${other} i:type="X"/>`)[0]?.type, 'X');
  assertRefused(envelope('<command type="X"/>'), /no xsi:type/);
  assertRefused(envelope('<command xmlns:xsi="urn:other" xsi:type="X"/>'), /no xsi:type/);
});

test('a command without a type, or with an empty one, is refused', () => {
  for (const command of [
    '<command/>',
    '<command></command>',
    '<command xsi:type=""/>',
    '<command xsi:type=" c: "/>'.replace(' c: ', ' '),
  ])
    assertRefused(envelope(command), /no xsi:type/);
});

test('echo and severity are told when they are there', () => {
  const [error, plain] = commandsIn(
    '<command type="Warning" echo="7 &amp; 8" xsi:type="c:ErrorResponse"/><command xsi:type="X"/>',
  );
  assert.deepEqual([error?.severity, error?.echo], ['Warning', '7 & 8']);
  assert.equal(plain !== undefined && ('severity' in plain || 'echo' in plain), false);
  assert.equal(commandsIn('<command echo="" xsi:type="X"/>')[0]?.echo, '');
});

test('elements keep their order, their repeats and their text as it was sent', () => {
  const { elements } = only('<b> 1\r\n</b><a>2</a><b>3</b><b>4</b><b/>');
  assert.deepEqual(
    elements.map(({ name, text }) => [name, text]),
    [
      ['b', ' 1\n'],
      ['a', '2'],
      ['b', '3'],
      ['b', '4'],
      ['b', ''],
    ],
  );
  assert.equal(textOf(elements, 'b'), '1');
  assert.equal(textOf(elements, 'c'), undefined);
  assert.equal(childNamed(elements, 'a')?.text, '2');
});

test('text is put together from entities, CDATA and what stands around comments', () => {
  const { elements } = only('<a>x &lt; <!-- no -->y<![CDATA[ & ]]]]><![CDATA[>]]> &#252;</a>');
  assert.equal(elements[0]?.text, 'x < y & ]]> ü');
});

test('elements inside elements are children, and the white space around them is no text', () => {
  const { elements } = only(
    '<contact>\n <contactName>Ana</contactName>\n <contactEmail/></contact>',
  );
  assert.deepEqual(elements, [
    {
      name: 'contact',
      text: '',
      children: [
        { name: 'contactName', text: 'Ana', children: [] },
        { name: 'contactEmail', text: '', children: [] },
      ],
    },
  ]);
});

test('a type or nil on an element inside a command is kept', () => {
  const { elements } = only(
    '<key xsi:type="c:GroupDepartmentKey"><name xsi:nil="true"/><a xsi:nil="1"/><b xsi:nil="false">x</b><c nil="true"/></key>',
  );
  assert.equal(elements[0]?.type, 'GroupDepartmentKey');
  assert.deepEqual(
    elements[0]?.children.map(({ name, nil }) => [name, nil]),
    [
      ['name', true],
      ['a', true],
      ['b', undefined],
      ['c', undefined],
    ],
  );
  assert.equal(textOf(elements[0]?.children ?? [], 'name'), undefined);
});

test('every command of a batch is told in its order, refusals among them', () => {
  const commands = commandsIn(
    '<command echo="1" xsi:type="c:SuccessResponse"/><command echo="2" type="Error" xsi:type="c:ErrorResponse"><summary>no</summary></command><command echo="3" xsi:type="X"><a>1</a></command>',
  );
  assert.deepEqual(
    commands.map(({ type, echo, elements }) => [type, echo, elements.length]),
    [
      ['SuccessResponse', '1', 0],
      ['ErrorResponse', '2', 1],
      ['X', '3', 1],
    ],
  );
});

test('anything but a BroadsoftDocument is refused by the name of its root', () => {
  assertRefused('<html/>', /its root is <html>/);
  assertRefused('<broadsoftDocument/>', /its root is/);
});

test('an unfinished document is a fault when it is asked for', () => {
  const reader = new DocumentReader();
  reader.write('<BroadsoftDocument>');
  assert.equal(reader.done, false);
  assert.throws(() => reader.finish('utf-8', false), { code: 'OCIP_MALFORMED' });
});

test('maxKept bounds text, and elements that hold none', () => {
  const tooLarge = { name: 'Fault', code: 'OCIP_TOO_LARGE' };
  const command = (inside: string) => envelope(`<command xsi:type="X">${inside}</command>`);
  assert.doesNotThrow(() => read(command('<a>1</a>'.repeat(10)), { maxKept: 1_000 }));
  assert.throws(() => read(command(`<a>${'x'.repeat(2_000)}</a>`), { maxKept: 1_000 }), tooLarge);
  assert.throws(() => read(command('<a/>'.repeat(500)), { maxKept: 1_000 }), tooLarge);
  assert.throws(() => read(command('<a b="1"/>'.repeat(500)), { maxKept: 1_000 }), tooLarge);
  assert.throws(() => read(envelope('', 'x'.repeat(2_000)), { maxKept: 1_000 }), tooLarge);
});

test('of commands that nobody wants nothing is kept, however much there is', () => {
  const big = (name: string) => `<${name}>${'x'.repeat(600)}</${name}>`;
  const rows = `<deep><t><colHeading>H</colHeading>${'<row><col>abc</col></row>'.repeat(100)}</t></deep>`;
  const text = envelope(
    `<command echo="e" xsi:type="Dull" xmlns="">${big('a').repeat(10)}${rows}<t><colHeading>H</colHeading><row><col>1</col></row></t></command><command type="Error" xsi:type="c:ErrorResponse" xmlns:c="C" xmlns="">${big('summary')}</command>`,
  );
  const wants = (type: string) => type === 'ErrorResponse';
  const [document] = documentsOf([Buffer.from(text)], { wants, maxKept: 2_000 });
  const [dull, error] = document!.commands;
  assert.deepEqual(
    [dull!.type, dull!.echo, dull!.elements, dull!.tables.size],
    ['Dull', 'e', [], 0],
  );
  assert.equal(error!.elements[0]!.text.length, 600);
  assert.throws(() => documentsOf([Buffer.from(text)], { maxKept: 2_000 }), {
    code: 'OCIP_TOO_LARGE',
  });
  assert.throws(
    () =>
      documentsOf([Buffer.from(envelope('<command xsi:type="Dull" xmlns="">x</command>'))], {
        wants,
      }),
    { code: 'OCIP_MALFORMED' },
  );
});

const strictly = (inside: string, root = 'protocol="OCI" xmlns="C"') =>
  read(
    `<BroadsoftDocument ${root} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inside}</BroadsoftDocument>`,
    { strict: true },
  );
const session = '<sessionId xmlns="">s</sessionId>';
const command = '<command xsi:type="UserGetRequest22" xmlns=""><userId>a</userId></command>';

test('a strict reader takes what ordinary clients send', () => {
  const { sessionId, commands } = strictly(
    `<!-- a -->${session}\n${command}<command echo="1" xsi:type="c:LoginRequest14sp4" xmlns:c="C" xmlns=""><userId>b</userId></command>`,
  );
  assert.equal(sessionId, 's');
  assert.deepEqual(
    commands.map(({ type }) => type),
    ['UserGetRequest22', 'LoginRequest14sp4'],
  );
});

const strange: readonly (readonly [behaviour: string, inside: string, root?: string])[] = [
  ['no session', command],
  ['a session after a command', command + session],
  ['two sessions', session + session + command],
  ['a user in place of a session', `<userId xmlns="">a</userId>${command}`],
  ['a user beside a session', `${session}<userId xmlns="">a</userId>${command}`],
  ['elements in the session', `<sessionId xmlns="">s<a/></sessionId>${command}`],
  ['attributes on the session', `<sessionId xmlns="" a="b">s</sessionId>${command}`],
  ['a session in the namespace of the root', `<sessionId>s</sessionId>${command}`],
  ['a command in the namespace of the root', `${session}<command xsi:type="UserGetRequest22"/>`],
  ['a command with another spelling', `${session}${command.replaceAll('command', 'Command')}`],
  ['commands in a list', `${session}<commands xmlns="">${command}</commands>`],
  ['a command in a command', session + command.replace('<userId', `${command}$&`)],
  ['a command in a row', session + command.replace('<userId', `<t><row>${command}</row></t>$&`)],
  ['a session in a command', session + command.replace('<userId', '<sessionId/>$&')],
  [
    'an element of another namespace',
    session + command.replace('<userId', '<userId xmlns="X"/>$&'),
  ],
  ['a type of another namespace', session + command.replace('xsi:', 'x:type="A" xmlns:x="X" xsi:')],
  ['a command that is nil', session + command.replace('xsi:', 'xsi:nil="true" xsi:')],
  ['a namespace with blanks around it', session + command, 'xmlns="C" xmlns:x=" X"'],
  ['a root without a namespace', session + command, 'protocol="OCI"'],
  [
    'a login of two users',
    session + command.replace('UserGet', 'Login').replace('<userId', '<userId>b</userId>$&'),
  ],
  [
    'a login whose user holds elements',
    session + command.replace('UserGet', 'c:Authentication').replace('>a<', '>a<b/><'),
  ],
];
for (const [what, inside, root] of strange)
  test(`a strict reader refuses ${what}, and another does not`, () => {
    assert.throws(() => strictly(inside, root), { name: 'Fault', code: 'OCIP_MALFORMED' });
    const scope = `${root ?? 'xmlns="C"'} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`;
    read(`<BroadsoftDocument ${scope}>${inside}</BroadsoftDocument>`);
  });
