// What an audit can be downloaded as: the formats of the API, and of csv the files that this audit has.
import { type PartsJson, type SectionName, wasAsked } from './audit-json.js';

/** Which part each csv file is about, in the order of the menu. */
const fileParts: Readonly<Record<string, SectionName>> = {
  'details.csv': 'details',
  'licences.csv': 'licences',
  'users.csv': 'users',
  'numbers.csv': 'numbers',
  'holders.csv': 'numbers',
  'trunking.csv': 'trunking',
  'packs.csv': 'packs',
  'instances.csv': 'instances',
  'instance-services.csv': 'instances',
};

export const wholeFormats = ['json', 'odin', 'odin-camel', 'mercury'] as const;

/** The csv files of an audit with these parts; `problems.csv` too when something is missing. */
export function csvFilesOf(parts: PartsJson, isComplete: boolean): readonly string[] {
  const own = Object.entries(fileParts).flatMap(([file, part]) =>
    wasAsked(parts[part]) ? [file] : [],
  );
  return isComplete ? own : [...own, 'problems.csv'];
}

/** Such as `Brightwater-Head-Office-20261121T101500Z-odin.json`; nothing in it that a file system minds. */
export function fileNameOf(
  { serviceProviderId, groupId, startedAt }: NamedAudit,
  what: string,
): string {
  const when = startedAt.replace(/\.\d+/, '').replace(/[-:]/g, '');
  const ending = what.endsWith('.csv') ? what : what === 'json' ? 'audit.json' : `${what}.json`;
  return [serviceProviderId, groupId, when, ending].map(fileWord).join('-');
}

interface NamedAudit {
  readonly serviceProviderId: string;
  readonly groupId: string;
  readonly startedAt: string;
}

const fileWord = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._]+/gu, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 60) || 'x';
