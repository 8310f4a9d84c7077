// Where things go: the result to stdout or its file and nothing else, everything said on the way to stderr.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { audit, credentials, emptyFolder, Running, root, start } from '../run-cli.js';
import {
  assignmentReply,
  groupElements,
  groupReply,
  groupServiceTable,
  healthy,
  held,
  licencesReply,
  mercuryAnswers,
  packRow,
  packTable,
  refusal,
  summaryReply,
  userServiceTable,
} from '../stub-answers.js';
import { StubServer } from '../stub-server.js';

const escapeCode = '\u001b';
const partial = { ...healthy, GroupTrunkGroupGetRequest23: refusal(4003, 'The command failed.') };

test('stdout carries only the result: JSON for a parser, without colour, whatever is said on stderr', async () => {
  await using stub = await StubServer.start({ answers: partial });
  const ran = await audit(stub.url, ['--format', 'json']);
  assert.equal(ran.code, 2);
  const result = JSON.parse(ran.stdout);
  assert.deepEqual([result.schema, result.status], ['muster/group-audit@1', 'partial']);
  assert.match(ran.stderr, /trunking: .*\[Error 4003\] The command failed\./);
  assert.match(ran.stderr, /PARTIAL/);
  assert.ok(!ran.stderr.includes(escapeCode) && !ran.stdout.includes(escapeCode));
});

test('a complete audit says nothing on stderr but that the line is not encrypted', async () => {
  await using stub = await StubServer.start({ answers: healthy });
  for (const format of ['table', 'json', 'csv']) {
    const ran = await audit(stub.url, ['--format', format]);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /^warning: [^\n]*not encrypted[^\n]*\n$/);
    assert.ok(!ran.stdout.includes(escapeCode));
  }
});

/** Runs with a terminal of its own; both streams come out as one. */
async function onTerminal(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const line = [process.execPath, 'bin/muster.js', ...words].map((word) => `'${word}'`).join(' ');
  const ran = new Running('script', ['-qec', `stty cols 120; ${line}`, '/dev/null'], {
    cwd: root,
    env: { ...credentials, TERM: 'xterm-256color', ...env },
  });
  return (await ran.ended).stdout;
}
const noScript = !existsSync('/usr/bin/script') || process.platform !== 'linux';

test('on a terminal there is colour and progress, with NO_COLOR there is no colour', {
  skip: noScript,
}, async () => {
  await using stub = await StubServer.start({ answers: healthy });
  const words = ['audit', 'group', 'HarbourTel', 'Quayside', '--target', stub.url];
  const bright = await onTerminal(words, {});
  assert.ok(bright.includes(`${escapeCode}[1m`) || /\u001b\[3\d/.test(bright), bright);
  assert.match(bright, /HarbourTel\/Quayside: \d+ answers/);
  const plain = await onTerminal(words, { NO_COLOR: '1' });
  assert.ok(!/\u001b\[[\d;]*m/.test(plain), plain);
  const dumb = await onTerminal(words, { TERM: 'dumb' });
  assert.ok(!dumb.includes(escapeCode), dumb);
});

test('on a terminal a missing password is asked for, and not shown', {
  skip: noScript,
}, async () => {
  await using stub = await StubServer.start({ answers: healthy });
  const line = `stty cols 120; '${process.execPath}' bin/muster.js audit group HarbourTel Quayside --target ${stub.url} --format mercury`;
  const ran = new Running('script', ['-qec', line, '/dev/null'], {
    env: { MUSTER_USERNAME: 'auditor@example.net', TERM: 'xterm' },
  });
  await ran.until(() => ran.stdout.includes('Password of auditor@example.net'));
  ran.child.stdin?.write('tide-table-7\r');
  const { stdout } = await ran.ended;
  assert.equal(stub.count('LoginRequest14sp4'), 1);
  assert.ok(!stdout.includes('tide-table-7'), stdout);
  assert.match(stdout, /Audit completed successfully/);
});

test('a file is written whole, and stdout stays empty', async () => {
  using folder = emptyFolder();
  const file = join(folder.path, 'audit.json');
  await using stub = await StubServer.start({ answers: healthy });
  writeFileSync(file, 'the one before');
  const ran = await audit(stub.url, ['--format', 'json', '-o', file]);
  assert.deepEqual([ran.code, ran.stdout], [0, '']);
  assert.equal(JSON.parse(readFileSync(file, 'utf8')).status, 'complete');
  assert.deepEqual(readdirSync(folder.path), ['audit.json']);
});

test('an audit that cannot start leaves the file of the one before as it was', async () => {
  using folder = emptyFolder();
  const file = join(folder.path, 'audit.json');
  writeFileSync(file, 'the one before');
  const gone = await StubServer.start();
  await gone[Symbol.asyncDispose]();
  const ran = await audit(gone.url, ['--format', 'json', '-o', file]);
  assert.equal(ran.code, 2);
  assert.equal(readFileSync(file, 'utf8'), 'the one before');
  assert.deepEqual(readdirSync(folder.path), ['audit.json']);
});

test('a place that cannot be written is exit code 2 with its name, and leaves nothing behind', async () => {
  using folder = emptyFolder();
  await using stub = await StubServer.start({ answers: mercuryAnswers });
  const file = join(folder.path, 'missing', 'audit.json');
  const ran = await audit(stub.url, ['--format', 'mercury', '-o', file]);
  assert.equal(ran.code, 2);
  assert.ok(ran.stderr.includes(file));
  assert.deepEqual(readdirSync(folder.path), []);
});

test('csv makes one file per question in a folder, and does not touch a file of that name', async () => {
  using folder = emptyFolder();
  const out = join(folder.path, 'out');
  await using stub = await StubServer.start({ answers: healthy });
  const ran = await audit(stub.url, ['--format', 'csv', '-o', out]);
  assert.deepEqual([ran.code, ran.stdout], [0, '']);
  const files = readdirSync(out);
  assert.ok(files.length > 3 && files.every((file) => file.endsWith('.csv')), files.join());
  const file = join(folder.path, 'taken');
  writeFileSync(file, 'mine');
  const refused = await audit(stub.url, ['--format', 'csv', '-o', file]);
  assert.equal(refused.code, 2);
  assert.equal(readFileSync(file, 'utf8'), 'mine');
  mkdirSync(join(folder.path, 'there'));
  assert.equal(
    (await audit(stub.url, ['--format', 'csv', '-o', join(folder.path, 'there')])).code,
    0,
  );
});

test('numbers in csv stay text that a spreadsheet does not shorten', async () => {
  using folder = emptyFolder();
  const answers = {
    ...healthy,
    GroupDnGetSummaryListRequest: summaryReply(['0205550098', 'false']),
    GroupDnGetAssignmentListRequest18: assignmentReply(held('0205550098')),
  };
  await using stub = await StubServer.start({ answers });
  await audit(stub.url, ['--format', 'csv', '-o', folder.path]);
  const all = readdirSync(folder.path).map((file) => readFileSync(join(folder.path, file), 'utf8'));
  assert.ok(all.some((text) => text.includes('0205550098')));
});

const hostile = [
  '&#27;[31mred&#27;[0m',
  '&#155;31mred',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '=HYPERLINK("http://evil.example","x")',
  '+cmd|calc',
  '@SUM(A1)',
  'line one&#10;line two',
  'left&#8238;right',
  'nul&#9;tab',
];
const hostileAnswers = {
  ...healthy,
  GroupGetRequest22V5: groupReply(
    '22V5',
    groupElements.replace(
      'Quayside Ltd',
      '=HYPERLINK("http://evil.example","Quay")&#27;]0;owned&#7;',
    ),
  ),
  GroupServiceGetAuthorizationListRequest: licencesReply(
    packTable(...hostile.map((name) => packRow(name, '0'))),
    groupServiceTable(),
    userServiceTable(),
  ),
};

test('hostile names do not reach the terminal as control characters', async () => {
  // XML 1.0 has no ESC at all: a switch that sends one sends no XML, and that must be harmless too.
  await using stub = await StubServer.start({ answers: hostileAnswers });
  for (const flags of [['--all'], ['--format', 'csv'], ['--format', 'json']]) {
    const { code, stdout, stderr } = await audit(stub.url, flags);
    assert.equal(code, 2);
    assert.ok(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/.test(stdout + stderr));
  }
});

test('names that a spreadsheet would run are text in csv', async () => {
  using folder = emptyFolder();
  const names = hostile.filter((name) => !name.includes('&#27;'));
  const answers = {
    ...hostileAnswers,
    GroupGetRequest22V5: groupReply('22V5', groupElements.replace('Quayside Ltd', '=1+1')),
    GroupServiceGetAuthorizationListRequest: licencesReply(
      packTable(...names.map((name) => packRow(name, '0'))),
      groupServiceTable(),
      userServiceTable(),
    ),
  };
  await using stub = await StubServer.start({ answers });
  const ran = await audit(stub.url, ['--format', 'csv', '-o', folder.path]);
  assert.equal(ran.code, 0, ran.stderr);
  for (const file of readdirSync(folder.path)) {
    const text = readFileSync(join(folder.path, file), 'utf8');
    assert.ok(!/(?:^|,)"?[=+@\t](?!\d{6})/m.test(text.replace(/^\ufeff/, '')), `${file}: ${text}`);
  }
  const table = await audit(stub.url, ['--all']);
  assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(table.stdout));
});

test('a reader that has seen enough ends the run quietly', async () => {
  const answers = {
    ...healthy,
    GroupDnGetSummaryListRequest: summaryReply(['+1-2025500000 - +1-2025999999', 'false']),
    GroupDnGetAssignmentListRequest18: assignmentReply(held('+1-2025500000 - +1-2025999999')),
  };
  await using stub = await StubServer.start({ answers });
  const ran = start(
    ['audit', 'group', 'H', 'Q', '--target', stub.url, '--format', 'json', '--expand-numbers'],
    { env: credentials },
  );
  await ran.until(() => ran.stdout.length > 0);
  ran.child.stdout?.destroy();
  const { code, stderr } = await ran.ended;
  assert.ok(!/EPIPE|INTERNAL|made a mistake/.test(stderr), stderr);
  assert.equal(code, 0);
});

test('Ctrl-C ends a run that waits for its turn, too', async () => {
  await using stub = await StubServer.start({ answers: healthy });
  const pace = ['--rate', '0.001', '--burst', '1', '--batch', '1'];
  const ran = start(['audit', 'group', 'H', 'Q', '--target', stub.url, ...pace], {
    env: credentials,
  });
  await stub.until(() => stub.reads.length > 0);
  ran.child.kill('SIGINT');
  const { code, stdout } = await ran.ended;
  assert.deepEqual([code, stdout], [2, '']);
});

test('Ctrl-C ends a run at once with exit code 2, hangs up and writes nothing', async () => {
  using folder = emptyFolder();
  const file = join(folder.path, 'audit.json');
  writeFileSync(file, 'the one before');
  for (const stuck of ['GroupGetRequest22V5', 'LoginRequest14sp4']) {
    const on = ({ names }: { names: readonly string[] }) => names.includes(stuck) || undefined;
    await using stub = await StubServer.start({ answers: healthy, on });
    const ran = start(
      ['audit', 'group', 'H', 'Q', '--target', stub.url, '--format', 'json', '-o', file],
      { env: credentials },
    );
    await stub.until(() => stub.count(stuck) > 0);
    ran.child.kill('SIGINT');
    const { code, stdout } = await ran.ended;
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(readFileSync(file, 'utf8'), 'the one before');
  }
});

test('control characters in the words of the switch reach neither stream', async () => {
  const words = 'no &#x9b;31m &#x202e;way &#x85;';
  await using stub = await StubServer.start({
    answers: { ...healthy, GroupGetRequest22V5: refusal(4003, words) },
  });
  for (const format of ['table', 'json', 'mercury', 'csv']) {
    const { stdout, stderr } = await audit(stub.url, ['--format', format]);
    assert.match(stdout, /Error 4003/);
    assert.doesNotMatch(stdout + stderr, /[\x00-\x09\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]/);
  }
});
