// Commands that only list what is in a table: OCI-P commands, settings in force, faults of the simulator.
import { knownCommands } from '../ocip/index.js';
import { faultTable } from '../simulator/index.js';
import { exitCodes } from './exit.js';
import { readSettings, settingsTable } from './settings.js';
import type { Terminal } from './terminal.js';

export async function listCommands(terminal: Terminal): Promise<number> {
  const lines = knownCommands().map(({ name, kind }) => `${kind.padEnd(8)} ${name}\n`);
  await terminal.print(lines);
  return exitCodes.complete;
}

export async function listFaults(terminal: Terminal): Promise<number> {
  const lines = Object.entries(faultTable).map(([name, help]) => `${name.padEnd(16)} ${help}\n`);
  await terminal.print(lines);
  return exitCodes.complete;
}

export async function listSettings(
  flags: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<number> {
  const settings = await readSettings(flags, terminal.environment);
  for (const setting of settingsTable) {
    const found = settings[setting.name];
    const shown = 'secret' in setting && found !== undefined ? '(hidden)' : found?.value;
    const text = found === undefined ? '(not set)' : `${shown}  from ${found.from}`;
    await terminal.print(`${setting.name.padEnd(14)} ${text}\n`);
  }
  return exitCodes.complete;
}
