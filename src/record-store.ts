// Where the library keeps audit records: opened once by whoever embeds Muster, and handed to any number of connections.
import { randomUUID } from 'node:crypto';
import { Fault } from './fault.js';
import {
  type AuditRecord,
  defaultLimits,
  limitBounds,
  microClock,
  openRecords,
  type Policy,
  policyFrom,
  policyWith,
  type Recorder,
  type RecordLimits,
  readRecord,
  recordPlace,
  unrecorded,
} from './records/index.js';

export interface RecordStoreOptions {
  /** The SQLite file; made when it is not there. */
  readonly path: string;
  /** The key that signs; default `PATH.key`. Better kept apart: whoever has both can sign another history. */
  readonly keyFile?: string;
  /** What was signed last, which tells a restored store from the true one; default `PATH.head`. Better kept apart. */
  readonly headFile?: string;
  /** Rules that go before the standard ones; the first that fits wins. */
  readonly policy?: Policy;
  /** Most bytes that are kept of a body and of a message, 1 KiB to 16 MiB. */
  readonly limits?: Partial<RecordLimits>;
}

/** An open store of audit records; this process is the only one that writes to it. */
export interface LibraryRecords extends AsyncDisposable {
  /** Name of the log. */
  readonly origin: string;
  /** What others verify it with. */
  readonly verifierKey: string;
  /** One record with its messages; undefined when there is none. */
  read(recordId: string): Promise<AuditRecord | undefined>;
  /** Signs and lets go. Close the connections first; calls that are under way are marked as outcome unknown. */
  close(): Promise<void>;
}

/** What a connection needs of a store. */
export interface Keeper {
  readonly recorder: Recorder;
  /** Throws when the store has been closed. */
  check(): void;
  /** Keeps a password out of all records; gives what ends that. */
  hide(secret: string): () => void;
}

const keepers = new WeakMap<LibraryRecords, Keeper>();

/** Opens a store. Faults: `LEDGER_BUSY` while another process writes to it, `LEDGER_FORKED`, `LEDGER_UNAVAILABLE`. */
export async function openRecordStore(options: RecordStoreOptions): Promise<LibraryRecords> {
  const { path, keyFile = `${path}.key`, headFile = `${path}.head` } = options;
  for (const [name, value] of Object.entries({ path, keyFile, headFile }))
    if (typeof value !== 'string' || value === '')
      throw new Fault('SETTING_INVALID', `${name} must be the name of a file`);
  const policy = policyWith(policyFrom(options.policy ?? []));
  const limits = limitsFrom(options.limits ?? {});
  // How many connections are open with each password.
  const secrets = new Map<string, number>();
  let trouble: Fault | undefined;
  const records = await openRecords(recordPlace({ path, keyFile, headFile }), {
    now: microClock(Date.now(), process.hrtime.bigint),
    uuid: randomUUID,
    policy,
    limits,
    secrets: () => [...secrets.keys()],
    onTrouble: (fault) => {
      trouble ??= fault;
    },
  });
  let isClosed = false;
  const close = async () => {
    isClosed = true;
    await records.close();
    if (trouble !== undefined) throw trouble;
  };
  const store: LibraryRecords = {
    origin: records.origin,
    verifierKey: records.verifierKey,
    read: (recordId) => readRecord(records.reader, recordId),
    close,
    [Symbol.asyncDispose]: close,
  };
  keepers.set(store, {
    recorder: records.recorder,
    check() {
      if (isClosed) throw new Fault('LEDGER_UNAVAILABLE', 'the records have been closed');
    },
    hide(secret) {
      secrets.set(secret, (secrets.get(secret) ?? 0) + 1);
      return () => {
        const left = (secrets.get(secret) ?? 1) - 1;
        if (left === 0) secrets.delete(secret);
        else secrets.set(secret, left);
      };
    },
  });
  return store;
}

/** What a connection records with. Throws `SETTING_INVALID` when nothing was said. */
export function keeperOf(records: LibraryRecords | 'none'): Keeper {
  if (records === 'none') return { recorder: unrecorded(), check: () => {}, hide: () => () => {} };
  const keeper = typeof records === 'object' && records !== null ? keepers.get(records) : undefined;
  if (keeper !== undefined) return keeper;
  throw new Fault(
    'SETTING_INVALID',
    "records must be said: what openRecordStore gave, or 'none' to keep no audit records",
  );
}

function limitsFrom(said: Partial<RecordLimits>): Partial<RecordLimits> {
  const { least, most } = limitBounds;
  for (const [name, value] of Object.entries(said)) {
    if (!Object.hasOwn(defaultLimits, name))
      throw new Fault('SETTING_INVALID', `limits has a ${name}; known are bodyBytes, southBytes`);
    if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most))
      throw new Fault(
        'SETTING_INVALID',
        `${name} must be a whole number of bytes from ${least} to ${most}`,
      );
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
