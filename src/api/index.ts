// The HTTP API: audit records, audits, and a recorded gateway to BroadWorks. Handed everything it needs; reads no settings.
import type { Api, ApiOptions } from './open.js';

export type { AttemptLimits } from './attempts.js';
export type { Caller, Level, Scope } from './caller.js';
export { type Oidc, type OidcSettings, openOidc } from './oidc.js';
export type { Api, ApiOptions } from './open.js';
export type { Route } from './route.js';
export type { CallLine, HttpLimits } from './server.js';
export type { SessionLimits } from './sessions.js';
export {
  createToken,
  openTokens,
  revokeToken,
  stateOf,
  type TokenRole,
  type Tokens,
} from './tokens.js';
export { readTokens, type StoredToken } from './tokens-file.js';

/** Listens. Faults: `LISTEN_REFUSED`. The server's libraries are loaded only now. */
export async function openApi(options: ApiOptions): Promise<Api> {
  const { openApi: open } = await import('./open.js');
  return open(options);
}
