// The page about the API: its examples work as they stand there, and its table of errors is that of the code.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { problems } from '../../src/api/problem.js';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { credentials, emptyFolder, root } from '../run-cli.js';
import { Server } from '../serve-process.js';

const page = readFileSync(join(root, 'docs', 'api.md'), 'utf8');
const hasCurl = spawnSync('curl', ['--version']).status === 0;

test('every example of the page works', {
  skip: hasCurl ? false : 'curl is not here',
}, async () => {
  using folder = emptyFolder();
  await using simulator = await startSimulator({ world: demoWorld() });
  await using server = await Server.start(['--target', simulator.urls[0]!], {
    folder: folder.path,
    env: credentials,
  });
  const examples = [...page.matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, text]) => text as string)
    .filter((text) => !/^muster (?:serve|simulate)/.test(text));
  assert.ok(examples.length >= 6);
  // A status of 400 or more ends it.
  const script = `set -eu -o pipefail
    curl() { command curl --fail-with-body "$@"; }
    muster() { '${process.execPath}' '${join(root, 'bin', 'muster.js')}' "$@"; }
    ${examples.join('\n').replaceAll('http://127.0.0.1:8080', server.url)}`;
  const { code, output } = await bash(script, folder.path);
  assert.equal(code, 0, output.slice(-2_000));
  assert.match(output, /"active":true/);
  assert.match(output, /svc_v1:apio\.tenant\.group\.user\.acr/);
  assert.match(output, /GroupGetResponse22V5/);
  assert.match(output, /the token billing is revoked/);
  assert.match(readFileSync(join(folder.path, 'record.proof.json'), 'utf8'), /checkpoint/);
  await server.stop();
});

function bash(script: string, folder: string): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', ['-c', script], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

test('the table of errors is that of the code', () => {
  const [, table] = /<!-- problems -->\n(.*?)\n<!-- \/problems -->/s.exec(page) ?? [];
  const rows = Object.entries(problems).map(
    ([name, { code, status, what }]) => `| ${code} | \`${name}\` | ${status} | ${what} |`,
  );
  const head = ['| Code | Name | Status | What it means |', '|---|---|---|---|'];
  assert.equal(table, [...head, ...rows].join('\n'));
});
