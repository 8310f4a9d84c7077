// The verifier is worth something only while it is small and by itself.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';

const here = new URL('../../../../src/ledger/verify/', import.meta.url);

/** The files of this room that one file is made of, itself included, and every name that they import. */
async function closureOf(name: string) {
  const files = new Map<string, string>();
  const imports = new Set<string>();
  for (const wanted = [name]; wanted.length > 0; ) {
    const file = wanted.pop()!;
    if (files.has(file)) continue;
    const text = await readFile(new URL(file, here), 'utf8');
    files.set(file, text);
    for (const [, type, from = ''] of text.matchAll(
      /^(?:import|export)( type)?\b[^;]*? from '([^']+)';$/gm,
    )) {
      if (from.startsWith('./')) wanted.push(`${from.slice(2, -3)}.ts`);
      else imports.add(type === undefined ? from : `type ${from}`);
    }
  }
  return { files, imports };
}

/** Lines that say something: not empty, no comment. */
const linesOf = (text: string) =>
  text.split('\n').filter((line) => !/^\s*(?:\/\/.*|\/\*\*.*|\*.*)?$/.test(line)).length;

/** Its rules run in browsers too: nothing of Node, and of the format only what is as pure. */
const pure = /^(?:type )?\.\.\/format\/(?:asks|base64|layout|note-rules)\.js$/;
/** What brings them to Node may import Node, and types of the store. */
const doors = new Set(['walk.ts', 'proof.ts', 'proof-file.ts', 'threads.ts', 'worker.ts']);
const ofNode =
  /^(?:node:(?:crypto|worker_threads)|\.\.\/format\/answers\.js|type \.\.\/(?:store|format\/\w+)\.js)$/;

test('the verifier imports the format, Node and types of the store, and nothing of the writer', async () => {
  for (const file of await readdir(here)) {
    if (file.endsWith('.test.ts')) continue;
    for (const name of (await closureOf(file)).imports)
      if (!doors.has(file) || !ofNode.test(name)) assert.match(name, pure, file);
  }
});

test('what verifies a log has at most 600 lines, and what verifies a proof file 500', async (t) => {
  const most = [
    ['log-rules.ts', 600],
    ['proof-file-rules.ts', 500],
  ] as const;
  for (const [file, limit] of most) {
    const { files } = await closureOf(file);
    const lines = [...files.values()].reduce((sum, text) => sum + linesOf(text), 0);
    t.diagnostic(`${file}: ${lines} lines`);
    assert.ok(lines <= limit, `${file}: ${lines} lines`);
  }
});
