// `muster audit group`, `packs` and `instances`: reads the settings, asks, renders, writes.
import {
  type GroupAudit,
  type GroupKey,
  groupReader,
  mercuryParts,
  type NumberDepth,
  type PartName,
  partNames,
  usualParts,
} from '../audit/index.js';
import { Fault } from '../fault.js';
import { groupAuditCall, type Recorder, statusOf } from '../records/index.js';
import {
  csvFiles,
  type FormatName,
  formatJson,
  formatMercury,
  formatOdin,
  formatOdinCamel,
  formatOdinInstances,
  formatOdinPacks,
  formats,
  formatTable,
} from '../report/index.js';
import type { Connection } from '../south/index.js';
import { connectionFrom } from './connection.js';
import { reading } from './reading.js';
import { concluded, writeCsv, writePieces } from './result.js';
import { readSettings } from './settings.js';
import { recorderFrom } from './store.js';
import type { Terminal } from './terminal.js';

export interface AuditFlags {
  readonly format: string;
  readonly parts?: string;
  readonly output?: string;
  readonly expandNumbers?: boolean;
  readonly all?: boolean;
}

/** What a format shows, what of it is read when nobody says otherwise, and how much of the numbers it needs. */
interface Scope {
  readonly shown: readonly PartName[];
  readonly usual: readonly PartName[];
  readonly numbers: NumberDepth;
}

const whole: Scope = { shown: partNames, usual: usualParts, numbers: 'holders' };
const odin: Scope = { shown: usualParts, usual: usualParts, numbers: 'states' };

const scopes: Readonly<Record<FormatName, Scope>> = {
  table: whole,
  json: whole,
  csv: whole,
  mercury: { shown: mercuryParts, usual: mercuryParts, numbers: 'list' },
  odin,
  'odin-camel': odin,
};

interface Wanted {
  readonly parts: readonly PartName[];
  readonly numbers: NumberDepth;
}

export async function auditGroup(
  key: GroupKey,
  flags: AuditFlags,
  terminal: Terminal,
): Promise<number> {
  const format = formatNamed(flags.format);
  const wanted = { parts: partsFrom(format, flags.parts), numbers: scopes[format].numbers };
  const audit = await auditFrom(key, wanted, flags, terminal);
  if (format === 'csv') await writeCsv(csvFiles(audit), flags.output, terminal);
  else await writePieces(rendered(audit, format, flags, terminal), flags.output, terminal);
  return concluded(audit, nameOf(key), format, terminal);
}

/** One part alone, in the formats that have a shape for it. */
export async function auditPart(
  part: 'packs' | 'instances',
  key: GroupKey,
  flags: AuditFlags,
  terminal: Terminal,
): Promise<number> {
  const { format, output } = flags;
  const audit = await auditFrom(key, { parts: [part], numbers: 'holders' }, flags, terminal);
  const odinShape = part === 'packs' ? formatOdinPacks : formatOdinInstances;
  if (format === 'csv') await writeCsv(csvFiles(audit), output, terminal);
  else
    await writePieces(
      format === 'odin' ? odinShape(audit) : rendered(audit, formatNamed(format), flags, terminal),
      output,
      terminal,
    );
  return concluded(audit, nameOf(key), format, terminal);
}

const nameOf = ({ serviceProviderId, groupId }: GroupKey) => `${serviceProviderId} / ${groupId}`;

async function auditFrom(
  key: GroupKey,
  wanted: Wanted,
  flags: AuditFlags,
  terminal: Terminal,
): Promise<GroupAudit> {
  checkKey(key);
  const settings = await readSettings({ ...flags }, terminal.environment);
  const connection = await connectionFrom(settings, terminal);
  const secrets = () => [connection.credentials.password];
  const recorder = await recorderFrom(settings, terminal, secrets);
  return readAudit(key, wanted, { connection, recorder }, terminal);
}

/** Takes the roll of one group, and keeps a record of it. */
export function readAudit(
  key: GroupKey,
  { parts, numbers }: Wanted,
  { connection, recorder }: { readonly connection: Connection; readonly recorder: Recorder },
  terminal: Terminal,
): Promise<GroupAudit> {
  const left = new Set<string>(parts);
  const call = groupAuditCall(key, parts);
  const ended = (audit: GroupAudit) => ({
    status: statusOf(audit.status),
    answer: () => ({ type: 'application/json', content: [...formatJson(audit)].join('') }),
  });
  return reading(
    {
      connection,
      recorder,
      call,
      label: `${key.serviceProviderId}/${key.groupId}`,
      ended,
      read: (auditor, showLeft) => {
        showLeft(left);
        return groupReader(auditor)(key, {
          parts,
          numbers,
          onPart: (name) => {
            left.delete(name);
            showLeft(left);
          },
        });
      },
    },
    terminal,
  );
}

function formatNamed(format: string): FormatName {
  if (Object.hasOwn(formats, format)) return format as FormatName;
  throw usage(`there is no format ${format}; there are ${Object.keys(formats).join(', ')}`);
}

function partsFrom(format: FormatName, parts: string | undefined): readonly PartName[] {
  const { shown, usual } = scopes[format];
  if (parts === undefined) return usual;
  const names = parts.split(',').map((name) => name.trim());
  for (const name of names)
    if (!(shown as readonly string[]).includes(name))
      throw usage(
        `${(partNames as readonly string[]).includes(name) ? `the format ${format} does not show the part ${name}` : `there is no part ${name}`}; choose from ${shown.join(', ')}`,
      );
  return shown.filter((name) => names.includes(name));
}

function checkKey({ serviceProviderId, groupId }: GroupKey): void {
  if (serviceProviderId.trim() === '') throw usage('the service provider id is empty');
  if (groupId.trim() === '') throw usage('the group id is empty');
}

function rendered(
  audit: GroupAudit,
  format: Exclude<FormatName, 'csv'> | FormatName,
  { output, expandNumbers = false, all = false }: AuditFlags,
  terminal: Terminal,
): Iterable<string> {
  switch (format) {
    case 'json':
      return formatJson(audit, { expandNumbers });
    case 'mercury':
      return formatMercury(audit);
    case 'odin':
      return formatOdin(audit);
    case 'odin-camel':
      return formatOdinCamel(audit);
    default: {
      const colour = terminal.colour && output === undefined;
      return [formatTable(audit, { width: terminal.width, colour, all })];
    }
  }
}

function usage(message: string): Fault {
  return new Fault('USAGE_INVALID', message);
}
