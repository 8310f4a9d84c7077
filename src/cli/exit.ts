// Faults at the edge: one exit code, one line of what happened and one of what to do.
import { asFault, type FaultCode } from '../fault.js';
import type { Terminal } from './terminal.js';

/** 0 complete, 2 partial or could not, 64 wrong usage. 1 is kept for commands that are asked to judge. */
export const exitCodes = { complete: 0, incomplete: 2, usage: 64 } as const;

const usage: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'USAGE_INVALID',
  'SETTING_INVALID',
  'CREDENTIALS_MISSING',
  'WORLD_INVALID',
  'COMMAND_UNKNOWN',
  'COMMAND_INVALID',
]);

export function exitCodeOf(code: FaultCode): number {
  return usage.has(code) ? exitCodes.usage : exitCodes.incomplete;
}

/** Says what went wrong on stderr; gives the exit code. */
export function report(thrown: unknown, terminal: Terminal): number {
  const fault = asFault(thrown);
  terminal.say(`muster: ${fault.message}`);
  terminal.say(`        ${fault.todo}`);
  if (fault.code === 'INTERNAL' && fault.cause instanceof Error)
    terminal.say(fault.cause.stack ?? '');
  return exitCodeOf(fault.code);
}
