// The formats of an audit over HTTP, and which of them may be asked for. Of the csv files one is sent at a time.
import type { GroupAudit, PartName } from '../../audit/index.js';
import {
  type CsvFileName,
  csvFiles,
  formatJson,
  formatMercury,
  formatOdin,
  formatOdinCamel,
} from '../../report/index.js';
import { problem } from '../problem.js';
import type { Reply, Schema, Texts } from '../route.js';

const texts = {
  json: formatJson,
  mercury: formatMercury,
  odin: formatOdin,
  'odin-camel': formatOdinCamel,
} as const satisfies Record<string, (audit: GroupAudit) => Iterable<string>>;

/** Which part each file is about; problems are about all. */
const fileParts: Readonly<Record<Exclude<CsvFileName, 'problems.csv'>, PartName>> = {
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

/** The query parameters that choose a format. */
export const formatQuery: Readonly<Record<string, Schema>> = {
  format: {
    type: 'string',
    enum: [...Object.keys(texts), 'csv'],
    description: '`json` unless said: everything, exact and versioned.',
  },
  file: {
    type: 'string',
    enum: [...Object.keys(fileParts), 'problems.csv'],
    description: 'With `format=csv`: which of the files.',
  },
};

/** Why this format cannot be had of an audit with these parts; undefined when it can. */
export function wrongFormat(
  { format, file }: Texts,
  parts: readonly PartName[],
): Reply | undefined {
  if (format !== 'csv')
    return file === undefined
      ? undefined
      : problem('QUERY_INVALID', 'file is for format=csv; the other formats are one text');
  const names = Object.entries(fileParts).flatMap(([name, part]) =>
    parts.includes(part) ? [name] : [],
  );
  if (file !== undefined && names.includes(file)) return undefined;
  const wrong = file === undefined ? 'csv is one file for each question' : `it has no ${file}`;
  return problem('QUERY_INVALID', `${wrong}; name one with file: ${names.join(', ')}`);
}

/** The audit as the query wants it, as JSON when it does not say. */
export function rendered(
  audit: GroupAudit,
  query: Texts,
): Pick<Reply, 'text' | 'type' | 'headers'> {
  const { format = 'json', file = '' } = query;
  if (format !== 'csv') {
    const text = [...texts[format as keyof typeof texts](audit)].join('');
    return { text, type: 'application/json' };
  }
  const rows = csvFiles(audit).find(({ name }) => name === file)?.rows ?? [];
  return {
    text: [...rows].join(''),
    type: 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': `attachment; filename="${file}"` },
  };
}
