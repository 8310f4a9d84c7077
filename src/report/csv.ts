// The csv format: which files there are, for a group and for trunks. What stands in their rows is in csv-rows.ts.
import type { GroupAudit, Part, TrunkAudit } from '../audit/index.js';
import { instanceServiceSheet, instanceSheet } from './csv-instances.js';
import {
  type CsvSheet,
  detailSheet,
  holderSheet,
  licenceSheet,
  numberSheet,
  packSheet,
  problemSheet,
  trunkingSheet,
  userSheet,
} from './csv-rows.js';
import { type CsvFile, type CsvKey, type CsvRow, csvFile } from './csv-text.js';
import { trunkSheet } from './csv-trunks.js';
import { type PartProblem, partProblems, trunkProblems } from './problems.js';

export type CsvFileName =
  | 'details.csv'
  | 'licences.csv'
  | 'users.csv'
  | 'numbers.csv'
  | 'holders.csv'
  | 'trunking.csv'
  | 'packs.csv'
  | 'instances.csv'
  | 'instance-services.csv'
  | 'problems.csv';

export type TrunkCsvFileName = 'trunk-capacity.csv' | 'problems.csv';

/** One file for each question that was asked, and problems.csv when anything is not complete. */
export function csvFiles(audit: GroupAudit): readonly CsvFile<CsvFileName>[] {
  const { serviceProviderId, groupId, parts } = audit;
  const { details, licences, users, numbers, trunking, packs, instances } = parts;
  const key = { serviceProviderId, groupId };
  return [
    ...partFile(key, 'details.csv', details, detailSheet),
    ...partFile(key, 'licences.csv', licences, licenceSheet),
    ...partFile(key, 'users.csv', users, userSheet),
    ...partFile(key, 'numbers.csv', numbers, numberSheet),
    ...partFile(key, 'holders.csv', numbers, holderSheet),
    ...partFile(key, 'trunking.csv', trunking, trunkingSheet),
    ...partFile(key, 'packs.csv', packs, packSheet),
    ...partFile(key, 'instances.csv', instances, instanceSheet),
    ...partFile(key, 'instance-services.csv', instances, instanceServiceSheet),
    ...problemFile(key, partProblems(audit)),
  ];
}

/** The whole tree in one file, one row for each level, and problems.csv when anything is not complete. */
export function trunkCsvFiles(audit: TrunkAudit): readonly CsvFile<TrunkCsvFileName>[] {
  const key = { serviceProviderId: audit.serviceProviderId };
  return [
    ...partFile(key, 'trunk-capacity.csv', audit.parts.trunks, trunkSheet),
    ...problemFile(key, trunkProblems(audit)),
  ];
}

function partFile<T, Name extends string>(
  key: CsvKey,
  name: Name,
  part: Part<T>,
  sheet: CsvSheet<T>,
): CsvFile<Name>[] {
  if (part.status === 'notAsked') return [];
  return [csvFile(name, key, ['state', ...sheet.head], () => partRows(part, sheet))];
}

/** The rows of a part, each with its state. A part that is not known has one row that says so, never none. */
function* partRows<T>(part: Part<T>, sheet: CsvSheet<T>): Generator<CsvRow> {
  let empty = true;
  if (part.status === 'known' || part.status === 'partial') {
    for (const row of sheet.rows(part.value, part.status)) {
      empty = false;
      yield row;
    }
  }
  if (empty && part.status !== 'known') yield [part.status, ...sheet.head.map(() => undefined)];
}

function problemFile(key: CsvKey, problems: readonly PartProblem[]): CsvFile<'problems.csv'>[] {
  if (problems.length === 0) return [];
  return [csvFile('problems.csv', key, problemSheet.head, () => problemSheet.rows(problems))];
}
