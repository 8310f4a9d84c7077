// Renderings of group and trunk audits: pure functions from the model to text. They read nothing and write nowhere.
export {
  type CsvFileName,
  csvFiles,
  type TrunkCsvFileName,
  trunkCsvFiles,
} from './csv.js';
export type { CsvFile } from './csv-text.js';
export { formatJson, formatTrunkJson, type JsonOptions } from './json.js';
export {
  formatMercury,
  type MercuryGroupDetails,
  type MercuryGroupDns,
  type MercuryLicenseBreakdown,
  type MercuryResult,
  type MercuryUsage,
  mercuryResult,
} from './mercury.js';
export {
  formatOdin,
  formatOdinCamel,
  type OdinCamelResult,
  type OdinResult,
  odinCamelResult,
  odinResult,
} from './odin.js';
export type { OdinGroupDetail, OdinTrunking } from './odin-details.js';
export type { OdinGroupService, OdinServicePack, OdinUserService } from './odin-licences.js';
export {
  formatOdinInstances,
  formatOdinPacks,
  type OdinAssignedService,
  type OdinHuntGroup,
  type OdinInstancesResult,
  type OdinPack,
  type OdinPacksResult,
  type OdinServiceInstance,
  odinInstancesResult,
  odinPacksResult,
} from './odin-lists.js';
export type {
  OdinCamelDnLists,
  OdinCamelGroupDns,
  OdinDnLists,
  OdinGroupDns,
} from './odin-numbers.js';
export {
  formatTrunkOdin,
  type OdinTrunkedGroup,
  type OdinTrunkGroup,
  type OdinTrunkResult,
  odinTrunkResult,
} from './odin-trunks.js';
export { formatTable } from './table.js';
export type { TableOptions } from './table-frame.js';
export { formatTrunkTable } from './table-trunks.js';

/** Every format of a group audit and one line of help for it. */
export const formats = {
  table: 'for the eyes, at a terminal',
  json: 'everything, exact and versioned, for programs',
  mercury: 'the shape of the mercury_ocip library: details, usage, numbers',
  odin: 'the documented shape of the odins_spear library: what is in use, and by whom',
  'odin-camel': 'the same as the code of odins_spear returns it, in camelCase',
  csv: 'one flat file per question, for spreadsheets and databases',
} as const satisfies Record<string, string>;

export type FormatName = keyof typeof formats;

/** Every format of a trunk audit and one line of help for it. */
export const trunkFormats = {
  table: 'for the eyes, at a terminal',
  json: 'everything, exact and versioned, for programs',
  odin: 'the shape of the trunking capacity script of the odins_spear library',
  csv: 'one flat file, for spreadsheets and databases',
} as const satisfies Record<string, string>;

export type TrunkFormatName = keyof typeof trunkFormats;
