// Which strategy belongs to which settings.
import type { AuthSettings, ElementDeps } from '../element.js';
import type { Base } from '../origin.js';
import { digestAuth } from './digest.js';
import { hawkAuth } from './hawk.js';
import { oauth } from './oauth.js';
import { signedHeadersAuth } from './signed-headers.js';
import { signedQueryAuth } from './signed-query.js';
import { basicAuth, bodyAuth, headerKeyAuth, noAuth } from './simple.js';
import type { AuthStrategy } from './strategy.js';

/** Makes the strategy of one element; it keeps tokens and nonces, and sends nothing itself. */
export function strategyFor(auth: AuthSettings, base: Base, deps: ElementDeps): AuthStrategy {
  switch (auth.kind) {
    case 'none':
      return noAuth();
    case 'basic':
      return basicAuth(auth);
    case 'header-key':
      return headerKeyAuth(auth);
    case 'oauth-password':
    case 'oauth-client':
      return oauth(auth, base, deps);
    case 'digest':
      return digestAuth(auth, deps);
    case 'hawk':
      return hawkAuth(auth, deps);
    case 'signed-headers':
      return signedHeadersAuth(auth, deps);
    case 'signed-query':
      return signedQueryAuth(auth, base, deps);
    case 'body-credentials':
      return bodyAuth(auth);
  }
}
