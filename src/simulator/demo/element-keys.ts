// What the network elements of the demo let in. Public on purpose, like its passwords.
import type { ElementKeys } from '../world/element-keys.js';

const password = 'tide-table-7';

export const demoElementKeys: ElementKeys = {
  xmlrpc: { username: 'redirect', password },
  sraps: { keyId: 'demo-key-id', secret: 'demo-hawk-secret' },
  ztp: { apiKey: 'demo-api-key' },
  gdms: {
    username: 'devices@example.net',
    password,
    clientId: 'demo-client',
    clientSecret: 'demo-client-secret',
  },
  rps: { keyId: 'demo-access-key', secret: 'demo-signing-secret' },
  dubber: {
    username: 'demo-auth-id',
    password,
    clientId: 'demo-client',
    clientSecret: 'demo-client-secret',
  },
  polycom: { userId: 'ztp-operator', password },
  lens: { clientId: 'demo-client', clientSecret: 'demo-client-secret' },
  cisco: { clientId: 'demo-client', clientSecret: 'demo-client-secret' },
  mutare: { username: 'mailboxes', password, token: 'demo-bearer-token' },
  digest: { username: 'devices', password },
  takenMacs: ['0004f2ffffff'],
};
