// The log of a server: one line of JSON for each call on stdout. No bodies, no ids of customers, no secrets: who touched what
// stands in the audit records.
import type { CallLine } from '../api/index.js';
import { Fault } from '../fault.js';
import type { ProxyLine } from '../proxy/index.js';
import type { Settings } from './settings.js';
import type { Terminal } from './terminal.js';

export interface ServerLog {
  readonly call: (line: CallLine) => void;
  /** One document of an OCI-P client. Who sent it stands in its record. */
  readonly document: (line: ProxyLine) => void;
  readonly trouble: (fault: Fault) => void;
  readonly say: (words: string) => void;
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'];

/** Throws `SETTING_INVALID` for a level that there is not. */
export async function logTo(terminal: Terminal, settings: Settings): Promise<ServerLog> {
  const { value: level, from } = settings.logLevel!;
  if (!logLevels.includes(level))
    throw new Fault(
      'SETTING_INVALID',
      `logLevel (from ${from}) must be one of ${logLevels.join(', ')}, not "${level}"`,
    );
  const { pino } = await import('pino');
  const log = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(terminal.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Small lines, written at once: what was logged before a crash is there.
    { write: (line: string) => terminal.log(line) },
  );
  return {
    call: ({ fault, ...line }) => {
      const isOurs = fault !== undefined && line.status >= 500;
      const more = fault === undefined ? {} : { fault: fault.code, why: fault.message };
      log[isOurs ? 'error' : 'info']({ ...line, ...more }, 'call');
    },
    document: ({ login: _, commands, ...line }) =>
      log.info({ ...line, command: commands[0] ?? '', commands: commands.length }, 'document'),
    trouble: (fault) =>
      log.error({ fault: fault.code, why: fault.message, todo: fault.todo }, 'trouble'),
    say: (words) => log.info(words),
  };
}
