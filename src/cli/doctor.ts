// `muster doctor`: is the target reachable, trusted, and the account fit for audits? In words.
import { styleText } from 'node:util';
import { asFault } from '../fault.js';
import { type CheckResult, probeSouth } from '../south/index.js';
import { credentialsFrom, wireFrom } from './connection.js';
import { exitCodes } from './exit.js';
import { readSettings } from './settings.js';
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
  let doubt = false;
  await terminal.print(`${wire.target.url}\n`);
  for await (const { check, status, words, todo } of probeSouth(wire, credentials)) {
    doubt ||= status === 'failed' || status === 'skipped';
    const [mark, colour] = marks[status];
    const padded = mark.padEnd(8);
    const shown = terminal.colour ? styleText(colour, padded, { validateStream: false }) : padded;
    await terminal.print(`  ${shown} ${check.padEnd(10)} ${harmless(words)}\n`);
    if (todo !== undefined) await terminal.print(`${' '.repeat(22)}${todo}\n`);
  }
  return doubt ? exitCodes.incomplete : exitCodes.complete;
}
