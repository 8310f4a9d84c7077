// `muster audit group`: reads the settings, asks, renders, writes. Progress goes to stderr, the result to stdout.
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import {
  type GroupAudit,
  type GroupKey,
  groupReader,
  mercuryParts,
  type PartName,
  partNames,
  problemsOf,
} from '../audit/index.js';
import { Fault } from '../fault.js';
import {
  csvFiles,
  type FormatName,
  formatJson,
  formatMercury,
  formats,
  formatTable,
} from '../report/index.js';
import { openSouth, type SouthOptions } from '../south/index.js';
import { connectionFrom } from './connection.js';
import { exitCodes } from './exit.js';
import { readSettings } from './settings.js';
import { type Terminal, writeFileWhole } from './terminal.js';

export interface AuditFlags {
  readonly format: string;
  readonly parts?: string;
  readonly output?: string;
  readonly expandNumbers?: boolean;
  readonly all?: boolean;
}

interface Wanted {
  readonly format: FormatName;
  readonly parts: readonly PartName[];
}

export async function auditGroup(
  key: GroupKey,
  flags: AuditFlags,
  terminal: Terminal,
): Promise<number> {
  const wanted = wantedFrom(flags);
  checkKey(key);
  const settings = await readSettings({ ...flags }, terminal.environment);
  const audit = await readAudit(key, wanted, await connectionFrom(settings, terminal), terminal);
  await writeAudit(audit, wanted.format, flags, terminal);
  sayWhatIsMissing(audit, wanted.format, terminal);
  return audit.status === 'complete' ? exitCodes.complete : exitCodes.incomplete;
}

/** Takes the roll; on Ctrl-C it hangs up politely. */
export async function readAudit(
  key: GroupKey,
  { format, parts }: Wanted,
  connection: SouthOptions,
  terminal: Terminal,
): Promise<GroupAudit> {
  const started = terminal.now();
  let answered = 0;
  const left = new Set<string>(parts);
  const show = () =>
    terminal.progress(
      `${key.serviceProviderId}/${key.groupId}: ${answered} answers${left.size > 0 ? `, reading ${[...left].join(', ')}` : ''} … ${((terminal.now() - started) / 1000).toFixed(1)} s`,
    );
  const south = openSouth({
    ...connection,
    onExchange: ({ commands, outcome }) => {
      if (outcome === 'answered') answered += commands.length;
      show();
    },
  });
  const stop = () => void south.close();
  terminal.stop.addEventListener('abort', stop);
  try {
    // A login that fails is one fault, not one in every part.
    await south.connect();
    show();
    const readGroup = groupReader({
      south,
      target: connection.target.url,
      now: () => new Date(terminal.now()),
    });
    const audit = await readGroup(key, {
      parts,
      listOnly: format === 'mercury',
      onPart: (name) => {
        left.delete(name);
        show();
      },
    });
    if (terminal.stop.aborted) throw new Fault('INTERRUPTED', 'stopped; nothing was written');
    return audit;
  } finally {
    terminal.stop.removeEventListener('abort', stop);
    terminal.progress('');
    await south.close();
  }
}

function wantedFrom({ format, parts }: AuditFlags): Wanted {
  if (!Object.hasOwn(formats, format))
    throw usage(`there is no format ${format}; there are ${Object.keys(formats).join(', ')}`);
  const shown: readonly PartName[] = format === 'mercury' ? mercuryParts : partNames;
  if (parts === undefined) return { format: format as FormatName, parts: shown };
  const names = parts.split(',').map((name) => name.trim());
  for (const name of names)
    if (!(shown as readonly string[]).includes(name))
      throw usage(
        `${(partNames as readonly string[]).includes(name) ? `the format ${format} does not show the part ${name}` : `there is no part ${name}`}; choose from ${shown.join(', ')}`,
      );
  return { format: format as FormatName, parts: shown.filter((name) => names.includes(name)) };
}

function checkKey({ serviceProviderId, groupId }: GroupKey): void {
  if (serviceProviderId.trim() === '') throw usage('the service provider id is empty');
  if (groupId.trim() === '') throw usage('the group id is empty');
}

async function writeAudit(
  audit: GroupAudit,
  format: FormatName,
  { output, expandNumbers = false, all = false }: AuditFlags,
  terminal: Terminal,
): Promise<void> {
  if (format === 'csv') return writeCsv(audit, output, terminal);
  const pieces =
    format === 'json'
      ? formatJson(audit, { expandNumbers })
      : format === 'mercury'
        ? formatMercury(audit)
        : [
            formatTable(audit, {
              width: terminal.width,
              colour: terminal.colour && output === undefined,
              all,
            }),
          ];
  if (output === undefined) await terminal.print(pieces);
  else await writeFileWhole(output, pieces);
}

/** One file per question in a folder; on stdout one after the other, each after a line with its name. */
async function writeCsv(
  audit: GroupAudit,
  output: string | undefined,
  terminal: Terminal,
): Promise<void> {
  const files = csvFiles(audit);
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

/** The table says it itself; whoever reads only a file or a pipe must be told too. */
function sayWhatIsMissing(audit: GroupAudit, format: FormatName, terminal: Terminal): void {
  if (audit.status === 'complete') return;
  if (format !== 'table')
    for (const [name, part] of Object.entries(audit.parts))
      for (const { command, message, todo } of problemsOf(part).slice(0, 5))
        terminal.say(
          `${name}: ${command === undefined ? '' : `${command}: `}${message}${todo === undefined ? '' : ` (${todo})`}`,
        );
  const words =
    audit.status === 'failed'
      ? 'FAILED: nothing could be read'
      : 'PARTIAL: not everything could be read';
  terminal.say(`muster: the audit of ${audit.serviceProviderId} / ${audit.groupId} is ${words}`);
}

function usage(message: string): Fault {
  return new Fault('USAGE_INVALID', message);
}
