// What the command line may touch of its surroundings: streams, environment, clock. Everything else is handed to it.
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { styleText } from 'node:util';
import { Fault } from '../fault.js';

export interface Terminal {
  readonly environment: NodeJS.ProcessEnv;
  readonly now: () => number;
  /** Columns of the terminal; 100 when there is none. */
  readonly width: number;
  /** Whether stdout may be coloured: a terminal, and NO_COLOR not set. */
  readonly colour: boolean;
  /** Whether stderr is a terminal, so that progress may be shown. */
  readonly interactive: boolean;
  /** Writes to stdout, waiting when the reader is slow. A reader that has gone ends the writing quietly. */
  print(pieces: Iterable<string> | string): Promise<void>;
  /** A line of a server's log on stdout. Where it cannot be written it is dropped: the server goes on. */
  log(line: string): void;
  /** One line on stderr. */
  say(line: string): void;
  warn(line: string): void;
  /** Shows a line of progress in place of the last one; an empty one clears it. */
  progress(line: string): void;
  /** Asks on the terminal; undefined when there is none. */
  ask(question: string): Promise<string | undefined>;
  askHidden(question: string): Promise<string | undefined>;
  /** Resolves when the user wants to stop. */
  readonly stop: AbortSignal;
}

/** The real one. */
export function terminalOf(host: NodeJS.Process): Terminal {
  const { stdout, stderr, stdin, env } = host;
  const dumb = env.TERM === 'dumb';
  const plain = (env.NO_COLOR ?? '') !== '' || dumb;
  const interactive = stderr.isTTY === true && !dumb;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) host.once(signal, () => stop.abort(signal));
  let gone = false;
  let isLog = false;
  // `muster … | head`: the reader has seen enough, which is no mistake.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') gone = true;
    else if (!isLog) throw error;
  });
  let shown = false;
  const progress = (line: string) => {
    if (!interactive || (line === '' && !shown)) return;
    stderr.write(`\r\u001b[K${harmless(line).slice(0, (stderr.columns || 80) - 1)}`);
    shown = line !== '';
  };
  const write = (line: string) => {
    progress('');
    stderr.write(`${line}\n`);
  };
  const ask = async (question: string, hidden: boolean): Promise<string | undefined> => {
    if (stdin.isTTY !== true || !interactive) return undefined;
    const { isCancel, password, text } = await import('@clack/prompts');
    const answer = await (hidden ? password : text)({ message: question, output: stderr });
    if (isCancel(answer)) throw new Fault('INTERRUPTED', 'stopped at the prompt');
    return answer === '' ? undefined : answer;
  };
  return {
    environment: env,
    now: Date.now,
    // A terminal that was never told its size says 0.
    width: stdout.columns || Number(env.COLUMNS) || 100,
    colour: stdout.isTTY === true && !plain,
    interactive,
    stop: stop.signal,
    async print(pieces) {
      progress('');
      for (const piece of typeof pieces === 'string' ? [pieces] : pieces) {
        if (gone) return;
        if (!stdout.write(piece)) await roomIn(stdout);
      }
    },
    log: (line) => {
      isLog = true;
      if (!gone) stdout.write(line);
    },
    say: (line) => write(harmless(line)),
    warn(line) {
      const word = stderr.isTTY && !plain ? styleText('yellow', 'warning:') : 'warning:';
      write(`${word} ${harmless(line)}`);
    },
    progress,
    ask: (question) => ask(question, false),
    askHidden: (question) => ask(question, true),
  };
}

/** Words of the switch are data: no control character of theirs reaches the terminal. */
export function harmless(words: string): string {
  return words.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ');
}

/** Resolves when more can be written, or when nothing can be any more. */
function roomIn(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error'];
    const done = () => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}

/** Writes a file whole or not at all: beside its place first, then into it. */
export async function writeFileWhole(
  file: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  // A pipe or a device such as /dev/null has no place to be renamed into.
  const special = await stat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
  const beside = special ? file : `${file}.${process.pid}.part`;
  try {
    await pipeline(pieces, createWriteStream(beside, { flags: 'w' }));
    if (!special) await rename(beside, file);
  } catch (cause) {
    if (!special) await rm(beside, { force: true });
    throw new Fault(
      'OUTPUT_UNWRITABLE',
      `${file} could not be written: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}

/** Resolves when the user wants to stop. */
export function stopped({ stop }: Pick<Terminal, 'stop'>): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
}
