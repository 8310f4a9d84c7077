// `muster doctor`: is the target reachable, trusted, and the account fit for audits? In words.
import { styleText } from 'node:util';
import { asFault } from '../fault.js';
import { unrecorded } from '../records/index.js';
import { type CheckResult, probeSouth } from '../south/index.js';
import { credentialsFrom, wireFrom } from './connection.js';
import { exitCodes } from './exit.js';
import { readSettings } from './settings.js';
import { recorderFrom } from './store.js';
import { harmless, type Terminal } from './terminal.js';

const marks: Readonly<
  Record<CheckResult['status'], readonly [string, 'green' | 'yellow' | 'red' | 'dim']>
> = {
  ok: ['ok', 'green'],
  warning: ['warning', 'yellow'],
  failed: ['FAILED', 'red'],
  skipped: ['-', 'dim'],
};

export async function doctor(
  flags: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<number> {
  const settings = await readSettings(flags, terminal.environment);
  const wire = wireFrom(settings, terminal);
  // Without an account, the wire can still be looked at.
  const credentials = await credentialsFrom(settings, wire.target, terminal).catch(
    (thrown: unknown) => {
      if (asFault(thrown).code === 'CREDENTIALS_MISSING') return undefined;
      throw thrown;
    },
  );
  // Without a login nothing goes south that could be recorded.
  const recorder =
    credentials === undefined
      ? unrecorded()
      : await recorderFrom(settings, terminal, () => [credentials.password]);
  try {
    const record = await recorder.open({
      endPointName: 'svc_v1:muster.doctor',
      url: '/api/v1/doctor/',
      method: 'GET',
      changes: false,
      actor: { id: credentials?.username ?? '', role: '' },
      impact: { tenantId: '', groupId: '', userId: '', instanceName: '' },
    });
    await terminal.print(`${wire.target.url}\n`);
    const results = probeSouth({ ...wire, log: record.south }, credentials);
    const doubt = await printed(results, terminal);
    await record.close({ status: doubt ? 502 : 200 });
    return doubt ? exitCodes.incomplete : exitCodes.complete;
  } finally {
    await recorder.close();
  }
}

/** Shows each check when it is done; whether one of them failed or could not be tried. */
async function printed(results: AsyncIterable<CheckResult>, terminal: Terminal): Promise<boolean> {
  let doubt = false;
  for await (const { check, status, words, todo } of results) {
    doubt ||= status === 'failed' || status === 'skipped';
    const [mark, colour] = marks[status];
    const padded = mark.padEnd(8);
    const shown = terminal.colour ? styleText(colour, padded, { validateStream: false }) : padded;
    await terminal.print(`  ${shown} ${check.padEnd(10)} ${harmless(words)}\n`);
    if (todo !== undefined) await terminal.print(`${' '.repeat(22)}${todo}\n`);
  }
  return doubt;
}
