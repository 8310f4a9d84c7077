// Every setting in one table: flags, environment, profiles, help and docs/settings.md come from it.
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaults } from '../defaults.js';
import { Fault } from '../fault.js';

export interface Setting {
  readonly name: string;
  /** Flag with its argument; secrets and names of accounts have none, since command lines are visible to others. */
  readonly flag?: string;
  readonly environment: string;
  /** Whether a profile may hold it. */
  readonly profile: boolean;
  readonly secret?: boolean;
  readonly default?: string;
  readonly help: string;
}

export const settingsTable = [
  {
    name: 'target',
    flag: '--target <url>',
    environment: 'MUSTER_TARGET',
    profile: true,
    help: 'tcp://host[:2208], tls://host[:2209] or https://host/webservice/services/ProvisioningService',
  },
  {
    name: 'profile',
    flag: '--profile <name>',
    environment: 'MUSTER_PROFILE',
    profile: false,
    help: 'profile of the settings file to use; without it, the one named by `default`',
  },
  {
    name: 'settings',
    flag: '--settings <file>',
    environment: 'MUSTER_SETTINGS',
    profile: false,
    default: '$XDG_CONFIG_HOME/muster/settings.yaml',
    help: 'settings file with profiles',
  },
  {
    name: 'username',
    environment: 'MUSTER_USERNAME',
    profile: true,
    help: 'BroadWorks login, such as auditor@example.net; asked for on a terminal when missing',
  },
  {
    name: 'password',
    environment: 'MUSTER_PASSWORD',
    profile: true,
    secret: true,
    help: 'its password; asked for on a terminal when missing',
  },
  {
    name: 'passwordFile',
    flag: '--password-file <file>',
    environment: 'MUSTER_PASSWORD_FILE',
    profile: true,
    help: 'file whose first line is the password',
  },
  {
    name: 'ca',
    flag: '--ca <file>',
    environment: 'MUSTER_CA',
    profile: true,
    help: 'PEM of a private certificate authority to trust besides the public ones',
  },
  {
    name: 'timeout',
    flag: '--timeout <time>',
    environment: 'MUSTER_TIMEOUT',
    profile: true,
    default: `${defaults.timeoutMs / 1000}s`,
    help: 'longest silence of the switch: 30s, 500ms, 2m',
  },
  {
    name: 'connections',
    flag: '--connections <n>',
    environment: 'MUSTER_CONNECTIONS',
    profile: true,
    default: String(defaults.connections),
    help: 'most sessions at once',
  },
  {
    name: 'rate',
    flag: '--rate <n>',
    environment: 'MUSTER_RATE',
    profile: true,
    default: String(defaults.rate),
    help: 'commands per second over time, 0 for no limit',
  },
  {
    name: 'burst',
    flag: '--burst <n>',
    environment: 'MUSTER_BURST',
    profile: true,
    default: String(defaults.burst),
    help: 'commands that may go at once after a quiet time',
  },
  {
    name: 'batch',
    flag: '--batch <n>',
    environment: 'MUSTER_BATCH',
    profile: true,
    default: String(defaults.batch),
    help: 'most commands in one document, 1 to 15',
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settingsTable)[number]['name'];

/** Settings in force, as text, and where each came from. */
export type Settings = Partial<Record<SettingName, { readonly value: string; readonly from: string }>>;

type Flags = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Flag before environment before profile before default. */
export async function readSettings(flags: Flags, environment: Environment): Promise<Settings> {
  const settings: Settings = {};
  for (const { name, environment: variable } of settingsTable) {
    const flag = flags[name];
    const set = environment[variable];
    if (typeof flag === 'string') settings[name] = { value: flag, from: 'the command line' };
    else if (set !== undefined && set !== '') settings[name] = { value: set, from: variable };
  }
  const profile = await readProfile(settings, environment);
  for (const setting of settingsTable) {
    const { name } = setting;
    // A password named more closely must not be joined by one from farther away.
    const otherwise = name === 'password' ? 'passwordFile' : name === 'passwordFile' ? 'password' : name;
    if (settings[name] !== undefined || settings[otherwise] !== undefined) continue;
    const value = profile.values[name];
    if (value !== undefined) settings[name] = { value, from: profile.from };
  }
  for (const setting of settingsTable as readonly Setting[])
    if (setting.default !== undefined && setting.name !== 'settings')
      settings[setting.name as SettingName] ??= { value: setting.default, from: 'default' };
  return settings;
}

interface Profile {
  readonly from: string;
  readonly values: Partial<Record<string, string>>;
}

const noProfile: Profile = { from: '', values: {} };

async function readProfile(settings: Settings, environment: Environment): Promise<Profile> {
  const named = settings.settings?.value;
  const file = named ?? defaultFile(environment);
  const text = readIfThere(file, named !== undefined);
  const wanted = settings.profile?.value;
  if (text === undefined) {
    if (wanted === undefined) return noProfile;
    throw invalid(`profile ${wanted} was asked for, but there is no settings file ${file}`);
  }
  const { parse } = await import('yaml');
  let content: unknown;
  try {
    content = parse(text);
  } catch (cause) {
    throw invalid(`${file} is not YAML: ${(cause as Error).message.split('\n')[0]}`, cause);
  }
  const { profiles, chosen } = checkFile(content ?? {}, file, wanted);
  if (chosen === undefined) return noProfile;
  const profile = profiles[chosen];
  if (profile === undefined) {
    const names = Object.keys(profiles).join(', ') || 'none';
    throw invalid(`${file} has no profile ${chosen}; it has ${names}`);
  }
  const from = `profile ${chosen} of ${file}`;
  const values = checkProfile(profile, from);
  if (values.password !== undefined) refuseReadable(file);
  return { from, values };
}

function checkFile(content: unknown, file: string, wanted: string | undefined) {
  if (!isMap(content)) throw invalid(`${file} must hold \`profiles\` and, if you like, \`default\``);
  for (const key of Object.keys(content))
    if (key !== 'profiles' && key !== 'default')
      throw invalid(`${file} has an unknown entry ${key}; it may hold profiles and default`);
  const profiles = content.profiles ?? {};
  if (!isMap(profiles)) throw invalid(`profiles in ${file} must be a map of names`);
  const fallback = content.default;
  if (fallback !== undefined && typeof fallback !== 'string')
    throw invalid(`default in ${file} must be the name of a profile`);
  return { profiles, chosen: wanted ?? fallback };
}

function checkProfile(profile: unknown, from: string): Record<string, string> {
  if (!isMap(profile)) throw invalid(`${from} must be a map of settings`);
  const known = settingsTable.filter((setting) => setting.profile).map(({ name }) => name as string);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(profile)) {
    if (!known.includes(name))
      throw invalid(`${from} has an unknown setting ${name}; known are ${known.join(', ')}`);
    if (typeof value !== 'string' && typeof value !== 'number')
      throw invalid(`${name} in ${from} must be text or a number`);
    values[name] = String(value);
  }
  return values;
}

/** A password in a file that others can read is no secret any more. */
function refuseReadable(file: string): void {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw invalid(`${file} holds a password and can be read by others; run: chmod 600 ${file}`);
}

function defaultFile(environment: Environment): string {
  const base = environment.XDG_CONFIG_HOME || join(environment.HOME || homedir(), '.config');
  return join(base, 'muster', 'settings.yaml');
}

function readIfThere(file: string, required: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && !required) return undefined;
    throw invalid(`the settings file ${file} cannot be read: ${(cause as Error).message}`, cause);
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function invalid(message: string, cause?: unknown): Fault {
  return new Fault('SETTING_INVALID', message, { cause });
}
