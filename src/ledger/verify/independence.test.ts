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

test('the verifier imports the format, Node and types of the store, and nothing of the writer', async () => {
  const allowed =
    /^(?:node:(?:buffer|crypto|events|worker_threads)|\.\.\/format\/(?:hash|openings|entry|note)\.js|type \.\.\/(?:store|format\/\w+)\.js)$/;
  for (const file of await readdir(here)) {
    if (file.endsWith('.test.ts')) continue;
    for (const name of (await closureOf(file)).imports) assert.match(name, allowed, file);
  }
});

test('what verifies a log has at most 500 lines, and so has what verifies a proof file', async (t) => {
  // Threads make it quicker and decide nothing; the format is that of the page, and the writer’s too.
  const apart = new Set(['threads.ts', 'worker.ts']);
  for (const file of ['walk.ts', 'proof-file.ts']) {
    const { files } = await closureOf(file);
    const lines = [...files].reduce(
      (sum, [name, text]) => sum + (apart.has(name) ? 0 : linesOf(text)),
      0,
    );
    t.diagnostic(`${file}: ${lines} lines`);
    assert.ok(lines <= 500, `${file}: ${lines} lines`);
  }
});
