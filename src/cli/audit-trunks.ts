// `muster audit trunks`: the trunk capacity of a service provider, down to its trunk groups.
import { trunkReader } from '../audit/index.js';
import { Fault } from '../fault.js';
import { statusOf, trunkAuditCall } from '../records/index.js';
import {
  formatTrunkJson,
  formatTrunkOdin,
  formatTrunkTable,
  trunkCsvFiles,
} from '../report/index.js';
import { connectionFrom } from './connection.js';
import { reading } from './reading.js';
import { concluded, writeCsv, writePieces } from './result.js';
import { readSettings } from './settings.js';
import { recorderFrom } from './store.js';
import type { Terminal } from './terminal.js';

export interface TrunkFlags {
  readonly format: string;
  readonly output?: string;
  readonly all?: boolean;
}

export async function auditTrunks(
  serviceProviderId: string,
  flags: TrunkFlags,
  terminal: Terminal,
): Promise<number> {
  const { format, output, all = false } = flags;
  if (serviceProviderId.trim() === '')
    throw new Fault('USAGE_INVALID', 'the service provider id is empty');
  const settings = await readSettings({ ...flags }, terminal.environment);
  const connection = await connectionFrom(settings, terminal);
  const audit = await reading(
    {
      connection,
      recorder: await recorderFrom(settings, terminal, () => [connection.credentials.password]),
      call: trunkAuditCall(serviceProviderId),
      label: serviceProviderId,
      read: (auditor) => trunkReader(auditor)(serviceProviderId),
      ended: (done) => ({
        status: statusOf(done.status),
        answer: () => ({ type: 'application/json', content: [...formatTrunkJson(done)].join('') }),
      }),
    },
    terminal,
  );
  if (format === 'csv') await writeCsv(trunkCsvFiles(audit), output, terminal);
  else {
    const colour = terminal.colour && output === undefined;
    const pieces =
      format === 'json'
        ? formatTrunkJson(audit)
        : format === 'odin'
          ? formatTrunkOdin(audit)
          : [formatTrunkTable(audit, { width: terminal.width, colour, all })];
    await writePieces(pieces, output, terminal);
  }
  return concluded(audit, serviceProviderId, format, terminal);
}
