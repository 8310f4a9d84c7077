// From a place to a recorder: for a run that may have nothing to enter, and for a server that keeps the ledger to itself.
import { asFault, type Fault } from '../fault.js';
import { type Ledger, openLedger, type StoreReader } from '../ledger/index.js';
import { findOpen, markUnknown } from './open-records.js';
import { originOf, type RecordPlace } from './place.js';
import { defaultPolicy, type Policy } from './policy.js';
import type { Recorder } from './record.js';
import { openRecorder, type RecordLimits } from './recorder.js';

export interface RecordsOptions {
  /** Microseconds since 1970. */
  readonly now: () => bigint;
  readonly uuid: () => string;
  /** For the name of a new log; default: those of Node. */
  readonly randomBytes?: (count: number) => Buffer;
  /** Default: the standard rules. */
  readonly policy?: Policy;
  readonly limits?: Partial<RecordLimits>;
  /** Literal secrets that no record may hold. */
  readonly secrets?: () => readonly string[];
  /** A read whose record cannot be written goes on all the same; the trouble is told. Never for a change. */
  readonly readsMayGoUnrecorded?: boolean;
  /** Hears of what went wrong where nobody waits for it. */
  readonly onTrouble?: (fault: Fault) => void;
  /** Hears how many records had no end, and are marked as outcome unknown. */
  readonly onUnknown?: (count: number) => void;
  /** Signs in this interval, as long as entries come; else when asked, and at the end. */
  readonly checkpointEveryMs?: number;
}

/** Records while a server runs. */
export interface Records {
  readonly recorder: Recorder;
  /** Stands beside the writer: sees what is durable. */
  readonly reader: StoreReader;
  /** Name of the log. */
  readonly origin: string;
  /** What others verify checkpoints with. */
  readonly verifierKey: string;
  /** Entries so far, durable ones only. */
  size(): number;
  /** Signs the present size, after all that was entered before; gives the note. */
  checkpoint(): Promise<string>;
  /** Ends open records as unknown, signs, lets go of the store. */
  close(): Promise<void>;
}

/**
 * A recorder that opens the ledger only when something is to be entered, so that what needs no record costs nothing, and
 * several runs may share a place. Where reads may go unrecorded, trouble at the end is told, not thrown: what was entered
 * is durable, and the next run signs it.
 */
export function recorderAt(place: RecordPlace, options: RecordsOptions): Recorder {
  const { policy = defaultPolicy } = options;
  const recorder = openRecorder({ ...options, policy, ledger: ledgerWhenNeeded(place, options) });
  if (options.readsMayGoUnrecorded !== true) return recorder;
  return {
    ...recorder,
    close: () => recorder.close().catch((thrown: unknown) => options.onTrouble?.(asFault(thrown))),
  };
}

/**
 * Opens and locks the ledger now, ends what was left open as unknown, and keeps a reader beside the writer. Faults:
 * `LEDGER_BUSY` while another process writes, `LEDGER_FORKED`, `LEDGER_UNAVAILABLE`, `LEDGER_INVALID`.
 */
export async function openRecords(place: RecordPlace, options: RecordsOptions): Promise<Records> {
  const ledger = await openIn(place, options);
  let reader: StoreReader;
  try {
    reader = await place.store.read();
  } catch (thrown) {
    await ledger.close();
    throw thrown;
  }
  const { policy = defaultPolicy } = options;
  const recorder = openRecorder({ ...options, policy, ledger });
  let closing: Promise<void> | undefined;
  return {
    recorder,
    reader,
    origin: ledger.origin,
    verifierKey: ledger.verifierKey,
    size: () => ledger.size,
    checkpoint: () => ledger.checkpoint(),
    close: () => {
      closing ??= recorder.close().finally(() => reader.close());
      return closing;
    },
  };
}

function ledgerWhenNeeded(place: RecordPlace, options: RecordsOptions): Ledger {
  let opened: Promise<Ledger> | undefined;
  const ledger = () => {
    opened ??= openIn(place, options);
    return opened;
  };
  return {
    origin: '',
    verifierKey: '',
    size: 0,
    append: async (draft) => (await ledger()).append(draft),
    checkpoint: async () => (await ledger()).checkpoint(),
    close: async () => {
      // A ledger that could not be opened has told whoever wanted to enter something.
      const there = await opened?.catch(() => undefined);
      await there?.close();
    },
  };
}

/** Opens the ledger, and ends what a run that died has left open: nobody will say how it went. */
async function openIn(place: RecordPlace, options: RecordsOptions): Promise<Ledger> {
  const { now, randomBytes, checkpointEveryMs } = options;
  const origin = await originOf(place, randomBytes);
  const { store, keyFile, headFile } = place;
  const every = checkpointEveryMs === undefined ? {} : { checkpointEveryMs };
  const ledger = await openLedger({ store, keyFile, headFile, origin, now, ...every });
  if (ledger.size === 0) return ledger;
  try {
    const reader = await store.read();
    try {
      const left = await findOpen(reader);
      if (left.length > 0) options.onUnknown?.(left.length);
      await markUnknown(ledger, left);
    } finally {
      await reader.close();
    }
  } catch (thrown) {
    // Whoever comes next must find it unlocked; why it failed matters more than what stands in the way of closing it.
    await ledger.close().catch(() => undefined);
    throw thrown;
  }
  return ledger;
}
