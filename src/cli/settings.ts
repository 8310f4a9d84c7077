// Every setting in one table: flags, environment, profiles, help and docs/settings.md come from it.
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaults, odinDefaults } from '../defaults.js';
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
  /** Where ODIN has another. */
  readonly odinDefault?: string;
  readonly help: string;
}

export const settingsTable = [
  {
    name: 'target',
    flag: '--target <url>',
    environment: 'MUSTER_TARGET',
    profile: true,
    help: 'tcp://host[:2208], tls://host[:2209], https://host/webservice/services/ProvisioningService, or odin+https://host/api/v2',
  },
  {
    name: 'profile',
    flag: '--profile <name>',
    environment: 'MUSTER_PROFILE',
    profile: false,
    help: 'profile of the settings file to use; without it, and without a target, the one named by `default`',
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
    help: 'login of BroadWorks or ODIN, such as auditor@example.net; asked for on a terminal when missing',
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
    odinDefault: String(odinDefaults.connections),
    help: 'most sessions at once; over ODIN most calls at once',
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
    odinDefault: String(odinDefaults.burst),
    help: 'commands that may go at once after a quiet time; over ODIN 0: never more than the rate in one second',
  },
  {
    name: 'batch',
    flag: '--batch <n>',
    environment: 'MUSTER_BATCH',
    profile: true,
    default: String(defaults.batch),
    help: 'OCI-P: most commands in one document, 1 to 15',
  },
  {
    name: 'store',
    flag: '--store <url>',
    environment: 'MUSTER_STORE',
    profile: true,
    default: 'sqlite:$XDG_DATA_HOME/muster/records.sqlite',
    help: 'where audit records are kept: sqlite:PATH, or none to keep none',
  },
  {
    name: 'ledgerKey',
    flag: '--ledger-key <file>',
    environment: 'MUSTER_LEDGER_KEY',
    profile: true,
    help: 'key that signs the checkpoints of the records; made on first use',
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settingsTable)[number]['name'];

/** Settings in force, as text, and where each came from. */
export type Settings = Partial<
  Record<SettingName, { readonly value: string; readonly from: string }>
>;

type Flags = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Flag before environment before profile before default. */
export async function readSettings(flags: Flags, environment: Environment): Promise<Settings> {
  const settings: Settings = {};
  take(settings, ({ name }) => [flags[name], 'the command line']);
  take(settings, (setting) => [environment[setting.environment], setting.environment]);
  const { values, from } = await readProfile(settings, environment);
  take(settings, ({ name }) => [values[name], from]);
  const overOdin = /^odin\+/i.test(settings.target?.value ?? '');
  take(settings, (setting) => [
    setting.name === 'settings' ? undefined : standardOf(setting, overOdin),
    'default',
  ]);
  return settings;
}

function standardOf(setting: Setting, overOdin: boolean): string | undefined {
  return overOdin ? (setting.odinDefault ?? setting.default) : setting.default;
}

/** Adds what a source says of settings that no closer source has set. */
function take(
  settings: Settings,
  source: (setting: Setting) => [value: unknown, from: string],
): void {
  // Password and password file are two ways to say one thing: the closer source decides for both.
  const passwordKnown = settings.password !== undefined || settings.passwordFile !== undefined;
  for (const setting of settingsTable) {
    const { name } = setting;
    const [value, from] = source(setting);
    if (typeof value !== 'string' || value === '' || settings[name] !== undefined) continue;
    if (passwordKnown && (name === 'password' || name === 'passwordFile')) continue;
    settings[name] = { value, from };
  }
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
  const { profiles, fallback } = checkFile(content ?? {}, file);
  // The account of the default profile must not be tried on a target that was named without it.
  const chosen = wanted ?? (settings.target === undefined ? fallback : undefined);
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

function checkFile(content: unknown, file: string) {
  if (!isMap(content))
    throw invalid(`${file} must hold \`profiles\` and, if you like, \`default\``);
  for (const key of Object.keys(content))
    if (key !== 'profiles' && key !== 'default')
      throw invalid(`${file} has an unknown entry ${key}; it may hold profiles and default`);
  const profiles = content.profiles ?? {};
  if (!isMap(profiles)) throw invalid(`profiles in ${file} must be a map of names`);
  const fallback = content.default;
  if (fallback !== undefined && typeof fallback !== 'string')
    throw invalid(`default in ${file} must be the name of a profile`);
  return { profiles, fallback };
}

function checkProfile(profile: unknown, from: string): Record<string, string> {
  if (!isMap(profile)) throw invalid(`${from} must be a map of settings`);
  const known = settingsTable
    .filter((setting) => setting.profile)
    .map(({ name }) => name as string);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(profile)) {
    if (!known.includes(name))
      throw invalid(`${from} has an unknown setting ${name}; known are ${known.join(', ')}`);
    if (typeof value !== 'string' && typeof value !== 'number')
      throw invalid(`${name} in ${from} must be text or a number`);
    values[name] = String(value).replace(/^~(?=\/)/, homedir());
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
