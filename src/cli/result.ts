// Writes the result of an audit to stdout, a file or a folder, and says on stderr what is missing in it.
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type Part, problemsOf } from '../audit/index.js';
import { Fault } from '../fault.js';
import { exitCodes } from './exit.js';
import { type Terminal, writeFileWhole } from './terminal.js';

export async function writePieces(
  pieces: Iterable<string>,
  output: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (output === undefined) await terminal.print(pieces);
  else await writeFileWhole(output, pieces);
}

interface CsvFile {
  readonly name: string;
  readonly rows: Iterable<string>;
}

/** One file per question in a folder; on stdout one after the other, each after a line with its name. */
export async function writeCsv(
  files: readonly CsvFile[],
  output: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (output === undefined) {
    for (const [at, { name, rows }] of files.entries()) {
      await terminal.print(`${at === 0 ? '' : '\r\n'}# ${name}\r\n`);
      await terminal.print(forStdout(rows));
    }
    return;
  }
  const single = extname(output).toLowerCase() === '.csv';
  const folder = single ? dirname(output) : output;
  if (!single && (await stat(output).catch(() => undefined))?.isFile())
    throw new Fault(
      'OUTPUT_UNWRITABLE',
      `csv writes one file per question; ${output} is a file, not a folder`,
    );
  await mkdir(folder, { recursive: true }).catch((cause: Error) => {
    throw new Fault('OUTPUT_UNWRITABLE', `${folder} could not be made: ${cause.message}`, {
      cause,
    });
  });
  const stem = basename(output, extname(output));
  for (const { name, rows } of files)
    await writeFileWhole(join(folder, single ? `${stem}-${name}` : name), rows);
}

/** For stdout: no byte order mark, which is for spreadsheets, and nothing that could drive a terminal. */
function* forStdout(rows: Iterable<string>): Generator<string> {
  for (const row of rows)
    yield row.replace(
      /\ufeff|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g,
      '',
    );
}

interface Audited {
  readonly status: 'complete' | 'partial' | 'failed';
  /** By name. */
  readonly parts: object;
}

/**
 * The exit code, and words for whoever reads only a file or a pipe: a table says itself what is missing in it.
 * `subject` is what was audited.
 */
export function concluded(
  { status, parts }: Audited,
  subject: string,
  format: string,
  terminal: Terminal,
): number {
  if (status === 'complete') return exitCodes.complete;
  if (format !== 'table')
    for (const [name, part] of Object.entries<Part<unknown>>(
      parts as Record<string, Part<unknown>>,
    ))
      for (const { command, message, todo } of problemsOf(part).slice(0, 5))
        terminal.say(
          `${name}: ${command === undefined ? '' : `${command}: `}${message}${todo === undefined ? '' : ` (${todo})`}`,
        );
  const words =
    status === 'failed' ? 'FAILED: nothing could be read' : 'PARTIAL: not everything could be read';
  terminal.say(`muster: the audit of ${subject} is ${words}`);
  return exitCodes.incomplete;
}
