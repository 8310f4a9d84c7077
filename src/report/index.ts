// Renderings of a group audit: pure functions from the model to text. They read nothing and write nowhere.
export { type CsvFile, type CsvFileName, csvFiles } from './csv.js';
export { formatJson, type JsonOptions } from './json.js';
export {
  formatMercury,
  type MercuryGroupDetails,
  type MercuryGroupDns,
  type MercuryLicenseBreakdown,
  type MercuryResult,
  type MercuryUsage,
  mercuryResult,
} from './mercury.js';
export { formatTable, type TableOptions } from './table.js';

/** Every format and one line of help for it. */
export const formats = {
  table: 'for the eyes, at a terminal',
  json: 'everything, exact and versioned, for programs',
  mercury: 'the shape of the mercury_ocip library: details, usage, numbers',
  csv: 'one flat file per question, for spreadsheets and databases',
} as const satisfies Record<string, string>;

export type FormatName = keyof typeof formats;
