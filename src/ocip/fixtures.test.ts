// Raw documents as servers send them, in test/fixtures/ocip/<command>/<situation>/, against what they must be read as.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { documentsOf, everyCut } from '../../test/ocip-bytes.js';
import type { Element, OciCommand, OciDocument, Table } from './element.js';
import { type Command, encodeCommand, encodeDocument } from './encode.js';
import { refusalOf } from './refusal.js';

const folder = fileURLToPath(new URL('../../../test/fixtures/ocip/', import.meta.url));

/** `["name", "text"]`, `["name", [children]]`, or `["name", null]` for one that is cleared. */
type Shown = readonly [name: string, holds: string | null | readonly Shown[]];

interface Expected {
  readonly request?: Command;
  readonly sessionId?: string;
  readonly charset: string;
  readonly charsetLied: boolean;
  readonly commands: readonly unknown[];
}

const shown = ({ name, nil, text, children }: Element): Shown => [
  name,
  nil ? null : children.length > 0 ? children.map(shown) : text,
];
const shownTable = ({ headings, rows }: Table) => ({ headings, rows });

function shownCommand({ elements, tables, ...rest }: OciCommand) {
  const named = [...tables].map(([name, table]) => [name, shownTable(table)]);
  return {
    ...rest,
    elements: elements.map(shown),
    ...(tables.size === 0 ? {} : { tables: Object.fromEntries(named) }),
  };
}

const shownDocument = (document: OciDocument) => ({
  ...document,
  commands: document.commands.map(shownCommand),
});

const situations = readdirSync(folder).flatMap((command) =>
  readdirSync(`${folder}${command}`).map((situation) => `${command}/${situation}`),
);

test('there are fixtures to read', () => {
  assert.ok(situations.length >= 30);
});

for (const situation of situations) {
  const file = (name: string) => `${folder}${situation}/${name}`;
  const expected: Expected = JSON.parse(readFileSync(file('expected.json'), 'utf8'));
  const { request, ...reply } = expected;

  test(`${situation}: the reply is read as expected, whole and cut at every byte`, () => {
    for (const chunks of everyCut(readFileSync(file('reply.xml'))))
      assert.deepEqual(documentsOf(chunks).map(shownDocument), [reply]);
  });

  test(`${situation}: two replies in one go are read as two`, () => {
    const bytes = readFileSync(file('reply.xml'));
    const twice = documentsOf([Buffer.concat([bytes, bytes])]);
    assert.deepEqual(twice.map(shownDocument), [reply, reply]);
  });

  test(`${situation}: no refusal shows a password`, () => {
    for (const { commands } of documentsOf([readFileSync(file('reply.xml'))]))
      for (const command of commands)
        assert.doesNotMatch(JSON.stringify(refusalOf(command) ?? null), /kelp-forest/);
  });

  if (request !== undefined || existsSync(file('request.xml')))
    test(`${situation}: the request is encoded byte for byte`, () => {
      assert.ok(request !== undefined);
      const bytes = encodeDocument(expected.sessionId ?? '', [encodeCommand(request).xml]);
      assert.equal(bytes.toString('latin1'), readFileSync(file('request.xml'), 'latin1'));
    });
}
