// Whether the server can do its work, and why not. Asks the switch nothing of its own: it remembers how the last call went.
import { asFault, type Fault } from '../fault.js';
import type { Records } from '../records/index.js';
import type { Connection } from '../south/index.js';

export interface Health {
  /** Each thing that is needed, and what is wrong with it. */
  ready(): Promise<{
    readonly isReady: boolean;
    readonly checks: Readonly<Record<string, string>>;
  }>;
  /** The same connection; what becomes of its exchanges is remembered. */
  watched(connection: Omit<Connection, 'credentials'>): Omit<Connection, 'credentials'>;
  /** From now on it is not ready. */
  stopping(): void;
}

/** How long a trouble with the ledger counts when nothing was entered since, in milliseconds. */
export function healthOf(
  records: Records,
  connection: Omit<Connection, 'credentials'> | undefined,
): Health {
  let south = connection === undefined ? 'no target' : 'not asked yet';
  let isStopping = false;
  return {
    ready: async () => {
      const ledger = await ledgerState(records);
      const server = isStopping ? 'stopping' : 'ok';
      const checks = { server, ledger, south };
      return { isReady: server === 'ok' && ledger === 'ok' && !south.startsWith('failed'), checks };
    },
    watched: (one) => ({
      ...one,
      onExchange: (note) => {
        south =
          note.outcome === 'answered'
            ? 'ok'
            : 'failed: the last exchange with the target had no answer';
        one.onExchange?.(note);
      },
    }),
    stopping: () => {
      isStopping = true;
    },
  };
}

/** A signature needs the store, the key and the head file: what can be signed can be entered. */
async function ledgerState(records: Records): Promise<string> {
  try {
    await records.reader.state();
    await records.checkpoint();
    return 'ok';
  } catch (thrown) {
    const fault: Fault = asFault(thrown);
    return `failed: ${fault.message}`;
  }
}
