// Whether the server can do its work, and why not. Asks the switch nothing of its own: it remembers how the last call went.
import { asFault, type Fault, type FaultCode, faultTable } from '../fault.js';
import type { Records } from '../records/index.js';
import type { Connection } from '../south/index.js';
import type { CallLine } from './requests.js';

export interface Health {
  /** Each thing that is needed, and what is wrong with it. */
  ready(): Promise<{
    readonly isReady: boolean;
    readonly checks: Readonly<Record<string, string>>;
  }>;
  /** Hears how a call went. */
  called(line: Pick<CallLine, 'fault' | 'recordId'>): void;
  /** The same connection; what becomes of its exchanges is remembered. */
  watched(connection: Omit<Connection, 'credentials'>): Omit<Connection, 'credentials'>;
  /** The target answered outside of an exchange: a login. */
  reached(): void;
  /** From now on it is not ready. */
  stopping(): void;
}

/**
 * How long a failure counts, in milliseconds. Then nothing is known until the next call: a server that nobody asks, because
 * it was not ready once, would never find out.
 */
const countsMs = 30_000;

const southIsDown: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'SOUTH_NAME_UNKNOWN',
  'SOUTH_UNREACHABLE',
  'SOUTH_TLS_REFUSED',
  'SOUTH_TIMEOUT',
  'SOUTH_LOST',
  'SOUTH_BUSY',
]);

/** One thing that is needed: how it went last. */
function memory(first: string, now: () => number) {
  let last = { words: first, failedAt: Number.NaN };
  return {
    went: (words: string) => {
      last = { words, failedAt: Number.NaN };
    },
    failed: (why: string) => {
      last = { words: `failed: ${why}`, failedAt: now() };
    },
    state: () => {
      const isOld = now() - last.failedAt >= countsMs;
      return isOld ? `not asked since it ${last.words}` : last.words;
    },
  };
}

/** See the file's first lines. `now` in milliseconds since 1970. */
export function healthOf(
  records: Records,
  connection: Omit<Connection, 'credentials'> | undefined,
  now: () => number,
): Health {
  const south = memory(connection === undefined ? 'no target' : 'not asked yet', now);
  const entered = memory('ok', now);
  const ledger = shared(() => ledgerState(records));
  let isStopping = false;
  return {
    ready: async () => {
      const server = isStopping ? 'stopping' : 'ok';
      const signed = await ledger();
      const checks = {
        server,
        ledger: signed === 'ok' ? entered.state() : signed,
        target: south.state(),
      };
      const isReady = !isStopping && !Object.values(checks).some((one) => one.startsWith('failed'));
      return { isReady, checks };
    },
    called: ({ fault, recordId }) => {
      if (fault?.code.startsWith('LEDGER_')) entered.failed(inPublic(fault));
      else if (recordId !== undefined) entered.went('ok');
      if (fault !== undefined && southIsDown.has(fault.code)) south.failed(fault.message);
    },
    watched: (one) => ({
      ...one,
      onExchange: (note) => {
        if (note.outcome === 'answered') south.went('ok');
        else south.failed('the last exchange with the target had no answer');
        one.onExchange?.(note);
      },
    }),
    reached: () => south.went('ok'),
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
    return `failed: ${inPublic(fault)}`;
  }
}

/** Everybody may ask: where the store lies is for the log. */
const inPublic = ({ code }: Fault) => `${code}: ${faultTable[code].what}`;

/** A signature syncs two files: those who ask at the same time share one. */
function shared(look: () => Promise<string>): () => Promise<string> {
  let looking: Promise<string> | undefined;
  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}
