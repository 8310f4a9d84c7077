// The benches that docs/performance.md reports. Read ratios: machines differ, and are busy at times.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SaxesParser } from 'saxes';
import { DnSetBuilder, parseDnCell } from '../src/numbers/index.js';
import { DocumentStream } from '../src/ocip/index.js';
import { line, median, ms, runScript, startOdinStub, startStub, timed } from './measure.js';
import { peerGroup, replyDocument } from './peer-data.js';

interface OneAudit {
  readonly seconds: number[];
  readonly total: number;
  readonly peakMb: number;
}

/** The figures of the Python peer on a comparable two-core machine, for scale. */
const peer = { rows10k: 0.72, rows100k: 30, hundredGroups: 14, start: 1.74 };

await bytesToRows();
await audits();
await roundTrips();
await startToFinish();
await hundredGroups();
await odin();
page();

/** 1. A 10 MB reply to typed rows, beside a strict namespace parser on the same bytes in the same run. */
async function bytesToRows(): Promise<void> {
  const reply = peerGroup(53_000).replies.GroupDnGetAssignmentListRequest18 as string;
  const bytes = Buffer.from(replyDocument('s', reply), 'latin1');
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 65_536) pieces.push(bytes.subarray(at, at + 65_536));
  const mine = await timed(9, () => readWithMuster(pieces));
  const theirs = await timed(5, () => readWithSaxes(pieces));
  const speed = (seconds: number[]) => bytes.length / 1e6 / median(seconds.slice(1));
  console.log(`1. bytes to typed rows, ${(bytes.length / 1e6).toFixed(1)} MB, 64 KB pieces`);
  line('   muster', `${speed(mine).toFixed(0)} MB/s`);
  line('   saxes 6 with namespaces, the same rows', `${speed(theirs).toFixed(0)} MB/s`);
  line('   ratio', `${(speed(mine) / speed(theirs)).toFixed(1)}x`);
}

interface DnRow {
  readonly numbers: ReturnType<typeof parseDnCell>;
  readonly activated: boolean;
  readonly userId: string;
}

function typed(cells: readonly string[]): DnRow {
  return {
    numbers: parseDnCell(cells[0] as string),
    activated: cells[2] === 'true',
    userId: cells[3] as string,
  };
}

function readWithMuster(pieces: readonly Buffer[]): void {
  const set = new DnSetBuilder();
  const row = (cells: readonly string[]) => {
    const { numbers } = typed(cells);
    if (numbers.kind === 'range') set.add(numbers.range);
  };
  const stream = new DocumentStream(() => undefined, { rowSinkFor: () => ({ row }) });
  for (const piece of pieces) stream.write(piece);
  if (set.build().size < 2_000_000) throw new Error('rows are missing');
}

function readWithSaxes(pieces: readonly Buffer[]): void {
  const set = new DnSetBuilder();
  const parser = new SaxesParser({ xmlns: true });
  let cells: string[] = [];
  let text = '';
  parser.on('opentag', ({ name }) => {
    if (name === 'row') cells = [];
    text = '';
  });
  parser.on('text', (piece) => {
    text += piece;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'col') cells.push(text);
    else if (name === 'row') {
      const { numbers } = typed(cells);
      if (numbers.kind === 'range') set.add(numbers.range);
    }
  });
  for (const piece of pieces) parser.write(piece.toString('latin1'));
  parser.close();
}

/** 2. One audit after login, and the peak memory of the whole process. */
async function audits(): Promise<void> {
  console.log('2. one audit after login');
  for (const [rows, theirs] of [
    [10_000, peer.rows10k],
    [100_000, peer.rows100k],
  ] as const) {
    const stub = await startStub(rows);
    for (const what of ['mercury', 'all']) {
      const first = [1, 2, 3, 4, 5].map(() =>
        runScript<OneAudit>('./one-audit.js', stub.target, what),
      );
      const seconds = median(first.map((run) => run.seconds[0]!));
      const peak = Math.max(...first.map((run) => run.peakMb));
      const ratio =
        what === 'mercury' ? `, ${(theirs / seconds).toFixed(0)}x the peer's ${theirs} s` : '';
      line(
        `   ${rows} rows, ${what} parts, fresh process`,
        `${ms(seconds)}, peak ${peak.toFixed(0)} MB${ratio}`,
      );
    }
    stub.stop();
  }
}

/** 3. The parts of the mercury format over a link of 20 ms. */
async function roundTrips(): Promise<void> {
  const stub = await startStub(10, 20);
  const { seconds } = runScript<OneAudit>('./one-audit.js', stub.target, 'mercury', '20');
  stub.stop();
  console.log('3. mercury parts over a link of 20 ms');
  line(
    '   after login',
    `${ms(median(seconds))} = ${(median(seconds) / 0.02).toFixed(1)} round trips`,
  );
}

/** 4. The whole command, with and without its record, beside a Node that does nothing; by turns, for machines are moody. */
async function startToFinish(): Promise<void> {
  const stub = await startStub(10);
  const bin = fileURLToPath(new URL('../../bin/muster.js', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const env = {
    ...process.env,
    MUSTER_USERNAME: 'auditor',
    MUSTER_PASSWORD: 'secret',
    XDG_DATA_HOME: folder,
    XDG_STATE_HOME: folder,
  };
  const audit = [bin, ...'audit group sp group --format mercury --target'.split(' '), stub.target];
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['node -e 0', ['-e', '0']],
    ['muster --version', [bin, '--version']],
    ['muster audit group --format mercury --store none', [...audit, '--store', 'none']],
    ['the same, recorded', audit],
  ];
  const seconds = cases.map((): number[] => []);
  for (let turn = 0; turn < 15; turn++)
    for (const [at, [, words]] of cases.entries())
      seconds[at]!.push(
        ...(await timed(1, () => {
          const { status, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
          if (status !== 0) throw new Error(stderr);
        })),
      );
  stub.stop();
  rmSync(folder, { recursive: true });
  console.log(`4. the whole process on a small group (the peer: ${peer.start} s)`);
  for (const [at, [what]] of cases.entries()) line(`   ${what}`, ms(median(seconds[at]!)));
}

/** 5. A hundred groups of 1,000 rows over a link of 20 ms. */
async function hundredGroups(): Promise<void> {
  const stub = await startStub(1000, 20);
  const runs = [1, 2, 3, 4, 5].map(() =>
    runScript<{ seconds: number; peakMb: number }>('./hundred-groups.js', stub.target),
  );
  stub.stop();
  const seconds = median(runs.map((run) => run.seconds));
  console.log('5. 100 groups of 1,000 rows over a link of 20 ms, one process');
  line(
    '   all 100',
    `${ms(seconds)}, ${(peer.hundredGroups / seconds).toFixed(0)}x the peer's ${peer.hundredGroups} s`,
  );
}

interface OdinAudit {
  readonly withLogin: number;
  readonly seconds: number;
  readonly warm: number;
  readonly script: number;
  readonly total: number;
  readonly peakMb: number;
}

/** 6. A whole audit over ODIN, beside the same calls one after the other in the same run. */
async function odin(): Promise<void> {
  const cases = [
    ['50 services in use, link of 20 ms', 50, 100, 20],
    ['50,000 numbers, no delay', 0, 50_000, 0],
  ] as const;
  console.log('6. one audit over ODIN, rate off, fresh process');
  for (const [what, services, numbers, delay] of cases) {
    const stub = await startOdinStub(services, numbers, delay);
    const runs = [1, 2, 3, 4, 5].map((at) =>
      runScript<OdinAudit>('./odin-audit.js', stub.target, at === 1 ? 'script' : ''),
    );
    stub.stop();
    const of = (field: keyof OdinAudit) => ms(median(runs.map((run) => run[field])));
    const peak = Math.max(...runs.map((run) => run.peakMb));
    line(
      `   ${what}`,
      `${of('seconds')}, login included ${of('withLogin')}, again ${of('warm')}, peak ${peak.toFixed(0)} MB; one by one ${ms(runs[0]!.script)}`,
    );
  }
}

/** 10. The page in a browser; it prints for itself, and says so where there is none. */
function page(): void {
  const script = fileURLToPath(new URL('./page.js', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the bench of the page failed');
}
