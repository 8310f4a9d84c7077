// Lets single system calls of a ledger fail, or kills it there, and checks what the next start finds: `--every 5`,
// `--only fsync,rename`, `--fault once`. Needs Linux, strace and the tests compiled (`npm run build:test`). Exits 1 when a run broke a promise,
// 2 when nothing could be made to fail. Knows nothing of what a disk loses when the power goes.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    only: { type: 'string' },
    fault: { type: 'string', default: '' },
    jobs: { type: 'string', default: '2' },
    build: { type: 'string', default: 'build' },
  },
});
const built = new URL(`../${values.build}/test/ledger/fault-judge.js`, import.meta.url);
const { driver, judge } = await import(built.href);

/** What can fail, by file. A fault is let loose on these paths only: a process writes to many other things. */
const files = {
  'store.db': ['data/store.db', 'data/store.db-journal'],
  'store.db-wal': ['data/store.db-wal'],
  'store.db-shm': ['data/store.db-shm'],
  'store.db.lock': ['data/store.db.lock', 'data/store.db.lock-journal'],
  head: ['head/head', 'head/head.$$.new'],
  key: ['keys/key', 'keys/key.$$.new'],
  'key.pub': ['keys/key.pub', 'keys/key.pub.$$.new'],
  folders: ['.', 'data', 'keys', 'head'],
};
const errors = {
  write: ['ENOSPC', 'EIO'],
  pwrite64: ['ENOSPC', 'EIO'],
  fsync: ['EIO'],
  fdatasync: ['EIO'],
  rename: ['EIO'],
  renameat: ['EIO'],
  renameat2: ['EIO'],
  link: ['EIO'],
  linkat: ['EIO'],
  ftruncate: ['EIO'],
  unlink: ['EIO'],
  unlinkat: ['EIO'],
};
const only = values.only?.split(',');
const syscalls = Object.keys(errors).filter((name) => only?.includes(name) ?? true);
const patience = 60_000;

/**
 * The K-th call fails; all from the K-th on fail; the process is killed instead of the K-th. strace counts by thread, and
 * who recovers writes in a new one: so what is to last has the store written in the caller's.
 */
const allFaultsOf = (syscall) => [
  ...errors[syscall].map((error) => ({
    name: `${error} once`,
    inject: (at) => `error=${error}:when=${at}`,
  })),
  {
    name: `${errors[syscall][0]} from then on`,
    inject: (at) => `error=${errors[syscall][0]}:when=${at}+`,
    where: 'callers-thread',
  },
  { name: 'killed before it', inject: (at) => `signal=KILL:when=${at}` },
];

const faultsOf = (syscall) =>
  allFaultsOf(syscall).filter(({ name }) => name.includes(values.fault));

/** The shell's words. `-D` makes our child the traced process, whose number is in the names of new files. */
function commandFor({ folder, file, trace, inject, where = '' }) {
  const paths = files[file].map((path) => `-P "${join(folder, path)}"`).join(' ');
  // A filter in the kernel is quicker, but swallows injected signals.
  const filter = inject?.includes('signal=') ? '' : '--seccomp-bpf ';
  const fault = inject === undefined ? '' : `-e inject=${inject} `;
  return `exec strace -D -f ${filter}-o "${folder}/trace" ${paths} -e trace=${trace} ${fault}"${process.execPath}" "${driver}" "${folder}" ${where}`;
}

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** One life of the driver, in a folder of its own, of which it gives the journal and the trace. */
async function runOf({ file, trace, inject, where }) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-fault-'));
  mkdirSync(join(folder, 'head'), { mode: 0o700 });
  const command = commandFor({ folder, file, trace, inject, where });
  // One thread for files, so that the K-th call is the same one each time: strace counts by thread.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
  const child = spawn('sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let [stdout, stderr, isLate] = ['', '', false];
  child.stdout.on('data', (piece) => {
    stdout += piece;
  });
  child.stderr.on('data', (piece) => {
    stderr += piece;
  });
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, patience);
  const signal = await new Promise((resolve) => child.on('close', (_, name) => resolve(name)));
  clearTimeout(timer);
  running.delete(child);
  if (isLate) stderr += `it hung for ${patience} ms\n`;
  const wasKilled = signal === 'SIGKILL' && !isLate;
  const traced = readFileSync(join(folder, 'trace'), 'utf8');
  const hits = wasKilled ? 1 : traced.split('(INJECTED)').length - 1;
  const lines = stdout.split('\n').slice(0, -1);
  return { folder, command, lines, stderr, wasKilled, traced, hits };
}

/** Can a call be made to fail here? Says why not, and ends. */
function assertStrace() {
  const words = ['-f', '-e', 'inject=unlink:error=EIO:when=1', 'unlink', '/nowhere'];
  const { error, stderr } = spawnSync('strace', words, { encoding: 'utf8' });
  if (error === undefined && stderr.includes('(INJECTED)')) return;
  console.error(`strace cannot let a call fail here: ${error?.message ?? stderr}`);
  process.exit(2);
}

/** How often each call is made on the paths of a file, by the thread that makes most of them. */
async function rehearse(file) {
  const { folder, traced, lines, stderr } = await runOf({ file, trace: syscalls.join() });
  if (lines.at(-1) !== 'ended') throw new Error(`the driver fails without faults: ${stderr}`);
  rmSync(folder, { recursive: true });
  const counts = new Map();
  for (const [, thread, syscall] of traced.matchAll(/^(\d+) +(\w+)\(/gm)) {
    const key = `${syscall} ${thread}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const most = (syscall) =>
    Math.max(0, ...[...counts].flatMap(([key, n]) => (key.startsWith(`${syscall} `) ? [n] : [])));
  return syscalls.map((syscall) => [syscall, most(syscall)]).filter(([, count]) => count > 0);
}

const broken = ['lost', 'doubled', 'torn', 'verify', 'said'];
const sums = ['acked', 'refused', 'refusedThere', 'recovered', 'stuck'];

function newRow(file, syscall, fault) {
  const zeros = Object.fromEntries([...sums, ...broken].map((name) => [name, 0]));
  return { file, syscall, fault, runs: 0, missed: 0, killed: 0, ...zeros };
}

/** One run, judged, in its row. What broke a promise is shown and kept. */
async function tryOne({ row, file, syscall, inject, where }) {
  const run = await runOf({ file, trace: syscall, inject, where });
  row.runs += 1;
  if (run.hits === 0) row.missed += 1;
  if (run.wasKilled) row.killed += 1;
  const verdict = await judge(run);
  for (const name of sums) row[name] += verdict[name];
  for (const name of broken) row[name] += verdict[name].length > 0 ? 1 : 0;
  const words = broken.flatMap((name) => verdict[name].slice(0, 3).map((one) => `${name}: ${one}`));
  if (words.length > 0)
    console.log(
      `${file} ${inject}\n  ${words.join('\n  ')}\n  kept in ${run.folder}; ran ${run.command}`,
    );
  else rmSync(run.folder, { recursive: true });
}

assertStrace();
const rows = [];
const work = [];
for (const file of Object.keys(files))
  for (const [syscall, count] of await rehearse(file)) {
    console.log(`${file}: ${count} ${syscall}`);
    for (const { name, inject, where } of faultsOf(syscall)) {
      const row = newRow(file, syscall, name);
      rows.push(row);
      for (let at = 1; at <= count; at += Number(values.every))
        work.push({ row, file, syscall, inject: `${syscall}:${inject(at)}`, where });
    }
  }
console.log(`${work.length} runs`);
const total = work.length;
const worker = async () => {
  for (let one = work.shift(); one !== undefined; one = work.shift()) {
    await tryOne(one);
    const done = total - work.length;
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total}`);
    else if (done % 100 === 0) console.log(`${done} of ${total}`);
  }
};
await Promise.all(Array.from({ length: Number(values.jobs) }, worker));

const columns = ['file', 'syscall', 'fault', 'runs', 'missed', 'killed', ...sums, ...broken];
const table = [columns, ...rows.map((row) => columns.map((name) => String(row[name])))];
const widths = columns.map((_, at) => Math.max(...table.map((line) => line[at].length)));
for (const line of table) console.log(line.map((cell, at) => cell.padEnd(widths[at])).join('  '));
const sumOf = (name) => rows.reduce((sum, row) => sum + row[name], 0);
const wrong = broken.reduce((sum, name) => sum + sumOf(name), 0);
// A fault that never struck shows nothing.
const idle = rows.filter(({ runs, missed }) => runs === missed).length;
console.log(
  `${total} runs, ${total - sumOf('missed')} struck, ${sumOf('acked')} entries acknowledged: ${wrong} promises broken`,
);
if (idle > 0) console.log(`${idle} kinds of fault never struck`);
process.exitCode = total === 0 ? 2 : wrong + idle > 0 ? 1 : 0;
