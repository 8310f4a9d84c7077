// `muster token create | list | revoke`: machine tokens for the HTTP API. A token is shown once, on stdout and nowhere else.
// And what `muster serve` knows bearers by: those tokens, and the issuer that the settings name.
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  type ApiOptions,
  createToken,
  type OidcSettings,
  openOidc,
  openTokens,
  readTokens,
  revokeToken,
  type StoredToken,
  stateOf,
  type TokenRole,
} from '../api/index.js';
import { Fault } from '../fault.js';
import { exitCodes } from './exit.js';
import type { Settings } from './settings.js';
import { harmless, type Terminal } from './terminal.js';

export interface TokenFlags {
  readonly tokens?: string;
}

export interface CreateFlags extends TokenFlags {
  readonly name: string;
  readonly role: TokenRole;
  readonly tenant?: string;
  readonly group?: string;
  readonly expires?: string;
}

/** Where tokens are kept unless said otherwise. */
export function tokenFile({ tokens }: TokenFlags, { environment }: Terminal): string {
  const home = environment.HOME || homedir();
  const state = environment.XDG_STATE_HOME || join(home, '.local', 'state');
  return tokens ?? environment.MUSTER_TOKENS ?? join(state, 'muster', 'tokens.json');
}

/** Makes a token and prints it. */
export async function createTokenOf(flags: CreateFlags, terminal: Terminal): Promise<number> {
  const { name, role, tenant, group, expires } = flags;
  const now = terminal.now();
  const request = {
    name,
    role,
    ...(tenant === undefined ? {} : { tenantId: tenant }),
    ...(group === undefined ? {} : { groupId: group }),
    ...(expires === undefined ? {} : { expiresAt: endOf(expires, now) }),
  };
  const text = await createToken(tokenFile(flags, terminal), request, now);
  await terminal.print(`${text}\n`);
  terminal.say('Keep it now: it is shown this once, and only its hash is stored.');
  return exitCodes.complete;
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `12h`, `30d`, `8w` from now, or a date or time in ISO 8601; a date alone is its midnight in UTC. */
function endOf(said: string, now: number): number {
  const [, amount, unit = ''] = /^(\d{1,4})([hdw])$/.exec(said) ?? [];
  if (amount !== undefined) return now + Number(amount) * (units[unit] as number);
  const isTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[-+]\d\d:\d\d))?$/.test(
    said,
  );
  const time = isTime ? Date.parse(said) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new Fault(
    'USAGE_INVALID',
    '--expires takes a span such as 12h, 30d or 8w, or a date such as 2027-01-01',
  );
}

/** Lists all tokens, those that are no good any more too. */
export async function listTokens(
  flags: TokenFlags & { readonly json?: boolean },
  terminal: Terminal,
): Promise<number> {
  const now = terminal.now();
  const tokens = readTokens(tokenFile(flags, terminal)).map((token) => {
    const { sha256: _hash, ...shown } = token;
    return { ...shown, state: stateOf(token, now) };
  });
  if (flags.json === true) await terminal.print(`${JSON.stringify(tokens, undefined, 2)}\n`);
  else if (tokens.length === 0) terminal.say('there are no tokens');
  else await terminal.print(tableOf(tokens));
  return exitCodes.complete;
}

type Shown = Omit<StoredToken, 'sha256'> & { readonly state: string };

function tableOf(tokens: readonly Shown[]): string {
  const rows = tokens.map(({ name, role, tenantId, groupId, state, prefix, expiresAt }) => [
    name,
    role,
    tenantId === undefined ? 'everything' : [tenantId, groupId].filter(Boolean).join(' / '),
    state,
    `${prefix}…`,
    expiresAt ?? 'never',
  ]);
  const all = [['NAME', 'ROLE', 'SCOPE', 'STATE', 'TOKEN', 'EXPIRES'], ...rows];
  const widths = (all[0] as string[]).map((_, at) =>
    all.reduce((most, row) => Math.max(most, (row[at] as string).length), 0),
  );
  return all
    .map((row) => row.map((cell, at) => harmless(cell).padEnd(widths[at] as number)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** Ends a token; a running server refuses it from its next call on. */
export async function revokeTokenOf(
  name: string,
  flags: TokenFlags,
  terminal: Terminal,
): Promise<number> {
  await revokeToken(tokenFile(flags, terminal), name, terminal.now());
  terminal.say(`the token ${name} is revoked`);
  return exitCodes.complete;
}

/** Callers of bearers, as the settings say: machine tokens, and those of an issuer if one is named. */
export async function tokensFrom(
  settings: Settings,
  terminal: Terminal,
): Promise<NonNullable<ApiOptions['bearers']>> {
  const said = settings.tokens;
  const file = tokenFile(
    said === undefined || said.from === 'default' ? {} : { tokens: said.value },
    terminal,
  );
  const tokens = openTokens(file, terminal.now);
  const machines = async (text: string) => tokens.callerOf(text);
  if (settings.oidc === undefined) return [machines];
  return [machines, openOidc({ ...oidcFrom(settings.oidc), now: terminal.now }).callerOf];
}

const oidcNames = ['issuer', 'audience', 'jwksUri', 'algorithms', 'claims'];

/** What the settings file says of an issuer. Throws `SETTING_INVALID`, naming what is wrong. */
function oidcFrom({
  value,
  from,
}: {
  readonly value: string;
  readonly from: string;
}): OidcSettings {
  const said = JSON.parse(value) as Readonly<Record<string, unknown>>;
  const invalid = (why: string) => new Fault('SETTING_INVALID', `oidc (from ${from}): ${why}`);
  for (const name of Object.keys(said))
    if (!oidcNames.includes(name))
      throw invalid(`there is no ${name}; known are ${oidcNames.join(', ')}`);
  const { issuer, audience, jwksUri, algorithms, claims = {} } = said;
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) throw invalid('issuer must be a URL');
  if (typeof audience !== 'string' || audience === '') throw invalid('audience is missing');
  if (jwksUri !== undefined && (typeof jwksUri !== 'string' || !URL.canParse(jwksUri)))
    throw invalid('jwksUri must be a URL');
  if (
    algorithms !== undefined &&
    !(Array.isArray(algorithms) && algorithms.every((one) => typeof one === 'string'))
  )
    throw invalid('algorithms must be a list of names');
  const names = Object.entries(claims as object);
  const wrong = names.find(
    ([name, one]) => !['name', 'role', 'tenant', 'group'].includes(name) || typeof one !== 'string',
  );
  if (wrong !== undefined)
    throw invalid(`claims.${wrong[0]} is not the name of a claim for name, role, tenant or group`);
  return {
    issuer,
    audience,
    ...(jwksUri !== undefined && { jwksUri }),
    ...(algorithms !== undefined && { algorithms }),
    claims: Object.fromEntries(names),
  };
}
