// Reads connectors that a person declared. Strict: what is not understood is refused, with the element and member by name.
// Opens no file and reads no environment: whoever calls has put secrets in their places.
import { Fault } from '../../fault.js';
import { mostDepth } from './answer-text.js';
import {
  type AuthKind,
  actions,
  type ElementSettings,
  elementProtocols,
  successTests,
  vendorTypes,
} from './element.js';
import { elementPresets } from './element-presets.js';
import { parseBase } from './origin.js';

type Members = Readonly<Record<string, unknown>>;

/** Members of `auth` that are secret: each may be kept in a file or the environment, as `passwordFile`, `passwordEnv`. */
export const elementSecrets = ['password', 'clientSecret', 'key', 'secret'] as const;

/** Form of a member: whether a value is good, and the words for what is wanted. */
interface Form {
  readonly isGood: (value: unknown) => boolean;
  readonly wanted: string;
}

const text = (most = 1000): Form => ({
  isGood: (value) =>
    typeof value === 'string' && value !== '' && value.length <= most && !/[\r\n\0]/.test(value),
  wanted: `one line of text, at most ${most} characters`,
});
const flag: Form = { isGood: (value) => typeof value === 'boolean', wanted: 'true or false' };
const whole = (least: number, most: number): Form => ({
  isGood: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  wanted: `a whole number from ${least} to ${most}`,
});
const oneOf = (...values: readonly string[]): Form => ({
  isGood: (value) => typeof value === 'string' && values.includes(value),
  wanted: `one of: ${values.join(', ')}`,
});
const header: Form = {
  isGood: (value) =>
    typeof value === 'string' &&
    /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(value) &&
    !/^(?:host|content-length|transfer-encoding|connection)$/i.test(value),
  wanted: 'the name of a header that may be set',
};
/** What a header can hold. */
const printable: Form = {
  isGood: (value) => typeof value === 'string' && /^[\x20-\x7e]{1,8192}$/.test(value),
  wanted: 'text of printable ASCII characters',
};
const quotable: Form = {
  isGood: (value) => typeof value === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/.test(value),
  wanted: 'text of printable ASCII characters without blanks and quotes',
};
const xmlName: Form = {
  isGood: (value) => typeof value === 'string' && /^[A-Za-z_][\w.-]{0,60}$/.test(value),
  wanted: 'the name of an attribute',
};

const forms: Readonly<Record<string, Form>> = {
  name: {
    isGood: (value) => typeof value === 'string' && /^[a-z0-9-]{1,40}$/.test(value),
    wanted: 'small letters, digits and hyphens, at most 40',
  },
  protocol: oneOf(...elementProtocols),
  vendorType: text(40),
  baseUrl: {
    isGood: (value) => typeof value === 'string' && parseBase(value) !== undefined,
    wanted: 'an address such as https://host/path, without credentials and query',
  },
  success: oneOf(...successTests),
  format: oneOf('json', 'xml'),
  timeoutMs: whole(100, 600_000),
  maxBytes: whole(1, 256 << 20),
  maxDepth: whole(1, mostDepth),
  retries: whole(0, 10),
  rate: {
    isGood: (value) => typeof value === 'number' && value >= 0 && value <= 10_000,
    wanted: 'a number from 0 to 10000',
  },
  concurrent: whole(1, 256),
  ca: {
    isGood: (value) => typeof value === 'string' && value.includes('-----BEGIN CERTIFICATE-----'),
    wanted: 'certificates in PEM',
  },
  allowClearText: flag,
  leastLevel: {
    isGood: (value) => [0, 4, 8, 12, 16].includes(value as number),
    wanted: 'one of: 0, 4, 8, 12, 16',
  },
};

const token = {
  tokenPath: text(),
  tokenUrl: forms.baseUrl as Form,
  clientId: text(),
  clientSecret: text(),
};
const oauth = {
  ...token,
  clientAuth: oneOf('body', 'basic'),
  scope: text(),
  tokenFormat: oneOf('form', 'json'),
  stamp: flag,
};
const login = { username: text(), password: text() };

/** Members of each kind of `auth`, and which of them must be there. */
const authForms: Readonly<
  Record<
    AuthKind,
    { readonly members: Readonly<Record<string, Form>>; readonly needed: readonly string[] }
  >
> = {
  none: { members: {}, needed: [] },
  basic: { members: login, needed: ['username', 'password'] },
  'header-key': {
    members: { header, key: printable, prefix: printable },
    needed: ['header', 'key'],
  },
  'oauth-password': {
    members: { ...oauth, ...login },
    needed: ['clientId', 'clientSecret', 'username', 'password'],
  },
  'oauth-client': { members: oauth, needed: ['clientId', 'clientSecret'] },
  digest: { members: login, needed: ['username', 'password'] },
  hawk: { members: { id: quotable, key: text(), payload: flag }, needed: ['id', 'key'] },
  'signed-headers': { members: { key: printable, secret: text() }, needed: ['key', 'secret'] },
  'signed-query': {
    members: { ...token, ...login },
    needed: ['clientId', 'clientSecret', 'username', 'password'],
  },
  'body-credentials': {
    members: { ...login, userAttribute: xmlName, passwordAttribute: xmlName },
    needed: ['username', 'password'],
  },
};

type Invalid = (why: string) => Fault;

/**
 * Reads the list `elements` of a settings file; `what` says what is read. Throws `SETTING_INVALID` naming element and
 * member, never a value that may be secret.
 */
export function elementsFrom(value: unknown, what: string): readonly ElementSettings[] {
  if (!Array.isArray(value))
    throw new Fault('SETTING_INVALID', `${what}: it must be a list of elements`);
  const elements = value.map((one: unknown, at) => elementFrom(one, at, what));
  for (const [at, { name }] of elements.entries())
    if (elements.findIndex((other) => other.name === name) !== at)
      throw new Fault('SETTING_INVALID', `${what}: element "${name}": its name is there twice`);
  return elements;
}

function elementFrom(value: unknown, at: number, what: string): ElementSettings {
  const nameless = `${what}: element ${at + 1}`;
  const own = membersOf(value);
  if (own === undefined)
    throw new Fault('SETTING_INVALID', `${nameless} must have names and values`);
  const { isGood, wanted } = forms.name as Form;
  if (!isGood(own.name)) throw new Fault('SETTING_INVALID', `${nameless}: name must be ${wanted}`);
  const invalid: Invalid = (why) =>
    new Fault('SETTING_INVALID', `${what}: element "${own.name}": ${why}`);
  const said = withPreset(own, invalid);
  for (const [name, one] of Object.entries(said)) {
    if (name === 'auth' || name === 'actions' || name === 'check') continue;
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
    if (form === undefined)
      throw invalid(
        `it has a ${shown(name)}; known are ${[...Object.keys(forms), 'preset', 'auth', 'actions', 'check'].join(', ')}`,
      );
    if (!form.isGood(one)) throw invalid(`${name} must be ${form.wanted}`);
  }
  for (const name of ['protocol', 'baseUrl', 'auth'])
    if (said[name] === undefined) throw invalid(`${name} is missing`);
  const settings = { ...said, auth: authFrom(said.auth, invalid) } as unknown as ElementSettings;
  checkRows(said, invalid);
  checkTogether(settings, invalid);
  return settings;
}

function membersOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Members)
    : undefined;
}

/** What the element says itself goes before the preset; a kind of `auth` of its own replaces that of the preset. */
function withPreset(own: Members, invalid: Invalid): Members {
  const { preset, ...said } = own;
  if (preset === undefined) return said;
  const known =
    typeof preset === 'string' && Object.hasOwn(elementPresets, preset)
      ? elementPresets[preset]
      : undefined;
  if (known === undefined)
    throw invalid(`preset must be one of: ${Object.keys(elementPresets).join(', ')}`);
  const auth = membersOf(said.auth ?? {});
  if (auth === undefined) throw invalid('auth must have names and values');
  const isOther = auth.kind !== undefined && auth.kind !== known.auth?.kind;
  const both = { ...known, ...said };
  if (known.auth === undefined && said.auth === undefined) return both;
  // One place for tokens takes the place of the other.
  const { tokenPath, ...usual } = known.auth ?? {};
  const where = tokenPath === undefined || auth.tokenUrl !== undefined ? {} : { tokenPath };
  return { ...both, auth: isOther ? auth : { ...usual, ...where, ...auth } };
}

function authFrom(value: unknown, invalid: Invalid): Members {
  const said = membersOf(value);
  const kind = said?.kind;
  if (said === undefined || typeof kind !== 'string' || !Object.hasOwn(authForms, kind))
    throw invalid(`kind of auth must be one of: ${Object.keys(authForms).join(', ')}`);
  const { members, needed } = authForms[kind as AuthKind];
  for (const [name, one] of Object.entries(said)) {
    if (name === 'kind') continue;
    const form = Object.hasOwn(members, name) ? members[name] : undefined;
    if (form === undefined)
      throw invalid(
        `auth has a ${shown(name)}; known for ${kind} are ${Object.keys(members).join(', ') || 'none'}`,
      );
    if (!form.isGood(one)) throw invalid(`${name} of auth must be ${form.wanted}`);
  }
  for (const name of needed)
    if (said[name] === undefined) throw invalid(`${name} of auth is missing`);
  if ('tokenPath' in members && (said.tokenPath === undefined) === (said.tokenUrl === undefined))
    throw invalid('auth needs one of tokenPath and tokenUrl');
  return said;
}

const rowForms = { method: text(20), path: text(), body: text(), action: oneOf(...actions) };
const checkForms = {
  method: text(20),
  path: { isGood: (value: unknown) => typeof value === 'string', wanted: 'text' },
  body: { isGood: (value: unknown) => typeof value === 'string', wanted: 'text' },
};

function checkRows({ actions: rows, check }: Members, invalid: Invalid): void {
  if (rows !== undefined && !Array.isArray(rows)) throw invalid('actions must be a list of rows');
  for (const [at, row] of (rows ?? []).entries()) {
    checkMembers(row, rowForms, `row ${at + 1} of actions`, invalid);
    if ((row as Members).action === undefined)
      throw invalid(`row ${at + 1} of actions has no action`);
  }
  if (check === undefined) return;
  checkMembers(check, checkForms, 'check', invalid);
  if ((check as Members).path === undefined) throw invalid('check has no path');
}

function checkMembers(
  value: unknown,
  known: Readonly<Record<string, Form>>,
  what: string,
  invalid: Invalid,
): void {
  const said = membersOf(value);
  if (said === undefined) throw invalid(`${what} must have names and values`);
  for (const [name, one] of Object.entries(said)) {
    const form = Object.hasOwn(known, name) ? known[name] : undefined;
    if (form === undefined)
      throw invalid(`${what} has a ${shown(name)}; known are ${Object.keys(known).join(', ')}`);
    if (!form.isGood(one)) throw invalid(`${name} of ${what} must be ${form.wanted}`);
  }
}

/** What must fit together. */
function checkTogether(
  { protocol, vendorType, baseUrl, allowClearText, auth }: ElementSettings,
  invalid: Invalid,
): void {
  const makers = vendorTypes[protocol];
  if (makers.length === 0 && vendorType !== undefined)
    throw invalid(`vendorType does not belong to ${protocol}`);
  if (makers.length > 0 && !makers.includes(vendorType ?? ''))
    throw invalid(`vendorType of ${protocol} must be one of: ${makers.join(', ')}`);
  const tokenUrl = 'tokenUrl' in auth ? auth.tokenUrl : undefined;
  for (const [name, url] of [
    ['baseUrl', baseUrl],
    ['tokenUrl of auth', tokenUrl],
  ] as const)
    if (/^http:/i.test(url ?? '') && allowClearText !== true)
      throw invalid(
        `${name} is clear text; write https://, or allowClearText: true if it is meant`,
      );
}

const shown = (name: string): string => JSON.stringify(name.slice(0, 40));
