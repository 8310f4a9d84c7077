// Where the audit records of the command line are kept: from settings to a recorder and to readers. The ledger is opened
// when something is to be entered, so that what needs no record costs nothing.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '../fault.js';
import { type Ledger, loadDriver, openLedger, type Store, sqliteStore } from '../ledger/index.js';
import {
  defaultPolicy,
  findOpen,
  markUnknown,
  openRecorder,
  type Recorder,
  searchFields,
  unrecorded,
} from '../records/index.js';
import type { Settings } from './settings.js';
import type { Terminal } from './terminal.js';

/** A store, and the two files that stand apart from it. */
export interface RecordPlace {
  readonly store: Store;
  readonly path: string;
  readonly keyFile: string;
  readonly headFile: string;
}

/** How long to wait for another run that is writing its record, in milliseconds. */
const waitMs = 15_000;

/** The place that the settings name; `none` when records are switched off. */
export function placeFrom(settings: Settings, terminal: Terminal): RecordPlace | 'none' {
  const { environment } = terminal;
  const home = environment.HOME || homedir();
  const data = environment.XDG_DATA_HOME || join(home, '.local', 'share');
  const state = environment.XDG_STATE_HOME || join(home, '.local', 'state');
  const standard = join(data, 'muster', 'records.sqlite');
  const said = settings.store;
  if (said?.value === 'none') return 'none';
  const named = said === undefined || said.from === 'default' ? standard : pathIn(said);
  const path = resolve(named);
  // Another store has files of its own: two logs must never share a head.
  const stem =
    path === resolve(standard)
      ? 'records'
      : `${basename(path).replace(/[^\w.-]/g, '_')}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
  const keyFile = settings.ledgerKey?.value ?? join(state, 'muster', `${stem}.key`);
  const store = sqliteStore({ path, fields: searchFields, waitMs, inCallersThread: true });
  return { store, path, keyFile, headFile: join(state, 'muster', `${stem}.head`) };
}

/** A place of its own, with everything in one folder. */
export function placeIn(folder: string): RecordPlace {
  const path = join(folder, 'records.sqlite');
  const store = sqliteStore({ path, fields: searchFields, waitMs, inCallersThread: true });
  return {
    store,
    path,
    keyFile: join(folder, 'records.key'),
    headFile: join(folder, 'records.head'),
  };
}

function pathIn({ value, from }: { readonly value: string; readonly from: string }): string {
  const [, path] = /^sqlite:(?:\/\/)?(.+)$/.exec(value) ?? [];
  if (path !== undefined) return path.replace(/^~(?=\/)/, homedir());
  throw new Fault(
    'SETTING_INVALID',
    `store (from ${from}) must be sqlite:PATH or none, not "${value}"`,
  );
}

/**
 * A recorder for one run. Says so when no record is kept; refuses at once where none could be, since what cannot be
 * recorded is not to be asked.
 */
export async function recorderFrom(
  settings: Settings,
  terminal: Terminal,
  secrets: () => readonly string[],
): Promise<Recorder> {
  const place = placeFrom(settings, terminal);
  if (place === 'none') {
    terminal.say('No audit record is kept of this run (store: none).');
    return unrecorded();
  }
  await loadDriver();
  refuseUnwritable(place);
  return recorderAt(place, terminal, secrets);
}

/** Looks at the folder that is there, or that the missing ones would be made in. */
function refuseUnwritable({ path, store }: RecordPlace): void {
  let there = existsSync(path) ? path : dirname(path);
  while (!existsSync(there)) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
    if (there !== path && !statSync(there).isDirectory()) throw new Error(`${there} is no folder`);
  } catch (cause) {
    throw new Fault(
      'LEDGER_UNAVAILABLE',
      `${store.url} cannot be written (${(cause as Error).message}); name another with --store, or keep none with --store none`,
      { cause },
    );
  }
}

/** A recorder that enters into a place. */
export function recorderAt(
  place: RecordPlace,
  terminal: Terminal,
  secrets: () => readonly string[],
): Recorder {
  return openRecorder({
    ledger: ledgerWhenNeeded(place, terminal),
    policy: defaultPolicy,
    now: microsOf(terminal),
    uuid: randomUUID,
    secrets,
    onTrouble: (fault) => terminal.warn(`a record could not be kept: ${fault.message}`),
  });
}

/** Microseconds since 1970 that go on within a millisecond. */
export function microsOf(terminal: Terminal): () => bigint {
  const started = BigInt(terminal.now()) * 1000n;
  const from = process.hrtime.bigint();
  return () => started + (process.hrtime.bigint() - from) / 1000n;
}

function ledgerWhenNeeded(place: RecordPlace, terminal: Terminal): Ledger {
  let opened: Promise<Ledger> | undefined;
  const ledger = () => {
    opened ??= openIn(place, terminal);
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
async function openIn(place: RecordPlace, terminal: Terminal): Promise<Ledger> {
  const origin = await originOf(place);
  const ledger = await openLedger({ ...place, origin, now: microsOf(terminal) });
  if (ledger.size === 0) return ledger;
  const reader = await place.store.read();
  try {
    const left = await findOpen(reader);
    if (left.length > 0)
      terminal.warn(`${left.length} records had no end; they are marked as outcome unknown`);
    await markUnknown(ledger, left);
  } finally {
    await reader.close();
  }
  return ledger;
}

/** As it was named when it began; where that is lost, as its first entry says; a new log gets a name of its own. */
export async function originOf({ store, path, headFile }: RecordPlace): Promise<string> {
  const file = `${headFile}.origin`;
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  // A store that somebody else is making at this moment cannot be read yet, and has no entry.
  const reader = existsSync(path) ? await store.read().catch(() => undefined) : undefined;
  try {
    for await (const [first] of reader?.entries(0, 1) ?? [])
      if (first !== undefined) {
        const { log } = JSON.parse(first.header.toString('utf8')) as { log?: unknown };
        if (typeof log === 'string') return log;
      }
  } finally {
    await reader?.close();
  }
  return newOrigin(file);
}

/** A name that no other log has, the same for all who begin this one at the same time. */
function newOrigin(file: string): string {
  const beside = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(beside, `muster-${randomBytes(6).toString('hex')}\n`, { mode: 0o600 });
  try {
    // A link is made only while the name is free.
    linkSync(beside, file);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  } finally {
    rmSync(beside, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}
