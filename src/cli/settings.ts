// Where settings come from: flag before environment before profile before default.
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../fault.js';
import { type Setting, type SettingName, settingsTable } from './settings-table.js';

export { type Setting, type SettingName, settingsTable } from './settings-table.js';

/** Settings in force, as text, and where each came from. */
export type Settings = Partial<
  Record<SettingName, { readonly value: string; readonly from: string }>
>;

type Flags = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Flag before environment before profile before default. Throws `SETTING_INVALID` for a settings file with a mistake. */
export async function readSettings(flags: Flags, environment: Environment): Promise<Settings> {
  const settings: Settings = {};
  take(settings, ({ name }) => [flags[name], 'the command line']);
  take(settings, ({ environment: name = '' }) => [environment[name], name]);
  const file = await readFile(settings, environment);
  const { values, from } = profileIn(file, settings);
  take(settings, ({ name }) => [values[name], from]);
  if (file.policy !== undefined)
    settings.recordPolicy = { value: JSON.stringify(file.policy), from: file.name };
  for (const [name, value] of Object.entries(file.sections ?? {}))
    settings[name as SectionName] = { value: JSON.stringify(value), from: file.name };
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

/** What a settings file holds. */
interface SettingsFile {
  readonly name: string;
  readonly isThere: boolean;
  readonly profiles: Readonly<Record<string, unknown>>;
  /** Profile to use when none is named. */
  readonly fallback?: string;
  /** Checked already. */
  readonly policy?: readonly unknown[];
  readonly sections?: Readonly<Partial<Record<SectionName, unknown>>>;
}

async function readFile(settings: Settings, environment: Environment): Promise<SettingsFile> {
  const named = settings.settings?.value;
  const name = named ?? defaultFile(environment);
  const text = readIfThere(name, named !== undefined);
  if (text === undefined) return { name, isThere: false, profiles: {} };
  const { parse } = await import('yaml');
  let content: unknown;
  try {
    content = parse(text);
  } catch (cause) {
    throw invalid(`${name} is not YAML: ${(cause as Error).message.split('\n')[0]}`, cause);
  }
  return { name, isThere: true, ...(await checkFile(content ?? {}, name)) };
}

function profileIn(file: SettingsFile, settings: Settings): Profile {
  const { name, isThere, profiles, fallback } = file;
  const wanted = settings.profile?.value;
  if (wanted !== undefined && !isThere)
    throw invalid(`profile ${wanted} was asked for, but there is no settings file ${name}`);
  // The account of the default profile must not be tried on a target that was named without it.
  const chosen = wanted ?? (settings.target === undefined ? fallback : undefined);
  if (chosen === undefined) return noProfile;
  const profile = profiles[chosen];
  if (profile === undefined) {
    const names = Object.keys(profiles).join(', ') || 'none';
    throw invalid(`${name} has no profile ${chosen}; it has ${names}`);
  }
  const from = `profile ${chosen} of ${name}`;
  const values = checkProfile(profile, from);
  if (values.password !== undefined) refuseReadable(name);
  return { from, values };
}

/** Entries of the file that whoever needs them reads in full. */
const sectionForms = { oidc: 'a map', proxy: 'a map', elements: 'a list' } as const;
type SectionName = keyof typeof sectionForms;

const fileEntries = ['profiles', 'default', 'recordPolicy', ...Object.keys(sectionForms)];

async function checkFile(
  content: unknown,
  file: string,
): Promise<Omit<SettingsFile, 'name' | 'isThere'>> {
  if (!isMap(content))
    throw invalid(`${file} must hold \`profiles\` and, if you like, \`default\``);
  for (const key of Object.keys(content))
    if (!fileEntries.includes(key))
      throw invalid(`${file} has an unknown entry ${key}; it may hold ${fileEntries.join(', ')}`);
  const profiles = content.profiles ?? {};
  if (!isMap(profiles)) throw invalid(`profiles in ${file} must be a map of names`);
  const fallback = content.default;
  if (fallback !== undefined && typeof fallback !== 'string')
    throw invalid(`default in ${file} must be the name of a profile`);
  const { recordPolicy } = content;
  // Whoever writes rules must hear of a mistake before they are needed.
  const policy =
    recordPolicy === undefined
      ? {}
      : {
          policy: (await import('../records/index.js')).policyFrom(
            recordPolicy,
            `recordPolicy (from ${file})`,
          ),
        };
  return {
    profiles,
    ...(fallback === undefined ? {} : { fallback }),
    sections: sectionsOf(content, file),
    ...policy,
  };
}

function sectionsOf(
  content: Record<string, unknown>,
  file: string,
): NonNullable<SettingsFile['sections']> {
  const sections: Partial<Record<SectionName, unknown>> = {};
  for (const [name, form] of Object.entries(sectionForms) as [SectionName, string][]) {
    const value = content[name];
    if (value === undefined || value === null) continue;
    if (form === 'a list' ? !Array.isArray(value) : !isMap(value))
      throw invalid(`${name} in ${file} must be ${form}`);
    sections[name] = value;
  }
  return sections;
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
export function refuseReadable(file: string): void {
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
