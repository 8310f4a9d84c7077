// Where the audit records of the command line are kept, and how much: from settings to a place and a recorder.
import { createHash, randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '../fault.js';
import { loadDriver } from '../ledger/index.js';
import {
  limitBounds,
  microClock,
  policyFrom,
  policyWith,
  type Recorder,
  type RecordPlace,
  type RecordsOptions,
  recorderAt,
  recordPlace,
  unrecorded,
} from '../records/index.js';
import type { SettingName, Settings } from './settings.js';
import type { Terminal } from './terminal.js';

export { originOf, type RecordPlace } from '../records/index.js';

/** A run enters little and ends; it waits this long for another one that is writing its record, in milliseconds. */
const ofARun = { waitMs: 15_000, inCallersThread: true };

/**
 * The files that the settings name; `none` when records are switched off. A server holds its store as long as it runs, so
 * that it has one of its own unless told otherwise.
 */
export function recordFiles(
  settings: Settings,
  terminal: Terminal,
  standardName: 'records' | 'serve' | 'proxy' = 'records',
): { readonly path: string; readonly keyFile: string; readonly headFile: string } | 'none' {
  const { environment } = terminal;
  const home = environment.HOME || homedir();
  const data = environment.XDG_DATA_HOME || join(home, '.local', 'share');
  const state = environment.XDG_STATE_HOME || join(home, '.local', 'state');
  const standard = join(data, 'muster', `${standardName}.sqlite`);
  const said = settings.store;
  if (said?.value === 'none') return 'none';
  const named = said === undefined || said.from === 'default' ? standard : pathIn(said);
  const path = resolve(named);
  // Another store has files of its own: two logs must never share a head. Those of a server are found by its path, too.
  const standards = ['records', 'serve', 'proxy'].map((name) =>
    join(data, 'muster', `${name}.sqlite`),
  );
  const stem = standards.some((one) => path === resolve(one))
    ? basename(path, '.sqlite')
    : `${basename(path).replace(/[^\w.-]/g, '_')}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
  const keyFile = settings.ledgerKey?.value ?? join(state, 'muster', `${stem}.key`);
  return { path, keyFile, headFile: join(state, 'muster', `${stem}.head`) };
}

/** The place that the settings name, for one run. */
export function placeFrom(settings: Settings, terminal: Terminal): RecordPlace | 'none' {
  const files = recordFiles(settings, terminal);
  return files === 'none' ? 'none' : recordPlace({ ...files, ...ofARun });
}

/** The place of a server. Throws `SETTING_INVALID` where no records are to be kept: a server keeps them always. */
export function servePlaceFrom(
  settings: Settings,
  terminal: Terminal,
  standardName: 'serve' | 'proxy' = 'serve',
): RecordPlace {
  const files = recordFiles(settings, terminal, standardName);
  if (files === 'none')
    throw new Fault(
      'SETTING_INVALID',
      `store (from ${settings.store?.from}) is none, and a server keeps records of every call`,
    );
  return recordPlace(files);
}

/** A place of its own, with everything in one folder. */
export function placeIn(folder: string): RecordPlace {
  const [path, keyFile, headFile] = ['sqlite', 'key', 'head'].map((kind) =>
    join(folder, `records.${kind}`),
  ) as [string, string, string];
  return recordPlace({ path, keyFile, headFile, ...ofARun });
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
 * A recorder for one run. Says so when no record is kept. Where none could be it refuses at once, since what cannot be
 * recorded is not to be asked, unless a setting lets reads go on.
 */
export async function recorderFrom(
  settings: Settings,
  terminal: Terminal,
  secrets: () => readonly string[],
): Promise<Recorder> {
  const options = recordsOptionsFrom(settings, terminal, secrets);
  const place = placeFrom(settings, terminal);
  if (place === 'none') {
    terminal.say('No audit record is kept of this run (store: none).');
    return unrecorded();
  }
  if (options.readsMayGoUnrecorded !== true) {
    await loadDriver();
    refuseUnwritable(place);
  }
  return recorderAt(place, options);
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

function standardOptions(terminal: Terminal, secrets: () => readonly string[]): RecordsOptions {
  return {
    now: microClock(terminal.now(), process.hrtime.bigint),
    uuid: randomUUID,
    secrets,
    onTrouble: (fault) => terminal.warn(`a record could not be kept: ${fault.message}`),
    onUnknown: (count) =>
      terminal.warn(`${count} records had no end; they are marked as outcome unknown`),
  };
}

/** How records are kept, as the settings say. Throws `SETTING_INVALID`, naming the setting. */
export function recordsOptionsFrom(
  settings: Settings,
  terminal: Terminal,
  secrets: () => readonly string[],
): RecordsOptions {
  const rules = settings.recordPolicy;
  return {
    ...standardOptions(terminal, secrets),
    ...(rules === undefined
      ? {}
      : {
          policy: policyWith(
            policyFrom(JSON.parse(rules.value), `recordPolicy (from ${rules.from})`),
          ),
        }),
    limits: {
      bodyBytes: sizeOf(settings, 'recordBodyBytes'),
      southBytes: sizeOf(settings, 'recordSouthBytes'),
    },
    readsMayGoUnrecorded: areReadsOptional(settings),
  };
}

function areReadsOptional({ recordReads }: Settings): boolean {
  const { value, from } = recordReads as { value: string; from: string };
  if (value === 'optional' || value === 'required') return value === 'optional';
  throw new Fault(
    'SETTING_INVALID',
    `recordReads (from ${from}) must be required or optional, not "${value}"`,
  );
}

const units: Readonly<Record<string, number>> = { '': 1, kib: 1 << 10, mib: 1 << 20 };

function sizeOf(settings: Settings, name: SettingName): number {
  const { value, from } = settings[name] as { value: string; from: string };
  const [, amount, unit = ''] = /^(\d{1,15})\s?(KiB|MiB|)$/i.exec(value) ?? [];
  const bytes = Number(amount) * (units[unit.toLowerCase()] ?? Number.NaN);
  if (bytes >= limitBounds.least && bytes <= limitBounds.most) return bytes;
  throw new Fault(
    'SETTING_INVALID',
    `${name} (from ${from}) must be a size from 1KiB to 16MiB, such as 65536, 64KiB or 1MiB, not "${value}"`,
  );
}
