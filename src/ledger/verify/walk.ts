// Verifies a whole log in Node, by the rules in log-rules.ts; with threads, where entries can be read there.
import { answerTo } from '../format/answers.js';
import type { Entries, LedgerState } from '../store.js';
import { type LogToWalk, type Verdict, walkLog } from './log-rules.js';
import { runsElsewhere } from './threads.js';

export type { Verdict } from './log-rules.js';

/** Beside a live writer read the head first, then the checkpoints, the state, and the entries up to its size. */
export interface LogToVerify
  extends Omit<LogToWalk, 'entries' | 'state' | 'hasTiles' | 'isClosed' | 'elsewhere'> {
  /** All entries in order. */
  readonly entries: Entries;
  readonly state: LedgerState;
  readonly tiles?: (level: number, index: number) => Promise<Uint8Array | undefined>;
  /** Threads beside this one, for entries that can be read there; none when left out. */
  readonly threads?: number;
}

/** Recomputes everything. Throws only what the readers that it was handed throw. */
export function verifyLog({ tiles, threads = 0, ...log }: LogToVerify): Promise<Verdict> {
  const { elsewhere } = log.entries;
  return walkLog(
    {
      ...log,
      hasTiles: tiles !== undefined,
      elsewhere: (origin) => runsElsewhere(elsewhere, origin, threads),
    },
    (ask) => (ask.kind === 'tile' ? tiles?.(ask.level, ask.index) : answerTo(ask)),
  );
}
