// Connectors to other network elements, as the settings file declares them: secrets are fetched from where they are kept,
// and the connectors made. Connects to nothing.
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { Fault } from '../fault.js';
import { elementSecrets, elementsFrom, openElement, type SouthElement } from '../south/index.js';
import { refuseReadable, type Settings } from './settings.js';
import type { Terminal } from './terminal.js';

type Members = Readonly<Record<string, unknown>>;

/** Makes the connectors that the settings declare; none where they declare none. Throws `SETTING_INVALID`. */
export function openElements(settings: Settings, terminal: Terminal): readonly SouthElement[] {
  const { elements } = settings;
  if (elements === undefined) return [];
  const what = `elements (from ${elements.from})`;
  const rows = JSON.parse(elements.value) as readonly unknown[];
  if (rows.some(holdsSecret)) refuseReadable(elements.from);
  const declared = elementsFrom(
    rows.map((row, at) => withFiles(row, `${what}: ${nameOf(row, at)}`, terminal)),
    what,
  );
  const { now } = terminal;
  return declared.map((one) => openElement(one, { now, randomBytes }));
}

/** Lets go of all connections. */
export async function closeElements(elements: readonly SouthElement[]): Promise<void> {
  await Promise.all(elements.map((one) => one.close()));
}

/** Whether it says a secret itself, and not where that is kept. */
function holdsSecret(row: unknown): boolean {
  const auth = membersOf(membersOf(row)?.auth) ?? {};
  return elementSecrets.some((name) => auth[name] !== undefined);
}

function nameOf(row: unknown, at: number): string {
  const name = membersOf(row)?.name;
  return typeof name === 'string' ? `element "${name.slice(0, 40)}"` : `element ${at + 1}`;
}

/** The same with what stands in files, or in the environment. */
function withFiles(row: unknown, what: string, terminal: Terminal): unknown {
  return withSecrets(withAuthority(row, what, terminal), what, terminal);
}

/** The same with `ca` in place of `caFile`. */
function withAuthority(row: unknown, what: string, { environment }: Terminal): unknown {
  const element = membersOf(row);
  if (element?.caFile === undefined) return row;
  const { caFile, ...others } = element;
  if (others.ca !== undefined)
    throw new Fault('SETTING_INVALID', `${what}: it has both ca and caFile; one is enough`);
  if (typeof caFile !== 'string' || caFile === '')
    throw new Fault('SETTING_INVALID', `${what}: caFile must be a name`);
  return { ...others, ca: textOf(placeOf(caFile, environment), `${what}: caFile`) };
}

/** The same with `password` in place of `passwordFile` or `passwordEnv`, and so on. */
function withSecrets(row: unknown, what: string, terminal: Terminal): unknown {
  const element = membersOf(row);
  const auth = membersOf(element?.auth);
  // Whatever is wrong with it is said by who reads it.
  if (element === undefined || auth === undefined) return row;
  const resolved: Record<string, unknown> = { ...auth };
  for (const name of elementSecrets) {
    const said = [name, `${name}File`, `${name}Env`].filter((one) => auth[one] !== undefined);
    if (said.length > 1)
      throw new Fault(
        'SETTING_INVALID',
        `${what}: auth has both ${said.join(' and ')}; one is enough`,
      );
    const [from] = said;
    if (from === undefined || from === name) continue;
    delete resolved[from];
    const place = auth[from];
    if (typeof place !== 'string' || place === '')
      throw new Fault('SETTING_INVALID', `${what}: ${from} of auth must be a name`);
    resolved[name] = from.endsWith('File')
      ? secretIn(place, `${what}: ${from}`, terminal)
      : secretOf(place, `${what}: ${from}`, terminal);
  }
  return { ...element, auth: resolved };
}

function secretOf(name: string, what: string, { environment }: Terminal): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  throw new Fault('SETTING_INVALID', `${what}: the environment has no ${name}`);
}

function secretIn(file: string, what: string, { environment, warn }: Terminal): string {
  const path = placeOf(file, environment);
  const [first = ''] = textOf(path, what).split(/\r?\n/, 1);
  if (first === '') throw new Fault('SETTING_INVALID', `${what}: ${file} is empty`);
  // Not refused: container secrets are mounted that way.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o007) !== 0)
    warn(`${what}: ${file} can be read by everybody; run: chmod 600 ${file}`);
  return first;
}

const placeOf = (file: string, { HOME = '~' }: Terminal['environment']): string =>
  file.replace(/^~(?=\/)/, HOME);

function textOf(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { message } = cause as Error;
    throw new Fault('SETTING_INVALID', `${what} cannot be read: ${message}`, { cause });
  }
}

function membersOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Members)
    : undefined;
}
