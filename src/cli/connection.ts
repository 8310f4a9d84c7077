// From settings to what a connection needs: checked numbers, credentials from a safe place, the private authority.
import { readFileSync, statSync } from 'node:fs';
import { Fault } from '../fault.js';
import { type Connection, type Credentials, parseTarget, type Target } from '../south/index.js';
import type { SettingName, Settings } from './settings.js';
import type { Terminal } from './terminal.js';

/** Reads and checks everything before any socket is opened. Warns of a connection that is not encrypted. */
export async function connectionFrom(settings: Settings, terminal: Terminal): Promise<Connection> {
  const wire = wireFrom(settings, terminal);
  const { target } = wire;
  const credentials = await credentialsFrom(settings, target, terminal);
  if (!target.encrypted) terminal.warn(inTheClear(target));
  return { ...wire, credentials };
}

function inTheClear({ transport, url }: Target): string {
  return transport === 'odin'
    ? `${url} is not encrypted: the password, names and numbers travel in the clear. Use odin+https:// where the portal offers it.`
    : `${url} is not encrypted: names and numbers travel in the clear (the password does not, only a digest of it). Use tls:// or https:// where the switch offers it.`;
}

/** All of it but the credentials. */
export function wireFrom(settings: Settings, terminal: Terminal): Omit<Connection, 'credentials'> {
  const target = targetFrom(settings);
  const ca = settings.ca === undefined ? {} : { ca: authorityFrom(settings) };
  return {
    target,
    timeoutMs: durationOf(settings, 'timeout'),
    connections: numberOf(settings, 'connections', 1, 50),
    rate: numberOf(settings, 'rate', 0, 1000),
    burst: numberOf(settings, 'burst', target.transport === 'odin' ? 0 : 1, 100_000),
    batch: numberOf(settings, 'batch', 1, 15),
    ...ca,
    now: terminal.now,
  };
}

function targetFrom(settings: Settings): Target {
  const { target } = settings;
  if (target === undefined)
    throw new Fault(
      'SETTING_INVALID',
      'no target: give --target, set MUSTER_TARGET, or name a profile; to look around without a switch, run: muster demo',
    );
  return parseTarget(target.value);
}

export async function credentialsFrom(
  settings: Settings,
  target: Target,
  terminal: Terminal,
): Promise<Credentials> {
  const username = settings.username?.value ?? (await terminal.ask(`User name at ${target.url}`));
  const password =
    settings.password?.value ??
    (settings.passwordFile === undefined
      ? undefined
      : passwordIn(settings.passwordFile.value, terminal)) ??
    (await terminal.askHidden(`Password of ${username ?? 'the account'}`));
  if (username !== undefined && password !== undefined) return { username, password };
  const what = username === undefined ? 'user name' : 'password';
  throw new Fault('CREDENTIALS_MISSING', `there is no ${what} for ${target.url}`);
}

function passwordIn(file: string, terminal: Terminal): string {
  const [first = ''] = read(file, 'password file').split(/\r?\n/, 1);
  if (first === '') throw new Fault('SETTING_INVALID', `the password file ${file} is empty`);
  // Not refused: container secrets are mounted that way.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o007) !== 0)
    terminal.warn(`the password file ${file} can be read by everybody; run: chmod 600 ${file}`);
  return first;
}

function authorityFrom(settings: Settings): string {
  const file = settings.ca?.value ?? '';
  const text = read(file, 'certificate file');
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new Fault('SETTING_INVALID', `${file} holds no PEM certificate`);
  return text;
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { message } = cause as Error;
    throw new Fault('SETTING_INVALID', `the ${what} ${file} cannot be read: ${message}`, { cause });
  }
}

/** A number within bounds. Throws `SETTING_INVALID`, naming the setting. */
export function numberOf(
  settings: Settings,
  name: SettingName,
  least: number,
  most: number,
): number {
  const { value, from } = settings[name] as { value: string; from: string };
  const number = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  const whole = name === 'rate' || Number.isInteger(number);
  if (whole && number >= least && number <= most) return number;
  throw new Fault(
    'SETTING_INVALID',
    `${name} (from ${from}) must be a number from ${least} to ${most}, not "${value}"`,
  );
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, '': 1000 };

/** A time in milliseconds, at most a day. Throws `SETTING_INVALID`, naming the setting. */
export function durationOf(settings: Settings, name: SettingName): number {
  const { value, from } = settings[name] as { value: string; from: string };
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|)$/.exec(value) ?? [];
  const ms = Number(amount) * (units[unit ?? ''] ?? Number.NaN);
  if (ms >= 1 && ms <= 86_400_000) return ms;
  throw new Fault(
    'SETTING_INVALID',
    `${name} (from ${from}) must be a time such as 30s, 500ms or 2m, not "${value}"`,
  );
}
